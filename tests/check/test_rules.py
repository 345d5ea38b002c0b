"""Every rule, by one fault that it alone finds, at the exact stretch of the file that is wrong."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support import ROOT, bracketed, swap

from pci.check.catalogue import pages
from pci.check.rules import OF_ONE_YEAR, PLAN_RULES, UPDATE_RULES, YEARS_RULES
from pci.core.diagnostic import Diagnostic, Problem, Severity, Span
from pci.core.ledger import update_path
from pci.core.model import Update
from pci.core.progress import id_of
from pci.core.rule import Rule
from pci.files.shape import build
from pci.files.yamlio import read
from pci.loading import Loaded, load

Load = Callable[..., Loaded]
Edits = tuple[tuple[str, str], ...]

PLAN = "plans/2023.yaml"
REAL_PLAN = (ROOT / PLAN).read_text(encoding="utf-8")
PART_B = "  B: {title: CHỈ SỐ XANH CẤP TỈNH (PGI)}\n"
ALL_UNITS = "members: [van-phong, phong-qldt, phong-qlqhxd, phong-qltnmt, phong-qldn, bqlda]"
II_2 = """\
  II.2:
    title: "Nhiệm vụ, giải pháp hành động trọng tâm năm 2023:"
    text: Theo phụ lục đính kèm.
