"""YAML in and out: one strict reader that keeps every position, one canonical writer.

The reader admits plain trees of mappings, lists and text. Every scalar stays text (a plain
`null`, `~` or nothing is None): the field decides whether `012`, `no` or `2023-02-30` means
anything.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import yaml

from pci.core.diagnostic import (
    MOST_LISTED,
    START,
    Diagnostic,
    DocPath,
    Places,
    Severity,
    SourceMap,
    Span,
    listed,
    span_at,
)
from pci.core.vi import nfc
from pci.files.paths import MAX_BYTES
from pci.files.syntax import syntax_fault

MAX_DEPTH = 32
_MOST = 20
"""The most stray characters of a kind that are reported: a spoilt file would bury all else."""

FAULTS = {
    "PCI001": (
        "Tệp phải mã hóa UTF-8; UTF-16 và các bảng mã cũ (TCVN3, VNI, windows-1258) bị từ chối "
        "vì đọc ra chữ khác."
    ),
    "PCI002": (
        "Không có ký tự điều khiển, ký tự xuống dòng lạ hay ký tự không hợp lệ: "
        "chúng không in ra được và có thể điều khiển màn hình."
    ),
    "PCI003": """Không còn dấu xung đột của git: hai người sửa một chỗ, phải chọn lấy một.

Sai:
    <<<<<<< HEAD   # ←
    name: Văn phòng
    =======
    name: Văn phòng Ban
    >>>>>>> nhanh-2

Đúng:
    name: Văn phòng Ban
""",
    "PCI004": "Tệp không quá 4 MiB: kế hoạch lớn hơn thế thì chắc đã chép nhầm tệp.",
    "PCI005": "Cú pháp YAML đúng: sau dấu hai chấm có dấu cách, "
    """câu có dấu hai chấm đặt trong dấu nháy, ngoặc và nháy
có đủ đôi.

Sai:
    result: Kết quả: đã gửi   # ←

Đúng:
    result: "Kết quả: đã gửi"
""",
    "PCI006": """Không dùng thẻ YAML («!…»): thẻ bảo máy hiểu giá trị thành thứ khác.

Sai:
    result: !!str 12   # ←

Đúng:
    result: "12"
""",
    "PCI007": "Không dùng neo, tham chiếu và khóa gộp («&», «*», «<<»): "
    """người đọc không thấy giá trị ở chỗ của nó.

Sai:
    result: &chung Đã gửi   # ←

Đúng:
    result: Đã gửi
""",
    "PCI008": "Mỗi khóa chỉ có một lần ở một chỗ: "
    """nhiều chương trình lặng lẽ bỏ giá trị trước.

Sai:
    state: doing
    state: done   # ←

Đúng:
    state: done
""",
    "PCI009": "Không lồng quá 32 cấp: sâu hơn thế không phải dữ liệu của con người.",
    "PCI010": """Mỗi tệp một tài liệu YAML; phần sau dấu --- thứ hai sẽ không ai đọc.

Sai:
    state: doing
    ---   # ←
    state: done

Đúng:
    state: done
""",
    "PCI011": "Thụt lề bằng dấu cách, không bằng phím Tab: mỗi máy vẽ Tab một độ rộng.",
    "PCI012": """Tệp không trống và là các dòng «khóa: giá trị».

Sai:
    - Đã gửi báo cáo   # ←

Đúng:
    result: Đã gửi báo cáo
""",
    "PCI013": """Tên khóa là một từ.

Sai:
    null: Đã gửi báo cáo   # ←

Đúng:
    result: Đã gửi báo cáo
""",
    "PCI014": (
        "Tệp dữ liệu có đuôi .yaml, viết thường: "
        "tệp đuôi khác không được đọc, số liệu sẽ thiếu mà không ai biết."
    ),
    "PCI015": "Chữ có dấu dùng mã dựng sẵn (NFC); máy Mac và vài bộ gõ viết dấu rời. "
    """Chương trình vẫn đọc đúng, nhưng
tìm kiếm trong trình soạn thảo thì không ra.

Sai:
    # cập nhật
    result: \u0110a\u0303 gu\u031b\u0309i   # ←

Đúng:
    # cập nhật
    result: Đã gửi
""",
}
"""The codes of faults of a file's text, with their pages."""

