"""Documents as people hand them back: edited as Word would, or really edited and saved by LibreOffice."""

import subprocess
from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path
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
    """Other words in place of a paragraph's or a run-level control's own, in as many runs as there are texts."""
    for run in [child for child in node if child.tag != qn("w:pPr")]:
        node.remove(run)
    node.extend(element(f"<w:p>{runs(*texts, look=look)}</w:p>"))


def content(control: Any) -> Any:
    return control.find(qn("w:sdtContent"))


def copied(node: Any) -> Any:
    return deepcopy(node)


# --- LibreOffice --------------------------------------------------------------------------------------------------

_BASIC = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Dim document, frame, dispatcher
Function Value(name, v)
 Dim made(0) As New com.sun.star.beans.PropertyValue
 made(0).Name = name : made(0).Value = v
 Value = made()
End Function
Sub OpenAt(url)
 document = StarDesktop.loadComponentFromURL(url, "_blank", 0, Value("Hidden", True))
 frame = document.CurrentController.Frame
End Sub
Sub Find(words)
 search = document.createSearchDescriptor()
 search.SearchString = words
 document.CurrentController.select(document.findFirst(search))
End Sub
Sub Go(command)
 dispatcher.executeDispatch(frame, ".uno:" &amp; command, "", 0, Array())
End Sub
Sub Say(words)
 dispatcher.executeDispatch(frame, ".uno:InsertText", "", 0, Value("Text", words))
End Sub
Sub SaveAs(url, filter)
 document.storeToURL(url, Value("FilterName", filter))
 document.close(True)
End Sub
Sub Main
 dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
 %s
 StarDesktop.terminate()
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:%s PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "%s.dtd">
<library:%s xmlns:library="http://openoffice.org/2000/library" %s</library:%s>
"""


def find(words: str) -> str:
    """Select the first place of these words."""
    return f'Find("{words}")'


def say(words: str) -> str:
    """Type; over a selection it takes its place."""
    return f'Say("{words}")'


def go(*commands: str) -> str:
    """Keys and menus by their command names: `GoRight`, `InsertPara` is Enter."""
    return "\n".join(f'Go("{command}")' for command in commands)


def by_libreoffice(data: bytes, folder: Path, *steps: str, through_odt: bool = False) -> bytes:
    """A document opened in LibreOffice, edited step by step as from the keyboard, and saved as .docx."""
    source, odt, target = (folder / name for name in ("mo.docx", "luu.odt", "luu.docx"))
    source.write_bytes(data)
    target.unlink(missing_ok=True)
    script = [f'OpenAt("{source.as_uri()}")', *steps]
    if through_odt:
        script += [f'SaveAs("{odt.as_uri()}", "writer8")', f'OpenAt("{odt.as_uri()}")']
    script.append(f'SaveAs("{target.as_uri()}", "MS Word 2007 XML")')
    _play(folder / "profile", script)
    return target.read_bytes()


def _play(profile: Path, script: Sequence[str]) -> None:
    basic, where = profile / "user/basic", f"-env:UserInstallation={profile.as_uri()}"
    if not basic.is_dir():  # at its first start the program lays out a profile and runs nothing
        _run("soffice", where, "--headless", "--terminate_after_init")
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    own = 'library:name="Standard" library:readonly="false" library:passwordprotected="false">'
    module = own + '<library:element library:name="Module1"/>'
    known = ">" + '<library:library library:name="Standard" library:link="false"/>'
    (basic / "script.xlc").write_text(
        _LIBRARY % ("libraries", "libraries", "libraries", known, "libraries")
    )
    (basic / "Standard/script.xlb").write_text(
        _LIBRARY % ("library", "library", "library", module, "library")
    )
    (basic / "Standard/Module1.xba").write_text(_BASIC % "\n".join(script), encoding="utf-8")
    _run("soffice", where, "--headless", "macro:///Standard.Module1.Main")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)
