"""Files that updates cite: found by what a person typed, known by their fingerprint."""

import errno
import os
import unicodedata
from pathlib import Path

from pci.core.errors import CannotDo
from pci.core.evidence import UNREACHABLE, Evidence, Fingerprints, is_fingerprint, read
from pci.core.vi import nfc, shortened
from pci.files.outside import fingerprint


def fingerprints(root: Path) -> Fingerprints:
    """Make the function that gives the SHA-256 of a file by its path in a workspace, null for a
    link or no file, empty for a file too large to have one."""
    real_root = root.resolve()

    def of(path: str) -> str | None:
        place = _file_below(real_root, path)
        if place is None or place.resolve() != place:
            return None
        try:
            return fingerprint(place)
        except OSError as error:
            if error.errno != errno.EOVERFLOW:
                raise
            return ""

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
    place = None if evidence.link else _inside(root.resolve(), evidence.path or evidence.text)
    if place is None:
        _refuse_unreachable(evidence)
        return evidence.line
    path, now = nfc(place.relative_to(root.resolve()).as_posix()), fingerprint(place)
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


def _inside(root: Path, typed: str) -> Path | None:
    """Get the file inside the workspace that was typed from the current folder or from the
    workspace's; null where there is no file. A file elsewhere is refused: nobody else would find
    it."""
    tried = (_file_below(start, typed.replace("\\", "/")) for start in (Path.cwd(), root))
    place = next(filter(None, tried), None)
    if place is None:
        return None
    real = place.resolve()
    if not real.is_relative_to(root):
        hint = "chép vào tai-lieu/ của kế hoạch rồi nêu lại, hoặc nêu số, ký hiệu, ngày"
        raise CannotDo(f"tệp «{shortened(typed)}» nằm ngoài thư mục kế hoạch", hint)
    return real


def _file_below(start: Path, path: str) -> Path | None:
    """Find a file below a folder, each name on the way in either spelling."""
    places = [start]
    for name in Path(path).parts:
        places = [one for place in places for one in _spelled(place, name)]
    return next(filter(_is_file, places), None)


def _spelled(folder: Path, name: str) -> list[Path]:
    """Find what has a name in a folder, in composed letters or as systems with decomposed letters
    write it; the folder is read only where neither is there, for a name that mixes them."""
    spellings = dict.fromkeys((name, unicodedata.normalize("NFD", name)))
    places = [folder / one for one in spellings if os.path.lexists(folder / one)]
    if places or name.isascii() or not (folder.is_dir() and os.access(folder, os.R_OK)):
        return places
    return [place for place in folder.iterdir() if nfc(place.name) == name]


def _is_file(place: Path) -> bool:
    """Whether a file is there; a sentence may be no possible name."""
    try:
        return place.is_file()
    except (OSError, ValueError):
        return False
