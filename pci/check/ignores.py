"""Findings that a person set aside, with a reason: `# pci: ignore[PCI431] lý do` in the file itself.

Only what does no harm can be set aside, warnings and hints on the content; an error makes figures wrong for every
command, however many agree to it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
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
    r"#\s*pci:\s*ignore\s*\[(?P<codes>[^\]]*)\](?P<reason>\s+[^\s#].*)?", re.IGNORECASE
)
_OUTSIDE = "đặt sau dấu | mở khối, sau dấu nháy, hoặc thành một dòng riêng phía trên"
_BLOCK = re.compile(r"[|>][-+\d]*(?=\s|$)")


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
    found: Sequence[Diagnostic],
    sources: Mapping[str, SourceMap],
    ignorable: Collection[str],
    judged: Collection[str] = (),
) -> tuple[Diagnostic, ...]:
    """The findings without those set aside, and what is wrong with the remarks. Whether a remark is still of use can
    be said only of the files in `judged`: those whose every rule was run."""
    by_code: dict[tuple[str, str], list[Diagnostic]] = {}
    for d in sorted(found, key=_line):
        by_code.setdefault((d.where, d.code), []).append(d)
    aside: set[Diagnostic] = set()
    spoken_of: set[tuple[str, str, int]] = set()
    faults: list[Diagnostic] = []
    for where, source in sources.items():
        for remark in remarks(source):
            if isinstance(remark, Faulty):
                faults.append(_fault(where, remark.span, "PCI016", remark.message, remark.hint))
                continue
            for code in remark.codes:
                listed = by_code.get((where, code), [])
                start = bisect_left(listed, remark.first, key=_line)
                end = bisect_right(listed, remark.last, key=_line)
                if code not in ignorable:
                    message, hint = (
                        f"{code} không phải cảnh báo hay gợi ý bỏ qua được",
                        "bỏ mã này; lỗi thì phải sửa",
                    )
                    faults.append(_fault(where, remark.span, "PCI016", message, hint))
                elif start < end:
                    if (
                        place := (where, code, remark.first)
                    ) not in spoken_of:  # many remarks may speak of one text
                        spoken_of.add(place)
                        aside.update(listed[start:end])
                elif where in judged:
                    message, hint = (
                        f"lời bỏ qua {code} không còn dùng tới",
                        "xóa mã này, hoặc cả lời bỏ qua",
                    )
                    faults.append(_fault(where, remark.span, "PCI017", message, hint))
    return (*(d for d in found if d not in aside), *faults)


def _line(found: Diagnostic) -> int:
    return found.span.line


def _fault(where: str, span: Span, code: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic(where, span, code, Severity.WARNING, message, hint)


def remarks(source: SourceMap) -> Iterator[Ignore | Faulty]:
    """Every remark of a file, also those that are none for want of a reason or for standing inside a text."""
    candidates = [
        (n, line, found)
        for n, line in enumerate(source.lines, 1)
        if (found := _REMARK.search(line))
    ]
    if not candidates:
        return
    scalars = _scalars(source)
    starts = [(span.line, span.column) for span in scalars]
    following = _following(source.lines)
    for number, line, found in candidates:
        column = _comment(line, number, scalars, starts)
        if column is None:
            span = Span(number, found.start() + 1, number, len(line) + 1)
            yield Faulty(span, "lời bỏ qua nằm trong lời văn, sẽ in ra giấy", _OUTSIDE)
            continue
        if not _REMARK.match(line, column):
            continue
        whole = _WHOLE.match(line, column)
        end = whole.end("codes") + 1 if whole else len(line)
        span = Span(number, column + 1, number, end + 1)
        codes = tuple(code.strip().upper() for code in whole["codes"].split(",")) if whole else ()
        if not (whole and whole["reason"] and all(codes)):
            yield Faulty(
                span, "lời bỏ qua thiếu mã hoặc lý do", "viết như: # pci: ignore[PCI448] lý do"
            )
            continue
        target = number if line[:column].strip() else following[number - 1]
        here = scalars[bisect_left(starts, (target, 0)) : bisect_left(starts, (target + 1, 0))]
        yield Ignore(
            span, codes, target, max((last_line(scalar) for scalar in here), default=target)
        )


def last_line(scalar: Span) -> int:
    """A block's span ends where the next line begins."""
    return scalar.end_line - (scalar.end_column == 1 and scalar.end_line > scalar.line)


def _scalars(source: SourceMap) -> list[Span]:
    """All that is text of keys and values, in order. Of a block only its lines: what follows `|` may be a comment."""
    containers = {path[:-1] for path in source.values if path}
    values = (span for path, span in source.values.items() if path not in containers)
    return sorted((*source.keys.values(), *values))


def _comment(
    line: str, number: int, scalars: Sequence[Span], starts: Sequence[tuple[int, int]]
) -> int | None:
    """Where the comment of a line begins: the first `#` after a blank that is no part of a text."""
    for found in re.finditer(r"(?:^|(?<=\s))#", line):
        column = found.start()
        at = (number, column + 1)
        index = bisect_right(starts, at) - 1
        if index < 0 or at >= (scalars[index].end_line, scalars[index].end_column):
            return column
        if scalars[index].line == number and _BLOCK.match(line, scalars[index].column - 1):
            return column
    return None


def _following(lines: Sequence[str]) -> list[int]:
    """By line, the first one below that is neither blank nor a comment: what a remark alone on its line speaks of; the
    line itself where there is none."""
    below: int | None = None
    found: list[int] = []
    for number in range(len(lines), 0, -1):
        found.append(below or number)
        line = lines[number - 1].lstrip()
        if line and not line.startswith("#"):
            below = number
    return found[::-1]
