"""The numbers of a periodic report agree with each other: within a sentence, quarter by quarter,
with the table."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import documents
import pytest
from builders import CALENDAR, PLAN, entry_of, period, plan_of, task, window
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from pci import workspace
from pci.core import stats
from pci.core.errors import CannotDo
from pci.core.ledger import Entry, ledger
from pci.core.model import Indicator, Plan, Target
from pci.core.papers import Words
from pci.core.schedule import reporting_period
from pci.core.vi import number_words
from pci.files import shape
from pci.reports.counts import due_counts
from pci.reports.facts import Facts, Sources, gather
from pci.reports.passages import passages
from pci.reports.results import sentence, task_lines

UNIT = "phong-qldn"
QUARTERS = ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
TASK = "A.VII.4"
WRITTEN = "2023-09-15T08:00:00+07:00"


def facts(
    entries: Sequence[Entry],
    name: str,
    plan: Plan = PLAN,
    as_of: date | None = None,
    cumulative: bool = False,
) -> Facts:
    span = window(name, plan)
    known_on = as_of or span.window_last
    return gather(
        Sources(plan, entries, span, known_on, CALENDAR, plan.reporting, cumulative=cumulative)
    )


def counting(adds_up: bool, measure: str = "kiến nghị", lead: str = UNIT) -> Plan:
    """One standing task with one figure."""
    indicator = Indicator(title="Số kiến nghị", unit=measure, adds_up=adds_up)
    return plan_of({TASK: replace(task(lead=lead), indicators={"so": indicator})})


def number_of(line: str) -> Decimal:
    """The first number of a line as Vietnamese papers write it: `1.234,5`."""
    found = re.search(r": (-?[\d.]+(?:,\d+)?)", line)
    assert found, line
    return Decimal(found[1].replace(".", "").replace(",", "."))


def figure_line(found: Facts) -> str:
    lines = [line for line in task_lines(found, TASK) if "Số kiến nghị" in line]
    assert len(lines) <= 1
    return lines[0] if lines else ""


DAYS = st.dates(date(2022, 12, 15), date(2023, 12, 14))
NUMBERS = st.integers(0, 9_999_999) | st.decimals(0, 9999, places=2, allow_nan=False)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(DAYS, NUMBERS), max_size=12))
def test_what_adds_up_is_over_four_quarters_what_it_is_over_the_year(
    told: list[tuple[date, int | Decimal]],
) -> None:
    plan = counting(adds_up=True)
    entries = [
        entry_of(TASK, UNIT, str(day), figures={"so": Decimal(n)}, result=f"Lần {i}.")
        for i, (day, n) in enumerate(told)
    ]
    whole = figure_line(facts(entries, "2023", plan))
    parts = [line for quarter in QUARTERS if (line := figure_line(facts(entries, quarter, plan)))]
    assert bool(whole) == bool(parts) == bool(told)
    if whole:
        assert sum(map(number_of, parts)) == number_of(whole) == sum(Decimal(n) for _, n in told)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(0, 9999)), min_size=1, max_size=8))
def test_a_cumulative_report_tells_the_sum_from_the_year_s_start(
    told: list[tuple[date, int]],
) -> None:
    plan = counting(adds_up=True)
    entries = [
        entry_of(TASK, UNIT, str(day), figures={"so": n}, result=f"Lần {i}.")
        for i, (day, n) in enumerate(told)
    ]
    for quarter, closed in (("2023-Q2", "2023-H1"), ("2023-Q3", "2023-9M"), ("2023-Q4", "2023")):
        line = figure_line(facts(entries, quarter, plan, cumulative=True))
        since = window(closed, plan)
        total = sum(n for day, n in told if since.holds(day))
        if line:
            assert f": {number_words(Decimal(total))} kiến nghị" in line.partition("(")[2]


def test_a_figure_that_holds_the_earlier_ones_is_the_last_one_said() -> None:
    plan = counting(adds_up=False)
    entries = [
        entry_of(TASK, UNIT, day, figures={"so": n})
        for day, n in (("2023-07-01", 9), ("2023-09-01", 4))
    ]
    assert figure_line(facts(entries, "2023-Q3", plan)).startswith("- Số kiến nghị: 04 kiến nghị")
    late = [*entries, entry_of(TASK, UNIT, "2023-05-01", figures={"so": 7})]
    assert "04 kiến nghị (giảm 03 kiến nghị so với quý II)" in figure_line(
        facts(late, "2023-Q3", plan)
    )


def test_rates_of_several_units_stand_beside_each_other() -> None:
    """No arithmetic makes one rate of two, and the last to speak does not speak for the others."""
    plan = counting(adds_up=False, measure="%", lead="tat-ca")
    entries = [
        entry_of(TASK, unit, "2023-09-01", figures={"so": n})
        for unit, n in (("van-phong", 80), ("bqlda", 95))
    ]
    line = figure_line(facts(entries, "2023-Q3", plan))
    assert line.startswith("- Số kiến nghị: Văn phòng 80% và Ban Quản lý dự án 95% (")


def test_a_figure_of_nought_is_a_figure() -> None:
    plan = counting(adds_up=True)
    entries = [entry_of(TASK, UNIT, "2023-09-01", figures={"so": 0})]
    line = figure_line(facts(entries, "2023-Q3", plan, cumulative=True))
    assert line.startswith("- Số kiến nghị: 0 kiến nghị (9 tháng đầu năm: 0 kiến nghị)")


def test_a_target_is_met_only_at_the_end_of_its_span() -> None:
    plan = counting(adds_up=True)
    target = Target(at_least=Decimal(300), over="year", quote="x")
    asked = replace(plan.tasks[TASK].indicators["so"], target=target)
    plan = replace(plan, tasks={TASK: replace(plan.tasks[TASK], indicators={"so": asked})})
    days = (("2023-03-01", 74), ("2023-06-01", 88), ("2023-09-01", 112), ("2023-12-01", 96))
    entries = [entry_of(TASK, UNIT, day, figures={"so": number}) for day, number in days]
    third = figure_line(facts(entries, "2023-Q3", plan))
    told = "tăng 24 kiến nghị so với quý II; lũy kế 274 kiến nghị, đạt 91,33% chỉ tiêu năm"
    assert f"({told})" in third
    assert "370 kiến nghị (đạt chỉ tiêu năm)" in figure_line(facts(entries, "2023", plan))
    said = "Lũy kế 370 kiến nghị, đạt 123,33% chỉ tiêu năm."
    own = [*entries[:3], entry_of(TASK, UNIT, "2023-12-01", figures={"so": 96}, result=said)]
    assert "- Số kiến nghị trong năm: 370 kiến nghị. Quý IV" in figure_line(
        facts(own, "2023", plan)
    ), "lời đã nêu phần đạt"
    less = figure_line(facts(entries[:3], "2023", plan))
    assert "274 kiến nghị (đạt 91,33% chỉ tiêu năm)" in less


# --- what fell due
# ------------------------------------------------------------------------------------------------

DUE: dict[str, Any] = {
    "mot": {"by": "2023-03-10"},
    "hai": {"by": "2023-09-14"},
    "ba": {"by": "2023-09-01"},
    "thang": {"every": "month"},
    "quy": {"during": ["2023-Q1", "2023-Q3"]},
}
STATES = st.sampled_from(["doing", "done", "suspended"])
PERIODS = {"thang": [f"2023-{n:02}" for n in range(1, 13)], "quy": ["2023-Q1", "2023-Q3"]}


@st.composite
def work_done(draw: st.DrawFn) -> list[Entry]:
    entries = []
    for _ in range(draw(st.integers(0, 8))):
        name = draw(st.sampled_from(sorted(DUE)))
        more = {"period": draw(st.sampled_from(PERIODS[name]))} if name in PERIODS else {}
        entries.append(entry_of(f"{TASK}/{name}", UNIT, str(draw(DAYS)), draw(STATES), **more))
    return entries


@settings(max_examples=30, deadline=None)
@given(work_done())
def test_what_fell_due_is_told_whole(entries: list[Entry]) -> None:
    plan = plan_of({TASK: task(DUE)})
    assert documents.report_fields(facts(entries, "2023", plan))["trong_ky"]["so_lieu"] == ""
    for name in (*QUARTERS, "2023-09"):
        found = facts(entries, name, plan)
        words = str(documents.report_fields(found)["trong_ky"]["so_lieu"])
        assert not re.search(r"\b0\b", words), "số không thì không nêu"
        due = re.sub(r"\(.*?\)", "", words.partition("ngoài ra")[0].partition("; đã hoàn")[0])
        done, total, *parts = map(int, re.findall(r"\d+", due) or [0, 0])
        assert done <= total == sum(parts) == due_counts(found.items, found.window).states.total()


@settings(max_examples=20, deadline=None)
@given(work_done())
def test_the_quarters_fall_due_one_after_the_other_and_make_the_year(entries: list[Entry]) -> None:
    plan, at = plan_of({TASK: task(DUE)}), window("2023").window_last
    quarters = [facts(entries, quarter, plan, as_of=at) for quarter in QUARTERS]
    parts = [due_counts(found.items, found.window) for found in quarters]
    whole = due_counts(quarters[0].items, window("2023"))
    assert sum((part.states for part in parts), Counter()) == whole.states
    assert sum(part.finished["undated"] for part in parts) == whole.finished["undated"]
    found = facts(entries, "2023-Q4", plan, cumulative=True)
    assert found.year_to_date
    assert due_counts(found.items, found.year_to_date) == whole
    assert documents.report_fields(found)["luy_ke"]["ten"] == "năm 2023"


EXAMPLE = workspace.open_workspace(ROOT / "examples", "2024")


@pytest.mark.parametrize(
    "name", [*(f"2024-{n:02}" for n in range(1, 13)), *(f"2024-Q{n}" for n in range(1, 5)), "2024"]
)
def test_what_a_period_finished_is_what_it_adds_to_the_finished_work(name: str) -> None:
    plan, entries, calendar = EXAMPLE.plan, EXAMPLE.entries, EXAMPLE.calendar
    span = reporting_period(plan.reporting, period(name), calendar)
    book = ledger(plan, entries, span.window_first - timedelta(days=1), calendar)
    found = gather(Sources(plan, entries, span, span.window_last, calendar, plan.reporting))
    then, now = (stats.by_index(b).total.items for b in (book, found.book))
    due = due_counts(found.items, found.window)
    besides = due.finished["before"] + due.finished["after"] + due.finished["undated"]
    change = now["done"] + now["done_late"] - then["done"] - then["done_late"]
    assert due.states["done"] + due.states["done_late"] - due.earlier + besides == change


def test_work_finished_that_did_not_fall_due_is_told_by_its_kind() -> None:
    dated = {name: DUE[name] for name in ("mot", "hai", "ba")}
    plan = plan_of(
        {TASK: task({**dated, "bon": {"by": "2023-05-10"}, "nam": {"after": ["kho-du-lieu"]}})}
    )
    late = entry_of(f"{TASK}/mot", UNIT, "2023-03-20", "done")
    hai, ba = (entry_of(f"{TASK}/{name}", UNIT, "2023-05-20", "done") for name in ("hai", "ba"))
    undated = [
        entry_of(about, UNIT, "2023-04-01", "done") for about in ("kho-du-lieu", f"{TASK}/nam")
    ]

    def told(name: str, *entries: Entry, plan: Plan = plan) -> str:
        return str(documents.report_fields(facts(entries, name, plan))["trong_ky"]["so_lieu"])

    late_one = "hoàn thành 00/01 đầu việc đến hạn{}; quá hạn chưa hoàn thành 01"
    one = late_one.format(" (quý I: 00/01)")
    assert told("2023-Q2", late) == f"{one}; ngoài ra đã hoàn thành 01 đầu việc quá hạn từ trước"
    assert told("2023-03-15_2023-06-14", late) == (
        f"{late_one.format('')}; ngoài ra đã hoàn thành 01 đầu việc quá hạn từ trước"
    ), "báo cáo đột xuất không có kỳ trước"
    assert told("2023-Q2", late, hai, ba, *undated) == (
        f"{one}; ngoài ra đã hoàn thành 01 đầu việc quá hạn từ trước, 02 đầu việc trước "
        "thời hạn, 01 đầu việc không "
        "định thời hạn"
    )
    due = "hoàn thành {0}/02 đầu việc đến hạn (quý II: 00/01): đúng hạn{1} ({2}hoàn thành từ trước)"
    said = "02/02 nêu rồi thì không nêu 02 nữa"
    assert told("2023-Q3", hai, ba) == due.format("02", "", ""), said
    assert told("2023-Q3", hai) == due.format("01", " 01", "") + "; quá hạn chưa hoàn thành 01"
    last = entry_of(f"{TASK}/ba", UNIT, "2023-08-20", "done")
    assert told("2023-Q3", hai, last) == due.format("02", "", "trong đó 01 ")
    alone = plan_of({TASK: task({"hai": DUE["hai"]})})
    ahead = "không có đầu việc đến hạn; đã hoàn thành 01 đầu việc trước thời hạn"
    assert told("2023-Q2", hai, plan=alone) == ahead


# --- the period before
# --------------------------------------------------------------------------------------------


@settings(max_examples=20, deadline=None)
@given(work_done())
def test_the_period_before_is_told_as_it_was_at_its_end(entries: list[Entry]) -> None:
    plan = plan_of({TASK: task(DUE)})
    for before, now in (("2023-Q1", "2023-Q2"), ("2023-08", "2023-09"), ("2023-H1", "2023-H2")):
        words = documents.report_fields(facts(entries, now, plan))["so_sanh"]["thay_doi"]
        shares = []
        for name in (now, before):
            states = due_counts((found := facts(entries, name, plan)).items, found.window).states
            shares += [f"{states['done'] + states['done_late']:02}/{states.total():02}"]
        assert re.findall(r"\d+/\d+", words) == [share for share in shares if share != "00/00"]


@pytest.mark.parametrize(
    "name", ["2023-Q1", "2023-H1", "2023-01", "2023-9M", "2023", "2023-08-01_2023-08-20"]
)
def test_there_is_no_period_before(name: str) -> None:
    assert facts([], name, plan_of({TASK: task(DUE)})).before is None
    assert documents.report_fields(facts([], name))["so_sanh"] == {"ten": "", "thay_doi": ""}


def test_a_period_before_the_plan_was_issued_is_not_compared_with() -> None:
    """The real plan dates from August 2023."""
    assert facts([], "2023-Q3").before is None
    assert facts([], "2023-Q4").before is not None


def test_what_was_not_over_on_the_day_asked_for_is_not_compared_with() -> None:
    plan = plan_of({TASK: task(DUE)})
    end = window("2023-Q2").window_last
    assert facts([], "2023-Q3", plan, as_of=end - timedelta(days=1)).before is None
    assert facts([], "2023-Q3", plan, as_of=end).before is not None


@pytest.mark.parametrize(
    "name", ["2023-Q1", "2023-H1", "2023-09", "2023", "2023-9M", "2023-08-01_2023-08-20"]
)
def test_only_the_quarters_that_close_more_than_themselves_are_told_cumulatively(name: str) -> None:
    with pytest.raises(CannotDo, match="chỉ dùng cho báo cáo quý II, III, IV"):
        facts([], name, cumulative=True)


def test_a_long_result_is_told_whole_in_the_appendix_only() -> None:
    """A body is of about five pages."""
    words = "Đã rà soát, công khai đầy đủ trên Trang thông tin điện tử. " * 15
    entries = [
        entry_of("A.I.1", "van-phong", result=words),
        entry_of("A.I.3", "van-phong", result="a" * 900),
    ]
    told = {passage.name: passage.lines for passage in passages(facts(entries, "2023-Q3"))}
    first, second = [line for line in told["sections.A.I"] if "toàn văn" in line]
    assert first.endswith("điện tử (toàn văn tại Phụ lục I).")
    assert second.startswith("- aaa") or " … (" in second
    assert max(map(len, told["sections.A.I"])) < 460
    assert words.strip() in told["tasks.A.I.1.result"][0]
    pulled = {"A.I.1": {"result": f"Văn phòng: {words}"}}  # from the cell of the appendix
    own = shape.value(Words, {"written": WRITTEN, "tasks": pulled})
    (first,) = task_lines(replace(facts([], "2023-Q3"), words=own), "A.I.1")
    assert first.startswith("- Văn phòng: Đã rà soát") and len(first) < 460


# --- longer than the units' own periods
# ----------------------------------------------------------------------------


def lines_of(entries: Sequence[Entry], name: str, plan: Plan = PLAN) -> list[str]:
    return task_lines(facts(entries, name, plan), TASK)


def test_the_figure_of_a_half_year_is_not_that_of_a_quarter() -> None:
    """It is told as what it is, and neither compared with a quarter's nor taken for the quarter
    before."""
    plan = plan_of({TASK: task({"bao-cao": {"title": "Báo cáo", "every": "half"}})})
    indicator = Indicator(title="Số phản ánh", unit="phản ánh")
    plan = replace(plan, tasks={TASK: replace(plan.tasks[TASK], indicators={"so": indicator})})
    half = f"{TASK}/bao-cao"
    entries = [
        entry_of(
            half, UNIT, "2023-06-10", "done", period="2023-H1", result="Xong.", figures={"so": 14}
        ),
        entry_of(TASK, UNIT, "2023-09-01", result="Đang xác minh.", figures={"so": 11}),
        entry_of(
            half, UNIT, "2023-12-10", "done", period="2023-H2", result="Xong.", figures={"so": 17}
        ),
    ]
    assert lines_of(entries, "2023-Q2", plan) == [
        "- Xong. Số phản ánh: 14 phản ánh (6 tháng đầu năm)."
    ]
    assert lines_of(entries, "2023-Q3", plan) == ["- Đang xác minh. Số phản ánh: 11 phản ánh."]
    assert lines_of(entries, "2023-Q4", plan) == [
        "- Xong. Số phản ánh: 17 phản ánh (6 tháng cuối năm)."
    ]
    year = lines_of(entries, "2023", plan)[0]
    halves = "14 phản ánh (6 tháng đầu năm) và 17 phản ánh (6 tháng cuối năm)"
    assert year.startswith(f"- Số phản ánh: {halves}.")


def test_a_month_s_report_says_over_which_days_a_quarter_s_figure_counts() -> None:
    """Units report by the quarter: what they gave once in it is not the month's; what they give
    monthly is."""
    plan = counting(adds_up=True)
    entries = [
        entry_of(TASK, UNIT, day, result="Đã họp.", figures={"so": 4})
        for day in ("2023-08-10", "2023-09-10")
    ]
    since_june = "- Đã họp. Số kiến nghị: 04 kiến nghị (từ ngày 15/6/2023 đến ngày 10/8/2023)."
    assert lines_of(entries, "2023-08", plan) == [since_june]
    since_last = "- Đã họp. Số kiến nghị: 04 kiến nghị (từ ngày 11/8/2023 đến ngày 10/9/2023)."
    assert lines_of(entries, "2023-09", plan) == [since_last]
    monthly = [*entries, entry_of(TASK, UNIT, "2023-08-14", figures={"so": 1})]
    assert lines_of(monthly, "2023-09", plan) == ["- Đã họp. Số kiến nghị: 04 kiến nghị."]
    assert "từ ngày" not in str(lines_of(entries, "2023-Q3", plan))


def test_over_a_year_the_sum_stands_before_the_last_words_that_count() -> None:
    """Words without figures stay, those whose figures are counted on are left to the appendix."""
    plan = counting(adds_up=True)
    days = ("2023-03-01", "2023-06-01", "2023-09-01")
    entries = [
        entry_of(TASK, UNIT, day, result=f"Giải quyết {n} kiến nghị.", figures={"so": n})
        for n, day in enumerate(days, 4)
    ]
    year = "- Số kiến nghị trong năm: 15 kiến nghị. Quý III: Giải quyết 6 kiến nghị."
    assert lines_of(entries, "2023", plan) == [year]
    assert lines_of(entries[2:], "2023-Q3", plan) == ["- Giải quyết 6 kiến nghị."]
    entries.append(entry_of(TASK, UNIT, "2023-10-02", result="Đã họp."))
    assert lines_of(entries, "2023", plan) == [f"{year} Quý IV: Đã họp."]


def test_a_level_over_a_year_has_its_day() -> None:
    entries = [
        entry_of(TASK, UNIT, day, figures={"so": n})
        for day, n in (("2023-03-01", 9), ("2023-09-01", 4))
    ]
    plan = counting(adds_up=False)
    assert lines_of(entries, "2023", plan) == ["- Số kiến nghị: 04 kiến nghị (đến ngày 01/9/2023)."]


def test_the_office_s_own_words_keep_the_figures_beside_them() -> None:
    plan = counting(adds_up=True)
    entries = [
        entry_of(TASK, UNIT, day, figures={"so": n})
        for day, n in (("2023-05-01", 9), ("2023-09-01", 4))
    ]
    words = shape.value(
        Words, {"written": WRITTEN, "tasks": {TASK: {"result": "Đã giải quyết xong."}}}
    )
    found = replace(facts(entries, "2023-Q3", plan), words=words)
    assert task_lines(found, TASK) == [
        "- Đã giải quyết xong. Số kiến nghị: 04 kiến nghị (giảm 05 kiến nghị so với quý II)."
    ]


def test_work_once_done_stays_told_after_later_words() -> None:
    plan = plan_of(
        {TASK: task({"khao-sat": {"title": "Khảo sát", "during": ["2023"], "times": 2}})}
    )
    about = f"{TASK}/khao-sat"
    entries = [
        entry_of(
            about, UNIT, "2023-07-01", "done", period="2023-lan-1", result="Thu về 132 phiếu."
        ),
        entry_of(
            about, UNIT, "2023-09-01", "doing", period="2023-lan-2", result="Hoàn thiện mẫu phiếu."
        ),
    ]
    told = ["- Ngày 01/7: Thu về 132 phiếu.", "- Ngày 01/9: Hoàn thiện mẫu phiếu."]
    assert lines_of(entries, "2023-Q3", plan) == told


@pytest.mark.parametrize(
    ("result", "told"),
    [
        ("Dòng 1:\n- một;\n- hai.", "Dòng 1: một; hai"),
        ("Đã họp.\n\nĐã ký.", "Đã họp; Đã ký"),
        ("- Một\n+ Hai,\n  • Ba;", "Một; Hai; Ba"),
        ("Một  câu\tcó tab.", "Một câu có tab"),
        ("", ""),
    ],
)
def test_lines_and_bullets_become_one_sentence(result: str, told: str) -> None:
    assert sentence(result) == told


def test_an_answer_to_a_remark_is_no_report_of_the_unit_s() -> None:
    """It neither stands for the unit's result nor closing_period what the unit owes."""
    raised = entry_of(
        TASK,
        UNIT,
        "2023-08-01",
        result="Đã họp hai cuộc.",
        proposal={"to": "ubnd-tinh", "text": "Cấp vốn."},
    )
    answer = entry_of(TASK, UNIT, "2023-09-05", "nothing", result="Đã cấp.", answers=raised.id)
    plan = counting(adds_up=True)
    assert lines_of([raised, answer], "2023-Q3", plan) == ["- Đã họp hai cuộc."]
    assert [a.reported for a in facts([answer], "2023-Q3", plan).answers] == [False]


