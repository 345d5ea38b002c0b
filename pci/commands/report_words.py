"""The Office's words for a report: begun from what the units wrote, or pulled from the paper edited in Word."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

from pci.clock import now
from pci.commands.paper import MAX_BYTES
from pci.console import as_given, notice, relative, result
from pci.core.errors import CannotDo
from pci.core.model import Plan, Update
from pci.core.papers import words_path
from pci.core.vi import period_words, short_date, shortened
from pci.files import yamlio
from pci.files.store import create, inside, replace
from pci.keyboard import agreed, is_attended
from pci.reports.facts import Facts
from pci.reports.passages import Passage, mark, passages, without_drafts
from pci.reports.words import words_text
from pci.workspace import Workspace

if TYPE_CHECKING:
    from pci.word.passages import EditedDocument, EditedPassage

_SECTION, _TASK = "sections.", "tasks."


def begin(workspace: Workspace, facts: Facts) -> None:
    """Create the words file of a report, filled with what the units wrote. One that exists is left alone."""
    path = _place(workspace, facts)
    told = {
        p.name: "\n".join(p.lines) for p in passages(facts) if p.lines and _begins(facts, p.name)
    }
    if not create(path, _sound(facts, told, now())):
        raise CannotDo(
            f"đã có {relative(path)}", "sửa tiếp tệp ấy; muốn lập lại thì đổi tên nó trước"
        )
    result(relative(path))
    notice(
        "Sửa lời trong tệp này; đoạn nào xóa đi hoặc chưa sửa thì báo cáo lại lấy từ các cập nhật."
    )


def _begins(facts: Facts, name: str) -> bool:
    """Whether a passage holds what units wrote: sub-indices follow from their tasks, coming work from the plan, and
    what was only kept up needs no words."""
    task = name.removeprefix(_TASK).removesuffix(".result")
    return (
        bool(facts.entries_of(task))
        if task != name
        else not name.startswith((_SECTION, "direction"))
    )


def tell_untold(workspace: Workspace, facts: Facts) -> None:
    """Say which updates were recorded after the Office's words: on those passages the paper does not tell them."""
    if facts.words is None:
        return
    worded = facts.words.passages().keys() - without_drafts(facts).drafts
    later = [
        e
        for e in facts.entries
        if e.update.recorded > facts.words.written and worded & _fed(facts.plan, e.update)
    ]
    if later:
        names = ", ".join(f"{e.update.about} ({short_date(e.update.date)})" for e in later)
        path = relative(workspace.root / words_path(workspace.plan.year, facts.report))
        notice(f"Lời văn trong {path} viết trước {len(later):02} cập nhật nên không kể: {names}.")


def _fed(plan: Plan, update: Update) -> set[str]:
    """The passages that an update would be told in."""
    named = {"difficulties": update.difficulty, "proposals": update.proposal}
    fed = {name for name, remark in named.items() if remark}
    if update.subject in plan.tasks:
        return fed | {
            f"{_TASK}{update.subject}.result",
            f"{_SECTION}{plan.section_of(update.subject)}",
        }
    return fed | (
        {"leadership"} if update.subject in plan.body or update.subject in plan.triggers else set()
    )


def pull(workspace: Workspace, facts: Facts, document: Path, made: bytes, force: bool) -> None:
    """Keep as words the passages that somebody changed in a document, and name what else was changed in it.

    `made` is the document as it would be made now. Words that a person edited since are replaced only when asked.
    """
    from pci.nd30.gaps import gaps
    from pci.word.passage_places import read_by_place
    from pci.word.passages import read_passages

    now_made = read_passages(made)
    read = read_by_place(_read(facts, document), now_made)
    told = {passage.name: passage for passage in passages(facts)}
    for name, found in read.passages.items():
        if name not in told or found.report != facts.report:
            notice(f"Bỏ qua đoạn «{name}»: không phải của báo cáo này.")
    changed = reworded(facts, told, read)
    for line in _warnings(told, read, now_made, gaps(document.read_bytes()), gaps(made)):
        notice(line)
    result("".join(f"{line}\n" for line in _told(told, changed, read.outside, now_made.outside)))
    if not changed:
        notice("Không có lời nào mới để giữ.")
        return
    if moved := [
        told[n].label for n in changed if read.passages[n].mark not in ("", mark(told[n].lines))
    ]:
        notice(f"Dữ liệu hoặc lời văn đã đổi từ khi lập tệp này, xem lại: {'; '.join(moved)}.")
    if bodies := [told[name].label for name in _moved_too(facts, told, changed)]:
        notice(f"Lời ở Phụ lục I cũng thay lời của nhiệm vụ ấy ở phần thân: {'; '.join(bodies)}.")
    marks = {name: read.passages[name].mark for name in changed}
    _keep(
        workspace, facts, {name: "\n".join(lines) for name, lines in changed.items()}, marks, force
    )


