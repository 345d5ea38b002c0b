"""The periodic report on a plan.

The attributes of `PeriodicReport` are the tags of `templates/bao-cao.docx`. Its outline is that of
periodic reports (domain notes, section 3), its form that of NĐ 30/2020/NĐ-CP.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pci.core.dates import period_after
from pci.core.history import TaskChange
from pci.core.model import Plan
from pci.core.papers import section_passage
from pci.core.reporting import spans_several
from pci.core.schedule import ReportingPeriod
from pci.core.vi import (
    day_number,
    fold,
    lower_first,
    month_words,
    occurrence_words,
    period_words,
    roman,
    short_date,
)
from pci.reports import phrases
from pci.reports.annexes import AnnexCounts, AnnexSection, annex_counts, annex_tasks
from pci.reports.counts import (
    Comparison,
    DueWork,
    Figures,
    WorkCounted,
    due_share,
    due_work,
    figures,
    share_words,
    work_words,
)
from pci.reports.facts import Facts
from pci.reports.letterhead import (
    BLANK,
    AgencyNames,
    CitedPlan,
    agency,
    capacity_of,
    cited_plan,
    given,
    receiver,
    recipient_lines,
)
from pci.reports.lineage import comparison
from pci.reports.passages import Passage, passages
from pci.reports.plan import called
from pci.reports.results import full_text, id_and_title, whole_line, within_year
from pci.reports.supplements import supplements


class AdHoc(NamedTuple):
    """What a báo cáo đột xuất sets for itself; addressees are ids of the plan or names, `basis` is
    the letter that asked for it."""

    title: str = ""
    addressees: Sequence[str] = ()
    basis: str = ""

    def named(self, plan: Plan) -> list[str]:
        """The addressees as the paper names them: those that are no id of an outside body as they
        are."""
        return [plan.name(one) if one in plan.outside else one for one in self.addressees]


class Issued(NamedTuple):
    """The number and the day that the registry gave the signed paper."""

    number: str
    day: date


# --- what a template may print --------------------------------------------------------------------


@dataclass(frozen=True)
class PeriodNames:
    """A reporting period in sentences, and the days whose data the report draws on."""

    ten: Annotated[str, "tên kỳ báo cáo", "quý III năm 2023"]
    trong: Annotated[str, "kỳ báo cáo trong câu", "trong quý III năm 2023"]
    ten_tiep: Annotated[str, "kỳ tiếp theo", "quý IV năm 2023"]
    tu_ngay: Annotated[str, "ngày đầu của thời gian lấy số liệu", "15/6/2023"]
    den_ngay: Annotated[str, "ngày cuối của thời gian lấy số liệu", "14/9/2023"]
    luy_ke_tu: Annotated[str, "ngày đầu của số liệu lũy kế; rỗng khi không lũy kế", "15/12/2022"]
    tinh_den: Annotated[str, "ngày tính tình trạng", "14/9/2023"]


@dataclass(frozen=True)
class PassageText:
    """A passage that people may word in Word."""

    the: Annotated[
        str,
        "tên của ô nội dung trong Word, để «pci report --pull» nhận ra đoạn",
        "2023-Q3:…#1a2b3c4d",
    ]
    nhan: Annotated[str, "nhãn của ô nội dung trong Word", "Công tác chỉ đạo, điều hành"]
    dong: Annotated[tuple[str, ...], "từng đoạn văn", "- Ban hành Công văn số 05/KKT-VP."]
    thieu: Annotated[
        tuple[str, ...],
        "từng điều còn thiếu, để tô vàng",
        "[Chưa đơn vị nào báo cáo kỳ này]",
    ]


@dataclass(frozen=True)
class SubIndexText(PassageText):
    """The results of a sub-index."""

    chu: Annotated[str, "chữ của điểm", "a"]
    ten: Annotated[
        str,
        "tên chỉ số thành phần hoặc mục; rỗng khi Phụ lục không chia mục",
        "Chỉ số gia nhập thị trường",
    ]


@dataclass(frozen=True)
class SupplementText(PassageText):
    """What an earlier period's report does not have, for it came after its issue."""

    ten: Annotated[str, "tên kỳ trước được bổ sung kết quả", "quý II năm 2023"]


