"""What every paper of the agency carries: names, blanks, the plan it cites, who receives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pci.core.duty import paper_period
from pci.core.model import Capacity, Plan
from pci.core.names import initials
from pci.core.schedule import WINDOWS, ReportingPeriod, window_rule
from pci.core.vi import due_words, lower_first, month_words, period_words, short_date

BLANK = "     "
"""Room for a number or a day that is written by hand or by the registry."""


def given(text: str | None, what: str) -> str:
    """Take a text of the plan; where nobody gave it, the blank that a document highlights."""
    return text or f"[{'CHƯA CÓ' if what.isupper() else 'chưa có'} {what}]"


@dataclass(frozen=True)
class AgencyNames:
    """The names of an agency: in capitals for the letterhead, in small letters for sentences."""

    cap_tren: Annotated[str, "tên cơ quan chủ quản, in hoa", "UBND TỈNH KHÁNH HÒA"]
    ten: Annotated[str, "tên cơ quan ban hành, in hoa", "BAN QUẢN LÝ KHU KINH TẾ VÂN PHONG"]
    dia_danh: Annotated[str, "địa danh ở dòng ngày tháng", "Khánh Hòa"]
    ten_day_du: Annotated[
        str, "tên cơ quan trong câu, lần đầu", "Ban quản lý Khu kinh tế Vân Phong"
    ]
    ten_ngan: Annotated[str, "tên gọi tắt trong câu, các lần sau", "Ban quản lý"]
    lanh_dao: Annotated[str, "lãnh đạo cơ quan, trong câu", "Lãnh đạo Ban"]


@dataclass(frozen=True)
class CitedPlan:
    """The plan as a paper cites it; what the signed copy leaves blank stands apart, highlighted."""

    so: Annotated[str, "số của Kế hoạch; rỗng khi chưa có", "12"]
    thieu_so: Annotated[str, "chỗ để trống của số Kế hoạch, để tô vàng", "[chưa có số]"]
    ky_hieu: Annotated[str, "ký hiệu của Kế hoạch", "KH-KKT"]
    ngay: Annotated[str, "ngày của Kế hoạch; rỗng khi chưa rõ ngày", "15/8/2023"]
    thieu_ngay: Annotated[
        str, "chỗ để trống của ngày Kế hoạch, để tô vàng", "[chưa có ngày] tháng 8 năm 2023"
    ]
    trich_yeu: Annotated[
        str, "trích yếu của Kế hoạch", "triển khai Chương trình hành động nâng cao chỉ số PCI"
    ]
    nam: Annotated[str, "năm của Kế hoạch", "2023"]
    goi: Annotated[str, "cách gọi Kế hoạch ở tên văn bản, không kể năm", "Kế hoạch PCI"]


_LINE = 20
"""How many capitals a line of the letterhead's left column holds."""


def agency(plan: Plan) -> AgencyNames:
    """Name the agency of a plan on its own papers."""
    return AgencyNames(
        given(plan.letterhead.parent, "TÊN CƠ QUAN CHỦ QUẢN"),
        agency_name(plan),
        given(plan.letterhead.place, "địa danh"),
        given(plan.agency.name, "tên cơ quan"),
        own_name(plan),
        plan.leaders,
    )


def agency_name(plan: Plan) -> str:
    """Write the agency's name in capitals.

    One too long for its line breaks after what the agency calls itself, as a clerk would break it:
    «BAN QUẢN LÝ», then «KHU KINH TẾ VÂN PHONG».
    """
    name = plan.letterhead.agency or plan.agency.name.upper()
    if not name:
        return given(name, "TÊN CƠ QUAN BAN HÀNH")
    head = plan.agency.short.upper()
    if len(name) <= _LINE or not name.startswith(f"{head} "):
        return name
    return f"{head}\n{name.removeprefix(head).strip()}"


