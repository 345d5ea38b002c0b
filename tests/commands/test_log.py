"""`pci log`: gives back every update as it was recorded, filtered and in every format."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from builders import entry_of
from openpyxl import load_workbook
from support import Ran, Run
from terminal import on_screen

Record = Callable[..., Path]


@pytest.fixture
def record(run: Run, real: Path) -> Record:
    """Records an update; gives its path."""

    def go(*arguments: str) -> Path:
        done: Ran = run("record", *arguments, cwd=real)
        assert done.code == 0, done.err
        return Path(done.out.strip())

    return go


def updates(run: Run, root: Path, *arguments: str) -> list[dict[str, Any]]:
    ran = run("log", *arguments, "--format", "json", cwd=root)
    assert ran.code == 0, ran.err
    whole = json.loads(ran.out)
    assert whole["schema"] == "pci.log/1"
    found: list[dict[str, Any]] = whole["updates"]
    return found


def test_log_json_is_what_the_contract_says(record: Record, run: Run, real: Path) -> None:
    path = record(
        *(
            "A.VII.4/bao-cao-thang",
            "--unit",
            "QLDN",
            "--date",
            "2023-09-14",
            "--state",
            "done",
            "--percent",
            "100",
        ),
        *(
            "--figure",
            "kien-nghi-giai-quyet=9",
            "--result",
            "Đã gửi.\n- Còn 01 kiến nghị.",
            "--by",
            "Lê Văn An",
        ),
        *("--evidence", "412/BC-KKT ngày 14/9/2023", "--evidence", "Biên bản ngày 12/9/2023"),
        *("--difficulty", "Chưa có hướng dẫn", "--difficulty-to", "so-khdt"),
        *("--proposal", "Thêm người", "--proposal-to", "lanh-dao-ban"),
    )
    (update,) = updates(run, real)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", update.pop("recorded"))
    assert update == {
        "id": path.stem,
        "about": "A.VII.4/bao-cao-thang",
        "period": "2023-09",
        "unit": "phong-qldn",
        "date": "2023-09-14",
        "received": None,
        "state": "done",
        "percent": 100,
        "figures": {"kien-nghi-giai-quyet": 9},
        "result": "Đã gửi.\n- Còn 01 kiến nghị.",
        "evidence": ["412/BC-KKT ngày 14/9/2023", "Biên bản ngày 12/9/2023"],
        "difficulty": {"to": "so-khdt", "text": "Chưa có hướng dẫn"},
        "proposal": {"to": "lanh-dao", "text": "Thêm người"},
        "corrects": None,
        "corrected_by": None,
        "withdrawn_by": None,
        "withdrawal_reason": None,
        "answers": None,
        "reason": None,
        "adds": False,
        "by": "Lê Văn An",
    }


def test_a_corrected_update_stays_and_names_its_correction(
    record: Record, run: Run, real: Path
) -> None:
    said = ("A.I.4", "--unit", "VP", "--date", "2023-09-10", "--state", "doing", "--result")
    first = record(*said, "Đã gửi 118 phiếu.").stem
    second = record(*said, "Đã gửi 112 phiếu.", "--corrects", first).stem
    known = {
        update["id"]: (update["corrects"], update["corrected_by"]) for update in updates(run, real)
    }
    assert known == {first: (None, second), second: (first, None)}
    rows = {
        row["Mã cập nhật"]: row
        for row in csv.DictReader(StringIO(run("log", "--format", "csv", cwd=real).out))
    }
    assert (rows[first]["Tình trạng"], rows[first]["Sửa bởi"]) == (
        "Đang thực hiện (đã sửa)",
        second,
    )
    assert (rows[second]["Tình trạng"], rows[second]["Sửa bởi"]) == ("Đang thực hiện", "")
    assert "[đã sửa]" in run("show", "A.I.4", cwd=real).out


def test_log_filters(run: Run, example: Path) -> None:
    whole = updates(run, example)
    days = [update["date"] for update in whole]
    assert days == sorted(days)
    office = [u for u in whole if u["unit"] in ("van-phong", "bo-phan-mot-cua")]
    assert {u["unit"] for u in office} == {"van-phong", "bo-phan-mot-cua"}
    assert updates(run, example, "--unit", "văn phòng") == office
    counter = [u for u in office if u["unit"] == "bo-phan-mot-cua"]
    assert updates(run, example, "--unit", "Một cửa") == counter
    late = [u for u in whole if u["date"] >= "2024-09-10"]
    assert 0 < len(late) < len(whole)
    assert updates(run, example, "--since", "10/9/2024") == late
    monthly = [u for u in whole if u["about"] == "A.VII.1/bao-cao-thang"]
    task = [u for u in whole if u["about"].partition("/")[0] == "A.VII.1"]
    assert 0 < len(monthly) < len(task) < len(whole)
    assert updates(run, example, "A.VII.1/bao-cao-thang") == monthly
    assert updates(run, example, "a.vii.1", "--since", "2024-09-10") == [
        u for u in task if u in late
    ]


def test_log_is_the_same_in_every_format(run: Run, example: Path) -> None:
    expected = [update["id"] for update in updates(run, example)]
    spoken = run("log", cwd=example)
    assert spoken.err.splitlines() == [
        "DỮ LIỆU MINH HỌA: cơ quan và số liệu của kế hoạch này do bịa ra để làm ví dụ.",
        f"{len(expected)} cập nhật",
    ]
    assert [line.rpartition("\t")[2] for line in spoken.out.splitlines()[1:]] == expected
    made = run("log", "--format", "csv", cwd=example).out
    assert [row["Mã cập nhật"] for row in csv.DictReader(StringIO(made))] == expected
    mark, _, _, _, *lines = run("log", "--format", "md", cwd=example).out.splitlines()
    assert mark == "**DỮ LIỆU MINH HỌA**"
    assert [line.split(" | ")[-1].removesuffix(" |") for line in lines] == expected
    assert run("log", "--format", "xlsx", cwd=example).out == "cap-nhat-pci-2024.xlsx\n"


def test_an_empty_log_is_no_fault(run: Run, real: Path) -> None:
    assert updates(run, real) == []
    assert run("log", cwd=real).err == "Chưa có cập nhật nào.\n"


def ids(run: Run, root: Path, *arguments: str) -> list[str]:
    return [update["id"] for update in updates(run, root, *arguments)]


def test_a_period_is_a_window_or_an_occurrence(record: Record, run: Run, real: Path) -> None:
    inside = record("A.I.4", "--unit", "VP", "--date", "14/9/2023", "--state", "doing").stem
    after = record("A.I.4", "--unit", "VP", "--date", "15/9/2023", "--state", "doing").stem
    monthly = (
        "A.VII.4/bao-cao-thang",
        "--unit",
        "QLDN",
        "--date",
        "20/9/2023",
        "--state",
        "done",
        "--period",
    )
    september, october = (record(*monthly, period).stem for period in ("2023-09", "2023-10"))
    assert ids(run, real, "--period", "III") == ids(run, real, "--period", "2023-q3") == [inside]
    assert ids(run, real, "--period", "2023-Q4") == [after, september, october]
    assert ids(run, real, "--period", "2023-09") == [september], (
        "cửa sổ của tháng không phải kỳ báo cáo"
    )
    assert run("log", "--period", "quý V", cwd=real).code == 2


def test_copies_and_folders_that_lead_nowhere_are_refused_not_counted(
    record: Record, run: Run, real: Path
) -> None:
    folder = record("A.I.4", "--unit", "VP", "--date", "2023-09-10", "--state", "doing").parent
    shutil.copytree(real / folder, real / "plans/2023/progress/sao-luu/van-phong")
    copied = run("log", cwd=real)
    assert (copied.code, "tệp nằm trong thư mục «sao-luu/van-phong»" in copied.err) == (2, True), (
        copied.err
    )
    shutil.rmtree(real / "plans/2023")
    for link in ("plans/2023", "plans/2023/progress"):
        (real / link).symlink_to("khong-co")
        lost = run("log", cwd=real)
        assert (lost.code, lost.err) == (
            2,
            f"pci: {link} là liên kết; thay bằng tệp, thư mục thật\n",
        )
        (real / link).unlink()
        (real / "plans/2023").mkdir(exist_ok=True)


def test_its_words_are_found_without_accents(record: Record, run: Run, real: Path) -> None:
    said = ("A.I.4", "--unit", "VP", "--state", "doing", "--date")
    first = record(
        *said, "2023-09-10", "--by", "Lê Văn An", "--result", "Đã gửi phiếu khảo sát."
    ).stem
    second = record(
        *said,
        "2023-09-11",
        "--by",
        "Trần Bình",
        "--proposal",
        "Bố trí kinh phí",
        "--proposal-to",
        "noi-bo",
    ).stem
    assert ids(run, real, "--text", "khao sat") == [first]
    assert ids(run, real, "--text", "kinh phi") == [second]
    none = run("log", "--text", "không có chữ này", cwd=real)
    assert (none.code, none.err) == (0, "Không có cập nhật nào như vậy.\n")


def test_since_a_day(record: Record, run: Run, real: Path) -> None:
    said = ("A.I.4", "--unit", "VP", "--state", "doing", "--date")
    old, new = record(*said, "2023-09-10").stem, record(*said, "2023-09-12").stem
    assert ids(run, real) == [old, new]
    assert ids(run, real, "--since", "12/9/2023") == [new]
    assert "không phải ngày có thật" in run("log", "--since", "31/9/2023", cwd=real).err


def test_every_update_that_does_not_count_says_what_counts_in_its_place(
    record: Record, run: Run, real: Path
) -> None:
    said = ("A.I.4", "--unit", "VP", "--state", "doing", "--date")
    first = record(*said, "2023-09-01", "--result", "118.").stem
    one = record(*said, "2023-09-02", "--result", "112.", "--corrects", first).stem
    end = record(*said, "2023-09-02", "--result", "114.", "--corrects", one[-6:]).stem
    other = record(*said, "2023-09-03", "--result", "113.", "--corrects", first).stem
    instead = {update["id"]: update["corrected_by"] for update in updates(run, real)}
    assert instead == {other: None, first: other, end: other, one: end}
    shown = run("log", cwd=real).out
    assert (
        shown.count("(đã sửa)"),
        shown.count("(không tính, có bản sửa khác)"),
    ) == (2, 1)
    assert "[không tính, có bản sửa khác]" in run("show", "A.I.4", cwd=real).out
    early = updates(run, real, "--as-of", "2023-09-02")
    assert {update["id"]: update["corrected_by"] for update in early} == {
        first: other,
        end: other,
        one: end,
    }
    again = run("record", *said, "2023-09-04", "--corrects", first, cwd=real)
    assert f"«{first}» đã có bản thay: {other}" in again.err


def test_work_that_nothing_proves_is_told(record: Record, run: Run, real: Path) -> None:
    said = ("A.I.6/kiem-tra-cchc", "--unit", "VP", "--state", "done", "--date")
    proven = record(*said, "2023-09-10", "--evidence", "412/BC-KKT ngày 09/9/2023").stem
    bare = record(*said, "2023-09-11").stem
    wrong = record(*said, "2023-09-12").stem
    mended = record(
        *said, "2023-09-12", "--evidence", "https://vanphong.vn/9", "--corrects", wrong
    ).stem
    doing = record("A.I.5", *said[1:-2], "doing", "--date", "2023-09-12").stem
    assert {*ids(run, real)} == {proven, bare, wrong, mended, doing}
    assert ids(run, real, "--no-evidence") == [bare]
    assert run("log", cwd=real).out.count("chưa có tài liệu kiểm chứng") == 1
    assert "chưa có tài liệu kiểm chứng" in run("show", "A.I.6", cwd=real).out
    assert run("log", "--open", "--no-evidence", cwd=real).code == 2


# --- what waits for an answer
# -------------------------------------------------------------------------------------


def waiting(run: Run, root: Path, *arguments: str) -> list[dict[str, Any]]:
    ran = run("log", "--open", "--as-of", "2023-10-02", "--format", "json", *arguments, cwd=root)
    assert ran.code == 0, ran.err
    whole = json.loads(ran.out)
    assert (whole["schema"], whole["as_of"]) == ("pci.log.open/1", "2023-10-02")
    found: list[dict[str, Any]] = whole["open"]
    return found


UP = ("--proposal", "Hướng dẫn mẫu biểu", "--proposal-to", "so-khdt")
INSIDE = ("--difficulty", "Thiếu người", "--difficulty-to", "lanh-dao-ban")


def test_open_lists_what_nobody_answered_by_age_and_addressee(
    record: Record, run: Run, real: Path
) -> None:
    young = record(
        "A.I.4", "--unit", "VP", "--date", "2023-09-22", "--state", "doing", *INSIDE
    ).stem
    old = record(
        "A.VII.3", "--unit", "QLDN", "--date", "2023-09-02", "--state", "doing", *UP, *INSIDE
    ).stem
    record("A.I.4", "--unit", "VP", "--date", "2023-09-23", "--state", "doing")
    shown = [(row["update"], row["kind"], row["to"], row["days"]) for row in waiting(run, real)]
    assert shown == [
        (old, "difficulty", "lanh-dao", 30),
        (old, "proposal", "so-khdt", 30),
        (young, "difficulty", "lanh-dao", 10),
    ]
    assert [row["update"] for row in waiting(run, real, "--unit", "vp")] == [young]
    assert waiting(run, real, "A.I.5") == []
    spoken = run("log", "--open", "--as-of", "2023-10-02", cwd=real)
    assert (
        spoken.err
        == "03 khó khăn, kiến nghị chưa được trả lời đến ngày 02/10/2023; lâu nhất 30 ngày.\n"
    )
    assert [line.split("\t")[-2:] for line in spoken.out.splitlines()[1:]] == [
        ["30", old],
        ["30", old],
        ["10", young],
    ]
    before = run("log", "--open", "--as-of", "2023-09-01", cwd=real)
    assert before.err == "Không có khó khăn, kiến nghị nào chưa được trả lời đến ngày 01/9/2023.\n"


def test_an_answer_needs_no_more_than_its_words_and_closes_what_it_answers(
    record: Record, run: Run, real: Path
) -> None:
    asked = record(
        *(
            "A.VII.4/bao-cao-thang",
            "--unit",
            "QLDN",
            "--date",
            "2023-09-14",
            "--state",
            "done",
            *UP,
            *INSIDE,
        )
    ).stem
    record("--answers", asked[-6:], "--date", "2023-09-20", "--result", "Sở đã gửi mẫu biểu mới.")
    answer = updates(run, real)[-1]
    about = {key: answer[key] for key in ("about", "period", "unit", "state", "answers")}
    assert about == {
        "about": "A.VII.4/bao-cao-thang",
        "period": "2023-09",
        "unit": "phong-qldn",
        "state": "nothing",
        "answers": asked,
    }
    assert waiting(run, real) == []
    words = f"Trả lời {asked} (Khó khăn: Thiếu người; Kiến nghị: Hướng dẫn mẫu biểu)"
    for shown in (run("log", "--format", "csv", cwd=real), run("show", "A.VII.4", cwd=real)):
        assert words in shown.out
        assert "Không phát sinh" not in shown.out
    task = json.loads(
        run("show", "A.VII.4", "--as-of", "2023-10-01", "--format", "json", cwd=real).out
    )["task"]
    item = next(item for item in task["items"] if item["period"] == "2023-09")
    assert item["state"] == "done", "trả lời không làm việc đã xong thành chưa xong"


def test_an_answer_closes_only_the_remark_that_it_names(
    record: Record, run: Run, real: Path
) -> None:
    said = ("A.I.4", "--unit", "VP", "--date", "2023-09-10", "--state", "doing")
    asked = record(*said, *UP, *INSIDE).stem
    answer = ("--date", "2023-09-20", "--result", "Sở đã gửi mẫu biểu.", "--answers")
    before = run("record", *answer, f"{asked[-6:]}#proposal", "--dry-run", cwd=real)
    assert before.err.splitlines()[-1].endswith(
        f"Trả lời {asked}: Kiến nghị (Sở Kế hoạch và Đầu tư): Hướng dẫn mẫu biểu"
    ), before.err
    record(*answer, f"{asked[-6:]}#PROPOSAL")
    assert updates(run, real)[-1]["answers"] == f"{asked}#proposal"
    assert [row["kind"] for row in waiting(run, real)] == ["difficulty"]
    shown = run("log", "--format", "csv", cwd=real).out
    assert f"Trả lời {asked} (Kiến nghị: Hướng dẫn mẫu biểu)" in shown
    record(*answer[:3], "Đã bố trí.", "--answers", f"{asked}#difficulty")
    assert waiting(run, real) == []


def test_an_answer_to_a_remark_that_nobody_raised_is_refused(
    record: Record, run: Run, real: Path
) -> None:
    said = ("A.I.4", "--unit", "VP", "--date", "2023-09-10", "--state", "doing")
    asked = record(*said, *UP).stem
    for mark, fault in (
        ("difficulty", f"«{asked}» không nêu khó khăn nào"),
        ("khac", "không nêu đúng điều được trả lời"),
    ):
        answer = ("record", "--answers", f"{asked}#{mark}", "--result", "Rồi.")
        refused = run(*answer, cwd=real)
        assert (refused.code, fault in refused.err) == (2, True), refused.err


def test_an_answer_outlives_a_slip_in_what_it_answered(
    record: Record, run: Run, real: Path
) -> None:
    said = (
        "A.I.4",
        "--unit",
        "VP",
        "--date",
        "2023-09-10",
        "--state",
        "doing",
        "--proposal-to",
        "noi-bo",
        "--proposal",
    )
    asked = record(*said, "Thêm ngươì").stem
    once = record(*said, "Thêm người", "--corrects", asked).stem
    assert [row["update"] for row in waiting(run, real)] == [once]
    record("--answers", once, "--date", "2023-09-20", "--result", "Đã bố trí.")
    twice = record(*said, "Bố trí thêm người", "--corrects", once).stem
    assert twice in ids(run, real)
    assert waiting(run, real) == []


def test_an_answer_to_nothing_is_refused(record: Record, run: Run, real: Path) -> None:
    plain = record("A.I.4", "--unit", "VP", "--date", "2023-09-10", "--state", "doing").stem
    for asked, said in (
        ("x", "không có cập nhật «x»"),
        (plain, "không nêu khó khăn, kiến nghị nào"),
    ):
        refused = run("record", "--answers", asked, "--result", "Rồi.", cwd=real)
        assert (refused.code, said in refused.err) == (2, True)
    asked = record("A.I.4", "--unit", "VP", "--date", "2023-09-11", "--state", "doing", *UP).stem
    silent = run("record", "--answers", asked, "--date", "2023-09-20", cwd=real)
    assert (silent.code, "--result" in silent.err) == (2, True)


@pytest.mark.pty
def test_a_narrow_screen_breaks_no_id_and_keeps_the_lines_of_a_cell(example: Path) -> None:
    shown = on_screen(80, "log", cwd=example, NO_COLOR="1")
    assert max(map(len, shown.splitlines())) <= 80
    assert re.search(r"A.VII.1/ .*\n +bao-cao-thang .*\n +\(2024-01\) ", shown)
    assert re.search(r" 01\.\n.* Số kiến nghị đã tiếp\n", shown)
    assert "Trả lời w3w32x" in shown
    assert "2024-08-12-A" not in shown
    narrower = on_screen(60, "log", "--unit", "P.DNLĐ", cwd=example, NO_COLOR="1")
    assert re.search(r"A.VII.1/ .*\n +bao-cao- .*\n +thang ", narrower)


def test_a_request_whose_own_time_has_passed_is_marked(
    record: Record, run: Run, real: Path
) -> None:
    ask = ("A.VII.3", "--unit", "QLDN", "--state", "doing", "--proposal-to", "so-khdt")
    text = "Đề nghị hướng dẫn trong tháng 9."
    old = record(*ask, "--date", "2023-09-02", "--proposal", text).stem
    record(*ask, "--date", "2023-09-22", "--proposal", "Đề nghị hướng dẫn trong quý IV.")
    assert [(row["text"], row["passed"]) for row in waiting(run, real)] == [
        (text, "2023-09"),
        ("Đề nghị hướng dẫn trong quý IV.", None),
    ]
    spoken = run("log", "--open", "--as-of", "2023-10-02", cwd=real)
    assert f"\nThời gian nêu đã qua: tháng 9 năm 2023 ({old}); cần rà soát.\n" in spoken.err
    assert [line.split("\t")[1:3] for line in spoken.out.splitlines()[1:]] == [
        [text, "tháng 9 năm 2023"],
        ["Đề nghị hướng dẫn trong quý IV.", ""],
    ]
    page = run("report", "--brief", "--as-of", "2023-10-02", "--format", "md", cwd=real)
    assert f"; thời gian nêu đã qua: tháng 9 năm 2023): {text}" in page.out
    assert "02 kiến nghị, khó khăn chờ quyết định, trong đó 01 nêu thời gian đã qua.\n" in page.err


def test_standing_work_is_never_shown_as_done(run: Run, real: Path) -> None:
    """A file may say so; it reads as work that goes on."""
    folder = real / "plans/2023/progress/phong-qldn"
    folder.mkdir(parents=True)
    said = {"about": "A.VII.3", "unit": "phong-qldn", "date": "2023-09-02", "state": "done"}
    entry = entry_of("A.VII.3", "phong-qldn", "2023-09-02", "done")
    lines = [f"{key}: {value}" for key, value in said.items()]
    recorded = "recorded: 2023-09-02T08:00:00+07:00"
    (folder / f"{entry.id}.yaml").write_text("\n".join([*lines, recorded, ""]), encoding="utf-8")
    shown = run("log", cwd=real).out + run("log", "--format", "md", cwd=real).out
    assert "PCI451" in run("check", cwd=real).out
    assert "Đang thực hiện" in shown and "Đã hoàn thành" not in shown
    assert updates(run, real, "--no-evidence") == []
    form = run(
        "form", "--unit", "QLDN", "--quarter", "3", "--year", "2023", "-o", "f.xlsx", cwd=real
    )
    assert form.code == 0, form.err
    sheet = load_workbook(real / form.out.strip()).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(cell.startswith("Ngày 02/9/2023: Đang thực hiện") for cell in cells)
