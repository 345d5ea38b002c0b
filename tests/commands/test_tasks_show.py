"""`pci tasks` and `pci show`: which tasks, and what each of them says."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from support import Golden, Ran, Run


def listed(ran: Ran) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.err
    tasks: list[dict[str, Any]] = json.loads(ran.out)["tasks"]
    return tasks


def ids(ran: Ran) -> list[str]:
    return [task["id"] for task in listed(ran)]


# --- names
# --------------------------------------------------------------------------------------------------


def test_a_unit_may_be_called_in_any_way(run: Run, real: Path) -> None:
    expected = run("tasks", "--unit", "van-phong", "--format", "json", cwd=real)
    assert len(listed(expected)) == 34
    for name in (
        "Văn phòng",
        unicodedata.normalize("NFD", "Văn phòng"),
        "VĂN PHÒNG",
        "van phong",
        "VP",
    ):
        assert run("tasks", "--unit", name, "--format", "json", cwd=real) == expected


@pytest.mark.parametrize(("role", "count"), [("lead", 25), ("Phối hợp", 6), ("related", 3)])
def test_roles_of_the_office(run: Run, real: Path, role: str, count: int) -> None:
    ran = run("tasks", "--unit", "VP", "--role", role, "--format", "json", cwd=real)
    assert len(listed(ran)) == count
    assert len({task["role"] for task in listed(ran)}) == 1
    assert ran.err.splitlines()[-1] == f"{count} nhiệm vụ"


def test_leading_counts_tasks_named_led_by_a_sub_unit_and_by_all(run: Run, real: Path) -> None:
    led = listed(run("tasks", "--unit", "VP", "--role", "lead", "--format", "json", cwd=real))
    through = [task["via"] for task in led]
    assert {via: through.count(via) for via in through} == {
        None: 10,
        "bo-phan-mot-cua": 4,
        "tat-ca": 11,
    }


INDICES = {
    "minh-bach": 6, "a.iii": 6, "Tính minh bạch": 6, "pci.3": 6, "PGI": 1, "lao-dong": 0,
}  # fmt: skip


@pytest.mark.parametrize(("index", "count"), INDICES.items())
def test_an_index_may_be_called_in_any_way(run: Run, real: Path, index: str, count: int) -> None:
    ran = run("tasks", "--index", index, "--format", "json", cwd=real)
    assert len(listed(ran)) == count
    assert ran.err.splitlines()[-1] == (
        f"{count} nhiệm vụ" if count else "Không có nhiệm vụ nào khớp."
    )


AMBIGUOUS = [
    (
        "--index",
        "chi phi",
        [
            "A.IV (Chỉ số chi phí thời gian)",
            "A.V (Chỉ số chi phí không chính thức)",
            "pci.4 (Chi phí thời gian)",
            "pci.5 (Chi phí không chính thức)",
        ],
    ),
    (
        "--unit",
        "quan ly",
        ["phong-qldt", "phong-qlqhxd", "phong-qltnmt", "phong-qldn", "bqlda (Ban Quản lý dự án)"],
    ),
]


@pytest.mark.parametrize(("option", "name", "candidates"), AMBIGUOUS)
def test_a_name_of_several_is_refused_with_all_of_them(
    run: Run, real: Path, option: str, name: str, candidates: list[str]
) -> None:
    ran = run("tasks", option, name, cwd=real)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"pci: «{name}» có thể là nhiều ")
    assert all(candidate in ran.err for candidate in candidates)
    assert ran.err.count(",") == len(candidates) - 1


@pytest.mark.parametrize("name", ["Sở Kế hoạch và Đầu tư", "so khdt", "so-tnmt"])
def test_a_body_outside_is_never_a_unit(run: Run, real: Path, name: str) -> None:
    done = run("tasks", "--unit", name, cwd=real)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"pci: không có đơn vị «{name}»; ")


def test_filters_narrow_each_other(run: Run, real: Path) -> None:
    text = ids(run("tasks", "--text", "doi thoai", "--format", "json", cwd=real))
    assert (
        text
        == ids(run("tasks", "--text", "ĐỐI THOẠI", "--format", "json", cwd=real))
        == ["A.VII.1"]
    )
    assert ids(
        run("tasks", "--text", "đường dây nóng", "--unit", "VP", "--format", "json", cwd=real)
    ) == ["A.III.5"]
    both = ("--text", "đường dây nóng", "--index", "A.I")
    assert ids(run("tasks", *both, "--format", "json", cwd=real)) == []


# --- JSON
# --------------------------------------------------------------------------------------------------


def test_json_is_what_the_contract_says(run: Run, real: Path) -> None:
    wanted = ("--index", "A.VII", "--unit", "QLDN", "--role", "lead", "--as-of", "2023-09-20")
    whole = json.loads(run("tasks", *wanted, "--format", "json", cwd=real).out)
    assert list(whole) == ["schema", "plan", "year", "as_of", "complete", "tasks"]
    assert (whole["schema"], whole["year"], whole["as_of"]) == ("pci.tasks/1", 2023, "2023-09-20")
    task = next(task for task in whole["tasks"] if task["id"] == "A.VII.4")
    work, outputs = task.pop("work"), task.pop("outputs")
    assert (len(work), work[1][:12], len(outputs)) == (3, "- Trường hợp", 1)
    items = task.pop("items")
    assert [(i["period"], i["due"], i["state"], i["days"]) for i in items] == [
        ("2023-09", "2023-09-18", "overdue", 2),
        ("2023-10", "2023-10-17", "open", -27),
        ("2023-11", "2023-11-16", "not_due", -57),
        ("2023-12", "2023-12-18", "not_due", -89),
    ]
    assert {(i["obligation"], i["title"], i["unit"]) for i in items} == {
        ("bao-cao-thang", "Báo cáo tháng gửi Sở Kế hoạch và Đầu tư", "phong-qldn")
    }
    assert task == {
        "id": "A.VII.4",
        "number": "2",
        "part": {"id": "A", "title": "CHỈ SỐ NĂNG LỰC CẠNH TRANH CẤP TỈNH (PCI)"},
        "section": {
            "id": "A.VII",
            "title": "Chỉ số tính năng động và tiên phong của lãnh đạo",
            "subindex": "pci.7",
        },
        "units": {
            "printed": "Phòng Quản lý Doanh nghiệp chủ trì, phối hợp các phòng có liên quan",
            "lead": [{"id": "phong-qldn", "name": "Phòng Quản lý Doanh nghiệp", "explicit": True}],
            "coordinating": [{"id": "phong-lien-quan", "name": "các phòng có liên quan"}],
        },
        "role": "lead",
        "via": None,
        "schedule": {"printed": "Nhiệm vụ thường xuyên"},
        "state": "overdue",
        "percent": None,
        "due": "2023-09-18",
        "updated": None,
    }


def test_without_a_unit_nobody_has_a_role(run: Run, real: Path) -> None:
    for task in listed(run("tasks", "--format", "json", cwd=real)):
        assert not {"role", "via"} & set(task)


# --- one task whole
# -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["A.VII.4"], "show-A.VII.4.txt"),
        (["A.I.3"], "show-A.I.3.txt"),
        (["A.I.3", "--as-printed"], "show-A.I.3-as-printed.txt"),
    ],
    ids=str,
)
def test_show(run: Run, real: Path, golden: Golden, arguments: list[str], name: str) -> None:
    shown = run("show", *arguments, "--as-of", "2023-10-02", cwd=real)
    assert (shown.code, shown.err) == (0, "")
    golden(name, shown.out)


def test_as_printed_is_the_reading_of_the_scan(run: Run, real: Path) -> None:
    as_printed = run("show", "a.i.3", "--as-printed", cwd=real).out
    assert "\n  Bổ trí công chức" in as_printed
    assert "\n  Bố trí công chức" in run("show", "A.I.3", cwd=real).out
    assert "bản quét «Bổ trí», sửa thành «Bố trí»" in as_printed


def test_show_as_json_is_the_task_of_the_list_with_its_updates(run: Run, real: Path) -> None:
    update = ("--unit", "QLDN", "--date", "2023-09-14", "--state", "done")
    path = Path(run("record", "A.VII.4/bao-cao-thang", *update, cwd=real).out.strip())
    shown = json.loads(run("show", "A.VII.4", "--format", "json", cwd=real).out)
    assert list(shown) == ["schema", "plan", "year", "as_of", "complete", "task", "updates"]
    assert (shown["schema"], shown["year"]) == ("pci.task/1", 2023)
    assert [shown["task"]] == [
        task
        for task in listed(run("tasks", "--format", "json", cwd=real))
        if task["id"] == "A.VII.4"
    ]
    assert [update["id"] for update in shown["updates"]] == [path.stem]
    assert f"  mã: {path.stem}\n" in run("show", "A.VII.4", cwd=real).out


def test_show_keeps_its_page_in_a_file(run: Run, real: Path) -> None:
    shown = run("show", "A.VII.4", cwd=real)
    assert run("show", "A.VII.4", "-o", "trang.txt", cwd=real).out == "trang.txt\n"
    assert (real / "trang.txt").read_text(encoding="utf-8") == shown.out


@pytest.mark.parametrize("task", ["A.VII.9", "A.VII", ""])
def test_no_such_task(run: Run, real: Path, task: str) -> None:
    ran = run("show", task, cwd=real)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(rf"pci: không có nhiệm vụ «{task}»; .+\n", ran.err)


def test_a_measure_of_the_body_can_be_shown_with_the_reading_of_the_scan(
    run: Run, real: Path
) -> None:
    shown = run("show", "ii.1.4", "--root", str(real))
    assert (shown.code, "giải pháp tháo gỡ khó khăn" in shown.out) == (0, True)
    assert "bản quét «khó gở», sửa thành «tháo gỡ»" in shown.out
    assert (
        "giải pháp khó gở khó khăn"
        in run("show", "II.1.4", "--as-printed", "--root", str(real)).out
    )
    told = json.loads(run("show", "II.1.4", "--format", "json", "--root", str(real)).out)
    assert (told["schema"], told["id"], told["kind"]) == ("pci.paragraph/1", "II.1.4", "measures")


def test_lists_of_invented_data_say_so_where_there_is_room(
    run: Run, example: Path, real: Path
) -> None:
    for root, marked in ((example, True), (real, False)):
        done = run("tasks", "--root", str(root), "--format", "md")
        assert done.out.startswith("**DỮ LIỆU MINH HỌA**") is marked
        assert done.err.startswith("DỮ LIỆU MINH HỌA") is marked
        assert (
            "illustrative" in json.loads(run("tasks", "--root", str(root), "--format", "json").out)
        ) is marked
