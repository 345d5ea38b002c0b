"""What the Office writes to the units: the request for reports, the reminder, five lines for a chat.

The two letters are công văn (NĐ 30/2020, Phụ lục III, mẫu 1.5). `request` and `reminder` give what
`templates/de-nghi-bao-cao.docx` and `templates/don-doc.docx` may print, by tag. All are addressed to the unit that
reports: a sub-unit, or one that reports through another, is reached through that other.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, time
from itertools import groupby
from typing import Any, NamedTuple, get_args

from pci.console import INVENTED
from pci.core import stats
from pci.core.dates import Calendar
from pci.core.deadlines import Row, deadlines, last_heard
from pci.core.ledger import Ledger
from pci.core.model import Letters, Plan
from pci.core.reporting import Answer, answers
from pci.core.schedule import WINDOWS, ReportingPeriod
from pci.core.vi import (
    STATE_LABELS,
    count_words,
    lower_first,
    moment_words,
    month_words,
    period_words,
    short_date,
    shortened,
)
from pci.lists.columns import DeadlineRow, deadline_words, short_name
from pci.reports.counts import WorkCounted, work_words
from pci.reports.facts import unit_names
from pci.reports.fields import Field, below, fields_of, plain
from pci.reports.letterhead import (
    BLANK,
    AgencyNames,
    CitedPlan,
    agency,
    cited_plan,
    closed,
)

_LETTER = (
    Field("minh_hoa", "kế hoạch là dữ liệu minh họa"),
    Field("du_thao", "văn bản là dự thảo"),
    *fields_of(AgencyNames, "co_quan."),
    Field("so", "số công văn, để trống chờ Văn thư", BLANK),
    Field("ky_hieu", "ký hiệu công văn", "KKT-VP"),
    Field("ngay_thang", "ngày tháng ở đầu trang; ngày để trống", f"ngày {BLANK} tháng 9 năm 2023"),
    Field(
        "trich_yeu", "trích yếu sau «V/v»", "báo cáo kết quả thực hiện Kế hoạch nâng cao chỉ số PCI"
    ),
    Field("kinh_gui[]", "từng đơn vị nhận công văn", "Văn phòng\nBan Quản lý dự án"),
    Field(
        "cac_don_vi", "các đơn vị nhận công văn trong câu; tên đơn vị khi chỉ có một", "các đơn vị"
    ),
    *fields_of(CitedPlan, "ke_hoach."),
    Field("tinh_den", "ngày tính tình trạng", "20/9/2023"),
    Field("don_vi_soan", "đơn vị soạn công văn, nhận trả lời", "Văn phòng"),
    Field("truoc", "giờ, ngày phải trả lời", "16 giờ 00 ngày 11/9/2023"),
    Field("hinh_thuc", "hình thức trả lời", "văn bản điện tử theo biểu mẫu gửi kèm"),
    Field("noi_nhan[]", "từng dòng nơi nhận", "- Như trên;\n- Lưu: VT, VP."),
    Field(
        "quyen_han[]",
        "từng dòng quyền hạn, chức vụ của người ký",
        "TL. TRƯỞNG BAN\nCHÁNH VĂN PHÒNG",
    ),
    Field("nguoi_ky", "họ và tên người ký; rỗng khi chưa biết", "Nguyễn Văn A"),
)
_REPORTS = (
    Field("tt", "số thứ tự trong bảng", "1"),
    Field("don_vi", "đơn vị", "Phòng Quản lý Doanh nghiệp"),
    Field("so_nhiem_vu", "số nhiệm vụ", "13"),
    Field(
        "nhiem_vu",
        "các nhiệm vụ: phần, mục và thứ tự trong Phụ lục của Kế hoạch",
        "A.III: 3-6; A.IV: 1, 2",
    ),
)
_WORK = (
    Field("tt", "số thứ tự trong bảng", "1"),
    Field("ma", "nhiệm vụ có đầu việc ấy: phần, mục, thứ tự", "A.I.6"),
    Field(
        "ten", "tên đầu việc, kèm kỳ", "Kiểm tra công tác cải cách hành chính (tháng 9 năm 2023)"
    ),
    Field("don_vi", "đơn vị phải làm", "Văn phòng"),
    Field("han", "thời hạn", "30/9/2023"),
    Field("so_ngay", "số ngày đã quá hạn; rỗng khi chưa quá hạn", "02"),
    Field("tinh_trang", "tình trạng tính đến ngày ấy", "Quá hạn 02 ngày"),
    Field("ghi_chu", "lần báo cáo gần nhất", "Chưa báo cáo kết quả"),
)

REQUEST_FIELDS = (
    *_LETTER,
    Field("ky.ten", "kỳ báo cáo", "quý III năm 2023"),
    Field("ky.tu_ngay", "ngày đầu lấy số liệu", "15/6/2023"),
    Field("ky.den_ngay", "ngày cuối lấy số liệu", "14/9/2023"),
    Field(
        "ky.theo",
        "văn bản quy định thời gian lấy số liệu; rỗng khi không có",
        WINDOWS["nd09"].cited,
    ),
    Field("ky.gui_di", "ngày chậm nhất phải gửi báo cáo đi", "18/9/2023"),
    Field("ky.noi_nhan", "nơi nhận báo cáo của cơ quan", "Sở Kế hoạch và Đầu tư"),
    Field("bo_sung", "đơn vị trả lời trước ngày cuối lấy số liệu, nên còn bổ sung"),
    *below("phai_bao_cao[]", _REPORTS),
    *below("den_han[]", _WORK),
    Field("den_han_truoc", "bảng đầu việc tính đến ngày này", "27/9/2023"),
)
"""What `templates/de-nghi-bao-cao.docx` may print."""

REMINDER_FIELDS = (
    *_LETTER,
    Field("ky.ten", "kỳ báo cáo đã qua hạn; rỗng khi chưa có", "quý III năm 2023"),
    Field("ky.han", "giờ, ngày lẽ ra phải gửi; rỗng khi chưa có", "16 giờ 00 ngày 11/9/2023"),
    *below("chua_gui[]", _REPORTS),
    Field("rieng", "công văn chỉ nói về một đơn vị (--unit)"),
    Field("so_chua_gui.don_vi", "số đơn vị chưa gửi đủ báo cáo", "06"),
    Field("so_chua_gui.tong_don_vi", "số đơn vị phải gửi", "06"),
    Field(
        "so_chua_gui.nhiem_vu",
        "số báo cáo nhiệm vụ còn thiếu; nhiệm vụ chung tính cho từng đơn vị",
        "85",
    ),
    Field("so_chua_gui.tong_nhiem_vu", "số báo cáo nhiệm vụ phải gửi", "85"),
    *below("qua_han[]", _WORK),
    Field("so_lieu", *get_args(WorkCounted)[1:]),
    Field("so_qua_han.viec", "số đầu việc quá hạn", "02"),
    Field(
        "so_qua_han.don_vi",
        "số đầu việc quá hạn của từng đơn vị; rỗng khi đều là của đơn vị mà công văn nói riêng",
        "Văn phòng 01, Phòng Quản lý Doanh nghiệp 01",
    ),
)
"""What `templates/don-doc.docx` may print."""


class Owed(NamedTuple):
    """A unit that reports for a period: the tasks on which it was asked, and those on which it has said nothing."""

    unit: str
    asked: tuple[str, ...]
    missing: tuple[str, ...]


class Moment(NamedTuple):
    """By when the units answer."""

    hour: time
    day: date

    @property
    def words(self) -> str:
        """`16 giờ 00 ngày 11/9/2023`."""
        return moment_words(self.hour, self.day)


class Facts(NamedTuple):
    """What the Office chases as of the ledger's day: reports of a period (null where none is asked), work that is late,
    work due by the day `until`. `asking`: the reports are asked for, not yet late. `by`: when the units answer.
    `counts` has all work with a due day of the units meant: of `only`, and of those that report through it, else of
    all."""

    book: Ledger
    letters: Letters
    asking: bool
    window: ReportingPeriod | None
    by: Moment
    owed: tuple[Owed, ...]
    late: tuple[Row, ...]
    soon: tuple[Row, ...]
    until: date
    counts: stats.Row
    only: str | None

    @property
    def plan(self) -> Plan:
        """The plan that the ledger speaks of."""
        return self.book.plan

    @property
    def silent(self) -> tuple[Owed, ...]:
        """The units that still owe something of the period's report."""
        return tuple(owed for owed in self.owed if owed.missing)

    @property
    def addressed(self) -> tuple[str, ...]:
        """Whom the letter goes to, in the plan's order: all who report for the period that is asked for; to be
        reminded, those that are silent or late."""
        if self.asking:
            return tuple(owed.unit for owed in self.owed)
        late = (self.plan.reporter(row.unit) for row in self.late)
        return _ordered(self.plan, (*late, *(owed.unit for owed in self.silent)))


