"""`pci record F.xlsx …`: forms that came back filled in, judged together and kept only when all is well."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import typer

from pci.clock import now, today
from pci.commands import deliver
from pci.commands.options import ListOptions, opened, typist
from pci.console import complain, fault_words, notice, relative, result
from pci.core.dates import parse_period
from pci.core.errors import CannotDo
from pci.core.evidence import shown
from pci.core.ledger import Entry, counted, update_path
from pci.core.model import REST, Plan, Update
from pci.core.schedule import ReportingPeriod, reporting_period
from pci.core.vi import count_words, join_words, short_date
from pci.files.attachments import proof
from pci.files.office import MAX_BYTES
from pci.keyboard import agreed, is_attended
from pci.lists.columns import LOG_COLUMNS, Column, UpdateRow
from pci.lists.progress import each
from pci.record import receipts as json
from pci.record.drafts import (
    Draft,
    Fault,
    after,
    broken_off,
    judged,
    keep,
    owed,
    owed_line,
    refusal,
    tell,
)
from pci.reports.fill_in import digest
from pci.sheet import read as form_reading
from pci.sheet import updates as form_updates
from pci.sheet.read import Filled
from pci.sheet.resent import Before, thing, words
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

    @property
    def unit(self) -> str:
        """Whose it is."""
        return self.filled.identity.unit

    def at(self, place: str) -> str:
        """`2023-Q3_QLDN.xlsx, Sheet 'Quý III'!F7`"""
        return f"{self.shown}, {place}"


class Line(NamedTuple):
    """What a row of a form amounts to: a draft about to be kept, null where the same was recorded before. `place` is
    its first cell."""

    workspace: Workspace
    received: Received
    place: str
    entry: Entry
    draft: Draft | None

    @property
    def row(self) -> UpdateRow:
        """The update as lists show it."""
        return UpdateRow(self.entry, self.workspace.plan, None)

    @property
    def path(self) -> Path:
        """Its file."""
        return self.workspace.root / update_path(self.workspace.plan.year, self.entry.update)


class Refused(NamedTuple):
    """What of a unit's form cannot be kept, and why."""

    unit: str
    fault: Fault


Judged = Line | Refused


def record(
    arguments: Sequence[str], root: Path | None, year: str | None, by: str | None, how: How
) -> None:
    """Everything that the forms say, shown and kept; raises with every fault where there is one, unless what is well
    may be kept alone."""
    received, unreadable = _received(arguments)
    if not received:
        raise refusal(
            unreadable or [Fault("", "không có biểu nào để ghi", "nêu tên tệp biểu đã điền")]
        )
    tell(unreadable)
    workspace = opened(root, year or _year(received))
    before = Before(workspace.entries)
    lines = _apart(
        one for found in received for one in _judged(workspace, found, typist(by), before)
    )
    refused = [one.fault for one in lines if isinstance(one, Refused)]
    tell(refused)
    faults = [*unreadable, *refused]
    if faults and not how.partial:
        hint = "sửa trong biểu rồi chạy lại; --partial để chỉ ghi các dòng đúng"
        raise CannotDo(f"{count_words(len(faults))} chỗ chưa đúng, không ghi gì", hint)
    _remark(workspace, received)
    well = [*_without_rest(lines)]
    if well or how.format == "json":
        _keep(workspace, well, how)
    else:
        notice("Biểu chưa điền gì để ghi." if not faults else "Không còn dòng nào để ghi.")
    if faults:
        raise typer.Exit(1)


# --- reading ----------------------------------------------------------------------------------------------------------


def _received(arguments: Sequence[str]) -> tuple[list[Received], list[Fault]]:
    """The forms, and why each of the other files is none. A file that Excel keeps beside an open one is passed over."""
    paths = [*dict.fromkeys(Path(argument) for argument in arguments)]
    found: list[Received] = []
    faults: list[Fault] = []
    for path in each(paths, "Đọc biểu"):
        name = relative(path)
        if path.name.startswith(_OPEN[0]) and len(paths) > 1:
            notice(f"Bỏ qua {name}: tệp tạm của Excel.")
            continue
        if any(
            path.with_name(mark + path.name + end).exists()
            for mark, end in zip(_OPEN, ("", "#"), strict=True)
        ):
            notice(f"{name} đang mở ở đâu đó; phần chưa lưu không có trong lần ghi này.")
        try:
            found.append(Received(name, form_reading.read(_content(path))))
        except CannotDo as error:
            faults.append(Fault("", f"{name}: {error.message}", error.hint))
        except OSError as error:
            faults.append(Fault("", f"{name}: {fault_words(error)}", "xem lại tên tệp, quyền đọc"))
    return found, faults


