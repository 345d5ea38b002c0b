"""Rules on the plans of two years side by side: one id is one unit, and nothing owed is lost between them."""

from collections.abc import Iterator
from datetime import date

from pci.check.rule import YearsCase
from pci.core.diagnostic import Problem, Severity
from pci.core.ledger import ledger
from pci.core.model import Plan, Unit
from pci.core.rule import Rules
from pci.core.vi import count_words, fold, short_date

RULES: Rules[YearsCase, Problem] = Rules()


@RULES.rule("PCI511", Severity.WARNING)
def renamed_without_alias(case: YearsCase) -> Iterator[Problem]:
    """Một mã đơn vị gọi cùng một đơn vị qua các năm: đơn vị đổi tên thì tên cũ ghi vào aliases, nếu không người đọc
    không biết đó là đơn vị khác hay tên mới.

    Sai:
        # plans/2024.yaml
        units:
          phong-dt: {name: Phòng Xúc tiến, short: P.XT}   # ←
        tasks:
          A.I.2: {units: Phòng Xúc tiến chủ trì}

    Đúng:
        # plans/2024.yaml
        units:
          phong-dt: {name: Phòng Xúc tiến, short: P.XT, aliases: [Phòng Đầu tư]}
        tasks:
          A.I.2: {units: Phòng Xúc tiến chủ trì}
    """
    for i, unit in case.later.units.items():
        old = case.earlier.units.get(i)
        if old and not ({fold(unit.name), fold(old.name)} & _calls(unit) & _calls(old)):
            words = (
                f"{i} là «{old.name}» trong kế hoạch {case.earlier.year}, ở đây là «{unit.name}»"
            )
            hint = f"đổi tên thì thêm «{old.name}» vào aliases; đơn vị khác thì đặt mã khác"
            yield Problem(("units", i, "name"), words, hint, file=case.later_path)


@RULES.rule("PCI512", Severity.WARNING)
def left_with_debts(case: YearsCase) -> Iterator[Problem]:
    """Đơn vị không còn trong kế hoạch năm sau mà việc năm trước chưa xong thì phải có nơi nhận: tên cũ ghi vào aliases
    của đơn vị ấy, nếu không chẳng ai còn bị đôn đốc.

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
    kept = _known(case.later)
    gone = [
        i
        for i, unit in case.earlier.units.items()
        if i not in case.later.units and not _calls(unit) & kept
    ]
    if not gone:
        return
    book = ledger(case.earlier, case.entries.values(), _last_day(case.earlier), case.calendar)
    for i in gone:
        if owed := sum(item.unit == i and item.state == "overdue" for item in book.items):
            words = f"«{case.earlier.units[i].name}» không còn, mà năm {case.earlier.year} còn {count_words(owed)} việc"
            hint = f"thêm tên ấy vào aliases của đơn vị nhận việc, hoặc ghi kết quả năm {case.earlier.year}"
            yield Problem(("units",), f"{words} quá hạn", hint, True, file=case.later_path)


@RULES.rule("PCI513", Severity.WARNING)
def beyond_the_year(case: YearsCase) -> Iterator[Problem]:
    """Cập nhật của một năm có ngày đến hết tháng 01 năm sau; muộn hơn, khi đã có kế hoạch mới, thì số liệu của cả hai
    năm đều không tính tới nó nếu không thêm --as-of.

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
    last = _last_day(case.earlier)
    for path, entry in case.entries.items():
        if entry.update.date > last:
            words = f"ngày {short_date(entry.update.date)} sau {short_date(last)}, đã thuộc kế hoạch {case.later.year}"
            hint = f"ghi lại bằng «pci record --year {case.later.year}»; gõ nhầm ngày thì đính chính bằng --corrects"
            yield Problem(("date",), words, hint, file=path)


def _last_day(plan: Plan) -> date:
    """Up to which a plan's figures run, unless a person asks for another day (contract, section 5)."""
    return date(plan.year + 1, 1, 31)


def _calls(unit: Unit) -> set[str]:
    """Every way to name a unit."""
    return {fold(name) for name in (unit.name, unit.short, *unit.aliases) if name}


def _known(plan: Plan) -> set[str]:
    return {call for unit in plan.units.values() for call in _calls(unit)}
