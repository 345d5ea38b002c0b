"""A unit's own report of a period to the leaders: what it leads, what it takes part in, all that it asks for.

`fields` is the whole contract with `templates/bao-cao-don-vi.docx`. Every state, due day and figure is the unit's own;
a sub-unit reports by its parent's items on the tasks that it leads (contract, section 4). What goes to leaders may be
internal: difficulties and proposals stand here whomever they are addressed to.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pci.core import stats
from pci.core.dates import period_after
from pci.core.deadlines import reports_on
from pci.core.evidence import printed
from pci.core.ledger import FINISHED, Entry, Item, Ledger, Role, awaited_triggers, role, view
from pci.core.model import INSIDE, Plan
from pci.core.remarks import Raised, addressee, raised
from pci.core.vi import (
    ROLE_LABELS,
    STATE_LABELS,
    TASK_LABELS,
    count_words,
    fold,
    join_words,
    lower_first,
    month_words,
    occurrence_words,
    short_date,
    upper_first,
)
from pci.lists.columns import UNPROVEN, short_name
from pci.reports.annexes import state_words
from pci.reports.counts import work_words
from pci.reports.facts import POINTS, Facts, Figures, figures, period_fields, told, within
from pci.reports.fields import Field, fields_of, plain
from pci.reports.letterhead import (
    BLANK,
    CitedPlan,
    agency_name,
    cited_plan,
    closed,
    unit_name,
)
from pci.reports.passages import (
    NOTHING,
    REST_WORDS,
    kept_words,
    names_the_rest,
    remaining,
    rest_words,
    state_of,
)
from pci.reports.results import sentence, task_lines

_GAP = "[chưa báo cáo]"

_CAPACITIES = {
    "phong": "TRƯỞNG PHÒNG",
    "van phong": "CHÁNH VĂN PHÒNG",
    "trung tam": "GIÁM ĐỐC",
    "to": "TỔ TRƯỞNG",
    "bo phan": "TRƯỞNG BỘ PHẬN",
}
"""Who heads a unit, by how its name begins; any other has a head too."""

FIELDS = (
    Field("minh_hoa", "kế hoạch là dữ liệu minh họa"),
    Field("du_thao", "văn bản là dự thảo"),
    Field(
        "co_quan.cap_tren",
        "tên cơ quan chủ quản của đơn vị, in hoa",
        "BAN QUẢN LÝ KHU KINH TẾ VÂN PHONG",
    ),
    Field("co_quan.ten", "tên đơn vị, in hoa", "PHÒNG QUẢN LÝ DOANH NGHIỆP"),
    Field("co_quan.dia_danh", "địa danh ở dòng ngày tháng", "Khánh Hòa"),
    Field("co_quan.ten_day_du", "tên đơn vị trong câu", "Phòng Quản lý Doanh nghiệp"),
    Field("co_quan.chu_quan", "tên cơ quan chủ quản trong câu", "Ban quản lý"),
    Field("so", "số của báo cáo; để trống chờ cho số", "05"),
    Field("ky_hieu", "ký hiệu: BC và tên tắt của đơn vị", "BC-QLDN"),
    Field("ngay_thang", "ngày tháng của báo cáo, ngày để trống", "ngày      tháng 9 năm 2023"),
    Field(
        "trich_yeu",
        "trích yếu của báo cáo",
        "Kết quả thực hiện Kế hoạch … của Phòng Quản lý Doanh nghiệp",
    ),
    *fields_of(CitedPlan, "ke_hoach."),
    Field("ky.ten", "kỳ báo cáo", "quý III năm 2023"),
    Field("ky.trong", "kỳ báo cáo trong câu", "trong quý III năm 2023"),
    Field("ky.tu_ngay", "số liệu lấy từ ngày", "15/6/2023"),
    Field("ky.den_ngay", "số liệu lấy đến ngày", "14/9/2023"),
    Field("ky.luy_ke_tu", "lũy kế từ ngày; rỗng khi báo cáo không lũy kế", "15/12/2022"),
    Field("ky.tinh_den", "ngày tính tình trạng", "14/9/2023"),
    Field("ky.ten_tiep", "kỳ sau", "quý IV năm 2023"),
    *fields_of(Figures, "tong."),
    Field(
        "danh_gia",
        "số nhiệm vụ, số đầu việc có thời hạn của đơn vị và của đơn vị mà nó báo cáo thay",
        "Văn phòng chủ trì 09 nhiệm vụ; phối hợp 03 nhiệm vụ (chi tiết tại Phụ lục kèm theo).",
    ),
    Field("dau_viec[].tt", "số thứ tự của đầu việc trong kỳ", "1"),
    Field(
        "dau_viec[].ten",
        "đầu việc, kèm kỳ",
        "Báo cáo tháng gửi Sở Kế hoạch và Đầu tư (tháng 9 năm 2023)",
    ),
    Field("dau_viec[].han", "thời hạn; rỗng khi không định thời hạn", "18/9/2023"),
    Field("dau_viec[].tinh_trang", "tình trạng", "Quá hạn 02 ngày"),
    Field("chi_so[].chu", "chữ của điểm", "a"),
    Field("chi_so[].ten", "tên chỉ số thành phần", "Chỉ số chi phí thời gian"),
    Field("chi_so[].ket_qua[]", "từng kết quả", "- Đã gửi báo cáo tháng 9."),
    Field(
        "chi_so[].chua_bao_cao",
        "những nhiệm vụ chưa báo cáo của chỉ số; rỗng khi đủ",
        "Nhiệm vụ số 1 và 3",
    ),
    Field(
        "con_lai",
        "một câu cho các nhiệm vụ chỉ duy trì; rỗng khi không có",
        "08 nhiệm vụ còn lại: duy trì thực hiện ….",
    ),
    Field("phoi_hop[]", "từng kết quả phối hợp", "- Cử 02 công chức tham gia đoàn kiểm tra."),
    Field(
        "giai_phap_chung[]",
        "từng kết quả về nhiệm vụ, giải pháp chung",
        "- Đăng 05 tin bài trên Trang TTĐT.",
    ),
    Field(
        "kho_khan[]",
        "từng khó khăn chưa được trả lời",
        "- Thiếu máy quét (gửi Lãnh đạo Ban, ngày 13/9/2023).",
    ),
    Field(
        "thieu_kho_khan",
        "chữ để tô vàng khi chưa báo cáo đủ mà chưa nêu khó khăn",
        "[chưa báo cáo]",
    ),
    Field(
        "kien_nghi[]",
        "từng kiến nghị chưa được trả lời",
        "- Cấp 01 máy quét (gửi Lãnh đạo Ban, ngày 13/9/2023).",
    ),
    Field(
        "thieu_kien_nghi",
        "chữ để tô vàng khi chưa báo cáo đủ mà chưa nêu kiến nghị",
        "[chưa báo cáo]",
    ),
    Field("ky_toi[].tt", "số thứ tự của đầu việc kỳ tới", "1"),
    Field(
        "ky_toi[].ten",
        "đầu việc quá hạn chuyển sang hoặc đến hạn, kèm kỳ",
        "Báo cáo tháng (tháng 10 năm 2023)",
    ),
    Field("ky_toi[].han", "thời hạn; rỗng khi không định thời hạn", "17/10/2023"),
    Field("ky_toi[].tinh_trang", "tình trạng", "Chưa đến hạn"),
    Field(
        "cho_dieu_kien[]", "từng việc chờ điều kiện", "- Sửa quy trình nội bộ: thực hiện sau khi …."
    ),
    Field("noi_nhan[]", "từng dòng nơi nhận", "- Như trên;\n- Lưu: VT, QLDN."),
    Field("quyen_han[]", "chức vụ của người ký", "TRƯỞNG PHÒNG"),
    Field("nguoi_ky", "họ và tên người ký; rỗng khi chưa biết", "Nguyễn Văn A"),
    Field("phu_luc[].so", "số của mục", "VII"),
    Field("phu_luc[].ten", "tên của mục", "Chỉ số tính năng động và tiên phong của lãnh đạo"),
    Field("phu_luc[].nhiem_vu[].so", "số thứ tự in của nhiệm vụ", "2"),
    Field("phu_luc[].nhiem_vu[].noi_dung", "nhiệm vụ và giải pháp", "Kịp thời xử lý …"),
    Field("phu_luc[].nhiem_vu[].vai_tro", "vai trò của đơn vị", "Chủ trì"),
    Field("phu_luc[].nhiem_vu[].thoi_gian", "thời gian theo Kế hoạch", "Nhiệm vụ thường xuyên"),
    Field(
        "phu_luc[].nhiem_vu[].ket_qua",
        "mọi kết quả trong kỳ",
        "Ngày 13/9/2023: Đã gửi báo cáo tháng 9.",
    ),
    Field("phu_luc[].nhiem_vu[].thieu", "chữ để tô vàng khi chưa báo cáo", "[chưa báo cáo]"),
    Field("phu_luc[].nhiem_vu[].tinh_trang", "tình trạng", "Nhiệm vụ thường xuyên"),
    Field("phu_luc[].nhiem_vu[].ghi_chu", "tài liệu kiểm chứng", "412/BC-KKT ngày 13/9/2023"),
)


# --- what is the unit's ---------------------------------------------------------------------------------------------


def own_facts(facts: Facts, unit: str) -> Facts:
    """The facts of a period that are one unit's: what it and its sub-units said, what it was asked, its items. What
    happened to the conditions that work waits for stays, whoever said it; the Office's words do not."""
    plan = facts.plan

    def own(entry: Entry) -> bool:
        return heard(plan, entry, unit)

    known = tuple(
        entry for entry in facts.book.known if own(entry) or entry.update.about in plan.triggers
    )
    its = tuple(item for item in facts.book.items if _owes(plan, item, unit))
    return replace(
        facts,
        book=Ledger(plan, facts.book.as_of, known, its),
        inside=tuple(entry for entry in facts.inside if own(entry)),
        asked=tuple(answer for answer in facts.asked if reports_on(plan, unit, answer)),
        words=None,
    )


