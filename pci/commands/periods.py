"""The options by which a person names a reporting period, and the one period that they name."""

from dataclasses import dataclass
from datetime import date

from pci.commands.options import day
from pci.commands.paper import day_of_issue
from pci.core import names
from pci.core.dates import Period, parse_period
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.core.schedule import ReportingPeriod
from pci.core.vi import period_words, short_date
from pci.keyboard import agreed, is_attended
from pci.usage import flag, option, seldom

NO_REGIME = "kế hoạch chưa nêu báo cáo định kỳ bao lâu một lần (reporting.every)"
"""Why no period is meant where nobody named one."""


@dataclass(frozen=True)
class PeriodOptions:
    """The periods of the plan's year, one option each."""

    quarter: str | None = option("--quarter", "QUÝ", "Báo cáo quý: 3, III hoặc 2023-Q3.")
    month: str | None = option("--month", "THÁNG", "Báo cáo tháng: 9.")
    half: str | None = option("--half", "1|2", "Báo cáo 6 tháng đầu, cuối năm.")
    nine_months: bool = flag("--nine-months", "Báo cáo 9 tháng.")
    annual: bool = flag("--annual", "Báo cáo năm.")

    def ids(self, plan: Plan) -> dict[str, str | None]:
        """The ids of the periods by their options; null where an option was not used."""
        return {
            "--quarter": self.quarter and names.period(plan.year, self.quarter, "quarter"),
            "--month": self.month and names.period(plan.year, self.month, "month"),
            "--half": self.half and names.period(plan.year, self.half, "half"),
            "--nine-months": f"{plan.year}-9M" if self.nine_months else None,
            "--annual": str(plan.year) if self.annual else None,
        }

    def one(self, plan: Plan) -> Period:
        """The one period that was named."""
        ids = self.ids(plan)
        periods = [period for i in ids.values() if i and (period := parse_period(i))]
        if len(periods) != 1:
            fault = "nêu nhiều kỳ báo cáo" if periods else "chưa nêu kỳ báo cáo"
            raise CannotDo(fault, f"chọn đúng một: {'; '.join(ids)}")
        return periods[0]

    def one_or_none(self, plan: Plan) -> Period | None:
        """The one period that was named; null where none was."""
        return self.one(plan) if any(self.ids(plan).values()) else None


@dataclass(frozen=True)
class RangeOptions(PeriodOptions):
    """The same, or the free range of a báo cáo đột xuất."""

    first: str | None = seldom(option("--from", "NGÀY", "Báo cáo đột xuất: từ ngày."))
    last: str | None = seldom(option("--to", "NGÀY", "Báo cáo đột xuất: đến ngày."))

    def ids(self, plan: Plan) -> dict[str, str | None]:
        """The ids of the periods by their options, the range among them.

        It lies in the plan's year, in the fortnight before it that its reports draw on, or in the
        month after it.
        """
        ids = super().ids(plan)
        if self.first is None and self.last is None:
            return {**ids, "--from, --to": None}
        if not self.first or not self.last:
            raise CannotDo("--from và --to phải đi cùng nhau", "nêu cả ngày đầu và ngày cuối")
        begin, end = day(self.first, "--from"), day(self.last, "--to")
        if end < begin:
            raise CannotDo("--to trước --from", "đổi hai ngày")
        if begin < date(plan.year - 1, 12, 15) or end > date(plan.year + 1, 1, 31):
            days = f"từ {short_date(begin)} đến {short_date(end)}"
            hint = "sửa ngày, hoặc chọn kế hoạch khác bằng --year"
            raise CannotDo(f"kỳ {days} nằm ngoài kế hoạch năm {plan.year}", hint)
        return {**ids, "--from, --to": f"{begin}_{end}"}


def refuse_doubt(plan: Plan, window: ReportingPeriod, as_of: date, question: str) -> None:
    """Ask whether the period that nobody named is meant before it begins, or before the plan's
    issue; without a terminal refuse."""
    asked, why = period_words(window.period), ""
    if as_of < day_of_issue(plan):
        why = "kế hoạch chưa ban hành"
    elif as_of < window.window_first:
        why = f"chưa tới ngày đầu lấy số liệu {short_date(window.window_first)}"
    if not why:
        return
    fault = f"kỳ sắp tới là {asked}, nhưng tính đến {short_date(as_of)} {why}"
    if not is_attended():
        raise CannotDo(fault, "đúng kỳ ấy thì nêu rõ (--quarter …), hoặc --as-of ngày khác")
    if not agreed(f"{fault}. {question.format(asked)}", usual=False):
        raise CannotDo("chưa lập văn bản", "nêu kỳ khác (--quarter …), hoặc --as-of ngày khác")
