"""`pci record` at a real terminal: what is asked, what is written, and that giving up writes
nothing."""

import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support import Ran, Run
from terminal import COLUMNS, Talk

from pci.files import yamlio

pytestmark = pytest.mark.pty

Start = Callable[..., Talk]


@pytest.fixture
def start(real: Path) -> Iterator[Start]:
    begun: list[Talk] = []

    def go(*arguments: str, **env: str) -> Talk:
        begun.append(Talk("-m", "pci", "record", *arguments, cwd=real, **env))
        return begun[-1]

    yield go
    for talk in begun:
        talk.close()


def written(root: Path) -> list[dict[str, object]]:
    """The updates on disk, without who typed them and when."""
    found = sorted(
        (root / "plans/2023/progress").rglob("*.yaml"), key=lambda path: path.stat().st_mtime_ns
    )
    trees = [yamlio.read(path.read_bytes(), path.name).tree for path in found]
    return [
        {key: value for key, value in tree.items() if key not in ("recorded", "by")}
        for tree in trees
    ]


QUIET = (("Khó khăn", ""), ("Kiến nghị", ""))
"""Nothing to complain of, nothing to ask for."""


def test_an_update_is_asked_for_seen_and_written(start: Start, real: Path) -> None:
    talk = start()
    talk.say(
        ("không cần dấu): ", "kip thoi xu ly"),
        ("Chọn số", ""),
        ("Nói về", "1"),
        ("Đơn vị báo cáo", ""),
        ("Ngày có kết quả", "18/9/2023"),
        ("Kỳ", "tháng 9"),
        ("Tình trạng", "xong"),
        ("không có tình trạng «xong»; gõ số thứ tự", "hoàn thành"),
        ("Số kiến nghị đã giải quyết, kiến nghị, từ lần báo cáo trước (Enter: không)", "9"),
        ("Kết quả thực hiện (Enter: không)", unicodedata.normalize("NFD", "Đã gửi báo cáo.")),
        ("Tài liệu kiểm chứng", "412/BC-KKT ngày 14/9/2023"),
        ("Tài liệu khác", "Biên bản ngày 12/9/2023"),
        ("Tài liệu khác", ""),
        ("Khó khăn", "Chưa có hướng dẫn"),
        ("Gửi", "sở khđt"),
        ("Kiến nghị", ""),
    )
    shown = talk.until("[C/k/s]")
    assert "plans/2023/progress/phong-qldn/2023-09-18-A.VII.4-bao-cao-thang-" in shown
    assert "  Về: A.VII.4 (Báo cáo tháng gửi Sở Kế hoạch và Đầu tư)\n" in shown
    assert "  Tình trạng: Đã hoàn thành\n" in shown
    assert "nội dung: Chưa có hướng dẫn" in shown
    assert not (real / "plans/2023/progress").exists(), "chưa ghi gì trước khi được đồng ý"
    talk.type("\n")
    talk.say(("Ghi tiếp", "k"), ("ghi con-lai?", "k"))
    assert talk.end() == 0
    assert written(real) == [
        {
            "about": "A.VII.4/bao-cao-thang",
            "period": "2023-09",
            "unit": "phong-qldn",
            "date": "2023-09-18",
            "state": "done",
            "figures": {"kien-nghi-giai-quyet": "9"},
            "result": "Đã gửi báo cáo.",
            "evidence": ["412/BC-KKT ngày 14/9/2023", "Biên bản ngày 12/9/2023"],
            "difficulty": {"to": "so-khdt", "text": "Chưa có hướng dẫn"},
        }
    ]


def test_a_unit_does_not_speak_before_it_began(start: Start, real: Path) -> None:
    (real / "plans/organisation.yaml").write_text(
        "units:\n"
        "  phong-qldn: {until: 2023-09-30, successor: phong-moi, basis: QĐ 7}\n"
        "  phong-moi: {name: Phòng Mới, from: 2023-10-01}\n",
        encoding="utf-8",
    )
    talk = start("A.VII.4/bao-cao-thang")
    talk.say(
        ("Đơn vị báo cáo [Phòng Mới]", ""),
        ("Ngày có kết quả", "14/9/2023"),
        ("chưa có vào ngày ấy; khi ấy là: Phòng Quản lý Doanh nghiệp", "16/10/2023"),
    )
    talk.until("Kỳ:")


STANDING = ("A.I.4", "--unit", "VP", "--date", "10/9/2023")
TO_THE_END = (("Tình trạng", "1"), ("Kết quả thực hiện", "Đã gửi."), ("Tài liệu", ""), *QUIET)


