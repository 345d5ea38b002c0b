"""`pci new`: a folder in which every command works, with a first plan to be replaced."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pci.clock import today
from pci.commands import deliver
from pci.commands.options import Place, TextOptions
from pci.console import as_given, notice, real
from pci.core.errors import CannotDo
from pci.core.model import Plan
from pci.core.vi import count_words, shortened
from pci.files.jsonio import parsed
from pci.keyboard import is_attended
from pci.record.drafts import refusal
from pci.start.answers import Answers, faults_in, judge, year_of
from pci.start.carry import carried
from pci.start.content import (
    CI_FILES,
    SETTINGS,
    files_beside,
    files_of,
    lacking_settings,
    settings_of,
)
from pci.start.dialogue import ask, is_wanted
from pci.start.keep import Kept, absent, keep
from pci.usage import argument, choice, flag, option, seldom
from pci.workspace import Workspace, find_root, plan_ids

MOST_BYTES = 1 << 20
"""Of JSON that names an agency and its units."""


@dataclass(frozen=True)
class AnswerOptions:
    """What is known of the agency and its first plan."""

    wanted: str | None = argument("[NĂM]", "Năm của kế hoạch.")
    agency: str | None = option("--agency", "TÊN", "Tên cơ quan.")
    parent: str | None = option("--parent", "TÊN", "Cơ quan chủ quản.")
    place: str | None = option("--place", "TÊN", "Địa danh ghi trên văn bản.")
    unit: list[str] | None = option(
        "--unit", "TÊN", "Đơn vị; lặp lại cho từng đơn vị, đơn vị đầu tổng hợp báo cáo."
    )
    year: str | None = option("--year", "NĂM", "Năm của kế hoạch.")

    @property
    def given(self) -> dict[str, Any]:
        """What was given, by the keys of JSON."""
        if self.wanted and self.year and self.wanted != self.year:
            raise CannotDo(f"hai năm: {self.wanted} và {self.year}", "nêu một năm")
        values = {
            "agency": self.agency,
            "parent": self.parent,
            "place": self.place,
            "units": self.unit,
            "year": self.wanted or self.year,
        }
        return {key: value for key, value in values.items() if value is not None}


_FLAGS = {
    "agency": "--agency",
    "parent": "--parent",
    "place": "--place",
    "units": "--unit",
    "year": "--year",
}


@dataclass(frozen=True)
class CarryOptions:
    """The plan to carry on, and how."""

    source: str | None = option(
        "--from", "NĂM", "Lập bản thảo từ kế hoạch năm ấy, trong cùng thư mục."
    )
    plan_id: str | None = seldom(
        option("--plan", "MÃ", "Với --from: mã kế hoạch, hoặc một phần: cchc.")
    )
    renumber: bool = seldom(flag("--renumber", "Với --from: đánh lại số nhiệm vụ trong từng mục."))

    def opened(self, root: Path | None) -> Workspace:
        """The workspace with the plan to carry on."""
        source = self.source or ""
        if not re.fullmatch(r"[^/\\]*[^/\\\s](?<!\.yaml)", source):
            fault = f"--from «{shortened(source)}» không phải năm, cũng không phải mã kế hoạch"
            raise CannotDo(fault, "nêu như --from 2023; kế hoạch ở thư mục khác thì thêm --root")
        if source.isdecimal():
            return Place(root, source, self.plan_id).opened()
        if self.plan_id:
            raise CannotDo(f"--from {source} và --plan đều nêu mã kế hoạch", "nêu một nơi")
        return Place(root, None, source).opened()


@dataclass(frozen=True)
class FolderOptions:
    """Where the folder is, and what more it holds."""

    from_json: str | None = seldom(
        option(
            "--from-json", "TỆP|-", "Lấy các điều trên từ JSON: agency, parent, place, units, year."
        )
    )
    organisation: bool = seldom(flag("--organisation", "Lập cả plans/organisation.yaml."))
    ci: str | None = seldom(choice("--ci", [*CI_FILES], "Lập cả tệp kiểm tra tự động."))
    root: Path | None = option(
        "--root", "THƯ_MỤC", "Nơi lập; chưa có thì tạo; mặc định thư mục hiện tại.", "PCI_ROOT"
    )


def new(
    answers: AnswerOptions, carry: CarryOptions, folder: FolderOptions, delivery: TextOptions
) -> None:
    """Lập thư mục kế hoạch mới, hoặc kế hoạch năm sau.

    Ghi plans/<năm>.yaml có nhiệm vụ mẫu để thay, lịch nghỉ, lược đồ, cấu hình cho git và trình soạn
    thảo; mọi lệnh chạy được ngay. Gõ thiếu trong cửa sổ lệnh thì chương trình hỏi từng điều, cho
    xem rồi mới ghi. Tệp đã có thì để nguyên.

    Với --from: bản thảo kế hoạch năm sau, theo kế hoạch cũ đã hợp nhất các văn bản điều chỉnh. Hạn,
    kỳ và năm trong lời văn dời theo; năm của văn bản viện dẫn thì không. Mỗi chỗ cần xem có một
    dòng «kiểm tra» hoặc «cần quyết định».

    Ví dụ: pci new 2024 --from 2023

    Ví dụ: pci new 2026 --agency "Ban Quản lý Khu kinh tế" --parent "UBND tỉnh Sông An"
    --place "Sông An" --unit "Văn phòng" --unit "Phòng Đầu tư"
    """
    if delivery.force and not delivery.output:
        raise CannotDo("--force chỉ đi với -o", "tệp đã có không bao giờ bị ghi đè")
    if carry.source is not None:
        _carry(answers, carry, folder, delivery)
        return
    if carry.plan_id or carry.renumber:
        raise CannotDo("--plan, --renumber chỉ đi với --from", "thêm --from <năm>")
    root = real(folder.root or Path.cwd())
    _refuse_output_in(root, delivery)
    _refuse_plans(root, folder.root is not None)
    judged, asked = _answered(answers, folder.from_json)
    files = files_of(root, judged, folder.ci, folder.organisation, today())
    if asked and not is_wanted(judged, as_given(root), absent(root, files)):
        notice("Không ghi.")
        return
    kept = keep(root, files)
    deliver.text(_json(kept) if delivery.format == "json" else _text(root, kept), delivery)
    _tell_left(root, kept, files[SETTINGS].decode())
    _tell(root, judged.year, kept, folder)


def _carry(
    answers: AnswerOptions, carry: CarryOptions, folder: FolderOptions, delivery: TextOptions
) -> None:
    """Write the draft of a later year beside the plan that it carries on."""
    given, others = answers.given, (folder.from_json, folder.organisation, folder.ci)
    if given.keys() - {"year"} or any(others):
        raise CannotDo("--from chỉ đi với năm, --plan, --renumber", "bỏ các tùy chọn khác")
    if faults := faults_in(given, _FLAGS):
        raise refusal(faults)
    workspace = carry.opened(folder.root)
    plan, root = workspace.signed, workspace.root
    year = _later_year(given, plan)
    _refuse_output_in(root, delivery)
    path = f"plans/{plan.id_in(year)}.yaml"
    if not absent(root, [path]):
        hint = "không ghi đè; muốn lập lại thì đổi tên tệp ấy"
        raise CannotDo(f"đã có {as_given(root / path)}", hint)
    files = files_beside(root, path, carried(workspace, year, carry.renumber, today()), today())
    kept = keep(root, files)
    deliver.text(_json(kept) if delivery.format == "json" else _text(root, kept), delivery)
    _tell_settings(root, settings_of(replace(plan, year=year)))
    notice(
        "Bản thảo có các dòng «kiểm tra», «cần quyết định» để xem; chú thích trong tệp năm "
        f"{plan.year} không chép sang{_unread(workspace)}. Lệnh tiếp theo:"
    )
    chosen = f"--plan {plan.id_in(year)}" if plan.slug else f"--year {year}"
    both = " ".join(_typed(root / one) for one in (f"plans/{plan.id}.yaml", path))
    for command in (f"check{_at(root)}", f"diff {both}", f"plan {chosen}{_at(root)}"):
        notice(f"  pci {command}")


def _unread(workspace: Workspace) -> str:
    """How many remarks of an earlier draft still stand in the plan that is carried on."""
    text = workspace.files[f"plans/{workspace.signed.id}.yaml"].decode()
    count = len(re.findall("^ *# (?:kiểm tra|cần quyết định): ", text, re.MULTILINE))
    return f", kể cả {count_words(count)} dòng như thế chưa xóa" if count else ""


def _later_year(given: Mapping[str, Any], plan: Plan) -> int:
    """The year of the new plan, which comes after that of the old one."""
    hint = f"viết như: pci new {plan.year + 1} --from {plan.id}"
    if "year" not in given:
        raise CannotDo("chưa nêu năm của kế hoạch mới", hint)
    year = year_of(given["year"])
    if year <= plan.year:
        raise CannotDo(f"năm {year} không sau năm {plan.year}", hint)
    return year


def _tell_left(root: Path, kept: Kept, settings: str) -> None:
    """What was left as it is, and what it lacks."""
    if kept.left:
        notice(f"Đã có, để nguyên: {', '.join(kept.left)}.")
    _tell_settings(root, settings)


def _tell_settings(root: Path, settings: str) -> None:
    """What an editor's settings lack."""
    if lacking := lacking_settings(root, settings):
        what = "để trình soạn thảo gợi ý, thêm dòng sau, đã có khóa ấy thì gộp vào"
        notice(f"{SETTINGS}: {what}: {lacking}")


