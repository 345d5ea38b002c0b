"""`pci record`: one immutable file with what was typed, or nothing at all and the reason."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, Ran, Run, scrubbed

PROGRAM = [sys.executable, "-m", "pci"]
STILL_OWED = (
    "Phòng Quản lý Doanh nghiệp còn phải báo cáo quý III năm 2023: 12 nhiệm vụ "
    "(A.III.3, A.III.4, A.III.6, A.IV.1, A.IV.2, A.V.1, A.VI.3, A.VI.4, …).\n"
)
PLAIN = ("A.I.4", "--unit", "VP", "--date", "10/9/2023", "--state", "doing")
"""The least that an update needs."""

Record = Callable[..., Ran]


@pytest.fixture
def record(run: Run, real: Path) -> Record:
    return lambda *arguments, **how: run("record", *arguments, cwd=real, **how)


def stored(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def updates(run: Run, root: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("log", "--format", "json", cwd=root).out)[
        "updates"
    ]
    return found


# --- what is written
# ----------------------------------------------------------------------------------------------

WHOLE = """\
about: A.VII.4/bao-cao-thang
period: 2023-09
unit: phong-qldn
date: 2023-09-14
state: done
percent: 100
figures:
  kien-nghi-giai-quyet: 9
result: |-
  Đã gửi báo cáo tháng 9.
  - Còn 01 kiến nghị: chờ UBND tỉnh.
evidence:
- 412/BC-KKT ngày 14/9/2023
- Biên bản ngày 12/9/2023
difficulty:
  to: so-khdt
  text: Chưa có hướng dẫn
proposal:
  to: lanh-dao
  text: Thêm người