def test_a_wrong_answer_is_told_and_asked_again(start: Start, real: Path) -> None:
    talk = start("--unit", "VP")
    talk.say(
        ("không cần dấu): ", "khong co chu nay"),
        ("gần nhất", "qqqqqqqq"),
        ("gõ vài chữ khác", ""),
        ("chưa có câu trả lời", "thuc hien"),
        ("gõ thêm vài chữ", "A.I.4"),
        ("Ngày có kết quả", "31/9/2023"),
        ("không phải ngày có thật", "10/9/2023"),
        ("Tình trạng", "9"),
        ("gõ 1 đến 3", "xong"),
        ("không có tình trạng «xong»", "đang"),
        ("Kết quả thực hiện", "Đã gửi."),
        ("Tài liệu", "tai-lieu/khong-co.pdf"),
        ("không có tệp «tai-lieu/khong-co.pdf»", ""),
        ("Khó khăn", "Thiếu người"),
        ("Gửi", "Bộ Y tế"),
        ("không có nơi nhận", "2"),
        ("Kiến nghị", ""),
        ("[C/k/s]", "có lẽ"),
        ("không rõ", "c"),
        ("Ghi tiếp", "k"),
        ("ghi con-lai?", ""),
    )
    assert talk.end() == 0
    (update,) = written(real)
    assert (update["about"], update["state"], update["difficulty"]) == (
        "A.I.4",
        "doing",
        {"to": "lanh-dao", "text": "Thiếu người"},
    )


def test_of_several_that_fit_one_is_chosen(start: Start, real: Path) -> None:
    talk = start("--unit", "VP")
    talk.say(("không cần dấu): ", unicodedata.normalize("NFD", "cải cách hành chính")))
    listed = talk.until("Chọn số")
    assert len(re.findall(r"^ +\d+\. ", listed, re.M)) > 1
    assert all(len(line) <= COLUMNS for line in listed.splitlines())
    talk.type("1\n")
    talk.until("Nói về: ")
    talk.give_up("\x04")


def test_other_words_search_again_and_show_what_they_found(start: Start, real: Path) -> None:
    """The plan prints A.VII.4 as number 2, A.VII.2 too: who reads the paper sees which one it
    is."""
    talk = start("--unit", "QLDN")
    talk.say(("không cần dấu): ", "cai cach hanh chinh"), ("để tìm lại: ", "kip thoi xu ly"))
    assert "1. A.VII.4 (in là 2)  Kịp thời xử lý" in talk.until("để tìm lại [A.VII.4]: ")
    talk.type("A.VII.2\n")
    talk.until("Ngày có kết quả")


def test_only_what_was_left_out_is_asked(start: Start, real: Path) -> None:
    talk = start(*STANDING)
    talk.say(*TO_THE_END, ("[C/k/s]", ""), ("Ghi tiếp", "k"), ("ghi con-lai?", "k"))
    assert talk.end() == 0
    assert "Nhiệm vụ (" not in talk.heard
    assert "Đơn vị báo cáo" not in talk.heard
    assert [u["result"] for u in written(real)] == ["Đã gửi."]


def test_what_no_answer_could_mend_is_told_before_any_question(start: Start, real: Path) -> None:
    talk = start(*STANDING, "--corrects", "2023-09-01-A.I.4-abcdef")
    assert talk.end() == 2
    assert "không có cập nhật «2023-09-01-A.I.4-abcdef»" in talk.heard
    assert "Tình trạng" not in talk.heard


def test_nothing_is_asked_where_all_is_given(start: Start, real: Path) -> None:
    talk = start(*STANDING, "--state", "doing")
    assert talk.end() == 0
    assert "?" not in talk.heard
    assert len(written(real)) == 1


@pytest.mark.parametrize(("keys", "code"), [("\x03", 130), ("\x04", 2)])
def test_giving_up_writes_nothing(start: Start, real: Path, keys: str, code: int) -> None:
    talk = start(*STANDING)
    talk.say(*TO_THE_END)
    talk.until("[C/k/s]")
    assert talk.give_up(keys) == code
    assert "pci: thôi, chưa ghi gì" in talk.heard
    assert "Traceback" not in talk.heard
    assert not (real / "plans/2023/progress").exists()


