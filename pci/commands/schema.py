"""`pci schema`: JSON Schemas of the files, with the plan's own ids, for editors and other tools."""

from dataclasses import dataclass
from pathlib import Path

from pci.commands import deliver
from pci.commands.options import Place, Target
from pci.console import relative
from pci.core.errors import CannotDo, InvalidWorkspace
from pci.core.model import Plan
from pci.files.schema import KINDS, path_of, text_of
from pci.loading import load
from pci.usage import argument, chosen, flag, seldom
from pci.workspace import files, root_folder

_FOLDER = "schemas"


@dataclass(frozen=True)
class SchemaOptions(Target):
    """Which schemas are wanted, and where they go."""

    kind: str | None = argument("[LOẠI]", f"Loại tệp: {', '.join(KINDS)}.")
    every: bool = flag("--all", "Ghi lược đồ của mọi loại tệp vào schemas/.")
    generic: bool = seldom(flag("--generic", "Không kể mã của kế hoạch nào."))


def schema(how: SchemaOptions, place: Place) -> None:
    """In lược đồ JSON của các tệp dữ liệu cho trình soạn thảo.

    Nhờ lược đồ, trình soạn thảo gợi ý, giải nghĩa từng khóa và gạch chân chỗ sai. Trong thư mục kế
    hoạch, lược đồ kể mã đơn vị, nhiệm vụ của chính kế hoạch ấy. «--all» ghi vào schemas/, hoặc thư
    mục sau -o; tệp đã có mà khác thì chỉ ghi đè khi có --force.

    Ví dụ: pci schema plan
    """
    if how.every == (how.kind is not None):
        raise CannotDo("cần một loại tệp, hoặc --all", f"loại tệp: {', '.join(KINDS)}")
    folder, plan = (None, None) if how.generic else _around(place)
    if how.kind:
        deliver.text(text_of(chosen(how.kind, KINDS, "loại tệp"), plan), how)
        return
    target = how.output or (folder and folder / _FOLDER)
    if target is None:
        raise CannotDo("chưa biết ghi vào đâu", "thêm -o THƯ_MỤC")
    _write_all(target, plan, how.force)


def _around(place: Place) -> tuple[Path, Plan]:
    """The workspace's folder and its plan, which may refer to what is not there yet."""
    folder = root_folder(place.root)
    loaded = load(files(folder, place.plan_in(folder)))
    if loaded.plan is None:
        broken = (d for d in loaded.diagnostics if d.where.count("/") == 1)
        raise InvalidWorkspace(tuple(d._replace(where=relative(folder / d.where)) for d in broken))
    return folder, loaded.plan


def _write_all(target: Path, plan: Plan | None, force: bool) -> None:
    """Write the schema of every kind of file; those with a plan's ids lie under its id."""
    for name in KINDS:
        deliver.document(text_of(name, plan).encode(), target / path_of(name, plan), force)
