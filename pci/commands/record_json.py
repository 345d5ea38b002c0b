"""`pci record --from-json`: updates written by a script, judged together and kept only when all are well."""

import json
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pci.commands.recording import Draft, Fault, judged, refusal, tell
from pci.dates import parse_day
from pci.errors import CannotDo
from pci.exhibits import proof
from pci.vi import control_character, shortened
from pci.workspace import Workspace
from pci.yamlio import MAX_BYTES

_TEXT, _NUMBER = "một chuỗi", "một số"
KINDS: Mapping[str, str | dict[str, str] | list[str]] = {
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
"""What each field holds; the key "" stands for any."""


def drafts(workspace: Workspace, source: str, written: Mapping[str, Any]) -> tuple[Draft, ...]:
    """The updates of one JSON object or of an array of them; raises with every fault of each where any has one."""
    made: list[Draft] = []
    faults: list[Fault] = []
    for number, tree in enumerate(_trees(_content(source)), 1):
        found = _draft(workspace, tree, written, made)
        if isinstance(found, Draft):
            made.append(found)
        else:
            faults += (fault._replace(message=f"cập nhật {number}: {fault.message}") for fault in found)
    if faults:
        raise refusal(faults)
    for number, draft in enumerate(made, 1):
        tell(fault._replace(message=f"cập nhật {number}: {fault.message}") for fault in draft.doubts)
    return tuple(made)


def _draft(
    workspace: Workspace, tree: Any, written: Mapping[str, Any], beside: Sequence[Draft]
) -> Draft | tuple[Fault, ...]:
    if not isinstance(tree, dict):
        return (Fault("", "không phải một đối tượng", 'viết {"about": …, "unit": …}'),)
    if faults := tuple(fault for key, value in tree.items() for fault in _faults(key, value)):
        return faults
    try:
        evidence = [proof(workspace.root, line) for line in tree.get("evidence") or ()]
    except CannotDo as error:
        return (Fault("evidence", error.message, error.hint),)
    day = parse_day(tree.get("date") or "") or tree.get("date")
    return judged(workspace, {**tree, "date": day, "evidence": evidence, **written}, beside)


def _faults(key: str, value: Any) -> list[Fault]:
    """What forbids taking a field as it stands; a null is a field left out."""
    if key not in KINDS:
        near = get_close_matches(key, KINDS, 1)
        hint = f"có phải «{near[0]}»?" if near else f"các trường dùng được: {', '.join(KINDS)}"
        return [Fault(key, f"không có trường «{shortened(key)}»", hint)]
    return [] if value is None else [*_misfit(key, value, KINDS[key])]


def _misfit(key: str, value: Any, kind: str | dict[str, str] | list[str]) -> list[Fault]:
    if isinstance(kind, list):
        if not isinstance(value, list):
            return [Fault(key, f"«{key}» phải là một mảng", 'viết ["412/BC-KKT ngày 14/9/2023"]')]
        return [fault for item in value for fault in _misfit(key, item, kind[0])]
    if isinstance(kind, dict):
        if not isinstance(value, dict):
            return [Fault(key, f"«{key}» phải là một đối tượng", 'viết {"…": …}')]
        return [fault for name, item in value.items() for fault in _misfit(f"{key}.{name}", item, kind.get("", _TEXT))]
    wanted = str if kind == _TEXT else (int, Decimal)
    if isinstance(value, bool) or not isinstance(value, wanted):
        return [Fault(key, f"«{key}» phải là {kind}", "chữ đặt trong nháy kép, số thì không")]
    if isinstance(value, str) and (found := control_character(value)):
        return [Fault(key, f"«{key}» có ký tự không hợp lệ {found}", "xóa ký tự này")]
    return []


def _content(source: str) -> bytes:
    data = sys.stdin.buffer.read(MAX_BYTES + 1) if source == "-" else _file(Path(source))
    if len(data) > MAX_BYTES:
        raise CannotDo(f"JSON lớn hơn {MAX_BYTES >> 20} MiB", "chia làm nhiều lần")
    return data


def _file(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _trees(data: bytes) -> list[Any]:
    try:
        tree = json.loads(
            data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_once
        )
    except UnicodeDecodeError:
        raise CannotDo("JSON không phải UTF-8", "lưu lại dưới dạng UTF-8") from None
    except json.JSONDecodeError as error:
        raise CannotDo(f"JSON sai ở dòng {error.lineno}, cột {error.colno}", "xem dấu phẩy, ngoặc, nháy") from None
    except (RecursionError, ValueError):  # nested without end, or a number of thousands of digits
        raise CannotDo("JSON không dùng được: lồng quá sâu hoặc số quá dài", "viết một mảng các đối tượng") from None
    listed = tree if isinstance(tree, list) else [tree]
    if not listed:
        raise CannotDo("JSON không có cập nhật nào", "viết một đối tượng, hoặc một mảng các đối tượng")
    return listed


def _refused(word: str) -> Any:
    raise CannotDo(f"JSON có {word}, không phải số", "bỏ trường ấy, hoặc ghi số thật")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise CannotDo(f"JSON có trường «{shortened(twice)}» hai lần", "giữ lại một")
    return dict(pairs)
