"""What is shipped: a wheel that works in an empty folder, documents that are true."""

import os
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from support import ROOT

from pci import __version__
from tools.templates import TEMPLATES


def shell(*arguments: str, cwd: Path, ok: bool = True) -> subprocess.CompletedProcess[bytes]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PCI_", "PYTHONPATH", "COV"))}
    done = subprocess.run(
        arguments, cwd=cwd, env=env, capture_output=True, check=False, timeout=600
    )
    assert not ok or done.returncode == 0, done.stderr.decode()
    return done


def test_the_wheel_carries_the_program_and_what_it_needs_only(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        names = package.namelist()
        (info,) = (package.read(n).decode() for n in names if n.endswith("/METADATA"))
    needed = re.findall(r"^Requires-Dist: (.+)$", info, re.M)
    assert needed
    assert all("==" in one or {">", "<"} <= {*one} for one in needed)
    assert {"pci/py.typed", "pci/templates/bao-cao.docx"} <= {*names}
    assert "pci/schemas/plan.schema.json" in names
    assert {"pci/docs/ke-hoach-yaml.md", "pci/docs/thuat-ngu.md"} <= {*names}
    assert {name.split("/")[0].split("-")[0] for name in names} == {"pci", "pci_ke_hoach"}
    assert len([n for n in names if n.startswith("pci/word/code/")]) == len(TEMPLATES)
    assert "pci/plans/calendar/2026.yaml" in names
    assert not [n for n in names if re.search(r"plans/\d|tests", n)]


NEW = (
    *("--agency", "Ban Quản lý", "--parent", "UBND tỉnh Sông An", "--place", "Sông An"),
    *("--unit", "Văn phòng", "--unit", "Phòng Đầu tư", "--organisation", "--ci", "github"),
)


@pytest.mark.disk
def test_the_wheel_alone_makes_a_folder_and_its_first_report_by_two_commands(
    installed: Path, tmp_path: Path
) -> None:
    python = str(installed)
    made = shell(python, "-m", "pci", "new", "2026", *NEW, cwd=tmp_path).stdout.decode()
    report = shell(python, "-m", "pci", "report", "--quarter", "1", cwd=tmp_path)
    assert report.stdout == b"bao-cao-pci-2026-Q1.docx\n"
    for path, source in (
        ("plans/calendar/2026.yaml", "plans/calendar/2026.yaml"),
        (".github/workflows/pci-check.yml", "docs/github-pci-check.yml"),
    ):
        assert path in made.splitlines()
        assert (tmp_path / path).read_bytes() == (ROOT / source).read_bytes()


def test_the_changelog_tells_of_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(.+?)\]", text, re.M)[:2] == ["Chưa phát hành", __version__]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_version_has_a_hash(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if "==" in line]
    assert pins
    assert all(line.endswith("\\") for line in pins)
    assert text.count("--hash=sha256:") >= len(pins)


def test_both_locks_pin_the_same_versions() -> None:
    runtime, dev = (
        {
            line.split("==")[0]: line.split()[0]
            for line in (ROOT / name).read_text().splitlines()
            if "==" in line
        }
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert runtime.items() <= dev.items()
