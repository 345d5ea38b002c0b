"""The parts of a .docx as strict XML trees, once its directory shows nothing that could do harm."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from pci.errors import CannotDo
from pci.rules.form_outline import External
from pci.vi import shortened

MAX_MEMBERS = 1000
MAX_BYTES = 50_000_000
MAX_TAGS = 2_000_000
"""In one part: a table of 100 000 cells has as many."""
DOCUMENT = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, etree.XMLSyntaxError, RuntimeError, ValueError)
"""What reading a damaged file raises."""

_RESAVE = "mở bằng Word rồi lưu lại dạng .docx"
_ACTIVE = (
    (
        re.compile("vba(Project|Data)|macroEnabled|customUI|/ui/|attachedToolbars|keyMapCustomizations", re.I),
        "có macro hoặc nút lệnh riêng",
        "lưu lại dạng .docx không macro",
    ),
    (
        re.compile("oleObject|activeX|word/embeddings/|relationships/(control|package)$", re.I),
        "nhúng đối tượng của chương trình khác (OLE, ActiveX, bảng tính)",
        "xóa đối tượng, hoặc dán thành hình",
    ),
    (re.compile("aFChunk", re.I), "lồng một tệp khác bên trong", "chép nội dung ấy vào tệp rồi lưu lại"),
)
"""What may act by itself, known by the names of parts, by their types and by how parts are related."""


class Package:
    """An opened .docx. Creating one refuses files that are none, are locked, or would swell beyond bounds."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise CannotDo("không phải tệp Word .docx", f"tệp .doc cũ: {_RESAVE}") from error
        self.names = frozenset(self._zip.namelist())
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_BYTES:
            raise CannotDo("tệp Word lớn bất thường, không đọc", "xóa bớt hình trong tệp rồi lưu lại")
        # Only deflate unpacks in bounded steps; other methods could swell before the declared size is compared.
        if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or m.flag_bits & 1 for m in members):
            raise CannotDo("tệp có mật khẩu hoặc nén lạ, không đọc được", f"bỏ mật khẩu, {_RESAVE}")
        if DOCUMENT not in self.names:
            raise CannotDo("không phải tệp Word .docx", "chọn văn bản Word dạng .docx")

    def part(self, name: str) -> Any:
        """The tree of one part. No part may declare a document type: the format knows none."""
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        root: Any = etree.fromstring(self._read(name), parser)
        _refuse_doctype(root)
        return root

    def optional(self, name: str) -> Any:
        """The tree of a part, empty where the package has none of that name."""
        return self.part(name) if name in self.names else etree.Element("none")

    def externals(self) -> Iterator[External]:
        """Everything that a reader's program would fetch from outside the file, links in the text too."""
        for link in self._relationships():
            if link.get("TargetMode", "").lower() == "external":
                yield External(posixpath.basename(link.get("Type", "")), link.get("Target", ""))

    def refuse_active(self) -> None:
        """Raises where anything in the file could act by itself when it is opened: macros, embedded objects, content
        from elsewhere, declared entities. Links that a person clicks may stay."""
        try:
            for name in sorted(self.names):
                if name.lower().endswith((".xml", ".rels", ".vml")):
                    data = io.BytesIO(self._read(name))
                    _, root = next(etree.iterparse(data, ("start",), resolve_entities=False, no_network=True))
                    _refuse_doctype(root)
            marks = [*self.names, *(link.get("Type", "") for link in self._relationships())]
            marks += [part.get("ContentType", "") for part in self.part("[Content_Types].xml")]
            outside = next((found for found in self.externals() if found.kind != "hyperlink"), None)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, EOFError, KeyError) as error:
            raise CannotDo("tệp Word bị hỏng, không đọc được", _RESAVE) from error
        for pattern, message, hint in _ACTIVE:
            if any(pattern.search(mark) for mark in marks):
                raise CannotDo(message, hint)
        if outside:
            message = f"trỏ ra ngoài tệp ({shortened(outside.kind)}): {shortened(outside.target)}"
            raise CannotDo(message, "nhúng hình vào tệp, bỏ mẫu gắn ngoài")

    def _read(self, name: str) -> bytes:
        data = self._zip.read(name)
        # A part of bare tags is small on disk and takes a hundred times its size as a tree.
        if data.count(b"<") > MAX_TAGS:
            raise CannotDo("tệp Word lớn bất thường, không đọc", "tách phụ lục dài thành tệp riêng")
        return data

    def _relationships(self) -> Iterator[Any]:
        for name in sorted(name for name in self.names if name.lower().endswith(".rels")):
            yield from self.part(name)

    def links(self) -> dict[str, str]:
        """The parts that the document names, by relationship id."""
        found = self.optional("word/_rels/document.xml.rels")
        return {x.get("Id", ""): posixpath.normpath(posixpath.join("/word", x.get("Target", "")))[1:] for x in found}


def _refuse_doctype(root: Any) -> None:
    if root.getroottree().docinfo.doctype:
        raise CannotDo("tệp Word chứa khai báo lạ (DOCTYPE), không đọc", _RESAVE)


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
