"""What a person is asked to record an update: which question comes next, and what an answer to it means.

All that is known so far is a mapping from the question's key to its value; the questions are a generator that reads it
as it goes, so that the next one is the first whose key is not there yet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from pci.core import names
from pci.core.dates import Calendar
from pci.core.errors import CannotDo
from pci.core.ledger import FINISHED, Entry, answering, items, role
from pci.core.model import INSIDE, REST, Plan
from pci.core.schedule import ReportingPeriod, period_ids, reporting_periods
from pci.core.vi import (
    STATE_LABELS,
    fold,
    nfc,
    occurrence_words,
    period_words,
    short_date,
    shortened,
)

Known = Mapping[str, Any]
"""Answers by the key of their question; a null is a question left out."""


class Desk(NamedTuple):
    """What the questions draw on. `proof` makes a stored line of evidence of a typed one: it alone knows the disk."""

    plan: Plan
    entries: Sequence[Entry]
    calendar: Calendar
    today: date
    proof: Callable[[str], str] = str


class Option(NamedTuple):
    """One answer that can be given by its number."""

    value: str
    label: str


class Question(NamedTuple):
    """One question. `read` makes a value of what was typed and raises CannotDo where it cannot, to be asked again.
    `default` is what an empty answer means, typed out; `skip` lets it be left out; `prose` may have many lines, `long`
    is worth an editor."""

    key: str
    words: str
    read: Callable[[str], Any]
    options: tuple[Option, ...] = ()
    default: str = ""
    skip: bool = False
    prose: bool = False
    long: bool = False


MOST_OPTIONS = 15
"""More than these nobody reads: rather a word more."""


def following(desk: Desk, known: Known) -> Question | None:
    """The next thing to ask; null where all is known."""
    return next(
        (question for question in _questions(desk, known) if question.key not in known), None
    )


def answered(known: Known, question: Question, typed: str) -> Known:
    """What is known once a question was answered; raises CannotDo where the answer is none."""
    said = nfc(typed).strip() or question.default
    if not said:
        if question.skip:
            return {**known, question.key: None}
        raise CannotDo(
            "chưa có câu trả lời", "gõ số thứ tự" if question.options else "Ctrl-C để thôi"
        )
    if "\n" in said and not question.prose:
        raise CannotDo(
            f"câu này nhận một dòng, vừa dán {len(said.splitlines())} dòng", "gõ lại một dòng"
        )
    if question.options and said.isascii() and said.isdigit():
        if not 1 <= int(said[:9]) <= len(question.options):
            raise CannotDo(
                f"không có số {shortened(said, 12)}", f"gõ 1 đến {len(question.options)}"
            )
        return {**known, question.key: question.options[int(said[:9]) - 1].value}
    value = question.read(said)
    if question.key == "about" and not isinstance(
        value, str
    ):  # none of those listed: other words were typed
        return {**known, "words": value}
    return {**known, question.key: value}


def fields(known: Known) -> dict[str, Any]:
    """The fields of the update that all answers make."""
    numbered = [value for key, value in known.items() if key.startswith("evidence.") and value]
    measured = {
        key.removeprefix("figures."): value
        for key, value in known.items()
        if key.startswith("figures.")
    }
    made = {
        key: known.get(key)
        for key in ("about", "period", "unit", "date", "state", "percent", "result")
    }
    made["about"] = known.get("part") or known.get("about") or known["words"]
    made["state"] = "nothing" if made["about"] == REST else made["state"]
    made["figures"] = known.get("figures") or {
        key: value for key, value in measured.items() if value is not None
    }
    made["evidence"] = [*(known.get("evidence") or ()), *numbered]
    for kind in ("difficulty", "proposal"):
        text = known.get(kind)
        made[kind] = {"to": known[f"{kind}.to"], "text": text} if isinstance(text, str) else text
    return made | {key: known.get(key) for key in ("corrects", "answers")}


def asked(desk: Desk, known: Known) -> tuple[str, ...]:
    """The fields that can be asked again once all is known, in the order of their questions."""
    return tuple(
        dict.fromkeys(("about", *(_field(question.key) for question in _questions(desk, known))))
    )


def without(known: Known, field: str) -> Known:
    """What is known once a field is to be asked again, with what hangs on it."""
    again = {"about": ("about", "period"), "date": ("date", "period")}.get(field, (field,))
    return {key: value for key, value in known.items() if _field(key) not in again}


def needed(desk: Desk, known: Known, given: Known) -> Known:
    """What is known without the answers that another one has made idle: of a task no longer spoken of, of a state no
    longer meant. What was given before the first question stays."""
    keys = {*given, *(question.key for question in _questions(desk, known))}
    return {key: value for key, value in known.items() if key in keys}


def _field(key: str) -> str:
    """The field of an update that a question's answer goes into: `figures` of `figures.ho-so`."""
    return "about" if key in ("words", "part") else key.partition(".")[0]


