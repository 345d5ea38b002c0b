"""The scan of the signed plan as a reader reads it: page artefacts mended, no word touched.

The scan repeats the table's header on every page, cuts rows and one paragraph at page breaks, and
leaves marks of layout (`**`, `<p>`, `<ul …>`), some of which glue lines together.
"""

import re

from support import ROOT

from pci.core.vi import nfc

SOURCE = ROOT / "tests/data/ke-hoach-pci-2023.txt"

_CUT = ("trong tác\n\nphong", "trong tác phong")


def words(text: str) -> list[str]:
    """Words, their punctuation and the dashes of lists, without the scan's markup."""
    return re.sub(r"<[^>]+>", " ", nfc(text)).split()


def paragraphs() -> list[str]:
    """Every line outside the table, from the number to the last line before the appendix."""
    text = SOURCE.read_text(encoding="utf-8").replace(*_CUT).replace("*", "\n")
    return [
        " ".join(line.split()) for line in text.splitlines() if line.strip() and "\t" not in line
    ]


def table() -> list[list[str]]:
    """The header, then every row, those of parts and sections too: five cells each."""
    rows: list[list[str]] = []
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        cells = [*line.split("\t"), "", "", "", ""][:5]
        if "\t" not in line or (cells[0] == "STT" and rows):
            continue
        if cells[0].strip():
            rows.append(cells)
        else:
            rows[-1] = [f"{above} {below}" for above, below in zip(rows[-1], cells, strict=True)]
    return rows


def tasks() -> list[list[str]]:
    """The rows of tasks."""
    return [row for row in table() if row[0].strip().isdecimal()]