_OPEN = ("~$", ".~lock.")
"""How the names begin of what Excel and LibreOffice put beside a file that somebody has open."""


def _content(path: Path) -> bytes:
    if not path.exists():
        raise CannotDo("không có tệp này", "xem lại tên tệp")
    if path.stat().st_size > MAX_BYTES:
        raise CannotDo("tệp Excel lớn bất thường, không đọc", form_reading.EXCEL.smaller)
    return path.read_bytes()


def _year(received: Sequence[Received]) -> str:
    """The one plan that all forms are of."""
    first = {one.filled.identity.year: one.shown for one in reversed(received)}
    if len(first) > 1:
        told = "; ".join(f"{year} ({name})" for year, name in sorted(first.items()))
        raise CannotDo(f"các biểu thuộc nhiều năm: {told}", "ghi riêng từng năm")
    return str(*first)


def _judged(
    workspace: Workspace, received: Received, by: str | None, before: Before
) -> Iterator[Judged]:
    """What one form says, row by row, judged as typed updates are."""
    plan, filled = workspace.plan, received.filled
    window = _window(workspace, received)
    if isinstance(window, Fault):
        yield Refused(received.unit, window)
        return
    day = _day(received, window)
    if isinstance(day, Fault):
        yield Refused(received.unit, day)
    common = {
        "unit": received.unit,
        "date": day,
        "recorded": now(),
        "by": form_updates.author(filled) or by,
    }
    silent: list[str] = []
    for row in form_updates.drafts(filled, plan):
        if isinstance(row, form_reading.Fault):
            yield Refused(
                received.unit, Fault("", f"{received.at(row.place)}: {row.message}", row.hint)
            )
        elif isinstance(row, form_updates.Silent):
            known = row.shown is None or not before.unseen(
                (received.unit, row.about, row.period), row.shown, window
            )
            silent += [] if known else [row.about]
        elif not isinstance(day, Fault):
            yield from _row(workspace, received, row, common, before, window)
    if silent:
        notice(f"{received.shown} nay để trống {join_words(silent)}; lời đã ghi trong kỳ vẫn giữ.")


def _window(workspace: Workspace, received: Received) -> ReportingPeriod | Fault:
    """The period of a form of this plan."""
    plan, identity = workspace.plan, received.filled.identity
    if identity.year != plan.year or identity.unit not in plan.units:
        words = f"biểu của «{identity.unit}» năm {identity.year}, không thuộc kế hoạch này"
        return Fault("", f"{received.shown}: {words}", "xem lại tệp, hoặc --root, --year")
    if (period := parse_period(identity.period)) is None:
        return Fault(
            "", f"{received.shown}: trang ẩn của biểu đã bị sửa", "lập lại bằng «pci form»"
        )
    return reporting_period(plan.reporting, period, workspace.calendar)


def _day(received: Received, window: ReportingPeriod) -> date | Fault:
    """The day of a form, inside the window of its period and not to come."""
    found = form_updates.day_of(received.filled)
    if isinstance(found, form_reading.Fault):
        return Fault("date", f"{received.at(found.place)}: {found.message}", found.hint)
    assert received.filled.day
    where = received.at(received.filled.day.place)
    if not window.holds(found):
        span = f"{short_date(window.window_first)}–{short_date(window.window_last)}"
        return Fault(
            "date",
            f"{where}: ngày {short_date(found)} ngoài thời gian chốt số liệu ({span})",
            "sửa ngày",
        )
    if found > today():
        return Fault(
            "date", f"{where}: ngày {short_date(found)} chưa tới", "ghi ngày không muộn hơn hôm nay"
        )
    return found