def unit_in_capitals(name: str) -> str:
    """Write a unit's name in capitals; a line ends before a word that the name itself begins with a
    capital, or before `và`: never inside «Quy hoạch»."""
    pieces: list[str] = []
    for word in name.split():
        follows = pieces and (word[0].islower() or pieces[-1] == "và")
        if follows and word != "và":
            pieces[-1] += f" {word}"
        else:
            pieces.append(word)
    lines: list[str] = []
    for piece in pieces:
        if lines and len(f"{lines[-1]} {piece}") <= _LINE:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return "\n".join(lines).upper()


def own_name(plan: Plan) -> str:
    """Name the agency as it calls itself after the first time."""
    return given(plan.agency.short or plan.agency.name, "tên cơ quan")


def capacity_of(signer: Capacity) -> tuple[str, ...]:
    """Write the capacity of who signs, one line each."""
    return signer.capacity or (given("", "CHỨC VỤ NGƯỜI KÝ"),)


def receiver(plan: Plan) -> str:
    """Name the body that receives the agency's reports."""
    return given(plan.name(plan.receiver or ""), "nơi nhận báo cáo")


def code_of(plan: Plan, unit: str) -> str:
    """A unit's letters in a document's symbol: `QLDN` of `P.QLDN`, or the first letters of its
    name."""
    short = plan.units[unit].short
    letters = short.removeprefix("P.") if short else initials(plan.name(unit))
    return "".join(character for character in letters if character.isalnum()).upper()


@dataclass(frozen=True)
class ReportedPeriod:
    """The period on which units report; all is empty where there is none."""

    ten: Annotated[str, "kỳ báo cáo", "quý III năm 2023"]
    tu_ngay: Annotated[str, "ngày đầu lấy số liệu", "15/6/2023"]
    den_ngay: Annotated[str, "ngày cuối lấy số liệu", "14/9/2023"]
    theo: Annotated[
        str, "văn bản quy định thời gian lấy số liệu; rỗng khi không có", WINDOWS["nd09"].cited
    ]
    han: Annotated[str, "hạn các đơn vị gửi báo cáo", "11/9/2023"]
    gui_di: Annotated[str, "ngày chậm nhất phải gửi báo cáo đi", "18/9/2023"]
    noi_nhan: Annotated[str, "nơi nhận báo cáo của cơ quan", "Sở Kế hoạch và Đầu tư"]
    ten_gui: Annotated[str, "kỳ của báo cáo mà cơ quan gửi đi", "9 tháng đầu năm 2023"]


def reported_period(plan: Plan, window: ReportingPeriod | None) -> ReportedPeriod:
    """Name a period, its days and by when its reports go."""
    if window is None:
        return ReportedPeriod(*[""] * 8)
    return ReportedPeriod(
        ten=period_words(window.period),
        tu_ngay=short_date(window.window_first),
        den_ngay=short_date(window.window_last),
        theo=window.basis or window_rule(plan.reporting.window).cited,
        han=due_words(window.internal_due, window.internal_doubt),
        gui_di=due_words(window.send_by, window.send_doubt),
        noi_nhan=receiver(plan),
        ten_gui=period_words(paper_period(plan, window.period)),
    )


def cited_plan(plan: Plan) -> CitedPlan:
    """Cite a plan by its number, its day and its title."""
    issued = plan.issued or str(plan.year)
    year, *rest = issued.split("-")
    day = short_date(date.fromisoformat(issued)) if len(rest) == 2 else ""
    month = f"{month_words(int(rest[0]))} năm {year}" if rest else f"năm {year}"
    return CitedPlan(
        so=plan.number or "",
        thieu_so="" if plan.number else "[chưa có số]",
        ky_hieu=given(plan.symbol, "ký hiệu"),
        ngay=day,
        thieu_ngay="" if day else f"[chưa có ngày] {month}",
        trich_yeu=lower_first(plan.title),
        nam=str(plan.year),
        goi=plan.called,
    )


def recipient_lines(names: Sequence[str]) -> tuple[str, ...]:
    """Write names one a line, each closed as NĐ 30/2020 asks (Phụ lục I, mục II.9)."""
    lines = names or [given("", "nơi nhận")]
    last = len(lines) - 1
    return tuple(f"- {name}{'.' if n == last else ';'}" for n, name in enumerate(lines))
