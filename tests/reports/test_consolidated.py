"""A report over several regular periods tells each result of their papers once, and no sentence
twice."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import documents
import pytest
from builders import CALENDAR, entry_of, issue_of, plan_of, task, window
from hypothesis import given, settings
from hypothesis import strategies as st
from support import Run
from word_edits import Word, retype

from pci.core.fields import content, plain
from pci.core.ledger import Entry
from pci.core.model import Indicator, Plan
from pci.core.papers import Words, seal
from pci.files import shape, yamlio
from pci.reports.facts import Sources, gather
from pci.reports.passages import passages
from pci.reports.periodic import periodic_report

QLDN, VP = "phong-qldn", "van-phong"
MONTHLY, TALKS, SCHEME = "A.VII.4/bao-cao-thang", "A.VII.2/doi-thoai", "A.VII.1/de-an"


def year_plan() -> Plan:
    """A monthly duty with figures, two conferences, a scheme with its day, and standing work."""
    monthly = task({"bao-cao-thang": {"title": "Báo cáo tháng", "every": "month"}})
    indicators = {
        "moi": Indicator(title="Số kiến nghị", unit="kiến nghị", adds_up=True),
        "ton": Indicator(title="Số hồ sơ tồn", unit="hồ sơ"),
    }
    talks = {"doi-thoai": {"title": "Hội nghị đối thoại", "during": ["2023-Q2", "2023-Q4"]}}
    return plan_of(
        {
            "A.VII.1": task({"de-an": {"title": "Đề án", "by": "2023-09-30"}}),
            "A.VII.2": task(talks),
            "A.VII.3": task(),
            "A.VII.4": replace(monthly, indicators=indicators),
        }
    )


def sent(day: str, month: str, number: int, result: str = "Đã gửi báo cáo.") -> Entry:
    return entry_of(
        MONTHLY, QLDN, day, "done", period=month, result=result, figures={"moi": number}
    )


WRONG = entry_of("A.VII.3", QLDN, "2023-10-05", result="Đã tư vấn 05 lượt.")
YEAR = [
    sent("2023-03-16", "2023-03", 4),
    sent("2023-04-03", "2023-01", 2),
    sent("2023-02-16", "2023-02", 3),
    sent("2023-05-16", "2023-05", 1),
    sent("2023-06-13", "2023-06", 5, "Đã gửi báo cáo kèm phụ lục."),
    entry_of("A.VII.4", QLDN, "2023-03-01", figures={"ton": 9}),
    entry_of("A.VII.4", QLDN, "2023-09-01", figures={"ton": 4}),
    entry_of(TALKS, QLDN, "2023-05-24", "done", period="2023-Q2", result="Đối thoại lần một."),
    entry_of(TALKS, QLDN, "2023-11-08", "done", period="2023-Q4", result="Đối thoại lần hai."),
    entry_of(SCHEME, QLDN, "2023-05-10", "doing", result="Đã dự thảo đề án."),
    entry_of(SCHEME, QLDN, "2023-09-12", "done", result="Đã ban hành đề án."),
    entry_of("A.VII.3", VP, "2023-06-27", result="Tổ chức hội nghị."),
    entry_of("A.VII.3", VP, "2023-03-26", result="Tổ chức hội nghị."),
    entry_of("A.VII.3", VP, "2022-12-20", result="Tổ chức tập huấn."),
    WRONG,
    entry_of("A.VII.3", QLDN, "2023-10-05", result="Đã tư vấn 15 lượt.", corrects=WRONG.id),
]


def told(entries: Sequence[Entry], period: str, plan: Plan | None = None) -> dict[str, list[str]]:
    plan = plan or year_plan()
    span = window(period, plan)
    facts = gather(Sources(plan, entries, span, span.window_last, CALENDAR, plan.reporting))
    return {passage.name: list(passage.lines) for passage in passages(facts)}


def test_a_year_tells_a_task_in_one_entry_its_equal_lines_once() -> None:
    assert told(YEAR, "2023")["sections.A.VII"] == [
        "- Ngày 12/9: Đã ban hành đề án.",
        "- Quý II: Đối thoại lần một. Quý IV: Đối thoại lần hai.",
        "- Quý I: Tổ chức tập huấn (Văn phòng)."
        " Quý II, III: Tổ chức hội nghị (Văn phòng). Quý IV: Đã tư vấn 15 lượt.",
        "- Số kiến nghị trong năm: 15 kiến nghị; số hồ sơ tồn: 04 hồ sơ (đến ngày 01/9/2023)."
        " Đã gửi 05 báo cáo tháng (tháng 1, 2, 3, 5, 6). Tháng 1, 2, 3, 5: Đã gửi báo cáo.",
    ]


def test_the_appendix_of_a_year_has_every_text_once() -> None:
    lines = told(YEAR, "2023")
    qldn = "Phòng Quản lý Doanh nghiệp"
    assert lines["tasks.A.VII.1.result"] == [f"{qldn} (ngày 12/9): Đã ban hành đề án."]
    assert lines["tasks.A.VII.3.result"] == [
        "Văn phòng (quý I): Tổ chức tập huấn.",
        "Quý II, III: Tổ chức hội nghị.",
        f"{qldn} (quý IV): Đã tư vấn 15 lượt.",
    ]
    assert lines["tasks.A.VII.4.result"] == [
        "Số kiến nghị trong năm: 15 kiến nghị; số hồ sơ tồn: 04 hồ sơ (đến ngày 01/9/2023).",
        f"{qldn} (tháng 1, 2, 3, 5): Đã gửi báo cáo.",
        "Tháng 6: Đã gửi báo cáo kèm phụ lục.",
    ]


def test_a_line_for_all_tasks_is_told_of_its_own_quarter_while_another_is_owed() -> None:
    rest = entry_of("con-lai", QLDN, "2023-03-11", "nothing", period="2023-Q1")
    said = "không phát sinh trong kỳ."
    assert told([rest], "2023-Q1")["tasks.A.VII.2.result"] == [
        f"Phòng Quản lý Doanh nghiệp: {said}"
    ]
    assert told([rest], "2023-H1")["tasks.A.VII.2.result"] == [
        f"Phòng Quản lý Doanh nghiệp (quý I): {said}"
    ]


def test_a_half_year_tells_what_stood_at_its_end() -> None:
    assert told(YEAR, "2023-H1")["sections.A.VII"][:2] == [
        "- Ngày 10/5: Đã dự thảo đề án.",
        "- Quý II: Đối thoại lần một.",
    ]


def test_a_quarter_tells_what_it_told() -> None:
    assert told(YEAR, "2023-Q2")["sections.A.VII"][:3] == [
        "- Đã dự thảo đề án.",
        "- Đối thoại lần một.",
        "- Tổ chức hội nghị (Văn phòng).",
    ]


def test_work_that_is_done_without_words_is_counted() -> None:
    """The number of a year's reports is that of the states, not that of the sentences."""
    entries = [*YEAR[:4], entry_of(MONTHLY, QLDN, "2023-07-17", "done", period="2023-07")]
    line = told(entries, "2023")["sections.A.VII"][0]
    assert "Đã gửi 05 báo cáo tháng (tháng 1, 2, 3, 5, 7)." in line


