"""The two công văn of the Office to the units: the request for reports and the reminder.

Their form is that of NĐ 30/2020, Phụ lục III, mẫu 1.5.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Annotated

from pci.core import stats
from pci.core.deadlines import Deadline, last_heard
from pci.core.duty import paper_period
from pci.core.ledger import Ledger, meant_state
from pci.core.vi import (
    STATE_LABELS,
    count_words,
    due_words,
    lower_first,
    month_words,
    period_words,
    short_date,
    upper_first,
)
from pci.lists.columns import DeadlineRow, deadline_words
from pci.reports.counts import WorkCounted, work_words
from pci.reports.follow_up import AnswerTime, FollowUp, UnitReports, missing_share, missing_words
from pci.reports.letterhead import (
    BLANK,
    AgencyNames,
    CitedPlan,
    ReportedPeriod,
    agency,
    capacity_of,
    cited_plan,
    given,
    recipient_lines,
    reported_period,
)
from pci.reports.phrases import DATE_LINE


@dataclass(frozen=True)
class LetterReport:
    """A row of the table of reports: one unit."""

    tt: Annotated[str, "số thứ tự trong bảng", "1"]
    don_vi: Annotated[str, "đơn vị", "Phòng Quản lý Doanh nghiệp"]
    so_nhiem_vu: Annotated[
        str, "số nhiệm vụ phải báo cáo; khi đôn đốc thì số còn thiếu trên số ấy", "07/12"
    ]
    nhiem_vu: Annotated[
        str,
        "các nhiệm vụ: phần, mục và thứ tự trong Phụ lục của Kế hoạch",
        "A.III: 3, 4; A.IV: 1, 2",
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
    tinh_trang: Annotated[str, "tình trạng tính đến ngày ấy", "Quá hạn 02 ngày"]
    ghi_chu: Annotated[str, "lần báo cáo gần nhất", "Chưa báo cáo kết quả"]


@dataclass(frozen=True)
class Letter:
    """What `templates/de-nghi-bao-cao.docx` and `templates/don-doc.docx` may print."""

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
    han: Annotated[str, "giờ, ngày phải gửi báo cáo; rỗng khi chưa có", "16 giờ 00 ngày 11/9/2023"]
    hinh_thuc: Annotated[str, "hình thức trả lời", "văn bản điện tử theo biểu mẫu gửi kèm"]
    noi_nhan: Annotated[tuple[str, ...], "từng dòng nơi nhận", "- Như trên;\n- Lưu: VT, VP."]
    quyen_han: Annotated[
        tuple[str, ...],
        "từng dòng quyền hạn, chức vụ của người ký",
        "TL. TRƯỞNG BAN\nCHÁNH VĂN PHÒNG",
    ]
    nguoi_ky: Annotated[str, "họ và tên người ký; rỗng khi chưa biết", "Nguyễn Văn A"]
    ky: ReportedPeriod
    bo_sung: Annotated[bool, "đơn vị trả lời trước ngày cuối lấy số liệu, nên còn bổ sung"]
    bao_cao: Annotated[tuple[LetterReport, ...], "phải gửi, hoặc còn thiếu khi đôn đốc"]
    con_thieu: Annotated[
        str,
        "báo cáo còn thiếu trong câu; rỗng khi đã gửi đủ",
        "06 đơn vị chưa gửi đủ báo cáo (còn thiếu 85 nội dung)",
    ]
    dau_viec: Annotated[tuple[LetterWork, ...], "quá hạn; khi đề nghị thì cả việc sắp đến hạn"]
    den_ngay: Annotated[str, "đầu việc sắp đến hạn tính đến ngày này", "27/9/2023"]
    so_lieu: WorkCounted


@dataclass(frozen=True)
class PlanPart:
    """What a letter of several plans says of one."""

    ten: Annotated[str, "trích yếu của kế hoạch", "Triển khai cải cách hành chính năm 2023"]
    ke_hoach: CitedPlan
    tinh_den: Annotated[str, "ngày tính tình trạng", "20/9/2023"]
    han: Annotated[str, "giờ, ngày phải gửi báo cáo; rỗng khi chưa có", "16 giờ 00 ngày 11/9/2023"]
    ky: ReportedPeriod
    bao_cao: Annotated[tuple[LetterReport, ...], "còn thiếu"]
    con_thieu: Annotated[
        str, "báo cáo còn thiếu trong câu", "Văn phòng còn 07/12 nhiệm vụ chưa báo cáo"
    ]
    dau_viec: Annotated[tuple[LetterWork, ...], "quá hạn"]


@dataclass(frozen=True)
class JointLetter(Letter):
    """What `templates/don-doc-chung.docx` may print: one letter of several plans."""

    cac_ke_hoach: Annotated[tuple[PlanPart, ...], "của từng kế hoạch"]


def joint_letter(main: FollowUp, follow_ups: Sequence[FollowUp]) -> JointLetter:
    """Write to a unit of several plans in the form of the `main` one; it answers by the first of
    their days."""
    letters = [letter(one) for one in follow_ups]
    answers = [one.by for one in follow_ups if one.by]
    years = {one.plan.year for one in follow_ups}
    year = f" năm {min(years)}" if len(years) == 1 else ""
    form = letter(main)
    own = {field.name: getattr(form, field.name) for field in fields(Letter)} | {
        "minh_hoa": any(one.minh_hoa for one in letters),
        "trich_yeu": f"đôn đốc thực hiện các kế hoạch{year}",
        "kinh_gui": letters[0].kinh_gui,
        "cac_don_vi": letters[0].cac_don_vi,
        "truoc": min(answers, key=lambda by: by.day).words if answers else letters[0].truoc,
    }
    return JointLetter(**own, cac_ke_hoach=tuple(map(_part, follow_ups, letters)))


def _part(follow_up: FollowUp, own: Letter) -> PlanPart:
    return PlanPart(
        ten=upper_first(follow_up.plan.title),
        ke_hoach=own.ke_hoach,
        tinh_den=own.tinh_den,
        han=own.han,
        ky=own.ky,
        bao_cao=own.bao_cao,
        con_thieu=own.con_thieu,
        dau_viec=own.dau_viec,
    )


def letter(follow_up: FollowUp) -> Letter:
    """Write the request for the reports of a period, or the reminder of what is late."""
    plan, letters, day = follow_up.plan, follow_up.letters, follow_up.book.as_of
    addressees = tuple(plan.name(unit) for unit in follow_up.addressed)
    window, reports, works = follow_up.window, follow_up.silent, follow_up.late
    subject = f"đôn đốc thực hiện {plan.called} năm {plan.year}"
    if follow_up.asking and window:
        reports, works = follow_up.reports, (*follow_up.late, *follow_up.soon)
        period = period_words(paper_period(plan, window.period))
        subject = f"báo cáo kết quả thực hiện {plan.called} {period}"
    return Letter(
        minh_hoa=plan.illustrative,
        du_thao=True,
        co_quan=agency(plan),
        so=BLANK,
        ky_hieu=given(letters.symbol, "ký hiệu"),
        ngay_thang=DATE_LINE.format(day=BLANK, month=month_words(day.month), year=day.year),
        trich_yeu=subject,
        kinh_gui=addressees,
        cac_don_vi=_all_of(addressees),
        ke_hoach=cited_plan(plan),
        tinh_den=short_date(day),
        don_vi_soan=plan.name(plan.office),
        truoc=follow_up.by.words if follow_up.by else given("", "hạn trả lời"),
        han=_due(follow_up),
        hinh_thuc=given(letters.answer_form, "hình thức trả lời"),
        noi_nhan=recipient_lines(letters.recipients),
        quyen_han=capacity_of(letters.signer),
        nguoi_ky=letters.signer.name or "",
        ky=reported_period(plan, window),
        bo_sung=_is_in_window(follow_up),
        bao_cao=tuple(_report(follow_up, number, one) for number, one in enumerate(reports, 1)),
        con_thieu="" if follow_up.asking else missing_words(plan, reports),
        dau_viec=tuple(_work(follow_up.book, number, row) for number, row in enumerate(works, 1)),
        den_ngay=short_date(follow_up.until),
        so_lieu="" if follow_up.only else work_words(stats.by_index(follow_up.book).total),
    )


def _due(follow_up: FollowUp) -> str:
    """Say by when the reports of the period are due; empty where nobody is asked."""
    hour, window = follow_up.letters.answer_by, follow_up.window
    return AnswerTime(hour, window.internal_due, window.internal_doubt).words if window else ""


def _is_in_window(follow_up: FollowUp) -> bool:
    """Whether units answer before the last day of the period, so that more may come."""
    by, window = follow_up.by, follow_up.window
    return by is not None and window is not None and by.day < window.window_last


def _all_of(addressees: Sequence[str]) -> str:
    return addressees[0] if len(addressees) == 1 else "các đơn vị"


def _report(follow_up: FollowUp, number: int, owed: UnitReports) -> LetterReport:
    """Say on how many tasks a unit reports, or has yet to, and on which by their places in the
    appendix."""
    plan, asking = follow_up.plan, follow_up.asking
    tasks = owed.asked if asking else owed.missing
    places = [_places(section, own) for section, own in groupby(tasks, plan.section_of)]
    return LetterReport(
        tt=str(number),
        don_vi=plan.name(owed.unit),
        so_nhiem_vu=count_words(len(tasks)) if asking else missing_share(owed),
        nhiem_vu="; ".join(places),
    )


def _places(section: str, tasks: Iterable[str]) -> str:
    """Name tasks by their section and their places in it: `A.III: 3, 4`."""
    if not section:
        return ", ".join(tasks)
    return f"{section}:\u00a0{', '.join(task.rpartition('.')[2] for task in tasks)}"


def _work(book: Ledger, number: int, row: Deadline) -> LetterWork:
    item = next(i for i in book.items if (*i[:4], i.state) == (*row[:4], row.state))
    note = "Chưa báo cáo kết quả"
    if last := last_heard(book, item):
        state = lower_first(STATE_LABELS[meant_state(book.plan, last)])
        note = f"Báo cáo gần nhất ngày {short_date(last.date)}: {state}"
    return LetterWork(
        tt=str(number),
        ma=row.task,
        ten=row.title,
        don_vi=book.plan.name(row.unit),
        han=due_words(item.due, item.provisional) if item.due else "",
        tinh_trang=deadline_words(DeadlineRow(row, book.plan)),
        ghi_chu="; ".join((note, *row.handed)),
    )
