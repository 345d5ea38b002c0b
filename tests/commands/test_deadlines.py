"""`pci deadlines`: the real plan to the day, reasons in words, filters, exit codes, every
format."""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, Golden, Ran, Run
from terminal import on_screen

from pci import workspace
from pci.core.dates import Calendar
from pci.core.deadlines import Deadline, deadlines, gathered
from pci.core.ledger import Entry, ledger, update_id
from pci.core.model import Plan, Update
from pci.files import shape

REAL = workspace.open_workspace(ROOT, "2023")
PLAN, CALENDAR = REAL.plan, REAL.calendar
EXAMPLE = workspace.open_workspace(ROOT / "examples", "2024")
OCTOBER = date(2023, 10, 2)
ON = ("deadlines", "--as-of", "2023-10-02")
MISSING = {
    "van-phong": 24,
    "phong-qltnmt": 14,
    "phong-qldn": 13,
    "phong-qldt": 12,
    "phong-qlqhxd": 12,
    "bqlda": 10,
}
MONTHLY = "A.VII.4/bao-cao-thang"
KEYS = ["task", "obligation", "period", "unit", "due", "state", "days", "reason"]
COUNTS = (
    "03 việc quá hạn; 01 việc đến hạn trong 30 ngày; 07 việc chưa đủ điều kiện; "
    "85 báo cáo còn thiếu"
)
UNCONFIRMED = (
    "Thời hạn báo cáo tính theo Quyết định 01/2023/QĐ-UBND của UBND tỉnh Khánh Hòa, Điều 4: "
    "nguồn chưa đối chiếu bản gốc.\n"
)


def said(about: str, unit: str, day: str, state: str = "doing", **more: Any) -> Entry:
    fields = {
        "about": about,
        "unit": unit,
        "date": day,
        "state": state,
        "recorded": f"{day}T08:00:00+07:00",
        **more,
    }
    update = shape.value(Update, fields)
    return Entry(update_id(update), update)


def due(
    *entries: Entry,
    on: date = OCTOBER,
    within: int = 30,
    unit: str | None = None,
    plan: Plan = PLAN,
    calendar: Calendar = CALENDAR,
) -> tuple[Deadline, ...]:
    return deadlines(ledger(plan, entries, on, calendar), calendar, within, unit)


def told(rows: Sequence[Deadline], *states: str) -> list[tuple[str, str | None, str, int | None]]:
    return [(row.task, row.period, row.unit, row.days) for row in rows if row.state in states]


def items(ran: Ran) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out)["items"]
    return found


# --- the real plan with nothing recorded
# ---------------------------------------------------------------------------


def test_the_real_plan_on_2_october() -> None:
    rows = due()
    assert told(rows, "overdue") == [
        ("A.VII.4", "2023-09", "phong-qldn", 14),
        ("A.I.6", "2023-09", "van-phong", 2),
    ]
    assert [(r.period, r.due) for r in rows if r.task == "A.VII.4" and r.state == "overdue"] == [
        ("2023-09", date(2023, 9, 18))
    ]
    assert told(rows, "open", "not_due") == [("A.VII.4", "2023-10", "phong-qldn", -15)]
    assert [r.due for r in rows if r.soon] == [date(2023, 10, 17)]
    assert not any(row.period == "2023-Q2" for row in rows)
    waiting = [r for r in rows if r.state == "waiting"]
    assert Counter(r.task for r in waiting) == {"A.IV.3": 6, "A.VIII.2": 1}
    assert {(r.due, r.days) for r in waiting} == {(None, None)}
    missing = [r for r in rows if r.state == "missing"]
    assert len(missing) == 85
    assert Counter(r.unit for r in missing) == MISSING
    assert {(r.obligation, r.period, r.due, r.days) for r in missing} == {
        ("bao-cao", "2023-Q3", date(2023, 9, 11), 21)
    }
    assert len(rows) == 2 + 1 + 7 + 85


