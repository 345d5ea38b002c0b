"""A whole decision replayed on the real plan: a task added, one ended, a lead changed, a day moved,
a schedule replaced; then a unit dissolved into two. The figures are worked out by hand.

All that is recorded here is invented for the test.
"""

import csv
import json
import re
import shutil
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support import ROOT, Run, swap

from pci.core.ledger import update_path
from pci.core.model import Update
from pci.files import shape, yamlio

DECISION = """\
document:
  type: Quyết định
  number: 300/QĐ-KKT
  date: 2023-07-28
  issuer: Ban quản lý Khu kinh tế Vân Phong
  title: Điều chỉnh, bổ sung Kế hoạch
effective: 2023-08-01
text: |
  Khảo sát doanh nghiệp trong quý II và quý IV/2023.
  Ban Quản lý dự án báo cáo tháng gửi Sở Kế hoạch và Đầu tư.
  Kiểm tra cải cách hành chính chậm nhất ngày 15/11/2023; lấy ý kiến vào quý I, quý III, quý IV.
add:
  tasks:
    A.I.8:
      number: "8"
      work: Khảo sát doanh nghiệp
      units: Phòng Quản lý Đầu tư
      lead: phong-qldt
      time: Quý II và quý IV/2023
      outputs: [Báo cáo khảo sát]
      owes:
        khao-sat: {title: Khảo sát, during: [2023-Q2, 2023-Q4], quote: quý II và quý IV/2023}
change:
  tasks:
    A.I.5:
      owes:
        lay-y-kien:
          {during: [2023-Q1, 2023-Q3, 2023-Q4], quote: "lấy ý kiến vào quý I, quý III, quý IV"}
    A.I.6:
      owes: {kiem-tra-cchc: {by: 2023-11-15, quote: chậm nhất ngày 15/11/2023}}
    A.VII.4:
      units: Ban Quản lý dự án chủ trì, phối hợp các phòng có liên quan
      lead: bqlda
end: {tasks: [A.VII.1, B.I.1]}
"""
SPLIT = """\
document:
  type: Quyết định
  number: 400/QĐ-KKT
  date: 2023-09-12
  issuer: Ban quản lý Khu kinh tế Vân Phong
  title: Đổi đơn vị chủ trì
effective: 2023-09-16
change:
  groups:
    tat-ca:
      members:
        [van-phong, phong-qldt, phong-qlqhxd, phong-qltnmt, phong-qldn, bqlda, phong-dat]
  tasks:
    A.II.1: {lead: phong-dat, units: "Phòng Đất đai chủ trì, phối hợp với Văn phòng"}
    A.II.2: {lead: phong-dat, units: "Phòng Đất đai chủ trì, phối hợp với Văn phòng"}
"""
ORGANISATION = """\
units:
  phong-qltnmt: {until: 2023-09-15, successor: phong-mt, basis: QĐ 400/QĐ-KKT}
  phong-mt: {name: Phòng Môi trường, short: P.MT, from: 2023-09-16}
  phong-dat: {name: Phòng Đất đai, short: P.ĐĐ, from: 2023-09-16}
"""
FIRST_QUARTERS = (
    *(
        ("con-lai", unit, day, "nothing", quarter)
        for quarter, day, silent in (
            ("2023-Q1", "2023-03-08", "bqlda"),
            ("2023-Q2", "2023-06-08", "phong-qltnmt"),
        )
        for unit in (
            "van-phong",
            "phong-qldt",
            "phong-qlqhxd",
            "phong-qltnmt",
            "phong-qldn",
            "bqlda",
        )
        if unit != silent
    ),
    *(
        ("A.VII.4/bao-cao-thang", "phong-qldn", day, "done", period)
        for day, period in (
            ("2023-01-16", "2023-01"),
            ("2023-02-20", "2023-02"),  # after 16/2
            ("2023-03-15", "2023-03"),
            ("2023-04-18", "2023-04"),
            ("2023-05-16", "2023-05"),
        )
    ),
    ("A.I.5/lay-y-kien", "van-phong", "2023-05-10", "done", "2023-lan-1"),
)
"""What was known when the report of the second quarter was issued, on 16/6."""
LATER = (
    ("A.VII.1/doi-thoai", "phong-qldn", "2023-06-20", "done", "2023-Q2"),
    ("A.VII.4/bao-cao-thang", "phong-qldn", "2023-07-18", "done", "2023-07"),
    ("A.VII.4/bao-cao-thang", "bqlda", "2023-08-10", "done", "2023-06"),  # since 16/6
    ("A.VII.4/bao-cao-thang", "bqlda", "2023-08-16", "done", "2023-08"),
    ("A.VII.4/bao-cao-thang", "bqlda", "2023-09-18", "done", "2023-09"),
    *(
        ("con-lai", unit, "2023-09-08", "nothing", "2023-Q3")
        for unit in ("van-phong", "phong-qldt", "phong-qldn", "bqlda")
    ),
    ("A.I.5/lay-y-kien", "van-phong", "2023-10-05", "done", "2023-Q3"),  # after 30/9
    ("kho-du-lieu", "van-phong", "2023-10-10", "done", None),
    ("csdl-chuyen-nganh", "van-phong", "2023-10-20", "done", None),
    ("A.I.6/kiem-tra-cchc", "van-phong", "2023-11-15", "done", None),
    ("A.IV.3/khai-thac-du-lieu", "phong-dat", "2023-12-01", "done", None),
    ("A.I.8/khao-sat", "phong-qldt", "2023-12-20", "done", "2023-Q4"),
)


