"""A task that carries on another (`from`): report, comparison and `show` of the new year know the
old one."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import documents
import pytest
from support import Run, swap

from pci.core.ledger import update_path
from pci.core.model import Update
from pci.files import shape
from pci.files.yamlio import write

PLAN = """\
year: {year}
issued: {issued}
title: Nâng cao chỉ số năm {year}
number: "12"
symbol: KH-BQL
agency: {{name: Ban Quản lý thử, short: Ban Quản lý}}
letterhead: {{parent: UBND TỈNH, agency: BAN QUẢN LÝ THỬ, place: Nha Trang}}
reporting:
  every: quarter
  window: nd09
  due: window end + 2 working days
  internal_due: window end - 3 working days
  basis: Công văn của UBND tỉnh
  symbol: BC-BQL
  to: so-khdt
  recipients: [Như trên]
  signer: {{capacity: [TRƯỞNG BAN], name: Nguyễn Văn A}}
outside: {{so-khdt: {{name: Sở Kế hoạch và Đầu tư}}}}
units: {{van-phong: {{name: Văn phòng, short: VP}}, phong-dt: {{name: Phòng Đầu tư, short: P.ĐT}}}}
sections: {{A: {{title: Gia nhập thị trường}}, B: {{title: Minh bạch}}}}
tasks:
"""
OLD = (
    PLAN.format(year=2023, issued="2022-12-30")
    + """\
  A.1:
    work: Mỗi quý đối thoại với doanh nghiệp.
    lead: phong-dt
    owes: {hop: {title: Đối thoại, every: quarter, quote: Mỗi quý}}
    indicators: {kien-nghi: {title: Số kiến nghị, unit: kiến nghị, adds_up: true}}
  A.2: {work: Rà soát thủ tục., lead: van-phong}
  B.1: {work: Lập cổng thông tin., lead: phong-dt}
"""
)
NEW = (
    PLAN.format(year=2024, issued="2023-12-29")
    + """\
  A.1: {work: Khảo sát doanh nghiệp., lead: van-phong}
  A.2: {work: Rà soát thủ tục hành chính., lead: van-phong, from: 2023/A.2}
  B.1:
    work: Mỗi quý đối thoại trực tiếp với doanh nghiệp.
    lead: phong-dt
    from: 2023/A.1
    owes: {hop: {title: Đối thoại, every: quarter, quote: Mỗi quý}}
    indicators: {kien-nghi: {title: Số kiến nghị, unit: kiến nghị, adds_up: true}}
"""
)
MARK = "việc của kế hoạch năm 2023, ngày"
TALKED = f"Đối thoại (quý IV năm 2023; {MARK} 20/12/2023): Đã đối thoại với 30 doanh nghiệp (Phòng Đầu tư)."  # noqa: E501
PORTAL = f"Nhiệm vụ 1, Minh bạch ({MARK} 28/12/2023): Cổng chạy thử (Phòng Đầu tư)."


def say(root: Path, year: int, about: str, day: str, **more: Any) -> None:
    """Record an update on the day of which it speaks."""
    unit = more.pop("unit", "phong-dt")
    recorded = more.pop("recorded", f"{day}T09:00:00+07:00")
    said = {"about": about, "unit": unit, "date": date.fromisoformat(day), "state": "doing", **more}
    said["recorded"] = recorded
    figures = {k: str(v) for k, v in more.get("figures", {}).items()}
    told = shape.value(Update, {**said, **({"figures": figures} if figures else {})})
    path = root / update_path(str(year), told)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write(said), encoding="utf-8")


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """Two years of a small agency: the second carries on two of the first one's three tasks."""
    root = tmp_path / "hai-nam"
    (root / "plans").mkdir(parents=True)
    (root / "plans/2023.yaml").write_text(OLD, encoding="utf-8")
    (root / "plans/2024.yaml").write_text(NEW, encoding="utf-8")
    said = "Đã đối thoại với 30 doanh nghiệp."
    say(root, 2023, "A.1", "2023-03-01", result="Đã nhận kiến nghị.", figures={"kien-nghi": 7})
    say(root, 2023, "A.1/hop", "2023-03-20", period="2023-Q1", state="done")
    say(root, 2023, "A.2", "2023-12-14", unit="van-phong", result="Đã rà soát 12 thủ tục.")
    say(root, 2023, "A.1/hop", "2023-12-20", period="2023-Q4", state="done", result=said)
    say(root, 2023, "B.1", "2023-12-28", result="Cổng chạy thử.")
    say(root, 2023, "con-lai", "2023-12-29", unit="van-phong", state="nothing", period="2023-Q4")
    say(root, 2023, "B.1", "2024-01-05", result="Cổng chạy thật.")
    say(root, 2024, "B.1/hop", "2024-03-08", period="2024-Q1", state="done")
    say(root, 2024, "B.1", "2024-03-08", result="Đã tập hợp ý kiến.", figures={"kien-nghi": 9})
    return root