def test_the_real_plan_as_json(run: Run, real: Path) -> None:
    ran = run(*ON, "--format", "json", cwd=real)
    assert (ran.code, ran.err) == (0, f"Tính đến ngày 02/10/2023: {COUNTS}.\n{UNCONFIRMED}")
    whole = json.loads(ran.out)
    assert list(whole) == ["schema", "plan", "year", "as_of", "complete", "items"]
    assert (whole["schema"], whole["as_of"]) == ("pci.deadlines/1", "2023-10-02")
    assert {tuple(item) for item in whole["items"]} == {tuple(KEYS)}
    assert [item for item in whole["items"] if item["state"] == "overdue"] == [
        {
            "task": None,
            "obligation": "gui-bao-cao",
            "period": "2023-Q3",
            "unit": "van-phong",
            "due": "2023-09-18",
            "state": "overdue",
            "days": 14,
            "reason": "chưa ban hành, hạn gửi 18/9/2023",
        },
        {
            "task": "A.I.6",
            "obligation": "kiem-tra-cchc",
            "period": "2023-09",
            "unit": "van-phong",
            "due": "2023-09-30",
            "state": "overdue",
            "days": 2,
            "reason": "hạn 30/9/2023; chưa có cập nhật",
        },
        {
            "task": "A.VII.4",
            "obligation": "bao-cao-thang",
            "period": "2023-09",
            "unit": "phong-qldn",
            "due": "2023-09-18",
            "state": "overdue",
            "days": 14,
            "reason": "hạn 18/9/2023; chưa có cập nhật",
        },
    ]
    assert (
        len({tuple(item[key] for key in KEYS[:4]) for item in whole["items"]})
        == len(whole["items"])
        == 96
    )


def test_a_report_is_missing_only_once_the_internal_day_has_passed() -> None:
    assert not [row for row in due(on=date(2023, 9, 11)) if row.state == "missing"]
    assert len([row for row in due(on=date(2023, 9, 12)) if row.state == "missing"]) == 85
    answered = due(
        said("con-lai", "bqlda", "2023-09-14", "nothing", period="2023-Q3"),
        said("A.I.1", "bqlda", "2023-09-01"),
    )
    assert Counter(row.unit for row in answered if row.state == "missing") == {
        unit: count for unit, count in MISSING.items() if unit != "bqlda"
    }


def test_what_is_done_or_suspended_is_no_longer_listed() -> None:
    done = said(MONTHLY, "phong-qldn", "2023-09-29", "done", period="2023-09")
    assert told(due(done), "overdue") == [("A.I.6", "2023-09", "van-phong", 2)]
    suspended = said("A.I.6", "van-phong", "2023-09-01", "suspended")
    assert told(due(done, suspended), "overdue") == []


# --- reasons
# --------------------------------------------------------------------------------------------------


def reason_of(rows: Sequence[Deadline], task: str, period: str | None) -> str:
    (reason,) = {row.reason for row in rows if (row.task, row.period) == (task, period)}
    return reason


def test_reasons_in_words() -> None:
    rows = due()
    assert reason_of(rows, "A.I.6", "2023-09") == "hạn 30/9/2023; chưa có cập nhật"
    assert reason_of(rows, "A.VII.4", "2023-10") == "hạn 17/10/2023; chưa có cập nhật"
    assert reason_of(rows, "A.IV.3", None) == (
        "chờ Kho quản lý dữ liệu kết quả giải quyết TTHC điện tử được xây dựng; Cơ sở dữ "
        "liệu chuyên ngành được kết nối"
    )
    assert reason_of(rows, "A.VIII.2", None) == "chờ Bộ Kế hoạch và Đầu tư triển khai thực hiện"
    assert (
        reason_of(rows, "A.III.3", "2023-Q3")
        == "chưa gửi báo cáo quý III năm 2023, hạn nội bộ 11/9/2023"
    )
    one = said("kho-du-lieu", "van-phong", "2023-09-01", "done")
    assert reason_of(due(one), "A.IV.3", None) == "chờ Cơ sở dữ liệu chuyên ngành được kết nối"
    words = " ".join(f"{row.reason} {row.title}" for row in rows)
    assert "bạn" not in words and "nghĩa vụ" not in words


