"""Rules on where a template's tags stand and how they are written: what would be lost without a word."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from pci.core.vi import count_words, join_words, shortened
from pci.nd30.look import Finding, name
from pci.nd30.outline import Paragraph
from pci.nd30.template_outline import (
    BETWEEN,
    CLOSING,
    NOTE,
    OPENING,
    WORDS,
    Tag,
    TemplateCase,
    TemplateOutline,
)

_CONTAINERS = {"p": "đoạn", "tr": "dòng của bảng", "tc": "ô", "r": "chữ"}


def unreadable(case: TemplateCase) -> Iterator[Finding]:
    """Thẻ viết đúng cú pháp: đủ hai đầu {{ }} hoặc {% %}, biểu thức đúng, bộ lọc có thật."""
    for tag in case.template.tags:
        if tag.fault:
            yield Finding(
                f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}»: {tag.fault}",
                "viết lại thẻ ấy",
            )


def unknown_word(case: TemplateCase) -> Iterator[Finding]:
    """Mẫu chỉ dùng các thẻ for, endfor, if, elif, else, endif, set."""
    for tag in case.template.tags:
        if not tag.prints and not tag.fault and tag.word not in (*WORDS, NOTE):
            hint = f"dùng {join_words(WORDS)}"
            yield Finding(
                f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» không dùng được trong mẫu",
                hint,
            )


def bare_field(case: TemplateCase) -> Iterator[Finding]:
    """Tên trường đứng trong {{ }}; trong { }, « » hay ｛ ｝ thì không phải thẻ và in ra nguyên như vậy."""
    bound = {own for tag in case.template.tags for own in tag.binds}
    outline = case.template.outline
    for p in (*outline.paragraphs, *(p for header in outline.headers for p in header.paragraphs)):
        for found in _BARE_FIELD.finditer(_TAG.sub(" ", p.text)):
            typed = next(filter(None, found.groups()))
            if typed in case.known or typed.partition(".")[0] in bound:
                message = (
                    f"{name(p)}: «{shortened(found[0].strip('«»').strip())}» in ra nguyên như vậy"
                )
                yield Finding(message, _instead(typed, case.known))


def _instead(typed: str, known: frozenset[str]) -> str:
    """How people print what they named: a group of fields and a list of groups not as a whole."""
    if any(field.startswith(f"{typed}[].") for field in known):
        return f"lặp bằng for, in từng trường của mỗi dòng: {{% for x in {typed} %}}"
    below = [
        field for field in sorted(known) if field.startswith(f"{typed}.") and "[]" not in field
    ]
    single = [
        field
        for field in below
        if not any(other.startswith((f"{field}.", f"{field}[]")) for other in known)
    ]
    if below:
        return f"viết một trường trong đó, như {{{{ {next(iter(single), below[0])} }}}}"
    joined = " | join('; ')" * (f"{typed}[]" in known)
    return f"viết {{{{ {typed}{joined} }}}}"


_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_BARE_FIELD = re.compile(r"(?<!\{)\{ *([\w.]+) *\}(?!\})|« *([\w.]+) *»|｛+ *([\w.]+) *｝+")


class _Pair(NamedTuple):
    """A tag that opens a block, with one that goes on with it or closes it; either may be missing."""

    opening: Tag | None
    other: Tag | None


def _pairs(template: TemplateOutline) -> Iterator[_Pair]:
    for _, tags in groupby(template.tags, lambda tag: tag.part):
        opened: list[Tag] = []
        last_branch: list[bool] = []  # of each opened block: whether its `else` was seen
        for tag in tags:
            if tag.word in OPENING:
                opened.append(tag)
                last_branch.append(False)
            elif tag.word in CLOSING:
                kind = CLOSING[tag.word]
                while any(o.word == kind for o in opened) and opened[-1].word != kind:
                    last_branch.pop()
                    yield _Pair(opened.pop(), None)
                matches = bool(opened) and opened[-1].word == kind
                if matches:
                    last_branch.pop()
                yield _Pair(opened.pop() if matches else None, tag)
            elif tag.word in BETWEEN:
                fits = (
                    bool(opened)
                    and not last_branch[-1]
                    and (tag.word == "else" or opened[-1].word == "if")
                )
                yield _Pair(opened[-1] if fits else None, tag)
                if opened and tag.word == "else":
                    last_branch[-1] = True
        yield from (_Pair(tag, None) for tag in opened)


def unbalanced(case: TemplateCase) -> Iterator[Finding]:
    """Mỗi for có endfor, mỗi if có endif, lồng nhau đúng thứ tự; thiếu một thẻ là không lập được văn bản."""
    for opening, other in _pairs(case.template):
        if other is None and opening:
            hint = f"thêm {_closing(opening)} sau nội dung"
            yield Finding(
                f"{name(opening.paragraph)}: thẻ «{shortened(opening.source)}» mở mà không đóng",
                hint,
            )
        elif opening is None and other:
            hint = "bỏ thẻ ấy, hoặc thêm thẻ mở ở trước"
            yield Finding(
                f"{name(other.paragraph)}: thẻ «{shortened(other.source)}» không có thẻ mở", hint
            )


def _closing(opening: Tag) -> str:
    return f"{{%{opening.level} end{opening.word} %}}"


def torn(case: TemplateCase) -> Iterator[Finding]:
    """Thẻ mở và thẻ đóng cùng loại và cùng chỗ: {%p đóng bằng {%p trong cùng một ô, {%tr bằng {%tr trong cùng bảng."""
    for opening, other in _pairs(case.template):
        if not opening or not other or opening.misspelt or other.misspelt:
            continue
        if _container(opening) != _container(other):
            message = f"{name(other.paragraph)}: thẻ «{shortened(other.source)}» khác loại hoặc khác chỗ với thẻ mở"
            yield Finding(
                message, f"thẻ mở «{shortened(opening.source)}» ở {name(opening.paragraph)}"
            )


def _container(tag: Tag) -> tuple[object, ...]:
    """What the two ends of a block must share."""
    place = tag.paragraph.place
    if tag.level == "tr":
        return ("tr", place and place.table)
    return (tag.level, place and place[:3] if tag.level == "p" else None)


def swallowed(case: TemplateCase) -> Iterator[Finding]:
    """Thẻ {%p %} đứng một mình một đoạn, {%tr %} một mình một dòng của bảng: chữ, hình đứng chung sẽ mất."""
    for group in _groups(case.template):
        if len(group.tags) == 1 and group.beside and not group.opens:
            tag = group.tags[0]
            message = (
                f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» nuốt mất {group.beside}"
            )
            yield Finding(message, f"để thẻ một mình một {_CONTAINERS[group.level]}")


def crowded(case: TemplateCase) -> Iterator[Finding]:
    """Mỗi đoạn một thẻ {%p %}, mỗi dòng của bảng một thẻ {%tr %}: thẻ thứ hai bị mất hoặc làm hỏng mẫu."""
    for group in _groups(case.template):
        if len(group.tags) > 1 and not group.opens:
            tag, where = group.tags[1], _CONTAINERS[group.level]
            message = f"{name(tag.paragraph)}: {count_words(len(group.tags))} thẻ {{%{group.level} … %}} trong một {where}"
            yield Finding(message, f"để mỗi thẻ một mình một {where}")


def own_row(case: TemplateCase) -> Iterator[Finding]:
    """Thẻ {%tr for %} đứng ở dòng riêng, trước dòng nội dung; mở ngay trong dòng nội dung thì bảng mất dòng ấy."""
    for group in _groups(case.template):
        if group.opens:
            tag = group.tags[0]
            message = (
                f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» mở ngay trong dòng nội dung"
            )
            yield Finding(
                message, "thêm một dòng trống ở trên cho thẻ mở, một dòng ở dưới cho thẻ đóng"
            )


class _Group(NamedTuple):
    """The tags that take the place of one paragraph, row or cell, and in words what else of it would go."""

    level: str
    tags: tuple[Tag, ...]
    beside: str

    @property
    def opens(self) -> bool:
        return self.level == "tr" and bool(self.beside) and self.tags[0].word in OPENING


def _groups(template: TemplateOutline) -> Iterator[_Group]:
    outline = template.outline
    cells: dict[tuple[int, ...], list[Paragraph]] = {}
    for p in outline.paragraphs:
        for size in (2, 3) if p.place else ():
            cells.setdefault(_key(p, size), []).append(p)
    found: dict[tuple[object, ...], list[Tag]] = {}
    for tag in template.tags:
        if tag.level in _SIZES and not tag.prints and not tag.misspelt:
            found.setdefault((tag.level, _key(tag.paragraph, _SIZES[tag.level])), []).append(tag)
    for tags in found.values():
        level, first = tags[0].level, tags[0].paragraph
        inside = cells.get(_key(first, _SIZES[level]), [first]) if level != "p" else [first]
        yield _Group(level, tuple(tags), _beside(level, inside, outline.paragraphs))


_SIZES = {"p": 0, "tr": 2, "tc": 3}
"""How much of a paragraph's place names what a tag of that level replaces; nothing of it names the paragraph itself."""


def _key(paragraph: Paragraph, size: int) -> tuple[int, ...]:
    """What a paragraph shares with others of its row or cell; one outside a table stands by itself."""
    place = paragraph.place
    return (*place[:size],) if place and size else (0, id(paragraph))


def _beside(level: str, inside: list[Paragraph], paragraphs: tuple[Paragraph, ...]) -> str:
    """What goes together with a tag: words, a picture, the end of a section's pages."""
    text = re.sub(
        rf"\{{[%#][-+]?{level} (?:(?!\{{[%#]).)*?[%#]\}}",
        " ",
        " ".join(p.text for p in inside),
        flags=re.S,
    )
    if text.strip():
        return f"«{shortened(' '.join(text.split()))}»"
    if any(p.drawing for p in inside):
        return "hình vẽ"
    following = paragraphs[inside[0].number :][:1] if level == "p" and inside[0].number else ()
    ends = any(p.section != inside[0].section for p in following) and not inside[0].place
    return "ngắt phần trang" if ends else ""


def misspelt(case: TemplateCase) -> Iterator[Finding]:
    """Chữ p, tr viết liền sau {% và có một dấu cách theo sau: {%p if … %}; {%tr %} chỉ dùng trong bảng."""
    for tag in case.template.tags:
        if tag.misspelt:
            wanted = f"{{%{tag.level} {tag.word} {'… ' * (tag.word not in _BARE)}%}}"
            yield Finding(
                f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» viết sai", f"viết «{wanted}»"
            )
        elif tag.level in ("tr", "tc") and not tag.paragraph.place and not tag.part:
            message = f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» nằm ngoài bảng"
            yield Finding(message, "ngoài bảng dùng {%p … %}")


_BARE = ("else", *CLOSING)


def marks_inside(case: TemplateCase) -> Iterator[Finding]:
    """Trong thẻ {%p %}, {%tr %} không có dấu % hay dấu }: máy cắt thẻ ở đó và không lập được văn bản."""
    for tag in case.template.tags:
        if tag.level and not tag.misspelt and re.search("[%}]", tag.source[2:-2]):
            hint = "tính trước bằng «{% set … %}» ở đoạn khác, hoặc dùng bộ lọc"
            yield Finding(
                f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» có dấu % hoặc }} ở trong",
                hint,
            )


def empty_cell(case: TemplateCase) -> Iterator[Finding]:
    """Mỗi ô của bảng có một đoạn luôn còn, ngoài mọi {%p if %}, {%p for %}: ô không có đoạn thì Word báo tệp hỏng."""
    tags: dict[int, list[Tag]] = {}
    for tag in case.template.tags:
        tags.setdefault(id(tag.paragraph), []).append(tag)
    cells: dict[tuple[int, ...], list[Paragraph]] = {}
    for p in case.template.outline.paragraphs:
        if p.place and not p.boxed:
            cells.setdefault(p.place[:3], []).append(p)
    for inside in cells.values():
        marks = [_mark(tags.get(id(p), [])) for p in inside]
        if any(marks) and "tr" not in marks and not _always(marks):
            message = (
                f"{name(inside[0])}: ô này trống khi danh sách trống hoặc điều kiện không đúng"
            )
            yield Finding(message, "thêm một đoạn trống ở cuối ô, sau thẻ đóng")


def _mark(tags: list[Tag]) -> str:
    """What a paragraph does for its cell: the word of a tag that takes its place, nothing where it always stands."""
    own = next((tag for tag in tags if tag.level and not tag.prints and not tag.misspelt), None)
    return "" if own is None else own.word if own.level == "p" else "tr"


def _always(marks: list[str]) -> bool:
    """Whether a paragraph is left whatever holds: one outside blocks, or one in every branch of an `if` with `else`."""
    stack: list[tuple[str, bool, bool]] = [
        ("", False, True)
    ]  # word, stands in this branch, stood in all before
    for mark in marks:
        word, stands, all_stood = stack[-1]
        if mark in OPENING:
            stack.append((mark, False, True))
        elif mark in BETWEEN:
            stack[-1] = (
                "else" if mark == "else" and word == "if" else word,
                False,
                all_stood and stands,
            )
        elif mark in CLOSING and len(stack) > 1:
            stack.pop()
            if word == "else" and stands and all_stood:
                stack[-1] = (stack[-1][0], True, stack[-1][2])
        elif not mark:
            stack[-1] = (word, True, all_stood)
    return stack[0][1]


def rich_text(case: TemplateCase) -> Iterator[Finding]:
    """Không dùng {{r }}, {{p }}: các trường đều là chữ thường, in bằng thẻ ấy thì mất chữ."""
    for tag in case.template.tags:
        if tag.prints and tag.level:
            hint = f"viết {{{{ {tag.subject or '…'} }}}}"
            yield Finding(f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» làm mất chữ", hint)


def trimmed(case: TemplateCase) -> Iterator[Finding]:
    """Không dùng {%- -%}, {{- -}}: máy nối đoạn này với đoạn bên cạnh và làm hỏng tệp."""
    for tag in case.template.tags:
        if tag.source[2:3] in _TRIM or tag.source[-3:-2] in _TRIM:
            yield Finding(
                f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» có dấu - sát ngoặc",
                "bỏ dấu ấy",
            )


_TRIM = ("-", "+")


def boxed(case: TemplateCase) -> Iterator[Finding]:
    """Không đặt thẻ trong hộp văn bản (text box), vì tệp chứa hộp hai lần; dùng bảng không viền."""
    for tag in case.template.tags:
        if tag.paragraph.boxed:
            message = f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» nằm trong hộp văn bản"
            yield Finding(message, "chuyển ra ngoài hộp, hoặc vào một bảng không viền")


def unsafe(case: TemplateCase) -> Iterator[Finding]:
    """Thẻ không gọi hàm, không dùng tên bắt đầu bằng dấu gạch dưới: đó là đường vào chương trình."""
    for tag in case.template.tags:
        if tag.unsafe:
            message = f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» gọi vào chương trình («{tag.unsafe}»)"
            yield Finding(
                message, "bỏ thẻ ấy; đổi dạng chữ thì dùng bộ lọc, như {{ ky.ten | upper }}"
            )