def edit(root: Path, old: str, new: str, year: int = 2024) -> None:
    path = root / f"plans/{year}.yaml"
    path.write_text(swap(old, new)(path.read_text(encoding="utf-8")), encoding="utf-8")


def paper(run: Run, root: Path, *asked: str) -> str:
    out = root.parent / "bao-cao.docx"
    done = run("report", "--year", "2024", *asked, "-o", str(out), "--force", cwd=root)
    assert done.code == 0, done.err
    return documents.text(out.read_bytes())


def word_it(root: Path, path: str, day: str, silent: str) -> None:
    """Give a report all words that it needs to be issued."""
    parts = ("leadership", "assessment", "difficulties", "causes", "direction", "proposals")
    lines = "".join(f"{part}: Lời của Văn phòng.\n" for part in parts)
    admitted = f"Đến thời điểm báo cáo, {silent} chưa gửi báo cáo."
    lines = lines.replace("assessment: ", f"assessment: {admitted} ")
    words = root / "plans" / path
    words.parent.mkdir()
    words.write_text(f"written: {day}T08:00:00+07:00\n{lines}", encoding="utf-8")


def alone(run: Run, root: Path, *asked: str) -> str:
    """The paper where no task says what it carries on."""
    path = root / "plans/2024.yaml"
    whole = path.read_text(encoding="utf-8")
    cut = whole.replace(", from: 2023/A.2", "").replace("    from: 2023/A.1\n", "")
    path.write_text(cut, encoding="utf-8")
    text = paper(run, root, *asked)
    path.write_text(whole, encoding="utf-8")
    return text


# --- the first report -----------------------------------------------------------------------------


def test_the_first_report_has_what_came_after_the_last_of_the_old_year(
    run: Run, years: Path
) -> None:
    text = paper(run, years, "--quarter", "1")
    body, _, annex = text.partition("./.")
    results = body[body.index("Gia nhập thị trường") :]
    assert results.index("Minh bạch") < results.index(TALKED)  # under its heir's heading
    assert body.index(PORTAL) < body.index("Gia nhập thị trường")  # no task carries it on
    assert "[Văn phòng bổ sung công tác chỉ đạo, điều hành trong kỳ]" in body
    assert TALKED in annex
    assert PORTAL not in annex
    assert f"{MARK} 05/01/2024): Cổng chạy thật (Phòng Đầu tư)." in body
    for left_out in ("12 thủ tục", "còn lại ("):
        assert left_out not in text


def test_it_counts_nothing_of_the_old_year(run: Run, years: Path) -> None:
    with_links, without = (
        [line for line in make(run, years, "--quarter", "1").splitlines() if MARK not in line]
        for make in (paper, alone)
    )
    more = [line for line in with_links if line not in without]
    assert [line for line in more if "đầu việc" in line] == [], "quý I không có đầu việc đến hạn"


def test_its_json_has_the_results_and_the_comparison(run: Run, years: Path) -> None:
    asked = ("report", "--year", "2024", "--format", "json", "--quarter")
    had = json.loads(run(*asked, "1", cwd=years).out)["year_before"]
    assert had["plan"] == "2023"
    assert [(one["task"], one["about"], one["date"]) for one in had["carried"]] == [
        ("B.1", "A.1/hop", "2023-12-20"),
        (None, "B.1", "2023-12-28"),
        (None, "B.1", "2024-01-05"),
    ]
    same = had["same_period"]
    assert (same["period"]["id"], same["as_of"]) == ("2023-Q1", "2023-03-14")
    assert [same[year]["items"]["done"] for year in ("then", "now")] == [0, 1]
    assert same["figures"] == [{"task": "B.1", "indicator": "kien-nghi", "then": 7, "now": 9}]
    assert "carried" not in json.loads(run(*asked, "2", cwd=years).out)["year_before"]
    (years / "plans/2023.yaml").unlink()
    assert "year_before" not in json.loads(run(*asked, "1", cwd=years).out)


