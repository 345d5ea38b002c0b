"""The parts of a .docx as strict XML trees."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from pci.files.office import DAMAGE as DAMAGE
from pci.files.office import External, Kind, OfficePackage
from pci.nd30.field_codes import fetched, may_fetch

DOCUMENT = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

WORD = Kind(
    "Word",
    ".docx",
    ".doc",
    DOCUMENT,
    5_000_000,
    300_000,
    "xóa bớt hình trong tệp rồi lưu lại",
    "tách phụ lục dài thành tệp riêng",
)
"""The report of a plan of 1,000 tasks has half as many bytes and tags."""


class Package(OfficePackage):
    """An opened .docx."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, WORD)

    def fetched(self) -> Iterator[External]:
        """What Word would fetch by itself, by relationships, fields and mail merges."""
        yield from super().fetched()
        yield from (external for external, _ in self.fetched_by_fields())

    def fetched_by_fields(self) -> Iterator[tuple[External, Any]]:
        """What fields and mail merges would fetch, each with the node that asks for it."""
        for name in self._xml_names():
            if may_fetch(self._read(name)):
                yield from fetched(self.part(name), name)

    def _xml_names(self) -> Iterator[str]:
        """The parts that Word reads as XML, by their names or by the types that they are given."""
        types = self.optional("[Content_Types].xml")
        named = {
            kind.get("PartName", kind.get("Extension", "")).lower()
            for kind in types
            if _is_xml(kind.get("ContentType", ""))
        }
        for name in sorted(self.names):
            extension = name.lower().rpartition(".")[2]
            if extension == "xml" or not named.isdisjoint((f"/{name}".lower(), extension)):
                yield name


def _is_xml(content: str) -> bool:
    """Whether a type of content is XML; that of a vector drawing may have a document type."""
    return content.endswith("xml") and not content.startswith("image/")


def local(node: Any) -> str:
    """The name without its namespace; an unexpanded entity has none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


_NOTHING = etree.Element("none")


def child(node: Any, name: str) -> Any:
    """The child of that name, an empty one where there is none."""
    node = node.find(W + name)
    return _NOTHING if node is None else node


def value(node: Any, name: str) -> str:
    """`val` of the child of that name."""
    child = None if node is None else node.find(W + name)
    return "" if child is None else str(child.get(W + "val", ""))


def is_on(node: Any) -> bool:
    """An on/off element, which means off where it is absent."""
    return node is not None and node.get(W + "val", "1") not in ("0", "false", "off")