@pytest.mark.parametrize(("keys", "code"), [("\x03", 130), ("\x04", 0)])
def test_what_was_recorded_before_giving_up_stays(
    start: Start, real: Path, keys: str, code: int
) -> None:
    talk = start(*STANDING)
    talk.say(*TO_THE_END, ("[C/k/s]", "c"))
    talk.until("Ghi tiếp A.I.1? [C/k]")
    assert talk.give_up(keys) == code
    assert ("pci: thôi, 01 cập nhật đã ghi" in talk.heard) == (code == 130)
    assert len(written(real)) == 1


def test_one_answer_can_be_changed_once_all_is_seen(start: Start, real: Path) -> None:
    talk = start("A.I.2", *STANDING[1:])
    talk.say(
        ("Tình trạng", "1"),
        ("Tỷ lệ hồ sơ", "98,3"),
        ("Kết quả thực hiện", "Đã gửi."),
        ("Tài liệu", "Biên bản 1"),
    )
    talk.say(("Tài liệu khác", "Biên bản 2"), ("Tài liệu khác", ""), *QUIET)
    talk.say(
        ("[C/k/s]", "s"),
        ("Sửa mục nào", "zz"),
        ("không có mục «zz»; gõ số thứ tự", "kết quả"),
        ("Kết quả thực hiện", "Gửi rồi."),
    )
    assert "Kết quả: Gửi rồi." in talk.until("[C/k/s]")
    talk.type("s\n")
    talk.say(
        ("Sửa mục nào", "Tài liệu"),
        ("Tài liệu kiểm chứng", "bis"),
        ("Tài liệu khác", "\x15"),
        ("[C/k/s]", "s"),
    )
    talk.say(
        ("Sửa mục nào", "tinh trang"),
        ("Tình trạng", "3"),
        ("[C/k/s]", "c"),
        ("Ghi tiếp", "k"),
        ("con-lai?", ""),
    )
    assert talk.end() == 0
    assert written(real) == [
        {
            "about": "A.I.2",
            "unit": "van-phong",
            "date": "2023-09-10",
            "state": "nothing",
            "result": "Gửi rồi.",
        }
    ]


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"TERM": "dumb"}], ids=str)
def test_letters_and_pastes_come_through_on_any_terminal(
    start: Start, real: Path, env: dict[str, str]
) -> None:
    """Pasted lines are one answer, the last of them too, whose Enter the person types."""
    talk = start(*STANDING, **env)
    talk.say(
        ("Tình trạng", "đang thực hiện\n2"),
        ("Enter là hết", ""),
        ("vừa dán 2 dòng", "đang thực hiện"),
    )
    talk.say(
        ("Kết quả thực hiện", "Đã gửi.\n\n- Còn hồ sơ ở Bộ phận Một cửa"), ("Enter là hết", "")
    )
    talk.say(("Tài liệu", ""), *QUIET, ("[C/k/s]", "c"), ("Ghi tiếp", "k"), ("ghi con-lai?", "k"))
    assert talk.end() == 0
    assert [u["result"] for u in written(real)] == ["Đã gửi.\n\n- Còn hồ sơ ở Bộ phận Một cửa"]


def test_bytes_that_are_no_letters_are_asked_for_again(start: Start, real: Path) -> None:
    talk = start(*STANDING, LC_ALL="C")
    talk.say(*TO_THE_END)
    talk.until("[C/k/s]")
    os.write(talk.master, b"\xff\n")
    talk.say(("chữ vừa gõ không phải UTF-8", "k"))
    assert talk.end() == 0


def test_a_trial_asks_and_writes_nothing(start: Start, real: Path) -> None:
    talk = start(*STANDING, "--dry-run")
    talk.say(*TO_THE_END, ("[C/k/s]", "c"))
    assert talk.end() == 0
    assert "Chạy thử: chưa ghi gì." in talk.heard
    assert not (real / "plans/2023/progress").exists()


def test_what_was_seen_and_not_wanted_is_not_written(start: Start, real: Path) -> None:
    talk = start(*STANDING)
    talk.say(*TO_THE_END, ("[C/k/s]", "k"))
    assert talk.end() == 0
    assert "Không ghi." in talk.heard
    assert not (real / "plans/2023/progress").exists()


def test_what_the_rules_refuse_is_asked_again(start: Start, real: Path) -> None:
    """A figure can be typed that no share can be; what was given and cannot be asked is told and
    left out."""
    talk = start("A.I.2", "--unit", "VP", "--date", "10/9/2023", "--percent", "50")
    talk.say(
        ("Tình trạng", "1"),
        ("hồ sơ trực tuyến", "1098"),
        ("Kết quả thực hiện", "x"),
        ("Tài liệu", ""),
        *QUIET,
    )
    talk.say(("là tỷ lệ", ""), ("[C/k/s]", "c"), ("Ghi tiếp", "k"), ("ghi con-lai?", "k"))
    assert talk.end() == 0
    assert "figures" not in written(real)[0]