def heard(plan: Plan, entry: Entry, unit: str) -> bool:
    """Whether an update is told in a unit's paper: its own, one of a unit that reports through it, and its parent's on
    what it leads itself."""
    speaker = entry.update.unit
    if unit in (speaker, plan.reporter(speaker)):
        return True
    return speaker == plan.units[unit].part_of and _leads(plan, entry.update.subject, unit)


def _leads(plan: Plan, task_id: str, unit: str) -> bool:
    found = role(plan, plan.tasks[task_id], unit) if task_id in plan.tasks else None
    return found is not None and found.name == "lead"


def _owes(plan: Plan, item: Item, unit: str) -> bool:
    """Whether an item is told in a unit's paper: its own, one that it reports on for another, and its parent's on what
    it leads itself."""
    if parent := plan.units[unit].part_of:
        return item.unit == parent and _leads(plan, item.task, unit)
    return unit in (item.unit, plan.reporting.focal.get(item.task) or plan.reporter(item.unit))


def _is_own(plan: Plan, item: Item, unit: str) -> bool:
    return item.unit == (plan.units[unit].part_of or unit)


def concerned(facts: Facts, unit: str) -> dict[str, Role | None]:
    """The tasks that a unit's paper tells of, with its role: those it leads or takes part in; one that it may join only
    where it said something, one that is another's only where it reports for that other."""
    plan = facts.plan
    asked = {answer.task for answer in facts.asked}
    found: dict[str, Role | None] = {}
    for task_id, task in plan.tasks.items():
        part = role(plan, task, unit)
        invited = part is not None and part.name != "related"
        if invited or task_id in asked or (part and facts.said_of(task_id)):
            found[task_id] = part
    return found


