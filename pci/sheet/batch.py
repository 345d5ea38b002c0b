"""Forms that came back, judged together: each row is compared with all that was recorded before."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from pci.clock import today
from pci.console import complain, file_fault, notice, relative
from pci.core import names
from pci.core.causes import only_explains
from pci.core.dates import parse_period
from pci.core.errors import CannotDo
from pci.core.figures import earlier_figures
from pci.core.history import ending
from pci.core.labels import about_words
from pci.core.ledger import Entry, chains_on, update_id, update_path
from pci.core.model import Update
from pci.core.schedule import ReportingPeriod, window_of
from pci.core.vi import STATE_LABELS, plan_words, short_date, shortened
from pci.files.outside import whole_file
from pci.record.drafts import REFUSED, SAID_TWICE, Draft, Judgement, judge, refusal, tell
from pci.record.fault import Fault, Fields
from pci.reports.unit_form import RowScope, scope_of, short_id
from pci.sheet.cells import Cell, addressee_doubts
from pci.sheet.layout import APPROVER, AUTHOR, COLUMNS, DATE
from pci.sheet.read import FilledForm, FilledRow, read
from pci.sheet.resent import APPROVED, EarlierWords, matter_of, words_of
from pci.workspace import Workspace


class RowUpdate(NamedTuple):
    """The update of a row of a form, new or recorded before. `place` is the row's first cell."""

    form: FilledForm
    place: str
    draft: Draft


# --- reading --------------------------------------------------------------------------------------


def form_files(named: Iterable[str]) -> Iterator[Path]:
    """The files that are named, those of a folder, and those of a pattern that no shell expanded,
    in order of name."""
    for name in named:
        folder, pattern = (name, "*.xlsx") if Path(name).is_dir() else os.path.split(name)
        if "*" not in pattern:
            yield Path(name)
            continue
        paths = sorted(Path(folder).glob(pattern))
        if not paths:
            hint = "xem lại tên thư mục; biểu đã điền là tệp .xlsx"
            raise CannotDo(f"{name}: không có biểu .xlsx nào", hint)
        yield from paths


def read_forms(paths: Iterable[Path]) -> tuple[list[FilledForm], list[Fault]]:
    """The forms, and one fault for each file that cannot be read as one.

    Raises where no file is a form. The lock file that Excel keeps beside an open workbook is left
    out.
    """
    forms: list[FilledForm] = []
    faults: list[Fault] = []
    for path in dict.fromkeys(paths):
        if path.name.startswith("~$"):
            continue
        try:
            forms += read(whole_file(path), relative(path))
        except (CannotDo, OSError) as error:
            faults.append(Fault.of(file_fault(path, error)))
    if not forms:
        nothing = Fault("", "không có biểu nào để ghi", "nêu tên tệp biểu đã điền")
        raise refusal(faults or [nothing])
    return forms, faults


# --- judging --------------------------------------------------------------------------------------


def judge_forms(
    workspace: Workspace, forms: Iterable[FilledForm], stamp: Fields
) -> tuple[list[RowUpdate], list[Fault]]:
    """The updates of the forms, and all faults.

    They are judged as typed updates are. `stamp` holds who records them and when.
    """
    rows: list[RowUpdate] = []
    faults: list[Fault] = []
    for form in forms:
        try:
            window = _window(workspace, form)
        except CannotDo as error:
            faults.append(Fault.of(error))
            continue
        try:
            day = day_of(form, window)
        except CannotDo as error:
            faults.append(Fault.of(error))
            day = min(window.window_last, today())  # the rows are judged all the same
        shared = {**stamp, "unit": form.unit, "date": day, "by": author_of(form) or stamp["by"]}
        case = _Case(workspace, form, EarlierWords(workspace.entries, window, day), shared)
        faults += form.faults
        for row in form.rows:
            judged = _judge_row(case, row)
            if isinstance(judged, RowUpdate):
                rows.append(judged)
            else:
                faults += judged
    return _without_repetitions(rows, faults), faults