LAST_HEARD = [
    (
        (said(MONTHLY, "phong-qldn", "2023-09-12", period="2023-09"),),
        "ngày 12/9/2023: đang thực hiện",
    ),
    # said of the task while the item was open; a word from before tells nothing of it
    ((said("A.VII.4", "phong-qldn", "2023-08-15"),), "ngày 15/8/2023: đang thực hiện"),
    ((said("A.VII.4", "phong-qldn", "2023-08-14"),), None),
    # another period, another unit, later than the day asked about
    ((said(MONTHLY, "phong-qldn", "2023-09-12", period="2023-10"),), None),
    ((said("A.VII.4", "bqlda", "2023-09-12"),), None),
    ((said("A.VII.4", "phong-qldn", "2023-10-03"),), None),
    # «nothing» decides no state and is still the last thing heard
    (
        (
            said(MONTHLY, "phong-qldn", "2023-09-12", period="2023-09"),
            said("A.VII.4", "phong-qldn", "2023-09-20", "nothing"),
        ),
        "ngày 20/9/2023: không phát sinh trong kỳ",
    ),
    # resumed before the item opened: that is why it runs
    (
        (
            said("A.VII.4", "phong-qldn", "2023-08-05", "suspended"),
            said("A.VII.4", "phong-qldn", "2023-08-10", "doing"),
        ),
        "ngày 10/8/2023: đang thực hiện",
    ),
]


@pytest.mark.parametrize(("entries", "words"), LAST_HEARD)
def test_the_last_thing_heard(entries: tuple[Entry, ...], words: str | None) -> None:
    heard = f"cập nhật gần nhất {words}" if words else "chưa có cập nhật"
    assert reason_of(due(*entries), "A.VII.4", "2023-09") == f"hạn 18/9/2023; {heard}"


def test_a_day_counted_in_an_undecided_year_says_so() -> None:
    rows = due(calendar=CALENDAR._replace(decided=frozenset()))
    mark = "; tạm tính: lịch nghỉ năm 2023 chưa quyết định"
    assert reason_of(rows, "A.VII.4", "2023-09") == f"hạn 18/9/2023; chưa có cập nhật{mark}"
    assert reason_of(rows, "A.III.3", "2023-Q3").endswith(f"hạn nội bộ 11/9/2023{mark}")
    assert (
        reason_of(rows, "A.I.6", "2023-09") == "hạn 30/9/2023; chưa có cập nhật"
    )  # a day that nobody counts
    assert all("tạm tính" in row.reason for row in gathered(PLAN, rows) if row.state == "missing")


@pytest.mark.parametrize(("decided", "year"), [({2025}, 2024), ({2024}, 2025)])
def test_the_year_that_is_not_decided_is_named(decided: set[int], year: int) -> None:
    begun = [
        said(trigger, "van-phong", "2024-12-20", "done")
        for trigger in EXAMPLE.plan.tasks["A.IV.3"].owes["quy-trinh-noi-bo"].after
    ]
    calendar = EXAMPLE.calendar._replace(decided=frozenset(decided))
    rows = due(*begun, on=date(2024, 12, 30), plan=EXAMPLE.signed, calendar=calendar)
    found = {row.reason for row in rows if row.task == "A.IV.3" and row.due}
    assert found == {
        f"hạn 13/01/2025; chưa có cập nhật; tạm tính: lịch nghỉ năm {year} chưa quyết định"
    }


def test_a_title_names_the_period_where_there_are_several() -> None:
    titles = {(row.task, row.period): row.title for row in due(within=365)}
    assert (
        titles["A.VII.4", "2023-10"]
        == "Báo cáo tháng gửi Sở Kế hoạch và Đầu tư (tháng 10 năm 2023)"
    )
    assert (
        titles["A.VII.1", "2023-Q4"]
        == "Tổ chức đối thoại với cộng đồng doanh nghiệp (quý IV năm 2023)"
    )
    assert titles["A.I.5", "2023-lan-2"].endswith(" (lần 2 năm 2023)")
    assert titles["A.VIII.2", None] == "Tuyên truyền về mạng lưới tư vấn viên"
    assert titles["A.III.3", "2023-Q3"] == "Báo cáo quý III năm 2023"


def test_a_title_names_a_free_range() -> None:
    owed = replace(PLAN.tasks["A.I.6"].owes["kiem-tra-cchc"], during=("2023-09-11_2023-09-20",))
    task = replace(PLAN.tasks["A.I.6"], owes={"kiem-tra-cchc": owed})
    rows = due(plan=replace(PLAN, tasks={"A.I.6": task}))
    assert (
        rows[0].title
        == "Kiểm tra công tác cải cách hành chính (từ ngày 11/9/2023 đến ngày 20/9/2023)"
    )


