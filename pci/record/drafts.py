"""What every way of recording shares: an update judged as it will be read back, kept as one file, what is owed then."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from pci.check import rules
from pci.console import complain, fault_words, notice, relative
from pci.core.deadlines import reports_on
from pci.core.diagnostic import DocPath, Problem, Severity
from pci.core.errors import CannotDo
from pci.core.fields import fields_of
from pci.core.ledger import Entry, update_id, update_path
from pci.core.model import INSIDE, REST, Plan, Update
from pci.core.remarks import REMARK_KINDS
from pci.core.reporting import Answer, answers
from pci.core.rule import Rule
from pci.core.schedule import ReportingPeriod, reporting_periods
from pci.core.vi import control_character, count_words, nfc, period_words, short_date, shortened
from pci.files import yamlio
from pci.files.shape import build
from pci.files.store import create, inside
from pci.record.questions import rest_day
from pci.workspace import Workspace


class Fault(NamedTuple):
    """What is wrong with an update: the field it stands in, empty where it is none alone, and the words."""

    field: str
    message: str
    hint: str


class Draft(NamedTuple):
    """A sound update and the file that it would be; `doubts` are what a person should look at again."""

    update: Update
    path: str
    text: str
    doubts: tuple[Fault, ...] = ()

    @property
    def entry(self) -> Entry:
        """The update with its id."""
        return Entry(update_id(self.update), self.update)

    @property
    def words(self) -> str:
        """`A.VII.4/bao-cao-thang kỳ 2023-09`."""
        return self.update.about + (f" kỳ {self.update.period}" if self.update.period else "")


Judged = Draft | tuple[Fault, ...]
"""A sound update, or all that is wrong with it."""


def judged(workspace: Workspace, fields: Mapping[str, Any]) -> Judged:
    """The update that a file with these fields would hold, judged exactly as it will be when read back."""
    return judged_all(workspace, (fields,))[0]


def judged_all(workspace: Workspace, listed: Iterable[Mapping[str, Any]]) -> list[Judged]:
    """The same of several, each beside those of the workspace and the others, in their order."""
    plan, entries = workspace.plan, workspace.entries
    made = [_made(plan.year, fields) for fields in listed]
    new = [(draft.path, draft.entry) for draft in made if isinstance(draft, Draft)]
    told = rules.check_new(plan, new, entries, workspace.issued)
    return [_weighed(one, next(told), entries) if isinstance(one, Draft) else one for one in made]


def _made(year: int, fields: Mapping[str, Any]) -> Judged:
    """The update of these fields, its shape whole, not yet held against the plan."""
    given = {key: fields[key] for key in fields_of(Update) if fields.get(key) not in (None, [], {})}
    if unfit := tuple(_unfit(given)):
        return unfit
    text = yamlio.write({key: _composed(value) for key, value in given.items()})
    document = yamlio.read(text.encode(), "cập nhật")
    built = (
        build(Update, document.tree, document.source, "cập nhật")
        if document.tree
        else document.problems
    )
    if isinstance(built, tuple):
        return tuple(Fault("", d.message, d.hint) for d in built)
    return Draft(built, update_path(year, built), text)


def _weighed(
    draft: Draft, told: Iterable[tuple[Rule[Any, Problem], Problem]], known: Iterable[Entry]
) -> Judged:
    """The faults that the rules find, else the update with what they only doubt."""
    found = [
        (
            Severity.ERROR if rule.code in _NOT_RECORDED else rule.severity,
            Fault(_field(p.path), p.message, p.hint),
        )
        for rule, p in told
    ]
    if faults := tuple(fault for severity, fault in found if severity is Severity.ERROR):
        return faults
    doubts = [fault for severity, fault in found if severity is Severity.WARNING]
    return draft._replace(doubts=(*doubts, *_answered_before(draft.update, known)))


_NOT_RECORDED = ("PCI415",)
"""Rules that only warn of what lies in a workspace, where the clock of another machine may be at fault: a day to come
is none on which anything was done."""


def _field(path: DocPath) -> str:
    return str(next(iter(path), ""))


def _unfit(given: Mapping[str, Any]) -> Iterator[Fault]:
    """What no file can hold as it stands: characters that are no text, numbers beyond all measure."""
    for key, value in given.items():
        for one in (
            (*value, *value.values())
            if isinstance(value, dict)
            else value
            if isinstance(value, list)
            else [value]
        ):
            if isinstance(one, str) and (found := control_character(one)):
                yield Fault(key, f"{key}: ký tự không hợp lệ {found}", "xóa ký tự này")
            elif isinstance(one, Decimal) and abs(one.adjusted()) > _MOST_DIGITS:
                yield Fault(
                    key, f"{key}: {shortened(str(one))} dài quá {_MOST_DIGITS} chữ số", "gõ lại số"
                )


def _answered_before(update: Update, known: Iterable[Entry]) -> Iterator[Fault]:
    """That somebody has answered the same already: both answers stay."""
    for entry in known if update.answers else ():
        told = entry.update
        if told.answers == update.answers and entry.id not in (update_id(update), update.corrects):
            words = f"«{told.answers}» đã được trả lời ngày {short_date(told.date)} ({entry.id})"
            yield Fault("answers", words, "trả lời khác thì đính chính bản ấy bằng --corrects")


_MOST_DIGITS = 15
"""Digits before or behind the point: to write out `1e999999999` would take all memory there is."""


def _composed(value: Any) -> Any:
    """Typed text in composed letters, paragraphs without trailing blanks."""
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in nfc(value).strip().splitlines())
    if isinstance(value, dict):
        return {key: _composed(item) for key, item in value.items()}
    return [_composed(item) for item in value] if isinstance(value, list) else value


def sound(workspace: Workspace, fields: Mapping[str, Any]) -> Draft:
    """The same where faults end the command; doubts are told."""
    found = judged(workspace, fields)
    if not isinstance(found, Draft):
        raise refusal(found)
    tell(found.doubts)
    return found


def refusal(faults: Sequence[Fault]) -> CannotDo:
    """All faults but the last are told here, the last by the error boundary: one line each."""
    tell(faults[:-1])
    return CannotDo(faults[-1].message, faults[-1].hint)


def tell(faults: Iterable[Fault]) -> None:
    """One line each."""
    for fault in faults:
        complain(CannotDo(fault.message, fault.hint))


def broken_off(kept: int, count: int, failed: str, error: OSError | CannotDo) -> CannotDo:
    """How many of some updates were kept before one could not be, and why: run again, a command records only the rest.
    `failed` is the file that the system refused."""
    why = f"{failed}: {fault_words(error)}" if isinstance(error, OSError) else error.message
    words = f"mới ghi được {count_words(kept)} trên {count_words(count)} cập nhật; {why}"
    return CannotDo(words, "chữa xong thì chạy lại lệnh này: chỉ ghi phần còn thiếu")


def keep(workspace: Workspace, draft: Draft) -> bool:
    """Write the update's file; False where the same was recorded before."""
    return create(inside(workspace.root, draft.path), draft.text.encode())