RATIO = {
    "tong": Indicator(title="Số hồ sơ", unit="hồ sơ", adds_up=True),
    "truc-tuyen": Indicator(title="Số hồ sơ trực tuyến", unit="hồ sơ", adds_up=True),
    "ty-le": Indicator(
        title="Tỷ lệ trực tuyến", unit="%", numerator="truc-tuyen", denominator="tong"
    ),
}


def ratio_line(entries: Sequence[Entry], name: str, indicators: dict[str, Indicator]) -> str:
    plan = plan_of({TASK: replace(task(lead=UNIT), indicators=indicators)})
    lines = task_lines(facts(entries, name, plan), TASK)
    return next((line for line in lines if "Tỷ lệ trực tuyến" in line or "tỷ lệ" in line), "")


QUARTERLY = [
    entry_of(TASK, UNIT, day, figures={"tong": a, "truc-tuyen": b, "ty-le": Decimal(c)})
    for day, a, b, c in (
        ("2023-03-08", 214, 171, "79.91"),
        ("2023-06-10", 228, 187, "82.02"),
        ("2023-09-10", 240, 205, "85.42"),
        ("2023-12-09", 251, 221, "88.05"),
    )
]


def test_the_ratio_of_a_longer_period_is_that_of_its_sums() -> None:
    assert "85,42%" in ratio_line(QUARTERLY, "2023-Q3", RATIO)
    year = ratio_line(QUARTERLY, "2023", RATIO)
    assert "84,03%" in year, "784/933, không phải tỷ lệ của quý IV"
    assert "88,05%" not in year
    plan = plan_of({TASK: replace(task(lead=UNIT), indicators=RATIO)})
    both = task_lines(facts(QUARTERLY, "2023-Q4", plan, cumulative=True), TASK)
    assert "88,05% (quý III: 85,42%; năm 2023: 84,03%)" in " ".join(both)