def test_nothing_is_missing_for_a_period_before_the_plan() -> None:
    assert [row for row in due(on=date(2023, 9, 1)) if row.state == "missing"] == []


# --- how far ahead
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "within", "listed"),
    [
        (date(2023, 10, 2), 15, True),
        (date(2023, 10, 2), 14, False),
        (date(2023, 10, 17), 0, True),
        (date(2023, 10, 16), 0, False),
        (date(2023, 9, 14), 33, True),  # before its window opens: not due, and near all the same
    ],
)
def test_due_soon_counts_the_last_day(on: date, within: int, listed: bool) -> None:
    assert any(row.period == "2023-10" and row.soon for row in due(on=on, within=within)) is listed


def test_the_day_after_it_is_late() -> None:
    (row,) = (row for row in due(on=date(2023, 10, 18), within=0) if row.period == "2023-10")
    assert (row.state, row.days) == ("overdue", 1)


def test_within_may_be_typed_in_two_ways(run: Run, real: Path) -> None:
    assert run(*ON, "--within", "15", cwd=real) == run(*ON, "--within", "15d", cwd=real)
    assert "đến hạn trong 15 ngày" in run(*ON, "--within", "15", cwd=real).err
    assert "đến hạn" not in run(*ON, "--within", "0d", cwd=real).err
    on_the_day = run("deadlines", "--as-of", "2023-10-17", "--within", "0", cwd=real)
    assert "; 01 việc đến hạn trong ngày; " in on_the_day.err
    assert "Đang thực hiện (trong hạn), đến hạn" in on_the_day.out


@pytest.mark.parametrize("text", ["4w", "-1", "", "30 ngày", "²", "99999"])
def test_another_within_is_refused(run: Run, real: Path, text: str) -> None:
    said = f"pci: --within «{text}» không phải số ngày; gõ như 30d hoặc 30\n"
    assert run(*ON, f"--within={text}", cwd=real) == Ran(2, "", said)


# --- one unit
# --------------------------------------------------------------------------------------------------


def test_a_unit_sees_what_it_answers_for() -> None:
    for unit, count in MISSING.items():
        rows = due(unit=unit)
        assert {row.unit for row in rows} == {unit}
        assert sum(row.state == "missing" for row in rows) == count
        assert {row.task for row in rows if row.state == "waiting"} >= {"A.IV.3"}
    assert told(due(unit="van-phong"), "overdue", "open") == [("A.I.6", "2023-09", "van-phong", 2)]
    assert told(due(unit="bqlda"), "overdue", "open") == []
    assert sorted(row for unit in MISSING for row in due(unit=unit)) == sorted(due())


@pytest.fixture
def owing() -> Plan:
    """The real plan, but a task led by the one-stop desk and one led by the ISO team owe something
    in September."""
    owed = {**PLAN.tasks["A.I.6"].owes}
    tasks = {
        i: replace(t, owes=owed) if i in ("A.I.2", "A.I.7") else t for i, t in PLAN.tasks.items()
    }
    return replace(PLAN, tasks=tasks)


def test_a_sub_unit_sees_its_parents_items_on_the_tasks_it_leads(owing: Plan) -> None:
    reports = [(row.task, row.state, row.unit) for row in due(unit="bo-phan-mot-cua")]
    assert reports == [(i, "missing", "van-phong") for i in ("A.I.2", "A.I.3", "A.I.4", "A.VI.2")]
    assert told(due(plan=owing, unit="bo-phan-mot-cua"), "overdue") == [
        ("A.I.2", "2023-09", "van-phong", 2)
    ]
    assert [row.task for row in due(plan=owing, unit="van-phong") if row.state == "overdue"] == [
        "A.I.2",
        "A.I.6",
    ]


def test_the_iso_team_has_its_own_items_and_its_report_is_the_offices(owing: Plan) -> None:
    assert [(row.task, row.state, row.unit) for row in due(unit="to-thu-ky-iso")] == [
        ("A.I.7", "missing", "van-phong")
    ]
    assert told(due(plan=owing, unit="to-thu-ky-iso"), "overdue") == [
        ("A.I.7", "2023-09", "to-thu-ky-iso", 2)
    ]
    assert "A.I.7" in {row.task for row in due(unit="van-phong") if row.state == "missing"}


