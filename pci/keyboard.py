"""What a person at a terminal types: lines, pastes of many, a yes or no, a text in their own editor."""

import locale
import os
import select
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pci.console import complain, fault_words, is_terminal, notice, result, visible, width
from pci.core.errors import CannotDo
from pci.core.vi import fold, shortened


def edit_lines() -> None:
    """Give `input` arrow keys, whole Vietnamese letters to delete, pastes of many lines. Not on every system; and where
    the system's letters are no UTF-8 it would drop all others byte by byte, which the terminal's own editing passes."""
    if locale.getencoding().lower().replace("-", "") == "utf8":
        with suppress(ImportError):
            import readline  # noqa: F401


_ROOM = 20
"""Columns that a prompt leaves for what is typed."""

_CUT = 4095
"""Bytes after which a terminal that edits lines itself drops the rest of one."""


def line(prompt: str, begun: str = "") -> str:
    """One answer from the keyboard, typed beside the prompt or, where that is long, below it; of several lines pasted
    at once all, for the rest of them are no answers to what is asked next."""
    if len(prompt) > width() - _ROOM:
        result(prompt.strip())
        prompt = "> "
    while True:
        try:
            lines = [_read(prompt, begun)]
            while _more_waits():
                lines += _rest_of_paste()
            return "\n".join(lines)
        except CannotDo as error:
            while _more_waits():
                with suppress(CannotDo):
                    _read("")
            complain(error)


def _rest_of_paste() -> list[str]:
    """The lines that wait, then what stood behind the last line end, which only Enter hands over."""
    lines = []
    while _more_waits():
        lines.append(_read(""))
    last = _read("Đã dán nhiều dòng; Enter là hết: ")
    return [*lines, last] if last else lines


def _read(prompt: str, begun: str = "") -> str:
    """One line as the terminal gives it, `begun` standing there already where lines can be edited."""
    editing = sys.modules.get("readline")
    if editing and begun:
        editing.set_startup_hook(lambda: editing.insert_text(begun))
    try:
        typed = input(visible(prompt))
    except UnicodeDecodeError:
        raise CannotDo(
            "chữ vừa gõ không phải UTF-8", "đặt bảng mã của cửa sổ lệnh là UTF-8 rồi gõ lại"
        ) from None
    finally:
        if editing:
            editing.set_startup_hook(None)
    if not editing and sys.platform != "win32" and len(typed.encode()) >= _CUT:
        raise CannotDo(
            "dòng dài quá, cửa sổ lệnh đã cắt mất phần sau", "gõ thành nhiều dòng, hoặc đặt EDITOR"
        )
    return typed


def _more_waits() -> bool:
    """Whether more was typed than the line just read."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.kbhit()
    return bool(select.select([sys.stdin], [], [], 0.05)[0])


def is_attended() -> bool:
    """Whether a person can be asked: both the keyboard and the screen are a terminal."""
    return sys.stdin.isatty() and is_terminal()


def agreed(words: str, usual: bool = True) -> bool:
    """Whether a person says yes; `usual` is what a bare Enter means, the end of the input is no."""
    try:
        return chosen(words, "C/k" if usual else "c/K", usual, lambda said: None) is True
    except EOFError:
        result("\n")  # the line of the question is still open
        return False


def chosen(words: str, shown: str, usual: bool, other: Callable[[str], str | None]) -> bool | str:
    """Yes or no, or something else that `other` makes of the words; asked again where it is none of these."""
    while True:
        said = fold(typed := line(f"{words} [{shown}] "))
        if not typed.strip():
            return usual
        if said in ("c", "co", "y", "yes"):
            return True
        if said in ("k", "khong", "n", "no"):
            return False
        try:
            if found := other(typed):
                return found
        except CannotDo as error:
            complain(error)
            continue
        complain(CannotDo(f"«{shortened(typed)}» không rõ", f"gõ {shown}"))


_GUIDE = """
# Viết kết quả thực hiện ở trên, thành câu: báo cáo in nguyên lời.
# Dòng bắt đầu bằng dấu # bị bỏ. Để trống là không nêu kết quả.
"""


class EditorFailed(CannotDo):
    """The editor gave nothing back that could be taken; `text` is what stood in its file nevertheless."""

    text = ""


def edited(editor: str, begun: str) -> str:
    """What a person wrote in their own editor, without the lines that begin with `#`. Where that fails the file is left
    to them as soon as anything stands in it."""
    handle, name = tempfile.mkstemp(prefix="pci-", suffix=".txt")
    os.close(handle)
    path = Path(name)
    path.write_text(begun + _GUIDE, encoding="utf-8")
    fault = _run(editor, path)
    data = path.read_bytes() if path.exists() else b""
    try:
        text = _without_guide(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        text, fault = "", fault or "lưu chữ không phải UTF-8"
    if fault is None:
        path.unlink(missing_ok=True)
        if not text:
            notice("Không có chữ nào trong trình soạn thảo: không nêu kết quả.")
        return text
    hint = "gõ một dòng; Enter để mở lại"
    if data == _GUIDE.encode():
        path.unlink(missing_ok=True)
    else:
        hint += f", chữ đã gõ còn trong {name}"
    failed = EditorFailed(f"trình soạn thảo «{editor}» {fault}", hint)
    failed.text = text
    raise failed


def _run(editor: str, path: Path) -> str | None:
    """Let a person edit a file; why that failed, null where it did not."""
    try:
        if os.name == "nt":
            code = subprocess.run(f'{editor} "{path}"', check=False).returncode  # noqa: S603
        else:
            # a path may have blanks where nothing else is meant
            command = [editor] if Path(editor).is_file() else shlex.split(editor)
            code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603
    except OSError as error:
        return f"không chạy được: {fault_words(error)}"
    except ValueError:
        return "không chạy được: dấu nháy chưa đóng, hoặc có ký tự lạ"
    return f"kết thúc với mã {code}" if code else None


def _without_guide(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()
