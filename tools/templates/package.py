"""The parts of a template beside its words: settings of Word, what an empty control invites to."""

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls

from pci.word.pagination import element

PLACEHOLDER = "BoSung"
"""The name of the entry that an emptied control shows."""

_SETTINGS = (
    ("w:zoom", {"percent": "100"}),
    ("w:defaultTabStop", {"val": "720"}),
    ("w:characterSpacingControl", {"val": "doNotCompress"}),
)
_COMPATIBILITY = {
    "compatibilityMode": "15",
    "overrideTableStyleFontSizeAndJustification": "1",
    "enableOpenTypeFeatures": "1",
    "doNotFlipMirrorIndents": "1",
    "differentiateMultirowTableHeaders": "1",
}
_WORD = "http://schemas.microsoft.com/office/word"
_GLOSSARY = f"""
<w:glossaryDocument {nsdecls("w")}><w:docParts><w:docPart><w:docPartPr>
<w:name w:val="{PLACEHOLDER}"/>
<w:category><w:name w:val="General"/><w:gallery w:val="placeholder"/></w:category>
<w:types><w:type w:val="bbPlcHdr"/></w:types>
<w:behaviors><w:behavior w:val="content"/></w:behaviors></w:docPartPr>
<w:docPartBody><w:p><w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr>
<w:t>[bổ sung nội dung]</w:t></w:r></w:p></w:docPartBody>
</w:docPart></w:docParts></w:glossaryDocument>
"""
"""The entry says a gap as drafts do: whoever empties a control sees it, and no one issues it."""
_UNUSED = ("stylesWithEffects", "customXml", "numbering", "webSettings")
"""The relations of the library's own document to parts that no template needs."""


def furnish(document: Any) -> None:
    """Give a new document its settings and its placeholder, and take away what it does not need."""
    part = document.part
    for key, link in [*part.rels.items()]:
        if link.reltype.rpartition("/")[2] in _UNUSED:
            del part.rels[key]
    _set_up(document.settings.element)
    source = "".join(_GLOSSARY.splitlines())
    name, kind = PackURI("/word/glossary/document.xml"), CONTENT_TYPE.WML_DOCUMENT_GLOSSARY
    glossary = Part(name, kind, source.encode(), part.package)
    part.relate_to(glossary, RELATIONSHIP_TYPE.GLOSSARY_DOCUMENT)


def _set_up(settings: Any) -> None:
    """Write the settings anew: those of a Word of today, in Vietnamese."""
    for old in [*settings]:
        settings.remove(old)
    settings.extend(element(name, **values) for name, values in _SETTINGS)
    modes = (
        element("w:compatSetting", name=name, uri=_WORD, val=value)
        for name, value in _COMPATIBILITY.items()
    )
    settings.append(element("w:compat", *modes))
    settings.append(element("w:themeFontLang", val="vi-VN"))
    settings.append(element("w:decimalSymbol", val=","))
    settings.append(element("w:listSeparator", val=";"))