def test_what_a_paper_of_the_old_year_told_is_not_told_again(run: Run, years: Path) -> None:
    next((years / "plans/2023/progress/van-phong").glob("*con-lai*")).unlink()  # of no period
    next((years / "plans/2023/progress/phong-dt").glob("2024-01-05*")).unlink()
    word_it(years, "2023/reports/2023.yaml", "2024-01-10", "Phòng Đầu tư")
    asked = ("report", "--year", "2023", "--annual", "--window", "calendar", "--issue")
    done = run(*asked, "--number", "9", "--date", "10/1/2024", "-o", "nam.docx", cwd=years)
    assert done.code == 0, done.err
    assert MARK not in paper(run, years, "--quarter", "1")
    say(years, 2023, "A.2", "2023-12-10", unit="van-phong", result="Ghi muộn.")
    why = "Thiếu kinh phí."
    say(years, 2023, "B.1", "2023-12-11", state="suspended", reason=why)
    say(years, 2023, "B.1", "2023-12-31", result="Mở lại.")
    text = paper(run, years, "--quarter", "1")
    assert "ngày 10/12/2023): Ghi muộn (Văn phòng)." in text
    assert "ngày 11/12/2023): tạm dừng; nguyên nhân: Thiếu kinh phí (Phòng Đầu tư)." in text
    for year in (2023, 2024):  # years without days between them too
        edit(years, "window: nd09", "window: calendar", year)
    assert "ngày 10/12/2023): Ghi muộn (Văn phòng)." in paper(run, years, "--quarter", "1")


def test_each_day_is_in_one_report_where_the_years_take_their_data_in_two_ways(
    run: Run, years: Path
) -> None:
    next((years / "plans/2023/progress/phong-dt").glob("2024-01-05*")).unlink()
    whole = "window: calendar\n"
    edit(years, "window: nd09\n", whole)  # the old year stops on 14/12, the new one begins on 01/01
    assert TALKED in paper(run, years, "--quarter", "1")
    assert MARK not in paper(run, years, "--quarter", "2")
    edit(years, whole, "window: nd09\n")
    edit(years, "window: nd09\n", whole, 2023)  # the old year has December itself
    assert MARK not in paper(run, years, "--quarter", "1")


def test_later_reports_have_none_of_it_and_papers_without_links_name_no_heir(
    run: Run, years: Path
) -> None:
    assert MARK not in paper(run, years, "--quarter", "2")
    text = alone(run, years, "--quarter", "1")
    assert text.count(TALKED) == text.count(PORTAL) == 1  # `record` says that this report has them
    assert "tiếp nối" not in text
    assert MARK not in alone(run, years, "--quarter", "2")


def test_what_those_days_ask_is_asked_until_somebody_answers(run: Run, years: Path) -> None:
    asks = {
        "difficulty": {"to": "so-khdt", "text": "Thiếu máy quét."},
        "proposal": {"to": "lanh-dao-ban", "text": "Cấp máy quét."},
    }
    say(years, 2023, "A.2", "2023-12-21", unit="van-phong", **asks)
    said = f"Thiếu máy quét ({MARK} 21/12/2023)."
    text = paper(run, years, "--quarter", "1")
    assert said in text
    assert "[Có 01 kiến nghị gửi Lãnh đạo Ban, chưa đưa vào báo cáo: VP; " in text
    told = next((years / "plans/2023/progress/van-phong").glob("2023-12-21*")).stem
    more = {"unit": "van-phong", "state": "nothing", "answers": f"{told}#difficulty"}
    say(years, 2023, "A.2", "2024-01-08", result="Sở đã cấp.", **more)
    assert said not in paper(run, years, "--quarter", "1")


