"""What a person at a terminal types: lines, pastes of many lines, a yes or no."""

import locale
import select
import sys
from collections.abc import Callable
from contextlib import suppress

from pci.console import complain, is_terminal, result, visible, width
from pci.core.errors import CannotDo
from pci.core.vi import fold, shortened

_ROOM = 20
"""Columns that a prompt leaves for what is typed."""


def is_attended() -> bool:
    """Whether a person can be asked: both the keyboard and the screen are a terminal."""
    return sys.stdin.isatty() and is_terminal()


def edit_lines() -> None:
    """Give `input` arrow keys, and whole Vietnamese letters to delete, where the system has them.
    Where its letters are no UTF-8 the library drops all others byte by byte; there the terminal's
    own editing is better."""
    if locale.getencoding().lower().replace("-", "") == "utf8":
        with suppress(ImportError):
            import readline  # noqa: F401


def line(prompt: str) -> str:
    """One answer, typed beside the prompt or, where that is long, below it. Several lines pasted at
    once are one answer: the rest of them do not answer what is asked next."""
    if len(prompt) > width() - _ROOM:
        result(prompt.strip())
        prompt = "> "
    while True:
        try:
            lines = [_read(prompt)]
            while _more_waits():
                lines += _rest_of_paste()
            return "\n".join(lines)
        except CannotDo as error:
            complain(error)


def _rest_of_paste() -> list[str]:
    """The lines that wait, then what stood behind the last line end, which only Enter hands
    over."""
    lines = []
    while _more_waits():
        lines.append(_read(""))
    last = _read("Đã dán nhiều dòng; Enter là hết: ")
    return [*lines, last] if last else lines


def _read(prompt: str) -> str:
    try:
        return input(visible(prompt))
    except UnicodeDecodeError:
        hint = "đặt bảng mã của cửa sổ lệnh là UTF-8 rồi gõ lại"
        raise CannotDo("chữ vừa gõ không phải UTF-8", hint) from None


def _more_waits() -> bool:
    """Whether more was typed than the line just read."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.kbhit()
    return bool(select.select([sys.stdin], [], [], 0.05)[0])


def agreed(words: str, usual: bool = True) -> bool:
    """Whether a person says yes; `usual` is what a bare Enter means, the end of the input is no."""
    try:
        return chosen(words, "C/k" if usual else "c/K", usual, lambda answer: None) is True
    except EOFError:
        result("\n")  # the line of the question is still open
        return False


def chosen(words: str, letters: str, usual: bool, other: Callable[[str], str | None]) -> bool | str:
    """Yes or no, or something else that `other` makes of the words; asked again where it is none of
    these."""
    while True:
        typed = line(f"{words} [{letters}] ")
        answer = fold(typed)
        if not typed.strip():
            return usual
        if answer in ("c", "co", "y", "yes"):
            return True
        if answer in ("k", "khong", "n", "no"):
            return False
        try:
            if value := other(typed):
                return value
        except CannotDo as error:
            complain(error)
        else:
            complain(CannotDo(f"«{shortened(typed)}» không rõ", f"gõ {letters}"))