def test_a_day_after_the_due_day_beside_evidence_in_time_needs_a_reason(
    start: Start, real: Path
) -> None:
    """Without one the day is asked for again."""
    given = ("--unit", "QLDN", "--period", "2023-09", "--state", "done")
    talk = start("A.VII.4/bao-cao-thang", *given, "--evidence", "412/BC-KKT ngày 14/9/2023")
    talk.say(("Ngày có kết quả", "20/9/2023"), ("Số kiến nghị", ""), ("Kết quả", ""), *QUIET)
    talk.say(("Nguyên nhân xong sau hạn", ""), ("Ngày có kết quả", "19/9/2023"), ("Kỳ", "tháng 9"))
    talk.say(("Nguyên nhân xong sau hạn", "Chờ ý kiến Sở."), ("[C/k/s]", "c"))
    talk.say(("Ghi tiếp", "k"), ("ghi con-lai?", "k"))
    assert talk.end() == 0
    (update,) = written(real)
    assert (update["date"], update["reason"]) == ("2023-09-19", "Chờ ý kiến Sở.")


def test_the_next_thing_owed_follows_and_one_line_closes_the_rest(
    start: Start, real: Path, run: Run
) -> None:
    talk = start(*STANDING)
    talk.say(*TO_THE_END, ("[C/k/s]", "c"))
    owed = talk.until("Ghi tiếp A.I.1? [C/k]")
    assert "Văn phòng còn phải báo cáo quý III năm 2023: 23 nhiệm vụ" in owed
    talk.type("c\n")
    talk.say(("Ngày có kết quả", "11/9/2023"), *TO_THE_END)
    talk.say(("[C/k/s]", "c"), ("Ghi tiếp", "k"), ("ghi con-lai? [c/K]", "c"), ("[C/k/s]", ""))
    assert talk.end() == 0
    assert "Văn phòng đã báo cáo đủ quý III năm 2023." in talk.heard
    last = written(real)[-1]
    assert last == {
        "about": "con-lai",
        "period": "2023-Q3",
        "unit": "van-phong",
        "date": "2023-09-14",
        "state": "nothing",
    }
    assert run("check", cwd=real).code == 0


def test_in_a_pipe_nothing_is_asked(run: Run, real: Path) -> None:
    said = "pci: thiếu NỘI_DUNG, --unit, --date, --state; xem «pci record --help»\n"
    assert run("record", cwd=real) == Ran(2, "", said)
    said = "pci: thiếu --unit, --state; xem «pci record --help»\n"
    assert run("record", "A.I.4", "--date", "10/9/2023", cwd=real) == Ran(2, "", said)


# --- putting right ------------------------------------------------------------------------------


@pytest.fixture
def recorded(run: Run, real: Path) -> str:
    """The id of an update recorded before."""
    done = run("record", *STANDING, "--state", "doing", "--result", "Gửi 12 phiếu.", cwd=real)
    assert done.code == 0, done.err
    return Path(done.out.strip()).stem


def test_one_of_the_last_updates_is_corrected(start: Start, real: Path, recorded: str) -> None:
    talk = start()
    talk.say(
        ("Việc cần làm [1]", "2"),
        (f"10/9/2023  A.I.4, VP ({recorded[-6:]}): Gửi 12 phiếu.", "1"),
        ("Sửa mục nào", "kết quả"),
        ("Kết quả thực hiện", "Gửi 21 phiếu."),
    )
    shown = talk.until("[C/k/s]")
    assert f"Sửa cho: {recorded}" in shown and "Nguyên nhân" not in shown
    talk.type("\n")
    talk.say(("Ghi tiếp", "k"), ("ghi con-lai?", ""))
    assert talk.end() == 0
    *_, last = written(real)
    assert last == {
        "about": "A.I.4",
        "unit": "van-phong",
        "date": "2023-09-10",
        "state": "doing",
        "result": "Gửi 21 phiếu.",
        "corrects": recorded,
    }