"""
LIEN_QUAN, MOT_CUA = (
    (f"  {i}: {{", f"  ⟦{i}⟧: {{") for i in ("phong-lien-quan", "bo-phan-mot-cua")
)
NEXT_YEAR = (
    ("during: [2023]", "during: [2024]"),
    ("during: [2023-09]", "during: [2024-09]"),
    ("during: [2023-Q2, 2023-Q4]", "during: [2024-Q2, 2024-Q4]"),
)


def line_of(text: str) -> int:
    """Where a text of the real plan stands."""
    return REAL_PLAN[: REAL_PLAN.index(text)].count("\n") + 1


def ratio(key: str, more: str) -> tuple[str, str]:
    """A ratio of two figures beside the figure of A.VII.4."""
    old = "\n  A.VIII.1:\n"
    nhan = "      nhan: {title: Số kiến nghị đã nhận, unit: kiến nghị, adds_up: true}\n"
    parts = f"denominator: kien-nghi-giai-quyet, {more}"
    return old, f'{nhan}      {key}: {{title: Tỷ lệ, unit: "%", {parts}}}\n{old}'


def focal(pair: str) -> tuple[str, str]:
    return "\n  to: so-khdt\n", f"\n  to: so-khdt\n  focal: {{{pair}}}\n"


def letter(period: str) -> tuple[str, str]:
    return "\n  to: so-khdt\n", f"\n  to: so-khdt\n  periods:\n    {period}: {{basis: CV 1}}\n"


PLAN_FAULTS: list[tuple[str, Edits, str]] = [
    (
        "PCI201",
        (("\n  B.I: {", "\n  B.II: {"), ("\n  B.I.1:\n", "\n  ⟦B.I.1⟧:\n")),
        "B.I.1: không có mục B.I",
    ),
    ("PCI201", ((PART_B, ""), ("\n  B.I: {", "\n  ⟦B.I⟧: {")), "B.I: không có phần B"),
    ("PCI201", (("\n  III.2:\n", "\n  ⟦IV.2⟧:\n"),), "IV.2: không có đề mục IV"),
    ("PCI202", (("subindex: pgi.3", "subindex: ⟦pgi.9⟧"),), "không có «pgi.9» trong subindices"),
    (
        "PCI203",
        (("basis: [qd-1776]", "basis: [qd-1776, ⟦qd-1777⟧]"),),
        "không có «qd-1777» trong documents",
    ),
    ("PCI205", ((II_2, "  ⟦II.2⟧: {}\n"),), "II.2: không có title và text"),
    ("PCI206", (("year: 2023", "year: ⟦2024⟧"),), "năm 2024 không khớp tên tệp"),
    ("PCI206", (("year: 2023", "year: ⟦2024⟧"), *NEXT_YEAR), "năm 2024 không khớp tên tệp"),
    (
        "PCI207",
        (("quote: không quá 01 lần trong năm}", "quote: ⟦không quá 02 lần⟧}"),),
        "«không quá 02 lần» không có",
    ),
    ("PCI211", (focal("A.IV.1: ⟦phong-qld⟧"),), "không có «phong-qld» trong units"),
    ("PCI211", (focal("⟦A.IV.9⟧: van-phong"),), "không có «A.IV.9» trong tasks"),
    (
        "PCI211",
        (("lead: to-thu-ky-iso", "lead: ⟦to-thu-ky⟧"),),
        "không có «to-thu-ky» trong units và groups",
    ),
    (
        "PCI211",
        (("coordinating: [tat-ca]", "coordinating: [⟦tatca⟧]"),),
        "không có «tatca» trong units và groups",
    ),
    (
        "PCI211",
        ((ALL_UNITS, "members: [van-phong, ⟦phong-tthc⟧]"),),
        "không có «phong-tthc» trong units",
    ),
    (
        "PCI211",
        (("lead: to-thu-ky-iso", "lead: ⟦so-tnmt⟧"),),
        "không có «so-tnmt» trong units và groups",
    ),
    ("PCI211", (("part_of: van-phong", "part_of: ⟦vp⟧"),), "không có «vp» trong units"),
    (
        "PCI211",
        (("reports_through: van-phong", "reports_through: ⟦tat-ca⟧"),),
        "không có «tat-ca» trong units",
    ),
    (
        "PCI211",
        (("  to: so-khdt", "  to: ⟦van-phong⟧"),),
        "không có «van-phong» trong outside",
    ),
    ("PCI211", (("drafted_by: van-phong", "drafted_by: ⟦vp⟧"),), "không có «vp» trong units"),
    ("PCI211", (("  duty: III.1.2", "  duty: ⟦III.1.9⟧"),), "không có «III.1.9» trong body"),
    (
        "PCI212",
        (("  so-tttt: {", "  ⟦van-phong⟧: {"),),
        f"mã «van-phong» đã dùng ở units (dòng {line_of('van-phong: {')})",
    ),
    ("PCI212", (("  so-tttt: {", "  ⟦tat-ca⟧: {"),), "mã «tat-ca» đã dùng ở groups"),
    ("PCI212", (("  so-tttt: {", "  ⟦con-lai⟧: {"),), "mã «con-lai» đã dùng ở từ dành riêng"),
    (
        "PCI213",
        (("aliases: [QLDN]", "aliases: [QLDN, ⟦qldt⟧]"),),
        f"«qldt» cũng là tên của phong-qldt (dòng {line_of('phong-qldt: {')})",
    ),
    (
        "PCI213",
        (("aliases: [QLDN]", "aliases: [QLDN, ⟦sở khđt⟧]"),),
        "«sở khđt» cũng là tên của so-khdt (dòng",
    ),
    (
        "PCI213",
        (("aliases: [QLDN]", "aliases: [QLDN, ⟦Các phòng có liên quan⟧]"),),
        "«Các phòng có liên quan» cũng",
    ),
    (
        "PCI213",
        (("aliases: [QLĐT]", "aliases: [QLĐT, ⟦P.QLDN⟧]"),),
        f"«P.QLDN» cũng là tên của phong-qldn (dòng {line_of('phong-qldn: {')})",
    ),
    ("PCI214", (LIEN_QUAN, (", indefinite: true", "")), "nhóm phong-lien-quan: cần hoặc members"),
    (
        "PCI214",
        (LIEN_QUAN, ("indefinite: true", "indefinite: true, members: [bqlda]")),
        "nhóm phong-lien-quan: cần",
    ),
    (
        "PCI214",
        (("lead: to-thu-ky-iso", "lead: ⟦phong-lien-quan⟧"),),
        "«các phòng có liên quan» không thể chủ trì",
    ),
    (
        "PCI215",
        (MOT_CUA, ("part_of: van-phong", "part_of: van-phong, reports_through: bqlda")),
        "bo-phan-mot-cua: part",
    ),
    (
        "PCI215",
        (("reports_through: van-phong", "part_of: ⟦bo-phan-mot-cua⟧"),),
        "to-thu-ky-iso: thuộc «bo-phan-mot-cua», đơn vị không tự báo cáo",
    ),
    (
        "PCI215",
        (("part_of: van-phong", "part_of: ⟦bo-phan-mot-cua⟧"),),
        "bo-phan-mot-cua: thuộc «bo-phan-mot-cua», đơn vị không tự báo cáo",
    ),
    (
        "PCI301",
        (("after: [bo-khdt-trien-khai]", "after: [⟦bo-khdt⟧]"),),
        "không có «bo-khdt» trong triggers",
    ),
    (
        "PCI302",
        (("quote: vào tháng 9/2023", "quote: ⟦trong tháng 9⟧"),),
        "«trong tháng 9» không có trong nhiệm vụ A.I.6",
    ),
    (
        "PCI220",
        (
            (
                '      ho-so-truc-tuyen: {title: Tỷ lệ hồ sơ trực tuyến, unit: "%"}',
                '      ho-so-truc-tuyen: {title: Tỷ lệ hồ sơ trực tuyến, unit: "%", '
                "target: {at_least: 90, over: year, quote: ⟦ít nhất 90%⟧}}",
            ),
        ),
        "«ít nhất 90%» không có trong nhiệm vụ A.I.2",
    ),
    (
        "PCI221",
        ((PART_B, f"{PART_B}  ⟦b⟧: {{title: TRÙNG}}\n"),),
        "mã b cũng là B ở sections",
    ),
    (
        "PCI219",
        (
            (
                '      ho-so-truc-tuyen: {title: Tỷ lệ hồ sơ trực tuyến, unit: "%"}',
                "      ⟦ho-so-truc-tuyen⟧: "
                '{title: Tỷ lệ hồ sơ trực tuyến, unit: "%", numerator: ho-so-truc-tuyen}',
            ),
        ),
        "ho-so-truc-tuyen: tử số, mẫu số phải là hai chỉ tiêu cộng dồn của A.I.2",
    ),
    (
        "PCI219",
        (ratio("⟦ty-le⟧", "numerator: kien-nghi-giai-quyet"),),
        "ty-le: tử số, mẫu số phải là hai chỉ tiêu cộng dồn của A.VII.4",
    ),
    (
        "PCI219",
        (ratio("ty-le", "numerator: nhan, ⟦adds_up⟧: true"),),
        "ty-le: tỷ lệ không cộng dồn",
    ),
    (
        "PCI310",
        (("        during: [2023-09]\n", "        ⟦during⟧: [2023-10]\n"),),
        "A.I.6/kiem-tra-cchc: lịch không đúng với chữ «vào tháng 9/2023»",
    ),
    (
        "PCI216",
        (("lead: to-thu-ky-iso", "lead: ⟦phong-qldn⟧"),),
        "ô đơn vị của A.I.7 nêu chủ trì là «Tổ Thư ký ISO»",
    ),
    (
        "PCI218",
        (("    coordinating: [tat-ca]\n", "    ⟦coordinating⟧: [van-phong]\n"),),
        "ô đơn vị của A.I.7 nêu phối hợp là «Tất cả các phòng, đơn vị thuộc và trực thuộc»",
    ),
    (
        "PCI303",
        (("during: [2023-Q2, 2023-Q4]", "during: ⟦[2023-Q4, 2023-Q4]⟧"),),
        "kỳ lặp lại: 2023-Q4",
    ),
    ("PCI304", (("during: [2023-09]", "during: [⟦2022-09⟧]"),), "kỳ 2022-09 ngoài năm 2023"),
    ("PCI304", (("during: [2023-09]", "by: ⟦2024-09-30⟧"),), "ngày 2024-09-30 ngoài năm 2023"),
    ("PCI304", (letter("⟦2024-Q1⟧"),), "kỳ 2024-Q1 ngoài năm 2023"),
    (
        "PCI305",
        (
            (
                "  to: so-khdt\n",
                "  to: so-khdt\n  periods:\n"
                "    ⟦2023-Q3⟧: {window_last: 2023-06-01, basis: CV 1}\n",
            ),
        ),
        "kỳ 2023-Q3: đầu kỳ, cuối kỳ, hạn nội bộ, ngày gửi là 15/6/2023, 01/6/2023",
    ),
]


PLAN_DOUBTS: list[tuple[str, Edits, str]] = [
    (
        "PCI204",
        (("at: tasks.A.I.3.work", "at: ⟦tasks.A.I.9.work⟧"),),
        "không có chỗ «tasks.A.I.9.work»",
    ),
    (
        "PCI204",
        (("at: body.II.1.4.text", "at: ⟦body.II.1.4.title⟧"),),
        "không có chỗ «body.II.1.4.title»",
    ),
    ("PCI204", (("to: Bố trí}", "to: ⟦Bố trí lại⟧}"),), "«Bố trí lại» có 0 lần ở tasks.A.I.3.work"),
    (
        "PCI204",
        (('to: "tiềm năng, thế mạnh"', "to: ⟦tiềm năng⟧"),),
        "«tiềm năng» có 2 lần ở tasks.A.III.6.work",
    ),
]


TASK = """\
about: A.VII.4
unit: phong-qldn
date: 2023-09-14
state: doing
recorded: 2023-09-15T09:12:40+07:00
"""


def said(*lines: str, base: str = TASK) -> str:
    """An update's text with some of its lines replaced and others added."""
    rows = dict(line.split(": ", 1) for line in (*base.splitlines(), *lines))
    return "".join(f"{key}: {value}\n" for key, value in rows.items())


