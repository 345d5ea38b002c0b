"""What a person at a terminal is asked to record an update: one function for each field, in the
order of asking."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from pci.clock import today
from pci.console import complain, result, visible, width
from pci.core import names
from pci.core.duty import duty_periods
from pci.core.errors import CannotDo
from pci.core.fields import title_of
from pci.core.model import INSIDE, REST, Plan, Update
from pci.core.vi import NO_DAY, STATE_LABELS, fold, nfc, occurrence_words, short_date, shortened
from pci.files.attachments import evidence_line
from pci.keyboard import line
from pci.record.implied import occurrences_of, period_of, rest_periods
from pci.workspace import Workspace

T = TypeVar("T")

Answers = dict[str, Any]
"""The fields of an update that were answered so far; a null is one left out."""

Options = Mapping[str, str]
"""Answers that can be given by their numbers, each with what it is called."""

_MOST_OPTIONS = 15
"""Of a longer list nobody finds anything: one more word finds it faster."""


def put(
    words: str, read: Callable[[str], T], options: Options | None = None, default: str = ""
) -> T:
    """Put one question until it is answered. `read` makes a value of what was typed and raises
    CannotDo where it cannot; `default` is what an empty answer means."""
    offers = dict(options or {})
    for number, offer in enumerate(offers.values(), 1):
        show(f"  {number:>2}. {offer}")

    def required(answer: str) -> T:
        if not (answer or default):
            raise CannotDo("chưa có câu trả lời", "gõ số thứ tự" if offers else "Ctrl-C để thôi")
        return read(_option(list(offers), answer or default))

    return put_optional(f"{words} [{default}]" if default else words, required)


def put_optional(words: str, read: Callable[[str], T]) -> T:
    """The same where no answer is one too."""
    while True:
        try:
            answer = nfc(line(f"{words}: ")).strip()
            if "\n" in answer:
                fault = f"câu này nhận một dòng, vừa dán {len(answer.splitlines())} dòng"
                raise CannotDo(fault, "gõ lại một dòng")
            return read(answer)
        except CannotDo as error:
            complain(error)


def put_prose(words: str) -> str | None:
    """Some lines of text; null where there are none."""
    return nfc(line(f"{words} (Enter: không): ")).strip() or None


def choose(words: str, options: Options, what: str, default: str = "") -> str:
    """One of some options, by its number, by what it is called or by a part of that."""
    called = {value: (label,) for value, label in options.items()}
    return choose_by(lambda answer: names.resolve(answer, called, what), words, options, default)


def choose_by(find: Callable[[str], str], words: str, options: Options, default: str = "") -> str:
    """The same where `find` knows more names of the options."""

    def read(answer: str) -> str:
        try:
            return find(answer)
        except CannotDo as error:  # whose hint would repeat the list, with its keys
            raise CannotDo(error.message, "gõ số thứ tự") from None

    return put(words, read, options, default)


def _option(values: list[str], answer: str) -> str:
    """The option whose number was typed, else the words as typed."""
    if not (values and answer.isascii() and answer.isdigit()):
        return answer
    number = int(answer[:9])
    if not 1 <= number <= len(values):
        raise CannotDo(f"không có số {shortened(answer, 12)}", f"gõ 1 đến {len(values)}")
    return values[number - 1]


def show(words: str) -> None:
    """Print one line, cut at the edge of the screen."""
    result(shortened(visible(words), width() - 1))


# --- what is spoken of ----------------------------------------------------------------------------


def ask_about(plan: Plan) -> str:
    """What is spoken of: by an id or by words, then among all that hold them."""
    search = partial(_search, plan)
    answer = put("Nhiệm vụ (mã, hoặc vài chữ trong lời, không cần dấu)", search)
    while not isinstance(answer, str):
        options = {i: label(plan, i) for i in answer}
        only = answer[0] if len(answer) == 1 else ""
        answer = put("Chọn số, hoặc gõ chữ khác để tìm lại", search, options, only)
    show(f"  {label(plan, answer)}")
    return ask_part(plan, answer)


def ask_part(plan: Plan, about: str) -> str:
    """Which obligation of a task that has any, or the task as a whole."""
    task = plan.tasks.get(about)
    if task is None or not task.owes:
        return about
    parts = {f"{about}/{name}": owed.title for name, owed in task.owes.items()}
    return choose("Nói về", {**parts, about: "cả nhiệm vụ, không riêng đầu việc nào"}, "đầu việc")


def _search(plan: Plan, answer: str) -> str | list[str]:
    """The one thing that a person's words name, else all whose text holds them."""
    try:
        return names.about(plan, answer, "gõ vài chữ khác")
    except CannotDo:
        texts = {
            **{i: task.printed_text for i, task in plan.tasks.items()},
            **plan.reported_paragraphs,
            **{i: trigger.title for i, trigger in plan.triggers.items()},
        }
        words = fold(answer)
        ids = [i for i, text in texts.items() if words and words in fold(text)]
        if not ids:
            raise
    if len(ids) > _MOST_OPTIONS:
        fault = f"{len(ids)} nội dung có «{shortened(answer)}»"
        raise CannotDo(fault, "gõ thêm vài chữ")
    return ids


