"""What the Tab key offers, by what the terminals themselves call."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, Run

ASK = """
eval "$(pci --show-completion bash)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_pci_completion pci
printf '%s\\n' "${COMPREPLY[@]}"
"""


def bash(folder: Path, *words: str) -> list[str]:
    """What a real bash is offered in place of the last word."""
    program = folder / "pci"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pci "$@"\n')
    program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", ASK, "bash", "pci", *words], cwd=folder, env=env, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["tasks", "--unit", '"Phòng Quản lý D'], "Phòng Quản lý Doanh nghiệp"),
        (["tasks", "--unit", "Phòng\\ Quản\\ lý\\ D"], "Phòng\\ Quản\\ lý\\ Doanh\\ nghiệp"),
    ],
)
def test_bash_is_offered_what_the_workspace_holds(
    real: Path, words: list[str], offered: str
) -> None:
    assert bash(real, *words) == offered.split()


@pytest.mark.parametrize(
    ("shell", "line", "offered"),
    [
        ("zsh", "tasks --unit phong-qldn", '(("phong-qldn":"Phòng Quản lý Doanh nghiệp …rm"))'),
        ("fish", "show A.VII.4/", "A.VII.4/bao-cao-thang\tBáo cáo tháng gửi Sở Kế hoạch và Đầu tư"),
        ("powershell", "log --format x", "xlsx:::"),
    ],
)
def test_other_terminals_are_told_the_meaning_and_no_code_in_it(
    run: Run, real: Path, shell: str, line: str, offered: str
) -> None:
    plan = real / "plans/2023.yaml"
    named = "{name: Phòng Quản lý Doanh nghiệp"
    text = plan.read_text(encoding="utf-8").replace(named, named + " \\$`rm")
    plan.write_text(text, encoding="utf-8")
    asked = {
        "_PCI_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": f"pci {line}",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": line.split()[-1],
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    done = run(cwd=real, env=asked)
    assert offered in done.out
    assert done.err == ""


def test_what_a_parameter_takes_is_offered(run: Run, example: Path) -> None:
    for line, offered in {
        "tasks --state o": ["overdue", "open"],
        "record A.I.1 --state d": ["doing", "done"],
        "report --signer ch": ["chanh-van-phong"],
        "plan --amendment 2024-11": ["2024-11-25-gia-han"],
        "record --withdraw 2024-01-3": ["2024-01-30-II.1.1-pfbc4z"],
        "record --proposal-to so-t": ["so-tnmt", "so-tttt", "so-tc"],
        "help t": ["terms", "tasks"],
        "stats --by ": ["index", "unit"],
    }.items():
        words = ["pci", *line.split(" ")]
        asked = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
        done = run(cwd=example, env={"_PCI_COMPLETE": "complete_bash", **asked})
        assert (done.out.split(), done.err) == (offered, "")


def test_where_the_plan_is_broken_nothing_is_offered(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans/2023.yaml").write_text("tasks: [", encoding="utf-8")
    asked = {"_PCI_COMPLETE": "complete_bash", "COMP_WORDS": "pci\nshow\n", "COMP_CWORD": "2"}
    done = run(env=asked)
    assert (done.out.strip(), done.err) == ("", "")


def test_a_terminal_is_set_up_in_the_home_of_its_user(run: Run, tmp_path: Path) -> None:
    done = run("--install-completion", "bash", env={"HOME": str(tmp_path)})
    assert done.out == f"{tmp_path}/.bash_completions/pci.sh\n"
    assert "_PCI_COMPLETE" in Path(done.out.strip()).read_text(encoding="utf-8")
    assert run("--install-completion", "powershell").code == 2
