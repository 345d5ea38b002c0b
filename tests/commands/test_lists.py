"""Lists in every form: the same cells in each, files never replaced unasked, screens and pipes each
served."""

import csv
import json
import os
import re
import zipfile
from datetime import date
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from rich.cells import cell_len
from support import ROOT, Golden, Ran, Run
from terminal import on_screen

from pci.core.vi import TASK_LABELS, short_date

FRAMES = re.compile("[\u2500-\u259f]")


def listed(ran: Ran) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.err
    tasks: list[dict[str, Any]] = json.loads(ran.out)["tasks"]
    return tasks


def edit(root: Path, old: str, new: str) -> None:
    """Change the plan as a person would, in one place."""
    plan = root / "plans/2023.yaml"
    text = plan.read_text(encoding="utf-8")
    assert text.count(old) == 1
    plan.write_text(text.replace(old, new), encoding="utf-8")


# --- the same cells in every format
# -------------------------------------------------------------------------------

ROLES = {"lead": "Chủ trì", "coordinating": "Phối hợp", "related": "Có liên quan"}
VIA = {
    None: "",
    "bo-phan-mot-cua": "Bộ phận Một cửa",
    "tat-ca": "Tất cả các phòng, đơn vị thuộc và trực thuộc",
    "phong-lien-quan": "các phòng có liên quan",
}


def cells(task: dict[str, Any]) -> dict[str, str]:
    """What a row of a list holds, told from the JSON of the same task."""
    mark = "- " if len(task["outputs"]) > 1 else ""
    role = {"Vai trò": ROLES[task["role"]], "Qua": VIA[task["via"]]} if "role" in task else {}
    return {
        "Mã": task["id"],
        "TT": task["number"],
        "Chỉ số": task["section"]["title"],
        "Nhiệm vụ và giải pháp": "\n".join(task["work"]),
        "Đơn vị thực hiện": task["units"]["printed"],
        "Đơn vị chủ trì": "; ".join(unit["name"] for unit in task["units"]["lead"]),
        "Đơn vị phối hợp": "; ".join(unit["name"] for unit in task["units"]["coordinating"]),
        **role,
        "Thời gian": task["schedule"]["printed"],
        "Kết quả/Sản phẩm theo Kế hoạch": "\n".join(mark + output for output in task["outputs"]),
        "Tình trạng": TASK_LABELS[task["state"]] + _late(task),
        "Chưa có tài liệu kiểm chứng": "",
        "Tỷ lệ": "" if task["percent"] is None else f"{task['percent']}%",
        "Thời hạn": short_date(date.fromisoformat(task["due"])) if task["due"] else "",
        "Cập nhật gần nhất": short_date(date.fromisoformat(task["updated"]))
        if task["updated"]
        else "",
    }


def _late(task: dict[str, Any]) -> str:
    days = [item["days"] for item in task["items"] if item["state"] == "overdue"]
    return f" {max(days):02} ngày" if days else ""


def from_csv(text: str) -> list[dict[str, str]]:
    """Rows as a spreadsheet shows them: a leading apostrophe only says that the cell is text."""
    rows = csv.DictReader(StringIO(text, newline=""))
    return [
        {title: re.sub(r"^'(?=[=+\-@])", "", cell) for title, cell in row.items()} for row in rows
    ]


def from_markdown(text: str) -> list[dict[str, str]]:
    def parts(line: str) -> list[str]:
        inner = re.split(r"(?<!\\)\|", line)[1:-1]
        return [re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)<br>", "\n", cell[1:-1])) for cell in inner]

    titles, rule, *rows = map(parts, text.splitlines())
    assert set(rule) == {"---"}
    return [dict(zip(titles, row, strict=True)) for row in rows]


def from_workbook(path: Path) -> list[dict[str, str]]:
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    rows = [list(row) for row in book.active.iter_rows()]
    assert all(cell.data_type == "s" for row in rows for cell in row if cell.value is not None)
    assert not any(cell.hyperlink for row in rows for cell in row)
    titles, *values = [[str(cell.value or "") for cell in row] for row in rows]
    return [dict(zip(titles, row, strict=True)) for row in values]


HOSTILE = {
    "Bố trí công chức tại các phòng chuyên môn": '=HYPERLINK("http://x","nhấn") Bố trí',
    "Tiếp tục tăng cường đánh giá": "+1+cmd|' /C calc'!A0",
    "Thường xuyên kiểm tra, chỉ đạo": "@SUM(1+1)*cmd|x",
    "Tích cực đảm bảo": "-2+3 [red]x[/b] `a` <b>b</b> &lt; a|b \\| *c* _d_ # :smile: ~~e~~",
}