def test_a_percentage_without_its_parts_stands_with_its_period() -> None:
    alone = {"ty-le": replace(RATIO["ty-le"], numerator=None, denominator=None)}
    entries = [
        entry_of(TASK, UNIT, str(e.update.date), figures={"ty-le": e.update.figures["ty-le"]})
        for e in QUARTERLY
    ]
    assert ratio_line(entries, "2023", alone).endswith(
        "Tỷ lệ trực tuyến: 79,91% (quý I), 82,02% (quý II), 85,42% (quý III) và 88,05% (quý IV)."
    )
    assert ratio_line(entries[3:], "2023", alone).endswith("Tỷ lệ trực tuyến: 88,05% (quý IV).")


# --- who gives a figure, and which days it counts
# ----------------------------------------------------------------------------------------------


def shared(**indicators: Indicator) -> Plan:
    """One task of all units, with these figures."""
    return plan_of({TASK: replace(task(lead="tat-ca"), indicators=indicators)})


TOTAL, ONLINE = RATIO["tong"], RATIO["truc-tuyen"]


def test_a_sum_has_the_names_of_all_the_units_that_give_it() -> None:
    entries = [
        entry_of(TASK, "van-phong", result="Đã tiếp nhận.", figures={"tong": 18}),
        entry_of(TASK, UNIT, result="Đã trả lời.", figures={"tong": 31}),
        entry_of(TASK, "bqlda", figures={"tong": 50}),
    ]
    *_, line = lines_of(entries, "2023-Q3", shared(tong=TOTAL))
    names = "Văn phòng, Phòng Quản lý Doanh nghiệp và Ban Quản lý dự án"
    assert line == f"- Số hồ sơ trong kỳ: 99 hồ sơ ({names})."
    *_, spoken = lines_of(entries[:2], "2023-Q3", shared(tong=TOTAL))
    assert spoken == "- Số hồ sơ trong kỳ: 49 hồ sơ.", "các đơn vị ấy nói ngay trên dòng này"