def _questions(desk: Desk, known: Known) -> Iterator[Question]:
    plan = desk.plan
    if "words" in known or "about" not in known:
        yield Question(
            "words",
            "Nhiệm vụ (mã, hoặc vài chữ trong lời, không cần dấu)",
            lambda said: _found(plan, said),
        )
        if not isinstance(known["words"], str):
            found = tuple(Option(i, label(plan, i)) for i in known["words"])
            only = found[0].value if len(found) == 1 else ""
            yield Question(
                "about",
                "Chọn số, hoặc gõ chữ khác để tìm lại",
                lambda said: _found(plan, said),
                found,
                only,
            )
    about = known.get("about") or known["words"]
    task = plan.tasks.get(about.partition("/")[0])
    if task and task.owes and "/" not in about:
        parts = [
            Option(f"{about}/{name}", obligation.title) for name, obligation in task.owes.items()
        ]
        parts.append(Option(about, "cả nhiệm vụ, không riêng đầu việc nào"))
        yield Question("part", "Nói về", lambda said: _among(parts, said, "đầu việc"), tuple(parts))
        about = known["part"]
    listed = tuple(Option(unit, plan.name(unit)) for unit in _units(plan, about))
    answering_alone = task is not None and len(plan.accountable(task)) == 1
    yield Question(
        "unit",
        "Đơn vị báo cáo",
        lambda said: names.unit(plan, said),
        listed if len(listed) <= MOST_OPTIONS else (),
        listed[0].label if answering_alone else "",
    )
    if about == REST:
        yield from _rest(desk, known)
        return
    default = short_date(desk.today) if abs(desk.today.year - plan.year) < 2 else ""
    yield Question("date", "Ngày có kết quả", lambda said: _day(said, desk.today), default=default)
    yield from _which(desk, known, about)
    yield from _said(desk, known, about)


def _rest(desk: Desk, known: Known) -> Iterator[Question]:
    """The one line that closes a period: which period, and a day inside its window."""
    periods = {
        p.period.id: p
        for p in reporting_periods(desk.plan, desk.calendar)
        if p.window_first <= desk.today
    }
    options = tuple(Option(i, period_words(p.period)) for i, p in periods.items())

    def period(said: str) -> str:
        return names.resolve(
            names.report_period(desk.plan, said), _named(options), "kỳ", whole=True
        )

    yield Question("period", "Kỳ báo cáo", period, options)
    window = periods.get(known["period"] or "")
    default = short_date(rest_day(window, desk.today)) if window else ""
    yield Question(
        "date",
        "Ngày, trong thời gian chốt số liệu",
        lambda said: _day(said, desk.today),
        default=default,
    )
    yield Question("result", "Lời nói thêm (Enter: không)", str, skip=True, prose=True)


def rest_day(period: ReportingPeriod, today: date) -> date:
    """The day that closes a period's reporting: today inside its window, else the window's last."""
    return today if period.holds(today) else period.window_last


def _which(desk: Desk, known: Known, about: str) -> Iterator[Question]:
    """The occurrence, where an obligation has several; the only one that fits is offered."""
    task_id, _, name = about.partition("/")
    ids = period_ids(desk.plan, desk.plan.tasks[task_id].owes[name]) if name else ()
    if not ids:
        return
    fitting = (
        fitting_periods(desk.plan, desk.entries, desk.calendar, about, known["unit"], known["date"])
        or ids
    )
    options = tuple(Option(i, occurrence_words(i)) for i in fitting)
    read = _named([Option(i, occurrence_words(i)) for i in ids])
    only = options[0].label if len(options) == 1 else ""
    yield Question(
        "period", "Kỳ", lambda said: names.resolve(said, read, "kỳ", whole=True), options, only
    )


def _said(desk: Desk, known: Known, about: str) -> Iterator[Question]:
    """What was done, in figures and words, what proves it and what stands in the way."""
    plan, task = desk.plan, desk.plan.tasks.get(about.partition("/")[0])
    states = tuple(Option(i, label) for i, label in STATE_LABELS.items())
    yield Question("state", "Tình trạng", names.state, states)
    if known["state"] != "nothing":
        if task and known["state"] == "doing" and ("/" in about or not task.standing):
            yield Question(
                "percent", "Tỷ lệ hoàn thành, 0 đến 100 (Enter: không nêu)", _percent, skip=True
            )
        for key, indicator in task.indicators.items() if task and "figures" not in known else ():
            since = ", từ lần báo cáo trước" if indicator.adds_up else ""
            words = f"{indicator.title}, {indicator.unit}{since} (Enter: không)"
            yield Question(
                f"figures.{key}",
                words,
                lambda said: names.number(said.removesuffix("%").strip()),
                skip=True,
            )
    yield Question("result", "Kết quả thực hiện", str, skip=True, prose=True, long=True)
    if known["state"] != "nothing" and "evidence" not in known:
        yield from _proofs(desk, known)
    addressees = tuple(Option(i, label) for i, label in INSIDE.items())
    addressees += tuple(Option(i, body.name) for i, body in plan.outside.items())
    for kind, title in (("difficulty", "Khó khăn, vướng mắc"), ("proposal", "Kiến nghị, đề xuất")):
        yield Question(kind, f"{title} (Enter: không)", str, skip=True, prose=True)
        if isinstance(known[kind], str):
            yield Question(
                f"{kind}.to", "Gửi", lambda said: names.addressee(plan, said), addressees
            )


