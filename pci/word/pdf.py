"""PDF from a finished Word document, by LibreOffice where the machine has it."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
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
_MOMENT = re.compile(rb"(?<=/CreationDate\(D:)\d{14}")
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
        options = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", name]
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
    """Replace the moment of the file by the day of the document, its marks by its content's.

    Every replacement is as long as what it replaces, so the offsets in the file stay true.
    """
    dated = _MOMENT.sub(f"{day:%Y%m%d}000000".encode(), pdf)
    bare = _MARKS.sub(b"0" * 32, dated)
    mark = sha256(bare).hexdigest()[:32].upper().encode()
    return _MARKS.sub(mark, dated)
