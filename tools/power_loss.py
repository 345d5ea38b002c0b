"""What stays of a recording when the power goes: its calls replayed on a disk that forgets."""

import re
from collections import Counter
from pathlib import Path

from tools.syscalls import WRITING, Call, from_first_change, touching, traced
from tools.trials import PROGRESS, Outcome, fresh, record


class Platter:
    """A disk that loses on power loss all that was not flushed; paths are inside the workspace."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.flushed: set[str] = set()
        self.unflushed_names: dict[str, str] = {}
        self.names: dict[str, str] = {}
        """Names that stay, with the file that each stands for."""

    def apply(self, call: Call) -> None:
        """Do what a call does to a disk."""
        path, *others = self._paths(call)
        if call.name == "mkdir" and " = 0" in call.line:
            self.flushed.add(path)
            self.unflushed_names[path] = path
        elif call.name == "openat" and "O_CREAT" in call.line:
            self.unflushed_names[path] = path
        elif call.name == "write" and not call.is_output:
            self.flushed.discard(path)
        elif call.name == "link":
            self.unflushed_names[others[0]] = path
        elif call.name == "fsync":
            self.flushed.add(path)
            self._keep_names(path)

    def _paths(self, call: Call) -> list[str]:
        named = [
            path.removeprefix(f"{self.root}/")
            for path in re.findall(r'[<"]([^<>"]+)[>"]', call.line)
        ]
        return [path for path in named if path != str(self.root)]

    def _keep_names(self, folder: str) -> None:
        """Keep the names in a folder that was flushed."""
        for name, file in list(self.unflushed_names.items()):
            if str(Path(name).parent) == folder:
                self.names[name] = file
                del self.unflushed_names[name]

    @property
    def updates(self) -> dict[str, str]:
        """The updates whose names stay."""
        return {name: file for name, file in self.names.items() if name.endswith(".yaml")}

    def keeps(self, path: str) -> bool:
        """Whether a file stays, with every folder of updates above it."""
        above = [str(folder) for folder in Path(path).parents]
        return all(folder in self.names for folder in above if folder.startswith(PROGRESS))


def power_loss(folder: Path) -> Outcome:
    """The calls of one recording on a disk that forgets what was not flushed, cut after each.

    A name that stays never means less than the whole update, and what was printed stays.
    """
    root = fresh(folder / "dien")
    calls = from_first_change(touching(root, traced(root, record("Lượt này."), WRITING).lines))
    disk = Platter(root)
    wrong: Counter[str] = Counter()
    for call in calls:
        disk.apply(call)
        wrong["torn"] += any(file not in disk.flushed for file in disk.updates.values())
        if call.is_output:
            stays = [name for name in disk.updates if disk.keeps(name)]
            wrong["lost"] += len(stays) != 1
    return Outcome({"moments": len(calls)}, dict(wrong))