def _row(
    workspace: Workspace,
    received: Received,
    row: form_updates.Draft,
    common: Mapping[str, Any],
    before: Before,
    window: ReportingPeriod,
) -> Iterator[Judged]:
    """One row as a new update, as a correction of what it said when it was sent before, or as what is known."""

    def placed(fault: Fault) -> Fault:
        where = received.at(row.places.get(fault.field, row.place))
        return fault._replace(message=f"{where}: {fault.message}")

    def refused(faults: Iterable[Fault]) -> Iterator[Refused]:
        return (Refused(received.unit, placed(fault)) for fault in faults)

    try:
        evidence = [proof(workspace.root, line) for line in row.told.get("evidence", ())]
    except CannotDo as error:
        yield from refused([Fault("evidence", error.message, error.hint)])
        return
    fields = {**row.told, "evidence": evidence, **common}
    found = judged(workspace, fields)
    if isinstance(found, Draft):
        if known := before.same(found.update, row.shown, window):
            yield Line(workspace, received, row.place, known, None)
            return
        if earlier := before.replaced(found.update, row.shown, window):
            found = judged(workspace, {**fields, "corrects": earlier.id})
        elif row.shown is not None and (
            others := before.unseen(thing(found.update), row.shown, window)
        ):
            other = next(
                (o for o in others if _add_up(workspace.plan, o.update, found.update)), others[0]
            )
            said = f"sau khi lập biểu đã có lời khác ({other.update.by or 'người khác'} ghi {other.id})"
            if _add_up(workspace.plan, other.update, found.update):
                words_of = f"{said}, số liệu sẽ tính hai lần"
                hint = "gửi lại thì ghi Người lập như lần ấy; số mới thêm thì điền biểu mới lập bằng «pci form»"
                yield from refused([Fault("figures", words_of, hint)])
                return
            notice(f"{received.at(row.place)}: {said}; cả hai cùng được tính.")
    if isinstance(found, Draft):
        tell(map(placed, found.doubts))
        yield Line(workspace, received, row.place, found.entry, found)
    else:
        yield from refused(found)


def _add_up(plan: Plan, one: Update, other: Update) -> bool:
    """Whether two updates about the same give a figure of which a report would tell the sum."""
    both = one.figures.keys() & other.figures
    return any(plan.tasks[one.subject].indicators[key].adds_up for key in both)


def _apart(lines: Iterable[Judged]) -> list[Judged]:
    """Each update once. Two that differ about the same, of one unit and period, would both count: both cells are
    named."""
    first: dict[tuple[object, ...], Line] = {}
    found: list[Judged] = []
    for line in lines:
        if isinstance(line, Refused):
            found.append(line)
            continue
        update, period = line.entry.update, line.received.filled.identity.period
        before = first.setdefault((period, *thing(update)), line)
        if before is line:
            found.append(line)
        elif words(before.entry.update) != words(update):
            message = f"{line.received.at(line.place)}: ghi khác với {before.received.at(before.place)} về cùng nội dung"
            found.append(Refused(update.unit, Fault("", message, "giữ lại một")))
    return found


def _without_rest(lines: Iterable[Judged]) -> Iterator[Line]:
    """What can be kept. A unit's line for its remaining tasks waits for those of its rows that were refused: it would
    say of them that nothing arose."""
    listed = [*lines]
    refused = Counter(one.unit for one in listed if isinstance(one, Refused))
    for one in listed:
        if isinstance(one, Refused):
            continue
        if one.draft and one.entry.update.about == REST and refused[one.entry.update.unit]:
            words = f"{one.received.at(one.place)}: chưa ghi «các nhiệm vụ còn lại», vì chung cho cả dòng chưa đúng"
            complain(CannotDo(words, "sửa các dòng ấy rồi chạy lại"))
        else:
            yield one


# --- telling and keeping ----------------------------------------------------------------------------------------------


def _remark(workspace: Workspace, received: Sequence[Received]) -> None:
    """What a person should know of forms beside their faults."""
    for one in received:
        if one.filled.unread:
            notice(f"{one.shown}: không đọc {'; '.join(one.filled.unread)}.")
    older = [
        one for one in received if one.filled.identity.plan != digest(workspace.plan, one.unit)
    ]
    if older:
        notice(f"Kế hoạch đã sửa sau khi lập {_named(older)}; lần sau lập lại bằng «pci form».")
    if unapproved := [one for one in received if one.filled.approver is None]:
        notice(f"Chưa ghi lãnh đạo phòng, đơn vị duyệt: {_named(unapproved)}.")


def _named(received: Sequence[Received]) -> str:
    """The files in one line, however many."""
    more = f" và {count_words(len(received) - _FEW)} biểu khác" if len(received) > _FEW else ""
    return ", ".join(one.shown for one in received[:_FEW]) + more


_FEW = 6


def _logged(column: Column[UpdateRow]) -> Column[Line]:
    """A column of the list of updates, for a pipe."""
    return Column(column.title, lambda line: column.cell(line.row))


def _brief(line: Line) -> str:
    """All that a row says, in one cell of a screen."""
    update = line.entry.update
    cells = {column.title: column.brief(line.row) for column in LOG_COLUMNS if column.brief}
    documents = "; ".join(shown(update.evidence))
    said = [cells["Tình trạng"], *cells["Kết quả thực hiện"].splitlines()]
    said += [f"Tài liệu kiểm chứng: {documents}"] * bool(documents)
    return f"{cells['Nội dung']}: {'. '.join(filter(None, (words.strip().rstrip('.') for words in said)))}."