MONTH = said("about: A.VII.4/bao-cao-thang", "period: 2023-09", "state: done")
REST = said("about: con-lai", "state: nothing", "period: 2023-Q3")

UPDATE_FAULTS: list[tuple[str, str, str]] = [
    ("PCI401", said("about: ⟦A.VII.9⟧"), "không có «A.VII.9» trong kế hoạch"),
    ("PCI401", said("about: ⟦a.vii.4⟧"), "không có «a.vii.4» trong kế hoạch"),
    (
        "PCI401",
        said("about: ⟦A.VII.4/bao-cao-nam⟧"),
        "không có «A.VII.4/bao-cao-nam» trong kế hoạch",
    ),
    ("PCI401", said("about: ⟦A.VII.4/⟧"), "không có «A.VII.4/» trong kế hoạch"),
    ("PCI401", said("about: ⟦A.VII.9/x⟧"), "không có «A.VII.9/x» trong kế hoạch"),
    ("PCI401", said("about: ⟦A.VII.9⟧", "period: 2023-09"), "không có «A.VII.9» trong kế hoạch"),
    (
        "PCI401",
        said("about: ⟦A.VII.9⟧", "percent: 50", "figures: {ho-so: 9}"),
        "không có «A.VII.9» trong kế hoạch",
    ),
    (
        "PCI401",
        said("about: ⟦A.VII.9/bao-cao-thang⟧", "period: 2023-09"),
        "không có «A.VII.9/bao-cao-thang» trong kế hoạch",
    ),
    ("PCI401", said("about: ⟦I.1.1⟧"), "không có «I.1.1» trong kế hoạch"),
    ("PCI401", said("about: ⟦II.1⟧"), "không có «II.1» trong kế hoạch"),
    ("PCI402", said("unit: ⟦phong-qld⟧"), "không có «phong-qld» trong units"),
    ("PCI402", said("unit: ⟦tat-ca⟧"), "không có «tat-ca» trong units"),
    ("PCI402", said("unit: ⟦so-khdt⟧"), "không có «so-khdt» trong units"),
    (
        "PCI403",
        said("about: A.II.1", "unit: ⟦phong-qldn⟧"),
        "Phòng Quản lý Doanh nghiệp không có trong nhiệm vụ A.II.1",
    ),
    (
        "PCI403",
        said("about: A.I.2", "unit: ⟦bqlda⟧"),
        "Ban Quản lý dự án không có trong nhiệm vụ A.I.2",
    ),
    ("PCI404", said("unit: ⟦phong-qldn⟧"), "tệp nằm trong thư mục «van-phong»"),
    ("PCI405", f"⟦{TASK}⟧", "tên tệp không khớp nội dung"),
    ("PCI406", said("period: ⟦2023-Q3⟧"), "«A.VII.4» không có kỳ «2023-Q3»"),
    ("PCI406", said("about: II.1.3", "period: ⟦2023-Q3⟧"), "«II.1.3» không có kỳ «2023-Q3»"),
    ("PCI406", said("about: III.1.2", "period: ⟦2023-09⟧"), "«III.1.2» không có kỳ «2023-09»"),
    ("PCI406", said("about: III.1.1", "period: ⟦2023-Q3⟧"), "«III.1.1» không có kỳ «2023-Q3»"),
    ("PCI406", f"⟦{MONTH.replace('period: 2023-09', 'result: x')}⟧", "thiếu kỳ của đầu việc"),
    (
        "PCI406",
        said("period: ⟦2023-Q3⟧", base=MONTH),
        "«A.VII.4/bao-cao-thang» không có kỳ «2023-Q3»",
    ),
    (
        "PCI406",
        said("period: ⟦2024-01⟧", base=MONTH),
        "«A.VII.4/bao-cao-thang» không có kỳ «2024-01»",
    ),
    ("PCI406", said("period: ⟦2023-09⟧", base=REST), "con-lai phải nêu kỳ báo cáo"),
    ("PCI406", said("period: ⟦0001-Q1⟧", base=REST), "con-lai phải nêu kỳ báo cáo"),
    ("PCI406", said("state: ⟦done⟧", base=REST), "con-lai chỉ ghi «không phát sinh trong kỳ»"),
    (
        "PCI406",
        said("date: ⟦2023-06-14⟧", base=REST),
        "ngày 14/6/2023 ngoài thời gian chốt số liệu (15/6/2023–14/9/2023)",
    ),
    (
        "PCI406",
        said("date: ⟦2023-09-15⟧", base=REST),
        "ngày 15/9/2023 ngoài thời gian chốt số liệu (15/6/2023–14/9/2023)",
    ),
    ("PCI407", said("percent: ⟦50⟧"), "A.VII.4 là nhiệm vụ thường xuyên, không tính %"),
    ("PCI407", said("about: II.1.3", "percent: ⟦50⟧"), "«II.1.3» không tính %"),
    ("PCI407", said("percent: ⟦50⟧", base=REST), "«con-lai» không tính %"),
    ("PCI407", said("state: nothing", "percent: ⟦50⟧"), "«A.VII.4» không tính %"),
    ("PCI407", said("percent: ⟦99⟧", base=MONTH), "đã hoàn thành mà chỉ 99%"),
    (
        "PCI408",
        said("about: A.I.2", "unit: van-phong", "figures: {ho-so-truc-tuyen: ⟦101⟧}"),
        "«Tỷ lệ hồ sơ trực tuyến» là tỷ",
    ),
    ("PCI408", said("figures: {⟦ho-so⟧: 9}"), "«A.VII.4» không có chỉ tiêu «ho-so»"),
    (
        "PCI408",
        said("about: II.1.3", "figures: {⟦ho-so⟧: 9}"),
        "«II.1.3» không có chỉ tiêu «ho-so»",
    ),
    (
        "PCI427",
        said("about: A.VII.4", "state: nothing", "⟦figures⟧: {kien-nghi-giai-quyet: 9}"),
        "chọn «Không phát sinh",
    ),
    ("PCI409", said("difficulty: {to: ⟦so-y-te⟧, text: x}"), "không có «so-y-te» trong outside"),
    ("PCI409", said("proposal: {to: ⟦van-phong⟧, text: x}"), "không có «van-phong» trong outside"),
    ("PCI410", said("corrects: ⟦2023-09-01-x⟧"), "không có cập nhật «2023-09-01-x»"),
    ("PCI410", said("answers: ⟦2023-09-01-x⟧"), "không có cập nhật «2023-09-01-x»"),
    ("PCI413", said("date: ⟦2032-09-14⟧"), "ngày 14/9/2032 xa năm kế hoạch 2023"),
]
MISPLACED = {
    "PCI404": lambda path: path.replace("phong-qldn/", "van-phong/"),
    "PCI405": lambda path: path.replace(".yaml", "x.yaml"),
}

