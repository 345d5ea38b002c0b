"""What a Word file sets beyond what the outline resolves, in short words: for people who compare two files.

As the file writes it and where it writes it: nothing is inherited here. The commonest settings have Vietnamese names,
the others keep Word's own, so that none is lost for want of a name.
"""

from collections.abc import Container, Iterator
from typing import Any

from pci.nd30.look import figure
from pci.nd30.styles import length, millimetres
from pci.nd30.word_file import W, is_on, local, value

Rest = tuple[str, ...]

_RESOLVED = frozenset(
    (
        *("pStyle", "jc", "ind", "rPr", "sectPr"),
        *("rFonts", "sz", "b", "i", "caps", "color", "highlight"),
        *("pgSz", "titlePg", "headerReference", "footerReference"),
        *("tcW", "tblW", "tblHeader"),
    )
)
"""What the outline tells of, for paragraphs, runs, pages and tables; the widths of columns stand for those of cells."""
_UNSEEN = frozenset(("lang", "noProof", "bCs", "iCs", "szCs", "tblLook", "cnfStyle", "docGrid"))
"""What programs write along and nobody sees in Vietnamese text."""
_RESOLVED_PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "pPr": {
        "spacing": ("before", "after", "line", "lineRule", "beforeAutospacing", "afterAutospacing")
    },
    "sectPr": {
        "pgMar": ("top", "bottom", "left", "right"),
        "pgNumType": ("start",),
        "cols": ("space",),
    },
}
_LENGTHS = {"header": "đầu trang cách mép", "footer": "chân trang cách mép", "gutter": "gáy"}
_PLAIN = (("color", "auto"), ("type", "dxa"))
_SWITCHES = {
    "keepNext": "giữ cùng đoạn sau",
    "keepLines": "giữ cả đoạn trên một trang",
    "pageBreakBefore": "sang trang trước đoạn",
    "widowControl": "tránh dòng lẻ",
    "contextualSpacing": "bỏ cách giữa đoạn cùng kiểu",
    "strike": "gạch ngang",
    "dstrike": "gạch ngang đôi",
    "vanish": "chữ ẩn",
    "smallCaps": "in hoa nhỏ",
    "cantSplit": "giữ trọn trên một trang",
}
_NAMES = {
    "rStyle": "kiểu chữ",
    "tblStyle": "kiểu bảng",
    "u": "gạch chân",
    "shd": "nền",
    "vertAlign": "chỉ số trên dưới",
    "numPr": "đánh số",
    "tabs": "mốc dừng",
    "vAlign": "căn dọc",
    "tblInd": "lùi trái",
    "tblCellMar": "lề ô",
    "tblLayout": "chia cột",
    "pBdr": "viền",
    "tblBorders": "viền",
    "tcBorders": "viền",
    "pgBorders": "viền trang",
    "pgMar": "",
    "spacing": "giãn cách",
    "pgNumType": "kiểu số trang",
    "cols": "cột chữ",
    "gridSpan": "gộp cột",
    "vMerge": "gộp hàng",
    "trHeight": "chiều cao hàng",
    "top": "trên",
    "bottom": "dưới",
    "left": "trái",
    "right": "phải",
    "insideH": "ngang",
    "insideV": "dọc",
}


def rest_of(properties: Any) -> Rest:
    """The settings of one set of properties that the outline does not resolve; none where the set is absent."""
    return () if properties is None else tuple(_settings(properties))


def styles_in_use(root: Any, used: set[str]) -> Iterator[tuple[str, Rest]]:
    """The styles of a document that are in use, and those that they are based on, each with its rest."""
    nodes: dict[str, Any] = {node.get(W + "styleId", ""): node for node in root.iter(W + "style")}
    known = {
        name
        for name, node in nodes.items()
        if name in used or node.get(W + "default") in ("1", "true", "on")
    }
    pending = known
    while pending:
        bases = {value(nodes[name], "basedOn") for name in pending}
        pending = {name for name in bases if name in nodes} - known
        known = known | pending
    for name in sorted(known):
        sets = ("pPr", "rPr", "tblPr", "trPr", "tcPr")
        rest = [words for part in sets for words in rest_of(nodes[name].find(W + part))]
        rest += [_said(part) for part in nodes[name].findall(W + "tblStylePr")]
        if rest:
            yield name, tuple(rest)


def _settings(properties: Any) -> Iterator[str]:
    resolved = _RESOLVED_PARTS.get(local(properties), {})
    for part in properties:
        name = local(part)
        if name in _RESOLVED or name in _UNSEEN or name.endswith("Change"):
            continue
        words = _said(part, resolved.get(name, ()))
        if name not in resolved or words != _NAMES.get(name, name):
            yield words


def _said(node: Any, resolved: Container[str] = ()) -> str:
    """`nền clear fill=FF0000`; `viền (trên single sz=4, dưới single sz=4)`."""
    name = local(node)
    if name in _SWITCHES:
        return _SWITCHES[name] if is_on(node) else f"không {_SWITCHES[name]}"
    title = _NAMES.get(name, name)
    attributes = ((key.rpartition("}")[2], set_to) for key, set_to in node.attrib.items())
    words = [
        _attribute(node, *pair)
        for pair in attributes
        if pair[0] not in resolved and pair not in _PLAIN
    ]
    inner = ", ".join(_said(part) for part in node if local(part))
    return (" " if title else ", ").join(filter(None, (title, *words, inner and f"({inner})")))


def _attribute(node: Any, name: str, set_to: str) -> str:
    if name in _LENGTHS:
        distance = millimetres(length(node, name))
        return f"{_LENGTHS[name]} {figure(distance)} mm" if distance else ""
    return set_to if name == "val" else f"{name}={set_to}"
