"""The two công văn of the Office to the units: the request for reports and the reminder.

Their form is that of NĐ 30/2020, Phụ lục III, mẫu 1.5. `Request` is what
`templates/de-nghi-bao-cao.docx` may print, `Reminder` what `templates/don-doc.docx` may.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from pci.core.deadlines import Deadline, last_heard
from pci.core.ledger import Ledger
from pci.core.model import Plan
from pci.core.schedule import WINDOWS
from pci.core.vi import (
    STATE_LABELS,
    count_words,
    lower_first,
    moment_words,
    month_words,
    period_words,
    short_date,
)
from pci.lists.columns import DeadlineRow, deadline_words
from pci.reports.counts import WorkCounted, work_words
from pci.reports.follow_up import FollowUp, in_plan_order
from pci.reports.letterhead import (
    BLANK,
    AgencyNames,
    CitedPlan,
    agency,
    cited_plan,
    recipient_lines,
)
from pci.reports.passages import due_day
from pci.reports.phrases import DATE_LINE
from pci.reports.results import unit_names


@dataclass(frozen=True)
class Letter:
    """What both letters print."""

    minh_hoa: Annotated[bool, "kế hoạch là dữ liệu minh họa"]
    du_thao: Annotated[bool, "văn bản là dự thảo"]
    co_quan: AgencyNames
    so: Annotated[str, "số công văn, để trống chờ Văn thư", BLANK]
    ky_hieu: Annotated[str, "ký hiệu công văn", "KKT-VP"]
    ngay_thang: Annotated[
        str, "ngày tháng ở đầu trang; ngày để trống", f"ngày {BLANK} tháng 9 năm 2023"
    ]
    trich_yeu: Annotated[
        str, "trích yếu sau «V/v»", "báo cáo kết quả thực hiện Kế hoạch nâng cao chỉ số PCI"
    ]
    kinh_gui: Annotated[
        tuple[str, ...], "từng đơn vị nhận công văn", "Văn phòng\nBan Quản lý dự án"
    ]
    cac_don_vi: Annotated[
        str, "các đơn vị nhận công văn trong câu; tên đơn vị khi chỉ có một", "các đơn vị"
    ]
    ke_hoach: CitedPlan
    tinh_den: Annotated[str, "ngày tính tình trạng", "20/9/2023"]
    don_vi_soan: Annotated[str, "đơn vị soạn công văn, nhận trả lời", "Văn phòng"]
    truoc: Annotated[str, "giờ, ngày phải trả lời", "16 giờ 00 ngày 11/9/2023"]
    hinh_thuc: Annotated[str, "hình thức trả lời", "văn bản điện tử theo biểu mẫu gửi kèm"]
    noi_nhan: Annotated[tuple[str, ...], "từng dòng nơi nhận", "- Như trên;\n- Lưu: VT, VP."]
    quyen_han: Annotated[
        tuple[str, ...],
        "từng dòng quyền hạn, chức vụ của người ký",
        "TL. TRƯỞNG BAN\nCHÁNH VĂN PHÒNG",
    ]
    nguoi_ky: Annotated[str, "họ và tên người ký; rỗng khi chưa biết", "Nguyễn Văn A"]


@dataclass(frozen=True)
class LetterReport:
    """A row of the table of reports: one unit."""

    tt: Annotated[str, "số thứ tự trong bảng", "1"]
    don_vi: Annotated[str, "đơn vị", "Phòng Quản lý Doanh nghiệp"]
    so_nhiem_vu: Annotated[str, "số nhiệm vụ", "13"]
    nhiem_vu: Annotated[
        str,
        "các nhiệm vụ: phần, mục và thứ tự trong Phụ lục của Kế hoạch",
        "A.III: 3-6; A.IV: 1, 2",
    ]


@dataclass(frozen=True)
class LetterWork:
    """A row of a table of work: one piece of work of one unit."""

    tt: Annotated[str, "số thứ tự trong bảng", "1"]
    ma: Annotated[str, "nhiệm vụ có đầu việc ấy: phần, mục, thứ tự", "A.I.6"]
    ten: Annotated[
        str, "tên đầu việc, kèm kỳ", "Kiểm tra công tác cải cách hành chính (tháng 9 năm 2023)"
    ]
    don_vi: Annotated[str, "đơn vị phải làm", "Văn phòng"]
    han: Annotated[str, "thời hạn", "30/9/2023"]
    so_ngay: Annotated[str, "số ngày đã quá hạn; rỗng khi chưa quá hạn", "02"]
    tinh_trang: Annotated[str, "tình trạng tính đến ngày ấy", "Quá hạn 02 ngày"]
    ghi_chu: Annotated[str, "lần báo cáo gần nhất", "Chưa báo cáo kết quả"]


@dataclass(frozen=True)
class RequestPeriod:
    """The period on which reports are asked for."""

    ten: Annotated[str, "kỳ báo cáo", "quý III năm 2023"]
    tu_ngay: Annotated[str, "ngày đầu lấy số liệu", "15/6/2023"]
    den_ngay: Annotated[str, "ngày cuối lấy số liệu", "14/9/2023"]
    theo: Annotated[
        str,
        "văn bản quy định thời gian lấy số liệu; rỗng khi không có",
        WINDOWS["nd09"].cited,
    ]
    gui_di: Annotated[str, "ngày chậm nhất phải gửi báo cáo đi", "18/9/2023"]
    noi_nhan: Annotated[str, "nơi nhận báo cáo của cơ quan", "Sở Kế hoạch và Đầu tư"]


@dataclass(frozen=True)
class Request(Letter):
    """The request for the reports of a period."""

    ky: RequestPeriod
    bo_sung: Annotated[bool, "đơn vị trả lời trước ngày cuối lấy số liệu, nên còn bổ sung"]
    phai_bao_cao: tuple[LetterReport, ...]
    den_han: tuple[LetterWork, ...]
    den_han_truoc: Annotated[str, "bảng đầu việc tính đến ngày này", "27/9/2023"]


@dataclass(frozen=True)
class ReminderPeriod:
    """The period whose reports are late."""

    ten: Annotated[str, "kỳ báo cáo đã qua hạn; rỗng khi chưa có", "quý III năm 2023"]
    han: Annotated[str, "giờ, ngày lẽ ra phải gửi; rỗng khi chưa có", "16 giờ 00 ngày 11/9/2023"]


@dataclass(frozen=True)
class MissingCounts:
    """How much of the period's report is missing."""

    don_vi: Annotated[str, "số đơn vị chưa gửi đủ báo cáo", "06"]
    tong_don_vi: Annotated[str, "số đơn vị phải gửi", "06"]
    nhiem_vu: Annotated[
        str, "số báo cáo nhiệm vụ còn thiếu; nhiệm vụ chung tính cho từng đơn vị", "85"
    ]
    tong_nhiem_vu: Annotated[str, "số báo cáo nhiệm vụ phải gửi", "85"]


