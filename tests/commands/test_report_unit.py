"""`pci report --unit`: a unit's own paper tells its own work, marks what it owes, and counts nobody
else's."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import documents
import libreoffice
import pytest
from builders import CALENDAR, PLAN, entry_of, window
from docx import Document
from support import ROOT, Golden, Run

from pci import workspace
from pci.core import stats
from pci.core.ledger import Entry
from pci.nd30.form import check_form
from pci.nd30.reader import read_outline
from pci.reports.counts import due_counts
from pci.reports.facts import Facts, Sources, gather, unit_facts
from pci.reports.fields import mapping
from pci.reports.unit import unit_report
from pci.word.render import render

GAP = "PCI618"
"""What a draft leaves for people to fill in, which a check of its form points out."""
EXAMPLE = workspace.open_workspace(ROOT / "examples", "2024")


def make(run: Run, root: Path, name: str, *more: str, quarter: str = "3") -> bytes:
    """A unit's paper, as the program writes it."""
    command = ("report", "--quarter", quarter, "--unit", name, *more)
    return documents.made(run, root, *command, out=root.parent / "x.docx")


def known(*entries: Entry, day: str = "2023-09-14") -> Facts:
    """What the real plan's third quarter draws on where only this was said."""
    q3 = window("2023-Q3")
    return gather(
        Sources(PLAN, entries, q3, q3.window_last.fromisoformat(day), CALENDAR, PLAN.reporting)
    )


def fields(facts: Facts, unit: str) -> dict[str, Any]:
    """What the template of a unit's report is filled with."""
    values = mapping(unit_report(unit_facts(facts, unit)))
    assert isinstance(values, dict)
    return values


def printed(of: str, *entries: Entry, **more: Any) -> dict[str, Any]:
    return fields(known(*entries, **more), of)


# --- what it says
# -------------------------------------------------------------------------------------------------


def test_its_name_tells_period_and_unit(run: Run, real: Path, tmp_path: Path) -> None:
    done = run("report", "--quarter", "3", "--unit", "qldn", "--root", str(real))
    assert (done.code, done.out) == (0, "bao-cao-pci-2023-Q3-phong-qldn.docx\n")
    assert (tmp_path / "bao-cao-pci-2023-Q3-phong-qldn.docx").is_file()
    assert done.err == (
        "Số liệu của Phòng Quản lý Doanh nghiệp từ 15/6/2023 đến 14/9/2023; hạn nội bộ 11/9/2023.\n"
        "Chưa báo cáo 13 nhiệm vụ: A.III.3, A.III.4, A.III.6, A.IV.1, A.IV.2, A.V.1, "
        "A.VI.3, A.VI.4, A.VII.1, "
        "A.VII.2, A.VII.3, A.VII.4, A.VIII.3\n"
    )


def test_what_nothing_proves_is_seen_by_the_house(run: Run, real: Path) -> None:
    """Beside the papers, which do not say it."""
    about = (
        "A.VII.4/bao-cao-thang",
        "--period",
        "2023-09",
        "--unit",
        "qldn",
        "--date",
        "14/9/2023",
        "--state",
        "done",
    )
    root = ("--root", str(real))
    assert run("record", *about, "--result", "Đã gửi báo cáo tháng 9.", *root).code == 0
    doubt = "chưa có tài liệu kiểm chứng"
    asked = ("report", "--quarter", "3", *root, "--format", "md")
    whole, own = run(*asked), run(*asked, "--unit", "qldn")
    noticed = (
        "Chưa có tài liệu kiểm chứng: Phòng Quản lý Doanh nghiệp (01 việc đã xong): "
        "A.VII.4/bao-cao-thang (2023-09)"
    )
    for done in (whole, own):
        assert (noticed in done.err.splitlines(), doubt in done.out) == (True, False)


