"""The documentation says what the program does."""

import ast
import re
import subprocess
from itertools import chain
from pathlib import Path

from support import ROOT, Run
from typer.core import TyperGroup
from typer.main import get_command

from pci.cli import app
from tools import gallery
from tools.keys import files


def test_every_code_the_program_can_print_is_listed() -> None:
    page = (ROOT / "docs/ma-loi.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (PCI\d{3}) ", page, re.M)
    assert len(listed) == len(set(listed)), "mỗi mã chỉ chỉ một quy tắc"
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "pci").rglob("*.py"))
    assert set(chain.from_iterable(re.findall(r"PCI\d{3}", text) for text in sources)) == set(
        listed
    )


def test_every_option_of_every_command_is_listed() -> None:
    page = (ROOT / "docs/lenh.md").read_text(encoding="utf-8")
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    with group.make_context("pci", [], resilient_parsing=True) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command
            section = page.partition(f"## `pci {name}`\n")[2].partition("\n## ")[0]
            options = {one for parameter in command.params for one in parameter.opts}
            listed = set(re.findall(r"(?<=[ ,])--?[a-z][a-z-]*", section))
            assert {one for one in options if one.startswith("-")} <= listed, name


def test_the_files_on_the_page_of_keys_are_sound(run: Run, tmp_path: Path) -> None:
    small, *whole = files((ROOT / "docs/ke-hoach-yaml.md").read_text(encoding="utf-8"))
    for folder, listed in (("nho", [small]), ("du", whole)):
        for path, text in listed:
            if not re.search("/progress/|issued", path):  # their names and seals are hashes
                file = tmp_path / folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
        assert run("check", "--root", folder).out.splitlines()[-1] == "1 gợi ý"


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


def test_the_worked_examples_apply_to_the_program() -> None:
    page = (ROOT / "docs/kien-truc.md").read_text(encoding="utf-8")
    patches = re.findall(r"^```diff\n(.*?)^```$", page, re.M | re.S)
    files = re.findall(r"\((vi-du/.*?\.diff)\)", page)
    patches += [(ROOT / "docs" / file).read_text(encoding="utf-8") for file in files]
    assert len(patches) == 5
    applied = subprocess.run(
        ["git", "apply", "--check"], cwd=ROOT, input="".join(patches).encode(), capture_output=True
    )
    assert not applied.stderr.decode()


def test_the_pictures_of_a_report_and_a_form_show_those_of_today(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "b.docx"
    assert run(*gallery.REPORT.split(), str(report), cwd=ROOT).code == 0
    for command in gallery.form_commands():
        assert run(*command).code == 0
    (form,) = tmp_path.glob("*.xlsx")
    for drawn, file in ((gallery.PAGE, report), (gallery.FORM, form)):
        picture = drawn.read_bytes()
        assert gallery.shown(picture) == gallery.fingerprint(file.read_bytes()), "make gallery"
        assert len(picture) < 60_000


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