def test_the_office_s_words_for_a_year_keep_its_figures_once() -> None:
    """The words begin with the figures; whoever edits another line of them says no figure twice."""
    plan = year_plan()
    begun = told(YEAR, "2023")["tasks.A.VII.4.result"]
    lines = [*begun[:1], "Đã gửi đủ báo cáo."]
    text = {
        "written": "2023-12-20T08:00:00+07:00",
        "tasks": {"A.VII.4": {"result": "\n".join(lines)}},
    }
    span = window("2023", plan)
    facts = gather(
        Sources(plan, YEAR, span, span.window_last, CALENDAR, words=shape.value(Words, text))
    )
    (section,) = [p.lines for p in passages(facts) if p.name == "sections.A.VII"]
    assert section[-2:] == tuple(f"- {line}" for line in lines)


def test_equal_words_on_a_measure_stand_once_with_their_times_and_documents() -> None:
    entries = [
        entry_of("II.1.3", VP, f"2023-0{n}-05", result=result, evidence=[f"0{n}/TB"])
        for n, result in ((3, "Đã giao ban."), (4, "Đã sơ kết."), (6, "Đã giao ban."))
    ]
    without = entry_of("II.1.3", VP, "2023-09-05", result="Xong 21/32 việc.")
    assert told([without], "2023")["leadership"] == ["- Quý III: Xong 21/32 việc."]
    assert told(entries, "2023")["leadership"] == [
        "- Quý I, II: Đã giao ban (03/TB; 06/TB). Đã sơ kết (04/TB)."
    ]