@pytest.fixture
def hostile(real: Path) -> Path:
    """A plan whose texts begin like formulas and hold markup; «corrections» no longer fit and are
    left out."""
    plan = real / "plans/2023.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8").partition("\ncorrections:")[0] + "\n", encoding="utf-8"
    )
    for old, new in HOSTILE.items():
        edit(real, f"      {old}", f"      {new}")
    return real


def test_every_format_holds_the_same_cells(run: Run, hostile: Path) -> None:
    tasks = ("tasks", "--unit", "Văn phòng")
    expected = [cells(task) for task in listed(run(*tasks, "--format", "json", cwd=hostile))]
    assert len(expected) == 34
    assert any(row["Nhiệm vụ và giải pháp"].startswith("=HYPERLINK") for row in expected)
    assert from_csv(run(*tasks, "--format", "csv", cwd=hostile).out) == expected
    assert from_markdown(run(*tasks, "--format", "md", cwd=hostile).out) == expected
    assert run(*tasks, "-o", "a.xlsx", cwd=hostile).code == 0  # the name tells the format
    assert from_workbook(hostile / "a.xlsx") == expected
    plain = [line.split("\t") for line in run(*tasks, cwd=hostile).out.splitlines()]
    assert plain == [
        list(expected[0]),
        *([" ".join(cell.split()) for cell in row.values()] for row in expected),
    ]


def test_no_csv_cell_is_a_formula(run: Run, hostile: Path) -> None:
    made = run("tasks", "--format", "csv", cwd=hostile).out
    read = [cell for row in csv.reader(StringIO(made, newline="")) for cell in row]
    assert sum(cell.startswith(("'=", "'+", "'@", "'-")) for cell in read) >= len(HOSTILE)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in read)


def test_csv_in_a_file_says_that_it_is_utf8_and_on_stdout_does_not(run: Run, real: Path) -> None:
    shown = run("tasks", "--format", "csv", cwd=real)
    assert run("tasks", "-o", "a.CSV", cwd=real).out == "a.CSV\n"
    assert (real / "a.CSV").read_bytes() == b"\xef\xbb\xbf" + shown.out.encode()
    assert shown.out.startswith('"Mã","TT"')
    assert shown.out.count("\r\n") == 35


def test_a_workbook_is_the_same_bytes_anywhere_and_any_time(run: Run, real: Path) -> None:
    tasks = ("tasks", "--format", "xlsx")
    assert run(*tasks, cwd=real).out == "nhiem-vu-pci-2023.xlsx\n"
    other = {"TZ": "America/New_York", "PYTHONHASHSEED": "7", "USER": "khac", "LC_ALL": "C"}
    assert run(*tasks, "-o", "b.xlsx", cwd=real, env=other).code == 0
    assert (real / "b.xlsx").read_bytes() == (real / "nhiem-vu-pci-2023.xlsx").read_bytes()
    with zipfile.ZipFile(real / "b.xlsx") as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"2000-01-01T"}


# --- where the output goes
# ----------------------------------------------------------------------------------------


def test_a_different_file_is_never_replaced_unasked(run: Run, real: Path) -> None:
    tasks = ("tasks", "--format", "md", "-o", "a.md")
    assert run(*tasks, cwd=real).out == "a.md\n"
    mine = real / "a.md"
    made = mine.read_bytes()
    before = mine.stat().st_mtime_ns
    again = run(*tasks, cwd=real)
    assert (again.out, "nguyên" in again.err, mine.stat().st_mtime_ns) == ("a.md\n", False, before)
    mine.write_text("của tôi", encoding="utf-8")
    for _ in range(2):
        beside = run(*tasks, cwd=real)
        assert (beside.code, beside.out) == (0, "a-2.md\n")
        assert "pci: a.md đã có nội dung khác nên giữ nguyên; --force để ghi đè\n" in beside.err
    assert (mine.read_text(encoding="utf-8"), (real / "a-2.md").read_bytes()) == ("của tôi", made)
    forced = run(*tasks, "--force", cwd=real)
    assert (forced.out, "nguyên" in forced.err, mine.read_bytes()) == ("a.md\n", False, made)
    assert sorted(path.name for path in real.iterdir()) == ["a-2.md", "a.md", "plans"]


