"""`pci schema`: JSON Schemas of the files, with the plan's own ids, for editors and other tools."""

from pathlib import Path
from typing import Annotated

import typer

from pci.clock import today
from pci.commands import deliver
from pci.commands.options import Force, Output, Root, Year, chosen, whole_number
from pci.console import relative, result
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.model import Plan
from pci.files.schema import KINDS, is_untouched, sealed
from pci.files.schema import schema as schema_of
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

    Nhờ lược đồ, trình soạn thảo gợi ý, giải nghĩa từng khóa và gạch chân chỗ sai. Trong thư mục kế
    hoạch, lược đồ kể mã đơn vị, nhiệm vụ của chính kế hoạch ấy. «--all» ghi vào schemas/, hoặc thư
    mục sau -o; tệp đã sửa tay thì không ghi đè nếu không có --force.

    Ví dụ: pci schema plan
    """
    if every == (kind is not None):
        raise CannotDo("cần một loại tệp, hoặc --all", f"loại tệp: {', '.join(KINDS)}")
    folder, plan = (None, None) if generic else _around(root, year)
    if kind:
        text = sealed(schema_of(chosen(kind, KINDS, "loại tệp"), plan))
        deliver.text(text, output, force)
        return
    target = output or (folder and folder / _FOLDER)
    if target is None:
        raise CannotDo("chưa biết ghi vào đâu", "thêm -o THƯ_MỤC")
    deliver.refuse_data_folder(target / "x")
    _write_all(target, plan, force)


def _around(root: Path | None, year: str | None) -> tuple[Path, Plan]:
    """The workspace's folder and its plan, which may refer to what is not there yet."""
    folder = root_folder(root)
    loaded = load(files(folder, choose_year(folder, whole_number(year, "--year"), today())))
    if loaded.plan is None:
        broken = (d for d in loaded.diagnostics if d.where.count("/") == 1)
        raise InvalidWorkspace(tuple(d._replace(where=relative(folder / d.where)) for d in broken))
    return folder, loaded.plan


def _write_all(target: Path, plan: Plan | None, force: bool) -> None:
    """Write the schema of every kind of file; those with a plan's ids lie under its year."""
    kept = []
    for name, kind in KINDS.items():
        folder = target / str(plan.year) if plan and kind.names_ids else target
        path = folder / f"{name}.schema.json"
        if not _write(path, sealed(schema_of(name, plan)).encode(), force):
            kept.append(str(relative(path)))
    if kept:
        raise CannotDo(f"{', '.join(kept)} đã sửa tay nên giữ nguyên", "--force để ghi đè")


def _write(path: Path, data: bytes, force: bool) -> bool:
    """Write a schema unless a person worked in the file that is there; false where one did."""
    if not create(path, data):
        old = path.read_bytes()
        if old != data and not force and not is_untouched(old.decode(errors="replace")):
            return False
        if old != data:
            replace(path, data)
    result(relative(path))
    return True
