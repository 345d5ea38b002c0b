"""The language server that editors use for YAML, the real one: what it underlines, offers and
explains in our files."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from editors.language_server import Editor
from support import ROOT

SERVER = ROOT / "tests/editors/node_modules/yaml-language-server/bin/yaml-language-server"
PLAN = ROOT / "plans/2023.yaml"
TEXT = PLAN.read_text(encoding="utf-8")


SETTINGS = (ROOT / ".vscode/settings.json").read_text(encoding="utf-8")
MAPPED: dict[str, Any] = json.loads(SETTINGS)["yaml.schemas"]


def an_editor() -> Editor:
    """An editor with the settings of this repository."""
    node = shutil.which("node")
    if node is None or not SERVER.exists():
        pytest.skip("không có node hoặc yaml-language-server; cài node rồi chạy «make editors»")
    return Editor([node, str(SERVER), "--stdio"], ROOT, MAPPED)


@pytest.fixture(scope="session")
def editor() -> Iterator[Editor]:
    """One editor for files as they stand."""
    with an_editor() as opened:
        yield opened


@pytest.fixture
def own_editor() -> Iterator[Editor]:
    """An editor of one test, for a text of its own of a file that stands."""
    with an_editor() as opened:
        yield opened


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


SHIPPED = sorted(
    path
    for plans in (ROOT / "plans", ROOT / "examples/plans")
    for shape in ("*.yaml", "calendar/*.yaml", "*/amendments/*.yaml", "2024-cchc/progress/*/*.yaml")
    for path in plans.glob(shape)
)


def test_every_schema_of_the_settings_lies_there() -> None:
    assert all((ROOT / path).is_file() for path in MAPPED)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: str(p.relative_to(ROOT)))
def test_the_shipped_files_have_no_fault(editor: Editor, path: Path) -> None:
    assert editor.faults(path, path.read_text(encoding="utf-8")) == []


WRONG = [
    ("lead: phong-qldn", "lead: phong-qldnn", "kế hoạch 2023 không có mã này"),
    ("time: Nhiệm vụ", "tiem: Nhiệm vụ", "tiem"),
    ("issued: 2023-08", "issued: 2023-13", "không đúng dạng: ngày hoặc tháng, 2023-08"),
    ("every: quarter", "every: week", "chọn một từ trong danh sách"),
    ("  A.I.3:", "  A.I.03:", "không đúng dạng: mã nhiệm vụ: A.VII.4"),
    ("place: Khánh Hòa", "place: ''", "nội dung để trống"),
    ('answer_by: "16:00"', "answer_by: 16h00", "không đúng dạng: giờ, 16:00"),
]


def test_what_is_wrong_is_underlined_where_it_stands(own_editor: Editor) -> None:
    faulty = TEXT
    for right, wrong, _ in WRONG:
        faulty = faulty.replace(right, wrong, 1)
    found = dict(own_editor.faults(PLAN, faulty))
    assert set(found) == {line_of(faulty, wrong) for _, wrong, _ in WRONG}
    for _, wrong, told in WRONG:
        assert told in found[line_of(faulty, wrong)]


def test_a_unit_is_offered_by_its_id_and_its_name(own_editor: Editor) -> None:
    text = TEXT.replace("    lead: phong-qldn\n", "    lead: \n", 1)
    own_editor.faults(PLAN, text)
    offered = own_editor.offered(PLAN, text.splitlines().index("    lead: ") + 1, len("    lead: "))
    assert offered["phong-qldn"] == "Phòng Quản lý Doanh nghiệp"
    assert offered["tat-ca"] == "Tất cả các phòng, đơn vị thuộc và trực thuộc"
    assert "so-khdt" not in offered


def test_a_key_is_explained_in_vietnamese(editor: Editor) -> None:
    editor.faults(PLAN, TEXT)
    assert "Đơn vị tính: kiến nghị." in editor.explained(
        PLAN,
        line_of(TEXT, "unit: "),
        TEXT.splitlines()[line_of(TEXT, "unit: ") - 1].index("unit: "),
    )
    assert "Ô thời gian, in như bản đã ký; không nêu" in editor.explained(
        PLAN, line_of(TEXT, "    time: "), 5
    )
    assert "hằng quý" in editor.explained(PLAN, line_of(TEXT, "every: quarter"), 4)


def test_an_update_is_offered_what_it_may_speak_of(editor: Editor) -> None:
    path = ROOT / "plans/2023/progress/phong-qldn/moi.yaml"
    editor.faults(path, "about: \n")
    offered = editor.offered(path, 1, len("about: "))
    assert {"A.VII.4", "A.VII.4/bao-cao-thang", "II.1.3", "con-lai"} <= set(offered)
    assert offered["A.VII.4/bao-cao-thang"].startswith("Báo cáo tháng")


@pytest.mark.parametrize("report", ["2023-Q3", "2023-09", "2023-Q3+", "2023"])
def test_words_are_offered_the_tasks_of_the_plan(editor: Editor, report: str) -> None:
    path = ROOT / f"plans/2023/reports/{report}.yaml"
    text = "written: 2023-09-15T09:12:40+07:00\ntasks:\n  \n"
    editor.faults(path, text)
    assert {"A.I.1", "B.I.1"} <= set(editor.offered(path, 3, 2))


def test_an_issue_is_not_taken_for_words(editor: Editor) -> None:
    assert editor.faults(ROOT / "plans/2023/reports/2023-Q3.issued.yaml", 'number: "45"\n') == []
