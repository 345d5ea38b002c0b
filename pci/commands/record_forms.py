"""`pci record F.xlsx …`: forms that came back filled in, judged together and kept only when all is well."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import typer

from pci.clock import now, today
from pci.columns import Column
from pci.commands import deliver
from pci.commands.options import opened, typist
from pci.commands.recording import Draft, Fault, after, judged, keep, place, tell, tell_owed
from pci.console import is_terminal, notice, relative
from pci.dates import parse_period
from pci.errors import CannotDo
from pci.exhibits import proof
from pci.formats import form, json
from pci.formats.form import Filled
from pci.formats.package import MAX_BYTES
from pci.formats.progress import each
from pci.ledger import counted
from pci.model import Update
from pci.reports.facts import told
from pci.reports.fill_in import digest
from pci.schedule import reporting_period
from pci.vi import STATE_LABELS, count_words, short_date
from pci.workspace import Workspace


class How(NamedTuple):
    """What the person asked for."""

    partial: bool
    dry_run: bool
    format: str
    output: Path | None
    force: bool


class Received(NamedTuple):
    """A form as it came back, with the name by which messages call its file."""

    shown: str
    filled: Filled

    def at(self, place: str) -> str:
        """`2023-Q3_QLDN.xlsx, Sheet 'Quý III'!F7`"""
        return f"{self.shown}, {place}"


class Line(NamedTuple):
    """An update about to be kept: where it was typed, and whether the same was recorded before."""

    workspace: Workspace
    draft: Draft
    place: str
    known: bool


Judged = Line | Fault


def record(arguments: Sequence[str], root: Path | None, year: str | None, by: str | None, how: How) -> None:
    """Everything that the forms say, shown and kept; raises with every fault where there is one, unless what is well
    may be kept alone."""
    paths = [*dict.fromkeys(Path(argument) for argument in arguments)]
    received = [_received(path) for path in each(paths, "Đọc biểu")]
    workspace = opened(root, year or _year(received))
    judged_all = [one for found in received for one in _judged(workspace, found, typist(by))]
    lines = _apart(workspace, [one for one in judged_all if isinstance(one, Line)])
    faults = [one for one in (*judged_all, *lines) if isinstance(one, Fault)]
    well = [one for one in lines if isinstance(one, Line)]
    tell(faults)
    if faults and not how.partial:
        hint = "sửa trong biểu rồi chạy lại; --partial để chỉ ghi các dòng đúng"
        raise CannotDo(f"{count_words(len(faults))} chỗ chưa đúng, không ghi gì", hint)
    _remark(workspace, received)
    _keep(workspace, well, how)
    if faults:
        raise typer.Exit(1)


# --- reading ----------------------------------------------------------------------------------------------------------


def _received(path: Path) -> Received:
    shown = relative(path)
    if not path.is_file():
        raise CannotDo(f"không có tệp {shown}", "xem lại tên tệp")
    if path.stat().st_size > MAX_BYTES:
        raise CannotDo(f"{shown}: tệp Excel lớn bất thường, không đọc", form.EXCEL.smaller)
    try:
        return Received(shown, form.read(path.read_bytes()))
    except CannotDo as error:
        raise CannotDo(f"{shown}: {error.message}", error.hint) from error


def _year(received: Iterable[Received]) -> str:
    """The one plan that all forms are of."""
    found = {one.filled.identity.year for one in received}
    if len(found) > 1:
        raise CannotDo(f"các biểu thuộc nhiều năm: {', '.join(map(str, sorted(found)))}", "ghi riêng từng năm")
    return str(*found)


def _judged(workspace: Workspace, received: Received, by: str | None) -> Iterator[Judged]:
    """What one form says, row by row, judged as typed updates are."""
    plan, filled = workspace.plan, received.filled
    identity = filled.identity
    if identity.year != plan.year or identity.unit not in plan.units:
        raise CannotDo(
            f"{received.shown}: biểu của «{identity.unit}» năm {identity.year}, không thuộc kế hoạch này",
            "xem lại tệp, hoặc --root, --year",
        )
    day = _day(workspace, received)
    if isinstance(day, Fault):
        yield day
    common = {
        "unit": identity.unit,
        "date": day,
        "recorded": now(),
        "by": form.author(filled) or by,
    }
    for row in form.drafts(filled, plan):
        if isinstance(row, form.Fault):
            yield Fault("", f"{received.at(row.place)}: {row.message}", row.hint)
        elif not isinstance(day, Fault):
            yield from _row(workspace, received, row, common)


def _day(workspace: Workspace, received: Received) -> date | Fault:
    """The day of a form, inside the window of its period and not to come."""
    filled, plan = received.filled, workspace.plan
    found = form.day_of(filled)
    if isinstance(found, form.Fault):
        return Fault("date", f"{received.at(found.place)}: {found.message}", found.hint)
    assert filled.day
    where = received.at(filled.day.place)
    period = parse_period(filled.identity.period)
    if period is None:
        raise CannotDo(f"{received.shown}: trang ẩn của biểu đã bị sửa", "lập lại bằng «pci form»")
    window = reporting_period(plan.reporting, period, workspace.calendar)
    if not window.holds(found):
        span = f"{short_date(window.window_first)}–{short_date(window.window_last)}"
        return Fault("date", f"{where}: ngày {short_date(found)} ngoài thời gian chốt số liệu ({span})", "sửa ngày")
    if found > today():
        return Fault("date", f"{where}: ngày {short_date(found)} chưa tới", "ghi ngày không muộn hơn hôm nay")
    return found


def _row(workspace: Workspace, received: Received, row: form.Draft, common: Mapping[str, Any]) -> Iterator[Judged]:
    def placed(fault: Fault) -> Fault:
        where = received.at(row.places.get(fault.field, row.place))
        return fault._replace(message=f"{where}: {fault.message}")

    try:
        evidence = [proof(workspace.root, line) for line in row.told.get("evidence", ())]
    except CannotDo as error:
        yield placed(Fault("evidence", error.message, error.hint))
        return
    found = judged(workspace, {**row.told, "evidence": evidence, **common})
    if isinstance(found, Draft):
        tell(map(placed, found.doubts))
        known = any(entry.id == found.entry.id for entry in workspace.entries)
        yield Line(workspace, found, received.at(row.place), known)
    else:
        yield from map(placed, found)


def _apart(workspace: Workspace, lines: Iterable[Line]) -> list[Judged]:
    """Each update once. Two that differ about the same, of one unit and day, would both count: both cells are named."""
    recorded = {_thing(entry.update): entry.id for entry in counted(workspace.entries, date.max)}
    first: dict[tuple[object, ...], Line] = {}
    found: list[Judged] = []
    for line in lines:
        thing, mark = _thing(line.draft.update), line.draft.entry.id
        before = first.setdefault(thing, line)
        if before is not line:
            if before.draft.entry.id != mark:
                message = f"{line.place}: ghi khác với {before.place} về cùng nội dung, cùng ngày"
                found.append(Fault("", message, "giữ lại một"))
        elif not line.known and recorded.get(thing, mark) != mark:
            message = f"{line.place}: {line.draft.words} ngày này đã ghi khác ({recorded[thing]})"
            hint = f"sửa lại thì ghi bằng «pci record {line.draft.update.about} --corrects …», hoặc đổi ngày báo cáo"
            found.append(Fault("", message, hint))
        else:
            found.append(line)
    return found


def _thing(update: Update) -> tuple[object, ...]:
    return update.unit, update.about, update.period, update.date


# --- telling and keeping ----------------------------------------------------------------------------------------------


def _remark(workspace: Workspace, received: Sequence[Received]) -> None:
    """What a person should know of forms beside their faults."""
    older = [one for one in received if one.filled.identity.plan != digest(workspace.plan, one.filled.identity.unit)]
    if older:
        notice(f"Kế hoạch đã sửa sau khi lập {_named(older)}; lần sau lập lại bằng «pci form».")
    if unapproved := [one for one in received if one.filled.approver is None]:
        notice(f"Chưa ghi lãnh đạo phòng, đơn vị duyệt: {_named(unapproved)}.")


def _named(received: Sequence[Received]) -> str:
    """The files in one line, however many."""
    more = f" và {count_words(len(received) - _FEW)} biểu khác" if len(received) > _FEW else ""
    return ", ".join(one.shown for one in received[:_FEW]) + more


_FEW = 6

COLUMNS: tuple[Column[Line], ...] = (
    Column("Ô", lambda line: line.place, lambda line: line.place, share=3),
    Column("Đơn vị", lambda line: line.workspace.plan.name(line.draft.update.unit)),
    Column("Nội dung", lambda line: line.draft.words, lambda line: line.draft.words, share=2),
    Column("Ngày", lambda line: short_date(line.draft.update.date)),
    Column(
        "Tình trạng",
        lambda line: STATE_LABELS[line.draft.update.state],
        lambda line: STATE_LABELS[line.draft.update.state],
        share=2,
    ),
    Column("Kết quả, số liệu", lambda line: _said(line), lambda line: _said(line), share=4),
    Column("Ghi", lambda line: _new(line), lambda line: _new(line)),
)


def _said(line: Line) -> str:
    return "; ".join(told(line.workspace.plan, line.draft.entry))


def _new(line: Line) -> str:
    return "đã có" if line.known else "mới"


def _keep(workspace: Workspace, lines: Sequence[Line], how: How) -> None:
    if how.format == "text":
        _show(lines, how)
    new = [line.draft for line in lines if not line.known]
    if new and how.format == "text" and not how.dry_run and not _agreed(len(new)):
        notice("Chưa ghi gì.")
        return
    receipts = []
    for line in lines:
        written = False if how.dry_run else keep(workspace, line.draft)
        content = line.draft.text if how.dry_run else None
        receipts.append(json.Receipt(place(workspace, line.draft), line.draft.entry.id, written, content))
    if how.format == "json":
        deliver.text(json.recorded_all(receipts), how.output, how.force)
    if how.dry_run:
        notice("Chạy thử: chưa ghi gì.")
        return
    count = sum(receipt.written for receipt in receipts)
    old = len(lines) - count
    notice(f"Đã ghi {count_words(count)} cập nhật" + (f", {count_words(old)} đã có từ trước." if old else "."))
    drafts = [line.draft for line in lines]
    spoken = {(draft.update.unit, draft.update.date): draft for draft in drafts}
    tell_owed(after(workspace, drafts), spoken.values(), today())


def _show(lines: Sequence[Line], how: How) -> None:
    """What will be recorded, before it is."""
    if not lines:
        notice("Biểu chưa điền gì để ghi.")
        return
    deliver.rows(
        COLUMNS,
        lines,
        str,
        format="table",
        output=how.output,
        force=how.force,
        color="auto",
        title="",
        invented=False,
    )


def _agreed(count: int) -> bool:
    """Whether a person at a terminal says yes; a script has said so by running the command."""
    if not (sys.stdin.isatty() and is_terminal()):
        return True
    from pci.commands.record_ask import agreed

    return agreed(f"Ghi {count_words(count)} cập nhật?")