def _without_repetitions(rows: Iterable[RowUpdate], faults: list[Fault]) -> list[RowUpdate]:
    """The updates without those that two forms repeat.

    Two of one unit and period that say different things of one subject are a fault, which names
    both cells.
    """
    first: dict[tuple[object, ...], RowUpdate] = {}
    for row in rows:
        update = row.draft.update
        before = first.setdefault((row.form.period, matter_of(update)), row)
        if words_of(before.draft.update) != words_of(update):
            fault = Fault("", f"ghi khác với {before.place} về cùng nội dung", "giữ lại một")
            faults.append(fault.at(row.place))
    return [*first.values()]


class _Case(NamedTuple):
    """A form being judged: what was said before, the fields that all its updates share."""

    workspace: Workspace
    form: FilledForm
    earlier: EarlierWords
    shared: Fields


def _window(workspace: Workspace, form: FilledForm) -> ReportingPeriod:
    """The period of a form of this plan."""
    plan, period = workspace.plan, parse_period(form.period)
    if form.plan != plan.id or form.unit not in plan.units or period is None:
        words = f"biểu của «{form.unit}» {plan_words(form.plan)}, không thuộc kế hoạch này"
        raise CannotDo(f"{form.file}: {words}", "xem lại tệp, hoặc --root, --year, --plan")
    return window_of(plan, period, workspace.calendar)


def day_of(form: FilledForm, window: ReportingPeriod) -> date:
    """The day that the whole form is true of, inside the window of its period."""
    cell = form.head.get(DATE, Cell(form.place, ""))
    day = names.day(cell.text)
    if day is None:
        words = f"{cell.place}: «{shortened(cell.text)}» không phải ngày báo cáo"
        raise CannotDo(words, "ghi ở đầu biểu, như 11/9/2023")
    if not window.holds(day):
        span = f"{short_date(window.window_first)}–{short_date(window.window_last)}"
        words = f"ngày {short_date(day)} ngoài thời gian chốt số liệu ({span})"
        raise CannotDo(f"{cell.place}: {words}", "sửa ngày")
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
    if fields and not faults:
        faults += _state_faults(row, scope, fields, places)
    return fields, places, faults


def _state_faults(
    row: FilledRow, scope: RowScope, fields: Fields, places: Mapping[str, str]
) -> Iterator[Fault]:
    """A row that says something without a state, or on which day work was finished that is not."""
    if "state" not in fields:
        labels = ", ".join(f"«{STATE_LABELS[state]}»" for state in scope.states)
        words = f"{row.about}: có kết quả mà chưa chọn tình trạng"
        yield Fault("", words, f"chọn ở cùng dòng: {labels}").at(next(iter(places.values())))
    elif "date" in fields and fields["state"] != "done":
        words = f"có ngày hoàn thành mà tình trạng là «{STATE_LABELS[fields['state']]}»"
        yield Fault("date", words, "chọn «Đã hoàn thành», hoặc xóa ngày").at(places["date"])


def _judge_row(case: _Case, row: FilledRow) -> RowUpdate | Sequence[Fault]:
    """What one row says: an update, or all that is wrong with it; nothing where it is empty."""
    content, places, faults = row_fields(row, scope_of(case.workspace.plan, row.about))
    if faults:
        return faults
    if not content:
        _mention_emptied(case, row)
        return ()
    first = next(iter(places.values()))
    fields = {**case.shared, **content, "about": row.about, "period": row.period}
    if fault := _day_fault(case, row, fields["date"]):
        return (fault.at(places.get(fault.field, first)),)
    # a figure said twice may be an earlier one again, or corrected
    judgement = judge(case.workspace, fields, REFUSED - {SAID_TWICE})
    if isinstance(judgement, Draft):
        judgement = _compared(case, row, fields, judgement, first)
    if isinstance(judgement, Draft):
        unread = addressee_doubts(content, case.workspace.plan) if judgement.text else ()
        doubts = (*judgement.doubts, *unread)
        tell(doubt.at(places.get(doubt.field, first)) for doubt in doubts)
        return RowUpdate(case.form, first, judgement)
    hinted = (fault._replace(hint=_IN_FORM.get(fault.code, fault.hint)) for fault in judgement)
    return [fault.at(places.get(fault.field, first)) for fault in hinted]