@dataclass(frozen=True)
class PassageTexts:
    """The passages of the body that are not of one sub-index."""

    chi_dao: Annotated[
        PassageText,
        "(công tác chỉ đạo, điều hành)",
        {
            "nhan": "Công tác chỉ đạo, điều hành",
            "dong": "- Ban hành Công văn số 05/KKT-VP.",
        },
    ]
    danh_gia: Annotated[
        PassageText,
        "(đánh giá chung)",
        {"nhan": "Đánh giá chung", "dong": "Các nhiệm vụ cơ bản bảo đảm tiến độ."},
    ]
    kho_khan: Annotated[
        PassageText,
        "(khó khăn, vướng mắc, hạn chế)",
        {
            "nhan": "Khó khăn, vướng mắc, hạn chế",
            "dong": "- Thiếu máy quét hồ sơ (từ quý II).",
        },
    ]
    nguyen_nhan: Annotated[
        PassageText, "(nguyên nhân)", {"nhan": "Nguyên nhân", "dong": "- Kinh phí được giao muộn."}
    ]
    phuong_huong: Annotated[
        PassageText,
        "(phương hướng, nhiệm vụ)",
        {
            "nhan": "Phương hướng, nhiệm vụ",
            "dong": "- Kiểm tra cải cách hành chính (tháng 9 năm 2023): Văn phòng.",
        },
    ]
    kien_nghi: Annotated[
        PassageText,
        "(kiến nghị, đề xuất)",
        {
            "nhan": "Kiến nghị, đề xuất",
            "dong": "Đối với Sở Kế hoạch và Đầu tư:\n- Cấp mẫu biểu.",
        },
    ]


@dataclass(frozen=True)
class UnitParts:
    """The tasks that a unit does not lead, by its part in them."""

    bao_cao_thay: Annotated[str, "số nhiệm vụ báo cáo thay đơn vị khác; rỗng khi không có", "01"]
    phoi_hop: Annotated[str, "số nhiệm vụ phối hợp; rỗng khi không có", "03"]
    tham_gia: Annotated[str, "số nhiệm vụ có liên quan, có kết quả; rỗng khi không có", "01"]


@dataclass(frozen=True)
class ChangeText:
    """What a document of the window made of a task: it came, it ended, another unit leads it, or a
    day of it moved."""

    nhiem_vu: Annotated[
        str,
        "mã, tên ngắn của nhiệm vụ được bổ sung, bãi bỏ, đổi đơn vị chủ trì; dời hạn thì chỉ có mã",
        "A.VII.4 (Báo cáo tháng)",
    ]
    bo_sung: Annotated[bool, "nhiệm vụ được bổ sung"]
    bai_bo: Annotated[bool, "nhiệm vụ bị bãi bỏ"]
    ket_qua: Annotated[
        str, "kết quả gần nhất của nhiệm vụ bị bãi bỏ; rỗng khi không có", "Đã mời"
    ] = ""
    chu_tri_cu: Annotated[str, "đơn vị chủ trì cũ; rỗng khi không đổi", "Văn phòng"] = ""
    chu_tri_moi: Annotated[str, "đơn vị chủ trì mới", "Phòng Quản lý Doanh nghiệp"] = ""
    tu_ngay: Annotated[str, "ngày văn bản có hiệu lực", "01/7/2023"] = ""
    van_ban: Annotated[
        str, "văn bản điều chỉnh kế hoạch", "Quyết định số 456/QĐ-KKT ngày 28/6/2023"
    ] = ""
    dau_viec: Annotated[
        str, "đầu việc được dời hạn; rỗng khi không dời", "Tổ chức đối thoại (quý III năm 2023)"
    ] = ""
    han_cu: Annotated[str, "hạn cũ của đầu việc", "30/9/2023"] = ""
    han_moi: Annotated[str, "hạn mới của đầu việc", "31/10/2023"] = ""


