"""PDF from a finished Word document, by LibreOffice where the machine has it."""

import contextlib
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import zlib
from datetime import date
from hashlib import sha256
from pathlib import Path

from pci.core.errors import CannotDo
from pci.word.pagination import marked_for_libreoffice

TIME_LIMIT = 180.0
"""Seconds. A first start on an old machine takes ten, a hundred pages take three."""

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_ARCHIVED = {
    "SelectPdfVersion": {"type": "long", "value": "2"},
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
}
_FORMAT = f"pdf:writer_pdf_Export:{json.dumps(_ARCHIVED)}"
"""PDF/A-2 with tags, by LibreOffice's own export: for the archive and for screen readers."""
_MOMENT = re.compile(rb"(?<=/CreationDate\(D:)\d{14}")
_COLOURS = re.compile(
    rb"<</N 3/Length (\d+) 0 R/Filter/FlateDecode>>\nstream\n(.+?)\nendstream", re.S
)
_TABLE = re.compile(rb"(?<=startxref\n)\d+")
_PLACE = re.compile(rb"(?<=\n)\d{10}(?= \d{5} n)")
_MARKS = re.compile(
    rb"(?<=/DocChecksum /)[0-9A-F]{32}|(?<=/ID \[ <)[0-9A-F]{32}(?=>)|(?<=\n<)[0-9A-F]{32}(?=> \])"
)


def find_office() -> str | None:
    """Find the program that converts: on the search path, else where its installers put it.

    One that lies in the current folder may be anybody's.
    """
    programs = (shutil.which(name) for name in (*_PROGRAMS, *_USUAL_PLACES))
    return next((path for path in programs if path and Path(path).is_absolute()), None)


def to_pdf(document: bytes, day: date, limit: float = TIME_LIMIT) -> bytes:
    """Convert a .docx; equal documents give equal bytes on one machine.

    Each call has a profile of its own: a LibreOffice that is open already would otherwise take the
    work and drop it.
    """
    program = find_office()
    if program is None:
        raise CannotDo("máy này không có LibreOffice nên chưa lập được bản PDF", _WITHOUT)
    with tempfile.TemporaryDirectory(prefix="pci-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / "van-ban.docx"
        source.write_bytes(marked_for_libreoffice(document))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        options = ["--headless", "--norestore", "--convert-to", _FORMAT, "--outdir", name]
        _run([program, profile, *options, str(source)], limit)
        result = source.with_suffix(".pdf")
        # LibreOffice says 0 also where it failed: only the file tells
        if not result.is_file():
            raise CannotDo(
                "LibreOffice không chuyển được văn bản sang PDF", "mở bản Word rồi lưu sang PDF"
            )
        return _with_fixed_moment(result.read_bytes(), day)


_WITHOUT = (
    "cài LibreOffice (libreoffice.org) rồi chạy lại; trong khi chờ, mở bản Word rồi lưu sang PDF"
)


def _run(command: list[str], limit: float) -> None:
    """Run a program to its end or to the limit, then end it with all that it started."""
    process = subprocess.Popen(  # noqa: S603  a program of this machine, no word of it from data
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TZ": "UTC"},  # the zone decides how long the moment in the file is
        start_new_session=True,
    )
    try:
        process.wait(limit)
    except subprocess.TimeoutExpired:
        hint = "đóng bớt chương trình rồi chạy lại, hoặc mở bản Word rồi lưu sang PDF"
        raise CannotDo(f"LibreOffice chạy quá {limit:.0f} giây nên đã dừng", hint) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        command = ("taskkill", "/F", "/T", "/PID", str(process.pid))
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    else:
        with contextlib.suppress(ProcessLookupError):  # all of them ended by themselves
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _with_fixed_moment(pdf: bytes, day: date) -> bytes:
    """Replace the moment of the file by the day of the document, its marks by its content's."""
    dated = _MOMENT.sub(f"{day:%Y%m%d}000000".encode(), _with_dated_colours(pdf, day))
    bare = _MARKS.sub(b"0" * 32, dated)
    mark = sha256(bare).hexdigest()[:32].upper().encode()
    return _MARKS.sub(mark, dated)


def _with_dated_colours(pdf: bytes, day: date) -> bytes:
    """Date the profile of colours, which LibreOffice makes anew, by the day of the document."""
    stream = _COLOURS.search(pdf)
    if stream is None:
        return pdf
    profile = zlib.decompress(stream[2])
    moment = struct.pack(">6H", day.year, day.month, day.day, 0, 0, 0)
    packed = zlib.compress(profile[:24] + moment + profile[36:])
    dated = _replaced(pdf, stream.span(2), packed)
    length = re.search(rb"\n%s 0 obj\n(\d+)" % stream[1], dated)
    return _replaced(dated, length.span(1), b"%d" % len(packed)) if length else pdf


def _replaced(pdf: bytes, span: tuple[int, int], new: bytes) -> bytes:
    """Replace a part of a PDF; the table of where its objects lie follows."""
    start, end = span
    longer = len(new) - (end - start)
    table = int(_TABLE.findall(pdf)[-1])
    body = pdf[:start] + new + pdf[end:table]
    places = _PLACE.sub(lambda place: _moved(place, start, longer), pdf[table:])
    return body + _TABLE.sub(b"%d" % (table + longer), places)


def _moved(place: re.Match[bytes], start: int, longer: int) -> bytes:
    """Say anew where an object lies, if it lies behind what was replaced."""
    offset = int(place[0])
    return b"%010d" % (offset + longer if offset > start else offset)