def gather(
    book: Ledger,
    calendar: Calendar,
    letters: Letters,
    asking: bool,
    window: ReportingPeriod | None,
    by: Moment | None,
    until: date,
    unit: str | None = None,
) -> Facts:
    """What is to be chased; with a unit, only what concerns the unit that reports for it. `by` is when the units answer
    where a person set it."""
    plan = book.plan
    only = plan.reporter(unit) if unit else None

    def meant(ref: str) -> bool:
        return only in (None, plan.reporter(ref))

    asked = answers(plan, book.known, window, book.as_of, calendar) if window else ()
    owed = _owed(plan, [answer for answer in asked if meant(answer.unit)])
    theirs = book._replace(items=tuple(item for item in book.items if meant(item.unit)))
    rows = [row for row in deadlines(book, calendar, (until - book.as_of).days) if meant(row.unit)]
    return Facts(
        book,
        letters,
        asking,
        window if asked else None,
        by
        or Moment(
            letters.answer_by, _answer_day(letters, calendar, book.as_of, asking, window, owed)
        ),
        owed,
        tuple(row for row in rows if row.state == "overdue"),
        tuple(row for row in rows if row.soon),
        until,
        stats.by_index(theirs).total,
        only,
    )


def _answer_day(
    letters: Letters,
    calendar: Calendar,
    as_of: date,
    asking: bool,
    window: ReportingPeriod | None,
    owed: Iterable[Owed],
) -> date:
    """A request's answer is due on the internal day. A reminder leaves the regime's working days, but where reports are
    missing the Office has at least one working day before it sends its own, as long as one is left."""
    if asking and window:
        return window.internal_due
    day = calendar.add_working_days(as_of, letters.answer_within.working_days)
    if window is None or not any(unit.missing for unit in owed):
        return day
    last = calendar.add_working_days(window.send_by, -1)
    return min(day, last) if last >= as_of else day