def test_sums_of_different_units_have_names_of_their_own() -> None:
    entries = [
        entry_of(TASK, "van-phong", figures={"tong": 18, "truc-tuyen": 18}),
        entry_of(TASK, "bqlda", figures={"tong": 50}),
    ]
    plan = shared(tong=TOTAL, **{"truc-tuyen": ONLINE})
    assert lines_of(entries, "2023-Q3", plan) == [
        "- Số hồ sơ trong kỳ: 68 hồ sơ (Văn phòng và Ban Quản lý dự án); "
        "số hồ sơ trực tuyến: 18 hồ sơ (Văn phòng)."
    ]


def test_a_unit_gives_no_figure_of_another_beside_its_own() -> None:
    entries = [
        entry_of(TASK, "van-phong", "2023-05-01", figures={"tong": 40}),
        entry_of(TASK, "bqlda", figures={"tong": 50}),
    ]
    assert lines_of(entries, "2023-Q3", shared(tong=TOTAL)) == [
        "- Số hồ sơ: 50 hồ sơ (tăng 10 hồ sơ so với quý II)."
    ]


def ratio_gaps_of(found: Facts) -> tuple[str, ...]:
    (section,) = [p for p in passages(found) if p.name == "sections.A.VII"]
    return tuple(gap for gap in section.gaps if "tính được" in gap)