def after(workspace: Workspace, drafts: Iterable[Draft]) -> Workspace:
    """The workspace with updates that were kept since it was read."""
    entries = {
        entry.id: entry for entry in (*(draft.entry for draft in drafts), *workspace.entries)
    }
    return workspace._replace(entries=tuple(entries.values()))


def place(workspace: Workspace, draft: Draft) -> str:
    """Where the update's file is, as a person in the current folder would type it."""
    return relative(workspace.root / draft.path)


def tell_answered(workspace: Workspace, draft: Draft) -> None:
    """The difficulty and the proposal that an update answers, which are closed by it, in one line."""
    if not draft.update.answers:
        return
    asked = next(
        (entry.update for entry in workspace.entries if entry.id == draft.update.answers), None
    )
    remarks = ((title, asked and getattr(asked, kind)) for kind, title in REMARK_KINDS.items())
    told = [
        f"{title} ({workspace.plan.name(INSIDE.get(r.to, r.to))}): {r.text}"
        for title, r in remarks
        if r
    ]
    if told:
        notice(f"Trả lời {draft.update.answers}: {'; '.join(told)}")


def tell_kept(workspace: Workspace, draft: Draft, written: bool) -> None:
    """What was recorded, in one line, and what is closed by it."""
    said = f"{draft.words}, {workspace.plan.name(draft.update.unit)}"
    notice(f"Đã ghi: {said}." if written else f"Cập nhật này đã có, không ghi lại: {said}.")
    tell_answered(workspace, draft)


class Owed(NamedTuple):
    """What a unit has still to report in a reporting period, in the plan's order; asked at all where `of` is any."""

    unit: str
    period: ReportingPeriod
    tasks: tuple[str, ...]
    of: int


def owed(workspace: Workspace, unit: str, on: date, as_of: date) -> Owed | None:
    """What a unit owes in the period to which a day belongs; null where nothing is asked of it."""
    plan = workspace.plan
    period = next((p for p in reporting_periods(plan, workspace.calendar) if p.holds(on)), None)
    if period is None:
        return None
    asked = [
        answer
        for answer in answers(plan, workspace.entries, period, as_of, workspace.calendar)
        if reports_on(plan, unit, answer)
    ]
    return Owed(unit, period, _open(asked), len(asked)) if asked else None


def _open(asked: Iterable[Answer]) -> tuple[str, ...]:
    return tuple(answer.task for answer in asked if not answer.reported)


MOST_TOLD = 8
"""Ids in one line about what is owed."""


def owed_line(plan: Plan, found: Owed) -> str:
    """`Phòng … còn phải báo cáo quý III năm 2023: 12 nhiệm vụ (A.I.2, …).`"""
    who, when = plan.name(found.unit), period_words(found.period.period)
    if not found.tasks:
        return f"{who} đã báo cáo đủ {when}."
    ids = ", ".join(found.tasks[:MOST_TOLD]) + (", …" if len(found.tasks) > MOST_TOLD else "")
    return f"{who} còn phải báo cáo {when}: {count_words(len(found.tasks))} nhiệm vụ ({ids})."


def tell_owed(workspace: Workspace, drafts: Iterable[Draft], as_of: date) -> None:
    """What the units that have just spoken still owe: one line each."""
    kept = tuple(drafts)
    known, periods = after(workspace, kept), reporting_periods(workspace.plan, workspace.calendar)
    # by period, for what is owed takes all updates to know
    spoken = {
        (u.unit, next((p for p in periods if p.holds(u.date)), None)): u
        for u in (d.update for d in kept)
    }
    for update in spoken.values():
        if found := owed(known, update.unit, update.date, as_of):
            notice(owed_line(workspace.plan, found))


def rest_fields(unit: str, period: ReportingPeriod, today: date) -> dict[str, Any]:
    """The one line by which a unit closes all its other tasks for a period."""
    return {
        "about": REST,
        "period": period.period.id,
        "unit": unit,
        "date": rest_day(period, today),
        "state": "nothing",
    }