def _owed(plan: Plan, asked: Sequence[Answer]) -> tuple[Owed, ...]:
    by_unit = {
        unit: [a for a in asked if a.unit == unit]
        for unit in _ordered(plan, (a.unit for a in asked))
    }
    return tuple(
        Owed(unit, tuple(a.task for a in its), tuple(a.task for a in its if not a.reported))
        for unit, its in by_unit.items()
    )


def _ordered(plan: Plan, units: Iterable[str]) -> tuple[str, ...]:
    wanted = set(units)
    return tuple(unit for unit in plan.units if unit in wanted)


def request(facts: Facts) -> dict[str, Any]:
    """Every field of the request for the reports of a period."""
    window = facts.window
    assert window  # nothing is asked for without a period
    period = period_words(window.period)
    return {
        **_letter(facts),
        "trich_yeu": f"báo cáo kết quả thực hiện {facts.letters.plan_name} {period}",
        "ky": {
            "ten": period,
            "tu_ngay": short_date(window.window_first),
            "den_ngay": short_date(window.window_last),
            "theo": window.basis or WINDOWS[facts.plan.reporting.window].cited,
            "gui_di": short_date(window.send_by),
            "noi_nhan": facts.plan.name(facts.plan.reporting.to),
        },
        "bo_sung": facts.by.day < window.window_last,
        "phai_bao_cao": [
            _report(facts.plan, n, owed.unit, owed.asked) for n, owed in enumerate(facts.owed, 1)
        ],
        "den_han": [
            _work(facts.book, n, row) for n, row in enumerate((*facts.late, *facts.soon), 1)
        ],
        "den_han_truoc": short_date(facts.until),
    }


