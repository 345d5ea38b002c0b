"""YAML text in and out: one strict reader over libyaml's events that keeps every position, one canonical writer.

The reader admits plain trees of mappings, lists and text only. Every scalar stays text (a plain `null`, `~`
or nothing is None): whether `012`, `no` or `2023-02-30` means anything is for the field to say.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser

from pci.core.diagnostic import START, Diagnostic, DocPath, Severity, SourceMap, Span, span_at
from pci.core.vi import nfc
from pci.files.syntax import syntax_fault

MAX_BYTES = 4 << 20
MAX_DEPTH = 32
_MOST = 20
"""How many stray characters of a kind are told: a file spoilt throughout would bury everything else."""

FAULTS = {
    "PCI001": (
        "Tệp phải mã hóa UTF-8; UTF-16 và các bảng mã cũ (TCVN3, VNI, windows-1258) bị từ chối vì đọc ra chữ khác."
    ),
    "PCI002": (
        "Không có ký tự điều khiển, ký tự xuống dòng lạ hay ký tự không hợp lệ: chúng không in ra được "
        "và có thể điều khiển màn hình."
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
    "PCI005": """Cú pháp YAML đúng: sau dấu hai chấm có dấu cách, câu có dấu hai chấm đặt trong dấu nháy, ngoặc và nháy
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
    "PCI007": """Không dùng neo, tham chiếu và khóa gộp («&», «*», «<<»): người đọc không thấy giá trị ở chỗ của nó.

Sai:
    result: &chung Đã gửi   # ←

Đúng:
    result: Đã gửi
""",
    "PCI008": """Mỗi khóa chỉ có một lần trong một ánh xạ: nhiều chương trình lặng lẽ bỏ giá trị trước.

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
        "Tệp dữ liệu có đuôi .yaml, viết thường: tệp đuôi khác không được đọc, số liệu sẽ thiếu mà không ai biết."
    ),
    "PCI015": """Chữ có dấu dùng mã dựng sẵn (NFC); máy Mac và vài bộ gõ viết dấu rời. Chương trình vẫn đọc đúng, nhưng
tìm kiếm trong trình soạn thảo thì không ra.

Sai:
    # cập nhật
    result: \u0110a\u0303 gu\u031b\u0309i   # ←

Đúng:
    # cập nhật
    result: Đã gửi
""",
}
"""What every file must be before its content can be judged, by code, told as a rule tells it in its docstring."""

_BAD_CHARACTER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]|\r(?!\n)"
)
_CONFLICT = re.compile(r"^(<{7}|>{7}|={7}|\|{7})( .*)?\r?$", re.M)
_TAB_INDENT = re.compile(r"^ *\t(?=[ \t]*\S)", re.M)
_NULL = ("", "~", "null")

_HOLDS = (
    ("/progress/", "một cập nhật (about, unit, date, state, recorded)"),
    ("/reports/", "lời văn hoặc lần ban hành của một báo cáo"),
    ("/calendar/", "lịch nghỉ của một năm (year, decided, days_off)"),
    ("", "kế hoạch của một năm"),
)
"""What a file is meant to hold, by the folder it stands in."""


class Document(NamedTuple):
    """A file that was read: `tree` is None where one of `problems` is an error."""

    tree: Any
    source: SourceMap
    problems: tuple[Diagnostic, ...]


def read(data: bytes, where: str) -> Document:
    """The tree of one YAML document with the place of every key and value, or all that forbids reading it."""
    text, problem = _decoded(data, where)
    if problem:
        return Document(None, SourceMap({}, {}), (problem,))
    strays = [*_strays(text, where)]
    lines = tuple(line.removesuffix("\r") for line in text.split("\n"))
    builder = _Builder(where, strays, normal=text.isascii() or nfc(text) == text)
    if all(
        stray.code == "PCI002" for stray in strays
    ):  # with marks of a conflict or tabs there is no telling levels
        _build(builder, _BAD_CHARACTER.sub(" ", text) if strays else text)
    source = SourceMap(builder.values, builder.keys, lines)
    if not builder.is_broken and not isinstance(builder.root, dict):
        holds = next(words for folder, words in _HOLDS if folder in where)
        if builder.root is None:
            hint = f"tệp này phải giữ {holds}: lấy lại bằng «git restore», không có bản cũ thì xóa tệp rồi ghi lại"
            builder.fault(START, "PCI012", "tệp trống", hint)
        else:
            builder.fault(
                START, "PCI012", "tệp phải là các dòng «khóa: giá trị»", f"tệp này phải giữ {holds}"
            )
    return Document(None if builder.is_broken else builder.root, source, tuple(builder.problems))


def _build(builder: "_Builder", text: str) -> None:
    before = len(builder.problems)
    try:
        builder.run(text)
    except yaml.MarkedYAMLError as error:
        if not before:  # else a stray character may be what broke it
            builder.syntax_fault(error, text)
    except _TooDeep as deep:
        builder.problems.append(_depth_problem(deep.span, builder.where))


def _decoded(data: bytes, where: str) -> tuple[str, Diagnostic | None]:
    """The file's text, or the one fault that makes the rest of the file meaningless."""

    def fault(code: str, message: str, hint: str, span: Span = START) -> tuple[str, Diagnostic]:
        return "", Diagnostic(where, span, code, Severity.ERROR, message, hint)

    if len(data) > MAX_BYTES:
        return fault(
            "PCI004",
            f"tệp lớn hơn {MAX_BYTES >> 20} MiB",
            "tách nội dung hoặc kiểm tra có chép nhầm tệp",
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:2]:
        return fault("PCI001", "tệp mã hóa UTF-16", "lưu lại dưới dạng UTF-8")
    try:
        text = (data := data.removeprefix(b"\xef\xbb\xbf")).decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = "tệp không phải UTF-8 (có thể là TCVN3, VNI hoặc windows-1258)"
        return fault("PCI001", message, "lưu lại dưới dạng UTF-8", span_at(before, len(before)))
    return text, None