def test_a_programme_with_a_name_of_its_own_has_its_own_years(run: Run, years: Path) -> None:
    plans = years / "plans"
    for year in (2023, 2024):
        (plans / f"{year}.yaml").rename(plans / f"{year}-cchc.yaml")
        (plans / str(year)).rename(plans / f"{year}-cchc")
    path = plans / "2024-cchc.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2023/", "2023-cchc/"), "utf-8")
    assert TALKED in paper(run, years, "--plan", "cchc", "--quarter", "1")
    shown = run("show", "--plan", "2024-cchc", "A.2", cwd=years).out
    assert "Tiếp nối nhiệm vụ A.2 kế hoạch 2023-cchc: Nhiệm vụ thường xuyên, tính đến" in shown


def test_a_task_that_a_document_ended_since_still_has_its_name(run: Run, years: Path) -> None:
    ending = "document: {type: Quyết định, number: 9/QĐ-BQL, date: 2023-12-24}\n"
    ending += "effective: 2023-12-25\nend:\n  tasks: [A.1]\n"
    path = years / "plans/2023/amendments/2023-12-25-bai-bo.yaml"
    path.parent.mkdir()
    path.write_text(ending, encoding="utf-8")
    assert TALKED in paper(run, years, "--quarter", "1")


def test_an_old_year_with_an_error_is_told_and_left_out(run: Run, years: Path) -> None:
    edit(years, "lead: van-phong", "lead: van-fong", 2023)
    asked = ("report", "--year", "2024", "--quarter", "1", "--format", "json")
    told = "không so với việc năm 2023 vì tệp của năm ấy có lỗi"
    assert told in run(*asked, cwd=years).err
    (years / "plans/2023.yaml").unlink()
    (years / "plans/2023.yaml").mkdir()  # what cannot be read stops nothing either
    done = run(*asked, cwd=years)
    assert done.code == 0
    assert told in done.err


def test_an_update_of_the_old_year_with_an_error_is_told(run: Run, years: Path) -> None:
    path = next((years / "plans/2023/progress/phong-dt").glob("2023-12-20*"))
    path.write_text(path.read_text(encoding="utf-8").replace("30 doanh", "40 doanh"), "utf-8")
    done = run("report", "--year", "2024", "--quarter", "1", "--format", "json", cwd=years)
    assert f"Năm 2023: không tính 02 cập nhật có lỗi: {path.stem}, " in done.err


def test_faults_of_other_years_stop_nothing(run: Run, years: Path) -> None:
    (years / "plans/calendar").mkdir()
    for year in (2022, 2025):  # no due day of the plan falls there
        (years / f"plans/calendar/{year}.yaml").write_text("{", encoding="utf-8")
    asked = ("report", "--year", "2023", "--annual", "--format", "json")
    assert run(*asked, cwd=years).err.count("tệp của năm ấy có lỗi") == 0
    (years / "plans/2024.yaml").unlink()
    (years / "plans/2024.yaml").mkdir()
    done = run(*asked, cwd=years)
    assert done.code == 0
    assert "Không kể việc năm 2024 vì tệp của năm ấy có lỗi" in done.err


def test_a_units_own_report_has_its_own(run: Run, years: Path) -> None:
    asked = ("--quarter", "1", "--unit")
    assert "Đã đối thoại với 30 doanh nghiệp." in paper(run, years, *asked, "P.ĐT")
    assert MARK not in paper(run, years, *asked, "VP")


def test_a_unit_has_what_those_did_in_whose_place_it_stands(run: Run, years: Path) -> None:
    shared = """\
units:
  phong-dt: {until: 2023-12-31, successor: phong-kt}
  phong-kt: {name: Phòng Kinh tế, from: 2024-01-01}
"""
    (years / "plans/organisation.yaml").write_text(shared, encoding="utf-8")
    edit(years, ", phong-dt: {name: Phòng Đầu tư, short: P.ĐT}", "")
    path = years / "plans/2024.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("phong-dt", "phong-kt"), "utf-8")
    for told in (years / "plans/2024/progress/phong-dt").glob("*"):
        told.unlink()
    figures = {"kien-nghi": 9}
    say(years, 2024, "B.1", "2024-03-08", unit="phong-kt", result="Đã họp.", figures=figures)
    asked = ("--quarter", "1", "--unit")
    text = paper(run, years, *asked, "phong-kt")
    assert TALKED in text
    assert PORTAL in text
    assert "09 kiến nghị (tăng 02 kiến nghị so với quý I năm 2023)" in text
    shown = run("report", "--year", "2024", *asked, "phong-kt", "--format", "json", cwd=years).out
    assert json.loads(shown)["year_before"]["same_period"]["then"]["items"]["total"] == 4
    assert MARK not in paper(run, years, *asked, "VP")
    ahead = ("report", "--year", "2023", "--annual", "--format", "md")
    for unit in ((), ("--unit", "phong-dt")):  # what it is to do in the year to come
        done = run(*ahead, *unit, cwd=years).out
        assert "- Đối thoại (từ quý I đến quý IV năm 2024): Phòng Kinh tế." in done
    diff = run("diff", "plans/2023.yaml", "plans/2024.yaml", cwd=years).out
    assert "Chủ trì: [-Phòng Đầu tư-] → {+Phòng Kinh tế+}" in diff


