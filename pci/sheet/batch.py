"""Forms that came back, judged together: what each row amounts to beside all that was recorded
before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pci.console import complain, fault_words, notice, relative
from pci.core import names
from pci.core.dates import parse_period
from pci.core.errors import CannotDo
from pci.core.ledger import Entry
from pci.core.model import REST, Plan, Update
from pci.core.schedule import ReportingPeriod, reporting_period
from pci.core.vi import STATE_LABELS, join_words, short_date, shortened
from pci.files.attachments import evidence_line
from pci.lists.progress import each
from pci.record.drafts import Draft, Fault, Fields, Judgement, judge, refusal, tell
from pci.reports.unit_form import RowScope, scope_of
from pci.sheet.layout import APPROVER, AUTHOR, COLUMNS, DATE
from pci.sheet.read import FilledForm, FilledRow, read
from pci.sheet.resent import APPROVED, EarlierWords, matter_of, words_of
from pci.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RowUpdate:
    """The update of a row of a form: a draft to be kept, null where the same was recorded before.
    `place` is its first cell."""

    form: FilledForm
    place: str
    entry: Entry
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Refused:
    """What of a unit's form cannot be kept, and why."""

    unit: str
    fault: Fault


Verdict = RowUpdate | Refused


# --- reading
# --------------------------------------------------------------------------------------------------


def read_forms(paths: Iterable[Path]) -> tuple[list[FilledForm], list[Fault]]:
    """The forms, and why each of the other files is none; raises where all are. A file that Excel
    keeps beside an open one is passed over."""
    listed = [*dict.fromkeys(paths)]
    forms: list[FilledForm] = []
    faults: list[Fault] = []
    for path in each(listed, "Đọc biểu"):
        name = relative(path)
        if path.name.startswith("~$") and len(listed) > 1:
            notice(f"Bỏ qua {name}: tệp tạm của Excel.")
            continue
        try:
            forms.append(read(path.read_bytes(), name))
        except CannotDo as error:
            faults.append(Fault.of(error).at(name))
        except OSError as error:
            faults.append(Fault("", fault_words(error), "xem lại tên tệp, quyền đọc").at(name))
    if not forms:
        nothing = Fault("", "không có biểu nào để ghi", "nêu tên tệp biểu đã điền")
        raise refusal(faults or [nothing])
    return forms, faults


def tell_unsigned(forms: Iterable[FilledForm]) -> None:
    """Which forms nobody approved."""
    if unsigned := [form.file for form in forms if APPROVER not in form.head]:
        notice(f"Chưa ghi lãnh đạo phòng, đơn vị duyệt: {', '.join(unsigned)}.")


# --- judging
# --------------------------------------------------------------------------------------------------


def judge_forms(
    workspace: Workspace, forms: Iterable[FilledForm], stamp: Fields, today: date
) -> list[Verdict]:
    """What the forms say, row by row, judged as typed updates are. `stamp` says who records them
    and when."""
    earlier = EarlierWords(workspace.entries)
    verdicts = (
        Refused(form.unit, verdict) if isinstance(verdict, Fault) else verdict
        for form in forms
        for verdict in _judge(workspace, form, earlier, stamp, today)
    )
    return [*_once(verdicts)]


@dataclass(frozen=True, slots=True)
class _Case:
    """A form being judged: the window of its period, what was said before, the fields that all its
    updates share."""

    workspace: Workspace
    form: FilledForm
    window: ReportingPeriod
    earlier: EarlierWords
    shared: Fields


def _judge(
    workspace: Workspace,
    form: FilledForm,
    earlier: EarlierWords,
    stamp: Fields,
    today: date,
) -> Iterator[RowUpdate | Fault]:
    try:
        window = _window(workspace, form)
        day = day_of(form, window, today)
    except CannotDo as error:
        yield Fault.of(error)
        return
    by = author_of(form) or stamp["by"]
    shared = {**stamp, "unit": form.unit, "date": day, "by": by}
    case = _Case(workspace, form, window, earlier, shared)
    yield from form.faults
    silent: list[str] = []
    for row in form.rows:
        fields, places, faults = row_fields(row, scope_of(workspace.plan, row.about))
        if faults:
            yield from faults
        elif fields:
            yield from _judge_row(case, row, fields, places)
        elif earlier.unseen((form.unit, row.about, row.period), row.known_ids, window):
            silent.append(row.about)
    if silent:
        notice(f"{form.file} nay để trống {join_words(silent)}; lời đã ghi trong kỳ vẫn giữ.")


def _window(workspace: Workspace, form: FilledForm) -> ReportingPeriod:
    """The period of a form of this plan."""
    plan = workspace.plan
    if form.year != plan.year or form.unit not in plan.units:
        words = f"biểu của «{form.unit}» năm {form.year}, không thuộc kế hoạch này"
        raise CannotDo(f"{form.file}: {words}", "xem lại tệp, hoặc --root, --year")
    period = parse_period(form.period)
    if period is None:
        raise CannotDo(f"{form.file}: trang ẩn của biểu đã bị sửa", "lập lại bằng «pci form»")
    return reporting_period(plan.reporting, period, workspace.calendar)


def day_of(form: FilledForm, window: ReportingPeriod, today: date) -> date:
    """The day that the whole form is true of, inside the window of its period and not to come."""
    cell = form.head.get(DATE)
    if cell is None:
        raise CannotDo(f"{form.place}: chưa ghi ngày báo cáo", "ghi ở đầu biểu, như 11/9/2023")
    day = names.day(cell.text)
    if day is None:
        words = f"{cell.place}: «{shortened(cell.text)}» không phải ngày"
        raise CannotDo(words, "gõ như 11/9/2023")
    words = f"{cell.place}: ngày {short_date(day)}"
    if not window.holds(day):
        span = f"{short_date(window.window_first)}–{short_date(window.window_last)}"
        raise CannotDo(f"{words} ngoài thời gian chốt số liệu ({span})", "sửa ngày")
    if day > today:
        raise CannotDo(f"{words} chưa tới", "ghi ngày không muộn hơn hôm nay")
    return day


