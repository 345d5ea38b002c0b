"""Word documents from templates edited in Word: docxtpl, made strict.

By default the library prints nothing for an unknown field, loses text at `&` and `<`, and lets a template run
code. Here a template sees plain values only, in a sandbox; unknown fields and broken XML are errors; the result
is the same bytes for the same values.
"""

import re
import zipfile
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from pci.errors import CannotDo
from pci.formats.word_package import Package

_BAD_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Characters without a shape, some of which reverse the reading order of what follows."""
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


class _Template(DocxTemplate):  # type: ignore[misc]  # the library carries no types
    """The library's template with its two lenient doors shut: recovering XML and rendered file properties."""

    def fix_tables(self, xml: str) -> Any:
        strict = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        etree.fromstring(xml.encode(), strict)
        return super().fix_tables(xml)

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Nothing: the properties are written by `render`, without escaping twice."""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """One paragraph a line, so that a fault's line names its paragraph. The library's own way also rewrites
        `{_{` wherever it stands, in people's words too."""
        lined = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        self.paragraphs = [re.sub(r"<[^>]+>", "", paragraph) for paragraph in lined.splitlines()]
        self.current_rendering_part = part
        rendered = jinja_env.from_string(lined).render(context)
        return str(self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", rendered)))


def render(template: bytes, name: str, fields: dict[str, Any], title: str, author: str, made: date) -> bytes:
    """A finished document. Raises CannotDo naming the template's paragraph where a tag cannot be honoured."""
    try:
        Package(template)
    except CannotDo as error:
        raise CannotDo(f"mẫu {name}: {error.message}", error.hint) from None
    document = _Template(BytesIO(template))
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        document.render(_clean(fields), environment, autoescape=True)
    except SecurityError:
        raise CannotDo(f"mẫu {name} không an toàn: có thẻ gọi vào chương trình", "bỏ thẻ ấy") from None
    except etree.XMLSyntaxError:
        hint = "mỗi thẻ {%p %} đứng một mình một đoạn, {%tr %} một mình một dòng của bảng"
        raise CannotDo(f"mẫu {name}: các thẻ làm hỏng cấu trúc văn bản", hint) from None
    except Exception as error:
        line = _template_line(error)
        if line is None and not isinstance(error, TemplateError):
            raise
        place = _paragraph(document.paragraphs, line)
        raise CannotDo(f"mẫu {name}: {_reason(error)}{place}", "sửa mẫu trong Word rồi chạy lại") from None
    out = BytesIO()
    document.save(out)
    return canonical(out.getvalue(), {"docProps/core.xml": _properties(title, author, made)})


def _clean(value: Any, path: str = "") -> Any:
    """Plain values a template may see. Characters that XML cannot hold are refused with the field that has them."""
    if isinstance(value, str):
        if found := _BAD_CHARACTER.search(value):
            raise CannotDo(f"trường {path}: ký tự không hợp lệ U+{ord(found[0]):04X}", "xóa ký tự này trong dữ liệu")
        return _UNSEEN.sub("", value)
    if isinstance(value, dict):
        return {key: _clean(item, f"{path}.{key}".strip(".")) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, f"{path}[{n}]") for n, item in enumerate(value)]
    return value


def _reason(error: Exception) -> str:
    message = str(error)
    if found := re.search(r"'([^']*)' is undefined|has no attribute '([^']*)'", message):
        return f"không có trường «{found[1] or found[2]}»"
    if found := re.search(r"unknown tag '(\w+)'", message):
        return f"thẻ «{found[1]}» đặt sai chỗ hoặc chưa đóng"
    return "thẻ viết sai" if isinstance(error, TemplateSyntaxError) else "không điền được thẻ"


def _template_line(error: Exception) -> int | None:
    """The line of the template's source at which it failed, null where the fault is not the template's."""
    line: int | None = getattr(error, "lineno", None)
    frame = error.__traceback__
    while frame:
        if frame.tb_frame.f_code.co_filename == "<template>":
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def _paragraph(paragraphs: list[str], line: int | None) -> str:
    """The paragraph at fault in the template's own words: each stands on one line of the source."""
    text = paragraphs[line - 1].strip() if line and line <= len(paragraphs) else ""
    return f", ở đoạn «{text[:80]}»" if text else ""


def _properties(title: str, author: str, made: date) -> bytes:
    day = f'<dcterms:{{}} xsi:type="dcterms:W3CDTF">{made}T00:00:00Z</dcterms:{{}}>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title[:255])}</dc:title><dc:creator>{escape(author[:255])}</dc:creator>"
        f"<dc:language>vi-VN</dc:language>{day.format('created', 'created')}{day.format('modified', 'modified')}"
        "</cp:coreProperties>"
    ).encode()


def canonical(package: bytes, replaced: dict[str, bytes]) -> bytes:
    """The same package with members sorted and times fixed, so that equal content is equal bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        names = dict.fromkeys(old.namelist())
        for name in sorted(names, key=lambda n: (n != "[Content_Types].xml", n)):
            member = zipfile.ZipInfo(name, _ZIP_EPOCH)
            member.create_system, member.external_attr = 3, 0o644 << 16
            new.writestr(member, replaced.get(name) or old.read(name), zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()