SOUND: dict[str, str] = {
    "a task": said(
        "result: Đã xử lý 9 kiến nghị.",
        "figures: {kien-nghi-giai-quyet: 9}",
        "evidence: [412/BC-KKT]",
    ),
    "one occurrence of many": MONTH,
    "one of two times": said(
        "about: A.I.5/lay-y-kien", "period: 2023-lan-2", "unit: van-phong", "state: done"
    ),
    "what waits for triggers": said(
        "about: A.VIII.2/tuyen-truyen", "unit: van-phong", "percent: 50"
    ),
    "a trigger, by any unit": said("about: kho-du-lieu", "unit: bqlda", "state: done"),
    "a general measure": said("about: II.1.3"),
    "a duty": said("about: III.1.2", "unit: van-phong"),
    "a report that the Office sent": said(
        "about: III.1.2", "unit: van-phong", "period: 2023-Q3", "evidence: [45/BC-KKT]"
    ),
    "all the rest": REST,
    "a sub-unit for its parent": said("about: A.I.5", "unit: bo-phan-mot-cua"),
    "a parent for its sub-unit": said("about: A.I.2", "unit: van-phong"),
    "a unit that reports through another": said("about: A.I.7", "unit: to-thu-ky-iso"),
    "a unit that coordinates": said("about: A.II.1", "unit: van-phong"),
    "a unit that may join": said("about: A.VII.4", "unit: bqlda"),
    "a difficulty told inside": said("difficulty: {to: noi-bo, text: thiếu người}"),
    "a proposal to an outside body": said("proposal: {to: ubnd-tinh, text: sửa quy định}"),
}


class Stored(NamedTuple):
    path: str
    text: str


def stored(text: str) -> Stored:
    """An update's text in the file that belongs to it, as the fixture wants it: a path below
    `progress`."""
    document = read(text.encode(), "x.yaml")
    update = build(Update, document.tree, document.source, "x.yaml")
    assert isinstance(update, Update), update
    return Stored(update_path("2023", update).removeprefix("plans/2023/progress/"), text)


def errors(result: Loaded) -> list[Diagnostic]:
    """What makes a plan unusable; what is only doubtful has its own tests."""
    return [d for d in result.diagnostics if d.severity is Severity.ERROR]


def edited(edits: Edits) -> str:
    text = REAL_PLAN
    for old, new in edits:
        text = swap(old, new)(text)
    return text


@pytest.mark.parametrize(
    ("code", "edits", "message"), PLAN_FAULTS, ids=[row[0] for row in PLAN_FAULTS]
)
def test_a_fault_in_the_plan(loaded: Load, code: str, edits: Edits, message: str) -> None:
    text, spans = bracketed(edited(edits))
    result = loaded(lambda _: text)
    found = errors(result)
    assert [(d.where, d.code, d.span) for d in found] == [(PLAN, code, spans[0])]
    assert found[0].message.startswith(message)
    assert found[0].hint
    assert result.plan is not None
    assert not result.skipped


