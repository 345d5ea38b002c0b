"""Faults of YAML syntax in Vietnamese, at the place to mend.

The library stops where it can read no further, which may be far below: at the end of the file
for an open bracket.
"""

from typing import Any, NamedTuple

from yaml import MarkedYAMLError

from pci.core.diagnostic import Span


class SyntaxFault(NamedTuple):
    """A fault of syntax: its place, what is wrong there, what to do."""

    span: Span
    message: str
    hint: str


_COLON = (
    "dấu hai chấm đặt sai chỗ",
    "lời văn thì đặt cả câu trong dấu nháy; là khóa thì căn lề, "
    "xem dòng trên có thiếu dấu hai chấm không",
)
_NO_COLON = (
    "thiếu dấu hai chấm sau tên khóa",
    "viết «khóa: giá trị»; nếu là lời nối dòng trên thì thụt vào",
)
_INDENT = (
    "thụt lề lệch",
    "căn thẳng với các khóa cùng cấp; lời của khối «|» thì với dòng đầu của khối",
)
_REST = (
    "còn chữ sau dấu nháy hoặc dấu ngoặc đóng",
    "đặt cả giá trị trong một cặp dấu nháy, bên trong dùng loại kia; "
    "nếu ở đây đã đúng thì tìm dấu nháy chưa đóng ở các dòng trên",
)
_BRACKET = (
    "trong ngoặc thiếu dấu phẩy hoặc dấu đóng",
    "thêm dấu ấy, hoặc đặt giá trị trong dấu nháy",
)
_QUOTE = "dấu nháy chưa đóng", "thêm dấu nháy đóng"
_VALUE = "dấu đặt ở chỗ của giá trị", "xóa dấu thừa, hoặc đặt trong dấu nháy"
_ESCAPE = "dấu \\ trong nháy kép không hợp lệ", "dùng dấu nháy đơn"
_WORDS = {
    "mapping values are not": _COLON,
    "could not find expected ':'": _NO_COLON,
    "did not find expected key": _INDENT,
    "did not find expected '-'": (
        "danh sách viết lẫn với khóa",
        "mỗi dòng của danh sách bắt đầu bằng «- »",
    ),
    "did not find expected ','": _BRACKET,
    "did not find expected node": _VALUE,
    "did not find expected <doc": (
        "dòng này không nối tiếp các dòng trên",
        "căn thẳng với dòng đầu tệp",
    ),
    "found unexpected": _QUOTE,
    "found a tab character": ("thụt lề bằng phím Tab", "thụt lề bằng dấu cách"),
    "found character that cannot": (
        "ký tự không mở đầu giá trị được",
        "đặt giá trị trong dấu nháy",
    ),
    "did not find expected alpha": (
        "dấu & hoặc * không mở đầu giá trị được",
        "đặt giá trị trong dấu nháy; gạch đầu dòng là «- »",
    ),
    "did not find expected comment": (
        "còn chữ sau dấu mở khối",
        "xuống dòng, thụt vào rồi mới viết lời văn",
    ),
    "block sequence entries": ("dấu «-» đặt sai chỗ", "xuống dòng trước danh sách"),
    "found invalid Unicode": ("ký tự không hợp lệ trong nháy kép", "xóa ký tự này"),
    "found unknown escape": _ESCAPE,
    "did not find expected hex": _ESCAPE,
    "found undefined tag": ("thẻ «!» không được dùng", "bỏ thẻ, hoặc đặt giá trị trong dấu nháy"),
    "": ("cú pháp YAML sai ở đây", "xem dòng trên"),
}
"""What is wrong and what to do, by the first words of the library."""


def syntax_fault(error: MarkedYAMLError, text: str, opened: Span) -> SyntaxFault:
    """Say what stopped the library. `opened` is the start of the innermost mapping or list."""
    words = next(ours for english, ours in _WORDS.items() if str(error.problem).startswith(english))
    mark: Any = error.problem_mark
    context: Any = error.context_mark
    place, is_end = _at(mark), not text[mark.index :].strip()
    if words in (_NO_COLON, _BRACKET, _QUOTE) and (is_end or context.line < mark.line):
        return SyntaxFault(_at(context), *words)
    if words is _VALUE and is_end:
        return SyntaxFault(opened, *_BRACKET)
    if words is _INDENT and text[: mark.index].rpartition("\n")[2].strip():
        words = _REST
    return SyntaxFault(place, *words)


def _at(mark: Any) -> Span:
    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
