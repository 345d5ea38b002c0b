"""`pci log`: gives back every update as it was recorded, filtered and in every format."""

import csv
import json
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from support import Ran, Run

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
    assert ({*whole} - {"illustrative"}, whole["schema"]) == ({"schema", "updates"}, "pci.log/1")
    found: list[dict[str, Any]] = whole["updates"]
    return found


def test_log_json_is_what_the_contract_says(record: Record, run: Run, real: Path) -> None:
    path = record(
        *("A.VII.4/bao-cao-thang", "--unit", "QLDN", "--date", "2023-09-14", "--state", "done", "--percent", "100"),
        *("--figure", "kien-nghi-giai-quyet=9", "--result", "Đã gửi.\n- Còn 01 kiến nghị.", "--by", "Lê Văn An"),
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
        "state": "done",
        "percent": 100,
        "figures": {"kien-nghi-giai-quyet": 9},
        "result": "Đã gửi.\n- Còn 01 kiến nghị.",
        "evidence": ["412/BC-KKT ngày 14/9/2023", "Biên bản ngày 12/9/2023"],
        "difficulty": {"to": "so-khdt", "text": "Chưa có hướng dẫn"},
        "proposal": {"to": "lanh-dao-ban", "text": "Thêm người"},
        "corrects": None,
        "corrected_by": None,
        "answers": None,
        "by": "Lê Văn An",
    }


def test_a_corrected_update_stays_and_names_its_correction(record: Record, run: Run, real: Path) -> None:
    said = ("A.I.4", "--unit", "VP", "--date", "2023-09-10", "--state", "doing", "--result")
    first = record(*said, "Đã gửi 118 phiếu.").stem
    second = record(*said, "Đã gửi 112 phiếu.", "--corrects", first).stem
    known = {update["id"]: (update["corrects"], update["corrected_by"]) for update in updates(run, real)}
    assert known == {first: (None, second), second: (first, None)}
    rows = {row["Mã cập nhật"]: row for row in csv.DictReader(StringIO(run("log", "--format", "csv", cwd=real).out))}
    assert (rows[first]["Tình trạng"], rows[first]["Đính chính bởi"]) == ("Đang thực hiện (đã đính chính)", second)
    assert (rows[second]["Tình trạng"], rows[second]["Đính chính bởi"]) == ("Đang thực hiện", "")
    assert "[đã đính chính]" in run("show", "A.I.4", cwd=real).out


def test_log_filters(run: Run, example: Path) -> None:
    whole = updates(run, example)
    assert [update["date"] for update in whole] == sorted(update["date"] for update in whole)
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
    assert updates(run, example, "a.vii.1", "--since", "2024-09-10") == [u for u in task if u in late]


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
