"""What a person at a terminal is asked to record an update: one function for each field, in the
order of asking."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple, TypeVar

from pci.clock import today
from pci.console import complain, result, visible, width
from pci.core import names
from pci.core.errors import CannotDo
from pci.core.fields import title_of
from pci.core.ledger import role
from pci.core.model import INSIDE, REST, Plan, Update
from pci.core.vi import (
    STATE_LABELS,
    fold,
    nfc,
    occurrence_words,
    short_date,
    shortened,
)
from pci.files.attachments import evidence_line
from pci.keyboard import line
from pci.record.implied import occurrences_of, period_of
from pci.workspace import Workspace

T = TypeVar("T")

Answers = dict[str, Any]
"""The fields of an update that were answered so far; a null is one left out."""

_MOST_OPTIONS = 15
"""Of a longer list nobody finds anything: one more word finds it faster."""


class Option(NamedTuple):
    """One answer that can be given by its number."""

    value: str
    label: str


def put(
    words: str, read: Callable[[str], T], options: Sequence[Option] = (), default: str = ""
) -> T:
    """Put one question until it is answered. `read` makes a value of what was typed and raises
    CannotDo where it cannot; `default` is what an empty answer means."""
    for number, option in enumerate(options, 1):
        show(f"  {number:>2}. {option.label}")
    offered = f" [{default}]" if default else ""
    while True:
        try:
            answer = _one_line(f"{words}{offered}: ") or default
            if answer:
                return read(_option(options, answer))
            hint = "gõ số thứ tự" if options else "Ctrl-C để thôi"
            raise CannotDo("chưa có câu trả lời", hint)
        except CannotDo as error:
            complain(error)


def put_optional(words: str, read: Callable[[str], T]) -> T | None:
    """The same for a question that may be skipped; null where it was."""
    while True:
        try:
            answer = _one_line(f"{words}: ")
            return read(answer) if answer else None
        except CannotDo as error:
            complain(error)


def put_prose(words: str) -> str | None:
    """Some lines of text; null where there are none."""
    return nfc(line(f"{words} (Enter: không): ")).strip() or None


def _one_line(prompt: str) -> str:
    answer = nfc(line(prompt)).strip()
    if "\n" in answer:
        fault = f"câu này nhận một dòng, vừa dán {len(answer.splitlines())} dòng"
        raise CannotDo(fault, "gõ lại một dòng")
    return answer


def _option(options: Sequence[Option], answer: str) -> str:
    """The option whose number was typed, else the words as typed."""
    if not (options and answer.isascii() and answer.isdigit()):
        return answer
    number = int(answer[:9])
    if not 1 <= number <= len(options):
        raise CannotDo(f"không có số {shortened(answer, 12)}", f"gõ 1 đến {len(options)}")
    return options[number - 1].value


def _one_of(options: Sequence[Option], what: str) -> Callable[[str], str]:
    """Reads one of some options, by what it is called or by a part of that."""
    called = {option.value: (option.label,) for option in options}
    return lambda answer: names.resolve(answer, called, what)


def show(words: str) -> None:
    """Print one line, cut at the edge of the screen."""
    result(shortened(visible(words), width() - 1))


# --- what is spoken of
# ------------------------------------------------------------------------------------------------


def ask_about(plan: Plan) -> str:
    """What is spoken of: by an id or by words, then among all that hold them."""
    search = partial(_search, plan)
    choice = put("Nhiệm vụ (mã, hoặc vài chữ trong lời, không cần dấu)", search)
    if isinstance(choice, str):
        show(f"  {label(plan, choice)}")
    while not isinstance(choice, str):
        options = [Option(i, label(plan, i)) for i in choice]
        only = choice[0] if len(choice) == 1 else ""
        choice = put("Chọn số, hoặc gõ chữ khác để tìm lại", search, options, only)
    return ask_part(plan, choice)


def ask_part(plan: Plan, about: str) -> str:
    """Which obligation of a task that has any, or the task as a whole."""
    task = plan.tasks.get(about)
    if task is None or not task.owes:
        return about
    parts = [Option(f"{about}/{name}", owed.title) for name, owed in task.owes.items()]
    parts.append(Option(about, "cả nhiệm vụ, không riêng đầu việc nào"))
    return put("Nói về", _one_of(parts, "đầu việc"), parts)


def _search(plan: Plan, answer: str) -> str | tuple[str, ...]:
    """The one thing that a person's words name, else all whose text holds them."""
    try:
        return names.about(plan, answer)
    except CannotDo as unnamed:
        words = fold(answer)
        matches = _holding(plan, words) if words else ()
        if not matches:
            raise unnamed from None
        if len(matches) > _MOST_OPTIONS:
            fault = f"{len(matches)} nội dung có «{shortened(answer)}»"
            raise CannotDo(fault, "gõ thêm vài chữ") from None
        return matches


