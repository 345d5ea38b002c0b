"""Findings that a person sets aside, with a reason: `# pci: ignore[PCI431] lý do` in the file
itself.

Only warnings and hints on the content can be set aside: an error makes figures wrong for every
command.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pci.core.diagnostic import Diagnostic, Severity, SourceMap, Span
from pci.core.grouping import grouped

FAULTS = {
    "PCI016": """Lời bỏ qua phải nêu mã và lý do: người sau cần biết vì sao; chỉ bỏ qua được cảnh
báo và gợi ý về nội dung, vì lỗi thì mọi lệnh đều tính sai theo. Nằm giữa lời văn thì nó in ra
giấy: với đoạn viết thành khối, đặt nó ở dòng mở khối, sau dấu |.

Sai:
    # cập nhật
    result: Đã gửi báo cáo.  # pci: ignore[PCI448]   # ←

Đúng:
    # cập nhật
    result: Đã rà soát danh mục hàng năm.  # pci: ignore[PCI448] tên danh mục in như vậy
""",
    "PCI017": """Lời bỏ qua không còn bỏ qua điều gì thì xóa: để lại, nó sẽ che một lỗi mới mà
không ai biết.

Sai:
    # cập nhật
    result: Đã rà soát danh mục hằng năm.  # pci: ignore[PCI448] tên danh mục in như vậy   # ←

Đúng:
    # cập nhật
    result: Đã rà soát danh mục hằng năm.
""",
}
"""What is wrong with such a remark itself, by code: warnings, for a remark changes no figure."""

_REMARK = re.compile(r"#\s*pci:\s*ignore\b", re.IGNORECASE)
_WHOLE = re.compile(
    r"#\s*pci:\s*ignore\s*\[\s*(?P<codes>[^\s,\]]+(?:\s*,\s*[^\s,\]]+)*)\s*\](?=\s+[^\s#])",
    re.IGNORECASE,
)
_DATA = re.compile(r"\s*[^\s#]")
_BLOCK = re.compile(r"[|>][-+\d]*(?=\s|$)")
_OUTSIDE = "đặt sau dấu | mở khối, sau dấu nháy, hoặc thành một dòng riêng phía trên"


class Ignore(NamedTuple):
    """One remark: its place, the codes, and the lines that it speaks of, the last included."""

    span: Span
    codes: tuple[str, ...]
    first: int
    last: int


class Faulty(NamedTuple):
    """A remark that sets nothing aside, and why."""

    span: Span
    message: str
    hint: str


def apply(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, SourceMap],
    ignorable: Collection[str],
    judged: Collection[str] = (),
) -> tuple[Diagnostic, ...]:
    """The findings without those set aside, and what is wrong with the remarks.

    A remark of no use is reported only in the files in `judged`, where every rule was run.
    """
    by_line = grouped(diagnostics, lambda d: (d.where, d.code, d.span.line))
    faults: list[Diagnostic] = []
    for where, source in sources.items():
        for remark in remarks(source):
            faults += _set_aside(by_line, where, remark, ignorable, where in judged)
    return (*(d for listed in by_line.values() for d in listed), *faults)


def _set_aside(
    by_line: dict[tuple[str, str, int], list[Diagnostic]],
    where: str,
    remark: Ignore | Faulty,
    ignorable: Collection[str],
    judged: bool,
) -> Iterator[Diagnostic]:
    """Empty what a remark sets aside, and yield what is wrong with the remark."""
    if isinstance(remark, Faulty):
        yield _warning(where, "PCI016", *remark)
        return
    for code in remark.codes:
        places = [(where, code, line) for line in range(remark.first, remark.last + 1)]
        hits = [place for place in places if place in by_line]
        if code not in ignorable:
            message = f"{code} không phải cảnh báo hay gợi ý bỏ qua được"
            yield _warning(where, "PCI016", remark.span, message, "bỏ mã này; lỗi thì phải sửa")
        elif not hits and judged:
            message = f"lời bỏ qua {code} không còn dùng tới"
            yield _warning(where, "PCI017", remark.span, message, "xóa mã này, hoặc cả lời bỏ qua")
        else:
            by_line.update((place, []) for place in hits)


def _warning(where: str, code: str, span: Span, message: str, hint: str) -> Diagnostic:
    return Diagnostic(where, span, code, Severity.WARNING, message, hint)


def remarks(source: SourceMap) -> Iterator[Ignore | Faulty]:
    """Every remark of a file, also the faulty ones, the last one first."""
    scalars = _scalars(source) if any(map(_REMARK.search, source.lines)) else []
    ends = {scalar.line: last_line(scalar) for scalar in sorted(scalars, key=last_line)}
    below = 0  # the next line that is neither blank nor a comment
    for number in range(len(source.lines), 0, -1):
        line = source.lines[number - 1]
        if _DATA.match(line):
            below = number
        first = below or number
        for match in _REMARK.finditer(line):
            yield _read(line, number, match.start(), scalars, first, ends.get(first, first))


def _read(
    line: str, number: int, start: int, scalars: Sequence[Span], first: int, last: int
) -> Ignore | Faulty:
    """A remark of a line; `first` and `last` are the lines that it speaks of."""
    rest = Span(number, start + 1, number, len(line) + 1)
    if _is_text(line, number, start + 1, scalars):
        return Faulty(rest, "lời bỏ qua nằm trong lời văn, sẽ in ra giấy", _OUTSIDE)
    whole = _WHOLE.match(line, start)
    if whole is None:
        hint = "viết như: # pci: ignore[PCI448] lý do"
        return Faulty(rest, "lời bỏ qua thiếu mã hoặc lý do", hint)
    codes = tuple(code.strip().upper() for code in whole["codes"].split(","))
    return Ignore(rest._replace(end_column=whole.end() + 1), codes, first, last)


def _is_text(line: str, number: int, column: int, scalars: Sequence[Span]) -> bool:
    """Whether a place is part of a text. On the line that opens a block, what follows `|` is a
    comment."""
    before = bisect_right(scalars, (number, column, number, column)) - 1
    if before < 0:
        return False
    scalar = scalars[before]
    opens_block = scalar.line == number and _BLOCK.match(line, scalar.column - 1)
    return (number, column) < scalar[2:] and not opens_block


def last_line(scalar: Span) -> int:
    """The last line of a text: the span of a block ends where the next line begins."""
    return scalar.end_line - (scalar.end_column == 1 and scalar.end_line > scalar.line)


def _scalars(source: SourceMap) -> list[Span]:
    """All texts of keys and values, in order."""
    containers = {path[:-1] for path in source.values if path}
    values = [span for path, span in source.values.items() if path not in containers]
    return sorted((*source.keys.values(), *values))