_BAD_CHARACTER = re.compile(
    "([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|\r(?!\n))"
)
_CONFLICT = re.compile(r"^(<{7} (?s:.*?)^>{7}|[<>=|]{7})( .*)?\r?$", re.M)
_TAB_INDENT = re.compile(r"^ *(\t)(?=[ \t]*\S)", re.M)
_COMBINING = re.compile("[\u0300-\u036f]")
_STRAYS = (
    (
        "PCI002",
        _BAD_CHARACTER,
        "ký tự không hợp lệ U+{:04X}",
        "xóa ký tự này; chỗ xuống dòng thì thay bằng dấu xuống dòng thường",
    ),
    ("PCI003", _CONFLICT, "còn dấu xung đột của git", "giữ lại phần đúng, xóa các dòng dấu"),
    ("PCI011", _TAB_INDENT, "thụt lề bằng phím Tab", "thụt lề bằng dấu cách"),
)
"""What is wrong whatever the structure: the code, the pattern whose first group it is, what to say.
"""

_NULL = ("", "~", "null")


class Document(NamedTuple):
    """A file that was read: `tree` is None where one of `problems` is an error."""

    tree: Any
    source: SourceMap
    problems: tuple[Diagnostic, ...]


def read(data: bytes, where: str) -> Document:
    """The tree of one YAML document with the place of every key and value, or all that forbids
    reading it."""
    text = _decoded(data, where)
    if isinstance(text, Diagnostic):
        return Document(None, SourceMap(), (text,))
    if _is_plain(text) and (plain := _plain_tree(text)):
        return Document(plain, SourceMap(partial(_places, text), text), ())
    problems = [*_strays(text, where), *_apart(text, where)]
    builder = _Builder(where, problems)
    strays = {problem.code for problem in problems} - {"PCI015"}
    if strays <= {"PCI002"}:  # with marks of a conflict or tabs there is no telling levels
        builder.run(_BAD_CHARACTER.sub(" ", text) if strays else text)
    if not builder.is_broken:
        builder.refuse_no_mapping()
    tree = None if builder.is_broken else builder.root
    shown = listed(builder.problems, builder.others)
    return Document(tree, SourceMap(lambda: builder.places, text), shown)


def _places(text: str) -> Places:
    """Find the places in a text without faults."""
    builder = _Builder("", [])
    builder.run(text)
    return builder.places


def error(where: str, span: Span, code: str, message: str, hint: str) -> Diagnostic:
    """Make an error at a place of a file."""
    return Diagnostic(where, span, code, Severity.ERROR, message, hint)


def _decoded(data: bytes, where: str) -> str | Diagnostic:
    """The text of a file, or the one fault that makes the rest of it meaningless."""
    if len(data) > MAX_BYTES:
        hint = "tách nội dung hoặc kiểm tra có chép nhầm tệp"
        return error(where, START, "PCI004", f"tệp lớn hơn {MAX_BYTES >> 20} MiB", hint)
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode()
        message = "tệp không phải UTF-8 (có thể là UTF-16, TCVN3, VNI hoặc windows-1258)"
        span = span_at(before, len(before))
        return error(where, span, "PCI001", message, "lưu lại dưới dạng UTF-8")


def _strays(text: str, where: str) -> Iterator[Diagnostic]:
    """Find what is wrong whatever the structure."""
    for code, pattern, message, hint in _STRAYS:
        for match in islice(pattern.finditer(text), _MOST):
            span = span_at(text, match.start(1))
            yield error(where, span, code, message.format(ord(match[1][0])), hint)


def _apart(text: str, where: str) -> Iterator[Diagnostic]:
    """Find the first letter written apart; a whole system may write so, hence once a file."""
    mark = _COMBINING.search(text)
    if mark and nfc(text) != text:
        message = "chữ có dấu viết rời (NFD)"
        hint = "gõ lại chữ này, hoặc lưu tệp theo Unicode dựng sẵn (NFC)"
        span = span_at(text, mark.start())
        yield Diagnostic(where, span, "PCI015", Severity.WARNING, message, hint)


# --- plain trees ----------------------------------------------------------------------------------


class _NotPlain(Exception):
    """A text has more than mappings, lists and scalars: the builder judges it."""


def _is_plain(text: str) -> bool:
    """Whether a text surely has no stray character, no tab, no mark of a conflict and no letter
    written apart: to look for each takes as long as to parse."""
    is_clean = text.replace("\n", "").isprintable() and nfc(text) == text
    return is_clean and not any(mark * 7 in text for mark in "<=>|")