def _refuse_output_in(root: Path, delivery: TextOptions) -> None:
    if delivery.output and (root / "plans") in real(delivery.output).parents:
        raise CannotDo("-o nằm trong plans/ của thư mục kế hoạch", "chọn nơi khác sau -o")


def _refuse_plans(root: Path, named: bool) -> None:
    """Refuse a folder of plans, or a folder below one that nobody named."""
    place = root if named else _around(root)
    if place and (known := plan_ids(place)):
        last = ([i for i in known if i.isdecimal()] or known)[-1]
        next_year = f"lập kế hoạch năm sau: pci new {int(last[:4]) + 1} --from {last}"
        another = f"kế hoạch khác: chép plans/{last}.yaml thành plans/{last[:4]}-<tên>.yaml"
        where = "nơi khác thì thêm --root" if place == root else "ở ngay đây thì thêm --root ."
        hint = f"{next_year}; {another} rồi sửa; {where}"
        raise CannotDo(f"thư mục {as_given(place)} đã có kế hoạch {', '.join(known)}", hint)


def _around(root: Path) -> Path | None:
    """The folder of plans in which a folder lies."""
    try:
        return find_root(root)
    except CannotDo:
        return None


def _answered(options: AnswerOptions, source: str | None) -> tuple[Answers, bool]:
    """The answers, and whether any of them was asked for."""
    given: Any = options.given
    called = _FLAGS
    missing = [_FLAGS[key] for key in _FLAGS if key not in given]
    asked = False
    if source is not None:
        if given:
            first = _FLAGS[next(iter(given))]
            raise CannotDo(f"--from-json không đi với {first}", "nêu mọi điều trong JSON")
        given, called = parsed(source, MOST_BYTES, 'viết {"agency": …}'), {}
    elif missing and not is_attended():
        hint = "thêm vào, dùng --from-json, hoặc chạy trong cửa sổ lệnh để được hỏi"
        raise CannotDo(f"thiếu {', '.join(missing)}", hint)
    elif missing:
        if faults := faults_in(given, _FLAGS):
            raise refusal(faults)
        given, asked = ask(given), True
    judged = judge(given, called)
    if not isinstance(judged, Answers):
        raise refusal(judged)
    return judged, asked