class Figures(NamedTuple):
    """The work of a day by its states, and the report of the quarter: asked, received, in time."""

    done: int
    done_late: int
    overdue: int
    open: int
    not_due: int
    waiting: int
    quarter: str
    account: tuple[int, int, int]


FIGURES = {
    # lan-1, đối thoại quý II, tháng 1, 3, 4, 5, 7 | 2 | 6 | lan-2, tháng 8 | the rest of the year
    "2023-07-31": Figures(7, 1, 1, 2, 6, 7, "2023-Q2", (85, 71, 71)),
    # lan-2, đối thoại quý IV are gone; lấy ý kiến quý III, kiểm tra are open; khảo sát quý IV came
    "2023-08-01": Figures(7, 1, 1, 3, 6, 7, "2023-Q3", (84, 1, 1)),
    "2023-08-10": Figures(7, 2, 0, 3, 6, 7, "2023-Q3", (84, 1, 1)),
    "2023-09-15": Figures(8, 2, 0, 4, 4, 7, "2023-Q3", (84, 59, 59)),
    "2023-09-16": Figures(8, 2, 0, 4, 4, 8, "2023-Q3", (84, 59, 59)),
    "2023-10-01": Figures(9, 2, 1, 4, 2, 8, "2023-Q1", (85, 75, 75)),
    "2023-11-15": Figures(10, 3, 1, 11, 0, 1, "2023-Q3", (84, 59, 59)),
    "2023-11-17": Figures(10, 3, 2, 10, 0, 1, "2023-Q4", (101, 3, 3)),
    "2023-12-31": Figures(12, 3, 3, 7, 0, 1, "2023-Q4", (101, 4, 4)),
}


def say(root: Path, updates: tuple[tuple[str, str, str, str, str | None], ...]) -> None:
    """Write updates typed on the morning of their days."""
    for about, unit, day, state, period in updates:
        fields: dict[str, Any] = {"about": about, "unit": unit, "date": day, "state": state}
        fields |= {"period": period} if period else {}
        fields |= {"result": "Đã làm (minh họa).", "evidence": ["1/BC"]} if state == "done" else {}
        fields["recorded"] = f"{day}T08:00:00+07:00"
        path = root / update_path("2023", shape.value(Update, fields))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yamlio.write(fields), encoding="utf-8")


