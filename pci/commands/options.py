"""Options that several commands share, and the way each opens its workspace."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import typer

from pci.clock import today
from pci.console import INVENTED, is_terminal, notice, relative, use_colour, width
from pci.core import names
from pci.core.dates import parse_period
from pci.core.diagnostic import Diagnostic
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.ledger import Ledger, ledger
from pci.core.model import Plan
from pci.core.schedule import first_issue_day
from pci.core.vi import NO_DAY, count_words, period_words, short_date, shortened
from pci.usage import choice, declared, flag, option, seldom
from pci.workspace import (
    Need,
    Reach,
    Workspace,
    chosen_plan,
    no_plan,
    open_workspace,
    plan_ids,
    root_folder,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """The workspace that a command works on, and which of its plans."""

    root: Path | None = seldom(
        option("--root", "THƯ_MỤC", "Thư mục có plans/<năm>.yaml.", "PCI_ROOT")
    )
    year: str | None = seldom(option("--year", "NĂM", "Năm của kế hoạch.", "PCI_YEAR"))
    plan_id: str | None = seldom(
        option("--plan", "MÃ", "Mã kế hoạch, hoặc một phần: 2026-cchc, cchc.", "PCI_PLAN")
    )

    @property
    def asked_year(self) -> int | None:
        """The year that a person named."""
        return whole_number(self.year, "--year")

    def among(self, known: Sequence[str]) -> str:
        """The plan that a person means among known ones."""
        return chosen_plan(known, self.plan_id, self.asked_year, today())

    def plan_in(self, folder: Path) -> str:
        """The plan to take of a folder."""
        return self.among(plan_ids(folder))

    def opened(self, need: Need = "counts", reach: Reach | None = None) -> Workspace:
        """The workspace, or what a `reach` chooses of it; the faults of what must be sound are
        named by paths that can be clicked."""
        folder = root_folder(self.root)
        plan_id = self.plan_in(folder)
        try:
            workspace = open_workspace(folder, plan_id, need, reach)
        except InvalidWorkspace as error:
            placed = (d._replace(where=relative(folder / d.where)) for d in error.diagnostics)
            raise InvalidWorkspace(tuple(placed)) from None
        tell_invented(workspace.plan)
        if strays := workspace.progress.unmended:
            notice(strays_line(strays))
        return workspace


_MOST_NAMED = 5
"""Ids of updates in one line."""


def strays_line(strays: Sequence[str]) -> str:
    """`Không tính 01 cập nhật có lỗi: 2023-09-14-A.I.9-c3cmmr; …`"""
    ids = ", ".join(strays[:_MOST_NAMED]) + (", …" if len(strays) > _MOST_NAMED else "")
    mend = "sửa hoặc rút bằng «pci record» (--corrects, --withdraw)"
    count = count_words(len(strays))
    return f"Không tính {count} cập nhật có lỗi: {ids}; xem «pci check», {mend}."


def as_of_option(default: str) -> Any:
    """The option by which a person names the day of all states."""
    return option("--as-of", "NGÀY", f"Tính đến ngày này; mặc định {default}.", "PCI_AS_OF")


@dataclass(frozen=True)
class DatedPlace(Place):
    """A workspace as of a day."""

    as_of: str | None = as_of_option("hôm nay")

    def day(self, plan: Plan) -> date:
        """The day asked for, else the earlier of today and 31 January after the plan's year.

        Work of a plan long over does not become later and later.
        """
        asked = self._day(plan)
        if self.as_of:
            _tell_before_issue(plan, asked)
        elif asked < today():
            why = f"vì kế hoạch năm {plan.year} đã hết"
            notice(f"Tính đến ngày {short_date(asked)}, {why}; --as-of để chọn ngày khác.")
        return asked

    def _day(self, plan: Plan) -> date:
        asked = day(self.as_of, "--as-of") if self.as_of else None
        return asked or min(today(), plan.last_day)

    def plan(self, workspace: Workspace) -> Plan:
        """The version of the plan of the day."""
        return workspace.plan.on(self._day(workspace.plan))

    def book(self, workspace: Workspace) -> Ledger:
        """The ledger of a workspace as of the day."""
        plan = workspace.plan
        return ledger(plan, workspace.entries, self.day(plan), workspace.calendar)


@dataclass(frozen=True)
class Places(DatedPlace):
    """A workspace as of a day, with one of its plans or with all."""

    all_plans: bool = seldom(flag("--all-plans", "Mọi kế hoạch, mỗi dòng nêu kế hoạch nào."))

    @property
    def several(self) -> tuple[str, ...]:
        """The ids of all plans, perhaps of a year; empty where one is meant."""
        known = plan_ids(root_folder(self.root)) if self.all_plans else ()
        return tuple(i for i in known if self.asked_year in (None, int(i[:4])))

    @contextmanager
    def workspaces(self) -> Iterator[list[Workspace]]:
        """The workspace with the plan meant, or with each in turn; the faults of those that are
        broken are raised once the others were listed."""
        if not self.all_plans:
            yield [self.opened()]
            return
        sound, faults = self._all()
        if sound:
            with suppress(typer.Exit) if faults else nullcontext():
                yield sound
        if faults:
            raise InvalidWorkspace(tuple(faults))

    def _all(self) -> tuple[list[Workspace], dict[Diagnostic, None]]:
        """The workspace with each sound plan, perhaps of a year, and the faults of the others."""
        if self.plan_id is not None:
            raise CannotDo("--all-plans không đi với --plan, PCI_PLAN", "bỏ một trong hai")
        wanted = self.several
        if not wanted:
            known = plan_ids(root_folder(self.root))
            raise no_plan(f"kế hoạch năm {self.year}", known, self.asked_year)
        sound: list[Workspace] = []
        faults: dict[Diagnostic, None] = {}
        for i in wanted:
            try:
                sound.append(replace(self, plan_id=i, year=None).opened())
            except InvalidWorkspace as error:
                faults |= dict.fromkeys(error.diagnostics)
        return sound, faults


def each(workspaces: Iterable[Workspace], make: Callable[[Workspace], T]) -> list[T]:
    """What each plan gives; one that cannot is left out and told, unless none can."""
    made: list[T] = []
    refusals: dict[str, CannotDo] = {}
    for workspace in workspaces:
        try:
            made.append(make(workspace))
        except CannotDo as error:
            refusals[workspace.plan.id] = error
    if not made:
        raise _refusal(refusals)
    for plan_id, refusal in refusals.items():
        notice(f"{plan_id}: {refusal.message}.")
    return made


def _refusal(refusals: Mapping[str, CannotDo]) -> CannotDo:
    """Why no plan gives anything: the first reason, the hint of each plan where they differ."""
    first = next(iter(refusals.values()))
    if len({(one.message, one.hint) for one in refusals.values()}) == 1:
        return first
    hints = (f"{plan_id}: {one.hint or one.message}" for plan_id, one in refusals.items())
    return CannotDo(first.message, "; ".join(hints))


def _tell_before_issue(plan: Plan, as_of: date) -> None:
    """Say of a day before the plan's issue that there was no plan yet."""
    if plan.issued and as_of < first_issue_day(plan):
        period = parse_period(plan.issued)
        issued = period_words(period) if period else f"ngày {short_date(first_issue_day(plan))}"
        notice(f"Ngày {short_date(as_of)} chưa có kế hoạch: kế hoạch ban hành {issued}.")