def reminder(facts: Facts) -> dict[str, Any]:
    """Every field of the reminder."""
    plan, window = facts.plan, facts.window
    return {
        **_letter(facts),
        "trich_yeu": f"đôn đốc thực hiện {facts.letters.plan_name} năm {plan.year}",
        "ky": {
            "ten": period_words(window.period) if window else "",
            "han": moment_words(facts.letters.answer_by, window.internal_due) if window else "",
        },
        "rieng": facts.only is not None,
        "chua_gui": [
            _report(plan, n, owed.unit, owed.missing) for n, owed in enumerate(facts.silent, 1)
        ],
        "so_chua_gui": {
            "don_vi": count_words(len(facts.silent)),
            "tong_don_vi": count_words(len(facts.owed)),
            "nhiem_vu": count_words(sum(len(owed.missing) for owed in facts.owed)),
            "tong_nhiem_vu": count_words(sum(len(owed.asked) for owed in facts.owed)),
        },
        "so_lieu": work_words(facts.counts, f" của {_whose(facts)}"),
        "qua_han": [_work(facts.book, n, row) for n, row in enumerate(facts.late, 1)],
        "so_qua_han": {"viec": count_words(len(facts.late)), "don_vi": _by_unit(facts)},
    }


def _whose(facts: Facts) -> str:
    """Whose work is counted: all of the plan's, else that of the unit meant and of those that report through it."""
    if facts.only is None:
        return "Kế hoạch"
    return unit_names(
        facts.plan, (i.unit for i in facts.book.items if facts.plan.reporter(i.unit) == facts.only)
    )


def _by_unit(facts: Facts) -> str:
    """`Văn phòng 01, Phòng Quản lý Doanh nghiệp 02`: whose work is late, in the plan's order; empty where it is all of
    the one unit that the letter speaks of."""
    counted = Counter(row.unit for row in facts.late)
    if set(counted) == {facts.only}:
        return ""
    return ", ".join(
        f"{facts.plan.name(unit)} {count_words(counted[unit])}"
        for unit in _ordered(facts.plan, counted)
    )


def _letter(facts: Facts) -> dict[str, Any]:
    """What both letters carry."""
    plan, letters, day = facts.plan, facts.letters, facts.book.as_of
    addressed = [plan.name(unit) for unit in facts.addressed]
    return {
        "minh_hoa": plan.illustrative,
        "du_thao": True,
        "co_quan": plain(agency(plan)),
        "so": BLANK,
        "ky_hieu": letters.symbol,
        "ngay_thang": f"ngày {BLANK} {month_words(day.month)} năm {day.year}",
        "kinh_gui": addressed,
        "cac_don_vi": addressed[0] if len(addressed) == 1 else "các đơn vị",
        "ke_hoach": plain(cited_plan(plan)),
        "tinh_den": short_date(day),
        "don_vi_soan": plan.name(letters.drafted_by),
        "truoc": facts.by.words,
        "hinh_thuc": letters.answer_form,
        "noi_nhan": closed(letters.recipients),
        "quyen_han": list(letters.signer.capacity),
        "nguoi_ky": letters.signer.name or "",
    }


def _report(plan: Plan, number: int, unit: str, tasks: Sequence[str]) -> dict[str, str]:
    """One unit's row: on how many tasks it reports, and on which, by part, section and place in the appendix."""
    sections: dict[str, list[int]] = {}
    for task in tasks:
        sections.setdefault(plan.section_of(task), []).append(int(task.rpartition(".")[2]))
    which = "; ".join(f"{section}:\u00a0{_places(places)}" for section, places in sections.items())
    return {
        "tt": str(number),
        "don_vi": plan.name(unit),
        "so_nhiem_vu": count_words(len(tasks)),
        "nhiem_vu": which,
    }


