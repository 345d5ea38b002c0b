"""Check the tags of a Word template as its engine reads them; print a trial.

Each paragraph is one line of a source, so that the engine's own line number names the paragraph.
"""

import re
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from itertools import chain, islice
from typing import Any, NamedTuple

from jinja2 import TemplateSyntaxError, nodes

from pci.core.diagnostic import MOST_LISTED, START, Diagnostic, Severity
from pci.core.errors import CannotDo
from pci.core.vi import shortened
from pci.nd30.look import name
from pci.nd30.outline import Outline, WordParagraph
from pci.nd30.reader import numbered, read_outline, with_origins
from pci.nd30.word_file import Package
from pci.word.render import UNCLOSED, canonical, environment, reason
from pci.word.sandbox import render_apart

_ENGINE = environment()
_TAG = re.compile(r"\{[{%]([^{}]*)")
_REMARK = re.compile(r"\{#(?:(?!\{#).)*?#\}")
_STATEMENT = re.compile(r"\{%[-+]?(?:(p|tr|tc|r) )? *+(\w*+)(?:(?!\{[{%]).)*?%\}")
"""No tag holds the beginning of another: many beginnings would be searched again and again."""
_LEVEL = re.compile(r"\{%(p|tr|tc|r) ")
_QUOTES = str.maketrans("“”‘’", "\"\"''")

Story = Sequence[tuple[WordParagraph, str]]
"""The paragraphs of the body, of a header or of a footer, each of which the engine reads by itself.

Each with its text without remarks, or with the title or tag of its control.
"""


def _stories(outline: Outline) -> Iterator[Story]:
    controls: dict[int, list[str]] = defaultdict(list)
    for control in outline.controls:
        controls[control.paragraph] += control.title, control.tag
    yield [(p, _line(text)) for p in outline.paragraphs for text in (*controls[p.number], p.text)]
    for header in outline.headers:
        yield [(p, _line(p.text)) for p in header.paragraphs]


def _line(text: str) -> str:
    return _REMARK.sub("", " ".join(text.split()))


def words_in_tags(outline: Outline) -> frozenset[str]:
    """All that may be names of fields, as typed."""
    texts = " ".join(text for story in _stories(outline) for _, text in story)
    return frozenset(re.findall(r"[\w.]+", " ".join(_TAG.findall(texts))))


def with_parts(paths: Iterable[str]) -> frozenset[str]:
    """Fields with all that stands around them: `muc[].ten` is known as `muc`, `muc[]` and
    itself."""
    ends = re.compile(r"[.\[]|$")
    return frozenset(path[: end.start()] for path in paths for end in ends.finditer(path))


def check_tags(outline: Outline, known: frozenset[str], where: str) -> list[Diagnostic]:
    """What is wrong with the tags of a template that may print the known fields: the first hundred
    faults, each once."""
    every = chain.from_iterable(_faults(story, known) for story in _stories(outline))
    faults = [fault._replace(where=where) for fault in dict.fromkeys(islice(every, MOST_LISTED))]
    if next(every, None):
        faults[-1] = faults[-1]._replace(message=f"{faults[-1].message}, và còn lỗi khác trong tệp")
    return faults


def _fault(code: str, paragraph: WordParagraph, message: str, hint: str) -> Diagnostic:
    return Diagnostic("", START, code, Severity.ERROR, f"{name(paragraph)}: {message}", hint)


def _faults(story: Story, known: frozenset[str]) -> Iterator[Diagnostic]:
    """What the engine cannot read, else blocks across places and fields that there are not."""
    source = "\n".join(_LEVEL.sub("{% ", text).translate(_QUOTES) for _, text in story)
    blocks = _blocks(story)
    try:
        tree = _ENGINE.parse(source)
    except TemplateSyntaxError as error:
        paragraph, _ = story[error.lineno - 1]
        unread = _fault("PCI703", paragraph, reason(error), "viết lại thẻ ấy")
        unclosed = [*blocks] if UNCLOSED.search(str(error)) else []
        yield from unclosed or [unread]
        return
    except (RecursionError, ValueError) as error:  # ValueError: thousands of digits
        raise CannotDo("mẫu có thẻ quá dài, không đọc được", "viết lại thẻ ấy") from error
    yield from blocks
    for line, code, message, hint in _misused(tree, ChainMap(), known):
        yield _fault(code, story[line - 1][0], message, hint)


class Statement(NamedTuple):
    """A tag {% … %} as typed, its level (`p`, `tr` …) and its word (`for`, `endif` …)."""

    source: str
    level: str
    word: str
    paragraph: WordParagraph

    def fault(self, code: str, message: str, hint: str) -> Diagnostic:
        """What is wrong with this tag."""
        return _fault(code, self.paragraph, f"thẻ «{shortened(self.source)}» {message}", hint)

    @property
    def container(self) -> tuple[object, ...]:
        """What the two ends of a block must share: the kind of tag, and the cell or the table."""
        place = self.paragraph.place
        shared = {"p": 3, "tr": 1}.get(self.level, 0)
        return (self.level, place and place[:shared])