def _moved_too(
    facts: Facts, told: Mapping[str, Passage], changed: Mapping[str, Sequence[str]]
) -> list[str]:
    """The passages of the body that tell a task by its words of the table, and so change with them."""
    tasks = [
        name.removeprefix(_TASK).removesuffix(".result")
        for name in changed
        if name.startswith(_TASK)
    ]
    bodies = dict.fromkeys(f"{_SECTION}{facts.plan.section_of(task)}" for task in tasks)
    worded = facts.words.passages().keys() if facts.words else ()
    return [name for name in bodies if name in told and name not in changed and name not in worded]


def _read(facts: Facts, document: Path) -> "EditedDocument":
    """A document made for this very report."""
    from pci.word.passages import read_passages

    shown = as_given(document)
    if not document.is_file():  # a device has no end
        raise CannotDo(f"không có tệp {shown}", "xem lại --pull")
    if document.stat().st_size > MAX_BYTES:
        raise CannotDo(f"{shown} lớn bất thường, không đọc", "xóa bớt hình trong tệp rồi lưu lại")
    try:
        read = read_passages(document.read_bytes())
    except CannotDo as error:
        raise CannotDo(f"{shown}: {error.message}", error.hint) from None
    reports = dict.fromkeys(found.report for found in read.passages.values())
    if not reports:
        raise CannotDo(f"{shown} không có đoạn nào của báo cáo", "chọn tệp do «pci report» lập")
    if facts.report not in reports:
        made_for = ", ".join(reports)
        raise CannotDo(
            f"{shown} là báo cáo {made_for}, không phải {facts.report}", "nêu đúng kỳ của tệp"
        )
    return read


def reworded(
    facts: Facts, told: Mapping[str, Passage], read: "EditedDocument"
) -> dict[str, tuple[str, ...]]:
    """The passages of this report that have a text, neither the one they were made with nor the one they have now."""
    return {
        name: lines
        for name, found in read.passages.items()
        if name in told and found.report == facts.report and mark(found.lines) != found.mark
        if (lines := _supplied(found.lines, told[name].gaps))
        and mark(lines) != mark(told[name].lines)
    }


def _supplied(lines: Sequence[str], missing: Sequence[str]) -> tuple[str, ...]:
    """Paragraphs without those that only repeat what is missing, which lost their highlight on the way."""
    return tuple(line for line in lines if line not in missing)


def _warnings(
    told: Mapping[str, Passage],
    read: "EditedDocument",
    made: "EditedDocument",
    left: Sequence[str],
    known: Sequence[str],
) -> Iterator[str]:
    """What words cannot keep, and what may have been meant otherwise."""
    if read.tracked:
        yield "Tệp còn thay đổi theo dõi (Track Changes): đọc như đã chấp nhận tất cả."
    for comment in read.comments:
        yield f"Bình luận trong tệp chưa thành lời văn: {comment}"
    if unframed := _labels(told, read, lambda _, found: bool(found.lines) and not found.mark):
        unsure = "không rõ dữ liệu đã đổi từ khi lập tệp chưa, xem lại"
        yield f"Khung đã mất khi sửa nên đọc theo chỗ của đoạn, {unsure}: {unframed}."
    yield from not_words(told, read, made)
    if held := [gap for gap in left if gap not in known and gap.startswith("[")]:
        yield f"Còn trong ngoặc vuông nên chưa coi là lời văn: {' '.join(held)}."


def not_words(
    told: Mapping[str, Passage], read: "EditedDocument", made: "EditedDocument"
) -> Iterator[str]:
    """The passages whose change is none of words."""
    if rich := _labels(told, read, lambda _, found: found.lost):
        yield f"Chỉ giữ được chữ, không giữ bảng, hình, công thức, chú thích trong: {rich}."
    if blank := _labels(
        told,
        read,
        lambda passage, found: passage.lines and not _supplied(found.lines, passage.gaps),
    ):
        yield f"Bị xóa trắng nên lời giữ như cũ (muốn in «Không có.» thì viết ra): {blank}."
    if cut := [
        told[name].label for name in made.passages if name in told and name not in read.passages
    ]:
        yield f"Tệp không còn khung của {len(cut):02} đoạn, lời của các đoạn ấy giữ như cũ: {'; '.join(cut)}."


