"""`pci help`: every field with its meaning and an example, on a screen, in a pipe, on paper; any
command's page.
"""

import csv
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from support import Golden, Ran, Run
from terminal import on_screen

from pci.cli import COMMANDS
from pci.reports.documents import DOCUMENTS


def test_help_alone_lists_the_topics(run: Run) -> None:
    done = run("help")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == [
        "fields",
        "terms",
        "LỆNH",
        "KHÓA",
        "MÃ_LỖI",
    ]


@pytest.mark.parametrize("row", COMMANDS)
def test_help_of_a_command_is_its_own_page(run: Run, row: Any) -> None:
    assert run("help", row.name) == run(row.name, "--help")


def test_a_wrong_topic_gets_the_nearest(run: Run) -> None:
    assert run("help", "taks") == (
        2,
        "",
        "pci: không có lệnh, khóa «taks»; có phải «tasks»?\n",
    )
    nearest = {
        "xyz": "xem «pci help», «pci --help»",
        "adds-up": "có phải «adds_up»?",
        "owes.quot": "có phải «quote»?",
        ".": "xem «pci help», «pci --help»",
        "figures.to": "có phải «to»?",
        "organisation": "xem «pci help», «pci --help»",
    }
    for topic, hint in nearest.items():
        assert run("help", topic) == (2, "", f"pci: không có lệnh, khóa «{topic}»; {hint}\n")
    assert "chọn một trong: ban-giao.docx, bao-cao.docx, " in run("help", "fields", "bao-cao").err
    assert run("help", "tasks", "--format", "json").code == 2


def test_help_of_a_code_is_its_page(run: Run, golden: Golden) -> None:
    shown = run("help", "pci204")
    assert (shown.code, shown.err) == (0, "")
    golden("help-PCI204.txt", shown.out)
    assert run("help", "PCI204") == run("help", "204") == shown
    assert "\n\nSai:\n" not in run("help", "PCI601").out
    assert (
        run("help", "PCI299").err
        == "pci: không có mã lỗi PCI299; chép đúng mã mà «pci check» in ra\n"
    )


def test_help_of_a_key_is_its_row(run: Run) -> None:
    shown = run("help", "adds_up")
    assert (shown.code, shown.err) == (0, "")
    assert " ".join(shown.out.split()) == (
        "plan: tasks.*.indicators.*.adds_up true khi mỗi cập nhật chỉ đếm những ngày của nó, "
        "số của kỳ là tổng; false, hoặc không nêu, khi số sau gồm số trước. "
        "Quy tắc: true hoặc false Ví dụ: adds_up: true"
    )
    for topic, place in {
        "plan.tasks": "plan: tasks",
        "INDEFINITE": "plan: groups.*.indefinite",
        "tasks.A.VII.4.owes.bao-cao-thang.quote": "plan: tasks.*.owes.*.quote",
    }.items():
        assert run("help", topic).out.splitlines()[0] == place


def test_help_of_a_key_that_stands_in_several_places_lists_them(run: Run) -> None:
    lines = run("help", "internal_due").out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "plan.reporting.internal_due",
        "plan.reporting.periods.internal_due",
        "",
        "Xem một chỗ: pci help plan.reporting.internal_due",
    ]


def test_terms_are_those_of_the_page_with_their_english_words(run: Run) -> None:
    shown = run("help", "terms")
    assert (shown.code, shown.err) == (0, "")
    assert "hạn nội bộ (internal due date: internal_due)\n" in shown.out
    assert "không gọi người dùng" not in shown.out


def test_every_format_tells_every_field(run: Run) -> None:
    described = [
        (name, *field) for name, document in DOCUMENTS.items() for field in document.fields
    ]
    found = json.loads(run("help", "fields", "--format", "json").out)
    assert found["schema"] == "pci.fields/1"
    told = [
        (d["template"], f["path"], f["meaning"], f["example"])
        for d in found["documents"]
        for f in d["fields"]
    ]
    assert told == described
    rows = list(csv.DictReader(StringIO(run("help", "fields", "--format", "csv").out)))
    assert [(row["Mẫu"], row["Trường"]) for row in rows] == [
        (name, path) for name, path, _, _ in described
    ]
    plain = run("help", "fields", "ke-hoach.docx").out.splitlines()
    assert plain[0] == "Mẫu\tTrường\tNghĩa\tVí dụ"
    assert {line.split("\t")[0] for line in plain[1:]} == {"ke-hoach.docx"}
    assert "phu\\_luc" in run("help", "fields", "--format", "md").out


@pytest.mark.pty
def test_fields_on_a_screen(tmp_path: Path) -> None:
    shown = on_screen(80, "help", "fields", "bao-cao.docx", cwd=tmp_path, NO_COLOR="1")
    assert max(map(len, shown.splitlines())) <= 80
    for field in DOCUMENTS["bao-cao.docx"].fields:
        assert field.path.rpartition(".")[2] in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("tasks", "show"), "«tasks» không có phần «show»; gõ «pci help tasks»"),
        (("PCI204", "--format", "csv"), "--format không đi với mã lỗi; bỏ đi, hoặc --format json"),
        (("-o", "a.txt"), "-o chỉ đi với «pci help fields»; bỏ đi"),
    ],
    ids=str,
)
def test_what_only_the_fields_take(run: Run, arguments: tuple[str, ...], words: str) -> None:
    assert run("help", *arguments) == Ran(2, "", f"pci: {words}\n")


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (
            "deadlines",
            "unit within by as-of format output help fail-on force color root year plan all-plans",
        ),
        ("stats", "by quarter month half nine-months annual as-of format output help force"),
        ("form", "unit all quarter month half nine-months annual as-of format output help force"),
        ("report", "quarter month half nine-months annual unit brief words pull issue number"),
        ("record", "unit date state period figure result evidence difficulty difficulty-to"),
    ],
)
def test_a_command_names_first_what_people_need_daily(run: Run, command: str, options: str) -> None:
    page = run(command, "--help").out
    named = re.findall(r"^  (?:-o, )?--([a-z-]+)", page, re.M)
    assert " ".join(named).startswith(options)
    assert page.index("--help ") < page.index("\nÍt dùng:\n") < page.index("--root ")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("tasks", "Tính đến ngày này; mặc định hôm nay."),
        ("report", "mặc định ngày chốt số liệu, với --brief, --handover là hôm nay."),
        ("form", "mặc định hôm nay, không muộn hơn ngày chốt số liệu."),
        ("form", "Tên tệp biểu; với --all là thư mục."),
    ],
)
def test_a_default_is_that_of_the_command(run: Run, command: str, words: str) -> None:
    assert words in " ".join(run(command, "--help").out.split())