@pytest.mark.parametrize(
    ("code", "edits", "message"), PLAN_DOUBTS, ids=[row[0] for row in PLAN_DOUBTS]
)
def test_a_doubt_in_the_plan(loaded: Load, code: str, edits: Edits, message: str) -> None:
    text, spans = bracketed(edited(edits))
    result = loaded(lambda _: text)
    (found,) = (d for d in result.diagnostics if d.code == code)
    assert (found.severity, found.span, found.message[: len(message)]) == (
        Severity.WARNING,
        spans[0],
        message,
    )
    assert errors(result) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("lead: to-thu-ky-iso", "lead: to-thu-ky"),
        ("part_of: van-phong", "part_of: vanphong"),
    ],
)
def test_what_to_write_instead_of_a_name_is_told(loaded: Load, old: str, new: str) -> None:
    (found,) = errors(loaded(swap(old, new)))
    assert found.instead == ("van-phong" if "part_of" in new else "to-thu-ky-iso")


def test_the_subject_meant_is_looked_for_among_all(loaded: Load) -> None:
    for about in ("A.VII.9/bao-cao-thang", "A.VII.5/bao-cao-thang"):
        file = stored(said(f"about: {about}", "period: 2023-09"))
        (found,) = errors(loaded(**{file.path: file.text}))
        assert "A.VII.4/bao-cao-thang" in found.hint


@pytest.mark.parametrize(
    ("code", "text", "message"), UPDATE_FAULTS, ids=[row[0] for row in UPDATE_FAULTS]
)
def test_a_fault_in_an_update(loaded: Load, code: str, text: str, message: str) -> None:
    plain, spans = bracketed(text)
    path = MISPLACED.get(code, str)(stored(plain).path)
    found = errors(loaded(**{path: plain}))
    where = f"plans/2023/progress/{path}"
    assert [(d.where, d.code, d.span) for d in found] == [(where, code, spans[0])]
    assert found[0].message.startswith(message)
    assert found[0].hint


def test_the_tables_hold_a_fault_for_every_rule_that_makes_a_plan_unusable() -> None:
    def hard(rules: Sequence[Rule[Any, Problem]]) -> set[str]:
        return {rule.code for rule in rules if rule.severity is Severity.ERROR}

    assert {code for code, *_ in PLAN_FAULTS} == hard(PLAN_RULES)
    assert {code for code, *_ in UPDATE_FAULTS} | {"PCI412"} == hard(UPDATE_RULES)


def test_the_table_names_every_file_of_rules() -> None:
    table = {rule.code for rule in (*OF_ONE_YEAR, *YEARS_RULES)}
    for path in (ROOT / "pci/check").glob("*.py"):
        codes = set(re.findall(r'\.rule\("(PCI\d+)"', path.read_text(encoding="utf-8")))
        assert codes <= table, path.name


@pytest.mark.parametrize(
    ("first", "second", "sound"),
    [
        ((), (), True),
        ((), ("unit: van-phong",), False),
        ((), ("about: A.VII.4/bao-cao-thang", "period: 2023-09"), True),
        ((), ("about: A.VII.3",), False),
        (("about: A.I.5", "unit: bo-phan-mot-cua"), ("about: A.I.5", "unit: van-phong"), True),
    ],
)
def test_nobody_corrects_the_words_of_another(
    loaded: Load, first: tuple[str, ...], second: tuple[str, ...], sound: bool
) -> None:
    old = stored(said(*first))
    text, spans = bracketed(said(*second, "result: Sửa lại.", f"corrects: ⟦{Path(old.path).stem}⟧"))
    new = stored(text)
    result = loaded(**{file.path: file.text for file in (old, new)})
    found = [(d.code, d.where, d.span) for d in errors(result)]
    assert found == ([] if sound else [("PCI412", f"plans/2023/progress/{new.path}", spans[0])])


def test_no_two_rules_share_a_code_and_each_explains_itself() -> None:
    listed = [*pages()]
    assert len({page.code for page in listed}) == len(listed)
    assert all(page.words and not page.words.isascii() for page in listed)


def test_the_plan_is_sound_and_so_is_every_kind_of_update(loaded: Load) -> None:
    first, asked = (
        Path(stored(SOUND[kind]).path).stem for kind in ("a task", "a proposal to an outside body")
    )
    later = (
        said(f"corrects: {first}", "result: 8."),
        said(f"answers: {asked}", "unit: van-phong"),
        said(f"answers: {asked}#proposal", "unit: van-phong", "result: Đã có."),
    )
    files = {file.path: file.text for file in map(stored, (*SOUND.values(), *later))}
    result = loaded(**files)
    assert {d.code for d in result.diagnostics if d.where != PLAN} == set()
    assert errors(result) == []
    assert len(result.progress.entries) == len(SOUND) + 3
    assert not result.skipped


@pytest.mark.parametrize(
    ("mark", "code", "words"),
    [
        ("#difficulty", "PCI420", "không nêu khó khăn nào"),
        ("#khac", "PCI410", "«#khac» không phải #difficulty, #proposal"),
        ("#", "PCI410", "«#» không phải #difficulty, #proposal"),
    ],
)
def test_an_answer_names_a_remark_that_was_raised(
    loaded: Load, mark: str, code: str, words: str
) -> None:
    asked = stored(SOUND["a proposal to an outside body"])
    answer = stored(said(f"answers: {Path(asked.path).stem}{mark}", "unit: van-phong"))
    result = loaded(**{file.path: file.text for file in (asked, answer)})
    found = [d for d in result.diagnostics if d.where.endswith(answer.path)]
    assert code in [d.code for d in found]
    assert any(words in d.message for d in found)


@pytest.mark.parametrize("ref", ["lead: to-thu-ky-is", "lead: phong-qld"])
def test_an_unknown_name_brings_the_nearest(loaded: Load, ref: str) -> None:
    (found,) = errors(loaded(swap("lead: to-thu-ky-iso", ref)))
    assert found.hint.startswith("có phải «")


