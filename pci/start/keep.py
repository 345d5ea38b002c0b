"""The files of a new folder, written where there is none."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pci.core.errors import CannotDo
from pci.files.paths import Files
from pci.files.store import create, inside


class Kept(NamedTuple):
    """The paths of files that were written, and of those that were there already and left."""

    written: tuple[str, ...]
    left: tuple[str, ...]


def absent(root: Path, paths: Iterable[str]) -> list[str]:
    """List the paths at which no file stands; a link or a folder in the way is refused."""
    return [path for path in paths if not _is_there(root, path)]


def _is_there(root: Path, path: str) -> bool:
    place = inside(root, path)
    if place.is_symlink():
        raise CannotDo(f"{path} là liên kết", "thay bằng tệp thật, hoặc xóa đi")
    if place.is_dir():
        raise CannotDo(f"{path} là thư mục", "chuyển thư mục ấy đi nơi khác")
    return place.exists()


def keep(root: Path, files: Files) -> Kept:
    """Write the files that do not exist; after an error none of them stays. The first, which makes
    the folder one of plans, is written last."""
    new = {path: root / path for path in absent(root, files)}
    folders = _missing_folders(new.values())
    written: list[str] = []
    try:
        for path, place in reversed(new.items()):
            if create(place, files[path]):
                written.append(path)
    except BaseException:  # Ctrl-C too
        _take_back((new[path] for path in written), folders)
        raise
    left = tuple(path for path in files if path not in written)
    return Kept(tuple(path for path in files if path in written), left)


def _missing_folders(places: Iterable[Path]) -> set[Path]:
    """Get the folders that have to be made for files."""
    return {folder for place in places for folder in place.parents if not folder.exists()}


def _take_back(places: Iterable[Path], folders: Iterable[Path]) -> None:
    """Remove files, and the folders that were made for them where nothing else lies in them."""
    for place in places:
        with suppress(OSError):
            place.unlink()
    for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()
