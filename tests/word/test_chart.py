"""The charts of Phụ lục II: the numbers of its tables, in parts that Word and a spreadsheet program
can read.
"""

import json
import posixpath
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import documents
import libreoffice
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from support import ROOT, Run

from pci import workspace
from pci.core.ledger import ledger
from pci.nd30.form import check_form
from pci.nd30.reader import read_outline
from pci.reports.charts import progress_charts
from pci.word.chart import HEIGHT_MOST, draw
from pci.word.chart_data import Chart, Series

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
NAMES = (
    "Hoàn thành đúng hạn",
    "Hoàn thành quá hạn",
    "Chưa hoàn thành, trong hạn",
    "Chưa hoàn thành, quá hạn",
    "Chưa đủ điều kiện",
    "Tạm dừng",
)


def made(run: Run, root: Path, *more: str, name: str = "x.docx") -> bytes:
    command = ("report", "--quarter", "3", *more)
    return documents.made(run, root, *command, out=root.parent / name)


class Opened:
    """A document's charts, found the way Word finds them: from the drawing by its relationship."""

    def __init__(self, data: bytes) -> None:
        self.package = zipfile.ZipFile(BytesIO(data))
        self.body = self.part("word/document.xml")
        self.drawings = list(self.body.iter(WP + "inline"))

    def part(self, name: str) -> Any:
        return etree.fromstring(self.package.read(name))

    def target(self, owner: str, relation: str) -> str:
        folder, name = posixpath.split(owner)
        (link,) = (x for x in self.part(f"{folder}/_rels/{name}.rels") if x.get("Id") == relation)
        return posixpath.normpath(posixpath.join(folder, link.get("Target", "")))

    def charts(self) -> list[tuple[Any, bytes]]:
        """Each chart with its workbook."""
        found = []
        for inline in self.drawings:
            name = self.target("word/document.xml", next(inline.iter(C + "chart")).get(R + "id"))
            chart = self.part(name)
            book = self.target(name, chart.find(C + "externalData").get(R + "id"))
            found.append((chart, self.package.read(book)))
        return found


def numbers(chart: Any) -> dict[str, dict[str, int]]:
    """What a chart shows: by category, then by the series' name."""
    shown: dict[str, dict[str, int]] = {}
    for series in chart.iter(C + "ser"):
        (name,) = (v.text for v in series.find(C + "tx").iter(C + "v"))
        categories = [v.text for v in series.find(C + "cat").iter(C + "v")]
        values = [int(v.text) for v in series.find(C + "val").iter(C + "v")]
        for category, value in zip(categories, values, strict=True):
            shown.setdefault(category, {})[name] = value
    return shown


def in_workbook(data: bytes) -> dict[str, dict[str, int]]:
    sheet: Any = load_workbook(BytesIO(data)).active
    (_, *names), *rows = sheet.iter_rows(values_only=True)
    return {category: dict(zip(names, counts, strict=True)) for category, *counts in rows}


@pytest.mark.parametrize("workspace_name", ["real", "example"])
def test_two_charts_tell_the_numbers_of_the_two_tables(
    run: Run, workspace_name: str, request: pytest.FixtureRequest
) -> None:
    root: Path = request.getfixturevalue(workspace_name)
    charts = Opened(made(run, root, "--charts")).charts()
    assert len(charts) == 2
    year = {"real": "2023", "example": "2024"}[workspace_name]
    for (chart, book), by in zip(charts, ("index", "unit"), strict=True):
        ran = run(
            "stats", "--by", by, "--root", str(root), "--as-of", f"{year}-09-14", "--format", "json"
        )
        expected = {}
        for row in json.loads(ran.out)["rows"]:
            its = row["items"]
            its["in_time"] = its["open"] + its["not_due"]
            states = ("done", "done_late", "in_time", "overdue", "waiting", "suspended")
            expected[row["title"]] = dict(zip(NAMES, map(its.get, states), strict=True))
        assert numbers(chart) == expected == in_workbook(book)


def test_they_stand_only_where_asked_and_the_bytes_repeat(run: Run, example: Path) -> None:
    plain = made(run, example)
    assert not Opened(plain).drawings
    assert "Biểu đồ" not in documents.text(plain)
    assert not [
        name
        for name in zipfile.ZipFile(BytesIO(plain)).namelist()
        if "chart" in name or "embed" in name
    ]
    first = made(run, example, "--charts", name="1.docx")
    assert made(run, example, "--charts", name="2.docx") == first
    assert "[Biểu đồ" not in documents.text(first), "không còn dấu chỗ"


def test_the_form_stays_and_those_who_cannot_see_are_told(run: Run, example: Path) -> None:
    data = made(run, example, "--charts")
    assert {found.code for found in check_form(read_outline(data), "x.docx")} == {"PCI618"}, (
        "chỗ còn phải bổ sung"
    )
    opened = Opened(data)
    told = [inline.find(WP + "docPr").get("descr") for inline in opened.drawings]
    assert told[0].startswith(
        "Đầu việc có thời hạn theo chỉ số thành phần. Chỉ số gia nhập thị trường: 1 hoàn thành"
    )
    assert "Chỉ số thiết chế pháp lý và an ninh trật tự: không có." in told[0]
    assert "Phòng Môi trường và Đất đai:" in told[1]
    ids = [node.get("id") for node in opened.body.iter(WP + "docPr")]
    assert len(set(ids)) == len(ids)
    types = {part.get("PartName") for part in opened.part("[Content_Types].xml")}
    names = opened.package.namelist()
    assert len(set(names)) == len(names)
    assert {f"/{name}" for name in names if "/charts/bieu" in name} <= types
    assert "xlsx" in {part.get("Extension") for part in opened.part("[Content_Types].xml")}