def missing(facts: Facts) -> tuple[str, ...]:
    """The tasks on which a unit, whose own facts these are, has not reported."""
    return tuple(answer.task for answer in facts.asked if not answer.reported)


# --- what the template prints ---------------------------------------------------------------------------------------


def fields(whole: Facts, unit: str) -> dict[str, Any]:
    """Every field of the template, by its tag."""
    plan, facts = whole.plan, own_facts(whole, unit)
    tasks = concerned(facts, unit)
    main = [
        i for i, part in tasks.items() if part is None or part.name == "lead" or facts.of_task(i)
    ]
    beside = [i for i in tasks if i not in main]
    mine = [found for found in raised(whole.book) if heard(plan, found.entry, unit)]
    code, due = code_of(plan, unit), whole.window.internal_due
    return {
        "minh_hoa": plan.illustrative,
        "du_thao": True,
        "co_quan": {
            "cap_tren": agency_name(plan),
            "ten": unit_name(plan.name(unit)),
            "dia_danh": plan.letterhead.place,
            "ten_day_du": plan.name(unit),
            "chu_quan": plan.agency.short,
        },
        "so": BLANK,
        "ky_hieu": f"BC-{code}",
        "ngay_thang": f"ngày {BLANK} {month_words(due.month)} năm {due.year}",
        "trich_yeu": _subject(whole, unit),
        "ke_hoach": plain(cited_plan(plan)),
        "ky": period_fields(whole),
        "tong": plain(figures(stats.of_unit(whole.book, unit), padded=True)),
        "danh_gia": _assessment(facts, tasks, unit),
        "dau_viec": [_work(facts, n, item, unit) for n, item in enumerate(_in_period(facts), 1)],
        "chi_so": _sections(facts, main, unit),
        "con_lai": _rest(facts, main, unit),
        "phoi_hop": [line for i in beside for line in task_lines(facts, i, unit)],
        "giai_phap_chung": _measures(facts),
        **_raised(facts, mine, unit),
        "ky_toi": [_work(facts, n, item, unit) for n, item in enumerate(_coming(facts), 1)],
        "cho_dieu_kien": _waiting(facts, main),
        "noi_nhan": list(closed(["Như trên", f"Lưu: VT, {code}"])),
        "quyen_han": [_capacity(plan.name(unit))],
        "nguoi_ky": "",
        "phu_luc": _annex(facts, tasks, unit, whole.book),
    }