def test_where_the_plan_has_no_shape_its_sound_part_shapes_and_words_are_judged(
    loaded: Load,
) -> None:
    """One whose own shape is broken is named as not judged, and nothing refers to it."""
    wordy, broken = (
        stored(said("about: A.VII.9", "result: Đã gửi  báo cáo.")),
        stored(said("about: A.VII.4")),
    )
    result = loaded(
        lambda text: swap("year: 2023", "year: hai nghìn")(
            swap("basis: [qd-1776]", "basis: [qd-1777]")(text)
        ),
        **{wordy.path: wordy.text, broken.path: broken.text + "percent: 101\n"},
    )
    assert (result.plan, result.skipped) == (None, (PLAN, f"plans/2023/progress/{broken.path}"))
    assert Counter(d.code for d in result.diagnostics) == {"PCI105": 2, "PCI203": 1, "PCI444": 1}
    assert [entry.update.about for entry in result.progress.entries] == ["A.VII.9"]


def test_a_slip_of_shape_hides_no_other_fault_of_the_plan_and_brings_about_none(
    loaded: Load,
) -> None:
    slips = (
        ("phong-qldn: {name: ", "phong-qldn: {nam: "),  # a unit that leads tasks
        ("  A.I.3:\n", "  A.I.3:\n    tiem: Quý III\n"),
        ("adds_up: true", "adds_up: [1]"),
        ("\ntitle: ", "\ntiltes: "),
        ("\nnumber: ", '\n"": x\nnumber: '),
    )
    faults = (("basis: [qd-1776]", "basis: [qd-1777]"), ("symbol: ", "symbol: X  "))

    def spoilt(text: str) -> str:
        for old, new in (*slips, *faults):
            text = text.replace(old, new, 1)
        return text

    codes = Counter(d.code for d in loaded(spoilt).diagnostics)
    assert codes == {"PCI101": 4, "PCI102": 2, "PCI103": 1, "PCI203": 1, "PCI444": 1}
    codes = Counter(d.code for d in loaded(swap("units:\n", "don_vi:\n")).diagnostics)
    assert codes == {"PCI101": 1}  # no unit that tasks name is said to be unknown
    update = stored(said("about: A.VII.9", "result: Đã gửi  báo cáo."))
    slip = {update.path: f"{update.text}evidences: [x]\n"}
    codes = Counter(d.code for d in loaded(**slip).diagnostics)
    assert codes == {"PCI101": 1, "PCI401": 1, "PCI444": 1}
    update = stored(MONTH)
    slip = {update.path: update.text.replace("period:", "perioda:")}
    assert [d.code for d in loaded(**slip).diagnostics] == ["PCI101"]
    chain = [stored(said("figures: {kien-nghi-giai-quyet: 9}"))]
    for number in (8, 7):
        corrects = f"corrects: {id_of(chain[-1].path)}"
        chain.append(stored(said(f"figures: {{kien-nghi-giai-quyet: {number}}}", corrects)))
    files = {file.path: file.text for file in chain}
    assert not loaded(**files).diagnostics
    slip = {chain[1].path: f"{chain[1].text}evidences: [x]\n"}
    assert {d.code for d in loaded(**files | slip).diagnostics} == {"PCI101"}


def test_a_period_that_an_obligation_has_not_brings_those_that_it_has(loaded: Load) -> None:
    file = stored(said("period: 2023-Q3", base=MONTH))
    (found,) = errors(loaded(**{file.path: file.text}))
    assert found.hint == "có: " + ", ".join(f"2023-{month:02}" for month in range(1, 13))


HOLIDAY = (
    "year: 2023\ndecided: true\ndays_off:\n  - {first: 2023-01-02, name: Tết, basis: BLLĐ}\n"
    "swapped:\n  - {work: 2023-05-06, off: 2023-05-02, basis: CV 1}\n"
)


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        ("year: 2023", "year: ⟦2022⟧", "PCI206", "năm 2022 không khớp tên tệp"),
        ("2023-01-02", "⟦2024-01-02⟧", "PCI104", "ngày 2024-01-02 ngoài năm 2023"),
        (
            "2023-01-02",
            "2023-12-31, last: ⟦2024-01-01⟧",
            "PCI104",
            "ngày 2024-01-01 ngoài năm 2023",
        ),
        (
            "{first: 2023-01-02, ",
            "{first: 2023-01-02, last: 2023-01-01, ",
            "PCI104",
            "days_off: last trước first",
        ),
        (
            "work: 2023-05-06",
            "work: ⟦2023-05-08⟧",
            "PCI104",
            "ngày làm bù 2023-05-08 là ngày trong tuần",
        ),
        (
            "off: 2023-05-02",
            "off: ⟦2023-05-06⟧",
            "PCI104",
            "ngày nghỉ thay 2023-05-06 là ngày cuối tuần",
        ),
    ],
)
def test_a_fault_in_a_calendar(old: str, new: str, code: str, message: str) -> None:
    assert old in HOLIDAY
    plain, spans = bracketed(HOLIDAY.replace(old, new))
    spans = spans or (Span(4, 5, 4, len(plain.splitlines()[3]) + 1),)
    path = "plans/calendar/2023.yaml"
    found = [
        d
        for d in load({PLAN: REAL_PLAN.encode(), path: plain.encode()}).diagnostics
        if d.where == path
    ]
    assert [(code, spans[0], message)] == [(d.code, d.span, d.message) for d in found]


def test_an_update_is_judged_though_the_units_above_it_are_unknown(loaded: Load) -> None:
    file = stored(said("about: A.I.5", "unit: bo-phan-mot-cua"))
    result = loaded(swap("part_of: van-phong", "part_of: vp"), **{file.path: file.text})
    assert [d.code for d in errors(result)] == ["PCI211", "PCI403"]


LED = (
    "    units: Phòng Quản lý Tài nguyên và Môi trường chủ trì, phối hợp với Văn phòng\n    lead: "
)
OF_OTHERS = (("about: A.IV.1", "unit: bqlda"), ("about: A.II.1", "unit: phong-qltnmt"))


