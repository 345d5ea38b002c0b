"""Rules on the plans of two years side by side: one id is one unit, and nothing owed is lost
between them."""

from collections.abc import Iterator

from pci.check.rule import YearsCase, unknown
from pci.check.units import calls
from pci.core.diagnostic import Problem, Severity
from pci.core.ledger import ledger
from pci.core.model import Unit
from pci.core.rule import Rules
from pci.core.vi import count_words, fold, plan_words, short_date

RULES: Rules[YearsCase, Problem] = Rules()


@RULES.rule("PCI512", Severity.WARNING)
def left_with_debts(case: YearsCase) -> Iterator[Problem]:
    """Đơn vị không còn trong kế hoạch năm sau mà việc năm trước chưa xong thì phải có nơi nhận: tên
    cũ ghi vào aliases của đơn vị ấy, nếu không chẳng ai còn bị đôn đốc.

    Sai:
        units:
          phong-kt: {name: Phòng Kiểm tra}
        tasks:
          A.I.2: {units: Phòng Kiểm tra chủ trì, lead: phong-kt}
        # plans/2024.yaml
        units:   # ←
          phong-dt: {name: Phòng Đầu tư}

    Đúng:
        units:
          phong-kt: {name: Phòng Kiểm tra}
        tasks:
          A.I.2: {units: Phòng Kiểm tra chủ trì, lead: phong-kt}
        # plans/2024.yaml
        units:
          phong-dt: {name: Phòng Đầu tư, aliases: [Phòng Kiểm tra]}
    """
    if not case.follows:
        return
    plan, later = case.earlier, case.later
    names = {name for unit in later.units.values() for name in _names(unit)}
    items = ledger(plan, case.entries.values(), plan.last_day, case.calendar).items
    for i, unit in plan.units.items():
        count = sum(item.unit == i and item.state == "overdue" for item in items)
        if count and i not in later.units and not _names(unit) & names:
            debts = f"năm {plan.year} còn {count_words(count)} việc quá hạn"
            message = f"«{unit.name}» không còn, mà {debts}"
            hint = f"thêm tên ấy vào aliases của đơn vị nhận việc, hoặc ghi kết quả năm {plan.year}"
            yield Problem(("units",), message, hint, on_key=True, file=case.later_path)


@RULES.rule("PCI513", Severity.WARNING)
def beyond_the_year(case: YearsCase) -> Iterator[Problem]:
    """Cập nhật của một năm có ngày đến hết tháng 01 năm sau; muộn hơn, khi đã có kế hoạch mới, thì
    số liệu của cả hai năm đều không tính tới nó nếu không thêm --as-of.

    Sai:
        # cập nhật
        date: 2024-03-01   # ←
        recorded: 2024-03-01T09:12:40+07:00
        # plans/2024.yaml
        issued: 2024-02-01

    Đúng:
        # cập nhật
        date: 2024-01-31
        recorded: 2024-03-01T09:12:40+07:00
        # plans/2024.yaml
        issued: 2024-02-01
    """
    if not case.follows:
        return
    last, later = case.earlier.last_day, case.later.id
    option = f"--plan {case.later.id}" if case.later.slug else f"--year {case.later.year}"
    for path, entry in case.entries.items():
        day = entry.update.date
        if day > last:
            message = f"ngày {short_date(day)} sau {short_date(last)}, đã thuộc kế hoạch {later}"
            hint = f"ghi lại bằng «pci record {option}»; gõ nhầm ngày thì sửa bằng --corrects"
            yield Problem(("date",), message, hint, file=path)


@RULES.rule("PCI514", Severity.WARNING)
def carries_on_nothing(case: YearsCase) -> Iterator[Problem]:
    """Nhiệm vụ tiếp nối (from) một nhiệm vụ có trong kế hoạch trước; mã sai thì không so được với
    năm trước, kết quả cuối năm trước không về đúng nhiệm vụ.

    Sai:
        # plans/2024.yaml
        tasks:
          A.I.1:
            from: 2023/A.I.9   # ←

    Đúng:
        # plans/2024.yaml
        tasks:
          A.I.1:
            from: 2023/A.I.1
    """
    earlier = case.earlier
    tasks = dict.fromkeys(i for version in earlier.versions for i in version.tasks)
    known = dict.fromkeys(f"{earlier.id}/{i}" for i in tasks)
    where = f"kế hoạch {plan_words(earlier.id).removeprefix('kế hoạch ')}"
    for i in case.later.carried_on(earlier.id):
        named = case.later.tasks[i].forerunner or ""
        for problem in unknown(("tasks", i, "from"), named, known, where):
            yield problem._replace(file=case.later_path)


def _names(unit: Unit) -> set[str]:
    return {fold(name) for name in calls(unit)}