def _strays(text: str, where: str) -> Iterator[Diagnostic]:
    """What is found letter by letter, before any structure."""
    for found, more in _capped(_BAD_CHARACTER.finditer(text)):
        hint = (
            "thay bằng dấu xuống dòng thường"
            if found[0] in "\r\x85\u2028\u2029"
            else "xóa ký tự này"
        )
        message = f"ký tự không hợp lệ U+{ord(found[0]):04X}{more}"
        yield Diagnostic(
            where, span_at(text, found.start()), "PCI002", Severity.ERROR, message, hint
        )
    for found, more in _capped(_conflicts(text)):
        message, hint = f"còn dấu xung đột của git{more}", "giữ lại phần đúng, xóa các dòng dấu"
        yield Diagnostic(
            where, span_at(text, found.start()), "PCI003", Severity.ERROR, message, hint
        )
    for found, more in _capped(_TAB_INDENT.finditer(text)):
        message, hint = f"thụt lề bằng phím Tab{more}", "thụt lề bằng dấu cách"
        yield Diagnostic(
            where, span_at(text, found.end() - 1), "PCI011", Severity.ERROR, message, hint
        )


def _conflicts(text: str) -> Iterator[re.Match[str]]:
    """Where each conflict begins: the marks in its middle and at its end belong to it."""
    before = ">"
    for found in _CONFLICT.finditer(text):
        if before == ">" or found[1][0] == "<":
            yield found
        before = found[1][0]


def _capped(found: Iterator[re.Match[str]]) -> Iterator[tuple[re.Match[str], str]]:
    """The first of them, the last of these with words on how many more there are."""
    first = [*islice(found, _MOST)]
    rest = sum(1 for _ in found)
    for n, one in enumerate(first, 1):
        yield one, f" (còn {rest} chỗ nữa)" if rest and n == _MOST else ""


def _depth_problem(span: Span, where: str) -> Diagnostic:
    return Diagnostic(
        where, span, "PCI009", Severity.ERROR, "lồng quá sâu", f"nhiều nhất {MAX_DEPTH} cấp"
    )


class _TooDeep(Exception):
    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span


class _Frame:
    """A mapping or list being filled; `key` is the key whose value comes next, None when a key comes next."""

    __slots__ = ("container", "key", "path", "start")

    def __init__(self, container: dict[str, Any] | list[Any], path: DocPath, start: Span) -> None:
        self.container, self.path, self.start = container, path, start
        self.key: str | None = None


