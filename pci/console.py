"""What a person sees: results on stdout, words about them on stderr, safe to show, in UTF-8."""

import errno
import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO, TextIOWrapper
from pathlib import Path

from pci.core.diagnostic import MOST_LISTED, Diagnostic, Severity
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.vi import WITHOUT_SHAPE, brief

_CONTROLLING = r"[\x00-\x08\x0b-\x1f\x7f-\x9f]"
"""What controls a terminal, but for tabs and line ends."""
_HIDDEN = re.compile(f"{_CONTROLLING}|{WITHOUT_SHAPE}")

SEVERITY_WORDS = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.HINT: "gợi ý"}


INVENTED = "DỮ LIỆU MINH HỌA"
"""What everything drawn from an illustrative plan must carry."""


_FAULTS = {
    errno.ENOSPC: "đĩa đầy",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EFBIG: "tệp lớn quá mức cho phép",
    errno.EIO: "đĩa hỏng hoặc mất kết nối",
    errno.EMFILE: "mở quá nhiều tệp một lúc",
    errno.EEXIST: "đã có tệp tên này",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không được phép",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOENT: "không có tệp hoặc thư mục",
    errno.ENOTDIR: "không phải thư mục",
    errno.EISDIR: "là thư mục, không phải tệp",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ELOOP: "liên kết trỏ vòng; nêu tệp thật",
    errno.ENODEV: "là thiết bị hoặc ống dẫn, không phải tệp; nêu tệp thật",
    errno.EOVERFLOW: "tệp lớn bất thường, không đọc; xem có nhầm tệp không",
}


def fault_words(error: OSError) -> str:
    """What the system refused, in a few words."""
    return _FAULTS.get(error.errno or 0, f"lỗi hệ thống {error.errno}")


def shown_name(error: OSError) -> str:
    """The file that a system error speaks of, by its own name while it is a temporary one."""
    return re.sub(
        r"(?<![^/\\])\.([^/\\]+)\.[0-9a-f]{8}\.pci-tmp$", r"\1", str(error.filename or "tệp")
    )


def fault_line(error: OSError) -> str:
    """What the system refused, and of which file."""
    return f"{shown_name(error)}: {fault_words(error)}"


def file_fault(path: Path, error: OSError | CannotDo) -> CannotDo:
    """Why a file that a person named could not be used."""
    if isinstance(error, OSError):
        return CannotDo(f"{relative(path)}: {fault_words(error)}")
    return CannotDo(f"{relative(path)}: {error.message}", error.hint)


def prepare_streams() -> None:
    """Speak and hear UTF-8 whatever the code page: cp1258 has no bytes for "Văn phòng"."""
    # a service may have closed the streams: then there is nobody to hear, which is no fault
    streams = (sys.stdin, sys.stdout, sys.stderr)
    sys.stdin, sys.stdout, sys.stderr = (stream or TextIOWrapper(BytesIO()) for stream in streams)
    for stream, encoding, errors in (
        (sys.stdin, "utf-8-sig", "strict"),
        (sys.stdout, "utf-8", "backslashreplace"),
        (sys.stderr, "utf-8", "backslashreplace"),
    ):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding, errors=errors)


def visible(text: str) -> str:
    """The text with every character that moves the cursor or hides shown by its number."""
    if text.isprintable():  # nearly every text, told far sooner than by the pattern
        return text
    return _HIDDEN.sub(lambda sign: f"‹U+{ord(sign[0]):04X}›", text)


def escaped(text: str) -> str:
    """The same for JSON, which then reads back as it was."""
    return _HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def result(text: str) -> None:
    """Print what was asked for."""
    try:
        sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
        sys.stdout.flush()
    except OSError as error:
        error.filename = "nơi nhận kết quả"  # a full disk behind `>` has no name of its own
        raise


def inert(line: str) -> str:
    """A line of a build's log in which its runner finds no `##[error]`, wherever that stands."""
    return line.replace("##[", "## [")


def notice(text: str) -> None:
    """Say something about the result, out of its way, in one line whatever is quoted in it.

    Where nobody can hear it any more, the result is no other.
    """
    line = inert(visible(brief(" ".join(text.splitlines()))))
    with suppress(OSError):
        sys.stderr.write(("- " if line.lstrip().startswith("::") else "") + line + "\n")


def notices(texts: Iterable[str]) -> None:
    """Say the first of many things about the result, then how many others there are."""
    listed = [*texts]
    for text in listed[:MOST_LISTED]:
        notice(text)
    if others := listed[MOST_LISTED:]:
        notice(f"và {len(others)} điều khác")


def complain(error: CannotDo) -> None:
    """One line a fault, then why the command stopped and what to do."""
    if isinstance(error, InvalidWorkspace):
        for diagnostic in error.diagnostics[:MOST_LISTED]:
            notice(diagnostic_line(diagnostic))
        if others := error.diagnostics[MOST_LISTED:]:
            notice(f"và {len(others)} lỗi khác")
    notice(f"pci: {error.message}" + (f"; {error.hint}" if error.hint else ""))


def diagnostic_line(finding: Diagnostic) -> str:
    """`plans/2023.yaml:12:5: PCI211 lỗi: không có «x»; có phải «y»?`"""
    place = f"{finding.where}:{finding.span.line}:{finding.span.column}"
    words = f"{place}: {finding.code} {SEVERITY_WORDS[finding.severity]}: {finding.message}"
    return " ".join((words + (f"; {finding.hint}" if finding.hint else "")).split())


def relative(path: Path) -> str:
    """A path as a person in the current folder would type it."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive on Windows
        return path.as_posix()


def real(path: Path) -> Path:
    """A path without links, as it is where they lead in a circle: there `Path.resolve` fails."""
    return Path(os.path.realpath(path))


def as_given(path: Path) -> str:
    """A path that a person typed: relative below the current folder, any other as typed."""
    return relative(path) if real(path).is_relative_to(Path.cwd()) else path.as_posix()


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
