"""What a person sees: results on stdout, words about them on stderr, both safe to show and always UTF-8."""

import os
import sys
from pathlib import Path

from pci.diagnostic import Diagnostic, Severity
from pci.errors import CannotDo, InvalidWorkspace

_HIDDEN = {c: f"‹U+{c:04X}›" for c in (*range(0x00, 0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))}
_HIDDEN |= {c: f"‹U+{c:04X}›" for c in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)}

SEVERITY_WORDS = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.HINT: "gợi ý"}


def prepare_streams() -> None:
    """Speak UTF-8 whatever the code page: cp1258 has no bytes for "Văn phòng"."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def visible(text: str) -> str:
    """Text that cannot move the cursor, ring, or reverse reading order: such characters are shown by their number."""
    return text.translate(_HIDDEN)


def result(text: str) -> None:
    """Print what was asked for."""
    sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
    sys.stdout.flush()


def notice(text: str) -> None:
    """Say something about the result, out of its way."""
    sys.stderr.write(visible(text) + "\n")


def complain(error: CannotDo) -> None:
    """One line a fault, then why the command stopped and what to do."""
    if isinstance(error, InvalidWorkspace):
        for diagnostic in error.diagnostics:
            notice(diagnostic_line(diagnostic))
    notice(f"pci: {error.message}" + (f"; {error.hint}" if error.hint else ""))


def diagnostic_line(found: Diagnostic) -> str:
    """`plans/2023.yaml:12:5: PCI211 lỗi: không có «x»; có phải «y»?`"""
    place = f"{found.where}:{found.span.line}:{found.span.column}"
    words = f"{place}: {found.code} {SEVERITY_WORDS[found.severity]}: {found.message}"
    return " ".join((words + (f"; {found.hint}" if found.hint else "")).split())


def relative(path: Path) -> str:
    """A path as a person in the current folder would type it."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive on Windows
        return path.as_posix()


def use_colour(asked: str) -> bool:
    """`--color` beats NO_COLOR beats FORCE_COLOR beats whether stdout is a terminal."""
    if asked != "auto":
        return asked == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal()


def is_terminal() -> bool:
    """Whether the result goes to a person's screen rather than to a file or another program."""
    return sys.stdout.isatty()


def width() -> int:
    """Columns of the screen."""
    import shutil

    return max(40, shutil.get_terminal_size().columns)
