"""Documents edited the way Word leaves them."""

from copy import deepcopy
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree

DOCUMENT = "word/document.xml"
BODY_LOOK = '<w:pPr><w:spacing w:before="120"/></w:pPr>'


class Word:
    """A .docx whose paragraphs are changed in its XML, the way a word processor leaves them."""

    def __init__(self, data: bytes) -> None:
        with ZipFile(BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.root = etree.fromstring(self.parts[DOCUMENT])

    def control(self, name: str) -> Any:
        """The content control of a passage."""
        return next(c for c in self.root.iter(qn("w:sdt")) if f":{name}#" in self.tag(c))

    def tag(self, control: Any) -> str:
        found = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        return "" if found is None else str(found.get(qn("w:val")))

    def paragraphs(self, name: str) -> list[Any]:
        """The paragraphs inside of a passage's control, or the one around it."""
        control = self.control(name)
        return list(control.iter(qn("w:p"))) or [next(control.iterancestors(qn("w:p")))]

    def with_text(self, words: str) -> Any:
        """The first paragraph that holds these words."""
        return next(
            p
            for p in self.root.iter(qn("w:p"))
            if words in "".join(t.text or "" for t in p.iter(qn("w:t")))
        )

    def saved(self) -> bytes:
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, etree.tostring(self.root) if name == DOCUMENT else data)
        return out.getvalue()


def element(xml: str) -> Any:
    """An element of a document, its namespaces declared."""
    head, _, rest = xml.partition(">")
    head, closed = (head[:-1], "/") if head.endswith("/") else (head, "")
    return parse_xml(f"{head} {nsdecls('w', 'm', 'wp')}{closed}>{rest}")


def runs(*texts: str, look: str = "") -> str:
    """Runs of one text each; tabs and line breaks as Word stores them."""
    return "".join(f"<w:r>{look}{_stored(text)}</w:r>" for text in texts)


def _stored(text: str) -> str:
    signs = {"\t": "<w:tab/>", "\n": "<w:br/>"}
    marked = text.replace("\t", "\0\t\0").replace("\n", "\0\n\0").split("\0")
    return "".join(
        signs.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in marked
        if part
    )


def paragraph(*texts: str, look: str = BODY_LOOK, run_look: str = "") -> Any:
    """A new paragraph."""
    return element(f"<w:p>{look}{runs(*texts, look=run_look)}</w:p>")


def retype(node: Any, *texts: str, look: str = "") -> None:
    """Put other words, a run each, in place of those of a paragraph or a run-level control."""
    for run in [child for child in node if child.tag != qn("w:pPr")]:
        node.remove(run)
    node.extend(element(f"<w:p>{runs(*texts, look=look)}</w:p>"))


def content(control: Any) -> Any:
    return control.find(qn("w:sdtContent"))


def copied(node: Any) -> Any:
    return deepcopy(node)
