"""An Office file (.docx, .xlsx) as its parts, once its directory shows nothing harmful."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from pci.core.errors import CannotDo
from pci.core.vi import shortened

MAX_MEMBERS = 1000
MAX_BYTES = 50_000_000

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, etree.XMLSyntaxError, RuntimeError, ValueError)
"""What reading a damaged file raises."""


class External(NamedTuple):
    """Something outside the file that a word processor would fetch."""

    kind: str
    """The type of the relationship, `field`, or `mailMerge`."""
    target: str
    """The address; the code of a field."""
    part: str = ""
    """The part with the field or the mail merge."""
    paragraph: int = 0
    """The paragraph of a field in the body."""

    @property
    def message(self) -> str:
        """Say what is wrong."""
        if self.kind == "field":
            return f"có trường Word lấy dữ liệu từ nơi khác: «{shortened(self.target)}»"
        if self.kind == "mailMerge":
            return "còn nối với danh sách trộn thư (Mail Merge)"
        return f"trỏ ra ngoài tệp ({shortened(self.kind)}): {shortened(self.target)}"

    @property
    def hint(self) -> str:
        """Say how to mend it."""
        if self.kind == "field":
            return "xóa trường ấy, hoặc chọn nó rồi bấm Ctrl+Shift+F9 để giữ lại chữ, hình"
        if self.kind == "mailMerge":
            steps = "Gửi thư (Mailings), Bắt đầu trộn thư, Văn bản Word thường"
            return f"trong Word chọn {steps} rồi lưu lại"
        if self.kind.startswith("externalLink"):
            return "trong Excel chọn Dữ liệu, Ngắt liên kết (Break Link) rồi lưu lại"
        return "nhúng hình vào tệp, bỏ mẫu gắn ngoài"


class Active(NamedTuple):
    """Something that may act by itself when the file is opened: a macro, an object of another
    program, a file within the file."""

    message: str
    hint: str


_OLD = b"\xd0\xcf\x11\xe0"
"""What an Office file of before 2007 begins with."""


class Kind(NamedTuple):
    """A kind of Office file: its program, its suffix and the older one, its main part, the most
    bytes and tags of all its parts that are read as trees, and how people make a large one
    smaller."""

    program: str
    suffix: str
    old: str
    main: str
    most_bytes: int
    most_tags: int
    smaller: str
    split: str

    @property
    def resave(self) -> str:
        """How to mend a file that cannot be read."""
        return f"mở bằng {self.program} rồi lưu lại dạng {self.suffix}"


class Link(NamedTuple):
    """A relation of one part to another: its id, its kind and the other part."""

    id: str
    kind: str
    part: str


_ACTIVE = {
    "vba(Project|Data)|macroEnabled|customUI|/ui/|attachedToolbars|keyMapCustomizations": Active(
        "có macro hoặc nút lệnh riêng", "lưu lại dạng .docx hoặc .xlsx không macro"
    ),
    "oleObject|activeX|/embeddings/|relationships/(control|package)$": Active(
        "nhúng đối tượng của chương trình khác (OLE, ActiveX, bảng tính)",
        "xóa đối tượng, hoặc dán thành hình",
    ),
    "aFChunk": Active("lồng một tệp khác bên trong", "chép nội dung ấy vào tệp rồi lưu lại"),
}
"""What may act by itself, known by the names of parts, by their types and by how parts are related.
"""
_CHARTS = "/charts/"
"""The folder of charts in the names of parts."""


class OfficePackage:
    """An opened file. A file of another kind, a locked one, or one that would swell is refused."""

    def __init__(self, data: bytes, kind: Kind) -> None:
        self._kind = kind
        what = f"{kind.program} {kind.suffix}"
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            old = f"tệp {kind.old} cũ: {kind.resave}"
            hint = old if data.startswith(_OLD) else f"chọn tệp dạng {kind.suffix}"
            raise CannotDo(f"không phải tệp {what}", hint) from error
        self.names = frozenset(self._zip.namelist())
        self._bytes: dict[str, int] = {}
        self._tags: dict[str, int] = {}
        self._trees: dict[str, Any] = {}
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_BYTES:
            raise CannotDo(f"tệp {kind.program} lớn bất thường, không đọc", kind.smaller)
        if not all(map(_is_readable, members)):
            hint = f"bỏ mật khẩu, {kind.resave}"
            raise CannotDo("tệp có mật khẩu hoặc nén lạ, không đọc được", hint)
        if kind.main not in self.names:
            raise CannotDo(f"không phải tệp {what}", f"chọn tệp dạng {kind.suffix}")

    def part(self, name: str) -> Any:
        """Get the tree of one part, always the same."""
        if name not in self._trees:
            self._trees[name] = self._tree(name)
        return self._trees[name]

    def _tree(self, name: str) -> Any:
        """Read the tree of one part. A document type is refused: the format has none."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        root: Any = etree.fromstring(self._read(name), parser)
        if root.getroottree().docinfo.doctype:
            what = f"tệp {self._kind.program} chứa khai báo lạ (DOCTYPE), không đọc"
            raise CannotDo(what, self._kind.resave)
        return root

    def tree_names(self) -> list[str]:
        """The names of the parts that are trees by their suffixes."""
        return sorted(n for n in self.names if n.lower().endswith((".xml", ".rels", ".vml")))

    def optional(self, name: str) -> Any:
        """Get the tree of a part, an empty one where there is no such part."""
        return self.part(name) if name in self.names else etree.Element("none")

    def related(self, name: str) -> Iterator[Link]:
        """List the parts that a part refers to."""
        folder, base = posixpath.split(name)
        for link in self.optional(f"{folder}/_rels/{base}.rels"):
            target = posixpath.join(f"/{folder}", link.get("Target", ""))
            part = posixpath.normpath(target).lstrip("/")
            if part in self.names:
                yield Link(link.get("Id", ""), posixpath.basename(link.get("Type", "")), part)

    def externals(self) -> Iterator[External]:
        """List everything outside the file that its parts refer to, also links in the text."""
        for _, link in self._relationships():
            if _is_outside(link):
                yield External(posixpath.basename(link.get("Type", "")), link.get("Target", ""))

    def fetched(self) -> Iterator[External]:
        """List what a word processor would fetch by itself."""
        yield from (external for external in self.externals() if external.kind != "hyperlink")

    def active(self, chart_data: bool = True) -> Iterator[Active]:
        """List what may act by itself; with or without the spreadsheets that hold the figures of
        charts."""
        harmless = frozenset() if chart_data else frozenset(self._chart_data())
        marks = [*(self.names - harmless)]
        marks += (part.get("ContentType", "") for part in self.optional("[Content_Types].xml"))
        for name, link in self._relationships():
            if not _is_outside(link) and not (harmless and _CHARTS in name):
                marks.append(link.get("Type", ""))
        for pattern, active in _ACTIVE.items():
            if any(re.search(pattern, mark, re.IGNORECASE) for mark in marks):
                yield active

    def refuse_active(self) -> None:
        """Refuse a file in which anything could act by itself. Links that a person clicks may
        stay."""
        try:
            trees = self.tree_names()
            for name in sorted(self.names.difference(trees)):
                self._zip.read(name)
            for name in trees:
                self.part(name)
            risks: list[Active | External] = [*self.active(), *self.fetched()]
        except (*DAMAGE, KeyError) as error:
            message = f"tệp {self._kind.program} bị hỏng, không đọc được"
            raise CannotDo(message, self._kind.resave) from error
        for risk in risks:
            raise CannotDo(risk.message, risk.hint)

    def _read(self, name: str) -> bytes:
        data = self._zip.read(name)
        # a part of bare tags is small on disk and takes a hundred times its size as a tree
        self._bytes[name], self._tags[name] = len(data), data.count(b"<")
        too_long = sum(self._bytes.values()) > self._kind.most_bytes
        if too_long or sum(self._tags.values()) > self._kind.most_tags:
            raise CannotDo(f"tệp {self._kind.program} lớn bất thường, không đọc", self._kind.split)
        return data

    def _relationships(self) -> Iterator[tuple[str, Any]]:
        """List every relationship with its part."""
        for name in sorted(name for name in self.names if name.lower().endswith(".rels")):
            yield from ((name, link) for link in self.part(name))

    def _chart_data(self) -> Iterator[str]:
        """List the spreadsheets that hold the figures of charts."""
        for name in self.names:
            for link in self.related(name) if _CHARTS in name else ():
                if link.kind == "package" and link.part.endswith(".xlsx"):
                    yield link.part


def _is_readable(member: zipfile.ZipInfo) -> bool:
    """Whether a member has no password and unpacks in bounded steps, which only deflate does."""
    is_locked = member.flag_bits & 1
    return not is_locked and member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _is_outside(link: Any) -> bool:
    return str(link.get("TargetMode", "")).lower() == "external"
