"""`pci report --words`, `--pull`: words begun, or taken from a report edited in Word."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pci.clock import now
from pci.console import as_given, notice, relative, result
from pci.core.dates import Period, parse_period
from pci.core.errors import CannotDo
from pci.core.papers import words_path
from pci.core.schedule import is_longer, window_of
from pci.files.outside import whole_file
from pci.files.store import create, inside, replace
from pci.keyboard import agreed, is_attended
from pci.reports.edits import Edits
from pci.reports.facts import Facts, Sources, gather
from pci.reports.passages import passages
from pci.reports.words import EarlierWords, earlier_words, first_words, words_file
from pci.workspace import Workspace

if TYPE_CHECKING:
    from pci.word.passages import EditedDocument


def begin(workspace: Workspace, facts: Facts) -> None:
    """Create the words file of a report; one that exists is left alone."""
    path = _place(workspace, facts)
    earlier = _earlier(workspace, facts)
    if not create(path, words_file(facts, first_words(facts), now(), earlier)):
        hint = "sửa tiếp tệp ấy; muốn lập lại thì đổi tên nó trước"
        raise CannotDo(f"đã có {relative(path)}", hint)
    result(relative(path))
    notice(
        "Sửa lời trong tệp này; đoạn nào xóa đi hoặc chưa sửa thì báo cáo lại lấy từ các cập nhật."
    )


def _earlier(workspace: Workspace, facts: Facts) -> list[EarlierWords]:
    """What the Office worded in the papers already issued that a longer one holds, in order."""
    whole = (facts.year_to_date or facts.window).period
    if not is_longer(facts.plan.reporting, whole):
        return []
    others = workspace.words.keys() & workspace.issued.keys() - {facts.report}
    periods = {report: parse_period(report.removesuffix("+")) for report in sorted(others)}
    inside = [
        (period, report)
        for report, period in periods.items()
        if period and whole.first <= period.first and period.last <= whole.last
    ]
    inside.sort(key=lambda paper: paper[0].last)
    return [earlier_words(_facts_of(workspace, *paper)) for paper in inside]


def _facts_of(workspace: Workspace, period: Period, report: str) -> Facts:
    """The facts of a paper with the Office's words, at the end of its window."""
    window = window_of(workspace.plan, period, workspace.calendar)
    sources = Sources(
        workspace.plan,
        workspace.entries,
        window,
        window.window_last,
        workspace.calendar,
        words=workspace.words[report],
        cumulative=report.endswith("+"),
    )
    return gather(sources)


def pull(workspace: Workspace, facts: Facts, document: Path, paper: bytes, force: bool) -> None:
    """Keep as words what somebody changed in a document; `paper` is the document made now."""
    from pci.word.passage_places import read_by_place
    from pci.word.passages import read_passages

    fresh = read_passages(paper)
    edited = read_by_place(_read(facts, document), fresh)
    edits = Edits(facts, {p.name: p for p in passages(facts)}, edited, fresh)
    for line in edits.warnings():
        notice(line)
    result("".join(f"{line}\n" for line in edits.listing()))
    if not edits.words:
        notice("Không có lời nào mới để giữ.")
        return
    for line in edits.cautions():
        notice(line)
    _keep(workspace, edits, force)


def _read(facts: Facts, document: Path) -> "EditedDocument":
    """A document made for this very report."""
    from pci.word.passages import read_passages

    shown = as_given(document)
    if not document.is_file():
        raise CannotDo(f"không có tệp {shown}", "xem lại --pull")
    data = whole_file(document)
    try:
        edited = read_passages(data)
    except CannotDo as error:
        raise CannotDo(f"{shown}: {error.message}", error.hint) from None
    reports = dict.fromkeys(passage.report for passage in edited.passages.values())
    if not reports:
        raise CannotDo(f"{shown} không có đoạn nào của báo cáo", "chọn tệp do «pci report» lập")
    if facts.report not in reports:
        fault = f"{shown} là báo cáo {', '.join(reports)}, không phải {facts.report}"
        raise CannotDo(fault, "nêu đúng kỳ của tệp")
    return edited


def _keep(workspace: Workspace, edits: Edits, force: bool) -> None:
    """Write the words file anew with the changed passages, its moment as it was."""
    facts, path = edits.facts, _place(workspace, edits.facts)
    words = {name: "\n".join(lines) for name, lines in edits.words.items()}
    earlier = _earlier(workspace, facts)
    if facts.words is None:
        if not create(path, words_file(facts, words, now(), earlier)):
            raise CannotDo(f"{relative(path)} vừa được người khác tạo", "chạy lại")
    else:
        own, written = facts.words.passages(), facts.words.written
        before = workspace.files[words_path(workspace.plan.id, facts.report)]
        by_hand = before != words_file(facts, own, written, earlier)
        rivals = edits.rivals()
        if (by_hand or rivals) and not force:
            _ask(path, by_hand, rivals)
        data = words_file(facts, {**own, **words}, written, earlier)
        if path.read_bytes() != before:
            raise CannotDo(f"{relative(path)} vừa được sửa", "chạy lại")
        replace(path, data)
    notice(f"Đã giữ lời văn vào {relative(path)}; lập lại báo cáo để in.")


def _ask(path: Path, by_hand: bool, rivals: Sequence[str]) -> None:
    """Ask before a person's own words are lost; without a terminal it takes `--force`."""
    why = f"{relative(path)} đã được sửa tay"
    if not by_hand:
        why = f"lời của {', '.join(rivals)} trong {relative(path)} đã khác bản in"
    if not is_attended():
        raise CannotDo(f"{why} nên không ghi đè", "xem thay đổi ở trên; đồng ý thì thêm --force")
    question = f"{why}. Ghi đè bằng lời vừa kéo về (chú thích trong tệp sẽ mất)?"
    if not agreed(question, usual=False):
        raise CannotDo(f"giữ nguyên {relative(path)}")


def _place(workspace: Workspace, facts: Facts) -> Path:
    return inside(workspace.root, words_path(workspace.plan.id, facts.report))
