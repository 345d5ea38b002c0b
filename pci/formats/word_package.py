"""The parts of a .docx as strict XML trees."""

import posixpath
from typing import Any

from lxml import etree

from pci.formats.package import DAMAGE, Kind, OfficePackage

__all__ = ["DAMAGE", "DOCUMENT", "FALLBACK", "Package", "R", "W", "child", "is_on", "local", "value"]

DOCUMENT = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

_WORD = Kind(
    "Word",
    ".docx",
    ".doc",
    DOCUMENT,
    "xóa bớt hình trong tệp rồi lưu lại",
    "tách phụ lục dài thành tệp riêng",
)


class Package(OfficePackage):
    """An opened .docx."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, _WORD)

    def links(self) -> dict[str, str]:
        """The parts that the document names, by relationship id."""
        found = self.optional("word/_rels/document.xml.rels")
        return {x.get("Id", ""): posixpath.normpath(posixpath.join("/word", x.get("Target", "")))[1:] for x in found}


def local(node: Any) -> str:
    """The name without its namespace; an unexpanded entity has none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Any, name: str) -> Any:
    """The child of that name, an empty one where there is none."""
    found = node.find(W + name)
    return etree.Element(W + name) if found is None else found


def value(node: Any, name: str) -> str:
    """`val` of the child of that name."""
    return "" if node is None else str(child(node, name).get(W + "val", ""))


def is_on(node: Any) -> bool:
    """An on/off element, which means off where it is absent."""
    return node is not None and node.get(W + "val", "1") not in ("0", "false", "off")
