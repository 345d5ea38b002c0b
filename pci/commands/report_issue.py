"""That a report was signed, numbered and sent: the fact is written once, and the paper then made with its number."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from pci.clock import now, today
from pci.commands.options import day, typist, whole_number
from pci.console import notice, relative
from pci.errors import CannotDo
from pci.formats.passages import gaps
from pci.papers import hash_of, issue_path, words_path
from pci.reports.facts import Facts
from pci.reports.periodic import Issued
from pci.store import create
from pci.vi import short_date
from pci.workspace import Workspace
from pci.yamlio import write


def asked(number: str | None, on: str | None) -> Issued:
    """The number and day that the registry gave, as typed."""
    if number is None or on is None:
        raise CannotDo("--issue cần --number và --date", "ví dụ: --issue --number 45 --date 18/9/2023")
    counted = whole_number(number, "--number")
    if not counted or counted > 999_999:
        raise CannotDo(f"--number «{number}» không phải số văn bản", "gõ số do Văn thư cấp, như 45")
    given = day(on, "--date")
    if given > today():
        raise CannotDo(f"--date {short_date(given)} chưa tới", "ghi khi văn bản đã ký, đã có số")
    return Issued(str(counted), given)


def refuse_unready(workspace: Workspace, facts: Facts, data: bytes) -> None:
    """A report is issued once, and never with a gap."""
    if done := workspace.issued.get(facts.report):
        words = f"số {done.number} ngày {short_date(done.date)}"
        raise CannotDo(f"báo cáo này đã ban hành ({words})", "có thay đổi thì ra văn bản đính chính")
    if left := gaps(data):
        raise CannotDo(f"văn bản còn {len(left):02} chỗ phải bổ sung: {' '.join(left)}", "bổ sung rồi ban hành")


def keep(workspace: Workspace, facts: Facts, issued: Issued, data: bytes, inputs: str, signed: Path | None) -> None:
    """Write that the report was issued; what is written is never changed."""
    fact = {
        "number": int(issued.number),
        "date": issued.day,
        "window_first": facts.window.window_first,
        "window_last": facts.window.window_last,
        "inputs": inputs,
        "document": sha256(data).hexdigest(),
        **({"signed": {"name": signed.name, "sha256": sha256(signed.read_bytes()).hexdigest()}} if signed else {}),
        "recorded": now(),
        **({"by": name} if (name := typist()) else {}),
    }
    path = workspace.root / issue_path(workspace.plan.year, facts.report)
    if not create(path, write(fact).encode()):
        raise CannotDo(f"đã có {relative(path)}", "báo cáo này đã được ban hành")
    notice(f"Đã ghi việc ban hành vào {relative(path)}.")


def inputs(workspace: Workspace, facts: Facts, template: bytes, choices: Mapping[str, str]) -> str:
    """The hash of all that the paper is made of: the plan, the calendars, the Office's words, the updates known, the
    template, and what was asked for."""
    known = {entry.id for entry in facts.book.known}
    words = words_path(workspace.plan.year, facts.report)
    used = {
        path: data
        for path, data in workspace.files.items()
        if path.count("/") == 1 or "/calendar/" in path or path == words or Path(path).stem in known
    }
    return hash_of({**used, "template": template}, choices)


def standing(workspace: Workspace, facts: Facts, now_made_of: str) -> Issued | None:
    """The number and day to print: those of an issued report whose inputs are still the same, null for a draft."""
    done = workspace.issued.get(facts.report)
    if done is None:
        return None
    words = f"Báo cáo này đã ban hành (số {done.number}, {short_date(done.date)})"
    if done.inputs != now_made_of:
        notice(f"{words}; dữ liệu hoặc lựa chọn nay đã khác nên đây là dự thảo mới, không mang số.")
        return None
    notice(f"{words}.")
    return Issued(done.number, done.date)
