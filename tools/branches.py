"""Branches that record and correct at random, merged both ways with plain git."""

import json
import os
import random
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tools.forkserver import ROOT, Ran
from tools.trials import PROGRESS, Outcome, fresh, here, records

_SUBJECTS = (
    ("A.VII.4", "QLDN", "doing"),
    ("A.VII.4/bao-cao-thang", "QLDN", "done", "--period", "2023-08", "--evidence", "412/BC-QLDN"),
    ("A.I.1", "VP", "doing"),
    ("A.I.6", "VP", "suspended"),
    ("con-lai", "QLDT", "nothing", "--period", "2023-Q3"),
)

Trees = Mapping[str, Mapping[str, Any]]
"""Updates as plain YAML, by id."""


def git(repository: Path, *arguments: str) -> Ran:
    """Run plain git: nobody's settings, no merge driver."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for role in ("AUTHOR", "COMMITTER"):
        own |= {f"GIT_{role}_NAME": "Thử", f"GIT_{role}_EMAIL": "thu@example.vn"}
    done = subprocess.run(
        ["git", "-C", str(repository), *arguments],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def branches(folder: Path, pairs: int, seed: int) -> Outcome:
    """Pairs of branches that record and correct, also what they have corrected themselves.

    Of all corrections that go back to one update one counts; `check` names the others and `log`
    marks them. Merging in either order gives the same tree.
    """
    root = fresh(folder / "nhanh")
    shutil.copy(ROOT / ".gitattributes", root)
    git(root, "init", "-q", "-b", "main")
    rng = random.Random(seed)  # noqa: S311
    _record_some(root, rng, {}, 4)
    _commit(root, "Chung")
    common = _trees(root)
    tried, wrong = Counter({"pairs": pairs}), Counter[str]()
    for _ in range(pairs):
        written: set[str] = set()
        for branch in ("a", "b"):
            git(root, "checkout", "-q", "-B", branch, "main")
            tried["corrections"] += _record_some(root, rng, common, rng.randint(1, 5))
            written |= _trees(root).keys()
            tried["updates"] += len(_trees(root)) - len(common)
            _commit(root, branch)
        merged = [_merged(root, *names, wrong) for names in (("a", "b"), ("b", "a"))]
        wrong["order of merging matters"] += merged[0] != merged[1]
        now = records(root)
        wrong["lost"] += len(written - {Path(name).stem for name in now.texts})
        wrong["unreadable"] += len(now.torn)
        tried["rival chains"] += _judge(root, wrong)
    wrong["no rivals met"] += not tried["rival chains"]
    return Outcome(tried, wrong)


def _commit(root: Path, message: str) -> None:
    git(root, "add", ".")
    git(root, "commit", "-qm", message)


def _merged(root: Path, ours: str, theirs: str, wrong: Counter[str]) -> str:
    """Merge a branch into another; gives git's name of the result."""
    git(root, "checkout", "-q", "-B", "gop", ours)
    wrong["conflicts"] += git(root, "merge", "-q", "--no-edit", theirs).code != 0
    return git(root, "rev-parse", "HEAD^{tree}").out


def _judge(root: Path, wrong: Counter[str]) -> int:
    """Compare what `check` and `log` say with the ends of the chains; gives how many are rivals."""
    ends = _ends(_trees(root))
    rivals = [chain for chain in ends if len(chain) > 1]
    checked = here(root, "check", "--format", "json")
    diagnostics = json.loads(checked.out)["diagnostics"]
    named = [Path(d["path"]).stem for d in diagnostics if d["code"] == "PCI419"]
    wrong["check not clean"] += checked.code != 0
    wrong["rivals not named"] += sorted(named) != sorted(i for chain in rivals for i in chain[:-1])
    listed = json.loads(here(root, "log", "--format", "json").out)["updates"]
    counting = {update["id"] for update in listed if update["corrected_by"] is None}
    wrong["other ones count"] += len(counting ^ {chain[-1] for chain in ends})
    return sum(map(len, rivals))


def _trees(root: Path) -> Trees:
    paths = (root / PROGRESS).rglob("*.yaml")
    return {path.stem: yaml.safe_load(path.read_bytes()) for path in paths}


def _ends(trees: Trees) -> list[list[str]]:
    """The ends of the chains of corrections, together where they go back to one update.

    The last of each counts.
    """
    corrected = {tree.get("corrects") for tree in trees.values()}
    last = sorted(
        trees.keys() - corrected, key=lambda i: (trees[i]["recorded"], trees[i]["date"], i)
    )
    ends: defaultdict[str, list[str]] = defaultdict(list)
    for i in last:
        ends[_origin(trees, i)].append(i)
    return list(ends.values())


def _origin(trees: Trees, i: str) -> str:
    """The first update of a chain of corrections."""
    while before := trees[i].get("corrects"):
        i = before
    return i


def _record_some(root: Path, rng: random.Random, known: Trees, times: int) -> int:
    """Record updates, some of which correct one that both branches know; gives how many do."""
    ends = {i: (tree["about"], tree["state"]) for i, tree in known.items()}
    corrections = 0
    for _ in range(times):
        corrected = rng.choice(list(ends)) if ends and rng.random() < 0.6 else None
        fitting = [s for s in _SUBJECTS if corrected is None or (s[0], s[2]) == ends[corrected]]
        about, unit, state, *more = rng.choice(fitting)
        if corrected:
            more += ["--corrects", corrected]
            del ends[corrected]
            corrections += 1
        command = ["record", about, "--unit", unit, "--state", state, *more]
        command += ["--date", f"2023-0{rng.randint(8, 9)}-{rng.randint(10, 14)}"]
        done = here(root, *command, "--result", f"Số {rng.getrandbits(40)}.")
        if done.code:
            raise RuntimeError(done.err)
        if corrected:
            ends[Path(done.out.strip()).stem] = (about, state)
    return corrections