def _new(line: Line) -> str:
    if line.draft is None:
        return "đã có"
    corrected = line.entry.update.corrects
    return f"sửa {corrected}" if corrected else "mới"


def _brief_new(line: Line) -> str:
    """The same with no more of an id than its mark."""
    corrected = line.entry.update.corrects
    return f"sửa {corrected.rpartition('-')[2]}" if line.draft and corrected else _new(line)


COLUMNS: tuple[Column[Line], ...] = (
    Column(
        "Ô", lambda line: line.received.at(line.place), lambda line: line.place.rpartition("!")[2]
    ),
    *(_logged(column) for column in LOG_COLUMNS[:2]),
    Column("Nội dung", _logged(LOG_COLUMNS[2]).cell, _brief, share=5, lines=30),
    *(_logged(column) for column in LOG_COLUMNS[3:8]),
    Column("Ghi", _new, _brief_new),
)


def _heading(line: Line) -> tuple[str, str]:
    update = line.entry.update
    unit = line.workspace.plan.name(update.unit)
    return " ", f"{line.received.shown}: {unit}, ngày {short_date(update.date)}"


def _keep(workspace: Workspace, lines: Sequence[Line], how: How) -> None:
    """Show what will be kept, and keep it once a person agrees."""
    if how.format == "text":
        _show(lines, how)
    # the line for the remaining tasks last: it must not stand where what it stands beside could not be written
    new = sorted(
        (line for line in lines if line.draft), key=lambda line: line.entry.update.about == REST
    )
    asked = new and how.format == "text" and not how.dry_run and is_attended()
    if asked and not agreed(f"Ghi {count_words(len(new))} cập nhật?"):
        notice("Chưa ghi gì.")
        return
    kept: list[Line] = []
    try:
        for line in each([] if how.dry_run else new, "Ghi"):
            assert line.draft
            keep(workspace, line.draft)
            kept.append(line)
    except (OSError, CannotDo) as error:
        _give_receipts(kept, kept, how)
        if how.format == "text":
            result("".join(f"{relative(line.path)}\n" for line in kept))
        raise broken_off(len(kept), len(new), relative(line.path), error) from error
    _give_receipts(lines, kept, how)
    if how.dry_run:
        notice("Chạy thử: chưa ghi gì.")
        return
    _tell_kept(workspace, lines, new)


def _give_receipts(lines: Iterable[Line], kept: Sequence[Line], how: How) -> None:
    """For a script: each update, whether it was written now, and what it would be where this is a trial."""
    if how.format != "json":
        return
    written = {line.entry.id for line in kept}
    receipts = (
        json.Receipt(
            relative(line.path),
            line.entry.id,
            line.entry.id in written,
            line.draft.text if how.dry_run and line.draft else None,
        )
        for line in lines
    )
    deliver.text(json.recorded_all([*receipts]), how.output, how.force)


def _tell_kept(workspace: Workspace, lines: Sequence[Line], new: Sequence[Line]) -> None:
    """What was done, and what the units still owe."""
    corrected = sum(line.entry.update.corrects is not None for line in new)
    old = len(lines) - len(new)
    parts = [f"Đã ghi {count_words(len(new))} cập nhật" if new else "Không có gì mới để ghi"]
    parts += [f"trong đó {count_words(corrected)} sửa lời đã ghi"] * bool(corrected)
    parts += [f"{count_words(old)} đã có từ trước"] * bool(old)
    notice(", ".join(parts) + ".")
    counting = {entry.id for entry in counted(workspace.entries, date.max)}
    for line in lines:
        if line.draft is None and line.entry.id not in counting:
            words = f"lời này đã ghi rồi được sửa sau đó, không ghi lại ({line.entry.id})"
            hint = "cần lấy lại thì «pci record … --corrects»"
            complain(CannotDo(f"{line.received.at(line.place)}: {words}", hint))
    drafts = [line.draft for line in new if line.draft]
    known = after(workspace, drafts)
    spoken = {line.entry.update.unit: line.entry.update.date for line in lines}
    for found in filter(None, (owed(known, unit, day, today()) for unit, day in spoken.items())):
        notice(owed_line(workspace.plan, found))


def _show(lines: Sequence[Line], how: How) -> None:
    """What will be recorded, before it is."""
    deliver.rows(
        COLUMNS,
        lines,
        str,
        ListOptions(output=how.output, force=how.force),
        heading=_heading,
    )