def test_who_reports_through_another_is_told_so(run: Run, real: Path) -> None:
    for name, through, missing in (
        ("Tổ Thư ký ISO", "Tổ Thư ký ISO", 1),
        ("mot cua", "Bộ phận Một cửa", 4),
    ):
        ran = run(*ON, "--unit", name, cwd=real)
        assert (ran.code, ran.out.count("\n")) == (0, 1 + missing)
        assert (
            f"{missing:02} báo cáo còn thiếu.\n{through} báo cáo qua Văn phòng.\n{UNCONFIRMED}"
            in ran.err
        )
    office = run(*ON, "--unit", "VP", "--format", "json", cwd=real)
    assert {item["unit"] for item in items(office)} == {"van-phong"}
    assert "báo cáo qua" not in office.err


# --- exit codes and the day
# ------------------------------------------------------------------------------------------

FAILING: list[tuple[list[str], int]] = [
    ([], 0),
    (["--fail-on", "overdue"], 1),
    (["--fail-on", "due"], 1),
    (["--fail-on", "missing"], 1),
    (["--fail-on", "due", "--within", "14"], 0),
    (["--fail-on", "due", "--fail-on", "overdue", "--within", "14"], 1),
    (["--fail-on", "overdue", "--unit", "BQLDA"], 0),
    (["--fail-on", "missing", "--unit", "BQLDA", "--format", "json"], 1),
    (["--fail-on", "missing", "--unit", "ISO"], 1),
]


@pytest.mark.parametrize(("arguments", "code"), FAILING, ids=str)
def test_findings_are_one_where_asked(
    run: Run, real: Path, arguments: list[str], code: int
) -> None:
    ran = run(*ON, *arguments, cwd=real)
    assert ran.code == code
    assert ran.out and "pci:" not in ran.err


@pytest.mark.parametrize(
    ("option", "value", "listed"),
    [
        ("--fail-on", "late", "overdue, due, missing"),
        ("--by", "week", "unit, date"),
        ("--format", "pdf", "table, json, csv, md, xlsx, ics"),
    ],
)
def test_words_that_are_not_known(
    run: Run, real: Path, option: str, value: str, listed: str
) -> None:
    said = f"pci: {option} «{value}» không dùng được; chọn một trong: {listed}\n"
    assert run(*ON, option, value, cwd=real) == Ran(2, "", said)


def test_a_plan_long_over_is_looked_at_on_31_january(run: Run, real: Path) -> None:
    capped = run("deadlines", "--format", "json", cwd=real)
    assert capped.err.startswith(
        "Tính đến ngày 31/01/2024, vì kế hoạch năm 2023 đã hết; --as-of để chọn ngày khác.\n"
    )
    assert json.loads(capped.out)["as_of"] == "2024-01-31"
    assert {item["period"] for item in items(capped) if item["state"] == "missing"} == {"2023-Q4"}
    asked = run("deadlines", "--format", "json", cwd=real, env={"PCI_AS_OF": "31/1/2024"})
    assert (asked.out, asked.err) == (capped.out, capped.err.partition("\n")[2])


# --- formats
# --------------------------------------------------------------------------------------------------


def test_a_pipe_gets_every_row_and_every_format_the_same_cells(run: Run, real: Path) -> None:
    plain = [line.split("\t") for line in run(*ON, cwd=real).out.splitlines()]
    assert plain[0] == ["Mã", "Nội dung", "Đơn vị", "Tình trạng", "Thời hạn", "Lý do"]
    assert len(plain) == 97
    assert plain[1] == [
        "",
        "Báo cáo quý III năm 2023 gửi Sở Kế hoạch và Đầu tư",
        "Văn phòng",
        "Quá hạn 14 ngày",
        "18/9/2023",
        "chưa ban hành, hạn gửi 18/9/2023",
    ]
    assert plain[2] == [
        "A.I.6",
        "Kiểm tra công tác cải cách hành chính (tháng 9 năm 2023)",
        "Văn phòng",
        "Quá hạn 02 ngày",
        "30/9/2023",
        "hạn 30/9/2023; chưa có cập nhật",
    ]
    assert Counter(row[3] for row in plain[1:]) == {
        "Quá hạn 02 ngày": 1,
        "Quá hạn 14 ngày": 2,
        "Đang thực hiện (trong hạn), còn 15 ngày": 1,
        "Chưa đủ điều kiện thực hiện": 7,
        "Chưa gửi báo cáo": 85,
    }
    assert (
        list(csv.reader(StringIO(run(*ON, "--format", "csv", cwd=real).out, newline=""))) == plain
    )
    lines = run(*ON, "--format", "md", cwd=real).out.splitlines()
    assert [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in (lines[0], *lines[2:])
    ] == plain
    assert run(*ON, "--format", "xlsx", cwd=real).out == "thoi-han-pci-2023.xlsx\n"


