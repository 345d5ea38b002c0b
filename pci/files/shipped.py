"""The files that the program brings along: templates, calendars, the checks for a CI service."""

from pathlib import Path


def places(path: str) -> tuple[Path, Path]:
    """Get where a file or folder of the program may lie: the wheel carries it inside the package,
    in a checkout it lies beside it."""
    package = Path(__file__).resolve().parents[1]
    return package / path, package.parent / path


def shipped(path: str) -> bytes | None:
    """Read a file of the program; null where the program has none of that name."""
    return next((place.read_bytes() for place in places(path) if place.is_file()), None)
