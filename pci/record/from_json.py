"""`pci record --from-json`: updates written by a script, judged together and kept only when all are
well."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pci.core.dates import parse_day
from pci.core.errors import CannotDo
from pci.core.vi import shortened
from pci.files.attachments import evidence_line
from pci.record.drafts import Draft, Fault, Fields, judge_all, refusal, tell
from pci.workspace import Workspace


def read_drafts(workspace: Workspace, source: str, stamp: Fields) -> tuple[Draft, ...]:
    """The updates of one JSON object or of an array of them; raises with every fault of each, by
    its place as `[3].figures`. `stamp` says who records them and when."""
    data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    tree = _parsed(data)
    listed = tree if isinstance(tree, list) else [tree]
    judgements = judge_all(workspace, [_fields(workspace, one, stamp) for one in listed])
    drafts: list[Draft] = []
    faults: list[Fault] = []
    doubts: list[Fault] = []
    for number, judgement in enumerate(judgements):
        place = f"[{number}]" if isinstance(tree, list) else ""
        if isinstance(judgement, Draft):
            drafts.append(judgement)
            doubts += (_placed(place, doubt) for doubt in judgement.doubts)
        else:
            faults += (_placed(place, fault) for fault in judgement)
    if faults:
        raise refusal(faults)
    tell(doubts)
    return tuple(drafts)


def _placed(place: str, fault: Fault) -> Fault:
    """`[3].figures: không có chỉ tiêu «ho-so»`"""
    place = ".".join(filter(None, (place, fault.field)))
    words = fault.message.removeprefix(f"{fault.field}: ")
    return Fault(fault.field, words, fault.hint).at(shortened(place) or "JSON")


def _fields(workspace: Workspace, tree: Any, stamp: Fields) -> Fields | tuple[Fault, ...]:
    """The fields of one update, or what forbids taking them as they stand; a null is a field left
    out."""
    if not isinstance(tree, dict):
        return (Fault("", "phải là một đối tượng", 'viết {"about": …}'),)
    if faults := tuple(_misplaced(tree, stamp)):
        return faults
    evidence = tree.get("evidence")
    try:
        if isinstance(evidence, list):
            evidence = [evidence_line(workspace.root, str(line)) for line in evidence]
    except CannotDo as error:
        return (Fault.of(error, "evidence"),)
    day = parse_day(str(tree.get("date"))) or tree.get("date")
    return {**tree, "date": day, "evidence": evidence, **stamp}


def _misplaced(tree: Mapping[str, Any], stamp: Fields) -> Iterator[Fault]:
    """What no update of a script holds: who records it and when, lists and objects inside
    others."""
    for name, value in tree.items():
        items = value.values() if isinstance(value, dict) else value
        if name in stamp:
            yield Fault(name, "do chương trình ghi", "bỏ trường này")
        elif isinstance(items, Iterable) and any(isinstance(i, dict | list) for i in items):
            yield Fault(name, "lồng quá sâu", "xem «pci schema update»")


def _parsed(data: bytes) -> Any:
    try:
        tree = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise CannotDo("JSON không phải UTF-8", "lưu lại dưới dạng UTF-8") from None
    except json.JSONDecodeError as error:
        words = f"JSON sai ở dòng {error.lineno}, cột {error.colno}"
        raise CannotDo(words, "xem dấu phẩy, ngoặc, nháy") from None
    except (RecursionError, ValueError, ArithmeticError):
        words = "JSON không dùng được: lồng quá sâu hoặc số quá dài"
        raise CannotDo(words, "viết một mảng các đối tượng") from None
    if tree == []:
        hint = "viết một đối tượng, hoặc một mảng các đối tượng"
        raise CannotDo("JSON không có cập nhật nào", hint)
    return tree
