"""A Word file as text that people compare: pages, looks, styles, tables, fields and words.

Written for `git diff`: the same file gives the same lines, and a look is told only where it differs from that of the
file's ordinary text. Not told: the inside of pictures, footnotes, bookmarks, how lists are numbered.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple, TypeVar

from pci.nd30.look import figure
from pci.nd30.outline import Control, Header, Outline, Paragraph, Place, Run, Section, Table
from pci.nd30.reader import read_outline
from pci.nd30.word_file import DOCUMENT, Package, W, local
from pci.nd30.word_rest import Rest, styles_in_use

_T = TypeVar("_T")
_SIDES = {
    "left": "căn trái",
    "center": "căn giữa",
    "right": "căn phải",
    "justified": "căn đều hai lề",
}
_ROLES = {"default": "mọi trang", "first": "trang đầu", "even": "trang chẵn"}
_SIGNS = str.maketrans({"\n": "⏎", "\t": "⇥"})
_HOLDER = re.compile(r'SET giu_\d+ ""')
"""The field by which the program keeps a paragraph on the page of the next one (`pagination`)."""


class _Look(NamedTuple):
    """How something looks, each part in words, so that two looks differ by their words."""

    words: tuple[str, ...]

    def beside(self, usual: "_Look") -> str:
        """What of it is not as usual."""
        return ", ".join(
            mine for mine, other in zip(self.words, usual.words, strict=True) if mine != other
        )


def dump(data: bytes) -> str:
    """The whole file as lines of text."""
    outline = read_outline(data)
    package = Package(data)
    lines = [
        *_properties(package),
        *_warnings(outline),
        *_styles(package, outline),
        *_story(outline),
    ]
    return "\n".join(lines) + "\n"


def _properties(package: Package) -> Iterator[str]:
    """What the file says of itself, without the counter that every saving moves."""
    for node in package.optional("docProps/core.xml"):
        if node.text and local(node) != "revision":
            yield f"thuộc tính {local(node)}: {' '.join(node.text.split())}"


def _warnings(outline: Outline) -> Iterator[str]:
    """What a file should not have."""
    yield from (f"trỏ ra ngoài ({e.kind}): {e.target}" for e in outline.externals)
    yield from (found.told for found in outline.active)
    told = {
        "có bình luận": outline.comments,
        "có sửa đổi theo dõi": outline.tracked_changes,
    }
    yield from (words for words, holds in told.items() if holds)


def _styles(package: Package, outline: Outline) -> Iterator[str]:
    """What the styles in use set that no paragraph tells again."""
    stories = (
        package.part(name) for name in (DOCUMENT, *(header.part for header in outline.headers))
    )
    named = (W + "pStyle", W + "rStyle", W + "tblStyle")
    used = {node.get(W + "val", "") for story in stories for node in story.iter(*named)}
    for name, rest in styles_in_use(package.optional("word/styles.xml"), used):
        yield f"kiểu {name}: {', '.join(rest)}"


def _story(outline: Outline) -> Iterator[str]:
    """Pages, tables and paragraphs in their order."""
    usual_paragraph, usual_run = _usual(outline)
    yield f"chữ thường: {', '.join((*usual_run.words, *usual_paragraph.words))}"
    controls: dict[int, list[Control]] = {}
    for control in outline.controls:
        controls.setdefault(control.paragraph, []).append(control)
    section = table = 0
    usual: dict[int, tuple[Rest, Rest]] = {}
    begun: set[tuple[int, ...]] = set()
    for p in outline.paragraphs:
        if p.section != section:
            section = p.section
            yield from _pages(outline.sections[section - 1], usual_paragraph, usual_run)
        if p.place and p.place.table > table:
            table = p.place.table
            usual[table] = _usual_rests(outline.tables[table - 1])
            yield _frame(outline.tables[table - 1], *usual[table])
        if p.place:
            yield from _unusual(
                outline.tables[p.place.table - 1], p.place, usual[p.place.table], begun
            )
        for control in controls.get(p.number, ()):
            yield f"  ô nội dung «{control.title}» tên «{control.tag}»"
        place = f"{p.place.table}.{p.place.row}.{p.place.cell} " if p.place else ""
        yield f"{place}{'hộp ' * p.boxed}{_line(p, usual_paragraph, usual_run)}"


def _pages(section: Section, usual_paragraph: _Look, usual_run: _Look) -> Iterator[str]:
    sides = (
        ("trên", section.top),
        ("dưới", section.bottom),
        ("trái", section.left),
        ("phải", section.right),
    )
    parts = [
        f"phần trang {section.number}: {figure(section.width)} x {figure(section.height)} mm",
        "giấy ngang" if section.landscape else "giấy dọc",
        "lề " + ", ".join(f"{side} {figure(width)}" for side, width in sides),
        *(["trang đầu khác"] if section.title_page else []),
        *([f"số trang từ {section.page_start}"] if section.page_start is not None else []),
        *section.rest,
    ]
    yield "; ".join(parts)
    for header in section.headers:
        for p in header.paragraphs:
            yield f"  {_header_name(header)}: {_line(p, usual_paragraph, usual_run)}"


def _header_name(header: Header) -> str:
    return f"{'chân' if header.is_footer else 'đầu'} trang ({_ROLES.get(header.role, header.role)})"


def _frame(table: Table, row: Rest, cell: Rest) -> str:
    parts = [
        f"bảng {table.number}: {len(table.rows)} hàng",
        f"cột {' + '.join(map(figure, table.widths))} mm",
        *([f"{table.header_rows} hàng tiêu đề lặp lại"] if table.header_rows else []),
        *table.rest,
        *([f"mỗi hàng {', '.join(row)}"] if row else []),
        *([f"mỗi ô {', '.join(cell)}"] if cell else []),
    ]
    return "; ".join(parts)


def _usual_rests(table: Table) -> tuple[Rest, Rest]:
    """What most rows of a table set, and most cells."""
    cells = Counter(cell for row in table.cell_rests for cell in row)
    return _commonest(Counter(table.row_rests), ()), _commonest(cells, ())


def _unusual(
    table: Table, place: Place, usual: tuple[Rest, Rest], begun: set[tuple[int, ...]]
) -> Iterator[str]:
    """At the first paragraph of a row or of a cell that sets other things than most do: what it sets."""
    row, cell = (place.table, place.row), (place.table, place.row, place.cell)
    if row not in begun and (rest := table.row_rests[place.row - 1]) != usual[0]:
        yield f"  hàng {place.table}.{place.row}: {_added(rest)}"
    if cell not in begun and (rest := table.cell_rests[place.row - 1][place.cell - 1]) != usual[1]:
        yield f"  ô {place.table}.{place.row}.{place.cell}: {_added(rest)}"
    begun |= {row, cell}


def _added(rest: Rest) -> str:
    return ", ".join(rest) or "không đặt thêm"


def _usual(outline: Outline) -> tuple[_Look, _Look]:
    """The commonest looks, by letters: those of the text outside tables, where there is any."""
    free = [p for p in outline.paragraphs if not p.place and p.text.strip()] or list(
        outline.paragraphs
    )
    paragraphs, runs = Counter[_Look](), Counter[_Look]()
    for p in free:
        paragraphs[_paragraph_look(p)] += len(p.text)
        for run in p.runs:
            runs[_run_look(run)] += len(run.text)
    return _commonest(paragraphs, _Look(())), _commonest(runs, _Look(()))


def _commonest(found: "Counter[_T]", otherwise: _T) -> _T:
    return found.most_common(1)[0][0] if found else otherwise


def _paragraph_look(p: Paragraph) -> _Look:
    return _Look(
        (
            f"kiểu {p.style}",
            _SIDES.get(p.align, p.align),
            f"dòng đầu {figure(p.first_line)} mm",
            f"lùi trái {figure(p.left)} mm",
            f"lùi phải {figure(p.right)} mm",
            f"trước {figure(p.space_before)} pt",
            f"sau {figure(p.space_after)} pt",
            f"dòng {figure(p.line_spacing)}",
            _added(p.rest),
        )
    )


def _run_look(run: Run) -> _Look:
    fonts = "/".join(dict.fromkeys(font or "chưa đặt" for font in run.fonts))
    return _Look(
        (
            f"phông {fonts}",
            f"cỡ {figure(run.size)}",
            "đậm" if run.bold else "không đậm",
            "nghiêng" if run.italic else "đứng",
            "in hoa" if run.caps else "in thường",
            f"màu {run.colour}",
            f"tô {run.highlight}",
            _added(run.rest),
        )
    )


def _line(p: Paragraph, usual_paragraph: _Look, usual_run: _Look) -> str:
    """`[căn giữa; đậm] BÁO CÁO`; where a paragraph's runs differ, each look stands before its own words."""
    runs = [
        (look, "".join(run.text for run in found)) for look, found in groupby(p.runs, _run_look)
    ]
    own = _paragraph_look(p).beside(usual_paragraph) if usual_paragraph.words else ""
    looks = [look.beside(usual_run) if usual_run.words else "" for look, _ in runs]
    if len(runs) == 1:
        own = "; ".join(filter(None, (own, looks[0])))
        words = runs[0][1]
    else:
        words = "".join(
            f"‹{look or 'thường'}›{text}" for look, (_, text) in zip(looks, runs, strict=True)
        )
    codes = (code for code in p.fields if code and not _HOLDER.fullmatch(code))
    fields = ("(số trang)" if code == "PAGE" else f"(trường {code})" for code in codes)
    marks: Iterable[str] = (f"[{own}]" if own else "", "(hình)" * p.drawing, *fields)
    return " ".join(filter(None, (*marks, words.translate(_SIGNS)))).rstrip() or "¶"
