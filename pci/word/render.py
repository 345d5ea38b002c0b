"""Word documents from templates edited in Word: docxtpl, made strict.

By default the library prints nothing for an unknown field, loses text at `&` and `<`, and lets a
template run code. Here a template sees plain values only, in a sandbox; unknown fields, broken XML
and words that would fall out of the document are errors; equal values give equal bytes.

A value comes back from the document as it went in, but for three things: letters are composed
(NFC), every line end is a new line, and characters without a shape are dropped.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from html import escape, unescape
from io import BytesIO
from pathlib import Path
from traceback import walk_tb
from types import CodeType
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
)
from jinja2 import __version__ as engine_version
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from pci.core.errors import CannotDo
from pci.core.vi import control_character, shortened, shown
from pci.nd30.field_codes import fetched
from pci.nd30.word_file import Package, W
from pci.word.blanks import highlight_blanks
from pci.word.pagination import hold_together
from pci.word.saved import EPOCH, saved

_IN_RUN = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_THINGS = {"/w:p": "", "w:drawing": "[hình vẽ]", "w:pict": "[hình vẽ]", "w:sectPr": "[ngắt trang]"}
_PIECES = re.compile(
    rf"<w:t(?: [^<>/]*)?>((?:(?!<w:t[ >]).)*?)</w:t>|<({'|'.join(_THINGS)})[ />]", re.S
)
_ALONE_TAG = re.compile(r"\{%(?:p|tr|tc) (?:(?!\{%).)*?%\}")
"""What takes the place of all that it stands in."""
_INSIDE = re.compile(
    r"\{%(?!(?:p|tr|tc) )(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\}|\{\{[rp] (?:(?!\{\{).)*?\}\}"
)
_PRINTED = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}")
_TEXTS = "t|instrText|delText|delInstrText|binData|fldData"
_LOOSE = re.compile(rf"<(?:/w:|w:(?!(?:{_TEXTS})[ >]))[^<>]*>\s*([^<\s][^<]*)")
"""Words that stand in the file but in no text of it: no program shows them."""
_STRICT = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
)
_ALONE = "thẻ {%p %} đứng một mình một đoạn, {%tr %} một mình một dòng của bảng"


class _Template(DocxTemplate):  # type: ignore[misc]  # the library carries no types
    """The library's template made strict about broken XML, lost words and properties."""

    paragraphs: Sequence[str] = ()
    """The texts of what is filled in, to name the one at fault."""

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Leave the properties alone: `render` writes them, without escaping twice."""

    def patch_xml(self, src_xml: str) -> str:
        """Prepare a part; refuse where what stands beside a tag would be thrown away."""
        patched = str(super().patch_xml(src_xml))
        for lost in _seen(src_xml) - _seen(patched):
            raise CannotDo(f"«{shortened(lost)}» sẽ mất vì đứng chung với thẻ", _ALONE)
        return patched

    def build_xml(self, context: Any, jinja_env: Any = None) -> str:
        """Fill in the body, of a default template by the code that was made of it beforehand."""
        source, part = self.get_xml(), self.docx._part
        if code := _made_code(source):
            return self._filled(Template.from_code(jinja_env, code, {}), part, context)
        return self.render_xml_part(self.patch_xml(source), part, context, jinja_env)

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Fill in a part with one paragraph a line, so that a fault's line names its paragraph."""
        lined = _lined(src_xml)
        self.paragraphs = [re.sub(r"<[^<>]+>", "", paragraph) for paragraph in lined.splitlines()]
        try:
            template = jinja_env.from_string(lined)
        except ValueError:  # thousands of digits
            raise CannotDo("có thẻ mang số quá dài", "viết lại thẻ ấy") from None
        return self._filled(template, part, context)

    def _filled(self, template: Template, part: Any, context: Any) -> str:
        """Fill in a part; refuse words that fall out of the document, and codes that fetch.

        The library's own way also rewrites `{_{` wherever it stands, in people's words too, and
        looks for line ends in the whole document.
        """
        self.current_rendering_part = part
        rendered = template.render(context)
        loose = _LOOSE.search(rendered)
        if loose:
            words = shortened(unescape(loose[1]).strip())
            hint = "viết {{ trường }}, không dùng {{r }} hay {{p }}"
            raise CannotDo(f"chữ «{words}» rơi ra ngoài văn bản", hint)
        tree = etree.fromstring(rendered.encode(), _STRICT)
        for external, _ in fetched(tree, str(part.partname)):  # made by tags
            raise CannotDo(external.message, external.hint)
        return re.sub(r"\n<w:p([ >])", r"<w:p\1", rendered)


def _lined(xml: str) -> str:
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


LONGEST_VALUE = 1_000_000
"""The most letters that one tag may print."""
CODE = Path(__file__).parent / "code"
"""The folder of the code made of the default templates: `make templates` writes it."""


def _made_code(source: str) -> CodeType | None:
    """Read the code made of a body beforehand; null where it is of no default template."""
    path = CODE / _code_name(source)
    return compile(path.read_bytes(), "<template>", "exec") if path.is_file() else None