@pytest.mark.parametrize(
    ("slip", "code"),
    [
        (("\nyear: 2023\n", "\nyear: 2024\n"), "PCI206"),
        ((f"{LED}phong-qltnmt", f"{LED}phong-qltnm"), "PCI211"),
        ((ALL_UNITS, "members: [phong-lien-quan]"), "PCI211"),
    ],
)
def test_a_slip_in_the_plan_is_not_told_again_of_its_updates(
    loaded: Load, slip: tuple[str, str], code: str
) -> None:
    files = map(stored, (TASK, MONTH, REST, *(said(*lines) for lines in OF_OTHERS)))
    assert slip[0] in REAL_PLAN
    result = loaded(lambda text: text.replace(*slip, 1), **{file.path: file.text for file in files})
    assert [(d.where, d.code) for d in errors(result)] == [(PLAN, code)]


def test_a_file_of_an_unknown_unit_is_sent_nowhere(loaded: Load) -> None:
    file = stored(said("unit: phong-qld"))
    path = file.path.replace("phong-qld/", "phong-qldn/")
    assert [d.code for d in errors(loaded(**{path: file.text}))] == ["PCI402"]


def test_an_unknown_trigger_brings_the_one_that_is_near(loaded: Load) -> None:
    (found,) = errors(loaded(swap("after: [bo-khdt-trien-khai]", "after: [bo-khdt-trien-kha]")))
    assert (found.hint, found.instead) == ("có phải «bo-khdt-trien-khai»?", "bo-khdt-trien-khai")


def remarks(loaded: Load, *texts: str) -> list[tuple[str, str]]:
    """Codes and the characters pointed at, of what is doubtful in some updates."""
    files = {file.path: file.text for file in map(stored, texts)}
    rows = []
    for d in loaded(**files).diagnostics:
        if d.where != PLAN:
            line = files[d.where.removeprefix("plans/2023/progress/")].splitlines()[d.span.line - 1]
            rows.append((d.code, line[d.span.column - 1 : d.span.end_column - 1]))
    return rows


BLOCK = """\
result: |
  Ngày đầu đã gửi báo cáo.

    - Hội nghị: {}
  Hết.
"""


@pytest.mark.parametrize(
    ("code", "words", "cut"),
    [
        ("PCI434", "ngày 31/9/2023", "31/9/2023"),
        ("PCI443", "Phòng Ðầu tư", "Ðầu"),
        ("PCI443", "mã А.VII.4", "А"),
        ("PCI444", "đã  gửi", "  "),
        ("PCI444", "đã gửi , xong", " "),
        ("PCI444", "đã\u00a0gửi", "\u00a0"),
        ("PCI445", "còn **đậm", "**"),
        ("PCI445", "còn <p>", "<p>"),
        ("PCI446", "đã\u200bgửi", "\u200b"),
        ("PCI448", "Hàng quý", "Hàng"),
        ("PCI449", "gọi 0912345678", "0912345678"),
        ("PCI449", "số căn cước 056012345678", "056012345678"),
    ],
)
def test_words_are_pointed_at_wherever_they_stand_in_a_text(
    loaded: Load, code: str, words: str, cut: str
) -> None:
    """Plain, in quotes, and in a block with lines before and after: always the very characters."""
    for text in (f"result: {words}\n", f'result: "{words}"\n', BLOCK.format(words)):
        assert remarks(loaded, TASK + text) == [(code, cut)]


def test_a_text_that_the_file_spells_otherwise_is_pointed_at_as_a_whole(loaded: Load) -> None:
    spelt = '"đã \\u00a0 gửi"'
    assert remarks(loaded, f"{TASK}result: {spelt}\n") == [("PCI444", spelt)]


@pytest.mark.parametrize(
    "words",
    [
        "Quý II, quý giá, thủy quyển, tuyến, hoàn thành, khoẻo",
        "Nộp 201/236 hồ sơ (85,17%); 52/52 TTHC; cổng 24/7; tỷ lệ 3/4",
        "theo 12/BC-KKT, 12823/CTr-UBND, 91-KL/TU, 09-NQ/TW, 08/2022/TT-BKHĐT, 55/2022/QH15",
        "theo 1180/SLĐTBXH-GDNN",
        "ngày 05 tháng 01 năm 2020, ngày 29 tháng 6 năm 2019, 09/8/2022, 06/01/2023, 24/4/2023",
        "hằng năm, hàng hóa, mặt hàng, giao hàng tháng 9, đơn hàng năm 2023",
        "đường dây nóng 0258 3 822 222, mã số thuế 4200123456; 10 µm, π = 3,14, α-amylase",
        "ông Müller, bà Zoë",
        "thay thế mạng máy tính, vị thế mạng lưới, nhân công dịch vụ công ích, bàn bổ trí tuệ",
    ],
)
def test_sound_words_are_left_alone(loaded: Load, words: str) -> None:
    assert remarks(loaded, TASK + f'result: "{words}"\n') == []


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Hàng năm", "Hằng năm"),
        ("Phòng Ðầu tư", "Phòng Đầu tư"),
        ("mã А.VII.4", "mã A.VII.4"),
        ("một<br>hai", None),
        ("đã\u200bgửi", "đãgửi"),
        ("chữ Ж", None),
    ],
)
def test_what_to_write_instead_of_words_is_told_in_a_plan(
    loaded: Load, written: str, right: str | None
) -> None:
    before = "Niêm yết công khai tất cả TTHC"
    plan = swap(before, f"{before} {written},")(REAL_PLAN)
    line = next(n for n, text in enumerate(plan.split("\n"), 1) if before in text)
    found = [
        d for d in loaded(lambda _: plan).diagnostics if d.span.line == line and d.code != "PCI431"
    ]
    text = plan.split("\n")[line - 1]
    for d in sorted(found, key=lambda d: d.span, reverse=True):
        assert (d.instead is None) == (right is None)
        text = text[: d.span.column - 1] + (d.instead or "") + text[d.span.end_column - 1 :]
    assert found
    assert right is None or text == plan.split("\n")[line - 1].replace(written, right)