def _capacity(name: str) -> str:
    words = fold(name).split()
    return _CAPACITIES.get(" ".join(words[:2])) or _CAPACITIES.get(words[0], "THỦ TRƯỞNG ĐƠN VỊ")


def code_of(plan: Plan, unit: str) -> str:
    """A unit's letters in a document's symbol: `QLDN` of `P.QLDN`, or the first letters of its name."""
    short = plan.units[unit].short
    letters = (
        short.removeprefix("P.") if short else "".join(word[0] for word in plan.name(unit).split())
    )
    return "".join(character for character in letters if character.isalnum()).upper()


def _subject(facts: Facts, unit: str) -> str:
    """`Kết quả thực hiện Kế hoạch … năm 2023 trong quý III năm 2023 của Văn phòng`: whose plan it is, all know."""
    plan = facts.plan
    title = lower_first(plan.title).removesuffix(f" của {plan.agency.name}")
    return f"Kết quả thực hiện Kế hoạch {title} {within(facts)} của {plan.name(unit)}"


def _assessment(facts: Facts, tasks: Mapping[str, Role | None], unit: str) -> str:
    """The tasks by the unit's part in them, as the appendix has them; on how many it reports, as it was asked to; the
    work with a due day, its own apart from that of each unit for which it reports."""
    asked = (
        f" Số nhiệm vụ phải báo cáo trong kỳ: {count_words(len(facts.asked))}."
        if facts.asked
        else ""
    )
    parts = "; ".join(_parts(facts, tasks))
    return f"{facts.plan.name(unit)} {parts} (chi tiết tại Phụ lục kèm theo).{asked}{_work_counted(facts, unit)}"