@dataclass(frozen=True)
class PeriodicReport:
    """The agency's report, or a unit's own."""

    minh_hoa: Annotated[bool, "kế hoạch là dữ liệu minh họa"]
    du_thao: Annotated[bool, "văn bản còn là dự thảo, chưa phát hành"]
    so: Annotated[str, "số của báo cáo; để trống chờ Văn thư", "05"]
    ky_hieu: Annotated[str, "ký hiệu của báo cáo", "BC-KKT"]
    ngay_thang: Annotated[
        str, "ngày tháng của báo cáo; ngày để trống khi chưa phát hành", "ngày 18 tháng 9 năm 2023"
    ]
    trich_yeu: Annotated[
        str,
        "trích yếu của báo cáo",
        "Kết quả thực hiện Kế hoạch nâng cao chỉ số PCI quý III năm 2023",
    ]
    ke_hoach: CitedPlan
    ky: PeriodNames
    tong: Figures
    noi_nhan: Annotated[
        tuple[str, ...], "từng dòng nơi nhận", "- Như trên;\n- Lãnh đạo Ban;\n- Lưu: VT, VP."
    ]
    quyen_han: Annotated[
        tuple[str, ...],
        "từng dòng quyền hạn, chức vụ người ký",
        "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN",
    ]
    nguoi_ky: Annotated[str, "họ tên người ký; rỗng khi chưa biết", "Vương Thị Lệ Huyền"]
    co_quan: AgencyNames
    kinh_gui: Annotated[
        tuple[str, ...], "từng nơi nhận báo cáo", "UBND tỉnh\nSở Kế hoạch và Đầu tư"
    ]
    tong_hop: Annotated[
        bool, "báo cáo chỉ gửi cơ quan tổng hợp báo cáo định kỳ để báo cáo UBND tỉnh"
    ]
    can_cu: Annotated[
        tuple[str, ...],
        "từng văn bản căn cứ",
        "Quyết định số 1776/QĐ-UBND ngày 28/7/2023 của UBND tỉnh",
    ]
    vai_tro: Annotated[UnitParts, "(chỉ có trong báo cáo của đơn vị)"]
    thay_doi: tuple[ChangeText, ...]
    so_lieu: WorkCounted
    trong_ky: DueWork
    luy_ke: DueWork
    so_sanh: Comparison
    cung_ky: Comparison
    doan: PassageTexts
    de_muc: Annotated[str, "tên đề mục kết quả", "Theo chỉ số thành phần PCI"]
    chi_so_pci: tuple[SubIndexText, ...]
    chi_so_xanh: tuple[SubIndexText, ...]
    bo_sung: tuple[SupplementText, ...]
    phu_luc_1: tuple[AnnexSection, ...]
    phu_luc_2: AnnexCounts


# --- the report -----------------------------------------------------------------------------------


def periodic_report(
    facts: Facts,
    own: AdHoc = AdHoc(),
    issued: Issued | None = None,
    charts: Mapping[str, str] = MappingProxyType({}),
) -> PeriodicReport:
    """Make the report, a draft until it is issued; `charts` is as for `annex_counts`."""
    plan = facts.plan
    by_name = {passage.name: passage for passage in passages(facts)}
    usual = receiver(plan)
    addressees = _in_order(plan, own.named(plan)) or [usual]
    total = facts.total(facts.book)
    grounds = [_citation(plan, document) for document in plan.basis]
    goes_on = plan.receiver is not None and not _names(usual, plan.letterhead.parent)
    return PeriodicReport(
        minh_hoa=plan.illustrative,
        du_thao=issued is None,
        co_quan=agency(plan),
        so=f"{int(issued.number):02}" if issued else BLANK,
        ky_hieu=given(plan.reporting.symbol, "ký hiệu"),
        ngay_thang=date_line(issued.day, day_number(issued.day.day, 10))
        if issued
        else date_line(facts.window.send_by),
        trich_yeu=own.title or subject(facts),
        kinh_gui=tuple(addressees),
        tong_hop=goes_on and addressees == [usual],
        can_cu=tuple(filter(None, [own.basis, *grounds])),
        ke_hoach=cited_plan(plan),
        ky=period_names(facts),
        tong=figures(total, padded=True),
        vai_tro=UnitParts("", "", ""),
        thay_doi=tuple(_changes(facts)),
        so_lieu=work_words(total),
        trong_ky=due_work(facts.items, _days_apart(facts), *_share_before(facts)),
        luy_ke=due_work(facts.items, facts.year_to_date),
        so_sanh=_change(facts),
        cung_ky=comparison(facts),
        doan=PassageTexts(
            chi_dao=_text(by_name["leadership"]),
            danh_gia=_text(by_name["assessment"]),
            kho_khan=_text(by_name["difficulties"]),
            nguyen_nhan=_text(by_name["causes"]),
            phuong_huong=_text(by_name["direction"]),
            kien_nghi=_text(by_name["proposals"]),
        ),
        de_muc=_results_heading(plan),
        chi_so_pci=_sub_indices(plan, by_name, green=False),
        chi_so_xanh=_sub_indices(plan, by_name, green=True),
        bo_sung=tuple(
            SupplementText(**vars(_text(by_name[one.passage])), ten=period_words(one.period))
            for one in supplements(facts)
        ),
        noi_nhan=recipient_lines(_recipients(plan.reporting.recipients, addressees)),
        quyen_han=capacity_of(plan.reporting.signer),
        nguoi_ky=given(plan.reporting.signer.name, "họ tên người ký"),
        phu_luc_1=annex_tasks(facts, by_name),
        phu_luc_2=annex_counts(facts, charts),
    )


