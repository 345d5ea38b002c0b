"""`pci record F.xlsx …`: forms that came back filled in, judged, shown and agreed to."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import typer

from pci.clock import now
from pci.commands import deliver
from pci.commands.options import ListOptions, Place, TextOptions, typist
from pci.commands.record_options import Source
from pci.console import notice
from pci.core.errors import CannotDo
from pci.core.model import REST, Plan
from pci.core.vi import count_words
from pci.keyboard import agreed, is_attended
from pci.lists.columns import LOG_COLUMNS, Column, UpdateRow
from pci.record.drafts import Draft, Fault, tell
from pci.sheet.batch import RowUpdate, judge_forms, read_forms
from pci.workspace import Workspace


def form_drafts(
    source: Source, place: Place, delivery: TextOptions
) -> tuple[Workspace, list[Draft]]:
    """Everything that the forms say, once a person at a terminal agrees; where there is a fault
    nothing."""
    forms, faults = read_forms(map(Path, source.subject or ()))
    tell(faults)
    workspace = replace(place, year=place.year or str(forms[0].year)).opened()
    stamp = {"recorded": now(), "by": typist(source.by)}
    verdicts = judge_forms(workspace, forms, stamp)
    refused = [verdict for verdict in verdicts if isinstance(verdict, Fault)]
    tell(refused)
    if count := len(faults) + len(refused):
        hint = "sửa trong biểu rồi chạy lại"
        raise CannotDo(f"{count_words(count)} chỗ chưa đúng, không ghi gì", hint)
    # the line for the remaining tasks last: it must not stand where what it stands beside could not
    # be written
    rows = sorted(
        (verdict for verdict in verdicts if isinstance(verdict, RowUpdate)),
        key=lambda row: row.draft.update.about == REST,
    )
    if rows and delivery.format == "text":
        _show(workspace.plan, rows, delivery)
        if not (source.dry_run or _agreed(rows)):
            notice("Chưa ghi gì.")
            raise typer.Exit
    return workspace, [row.draft for row in rows]


def _agreed(rows: Sequence[RowUpdate]) -> bool:
    """Whether a person at a terminal says yes; a script has said so by running the command."""
    new = sum(bool(row.draft.text) for row in rows)
    return not (new and is_attended()) or agreed(f"Ghi {count_words(new)} cập nhật?")


# --- what is shown before it is recorded
# ------------------------------------------------------------------------------


def _show(plan: Plan, rows: Sequence[RowUpdate], delivery: TextOptions) -> None:
    """The columns of the list of updates, each row with its cell and whether it is new."""

    def drawn(draw: Callable[[UpdateRow], str]) -> Callable[[RowUpdate], str]:
        return lambda row: draw(UpdateRow(row.draft.entry, plan, None))

    *logged, documents = (
        Column(
            column.title, drawn(column.cell), column.screen, column.brief and drawn(column.brief)
        )
        for column in LOG_COLUMNS[:8]
    )
    columns: list[Column[RowUpdate]] = [
        Column("Ô", lambda row: row.place, "line", lambda row: row.place.rpartition("!")[2]),
        *logged,
        documents._replace(screen="lines"),
        Column("Ghi", _new, "line"),
    ]
    deliver.rows(columns, rows, str, ListOptions(delivery.output, delivery.force))


def _new(row: RowUpdate) -> str:
    """Whether a row is recorded now, or corrects another."""
    if not row.draft.text:
        return "đã có"
    corrected = row.draft.update.corrects
    return f"sửa {corrected}" if corrected else "mới"