def _mention_emptied(case: _Case, row: FilledRow) -> None:
    """Mention an empty row whose words of the period the form did not show: they stay."""
    if case.earlier.unseen((case.form.unit, row.about, row.period), row.known_ids):
        about = about_words(case.workspace.plan, row.about)
        notice(f"{case.form.file} nay để trống {about}; lời đã ghi trong kỳ vẫn giữ.")


def _day_fault(case: _Case, row: FilledRow, on: date) -> Fault | None:
    """A row on a day on which its task had ended, or after the day of the form."""
    if ended := ending(case.workspace.plan.on(on), row.about.partition("/")[0]):
        words = f"nhiệm vụ {ended.task} đã {ended.dated_words}"
        hint = "xóa trắng dòng này; việc xong trước đó thì ghi ngày hoàn thành"
        return Fault("", words, hint)
    if (day := case.shared["date"]) < on:
        words = f"hoàn thành ngày {short_date(on)}, sau ngày báo cáo {short_date(day)}"
        return Fault("date", words, "sửa ngày hoàn thành, hoặc ngày báo cáo ở đầu biểu")
    return None


_IN_FORM = {
    "PCI402": "sửa ngày báo cáo; việc từ khi đơn vị kế nhiệm nhận thì điền biểu của đơn vị ấy",
    "PCI403": "xóa trắng dòng này",
}
"""What a person can mend in a form, which is of one unit, by the rule that finds the fault."""


def _compared(case: _Case, row: FilledRow, fields: Fields, draft: Draft, place: str) -> Judgement:
    """Compare a sound row with what was recorded before.

    It repeats an earlier update, corrects one, or stands as a new one. Where somebody else recorded
    another update meanwhile, both count, which is told. Figures come on top of those that the form
    shows; of any other they would be added up twice, which is a fault.
    """
    earlier, update = case.earlier, draft.update
    if known := earlier.repeated(update, row.known_ids):
        return _repeated(case, known, place)
    corrected = earlier.corrected(update, row.known_ids)
    if corrected:
        update = replace(update, corrects=corrected.id)
    added = _added(case.workspace, update)
    if unseen := [entry for entry in added if short_id(entry) not in row.known_ids]:
        words = f"{_since(unseen[0])}, số liệu sẽ tính hai lần"
        return (Fault("figures", words, _WAYS_TO_ADD),)
    for other in () if corrected else earlier.unseen(matter_of(update), row.known_ids):
        notice(f"{place}: {_since(other)}; cả hai cùng được tính.")
    update = replace(update, adds=bool(added))
    return judge(case.workspace, {**fields, **_on_top(update, corrected)})


def _on_top(update: Update, corrected: Entry | None) -> dict[str, Any]:
    """The fields that follow from what was recorded before."""
    fields = {"corrects": update.corrects, "adds": update.adds or None}
    if corrected and only_explains(update, corrected.update):
        fields["received"] = None  # it would put right when the other was received
    return fields


def _repeated(case: _Case, known: Entry, place: str) -> Draft:
    """The update that a row repeats; that it was corrected since is told."""
    if known in case.earlier.replaced:
        words = f"lời này đã ghi rồi được sửa sau đó, không ghi lại ({known.id})"
        complain(CannotDo(f"{place}: {words}", "cần lấy lại thì «pci record … --corrects»"))
    return Draft(known.update, update_path(case.workspace.plan.id, known.update), "")


_WAYS_TO_ADD = (
    "gửi lại thì ghi Người lập như lần ấy; số mới thêm thì điền biểu mới lập bằng «pci form»"
)


def _since(other: Entry) -> str:
    """`sau khi lập biểu đã có lời khác (Nguyễn A ghi 2023-09-11-A.I.4-c3cmmr)`"""
    return f"sau khi lập biểu đã có lời khác ({other.update.by or 'người khác'} ghi {other.id})"


def _added(workspace: Workspace, update: Update) -> list[Entry]:
    """The updates whose figures those of a new one come on top of."""
    entries = (*workspace.entries, Entry(update_id(update), update))
    before = earlier_figures(workspace.plan, chains_on(entries, {update.subject})).get(
        update_id(update), {}
    )
    ids = {i for others in before.values() for i in others}
    return [entry for entry in entries if entry.id in ids]