def test_nothing_is_to_be_written_in_what_was_recorded(loaded: Load) -> None:
    """An edit would no longer fit the file's name: what is wrong in it is corrected by another, or
    set aside."""
    file = stored(said("result: Đã lập danh mục hàng năm."))
    (found,) = (d for d in loaded(**{file.path: file.text}).diagnostics if d.where != PLAN)
    way = (
        f"«pci record --corrects {Path(file.path).stem}», "
        "hoặc bỏ qua bằng «# pci: ignore[PCI448] lý do»"
    )
    assert (found.code, found.instead) == ("PCI448", None)
    assert found.hint == f"các nghị định viết «hằng»; sửa bằng {way}"
    typed = file.text.replace("hàng năm.", "hàng năm.  # pci: ignore[PCI448] tên danh mục")
    assert {d.where for d in loaded(**{file.path: typed}).diagnostics} <= {PLAN}


def test_what_was_doubtful_is_settled_by_the_correction_that_was_asked_for(loaded: Load) -> None:
    """An error is not: a file that was edited stays one, whatever corrects it."""
    doubtful = stored(said("result: Đã lập danh mục hàng năm."))
    mended = stored(
        said("result: Đã lập danh mục hằng năm.", f"corrects: {Path(doubtful.path).stem}")
    )
    edited = doubtful.text.replace("lập", "rà soát")
    for text, told in ((doubtful.text, set[str]()), (edited, {"PCI405"})):
        found = loaded(**{doubtful.path: text, mended.path: mended.text}).diagnostics
        assert {d.code for d in found if d.where != PLAN} == told


def test_a_day_that_has_not_come_is_doubtful(loaded: Load) -> None:
    ahead = stored(said("date: 2023-09-20"))
    found = [
        d.message for d in loaded(**{ahead.path: ahead.text}).diagnostics if d.code == "PCI415"
    ]
    assert found == ["ngày 20/9/2023 sau ngày ghi (15/9/2023)"]
    ahead = stored(said("received: 2023-09-20"))
    found = [
        d.message for d in loaded(**{ahead.path: ahead.text}).diagnostics if d.code == "PCI415"
    ]
    assert found == ["ngày nhận 20/9/2023 sau ngày ghi (15/9/2023)"]
    sound = stored(TASK)
    files = {PLAN: REAL_PLAN.encode(), f"plans/2023/progress/{sound.path}": sound.text.encode()}
    for today, told in (
        (None, []),
        (date(2023, 9, 15), []),
        (date(2023, 9, 14), ["ngày 15/9/2023 chưa tới"]),
        (date(2023, 9, 13), ["ngày 14/9/2023 chưa tới"]),
    ):
        assert [d.message for d in load(files, today).diagnostics if d.code == "PCI415"] == told


def test_words_of_a_day_that_has_not_come_are_doubtful() -> None:
    words = b"written: 2023-09-18T00:10:00+07:00\ncauses: x\n"
    files = {PLAN: REAL_PLAN.encode(), "plans/2023/reports/2023-Q3.yaml": words}
    for today, told in (
        (None, []),
        (date(2023, 9, 18), []),
        (date(2023, 9, 17), ["ngày 18/9/2023 chưa tới"]),
    ):
        assert [d.message for d in load(files, today).diagnostics if d.code == "PCI504"] == told


def test_a_law_is_told_replaced_only_from_its_day() -> None:
    plan = re.sub(" *# pci: ignore.*", "", REAL_PLAN)
    for today, told in ((None, 0), (date(2023, 12, 31), 0), (date(2024, 1, 1), 1)):
        found = [d.code for d in load({PLAN: plan.encode()}, today).diagnostics]
        assert (found.count("PCI436"), found.count("PCI435")) == (told, 0)


def test_chains_of_corrections_of_one_update_are_rivals_until_they_end_in_the_same_words(
    loaded: Load,
) -> None:
    def of(before: Stored, words: str) -> Stored:
        return stored(said(f"result: {words}", f"corrects: {Path(before.path).stem}"))

    def told(*files: Stored) -> list[str]:
        read = loaded(**{file.path: file.text for file in files})
        assert errors(read) == []
        return [Path(d.where).stem for d in read.diagnostics if d.code == "PCI419"]

    old = stored(said("result: 10."))
    one, other = of(old, "11."), of(old, "12.")
    assert told(old, one) == []
    assert len(told(old, one, other)) == 1
    ends = {"13.": of(one, "13."), "14.": of(other, "14.")}
    (loser,) = told(old, one, other, *ends.values())
    (words,) = (words for words, file in ends.items() if Path(file.path).stem != loser)
    (left_out,) = (file for file in ends.values() if Path(file.path).stem == loser)
    assert told(old, one, other, *ends.values(), of(left_out, words)) == []


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("phong-qldn", "phong-dn", "4 chỗ"),
        ("phong-lien-quan", "lien-quan", "12 chỗ"),
        ("van-phong", "vp", "19 chỗ"),
    ],
)
def test_an_id_that_was_renamed_is_one_fault_at_its_cause(old: str, new: str, places: str) -> None:
    text = REAL_PLAN.replace(f"\n  {old}: {{", f"\n  {new}: {{")
    (fault,) = load({PLAN: text.encode()}).diagnostics
    assert fault.message.startswith(f"{places} nhắc «{old}»")
    assert (fault.span.line, fault.instead) == (line_of(f"{old}: {{"), old)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lead: Phòng Quản lý Doanh nghiệp", "phong-qldn"),
        ("lead: QLDN", "phong-qldn"),
        ("lead: p.qldn", "phong-qldn"),
        ("coordinating: [Các phòng có liên quan]", "phong-lien-quan"),
        ("coordinating: [phong-lien-quan, VP]", "van-phong"),
    ],
)
def test_a_name_where_an_id_belongs_is_told_its_id(typed: str, meant: str) -> None:
    key = typed.partition(":")[0]
    old = {"lead": "lead: phong-qldn", "coordinating": "coordinating: [phong-lien-quan]"}[key]
    text = REAL_PLAN.replace(old, typed, 1)
    (fault,) = load({PLAN: text.encode()}).diagnostics
    assert (fault.code, fault.instead) == ("PCI107", meant)