def test_states_of_months_in_the_appendix_are_compressed() -> None:
    plan = year_plan()
    span = window("2023", plan)
    facts = gather(Sources(plan, YEAR, span, span.window_last, CALENDAR, plan.reporting))
    rows = {row.nhan: row for part in periodic_report(facts).phu_luc_1 for row in part.nhiem_vu}
    assert rows["Kết quả nhiệm vụ A.VII.4"].tinh_trang.splitlines()[:2] == [
        "Tháng 01: đã hoàn thành (quá hạn)",
        "Tháng 2, 3, 5, 6: đã hoàn thành",
    ]


# --- nothing is lost, nothing comes twice ---------------------------------------------------------

WORKS: dict[str, Sequence[str | None]] = {
    MONTHLY: [f"2023-{month:02}" for month in range(1, 13)],
    TALKS: ["2023-Q2", "2023-Q4"],
    SCHEME: [None],
    "A.VII.3": [None],
}
DAYS = st.dates(date(2022, 12, 15), date(2023, 12, 14))


@st.composite
def years(draw: st.DrawFn) -> list[Entry]:
    """Updates of a year with words in marks, some corrected, some equal but of one occurrence: a
    quarter that gives the words of one by their number may quote those of another."""
    entries = []
    for day in draw(st.lists(DAYS, max_size=14, unique=True)):
        about = draw(st.sampled_from(sorted(WORKS)))
        unit = draw(st.sampled_from([QLDN, VP]))
        state = draw(st.sampled_from(["doing", "done"])) if "/" in about else "doing"
        period = draw(st.sampled_from(WORKS[about]))
        more = {"period": period}
        what = f"{about} {period or 'chung'}"
        words = [f"«Lời {draw(st.integers(1, 4))} về {what} của {unit}»" for _ in range(2)]
        entry = entry_of(about, unit, str(day), state, result=words[0], **more)
        entries.append(entry)
        if draw(st.integers(0, 4)) == 0:
            mended = entry_of(
                about, unit, str(day), state, result=words[1], corrects=entry.id, **more
            )
            entries.append(mended)
    return entries


def test_words_quoted_before_the_work_was_done_several_times_stand_in_the_year() -> None:
    """The first quarter quotes what the second gives by its number."""
    said = [
        ("2023-Q2", "2023-01-10", "doing", "Đã chọn chủ đề."),
        ("2023-Q2", "2023-04-01", "done", "Đã chọn chủ đề."),
        ("2023-Q4", "2023-05-15", "done", "Đã tổ chức."),
    ]
    entries = [
        entry_of(TALKS, QLDN, day, state, period=period, result=words)
        for period, day, state, words in said
    ]
    body = "".join(told(entries, "2023", year_plan())["sections.A.VII"])
    assert ("Đã chọn chủ đề" in body, "Đã tổ chức" in body) == (True, False)


def last_words(entries: Sequence[Entry]) -> set[str]:
    """The words that nobody corrected, of a duty's occurrence the last: read apart from the
    program."""
    corrected = {entry.update.corrects for entry in entries}
    standing = [entry for entry in entries if entry.id not in corrected]
    last: dict[object, str] = {}
    for entry in sorted(standing, key=lambda entry: entry.update.date):
        update = entry.update
        item = (update.about, update.unit, update.period) if "/" in update.about else entry.id
        last[item] = update.result or ""
    return set(last.values())


