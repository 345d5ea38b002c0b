"""The Office at work on a plan: its folder, the forms that come back, the papers that it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import documents
import yaml
from sheets import filled, put
from support import Ran, swap

from pci.core.dates import VIETNAM
from pci.files import yamlio
from tools.forkserver import ForkServer

STATES = {"Đang": "Đang thực hiện", "Xong": "Đã hoàn thành", "Không": "Không phát sinh trong kỳ"}
"""What the year's data calls the states of a form."""
DAY = "E4"
"""Where a form holds the day that it is true of."""


class Paper(NamedTuple):
    """A document as its reader has it: lines, what is highlighted; and what was told beside it."""

    lines: Sequence[str]
    gaps: Sequence[str]
    told: str

    def between(self, first: str, last: str) -> list[str]:
        """The lines from one that begins so to the one before another that begins so."""
        begun = next(n for n, line in enumerate(self.lines) if line.startswith(first))
        ended = next(n for n, line in enumerate(self.lines) if n > begun and line.startswith(last))
        return list(self.lines[begun:ended])

    @property
    def body(self) -> list[str]:
        """The lines of a report from its first heading to its closing words."""
        return self.between("I. CÔNG TÁC", "Trên đây là báo cáo")

    def row(self, first: str, cells: int, below: str = "") -> list[str]:
        """The cells of a table behind the first that says so, below a line where one is named."""
        begun = self.lines.index(first, self.lines.index(below) if below else 0) + 1
        return list(self.lines[begun : begun + cells])


@dataclass(frozen=True)
class Office:
    """A folder with a plan, worked on by command lines alone, as if each were typed on its day."""

    root: Path
    server: ForkServer
    env: Mapping[str, str]

    def run(self, *words: str) -> Ran:
        return self.server.run(words, self.root, self.env)

    def done(self, *words: str) -> Ran:
        """A run that must succeed."""
        ran = self.run(*words)
        assert ran.code == 0, (words, ran.err)
        return ran

    def record(self, about: str, unit: str, day: str, *words: str) -> str:
        """The id of an update that came on the very day that it is true of, unless `words` say
        otherwise."""
        came = () if "--received" in words else ("--received", day)
        ran = self.done("record", about, "--unit", unit, "--date", day, *came, *words)
        return Path(ran.out.strip()).stem

    def answer(self, remark: str, day: str, words: str, *more: str) -> None:
        """The Office records how a remark was answered."""
        said = ("--answers", remark, "--result", words)
        self.done("record", *said, "--unit", "VP", "--date", day, "--received", day, *more)

    def raised(self, about: str) -> str:
        """The id of the last update about a task that raises a remark."""
        updates = self.json("log", about)["updates"]
        return str([u["id"] for u in updates if u.get("difficulty") or u.get("proposal")][-1])

    def edit(self, old: str, new: str) -> None:
        """A person edits the plan by hand."""
        path = self.root / "plans/2023.yaml"
        path.write_text(swap(old, new)(path.read_text(encoding="utf-8")), encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def files(self) -> Mapping[str, bytes]:
        """All that the program keeps, by its path."""
        kept = (self.root / "plans").rglob("*")
        return {str(path): path.read_bytes() for path in kept if path.is_file()}

    def form(self, quarter: int, unit: str) -> str:
        """Where the form of a unit lies."""
        return f"bieu-{quarter}/2023-Q{quarter}_{unit}.xlsx"

    def fill(self, form: str, rows: Mapping[str, Any], day: str = "") -> str:
        """Fill in the rows of a form; a tick stands for its only state."""
        path = self.root / form
        cells = {key: _cells(row) for key, row in rows.items()}
        dated = [lambda book: put(book.worksheets[0], DAY, day)] if day else []
        path.write_bytes(filled(path.read_bytes(), cells, *dated))
        return form

    def receive(self, form: str, day: str) -> Ran:
        """A form that came back is recorded, whatever becomes of it."""
        return self.run("record", form, "--received", day)

    def word(self, report: str, passages: Mapping[str, Any]) -> None:
        """The Office writes its own words for a report, now."""
        words = {"written": datetime.now(VIETNAM).isoformat(timespec="seconds"), **passages}
        path = self.root / f"plans/2023/reports/{report}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(yamlio.write(words), encoding="utf-8")

    def paper(self, *words: str) -> Paper:
        """A document, left nowhere."""
        path = self.root / "van-ban.docx"
        ran = self.done(*words, "-o", path.name, "--force")
        return _paper(path, ran)

    def kept(self, *words: str) -> tuple[Path, Paper]:
        """A document that the command itself names."""
        ran = self.done(*words)
        path = self.root / ran.out.strip()
        return path, _paper(path, ran)

    def json(self, *words: str) -> Any:
        """What a command says to a script."""
        return yaml.safe_load(self.done(*words, "--format", "json").out)


def _paper(path: Path, ran: Ran) -> Paper:
    data = path.read_bytes()
    lines = [" ".join(line.split()) for line in documents.text(data).splitlines()]
    return Paper([*filter(None, lines)], documents.highlighted(data), ran.err)


def _cells(row: Any) -> Mapping[str, object]:
    if isinstance(row, str):
        return {"state": row}
    return {**row, "state": STATES[row["state"]]} if "state" in row else row
