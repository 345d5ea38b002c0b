"""Frozen types of the plan and of updates. They judge shape only: what a name refers to, rules check."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from pci.core.dates import parse_day, parse_period
from pci.core.vi import shortened


def _fault(kind: str, words: str, value: str) -> PydanticCustomError:
    """A fault of one text; `kind` becomes the diagnostic's code."""
    return PydanticCustomError(kind, "«{got}» {words}", {"got": shortened(value), "words": words})


class Matching(NamedTuple):
    """A check that admits only texts of one exact pattern; `kind` becomes the diagnostic's code."""

    pattern: re.Pattern[str]
    kind: str
    wanted: str

    def __call__(self, value: str) -> str:
        if not self.pattern.fullmatch(value):
            raise _fault(self.kind, f"không đúng dạng {self.wanted}", value)
        return value


def matching(pattern: str, kind: str, wanted: str) -> Matching:
    """The check of a pattern, in which a digit is one of ten."""
    return Matching(re.compile(pattern, re.ASCII), kind, wanted)


def _converted(convert: Callable[[str], Any], kind: str, wanted: str) -> Callable[[Any], Any]:
    """Scalars arrive as text: turn one into a value by our own exact pattern, never by a library's guess."""

    def admit(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if (found := convert(value)) is None:
            raise _fault(kind, f"không phải {wanted}", value)
        return found

    return admit


def _integer(text: str) -> int | None:
    return int(text) if re.fullmatch(r"-?(0|[1-9]\d{0,8})", text, re.ASCII) else None


def _number(text: str) -> Decimal | None:
    return (
        Decimal(text) if re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d{1,6})?", text, re.ASCII) else None
    )


def _flag(text: str) -> bool | None:
    return {"true": True, "false": False}.get(text)


def _moment(text: str) -> datetime | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", text, re.ASCII):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    return (
        time.fromisoformat(text)
        if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text, re.ASCII)
        else None
    )


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("pci_blank", "nội dung để trống", {})
    return value.strip("\n")


Text = Annotated[str, AfterValidator(_not_blank)]
Day = Annotated[
    date, BeforeValidator(_converted(parse_day, "pci_day", "ngày có thật dạng 2023-09-30"))
]
Integer = Annotated[int, BeforeValidator(_converted(_integer, "pci_integer", "số nguyên"))]
Number = Annotated[
    Decimal, BeforeValidator(_converted(_number, "pci_number", "số (dấu thập phân là dấu chấm)"))
]
Flag = Annotated[bool, BeforeValidator(_converted(_flag, "pci_flag", "true hoặc false"))]
Moment = Annotated[
    datetime,
    BeforeValidator(_converted(_moment, "pci_moment", "thời điểm dạng 2023-09-15T09:12:40+07:00")),
]
TimeOfDay = Annotated[time, BeforeValidator(_converted(_time, "pci_time", "giờ dạng 16:00"))]
Slug = Annotated[
    str, AfterValidator(matching(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "pci_slug", "mã: phong-qldt"))
]
TaskId = Annotated[
    str, AfterValidator(matching(r"[A-Z]\.[IVXLC]+\.[1-9]\d*", "pci_id", "mã nhiệm vụ: A.VII.4"))
]
SectionId = Annotated[
    str, AfterValidator(matching(r"[A-Z](\.[IVXLC]+)?", "pci_id", "mã mục: A hoặc A.VII"))
]
BodyId = Annotated[
    str, AfterValidator(matching(r"[IVXLC]+(\.[1-9]\d*){0,2}", "pci_id", "mã đoạn: II hoặc II.1.3"))
]
SubindexId = Annotated[
    str, AfterValidator(matching(r"(pci|pgi)\.[1-9]\d?", "pci_id", "mã chỉ số: pci.3"))
]
Offset = Annotated[
    str,
    AfterValidator(
        matching(
            r"window end [+-] [1-9]\d? working days", "pci_id", "«window end + 2 working days»"
        )
    ),
]


def _period_id(value: str) -> str:
    if parse_period(value) is None:
        raise _fault(
            "pci_period", "không phải kỳ: 2023, 2023-H1, 2023-9M, 2023-Q3 hoặc 2023-09", value
        )
    return value


def _partial_day(value: str) -> str:
    period = parse_period(value)
    if parse_day(value) is None and (period is None or period.kind not in ("year", "month")):
        raise _fault("pci_month", "không phải ngày, tháng có thật: 2023-08", value)
    return value


