"""Every document is the same bytes for the same data, wherever and whenever it is made, and tells
of nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

from docx import Document
from support import ROOT

from tools.templates import TEMPLATES

DOCUMENTS = {
    "ban-giao.docx": ("report", "--handover", "--as-of", "2024-09-20"),
    "bao-cao.docx": ("report", "--quarter", "3", "--charts"),
    "bao-cao-don-vi.docx": ("report", "--quarter", "3", "--unit", "VP"),
    "bieu-mau.docx": (
        "form",
        "--unit",
        "VP",
        "--quarter",
        "3",
        "--format",
        "docx",
        "--as-of",
        "2024-09-10",
    ),
    "de-nghi-bao-cao.docx": ("remind", "--request", "--quarter", "3", "--as-of", "2024-09-10"),
    "don-doc.docx": ("remind", "--as-of", "2024-10-02"),
    "don-doc-chung.docx": ("remind", "--all-plans", "--unit", "QHXD", "--as-of", "2024-10-02"),
    "ke-hoach-hop-nhat.docx": ("plan", "--as-of", "2024-09-10"),
    "ke-hoach.docx": ("plan",),
    "phu-luc-dieu-chinh.docx": ("diff", "./", "../sua", "--format", "docx"),
    "tom-tat.docx": ("report", "--brief", "--as-of", "2024-09-20"),
}
MACHINES = (
    {"TZ": "UTC", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1", "USER": "nguoi-mot"},
    {
        "TZ": "America/New_York",
        "LANG": "vi_VN.UTF-8",
        "LC_ALL": "vi_VN.UTF-8",
        "PYTHONHASHSEED": "77",
        "USER": "nguoi-hai",
    },
)


ALL = """
import json, sys
from pci.cli import main
sys.exit(max(main(command) for command in json.loads(sys.argv[1])))
"""
"""A program of its own that runs many commands."""


def test_the_same_data_give_the_same_bytes_which_tell_of_nothing_else(
    example: Path, tmp_path: Path
) -> None:
    plan = shutil.copytree(example, tmp_path / "sua") / "plans/2024.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("Nhiệm vụ thường xuyên", "Thường xuyên", 1), "utf-8")
    assert DOCUMENTS.keys() == set(TEMPLATES)
    folders = [tmp_path / str(n) for n in range(len(MACHINES))]
    for folder, machine in zip(folders, MACHINES, strict=True):
        folder.mkdir()
        commands = [(*command, "-o", str(folder / name)) for name, command in DOCUMENTS.items()]
        done = subprocess.run(
            [sys.executable, "-c", ALL, json.dumps(commands)],
            cwd=example,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **machine},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
    for name in DOCUMENTS:
        one, other = ((folder / name).read_bytes() for folder in folders)
        assert parts(one) == parts(other), name
        properties(folders[0] / name)


def parts(data: bytes) -> list[tuple[str, tuple[int, ...], bytes]]:
    """The members in their order: a machine with another zlib may pack the same part
    differently."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        return [
            (member.filename, member.date_time, package.read(member))
            for member in package.infolist()
        ]


def properties(path: Path) -> None:
    """The properties come from data; nothing names the library, the program or the person that ran
    it."""
    held = Document(str(path)).core_properties
    assert held.title
    assert held.language == "vi-VN"
    assert held.created == held.modified
    assert held.created
    assert held.created.date() <= date(2024, 12, 31)
    assert not (held.last_modified_by or held.comments or held.keywords or held.revision > 1)
    for member, _, data in parts(path.read_bytes()):
        assert not member.startswith("docProps/") or member == "docProps/core.xml"
        assert not re.search(rb"python-docx|docxtpl|nguoi-mot|Macintosh", data), member