def test_the_example_and_the_draft_of_the_real_plan_read_well(
    run: Run, real: Path, example: Path, golden: Golden
) -> None:
    golden("report-unit-example-Q3.txt", documents.text(make(run, example, "DNLĐ")))
    golden("report-unit-real-Q3.txt", documents.text(make(run, real, "QLDN")).split("Phụ lục\n")[0])


def test_what_it_owes_is_highlighted_and_nothing_else(run: Run, real: Path, example: Path) -> None:
    plan_s = {"[chưa có số]", "[chưa có ngày] tháng 8 năm 2023"}
    assert set(documents.highlighted(make(run, real, "QLDN"))) == {
        "[chưa báo cáo]",
        "[bổ sung]",
        "[họ và tên]",
        *plan_s,
    }
    assert documents.highlighted(make(run, example, "DNLĐ")) == ["[họ và tên]"]
    owed = documents.highlighted(make(run, example, "QHXD"))
    assert owed.count("[chưa báo cáo]") == 3 + 3, (
        "ba chỉ số trong phần lời, ba nhiệm vụ trong Phụ lục"
    )


@pytest.mark.parametrize(("root", "year"), [(ROOT, 2023), (ROOT / "examples", 2024)])
def test_every_unit_of_both_plans_has_a_paper_in_the_form_of_the_decree(
    root: Path, year: int
) -> None:
    found = workspace.open_workspace(root, str(year))
    template = (ROOT / "templates/bao-cao-don-vi.docx").read_bytes()
    for period, units in (
        (f"{year}-Q3", list[str]()),
        (f"{year}-Q1", ["van-phong"]),
        (f"{year}", ["van-phong"]),
    ):
        span = window(period, found.plan)
        facts = gather(Sources(found.plan, found.entries, span, span.window_last, found.calendar))
        for name in units or [i for i in facts.plan.units if facts.plan.heir(i) == i]:
            values = fields(facts, name)
            assert values["phu_luc_1"], name
            data = render(template, "x.docx", values, "x", "x", span.window_last)
            found_in = [d for d in check_form(read_outline(data), "x.docx") if d.code != GAP]
            assert found_in == [], (name, period)


@pytest.mark.parametrize(
    ("name", "code", "capacity"),
    [
        ("van-phong", "BC-VP", "CHÁNH VĂN PHÒNG"),
        ("bo-phan-mot-cua", "BC-BPMC", "TRƯỞNG BỘ PHẬN"),
        ("to-thu-ky-iso", "BC-ISO", "TỔ TRƯỞNG"),
        ("phong-qltnmt", "BC-QLTNMT", "TRƯỞNG PHÒNG"),
        ("bqlda", "BC-BQLDA", "THỦ TRƯỞNG ĐƠN VỊ"),
    ],
)
def test_symbol_and_signer_follow_from_the_unit_s_name(name: str, code: str, capacity: str) -> None:
    values = printed(name)
    assert (values["ky_hieu"], values["quyen_han"]) == (code, [capacity])


def test_the_office_writes_to_the_leaders_without_a_way_round(run: Run, real: Path) -> None:
    assert "Kính gửi: Lãnh đạo Ban quản lý\n" in documents.text(make(run, real, "VP"))
    assert "Kính gửi: Lãnh đạo Ban quản lý (qua Văn phòng)\n" in documents.text(
        make(run, real, "QLDN")
    )


def test_its_title_names_the_unit_and_not_the_agency_again() -> None:
    assert printed("phong-qldn")["trich_yeu"] == (
        "Kết quả thực hiện Kế hoạch triển khai Chương trình hành động nâng cao chỉ số năng "
        "lực cạnh tranh cấp tỉnh "
        "(PCI) năm 2023 của Phòng Quản lý Doanh nghiệp quý III năm 2023"
    )


def test_the_agency_s_name_breaks_as_in_its_own_papers(run: Run, real: Path) -> None:
    assert documents.text(make(run, real, "QLDN")).startswith(
        "BAN QUẢN LÝ\nKHU KINH TẾ VÂN PHONG\nPHÒNG QUẢN LÝ\nDOANH NGHIỆP\n"
    )