def _code_name(source: str) -> str:
    """Name the code of a body after all that it is made of."""
    return f"{sha256((engine_version + source).encode()).hexdigest()[:16]}.txt"


def code_of(template: bytes, name: str) -> tuple[str, str]:
    """Make the code of a template's body, with the name of its file."""
    document = _open(template, name)
    source = document.get_xml()
    code = environment().compile(_lined(document.patch_xml(source)), raw=True)
    return _code_name(source), code


def _seen(xml: str) -> Counter[str]:
    """List the lines, pictures and ends of pages of a part, each line without the tag that may
    take its place."""
    pieces = _PIECES.findall(xml)
    text = "".join(f"\n{_THINGS[thing]}\n" if thing else words for words, thing in pieces)
    lines = (_INSIDE.sub("", line) for line in unescape(text).splitlines())
    beside = (_PRINTED.sub("{{…}}", _ALONE_TAG.sub("", line, count=1)).strip() for line in lines)
    return Counter(filter(None, beside))


_escaped = partial(escape, quote=False)
"""`xml.sax.saxutils` says the same, but brings in all of the web."""


def _run_text(value: Any) -> Markup:
    """Write a value as it stands in a run, escaped once whatever the tag's filters did."""
    text = str(value)  # an unknown field raises here
    if len(text) > LONGEST_VALUE:
        raise CannotDo(f"một thẻ in ra hơn {LONGEST_VALUE} chữ", "rút ngắn lời, hoặc sửa thẻ ấy")
    if isinstance(value, Markup):  # of a block or macro: its values went through here
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise _Unprintable(text)
    escaped = _escaped(text).replace('"', "&#34;")
    return Markup(re.sub(r"[\n\t]", _sign, escaped))  # noqa: S704  escaped above


def _sign(match: re.Match[str]) -> str:
    """Close a text around a line end or a tab, which are elements of a run."""
    return f'</w:t>{_IN_RUN[match[0]]}<w:t xml:space="preserve">'


class _Unprintable(TemplateRuntimeError):
    """A tag that prints no words: a whole list, a condition."""