def _days_apart(facts: Facts) -> ReportingPeriod | None:
    """The report's window where its work is to be counted apart; null where several regular periods
    from the year's first on hold all the work that the sentence before counts."""
    window = facts.window
    begins = window.period.first == date(facts.plan.year, 1, 1)
    return None if begins and spans_several(facts.plan, window) else window


def _changes(facts: Facts) -> Iterator[ChangeText]:
    """List the tasks that documents of the window added and ended, the leads that they changed and
    the days that they moved."""
    for change, days in facts.changes:
        text = _change_text(change)
        if text.bo_sung:
            yield text
        elif text.bai_bo:
            yield replace(text, ket_qua=_last_result(facts, change))
        elif leads := _leads(facts.plan, change):
            yield replace(text, chu_tri_cu=leads[0], chu_tri_moi=leads[1])
        for day in days:
            if day.was and day.now:
                period = f" ({occurrence_words(day.period)})" if day.period else ""
                was, now = short_date(day.was), short_date(day.now)
                moved = replace(text, nhiem_vu=change.task, dau_viec=day.title + period)
                yield replace(moved, han_cu=was, han_moi=now)


def _change_text(change: TaskChange) -> ChangeText:
    """Name a task that changed, one without any title by its first words."""
    task, name = change.after or change.before, change.task
    if task:
        titled = id_and_title(name, task)
        name = titled if titled != name else f"{name} ({called(task).rstrip('.')})"
    return ChangeText(
        nhiem_vu=name,
        bo_sung=change.before is None,
        bai_bo=change.after is None,
        tu_ngay=short_date(change.by.since) if change.by.since else "",
        van_ban=change.by.document.cited,
    )


def _leads(plan: Plan, change: TaskChange) -> tuple[str, str] | None:
    """Get who led a task and who leads it now, as the paper calls them; null where it is the
    same."""
    if change.before is None or change.after is None or change.before.lead == change.after.lead:
        return None
    known = {**plan.units, **plan.groups}
    versions = ((change.before.lead, change.by.before), (change.after.lead, change.by.after))
    old, new = ((plan if lead in known else version).name(lead) for lead, version in versions)
    return old, new


def _last_result(facts: Facts, end: TaskChange) -> str:
    """Quote the last that was said in the window of a task that has ended; empty where nothing
    was."""
    updates = [e.update for e in facts.entries_of(end.task) if e.update.state != "nothing"]
    last = max(updates, key=lambda update: (update.date, update.recorded), default=None)
    if last is None:
        return ""
    return whole_line(last, full_text(end.by.before, last), facts.speaker(last)).rstrip(".")


def subject(facts: Facts) -> str:
    """The subject line (trích yếu) of the report; a period that the plan's title names stands
    once."""
    title, period = lower_first(facts.plan.title), _period_name(facts)
    named = period in title
    return phrases.SUBJECT.format(title=title, period="" if named else period).rstrip()


def within(facts: Facts) -> str:
    """Name the period in a sentence: `trong quý III và 9 tháng đầu năm 2023`."""
    return ("" if facts.window.period.kind == "range" else "trong ") + _period_name(facts)