def _parts(facts: Facts, tasks: Mapping[str, Role | None]) -> Iterator[str]:
    """`chủ trì 09 nhiệm vụ, trong đó 08 nhiệm vụ thường xuyên`, `báo cáo thay Tổ Thư ký ISO 01 nhiệm vụ`, …"""
    plan = facts.plan
    kinds = {i: _kind(facts, i, part) for i, part in tasks.items()}
    if led := [i for i, kind in kinds.items() if kind == "lead"]:
        standing = sum(plan.tasks[i].standing for i in led)
        among = f", trong đó {count_words(standing)} nhiệm vụ thường xuyên" if standing else ""
        yield f"chủ trì {count_words(len(led))} nhiệm vụ{' thường xuyên' if standing == len(led) else among}"
    for other, count in Counter(
        plan.tasks[i].lead for i, kind in kinds.items() if kind == "instead"
    ).items():
        yield f"báo cáo thay {plan.name(other)} {count_words(count)} nhiệm vụ"
    counts = Counter(kinds.values())
    if counts["coordinating"]:
        yield f"phối hợp {count_words(counts['coordinating'])} nhiệm vụ"
    if counts["related"]:
        yield f"tham gia {count_words(counts['related'])} nhiệm vụ có liên quan"


def _work_counted(facts: Facts, unit: str) -> str:
    """` Tính đến ngày 14/9/2024, trong 07 đầu việc có thời hạn: ….`, then the same of those it reports for."""
    plan = facts.plan
    others = dict.fromkeys(item.unit for item in facts.book.items if not _is_own(plan, item, unit))
    whose = {unit: f" của {plan.name(unit)}" if others else ""}
    whose |= {other: f" báo cáo thay {plan.name(other)}" for other in others}
    counted = [
        words
        for who, its in whose.items()
        if (words := work_words(stats.of_unit(facts.book, who), its))
    ]
    day = f" Tính đến ngày {short_date(facts.book.as_of)}, "
    return day + "; ".join(counted) + "." if counted else ""


def _in_period(facts: Facts) -> list[Item]:
    """The unit's work of the period: what fell due in its window, what is late, what was finished in it."""

    def belongs(item: Item) -> bool:
        ended = item.said is not None and item.state in (*FINISHED, "suspended")
        if ended and item.said and facts.window.holds(item.said.update.date):
            return True
        return item.state == "overdue" or (item.due is not None and facts.window.holds(item.due))

    return _by_day(item for item in facts.book.items if belongs(item))


def _coming(facts: Facts) -> list[Item]:
    """What is late, then what begins by the end of the next period and is still to be done."""
    last = period_after(facts.window.period).last
    return _by_day(
        item
        for item in facts.book.items
        if item.state == "overdue"
        or (item.state in ("open", "not_due") and item.opens and item.opens <= last)
    )


def _by_day(its: Iterable[Item]) -> list[Item]:
    """Oldest first; what has no due day comes last."""
    return sorted(its, key=lambda item: (item.due is None, item.due))


def _work(facts: Facts, number: int, item: Item, unit: str) -> dict[str, str]:
    state = state_words(item)
    counted = " (tạm tính)" if item.provisional else ""
    return {
        "tt": str(number),
        "ten": _title(facts.plan, item, unit),
        "han": f"{short_date(item.due)}{counted}" if item.due else "",
        "tinh_trang": upper_first(state) + (f" ({UNPROVEN})" if item.unproven else ""),
    }