def test_nothing_is_written_through_a_link_or_into_a_pipe(run: Run, real: Path) -> None:
    target = real / "dich.csv"
    target.write_text("giữ", encoding="utf-8")
    (real / "a.csv").symlink_to(target)
    (real / "treo.csv").symlink_to(real / "khong-co.csv")
    os.mkfifo(real / "ong.csv")
    (real / "b").mkdir()
    tasks = ("tasks", "--format", "csv", "--force", "-o")
    before = sorted(real.iterdir())
    for name, said in {
        "a.csv": "a.csv là liên kết; chọn tên tệp khác",
        "treo.csv": "treo.csv là liên kết; chọn tên tệp khác",
        "b": "b là thư mục; thêm tên tệp sau -o",
        "ong.csv": "ong.csv là thiết bị hoặc ống dẫn, không phải tệp; bỏ -o để in ra màn hình",
        "/dev/null": "/dev/null là thiết bị hoặc ống dẫn, không phải tệp; bỏ -o để in ra màn hình",
    }.items():
        refused = run(*tasks, name, cwd=real)
        assert (refused.code, refused.out, refused.err.splitlines()[-1]) == (2, "", f"pci: {said}")
    assert sorted(real.iterdir()) == before
    assert target.read_text(encoding="utf-8") == "giữ"


# --- a pipe, and a person's screen
# --------------------------------------------------------------------------------


def test_a_pipe_gets_whole_lines_without_frames(run: Run, real: Path) -> None:
    narrow = run("tasks", cwd=real, env={"COLUMNS": "40", "FORCE_COLOR": "1"})
    lines = narrow.out.splitlines()
    assert len({line.count("\t") for line in lines}) == 1
    assert len(lines) == 35
    assert max(map(len, lines)) > 1000
    assert not FRAMES.search(narrow.out)
    assert not re.search("…|\x1b", narrow.out)


@pytest.mark.pty
@pytest.mark.parametrize("columns", [80, 160])
def test_a_table_on_a_screen(real: Path, golden: Golden, columns: int) -> None:
    tasks = ("tasks", "--unit", "Phòng Quản lý Doanh nghiệp", "--index", "A.VII")
    golden(f"tasks-{columns}.txt", on_screen(columns, *tasks, cwd=real, NO_COLOR="1"))


@pytest.mark.pty
@pytest.mark.parametrize("columns", [20, 80, 200])
def test_no_line_is_wider_than_the_screen(real: Path, columns: int) -> None:
    shown = on_screen(columns, "tasks", "--unit", "VP", cwd=real, NO_COLOR="1")
    assert max(map(len, shown.splitlines())) <= max(40, columns)
    assert len(set(re.findall(r"^[AB]\.[IVX]+\.\d+", shown, re.M))) == 34


@pytest.mark.pty
def test_the_words_of_a_task_get_the_room_of_a_wide_screen(real: Path) -> None:
    shown = on_screen(140, "tasks", cwd=real, NO_COLOR="1")
    assert shown.splitlines()[0].index("Đơn vị") > 80


@pytest.mark.pty
def test_a_task_is_one_or_two_lines_of_a_screen(real: Path, run: Run) -> None:
    """Its title is what the plan gives, else its first words, cut at a word."""
    edit(real, "  A.I.2:\n", "  A.I.2:\n    short: Hướng dẫn trực tuyến\n")
    shown = on_screen(80, "tasks", "--as-of", "2023-10-02", cwd=real, NO_COLOR="1")
    lines = shown.splitlines()
    assert len(lines) <= 70
    assert lines[3].startswith("A.I.1     Niêm yết công khai tất cả TTHC tại Bộ …  VP ")
    assert lines[4].startswith("A.I.2     Hướng dẫn trực tuyến  ")
    starts = [i for i, line in enumerate([*lines, "A."]) if re.match(r"[AB]\.|$", line)]
    assert max(after - start for start, after in pairwise(starts)) == 2
    tasks = json.loads(run("tasks", "--index", "A.I", "--format", "json", cwd=real).out)["tasks"]
    assert [task.get("short") for task in tasks[:2]] == [None, "Hướng dẫn trực tuyến"]


@pytest.mark.pty
def test_titles_of_groups_stand_above_the_tasks_of_all_plans() -> None:
    shown = on_screen(80, "tasks", "--all-plans", cwd=ROOT / "examples", NO_COLOR="1")
    assert re.search(r"^ {11}A\.I {7}Chỉ số gia nhập", shown, re.M)