def author_of(form: FilledForm) -> str | None:
    """Who wrote the form and who approved it: `Nguyễn Văn A (duyệt: Trần Thị B)`; null where nobody
    is named."""
    author, approver = (
        " ".join(form.head[key].text.split()) if key in form.head else ""
        for key in (AUTHOR, APPROVER)
    )
    approved = f"{APPROVED}{approver})" if approver else ""
    return f"{author} {approved}".strip() or None


def row_fields(
    row: FilledRow, scope: RowScope
) -> tuple[dict[str, Any], dict[str, str], list[Fault]]:
    """The fields of one row, the cell where each was typed, and all that is wrong in it."""
    fields: dict[str, Any] = {}
    places: dict[str, str] = {}
    faults = list(row.faults)
    for column in COLUMNS:
        cell = row.cells.get(column.name)
        if cell is None or column.read is None:
            continue
        try:
            values = column.read(cell, scope)
        except CannotDo as error:
            faults.append(Fault.of(error).at(cell.place))
            continue
        fields |= values
        places |= dict.fromkeys(values, cell.place)
    if fields and "state" not in fields and not faults:
        labels = ", ".join(f"«{STATE_LABELS[state]}»" for state in scope.states)
        words = f"{row.about}: có kết quả mà chưa chọn tình trạng"
        hint = f"chọn ở cùng dòng: {labels}"
        faults.append(Fault("", words, hint).at(next(iter(places.values()))))
    return fields, places, faults


def _judge_row(
    case: _Case, row: FilledRow, content: Fields, places: Mapping[str, str]
) -> Iterator[RowUpdate | Fault]:
    """One row as a new update, as a correction of what it said when it was sent before, or as what
    is known."""
    workspace, first = case.workspace, next(iter(places.values()))
    fields = {**content, "about": row.about, "period": row.period, **case.shared}
    judgement: Judgement
    try:
        fields["evidence"] = [
            evidence_line(workspace.root, line) for line in content.get("evidence", ())
        ]
        judgement = judge(workspace, fields)
    except CannotDo as error:
        judgement = (Fault.of(error, "evidence"),)
    if isinstance(judgement, Draft):
        if known := case.earlier.repeated(judgement.update, row.known_ids, case.window):
            yield RowUpdate(case.form, first, known, None)
            return
        if corrected := case.earlier.corrected(judgement.update, row.known_ids, case.window):
            judgement = judge(workspace, {**fields, "corrects": corrected.id})
        else:
            judgement = _counted_twice(case, judgement.update, row.known_ids, first) or judgement
    if isinstance(judgement, Draft):
        tell(doubt.at(places.get(doubt.field, first)) for doubt in judgement.doubts)
        yield RowUpdate(case.form, first, judgement.entry, judgement)
    else:
        yield from (fault.at(places.get(fault.field, first)) for fault in judgement)


def _counted_twice(
    case: _Case, update: Update, known_ids: tuple[str, ...], place: str
) -> tuple[Fault, ...]:
    """Why an update cannot stand beside what somebody else recorded after the form was made: their
    figures would be added up. Where both can stand, that is told."""
    for other in case.earlier.unseen(matter_of(update), known_ids, case.window):
        who = other.update.by or "người khác"
        words = f"sau khi lập biểu đã có lời khác ({who} ghi {other.id})"
        if _adds_up(case.workspace.plan, update, other.update):
            hint = (
                "gửi lại thì ghi Người lập như lần ấy; số mới thêm thì điền biểu mới lập bằng "
                "«pci form»"
            )
            return (Fault("figures", f"{words}, số liệu sẽ tính hai lần", hint),)
        notice(f"{place}: {words}; cả hai cùng được tính.")
    return ()


def _adds_up(plan: Plan, one: Update, other: Update) -> bool:
    """Whether two updates about the same give a figure of which a report would tell the sum."""
    both = one.figures.keys() & other.figures
    return any(plan.tasks[one.subject].indicators[key].adds_up for key in both)


def _once(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Each update once. Two that differ about the same, of one unit and period, would both count:
    both cells are named."""
    first: dict[tuple[object, ...], RowUpdate] = {}
    for verdict in verdicts:
        if isinstance(verdict, Refused):
            yield verdict
            continue
        update = verdict.entry.update
        before = first.setdefault((verdict.form.period, matter_of(update)), verdict)
        if before is verdict:
            yield verdict
        elif words_of(before.entry.update) != words_of(update):
            fault = Fault("", f"ghi khác với {before.place} về cùng nội dung", "giữ lại một")
            yield Refused(update.unit, fault.at(verdict.place))


def recordable(verdicts: Sequence[Verdict]) -> Iterator[RowUpdate]:
    """What can be kept. A unit's line for its remaining tasks waits for those of its rows that were
    refused: it would say of them that nothing arose."""
    refused = {verdict.unit for verdict in verdicts if isinstance(verdict, Refused)}
    for verdict in verdicts:
        if isinstance(verdict, Refused):
            continue
        update = verdict.entry.update
        if verdict.draft and update.about == REST and update.unit in refused:
            words = "chưa ghi «các nhiệm vụ còn lại», vì chung cho cả dòng chưa đúng"
            complain(CannotDo(f"{verdict.place}: {words}", "sửa các dòng ấy rồi chạy lại"))
        else:
            yield verdict
