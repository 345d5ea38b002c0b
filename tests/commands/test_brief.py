"""`pci report --brief`: the leaders' four lists, whole in JSON, on one A4 page in Word whatever the
data.
"""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import documents
import libreoffice
import pytest
from builders import CALENDAR, PLAN, entry_of, plan_of, task
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT, Golden, Run

from pci.core.ledger import Entry, ledger
from pci.core.model import Letters, Plan
from pci.nd30.form import check_form
from pci.nd30.reader import read_outline
from pci.reports import brief
from pci.reports.fields import mapping
from pci.word.render import render

DAY = "2023-10-02"
ON_EXAMPLE = ("report", "--brief", "--as-of", "2024-09-16")
TEMPLATE = (ROOT / "templates/tom-tat.docx").read_bytes()


def made(run: Run, root: Path, day: str = DAY) -> bytes:
    """The page of a workspace, as the program writes it."""
    command = ("report", "--brief", "--as-of", day)
    return documents.made(run, root, *command, out=root.parent / "x.docx")


def sheet(plan: Plan = PLAN, *entries: Entry, day: str = DAY) -> dict[str, Any]:
    book = ledger(plan, entries, date.fromisoformat(day), CALENDAR)
    values: dict[str, Any] = mapping(brief.sheet(brief.gather(book, CALENDAR, {})))
    return values


# --- what it says ---------------------------------------------------------------------------------


def test_it_lies_in_the_current_folder_under_the_day_s_name(
    run: Run, real: Path, tmp_path: Path
) -> None:
    done = run("report", "--brief", "--as-of", "2/10/2023", "--root", str(real))
    assert (done.code, done.out) == (0, f"tom-tat-pci-{DAY}.docx\n")
    assert done.err == (
        "Tính đến ngày 02/10/2023: 03 việc quá hạn; 01 việc đến hạn trong 30 ngày; 06 đơn vị chưa "
        "gửi đủ báo cáo; "
        "0 kiến nghị, khó khăn chờ quyết định.\n"
    )
    assert (tmp_path / f"tom-tat-pci-{DAY}.docx").is_file()


def test_without_a_day_it_stops_a_month_after_the_plan_s_year(run: Run, real: Path) -> None:
    done = run("report", "--brief", "--root", str(real))
    assert done.out == "tom-tat-pci-2024-01-31.docx\n"
    assert "Tính đến ngày 31/01/2024, vì kế hoạch năm 2023 đã hết" in done.err


def test_the_example_and_the_real_plan_read_well(
    run: Run, real: Path, example: Path, golden: Golden
) -> None:
    golden("brief-real.txt", documents.text(made(run, real)))
    golden("brief-example.txt", documents.text(made(run, example, "2024-09-16")))


def test_the_page_may_be_seen_without_word(run: Run, example: Path) -> None:
    done = run(*ON_EXAMPLE, "--format", "md", cwd=example)
    assert (
        done.code,
        "| 1 | Ban hành quy trình nội bộ sửa đổi | P.MTĐĐ | 26/8/2024 | 21 |" in done.out,
    ) == (0, True)


def test_json_has_all_four_lists_uncut(run: Run, real: Path, example: Path) -> None:
    told = json.loads(run("report", "--brief", "--as-of", DAY, "--format", "json", cwd=real).out)
    assert (told["schema"], told["as_of"]) == ("pci.brief/1", DAY)
    assert [(r["task"], r["obligation"], r["days"]) for r in told["overdue"]] == [
        ("A.VII.4", "bao-cao-thang", 14),
        (None, "gui-bao-cao", 14),
        ("A.I.6", "kiem-tra-cchc", 2),
    ]
    assert [(r["task"], r["days"]) for r in told["soon"]] == [("A.VII.4", -15)]
    assert len(told["missing"]) == 85
    chased = json.loads(run("deadlines", "--as-of", DAY, "--format", "json", cwd=real).out)["items"]
    rows = [*told["overdue"], *told["soon"], *told["missing"]]
    assert sorted(map(str, rows)) == sorted(str(row) for row in chased if row["state"] != "waiting")
    told = json.loads(run(*ON_EXAMPLE, "--format", "json", cwd=example).out)
    assert told["remarks"][0] == {
        "update": "2024-09-09-A.VIII.1-" + told["remarks"][0]["update"][-6:],
        "about": "A.VIII.1",
        "unit": "tt-htdn",
        "kind": "difficulty",
        "to": "lanh-dao-ban",
        "text": "Trung tâm chỉ có 03 viên chức làm công tác tư vấn, chưa có người chuyên về công "
        "nghệ.",
        "date": "2024-09-09",
        "days": 7,
        "passed": None,
    }
    assert "noi-bo" not in {remark["to"] for remark in told["remarks"]}