# --- whose work it is
# ---------------------------------------------------------------------------------------------


def test_it_holds_the_tasks_that_the_list_of_the_unit_holds(run: Run, real: Path) -> None:
    for name in ("van-phong", "bo-phan-mot-cua", "phong-qldn"):
        listed = json.loads(
            run("tasks", "--unit", name, "--format", "json", "--root", str(real)).out
        )["tasks"]
        told = json.loads(
            run(
                "report", "--quarter", "3", "--unit", name, "--format", "json", "--root", str(real)
            ).out
        )
        assert told["schema"] == "pci.report/1"
        assert [i["id"] for i in told["tasks"]] == [
            i["id"] for i in listed if i["role"] != "related"
        ], name


def test_a_shared_task_has_only_its_own_words_and_state() -> None:
    own = entry_of("A.III.3", "phong-qldn", result="Trả lời 5 doanh nghiệp")
    other = entry_of("A.III.3", "van-phong", result="Trả lời 7 doanh nghiệp")
    text = str(printed("phong-qldn", own, other))
    assert "Trả lời 5 doanh nghiệp" in text
    assert "Trả lời 7 doanh nghiệp" not in text
    assert "Phòng Quản lý Doanh nghiệp)" not in text, "của mình thì không cần ghi của ai"


class Printed(NamedTuple):
    """The paper of a unit for a period of a plan."""

    unit: str
    name: str
    own: Facts
    values: dict[str, Any]


@cache
def papers(root: Path, year: int, period: str) -> list[Printed]:
    """All units' papers for a period of a plan."""
    found = workspace.open_workspace(root, str(year))
    span = window(f"{year}{period}", found.plan)
    facts = gather(Sources(found.plan, found.entries, span, span.window_last, found.calendar))
    return [
        Printed(i, found.plan.name(i), unit_facts(facts, i), fields(facts, i))
        for i in facts.plan.units
    ]


def every_paper(*periods: str) -> Iterator[Printed]:
    """All units' papers, of both plans."""
    for root, year in ((ROOT, 2023), (ROOT / "examples", 2024)):
        for period in periods:
            yield from papers(root, year, period)


def test_nothing_is_counted_that_there_is_none_of() -> None:
    for name, _, _, values in every_paper("-Q1", "-Q3", ""):
        counts = f"{values['so_lieu']}; {values['trong_ky']['so_lieu']}"
        assert not re.search(r"(?<![\d/.,])0+\b(?![/.,]\d)", counts), (name, counts)


def test_the_office_tells_what_it_reports_for_others() -> None:
    q3 = window("2024-Q3", EXAMPLE.plan)
    facts = gather(Sources(EXAMPLE.plan, EXAMPLE.entries, q3, q3.window_last, EXAMPLE.calendar))
    office = fields(facts, "van-phong")
    assert (office["tong"]["nhiem_vu"], office["tong"]["thuong_xuyen"]) == ("09", "08")
    assert office["so_lieu"].startswith(
        "trong 08 đầu việc có thời hạn, kể cả việc báo cáo thay: 06 đã hoàn thành"
    )
    assert list(office["vai_tro"].values()) == ["01", "03", "01"]
    assert len(list(rows(office))) == 9 + 1 + 3 + 1, "chủ trì, thay, phối hợp, có liên quan"
    assert "Tổ Chuyển đổi số: " in str(office["phu_luc_1"])


PERIODS = ("-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-9M", "", "-08")


def test_the_sentences_of_a_paper_count_the_same_work() -> None:
    for name, _, own, values in every_paper(*PERIODS):
        span, due = own.window, due_counts(own.items, own.window).states
        assert int(values["tong"]["dau_viec"]) == len(own.items), (name, span)
        for field, state in (
            ("dung_han", "done"),
            ("hoan_thanh_muon", "done_late"),
            ("qua_han", "overdue"),
        ):
            assert due[state] <= int(values["tong"][field]), (name, span, state)


