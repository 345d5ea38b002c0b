"""`pci record F.xlsx …`: forms that came back filled in, shown, agreed to and kept."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import typer

from pci.clock import now, today
from pci.commands import deliver
from pci.commands.options import ListOptions, opened, typist
from pci.commands.record_options import Delivery, Handling
from pci.console import complain, notice, result
from pci.core.errors import CannotDo
from pci.core.ledger import counted
from pci.core.model import REST, Plan
from pci.core.vi import count_words, short_date
from pci.keyboard import agreed, is_attended
from pci.lists.columns import LOG_COLUMNS, Column, UpdateRow
from pci.record.drafts import after, tell
from pci.record.keeping import (
    Outcome,
    keep_all,
    known_receipt,
    receipts_json,
    receipts_text,
    tell_count,
    trial,
)
from pci.record.owed import tell_owed
from pci.sheet.batch import Refused, RowUpdate, judge_forms, read_forms, recordable, tell_unsigned
from pci.workspace import Workspace


def keep_forms(
    paths: Sequence[str],
    root: Path | None,
    year: str | None,
    by: str | None,
    handling: Handling,
    delivery: Delivery,
) -> None:
    """Keep everything that the forms say; where there is a fault nothing, or only what is well."""
    forms, unreadable = read_forms(map(Path, paths))
    tell(unreadable)
    workspace = opened(root, year or str(forms[0].year))
    stamp = {"recorded": now(), "by": typist(by)}
    verdicts = judge_forms(workspace, forms, stamp, today())
    refused = [verdict.fault for verdict in verdicts if isinstance(verdict, Refused)]
    tell(refused)
    faults = len(unreadable) + len(refused)
    if faults and not handling.partial:
        hint = "sửa trong biểu rồi chạy lại; --partial để chỉ ghi các dòng đúng"
        raise CannotDo(f"{count_words(faults)} chỗ chưa đúng, không ghi gì", hint)
    tell_unsigned(forms)
    rows = [*recordable(verdicts)]
    if rows or delivery.format == "json":
        _keep(workspace, rows, handling.dry_run, delivery)
    else:
        notice("Không còn dòng nào để ghi." if faults else "Biểu chưa điền gì để ghi.")
    if faults:
        raise typer.Exit(1)


def _keep(
    workspace: Workspace, rows: Sequence[RowUpdate], dry_run: bool, delivery: Delivery
) -> None:
    """Show what will be kept, and keep it once a person at a terminal agrees."""
    # the line for the remaining tasks last: it must not stand where what it stands beside could not
    # be written
    drafts = filter(None, (row.draft for row in rows))
    new = sorted(drafts, key=lambda draft: draft.update.about == REST)
    if delivery.format == "text":
        _show(workspace.plan, rows, delivery)
        if not (dry_run or _agreed(len(new))):
            notice("Chưa ghi gì.")
            return
    outcome = trial(workspace, new) if dry_run else keep_all(workspace, new)
    _hand_over(workspace, rows, outcome, delivery)
    if dry_run:
        notice("Chạy thử: chưa ghi gì.")
        return
    corrected = [draft for draft in new if draft.update.corrects]
    tell_count(len(new), len(corrected), len(rows) - len(new))
    _tell_overruled(workspace, rows)
    tell_owed(after(workspace, new), [row.entry.update for row in rows], today())


def _agreed(count: int) -> bool:
    """Whether a person at a terminal says yes; a script has said so by running the command."""
    return not (count and is_attended()) or agreed(f"Ghi {count_words(count)} cập nhật?")


def _hand_over(
    workspace: Workspace, rows: Sequence[RowUpdate], outcome: Outcome, delivery: Delivery
) -> None:
    """Give a script a receipt for each row, and a person the files kept before one could not be."""
    if delivery.format == "json":
        known = (known_receipt(workspace, row.entry) for row in rows if row.draft is None)
        places = {row.entry.id: place for place, row in enumerate(rows)}
        receipts = sorted((*outcome.receipts, *known), key=lambda receipt: places[receipt.id])
        deliver.text(receipts_json(receipts), delivery.output, delivery.force)
    elif outcome.fault:
        result(receipts_text(outcome.receipts))
    if outcome.fault:
        raise outcome.fault


def _tell_overruled(workspace: Workspace, rows: Sequence[RowUpdate]) -> None:
    """Which rows say once more what was corrected since: an old copy of a form brings nothing
    back."""
    counting = {entry.id for entry in counted(workspace.entries, date.max)}
    for row in rows:
        if row.draft is None and row.entry.id not in counting:
            words = f"lời này đã ghi rồi được sửa sau đó, không ghi lại ({row.entry.id})"
            hint = "cần lấy lại thì «pci record … --corrects»"
            complain(CannotDo(f"{row.place}: {words}", hint))


# --- what is shown before it is recorded
# ------------------------------------------------------------------------------


def _show(plan: Plan, rows: Sequence[RowUpdate], delivery: Delivery) -> None:
    def heading(row: RowUpdate) -> tuple[str, str]:
        update = row.entry.update
        return " ", f"{row.form.file}: {plan.name(update.unit)}, ngày {short_date(update.date)}"

    how = ListOptions("table", delivery.output, delivery.force)
    deliver.rows(_columns(plan), rows, str, how, heading=heading)


def _columns(plan: Plan) -> list[Column[RowUpdate]]:
    """The columns of the list of updates, each row with its cell and whether it is new."""

    def logged(column: Column[UpdateRow]) -> Column[RowUpdate]:
        cell, brief = _of_log(plan, column.cell), column.brief and _of_log(plan, column.brief)
        return Column(column.title, cell, brief, column.share, lines=30)

    day, unit, *others, documents = map(logged, LOG_COLUMNS[:8])
    return [
        Column("Ô", lambda row: row.place, lambda row: row.place.rpartition("!")[2]),
        day._replace(brief=None),
        unit._replace(brief=None),
        *others,
        documents._replace(brief=documents.cell, share=1),
        Column("Ghi", _new, _new),
    ]


def _of_log(plan: Plan, draw: Callable[[UpdateRow], str]) -> Callable[[RowUpdate], str]:
    return lambda row: draw(UpdateRow(row.entry, plan, None))


def _new(row: RowUpdate) -> str:
    """Whether a row is recorded now, or corrects another."""
    if row.draft is None:
        return "đã có"
    corrected = row.draft.update.corrects
    return f"sửa {corrected}" if corrected else "mới"
