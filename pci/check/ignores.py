"""Findings that a person sets aside, with a reason: `# pci: ignore[PCI431] lý do` in the file itself.

Only warnings and hints on the content can be set aside: an error makes figures wrong for every command.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pci.core.diagnostic import Diagnostic, Severity, SourceMap, Span

FAULTS = {
    "PCI016": """Lời bỏ qua phải nêu mã và lý do: người sau cần biết vì sao; chỉ bỏ qua được cảnh báo và gợi ý về nội
dung, vì lỗi thì mọi lệnh đều tính sai theo. Nằm giữa lời văn thì nó in ra giấy: với đoạn viết thành khối, đặt nó ở dòng
mở khối, sau dấu |.

Sai:
    # cập nhật
    result: Đã gửi báo cáo.  # pci: ignore[PCI448]   # ←

Đúng:
    # cập nhật
    result: Đã rà soát danh mục hàng năm.  # pci: ignore[PCI448] tên danh mục in như vậy
""",
    "PCI017": """Lời bỏ qua không còn bỏ qua điều gì thì xóa: để lại, nó sẽ che một lỗi mới mà không ai biết.

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
_COMMENT = re.compile(r"(?<!\S)#")
_DATA = re.compile(r"\s*[^\s#]")
_BLOCK = re.compile(r"[|>][-+\d]*(?=\s|$)")
_OUTSIDE = "đặt sau dấu | mở khối, sau dấu nháy, hoặc thành một dòng riêng phía trên"


class Ignore(NamedTuple):
    """One remark: its own place, the codes, and the lines that it speaks of, the last one included."""

    span: Span
    codes: tuple[str, ...]
    first: int
    last: int


class Faulty(NamedTuple):
    """A remark that sets nothing aside, and why."""

    span: Span
    message: str
    hint: str


def applied(
    found: Iterable[Diagnostic],
    sources: Mapping[str, SourceMap],
    ignorable: Collection[str],
    judged: Collection[str] = (),
) -> tuple[Diagnostic, ...]:
    """The findings without those set aside, and what is wrong with the remarks.

    A remark of no use is reported only in the files in `judged`, where every rule was run.
    """
    by_line: dict[tuple[str, str, int], list[Diagnostic]] = {}
    for d in found:
        by_line.setdefault((d.where, d.code, d.span.line), []).append(d)
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
    numbers = [n for n, line in enumerate(source.lines, 1) if _REMARK.search(line)]
    if not numbers:
        return
    scalars = _scalars(source)
    columns = _comment_columns(source.lines, scalars, numbers)
    ends = {scalar.line: last_line(scalar) for scalar in sorted(scalars, key=last_line)}
    below = 0  # the next line that is neither blank nor a comment
    for number in range(len(source.lines), 0, -1):
        line = source.lines[number - 1]
        if _DATA.match(line):
            below = number
        first = below or number
        if number in columns:
            remark = _read(line, number, columns[number], first, ends.get(first, first))
            if remark:
                yield remark


def _read(
    line: str, number: int, column: int | None, first: int, last: int
) -> Ignore | Faulty | None:
    """The remark of a line, whose comment begins at a column; `first` and `last` are the lines it speaks of."""
    found = _REMARK.search(line, column or 0)
    if found is None:
        return None
    rest = Span(number, found.start() + 1, number, len(line) + 1)
    if column is None:
        return Faulty(rest, "lời bỏ qua nằm trong lời văn, sẽ in ra giấy", _OUTSIDE)
    if whole := _WHOLE.match(line, column):
        codes = tuple(code.strip().upper() for code in whole["codes"].split(","))
        return Ignore(rest._replace(end_column=whole.end() + 1), codes, first, last)
    if found.start() > column:
        return None
    hint = "viết như: # pci: ignore[PCI448] lý do"
    return Faulty(rest, "lời bỏ qua thiếu mã hoặc lý do", hint)


def last_line(scalar: Span) -> int:
    """A block's span ends where the next line begins."""
    return scalar.end_line - (scalar.end_column == 1 and scalar.end_line > scalar.line)


def _scalars(source: SourceMap) -> list[Span]:
    """All texts of keys and values."""
    containers = {path[:-1] for path in source.values if path}
    values = [span for path, span in source.values.items() if path not in containers]
    return [*source.keys.values(), *values]


def _comment_columns(
    lines: Sequence[str], scalars: Iterable[Span], numbers: Iterable[int]
) -> dict[int, int | None]:
    """The column at which the comment of each of some lines begins: the first `#` after a blank outside all texts."""
    bare = {number: [*lines[number - 1]] for number in numbers}
    for scalar in scalars:
        for number in range(scalar.line, last_line(scalar) + 1):
            if number in bare:
                first, last = _columns(lines[number - 1], number, scalar)
                bare[number][first:last] = "x" * (last - first)
    found = {number: _COMMENT.search("".join(row)) for number, row in bare.items()}
    return {number: match.start() if match else None for number, match in found.items()}


def _columns(line: str, number: int, scalar: Span) -> tuple[int, int]:
    """From and to where a line is part of a text. Of the line that opens a block, only `|` or `>` and its signs are."""
    first = scalar.column - 1 if number == scalar.line else 0
    if number == scalar.line and (block := _BLOCK.match(line, first)):
        return first, block.end()
    return first, scalar.end_column - 1 if number == scalar.end_line else len(line)