def test_every_row_of_the_appendix_is_counted_by_the_unit_s_part() -> None:
    for name, _, _, values in every_paper("-Q1", "-Q3"):
        parts = [values["tong"]["nhiem_vu"], *values["vai_tro"].values()]
        assert sum(int(count or 0) for count in parts) == len(list(rows(values))), name


def rows(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The tasks of the appendix."""
    return (row for section in values["phu_luc_1"] for row in section["nhiem_vu"])


def told(values: dict[str, Any]) -> list[str]:
    """What stands under the sub-indices."""
    sections = [*values["chi_so_pci"], *values["chi_so_xanh"]]
    return [line for section in sections for line in section["dong"]]


def test_work_to_come_is_one_sentence_where_there_is_none(run: Run, example: Path) -> None:
    alone = "\nTiếp tục thực hiện các nhiệm vụ theo Kế hoạch.\nKhông có nhiệm vụ đến hạn.\n"
    assert alone in documents.text(make(run, example, "QHXD"))


def test_its_figures_are_its_row_of_the_official_table(run: Run, example: Path) -> None:
    q3 = window("2024-Q3", EXAMPLE.plan)
    facts = gather(Sources(EXAMPLE.plan, EXAMPLE.entries, q3, q3.window_last, EXAMPLE.calendar))
    rows = {row.id: row for row in stats.by_unit(facts.book).rows}
    assert {unit_id: stats.of_unit(facts.book, unit_id) for unit_id in rows} == rows
    told = json.loads(
        run("report", "--quarter", "3", "--unit", "DNLĐ", "--format", "json", cwd=example).out
    )
    assert told["stats"]["total"]["id"] == "phong-dnld"
    assert told["stats"]["total"]["items"]["total"] == rows["phong-dnld"].total == 16


def test_a_sub_unit_reports_by_its_parent_s_item() -> None:
    """Its parent's word closing_period what it leads; what its parent leads itself is no business
    of its own."""
    owed = {"A.I.2", "A.I.3", "A.I.4", "A.VI.2"}
    assert set(unit_facts(known(), "bo-phan-mot-cua").missing) == owed
    words = (
        entry_of("A.I.2", "van-phong", result="Hướng dẫn 40 lượt"),
        entry_of("A.I.1", "van-phong", result="Niêm yết đủ"),
    )
    assert set(unit_facts(known(*words), "bo-phan-mot-cua").missing) == owed - {"A.I.2"}
    text = str(printed("bo-phan-mot-cua", *words))
    assert "- Hướng dẫn 40 lượt (Văn phòng)." in text
    assert "Niêm yết đủ" not in text


def test_the_office_reports_for_its_parts_and_says_whose_words_they_are() -> None:
    values = printed(
        "van-phong", entry_of("A.I.7", "to-thu-ky-iso", result="Đánh giá nội bộ 01 lần")
    )
    assert told(values) == ["- Đánh giá nội bộ 01 lần (Tổ Thư ký ISO)."]
    assert values["tong"]["nhiem_vu"] == "25"
    assert "Tổ Thư ký ISO: Đánh giá nội bộ 01 lần" in [row["ket_qua"] for row in rows(values)]


def test_what_it_coordinates_is_told_and_never_owed() -> None:
    values = printed(
        "phong-qldn", entry_of("A.I.2", "phong-qldn", result="Cử 02 công chức hướng dẫn")
    )
    assert told(values) == ["- Cử 02 công chức hướng dẫn."]
    (row,) = [row for row in rows(values) if row["ket_qua"]]
    assert (row["ket_qua"], row["thieu"]) == ("Cử 02 công chức hướng dẫn", "")
    assert "Chỉ số gia nhập thị trường" not in str(printed("phong-qldn")["chi_so_pci"])


def test_work_with_a_day_is_told_with_its_day_and_state() -> None:
    values = printed("phong-qldn", day="2023-09-20")
    assert "Tháng 9 năm 2023: quá hạn 02 ngày" in str(values["phu_luc_1"])
    monthly = "- Báo cáo tháng gửi Sở Kế hoạch và Đầu tư"
    late, coming, meeting, waiting = values["doan"]["phuong_huong"]["dong"]
    assert late == f"{monthly} (tháng 9 năm 2023): quá hạn, khẩn trương hoàn thành."
    assert coming == f"{monthly} (từ tháng 10 đến tháng 12 năm 2023)."
    assert meeting == "- Tổ chức đối thoại với cộng đồng doanh nghiệp (quý IV năm 2023)."
    assert waiting.startswith(
        "- Khai thác kho dữ liệu và cơ sở dữ liệu chuyên ngành: thực hiện sau"
    )


def test_what_was_only_kept_up_is_one_line_a_sub_index() -> None:
    rest = {"period": "2023-Q3", "state": "nothing"}
    one = entry_of("A.III.3", "phong-qldn", result="Trả lời 5 doanh nghiệp")
    closing = entry_of("con-lai", "phong-qldn", **rest)
    kept_up = "duy trì thực hiện thường xuyên, không phát sinh vướng mắc"
    assert told(printed("phong-qldn", one, closing))[:2] == [
        "- Trả lời 5 doanh nghiệp.",
        f"- Các nhiệm vụ còn lại: {kept_up}.",
    ]


@pytest.mark.parametrize(
    ("wrote", "row"),
    [
        (
            "Các nhiệm vụ còn lại được duy trì thường xuyên.",
            "Các nhiệm vụ còn lại được duy trì thường xuyên.",
        ),
        ("giữ nền nếp", "Giữ nền nếp"),
        (None, "Duy trì thực hiện, không phát sinh."),
    ],
)
def test_the_row_of_one_task_says_what_was_said_of_all_that_remain(
    wrote: str | None, row: str
) -> None:
    """Standing work, that is; of any other the same line says only that nothing arose."""
    closing = entry_of("con-lai", "phong-qldn", period="2023-Q3", state="nothing", result=wrote)
    results = {task["noi_dung"]: task["ket_qua"] for task in rows(printed("phong-qldn", closing))}
    said = {
        (task.standing, results[task.work])
        for task in PLAN.tasks.values()
        if results.get(task.work)
    }
    assert said == {(True, row), (False, "Không phát sinh trong kỳ.")}


def test_all_its_open_remarks_stand_here_internal_ones_and_old_ones_too() -> None:
    old = entry_of(
        "A.VII.1",
        "phong-qldn",
        "2023-03-01",
        difficulty={"to": "noi-bo", "text": "Thiếu phòng họp."},
    )
    new = entry_of("A.VII.1", "phong-qldn", proposal={"to": "so-khdt", "text": "Cấp mẫu biểu"})
    other = entry_of("A.I.1", "van-phong", proposal={"to": "lanh-dao-ban", "text": "Mua máy"})
    texts = printed("phong-qldn", old, new, other)["doan"]
    assert texts["kho_khan"]["dong"] == ["- Thiếu phòng họp (từ quý I)."]
    assert texts["kien_nghi"]["dong"] == ["Đối với Sở Kế hoạch và Đầu tư:", "- Cấp mẫu biểu."]
    answer = entry_of("A.VII.1", "van-phong", "2023-09-10", answers=new.id)
    assert printed("phong-qldn", old, new, answer)["doan"]["kien_nghi"]["dong"] == []


def test_silence_is_no_answer() -> None:
    assert printed("phong-qldn")["doan"]["kho_khan"]["dong"] == []
    closing = entry_of("con-lai", "phong-qldn", period="2023-Q3", state="nothing")
    assert printed("phong-qldn", closing)["doan"]["kho_khan"]["dong"] == [
        "Trong kỳ không phát sinh khó khăn, vướng mắc."
    ]


def test_where_nobody_was_asked_a_unit_does_not_deny_either() -> None:
    month = window("2023-08")
    facts = gather(Sources(PLAN, (), month, month.window_last, CALENDAR))
    values = fields(facts, "phong-qldn")
    assert [values["doan"][kind]["dong"] for kind in ("kho_khan", "kien_nghi")] == [[], []]


def test_general_measures_and_conditions_are_told_with_their_documents() -> None:
    measure = entry_of("II.1.3", "phong-qldn", result="Đăng 05 tin bài.", evidence=["12/TB-KKT"])
    trigger = entry_of("kho-du-lieu", "phong-qldn", state="done", evidence=["9/TB-STTTT"])
    values = printed("phong-qldn", measure, trigger)
    assert values["doan"]["chi_dao"]["dong"] == ["- Đăng 05 tin bài (12/TB-KKT)."]
    results = [line for index in values["chi_so_pci"] for line in index["dong"]]
    met = "- Kho quản lý dữ liệu kết quả giải quyết TTHC điện tử được xây dựng (9/TB-STTTT)."
    assert met in results


# --- what is asked of it
# ------------------------------------------------------------------------------------------


def test_strict_finds_what_the_unit_owes(run: Run, example: Path) -> None:
    for name, code in (("DNLĐ", 0), ("QHXD", 1)):
        assert run("report", "--quarter", "3", "--unit", name, "--strict", cwd=example).code == code


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("quản lý", "có thể là nhiều đơn vị"),
        ("Sở Kế hoạch và Đầu tư", "không có đơn vị"),
        ("phòng xyz", "không có đơn vị «phòng xyz»"),
    ],
)
def test_a_name_must_mean_one_unit(run: Run, real: Path, name: str, told: str) -> None:
    done = run("report", "--quarter", "3", "--unit", name, "--root", str(real))
    assert (done.code, done.out, told in done.err) == (2, "", True), done.err


@pytest.mark.parametrize(
    "option", ["--title=x", "--addressee=x", "--basis=x", "--words", "--charts", "--issue"]
)
def test_the_office_s_own_options_are_refused(run: Run, real: Path, option: str) -> None:
    done = run("report", "--quarter", "3", "--unit", "QLDN", option, "--root", str(real))
    assert (done.code, done.out) == (2, "")
    assert f"--unit không đi với {option.partition('=')[0]}" in done.err


def test_other_periods_and_a_look_without_word(run: Run, example: Path) -> None:
    done = run("report", "--month", "9", "--unit", "DNLĐ", "--format", "md", cwd=example)
    assert "trong tháng 9 năm 2024 của Phòng Doanh nghiệp và Lao động" in done.out
    assert "Chưa báo cáo" not in done.err, "không ai nợ báo cáo tháng"
    assert run("report", "--unit", "DNLĐ", cwd=example).code == 2


def test_a_file_edited_since_is_never_replaced(run: Run, real: Path, tmp_path: Path) -> None:
    command = ("report", "--quarter", "3", "--unit", "QLDN", "--root", str(real))
    name = run(*command).out.strip()
    document = Document(str(tmp_path / name))
    document.paragraphs[0].add_run("sửa tay")
    document.save(str(tmp_path / name))
    assert run(*command).out == "bao-cao-pci-2023-Q3-phong-qldn-2.docx\n"


@pytest.mark.office
def test_libreoffice_opens_it(run: Run, example: Path, tmp_path: Path) -> None:
    path = tmp_path / "y.docx"
    path.write_bytes(make(run, example, "DNLĐ"))
    pages = libreoffice.pages(path)
    assert 4 <= len(pages) <= 8
    assert any("PHÒNG DOANH NGHIỆP" in page for page in pages)
