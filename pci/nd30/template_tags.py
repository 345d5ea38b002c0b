"""Rules on where a template's tags stand and how they are written."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from pci.core.diagnostic import Severity
from pci.core.rule import Rules
from pci.core.vi import count_words, join_words, shortened
from pci.nd30.finding import Finding, Findings
from pci.nd30.look import name
from pci.nd30.outline import Place, WordParagraph
from pci.nd30.template_outline import BETWEEN, CLOSING, NOTE, OPENING, WORDS, Tag, Template

RULES = Rules[Template, Finding]()
rule = RULES.rule

_CONTAINERS = {"p": "đoạn", "tr": "dòng của bảng", "tc": "ô"}
"""What a tag of each level takes the place of; one of `r` takes that of its own letters only."""
_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_BARE_FIELD = re.compile(r"(?<!\{)\{ *([\w.]+) *\}(?!\})|« *([\w.]+) *»|｛+ *([\w.]+) *｝+")
_TRIM = ("-", "+")


def _about(tag: Tag, fault: str, hint: str) -> Finding:
    return Finding(f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}» {fault}", hint)


@rule("PCI703")
def unreadable(template: Template) -> Findings:
    """Thẻ viết đúng cú pháp: đủ hai đầu {{ }} hoặc {% %}, biểu thức đúng, bộ lọc có thật."""
    for tag in template.tags:
        if tag.fault:
            message = f"{name(tag.paragraph)}: thẻ «{shortened(tag.source)}»: {tag.fault}"
            yield Finding(message, "viết lại thẻ ấy")


@rule("PCI704")
def unknown_word(template: Template) -> Findings:
    """Mẫu chỉ dùng các thẻ for, endfor, if, elif, else, endif, set."""
    for tag in template.tags:
        if not tag.prints and not tag.fault and tag.word not in (*WORDS, NOTE):
            yield _about(tag, "không dùng được trong mẫu", f"dùng {join_words(WORDS)}")


@rule("PCI705")
def unbalanced(template: Template) -> Findings:
    """Mỗi for có endfor, mỗi if có endif, lồng nhau đúng thứ tự; thiếu một thẻ là không lập được
    văn bản."""
    for opening, other in _pairs(template):
        if opening and not other:
            end = f"{{%{opening.level} end{opening.word} %}}"
            yield _about(opening, "mở mà không đóng", f"thêm {end} sau nội dung")
        elif other and not opening:
            yield _about(other, "không có thẻ mở", "bỏ thẻ ấy, hoặc thêm thẻ mở ở trước")


@rule("PCI706")
def torn(template: Template) -> Findings:
    """Thẻ mở và thẻ đóng cùng loại và cùng chỗ: {%p đóng bằng {%p trong cùng một ô, {%tr bằng {%tr
    trong cùng bảng."""
    for opening, other in _pairs(template):
        if not opening or not other or opening.misspelt or other.misspelt:
            continue
        if _container(opening) != _container(other):
            hint = f"thẻ mở «{shortened(opening.source)}» ở {name(opening.paragraph)}"
            yield _about(other, "khác loại hoặc khác chỗ với thẻ mở", hint)


def _container(tag: Tag) -> tuple[object, ...]:
    """What the two ends of a block must share: the kind of tag, and the cell or the table."""
    place = tag.paragraph.place
    shared = {"p": 3, "tr": 1}.get(tag.level, 0)
    return (tag.level, place and place[:shared])


_Pair = tuple[Tag | None, Tag | None]
"""A tag that opens a block, and one that goes on with it or closes it; either may be missing."""


def _pairs(template: Template) -> Iterator[_Pair]:
    for _, tags in groupby(template.tags, lambda tag: tag.part):
        opened: list[Tag] = []
        for tag in tags:
            if tag.word in OPENING:
                opened.append(tag)
            elif tag.word in BETWEEN:
                fits = opened and (tag.word == "else" or opened[-1].word == "if")
                yield opened[-1] if fits else None, tag
            elif tag.word in CLOSING:
                yield from _closed(opened, tag)
        for tag in opened:
            yield tag, None


def _closed(opened: list[Tag], tag: Tag) -> Iterator[_Pair]:
    """The block that a tag closes, after those inside it that nothing closed."""
    word = CLOSING[tag.word]
    if all(opening.word != word for opening in opened):
        yield None, tag
        return
    while opened[-1].word != word:
        yield opened.pop(), None
    yield opened.pop(), tag


@rule("PCI707", Severity.WARNING)
def bare_field(template: Template) -> Findings:
    """Tên trường đứng trong {{ }}; trong { }, « » hay ｛ ｝ thì không phải thẻ và in ra nguyên như
    vậy."""
    bound = {own for tag in template.tags for own in tag.binds}
    for p in template.outline.stories:
        for words in _BARE_FIELD.finditer(_TAG.sub(" ", p.text)):
            typed = next(filter(None, words.groups()))
            if typed in template.known or typed.partition(".")[0] in bound:
                shown = shortened(words[0].strip("«»").strip())
                yield Finding(
                    f"{name(p)}: «{shown}» in ra nguyên như vậy", f"viết {{{{ {typed} }}}}"
                )


class _Group(NamedTuple):
    """The tags that take the place of one paragraph, row or cell, and in words what else of it
    would go."""

    level: str
    tags: list[Tag]
    beside: str

    @property
    def opens(self) -> bool:
        """A loop or condition over rows that opens in a row of the content."""
        return self.level == "tr" and bool(self.beside) and self.tags[0].word in OPENING


@rule("PCI711")
def swallowed(template: Template) -> Findings:
    """Thẻ {%p %} đứng một mình một đoạn, {%tr %} một mình một dòng của bảng: chữ, hình đứng chung
    sẽ mất."""
    for group in _groups(template):
        if len(group.tags) == 1 and group.beside and not group.opens:
            hint = f"để thẻ một mình một {_CONTAINERS[group.level]}"
            yield _about(group.tags[0], f"nuốt mất {group.beside}", hint)


@rule("PCI712")
def crowded(template: Template) -> Findings:
    """Mỗi đoạn một thẻ {%p %}, mỗi dòng của bảng một thẻ {%tr %}: thẻ thứ hai bị mất hoặc làm hỏng
    mẫu."""
    for group in _groups(template):
        if len(group.tags) > 1 and not group.opens:
            where = _CONTAINERS[group.level]
            tags = f"{count_words(len(group.tags))} thẻ {{%{group.level} … %}} trong một {where}"
            yield Finding(
                f"{name(group.tags[1].paragraph)}: {tags}", f"để mỗi thẻ một mình một {where}"
            )


@rule("PCI713")
def own_row(template: Template) -> Findings:
    """Thẻ {%tr for %} đứng ở dòng riêng, trước dòng nội dung; mở ngay trong dòng nội dung thì bảng
    mất dòng ấy."""
    for group in _groups(template):
        if group.opens:
            hint = "thêm một dòng trống ở trên cho thẻ mở, một dòng ở dưới cho thẻ đóng"
            yield _about(group.tags[0], "mở ngay trong dòng nội dung", hint)


def _groups(template: Template) -> Iterator[_Group]:
    inside: dict[tuple[object, ...], list[WordParagraph]] = defaultdict(list)
    for p in template.outline.stories:
        for level in _CONTAINERS:
            inside[_spot(level, p)].append(p)
    tags: dict[tuple[object, ...], list[Tag]] = defaultdict(list)
    for tag in template.tags:
        if tag.level in _CONTAINERS and _replaces(tag):
            tags[_spot(tag.level, tag.paragraph)].append(tag)
    for spot, group in tags.items():
        level = group[0].level
        words = _words_beside(level, inside[spot]) or _break_beside(template, group[0])
        yield _Group(level, group, words)


def _spot(level: str, paragraph: WordParagraph) -> tuple[object, ...]:
    """What the paragraphs share that a tag of a level replaces together."""
    place = paragraph.place
    if not place or level == "p":
        return (level, id(paragraph))
    return (level, *place[: 2 if level == "tr" else 3])


def _words_beside(level: str, inside: list[WordParagraph]) -> str:
    """What goes together with a tag: words, a picture."""
    tags = rf"\{{[%#][-+]?{level} (?:(?!\{{[%#]).)*?[%#]\}}"
    text = re.sub(tags, " ", " ".join(p.text for p in inside), flags=re.S)
    if text.strip():
        return f"«{shortened(' '.join(text.split()))}»"
    return "hình vẽ" if any(p.drawing for p in inside) else ""


def _break_beside(template: Template, tag: Tag) -> str:
    """The end of a section's pages, which goes together with the paragraph of a tag."""
    paragraph = tag.paragraph
    if tag.level != "p" or paragraph.place or not paragraph.number:
        return ""
    following = template.outline.paragraphs[paragraph.number :][:1]
    return "ngắt phần trang" if any(p.section != paragraph.section for p in following) else ""


@rule("PCI714")
def misspelt(template: Template) -> Findings:
    """Chữ p, tr viết liền sau {% và có một dấu cách theo sau: {%p if … %}; {%tr %} chỉ dùng trong
    bảng."""
    for tag in template.tags:
        if tag.misspelt:
            rest = "" if tag.word in ("else", *CLOSING) else "… "
            yield _about(tag, "viết sai", f"viết «{{%{tag.level} {tag.word} {rest}%}}»")
        elif tag.level in ("tr", "tc") and not tag.paragraph.place and not tag.part:
            yield _about(tag, "nằm ngoài bảng", "ngoài bảng dùng {%p … %}")


@rule("PCI715")
def marks_inside(template: Template) -> Findings:
    """Trong thẻ {%p %}, {%tr %} không có dấu % hay dấu }: máy cắt thẻ ở đó và không lập được văn
    bản."""
    for tag in template.tags:
        if tag.level and not tag.misspelt and re.search("[%}]", tag.source[2:-2]):
            hint = "tính trước bằng «{% set … %}» ở đoạn khác, hoặc dùng bộ lọc"
            yield _about(tag, "có dấu % hoặc } ở trong", hint)


@rule("PCI716")
def empty_cell(template: Template) -> Findings:
    """Mỗi ô của bảng có một đoạn luôn còn, ngoài mọi {%p if %}, {%p for %}: ô không có đoạn thì
    Word báo tệp hỏng."""
    tags = {id(tag.paragraph): tag for tag in template.tags if _replaces(tag)}
    cells: dict[Place, list[WordParagraph]] = defaultdict(list)
    for p in template.outline.paragraphs:
        if p.place:
            cells[p.place].append(p)
    for inside in cells.values():
        within = [tags.get(id(p)) for p in inside]
        if any(within) and not _has_lasting(within):
            message = "ô này trống khi danh sách trống hoặc điều kiện không đúng"
            yield Finding(
                f"{name(inside[0])}: {message}", "thêm một đoạn trống ở cuối ô, sau thẻ đóng"
            )


def _replaces(tag: Tag) -> bool:
    """Whether a tag takes the place of what it stands in."""
    return bool(tag.level) and not tag.prints and not tag.misspelt


def _has_lasting(tags: Iterable[Tag | None]) -> bool:
    """Whether a paragraph of a cell stands outside all blocks, or goes with its row.

    Given for each paragraph the tag that takes its place.
    """
    depth = 0
    for tag in tags:
        if tag is None:
            if depth == 0:
                return True
        elif tag.level != "p":
            return True
        else:
            depth += (tag.word in OPENING) - (tag.word in CLOSING)
    return False


@rule("PCI717")
def rich_text(template: Template) -> Findings:
    """Không dùng {{r }}, {{p }}: các trường đều là chữ thường, in bằng thẻ ấy thì mất chữ."""
    for tag in template.tags:
        if tag.prints and tag.level:
            yield _about(tag, "làm mất chữ", f"viết {{{{ {tag.subject or '…'} }}}}")


@rule("PCI718")
def trimmed(template: Template) -> Findings:
    """Không dùng {%- -%}, {{- -}}: máy nối đoạn này với đoạn bên cạnh và làm hỏng tệp."""
    for tag in template.tags:
        if tag.source[2:3] in _TRIM or tag.source[-3:-2] in _TRIM:
            yield _about(tag, "có dấu - sát ngoặc", "bỏ dấu ấy")


@rule("PCI719")
def boxed(template: Template) -> Findings:
    """Không đặt thẻ trong hộp văn bản (text box), vì tệp chứa hộp hai lần; dùng bảng không viền."""
    for tag in template.tags:
        if tag.paragraph.boxed:
            hint = "chuyển ra ngoài hộp, hoặc vào một bảng không viền"
            yield _about(tag, "nằm trong hộp văn bản", hint)


@rule("PCI720")
def unsafe(template: Template) -> Findings:
    """Thẻ không gọi hàm, không dùng tên bắt đầu bằng dấu gạch dưới: đó là đường vào chương
    trình."""
    for tag in template.tags:
        if tag.unsafe:
            hint = "bỏ thẻ ấy; đổi dạng chữ thì dùng bộ lọc, như {{ ky.ten | upper }}"
            yield _about(tag, f"gọi vào chương trình («{tag.unsafe}»)", hint)