def test_an_issued_paper_stays_whatever_is_recorded_of_the_old_year(run: Run, years: Path) -> None:
    word_it(years, "2024/reports/2024-Q1.yaml", "2024-03-15", "Văn phòng")
    asked = ("report", "--year", "2024", "--quarter", "1")
    out = ("-o", "q1.docx", "--force")
    done = run(*asked, "--issue", "--number", "5", "--date", "18/3/2024", *out, cwd=years)
    assert done.code == 0, done.err
    issued = (years / "q1.docx").read_bytes()
    assert TALKED in documents.text(issued)
    more = {"result": "Đối thoại bổ sung.", "recorded": "2027-01-01T08:00:00+07:00"}
    say(years, 2023, "A.1", "2023-12-22", **more)
    again = run(*asked, *out, cwd=years)
    assert "Báo cáo này đã ban hành (số 5, 18/3/2024)." in again.err
    assert (years / "q1.docx").read_bytes() == issued
    # the next one has what came since
    next_paper = paper(run, years, "--quarter", "2")
    assert f"{MARK} 22/12/2023): Đối thoại bổ sung" in next_paper
    assert TALKED not in next_paper
    # what it has of the old year is a part of what it is made of
    next((years / "plans/2023/progress/phong-dt").glob("2023-12-20*")).unlink()
    assert "; dữ liệu hoặc lựa chọn nay đã khác" in run(*asked, *out, cwd=years).err


def test_words_that_nobody_changed_give_way_to_what_came_since(run: Run, years: Path) -> None:
    assert run("report", "--year", "2024", "--quarter", "1", "--words", cwd=years).code == 0
    text = paper(run, years, "--quarter", "1")
    assert text.count(TALKED) == 2
    more = {"result": "Đối thoại bổ sung.", "recorded": "2027-01-01T08:00:00+07:00"}
    say(years, 2023, "A.1", "2023-12-22", **more)
    later = paper(run, years, "--quarter", "1")
    added = (
        f"Nhiệm vụ 1, Gia nhập thị trường ({MARK} 22/12/2023): Đối thoại bổ sung (Phòng Đầu tư)."
    )
    assert later.count(added) == 2
    assert [line for line in later.splitlines() if added not in line] == text.splitlines()


# --- the same period of last year -----------------------------------------------------------------


def test_figures_stand_beside_those_of_last_year(run: Run, years: Path) -> None:
    assert "Số kiến nghị: 09 kiến nghị (tăng 02 kiến nghị so với quý I năm 2023)" in paper(
        run, years, "--quarter", "1"
    )
    # what the old plan did not owe yet, or counted over other days, is no measure
    edit(years, "issued: 2022-12-30", "issued: 2023-08-01", 2023)
    assert "tiếp nối" not in paper(run, years, "--quarter", "1")