def test_no_ratio_is_computed_of_units_that_give_one_part_only() -> None:
    """48 of 99 is nobody's rate where 50 of them have no numerator."""
    plan = shared(**RATIO)
    whole = [
        entry_of(TASK, "van-phong", figures={"tong": 18, "truc-tuyen": 18}),
        entry_of(TASK, UNIT, figures={"tong": 31}),
        entry_of(TASK, UNIT, "2023-09-02", figures={"truc-tuyen": 30}),
    ]
    found = facts(whole, "2023-Q3", plan)
    assert "tỷ lệ trực tuyến: 97,96%" in str(task_lines(found, TASK)) and not ratio_gaps_of(found)
    half = entry_of(TASK, "bqlda", figures={"tong": 50})
    note = "Ban Quản lý dự án chưa nêu số hồ sơ trực tuyến]"
    for name, title in (("2023-Q3", "quý III năm 2023"), ("2023", "năm 2023")):
        found = facts([*whole, half], name, plan)
        assert "%" not in str(task_lines(found, TASK))
        assert ratio_gaps_of(found) == (f"[Chưa tính được tỷ lệ trực tuyến {title}: {note}",)
    both = facts([*whole, half], "2023-Q4", plan, cumulative=True)
    assert "năm 2023: " in ratio_gaps_of(both)[0], "lũy kế cũng thế"
    words = shape.value(
        Words, {"written": WRITTEN, "tasks": {TASK: {"result": "Đã giải quyết xong."}}}
    )
    assert ratio_gaps_of(replace(facts([*whole, half], "2023-Q3", plan), words=words)) == ()


