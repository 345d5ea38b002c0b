"""The options by which a person names a reporting period, and the one period that they name."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import typer

from pci.commands.options import day
from pci.core import names
from pci.core.dates import Period, parse_period
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.core.vi import short_date

Quarter = Annotated[
    str | None, typer.Option("--quarter", metavar="QUÝ", help="Báo cáo quý: 3, III hoặc 2023-Q3.")
]
Month = Annotated[str | None, typer.Option("--month", metavar="THÁNG", help="Báo cáo tháng: 9.")]
Half = Annotated[
    str | None, typer.Option("--half", metavar="1|2", help="Báo cáo 6 tháng đầu, cuối năm.")
]
NineMonths = Annotated[
    bool, typer.Option("--nine-months", help="Báo cáo 9 tháng.", show_default=False)
]
Annual = Annotated[bool, typer.Option("--annual", help="Báo cáo năm.", show_default=False)]
First = Annotated[
    str | None, typer.Option("--from", metavar="NGÀY", help="Báo cáo đột xuất: từ ngày.")
]
Last = Annotated[
    str | None, typer.Option("--to", metavar="NGÀY", help="Báo cáo đột xuất: đến ngày.")
]


def asked(
    plan: Plan,
    quarter: str | None,
    month: str | None,
    half: str | None,
    nine_months: bool,
    annual: bool,
) -> dict[str, str | None]:
    """The ids that the options of the plan's year name, by option; null where one was not used."""
    return {
        "--quarter": quarter and names.quarter(plan.year, quarter),
        "--month": month and names.month(plan.year, month),
        "--half": half and names.half(plan.year, half),
        "--nine-months": f"{plan.year}-9M" if nine_months else None,
        "--annual": str(plan.year) if annual else None,
    }


def days(plan: Plan, first: str | None, last: str | None) -> str | None:
    """The free range of a báo cáo đột xuất, typed as two days: within the plan's year, or the fortnight before it that
    its reports draw on, or the month after."""
    if first is None and last is None:
        return None
    if not first or not last:
        raise CannotDo("--from và --to phải đi cùng nhau", "nêu cả ngày đầu và ngày cuối")
    begin, end = day(first, "--from"), day(last, "--to")
    if end < begin:
        raise CannotDo("--to trước --from", "đổi hai ngày")
    if begin < date(plan.year - 1, 12, 15) or end > date(plan.year + 1, 1, 31):
        stretch = f"kỳ từ {short_date(begin)} đến {short_date(end)}"
        raise CannotDo(
            f"{stretch} nằm ngoài kế hoạch năm {plan.year}",
            "sửa ngày, hoặc chọn kế hoạch khác bằng --year",
        )
    return f"{begin}_{end}"


def only(asked: Mapping[str, str | None]) -> Period:
    """The one period that the options name."""
    given = [period for i in asked.values() if i and (period := parse_period(i))]
    if len(given) != 1:
        fault = "chưa nêu kỳ báo cáo" if not given else "nêu nhiều kỳ báo cáo"
        raise CannotDo(fault, f"chọn đúng một: {'; '.join(asked)}")
    return given[0]