@dataclass(frozen=True)
class LateCounts:
    """How much work is late, and whose."""

    viec: Annotated[str, "số đầu việc quá hạn", "02"]
    don_vi: Annotated[
        str,
        "số đầu việc quá hạn của từng đơn vị; rỗng khi đều là của đơn vị mà công văn nói riêng",
        "Văn phòng 01, Phòng Quản lý Doanh nghiệp 01",
    ]


@dataclass(frozen=True)
class Reminder(Letter):
    """The reminder of late reports and late work."""

    ky: ReminderPeriod
    chua_gui: tuple[LetterReport, ...]
    rieng: Annotated[bool, "công văn chỉ nói về một đơn vị (--unit)"]
    so_chua_gui: MissingCounts
    qua_han: tuple[LetterWork, ...]
    so_lieu: WorkCounted
    so_qua_han: LateCounts


def request(follow_up: FollowUp) -> Request:
    """Write the request for the reports of a period."""
    plan, window = follow_up.plan, follow_up.window
    assert window, "a request needs a period"
    period = period_words(window.period)
    subject = f"báo cáo kết quả thực hiện {follow_up.letters.plan_name} {period}"
    return Request(
        **vars(_letter(follow_up, subject)),
        ky=RequestPeriod(
            ten=period,
            tu_ngay=short_date(window.window_first),
            den_ngay=short_date(window.window_last),
            theo=window.basis or WINDOWS[plan.reporting.window].cited,
            gui_di=short_date(window.send_by),
            noi_nhan=plan.name(plan.reporting.to),
        ),
        bo_sung=follow_up.by.day < window.window_last,
        phai_bao_cao=tuple(
            _report(plan, number, unit.unit, unit.asked)
            for number, unit in enumerate(follow_up.reports, 1)
        ),
        den_han=_works(follow_up.book, (*follow_up.late, *follow_up.soon)),
        den_han_truoc=short_date(follow_up.until),
    )