def _labels(
    told: Mapping[str, Passage],
    read: "EditedDocument",
    meant: Callable[[Passage, "EditedPassage"], object],
) -> str:
    """The labels of those passages of a document for which something holds."""
    return "; ".join(
        told[n].label for n, found in read.passages.items() if n in told and meant(told[n], found)
    )


def _told(
    told: Mapping[str, Passage],
    changed: Mapping[str, Sequence[str]],
    outside: Sequence[str],
    made: Sequence[str],
) -> Iterator[str]:
    """What changed, passage by passage, then what was changed outside of them."""
    for name, lines in changed.items():
        yield f"{told[name].label} ({name}):"
        yield from differences(told[name].lines, lines)
    if elsewhere := list(differences(made, outside)):
        yield "Ngoài các đoạn sửa được, tệp khác bản lập lại từ dữ liệu (không giữ, sửa ở dữ liệu hoặc mẫu):"
        yield from elsewhere


def differences(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """What became of some lines, each old one and each new one shown."""
    for tag, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (f"  cũ: {shortened(line, 300)}" for line in before[i:j])
            yield from (f"  mới: {shortened(line, 300)}" for line in after[k:n])


def _keep(
    workspace: Workspace,
    facts: Facts,
    pulled: Mapping[str, str],
    marks: Mapping[str, str],
    force: bool,
) -> None:
    """Write the words file anew with the pulled passages, its moment as it was: the other passages tell no more than
    before. It is asked for first where a person's hand would be lost: in a file that is not as this program wrote it,
    or in a passage worded otherwise since the document was made, of whose words then `marks` has the mark."""
    path, before = (
        _place(workspace, facts),
        workspace.files.get(words_path(workspace.plan.year, facts.report)),
    )
    if before is None or facts.words is None:
        if not create(path, _sound(facts, pulled, now())):
            raise CannotDo(f"{relative(path)} vừa được người khác tạo", "chạy lại")
    else:
        own, written = facts.words.passages(), facts.words.written
        by_hand = before != words_text(_title(facts), own, written).encode()
        worded = own.keys() - without_drafts(facts).drafts
        otherwise = [
            name for name in pulled if name in worded and mark(facts.own_words(name)) != marks[name]
        ]
        if (by_hand or otherwise) and not force:
            _ask(path, by_hand, otherwise)
        data = _sound(facts, {**own, **pulled}, written)
        if path.read_bytes() != before:
            raise CannotDo(f"{relative(path)} vừa được sửa", "chạy lại")
        replace(path, data)
    notice(f"Đã giữ lời văn vào {relative(path)}; lập lại báo cáo để in.")


def _sound(facts: Facts, passages: Mapping[str, str], written: datetime) -> bytes:
    """A words file that will be read back: no text of anybody's may make the whole workspace unreadable."""
    data = words_text(_title(facts), passages, written).encode()
    document = yamlio.read(data, facts.report)
    if document.tree is None:
        raise CannotDo(
            f"lời văn không giữ được: {document.problems[0].message}", document.problems[0].hint
        )
    return data


def _ask(path: Path, by_hand: bool, otherwise: Sequence[str]) -> None:
    """A person at a terminal is asked; elsewhere it takes `--force`."""
    shown = relative(path)
    why = (
        f"{shown} đã được sửa tay"
        if by_hand
        else f"lời của {', '.join(otherwise)} trong {shown} đã khác bản in"
    )
    if not is_attended():
        raise CannotDo(f"{why} nên không ghi đè", "xem thay đổi ở trên; đồng ý thì thêm --force")
    question = f"{why}. Ghi đè bằng lời vừa kéo về (chú thích trong tệp sẽ mất)?"
    if not agreed(question, usual=False):
        raise CannotDo(f"giữ nguyên {shown}")


def _place(workspace: Workspace, facts: Facts) -> Path:
    return inside(workspace.root, words_path(workspace.plan.year, facts.report))


def _title(facts: Facts) -> str:
    return period_words(facts.window.period) + (" (có lũy kế)" if facts.year_to_date else "")
