"""The templates of documents: the workspace's own, and the defaults of the program."""

from collections.abc import Mapping
from pathlib import Path

from pci.core.errors import CannotDo
from pci.files.shipped import places


def template(root: Path, name: str) -> Path:
    """Find a template: the workspace's own copy, else the default of the program."""
    for folder in _template_folders(root):
        if (folder / name).is_file():
            return folder / name
    raise CannotDo(f"không có mẫu {name}", "cài lại chương trình hoặc chép mẫu vào templates/")


def own_templates(root: Path) -> Mapping[str, bool]:
    """List the workspace's own templates, and whether each equals the default of its name."""
    own, *others = _template_folders(root)
    defaults = {path.name: path for folder in reversed(others) for path in folder.glob("*.docx")}
    return {
        path.name: path.name in defaults and defaults[path.name].read_bytes() == path.read_bytes()
        for path in sorted(own.glob("*.docx"))
    }


def is_own_template(root: Path, path: Path) -> bool:
    """Whether a template lies in a folder of templates; a linked one may be anybody's."""
    place = path.resolve()
    return any(place.is_relative_to(folder) for folder in _template_folders(root.resolve()))


def _template_folders(root: Path) -> tuple[Path, ...]:
    return root / "templates", *places("templates")