def _plain_tree(text: str) -> dict[str, Any] | None:
    """Make the tree of a text without its places, which takes a third of the time; null where
    anything in it must be judged."""
    take = yaml.CBaseLoader(text).get_event
    try:
        take(), take()  # the starts of the stream and of the document
        tree = _plain(take(), take, MAX_DEPTH)
        take()
        is_whole = isinstance(take(), yaml.StreamEndEvent)
    except (_NotPlain, yaml.MarkedYAMLError):
        return None
    return tree if is_whole and isinstance(tree, dict) else None


def _plain(event: Any, take: Callable[[], Any], depth: int) -> Any:
    """Make the value that begins with an event, so many levels deep at most; `take` gives the
    events after it."""
    kind = type(event)
    if kind is yaml.ScalarEvent:
        return _plain_scalar(event)
    if not depth or kind not in _COLLECTIONS or event.anchor or event.tag:
        raise _NotPlain
    if kind is yaml.MappingStartEvent:
        return _plain_mapping(take, depth - 1)
    items = []
    while type(event := take()) is not yaml.SequenceEndEvent:
        items.append(_plain(event, take, depth - 1))
    return items


_COLLECTIONS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)


def _plain_mapping(take: Callable[[], Any], depth: int) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    while type(event := take()) is not yaml.MappingEndEvent:
        key = _plain(event, take, depth)
        if not isinstance(key, str) or key in tree or key == "<<":
            raise _NotPlain
        tree[key] = _plain(take(), take, depth)
    return tree


def _plain_scalar(event: Any) -> str | None:
    text: str = event.value
    style = event.style
    if event.tag is not None or event.anchor is not None:
        raise _NotPlain
    if style == '"' and (_BAD_CHARACTER.search(text) or nfc(text) != text):
        raise _NotPlain
    return None if not style and text in _NULL else text


# --- trees with their places ----------------------------------------------------------------------


@dataclass(slots=True)
class _Frame:
    """An open mapping or list. `key` is the key whose value comes next, None when a key comes
    next."""

    container: dict[str, Any] | list[Any]
    path: DocPath
    start: Span
    key: str | None = None