def issue(run: Run, root: Path, quarter: int, day: str) -> Path:
    """Issue the report of a quarter with the Office's words; silent units are called so."""
    path = root / f"plans/2023/reports/2023-Q{quarter}.yaml"
    path.parent.mkdir(exist_ok=True)
    parts = ("leadership", "assessment", "difficulties", "causes", "direction", "proposals")
    words = "".join(f"{part}: Lời của Văn phòng.\n" for part in parts)
    asked = ("report", "--quarter", str(quarter), "--issue", "--number", "10", "--date", day)
    for _ in range(2):
        path.write_text(f"written: 2023-12-31T08:00:00+07:00\n{words}", encoding="utf-8")
        done = run(*asked, cwd=root)
        if silent := re.search("viết vào assessment của lời văn: «(.*)»", done.err):
            words = words.replace("assessment: ", f"assessment: {silent[1]} ")
    assert done.code == 0, done.err
    return root / done.out.strip()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the year is kept once it was prepared."""
    return tmp_path_factory.mktemp("nam") / "2023"


@pytest.fixture
def year(run: Run, prepared: Path, tmp_path: Path) -> Path:
    """The year, its first two reports issued before the decision."""
    if not prepared.exists():
        shutil.copytree(ROOT / "plans", prepared / "plans")
        plan = prepared / "plans/2023.yaml"
        text = swap("\nissued: 2023-08 ", "\nissued: 2022-12-28 ")(plan.read_text(encoding="utf-8"))
        number = re.sub("(?m)^number: .*$", 'number: "9"', text, count=1)
        plan.write_text(number, encoding="utf-8")
        say(prepared, FIRST_QUARTERS)
        issue(run, prepared, 1, "16/3/2023")
        issue(run, prepared, 2, "16/6/2023")
        amendments = prepared / "plans/2023/amendments"
        amendments.mkdir()
        (amendments / "2023-08-01-dieu-chinh.yaml").write_text(DECISION, encoding="utf-8")
        (amendments / "2023-09-16-doi-don-vi.yaml").write_text(SPLIT, encoding="utf-8")
        (prepared / "plans/organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
        say(prepared, LATER)
    return Path(shutil.copytree(prepared, tmp_path / "nam"))


def told(run: Run, root: Path, *arguments: str) -> Any:
    done = run(*arguments, "--format", "json", cwd=root)
    assert done.code == 0, done.err
    return json.loads(done.out)


@pytest.mark.parametrize("day", FIGURES)
def test_the_figures_of_a_day(run: Run, year: Path, day: str) -> None:
    right = FIGURES[day]
    asked = ("stats", "--as-of", day, "--quarter", right.quarter[-1])
    seen = told(run, year, *asked)
    items = seen["total"]["items"]
    states = ("done", "done_late", "overdue", "open", "not_due", "waiting")
    assert tuple(items[state] for state in states) == right[:6]
    assert items["total"] == sum(right[:6])
    assert tuple(seen["reporting"].values()) == right.account
    assert sum(row["items"]["done"] for row in seen["rows"]) == right.done
    by_unit = told(run, year, *asked, "--by", "unit")
    assert sum(row["items"]["total"] for row in by_unit["rows"]) == items["total"]


# of each unit: work done in time, done late, overdue, unfinished in time, waiting; then what it was
# asked for and what it sent for the third quarter
OF_UNITS = {
    "2023-07-31": {
        "van-phong": (1, 0, 0, 2, 2),
        "phong-qldt": (0, 0, 0, 0, 1),
        "phong-qlqhxd": (0, 0, 0, 0, 1),
        "phong-qltnmt": (0, 0, 0, 0, 1),
        "phong-qldn": (6, 1, 1, 6, 1),
        "bqlda": (0, 0, 0, 0, 1),
    },
    "2023-08-01": {
        "van-phong": (1, 0, 0, 3, 2),
        "phong-qldt": (0, 0, 0, 1, 1),
        "phong-qlqhxd": (0, 0, 0, 0, 1),
        "phong-qltnmt": (0, 0, 0, 0, 1),
        "phong-qldn": (6, 1, 0, 0, 1),
        "bqlda": (0, 0, 1, 5, 1),
    },
    "2023-09-16": {
        "van-phong": (1, 0, 0, 3, 2),
        "phong-qldt": (0, 0, 0, 1, 1),
        "phong-qlqhxd": (0, 0, 0, 0, 1),
        "phong-dat": (0, 0, 0, 0, 1),
        "phong-mt": (0, 0, 0, 0, 1),
        "phong-qldn": (6, 1, 0, 0, 1),
        "bqlda": (1, 1, 0, 4, 1),
    },
    "2023-12-31": {
        "van-phong": (2, 1, 0, 2, 1),
        "phong-qldt": (1, 0, 0, 1, 0),
        "phong-qlqhxd": (0, 0, 0, 1, 0),
        "phong-dat": (1, 0, 0, 0, 0),
        "phong-mt": (0, 0, 0, 1, 0),
        "phong-qldn": (6, 1, 0, 1, 0),
        "bqlda": (2, 1, 3, 1, 0),
    },
}
NAMES = {
    "van-phong": "Văn phòng",
    "phong-qldt": "Phòng Quản lý Đầu tư",
    "phong-qlqhxd": "Phòng Quản lý Quy hoạch và Xây dựng",
    "phong-qltnmt": "Phòng Quản lý Tài nguyên và Môi trường",
    "phong-dat": "Phòng Đất đai",
    "phong-mt": "Phòng Môi trường",
    "phong-qldn": "Phòng Quản lý Doanh nghiệp",
    "bqlda": "Ban Quản lý dự án",
}
THIRD = {
    "van-phong": (24, 24),
    "phong-qldt": (13, 13),
    "phong-qlqhxd": (12, 0),
    "phong-qltnmt": (13, 0),
    "phong-qldn": (11, 11),
    "bqlda": (11, 11),
}
FOURTH = {
    "van-phong": (25, 2),
    "phong-qldt": (14, 0),
    "phong-qlqhxd": (13, 0),
    "phong-dat": (13, 1),
    "phong-mt": (12, 0),
    "phong-qldn": (12, 0),
    "bqlda": (12, 1),
}


@pytest.mark.parametrize("day", OF_UNITS)
def test_the_work_of_each_unit(run: Run, year: Path, day: str) -> None:
    seen = told(run, year, "stats", "--by", "unit", "--as-of", day)
    rows = {row["id"]: row["items"] for row in seen["rows"]}
    assert {
        unit: (
            items["done"],
            items["done_late"],
            items["overdue"],
            items["open"] + items["not_due"],
            items["waiting"],
        )
        for unit, items in rows.items()
        if items["total"]
    } == OF_UNITS[day]


@pytest.mark.parametrize(
    ("quarter", "day", "account"),
    [
        ("3", "2023-09-15", THIRD),
        # what the unit that ended still has to report, its successor owes
        (
            "3",
            "2023-09-16",
            {"phong-mt" if u == "phong-qltnmt" else u: n for u, n in THIRD.items()},
        ),
        ("4", "2023-12-31", FOURTH),
    ],
)
def test_the_reports_of_each_unit(
    run: Run, year: Path, quarter: str, day: str, account: dict[str, tuple[int, int]]
) -> None:
    asked = ("stats", "--by", "unit", "--as-of", day, "--quarter", quarter, "--format", "csv")
    done = run(*asked, cwd=year)
    assert done.code == 0, done.err
    rows = {row[0]: row for row in csv.reader(StringIO(done.out.lstrip("\ufeff")))}
    counts = {unit: tuple(map(int, rows[NAMES[unit]][-3:-1])) for unit in account}
    assert counts == account


def test_who_took_over_is_told_with_how_late_it_was(run: Run, year: Path) -> None:
    rows = told(run, year, "deadlines", "--as-of", "2023-08-01")["items"]
    late = [row for row in rows if row["state"] == "overdue" and row["task"] == "A.VII.4"]
    assert [(row["unit"], row["period"], row["days"]) for row in late] == [("bqlda", "2023-06", 46)]


@pytest.mark.parametrize("quarter", ["1", "2"])
def test_the_papers_issued_before_stay_as_they_were(run: Run, year: Path, quarter: str) -> None:
    (issued,) = year.glob(f"bao-cao-pci-2023-Q{quarter}-*.docx")
    done = run("report", "--quarter", quarter, "-o", "lai.docx", cwd=year)
    assert (done.code, "nay đã khác" in done.err) == (0, False), done.err
    assert (year / "lai.docx").read_bytes() == issued.read_bytes()


DAYS = ("2023-03-20", "2023-07-31", "2023-08-01", "2023-09-15", "2023-09-16", "2023-12-05")
COMMANDS = (
    *(
        command
        for unit in ((), *(("--unit", u) for u in ("phong-qltnmt", "phong-qldn", "bqlda")))
        for command in (
            ("tasks", *unit),
            ("log", *unit),
            ("deadlines", *unit),
            ("remind", *unit, "-o", "x.docx", "--force"),
            ("remind", "--request", *unit, "-o", "x.docx", "--force"),
            ("form", *(unit or ("--all",)), "-o", "x" if not unit else "x.xlsx", "--force"),
        )
    ),
    ("stats",),
    ("stats", "--by", "unit"),
    ("deadlines", "--format", "ics"),
    ("report", "--brief", "-o", "x.docx", "--force"),
    ("report", "--handover", "-o", "x.docx", "--force"),
    *(("show", task) for task in ("A.I.5", "A.I.6", "A.VII.1", "A.VII.4", "B.I.1", "A.II.1")),
)


@pytest.mark.long
@pytest.mark.parametrize("day", DAYS[2::2])
def test_no_command_stops_on_a_day(run: Run, year: Path, day: str) -> None:
    for command in COMMANDS:
        done = run(*command, "--as-of", day, cwd=year)
        assert done.code == 0, (command, done.err)


PERIODS = (
    ("--quarter", "3"),
    ("--quarter", "3", "--cumulative"),
    ("--half", "2"),
    ("--annual",),
    ("--from", "2023-07-20", "--to", "2023-09-20"),
)


@pytest.mark.long
@pytest.mark.parametrize("period", PERIODS, ids=" ".join)
def test_no_report_stops(run: Run, year: Path, period: tuple[str, ...]) -> None:
    for more in ((), ("--charts",), ("--unit", "phong-qltnmt"), ("--unit", "bqlda")):
        done = run("report", *period, *more, "-o", "x.docx", "--force", cwd=year)
        assert done.code == 0, (more, done.err)
    assert run("report", *period, "--format", "json", cwd=year).code == 0


def test_nothing_is_wrong_with_the_files(run: Run, year: Path) -> None:
    done = run("check", cwd=year)
    assert (done.code, done.out) == (0, "Không có lỗi.\n"), done.out
    assert run("doctor", cwd=year).code in (0, 1)