class _Engine(ImmutableSandboxedEnvironment):
    """A sandbox with no powers and no product but of numbers: a few letters of them take for ever.

    What is left grows with the values and with what the template itself writes.
    """

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply two numbers."""
        if operator == "*" and isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return left * right
        raise TemplateRuntimeError(f"{_NO_PRODUCT}: {left}, {right}")  # an unknown field first


def environment() -> _Engine:
    """Make a sandbox that knows nothing of files and has no functions.

    Escaping is not for a template to decide: filters that speak of it do nothing, those that write
    markup of their own are unknown.
    """
    sandbox = _Engine(undefined=StrictUndefined, autoescape=True, finalize=_run_text)
    for name in ("safe", "e", "escape", "forceescape"):
        sandbox.filters[name] = _unchanged
    for name in ("urlize", "xmlattr", "tojson", "attr"):
        del sandbox.filters[name]
    sandbox.globals.clear()
    return sandbox


def _unchanged(value: Any) -> Any:
    return value


def render(
    template: bytes, name: str, values: dict[str, Any], title: str, author: str, day: date
) -> bytes:
    """Fill in a template. Raises CannotDo naming its paragraph where a tag cannot be honoured."""
    clean = _clean(values)
    properties = _properties(_clean(title, "tiêu đề"), _clean(author, "tác giả"), day)
    document = _open(template, name)
    try:
        document.render(clean, environment(), autoescape=True)
    except Exception as error:
        message, hint = _refusal(error, document.paragraphs)
        raise CannotDo(f"mẫu {name}{message}", hint) from None
    highlight_blanks(document.docx)
    hold_together(document.docx)
    return canonical(saved(document.docx), {"docProps/core.xml": properties})


def _open(template: bytes, name: str) -> _Template:
    """Open a template that holds nothing that acts by itself.

    Its own properties go: they tell of its maker and of no document; so does a second table of
    styles, which Word 2010 would believe instead of the first.
    """
    try:
        Package(template).refuse_active()
        document = _Template(BytesIO(template))
        document.init_docx()
        _refuse_odd_tables(document.docx.element)
    except CannotDo as error:
        raise CannotDo(f"mẫu {name}: {error.message}", error.hint) from None
    except (KeyError, ValueError, AttributeError, etree.XMLSyntaxError):
        raise CannotDo(
            f"mẫu {name}: tệp Word bị hỏng, không đọc được", "mở bằng Word rồi lưu lại dạng .docx"
        ) from None
    package = document.docx.part.package
    _keep(package.rels, lambda kind: kind == RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    _keep(document.docx.part.rels, lambda kind: not kind.endswith("/stylesWithEffects"))
    package.core_properties.title = ""  # makes the part that `render` writes
    return document


def _refuse_odd_tables(body: Any) -> None:
    """Refuse a table that does not tell its columns: every program writes them, the library counts
    them."""
    for table in body.iter(f"{W}tbl"):
        if table.find(f"{W}tblGrid") is None:
            raise CannotDo("có bảng thiếu lưới cột", "mở bằng Word rồi lưu lại dạng .docx")


def _keep(links: dict[str, Any], wanted: Callable[[str], bool]) -> None:
    """Take away the links to parts that are not wanted: no part without a link is written."""
    for key in [key for key, link in links.items() if not wanted(link.reltype)]:
        del links[key]


def _clean(value: Any, path: str = "") -> Any:
    """Compose the letters of plain values; refuse characters that XML cannot hold, by field."""
    if isinstance(value, str):
        if character := control_character(value):
            raise CannotDo(
                f"trường {path}: ký tự không hợp lệ {character}", "xóa ký tự này trong dữ liệu"
            )
        return shown(value)
    if isinstance(value, dict):
        return {key: _clean(item, f"{path}.{key}".strip(".")) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, f"{path}[{n}]") for n, item in enumerate(value)]
    return value


# --- why a template cannot be filled in -----------------------------------------------------------

UNCLOSED = re.compile(r"Unexpected end of template|unknown tag '(?:end\w+|else|elif)'")
"""What the engine says of blocks. Its line is where it noticed, far below the block at fault."""
_NO_PRODUCT = "only numbers are multiplied"
_REASONS = (
    (re.compile("'([^']*)' is undefined|has no attribute '([^']*)'"), "không có trường «{}»"),
    (re.compile("unknown tag '(\\w+)'"), "không có thẻ «{}»"),
    (re.compile("No (?:filter|test) named '(\\w+)'"), "không có bộ lọc «{}»"),
    (re.compile(_NO_PRODUCT), "thẻ chỉ nhân được hai số, không tính lũy thừa"),
)


def _refusal(error: Exception, paragraphs: Sequence[str]) -> tuple[str, str]:
    """Say what is wrong with a template and what to do; an error of the program is raised again."""
    if isinstance(error, CannotDo):
        return f": {error.message}", error.hint
    if isinstance(error, MemoryError):
        return " dùng quá nhiều bộ nhớ", "bỏ vòng lặp quá dài trong mẫu"
    if isinstance(error, etree.XMLSyntaxError):
        return ": các thẻ làm hỏng cấu trúc văn bản", f"mỗi {_ALONE}"
    line = _template_line(error)
    if line is None and not isinstance(error, (TemplateError, RecursionError)):
        raise error
    if UNCLOSED.search(str(error)):
        return ": khối mở mà không đóng, hoặc đóng sai chỗ", "chạy «pci check ‹mẫu›» để biết đoạn"
    place = _place(paragraphs, line)
    return f": {reason(error)}{place}", "sửa mẫu trong Word rồi chạy lại"


def reason(error: Exception) -> str:
    """Say what is wrong with a tag."""
    message = str(error)
    if isinstance(error, SecurityError):
        return "thẻ gọi vào chương trình, không an toàn"
    if isinstance(error, _Unprintable):
        return f"thẻ in ra «{shortened(message)}», không phải chữ hay số"
    for pattern, words in _REASONS:
        if match := pattern.search(message):
            return words.format(match[match.lastindex or 0])
    return "thẻ viết sai" if isinstance(error, TemplateSyntaxError) else "không điền được thẻ"


def _template_line(error: Exception) -> int | None:
    """Find the line of the template's source that failed; null where another source did."""
    line: int | None = getattr(error, "lineno", None)
    for frame, number in walk_tb(error.__traceback__):
        if frame.f_code.co_filename == "<template>":
            line = number
    return line


def _place(paragraphs: Sequence[str], line: int | None) -> str:
    """Quote the paragraph at fault: each stands on one line of the source."""
    text = paragraphs[line - 1].strip() if line and line <= len(paragraphs) else ""
    return f", ở đoạn «{text[:80]}»" if text else ""


# --- the package ----------------------------------------------------------------------------------


_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DUBLIN = "http://purl.org/dc"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def _properties(title: str, author: str, day: date) -> bytes:
    moment = f'<dcterms:{{}} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{{}}>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="{_DUBLIN}/elements/1.1/"'
        f' xmlns:dcterms="{_DUBLIN}/terms/" xmlns:xsi="{_INSTANCE}">'
        f"<dc:title>{_escaped(title[:255])}</dc:title>"
        f"<dc:creator>{_escaped(author[:255])}</dc:creator><dc:language>vi-VN</dc:language>"
        f"{moment.format('created', 'created')}{moment.format('modified', 'modified')}"
        "</cp:coreProperties>"
    ).encode()


def canonical(package: bytes, replaced: dict[str, bytes]) -> bytes:
    """Write a package with parts replaced or added: equal content gives equal bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        names = dict.fromkeys([*old.namelist(), *replaced])
        for name in sorted(names, key=lambda n: (n != "[Content_Types].xml", n)):
            member = zipfile.ZipInfo(name, EPOCH)
            member.create_system, member.external_attr = 3, 0o644 << 16
            new.writestr(member, replaced.get(name) or old.read(name), zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
