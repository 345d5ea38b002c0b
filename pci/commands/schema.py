"""`pci schema`: JSON Schemas of the files, with the plan's own ids, for editors and other tools."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from pci.clock import today
from pci.commands import deliver
from pci.commands.options import Force, Output, Root, Year, chosen, whole_number
from pci.console import relative, result
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.model import Plan
from pci.files.schema import KINDS, JsonSchema, is_untouched, sealed
from pci.files.schema import schema as made
from pci.files.store import create, replace
from pci.workspace import choose_year, files, load, root_folder

_FOLDER = "schemas"


def schema(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="[LOẠI]", help=f"Loại tệp: {', '.join(KINDS)}.", show_default=False),
    ] = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all", help="Ghi lược đồ của mọi loại tệp vào schemas/.", show_default=False
        ),
    ] = False,
    generic: Annotated[
        bool, typer.Option("--generic", help="Không kể mã của kế hoạch nào.", show_default=False)
    ] = False,
    root: Root = None,
    year: Year = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """In lược đồ JSON của các tệp dữ liệu cho trình soạn thảo.

    Nhờ lược đồ, trình soạn thảo gợi ý, giải nghĩa từng khóa và gạch chân chỗ sai. Trong thư mục kế hoạch, lược đồ kể
    mã đơn vị, nhiệm vụ của chính kế hoạch ấy. «--all» ghi vào schemas/, hoặc thư mục sau -o; tệp đã sửa tay thì không
    ghi đè nếu không có --force.

    Ví dụ: pci schema plan
    """
    if every == (kind is not None):
        raise CannotDo("cần một loại tệp, hoặc --all", f"loại tệp: {', '.join(KINDS)}")
    folder, plan = (None, None) if generic else _around(root, year)
    if kind:
        deliver.text(sealed(made(chosen(kind, KINDS, "loại tệp"), plan)), output, force)
        return
    target = output or (folder / _FOLDER if folder else None)
    if target is None:
        raise CannotDo("chưa biết ghi vào đâu", "thêm -o THƯ_MỤC")
    deliver.refuse_data_folder(target / "x")
    kept = [
        path for path, found in _files(target, plan) if not _written(path, sealed(found), force)
    ]
    if kept:
        shown = ", ".join(str(relative(path)) for path in kept)
        raise CannotDo(f"{shown} đã sửa tay nên giữ nguyên", "--force để ghi đè")


def _around(root: Path | None, year: str | None) -> tuple[Path, Plan]:
    """The workspace's folder and its plan, which may still refer to what is not there: an editor helps mend it."""
    folder = root_folder(root)
    loaded = load(files(folder, choose_year(folder, whole_number(year, "--year"), today())))
    if loaded.plan is None:
        broken = (d for d in loaded.diagnostics if d.where.count("/") == 1)
        raise InvalidWorkspace(tuple(d._replace(where=relative(folder / d.where)) for d in broken))
    return folder, loaded.plan


def _files(target: Path, plan: Plan | None) -> Iterator[tuple[Path, JsonSchema]]:
    """Where each schema lies: those with a plan's ids under its year."""
    for name, kind in KINDS.items():
        own = plan is not None and kind.names_ids
        yield (
            (target / str(plan.year) if plan and own else target) / f"{name}.schema.json",
            made(name, plan),
        )


def _written(path: Path, text: str, force: bool) -> bool:
    """Whether the file is now as it should be: made anew unless a person worked in it."""
    data = text.encode()
    if not create(path, data) and (old := path.read_bytes()) != data:
        if not force and not is_untouched(old.decode(errors="replace")):
            return False
        replace(path, data)
    result(relative(path))
    return True
