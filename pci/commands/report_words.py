"""The Office's words for a report: begun from what the units wrote, or pulled from the paper edited in Word."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import typer

from pci.clock import now
from pci.console import notice, relative, result
from pci.errors import CannotDo
from pci.formats.passages import Edited, read_passages
from pci.model import Plan, Update
from pci.papers import words_path, words_text
from pci.reports.facts import Facts
from pci.reports.passages import Passage, mark, passages
from pci.store import create, replace
from pci.vi import period_words, short_date, shortened
from pci.workspace import Workspace

_SECTION, _TASK = "sections.", "tasks."


def begin(workspace: Workspace, facts: Facts) -> None:
    """Create the words file of a report, filled with what the units wrote. One that exists is left alone."""
    path = workspace.root / words_path(workspace.plan.year, facts.report)
    told = {p.name: "\n".join(p.lines) for p in passages(facts) if p.lines and _begins(facts, p.name)}
    if not create(path, words_text(_title(facts), told, now()).encode()):
        raise CannotDo(f"đã có {relative(path)}", "sửa tiếp tệp ấy; muốn lập lại thì đổi tên nó trước")
    result(relative(path))
    notice("Sửa lời trong tệp này; đoạn nào xóa đi thì báo cáo lại lấy từ các cập nhật.")


def _begins(facts: Facts, name: str) -> bool:
    """Whether a passage is worth starting from: sub-indices follow from their tasks, what was only kept up needs no
    words."""
    task = name.removeprefix(_TASK).removesuffix(".result")
    return not name.startswith(_SECTION) and (task == name or bool(facts.said_of(task)))


def tell_untold(workspace: Workspace, facts: Facts) -> None:
    """Say which updates were recorded after the Office's words: on those passages the paper does not tell them."""
    if facts.words is None:
        return
    worded = facts.words.passages().keys()
    later = [e for e in facts.inside if e.update.recorded > facts.words.written and worded & _fed(facts.plan, e.update)]
    if later:
        names = ", ".join(f"{e.update.about} ({short_date(e.update.date)})" for e in later)
        path = relative(workspace.root / words_path(workspace.plan.year, facts.report))
        notice(f"Lời văn trong {path} viết trước {len(later):02} cập nhật nên không kể: {names}.")


def _fed(plan: Plan, update: Update) -> set[str]:
    """The passages that an update would be told in."""
    named = {"difficulties": update.difficulty, "proposals": update.proposal}
    fed = {name for name, remark in named.items() if remark}
    if update.subject in plan.tasks:
        return fed | {f"{_TASK}{update.subject}.result", f"{_SECTION}{plan.section_of(update.subject)}"}
    return fed | ({"leadership"} if update.subject in plan.body or update.subject in plan.triggers else set())


def pull(workspace: Workspace, facts: Facts, document: Path, made: bytes, force: bool) -> None:
    """Keep as words the passages that somebody changed in a document, and name what else was changed in it.

    `made` is the document as it would be made now. Words that a person edited since are replaced only when asked.
    """
    read = read_passages(document.read_bytes())
    if not read.passages:
        raise CannotDo(f"{relative(document)} không có đoạn nào của báo cáo", "chọn tệp do «pci report» lập")
    now_told = {passage.name: passage for passage in passages(facts)}
    changed = {name: found.lines for name, found in read.passages.items() if mark(found.lines) != found.mark}
    for name in [name for name in changed if name not in now_told]:
        notice(f"Bỏ qua đoạn «{name}»: kế hoạch không có mục này.")
        del changed[name]
    for name in [name for name, lines in changed.items() if not lines]:
        notice(
            f"Bỏ qua đoạn «{now_told[name].label}» bị xóa trắng: không có gì để giữ; muốn in «Không có.» thì viết ra."
        )
        del changed[name]
    lost = [p.label for p in now_told.values() if p.name not in read.passages]
    if lost:
        notice(f"Tệp không còn khung của {len(lost):02} đoạn, lời của các đoạn ấy giữ như cũ: {'; '.join(lost)}.")
    changed = {name: lines for name, lines in changed.items() if mark(lines) != mark(now_told[name].lines)}
    result("".join(f"{line}\n" for line in _told(now_told, read, changed, made)))
    if not changed:
        notice("Không có lời nào mới để giữ.")
        return
    moved = [now_told[n].label for n in changed if read.passages[n].mark != mark(now_told[n].lines)]
    _keep(workspace, facts, {name: "\n".join(lines) for name, lines in changed.items()}, moved, force)


def _told(
    told: Mapping[str, Passage], read: Edited, changed: Mapping[str, Sequence[str]], made: bytes
) -> Iterator[str]:
    """What changed, passage by passage, then what was changed outside of them."""
    for name, lines in changed.items():
        yield f"{told[name].label} ({name}):"
        yield from _differences(told[name].lines, lines)
    outside = list(_differences(read_passages(made).outside, read.outside))
    if outside:
        yield "Ngoài các đoạn sửa được, tệp khác bản lập lại từ dữ liệu (không giữ, sửa ở dữ liệu hoặc mẫu):"
        yield from outside


def _differences(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    for tag, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (f"  cũ: {shortened(line, 300)}" for line in before[i:j])
            yield from (f"  mới: {shortened(line, 300)}" for line in after[k:n])


def _keep(workspace: Workspace, facts: Facts, pulled: Mapping[str, str], moved: Sequence[str], force: bool) -> None:
    """Write the words file anew with the pulled passages. It is asked for first where a person's hand would be lost:
    in a file that is not as this program wrote it, or in a passage worded otherwise since the document was made."""
    year = workspace.plan.year
    inside = words_path(year, facts.report)
    path, text = workspace.root / inside, workspace.files.get(inside)
    own = facts.words.passages() if facts.words else {}
    edited = facts.words is not None and text != words_text(_title(facts), own, facts.words.written).encode()
    if moved:
        notice(f"Dữ liệu hoặc lời văn đã đổi từ khi lập tệp này, xem lại: {'; '.join(moved)}.")
    if facts.words is not None and (edited or moved) and not force:
        _ask(path)
    data = words_text(_title(facts), {**own, **pulled}, now()).encode()
    if text is None:
        if not create(path, data):
            raise CannotDo(f"{relative(path)} vừa được người khác tạo", "chạy lại")
    else:
        replace(path, data)
    notice(f"Đã giữ lời văn vào {relative(path)}; lập lại báo cáo để in.")


def _ask(path: Path) -> None:
    """A person at a terminal is asked; elsewhere it takes `--force`."""
    shown = relative(path)
    if not sys.stdin.isatty():
        raise CannotDo(f"{shown} đã được sửa tay nên không ghi đè", "xem thay đổi ở trên; đồng ý thì thêm --force")
    if not typer.confirm(
        f"{shown} đã được sửa tay. Ghi đè bằng lời vừa kéo về (chú thích trong tệp sẽ mất)?", err=True
    ):
        raise CannotDo(f"giữ nguyên {shown}")


def _title(facts: Facts) -> str:
    return period_words(facts.window.period) + (" (có lũy kế)" if facts.whole else "")