def _places(places: Sequence[int]) -> str:
    """`1, 2, 4-7`: three or more in a row by the first and the last."""
    found: list[str] = []
    for _, near in groupby(enumerate(places), lambda place: place[1] - place[0]):
        row = [str(place) for _, place in near]
        found += [f"{row[0]}-{row[-1]}"] if len(row) > 2 else row
    return ", ".join(found)


def _work(book: Ledger, number: int, row: Row) -> dict[str, str]:
    """One piece of work: what, whose, due when, how late; what was last heard of it."""
    plan = book.plan
    item = next(item for item in book.items if item[:4] == row[:4])
    last = last_heard(book, item)
    heard = (
        f"Báo cáo gần nhất ngày {short_date(last.date)}: {lower_first(STATE_LABELS[last.state])}"
        if last
        else ""
    )
    counted = " (tạm tính)" if item.provisional else ""
    return {
        "tt": str(number),
        "ma": row.task,
        "ten": row.title,
        "don_vi": plan.name(row.unit),
        "han": f"{short_date(row.due)}{counted}" if row.due else "",
        "so_ngay": count_words(row.days) if row.days and row.days > 0 else "",
        "tinh_trang": deadline_words(DeadlineRow(row, plan)),
        "ghi_chu": heard or "Chưa báo cáo kết quả",
    }


_UNITS_NAMED = 8
_WORK_NAMED = 3
_TITLE = 60
"""How much of a list, and of a title, a line on a phone may hold."""


def chat(facts: Facts) -> str:
    """At most five lines for a chat: who still owes, what is late, what falls due, by when and to whom."""
    plan = facts.plan
    mark = f"{INVENTED}: " if plan.illustrative else ""
    lines = [
        f"{mark}{facts.letters.plan_name} năm {plan.year}, tính đến ngày {short_date(facts.book.as_of)}:"
    ]
    if facts.window and facts.silent:
        lines.append(_chat_reports(facts, facts.window))
    if facts.late:
        named = [
            f"{_chat_work(plan, row)}, {count_words(row.days or 0)} ngày" for row in facts.late
        ]
        lines.append(f"Quá hạn: {_named(named, _WORK_NAMED, 'việc')}.")
    if facts.soon:
        named = [
            f"{_chat_work(plan, row)}, {short_date(row.due or facts.until)}" for row in facts.soon
        ]
        lines.append(
            f"Đến hạn từ nay đến {short_date(facts.until)}: {_named(named, _WORK_NAMED, 'việc')}."
        )
    when = f"trước {facts.by.words}" if facts.addressed else "đúng hạn"
    lines.append(f"Đề nghị gửi kết quả về {plan.name(facts.letters.drafted_by)} {when}.")
    return "".join(f"{line}\n" for line in lines)


def _chat_reports(facts: Facts, window: ReportingPeriod) -> str:
    counts = [
        (short_name(facts.plan, owed.unit), count_words(len(owed.missing))) for owed in facts.silent
    ]
    named = [
        f"{unit} ({count}{'' if n else ' nhiệm vụ'})" for n, (unit, count) in enumerate(counts)
    ]
    what, days = (
        f"Chưa gửi báo cáo {period_words(window.period)}",
        f"hạn {short_date(window.internal_due)}",
    )
    if facts.asking:
        what = f"Cần báo cáo {period_words(window.period)}"
        days = f"số liệu từ {short_date(window.window_first)} đến {short_date(window.window_last)}"
    return f"{what} ({days}): {_named(named, _UNITS_NAMED, 'đơn vị', ', ')}."


def _chat_work(plan: Plan, row: Row) -> str:
    title = plan.tasks[row.task].owes[row.obligation].title
    return (
        f"{shortened(title, _TITLE)}{row.title.removeprefix(title)} - {short_name(plan, row.unit)}"
    )


def _named(words: Sequence[str], most: int, what: str, mark: str = "; ") -> str:
    rest = len(words) - most
    return mark.join(words[:most]) + (f" và {count_words(rest)} {what} khác" if rest > 0 else "")
