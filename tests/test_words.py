"""One word per idea: what `docs/thuat-ngu.md` says not to say stands nowhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from support import ROOT

PAGE = ROOT / "docs/thuat-ngu.md"
PAGES = {
    *(ROOT / name for name in ("README.md", "CHANGELOG.md")),
    *(path for kind in ("*.md", "huong-dan/*.md", "*.yml") for path in ROOT.glob(f"docs/{kind}")),
} - {PAGE}


def test_words_that_the_page_of_terms_refuses_stand_nowhere() -> None:
    rows = re.findall(r"^\|.*\|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.M)
    refused = [word for row in rows for word in re.findall("`([^`]+)`", row)]
    assert len(refused) > 20
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, refused))})")
    said = (
        f"{path.relative_to(ROOT)}: {words}"
        for path, text in _texts()
        for words in pattern.findall(" ".join(text.lower().split()))
    )
    assert sorted(set(said)) == []


def _texts() -> Iterator[tuple[Path, str]]:
    """All that people read: the sentences of the program, the templates, the pages of the docs."""
    for path in (ROOT / "pci").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.value
    for path in (ROOT / "templates").glob("*.docx"):
        with ZipFile(path) as package:
            for part in package.namelist():
                if part.startswith("word/") and part.endswith(".xml"):
                    paragraphs = package.read(part).decode().split("</w:p>")
                    yield from ((path, re.sub("<[^>]+>", "", text)) for text in paragraphs)
    for path in PAGES:
        yield path, path.read_text(encoding="utf-8")
