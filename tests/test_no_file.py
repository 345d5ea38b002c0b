"""What is no file, or an endless one, in the place of a file: looked at before it is opened."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from support import Run

KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "pipe": (os.mkfifo, "ống dẫn"),
    "device": (lambda path: path.symlink_to("/dev/zero"), "thiết bị"),
    "folder": (os.mkdir, "thư mục"),
    "circle": (lambda path: path.symlink_to(path.name), "trỏ vòng"),
    "16 GiB": (lambda path: _large(path), "lớn"),
}


def _large(path: Path) -> None:
    path.touch()
    os.truncate(path, 16 << 30)


REPORT = ("report", "--quarter", "3")
DONE = ["record", "A.I.6/kiem-tra-cchc", "--unit", "VP", "--date", "10/9/2023", "--state", "done"]
PLACES: dict[str, tuple[Sequence[str], dict[str, str]]] = {
    "bieu.xlsx": (["record", "./bieu.xlsx"], {"folder": "không có biểu"}),
    "a.json": (["record", "--from-json", "a.json"], {}),
    "moi.json": (["new", "--from-json", "moi.json", "--root", "moi"], {}),
    "van-ban.docx": (["check", "van-ban.docx"], {"folder": "không có tệp nào của kế hoạch"}),
    "plans/2023.yaml": (
        ["tasks"],
        {
            "pipe": "không phải tệp",
            "device": "là liên kết",
            "folder": "không phải tệp",
            "circle": "là liên kết",
        },
    ),
    "plans/2022.yaml": (
        ["doctor"],
        {
            "pipe": "không phải tệp",
            "device": "là liên kết",
            "folder": "không phải tệp",
            "circle": "là liên kết",
            "16 GiB": "",
        },
    ),
    "templates/bao-cao.docx": (REPORT, {"device": "là liên kết", "circle": "là liên kết"}),
    "mau.docx": (
        [*REPORT, "--template", "mau.docx", "--trust-template"],
        dict.fromkeys(("pipe", "device", "folder", "circle"), "không có mẫu mau.docx"),
    ),
    "thao.docx": (
        [*REPORT, "--pull", "thao.docx"],
        dict.fromkeys(("pipe", "device", "folder", "circle"), "không có tệp thao.docx"),
    ),
    "bb.pdf": (
        [*DONE, "--evidence", "./bb.pdf"],
        dict.fromkeys(("pipe", "device", "folder", "circle"), "không có tệp «./bb.pdf»"),
    ),
    "ra.csv": (
        ["tasks", "--format", "csv", "-o", "ra.csv", "--force"],
        {"circle": "là liên kết", "16 GiB": ""},
    ),
}


@pytest.mark.parametrize("path", PLACES)
def test_what_is_no_file_is_refused_in_one_line(run: Run, real: Path, path: str) -> None:
    command, others = PLACES[path]
    for kind, (make, word) in KINDS.items():
        place = real / path
        place.parent.mkdir(exist_ok=True)
        place.unlink(missing_ok=True)
        make(place)
        done = run(*command, cwd=real)
        if expected := others.get(kind, word):
            assert (done.code, done.out) == (2, ""), (kind, done)
            assert expected in done.err, (kind, done)
        assert done.code != 3
        place.rmdir() if place.is_dir() else place.unlink()


def test_text_without_end_on_the_standard_input_is_refused(run: Run, real: Path) -> None:
    words = run("record", "A.I.6", "--result", "-", cwd=real, stdin="x" * 100_001)
    assert (words.code, "dài bất thường" in words.err) == (2, True)
    typed = ("--unit", "VP", "--state", "doing", "--date", "2023-09-10")
    words = run("record", "A.I.6", *typed, "--result", "x" * 100_001, cwd=real)
    assert (words.code, "nội dung dài 100.001 chữ; không quá 100.000" in words.err) == (2, True)
    tree = run("record", "--from-json", "-", cwd=real, stdin=" " * 1_100_000)
    assert (tree.code, "lớn hơn 1 MiB" in tree.err) == (2, True)
    many = run("record", "--from-json", "-", cwd=real, stdin=f"[{'{},' * 1000}{{}}]")
    assert (many.code, "JSON có 1001 cập nhật" in many.err) == (2, True)


def test_of_many_doubts_the_first_hundred_are_told(run: Run, real: Path) -> None:
    said = {"about": "A.I.6", "unit": "van-phong", "date": "2023-09-10", "state": "suspended"}
    many = json.dumps([{**said, "result": f"Lần {n}."} for n in range(120)])
    done = run("record", "--from-json", "-", "--dry-run", cwd=real, stdin=many)
    assert (done.code, done.err.count("tạm dừng")) == (0, 100), done.err[-600:]
    assert "và 20 lỗi khác" in done.err


def test_a_plan_with_too_much_beside_it_is_refused(run: Run, real: Path) -> None:
    folder = real / "plans/2023/progress/van-phong"
    folder.mkdir(parents=True)
    for n in range(64):
        (folder / f"{n}.yaml").touch()
        os.truncate(folder / f"{n}.yaml", 4 << 20)
    done = run("tasks", cwd=real)
    assert (done.code, "lớn hơn 256 MiB" in done.err, len(done.err.splitlines())) == (2, True, 1)


def test_folders_without_end_are_refused(run: Run, real: Path) -> None:
    (real / "plans/2023" / "/".join("d" * 300)).mkdir(parents=True)
    for command in ("tasks", "check", "doctor"):
        done = run(command, cwd=real)
        assert (done.code, done.out) == (2, "")
        assert "2023/ có thư mục lồng quá sâu" in done.err


def test_a_flood_of_faults_is_counted(run: Run, real: Path) -> None:
    with (real / "plans/2023.yaml").open("a") as plan:
        plan.writelines(f"k{n}{'k' * 1000 if n < 9 else ''}: 1\n" for n in range(5000))
    done = run("tasks", cwd=real)
    assert (done.code, done.err.count("PCI101")) == (2, 100)
    assert "và 4900 lỗi khác trong tệp" in done.err
    for said in (done.err, run("check", "--format", "json", cwd=real).out):
        assert "k" * 40 in said
        assert "k" * 200 not in said, "khóa dài chỉ nêu phần đầu"
