"""The options by which a person names a reporting period, and the one period that they name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from pci.commands.options import day
from pci.core import names
from pci.core.dates import Period, parse_period
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.core.vi import short_date

First = Annotated[
    str | None, typer.Option("--from", metavar="NGÀY", help="Báo cáo đột xuất: từ ngày.")
]
Last = Annotated[
    str | None, typer.Option("--to", metavar="NGÀY", help="Báo cáo đột xuất: đến ngày.")
]


@dataclass(frozen=True)
class PeriodOptions:
    """The periods of the plan's year, one option each."""

    quarter: Annotated[
        str | None,
        typer.Option("--quarter", metavar="QUÝ", help="Báo cáo quý: 3, III hoặc 2023-Q3."),
    ] = None
    month: Annotated[
        str | None, typer.Option("--month", metavar="THÁNG", help="Báo cáo tháng: 9.")
    ] = None
    half: Annotated[
        str | None, typer.Option("--half", metavar="1|2", help="Báo cáo 6 tháng đầu, cuối năm.")
    ] = None
    nine_months: Annotated[
        bool, typer.Option("--nine-months", help="Báo cáo 9 tháng.", show_default=False)
    ] = False
    annual: Annotated[bool, typer.Option("--annual", help="Báo cáo năm.", show_default=False)] = (
        False
    )

    def ids(self, plan: Plan) -> dict[str, str | None]:
        """The ids of the periods by their options; null where an option was not used."""
        return {
            "--quarter": self.quarter and names.period(plan.year, self.quarter, "quarter"),
            "--month": self.month and names.period(plan.year, self.month, "month"),
            "--half": self.half and names.period(plan.year, self.half, "half"),
            "--nine-months": f"{plan.year}-9M" if self.nine_months else None,
            "--annual": str(plan.year) if self.annual else None,
        }

    def one(self, plan: Plan) -> Period | None:
        """The one period that was named; null where none was."""
        ids = self.ids(plan)
        return one_period(ids) if any(ids.values()) else None


def range_id(plan: Plan, first: str | None, last: str | None) -> str | None:
    """The id of the free range of a báo cáo đột xuất, typed as two days; null where none was.

    It lies in the plan's year, in the fortnight before it that its reports draw on, or in the
    month after it.
    """
    if first is None and last is None:
        return None
    if not first or not last:
        raise CannotDo("--from và --to phải đi cùng nhau", "nêu cả ngày đầu và ngày cuối")
    begin, end = day(first, "--from"), day(last, "--to")
    if end < begin:
        raise CannotDo("--to trước --from", "đổi hai ngày")
    if begin < date(plan.year - 1, 12, 15) or end > date(plan.year + 1, 1, 31):
        fault = (
            f"kỳ từ {short_date(begin)} đến {short_date(end)} nằm ngoài kế hoạch năm {plan.year}"
        )
        raise CannotDo(fault, "sửa ngày, hoặc chọn kế hoạch khác bằng --year")
    return f"{begin}_{end}"


def one_period(ids: Mapping[str, str | None]) -> Period:
    """The one period that the options name."""
    periods = [period for i in ids.values() if i and (period := parse_period(i))]
    if len(periods) != 1:
        fault = "nêu nhiều kỳ báo cáo" if periods else "chưa nêu kỳ báo cáo"
        raise CannotDo(fault, f"chọn đúng một: {'; '.join(ids)}")
    return periods[0]