@pytest.mark.pty
def test_open_remarks_break_no_word_of_a_screen(run: Run) -> None:
    command = ("log", "--open", "--as-of", "2024-10-02")
    shown = on_screen(80, *command, cwd=ROOT / "examples", NO_COLOR="1")
    listed = json.loads(run(*command, "--format", "json", cwd=ROOT / "examples").out)["open"]
    words = {word for one in listed for word in one["text"].split()}
    head, _, *lines = shown.splitlines()
    start, end = head.index("Nội dung"), head.index("Đơn vị")
    texts = " ".join(line[start:end] for line in lines)
    notes = "[Thời gian nêu đã qua: tháng 9 năm 2024] quý IV"
    assert {word for word in texts.split() if word not in words} <= set(notes.split())


COLOURS: list[tuple[list[str], dict[str, str], bool]] = [
    ([], {}, True),
    ([], {"NO_COLOR": "1"}, False),
    ([], {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
    (["--color", "always"], {"NO_COLOR": "1"}, True),
    (["--color", "never"], {"FORCE_COLOR": "1"}, False),
]


@pytest.mark.pty
@pytest.mark.parametrize(("arguments", "env", "coloured"), COLOURS)
def test_colour_is_decided_in_one_order(
    real: Path, arguments: list[str], env: dict[str, str], coloured: bool
) -> None:
    assert (
        "\x1b[" in on_screen(80, "tasks", "--index", "B", *arguments, cwd=real, **env)
    ) is coloured


@pytest.mark.pty
def test_markup_and_hidden_characters_of_a_plan_are_shown_as_they_are(
    run: Run, hostile: Path
) -> None:
    edit(
        hostile,
        "      Khai thác từ kho dữ liệu",
        "      [red]x[/b] :smile: a\u202eb\u200bc\u2066d 👩\u200d🌾 漢字 x\u0323\u0302 Khai thác",
    )
    seen = "[red]x[/b] :smile: a‹U+202E›b‹U+200B›c‹U+2066›d 👩\u200d🌾"
    assert seen in run("tasks", "--index", "A.IV", cwd=hostile).out
    assert seen in run("show", "A.IV.3", cwd=hostile).out
    shown = on_screen(200, "tasks", "--index", "A.IV", cwd=hostile, NO_COLOR="1")
    assert seen in " ".join(shown.split())
    starts = {cell_len(line[: line.index("06 đ")]) for line in shown.splitlines() if "06 đ" in line}
    assert len(starts) == 1, "cột lệch"


def test_hidden_characters_are_shown_in_files_and_trials_too(run: Run, real: Path) -> None:
    edit(real, "      Khai thác từ kho dữ liệu", "      a\u202eb\u200bc 👩\u200d🌾 Khai thác")
    for form in ("csv", "md"):
        made = run("tasks", "--index", "A.IV", "--format", form, cwd=real).out
        assert "a‹U+202E›b‹U+200B›c 👩\u200d🌾 Khai thác" in made
    assert run("tasks", "--format", "csv", "-o", "a\u202e.csv", cwd=real).out == "a‹U+202E›.csv\n"
    said = ("A.I.4", "--unit", "VP", "--state", "doing", "--date", "2023-09-10", "--dry-run")
    trial = run("record", *said, "--result", "a\u202eb 👩\u200d🌾 a\u200db", cwd=real)
    assert "result: a‹U+202E›b 👩\u200d🌾 a‹U+200D›b" in trial.out.replace("'", "")
    assert trial.err.count("vô hình") == 2


def test_a_cell_that_a_workbook_cuts_is_told(run: Run, real: Path) -> None:
    edit(real, "      Triển khai thực hiện có hiệu quả Kế h", f"      {'a' * 32_768} ")
    made = run("tasks", "--index", "A.IV", "--format", "xlsx", "-o", "a.xlsx", cwd=real)
    assert "Nhiệm vụ và giải pháp, dòng 2: bảng tính chỉ giữ 32767 chữ đầu của một ô" in made.err
    edit(real, "  phong-qldn: {name: Phòng", f"  phong-qldn: {{name: {'a' * 32_768} Phòng")
    made = run("form", "--all", "--quarter", "3", "-o", "forms", cwd=real)
    assert "đầu biểu: bảng tính chỉ giữ 32767 chữ đầu của một ô" in made.err
    assert "Nhiệm vụ, đầu việc, A.IV.1: bảng tính chỉ giữ 32767 chữ đầu của một ô" in made.err


def test_a_plan_with_control_characters_is_refused(run: Run, real: Path) -> None:
    edit(real, "      Khai thác từ kho dữ liệu", "      \x1b]0;tên\x07 Khai thác từ kho dữ liệu")
    ran = run("tasks", cwd=real)
    assert (ran.code, ran.out) == (2, "")
    assert "PCI002 lỗi: ký tự không hợp lệ U+001B" in ran.err
    assert "\x1b" not in ran.err
