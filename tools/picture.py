"""The picture of `docs/kien-truc.md`: which folders of the program use which."""

import re
import tomllib
from pathlib import Path

import grimp

_DRAWING = re.compile(r"(?<=```mermaid\n).*?(?=```\n)", re.S)
_PROJECT = Path(__file__).parent.parent / "pyproject.toml"


def with_picture(page: str) -> str:
    """The page with the picture drawn anew."""
    return _DRAWING.sub("".join(f"  {line}\n" for line in _lines()).lstrip(), page, 1)


def _lines() -> list[str]:
    """An arrow from each folder to those that it uses, but for what one of these leads to."""
    uses = _uses()
    reached: dict[str, set[str]] = {}
    for place in reversed(uses):
        reached[place] = uses[place].union(*(reached[one] for one in uses[place]))
    return [
        "graph TD",
        "cli -. khi được gọi .-> commands",
        *(
            f"{place} --> {one}"
            for place, used in uses.items()
            for one in uses
            if one in used and not any(one in reached[other] for other in used)
        ),
    ]


def _uses() -> dict[str, set[str]]:
    """What each folder or file in `pci/` imports of the others, in the order of the contract."""
    contracts = tomllib.loads(_PROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    uses: dict[str, set[str]] = {layer: set() for layer in contracts[0]["layers"]}
    graph = grimp.build_graph("pci", cache_dir=None)
    for module in graph.modules - {"pci"}:
        place = module.split(".")[1]
        used = graph.find_modules_directly_imported_by(module) - {"pci"}
        uses[place] |= {one.split(".")[1] for one in used} - {place}
    return uses