def test_only_what_waits_for_leaders_or_other_bodies_is_shown_and_leaders_see_their_own_first() -> (
    None
):
    def asks(unit: str, day: str, to: str, text: str) -> Entry:
        return entry_of("A.I.1", unit, day, proposal={"to": to, "text": text})

    outside = asks("van-phong", "2023-09-01", "ubnd-tinh", "Cấp máy")
    inside = asks("van-phong", "2023-09-02", "noi-bo", "Chuyển phòng")
    own = asks("phong-qldn", "2023-09-20", "lanh-dao-ban", "Cử người")
    shown = sheet(PLAN, outside, inside, own)["cho_quyet_dinh"]
    assert shown["so"] == "02"
    assert [tuple(row.values())[1:] for row in shown["dong"]] == [
        ("Kiến nghị (gửi Lãnh đạo Ban): Cử người", "P.QLDN", "20/9/2023", "12"),
        ("Kiến nghị (gửi UBND tỉnh): Cấp máy", "VP", "01/9/2023", "31"),
    ]
    answer = entry_of("A.I.1", "van-phong", "2023-09-25", answers=own.id)
    assert sheet(PLAN, outside, own, answer)["cho_quyet_dinh"]["so"] == "01"
    assert sheet(PLAN, outside, own, answer, day="2023-09-24")["cho_quyet_dinh"]["so"] == "02"


def test_units_late_with_the_same_work_share_a_row_and_all_are_counted() -> None:
    tasks = {"A.III.3": task({"ra-soat": {"by": "2023-09-30"}}, lead="tat-ca")}
    plan = plan_of(tasks, letters=Letters())
    done = [entry_of("A.III.3", unit, state="done") for unit in ("phong-qldt", "phong-qldn")]
    for entries, count, units in (
        (done, "04", "VP, P.QLQHXD, P.QLTNMT, BQLDA"),
        ([], "06", "Tất cả các phòng, đơn vị thuộc và trực thuộc"),
    ):
        late = sheet(plan, *entries)["qua_han"]
        (row,) = late["dong"]
        assert (late["so"], row["don_vi"]) == (count, units)


PERIODS = (
    "--quarter=3",
    "--month=9",
    "--half=1",
    "--nine-months",
    "--annual",
    "--from=2023-09-01",
    "--to=2023-09-20",
)


@pytest.mark.parametrize(
    "option", [*PERIODS, "--window=calendar", "--title=x", "--charts", "--cumulative", "--words"]
)
def test_it_is_of_a_day_and_takes_nothing_that_speaks_of_a_period(
    run: Run, real: Path, option: str
) -> None:
    done = run("report", "--brief", option, "--root", str(real))
    assert (done.code, done.out) == (2, "")
    name = option.partition("=")[0]
    of_day = "trang tóm tắt lập theo ngày: dùng --as-of"
    hint = of_day if option in PERIODS else f"bỏ {name}"
    assert done.err == f"pci: --brief không đi với {name}; {hint}\n"


def test_strict_finds_missing_reports(run: Run, real: Path, example: Path) -> None:
    assert run("report", "--brief", "--as-of", DAY, "--strict", cwd=real).code == 1
    assert run("report", "--brief", "--as-of", "2024-02-01", "--strict", cwd=example).code == 0


# --- one page -------------------------------------------------------------------------------------

LONG = (
    "Kịp thời xử lý hoặc phối hợp với các sở, ngành xử lý các khó khăn, vướng mắc của doanh nghiệp "
)


BLOCKS = ("qua_han", "den_han", "chua_bao_cao", "cho_quyet_dinh")


def crowded(count: int, title: str, remark: str) -> tuple[Plan, list[Entry]]:
    """A plan of so many tasks that are all late, as many that fall due, and a remark on each."""
    tasks = {}
    for n in range(1, count + 1):
        owes = {
            "muon": {"by": "2023-09-30", "title": title},
            "sap": {"by": "2023-10-20", "title": title},
        }
        tasks[f"A.I.{n}"] = task(owes, lead=list(PLAN.units)[n % len(PLAN.units)], standing=True)
    entries = [
        entry_of(
            i,
            t.lead,
            difficulty={"to": "so-tnmt", "text": remark},
            proposal={"to": "lanh-dao-ban", "text": remark},
        )
        for i, t in tasks.items()
    ]
    return plan_of(tasks, letters=Letters()), entries