recorded: <lúc ghi>
by: Lê Văn An
"""
TYPED = (
    *("a.vii.4/bao-cao-thang", "--unit", "qldn", "--date", "14/9/2023", "--state", "Đã hoàn thành"),
    *("--percent", "100%", "--figure", "kien-nghi-giai-quyet=9", "--result"),
    "Đã gửi báo cáo tháng 9.  \n- Còn 01 kiến nghị: chờ UBND tỉnh.\n",
    *("--evidence", "412/BC-KKT ngày 14/9/2023", "--evidence", "Biên bản ngày 12/9/2023"),
    *("--difficulty", "Chưa có hướng dẫn", "--difficulty-to", "Sở KHĐT"),
    *("--proposal", "Thêm người", "--proposal-to", "lãnh đạo ban", "--by", "Lê Văn An"),
)


def test_an_update_is_one_new_file_where_the_contract_says(record: Record, real: Path) -> None:
    before = stored(real)
    done = record(*TYPED)
    (path,) = stored(real).keys() - before.keys()
    name = r"plans/2023/progress/phong-qldn/2023-09-14-A\.VII\.4-bao-cao-thang-[a-z2-7]{6}\.yaml"
    assert re.fullmatch(name, path)
    said = (
        "Đã ghi: A.VII.4 (Báo cáo tháng gửi Sở Kế hoạch và Đầu tư), tháng 9 năm 2023, Phòng Quản "
        "lý Doanh nghiệp.\n"
    )
    assert done == Ran(0, f"{path}\n", said + STILL_OWED)
    assert scrubbed((real / path).read_text(encoding="utf-8")) == WHOLE
    assert {**stored(real), path: b""} == {**before, path: b""}


def test_the_same_update_is_never_written_twice(record: Record, real: Path) -> None:
    path = record(*TYPED).out
    before = stored(real)
    said = (
        "Cập nhật này đã có, không ghi lại: A.VII.4 (Báo cáo tháng gửi Sở Kế hoạch và Đầu tư), "
        "tháng 9 năm 2023, Phòng Quản lý Doanh nghiệp.\n"
    )
    assert record(*TYPED) == Ran(0, path, said + STILL_OWED)
    assert record(*TYPED, "--by", "người khác") == Ran(0, path, said + STILL_OWED)
    again = json.loads(record(*TYPED, "--format", "json").out)
    assert again == {
        "schema": "pci.record/1",
        "plan": "2023",
        "id": Path(path.strip()).stem,
        "path": path.strip(),
        "written": False,
    }
    assert stored(real) == before


TRICKY = [
    "no",
    "null",
    "~",
    "012",
    "1_000",
    "2023-09-14",
    "1:30",
    "a: b # c",
    "- mục",
    "? khóa",
    "{a: 1}",
    "[red]x[/b]",
    "'một' \"hai\"",
    "\\n không xuống dòng",
    "%TAG",
    "&neo *neo",
    "!thẻ",
    "x |",
    "\tthụt\tlề",
    "=1+1",
    "🙂 “…”",
    "@",
    "dòng\n\n  - thụt\n\tTab\ncuối",
    "x" * 5000,
]


def test_what_is_read_back_is_what_was_typed(record: Record, run: Run, real: Path) -> None:
    evidence = (part for text in TRICKY for part in ("--evidence", text))
    assert record(*PLAIN, "--result", TRICKY[-2], *evidence).code == 0
    (update,) = updates(run, real)
    assert update["evidence"] == [text.strip() for text in TRICKY]
    assert update["result"] == TRICKY[-2]


def test_standard_input_is_utf8_text_of_many_lines(record: Record, run: Run, real: Path) -> None:
    typed = "\ufeffDòng một.\r\n\r\n  - mục   \r\nDòng ba.\r\n\r\n"
    done = record(*PLAIN, "--result", "-", stdin=typed, env={"PYTHONIOENCODING": "cp1258"})
    assert done.code == 0
    assert updates(run, real)[0]["result"] == "Dòng một.\n\n  - mục\nDòng ba."


def test_decomposed_letters_are_stored_composed(record: Record, real: Path) -> None:
    text = unicodedata.normalize("NFD", "Bố trí công chức")
    path = real / record(*PLAIN, "--result", text, "--evidence", text).out.strip()
    assert path.read_text(encoding="utf-8").count("Bố trí công chức") == 2


def test_figures_are_typed_with_a_decimal_comma(record: Record, run: Run, real: Path) -> None:
    done = record("A.I.2", *PLAIN[1:], "--figure", "ho-so-truc-tuyen=98,33%")
    assert "  ho-so-truc-tuyen: 98.33\n" in (real / done.out.strip()).read_text(encoding="utf-8")
    assert "Tỷ lệ hồ sơ trực tuyến: 98,33%" in run("log", cwd=real).out
    assert updates(run, real)[0]["figures"] == {"ho-so-truc-tuyen": 98.33}
    over = record("A.I.2", *PLAIN[1:], "--figure", "ho-so-truc-tuyen=1098,33%")
    assert (over.code, "là tỷ lệ" in over.err) == (2, True)


@pytest.mark.parametrize(
    ("env", "by"),
    [({}, "nguoi-thu"), ({"PCI_BY": "Trần Thị B"}, "Trần Thị B"), ({"USER": ""}, None)],
    ids=str,
)
def test_who_recorded_is_the_one_named_or_the_user(
    record: Record, run: Run, real: Path, env: dict[str, str], by: str | None
) -> None:
    done = record(*PLAIN, env={"USERNAME": "", **env})
    said = "Người ghi: nguoi-thu, theo tên người dùng của máy; tên khác thì đặt PCI_BY."
    assert (said in done.err) == (by == "nguoi-thu")
    assert updates(run, real)[0]["by"] == by


# --- periods
# --------------------------------------------------------------------------------------------------

MONTHLY = ("A.VII.4/bao-cao-thang", "--unit", "QLDN", "--state", "done", "--date")


def test_the_only_period_that_fits_is_filled_in(record: Record, run: Run, real: Path) -> None:
    record(*MONTHLY, "2023-09-14")
    record(*MONTHLY, "2023-09-20")
    record("con-lai", "--unit", "VP", "--date", "2023-09-12")
    assert [(u["about"], u["period"]) for u in updates(run, real)] == [
        ("con-lai", "2023-Q3"),
        ("A.VII.4/bao-cao-thang", "2023-09"),
        ("A.VII.4/bao-cao-thang", "2023-10"),
    ]
    assert (
        record("con-lai", "--unit", "VP", "--period", "III", "--date", "2023-09-12").err[:19]
        == "Cập nhật này đã có,"
    )
    again = record(*MONTHLY, "2023-09-20")
    assert (again.code, again.err[:19]) == (0, "Cập nhật này đã có,")


def test_of_several_periods_one_is_asked_for(record: Record, real: Path) -> None:
    asked = "pci: «A.VII.4/bao-cao-thang» có nhiều kỳ; thêm --period: 2023-09, 2023-10\n"
    assert record(*MONTHLY, "2023-09-20") == Ran(2, "", asked)
    half = record("A.I.5/lay-y-kien", "--unit", "VP", "--date", "2023-10-20", "--state", "done")
    assert half == Ran(
        2, "", "pci: «A.I.5/lay-y-kien» có nhiều kỳ; thêm --period: 2023-lan-1, 2023-lan-2\n"
    )
    assert not (real / "plans/2023").exists()
    assert record(*MONTHLY, "2023-09-20", "--period", "2023-09").code == 0


# --- refusals
# --------------------------------------------------------------------------------------------------


def plain(**changed: str) -> list[str]:
    about, *rest = PLAIN
    options = dict(zip(rest[::2], rest[1::2], strict=True)) | {
        "--" + name.replace("_", "-"): text for name, text in changed.items() if name != "about"
    }
    return [changed.get("about", about), *(part for option in options.items() for part in option)]


REST_OF_Q3 = {"about": "con-lai", "state": "nothing", "period": "2023-Q3"}
REFUSALS: list[tuple[dict[str, str], str]] = [
    ({"about": "A.IX.1"}, "không có nhiệm vụ hoặc nội dung «A.IX.1»; …"),
    ({"about": "II.2"}, "không có nhiệm vụ hoặc nội dung «II.2»; …"),
    ({"unit": "Phòng Tổ chức"}, "không có đơn vị «Phòng Tổ chức»; …"),
    ({"unit": "Sở KHĐT"}, "không có đơn vị «Sở KHĐT»; …"),
    (
        {"unit": "BQLDA"},
        "Ban Quản lý dự án không có trong nhiệm vụ A.I.4; đơn vị của nhiệm vụ: Văn phòng …",
    ),
    ({"state": "xong"}, "không có tình trạng «xong»; …"),
    ({"date": "15/9"}, "--date «15/9» không phải ngày có thật trong các năm 2000-2100; …"),
    ({"period": "2023-09"}, "«A.I.4» không có kỳ «2023-09»; …"),
    (
        {"about": "A.VII.4/bao-cao-thang", "unit": "QLDN", "period": "2023-Q3"},
        "không có kỳ «2023-Q3»; …",
    ),
    ({"percent": "50"}, "A.I.4 là nhiệm vụ thường xuyên, không tính %; …"),
    (
        {"about": "bo-khdt-trien-khai", "percent": "101"},
        "percent: 101 ngoài khoảng cho phép; nhiều nhất 100",
    ),
    (
        {
            "about": "A.VII.4",
            "unit": "QLDN",
            "state": "nothing",
            "figure": "kien-nghi-giai-quyet=3",
        },
        "chọn «Không phát sinh trong kỳ» mà số liệu khác 0; chọn lại tình trạng, hoặc bỏ số liệu",
    ),
    ({"figure": "ho-so=9"}, "«A.I.4» không có chỉ tiêu «ho-so»; …"),
    ({"figure": "ho-so=chín"}, "--figure ho-so: «chín» không phải một số; …"),
    ({"figure": "ho-so=1.234"}, "--figure ho-so: «1.234» không rõ là phần nghìn hay phần lẻ; …"),
    ({"figure": "ho-so=1.234,5"}, "--figure ho-so: «1.234,5» không phải một số; …"),
    ({"difficulty": "Thiếu người"}, "--difficulty và --difficulty-to phải đi cùng nhau; …"),
    ({"proposal_to": "noi-bo"}, "--proposal và --proposal-to phải đi cùng nhau; …"),
    ({"proposal": "Thêm", "proposal_to": "Bộ Y tế"}, "không có nơi nhận kiến nghị «Bộ Y tế»; …"),
    ({"corrects": "2023-09-01-A.I.4-abcdef"}, "không có cập nhật «2023-09-01-A.I.4-abcdef»; …"),
    ({"result": " \n "}, "result: nội dung để trống; …"),
    ({"result": "a\x1b[2Jb"}, "--result có ký tự không hợp lệ U+001B; …"),
    ({**REST_OF_Q3, "state": "done"}, "con-lai chỉ ghi «không phát sinh trong kỳ»; …"),
    (
        {**REST_OF_Q3, "date": "2023-09-15"},
        "ngày 15/9/2023 ngoài thời gian chốt số liệu (15/6/2023–14/9/2023); …",
    ),
    ({**REST_OF_Q3, "period": "2023-09"}, "con-lai phải nêu kỳ báo cáo; …"),
]


@pytest.mark.parametrize(
    "typed", ["2023-09-10", "10/9/2023", "10-09-2023", "10.9.2023", "Ngày 10 tháng 9 năm 2023"]
)
def test_a_day_is_typed_as_people_write_it(record: Record, typed: str) -> None:
    assert "/2023-09-10-A.I.4-" in record(*plain(date=typed), "--dry-run").out


@pytest.mark.parametrize(("changed", "said"), REFUSALS, ids=str)
def test_a_refusal_says_why_in_one_line_and_writes_nothing(
    record: Record, real: Path, changed: dict[str, str], said: str
) -> None:
    before = stored(real)
    refused = record(*plain(**changed))
    assert (refused.code, refused.out) == (2, "")
    assert re.fullmatch(re.escape(f"pci: {said}").replace("…", ".+") + "\n", refused.err)
    assert stored(real) == before
    assert not (real / "plans/2023").exists()


def test_all_that_is_wrong_is_told_at_once(record: Record) -> None:
    refused = record(*plain(percent="5"), "--figure", "a=1", "--figure", "b=2")
    assert refused.code == 2
    told = re.findall(r"nhiệm vụ thường xuyên|chỉ tiêu «a»|chỉ tiêu «b»", refused.err)
    assert told == ["nhiệm vụ thường xuyên", "chỉ tiêu «a»", "chỉ tiêu «b»"]
    assert refused.err.count("\npci: ") == refused.err.count("\n") - 1 == 2


def test_one_figure_twice_is_refused(record: Record) -> None:
    said = "pci: --figure nêu hai lần một chỉ tiêu; mỗi chỉ tiêu một con số\n"
    assert record(*PLAIN, "--figure", "a=1", "--figure", "a=2") == Ran(2, "", said)


def test_input_in_an_old_code_page_is_refused(real: Path) -> None:
    done = started(real, *PLAIN, "--result", "-", input="Đã gửi".encode("cp1258", "replace"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "pci: chữ đưa vào không phải UTF-8; lưu lại dưới dạng UTF-8\n"
    assert not (real / "plans/2023").exists()


def test_where_standard_input_is_closed_nothing_was_said(real: Path) -> None:
    done = started(real, "--from-json", "-", preexec_fn=partial(os.close, 0))
    assert (done.returncode, done.stderr.decode()) == (
        2,
        "pci: JSON sai ở dòng 1, cột 1; xem dấu phẩy, ngoặc, nháy\n",
    )


def started(
    root: Path, *arguments: str, prefix: Sequence[str] = (), **how: Any
) -> subprocess.CompletedProcess[bytes]:
    # without the measuring of coverage, which would write files of its own
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PCI_", "COVERAGE"))} | {
        "PYTHONPATH": str(ROOT)
    }
    command = [*prefix, *PROGRAM, "record", *arguments]
    return subprocess.run(command, cwd=root, env=env, capture_output=True, check=False, **how)


def test_nothing_is_written_through_a_linked_folder(
    record: Record, real: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "noi-khac"
    elsewhere.mkdir()
    (real / "plans/2023/progress").mkdir(parents=True)
    (real / "plans/2023/progress/van-phong").symlink_to(elsewhere)
    said = "pci: plans/2023/progress/van-phong là liên kết; thay bằng tệp, thư mục thật\n"
    assert record(*PLAIN) == Ran(2, "", said)
    assert not list(elsewhere.iterdir())


def test_a_folder_without_the_right_to_write_is_told(real: Path) -> None:
    folder = real / "plans/2023/progress/van-phong"
    folder.mkdir(parents=True)
    folder.chmod(0o555)
    prefix: tuple[str, ...] = ()
    if os.geteuid() == 0:  # the superuser may write anywhere unless this right is taken away
        if not shutil.which("setpriv"):
            pytest.skip("không có setpriv để bỏ quyền của root")
        prefix = ("setpriv", "--bounding-set=-dac_override", "--")
    done = started(real, *PLAIN, prefix=prefix)
    assert (done.returncode, done.stdout) == (2, b"")
    assert re.fullmatch(r"pci: \S+: không có quyền\n", done.stderr.decode())
    assert not list(folder.iterdir())


def test_a_write_that_breaks_off_leaves_nothing(real: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))

    before = stored(real)
    done = started(real, *PLAIN, preexec_fn=little_room)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().count("\n") == 1
    assert stored(real) == before


def test_the_receipt_may_be_kept_in_a_file_but_not_among_the_plans(
    record: Record, real: Path
) -> None:
    done = record(*PLAIN, "--format", "json", "-o", "bien-nhan.json")
    assert (done.code, done.out) == (0, "bien-nhan.json\n")
    assert '"written": true' in (real / "bien-nhan.json").read_text(encoding="utf-8")
    before = stored(real)
    refused = record(*PLAIN, "--result", "khác", "-o", "plans/2023/x.json")
    assert (refused.code, stored(real)) == (2, before), "từ chối thì không ghi gì"


def test_a_name_from_the_environment_may_be_any_bytes(record: Record, run: Run, real: Path) -> None:
    done = record(*PLAIN, env={"PCI_BY": "an\udcff b\x07"})
    assert done.code == 0, done.err
    assert updates(run, real)[0]["by"] == "an b"


def test_the_line_for_the_rest_is_asked_for_a_period_of_the_plan(run: Run, real: Path) -> None:
    plan = real / "plans/2023.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub(r"every: \w+", "every: half", text, count=1), encoding="utf-8")
    rest = ("record", "con-lai", "--unit", "VP", "--date", "2023-09-10", "--period", "2023-Q3")
    done = run(*rest, cwd=real)
    assert (done.code, done.err) == (
        2,
        "pci: con-lai phải nêu kỳ báo cáo; như 2023-H2\n",
    )


# --- putting right what was recorded ----------------------------------------------------------


SENT = ("A.VII.4/bao-cao-thang", "--unit", "QLDN", "--date", "14/9/2023", "--period", "2023-09")


def recorded(run: Run, root: Path, *arguments: str) -> str:
    done = run("record", *arguments, "--root", str(root))
    assert done.code == 0, done.err
    return Path(done.out.strip()).stem


def state_of(run: Run, root: Path, task: str) -> str:
    tasks = json.loads(
        run("tasks", "--format", "json", "--as-of", "2023-12-31", "--root", str(root)).out
    )["tasks"]
    items = [item for row in tasks if row["id"] == task for item in row["items"]]
    return str(next(item["state"] for item in items if item["period"] == "2023-09"))


def test_what_is_withdrawn_acts_as_absent_and_stays_in_the_log(run: Run, real: Path) -> None:
    first = recorded(run, real, *SENT, "--state", "done", "--evidence", "412/BC-KKT")
    assert state_of(run, real, "A.VII.4") == "done"
    away = recorded(run, real, "--withdraw", first, "--reason", "Ghi nhầm tháng")
    assert state_of(run, real, "A.VII.4") == "overdue"
    assert run("check", "--root", str(real)).code == 0
    (row,) = json.loads(run("log", "--format", "json", "--root", str(real)).out)["updates"]
    assert (row["id"], row["withdrawn_by"]) == (first, away)
    listed = run("log", "--root", str(real)).out
    assert "(đã rút)" in listed and "Ghi nhầm tháng" in listed
    again = run("record", "--withdraw", first, "--reason", "x", "--root", str(real))
    assert (again.code, again.out) == (2, "")
    assert f"đã được rút; rút nhầm thì rút lần rút ấy: {away}" in again.err
    recorded(run, real, "--withdraw", away, "--reason", "Ghi đúng tháng")
    assert state_of(run, real, "A.VII.4") == "done"


def test_what_a_withdrawn_correction_replaced_counts_again(run: Run, real: Path) -> None:
    first = recorded(run, real, *SENT, "--state", "done", "--evidence", "412/BC-KKT")
    second = recorded(run, real, "--corrects", first, "--state", "doing")
    assert state_of(run, real, "A.VII.4") == "overdue"
    of_first = ("record", "--withdraw", first, "--reason", "x", "--dry-run", "--root", str(real))
    assert f"«{first}» đã có bản thay, vẫn được tính: {second}" in run(*of_first).err
    recorded(run, real, "--withdraw", second, "--reason", "Đính chính nhầm")
    assert state_of(run, real, "A.VII.4") == "done"


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ((), "thiếu --reason"),
        (("--reason", "x", "--unit", "VP"), "--withdraw chỉ đi với --reason"),
        (("--reason", "x\x07"), "ký tự không hợp lệ"),
    ],
)
def test_a_withdrawal_says_only_why(
    run: Run, real: Path, more: tuple[str, ...], fault: str
) -> None:
    first = recorded(run, real, *SENT, "--state", "done", "--evidence", "412/BC-KKT")
    done = run("record", "--withdraw", first, *more, "--root", str(real))
    assert (done.code, done.out) == (2, "")
    assert fault in done.err


def test_a_correction_keeps_what_is_not_typed_anew(run: Run, real: Path) -> None:
    first = recorded(run, real, *SENT, "--state", "done", "--evidence", "412/BC-KKT")
    recorded(run, real, "--corrects", first, "--evidence", "413/BC-KKT ngày 14/9/2023")
    updates = json.loads(run("log", "--format", "json", "--root", str(real)).out)["updates"]
    old, new = sorted(updates, key=lambda row: row["corrects"] or "")
    same = ("about", "period", "unit", "date", "state")
    assert [new[key] for key in same] == [old[key] for key in same]
    assert new["evidence"] == ["413/BC-KKT ngày 14/9/2023"]


def test_another_unit_is_put_right_only_with_a_reason(run: Run, real: Path) -> None:
    first = recorded(
        run, real, "A.III.3", "--unit", "QLDN", "--date", "1/9/2023", "--state", "doing"
    )
    moved = ("--corrects", first, "--unit", "QLĐT", "--result", "Đã công khai.")
    refused = run("record", *moved, "--root", str(real))
    assert refused.code == 2
    assert "--reason" in refused.err
    recorded(run, real, *moved, "--reason", "Ghi nhầm phòng")


def test_standing_work_is_never_recorded_as_done(run: Run, real: Path) -> None:
    done = run(
        *("record", "A.VII.4", "--unit", "QLDN", "--date", "1/9/2023", "--state", "done"),
        *("--root", str(real)),
    )
    assert (done.code, done.out) == (2, "")
    assert "A.VII.4 là nhiệm vụ thường xuyên, không có lúc hoàn thành" in done.err
    assert "nêu đầu việc (A.VII.4/bao-cao-thang), hoặc ghi «đang thực hiện»" in done.err


def test_a_report_handed_in_in_time_is_in_time_whenever_it_was_typed(run: Run, real: Path) -> None:
    recorded(
        *(run, real, "A.II.1", "--unit", "QLTNMT", "--date", "8/9/2023", "--state", "doing"),
        *("--received", "11/9/2023"),
    )
    stats = run(
        *("stats", "--quarter", "3", "--year", "2023", "--as-of", "2026-11-01"),
        *("--format", "json", "--root", str(real)),
    )
    assert json.loads(stats.out)["reporting"] == {"expected": 85, "reported": 1, "on_time": 1}