def label(plan: Plan, about: str) -> str:
    """`A.VII.4 (in là 2)  Kịp thời xử lý các khó khăn…`: the number too, where the plan prints
    another."""
    thing, task = plan.subjects[about], plan.tasks.get(about)
    words = thing if isinstance(thing, str) else task.work if task else thing.title
    printed = f" (in là {task.number})" if task and about.rpartition(".")[2] != task.number else ""
    return f"{about}{printed}  {' '.join(words.split())}"


# --- the other fields -----------------------------------------------------------------------------


def _unit(workspace: Workspace, fields: Answers) -> str:
    """Who speaks: of a task, unless told otherwise, the one that answers for it."""
    plan = workspace.plan
    task = plan.tasks.get(fields["about"].partition("/")[0])
    accountable = plan.accountable(task) if task else ()
    default = plan.name(accountable[0]) if len(accountable) == 1 else ""
    options = {unit: plan.name(unit) for unit in plan.units if plan.heir(unit) == unit}
    return choose_by(partial(names.unit, plan), "Đơn vị báo cáo", options, default)


def _date(workspace: Workspace, fields: Answers) -> date:
    """The day that is spoken of, on which the unit must have begun."""
    plan, unit = workspace.plan, fields["unit"]

    def read(answer: str) -> date:
        day = _day(answer)
        if unit not in plan.on(day).units:
            raise names.not_begun(plan.on(day), plan, unit, "đơn vị")
        return day

    return put("Ngày có kết quả", read, default=short_date(today()))


def ask_received() -> date:
    """The day on which the Office had the forms of one batch."""
    try:
        return put("Ngày nhận biểu", _past_day, default=short_date(today()))
    except EOFError:
        result("\n")  # below the prompt
        raise CannotDo("thôi, chưa ghi gì") from None


def _day(answer: str) -> date:
    day = names.day(answer)
    if day is None:
        raise CannotDo(f"«{shortened(answer)}» {NO_DAY}", "gõ như 14/9/2023")
    return day


def _past_day(answer: str) -> date:
    day = _day(answer)
    if day > today():
        raise CannotDo(f"ngày {short_date(day)} chưa tới", "gõ ngày Văn phòng đã nhận được")
    return day


def _period(workspace: Workspace, fields: Answers) -> str | None:
    """The period meant, asked for where several fit; of the duty to report, that of a paper."""
    plan, about = workspace.plan, fields["about"]
    if papers := duty_periods(plan, about):
        options = {i: occurrence_words(i) for i in papers}
        return choose("Báo cáo của kỳ", {**options, "": "không của riêng kỳ nào"}, "kỳ") or None
    try:
        return period_of(workspace, {**fields, "period": None})
    except CannotDo:
        periods = occurrences_of(plan.on(fields["date"]), about)
    if about == REST:
        periods = tuple(period.id for period in rest_periods(plan, fields["date"]))
    return choose("Kỳ", {i: occurrence_words(i) for i in periods}, "kỳ")


def _state(workspace: Workspace, fields: Answers) -> str:
    """How it stands; a standing task as a whole is never done."""
    task = workspace.plan.tasks.get(fields["about"])
    endless = task is not None and task.standing
    states = {key: label for key, label in STATE_LABELS.items() if not endless or key != "done"}
    return choose_by(names.state, "Tình trạng", states)


def _figures(workspace: Workspace, fields: Answers) -> dict[str, Decimal]:
    """A number for each indicator of the task, unless nothing arose."""
    figures: dict[str, Decimal] = {}
    task = workspace.plan.tasks.get(fields["about"].partition("/")[0])
    if task is None or fields["state"] == "nothing":
        return figures
    for key, indicator in task.asked.items():
        since = ", từ lần báo cáo trước" if indicator.adds_up else ""
        words = f"{indicator.title}, {indicator.unit}{since} (Enter: không)"
        number = put_optional(words, lambda typed: typed and names.number(typed.rstrip("% ")))
        if isinstance(number, Decimal):
            figures[key] = number
    return figures


def _evidence(workspace: Workspace, fields: Answers) -> list[str]:
    """One document after the other, until a line is left empty; none where nothing arose."""
    documents: list[str] = []
    if fields["state"] == "nothing":
        return documents
    words = "Tài liệu kiểm chứng: số, ký hiệu, ngày; https://… hoặc tệp (Enter: không)"
    read = partial(evidence_line, workspace.root)
    while document := put_optional(words, lambda typed: typed and read(typed)):
        documents.append(document)
        words = "Tài liệu khác (Enter: hết)"
    return documents


def _remark(title: str, workspace: Workspace, fields: Answers) -> dict[str, str] | None:
    """What stands in the way, or what is asked for, and whom it is sent to."""
    text = put_prose(title)
    if text is None:
        return None
    plan = workspace.plan
    addressees = {
        i: plan.name(i) for i in (*INSIDE, *(i for i in plan.outside if plan.heir(i) == i))
    }
    return {"to": choose_by(partial(names.addressee, plan), "Gửi", addressees), "text": text}


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
    options = {field: title_of(Update, field) for field in ("about", *_fields_of(fields))}
    return choose("Sửa mục nào", options, "mục")


def forget(fields: Answers, field: str) -> None:
    """Take back an answer, and those that it may have made wrong."""
    for name in (field, *_DEPENDENT.get(field, ())):
        fields.pop(name, None)
