"""`pci remind`: the two letters and the five lines, to whom they go, by when they ask, and what
they count.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import documents
import libreoffice
import pytest
from support import Golden, Run
from terminal import Talk

from pci.nd30.form import check_form
from pci.nd30.reader import read_outline
from tools.templates import letters as templates
from tools.templates.form import TEXT_WIDTH

AFTER = ("--as-of", "2023-09-20")
LATE = ("--as-of", "2023-10-02")
ASKING = ("--request", "--as-of", "2023-08-28")
GAP = "PCI618"
"""What a draft leaves for people to fill in, which a check of its form points out."""


def remind(run: Run, root: Path, *more: str) -> Any:
    """What a script is told."""
    done = run("remind", "--root", str(root), "--format", "json", *more)
    assert done.code == 0, done.err
    return json.loads(done.out)


def letter(run: Run, root: Path, *more: str) -> bytes:
    """A letter as the program writes it."""
    return documents.made(run, root, "remind", *more, out=root.parent / "cong-van.docx")


def without_updates(example: Path) -> Path:
    """The illustrative year in which nobody ever wrote anything: all its work ends up late."""
    shutil.rmtree(example / "plans/2024/progress")
    return example


def edited(root: Path, year: int, old: str, new: str) -> Path:
    plan = root / f"plans/{year}.yaml"
    text = plan.read_text(encoding="utf-8")
    assert old in text
    plan.write_text(text.replace(old, new), encoding="utf-8")
    return root


# --- the letters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "name"),
    [
        (ASKING, "de-nghi-bao-cao-pci-2023-Q3.docx"),
        (AFTER, "don-doc-pci-2023-09-20.docx"),
        ((*AFTER, "--unit", "QLDN"), "don-doc-pci-2023-09-20-phong-qldn.docx"),
    ],
)
def test_a_letter_lies_in_the_current_folder_under_a_name_of_its_own(
    run: Run, real: Path, tmp_path: Path, more: tuple[str, ...], name: str
) -> None:
    done = run("remind", "--root", str(real), *more)
    assert (done.code, done.out) == (0, f"{name}\n")
    assert (tmp_path / name).is_file()


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("request-real", ASKING),
        ("reminder-real-2023-09-20", AFTER),
        ("reminder-real-2023-10-02", LATE),
    ],
)
def test_the_real_plan_s_letters_read_well(
    run: Run, real: Path, golden: Golden, name: str, more: tuple[str, ...]
) -> None:
    golden(f"remind-{name}.txt", documents.text(letter(run, real, *more)))


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("request-example", ("--request", "--as-of", "2024-09-03")),
        ("reminder-example", ("--as-of", "2024-09-10")),
    ],
)
def test_the_example_s_letters_read_well(
    run: Run, example: Path, golden: Golden, name: str, more: tuple[str, ...]
) -> None:
    golden(f"remind-{name}.txt", documents.text(letter(run, example, *more)))


def test_the_day_itself_is_still_in_time_so_a_reminder_names_the_hour(run: Run, real: Path) -> None:
    text = documents.text(letter(run, real, "--as-of", "2023-09-20"))
    assert "Báo cáo quý III năm 2023, hạn gửi trước 16 giờ 00 ngày 11/9/2023: " in text


def test_the_form_of_every_letter_is_that_of_the_decree(
    run: Run, real: Path, example: Path
) -> None:
    empty = without_updates(shutil.copytree(example, example.parent / "trong"))
    for root, *more in (
        (real, *ASKING),
        (real, *LATE),
        (real, *LATE, "--unit", "BQLDA"),
        (example, "--as-of", "2024-10-02"),
        (example, "--request", "--as-of", "2024-09-03", "--unit", "MTĐĐ"),
        (empty, "--as-of", "2025-01-10"),
    ):
        found = check_form(read_outline(letter(run, root, *more)), "x.docx")
        assert [d for d in found if d.code != GAP] == []


def test_what_only_people_know_is_highlighted(run: Run, real: Path, example: Path) -> None:
    assert documents.highlighted(letter(run, real, *LATE)) == [
        "[chưa có số]",
        "[chưa có ngày] tháng 8 năm 2023",
        "[họ và tên]",
    ]
    assert documents.highlighted(letter(run, example, "--as-of", "2024-10-02")) == []


def test_a_single_addressee_stands_on_the_line_itself(run: Run, real: Path) -> None:
    assert "\nKính gửi: Ban Quản lý dự án\n" in documents.text(
        letter(run, real, *LATE, "--unit", "bqlda")
    )
    assert "\nKính gửi:\n- Văn phòng;\n" in documents.text(letter(run, real, *LATE))


def test_a_letter_to_one_unit_speaks_to_it_alone(run: Run, real: Path, example: Path) -> None:
    unit = "Trung tâm Hỗ trợ doanh nghiệp khu công nghiệp"
    own = documents.text(letter(run, example, "--unit", "tt-htdn", "--as-of", "2024-12-20"))
    assert f"thông báo tình hình và đề nghị {unit} như sau:" in own
    assert "11/12/2024: Trung tâm Hỗ trợ doanh nghiệp khu công nghiệp còn 03/" in own
    assert "\n- Gửi ngay báo cáo về các nhiệm vụ nêu tại mục 1" in own
    late = documents.text(letter(run, real, *LATE, "--unit", "QLDN"))
    assert "\n- Khẩn trương hoàn thành đầu việc quá hạn; báo cáo" in late
    asked = documents.text(
        letter(run, example, "--request", "--unit", "QHXD", "--as-of", "2024-09-03")
    )
    assert "đề nghị Phòng Quy hoạch và Xây dựng báo cáo kết quả thực hiện như sau:" in asked
    assert "\nSố nhiệm vụ đơn vị phải báo cáo:\n" in asked
    only = documents.text(letter(run, example, "--as-of", "2024-09-20"))
    assert "\nKính gửi: Phòng Quy hoạch và Xây dựng\n" in only
    for text in (own, late, asked, only):
        assert "\nĐề nghị đơn vị gửi " in text
        assert "các đơn vị" not in text
        assert "Đơn vị c" not in text


def test_invented_data_is_marked(run: Run, real: Path, example: Path) -> None:
    assert "DỮ LIỆU MINH HỌA" in documents.text(letter(run, example, "--as-of", "2024-10-02"))
    assert run("remind", "--text", "--as-of", "2024-10-02", cwd=example).out.startswith(
        "DỮ LIỆU MINH HỌA: "
    )
    assert "MINH HỌA" not in documents.text(letter(run, real, *LATE))


def test_nothing_to_chase_is_said_and_nothing_is_written(
    run: Run, real: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    done = run("remind", "--root", str(real), "--as-of", "2023-08-20")
    told = "Không có gì quá hạn, không thiếu báo cáo tính đến 20/8/2023: không lập văn bản.\n"
    assert (done.code, done.out, done.err) == (0, "", told)
    one = run(
        "remind", "--root", str(real), "--as-of", "2023-08-20", "--unit", "QLDN", "-o", "x.docx"
    )
    assert (one.code, one.out, one.err[:35]) == (0, "", "Phòng Quản lý Doanh nghiệp không có")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_letter_says_what_was_reported_in_official_words(
    run: Run, real: Path, example: Path
) -> None:
    late = documents.text(letter(run, real, *LATE))
    assert "\nChưa báo cáo kết quả\n" in late
    heard = documents.text(letter(run, example, "--as-of", "2024-09-10"))
    assert "\nBáo cáo gần nhất ngày 10/9/2024: đang thực hiện\n" in heard
    assert "cập nhật" not in (late + heard).casefold()


def test_what_was_last_reported_takes_few_lines() -> None:
    (width,) = [width for _, width, field in templates.LATE if field == "ghi_chu"]
    assert sum(width for _, width, _ in templates.LATE) == TEXT_WIDTH
    note = "Báo cáo gần nhất ngày 10/12/2024: đang thực hiện"
    assert len(note) * 1.85 <= 3 * (width - 2 * 1.9), "chữ cỡ 12, 1,9 mm là lề ô của Word"


def test_a_letter_cites_the_decree_as_papers_do(run: Run, real: Path) -> None:
    """The day it came into force is for the Office to know; a rule that is no document is not
    cited.
    """
    text = documents.text(letter(run, real, *ASKING))
    assert "(theo Điều 12 Nghị định số 09/2019/NĐ-CP ngày 24/01/2019 của Chính phủ)" in text
    assert "hiệu lực" not in text
    edited(real, 2023, "window: nd09", "window: calendar")
    text = documents.text(letter(run, real, "--request", "--quarter", "3", "--as-of", "2023-08-28"))
    assert "số liệu từ ngày 01/7/2023 đến ngày 30/9/2023" in text
    assert "(theo" not in text


@pytest.mark.office
def test_libreoffice_puts_no_signature_on_a_page_of_its_own(run: Run, example: Path) -> None:
    out = example.parent / "cong-van.docx"
    letter(run, without_updates(example), "--as-of", "2025-01-10")
    pages = libreoffice.pages(out)
    assert len(pages) > 2
    assert "Đề nghị các đơn vị gửi về Văn phòng" in pages[-1]
    headers = "\n".join(pages).count("Ghi chú")
    assert headers == len(pages) - 1, "hàng tiêu đề của bảng lặp lại ở mỗi trang"


# --- the five lines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "more"), [("request", ASKING), ("2023-09-20", AFTER), ("2023-10-02", LATE)]
)
def test_the_real_plan_in_five_lines(
    run: Run, real: Path, golden: Golden, name: str, more: tuple[str, ...]
) -> None:
    golden(f"remind-chat-real-{name}.txt", run("remind", "--text", "--root", str(real), *more).out)


def test_the_example_in_five_lines(run: Run, example: Path, golden: Golden) -> None:
    golden(
        "remind-chat-example.txt", run("remind", "--text", "--as-of", "2024-09-10", cwd=example).out
    )


def test_five_lines_stay_five_however_much_is_owed(run: Run, example: Path) -> None:
    long = "title: Phát hành Bản tin doanh nghiệp KCN"
    edited(
        without_updates(example),
        2024,
        long,
        long + " cùng phụ trương song ngữ dành cho nhà đầu tư nước ngoài",
    )
    done = run("remind", "--text", "--as-of", "2024-12-12", "--within", "60d", cwd=example)
    lines = done.out.splitlines()
    assert len(lines) == 5
    assert max(map(len, lines)) < 400
    assert (
        "Phát hành Bản tin doanh nghiệp KCN cùng phụ trương song ngữ… (tháng 01 năm 2024) - "
        "TT.HTDN, 327 ngày" in lines[2]
    )
    assert lines[2].endswith(" việc khác.")


def test_what_falls_due_is_told_though_nothing_is_late(run: Run, real: Path) -> None:
    done = run("remind", "--text", "--root", str(real), "--as-of", "2023-08-20")
    assert done.out.splitlines()[1:] == [
        "Đến hạn từ nay đến 19/9/2023: Báo cáo tháng gửi Sở Kế hoạch và Đầu tư (tháng 9 năm 2023) "
        "- P.QLDN, 18/9/2023.",
        "Đề nghị gửi kết quả về Văn phòng đúng hạn.",
    ]
    assert (
        run("remind", "--text", "--root", str(real), "--as-of", "2023-08-20", "--within", "9d").out
        == ""
    )


def test_the_lines_go_to_a_file_too(run: Run, real: Path, tmp_path: Path) -> None:
    shown = run("remind", "--text", "--root", str(real), *LATE).out
    assert run("remind", "--text", "--root", str(real), *LATE, "-o", "zalo.txt").out == "zalo.txt\n"
    assert (tmp_path / "zalo.txt").read_text(encoding="utf-8") == shown


# --- whom, what, by when --------------------------------------------------------------------------


def test_it_counts_what_the_other_commands_count(run: Run, real: Path, example: Path) -> None:
    for root, day in ((real, "2023-10-02"), (example, "2024-09-10")):
        told = remind(run, root, "--as-of", day)
        chased = json.loads(
            run(
                "deadlines", "--by", "date", "--as-of", day, "--format", "json", "--root", str(root)
            ).out
        )["items"]
        chased = [row for row in chased if row["task"]]  # the Office's own report goes to no unit
        assert told["overdue"] == [row for row in chased if row["state"] == "overdue"]
        assert told["soon"] == [row for row in chased if row["state"] in ("open", "not_due")]
        missing = [(row["unit"], row["task"]) for row in chased if row["state"] == "missing"]
        assert [
            (unit["unit"], task) for unit in told["reports"] for task in unit["missing"]
        ] == missing


def test_a_request_goes_to_every_unit_that_reports(run: Run, real: Path) -> None:
    told = remind(run, real, *ASKING)
    assert (told["kind"], told["period"]["id"], told["answer_by"]) == (
        "request",
        "2023-Q3",
        "2023-09-11T16:00:00+07:00",
    )
    counts = {row["unit"]: len(row["asked"]) for row in told["reports"]}
    assert counts == {
        "van-phong": 24,
        "phong-qldt": 12,
        "phong-qlqhxd": 12,
        "phong-qltnmt": 14,
        "phong-qldn": 13,
        "bqlda": 10,
    }
    assert told["units"] == list(counts)


def test_a_reminder_goes_only_to_those_concerned(run: Run, example: Path) -> None:
    told = remind(run, example, "--as-of", "2024-09-10")
    assert told["units"] == ["phong-dnld", "phong-mtdd", "tt-htdn"]
    assert {row["unit"] for row in told["reports"] if row["missing"]} == {"phong-dnld", "tt-htdn"}
    assert {row["unit"] for row in told["overdue"]} == {"phong-mtdd"}


def test_a_unit_that_reports_through_another_is_reached_through_it(run: Run, example: Path) -> None:
    without_updates(example)
    told = remind(run, example, "--as-of", "2024-10-02", "--unit", "Tổ Chuyển đổi số")
    assert told["units"] == ["van-phong"]
    assert {row["unit"] for row in told["overdue"]} == {"van-phong", "to-chuyen-doi-so"}
    for unit in ("Tổ Chuyển đổi số", "Bộ phận Một cửa"):
        done = run("remind", "--text", "--as-of", "2024-10-02", "--unit", unit, cwd=example)
        assert "báo cáo qua Văn phòng: gửi Văn phòng." in done.err


def test_the_period_is_the_one_at_hand_unless_it_is_named(run: Run, real: Path) -> None:
    def period(*more: str) -> str:
        return str(remind(run, real, *more)["period"]["id"])

    assert period("--request", "--as-of", "2023-08-01") == "2023-Q3"
    assert period("--request", "--as-of", "2023-09-11") == "2023-Q3"
    assert period("--request", "--as-of", "2023-09-12") == "2023-Q4"
    assert period("--as-of", "2023-09-12") == "2023-Q3"
    assert period("--as-of", "2023-12-12") == "2023-Q4"
    assert period("--as-of", "2023-12-12", "--quarter", "III") == "2023-Q3"
    assert period("--request", "--as-of", "2023-09-12", "--annual") == "2023"
    assert remind(run, real, "--as-of", "2023-09-11")["period"] is None


REFUSED = [
    (("--request", "--as-of", "2023-12-12"), "mọi kỳ báo cáo của năm 2023 đã qua hạn nội bộ"),
    (("--request", "--quarter", "3", *AFTER), "hạn trả lời 16 giờ 00 ngày 11/9/2023 đã qua"),
    (
        ("--request", "--quarter", "2", "--as-of", "2023-06-01"),
        "không đơn vị nào phải báo cáo quý II năm 2023",
    ),
    (
        ("--request", "--month", "9", "--as-of", "2023-09-01"),
        "không đơn vị nào phải báo cáo tháng 9 năm 2023",
    ),
    (("--quarter", "4", *AFTER), "quý IV năm 2023 chưa qua hạn nội bộ 11/12/2023"),
    (("--quarter", "3", "--annual", *AFTER), "nêu nhiều kỳ báo cáo"),
    (("--before", "13/9/2023", *AFTER), "hạn trả lời 16 giờ 00 ngày 13/9/2023 đã qua"),
    (("--before", "16:00", *AFTER), "--before «16:00» không phải ngày có thật"),
    (("--before", "25:00 23/9/2023", *AFTER), "--before «25:00 23/9/2023» không phải giờ và ngày"),
    (("--before", "16:60 23/9/2023", *AFTER), "--before «16:60 23/9/2023» không phải giờ và ngày"),
    (("--before", "chiều 23/9/2023", *AFTER), "--before «chiều 23/9/2023» không phải giờ và ngày"),
    (("--before", "16:00 31/9/2023", *AFTER), "--before «31/9/2023» không phải ngày có thật"),
    (("--within", "mai", *AFTER), "--within «mai» không phải số ngày"),
    (("--text", "--format", "json", *AFTER), "--text không đi với --format"),
    (("--text", "--pdf", *AFTER), "--text không đi với --pdf"),
]


@pytest.mark.parametrize(("more", "told"), REFUSED, ids=[told for _, told in REFUSED])
def test_what_cannot_be_meant_is_refused(
    run: Run, real: Path, more: tuple[str, ...], told: str
) -> None:
    done = run("remind", "--root", str(real), *more)
    assert (done.code, done.out, f"pci: {told}" in done.err) == (2, "", True), done.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("16:00 23/9/2023", "2023-09-23T16:00:00+07:00"),
        ("9:30 23/09/2023", "2023-09-23T09:30:00+07:00"),
        ("2023-09-23", "2023-09-23T16:00:00+07:00"),
    ],
)
def test_the_moment_of_the_answer_is_typed_or_the_plan_s(
    run: Run, real: Path, typed: str, meant: str
) -> None:
    assert remind(run, real, *AFTER, "--before", typed)["answer_by"] == meant


def test_a_reminder_leaves_the_working_days_that_the_plan_gives(run: Run, real: Path) -> None:
    friday = ("--as-of", "2023-09-22")
    assert remind(run, real, *friday)["answer_by"] == "2023-09-26T16:00:00+07:00"
    done = run("remind", "--text", "--root", str(real), *friday)
    assert "16 giờ 00 ngày 26/9/2023 (02 ngày làm việc theo kế hoạch; --before để đổi)" in done.err
    edited(real, 2023, "answer_within: {working_days: 2}", "answer_within: {working_days: 5}")
    edited(real, 2023, 'answer_by: "16:00"', 'answer_by: "08:30"')
    assert remind(run, real, *friday)["answer_by"] == "2023-09-29T08:30:00+07:00"


def test_missing_reports_are_asked_for_before_the_office_sends_its_own(
    run: Run, example: Path
) -> None:
    """The third quarter's report leaves on 17/9/2024, a Tuesday; later there is nothing to be in
    time for.
    """

    def answer(day: str, *more: str) -> tuple[str, str]:
        done = run("remind", "--text", "--as-of", day, *more, cwd=example)
        return remind(run, example, "--as-of", day, *more)["answer_by"], done.err

    passed = "Ngày phải gửi báo cáo quý III năm 2024 đi (17/9/2024) đã qua."
    for day, by in (
        ("2024-09-12", "16"),
        ("2024-09-13", "16"),
        ("2024-09-16", "16"),
        ("2024-09-17", "19"),
    ):
        moment, told = answer(day)
        assert moment == f"2024-09-{by}T16:30:00+07:00", day
        assert passed not in told
        assert ("trước ngày phải gửi báo cáo đi 17/9/2024" in told) == (
            day in ("2024-09-13", "2024-09-16")
        )
        assert ("Trả lời sau ngày phải gửi báo cáo đi (17/9/2024)." in told) == (
            day == "2024-09-17"
        )
    moment, told = answer("2024-09-20")
    assert (moment, passed in told) == ("2024-09-24T16:30:00+07:00", True)
    only_late = answer("2024-09-13", "--unit", "MTĐĐ")
    assert (only_late[0], "phải gửi báo cáo đi" in only_late[1]) == (
        "2024-09-17T16:30:00+07:00",
        False,
    ), "không thiếu báo cáo"


def test_a_day_that_serves_badly_is_pointed_out(run: Run, real: Path) -> None:
    done = run(
        "remind", "--text", "--root", str(real), "--as-of", "2023-09-15", "--before", "23/9/2023"
    )
    assert (
        "Ngày 23/9/2023 là ngày nghỉ.\nTrả lời sau ngày phải gửi báo cáo đi (18/9/2023).\n"
        in done.err
    )
    assert "16 giờ 00 ngày 23/9/2023 (theo --before)" in done.err


def test_what_a_plan_does_not_say_of_its_letters_is_a_blank(run: Run, real: Path) -> None:
    plan = real / "plans/2023.yaml"
    text = plan.read_text(encoding="utf-8")
    start, end = text.index("\nletters:"), text.index("\nunits:")
    plan.write_text(text[:start] + text[end:], encoding="utf-8")
    done = run("remind", "--root", str(real), *LATE, "--format", "md")
    assert done.code == 0
    assert "chưa có hạn trả lời (letters.answer_within), --before để đặt" in done.err
    for blank in ("ký hiệu", "hạn trả lời", "hình thức trả lời", "nơi nhận"):
        assert f"chưa có {blank}" in done.out
    told = run("check", "--root", str(real), "--format", "json").out
    assert "chưa nêu letters" in told


# --- which period is asked for --------------------------------------------------------------------

DOUBTS = [
    ("real", "2023-03-06", "quý III năm 2023", "kế hoạch chưa ban hành"),
    ("example", "2024-06-13", "quý III năm 2024", "chưa tới ngày đầu lấy số liệu 15/6/2024"),
]


@pytest.mark.parametrize(("name", "as_of", "period", "why"), DOUBTS, ids=[d[0] for d in DOUBTS])
def test_a_period_that_nobody_named_is_not_asked_for_before_its_time(
    run: Run,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    name: str,
    as_of: str,
    period: str,
    why: str,
) -> None:
    root = request.getfixturevalue(name)
    asking = ("remind", "--root", str(root), "--request", "--as-of", as_of)
    done = run(*asking)
    assert (done.code, done.out) == (2, "")
    assert f"kỳ sắp tới là {period}, nhưng tính đến" in done.err and why in done.err
    assert not list(tmp_path.glob("*.docx"))
    done = run(*asking, "--quarter", "3")
    assert done.code == 0, done.err
    assert f"Kỳ báo cáo: {period}, số liệu từ 15/6/" in done.err


def test_a_request_names_its_period(run: Run, real: Path) -> None:
    done = run("remind", "--root", str(real), *ASKING)
    assert "Kỳ báo cáo: quý III năm 2023, số liệu từ 15/6/2023 đến 14/9/2023.\n" in done.err
    assert "Kỳ báo cáo" not in run("remind", "--root", str(real), *AFTER).err


@pytest.mark.pty
@pytest.mark.parametrize(("answer", "code"), [("", 2), ("c", 0)])
def test_a_person_is_asked_before_an_early_letter_is_written(
    real: Path, answer: str, code: int
) -> None:
    talk = Talk("-m", "pci", "remind", "--request", "--as-of", "2023-03-06", cwd=real)
    talk.say(("Vẫn đề nghị báo cáo quý III năm 2023? [c/K]", answer))
    assert talk.end() == code
    assert len(list(real.glob("*.docx"))) == (code == 0)
    talk.close()