def test_figures_of_two_kinds_and_of_a_task_in_two_parts_are_not_compared(
    run: Run, years: Path
) -> None:
    edit(years, "kiến nghị, adds_up: true", "kiến nghị", 2023)
    assert "so với quý I năm 2023)" not in paper(run, years, "--quarter", "1")
    # a level of each of two units is none of the task
    edit(years, "kiến nghị, adds_up: true", "kiến nghị")
    assert "so với quý I năm 2023)" in paper(run, years, "--quarter", "1")
    edit(years, "dt\n    owes", "dt\n    coordinating: [van-phong]\n    owes", 2023)
    say(years, 2023, "A.1", "2023-03-05", unit="van-phong", figures={"kien-nghi": 50})
    assert "so với quý I năm 2023)" not in paper(run, years, "--quarter", "1")
    next((years / "plans/2023/progress/van-phong").glob("2023-03-05*")).unlink()
    for year in (2023, 2024):
        edit(years, "unit: kiến nghị}", "unit: kiến nghị, adds_up: true}", year)
    part = "  B.2: {work: Khảo sát., lead: phong-dt, from: 2023/A.1, indicators: {kien-nghi: "
    part += "{title: Số kiến nghị, unit: kiến nghị, adds_up: true}}}\n"
    path = years / "plans/2024.yaml"
    path.write_text(path.read_text(encoding="utf-8") + part, encoding="utf-8")
    text = paper(run, years, "--quarter", "1")
    assert "so với quý I năm 2023)" not in text
    assert text.partition("./.")[0].count(TALKED) == 1


def test_days_taken_in_another_way_are_not_compared(run: Run, years: Path) -> None:
    assert "tiếp nối" not in paper(run, years, "--quarter", "1", "--window", "calendar")
    assert "(các nhiệm vụ tiếp nối): " in paper(run, years, "--quarter", "2")


# --- diff, show, check ----------------------------------------------------------------------------


def test_diff_takes_a_task_carried_on_for_the_same(run: Run, years: Path) -> None:
    done = run("diff", "plans/2023.yaml", "plans/2024.yaml", "--format", "json", cwd=years)
    changes = json.loads(done.out)["changes"]
    tasks = {(c["kind"], c["at"]) for c in changes if c["kind"].startswith("task-")}
    assert tasks == {
        ("task-removed", "B.1"),
        ("task-added", "A.1"),
        ("task-reworded", "A.2"),
        ("task-renumbered", "B.1"),
        ("task-reworded", "B.1"),
    }
    assert not [c for c in changes if c["kind"].startswith(("obligation", "indicator"))]
    assert "2023/A" not in done.out


def test_show_names_the_forerunner_and_its_last_state(run: Run, years: Path) -> None:
    done = run("show", "--year", "2024", "B.1", "--as-of", "2024-03-31", cwd=years)
    last = "Tiếp nối nhiệm vụ A.1 kế hoạch năm 2023: Quá hạn, tính đến 31/12/2023\n"
    assert last in done.out
    shown = run("show", "--year", "2024", "A.2", "--format", "json", cwd=years)
    assert json.loads(shown.out)["from"] == {
        "plan": "2023",
        "task": "A.2",
        "as_of": "2023-12-31",
        "state": "standing",
        "percent": None,
    }
    assert "from" not in json.loads(run("show", "A.1", "--format", "json", cwd=years).out)
    (years / "plans/2023.yaml").write_text("year: [", encoding="utf-8")
    unread = run("show", "--year", "2024", "A.2", "--format", "json", cwd=years)
    shape = json.loads(unread.out)
    assert (shape["complete"], shape["from"]["as_of"], "2023" in unread.err) == (False, None, True)
    (years / "plans/2023.yaml").unlink()
    alone = run("show", "--year", "2024", "B.1", cwd=years)
    assert "Tiếp nối nhiệm vụ A.1 kế hoạch năm 2023\n" in alone.out


def test_a_forerunner_that_is_not_there_is_told_where_its_plan_is(run: Run, years: Path) -> None:
    assert "PCI514" not in run("check", cwd=years).out
    edit(years, "from: 2023/A.1", "from: 2023/A.7")
    told = run("check", cwd=years).out
    assert "PCI514 cảnh báo: không có «2023/A.7» trong kế hoạch năm 2023" in told
    # years later too
    for path in ("plans/2024.yaml", "plans/2025.yaml"):
        text = (years / "plans/2024.yaml").read_text(encoding="utf-8").replace("A.7", "A.1")
        (years / path).write_text(text.replace("năm 2024", "năm 2025"), encoding="utf-8")
    edit(years, "year: 2024", "year: 2025", 2025)
    edit(years, "from: 2023/A.1", "from: 2023/A.7", 2025)
    told = run("check", cwd=years).out
    assert told.count("PCI514") == 1
    assert "PCI514 cảnh báo: không có «2023/A.7» trong kế hoạch năm 2023" in told
    (years / "plans/2023.yaml").unlink()
    assert "PCI514" not in run("check", cwd=years).out