def _holding(plan: Plan, words: str) -> tuple[str, ...]:
    """All whose text holds some folded words as they stand, else all that hold each of them."""
    texts = {i: fold(text) for i, text in _texts(plan)}
    together = [i for i, text in texts.items() if words in text]
    apart = [i for i, text in texts.items() if set(words.split()) <= set(text.split())]
    return tuple(together or apart)


def _texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """The text of everything that can be reported on but the remaining tasks."""
    yield from ((i, task.printed_text) for i, task in plan.tasks.items())
    yield from ((i, p.text) for i, p in plan.body.items() if p.text and plan.kind_of(i))
    yield from ((i, trigger.title) for i, trigger in plan.triggers.items())


def label(plan: Plan, about: str) -> str:
    """`A.VII.4 (in là 2)  Kịp thời xử lý các khó khăn…`: the number too, where the plan prints
    another."""
    if about in plan.triggers:
        return plan.triggers[about].title
    if about == REST:
        return "Các nhiệm vụ còn lại"
    if about in plan.body:
        return f"{about}  {' '.join((plan.body[about].text or '').split())}"
    subject, _, obligation = about.partition("/")
    task = plan.tasks[subject]
    part = f"{task.owes[obligation].title}: " if obligation else ""
    printed = "" if subject.endswith(f".{task.number}") else f" (in là {task.number})"
    return f"{subject}{printed}  {part}{' '.join(task.work.split())}"


# --- the other fields
# -------------------------------------------------------------------------------------------------


def _unit(workspace: Workspace, fields: Answers) -> str:
    """Who speaks: of a task those who answer for it first, then the others concerned; of anything
    else any unit."""
    plan = workspace.plan
    task = plan.tasks.get(fields["about"].partition("/")[0])
    units = [*plan.units]
    default = ""
    if task:
        accountable = plan.accountable(task)
        concerned = [unit for unit in plan.units if role(plan, task, unit)]
        units = [*dict.fromkeys((*accountable, *concerned))]
        default = plan.name(units[0]) if len(accountable) == 1 else ""
    options = [Option(unit, plan.name(unit)) for unit in units]
    shown = options if len(options) <= _MOST_OPTIONS else ()
    return put("Đơn vị báo cáo", partial(names.unit, plan), shown, default)


def _date(workspace: Workspace, fields: Answers) -> date:
    near = abs(today().year - workspace.plan.year) < 2
    return put("Ngày có kết quả", _day, default=short_date(today()) if near else "")


def _day(answer: str) -> date:
    day = names.day(answer)
    if day is None:
        raise CannotDo(f"«{shortened(answer)}» không phải ngày có thật", "gõ như 14/9/2023")
    if day > today():
        hint = "ghi ngày có kết quả, không muộn hơn hôm nay"
        raise CannotDo(f"ngày {short_date(day)} chưa tới", hint)
    return day