def _period_name(facts: Facts) -> str:
    """`quý III và 9 tháng đầu năm 2023`"""
    period = facts.window.period
    if facts.year_to_date is None:
        return period_words(period)
    whole = period_words(facts.year_to_date.period)
    if facts.year_to_date.period.kind == "year":
        whole = phrases.WHOLE_YEAR.format(whole)
    return phrases.QUARTER_AND_WHOLE.format(quarter=roman(period.last.month // 3), whole=whole)


def period_names(facts: Facts) -> PeriodNames:
    """Name the period of a report, the next one, and the days of its data."""
    window, closing_period = facts.window, facts.closing_period
    return PeriodNames(
        ten=period_words(window.period),
        trong=within(facts),
        ten_tiep=phrases.TIME_TO_COME
        if closing_period.kind == "range"
        else period_words(period_after(closing_period)),
        tu_ngay=short_date(window.window_first),
        den_ngay=short_date(min(window.window_last, facts.book.as_of)),
        luy_ke_tu=short_date(facts.year_to_date.window_first) if facts.year_to_date else "",
        tinh_den=short_date(facts.book.as_of),
    )


def date_line(on: date, day: str = BLANK) -> str:
    """The date line of a paper, with room for the day where none is given."""
    return phrases.DATE_LINE.format(day=day, month=month_words(on.month), year=on.year)


def _in_order(plan: Plan, addressees: Iterable[str]) -> list[str]:
    """List each addressee once, the agency above this one first."""
    above = plan.letterhead.parent
    return sorted(dict.fromkeys(addressees), key=lambda name: not _names(name, above))


def _recipients(recipients: Iterable[str], addressees: Sequence[str]) -> list[str]:
    """List who receives the paper besides its addressees, for whom «Như trên» stands."""
    return [
        line
        for line in recipients
        if not any(_names(line.partition(" (")[0], addressee) for addressee in addressees)
    ]


def _names(name: str, body: str) -> bool:
    """Whether a name is that of a body or begins it: «Ủy ban nhân dân tỉnh», «UBND TỈNH SÔNG
    AN»."""
    short, full = (fold(words).replace("uy ban nhan dan", "ubnd") for words in (name, body))
    return f"{full} ".startswith(f"{short} ")


def _citation(plan: Plan, key: str) -> str:
    """Cite a document for the first time (NĐ 30/2020, Phụ lục I, mục II.6)."""
    document = plan.documents[key]
    issuer = f"của {document.issuer}" if document.issuer else ""
    return " ".join(filter(None, (document.cited, issuer, document.title)))


def _text(passage: Passage) -> PassageText:
    return PassageText(passage.tag, passage.title, passage.lines, passage.gaps)


def _sub_indices(
    plan: Plan, by_name: Mapping[str, Passage], green: bool
) -> tuple[SubIndexText, ...]:
    """List the results of sections, those that answer to the PGI (`green`) or all others."""
    own = [
        (section, passage)
        for section in dict.fromkeys(map(plan.section_of, plan.tasks))
        if _is_green(plan, section) == green
        and (passage := by_name.get(section_passage(section)))
        and (passage.lines or passage.gaps)
    ]
    return tuple(
        SubIndexText(**vars(_text(passage)), chu=_letter(n), ten=plan.title_of(section))
        for n, (section, passage) in enumerate(own)
    )


def _letter(number: int) -> str:
    """The letter of a điểm; a number where the alphabet has ended."""
    return phrases.POINTS[number] if number < len(phrases.POINTS) else str(number + 1)


def _is_green(plan: Plan, section: str) -> bool:
    """Whether a section answers to the PGI, which a report tells apart."""
    about = plan.sections.get(section)
    return about is not None and (about.subindex or "").startswith("pgi.")


def _results_heading(plan: Plan) -> str:
    """Say by what the results are told: the components of an index, sections or tasks."""
    if plan.headings and all(section.subindex for section in plan.headings.values()):
        return f"Theo chỉ số thành phần {plan.index}"
    return "Theo từng mục" if plan.sections else "Theo từng nhiệm vụ"


def _change(facts: Facts) -> Comparison:
    """Compare with the period before, for templates that say so apart; empty where there is
    none."""
    if facts.before is None:
        return Comparison("", "")
    beside = share_words(due_share(facts.items, facts.window), *_share_before(facts))
    return Comparison(period_words(facts.before.window.period), beside)


def _share_before(facts: Facts) -> tuple[str, str]:
    """The name of the period before, and how much of what fell due in it was finished by its
    end."""
    if facts.before is None:
        return "", ""
    window, book = facts.before
    return within_year(facts, window.period), due_share(facts.items_in(book), window)