class _Builder:
    """Turns events into a tree. Faults that do not break the structure are collected, so all are told at once."""

    def __init__(self, where: str, problems: list[Diagnostic], normal: bool) -> None:
        self.where, self.problems, self.normal = where, problems, normal
        self.root: Any = None
        self.values: dict[DocPath, Span] = {}
        self.keys: dict[DocPath, Span] = {}
        self.stack: list[_Frame] = []
        self.last_scalar = (0, 0)
        self.documents = 0
        self.composed = False
        """Whether a letter was put together that stood apart: told once a file, which a whole system may write so."""

    @property
    def is_broken(self) -> bool:
        """Whether anything told so far forbids reading the tree."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def fault(self, span: Span, code: str, message: str, hint: str) -> None:
        self.problems.append(Diagnostic(self.where, span, code, Severity.ERROR, message, hint))

    def syntax_fault(self, error: yaml.MarkedYAMLError, text: str) -> None:
        opened = self.stack[-1].start if self.stack else START
        span, message, hint = syntax_fault(error, text, self.last_scalar, opened)
        if "nesting depth" in str(
            error.problem
        ):  # the library reads ahead of us and has its own limit
            self.problems.append(_depth_problem(span, self.where))
        else:
            self.fault(span, "PCI005", message, hint)

    def run(self, text: str) -> None:
        parser = CParser(text)
        try:
            while not isinstance(event := parser.get_event(), yaml.StreamEndEvent):
                if isinstance(event, yaml.ScalarEvent):
                    self.scalar(event)
                elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                    self.open(event)
                elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                    self.close(event)
                elif isinstance(event, yaml.AliasEvent):
                    self.fault(
                        _span(event),
                        "PCI007",
                        f"tham chiếu «*{event.anchor}» không được dùng",
                        "chép lại giá trị",
                    )
                    self.put(None, _span(event))
                elif isinstance(event, yaml.DocumentStartEvent):
                    self.documents += 1
                    if self.documents == 2:
                        self.fault(
                            _span(event),
                            "PCI010",
                            "tệp có hai tài liệu YAML",
                            "bỏ dòng «---» thứ hai",
                        )
        finally:
            parser.dispose()

    def scalar(self, event: Any) -> None:
        span = _span(event)
        self.last_scalar = event.start_mark.index, event.end_mark.index
        self.no_tag_or_anchor(event, span)
        value: str | None = event.value
        if event.style == '"' and (found := _BAD_CHARACTER.findall(event.value)):
            shown = ", ".join(f"U+{ord(one):04X}" for one in dict.fromkeys(found))
            self.fault(span, "PCI002", f"ký tự không hợp lệ {shown}", "xóa ký tự này")
        elif not event.style and value in _NULL:
            value = None
        elif event.style == '"' or not self.normal:  # an escape may spell a decomposed letter
            value = nfc(event.value)
            if value != event.value and not self.composed:
                self.composed = True
                words, hint = (
                    "chữ có dấu viết rời (NFD)",
                    "gõ lại chữ này, hoặc lưu tệp theo Unicode dựng sẵn (NFC)",
                )
                self.problems.append(
                    Diagnostic(self.where, span, "PCI015", Severity.WARNING, words, hint)
                )
        self.put(value, span)

    def open(self, event: Any) -> None:
        span = _span(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _TooDeep(span)
        self.no_tag_or_anchor(event, span)
        container: dict[str, Any] | list[Any] = (
            {} if isinstance(event, yaml.MappingStartEvent) else []
        )
        self.stack.append(_Frame(container, self.put(container, span), span))

    def close(self, event: Any) -> None:
        frame = self.stack.pop()
        self.values[frame.path] = frame.start._replace(
            end_line=event.end_mark.line + 1, end_column=event.end_mark.column + 1
        )

    def no_tag_or_anchor(self, event: Any, span: Span) -> None:
        if event.tag is not None:
            self.fault(
                span,
                "PCI006",
                f"thẻ «{event.tag}» không được dùng",
                "bỏ thẻ, hoặc đặt giá trị trong dấu nháy",
            )
        if event.anchor is not None:
            self.fault(
                span, "PCI007", f"neo «&{event.anchor}» không được dùng", "bỏ neo, chép lại giá trị"
            )

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
            self.fault(
                span, "PCI013", "tên khóa phải là một từ", "viết «khóa: giá trị», trống thì bỏ dòng"
            )
            value = f"?{len(frame.container)}"
        path = (*frame.path, value)
        if value == "<<":
            self.fault(span, "PCI007", "khóa gộp «<<» không được dùng", "chép lại các dòng")
        elif value in frame.container:
            first = self.keys[path].line
            self.fault(
                span,
                "PCI008",
                f"khóa «{value}» lặp lại (đã có ở dòng {first})",
                "bỏ hoặc đổi tên một trong hai",
            )
        self.keys.setdefault(path, span)
        frame.key = value
        return path


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class _Writer(yaml.SafeDumper):
    """Canonical YAML: fields in the order given, no aliases, block text for paragraphs, nothing wrapped."""

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
    """Canonical YAML of a mapping of text, dates, moments, numbers, lists and mappings; `read` gives it back."""
    return yaml.dump(
        dict(tree),
        Dumper=_Writer,
        allow_unicode=True,
        sort_keys=False,
        width=1 << 20,
        default_flow_style=False,
    )
