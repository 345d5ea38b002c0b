"""What a clerk's words in one cell of a form mean, however a spreadsheet program has kept them."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from pci.core import names
from pci.core.errors import CannotDo
from pci.core.model import LEADERS, Plan
from pci.core.vi import NO_DAY, STATE_LABELS, fold, nfc, number_words, short_date, shortened
from pci.record.fault import Fault, Fields
from pci.reports.unit_form import PERCENT, RowScope

_LONGEST_NAME = 6
"""The most words before a colon that may name an addressee."""
_TICKS = "✓✔☑☒✅√×"
_TOO_LARGE = 10**15


class Cell(NamedTuple):
    """A filled cell: where it stands, its words, and its number where it holds one. `percent`: the
    program shows it as per cent, so that 0.8 reads 80%."""

    place: str
    text: str
    number: Decimal | None = None
    percent: bool = False


Reader = Callable[[Cell, RowScope], Fields]
"""From a cell to fields of an update; none where it says nothing. Raises CannotDo."""


def read_cell(place: str, value: object, number_format: str) -> Cell:
    """A cell's value as its words. Raises CannotDo where it has none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) >= _TOO_LARGE:
            raise CannotDo("số quá lớn", "xem lại số đã gõ")
        number = _plain(Decimal(repr(value)))
        return Cell(place, number_words(number), number, "%" in number_format)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Cell(place, short_date(value))
    return Cell(place, nfc(str(value)).strip())


def _plain(number: Decimal) -> Decimal:
    """The number that a person sees: no noise of binary fractions, no idle zeros."""
    return Decimal(f"{number.quantize(Decimal('0.000001')).normalize():f}")


def _is_none(text: str) -> bool:
    """Whether words say that there is nothing to say."""
    return fold(text) in ("", "khong", "khong co")


# --- one reader a column ------------------------------------------------------------------------


def state(cell: Cell, scope: RowScope) -> Fields:
    """The state chosen, by its label with or without «đã»; a row of one state wants a tick."""
    words = fold(cell.text)
    for key in scope.states:
        if _is_label(words, key):
            return {"state": key}
    if len(scope.states) > 1:
        labels = " hoặc ".join(f"«{STATE_LABELS[key]}»" for key in scope.states)
        if _is_label(words, "done"):
            fault = "cả nhiệm vụ thì không ghi «Đã hoàn thành»"
            raise CannotDo(fault, f"chọn {labels}; việc có hạn đã xong thì ghi ở dòng đầu việc ấy")
        fault = f"tình trạng «{shortened(cell.text)}» không có trong danh sách"
        raise CannotDo(fault, f"chọn {labels}")
    if cell.text in _TICKS or words in ("x", "v", "co"):
        return {"state": scope.states[0]}
    if _is_none(cell.text):
        return {}
    raise CannotDo(f"«{shortened(cell.text)}» không phải dấu chọn", "đánh dấu x, hoặc để trống")


def _is_label(words: str, key: str) -> bool:
    label = fold(STATE_LABELS[key])
    return words in (label, label.removeprefix("da "))


def finished_on(cell: Cell, scope: RowScope) -> Fields:
    """The day on which the work was finished."""
    if _is_none(cell.text):
        return {}
    day = names.day(cell.text)
    if day is None:
        raise CannotDo(f"«{shortened(cell.text)}» {NO_DAY}", "ghi như 16/10/2023")
    return {"date": day}


def result(cell: Cell, scope: RowScope) -> Fields:
    """Words as they are."""
    return {"result": cell.text}


def reason(cell: Cell, scope: RowScope) -> Fields:
    """Why it is late or suspended."""
    return {} if _is_none(cell.text) else {"reason": cell.text}


def evidence(cell: Cell, scope: RowScope) -> Fields:
    """One document a line, whatever sign it begins with."""
    lines = [
        re.sub(r"^([-–•+*]+|\d{1,2}[.)])\s+", "", line.strip()) for line in cell.text.splitlines()
    ]
    documents = [line for line in lines if not _is_none(line)]
    return {"evidence": documents} if documents else {}


def figures(cell: Cell, scope: RowScope) -> Fields:
    """Numbers after the colon of their label; a number alone where the row has one figure."""
    numbers: dict[str, Decimal] = {}
    for line in cell.text.splitlines():
        label, _, words = line.rpartition(":")
        if _is_none(words):
            continue
        key = _indicator(line, label, scope.figures)
        title = scope.figures[key]
        if key in numbers:
            raise CannotDo(f"«{title}» ghi hai lần", "mỗi chỉ tiêu một con số")
        numbers[key] = _number(cell, words.strip(), title)
    percent = numbers.pop(PERCENT, None)
    if percent is not None and percent not in range(101):
        title = scope.figures[PERCENT]
        raise CannotDo(f"«{title}» không phải số nguyên từ 0 đến 100", "gõ như 80")
    fields: dict[str, Any] = {"figures": numbers} if numbers else {}
    return fields if percent is None else {**fields, "percent": percent}


def _indicator(line: str, typed: str, labels: Mapping[str, str]) -> str:
    """The figure of a label, typed with or without its unit; without a label the only one."""
    words = fold(typed)
    keys = [
        key
        for key, label in labels.items()
        if words in ("", fold(label), fold(label.rpartition(" (")[0]))
    ]
    if len(keys) == 1:
        return keys[0]
    known = "; ".join(f"{label}: …" for label in labels.values())
    hint = f"ghi {known}" if labels else "ghi vào cột Kết quả trong kỳ"
    raise CannotDo(f"không rõ «{shortened(line)}» là số của chỉ tiêu nào", hint)