def test_a_plan_without_dated_work_has_nothing_to_draw() -> None:
    found = workspace.open_workspace(ROOT, "2023")
    book = ledger(found.plan, (), date(2023, 9, 14), found.calendar)
    assert len(progress_charts(book)) == 2
    assert progress_charts(replace(book, items=())) == {}


def test_among_many_bars_a_long_name_is_cut_behind_its_number_in_the_table() -> None:
    found = workspace.open_workspace(ROOT, "2023")
    unit = replace(found.plan.units["van-phong"], name="Phòng Quản lý hạ tầng kỹ thuật " * 3)
    units = {f"don-vi-{n}": unit for n in range(20)} | dict(found.plan.units)
    groups = {i: replace(group, members=tuple(units)) for i, group in found.plan.groups.items()}
    plan = replace(found.plan, units=units, groups=groups)
    charts = progress_charts(ledger(plan, (), date(2023, 9, 14), found.calendar))
    names = charts["bieu_do_don_vi"].categories
    assert names[1] == "2. Phòng Quản lý hạ tầng kỹ thuật Phòng Quản lý hạ tầng kỹ …"
    assert "Văn phòng" in names


@pytest.mark.office
def test_libreoffice_draws_them_from_what_is_kept_in_the_file(
    run: Run, example: Path, tmp_path: Path
) -> None:
    made(run, example, "--charts")
    words = "\n".join(libreoffice.pages(tmp_path / "x.docx"))
    folded = " ".join(words.split("Biểu đồ 2.")[1].split())
    assert all(name in folded for name in NAMES)


# --- any numbers, any names -----------------------------------------------------------------------


def place(*charts: Chart) -> bytes:
    document = Document()
    for chart in charts:
        document.add_paragraph(chart.mark)
    out = BytesIO()
    document.save(out)
    return draw(out.getvalue(), charts)


def one(series: tuple[Series, ...], categories: tuple[str, ...], title: str = "Biểu đồ") -> Any:
    ((chart, book),) = Opened(place(Chart(title, categories, series, title))).charts()
    assert numbers(chart) == in_workbook(book)
    return chart


COUNTS = st.lists(st.tuples(*[st.integers(0, 400)] * 6), min_size=1, max_size=30)


@settings(max_examples=20, deadline=None)
@given(COUNTS)
def test_the_axis_takes_in_every_bar_in_few_whole_steps(rows: list[tuple[int, ...]]) -> None:
    names = tuple(f"Chỉ số {n}" for n in range(len(rows)))
    series = tuple(
        Series(name, values) for name, values in zip(NAMES, zip(*rows, strict=True), strict=True)
    )
    chart = one(series, names)
    end, step = (int(next(chart.iter(C + tag)).get("val")) for tag in ("max", "majorUnit"))
    longest = max(map(sum, rows))
    assert end % step == 0
    assert max(longest, 1) <= end < longest + max(step, 2)
    assert end <= 10 * step
    for found, values in zip(chart.iter(C + "ser"), series, strict=True):
        bare = {int(label.find(C + "idx").get("val")) for label in found.iter(C + "dLbl")}
        assert {n for n, value in enumerate(values.values) if value == 0} <= bare, "số 0 không in"
        assert not {n for n, value in enumerate(values.values) if value * 20 > end} & bare


HOSTILE = "Sở KH&ĐT < 5 > \"một cửa\" 'hai' {{ x }} ]]> \\1 \\g<0>"


def test_signs_in_names_stay_words() -> None:
    data = place(Chart(HOSTILE, (HOSTILE, "B"), (Series(HOSTILE, (1, 2)),), HOSTILE))
    opened = Opened(data)
    assert opened.drawings[0].find(WP + "docPr").get("descr") == HOSTILE
    assert numbers(opened.charts()[0][0]) == {HOSTILE: {HOSTILE: 1}, "B": {HOSTILE: 2}}


def test_many_bars_still_fit_the_page() -> None:
    names = tuple(f"Chỉ số {n}" for n in range(40))
    data = place(Chart("Nhiều", names, (Series("Tạm dừng", (1,) * 40),), "Nhiều"))
    height = Opened(data).drawings[0].find(WP + "extent").get("cy")
    assert int(height) == HEIGHT_MOST * 36_000


def test_a_template_that_leaves_the_place_out_gets_no_chart() -> None:
    out = BytesIO()
    Document().save(out)
    data = draw(out.getvalue(), (Chart("A", ("x",), (Series("y", (1,)),), "A"),))
    assert not [
        name
        for name in zipfile.ZipFile(BytesIO(data)).namelist()
        if "chart" in name or "embed" in name
    ]


@pytest.mark.parametrize("second", [0, 2**33])
def test_a_document_is_written_whatever_the_clock_says(
    monkeypatch: pytest.MonkeyPatch, second: int
) -> None:
    blank = BytesIO()
    Document().save(blank)
    monkeypatch.setattr("time.time", lambda: second)
    assert draw(blank.getvalue(), ())