PeriodId = Annotated[str, AfterValidator(_period_id)]
PartialDay = Annotated[str, AfterValidator(_partial_day)]
Lines = tuple[Text, ...]


class Frozen(BaseModel):
    """Unknown keys are faults: a misspelt key must never be dropped in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Letterhead(Frozen):
    """Cells 1 to 4 of the letterhead (NĐ 30/2020, Phụ lục I, mục IV)."""

    parent: Text
    agency: Text
    place: Text


class Agency(Frozen):
    """The agency's name inside a sentence, whole and as it calls itself after the first time."""

    name: Text
    short: Text


class Capacity(Frozen):
    """Cells 7a and 7b: `capacity` is one line each, `KT. TRƯỞNG BAN` then `PHÓ TRƯỞNG BAN`; `name` is null where it is
    left to be filled in."""

    capacity: Lines
    name: Text | None = None


class Signer(Capacity):
    """A capacity with the name of who holds it."""

    name: Text


class Replacement(Frozen):
    """That a cited document was replaced by another, with where this is written; `confirmed` says whether that was
    looked up."""

    by: Text
    since: Day
    source: Text
    confirmed: Flag = False


class CitedDocument(Frozen):
    """One document that the plan's text cites; `number` is null where the plan names it without one."""

    type: Text
    number: Text | None = None
    date: Day | None = None
    issuer: Text | None = None
    title: Text | None = None
    replaced: Replacement | None = None


class Cap(Frozen):
    """The most often that something may be done in the plan's year, by the plan's own words (`quote`)."""

    at_most: Annotated[Integer, Field(ge=0, le=365)]
    quote: Text


class Paragraph(Frozen):
    """A heading or a paragraph of the plan's body; its level follows from its id (`II`, `II.1`, `II.1.3`).

    `kind` on a heading says what the paragraphs under it are: units may report on measures and duties.
    """

    title: Text | None = None
    text: Text | None = None
    kind: Literal["measures", "duties"] | None = None
    cap: Cap | None = None


class Subindex(Frozen):
    """A component of PCI or PGI as VCCI names it in the plan's year."""

    title: Text
    short: Slug


class Unit(Frozen):
    """A unit of the agency. A sub-unit (`part_of`) answers through its parent; one that
    `reports_through` another keeps its own items and is only reported by that other."""

    name: Text
    short: Text | None = None
    aliases: Lines = ()
    part_of: Slug | None = None
    reports_through: Slug | None = None


class UnitGroup(Frozen):
    """A named set of units, or an indefinite one ("các phòng có liên quan") that any unit may join."""

    name: Text
    members: tuple[Slug, ...] = ()
    indefinite: Flag = False


class OutsideBody(Frozen):
    """A body outside the agency: addressed and cited, never matched as a unit."""

    name: Text
    short: Text | None = None
    aliases: Lines = ()


class Trigger(Frozen):
    """An event outside the agency's control that starts an obligation."""

    title: Text


class Section(Frozen):
    """A heading of the appendix: a part (`A`) or a section (`A.VII`) that answers to one sub-index."""

    title: Text
    subindex: SubindexId | None = None


class Within(Frozen):
    """Time allowed once an obligation's triggers have all happened."""

    working_days: Annotated[Integer, Field(ge=1, le=250)]


class Obligation(Frozen):
    """A promise inside a task, read from the plan's own words (`quote`).

    Exactly one schedule: `by` a day, `during` calendar periods, `every` period of the plan's year,
    or `after` triggers.
    """

    title: Text
    by: Day | None = None
    during: tuple[PeriodId, ...] = ()
    times: Annotated[Integer, Field(ge=1, le=31)] = 1
    every: Literal["month", "quarter", "half", "year"] | None = None
    day: Annotated[Integer, Field(ge=1, le=31)] | None = None
    after: tuple[Slug, ...] = ()
    within: Within | None = None
    quote: Text

    @model_validator(mode="after")
    def _one_schedule(self) -> Self:
        given = [name for name in ("by", "during", "every", "after") if getattr(self, name)]
        if len(given) != 1:
            raise PydanticCustomError(
                "pci_schedule",
                "cần đúng một trong by, during, every, after; đang có: {given}",
                {"given": ", ".join(given) or "không có"},
            )
        for name, owner in (("times", "during"), ("day", "every"), ("within", "after")):
            if name in self.model_fields_set and given != [owner]:
                raise PydanticCustomError(
                    "pci_schedule", "{name} chỉ đi với {owner}", {"name": name, "owner": owner}
                )
        return self