CROWDED = {
    "dài": (100, LONG * 5, LONG * 5),
    "ngắn": (100, "Việc", "Ý"),
    "in hoa": (100, LONG.upper() * 5, LONG.upper() * 5),
    "liền": (100, "W" * 400, "ư" * 400),
    "lẫn lộn": (100, "UBND TP, TTHC; làm năm sau " * 30, "KCN Sông An 2, TNHH MTV ABC; xem " * 30),
    "từ dài": (100, "nghiêngnghiêngngh " * 40, "mmmmmmmmmmmmmm " * 40),
}


@pytest.mark.office
def test_it_is_one_page_whatever_the_data_and_no_words_are_lost(
    run: Run, real: Path, example: Path, tmp_path: Path
) -> None:
    papers = {
        "rỗng": made(run, real),
        "mẫu": made(run, example, "2024-09-16"),
        "mẫu, sau hạn": made(run, example, "2024-09-20"),
        "cuối năm": made(run, example),
    }
    last_words: dict[str, Counter[str]] = {}
    for name, (count, title, remark) in CROWDED.items():
        plan, entries = crowded(count, title, remark)
        values = sheet(replace(plan, illustrative=True), *entries)
        last_words[name] = Counter(
            row[field].split()[-1]
            for block in BLOCKS
            for row in values[block]["dong"]
            for field in ("noi_dung", "don_vi")
        )
        papers[name] = render(TEMPLATE, "tom-tat.docx", values, "x", "x", date(2023, 10, 2))
    paths = [tmp_path / f"{n}.docx" for n in range(len(papers))]
    for path, data in zip(paths, papers.values(), strict=True):
        path.write_bytes(data)
    for name, pages in zip(papers, libreoffice.pages_of(paths), strict=True):
        assert len(pages) == 1, name
        words = Counter(pages[0].split())
        assert last_words.get(name, Counter()) <= words, name


def test_what_does_not_fit_is_counted() -> None:
    plan, entries = crowded(300, LONG * 3, LONG * 3)
    values = sheet(plan, *entries)
    for block, total in (("qua_han", 300), ("den_han", 300), ("cho_quyet_dinh", 600)):
        shown, rest = values[block]["dong"], values[block]["con_lai"]
        assert (values[block]["so"], rest) == (str(total), str(total - len(shown)))
        counts = [int(owner.split()[-1]) for owner in values[block]["cua"].split(", ")]
        assert sum(counts) == int(rest)
        assert [row["tt"] for row in shown] == [str(n) for n in range(1, len(shown) + 1)]
        assert all(row["noi_dung"].endswith(" …") for row in shown)
        kept = [row["noi_dung"].removesuffix(" …").partition("): ")[2] for row in shown]
        assert all(f"{LONG * 3} ".startswith(f"{words} ") for words in kept if words), "trọn từ"


def test_where_all_fits_no_text_is_cut() -> None:
    plan, entries = crowded(1, LONG * 2, LONG * 2)
    values = sheet(plan, *entries)
    texts = [row["noi_dung"] for block in BLOCKS for row in values[block]["dong"]]
    assert len(texts) == 1 + 1 + 0 + 2
    assert all(text.endswith((LONG * 2).strip()) for text in texts)


def test_a_missing_report_is_told_by_its_unit_and_the_period_once() -> None:
    values = sheet()
    assert values["ky"] == "quý III năm 2023"
    assert [row["noi_dung"] for row in values["chua_bao_cao"]["dong"]][:2] == [
        "Văn phòng",
        "Phòng Quản lý Đầu tư",
    ]


HEIGHTS = st.sampled_from([15.5, 28.5, 41.5, 54.5])


@given(st.lists(st.lists(HEIGHTS, max_size=40), min_size=4, max_size=4))
def test_rows_fill_the_room_and_never_pass_it(heights: list[list[float]]) -> None:
    shown = brief.rows_shown(heights)
    assert brief.page_height(heights, shown) <= brief.ROOM
    for block, rows in enumerate(heights):
        more = [n + (i == block) for i, n in enumerate(shown)]
        whole = shown[block] == len(rows)
        assert whole or brief.page_height(heights, more) > brief.ROOM, "còn chỗ cho một dòng nữa"


def test_it_keeps_the_page_of_the_decree_though_it_is_no_document_of_it(
    run: Run, example: Path
) -> None:
    found = check_form(read_outline(made(run, example, "2024-09-16")), "x.docx")
    assert [d for d in found if d.code < "PCI620"] == [], "giấy, lề, phông, cỡ chữ, bảng"
