"""That a report was signed, numbered and sent: the fact is written once, and the paper then made with its number."""

from collections.abc import Callable, Mapping
from hashlib import file_digest, sha256
from pathlib import Path

from pci.clock import now, today
from pci.commands.options import day, typist, whole_number
from pci.console import as_given, fault_words, notice, relative, shown_name
from pci.core.errors import CannotDo
from pci.core.ledger import days_of
from pci.core.papers import Issue, hash_of, issue_path, seal, words_path
from pci.core.vi import short_date, shown
from pci.files import shape, yamlio
from pci.files.store import create, inside
from pci.reports.facts import Facts
from pci.reports.periodic import Issued
from pci.workspace import Workspace

Render = Callable[[Issued | None], bytes]
"""Makes the paper with a number and a day, or as a draft."""


def asked(facts: Facts, number: str | None, on: str | None, force: bool) -> Issued:
    """The number and day that the registry gave, as typed. A paper tells nothing of the days after its own, and what is
    recorded of it is never redone: an earlier day takes `--force`."""
    if number is None or on is None:
        raise CannotDo(
            "--issue cần --number và --date", "ví dụ: --issue --number 45 --date 18/9/2023"
        )
    counted = whole_number(number, "--number")
    if not counted or counted > 999_999:
        raise CannotDo(f"--number «{number}» không phải số văn bản", "gõ số do Văn thư cấp, như 45")
    given, window, known = day(on, "--date"), facts.window, facts.book.as_of
    if given > today():
        raise CannotDo(f"--date {short_date(given)} chưa tới", "ghi khi văn bản đã ký, đã có số")
    if given < window.window_first:
        begins = short_date(window.window_first)
        raise CannotDo(
            f"--date {short_date(given)} trước ngày đầu lấy số liệu ({begins})",
            "xem lại ngày và kỳ báo cáo",
        )
    if given < known:
        words = f"--date {short_date(given)} trước ngày chốt số liệu {short_date(known)}"
        if not force:
            raise CannotDo(words, "gõ nhầm thì sửa; đúng là ký sớm thì thêm --force")
        notice(f"{words}: vẫn ghi vì có --force.")
    return Issued(str(counted), given)


def paper(
    workspace: Workspace, facts: Facts, issued: Issued, signed: Path | None, render: Render
) -> bytes:
    """The paper with its number, once nothing stands in the way: it is issued once, and never with a gap."""
    from pci.nd30.gaps import gaps

    if done := workspace.issued.get(facts.report):
        words = f"số {done.number} ngày {short_date(done.date)}"
        raise CannotDo(
            f"báo cáo này đã ban hành ({words})", "có thay đổi thì ra văn bản đính chính"
        )
    if signed and not signed.is_file():
        raise CannotDo(f"không có tệp {as_given(signed)}", "--file là bản đã ký, như bản scan PDF")
    data = render(issued)
    if left := gaps(data):
        raise CannotDo(
            f"văn bản còn {len(left):02} chỗ phải bổ sung: {' '.join(left)}", "bổ sung rồi ban hành"
        )
    return data


def keep(
    workspace: Workspace,
    facts: Facts,
    issued: Issued,
    data: bytes,
    inputs: str,
    signed: Path | None,
) -> None:
    """Write that the report was issued; what is written is never changed."""
    window, known = facts.window, {e.id: e for e in workspace.entries}
    told = [e.id for e in workspace.entries if any(map(window.holds, days_of(e.update, known)))]
    fact = {
        "number": int(issued.number),
        "date": issued.day,
        "window_first": window.window_first,
        "window_last": window.window_last,
        "inputs": inputs,
        "document": sha256(data).hexdigest(),
        **({"signed": _signed(signed)} if signed else {}),
        "recorded": now(),
        **({"by": name} if (name := typist()) else {}),
        "updates": sorted(told),
    }
    fact["seal"] = seal(shape.value(Issue, {**fact, "number": issued.number}))
    path = inside(workspace.root, issue_path(workspace.plan.year, facts.report))
    if not create(path, yamlio.write(fact).encode()):
        raise CannotDo(f"đã có {relative(path)}", "báo cáo này đã được ban hành")
    notice(f"Đã ghi việc ban hành vào {relative(path)}.")


def unkept(error: OSError | CannotDo) -> CannotDo:
    """Why a paper is not there though its issue was recorded, which is never done again, and how to have it."""
    why = (
        CannotDo(f"{shown_name(error)}: {fault_words(error)}")
        if isinstance(error, OSError)
        else error
    )
    again = "việc ban hành đã ghi, để lấy văn bản thì chạy lại ở thư mục khác hoặc với -o, bỏ --issue, --number, --date"
    return CannotDo(why.message, "; ".join(filter(None, (why.hint, again))))


def _signed(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    name = "".join(c for c in shown(path.name) if c.isprintable()).strip()
    return {"name": name or "khong-ten", "sha256": digest}


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


def as_it_stands(workspace: Workspace, facts: Facts, inputs: str, render: Render) -> bytes:
    """The paper as it is to be printed now: with its number only where it is, byte for byte, what was issued."""
    done = workspace.issued.get(facts.report)
    if done is None:
        return render(None)
    words = f"Báo cáo này đã ban hành (số {done.number}, {short_date(done.date)})"
    data = render(Issued(done.number, done.date))
    if sha256(data).hexdigest() == done.document:
        notice(f"{words}.")
        return data
    why = "chương trình" if done.inputs == inputs else "dữ liệu hoặc lựa chọn"
    notice(f"{words}; {why} nay đã khác nên đây là dự thảo mới, không mang số.")
    return render(None)