def _period(workspace: Workspace, fields: Answers) -> str | None:
    """The period meant, asked for where several fit."""
    plan, about = workspace.plan, fields["about"]
    try:
        return period_of(workspace, {**fields, "period": None})
    except CannotDo:
        options = [Option(i, occurrence_words(i)) for i in occurrences_of(plan, about)]
    return put("Kỳ", _one_of(options, "kỳ"), options)


def _state(workspace: Workspace, fields: Answers) -> str:
    return put("Tình trạng", names.state, [Option(i, label) for i, label in STATE_LABELS.items()])


def _figures(workspace: Workspace, fields: Answers) -> dict[str, Decimal]:
    """A number for each indicator of the task, unless nothing arose."""
    figures: dict[str, Decimal] = {}
    task = workspace.plan.tasks.get(fields["about"].partition("/")[0])
    if task is None or fields["state"] == "nothing":
        return figures
    for key, indicator in task.indicators.items():
        since = ", từ lần báo cáo trước" if indicator.adds_up else ""
        words = f"{indicator.title}, {indicator.unit}{since} (Enter: không)"
        number = put_optional(words, lambda answer: names.number(answer.rstrip("% ")))
        if number is not None:
            figures[key] = number
    return figures


def _evidence(workspace: Workspace, fields: Answers) -> list[str]:
    """One document after the other, until a line is left empty; none where nothing arose."""
    documents: list[str] = []
    if fields["state"] == "nothing":
        return documents
    words = "Tài liệu kiểm chứng: số, ký hiệu, ngày; https://… hoặc tệp (Enter: không)"
    while document := put_optional(words, partial(evidence_line, workspace.root)):
        documents.append(document)
        words = "Tài liệu khác (Enter: hết)"
    return documents


def _remark(title: str, workspace: Workspace, fields: Answers) -> dict[str, str] | None:
    """What stands in the way, or what is asked for, and whom it is sent to."""
    text = put_prose(title)
    if text is None:
        return None
    plan = workspace.plan
    addressees = [Option(i, plan.name(i)) for i in (*INSIDE, *plan.outside)]
    return {"to": put("Gửi", partial(names.addressee, plan), addressees), "text": text}


Ask = Callable[[Workspace, Answers], Any]
_ASK: Mapping[str, Ask] = {
    "unit": _unit,
    "date": _date,
    "period": _period,
    "state": _state,
    "figures": _figures,
    "result": lambda *_: put_prose("Kết quả thực hiện"),
    "evidence": _evidence,
    "difficulty": partial(_remark, "Khó khăn, vướng mắc"),
    "proposal": partial(_remark, "Kiến nghị, đề xuất"),
}
_REST_FIELDS = ("unit", "date", "period", "result")
"""What the line for the remaining tasks says: only that nothing arose in a period."""

_DEPENDENT = {"about": ("period", "figures"), "date": ("period",), "state": ("figures", "evidence")}
"""What an answer to another question may have made wrong."""


def ask_missing(workspace: Workspace, fields: Answers) -> None:
    """Ask for every field that has no answer yet."""
    if "about" not in fields:
        fields["about"] = ask_about(workspace.plan)
    for field in _fields_of(fields):
        if field not in fields:
            fields[field] = _ASK[field](workspace, fields)
    if fields["about"] == REST:
        fields["state"] = "nothing"


def _fields_of(fields: Answers) -> Iterable[str]:
    return _REST_FIELDS if fields["about"] == REST else _ASK


def ask_field(fields: Answers) -> str:
    """Which field is to be answered once more."""
    options = [Option(field, title_of(Update, field)) for field in ("about", *_fields_of(fields))]
    return put("Sửa mục nào", _one_of(options, "mục"), options)


def forget(fields: Answers, field: str) -> None:
    """Take back an answer, and those that it may have made wrong."""
    for name in (field, *_DEPENDENT.get(field, ())):
        fields.pop(name, None)