@settings(max_examples=15, deadline=None)
@given(years())
def test_each_result_of_the_quarters_stands_in_the_year_once(entries: list[Entry]) -> None:
    plan, standing = year_plan(), last_words(entries)
    year = told(entries, "2023", plan)
    body = " ".join(line for name, lines in year.items() if "sections" in name for line in lines)
    annex = " ".join(line for name, lines in year.items() if "tasks" in name for line in lines)
    quarters = " ".join(
        " ".join(told(entries, f"2023-Q{n}", plan)["sections.A.VII"]) for n in range(1, 5)
    )
    for words in re.findall("«.*?»", quarters):
        assert body.count(words) == (words in standing), words
    for words in re.findall("«.*?»", body):
        assert body.count(words) == 1
    assert sorted(re.findall("«.*?»", annex)) == sorted(standing)


# --- the words of the quarters --------------------------------------------------------------------


def keep(root: Path, report: str, text: str) -> None:
    path = root / f"plans/2024/reports/{report}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"written: 2024-12-20T08:00:00+07:00\n{text}", encoding="utf-8")


def issue(root: Path, report: str, day: str) -> None:
    signed = issue_of(day)
    fields = {**content(signed), "seal": seal(signed)}
    tree = {key: one if isinstance(one, str) else plain(one) for key, one in fields.items()}
    path = root / f"plans/2024/reports/{report}.issued.yaml"
    path.write_text(yamlio.write(tree), encoding="utf-8")


@pytest.fixture
def worded(example: Path) -> Path:
    """The example with words for three quarters, of which two are issued."""
    keep(example, "2024-Q2", "assessment: |\n  Quý II bảo đảm tiến độ.\n")
    keep(
        example,
        "2024-Q1",
        "assessment: |\n  Quý I bảo đảm tiến độ.\n  Có 06 việc xong.\n"
        "sections:\n  A.I: |\n    Hồ sơ được giải quyết đúng hạn.\n",
    )
    keep(example, "2024-Q3", "assessment: |\n  Quý III chưa ban hành.\n")
    issue(example, "2024-Q1", "2024-03-18")
    issue(example, "2024-Q2", "2024-06-18")
    return example


def begun(run: Run, root: Path, *period: str) -> str:
    done = run("report", *period, "--words", cwd=root)
    assert done.code == 0, done.err
    return (root / done.out.strip()).read_text(encoding="utf-8")


def test_the_words_of_issued_quarters_are_offered_for_the_year(run: Run, worded: Path) -> None:
    """And stay offered beside what a pull keeps."""
    before = {path: path.read_bytes() for path in worded.rglob("*") if path.is_file()}
    text = begun(run, worded, "--annual")
    assert {path: path.read_bytes() for path in before} == before
    assert (
        "# assessment: từ lời Văn phòng viết cho quý I năm 2024 (2024-Q1)\n"
        "#   Quý I bảo đảm tiến độ.\n"
        "#   Có 06 việc xong.\n"
        "# assessment: từ lời Văn phòng viết cho quý II năm 2024 (2024-Q2)\n"
        "#   Quý II bảo đảm tiến độ.\n"
    ) in text
    origin = "# sections.A.I: từ lời Văn phòng viết cho quý I năm 2024 (2024-Q1)\n"
    assert f"{origin}#   Hồ sơ được giải quyết đúng hạn.\n" in text
    assert "chưa ban hành" not in text
    assert run("check", cwd=worded).code == 0
    draft = worded.parent / "nam.docx"
    made = documents.made(run, worded, "report", "--annual", out=draft)
    assert "Quý I bảo đảm" not in documents.text(made), "mới là gợi ý"
    document = Word(made)
    retype(document.paragraphs("assessment")[0], "Cả năm bảo đảm tiến độ.")
    draft.write_bytes(document.saved())
    done = run("report", "--annual", "--pull", str(draft), cwd=worded)
    assert done.code == 0, done.err
    text = (worded / "plans/2024/reports/2024.yaml").read_text(encoding="utf-8")
    assert "assessment: |\n  Cả năm bảo đảm tiến độ.\n" in text
    assert "#   Quý I bảo đảm tiến độ.\n" in text


def test_every_longer_report_is_offered_words_and_no_quarter(run: Run, worded: Path) -> None:
    assert "Quý II bảo đảm" in begun(run, worded, "--nine-months")
    assert "Quý I bảo đảm" in begun(run, worded, "--quarter", "2", "--cumulative")
    assert "từ lời Văn phòng" not in begun(run, worded, "--quarter", "4")