def test_order_by_unit_or_by_date(run: Run, real: Path) -> None:
    order = [*PLAN.units]
    by_unit = [order.index(item["unit"]) for item in items(run(*ON, "--format", "json", cwd=real))]
    assert by_unit == sorted(by_unit)
    by_date = [
        item["due"] or "9999"
        for item in items(run(*ON, "--by", "date", "--format", "json", cwd=real))
    ]
    assert by_date == sorted(by_date)


@pytest.mark.pty
@pytest.mark.parametrize("by", ["unit", "date"])
def test_a_screen_of_80_columns(real: Path, golden: Golden, by: str) -> None:
    shown = on_screen(80, *ON, "--by", by, cwd=real, NO_COLOR="1")
    assert max(map(len, shown.splitlines())) <= 80
    golden(f"deadlines-by-{by}-80.txt", shown)


def test_fewer_lines_for_a_person() -> None:
    lines = gathered(PLAN, due())
    assert Counter(line.state for line in lines) == {
        "overdue": 2,
        "open": 1,
        "waiting": 2,
        "missing": 6,
    }
    assert {line.unit for line in lines if line.task == "A.IV.3"} == {"tat-ca"}
    reports = {line.unit: line for line in lines if line.state == "missing"}
    assert {line.task for line in reports.values()} == {""}
    assert reports["van-phong"].reason.startswith(
        "hạn nội bộ 11/9/2023; 24 nhiệm vụ: A.I.1, A.I.2, "
    )
    # one of the six waits no longer in vain: nobody speaks for all
    rows = [row for row in due() if (row.task, row.unit) != ("A.IV.3", "bqlda")]
    assert sum(line.task == "A.IV.3" for line in gathered(PLAN, rows)) == 5


def test_the_example(run: Run, example: Path) -> None:
    on = ("deadlines", "--root", str(example), "--as-of", "2024-07-20")
    ran = run(*on, "--format", "json")
    assert ran.err.startswith("DỮ LIỆU MINH HỌA")
    assert json.loads(ran.out)["illustrative"] is True
    found = {(i["task"], i["period"], i["state"]): i["reason"] for i in items(ran)}
    assert (
        found["A.III.3", None, "open"]
        == "hạn 31/7/2024; cập nhật gần nhất ngày 12/7/2024: đang thực hiện"
    )
    assert (
        found["A.IV.3", None, "waiting"] == "chờ " + EXAMPLE.plan.triggers["ket-noi-he-thong"].title
    )
    assert run(*on, "--format", "md").out.startswith("**DỮ LIỆU MINH HỌA**")
    unfolded = run(*on, "--format", "ics").out.replace("\r\n ", "")
    assert (
        unfolded.count("\\nDỮ LIỆU MINH HỌA\r\n")
        == sum(bool(item["due"]) for item in items(ran))
        > 0
    )


def test_every_day_of_the_years_gives_sound_rows() -> None:
    """Each listed item is the ledger's own, and words never fail, whatever the day."""
    day = date(2024, 1, 1)
    while day < date(2025, 2, 28):
        book = ledger(EXAMPLE.plan, EXAMPLE.entries, day, EXAMPLE.calendar)
        rows = deadlines(book, EXAMPLE.calendar, 30)
        known = {
            (i.task, i.obligation, i.period, i.unit, i.due, i.state, i.days) for i in book.items
        }
        assert {row[:7] for row in rows if row.state != "missing"} <= known
        assert sum(row.state == "overdue" for row in rows) == sum(
            i.state == "overdue" for i in book.items
        )
        assert len({row[:4] for row in rows}) == len(rows)
        assert len(gathered(EXAMPLE.plan, rows)) <= len(rows)
        day += timedelta(days=7)
