"""Rules on amendments: each adds what is not there, changes and ends what is, in a file named by
the day on which it comes."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import NamedTuple

from pci.check.rule import unknown
from pci.core.amendments import Amendment
from pci.core.diagnostic import Problem, Severity
from pci.core.model import Plan
from pci.core.organisation import ORGANISATION_PATH
from pci.core.rule import Rules
from pci.core.schedule import first_issue_day
from pci.core.vi import short_date, shortened


class AmendmentCase(NamedTuple):
    """An amendment with the path of its file, and the plan before it."""

    before: Plan
    path: str
    amendment: Amendment


RULES: Rules[AmendmentCase, Problem] = Rules()

_REGISTERS = ("tasks", "sections", "units", "groups", "outside", "triggers")
"""The registers of a plan whose things have ids."""


@RULES.rule("PCI241")
def added_again(case: AmendmentCase) -> Iterator[Problem]:
    """Phần add chỉ có những gì kế hoạch chưa có: mã đã có mà viết ở add thì không ai thấy điều gì
    khác đi.

    Sai:
        # plans/2023/amendments/2023-07-01-bo-sung.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        add:
          tasks:
            A.I.1: {work: Niêm yết thủ tục., units: Phòng Đầu tư chủ trì, lead: phong-dt}   # ←

    Đúng:
        # plans/2023/amendments/2023-07-01-bo-sung.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        change:
          tasks:
            A.I.1: {units: Phòng Đầu tư chủ trì, lead: phong-dt}
    """
    for path, register in _entries(case.amendment.add):
        if path[-1] in getattr(case.before, register):
            message, hint = f"kế hoạch đã có «{path[-1]}»", "chuyển sang change"
            yield Problem(("add", *path), message, hint, on_key=True)


@RULES.rule("PCI242")
def changed_nothing(case: AmendmentCase) -> Iterator[Problem]:
    """Phần change nêu nhiệm vụ kế hoạch đang có; nhiệm vụ mới thì viết ở add.

    Sai:
        # plans/2023/amendments/2023-07-01-dieu-chinh.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        change:
          tasks:
            A.I.9: {lead: phong-dt}   # ←

    Đúng:
        # plans/2023/amendments/2023-07-01-dieu-chinh.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        change:
          tasks:
            A.I.1: {units: Phòng Đầu tư chủ trì, lead: phong-dt}
    """
    for path, register in _entries(case.amendment.change):
        if register == "tasks":
            for problem in unknown(
                ("change", *path), path[-1], case.before.tasks, "kế hoạch", True
            ):
                yield problem if case.amendment.since else problem._replace(hint=_OF_ADDED)


_OF_ADDED = "đính chính việc do văn bản khác bổ sung thì effective là ngày văn bản ấy có hiệu lực"


@RULES.rule("PCI243")
def ended_nothing(case: AmendmentCase) -> Iterator[Problem]:
    """Phần end nêu nhiệm vụ kế hoạch đang có, nếu không chẳng việc gì được bãi bỏ.

    Sai:
        # plans/2023/amendments/2023-07-01-bai-bo.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        end: {tasks: [A.I.9]}   # ←

    Đúng:
        # plans/2023/amendments/2023-07-01-bai-bo.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        end: {tasks: [A.I.1]}
    """
    for n, i in enumerate(case.amendment.end.tasks if case.amendment.end else ()):
        yield from unknown(("end", "tasks", n), i, case.before.tasks, "kế hoạch")


@RULES.rule("PCI244")
def misnamed(case: AmendmentCase) -> Iterator[Problem]:
    """Tên tệp bắt đầu bằng ngày có hiệu lực; đính chính (effective: issued) thì bằng ngày của văn
    bản đính chính. Nhìn thư mục là thấy thứ tự các văn bản.

    Sai:
        # plans/2023/amendments/2023-06-28-bai-bo.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01   # ←
        end: {tasks: [A.I.1]}

    Đúng:
        # plans/2023/amendments/2023-07-01-bai-bo.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        end: {tasks: [A.I.1]}
    """
    amendment, name = case.amendment, PurePosixPath(case.path).name
    day = amendment.since or amendment.document.date
    if day is None:
        yield Problem(("document",), "đính chính chưa có ngày", "thêm date: 2023-08-15")
    elif not name.startswith(f"{day}-"):
        message = f"tên tệp không bắt đầu bằng {day}"
        yield Problem(("effective",), message, f"đổi tên tệp thành {day}-….yaml")


@RULES.rule("PCI253", Severity.WARNING)
def cell_of_former_lead(case: AmendmentCase) -> Iterator[Problem]:
    """Đổi đơn vị chủ trì thì đổi cả ô đơn vị thực hiện, nếu không ô in ra vẫn nêu đơn vị cũ. Văn
    bản không viết lại ô ấy thì bỏ qua: kế hoạch hợp nhất nêu đơn vị mới ở cột ghi chú.

    Sai:
        # plans/2023/amendments/2023-07-01-dieu-chinh.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        change:
          tasks:
            A.I.1: {lead: phong-dt}   # ←

    Đúng:
        # plans/2023/amendments/2023-07-01-dieu-chinh.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        change:
          tasks:
            A.I.1: {units: Phòng Đầu tư chủ trì, lead: phong-dt}
    """
    tasks = case.amendment.change.get("tasks")
    for i, task in tasks.items() if isinstance(tasks, Mapping) else ():
        was = case.before.tasks.get(i)
        if was is None or not was.units or not isinstance(task, Mapping) or "units" in task:
            continue
        if task.get("lead", was.lead) != was.lead:
            message = f"{i} đổi đơn vị chủ trì, ô in ra vẫn là «{shortened(was.units)}»"
            yield Problem(("change", "tasks", i, "lead"), message, "thêm units: lời của ô mới")


@RULES.rule("PCI254")
def takes_all_away(case: AmendmentCase) -> Iterator[Problem]:
    """Phần change bỏ từng mã, không bỏ cả một danh mục: để trống cả danh mục thì mọi mã trong đó
    mất theo mà văn bản không nêu.

    Sai:
        # plans/2023/amendments/2023-07-01-dieu-chinh.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        change:
          sections:   # ←

    Đúng:
        # plans/2023/amendments/2023-07-01-dieu-chinh.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        change:
          sections:
            A.I: {title: Gia nhập thị trường}
    """
    for register in (*_REGISTERS, "body", "subindices", "documents"):
        if case.amendment.change.get(register, "") is None:
            message = f"«{register}» để trống là bỏ cả danh mục"
            yield Problem(("change", register), message, "nêu từng mã được bỏ", on_key=True)


@RULES.rule("PCI255", Severity.WARNING)
def outside_the_plan(case: AmendmentCase) -> Iterator[Problem]:
    """Văn bản điều chỉnh có hiệu lực từ khi kế hoạch ban hành đến hết năm của kế hoạch. Gõ nhầm
    năm thì điều nó đổi coi như có từ đầu, hoặc không bao giờ đến, mà không danh sách nào nói.

    Sai:
        # plans/2023/amendments/2032-07-01-bai-bo.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2032-07-01   # ←
        end: {tasks: [A.I.1]}

    Đúng:
        # plans/2023/amendments/2023-07-01-bai-bo.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        end: {tasks: [A.I.1]}
    """
    since, year = case.amendment.since, case.before.year
    first, last = first_issue_day(case.before), date(year, 12, 31)
    if since and not first <= since <= last:
        message = f"{short_date(since)} ở ngoài thời gian của kế hoạch năm {year}"
        hint = f"từ {short_date(first)} đến {short_date(last)}; đúng từ đầu thì effective: issued"
        yield Problem(("effective",), message, hint)


@RULES.rule("PCI256")
def removes_a_unit(case: AmendmentCase) -> Iterator[Problem]:
    """Đơn vị không bỏ bằng cách để trống: việc nó đã làm, lời nó đã báo cáo vẫn mang tên nó. Đơn vị
    thôi hoạt động thì nêu until, successor ở plans/organisation.yaml.

    Sai:
        # plans/2023/amendments/2023-07-01-dieu-chinh.yaml
        document: {type: Quyết định, number: 456/QĐ-BQL, date: 2023-06-28}
        effective: 2023-07-01
        change:
          units:
            phong-dt:   # ←

    Đúng:
        # plans/organisation.yaml
        units:
          phong-dt: {until: 2023-06-30, successor: van-phong}
    """
    units = case.amendment.change.get("units")
    for i, unit in units.items() if isinstance(units, Mapping) else ():
        if unit is None:
            message, hint = f"«{i}» để trống là bỏ đơn vị", f"nêu until ở {ORGANISATION_PATH}"
            yield Problem(("change", "units", i), message, hint, on_key=True)


def _entries(tree: Mapping[str, object]) -> Iterator[tuple[tuple[str, str], str]]:
    """The ids under the registers of a part of a plan, with their paths."""
    for register in _REGISTERS:
        entries = tree.get(register)
        if isinstance(entries, Mapping):
            yield from (((register, i), register) for i in entries)
