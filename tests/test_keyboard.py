"""One yes or no for the whole program, as a person at a terminal types it."""

from pathlib import Path

import pytest
from terminal import Talk

pytestmark = pytest.mark.pty
ASK = "from pci.keyboard import agreed; print('nghe', agreed('Ghi?', {}))"


@pytest.mark.parametrize("keys", ["c", "có", "CÓ", "co", "y", "Yes"])
def test_yes(tmp_path: Path, keys: str) -> None:
    assert _heard(tmp_path, ASK.format(False), keys) == (0, True)


@pytest.mark.parametrize("keys", ["k", "Không", "khong", "n", "no"])
def test_no(tmp_path: Path, keys: str) -> None:
    assert _heard(tmp_path, ASK.format(True), keys) == (0, False)


@pytest.mark.parametrize("usual", [True, False])
def test_a_bare_enter_is_the_answer_in_capitals(tmp_path: Path, usual: bool) -> None:
    assert _heard(tmp_path, ASK.format(usual), "") == (0, usual)


def test_anything_else_is_asked_again(tmp_path: Path) -> None:
    talk = Talk("-c", ASK.format(False), cwd=tmp_path)
    talk.say(("Ghi? [c/K] ", "chắc là có"), ("«chắc là có» không rõ; gõ c/K", "có"))
    assert (talk.end(), "nghe True" in talk.heard) == (0, True)
    talk.close()


def test_the_end_of_the_input_is_no(tmp_path: Path) -> None:
    talk = Talk("-c", ASK.format(True), cwd=tmp_path)
    talk.until("Ghi? [C/k] ")
    talk.type("\x04")
    assert (talk.end(), "nghe False" in talk.heard) == (0, True)
    talk.close()


def _heard(folder: Path, program: str, keys: str) -> tuple[int, bool]:
    """How the program ends, and whether it took the answer for a yes."""
    talk = Talk("-c", program, cwd=folder)
    talk.say(("] ", keys))
    code = talk.end()
    talk.close()
    return code, "nghe True" in talk.heard
