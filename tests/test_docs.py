"""The documentation says what the program does."""

import re
from itertools import chain

from support import ROOT


def test_every_code_the_program_can_print_is_listed() -> None:
    page = (ROOT / "docs/ma-loi.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (PCI\d{3}) ", page, re.M)
    assert len(listed) == len(set(listed)), "mỗi mã chỉ chỉ một quy tắc"
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "pci").rglob("*.py"))
    assert set(chain.from_iterable(re.findall(r"PCI\d{3}", text) for text in sources)) == set(listed)


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for page in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "examples/README.md",
    ):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert link.startswith("https://") or (page.parent / link).exists(), f"{page.name}: {link}"
