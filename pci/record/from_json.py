"""`pci record --from-json`: updates written by a script, judged together and kept only when all are well."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pci.core.dates import parse_day
from pci.core.errors import CannotDo
from pci.core.vi import shortened
from pci.files.attachments import proof
from pci.files.yamlio import MAX_BYTES
from pci.record.drafts import Draft, Fault, judged_all, refusal, tell
from pci.workspace import Workspace

_TEXT, _NUMBER = "một chuỗi", "một số"

Kind = str | list[str] | Mapping[str, Any]
"""What a value is: a text or a number, an array, or an object whose key "" stands for any."""

KINDS: Mapping[str, Kind] = {
    "about": _TEXT,
    "period": _TEXT,
    "unit": _TEXT,
    "date": _TEXT,
    "state": _TEXT,
    "percent": _NUMBER,
    "figures": {"": _NUMBER},
    "result": _TEXT,
    "evidence": [_TEXT],
    "difficulty": {"to": _TEXT, "text": _TEXT},
    "proposal": {"to": _TEXT, "text": _TEXT},
    "corrects": _TEXT,
    "answers": _TEXT,
}
"""What each field of an update holds."""


def drafts(workspace: Workspace, source: str, written: Mapping[str, Any]) -> tuple[Draft, ...]:
    """The updates of one JSON object or of an array of them; raises with every fault of each where any has one, by its
    place as `[3].figures.ho-so`."""
    made: list[Draft] = []
    faults: list[Fault] = []
    doubts: list[Fault] = []
    tree = _tree(_content(source))
    read = [
        _fields(workspace, one, written) for one in (tree if isinstance(tree, list) else [tree])
    ]
    told = iter(judged_all(workspace, (fields for fields in read if not isinstance(fields, tuple))))
    for number, one in enumerate(read):
        where = f"[{number}]" if isinstance(tree, list) else ""
        found = one if isinstance(one, tuple) else next(told)
        if isinstance(found, Draft):
            made.append(found)
            doubts += (_placed(where, fault) for fault in found.doubts)
        else:
            faults += (_placed(where, fault) for fault in found)
    if faults:
        raise refusal(faults)
    tell(doubts)
    return tuple(made)


def _placed(where: str, fault: Fault) -> Fault:
    """`[3].figures.ho-so: phải là một số`"""
    place = shortened(".".join(filter(None, (where, fault.field)))) or "JSON"
    return fault._replace(message=f"{place}: {fault.message.removeprefix(f'{fault.field}: ')}")


def _fields(
    workspace: Workspace, tree: Any, written: Mapping[str, Any]
) -> dict[str, Any] | tuple[Fault, ...]:
    """The fields of one update, evidence found on the disk; or what forbids taking them as they stand."""
    if faults := tuple(_faults("", tree, KINDS)):
        return faults
    try:
        evidence = [proof(workspace.root, line) for line in tree.get("evidence") or ()]
    except CannotDo as error:
        return (Fault("evidence", error.message, error.hint),)
    day = parse_day(tree.get("date") or "") or tree.get("date")
    return {**tree, "date": day, "evidence": evidence, **written}


def _faults(place: str, value: Any, kind: Kind) -> Iterator[Fault]:
    """What forbids taking a value as it stands; a null is a field of the update left out."""
    if isinstance(kind, list):
        if not isinstance(value, list):
            yield Fault(place, "phải là một mảng", 'viết ["412/BC-KKT ngày 14/9/2023"]')
            return
        for n, item in enumerate(value):
            yield from _faults(f"{place}[{n}]", item, kind[0])
    elif isinstance(kind, Mapping):
        if not isinstance(value, dict):
            yield Fault(place, "phải là một đối tượng", 'viết {"…": …}')
            return
        for name, item in value.items():
            inside, inner = f"{place}.{name}" if place else name, kind.get("", kind.get(name))
            if inner is None:
                near = get_close_matches(name, kind, 1)
                hint = (
                    f"có phải «{near[0]}»?" if near else f"các trường dùng được: {', '.join(kind)}"
                )
                yield Fault(inside, "không có trường này", hint)
            elif place or item is not None:
                yield from _faults(inside, item, inner)
    elif isinstance(value, bool) or not isinstance(value, str if kind == _TEXT else (int, Decimal)):
        yield Fault(place, f"phải là {kind}", "chữ đặt trong nháy kép, số thì không")


def _content(source: str) -> bytes:
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if source == "-" else _file(Path(source))
    if len(data) > MAX_BYTES:
        raise CannotDo(f"JSON lớn hơn {MAX_BYTES >> 20} MiB", "chia làm nhiều lần")
    return data


def _file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _tree(data: bytes) -> Any:
    try:
        tree = json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refused,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError:
        raise CannotDo("JSON không phải UTF-8", "lưu lại dưới dạng UTF-8") from None
    except json.JSONDecodeError as error:
        raise CannotDo(
            f"JSON sai ở dòng {error.lineno}, cột {error.colno}", "xem dấu phẩy, ngoặc, nháy"
        ) from None
    except (
        RecursionError,
        ValueError,
        ArithmeticError,
    ):  # nested without end, or numbers without measure
        raise CannotDo(
            "JSON không dùng được: lồng quá sâu hoặc số quá dài", "viết một mảng các đối tượng"
        ) from None
    if tree == []:
        raise CannotDo(
            "JSON không có cập nhật nào", "viết một đối tượng, hoặc một mảng các đối tượng"
        )
    return tree


def _refused(word: str) -> Any:
    raise CannotDo(f"JSON có {word}, không phải số", "bỏ trường ấy, hoặc ghi số thật")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = next(
        (name for name, count in Counter(name for name, _ in pairs).items() if count > 1), None
    )
    if twice is not None:
        raise CannotDo(f"JSON có trường «{shortened(twice)}» hai lần", "giữ lại một")
    return dict(pairs)