def output_option(help: str) -> Any:
    """The option by which a person names the file of a result."""
    return declared(typer.Option(None, "-o", "--output", metavar="TỆP", help=help))


@dataclass(frozen=True)
class Target:
    """Where a result goes."""

    output: Path | None = output_option("Ghi ra tệp thay vì màn hình.")
    force: bool = seldom(flag("--force", "Ghi đè tệp đã có nội dung khác."))


@dataclass(frozen=True)
class TextOptions(Target):
    """In which format a text is wanted, and where it goes."""

    format: str = choice("--format", ("text", "json"), "Dạng in.", "text")


@dataclass(frozen=True)
class ScreenTarget(Target):
    """Where a result goes that is drawn for a screen."""

    color: str = seldom(
        choice("--color", ("auto", "always", "never"), "Màu trên màn hình.", "auto")
    )

    @property
    def columns(self) -> int | None:
        """The columns of the screen; null where the result goes elsewhere."""
        return width() if self.output is None and is_terminal() else None

    @property
    def colour(self) -> bool:
        """Whether the result has colours."""
        return self.output is None and use_colour(self.color)


LIST_FORMATS = ("table", "json", "csv", "md", "xlsx")


@dataclass(frozen=True)
class ListOptions(ScreenTarget):
    """In which format a list is wanted, and where it goes."""

    format: str = choice("--format", LIST_FORMATS, "Dạng in.", "table")


