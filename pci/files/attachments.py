"""Files that updates cite: found by what a person typed, known by their fingerprint."""

import hashlib
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from pci.core.errors import CannotDo
from pci.core.evidence import UNREACHABLE, Evidence, Fingerprints, is_fingerprint, read
from pci.core.vi import nfc, shortened


def fingerprints(root: Path) -> Fingerprints:
    """Make the function that gives the SHA-256 of a file by its path in a workspace, null for a
    link or no file."""
    real_root = root.resolve()

    def of(path: str) -> str | None:
        for place in (real_root / named for named in _spellings(path)):
            if _is_file(place) and place.resolve() == place:
                with place.open("rb") as file:
                    return hashlib.file_digest(file, "sha256").hexdigest()
        return None

    return of


def evidence_line(root: Path, typed: str) -> str:
    """Get the line of evidence to store: a document or a link as typed, a file by its path in
    the workspace with its fingerprint."""
    evidence = read(nfc(typed.strip()))
    if evidence.sha256 is not None and not is_fingerprint(evidence.sha256):
        raise CannotDo(
            f"dấu của «{shortened(evidence.text)}» không phải sha256",
            "viết sha256: và đủ 64 chữ số, hoặc bỏ dấu",
        )
    path = None if evidence.link else _inside(root.resolve(), evidence.path or evidence.text)
    if path is None:
        _refuse_unreachable(evidence)
        return evidence.line
    now = fingerprints(root)(path)
    if evidence.sha256 and evidence.sha256 != now:
        raise CannotDo(
            f"«{path}» không khớp dấu sha256 đã nêu",
            "bỏ dấu để lấy theo tệp hiện có, hoặc xem lại tệp",
        )
    return f"{path} sha256:{now}"


def _refuse_unreachable(evidence: Evidence) -> None:
    """Refuse evidence that is no file of the workspace and that nobody can open on another
    machine."""
    if UNREACHABLE.search(evidence.text):
        hint = (
            "nêu https://… viết liền, tệp trong thư mục kế hoạch, "
            "hoặc số, ký hiệu, ngày của văn bản"
        )
        raise CannotDo(f"«{shortened(evidence.text)}» không mở được ở máy khác", hint)
    if evidence.path:
        hint = "xem lại đường dẫn; văn bản giấy thì nêu số, ký hiệu, ngày"
        raise CannotDo(f"không có tệp «{shortened(evidence.path)}» trong thư mục kế hoạch", hint)


def _inside(root: Path, typed: str) -> str | None:
    """Get the path inside the workspace of a file typed from the current folder or from the
    workspace's; null where there is no file. A file elsewhere is refused: nobody else would find
    it."""
    tried = (
        start / named
        for start in (Path.cwd(), root)
        for named in _spellings(typed.replace("\\", "/"))
    )
    place = next(filter(_is_file, tried), None)
    if place is None:
        return None
    real = place.resolve()
    if not real.is_relative_to(root):
        hint = "chép vào tai-lieu/ của kế hoạch rồi nêu lại, hoặc nêu số, ký hiệu, ngày"
        raise CannotDo(f"tệp «{shortened(typed)}» nằm ngoài thư mục kế hoạch", hint)
    return nfc(real.relative_to(root).as_posix())


def _spellings(path: str) -> Iterable[str]:
    """Get a file's name in composed letters, and as systems with decomposed letters write it."""
    return dict.fromkeys((path, unicodedata.normalize("NFD", path)))


def _is_file(place: Path) -> bool:
    """Whether a file is there; a sentence may be no possible name."""
    try:
        return place.is_file()
    except (OSError, ValueError):
        return False
