"""`pci record --from-json`: updates written by a script, judged together and kept only when all are
well."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pci.core.dates import parse_day
from pci.core.errors import CannotDo
from pci.core.vi import shortened
from pci.files.jsonio import parsed
from pci.record.drafts import Draft, judge_all, refusal, tell
from pci.record.fault import Fault, Fields
from pci.workspace import Workspace

MOST_BYTES, MOST_UPDATES = 1 << 20, 1000
"""Of one JSON: what more of them say is judged, and kept, in more than one go."""


def read_drafts(workspace: Workspace, source: str, stamp: Fields) -> list[Draft]:
    """The updates of one JSON object or of an array of them; raises with every fault of each, by
    its place as `[3].figures`. `stamp` says who records them and when."""
    tree = parsed(source, MOST_BYTES, "viết một mảng các đối tượng")
    listed = tree if isinstance(tree, list) else [tree]
    if len(listed) > MOST_UPDATES:
        hint = f"chia ra, mỗi lần không quá {MOST_UPDATES}"
        raise CannotDo(f"JSON có {len(listed)} cập nhật", hint)
    drafts: list[Draft] = []
    doubts: list[Fault] = []
    faults: list[Fault] = []
    for number, judgement in enumerate(judge_all(workspace, [_fields(i, stamp) for i in listed])):
        place = f"[{number}]" if isinstance(tree, list) else ""
        if isinstance(judgement, Draft):
            doubts += (_placed(place, doubt) for doubt in judgement.doubts)
            drafts.append(judgement)
        else:
            faults += (_placed(place, fault) for fault in judgement)
    tell(doubts)
    if faults:
        raise refusal(faults)
    return drafts


def _placed(place: str, fault: Fault) -> Fault:
    """`[3].figures: không có chỉ tiêu «ho-so»`"""
    place = ".".join(filter(None, (place, fault.field)))
    words = fault.message.removeprefix(f"{fault.field}: ")
    return Fault(fault.field, words, fault.hint).at(shortened(place) or "JSON")


def _fields(tree: Any, stamp: Fields) -> Fields | tuple[Fault, ...]:
    """The fields of one update, or its faults; a null stands for a field left out."""
    if not isinstance(tree, dict):
        return (Fault("", "phải là một đối tượng", 'viết {"about": …}'),)
    day = parse_day(str(tree.get("date"))) or tree.get("date")
    return tuple(_misplaced(tree, stamp)) or {**tree, "date": day, **stamp}


def _misplaced(tree: Mapping[str, Any], stamp: Fields) -> Iterator[Fault]:
    """A fault for each field that the program itself writes, and for each one nested too deeply."""
    for name, value in tree.items():
        items = value.values() if isinstance(value, dict) else value
        if name in stamp:
            yield Fault(name, "do chương trình ghi", "bỏ khóa này")
        elif isinstance(items, Iterable) and any(isinstance(i, dict | list) for i in items):
            yield Fault(name, "lồng quá sâu", "xem «pci schema update»")