def _number(cell: Cell, words: str, label: str) -> Decimal:
    """A number with or without the unit of its label, refused where it cannot be meant."""
    unit = label.rpartition(" (")[2].rstrip(")")
    bare = words.removesuffix(unit).strip()
    number = names.number(bare) if cell.number is None else cell.number
    if unit == "%":
        number = _rate(cell, number, words, marked=bare != words)
    elif cell.percent:
        raise CannotDo(f"«{label}» không phải tỷ lệ, ô lại ở dạng phần trăm", f"gõ «9 {unit}»")
    if number < 0:
        hint = "bỏ dấu trừ, dấu gạch đầu dòng"
        raise CannotDo(f"«{label}» không thể là {number_words(number)}", hint)
    return _plain(number)


def _rate(cell: Cell, number: Decimal, words: str, *, marked: bool) -> Decimal:
    """A number of per cent. A bare 0,8 is 80% to one reader and less than 1% to another; a bare 1
    is also what a spreadsheet leaves of 100% where it pastes the value alone."""
    if cell.percent:
        return number * 100
    if 0 < number <= 1 and not marked:
        meanings = f"{number_words(number * 100)}% hay {number_words(number)}%"
        raise CannotDo(f"không rõ «{words}» là {meanings}", "ghi kèm dấu %")
    return number


_KINDS = {
    "kho khan": "difficulty",
    "vuong mac": "difficulty",
    "han che": "difficulty",
    "kien nghi": "proposal",
    "de xuat": "proposal",
    "de nghi": "proposal",
}
_KIND = "|".join(_KINDS)
_TITLE = re.compile(rf"(?:\w{{1,2}} )?({_KIND})\b(?: (?:va )?(?:{_KIND})\b)*")
"""A folded title: a number or letter before it, the kind of a remark, further kinds."""
_SENT_TO = re.compile(r"\((?:gửi\s)?|\sgửi\s", re.IGNORECASE)


def remarks(cell: Cell, scope: RowScope) -> Fields:
    """«Khó khăn: …» and «Kiến nghị (gửi Sở KHĐT): …», each on lines of its own; a line without a
    title goes on."""
    if _is_none(cell.text):
        return {}
    sent_to: dict[str, str] = {}
    lines: dict[str, list[str]] = {}
    kind = ""
    for line in cell.text.splitlines():
        if titled := _titled(line, scope.plan):
            kind, to, line = titled
            if sent_to.setdefault(kind, to) != to:
                fault = f"hai nơi nhận cho cùng một loại: «{shortened(line)}»"
                raise CannotDo(fault, "mỗi loại một nơi nhận")
        elif not kind:
            raise _unclear(line)
        lines.setdefault(kind, []).append(line)
    texts = {kind: "\n".join(words).strip() for kind, words in lines.items()}
    return {
        kind: {"to": sent_to[kind], "text": text}
        for kind, text in texts.items()
        if not _is_none(text)
    }


def _titled(line: str, plan: Plan) -> tuple[str, str, str] | None:
    """A line that begins with a title, as its kind, the addressee and the words; null for any
    other."""
    head, colon, words = line.partition(":")
    title, *to = _SENT_TO.split(head, maxsplit=1)
    begun = _TITLE.match(fold(title))
    if not (colon and begun):
        return None
    if begun[0] != fold(title):
        raise _unclear(line)
    kind, typed, words = _KINDS[begun[1]], "".join(to).strip(" )"), words.strip()
    if typed:
        return kind, names.addressee(plan, typed), words
    return kind, *(_addressed(plan, words) if kind == "proposal" else (LEADERS, words))


def _addressed(plan: Plan, words: str) -> tuple[str, str]:
    """The addressee whose whole name stands before a colon and the words after it, else the leaders
    and all the words."""
    head, colon, rest = words.partition(":")
    called = names.matches(head, names.addressees(plan), whole=True) if colon else ()
    return (called[0], rest.strip()) if len(called) == 1 else (LEADERS, words)


def addressee_doubts(fields: Fields, plan: Plan) -> Iterator[Fault]:
    """Doubt what may be an addressee, a few words before a colon, in a proposal that goes to the
    leaders."""
    proposal = fields.get("proposal", {"to": "", "text": ""})
    if proposal["to"] != LEADERS:
        return
    for line in proposal["text"].splitlines():
        head, colon, _ = line.lstrip("-–+*• ").partition(":")
        if colon and head[:1].isupper() and len(head.split()) <= _LONGEST_NAME:
            known = ", ".join(plan.name(i) for i in plan.outside)
            words = f"«{head}» không đọc là nơi nhận, kiến nghị gửi {plan.leaders}"
            hint = f"gửi nơi khác thì ghi «Kiến nghị (gửi …): …», có: {known}"
            yield Fault("proposal", words, hint)


def _unclear(line: str) -> CannotDo:
    hint = "bắt đầu bằng «Khó khăn: …» hoặc «Kiến nghị: …»"
    return CannotDo(f"không rõ «{shortened(line)}» là khó khăn hay kiến nghị", hint)
