"""Faults of shape: each with its code, its exact place, Vietnamese words and, where there is one,
the nearest key."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT, bracketed, swap

from pci.core.diagnostic import Diagnostic, Severity
from pci.core.fields import MalformedValue, Scalar, deep_annotation
from pci.core.model import Update
from pci.core.scalars import (
    BodyId,
    Day,
    Flag,
    Moment,
    Number,
    Offset,
    PartialDay,
    PeriodId,
    SectionId,
    Slug,
    SubindexId,
    TaskId,
    whole,
)
from pci.files.shape import build
from pci.files.yamlio import read
from pci.loading import Loaded

Load = Callable[..., Loaded]

REAL_PLAN = (ROOT / "plans/2023.yaml").read_text(encoding="utf-8")
TRIGGER = "kho-du-lieu: {title: Kho quản lý dữ liệu kết quả giải quyết TTHC điện tử được xây dựng}"
ONE_SCHEDULE = (
    "mỗi đầu việc một lịch: giữ một, bỏ dòng kia; chưa có thì thêm, như during: [2023-Q4]"
)
SURVEY = "        during: [2023]\n        times: 2\n"

PLAN_FAULTS: dict[str, tuple[str, str, str, str, str]] = {
    "misspelt key": (
        "symbol: KH-KKT",
        "symbol: KH-KKT\n⟦symbl⟧: x",
        "PCI101",
        "khóa «symbl» không có trong mẫu",
        "có phải «symbol»?",
    ),
    "misspelt key inside": (
        SURVEY,
        f"{SURVEY}        ⟦tims⟧: 2\n",
        "PCI101",
        "khóa «tims» không có trong mẫu",
        "có phải «times»?",
    ),
    "unknown key": (
        TRIGGER,
        "kho-du-lieu: {title: Kho, ⟦zzz⟧: 1}",
        "PCI101",
        "khóa «zzz» không có trong mẫu",
        "các khóa dùng được: title",
    ),
    "misspelt key under an id that is also a field": (
        TRIGGER,
        f"{TRIGGER}\n  title: {{title: Kho, ⟦titel⟧: x}}",
        "PCI101",
        "khóa «titel» không có trong mẫu",
        "có phải «title»?",
    ),
    "key by its name in the program": (
        "from: khó gở, ",
        "from: khó gở, ⟦printed⟧: khó gở, ",
        "PCI101",
        "khóa «printed» không có trong mẫu",
        "các khóa dùng được: at, from, note, to",
    ),
    "missing key of a record": (
        "ubnd-tinh: {name: UBND tỉnh}",
        "⟦ubnd-tinh⟧: {}",
        "PCI102",
        "thiếu «name»",
        "thêm dòng «name: …»",
    ),
    "missing key of a list item": (
        "{at: body.II.1.4.text, from: khó gở, to: tháo gỡ}",
        "⟦{at: body.II.1.4.text, to: tháo gỡ}⟧",
        "PCI102",
        "thiếu «from»",
        "thêm dòng «from: …»",
    ),
    "empty where text belongs": (
        "symbol: KH-KKT",
        "symbol:⟦⟧",
        "PCI103",
        "«symbol» để trống",
        "cần một đoạn văn bản",
    ),
    "list where text belongs": (
        "symbol: KH-KKT",
        "symbol: ⟦[KH, KKT]⟧",
        "PCI103",
        "«symbol» đang là một danh sách",
        "cần một đoạn văn bản",
    ),
    "list where a number belongs": (
        "year: 2023",
        "year: ⟦[2023]⟧",
        "PCI103",
        "«year» đang là một danh sách",
        "cần một số",
    ),
    "list where a day belongs": (
        "date: 2023-07-28",
        "date: ⟦[2023]⟧",
        "PCI103",
        "«date» đang là một danh sách",
        "cần một ngày",
    ),
    "list where true or false belongs": (
        "indefinite: true",
        "indefinite: ⟦[]⟧",
        "PCI103",
        "«indefinite» đang là một danh sách",
        "cần true hoặc false",
    ),
    "text where a list belongs": (
        "basis: [qd-1776]",
        "basis: ⟦qd-1776⟧",
        "PCI103",
        "«basis» đang là «qd-1776»",
        "cần một danh sách",
    ),
    "record where a list belongs": (
        "basis: [qd-1776]",
        "basis: ⟦{a: b}⟧",
        "PCI103",
        "«basis» đang là các dòng «khóa: giá trị»",
        "cần một danh sách",
    ),
    "list inside a list": (
        "basis: [qd-1776]",
        "basis: [⟦[qd-1776]⟧]",
        "PCI103",
        "«basis» đang là một danh sách",
        "cần một đoạn văn bản",
    ),
    "text where a record belongs": (
        "{name: UBND tỉnh}",
        "⟦UBND tỉnh⟧",
        "PCI103",
        "«ubnd-tinh» đang là «UBND tỉnh»",
        "cần các dòng «khóa: giá trị»",
    ),
    "list where records belong": (
        "indicators:\n      "
        "kien-nghi-giai-quyet: {title: "
        "Số kiến nghị đã giải quyết, "
        "unit: kiến nghị, adds_up: true}",
        "indicators: ⟦[]⟧",
        "PCI103",
        "«indicators» đang là một danh sách",
        "cần các dòng «khóa: giá trị»",
    ),
    "day not in ISO": (
        "date: 2023-07-28",
        "date: ⟦28/7/2023⟧",
        "PCI104",
        ("date: «28/7/2023» không phải ngày có thật trong các năm 1900-2100, dạng 2023-09-30"),
        "có phải «2023-07-28»?",
    ),
    "day that never was": (
        "date: 2023-07-28",
        "date: ⟦2023-02-30⟧",
        "PCI104",
        "date: «2023-02-30» không phải ngày có thật trong các năm 1900-2100, dạng 2023-09-30",
        "",
    ),
    "issued on a day that never was": (
        "issued: 2023-08 ",
        "issued: ⟦2023-02-31⟧ ",
        "PCI104",
        "issued: «2023-02-31» không phải ngày, tháng có thật trong các năm 2000-2100: 2023-08",
        "",
    ),
    "hour that never was": (
        'answer_by: "16:00"',
        'answer_by: ⟦"24:00"⟧',
        "PCI104",
        "answer_by: «24:00» không phải giờ dạng 16:00",
        "",
    ),
    "hour that is no text": (
        'answer_by: "16:00"',
        "answer_by: ⟦[16, 0]⟧",
        "PCI103",
        "«answer_by» đang là một danh sách",
        "cần một giờ trong ngày",
    ),
    "period": (
        "during: [2023-09]",
        "during: [⟦2023-9⟧]",
        "PCI104",
        "during: «2023-9» không phải kỳ trong các năm 2000-2100: "
        "2023, 2023-H1, 2023-9M, 2023-Q3 hoặc 2023-09",
        "",
    ),
    "year with an underscore": (
        "year: 2023",
        "year: ⟦2_023⟧",
        "PCI105",
        "year: «2_023» không phải số nguyên",
        "",
    ),
    "year in other digits": (
        "year: 2023",
        "year: ⟦2٠23⟧",
        "PCI105",
        "year: «2٠23» không phải số nguyên",
        "",
    ),
    "year too early": (
        "year: 2023",
        "year: ⟦1999⟧",
        "PCI105",
        "year: 1999 ngoài khoảng cho phép",
        "ít nhất 2000",
    ),
    "too many times": (
        "times: 2\n",
        "times: ⟦32⟧\n",
        "PCI105",
        "times: 32 ngoài khoảng cho phép",
        "nhiều nhất 31",
    ),
    "word not in the list": (
        "every: quarter",
        "every: ⟦weekly⟧",
        "PCI106",
        "«weekly» không dùng được cho «every»",
        ("chọn một trong: month, quarter, half, year"),
    ),
    "nothing where a word of a list belongs": (
        "window: nd09 ",
        "window:⟦⟧ ",
        "PCI106",
        "chỗ trống không dùng được cho «window»",
        "chọn một trong: nd09, calendar",
    ),
    "list where a word belongs": (
        "window: nd09 ",
        "window: ⟦[nd09]⟧ ",
        "PCI106",
        "một danh sách không dùng được cho «window»",
        "chọn một trong: nd09, calendar",
    ),
    "yes": (
        "indefinite: true",
        "indefinite: ⟦yes⟧",
        "PCI106",
        ("indefinite: «yes» không phải true hoặc false"),
        "",
    ),
    "id as a key": (
        "  bqlda: {",
        "  ⟦BQL DA⟧: {",
        "PCI107",
        ("BQL DA: «BQL DA» không đúng dạng mã: phong-qldt"),
        "có phải «bql-da»?",
    ),
    "task id": (
        "\n  A.I.1:\n",
        "\n  ⟦A.01.1⟧:\n",
        "PCI107",
        ("A.01.1: «A.01.1» không đúng dạng mã nhiệm vụ: A.VII.4, I.3, 12, 2.1.a"),
        "",
    ),
    "id in a list": (
        "basis: [qd-1776]",
        "basis: [⟦QĐ 1776⟧]",
        "PCI107",
        ("basis: «QĐ 1776» không đúng dạng mã: phong-qldt"),
        "có phải «qd-1776»?",
    ),
    "days counted in Vietnamese": (
        "due: window end + 2 working days",
        "due: ⟦2 ngày làm việc⟧",
        "PCI107",
        "due: «2 ngày làm việc» không đúng dạng «window end + 2 working days»",
        "",
    ),
    "blank": (
        "name: Văn phòng, short: VP",
        'name: Văn phòng, short: ⟦" "⟧',
        "PCI108",
        "short: nội dung để trống",
        "viết nội dung, hoặc bỏ cả dòng",
    ),
    "two schedules": (
        SURVEY,
        "        during: [2023]\n        every: month\n",
        "PCI109",
        ("lay-y-kien: cần đúng một trong by, during, every, after; đang có: during, every"),
        ONE_SCHEDULE,
    ),
    "no schedule": (
        SURVEY,
        "",
        "PCI109",
        ("lay-y-kien: cần đúng một trong by, during, every, after; đang có: không có"),
        ONE_SCHEDULE,
    ),
    "times without during": (
        SURVEY,
        "        every: half\n        times: 2\n",
        "PCI109",
        "lay-y-kien: times chỉ đi với during",
        "bỏ times, hoặc đặt lịch bằng during",
    ),
    "day without every": (
        SURVEY,
        ("        by: 2023-12-31\n        day: 31\n"),
        "PCI109",
        "lay-y-kien: day chỉ đi với every",
        "bỏ day, hoặc đặt lịch bằng every",
    ),
    "within without after": (
        SURVEY,
        (f"{SURVEY}        within: {{working_days: 5}}\n"),
        "PCI109",
        "lay-y-kien: within chỉ đi với after",
        "bỏ within, hoặc đặt lịch bằng after",
    ),
}

UPDATE = """\
about: A.VII.4/bao-cao-thang
period: 2023-09
unit: phong-qldn
date: 2023-09-14
state: done
recorded: 2023-09-15T09:12:40+07:00
"""

UPDATE_FAULTS: dict[str, tuple[str, str, str]] = {
    "key": (UPDATE + "⟦evidences⟧: [a]\n", "PCI101", "khóa «evidences» không có trong mẫu"),
    "list as a moment": (
        UPDATE.replace("2023-09-15T09:12:40+07:00", "⟦[]⟧"),
        "PCI103",
        "«recorded» đang là",
    ),
    "figures": (UPDATE + "figures: ⟦[9]⟧\n", "PCI103", "«figures» đang là một danh sách"),
    "empty figure": (UPDATE + "figures: {kien-nghi: ⟦null⟧}\n", "PCI103", "«kien-nghi» để trống"),
    "remark": (UPDATE + "difficulty: ⟦khó⟧\n", "PCI103", "«difficulty» đang là «khó»"),
    "empty proof": (UPDATE + "evidence:\n  - 412/BC-KKT\n  -⟦⟧\n", "PCI103", "«evidence» để trống"),
    "moment without a zone": (
        UPDATE.replace("2023-09-15T09:12:40+07:00", "⟦2023-09-15T09:12:40⟧"),
        "PCI104",
        "recorded: «2023-09-15T09:12:40» không phải thời điểm trong các năm 2000-2100, "
        "dạng 2023-09-15T09:12:40+07:00",
    ),
    "percent": (UPDATE + "percent: ⟦101⟧\n", "PCI105", "percent: 101 ngoài khoảng cho phép"),
    "percent sign": (UPDATE + "percent: ⟦50%⟧\n", "PCI105", "percent: «50%» không phải số nguyên"),
    "decimal comma": (
        UPDATE + 'figures: {kien-nghi: ⟦"1,5"⟧}\n',
        "PCI105",
        "kien-nghi: «1,5» không phải số (dấu thập phân là dấu chấm)",
    ),
    "state": (UPDATE.replace("done", "⟦xong⟧"), "PCI106", "«xong» không dùng được cho «state»"),
    "addressee": (
        UPDATE + "difficulty: {to: ⟦Lãnh đạo⟧, text: x}\n",
        "PCI107",
        "to: «Lãnh đạo» không đúng dạng mã",
    ),
    "blank result": (UPDATE + 'result: ⟦"  "⟧\n', "PCI108", "result: nội dung để trống"),
}


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "hint"), PLAN_FAULTS.values(), ids=PLAN_FAULTS
)
def test_a_fault_in_the_plan(
    loaded: Load, old: str, new: str, code: str, message: str, hint: str
) -> None:
    texts: list[str] = []

    def edit(text: str) -> str:
        texts.append(swap(old, new)(text))
        return bracketed(texts[0]).text

    result = loaded(edit)
    (found,) = result.diagnostics
    assert result.plan is None
    assert found[2:6] == (code, Severity.ERROR, message, hint)
    spans = bracketed(texts[0]).spans
    assert spans == (found.span,) or (code == "PCI109" and not spans)


@pytest.mark.parametrize(("text", "code", "message"), UPDATE_FAULTS.values(), ids=UPDATE_FAULTS)
def test_a_fault_in_an_update(text: str, code: str, message: str) -> None:
    plain, spans = bracketed(text)
    (found,) = faults(plain)
    assert (found.code, (found.span,)) == (code, spans)
    assert found.message.startswith(message)


def faults(text: str) -> tuple[Diagnostic, ...]:
    document = read(text.encode(), "x.yaml")
    built = build(Update, document.tree, document.source, "x.yaml")
    assert isinstance(built, tuple)
    return built


def test_the_tables_show_every_code_of_shape() -> None:
    codes = {row[2] for row in PLAN_FAULTS.values()}
    assert codes == {f"PCI10{n}" for n in range(1, 10)}


def test_all_faults_of_a_file_are_told_at_once() -> None:
    plain, spans = bracketed(
        "about: ⟦[]⟧\n⟦unitt⟧: phong-qldn\ndate: ⟦14/9/2023⟧\nstate: ⟦xong⟧\npercent: "
        "⟦-1⟧\nevidence: [a, ⟦''⟧, ⟦[]⟧]\n"
    )
    found = faults(plain)
    assert tuple(sorted(d.span for d in found if d.code != "PCI102")) == spans
    assert sorted(d.message for d in found if d.code == "PCI102") == [
        "thiếu «recorded»",
        "thiếu «unit»",
    ]


def test_every_missing_key_is_told() -> None:
    hints = {d.message: d.hint for d in faults("about: A.I.1\nstate: done\n")}
    assert hints == {
        "thiếu «unit»": "thêm dòng «unit: …»",
        "thiếu «date»": "thêm dòng «date: …»",
        "thiếu «recorded»": "thêm dòng «recorded: …»",
    }


def test_a_fault_of_schedule_is_told_at_its_obligation(loaded: Load) -> None:
    (found,) = loaded(swap(SURVEY, "")).diagnostics
    line = REAL_PLAN.split("\n")[found.span.line - 1]
    assert line[found.span.column - 1 : found.span.end_column - 1] == "lay-y-kien"


EXACT: dict[str, tuple[Any, dict[str, object], list[str]]] = {
    "Day": (
        Day,
        {"2023-09-30": date(2023, 9, 30), "2024-02-29": date(2024, 2, 29)},
        [
            "2023-9-30",
            "30/9/2023",
            "2023-02-29",
            "2023-13-01",
            "20230930",
            "2023-09-30T00:00:00",
            "2023-W39-6",
            "٢٠٢٣-09-30",
            " 2023-09-30",
            "2023-09-30\n",
            "1694000000",
            "",
        ],
    ),
    "Integer": (
        Annotated[int, whole(-999_999_999, 999_999_999)],
        {"0": 0, "12": 12, "-3": -3, "999999999": 999_999_999},
        [
            "012",
            "1_000",
            "0x1F",
            "0b1",
            "0o7",
            "+5",
            "1.0",
            "1e3",
            "1:30",
            ".nan",
            ".inf",
            "١٢",
            "1٢",
            "٣",
            "１",
            " 1",
            "1\n",
            "9" * 5000,
            "true",
            "",
        ],
    ),
    "Number": (
        Number,
        {"98.33": Decimal("98.33"), "0.5": Decimal("0.5"), "-1": Decimal(-1), "120": Decimal(120)},
        [
            "1,5",
            "1.234,5",
            ".5",
            "5.",
            "1e3",
            "1_000.5",
            "0x1F",
            "NaN",
            ".nan",
            "Infinity",
            "-.inf",
            "٣.٥",
            "1.٥",
            "00.5",
            "9" * 5000,
            "0." + "1" * 5000,
            "98%",
            "",
        ],
    ),
    "Flag": (
        Flag,
        {"true": True, "false": False},
        ["yes", "no", "on", "off", "y", "n", "True", "TRUE", "1", "0", ""],
    ),
    "PeriodId": (
        PeriodId,
        {
            i: i
            for i in (
                "2023",
                "2023-H1",
                "2023-H2",
                "2023-9M",
                "2023-Q1",
                "2023-Q4",
                "2023-01",
                "2023-12",
            )
        },
        [
            "2023-9",
            "2023-13",
            "2023-00",
            "2023-Q5",
            "2023-Q0",
            "2023-q3",
            "2023-H3",
            "2023-6M",
            "2023-Q3+",
            "23-Q3",
            "Q3",
            "٢٠٢٣",
            "2٠23-09",
            "0000",
            "0001-Q1",
            "9999-Q4",
            "2023-09-01",
            "2023\n",
            "",
        ],
    ),
    "PartialDay": (
        PartialDay,
        {i: i for i in ("2023", "2023-08", "2023-08-09")},
        [
            "2023-8",
            "2023-13",
            "2023-02-30",
            "2023-06-31",
            "2023-Q3",
            "2023-9M",
            "2023-H1",
            "8/2023",
            "2٠23-08",
            "",
        ],
    ),
    "Moment": (
        Moment,
        {
            "2023-09-15T09:12:40Z": datetime(2023, 9, 15, 9, 12, 40, tzinfo=UTC),
            "2023-09-15T16:12:40+07:00": datetime(2023, 9, 15, 9, 12, 40, tzinfo=UTC),
        },
        [
            "2023-09-15",
            "2023-09-15T09:12:40",
            "2023-09-15 09:12:40+07:00",
            "2023-09-15t09:12:40+07:00",
            "2023-09-15T09:12+07:00",
            "2023-09-15T09:12:60+07:00",
            "2023-09-15T09:12:40.5+07:00",
            "1694743960",
            "2023-09-15T09:12:40+99:00",
            "2023-09-31T09:12:40+07:00",
            "2023-09-15T0٩:12:40+07:00",
            "",
        ],
    ),
    "Offset": (
        Offset,
        {i: i for i in ("window end + 2 working days", "window end - 10 working days")},
        [
            "window end + 0 working days",
            "window end + 2 days",
            "window end +2 working days",
            "2",
            "+2",
        ],
    ),
    "Slug": (
        Slug,
        {"van-phong": "van-phong", "p9": "p9"},
        ["Van-phong", "văn-phòng", "-a", "a--b", "9a"],
    ),
    "TaskId": (
        TaskId,
        {i: i for i in ("A.VII.4", "I.3", "12", "2.1.a", "A.1.II.b")},
        ["A..4", "a.vii.4", "A.VII.04", "A.1.2.3.4", "AB.1", "А.VII.4", "1.٣"],
    ),
    "SectionId": (SectionId, {i: i for i in ("A", "A.VII", "2.1")}, ["A.07", "AA", "A.", ".A"]),
    "BodyId": (BodyId, {"II": "II", "II.1.3": "II.1.3"}, ["2", "II.0", "II.1.3.4", "II.1.٣"]),
    "SubindexId": (
        SubindexId,
        {"pci.10": "pci.10", "par.1": "par.1"},
        ["pci.0", "PCI.1", "pci.100", "1.par", "pci.1٠"],
    ),
}


def admit(kind: str, text: str) -> Any:
    scalar = deep_annotation(EXACT[kind][0], Scalar)
    assert scalar
    return scalar.admit(text)


@pytest.mark.parametrize("kind", EXACT)
def test_a_value_has_one_spelling(kind: str) -> None:
    _, admitted, refused = EXACT[kind]
    for text, value in admitted.items():
        assert admit(kind, text) == value
    for text in refused:
        with pytest.raises(MalformedValue):
            admit(kind, text)


@pytest.mark.parametrize(
    ("old", "new", "instead"),
    [
        ("state: done", "state: Hoàn thành", "done"),
        ("phong-qldn", "Phòng QLDN", "phong-qldn"),
        ("2023-09-14", "14/9/2023", "2023-09-14"),
        ("about:", "abuot:", "about"),
    ],
)
def test_what_to_write_instead_is_told_where_it_is_known(
    old: str, new: str, instead: str | None
) -> None:
    assert [d.instead for d in faults(UPDATE.replace(old, new)) if d.code != "PCI102"] == [instead]


def test_a_colon_in_an_item_of_a_list_is_told_as_what_it_is() -> None:
    (found,) = faults(UPDATE + "evidence:\n  - Công văn số: 412\n")
    assert "câu có dấu hai chấm thì đặt trong dấu nháy" in found.hint


@given(st.text("0123456789-٣１_.eE+x ", max_size=12))
def test_a_number_admitted_is_the_number_printed(text: str) -> None:
    for kind, spelt in (("Integer", "{}"), ("Number", "{:f}")):
        try:
            value = admit(kind, text)
        except MalformedValue:
            continue
        assert text in (spelt.format(value), "-0")


DAYS = st.dates(date(1999, 1, 1), date(2101, 12, 31))


@given(st.text("0123456789-٣", min_size=8, max_size=11) | DAYS.map(str))
def test_a_day_admitted_is_the_day_printed(text: str) -> None:
    try:
        value = admit("Day", text)
    except MalformedValue:
        assert not text.isascii() or len(text) != 10 or not _is_day(text)
    else:
        assert value.isoformat() == text


def _is_day(text: str) -> bool:
    try:
        day = date.fromisoformat(text)
        return day.isoformat() == text and day.year in range(2000, 2101)
    except ValueError:
        return False