def _statements(story: Story) -> Iterator[Statement]:
    for paragraph, text in story:
        for match in _STATEMENT.finditer(text):
            yield Statement(match[0], match[1] or "", match[2], paragraph)


def _blocks(story: Story) -> Iterator[Diagnostic]:
    """Blocks that nothing closes or opens, or whose tags stand in different places."""
    opened: list[Statement] = []
    for statement in _statements(story):
        if statement.word in ("for", "if"):
            opened.append(statement)
        elif statement.word in ("elif", "else", "endfor", "endif"):
            if not opened:
                hint = "bỏ thẻ ấy, hoặc thêm thẻ mở ở trước"
                yield statement.fault("PCI705", "không có thẻ mở", hint)
                return
            opening = opened[-1]
            if statement.word == f"end{opening.word}":
                opened.pop()
            elif statement.word.startswith("end"):
                break
            if opening.container != statement.container:
                hint = f"thẻ mở «{shortened(opening.source)}» ở {name(opening.paragraph)}"
                yield statement.fault("PCI706", "khác loại hoặc khác chỗ với thẻ mở", hint)
    for opening in opened[-1:]:
        hint = f"thêm {{%{opening.level} end{opening.word} %}} sau nội dung"
        yield opening.fault("PCI705", "mở mà không đóng", hint)


# --- the fields that tags draw on -----------------------------------------------------------------

Scope = ChainMap[str, str | None]
"""The fields that the names of loops and of `set` stand for; null where a name may be anything."""


def _misused(
    node: nodes.Node, scope: Scope, known: frozenset[str]
) -> Iterator[tuple[int, str, str, str]]:
    """Find in a part of a template the fields that there are not, and loops over what is no list.

    Each comes as its line, code, message and hint. A fault is told once: what stands below an
    unknown list may be anything.
    """
    parts: Iterable[nodes.Node] = ()
    if isinstance(node, nodes.For):
        yield from _misused(node.iter, scope, known)
        typed = _path(node.iter)
        field = _resolved(typed, scope)
        if field in known and f"{field}[]" not in known:
            message = f"«{typed}» không phải danh sách, không lặp được"
            yield node.lineno, "PCI702", message, "bỏ vòng lặp"
        scope = scope.new_child({"loop": None, **_named(node.target, f"{field}[]", known)})
        parts = (*node.body, *node.else_, *filter(None, [node.test]))
    elif isinstance(node, nodes.Assign):
        yield from _misused(node.node, scope, known)
        scope.update(_named(node.target, _resolved(_path(node.node), scope), known))
    elif typed := _path(node):
        field = _resolved(typed, scope)
        if field is not None and field not in known:
            near = get_close_matches(field, sorted(known), 1, 0.75)
            hint = f"có phải «{near[0]}»?" if near else "xem các trường: «pci help fields»"
            yield node.lineno, "PCI701", f"không có trường «{shortened(typed)}»", hint
    else:
        parts = node.iter_child_nodes()
    for part in parts:
        yield from _misused(part, scope, known)


def _named(target: nodes.Node, field: str | None, known: frozenset[str]) -> dict[str, str | None]:
    """The names that a loop or a `set` gives; each of several may be anything."""
    if isinstance(target, nodes.Name):
        return {target.name: field if field in known else None}
    return dict.fromkeys(own.name for own in target.find_all(nodes.Name))


def _resolved(typed: str, scope: Scope) -> str | None:
    """A typed path from the document's root; null below a name of which nothing is known."""
    own = re.split(r"[.\[]", typed, maxsplit=1)[0]
    above = scope.get(own, own)
    return None if above is None else above + typed.removeprefix(own)


def _path(node: nodes.Node) -> str:
    """Write `viec.noi_dung`, or `can_cu[]` for one picked by its place; nothing else has a path."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        above = _path(node.node)
        return above and f"{above}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        above = _path(node.node)
        step = "[]" if isinstance(node.arg.value, int) else f".{node.arg.value}"
        return above and above + step
    return ""


def trial(template: bytes, name: str, values: dict[str, Any]) -> Outline:
    """Read what a template prints, each paragraph with the template's that it was printed from.

    It is filled in apart: nobody vouches for what is only being checked.
    """
    Package(template).refuse_active()
    source = canonical(template, numbered(template))
    printed = render_apart(source, name, values, "", "", date(1980, 1, 1))
    return with_origins(read_outline(printed), read_outline(source))
