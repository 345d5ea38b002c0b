"""Makes the pictures of README: a list on a terminal, the first page of a report.

`make docs` holds the terminal. The page needs LibreOffice and poppler to be drawn, so its picture
carries the fingerprint of the report that it shows; a test compares that.
"""

import hashlib
import re
import struct
import subprocess
import sys
import zlib
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from rich.console import Console
from rich.text import Text

from tools.terminal import COLUMNS, ROOT, on_terminal

SCREEN = ROOT / "docs/anh/cua-so.svg"
PAGE = ROOT / "docs/anh/bao-cao.png"
LIST = "pci deadlines --as-of 16/9/2024 --within 14d"
REPORT = "report --quarter 3 --root examples --year 2024 -o"
_DPI = 75
_MARK = b"tEXtReport\0"


def screen() -> str:
    """The terminal of one who lists what is due in the example."""
    printed = on_terminal(f"{LIST} --root {ROOT / 'examples'} --year 2024 --color always")
    console = Console(record=True, width=COLUMNS, file=StringIO())
    console.print(Text.from_ansi(f"$ {LIST}\n{printed.strip()}"))
    drawn = console.export_svg(title="pci", unique_id="pci")
    fetched = re.compile(r"\s*@font-face \{.*?\}", re.S)
    return fetched.sub("", drawn.replace("Fira Code", "Menlo, Consolas, Liberation Mono")) + "\n"


def fingerprint(report: bytes) -> str:
    """What a report prints and in which styles, as a hash."""
    with ZipFile(BytesIO(report)) as package:
        parts = [package.read(f"word/{name}.xml") for name in ("document", "styles")]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def shown(picture: bytes) -> str:
    """The fingerprint of the report that a picture shows."""
    return picture.partition(_MARK)[2][:64].decode()


def page() -> bytes:
    """The first page of the report of the example."""
    with TemporaryDirectory() as folder:
        report = Path(folder, "b.docx")
        command = [sys.executable, "-m", "pci", *REPORT.split(), str(report), "--pdf"]
        subprocess.run(command, cwd=ROOT, check=True)
        drawn = [
            "pdftoppm",
            "-gray",
            "-r",
            str(_DPI),
            "-singlefile",
            str(report.with_suffix(".pdf")),
        ]
        pixels = subprocess.run(drawn, capture_output=True, check=True).stdout
        return _png(pixels, fingerprint(report.read_bytes()))


def _png(pixels: bytes, mark: str) -> bytes:
    """A picture in sixteen greys, of one in 256 as poppler writes it."""
    _, size, _, grey = pixels.split(b"\n", 3)
    width, height = map(int, size.split())
    width -= width % 2
    rows = (grey[n * (len(grey) // height) :][:width] for n in range(height))
    packed = b"".join(
        b"\0" + bytes(a & 0xF0 | b >> 4 for a, b in zip(row[::2], row[1::2], strict=True))
        for row in rows
    )
    parts = (
        b"IHDR" + struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0),
        _MARK + mark.encode(),
        b"IDAT" + zlib.compress(packed, 9),
        b"IEND",
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in parts
    )


if __name__ == "__main__":
    SCREEN.parent.mkdir(exist_ok=True)
    SCREEN.write_text(screen(), encoding="utf-8")
    PAGE.write_bytes(page())
