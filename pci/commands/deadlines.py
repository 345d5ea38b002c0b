"""`pci deadlines`: what is late, due soon, waiting, and the reports still missing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated

import typer

from pci.commands import deliver
from pci.commands.options import (
    LIST_FORMATS,
    AsOf,
    Color,
    Force,
    Output,
    Root,
    Unit,
    Within,
    Year,
    as_of_day,
    chosen,
    day_count,
    one_of,
    opened,
)
from pci.console import INVENTED, notice
from pci.core import names
from pci.core.deadlines import Row, gathered
from pci.core.deadlines import deadlines as deadlines_of
from pci.core.ledger import ledger
from pci.core.model import Plan
from pci.core.vi import count_words, roman, short_date
from pci.lists import ics, json
from pci.lists.columns import DEADLINE_COLUMNS, DEADLINE_UNIT, DeadlineRow

_GROUPINGS = ("unit", "date")
_FAULTS: Mapping[str, Callable[[Row], bool]] = {
    "overdue": lambda row: row.state == "overdue",
    "due": lambda row: row.soon,
    "missing": lambda row: row.state == "missing",
}
_FORMATS = (*LIST_FORMATS, "ics")


def deadlines(
    unit: Unit = None,
    within: Within = "30d",
    by: Annotated[
        str, typer.Option("--by", metavar="|".join(_GROUPINGS), help="Xếp theo đơn vị hoặc ngày.")
    ] = "unit",
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="|".join(_FAULTS),
            help="Mã thoát 1 khi có việc như thế; dùng được nhiều lần.",
        ),
    ] = None,
    as_of: AsOf = None,
    root: Root = None,
    year: Year = None,
    format: Annotated[str, one_of("--format", _FORMATS, "Dạng in.")] = "table",
    output: Output = None,
    force: Force = False,
    color: Color = "auto",
) -> None:
    """Việc quá hạn, sắp đến hạn, chờ điều kiện và báo cáo còn thiếu.

    Ví dụ: pci deadlines --unit "Văn phòng" --within 14d
    """
    days = day_count(within, "--within")
    chosen(by, _GROUPINGS, "--by")
    faults = [chosen(kind, _FAULTS, "--fail-on") for kind in fail_on or ()]
    workspace = opened(root, year)
    plan = workspace.plan
    unit_id = names.unit(plan, unit) if unit is not None else None
    book = ledger(plan, workspace.entries, as_of_day(as_of, plan), workspace.calendar)
    found = deadlines_of(book, workspace.calendar, days, unit_id)
    listed = _ordered(plan, found, by)
    on_screen = _ordered(plan, gathered(plan, found), by)
    headings = _headings(plan, on_screen, by)
    deliver.rows(
        [
            c._replace(brief=None) if by == "unit" and c is DEADLINE_UNIT else c
            for c in DEADLINE_COLUMNS
        ],
        [DeadlineRow(row, plan) for row in listed],
        lambda: json.deadlines(plan, listed, book.as_of),
        format=format,
        output=output,
        force=force,
        color=color,
        title=f"thoi-han-pci-{plan.year}",
        invented=plan.illustrative,
        heading=lambda shown: headings[_group(plan, shown.row, by)],
        on_screen=[DeadlineRow(row, plan) for row in on_screen],
        more={"ics": lambda: ics.write(plan, listed, book.as_of, INVENTED * plan.illustrative)},
    )
    notice(_summary(listed, book.as_of, days))
    if unit_id and (reporter := plan.reporter(unit_id)) != unit_id:
        notice(f"{plan.name(unit_id)} báo cáo qua {plan.name(reporter)}.")
    if not plan.reporting.confirmed:
        notice(f"Thời hạn báo cáo tính theo {plan.reporting.basis}: nguồn chưa đối chiếu bản gốc.")
    if any(_FAULTS[kind](row) for kind in faults for row in listed):
        raise typer.Exit(1)


def _group(plan: Plan, row: Row, by: str) -> tuple[int, str]:
    """Where a row's group stands among the others, and what it is called."""
    if by == "unit":
        return [*plan.units, *plan.groups].index(row.unit), plan.name(row.unit)
    day = row.due or date.max
    return day.toordinal(), f"Ngày {short_date(day)}" if row.due else "Chưa có thời hạn"


def _ordered(plan: Plan, rows: Sequence[Row], by: str) -> list[Row]:
    return sorted(rows, key=lambda row: _group(plan, row, by)[0])


def _headings(plan: Plan, rows: Sequence[Row], by: str) -> dict[tuple[int, str], tuple[str, str]]:
    """A numeral and a name for each group, in order."""
    groups = dict.fromkeys(_group(plan, row, by) for row in rows)
    return {group: (roman(number), group[1]) for number, group in enumerate(groups, 1)}


def _summary(rows: Sequence[Row], as_of: date, days: int) -> str:
    """`Tính đến ngày 02/10/2023: 02 việc quá hạn; …`: kinds of which there are none go unsaid."""
    counts = (
        ([r for r in rows if r.state == "overdue"], "việc quá hạn"),
        (
            [r for r in rows if r.soon],
            f"việc đến hạn trong {count_words(days)} ngày".replace(" 0 ", " "),
        ),
        ([r for r in rows if r.state == "waiting"], "việc chờ điều kiện"),
        ([r for r in rows if r.state == "missing"], "báo cáo còn thiếu"),
    )
    told = "; ".join(f"{count_words(len(found))} {words}" for found, words in counts if found)
    return f"Tính đến ngày {short_date(as_of)}: {told or 'không có việc quá hạn, sắp đến hạn hay báo cáo còn thiếu'}."
