"""PDF by LibreOffice: the same pages for the same document, nothing left behind, clear words where
it cannot be.
"""

import os
import sys
import tempfile
import time
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from support import Run

from pci.core.errors import CannotDo
from pci.word.pdf import to_pdf

MADE = date(2023, 9, 14)
REPORT = ("report", "--quarter", "3", "--root")
needs_shell = pytest.mark.skipif(
    sys.platform == "win32", reason="chương trình giả là tệp lệnh của Unix"
)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, so that what is left can be seen."""
    folder = tmp_path / "tam"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def document() -> bytes:
    made = Document()
    made.add_paragraph("Chỉ số năng lực cạnh tranh cấp tỉnh")
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def office(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program in the place of LibreOffice."""
    folder.mkdir()
    (folder / "soffice").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def beating(beats: Path) -> str:
    """Commands that write to a file for a while, so that its size tells whether they still run."""
    return f"(for i in $(seq 900); do echo >> {beats}; sleep 0.05; done)"


@pytest.mark.office
def test_it_carries_the_day_that_the_document_was_made_and_leaves_nothing(
    document: bytes, scratch: Path
) -> None:
    first = to_pdf(document, MADE)
    assert b"/CreationDate(D:20230914000000Z')" in first
    assert b"<pdfaid:part>2</pdfaid:part>" in first
    assert b"/MarkInfo<</Marked true>>" in first
    assert not list(scratch.iterdir())


@pytest.mark.office
def test_it_lies_beside_the_document_and_follows_its_name(
    run: Run, real: Path, tmp_path: Path
) -> None:
    """A target named as a PDF is meant for the PDF; the same document gives the same bytes."""
    command = (*REPORT, str(real), "--pdf", "-o")
    assert run(*command, "bao-cao.docx").out == "bao-cao.docx\nbao-cao.pdf\n"
    first = (tmp_path / "bao-cao.pdf").read_bytes()
    assert first.startswith(b"%PDF-")
    again = run(*command, "bao-cao.pdf")  # seconds later: a PDF carries its moment
    assert again.out == "bao-cao.docx\nbao-cao.pdf\n", "tệp giống hệt thì để yên"
    (tmp_path / "bao-cao.docx").write_bytes(b"da sua")
    assert run(*command, "bao-cao.docx").out == "bao-cao-2.docx\nbao-cao-2.pdf\n"
    assert (tmp_path / "bao-cao-2.pdf").read_bytes() == first
    assert (tmp_path / "bao-cao.docx").read_bytes() == b"da sua"


def test_without_libreoffice_the_document_is_there_and_the_way_on_is_told(
    run: Run, real: Path, tmp_path: Path
) -> None:
    done = run(*REPORT, str(real), "--pdf", "-o", "x.docx", env={"PATH": str(tmp_path)})
    assert (done.code, done.out) == (2, "x.docx\n")
    told = done.err.splitlines()[-1]
    assert told.startswith("pci: máy này không có LibreOffice")
    assert "cài LibreOffice" in told
    assert "mở bản Word" in told


@needs_shell
def test_one_that_hangs_is_ended_with_all_it_started(
    document: bytes, scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats = tmp_path / "nhip"
    office(tmp_path / "bin", f"{beating(beats)} & wait", monkeypatch)
    with pytest.raises(CannotDo, match="quá 3 giây"):
        to_pdf(document, MADE, limit=3)
    heard = beats.stat().st_size
    time.sleep(0.3)
    assert 0 < heard == beats.stat().st_size, "tiến trình con còn chạy"
    assert not list(scratch.iterdir())


@needs_shell
@pytest.mark.parametrize("script", ["exit 0", "exit 77"])
def test_one_that_makes_nothing_is_told_whatever_it_says(
    document: bytes, scratch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    office(tmp_path / "bin", script, monkeypatch)
    with pytest.raises(CannotDo, match="không chuyển được"):
        to_pdf(document, MADE)
    assert not list(scratch.iterdir())


@pytest.mark.parametrize("format", ["json", "md"])
def test_only_a_word_document_has_pages(run: Run, real: Path, tmp_path: Path, format: str) -> None:
    done = run(*REPORT, str(real), "--pdf", "--format", format)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"pci: --pdf không đi với --format {format}; bỏ một trong hai\n"
    assert not list(tmp_path.glob("bao-cao*"))