def test_a_month_with_one_part_spoils_the_ratio_of_its_period_alone() -> None:
    about = f"{TASK}/thang"
    plan = plan_of({TASK: replace(task({"thang": {"every": "month"}}), indicators=RATIO)})
    plan = replace(plan, tasks={TASK: replace(plan.tasks[TASK], lead=UNIT)})
    entries = [
        entry_of(about, UNIT, day, "done", period=month, figures=given)
        for day, month, given in (
            ("2023-07-10", "2023-07", {"tong": 10}),
            ("2023-08-10", "2023-08", {"tong": 10, "truc-tuyen": 9}),
        )
    ]
    assert "90%" in str(lines_of(entries, "2023-08", plan))
    assert "%" not in str(lines_of(entries, "2023-Q3", plan))


def test_an_ad_hoc_report_says_which_figures_count_from_before_its_first_day() -> None:
    """Units report by the quarter: the first figure of seven months is not of these only."""
    plan = counting(adds_up=True)
    entries = [
        entry_of(TASK, UNIT, day, figures={"so": n})
        for day, n in (("2023-03-08", 214), ("2023-06-10", 228))
    ]
    since = "214 kiến nghị (từ ngày 15/12/2022 đến ngày 08/3/2023) và 228 kiến nghị"
    assert lines_of(entries, "2023-02-01_2023-08-31", plan) == [f"- Số kiến nghị: {since}."]
    assert lines_of(entries, "2022-12-15_2023-08-31", plan) == [
        "- Số kiến nghị trong kỳ: 442 kiến nghị."
    ]
    named = entry_of(TASK, UNIT, "2023-03-08", period="2023-Q1", figures={"so": 214})
    assert lines_of([named], "2023-02-01_2023-08-31", plan) == [
        "- Số kiến nghị: 214 kiến nghị (quý I)."
    ]
