"""PDF from a finished Word document, by LibreOffice where the machine has it."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import FrameType

from pci.core.errors import CannotDo

TIME_LIMIT = 180.0
"""Seconds. A first start on an old machine takes ten, a hundred pages take three."""

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_MADE = re.compile(rb"(?<=/CreationDate\(D:)[^)]*")
_MARKS = re.compile(
    rb"(?<=/DocChecksum /)[0-9A-F]{32}|(?<=/ID \[ <)[0-9A-F]{32}(?=>)|(?<=\n<)[0-9A-F]{32}(?=> \])"
)


def find_office() -> str | None:
    """The program that converts: from the search path, else from where its installers put it; one that lies in the
    current folder may be anybody's."""
    found = (shutil.which(name) for name in (*_PROGRAMS, *_USUAL_PLACES))
    return next((program for program in found if program and Path(program).is_absolute()), None)


_PRODUCT = re.compile(r"^ProductKey=LibreOffice (\d+(?:\.\d+)+)", re.M)


def office_version(program: str) -> str:
    """`25.2`, as the program's own folder says; empty where it does not. Run to say it, LibreOffice writes to the home
    folder, and opens a window on Windows."""
    folder = Path(program).resolve().parent
    for place in (
        folder / "bootstraprc",
        folder / "bootstrap.ini",
        folder.parent / "Resources/bootstraprc",
    ):
        if place.is_file() and (
            found := _PRODUCT.search(place.read_text(encoding="utf-8", errors="replace"))
        ):
            return found[1]
    return ""


def to_pdf(document: bytes, made: date, limit: float = TIME_LIMIT) -> bytes:
    """The pages of a .docx. Equal documents give equal bytes on one machine, and nothing is left behind.

    Each call has a profile of its own: a LibreOffice that is open already would otherwise take the work and drop it.
    """
    program = find_office()
    if program is None:
        raise CannotDo("máy này không có LibreOffice nên chưa lập được bản PDF", _WITHOUT)
    with (
        _tidy_when_told_to_end(),
        tempfile.TemporaryDirectory(prefix="pci-", ignore_cleanup_errors=True) as name,
    ):
        folder = Path(name)
        source = folder / "van-ban.docx"
        source.write_bytes(document)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = (
            "--headless",
            "--norestore",
            "--convert-to",
            "pdf",
            "--outdir",
            name,
            str(source),
        )
        _run((program, profile, *convert), limit)
        result = source.with_suffix(".pdf")
        # LibreOffice says 0 also where it failed: only the file tells
        if not result.is_file():
            raise CannotDo(
                "LibreOffice không chuyển được văn bản sang PDF", "mở bản Word rồi lưu sang PDF"
            )
        return _settled(result.read_bytes(), made)


_WITHOUT = (
    "cài LibreOffice (libreoffice.org) rồi chạy lại; trong khi chờ, mở bản Word rồi lưu sang PDF"
)


_ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""What a service or a closed terminal sends; Windows knows only the first."""


@contextlib.contextmanager
def _tidy_when_told_to_end() -> Iterator[None]:
    """Signals that would end the program on the spot end it by the way out that tidies up, with their usual code.

    One that is ignored, or that somebody handles already, stays as it is; only the main thread may set a signal.
    """
    main = threading.current_thread() is threading.main_thread()
    taken = [number for number in _ENDINGS if main and signal.getsignal(number) == signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _end_tidily)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _end_tidily(number: int, frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)  # a second one would cut the tidying short
    raise SystemExit(128 + number)


def _run(command: tuple[str, ...], limit: float) -> None:
    """Run to the end or to the limit, then end it with all that it started: its launcher leaves the work to others."""
    # the zone decides how long the date in the file is
    process = subprocess.Popen(  # noqa: S603  a program of this machine, no word of it from data
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TZ": "UTC"},
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


def _settled(pdf: bytes, made: date) -> bytes:
    """The same file without its moment: the day is the document's, the two marks come from the content.

    Every replacement is as long as what it replaces, so the offsets in the file stay true.
    """
    day = f"{made:%Y%m%d}000000Z'".encode()
    dated = _MADE.sub(lambda found: day.ljust(len(found[0]))[: len(found[0])], pdf)
    bare = _MARKS.sub(b"0" * 32, dated)
    mark = sha256(bare).hexdigest()[:32].upper().encode()
    return _MARKS.sub(mark, dated)