class _Builder:
    """Builds the tree from events. A fault that leaves the structure whole is collected, so that
    all faults are reported at once."""

    def __init__(self, where: str, problems: list[Diagnostic]) -> None:
        self.where = where
        self.problems = problems
        self.root: Any = None
        self.values: dict[DocPath, Span] = {}
        self.keys: dict[DocPath, Span] = {}
        self.stack: list[_Frame] = []
        self.documents = 0
        self.others = 0

    @property
    def places(self) -> Places:
        """Where all that was read stands."""
        return Places(self.values, self.keys)

    @property
    def is_broken(self) -> bool:
        """Whether a fault forbids reading the tree."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def fault(self, span: Span, code: str, message: str, hint: str) -> None:
        if len(self.problems) < MOST_LISTED:
            self.problems.append(error(self.where, span, code, message, hint))
        else:
            self.others += 1

    def run(self, text: str) -> None:
        has_strays = self.is_broken
        try:
            for event in yaml.parse(text, Loader=yaml.CBaseLoader):
                if isinstance(event, yaml.CollectionStartEvent) and len(self.stack) >= MAX_DEPTH:
                    self.too_deep(_span(event))
                    return
                self.take(event)
        except yaml.MarkedYAMLError as fault:
            if not has_strays:  # else a stray character may be what broke it
                self.syntax_fault(fault, text)

    def too_deep(self, span: Span) -> None:
        self.fault(span, "PCI009", "lồng quá sâu", f"nhiều nhất {MAX_DEPTH} cấp")

    def syntax_fault(self, error: yaml.MarkedYAMLError, text: str) -> None:
        opened = self.stack[-1].start if self.stack else START
        span, message, hint = syntax_fault(error, text, opened)
        if "nesting depth" in str(error.problem):  # the library reads ahead and has its own limit
            self.too_deep(span)
        else:
            self.fault(span, "PCI005", message, hint)

    def refuse_no_mapping(self) -> None:
        if self.root is None:
            hint = "lấy lại bằng «git restore»; không có bản cũ thì xóa tệp rồi ghi lại"
            self.fault(START, "PCI012", "tệp trống", hint)
        elif not isinstance(self.root, dict):
            hint = "bỏ dấu «-» đầu dòng, viết tên khóa trước mỗi giá trị"
            self.fault(START, "PCI012", "tệp phải là các dòng «khóa: giá trị»", hint)

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self.scalar(event)
            case yaml.CollectionStartEvent():
                self.open(event)
            case yaml.CollectionEndEvent():
                self.close(event)
            case yaml.AliasEvent():
                message = f"tham chiếu «*{event.anchor}» không được dùng"
                self.fault(_span(event), "PCI007", message, "chép lại giá trị")
                self.put(None, _span(event))
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents == 2:
                    words = "tệp có hai tài liệu YAML", "bỏ dòng «---» thứ hai"
                    self.fault(_span(event), "PCI010", *words)

    def scalar(self, event: Any) -> None:
        span = _span(event)
        self.refuse_tag_and_anchor(event, span)
        if not event.style and event.value in _NULL:
            self.put(None, span)
            return
        if event.style == '"':  # an escape may spell any character
            for character in dict.fromkeys(_BAD_CHARACTER.findall(event.value)):
                message = f"ký tự không hợp lệ U+{ord(character):04X}"
                self.fault(span, "PCI002", message, "xóa ký tự này")
        self.put(nfc(event.value), span)

    def open(self, event: Any) -> None:
        span = _span(event)
        self.refuse_tag_and_anchor(event, span)
        container: dict[str, Any] | list[Any] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        self.stack.append(_Frame(container, self.put(container, span), span))

    def close(self, event: Any) -> None:
        frame, end = self.stack.pop(), event.end_mark
        span = frame.start._replace(end_line=end.line + 1, end_column=end.column + 1)
        self.values[frame.path] = span

    def refuse_tag_and_anchor(self, event: Any, span: Span) -> None:
        if event.tag is not None:
            hint = "bỏ thẻ, hoặc đặt giá trị trong dấu nháy"
            self.fault(span, "PCI006", f"thẻ «{event.tag}» không được dùng", hint)
        if event.anchor is not None:
            message = f"neo «&{event.anchor}» không được dùng"
            self.fault(span, "PCI007", message, "bỏ neo, chép lại giá trị")

    def put(self, value: Any, span: Span) -> DocPath:
        """Place a value (or a key) in the innermost open container; returns its path."""
        if not self.stack:
            if self.documents < 2:
                self.root = value
                self.values[()] = span
            return ()
        frame = self.stack[-1]
        if isinstance(frame.container, list):
            path = (*frame.path, len(frame.container))
            frame.container.append(value)
        elif frame.key is None:
            return self.key(frame, value, span)
        else:
            path = (*frame.path, frame.key)
            frame.container.setdefault(frame.key, value)
            frame.key = None
        self.values.setdefault(path, span)
        return path

    def key(self, frame: _Frame, value: Any, span: Span) -> DocPath:
        if not isinstance(value, str):
            hint = "viết «khóa: giá trị», trống thì bỏ dòng"
            self.fault(span, "PCI013", "tên khóa phải là một từ", hint)
            value = f"?{len(frame.container)}"
        path = (*frame.path, value)
        if value == "<<":
            self.fault(span, "PCI007", "khóa gộp «<<» không được dùng", "chép lại các dòng")
        elif value in frame.container:
            message = f"khóa «{value}» lặp lại (đã có ở dòng {self.keys[path].line})"
            self.fault(span, "PCI008", message, "bỏ hoặc đổi tên một trong hai")
        self.keys.setdefault(path, span)
        frame.key = value
        return path


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class _Writer(yaml.SafeDumper):
    """Canonical YAML: fields in their order, no aliases, block text for paragraphs, no wrapping."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_text(writer: _Writer, text: str) -> yaml.ScalarNode:
    return writer.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    )


def _write_moment(writer: _Writer, moment: datetime) -> yaml.ScalarNode:
    return writer.represent_scalar(
        "tag:yaml.org,2002:timestamp", moment.isoformat(timespec="seconds")
    )


def _write_number(writer: _Writer, number: Decimal) -> yaml.ScalarNode:
    kind = "int" if number == number.to_integral_value() and "." not in str(number) else "float"
    return writer.represent_scalar(f"tag:yaml.org,2002:{kind}", f"{number:f}")


_Writer.add_representer(str, _write_text)
_Writer.add_representer(datetime, _write_moment)
_Writer.add_representer(Decimal, _write_number)


def write(tree: Mapping[str, Any]) -> str:
    """Canonical YAML of a mapping of text, dates, moments, numbers, lists and mappings; `read`
    gives it back."""
    return yaml.dump(
        dict(tree),
        Dumper=_Writer,
        allow_unicode=True,
        sort_keys=False,
        width=1 << 20,
        default_flow_style=False,
    )
