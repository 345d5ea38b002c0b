"""The templates of documents: the workspace's own, and the defaults of the program."""

import filecmp
from collections.abc import Mapping
from pathlib import Path

from pci.console import real
from pci.core.errors import CannotDo
from pci.files.outside import refuse_link
from pci.files.shipped import places, shipped


def template(root: Path, name: str) -> Path:
    """Find a template: the workspace's own copy, else the default of the program."""
    own, *others = _template_folders(root)
    _refuse_links(own, name)
    for folder in (own, *others):
        if (folder / name).exists():
            return folder / name
    raise CannotDo(f"không có mẫu {name}", "cài lại chương trình hoặc chép mẫu vào templates/")


def own_templates(root: Path) -> Mapping[str, bool]:
    """List the workspace's own templates, and whether each equals the default of its name."""
    own, *others = _template_folders(root)
    defaults = {path.name: path for folder in reversed(others) for path in folder.glob("*.docx")}
    names = sorted(path.name for path in own.glob("*.docx"))
    _refuse_links(own, *names)
    return {
        name: name in defaults and filecmp.cmp(own / name, defaults[name], shallow=False)
        for name in names
    }


def is_own_template(root: Path, path: Path) -> bool:
    """Whether a template lies in a folder of templates; a linked one may be anybody's."""
    place = real(path)
    return any(place.is_relative_to(folder) for folder in _template_folders(root.resolve()))


def is_default(name: str, data: bytes) -> bool:
    """Whether a template is the program's own of that name, of which no harm comes."""
    return data == shipped(f"templates/{name}")


def _refuse_links(own: Path, *names: str) -> None:
    """Refuse a folder of templates, and templates in it, that are links."""
    refuse_link(own, own.name)
    for name in names:
        refuse_link(own / name, f"{own.name}/{name}")


def _template_folders(root: Path) -> tuple[Path, ...]:
    return root / "templates", *places("templates")