def _title(plan: Plan, item: Item, unit: str) -> str:
    """`Báo cáo tháng gửi Sở Kế hoạch và Đầu tư (tháng 9 năm 2023)`, and for whom where it is another's."""
    notes = [occurrence_words(item.period)] if item.period else []
    notes += [] if _is_own(plan, item, unit) else [f"báo cáo thay {plan.name(item.unit)}"]
    return plan.tasks[item.task].owes[item.obligation].title + (
        f" ({'; '.join(notes)})" if notes else ""
    )


def _sections(facts: Facts, tasks: Sequence[str], unit: str) -> list[dict[str, Any]]:
    """The sub-indices on which there is something to tell: results, or that nothing was reported."""
    plan = facts.plan
    silent = missing(facts)
    found = []
    for section in dict.fromkeys(map(plan.section_of, tasks)):
        here = [i for i in tasks if plan.section_of(i) == section]
        lines = [line for i in here for line in task_lines(facts, i, unit)]
        numbers = [plan.tasks[i].number for i in here if i in silent]
        if lines or numbers:
            gap = f"Nhiệm vụ số {join_words(numbers)}" if numbers else ""
            found.append(
                {"ten": plan.sections[section].title, "ket_qua": lines, "chua_bao_cao": gap}
            )
    return [{"chu": POINTS[n], **section} for n, section in enumerate(found)]


def _rest(facts: Facts, tasks: Sequence[str], unit: str) -> str:
    """One line for everything of which the unit reported only that nothing arose: standing work as kept up, in its own
    words where it has any, any other by its state."""
    silent = [i for i in tasks if facts.reported(i) and not task_lines(facts, i, unit)]
    if not silent:
        return ""
    closing = (answer.rest for i in silent for answer in facts.of_task(i) if answer.rest)
    own = next((entry.update.result for entry in closing if entry.update.result), "")
    kept = sum(facts.plan.tasks[i].standing for i in silent)
    states = Counter(
        state_of(view(facts.book, i, unit).state)
        for i in silent
        if not facts.plan.tasks[i].standing
    )
    if kept and own and not names_the_rest(own):
        others = [remaining(states, False)] if states else []
        return "; ".join([f"{sentence([own])} ({count_words(kept)} nhiệm vụ)", *others]) + "."
    words = sentence([rest_words(own)]) or REST_WORDS
    became = {words: kept, **states} if kept else states
    return f"{remaining(became, len(silent) < len(tasks))}."


def _measures(facts: Facts) -> list[str]:
    """What the unit reported on the plan's general measures and duties, and on conditions that came about: of each its
    last words, with all documents, for these have no row in the appendix."""
    plan = facts.plan
    lines = []
    for about in (*plan.body, *plan.triggers):
        said = [entry for entry in facts.inside if entry.update.about == about]
        words = next(
            (words for entry in reversed(said) if (words := sentence(told(plan, entry)))), ""
        )
        evidence = dict.fromkeys(
            document for entry in said for document in printed(entry.update.evidence)
        )
        if not words and about in plan.triggers and said:
            words = plan.triggers[about].title
        if words:
            lines.append(f"- {words}" + (f" ({'; '.join(evidence)})." if evidence else "."))
    return lines


def _raised(facts: Facts, mine: Sequence[Raised], unit: str) -> dict[str, Any]:
    """Both kinds of remarks; that there are none is said only when everything was reported."""
    told = {
        name: [_remark(facts.plan, found, unit) for found in mine if found.kind == kind]
        for name, kind in (("kho_khan", "difficulty"), ("kien_nghi", "proposal"))
    }
    silent = bool(missing(facts))
    empty = {f"thieu_{name}": _GAP if silent and not lines else "" for name, lines in told.items()}
    return {name: lines or ([] if silent else [NOTHING]) for name, lines in told.items()} | empty