def _text(root: Path, kept: Kept) -> str:
    return "\n".join(as_given(root / path) for path in kept.written)


def _json(kept: Kept) -> str:
    """`pci.new/1`: paths inside the folder."""
    tree = {"schema": "pci.new/1", "written": kept.written, "left": kept.left}
    return json.dumps(tree, ensure_ascii=False, indent=2)


def _tell(root: Path, year: int, kept: Kept, folder: FolderOptions) -> None:
    """What the checks of a CI service need, and what to type next."""
    if folder.ci and CI_FILES[folder.ci][0] in kept.written:
        notice("Tệp kiểm tra tự động cần tệp .whl của chương trình trong cong-cu/.")
        _tell_top(root, CI_FILES[folder.ci][0])
    plan = as_given(root / f"plans/{year}.yaml")
    notice(f"Ba nhiệm vụ trong {plan} là mẫu: thay bằng nhiệm vụ của kế hoạch. Lệnh tiếp theo:")
    for command in _next(year):
        notice(f"  pci {command}{_at(root)}")


def _tell_top(root: Path, path: str) -> None:
    """Where the checks of a CI service belong, in a folder below the top of a git repository."""
    tops = [place for place in (root, *root.parents) if (place / ".git").exists()]
    if tops and tops[0] != root:
        there, inside = as_given(tops[0]), root.relative_to(tops[0]).as_posix()
        notice(
            f"{path} chỉ chạy ở gốc kho git: chuyển lên {there}, đặt biến PCI_ROOT là «{inside}»."
        )


def _next(year: int) -> Sequence[str]:
    """The commands to type next, about today's quarter."""
    quarter = (today().month + 2) // 3 if today().year == year else 1
    return "check", f"form --all --quarter {quarter}", f"report --quarter {quarter}"


def _at(root: Path) -> str:
    """The option that names the folder, where it is not the current one."""
    return "" if root == Path.cwd().resolve() else f" --root {_typed(root)}"


def _typed(path: Path) -> str:
    """A path as a person types it in a shell."""
    place = as_given(path)
    return place if re.fullmatch(r"[\w./:~-]+", place) else f'"{place}"'
