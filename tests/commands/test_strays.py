"""An update with an error of its own: a finding of `check`, left out by every other command."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import Run

from pci.core.ledger import update_path
from pci.core.model import Update, Withdrawal
from pci.files import shape, yamlio

KNOWN = "2024-09-06-A.I.1-rhokrk"
"""An update of the example, by bo-phan-mot-cua."""
MONTHLY = "A.VII.1/bao-cao-thang"


def stray(root: Path, *, name: str = "", folder: str = "", **more: Any) -> str:
    """The id of an update, or a withdrawal, written past `pci record`."""
    said: dict[str, Any] = {
        "about": "A.I.2",
        "unit": "van-phong",
        "date": "2024-09-10",
        "recorded": "2024-09-10T08:00:00+07:00",
        **({} if "withdraws" in more else {"state": "doing", "result": "Lời có lỗi."}),
        **more,
    }
    record: Update | Withdrawal = (
        shape.value(Update, said) if "state" in said else shape.value(Withdrawal, said)
    )
    path = root / update_path("2024", record)
    path = path.parents[1] / (folder or path.parent.name) / f"{name or path.stem}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yamlio.write(said), encoding="utf-8")
    return path.stem


def broken(root: Path, text: str, name: str) -> str:
    """The id of an update whose file holds this text."""
    path = root / "plans/2024/progress/van-phong" / name
    path.write_text(text, encoding="utf-8")
    return path.stem


NO_SHAPE = "about: A.I.2\nunit: van-phong\ndate: 2024-09-10\nstate: xong\n"
NO_SYNTAX = "about: A.I.2\n<<<<<<< HEAD\nstate: done\n"
FAULTS: Mapping[str, Callable[[Path], str]] = {
    "PCI401": lambda root: stray(root, about="A.I.99"),
    "PCI402": lambda root: stray(root, unit="phong-cu"),
    "PCI403": lambda root: stray(root, about="A.VI.1", unit="phong-mtdd", state="done"),
    "PCI404": lambda root: stray(root, about="A.X.1", folder="phong-mtdd"),
    "PCI405": lambda root: stray(root, about="A.IX.2", unit="tt-htdn", name="2024-09-10-x-aaaaaa"),
    "PCI406": lambda root: stray(root, about=MONTHLY, unit="phong-dnld", period="2024-Q3"),
    "PCI407": lambda root: stray(root, about="A.V.2", percent=50),
    "PCI408": lambda root: stray(root, figures={"khong-co": 12}),
    "PCI409": lambda root: stray(root, difficulty={"to": "so-cu", "text": "Thiếu người."}),
    "PCI410": lambda root: stray(root, corrects="2024-09-10-A.I.1-bbbbbb"),
    "PCI412": lambda root: stray(root, corrects=KNOWN),
    "PCI413": lambda root: stray(root, date="2034-09-10"),
    "PCI427": lambda root: stray(root, state="nothing", figures={"phieu-thu-ve": 9}),
    "PCI428": lambda root: stray(root, withdraws="2024-09-10-A.I.1-bbbbbb", reason="Nhầm."),
    "PCI429": lambda root: stray(root, withdraws=KNOWN, reason="Nhầm."),
    "PCI430": lambda root: stray(
        root,
        about="A.I.1",
        unit="bo-phan-mot-cua",
        withdraws=KNOWN,
        reason="Nhầm.",
        name="2024-09-10-A.I.1-aaaaaa",
    ),
    "PCI102": lambda root: broken(root, NO_SHAPE, "2024-09-10-A.I.2-khuyet.yaml"),
    "PCI003": lambda root: broken(root, NO_SYNTAX, "2024-09-10-A.I.2-gopdoi.yaml"),
    "PCI014": lambda root: broken(root, NO_SHAPE, "2024-09-10-A.I.2-duoikh.yml"),
}
"""One update, or withdrawal, for each error that one can have, by the code."""

COMMANDS = (
    ("tasks",),
    ("show", "A.I.2"),
    ("deadlines",),
    ("log", "--open"),
    ("stats",),
    ("form", "--unit", "VP", "--quarter", "3", "-o", "../bieu.xlsx"),
    ("report", "--quarter", "3", "-o", "../bao-cao.docx"),
    ("report", "--annual", "--format", "json"),
    ("report", "--brief", "-o", "../tom-tat.docx"),
    ("remind", "--as-of", "2024-10-02", "-o", "../don-doc.docx"),
    ("plan", "-o", "../ke-hoach.docx"),
)


def errors(run: Run, root: Path) -> set[str]:
    """The codes of the errors that `check` finds; it exits with 1 where there is one."""
    done = run("check", "--format", "json", cwd=root)
    told = json.loads(done.out)["diagnostics"]
    codes = {d["code"] for d in told if d["severity"] == "error"}
    assert done.code == bool(codes)
    return codes


def notices(text: str) -> list[str]:
    return [line for line in text.splitlines() if "Không tính" in line]


def incomplete(text: str) -> str:
    """What JSON says where something is left out."""
    return text.replace('"complete": true', '"complete": false')


def test_each_is_found_by_check(run: Run, example: Path) -> None:
    ids = {code: fault(example) for code, fault in FAULTS.items()}
    done = run("check", "--format", "json", cwd=example)
    told = {(Path(d["path"]).stem, d["code"]) for d in json.loads(done.out)["diagnostics"]}
    assert done.code == 1
    assert {(i, code) for code, i in ids.items()} <= told


def test_each_is_counted_nowhere(run: Run, example: Path) -> None:
    before = set(example.rglob("*"))
    clean = run("stats", "--format", "json", cwd=example)
    for fault in FAULTS.values():
        i = fault(example)
        done = run("stats", "--format", "json", cwd=example)
        assert (done.code, done.out) == (0, incomplete(clean.out)), done.err
        assert notices(done.err) == [
            f"Không tính 01 cập nhật có lỗi: {i}; xem «pci check», sửa hoặc rút bằng "
            "«pci record» (--corrects, --withdraw)."
        ]
        (path,) = (path for path in set(example.rglob("*")) - before if path.is_file())
        path.unlink()


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_other_command_leaves_them_out_with_one_notice(
    run: Run, example: Path, command: tuple[str, ...]
) -> None:
    clean = run(*command, cwd=example)
    made = {path: path.read_bytes() for path in example.parent.glob("*.*")}
    for fault in FAULTS.values():
        fault(example)
    done = run(*command, "--force", cwd=example) if "-o" in command else run(*command, cwd=example)
    assert (done.code, done.out) == (clean.code, incomplete(clean.out)), done.err
    assert made == {path: path.read_bytes() for path in example.parent.glob("*.*")}
    (line,) = notices(done.err)
    assert f"Không tính {len(FAULTS)} cập nhật có lỗi: " in line and ", …; xem" in line


def test_the_log_shows_them_marked(run: Run, example: Path) -> None:
    clean = json.loads(run("log", "--format", "json", cwd=example).out)["updates"]
    ids = {code: fault(example) for code, fault in FAULTS.items()}
    read = {i for code, i in ids.items() if code not in ("PCI428", "PCI429", "PCI430")}
    read -= {ids["PCI102"], ids["PCI003"], ids["PCI014"]}
    done = run("log", "--format", "json", cwd=example)
    rows = json.loads(done.out)["updates"]
    assert {row["id"] for row in rows if row.get("stray")} == read, done.err
    assert [row for row in rows if "stray" not in row] == clean
    (line,) = [line for line in done.err.splitlines() if "không có trong danh sách" in line]
    assert all(i in line for i in set(ids.values()) - read)
    table = run("log", "--unit", "VP", cwd=example)
    assert table.code == 0 and "(không tính, có lỗi)" in table.out


def test_a_comparison_of_revisions_does_not_stop_at_them(
    run: Run, example: Path, tmp_path: Path
) -> None:
    before = shutil.copytree(example, tmp_path / "truoc")
    ids = {code: fault(example) for code, fault in FAULTS.items()}
    unread = [ids.pop(code) for code in ("PCI102", "PCI003", "PCI014")]
    done = run("diff", str(before), str(example), cwd=tmp_path)
    assert done.code == 0, done.err
    assert all(i in done.out for i in ids.values())
    assert not any(i in done.out for i in unread)
    (line,) = [line for line in done.err.splitlines() if line.startswith("Không so 03 cập nhật")]
    assert all(i in line for i in unread)


TOLD_RIGHT = {
    "PCI401": ("A.I.2", "--reason", "Đổi mã."),
    "PCI402": ("--unit", "VP", "--reason", "Đổi phòng."),
    "PCI403": ("--unit", "phong-xtdt", "--reason", "Nhầm phòng.", "--evidence", "Công bố"),
    "PCI406": ("--period", "2024-09"),
    "PCI407": (),
    "PCI408": ("--figure", "phieu-thu-ve=12"),
    "PCI409": ("--difficulty", "Thiếu người.", "--difficulty-to", "lanh-dao-ban"),
    "PCI410": (),
    "PCI412": ("--reason", "Đúng là của Văn phòng."),
    "PCI413": ("--date", "2024-09-10"),
    "PCI427": ("--state", "doing"),
}
"""What a correction says, for each fault that a correction settles."""


def test_one_is_put_right_by_a_correction(run: Run, example: Path) -> None:
    ids = {code: FAULTS[code](example) for code in TOLD_RIGHT}
    for code, i in ids.items():
        said = ("--corrects", i, "--result", "Lời đúng.", *TOLD_RIGHT[code])
        done = run("record", *said, cwd=example)
        assert done.code == 0, (code, done.err)
    assert errors(run, example) == set()
    assert notices(run("tasks", cwd=example).err) == []


def test_one_is_put_right_by_a_withdrawal(run: Run, example: Path) -> None:
    clean = run("tasks", "--format", "json", cwd=example)
    for code, fault in FAULTS.items():
        done = run("record", "--withdraw", fault(example), "--reason", "Nhầm.", cwd=example)
        assert done.code == 0, (code, done.err)
    assert errors(run, example) == set()
    done = run("tasks", "--format", "json", cwd=example)
    assert (done.out, notices(done.err)) == (clean.out, [])


def test_a_file_whose_name_says_nothing_is_put_right_by_hand(run: Run, example: Path) -> None:
    i = broken(example, NO_SHAPE, "ghi-chu.yaml")
    done = run("record", "--withdraw", i, "--reason", "Nhầm.", cwd=example)
    assert done.code == 2
    assert done.err.splitlines()[-1] == (
        "pci: không đọc được plans/2024/progress/van-phong/ghi-chu.yaml; sửa tệp ấy theo "
        "«pci check», hoặc xóa đi"
    )


def test_who_mends_a_stray_stays_in_time(run: Run, example: Path) -> None:
    def account() -> dict[str, int]:
        asked = run("stats", "--quarter", "3", "--format", "json", cwd=example)
        reporting: dict[str, int] = json.loads(asked.out)["reporting"]
        return reporting

    clean = account()
    old = next(example.rglob("2024-08-26-A.IV.3-quy-trinh-noi-bo-hyexju.yaml"))
    said = yaml.safe_load(old.read_text(encoding="utf-8"))
    old.unlink()
    faulty = stray(example, **{**said, "figures": {"khong-co": 1}})
    assert account() == {**clean, **{key: clean[key] - 1 for key in ("reported", "on_time")}}
    done = run("record", "--corrects", faulty, "--evidence", "Quyết định", cwd=example)
    assert done.code == 0, done.err
    assert account() == clean


def test_a_correction_of_what_cannot_be_read_stands(run: Run, example: Path) -> None:
    done = run("record", "--corrects", KNOWN, "--result", "Lời đúng.", cwd=example)
    assert done.code == 0, done.err
    mended = run("stats", "--format", "json", cwd=example)
    old = next(example.rglob(f"{KNOWN}.yaml"))
    old.write_text(old.read_text(encoding="utf-8") + "xxx: 1\n", encoding="utf-8")
    after = run("stats", "--format", "json", cwd=example)
    assert (after.code, after.out) == (0, mended.out), after.err
    assert errors(run, example) == {"PCI101"}


def test_recording_is_not_stopped_by_a_stray_that_says_the_same_figure(
    run: Run, example: Path
) -> None:
    stray(example, about="A.X.1", date="2024-04-10", figures={"vu-viec-xu-ly": 3, "khong-co": 1})
    said = ("A.X.1", "--unit", "VP", "--date", "2024-04-11", "--state", "doing")
    done = run("record", *said, "--figure", "vu-viec-xu-ly=3", cwd=example)
    assert done.code == 0, done.err


def test_recording_asks_for_a_sound_plan_and_a_sound_update_only(run: Run, example: Path) -> None:
    for fault in FAULTS.values():
        fault(example)
    saying = ("A.I.2", "--unit", "VP", "--date", "2024-09-12", "--state", "doing")
    assert run("record", *saying, cwd=example).code == 0
    assert run("record", "A.I.99", *saying[1:], cwd=example).code == 2
    plan = example / "plans/2024.yaml"
    plan.write_text(plan.read_text(encoding="utf-8") + "xxx: 1\n", encoding="utf-8")
    done = run("record", *saying, "--result", "Khác", cwd=example)
    assert (done.code, "xxx" in done.err) == (2, True)


def test_what_makes_all_figures_doubtful_still_stops(run: Run, example: Path) -> None:
    own = next(example.rglob(f"{KNOWN}.yaml"))
    twin = example / "plans/2024/progress/van-phong" / own.name
    shutil.copy(own, twin)
    done = run("tasks", cwd=example)
    assert (done.code, "PCI404" in done.err) == (2, True), "hai tệp một mã"
    twin.unlink()
    twin.symlink_to(own)
    assert run("tasks", cwd=example).code == 2
    twin.unlink()
    assert run("tasks", cwd=example).code == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [("2024-Q3", "written: 2024-09-18\nxxx: 1\n"), ("quy-3", "written: 2024-09-18T16:00:00+07:00")],
)
def test_faulty_words_stop_only_the_report(run: Run, example: Path, name: str, words: str) -> None:
    path = example / f"plans/2024/reports/{name}.yaml"
    path.parent.mkdir()
    path.write_text(words, encoding="utf-8")
    assert run("tasks", cwd=example).code == 0
    done = run("report", "--quarter", "3", "--format", "md", cwd=example)
    assert (done.code, f"{name}.yaml" in done.err) == (2, True)


def test_words_without_a_place_are_named_and_not_printed(run: Run, example: Path) -> None:
    report = ("report", "--quarter", "3", "-o", "../bao-cao.docx", "--force")
    words = example / "plans/2024/reports/2024-Q3.yaml"
    words.parent.mkdir()
    written = "written: 2024-12-31T08:00:00+07:00\n"
    words.write_text(written, encoding="utf-8")
    clean = run(*report, cwd=example)
    made = (example.parent / "bao-cao.docx").read_bytes()
    lost = "sections:\n  A.XX: Lời cũ.\ntasks:\n  A.I.99:\n    result: Lời cũ.\n"
    words.write_text(written + lost, encoding="utf-8")
    assert errors(run, example) == {"PCI502"}
    assert run("tasks", cwd=example).code == 0
    done = run(*report, cwd=example)
    assert (done.code, done.out) == (0, clean.out)
    assert (example.parent / "bao-cao.docx").read_bytes() == made
    assert [line for line in done.err.splitlines() if line not in clean.err.splitlines()] == [
        "Không in lời văn trong plans/2024/reports/2024-Q3.yaml ở sections.A.XX, tasks.A.I.99: "
        "kế hoạch không có các mã ấy; xem «pci check»."
    ]


def test_no_paper_says_that_there_was_no_difficulty_beside_them(run: Run, example: Path) -> None:
    for unit in ("QHXD", "TTHTDN"):
        rest = ("con-lai", "--unit", unit, "--date", "2024-03-12", "--period", "2024-Q1")
        assert run("record", *rest, "--received", "2024-03-12", cwd=example).code == 0
    report = ("report", "--quarter", "1", "--format", "md", "--strict")
    clean = run(*report, cwd=example)
    assert clean.code == 0, clean.err
    remark = {"to": "so-khdt", "text": "Thiếu mẫu biểu."}
    stray(example, about="A.I.99", date="2024-03-11", difficulty=remark)
    stray(example, about="A.I.99", date="2024-06-20")  # of another quarter
    FAULTS["PCI102"](example)
    done = run(*report, cwd=example)
    note = "Còn 02 bản ghi có lỗi chưa được tính; Văn phòng sửa hoặc xác nhận"
    paper = clean.out
    for words in ("Trong kỳ không phát sinh khó khăn, vướng mắc.", "Không có."):
        paper = paper.replace(f"\n{words}\n", f"\n==\\[{note}\\]==\n")
    assert (done.code, done.out) == (1, paper)
    assert f"Khó khăn, vướng mắc, hạn chế; Kiến nghị, đề xuất: {note}." in done.err
    path = example / "plans/2024/reports/2024-Q1.yaml"
    path.parent.mkdir()
    own = "written: 2024-12-31T08:00:00+07:00\ndifficulties: Không phát sinh.\nproposals: Không.\n"
    path.write_text(own, encoding="utf-8")
    assert run(*report, cwd=example).code == 0
