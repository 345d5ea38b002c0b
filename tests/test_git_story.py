"""The page for units that work on branches: its commands do what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support import ROOT

pytestmark = pytest.mark.long

PAGE = (ROOT / "docs/lam-viec-theo-nhanh.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S)


def script(block: str) -> str:
    """A block as a strict script: a line marked «dừng» must fail, every other must not."""
    stopping = re.compile(r"^(.*?) +# dừng: .*$", re.M)
    return "set -e\n" + stopping.sub(r'if \1; then echo "không dừng: \1" >&2; exit 9; fi', block)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The whole page, run in a workspace of its own; the folder and what each block printed."""
    folder = tmp_path_factory.mktemp("nhanh")
    bin_, root = folder / "bin", folder / "kho"
    bin_.mkdir()
    (bin_ / "pci").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pci "$@"\n')
    (bin_ / "pci").chmod(0o755)
    (root / "plans/calendar").mkdir(parents=True)
    for path in ("plans/2023.yaml", *(f"plans/calendar/{year}.yaml" for year in range(2023, 2028))):
        (root / path).write_bytes((ROOT / path).read_bytes())
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("PCI_", "GIT_"))}
    env = plain | {
        "PATH": f"{bin_}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PCI_BY": "Người thử",
    }
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    env |= {
        f"GIT_{role}_{what}": "thu@example.vn"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    said = []
    for block in BLOCKS:
        done = subprocess.run(
            ["bash", "-c", script(block)], cwd=root, env=env, capture_output=True, timeout=120
        )
        assert done.returncode == 0, f"{block}\n{done.stdout.decode()}{done.stderr.decode()}"
        said.append(done.stdout.decode())
    return root, said


def test_every_command_of_the_page_does_what_the_page_says(story: tuple[Path, list[str]]) -> None:
    root, said = story
    assert len(said) == len(BLOCKS) == 9
    assert said[2].count("2023-09-1") >= 2, "sau khi gộp, pci log thấy cập nhật của cả hai nhánh"
    assert "PCI003" in said[3]
    mended = subprocess.run(
        ["git", "show", "sua-2:plans/2023.yaml"], cwd=root, capture_output=True, check=True
    ).stdout
    assert "\nissued: 2023-08-15\n" in mended.decode()


def test_choosing_a_side_of_one_file_loses_no_update_and_a_lost_one_comes_back(
    story: tuple[Path, list[str]],
) -> None:
    root, said = story
    chosen = [line for line in said[5].splitlines() if line.startswith("plans/")]
    assert [path for path in chosen if "PCI" not in path and ":" not in path] == [
        next(path for path in chosen if "/van-phong/" in path),
        "plans/2023.yaml",
    ], "ghi một cập nhật, một tệp tranh chấp, không cập nhật nào mất"
    (lost,) = git(root, "diff", "--name-only", "--diff-filter=A", "lo-tay~1", "lo-tay").splitlines()
    assert lost in git(root, "ls-tree", "-r", "--name-only", "sua-3").splitlines()


def git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, check=True, text=True
    ).stdout


def test_of_one_update_recorded_twice_the_earlier_is_kept(story: tuple[Path, list[str]]) -> None:
    (path,) = git(story[0], "diff", "--name-only", "--diff-filter=A", "main", "may-2").splitlines()
    assert yaml.safe_load(git(story[0], "show", f"may-2:{path}"))["by"] == "Người ghi trước"


def test_rival_corrections_are_told_until_they_say_the_same(story: tuple[Path, list[str]]) -> None:
    root, said = story
    assert said[8].count(" PCI419 ") == 1, "nêu ở lần kiểm tra đầu, không còn ở lần sau"
    files = (
        yaml.safe_load(path.read_bytes())
        for path in (root / "plans/2023/progress").rglob("*A.I.4*.yaml")
    )
    assert sorted(file["result"].strip() for file in files) == [
        "Đã gửi 100 phiếu.",
        "Đã gửi 110 phiếu.",
        "Đã gửi 120 phiếu.",
        "Đã gửi 120 phiếu.",
    ]


def test_names_of_files_are_the_same_on_every_file_system(story: tuple[Path, list[str]]) -> None:
    names = [path.relative_to(story[0]).as_posix() for path in (story[0] / "plans").rglob("*")]
    assert all(re.fullmatch(r"[A-Za-z0-9./-]+", name) for name in names)
    assert len({name.casefold() for name in names}) == len(names)


def test_every_unit_of_the_plan_has_its_line_of_owners() -> None:
    plan = yaml.safe_load((ROOT / "plans/2023.yaml").read_bytes())
    owned = re.findall(
        r"^/plans/\*/progress/([a-z-]+)/ ", (ROOT / "docs/CODEOWNERS.example").read_text(), re.M
    )
    assert sorted(owned) == sorted(plan["units"])
