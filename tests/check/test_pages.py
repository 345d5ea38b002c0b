"""The page of every code: its wrong example gives exactly that code where it says so, its right
example does not."""

import json
from datetime import date

import pytest
import yaml
from page_examples import workspace
from support import Golden

from pci import loading
from pci import workspace as ws
from pci.check.catalogue import Page, pages
from pci.check.findings import Results, text
from pci.core.diagnostic import Diagnostic, Severity
from pci.core.vi import nfc
from pci.files import paths

TODAY = date(2024, 6, 1)
CITED = dict.fromkeys(
    ("bb.pdf", "tai-lieu/bb.pdf"),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
)
"""The only files beside the plan: empty ones."""
PAGES = {page.code: page for page in pages()}
SHOWN = [page for page in PAGES.values() if page.wrong]
UPDATE = "plans/2023/progress/van-phong/x.yaml"
UNSHOWN = {
    "PCI001": (UPDATE, b"result: \xa7\xb7 g\xf6i\n"),
    "PCI002": (UPDATE, b"result: x\x1b[31my\n"),
    "PCI004": (UPDATE, b"result: " + b"x" * (4 << 20)),
    "PCI009": (UPDATE, f"result: {'[' * 32}{']' * 32}\n".encode()),
    "PCI011": (UPDATE, b"difficulty:\n\tto: noi-bo\n"),
    "PCI014": (UPDATE.replace(".yaml", ".yml"), b"result: x\n"),
}
"""Files with faults that an example among other text cannot show."""


def of_reader(page: Page) -> bool:
    """Whether an example is a file as it is: what cannot be read cannot be completed either."""
    return page.code < "PCI015"


def files(page: Page, example: str) -> dict[str, bytes]:
    whole = workspace("")
    if of_reader(page):
        return {**whole, "plans/2023/progress/van-phong/x.yaml": example.encode()}
    return {**whole, **workspace(example)}


def found(page: Page, example: str) -> list[Diagnostic]:
    listed = checked(files(page, example))
    return [d for d in listed if not (of_reader(page) and d.code.startswith("PCI1"))]


def checked(contents: paths.Files) -> list[Diagnostic]:
    """What is found in all years of a workspace and between them."""
    of_plans = [
        {p: contents[p] for p in contents if paths.belongs(p, plan_id)}
        for plan_id in ws.plans_among(contents)
    ]
    read = [loading.load(of_plan, TODAY, CITED.get) for of_plan in of_plans]
    return [*(d for one in read for d in one.diagnostics), *loading.between_years(contents, read)]


def test_the_plan_beneath_the_examples_is_sound() -> None:
    assert loading.load(workspace(""), TODAY).diagnostics == ()


def test_every_code_of_a_file_of_data_has_examples() -> None:
    data = {code for code in PAGES if code < "PCI6"}
    assert data - {page.code for page in SHOWN} == UNSHOWN.keys()
    assert all(page.right and page.words[-1] in ".:" for page in SHOWN)


@pytest.mark.parametrize("page", SHOWN, ids=[page.code for page in SHOWN])
def test_the_wrong_example_gives_its_code_at_its_line(page: Page) -> None:
    assert page.wrong.count("# ←") == 1
    (line,) = (
        line.partition("# ←")[0].strip() for line in page.wrong.splitlines() if "# ←" in line
    )
    (one,) = found(page, page.wrong)
    assert (one.code, one.severity) == (page.code, page.severity), one
    faulty = files(page, page.wrong)[one.where].decode()
    pointed = faulty.splitlines()[one.span.line - 1]
    cut = pointed[
        one.span.column - 1 : one.span.end_column - 1
        if one.span.line == one.span.end_line
        else None
    ]
    assert cut.strip("'- \"") in line or cut in told(line), (cut, line)


@pytest.mark.parametrize("page", SHOWN, ids=[page.code for page in SHOWN])
def test_what_check_prints_of_the_wrong_example(page: Page, golden: Golden) -> None:
    """`tests/errors/`: the catalogue of every message, with the few lines that bring it about."""
    shown = Results(found(page, page.wrong), files(page, page.wrong), Severity.ERROR)
    golden(f"../errors/{page.code}.txt", f"{page.wrong}\n\n{text(shown)}")


@pytest.mark.parametrize("code", UNSHOWN)
def test_what_check_prints_of_a_file_that_has_no_example(code: str, golden: Golden) -> None:
    where, data = UNSHOWN[code]
    contents = {**workspace(""), where: data}
    (one,) = checked(contents)
    assert (one.code, one.severity, one.where) == (code, PAGES[code].severity, where)
    example = data[:80].decode(errors="backslashreplace").replace("\x1b", "\\x1b").strip()
    golden(
        f"../errors/{code}.txt", f"{example}\n\n{text(Results([one], contents, Severity.ERROR))}"
    )


def told(line: str) -> str:
    """What a line says once escapes are read."""
    return nfc(json.dumps(yaml.safe_load(line), ensure_ascii=False))


@pytest.mark.parametrize("page", SHOWN, ids=[page.code for page in SHOWN])
def test_the_right_example_is_sound(page: Page) -> None:
    assert found(page, page.right) == []