def unit_option() -> Any:
    """The option by which a person names a unit."""
    return option("--unit", "ĐƠN_VỊ", "Đơn vị: tên, tên tắt hoặc mã; không cần dấu.")


def within_option() -> Any:
    """The option by which a person says how soon is soon."""
    return option(
        "--within", "SỐ_NGÀY", "Sắp đến hạn là còn chừng này ngày, như 30d.", default="30d"
    )


def tell_invented(plan: Plan) -> None:
    """Say of an illustrative plan that it is invented."""
    if plan.illustrative:
        notice(f"{INVENTED}: cơ quan và số liệu của kế hoạch này do bịa ra để làm ví dụ.")


def whole_number(text: str | None, option: str) -> int | None:
    """A number of plain digits; null where none was typed."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise CannotDo(f"{option} «{shortened(text)}» không phải số", "gõ liền các chữ số")
    return int(text)


def day_count(text: str, option: str) -> int:
    """`30d` or `30`."""
    number = re.fullmatch(r"(\d{1,4})d?", text, re.ASCII | re.IGNORECASE)
    if not number:
        raise CannotDo(f"{option} «{text}» không phải số ngày", "gõ như 30d hoặc 30")
    return int(number[1])


def day(text: str, option: str) -> date:
    """A day in ISO form or as a Vietnamese paper writes it: `2023-09-14` or `14/9/2023`."""
    parsed = names.day(text.strip())
    if parsed is None:
        hint = "gõ như 2023-09-14 hoặc 14/9/2023"
        raise CannotDo(f"{option} «{shortened(text)}» {NO_DAY}", hint)
    return parsed


def unit_id(plan: Plan, typed: str | None, latest: Plan | None = None) -> str | None:
    """The unit of a version of the plan that a person named, by its old or new name as the latest
    version knows them: its successor where it has ended, whom it comes from where it has not begun.
    Null where none was named."""
    if typed is None:
        return None
    known = latest or plan
    unit = names.unit(known, typed)
    if unit in plan.units:
        return plan.heir(unit) or unit
    before = names.forerunners(plan, known, unit)
    if len(before) == 1:
        return before[0]
    raise names.not_begun(plan, known, unit, "--as-of")


def speaker(plan: Plan, typed: str, on: date | None) -> str:
    """The unit that a person named as speaking on a day; one that then had not begun is refused."""
    unit = names.unit(plan, typed)
    if on and unit not in plan.on(on).units:
        raise names.not_begun(plan.on(on), plan, unit, "--date")
    return unit


def paper_unit(plan: Plan, typed: str | None, latest: Plan) -> str | None:
    """The same for a paper of a unit; says so where the unit is not the one that was named."""
    unit = unit_id(plan, typed, latest)
    if unit and typed and (meant := names.unit(latest, typed)) != unit:
        notice(f"{latest.name(meant)} không có vào ngày ấy: {plan.name(unit)} trả lời.")
    return unit


def typist(name: str | None = None) -> str | None:
    """Who is at the keyboard: as typed, else by the environment; null where no name is known."""
    name = name or os.environ.get("PCI_BY") or _user()
    return "".join(c for c in name if c.isprintable()).strip() or None


def tell_user(by: str | None) -> None:
    """Tell who is taken for the typist, where only the machine's account names anybody."""
    if by and by == _user():
        notice(f"Người ghi: {by}, theo tên người dùng của máy; tên khác thì đặt PCI_BY.")


def _user() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or ""
