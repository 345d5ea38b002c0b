"""What must be known of an agency to begin its first plan, and what is wrong with an answer."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.vi import control_character, fold, nfc, shortened, shown
from pci.record.fault import Fault

LONGEST = 200
"""Characters of a name."""
YEARS = (2000, 2100)
_WORDS_OF_ID = re.compile(r"[a-z][a-z0-9]*( [a-z0-9]+)*")


class NewUnit(NamedTuple):
    """A unit by its name and, where somebody gave one, its short name."""

    name: str
    short: str | None = None


class Answers(NamedTuple):
    """What was answered. The first unit draws up the letters and gathers the reports."""

    agency: str
    parent: str
    place: str
    units: Sequence[NewUnit]
    year: int


def id_of(name: str) -> str:
    """Make the id of a unit or a body out of its name."""
    words = fold(name)
    if not _WORDS_OF_ID.fullmatch(words):
        hint = "tên bắt đầu bằng chữ cái, không dùng chữ viết khác"
        raise CannotDo(f"«{shortened(name)}» không đặt thành mã được", hint)
    return words.replace(" ", "-")


def name_of(value: Any) -> str:
    """Get a name of one line that any document and any file can hold."""
    if not isinstance(value, str):
        raise CannotDo("phải là một đoạn văn bản", 'viết trong dấu nháy: "…"')
    name = re.sub(" +", " ", nfc(value)).strip()
    if not name:
        raise CannotDo("nội dung để trống", "viết tên")
    if len(name) > LONGEST:
        raise CannotDo(f"dài quá {LONGEST} ký tự", "viết ngắn lại")
    if control_character(name) or shown(name) != name or not _is_one_line(name):
        raise CannotDo("có ký tự không hợp lệ, không hiện ra được", "viết lại trên một dòng")
    if re.search(r"[/\\]", name):
        raise CannotDo("có dấu gạch chéo", "tên không phải đường dẫn, bỏ dấu ấy")
    return name


def _is_one_line(text: str) -> bool:
    return "\t" not in text and len(text.splitlines()) == 1


def named_body(value: Any) -> str:
    """Get the name of a unit or a body, which makes its id."""
    name = name_of(value)
    id_of(name)
    return name


def year_of(value: Any) -> int:
    """Get a year, typed or as a number."""
    first, last = YEARS
    typed = str(value) if type(value) in (str, int) else ""
    year = int(typed) if re.fullmatch(r"\d{4}", typed, re.ASCII) else 0
    if not first <= year <= last:
        raise CannotDo(f"phải là một năm từ {first} đến {last}", f"viết như {first + 26}")
    return year


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise CannotDo("phải là một danh sách, ít nhất một đơn vị", 'viết ["Văn phòng", …]')
    return value


Readers = Mapping[str, Callable[[Any], Any]]
"""What turns the value of each key into what it means; raises CannotDo."""

_FIELDS: Readers = {
    "agency": name_of,
    "parent": named_body,
    "place": name_of,
    "units": _listed,
    "year": year_of,
}
_UNIT: Readers = {"name": named_body, "short": name_of}


def judge(given: Any, called: Mapping[str, str]) -> Answers | tuple[Fault, ...]:
    """Turn what was given into answers, or list all that is wrong with it; `called` is what people
    call a key that is not called by its own name."""
    if not isinstance(given, dict):
        return (Fault("", "JSON phải là một đối tượng", 'viết {"agency": …}'),)
    values, faults = _values_in(given, called)
    return tuple(faults) or Answers(**values)


def faults_in(given: Mapping[str, Any], called: Mapping[str, str]) -> list[Fault]:
    """List what is wrong with what was given so far."""
    return _values_in(given, called, optional=_FIELDS)[1]


def _values_in(
    given: Mapping[str, Any], called: Mapping[str, str], optional: Collection[str] = ()
) -> tuple[dict[str, Any], list[Fault]]:
    faults: list[Fault] = []
    values = _read(given, _FIELDS, optional, "", called, faults)
    units = []
    for n, unit in enumerate(values.get("units", ())):
        place = f"{called.get('units', 'units')}[{n}]."
        tree = unit if isinstance(unit, dict) else {"name": unit}
        units.append(_read(tree, _UNIT, ("short",), place, {}, faults))
    bodies = [unit["name"] for unit in units if "name" in unit]
    faults += _equal_ids([*bodies, *filter(None, [values.get("parent")])])
    if not faults and units:
        values["units"] = tuple(NewUnit(**unit) for unit in units)
    return values, faults


def _read(
    tree: Mapping[str, Any],
    readers: Readers,
    optional: Collection[str],
    place: str,
    called: Mapping[str, str],
    faults: list[Fault],
) -> dict[str, Any]:
    """Read the values of a mapping, and add what is wrong with them to the faults."""
    values = {}
    for key in [key for key in tree if key not in readers]:
        hint = f"các khóa dùng được: {', '.join(readers)}"
        faults.append(Fault(key, f"{place}{shortened(key)}: khóa không có trong mẫu", hint))
    for key, read in readers.items():
        name = place + called.get(key, key)
        try:
            if key in tree:
                values[key] = read(tree[key])
            elif key not in optional:
                raise CannotDo("chưa nêu", f"thêm {name}")
        except CannotDo as error:
            faults.append(Fault.of(error, key).at(name))
    return values


def _equal_ids(names: Sequence[str]) -> Iterator[Fault]:
    """Find the ids that several names make."""
    for i, count in Counter(map(id_of, names)).items():
        if count > 1:
            same = ", ".join(f"«{shortened(name)}»" for name in names if id_of(name) == i)
            yield Fault("units", f"{same} cùng thành mã {i}", "đặt tên khác nhau")
