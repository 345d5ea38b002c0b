"""LibreOffice in tests: pages of documents, files saved again, edits made in its window."""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from pci.word.pagination import marked_for_libreoffice


@cache
def is_here() -> bool:
    """Whether this machine has LibreOffice and reads PDF files."""
    return bool(shutil.which("soffice") and shutil.which("pdftotext"))


@cache
def _profile() -> TemporaryDirectory[str]:
    """A profile for this process, laid out by a first start so that the others start faster."""
    folder = TemporaryDirectory(prefix="pci-libreoffice-")
    _start(folder, "--terminate_after_init")
    return folder


def _soffice(*arguments: str) -> None:
    _start(_profile(), *arguments)


def _start(profile: TemporaryDirectory[str], *arguments: str) -> None:
    where = f"-env:UserInstallation={Path(profile.name).as_uri()}"
    command = ["soffice", where, "--headless", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def converted(sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """Files of another kind, written to a folder by one start of LibreOffice."""
    _soffice("--convert-to", kind, "--outdir", str(folder), *map(str, sources))
    return [folder / source.with_suffix(f".{kind}").name for source in sources]


# --- pages -----------------------------------------------------------------------------------


def pages_of(documents: Sequence[Path]) -> list[list[str]]:
    """The words of each page of each document, as `--pdf` converts it."""
    with TemporaryDirectory(prefix="pci-trang-") as name:
        copies = [Path(name) / f"{number}.docx" for number in range(len(documents))]
        for source, copy in zip(documents, copies, strict=True):
            copy.write_bytes(marked_for_libreoffice(source.read_bytes()))
        return [_pages(pdf) for pdf in converted(copies, "pdf", Path(name))]


def pages(document: Path) -> list[str]:
    """The words of each page of one document."""
    (found,) = pages_of([document])
    return found


def _pages(pdf: Path) -> list[str]:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return done.stdout.decode().split("\f")[:-1]


# --- forms -----------------------------------------------------------------------------------


def forms_saved_again(forms: Sequence[bytes], folder: Path, kind: str = "xlsx") -> list[bytes]:
    """Workbooks that one start of LibreOffice has opened and saved."""
    sources = [folder / f"{n}-nguon.xlsx" for n in range(len(forms))]
    for source, data in zip(sources, forms, strict=True):
        source.write_bytes(data)
    results = converted(sources, kind, folder / "ra")
    if not any(result.is_file() for result in results):
        pytest.skip("không có LibreOffice Calc")
    return [result.read_bytes() for result in results]


# --- edits -----------------------------------------------------------------------------------

_BASIC = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script"
 script:name="Module1" script:language="StarBasic">
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
Sub Insert(words)
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
<!DOCTYPE library:{kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{kind}.dtd">
<library:{kind} xmlns:library="http://openoffice.org/2000/library"{rest}</library:{kind}>
"""
_LIBRARIES = '><library:library library:name="Standard" library:link="false"/>'
_STANDARD = (
    ' library:name="Standard" library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Module1"/>'
)


def find(words: str) -> str:
    """Select the first place of these words."""
    return f'Find("{words}")'


def say(words: str) -> str:
    """Type words; over a selection they take its place."""
    return f'Insert("{words}")'


def go(*commands: str) -> str:
    """Keys and menus by their command names: `GoRight`, `InsertPara` is Enter."""
    return "\n".join(f'Go("{command}")' for command in commands)


class Edit(NamedTuple):
    """A document, a person's steps, and whether it is saved as .odt before it is a .docx again."""

    data: bytes
    steps: Sequence[str] = ()
    through_odt: bool = False


def edited_all(edits: Sequence[Edit], folder: Path) -> list[bytes]:
    """Documents opened, edited and saved as .docx by one start of LibreOffice."""
    script: list[str] = []
    targets: list[Path] = []
    for n, edit in enumerate(edits):
        source, odt, target = (
            folder / f"{n}-{name}" for name in ("mo.docx", "luu.odt", "luu.docx")
        )
        source.write_bytes(edit.data)
        target.unlink(missing_ok=True)
        script += [f'OpenAt("{source.as_uri()}")', *edit.steps]
        if edit.through_odt:
            script += [f'SaveAs("{odt.as_uri()}", "writer8")', f'OpenAt("{odt.as_uri()}")']
        script.append(f'SaveAs("{target.as_uri()}", "MS Word 2007 XML")')
        targets.append(target)
    _play(script)
    return [target.read_bytes() for target in targets]


def edited(data: bytes, folder: Path, *steps: str, through_odt: bool = False) -> bytes:
    """One document opened, edited and saved as .docx."""
    (result,) = edited_all([Edit(data, steps, through_odt)], folder)
    return result


def _play(script: Sequence[str]) -> None:
    """Run a macro in LibreOffice, from the library where its profile keeps those of a user."""
    basic = Path(_profile().name) / "user/basic"
    standard = basic / "Standard"
    standard.mkdir(parents=True, exist_ok=True)
    libraries = _LIBRARY.format(kind="libraries", rest=_LIBRARIES)
    (basic / "script.xlc").write_text(libraries, encoding="utf-8")
    library = _LIBRARY.format(kind="library", rest=_STANDARD)
    (standard / "script.xlb").write_text(library, encoding="utf-8")
    (standard / "Module1.xba").write_text(_BASIC % "\n".join(script), encoding="utf-8")
    _soffice("macro:///Standard.Module1.Main")
