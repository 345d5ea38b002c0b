"""Files spoilt at random end every command as it should; more of them: `make fuzz`."""

import os
import subprocess
import sys

import pytest
from support import ROOT


def fuzz(*arguments: str) -> None:
    command = [sys.executable, "-m", "tools.fuzz", *arguments]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_was_found_once_stays_mended() -> None:
    fuzz("--finds")


@pytest.mark.long
@pytest.mark.parametrize("seed", ["2", "3", "4", "5"])
def test_files_spoilt_at_random_are_read_or_refused(seed: str) -> None:
    fuzz("500", "--seed", seed, "--jobs", "1", "--wide")
