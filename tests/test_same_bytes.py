"""Every document is the same bytes for the same data, wherever and whenever it is made, and tells
of nothing else."""

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from support import ROOT, Run

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
    "phu-luc-dieu-chinh.docx": ("diff", str(ROOT / "examples"), "./", "--format", "docx"),
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


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_same_data_give_the_same_bytes_which_tell_of_nothing_else(
    run: Run, example: Path, tmp_path: Path, name: str
) -> None:
    if name == "phu-luc-dieu-chinh.docx":  # it prints what two plans differ in
        plan = example / "plans/2024.yaml"
        plan.write_text(
            plan.read_text(encoding="utf-8").replace("Nhiệm vụ thường xuyên", "Thường xuyên", 1),
            "utf-8",
        )
    made = []
    for n, machine in enumerate(MACHINES):
        out = tmp_path / f"{n}.docx"
        done = run(*DOCUMENTS[name], "-o", str(out), cwd=example, env=machine)
        assert (done.code, out.exists()) == (0, True), done.err
        made.append(parts(out.read_bytes()))
    assert made[0] == made[1]
    properties(tmp_path / "0.docx")


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