class Indicator(Frozen):
    """A quantity that the plan's words speak of, reported as a figure with its unit of measure.

    `adds_up` says that each update counts its own days only, so that a period's figure is the sum; otherwise the last
    one said already holds the earlier ones.
    """

    title: Text
    unit: Text
    adds_up: Flag = False


class Task(Frozen):
    """One row of the appendix. `units` and `time` are the cells as printed; `lead` and `coordinating`
    name units or groups."""

    number: Text
    work: Text
    units: Text
    lead: Slug
    coordinating: tuple[Slug, ...] = ()
    time: Text
    outputs: Lines
    owes: Mapping[Slug, Obligation] = {}
    indicators: Mapping[Slug, Indicator] = {}

    @property
    def standing(self) -> bool:
        """Whether the work has no end: no obligation was read from its time cell (contract, section 2)."""
        return not any(obligation.quote in self.time for obligation in self.owes.values())

    @property
    def lead_is_explicit(self) -> bool:
        """Whether the plan prints "chủ trì"; otherwise the unit named first is taken to lead."""
        return "chủ trì" in self.units

    @property
    def printed_text(self) -> str:
        """Everything the plan prints in this row, one cell a paragraph: where a quote must be found."""
        return "\n".join((self.work, self.units, self.time, *self.outputs))


class ReportingOverride(Frozen):
    """Days of one period that a letter sets otherwise: the letter (`basis`) beats the rule."""

    window_first: Day | None = None
    window_last: Day | None = None
    internal_due: Day | None = None
    send_by: Day | None = None
    basis: Text

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.window_first and self.window_last and self.window_last < self.window_first:
            raise PydanticCustomError("pci_date", "window_last trước window_first", {})
        return self


class Reporting(Frozen):
    """The regime of periodic reports, with its basis (NĐ 09/2019 and the province's own decision).

    `confirmed` says whether the basis was checked against the decision itself. `focal` names, for a task of all
    units, the one that answers for all.
    """

    every: Literal["month", "quarter", "half", "year"]
    window: Literal["nd09", "calendar"]
    due: Offset
    internal_due: Offset
    to: Slug
    basis: Text
    confirmed: Flag = False
    periods: Mapping[PeriodId, ReportingOverride] = {}
    focal: Mapping[TaskId, Slug] = {}
    symbol: Text
    recipients: Lines
    signer: Signer


class Letters(Frozen):
    """How the Office writes to the units about their reports and their work (`pci remind`).

    `drafted_by` drafts the letters and receives the answers; `plan_name` is what a subject line calls the plan, without
    its year. Units answer by the hour `answer_by`, a reminder within `answer_within` of its own day, in the form that
    `answer_form` names.
    """

    drafted_by: Slug
    symbol: Text
    plan_name: Text
    answer_by: TimeOfDay
    answer_within: Within
    answer_form: Text
    recipients: Lines
    signer: Capacity


class Correction(Frozen):
    """A departure from the scanned source: `from` is what the scan prints at that place."""

    at: Text
    printed: Text = Field(alias="from")
    to: Text
    note: Text | None = None