def test_words_moved_to_another_task_take_a_reason(start: Start, real: Path, recorded: str) -> None:
    talk = start()
    talk.say(
        ("Việc cần làm", "sua"),
        ("Cập nhật nào", recorded[-6:]),
        ("Sửa mục nào", "1"),
        ("không cần dấu): ", "A.I.1"),
        ("Vì sao chuyển", ""),
        ("chưa có câu trả lời", "Ghi nhầm dòng."),
        ("[C/k/s]", "c"),
        ("Ghi tiếp", "k"),
        ("ghi con-lai?", ""),
    )
    assert talk.end() == 0
    *_, last = written(real)
    assert (last["about"], last["reason"]) == ("A.I.1", "Ghi nhầm dòng.")


def test_one_of_the_last_updates_is_withdrawn(
    run: Run, start: Start, real: Path, recorded: str
) -> None:
    for answer, count in (("", 1), ("c", 2)):
        talk = start()
        talk.say(
            ("Việc cần làm", "3"),
            ("Cập nhật nào", "1"),
            ("Vì sao rút", "Phiếu của năm trước."),
            (f"Rút {recorded}? [c/K]", answer),
        )
        assert talk.end() == 0
        assert len(written(real)) == count
    assert f"Đã rút: {recorded}." in talk.heard
    listed = run("log", "--format", "json", cwd=real).out
    assert "Gửi 12 phiếu." in listed and "Phiếu của năm trước." in listed


def test_something_new_is_what_enter_means(start: Start, recorded: str) -> None:
    talk = start()
    talk.say(("Việc cần làm [1]", ""))
    talk.until("không cần dấu): ")
    talk.give_up("\x04")


# --- what was recorded wrongly --------------------------------------------------------------------


def test_withdrawn_words_said_again_are_taken_back_at_once(
    run: Run, start: Start, real: Path
) -> None:
    said = (*STANDING, "--state", "doing", "--result", "Đã gửi.")
    first = Path(run("record", *said, cwd=real).out.strip()).stem
    assert run("record", "--withdraw", first, "--reason", "Ghi nhầm", cwd=real).code == 0
    talk = start(*said)
    talk.say(("Lấy lại lời đã rút? [c/K]", "c"), ("Vì sao lấy lại", "Ghi đúng"))
    assert talk.end() == 0
    assert f"Đã lấy lại: {first}." in talk.heard
    again = run("record", *said, cwd=real)
    assert "Cập nhật này đã có, không ghi lại" in again.err


def test_why_work_is_suspended_is_asked(start: Start, real: Path) -> None:
    talk = start("A.VII.4/bao-cao-thang", "--unit", "QLDN", "--date", "8/9/2023")
    talk.say(
        ("Tình trạng", "tạm dừng"),
        ("Số kiến nghị đã giải quyết", ""),
        ("Kết quả thực hiện", ""),
        ("Tài liệu", ""),
        *QUIET,
        ("Nguyên nhân quá hạn, tạm dừng", "Chờ ý kiến Sở."),
        ("[C/k/s]", "c"),
        ("Ghi tiếp", "k"),
        ("con-lai?", ""),
    )
    assert talk.end() == 0
    assert [update["reason"] for update in written(real)] == ["Chờ ý kiến Sở."]


def test_of_a_day_after_the_last_window_the_period_is_asked(start: Start, real: Path) -> None:
    talk = start("con-lai", "--unit", "VP")
    talk.say(
        ("Ngày có kết quả", "20/12/2023"),
        ("Kỳ: ", "quý IV"),
        ("Kết quả thực hiện", ""),
    )
    talk.until("ngày 20/12/2023 ngoài thời gian chốt số liệu")
    talk.say(("Ngày có kết quả", "14/12/2023"), ("[C/k/s]", "k"))
    assert talk.end() == 0
    assert "2. quý I năm 2024" in talk.heard


def test_the_period_of_a_paper_is_asked(start: Start, real: Path) -> None:
    talk = start()
    talk.say(
        ("không cần dấu): ", "III.1.2"),
        ("Đơn vị báo cáo", "VP"),
        ("Ngày có kết quả", "18/9/2023"),
        ("Báo cáo của kỳ", "quý III"),
        ("Tình trạng", "hoàn thành"),
        ("Kết quả thực hiện", ""),
        ("Tài liệu kiểm chứng", "45/BC-KKT ngày 18/9/2023"),
        ("Tài liệu khác", ""),
        *QUIET,
        ("[C/k/s]", "c"),
        ("Ghi tiếp", "k"),
        ("con-lai?", ""),
    )
    assert talk.end() == 0
    assert [update["period"] for update in written(real)] == ["2023-Q3"]
