"""Makes the pictures of README and the guide: a list on a terminal, the first page of a report, a
form that is filled in.

`make docs` holds the terminal. The others need LibreOffice and poppler to be drawn, so each picture
carries the fingerprint of the file that it shows; a test compares that.
"""

import hashlib
import os
import re
import shlex
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

from tools.hands import excel
from tools.terminal import COLUMNS, ROOT, on_terminal

SCREEN = ROOT / "docs/anh/cua-so.svg"
PAGE = ROOT / "docs/anh/bao-cao.png"
LIST = "pci deadlines --as-of 16/9/2024 --within 14d"
REPORT = "report --quarter 3 --root examples --year 2024 -o"
FORM = ROOT / "docs/anh/bieu.png"
_FORM_PAGE = ROOT / "docs/huong-dan/dien-bieu.md"
_FILLED_IN = (
    "E5=Lê Thị C",
    "E6=Phạm Văn D",
    "E10=Đang thực hiện",
    "H10=Đã niêm yết 12 thủ tục hành chính.",
    "K10=Kiến nghị (gửi UBND tỉnh): Sớm công bố thủ tục mới.",
    "E11=Đã hoàn thành",
    "F11=28/8/2024",
    "G11=Tỷ lệ hoàn thành (%): 100",
    "H11=Đã tổ chức đối thoại với 64 doanh nghiệp.",
    "I11=412/TB-KKT ngày 28/8/2024",
    "E12=x",
)
_MARK = b"tEXtReport\0"


def screen() -> str:
    """The terminal of one who lists what is due in the example."""
    printed = on_terminal(f"{LIST} --root {ROOT / 'examples'} --year 2024 --color always")
    console = Console(record=True, width=COLUMNS, file=StringIO())
    console.print(Text.from_ansi(f"$ {LIST}\n{printed.strip()}"))
    drawn = console.export_svg(title="pci", unique_id="pci")
    fetched = re.compile(r"\s*@font-face \{.*?\}", re.S)
    return fetched.sub("", drawn.replace("Fira Code", "Menlo, Consolas, Liberation Mono")) + "\n"


def fingerprint(package: bytes) -> str:
    """What a report or a form says and in which styles, as a hash."""
    names = re.compile(
        r"word/(document|styles)\.xml|xl/(worksheets/sheet1|styles|sharedStrings)\.xml"
    )
    with ZipFile(BytesIO(package)) as parts:
        said = [parts.read(name) for name in sorted(parts.namelist()) if names.fullmatch(name)]
    return hashlib.sha256(b"".join(said)).hexdigest()


def shown(picture: bytes) -> str:
    """The fingerprint of the file that a picture shows."""
    return picture.partition(_MARK)[2][:64].decode()


def page() -> bytes:
    """The first page of the report of the example, in sixteen greys."""
    with TemporaryDirectory() as folder:
        report = Path(folder, "b.docx")
        _pci([*REPORT.split(), str(report), "--pdf"], ROOT)
        width, rows = _drawn(report.with_suffix(".pdf"), "-gray", "-r", "75")
        packed = [
            bytes(a & 0xF0 | b >> 4 for a, b in zip(row[0::2], row[1::2], strict=False))
            for row in rows
        ]
        return _png(width - width % 2, packed, (4, 0), fingerprint(report.read_bytes()))


def form() -> bytes:
    """The form of the page for clerks once it is filled in, in sixteen tones of each colour."""
    with TemporaryDirectory() as folder:
        for command in form_commands():
            _pci(command, Path(folder))
        (blank,) = Path(folder).glob("*.xlsx")
        mark = fingerprint(blank.read_bytes())
        excel(str(blank), *_FILLED_IN)
        converted = ["soffice", "--headless", "--convert-to", "pdf", blank.name]
        subprocess.run(converted, cwd=folder, check=True, capture_output=True)
        cut = "-r 84 -x 20 -y 30 -W 930 -H 380"
        width, rows = _drawn(blank.with_suffix(".pdf"), *cut.split())
        tones = bytes(tone & 0xF0 | tone >> 4 for tone in range(256))
        return _png(width, [row.translate(tones) for row in rows], (8, 2), mark)


def form_commands() -> list[list[str]]:
    """How the page for clerks makes its form, in an empty folder."""
    commands = re.findall(r"^pci ((?:new|form) .*)$", _FORM_PAGE.read_text("utf-8"), re.M)
    return [shlex.split(command) for command in commands]


def _pci(arguments: list[str], folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pci", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )


def _drawn(pdf: Path, *how: str) -> tuple[int, list[bytes]]:
    """The first page as poppler draws it: its width, and its rows of bytes."""
    command = ["pdftoppm", "-singlefile", *how, str(pdf)]
    pixels = subprocess.run(command, capture_output=True, check=True).stdout
    _, size, _, bare = pixels.split(b"\n", 3)
    width, height = map(int, size.split())
    long = len(bare) // height
    return width, [bare[n * long :][:long] for n in range(height)]


def _png(width: int, rows: list[bytes], kind: tuple[int, int], mark: str) -> bytes:
    """A picture whose rows are packed as its kind says: bits a tone, 0 for grey or 2 for colour."""
    parts = (
        b"IHDR" + struct.pack(">IIBBBBB", width, len(rows), *kind, 0, 0, 0),
        _MARK + mark.encode(),
        b"IDAT" + zlib.compress(b"".join(b"\0" + row for row in rows), 9),
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
    FORM.write_bytes(form())