def _remark(plan: Plan, found: Raised, unit: str) -> str:
    """`- Thiếu máy quét (gửi Lãnh đạo Ban, ngày 09/9/2023).`"""
    update, to = found.entry.update, found.remark.to
    whom = INSIDE[to] if to == "noi-bo" else f"gửi {addressee(plan, found.remark)}"
    source = [] if update.unit == unit else [plan.name(update.unit)]
    return f"- {sentence([found.remark.text])} ({', '.join((*source, whom, f'ngày {short_date(update.date)}'))})."


def _waiting(facts: Facts, tasks: Iterable[str]) -> list[str]:
    """Work that begins once its conditions are met."""
    plan = facts.plan
    lines = []
    for task_id in tasks:
        task = plan.tasks[task_id]
        if triggers := awaited_triggers(plan, task, facts.book.known):
            title = next(iter(task.owes.values())).title
            lines.append(
                f"- {title}: thực hiện sau khi {join_words([plan.triggers[t].title for t in triggers])}."
            )
    return lines


def _annex(
    facts: Facts, tasks: Mapping[str, Role | None], unit: str, book: Ledger
) -> list[dict[str, Any]]:
    """The appendix: the tasks under their sub-index, with all that was said of each in the window. `book` is that of
    all units: where this one only takes part, the state is the task's own."""
    plan = facts.plan
    return [
        {
            "so": section.rpartition(".")[2],
            "ten": plan.sections[section].title,
            "nhiem_vu": [
                _annex_task(facts, i, part, unit, view(book, i, unit).state)
                for i, part in tasks.items()
                if plan.section_of(i) == section
            ],
        }
        for section in dict.fromkeys(map(plan.section_of, tasks))
    ]


def _annex_task(
    facts: Facts, task_id: str, part: Role | None, unit: str, state: str
) -> dict[str, Any]:
    plan, task = facts.plan, facts.plan.tasks[task_id]
    said, asked = facts.said_of(task_id), facts.of_task(task_id)
    rest = [answer.rest for answer in asked if answer.rest and not answer.entries]
    lines = [_said(plan, entry, unit) for entry in said]
    lines += [upper_first(kept_words(task, entry)) for entry in rest]
    evidence = dict.fromkeys(d for entry in (*said, *rest) for d in printed(entry.update.evidence))
    return {
        "so": task.number,
        "noi_dung": task.work,
        "vai_tro": _part(facts, task_id, part),
        "thoi_gian": task.time,
        "ket_qua": "\n".join(lines),
        "thieu": _GAP if task_id in missing(facts) else "",
        "tinh_trang": _condition(facts, task_id, state, unit),
        "ghi_chu": "\n".join(evidence),
    }


def _kind(facts: Facts, task_id: str, part: Role | None) -> str:
    """The unit's role, or `instead` where it only reports on what another leads."""
    return part.name if part and (part.name == "lead" or not facts.of_task(task_id)) else "instead"


def _part(facts: Facts, task_id: str, part: Role | None) -> str:
    kind = _kind(facts, task_id, part)
    return (
        ROLE_LABELS.get(kind)
        or f"Báo cáo thay {short_name(facts.plan, facts.plan.tasks[task_id].lead)}"
    )


def _said(plan: Plan, entry: Entry, unit: str) -> str:
    update = entry.update
    words = "\n".join(told(plan, entry)) or f"{lower_first(STATE_LABELS[update.state])}."
    start = "Ngày" if update.unit == unit else f"{plan.name(update.unit)}, ngày"
    return f"{start} {short_date(update.date)}: {words}"


def _condition(facts: Facts, task_id: str, state: str, unit: str) -> str:
    """What the task waits for, its work of the period, or else its state."""
    plan = facts.plan
    if triggers := awaited_triggers(plan, plan.tasks[task_id], facts.book.known):
        return f"Chưa đủ điều kiện thực hiện (chờ {join_words([plan.triggers[t].title for t in triggers])})"
    runs = [item for item in _in_period(facts) if item.task == task_id]
    lines = [f"{_title(plan, item, unit)}: {state_words(item)}" for item in runs]
    return "\n".join(lines) or TASK_LABELS[state]
