"""What `pci check` looks at: a workspace, or some files."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pci.clock import today
from pci.commands.check_documents import document
from pci.commands.options import Place
from pci.console import file_fault, notice, relative
from pci.core.diagnostic import Diagnostic
from pci.core.errors import CannotDo
from pci.files.attachments import fingerprints
from pci.files.paths import Files
from pci.files.templates import own_templates
from pci.loading import Loaded, between_plans, between_years, load
from pci.workspace import files, plan_ids, root_folder


class _Workspace(NamedTuple):
    """A workspace that was checked: what was found and what was read, by the paths inside it, and
    the paths of files whose content could not be checked."""

    folder: Path
    findings: Iterable[Diagnostic]
    files: Files
    skipped: Sequence[str]


@dataclass
class Checked:
    """What was found in some files, each once, their contents, and why others could not be checked.

    Paths are as a person in the current folder would type them.
    """

    findings: dict[Diagnostic, None] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    refusals: list[CannotDo] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether everything could be checked."""
        return not (self.refusals or self.skipped)

    def add_document(self, path: Path) -> None:
        """Check a Word document; one that cannot be checked keeps no other findings back."""
        try:
            self.findings |= dict.fromkeys(document(path))
            self.contents[relative(path)] = b""
        except (OSError, CannotDo) as error:
            self.refusals.append(file_fault(path, error))

    def add_part(self, checked: _Workspace, place: Path) -> None:
        """Take over what was found in a workspace below a place; check its own templates there."""
        folder = checked.folder
        places = {path: folder / path for path in checked.files}
        names = {path: relative(at) for path, at in places.items() if at.is_relative_to(place)}
        templates = _templates(folder, place)
        if not names and not templates:
            hint = f"kế hoạch ở {relative(folder / 'plans')}/"
            raise CannotDo("không có tệp nào của kế hoạch", hint)
        below = [d._replace(where=names[d.where]) for d in checked.findings if d.where in names]
        self.findings |= dict.fromkeys(sorted(below, key=lambda d: (d.where, d.span, d.code)))
        self.contents |= {name: checked.files[path] for path, name in names.items()}
        self.skipped += checked.skipped
        for path in templates:
            self.add_document(path)


def whole(place: Place) -> Checked:
    """Check a workspace: the files of its plans and its own templates."""
    folder = root_folder(place.root)
    checked = Checked()
    checked.add_part(_workspace(folder, place), folder)
    return checked


def named(place: Place, paths: Iterable[Path]) -> Checked:
    """Check Word documents each by itself, YAML files and folders as parts of their workspaces."""
    workspaces: dict[Path, _Workspace] = {}
    checked = Checked()
    for path in paths:
        if not path.is_dir() and path.suffix.lower() not in (".yaml", ".yml"):
            checked.add_document(path)
            continue
        try:
            below = Path(os.path.realpath(path, strict=True))
            folder = root_folder(place.root or (below if below.is_dir() else below.parent))
            if folder not in workspaces:
                workspaces[folder] = _workspace(folder, place)
            checked.add_part(workspaces[folder], below)
        except (OSError, CannotDo) as error:
            checked.refusals.append(file_fault(path, error))
    return checked


def asked_plans(folder: Path, place: Place) -> tuple[str, ...]:
    """Every plan, or the one that was asked for."""
    is_asked = place.asked_year is not None or place.plan_id is not None
    return (place.plan_in(folder),) if is_asked else plan_ids(folder)


def _workspace(folder: Path, place: Place) -> _Workspace:
    """Check the files of all plans, or those of one."""
    contents: dict[str, bytes] = {}
    loaded: list[Loaded] = []
    for one in asked_plans(folder, place):
        of_plan = files(folder, one)
        contents |= of_plan
        loaded.append(load(of_plan, today(), fingerprints(folder)))
    skipped = [path for one in loaded for path in one.skipped]
    _tell_skipped(folder, skipped)
    findings = [finding for one in loaded for finding in one.diagnostics]
    findings += between_years(contents, loaded)
    if len(loaded) == len(plan_ids(folder)):
        findings += between_plans(contents, loaded)
    # what is wrong in a calendar is found with every plan
    return _Workspace(folder, dict.fromkeys(findings), contents, skipped)


def _tell_skipped(folder: Path, skipped: Iterable[str]) -> None:
    """Say which files could not be read, and what therefore was not checked."""
    paths = dict.fromkeys(skipped)
    whole = [path for path in paths if path.count("/") == 1]
    for path in whole:
        where = relative(folder / path)
        notice(f"pci: chưa kiểm tra hết các tham chiếu vì {where} sai cấu trúc")
    if others := len(paths) - len(whole):
        notice(f"pci: chưa kiểm tra hết nội dung của {others} tệp sai cú pháp, cấu trúc")


def _templates(folder: Path, place: Path) -> list[Path]:
    """The own templates below a place; a whole workspace leaves out those that are the default."""
    paths = []
    for name, is_default in own_templates(folder).items():
        path = folder / "templates" / name
        is_lock = name.startswith("~$")  # of Word, while the template is open
        if path.is_relative_to(place) and not is_lock and not (is_default and place == folder):
            paths.append(path)
    return paths