class Plan(Frozen):
    """The signed plan with its appendix, in the order it is printed."""

    year: Annotated[Integer, Field(ge=2000, le=2100)]
    illustrative: Flag = False
    number: Text | None = None
    symbol: Text
    issued: PartialDay
    agency: Agency
    letterhead: Letterhead
    title: Text
    preamble: Text
    basis: tuple[Slug, ...]
    body: Mapping[BodyId, Paragraph]
    closing: Text
    recipients: Lines
    signer: Signer
    appendix_title: Text
    reporting: Reporting
    letters: Letters | None = None
    units: Mapping[Slug, Unit]
    groups: Mapping[Slug, UnitGroup]
    outside: Mapping[Slug, OutsideBody]
    triggers: Mapping[Slug, Trigger] = {}
    subindices: Mapping[SubindexId, Subindex]
    sections: Mapping[SectionId, Section]
    tasks: Mapping[TaskId, Task]
    documents: Mapping[Slug, CitedDocument]
    corrections: tuple[Correction, ...] = ()

    def members(self, ref: str) -> tuple[str, ...]:
        """The units that a unit or group id stands for, in plan order: the only expansion of groups."""
        group = self.groups.get(ref)
        return (ref,) if group is None else group.members

    def accountable(self, task: Task) -> tuple[str, ...]:
        """The units that answer for a task: the lead, each member of a lead group, a sub-unit's parent."""
        return tuple(
            dict.fromkeys(self.units[unit].part_of or unit for unit in self.members(task.lead))
        )

    def reporter(self, unit: str) -> str:
        """The unit whose report covers `unit`: its parent, the one it reports through, or itself."""
        found = self.units[unit]
        return found.part_of or found.reports_through or unit

    def name(self, ref: str) -> str:
        """What people call a unit, a group or an outside body."""
        found = self.units.get(ref) or self.groups.get(ref) or self.outside.get(ref)
        return found.name if found else ref

    def section_of(self, task_id: str) -> str:
        """The section a task stands under, which follows from its id."""
        return task_id.rpartition(".")[0]

    def tasks_of(self, section: str) -> Iterator[tuple[str, Task]]:
        """A section's own tasks in the plan's order."""
        return ((i, task) for i, task in self.tasks.items() if self.section_of(i) == section)

    def kind_of(self, body_id: str) -> str | None:
        """Whether a paragraph of the body is a general measure or a duty, by the nearest heading that says so."""
        parts = body_id.split(".")
        around = (".".join(parts[:depth]) for depth in range(len(parts), 0, -1))
        return next((kind for i in around if i in self.body and (kind := self.body[i].kind)), None)


class DaysOff(Frozen):
    """Days on which offices are closed, with the law or decision that says so; `last` is `first` for a single day.

    `confirmed` is false where the decision itself has not been seen.
    """

    first: Day
    last: Day | None = None
    name: Text
    basis: Text
    confirmed: Flag = True

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last and self.last < self.first:
            raise PydanticCustomError("pci_date", "last trước first", {})
        return self

    @property
    def days(self) -> tuple[date, ...]:
        """Every day from first to last."""
        end = self.last or self.first
        return tuple(self.first + timedelta(days=n) for n in range((end - self.first).days + 1))


class SwappedDay(Frozen):
    """A weekend day worked (`work`) in exchange for a weekday off, with the decision."""

    work: Day
    off: Day
    basis: Text
    confirmed: Flag = True


class CalendarYear(Frozen):
    """The days off of one year. `decided` is false while the government has not set them: days counted there are
    provisional."""

    year: Annotated[Integer, Field(ge=2000, le=2100)]
    decided: Flag
    days_off: tuple[DaysOff, ...]
    swapped: tuple[SwappedDay, ...] = ()


class Remark(Frozen):
    """A difficulty or a proposal and whom it is addressed to: `noi-bo`, `lanh-dao-ban` or an outside body.

    Only what is addressed to an outside body is printed in a report that goes up.
    """

    to: Slug
    text: Text


INSIDE = {"noi-bo": "trong nội bộ", "lanh-dao-ban": "Lãnh đạo Ban"}
"""Addressees that are not outside bodies."""

REST = "con-lai"
"""`about` of the one line by which a unit closes all its other tasks for a reporting period."""


class Update(Frozen):
    """One recorded fact (contract, section 3). Immutable: a correction is a newer update that names it."""

    about: Text
    period: Text | None = None
    unit: Slug
    date: Day
    state: Literal["doing", "done", "suspended", "nothing"]
    percent: Annotated[Integer, Field(ge=0, le=100)] | None = None
    figures: Mapping[Slug, Number] = {}
    result: Text | None = None
    evidence: Lines = ()
    difficulty: Remark | None = None
    proposal: Remark | None = None
    corrects: Text | None = None
    answers: Text | None = None
    recorded: Moment
    by: Text | None = None

    NOT_CONTENT: ClassVar = frozenset({"recorded", "by"})
    """Who typed it and when are no part of what was said: typed twice, it is still one update."""

    @property
    def subject(self) -> str:
        """The task, measure, duty or trigger it speaks of, without the obligation."""
        return self.about.partition("/")[0]

    @property
    def obligation(self) -> str | None:
        """The task's obligation it speaks of, null where it speaks of the whole."""
        return self.about.partition("/")[2] or None

    @property
    def only_answers(self) -> bool:
        """Whether it passes on what somebody decided on an earlier remark, and is no report of the unit's own."""
        return self.answers is not None and self.state == "nothing"
