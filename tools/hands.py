"""What a person does in Excel or Word, for the pages of the guide.

tay excel TỆP Ô=CHỮ…     type into cells of the first sheet; no words empty a cell
tay word TỆP CŨ MỚI      retype the first paragraph that holds some words
"""

import sys

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook


def excel(file: str, *cells: str) -> None:
    """Type into cells of the first sheet of a workbook, and save it."""
    book = load_workbook(file)
    for place, _, words in (cell.partition("=") for cell in cells):
        book.worksheets[0][place] = words or None
    book.save(file)


def word(file: str, old: str, new: str) -> None:
    """Retype the first paragraph that holds some words, and save the document."""
    document = Document(file)
    texts = ([*p.iter(qn("w:t"))] for p in document.element.body.iter(qn("w:p")))
    first, *rest = next(found for found in texts if old in "".join(t.text or "" for t in found))
    first.text = new
    for text in rest:
        text.text = ""
    document.save(file)


if __name__ == "__main__":
    tool, *arguments = sys.argv[1:]
    excel(*arguments) if tool == "excel" else word(*arguments)
