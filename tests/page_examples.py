"""The examples in the pages of the codes, each completed to a whole workspace of a tiny plan."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from support import ROOT

from pci.core.ledger import update_id
from pci.core.model import Update, Withdrawal
from pci.core.organisation import ORGANISATION_PATH
from pci.core.papers import Issue, issue_copy, seal
from pci.files import shape, yamlio

_BASE = (ROOT / "tests/errors/base.yaml").read_text(encoding="utf-8")
PLAN = "plans/2023.yaml"
UPDATE = {
    "about": "A.I.1",
    "unit": "van-phong",
    "date": "2023-09-14",
    "state": "doing",
    "recorded": "2023-09-15T09:12:40+07:00",
}
ISSUE = {"inputs": "0" * 64, "document": "0" * 64}
_POINTER = re.compile(r" +# ←$", re.M)
_A_PLAN = re.compile(r"plans/\d{4}\.yaml")
_WHERE = re.compile(r"^# (cập nhật|rút|plans/\S+)$\n?", re.M)


@cache
def workspace(example: str) -> Mapping[str, bytes]:
    """The files of an example: what it says is laid over a sound plan and a sound update."""
    files = {PLAN: written(base(PLAN))}
    head, *rest = _WHERE.split(_POINTER.sub("", example))
    parts = [*([(PLAN, head)] if head.strip() else []), *zip(rest[::2], rest[1::2], strict=True)]
    for where, text in parts:
        if _A_PLAN.fullmatch(where):
            files[where] = written(laid_over(base(where), tree(text)))
        elif "/amendments/" in where or where == ORGANISATION_PATH:
            files[where] = f"{text.rstrip()}\n".encode()
        elif "/reports/" in where:
            said = tree(text)
            files[where] = written(_sealed(laid_over(ISSUE, said)) if issue_copy(where) else said)
        else:
            for one in re.split(r"^---$\n", text, flags=re.M):
                given = tree(one)
                usual = dict(UPDATE)
                if "withdraws" in given:
                    del usual["state"]
                added = "".join(
                    f"{key}: {value}\n" for key, value in usual.items() if key not in given
                )
                files[_update_path(where, {**usual, **given})] = f"{one.rstrip()}\n{added}".encode()
    return files


def base(plan: str) -> dict[str, Any]:
    """A sound plan of the year that its path names."""
    return tree(_BASE.replace("2023", plan[6:10]))


def _sealed(said: dict[str, Any]) -> dict[str, Any]:
    """An issue with the seal that belongs to it, unless the example has one of its own."""
    return {"seal": seal(shape.value(Issue, said)), **said}


def _update_path(where: str, said: dict[str, Any]) -> str:
    """Where the example says, else where an update of this content belongs."""
    if where.endswith(".yaml"):
        return where
    try:
        if "withdraws" in said:
            stem = update_id(shape.value(Withdrawal, said))
        else:
            stem = update_id(shape.value(Update, said))
    except ValueError:
        stem = "2023-09-14-A.I.1-aaaaaa"
    folder = (
        f"plans/2023/progress/{said['unit']}/"
        if where in ("cập nhật", "rút")
        else where.removesuffix("…")
    )
    return f"{folder}{stem}.yaml"


def written(tree: dict[str, Any]) -> bytes:
    """A file as a person would write it: days and numbers without quotation marks."""
    return yamlio.write({key: _plain(value) for key, value in tree.items()}).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    for kind in (date.fromisoformat, datetime.fromisoformat, int):
        try:
            found = kind(value)
        except (TypeError, ValueError):
            continue
        return (
            found if str(found)[:4] == value[:4] and (kind is int) == value.isdecimal() else value
        )
    return value


def tree(text: str) -> dict[str, Any]:
    document = yamlio.read(text.encode(), "ví dụ")
    assert isinstance(document.tree, dict), (text, document.problems)
    return document.tree


def laid_over(base: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A tree with the values of another: mappings are joined, all else is replaced."""
    laid = dict(base)
    for key, value in patch.items():
        under = laid.get(key)
        laid[key] = (
            laid_over(under, value)
            if isinstance(under, dict) and isinstance(value, dict)
            else value
        )
    return laid
