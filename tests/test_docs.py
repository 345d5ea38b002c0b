"""The documentation says what the program does."""

import ast
import re
from itertools import chain

from support import ROOT


def test_every_code_the_program_can_print_is_listed() -> None:
    page = (ROOT / "docs/ma-loi.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (PCI\d{3}) ", page, re.M)
    assert len(listed) == len(set(listed)), "mỗi mã chỉ chỉ một quy tắc"
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "pci").rglob("*.py"))
    assert set(chain.from_iterable(re.findall(r"PCI\d{3}", text) for text in sources)) == set(
        listed
    )


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for page in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "examples/README.md",
    ):
        for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert link.startswith("https://") or (page.parent / link).exists(), (
                f"{page.name}: {link}"
            )


def test_every_public_module_class_and_function_says_what_its_signature_cannot() -> None:
    bare = []
    for path in sorted((ROOT / "pci").rglob("*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        classes = [
            node for node in module.body if isinstance(node, ast.ClassDef) and node.name[0] != "_"
        ]
        # a library's own methods, meant as it means them
        overriding = path.name in ("usage.py", "cli.py", "render.py")
        owners: list[ast.Module | ast.ClassDef] = [module, *([] if overriding else classes)]
        functions = [
            f for o in owners for f in o.body if isinstance(f, ast.FunctionDef) and f.name[0] != "_"
        ]
        nodes: list[ast.Module | ast.ClassDef | ast.FunctionDef] = [module, *classes, *functions]
        names = (getattr(node, "name", "module") for node in nodes if not ast.get_docstring(node))
        bare += [f"{path.relative_to(ROOT)}: {name}" for name in names]
    assert bare == []


def test_what_rests_on_a_decree_names_it() -> None:
    names = (
        "core/schedule.py",
        "core/vi.py",
        "core/model.py",
        "reports/periodic.py",
        "nd30/page.py",
    )
    for name in names:
        text = (ROOT / "pci" / name).read_text(encoding="utf-8")
        assert re.search(r"NĐ \d+/20\d\d|Nghị định \d+/20\d\d", text), name


def test_contributing_names_every_folder_and_module_of_the_root_and_no_other() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `pci/([a-z_0-9]+(?:/|\.py))` \|", text, re.MULTILINE))
    entries = [path for path in (ROOT / "pci").iterdir() if not path.name.startswith("_")]
    folders = {f"{path.name}/" for path in entries if (path / "__init__.py").exists()}
    assert named == folders | {path.name for path in entries if path.suffix == ".py"}


def test_every_path_that_contributing_names_exists() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:pci|tests|tools|docs|templates|plans)/[\w./-]*)`", text)
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]