def _proofs(desk: Desk, known: Known) -> Iterator[Question]:
    """One document after the other, until a line is left empty."""
    words = "Tài liệu kiểm chứng: số, ký hiệu, ngày; https://… hoặc tệp (Enter: không)"
    number = 1
    while True:
        yield Question(f"evidence.{number}", words, desk.proof, skip=True)
        if known[f"evidence.{number}"] is None:
            return
        number, words = number + 1, "Tài liệu khác (Enter: hết)"


def _found(plan: Plan, said: str) -> str | tuple[str, ...]:
    """What a person's words may speak of: the one thing that they name, else all whose text holds them."""
    try:
        return names.about(plan, said)
    except CannotDo as unnamed:
        found = [i for i, text in _texts(plan) if fold(said) in text]
        found = found or [
            i
            for i, text in _texts(plan)
            if all(word in text.split() for word in fold(said).split())
        ]
        if not found or not fold(said):
            raise unnamed from None
        if len(found) > MOST_OPTIONS:
            raise CannotDo(
                f"{len(found)} nội dung có «{shortened(said)}»", "gõ thêm vài chữ"
            ) from None
        return tuple(found)


def _texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """Everything that can be reported on but the rest, with its folded text."""
    yield from ((i, fold(task.printed_text)) for i, task in plan.tasks.items())
    paragraphs = ((i, p.text) for i, p in plan.body.items() if plan.kind_of(i))
    yield from ((i, fold(text)) for i, text in paragraphs if text)
    yield from ((i, fold(trigger.title)) for i, trigger in plan.triggers.items())


def label(plan: Plan, about: str) -> str:
    """`A.VII.4 (in là 2)  Kịp thời xử lý các khó khăn…`: the number too, where the plan prints another."""
    subject, _, obligation = about.partition("/")
    if subject in plan.triggers:
        return plan.triggers[subject].title
    if subject == REST:
        return "Các nhiệm vụ còn lại"
    task = plan.tasks.get(subject)
    text = task.work if task else plan.body[subject].text or ""
    part = f"{task.owes[obligation].title}: " if task and obligation else ""
    printed = (
        f" (in là {task.number})" if task and task.number != subject.rpartition(".")[2] else ""
    )
    return f"{subject}{printed}  {part}{' '.join(text.split())}"


def _units(plan: Plan, about: str) -> tuple[str, ...]:
    """Who may speak of it: those who answer for a task first, then the others concerned; of anything else, any unit."""
    task = plan.tasks.get(about.partition("/")[0])
    if task is None:
        return tuple(plan.units)
    first = dict.fromkeys((*plan.accountable(task), *plan.members(task.lead)))
    return (*first, *(unit for unit in plan.units if unit not in first and role(plan, task, unit)))


def _among(options: Iterable[Option], said: str, what: str) -> str:
    return names.resolve(said, {option.value: (option.label,) for option in options}, what)


def _named(options: Iterable[Option]) -> names.Names:
    return {option.value: (option.label, option.label.partition(" năm ")[0]) for option in options}


def _day(said: str, today: date) -> date:
    found = names.day(said)
    if found is None:
        raise CannotDo(f"«{shortened(said)}» không phải ngày có thật", "gõ như 14/9/2023")
    if found > today:
        raise CannotDo(
            f"ngày {short_date(found)} chưa tới", "ghi ngày có kết quả, không muộn hơn hôm nay"
        )
    return found


def _percent(said: str) -> int:
    text = said.removesuffix("%").strip()
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= 100):
        raise CannotDo(f"«{shortened(said)}» không phải số từ 0 đến 100", "gõ như 60")
    return int(text)


def fitting_periods(
    plan: Plan, entries: Iterable[Entry], calendar: Calendar, about: str, unit: str, on: date
) -> tuple[str, ...]:
    """The occurrences of an obligation that a unit's word of a day may mean: begun, and not done before it."""
    task_id, _, name = about.partition("/")
    # as it stood the day before: what is said the same day may be this very update
    stood = items(plan, entries, on - timedelta(days=1), calendar)
    units = answering(plan, plan.tasks[task_id], unit)
    fitting = dict.fromkeys(
        item.period or ""
        for item in stood
        if (item.task, item.obligation) == (task_id, name)
        and item.unit in units
        and item.state not in FINISHED
        and item.opens
        and item.opens <= on
    )
    return tuple(fitting)