def reminder(follow_up: FollowUp) -> Reminder:
    """Write the reminder of late reports and late work."""
    plan, letters, window = follow_up.plan, follow_up.letters, follow_up.window
    reports, silent = follow_up.reports, follow_up.silent
    return Reminder(
        **vars(_letter(follow_up, f"đôn đốc thực hiện {letters.plan_name} năm {plan.year}")),
        ky=ReminderPeriod(
            ten=period_words(window.period) if window else "",
            han=moment_words(letters.answer_by, window.internal_due) if window else "",
        ),
        chua_gui=tuple(
            _report(plan, number, unit.unit, unit.missing) for number, unit in enumerate(silent, 1)
        ),
        rieng=follow_up.only is not None,
        so_chua_gui=MissingCounts(
            don_vi=count_words(len(silent)),
            tong_don_vi=count_words(len(reports)),
            nhiem_vu=count_words(sum(len(unit.missing) for unit in reports)),
            tong_nhiem_vu=count_words(sum(len(unit.asked) for unit in reports)),
        ),
        qua_han=_works(follow_up.book, follow_up.late),
        so_lieu=work_words(follow_up.counts, f" của {_owner(follow_up)}"),
        so_qua_han=LateCounts(
            viec=count_words(len(follow_up.late)), don_vi=_late_by_unit(follow_up)
        ),
    )


def _letter(follow_up: FollowUp, subject: str) -> Letter:
    plan, letters, day = follow_up.plan, follow_up.letters, follow_up.book.as_of
    addressees = tuple(plan.name(unit) for unit in follow_up.addressed)
    return Letter(
        minh_hoa=plan.illustrative,
        du_thao=True,
        co_quan=agency(plan),
        so=BLANK,
        ky_hieu=letters.symbol,
        ngay_thang=DATE_LINE.format(day=BLANK, month=month_words(day.month), year=day.year),
        trich_yeu=subject,
        kinh_gui=addressees,
        cac_don_vi=addressees[0] if len(addressees) == 1 else "các đơn vị",
        ke_hoach=cited_plan(plan),
        tinh_den=short_date(day),
        don_vi_soan=plan.name(letters.drafted_by),
        truoc=follow_up.by.words,
        hinh_thuc=letters.answer_form,
        noi_nhan=recipient_lines(letters.recipients),
        quyen_han=letters.signer.capacity,
        nguoi_ky=letters.signer.name or "",
    )


def _owner(follow_up: FollowUp) -> str:
    """Name whose work is counted: the plan's, or that of the units that report through one."""
    plan = follow_up.plan
    if follow_up.only is None:
        return "Kế hoạch"
    units = {item.unit for item in follow_up.book.items}
    return unit_names(plan, (unit for unit in units if plan.reporter(unit) == follow_up.only))


def _late_by_unit(follow_up: FollowUp) -> str:
    """Count the late work of each unit; say nothing where the letter speaks of that unit alone."""
    plan = follow_up.plan
    counts = Counter(row.unit for row in follow_up.late)
    if set(counts) == {follow_up.only}:
        return ""
    units = in_plan_order(plan, counts)
    return ", ".join(f"{plan.name(unit)} {count_words(counts[unit])}" for unit in units)


def _report(plan: Plan, number: int, unit: str, tasks: Sequence[str]) -> LetterReport:
    """Say on how many tasks a unit reports, and on which by their places in the appendix."""
    sections = groupby(tasks, plan.section_of)
    places = [
        f"{section}:\u00a0{_ranges([int(task.rpartition('.')[2]) for task in its])}"
        for section, its in sections
    ]
    return LetterReport(
        tt=str(number),
        don_vi=plan.name(unit),
        so_nhiem_vu=count_words(len(tasks)),
        nhiem_vu="; ".join(places),
    )


def _ranges(places: Sequence[int]) -> str:
    """`1, 2, 4-7`: write three or more in a row by the first and the last."""
    written: list[str] = []
    for _, neighbours in groupby(enumerate(places), lambda place: place[1] - place[0]):
        row = [str(place) for _, place in neighbours]
        written += [f"{row[0]}-{row[-1]}"] if len(row) > 2 else row
    return ", ".join(written)


def _works(book: Ledger, rows: Iterable[Deadline]) -> tuple[LetterWork, ...]:
    return tuple(_work(book, number, row) for number, row in enumerate(rows, 1))


def _work(book: Ledger, number: int, row: Deadline) -> LetterWork:
    item = next(item for item in book.items if item[:4] == row[:4])
    note = "Chưa báo cáo kết quả"
    if last := last_heard(book, item):
        state = lower_first(STATE_LABELS[last.state])
        note = f"Báo cáo gần nhất ngày {short_date(last.date)}: {state}"
    return LetterWork(
        tt=str(number),
        ma=row.task,
        ten=row.title,
        don_vi=book.plan.name(row.unit),
        han=due_day(item),
        so_ngay=count_words(row.days) if row.days and row.days > 0 else "",
        tinh_trang=deadline_words(DeadlineRow(row, book.plan)),
        ghi_chu=note,
    )
