"""What people type and what is meant; the words and figures that people read."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from pci import workspace
from pci.core import names, vi
from pci.core.dates import parse_period
from pci.core.errors import CannotDo
from pci.core.model import INSIDE, Plan
from pci.core.vi import BRIEF_LABELS, ROLE_LABELS, STATE_LABELS, TASK_LABELS, fold

PLAN = workspace.open_workspace(ROOT, "2023").plan

VIETNAMESE = st.text("aăâeêioôơuưyđbchnt ÀẢẠẤẬĐÊỄỐỢƯỨỲỸ-.,&", max_size=20)
TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def typings(name: str) -> Iterator[str]:
    """The ways in which people type one name."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    bare = bare.replace("đ", "d").replace("Đ", "D")
    yield from (
        name,
        name.upper(),
        name.lower(),
        bare,
        bare.upper(),
        unicodedata.normalize("NFD", name),
    )
    yield from (
        f"  {name}  ",
        name.replace(" ", "  "),
        name.replace(" ", "-"),
        unicodedata.normalize("NFD", bare),
    )


@given(VIETNAMESE)
def test_folding_ignores_accents_case_and_composition(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert {fold(typed) for typed in typings(text)} == {folded}


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.sampled_from(["oa", "oe", "uy"]), st.sampled_from(TONES), st.sampled_from("bhqt"))
def test_folding_ignores_where_the_tone_stands(vowels: str, tone: str, initial: str) -> None:
    old, new = (initial + vowels[0] + tone + vowels[1], initial + vowels + tone)
    for text in (old, new):
        assert (
            fold(unicodedata.normalize("NFC", text))
            == fold(unicodedata.normalize("NFD", text))
            == initial + vowels
        )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Đầu tư", "dau tu"),
        ("QH&XD", "qh xd"),
        ("P.QLĐT", "p qldt"),
        ("  Bộ phận  Một-cửa ", "bo phan mot cua"),
        ("A.VII.4/bao-cao-thang", "a vii 4 bao cao thang"),
        ("“một cửa”", "mot cua"),
        ("_", ""),
        ("…", ""),
    ],
)
def test_a_folded_text(text: str, key: str) -> None:
    assert fold(text) == key


UNIT_NAMES = [
    (i, name) for i, u in PLAN.units.items() for name in (i, u.name, u.short, *u.aliases) if name
]
OUTSIDE_NAMES = [
    name for i, body in PLAN.outside.items() for name in (i, body.name, body.short) if name
]


@pytest.mark.parametrize(("unit", "name"), UNIT_NAMES)
def test_a_unit_is_found_by_every_name_however_typed(unit: str, name: str) -> None:
    for typed in typings(name):
        assert names.unit(PLAN, typed) == unit, typed


@pytest.mark.parametrize("name", OUTSIDE_NAMES)
def test_an_outside_body_is_no_unit(name: str) -> None:
    for typed in typings(name):
        with pytest.raises(CannotDo, match="không có đơn vị"):
            names.unit(PLAN, typed)


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("đầu tư", "phong-qldt"),
        ("quy hoach", "phong-qlqhxd"),
        ("doanh nghiệp", "phong-qldn"),
        ("cửa", "bo-phan-mot-cua"),
        ("thư ký", "to-thu-ky-iso"),
        ("dự án", "bqlda"),
        ("Môi trường", "phong-qltnmt"),
    ],
)
def test_whole_words_of_one_name_are_enough(words: str, unit: str) -> None:
    assert names.unit(PLAN, words) == unit


def refusal(ask: Callable[[Plan, str], object], query: str) -> tuple[str, str]:
    with pytest.raises(CannotDo) as caught:
        ask(PLAN, query)
    return caught.value.message, caught.value.hint


def test_words_of_several_names_bring_the_candidates() -> None:
    message, hint = refusal(names.unit, "quản lý")
    assert message == "«quản lý» có thể là nhiều đơn vị"
    assert hint.startswith(
        "gõ rõ hơn: phong-qldt (Phòng Quản lý Đầu tư), phong-qlqhxd (Phòng Quản lý Quy hoạch"
    )
    assert hint.endswith("bqlda (Ban Quản lý dự án)")
    assert "van-phong" not in hint


@pytest.mark.parametrize("query", ["văn phòn", "vn phong", "vanphon"])
def test_a_misspelt_name_brings_the_nearest(query: str) -> None:
    message, hint = refusal(names.unit, query)
    assert message == f"không có đơn vị «{query}»"
    assert hint.startswith("gần nhất: van-phong")


@pytest.mark.parametrize("query", ["vanphong", "VănPhòng", "van_phong", "vp"])
def test_a_name_typed_in_one_word(query: str) -> None:
    assert names.unit(PLAN, query) == "van-phong"


@pytest.mark.parametrize("typed", ["PQLDN", "pqldn"])
def test_the_first_letters_of_a_name_mean_its_unit(typed: str) -> None:
    assert names.unit(PLAN, typed) == "phong-qldn"


@pytest.mark.parametrize("query", ["", " ", ".", "phòn quản", "ầu tư"])
def test_nothing_and_parts_of_words_mean_no_unit(query: str) -> None:
    assert refusal(names.unit, query)[0] == f"không có đơn vị «{query}»"


def test_a_group_is_no_unit() -> None:
    for i, group in PLAN.groups.items():
        for typed in (i, group.name):
            assert refusal(names.unit, typed)[0] == f"không có đơn vị «{typed}»"


def test_a_section_is_found_by_its_id_its_title_and_its_index() -> None:
    for i, section in PLAN.sections.items():
        under = tuple(s for s in PLAN.sections if s == i or s.startswith(i + "."))
        index = PLAN.subindices.get(section.subindex or "")
        called = (
            i,
            section.title,
            *((section.subindex or i, index.title, index.short) if index else ()),
        )
        for typed in (way for name in called for way in typings(name)):
            assert names.sections(PLAN, typed) == under, typed


PART_A = ("A", *(f"A.{number}" for number in ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")))


@pytest.mark.parametrize(
    ("query", "sections"),
    [
        ("PCI", PART_A),
        ("pgi", ("B", "B.I")),
        ("xanh", ("B", "B.I")),
        ("minh bạch", ("A.III",)),
        ("gia nhap", ("A.I",)),
        ("chi phí thời gian", ("A.IV",)),
        ("PCI 7", ("A.VII",)),
        ("pci.10", ()),
        ("dao tao lao dong", ()),
        ("pgi.1", ()),
    ],
)
def test_sections_meant_by_words(query: str, sections: tuple[str, ...]) -> None:
    assert names.sections(PLAN, query) == sections


def test_words_of_several_sections_bring_the_candidates() -> None:
    message, hint = refusal(names.sections, "chi phí")
    assert message == "«chi phí» có thể là nhiều chỉ số"
    assert hint == (
        "gõ rõ hơn: A.IV (Chỉ số chi phí thời gian), A.V (Chỉ số chi phí không chính thức), "
        "pci.4 (Chi phí thời gian), pci.5 (Chi phí không chính thức)"
    )


def test_what_an_update_may_speak_of() -> None:
    named = {i: [i] for i in PLAN.tasks}
    named |= {
        f"{i}/{o}": [f"{i}/{o}", owed.title]
        for i, task in PLAN.tasks.items()
        for o, owed in task.owes.items()
    }
    named |= {
        i: [i]
        for i in (*(f"II.1.{n}" for n in range(1, 16)), "III.1.1", "III.1.2", "III.1.3", "III.2")
    }
    named |= {i: [i, trigger.title] for i, trigger in PLAN.triggers.items()}
    named |= {"con-lai": ["con-lai", "các nhiệm vụ còn lại"]}
    for i, called in named.items():
        for typed in (way for name in called for way in typings(name)):
            assert names.about(PLAN, typed) == i, typed


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("A.VII.9", "A.VII.4"),
        ("I.1.1", "II.1.1"),
        ("II.1", "II.1.9"),
        ("A.VII.4/doi-thoai", "A.VII.1/doi-thoai"),
        ("kho du lie", "kho-du-lieu"),
    ],
)
def test_an_update_speaks_of_nothing_else(query: str, near: str) -> None:
    message, hint = refusal(names.about, query)
    assert message == f"không có nhiệm vụ hoặc nội dung «{query}»"
    assert hint.startswith(f"gần nhất: {near}")


def test_a_task_is_meant_by_its_whole_id_only() -> None:
    assert names.subject(PLAN, "a.vii.4") == names.subject(PLAN, "A VII 4") == "A.VII.4"
    for query in ("A.VII", "VII.4", "4", "A.VII.44"):
        assert refusal(names.subject, query)[0] == f"không có nhiệm vụ «{query}»"


def test_states_and_roles_in_both_languages() -> None:
    for ask, labels in ((names.state, STATE_LABELS), (names.role, ROLE_LABELS)):
        for i, label in labels.items():
            assert {ask(typed) for name in (i, label) for typed in typings(name)} == {i}
    assert (names.state("hoàn thành"), names.state("khong phat sinh")) == ("done", "nothing")
    with pytest.raises(CannotDo, match="không có tình trạng «xong»"):
        names.state("xong")
    with pytest.raises(CannotDo, match="không có vai trò «giám sát»"):
        names.role("giám sát")


def test_a_computed_state_in_both_languages() -> None:
    for i, label in (*TASK_LABELS.items(), *BRIEF_LABELS.items()):
        assert {names.task_state(typed) for name in (i, label) for typed in typings(name)} == {i}, (
            label
        )
    words = {
        "quá hạn": "overdue",
        "muộn": "done_late",
        "trong hạn": "open",
        "chưa đến hạn": "not_due",
    }
    words |= {
        "thường xuyên": "standing",
        "chờ": "waiting",
        "đã hoàn thành": "done",
        "tạm dừng": "suspended",
    }
    assert {word: names.task_state(word) for word in words} == words
    with pytest.raises(CannotDo, match="không có tình trạng «doing»"):
        names.task_state("doing")


def test_an_addressee_is_inside_or_an_outside_body() -> None:
    for i, label in (*INSIDE.items(), *((i, body.name) for i, body in PLAN.outside.items())):
        assert {names.addressee(PLAN, typed) for name in (i, label) for typed in typings(name)} == {
            i
        }
    assert refusal(names.addressee, "Văn phòng")[0] == "không có nơi nhận kiến nghị «Văn phòng»"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_quarter_by_number_numeral_or_id(number: int) -> None:
    numeral = ("I", "II", "III", "IV")[number - 1]
    typed = (
        f"{number}",
        numeral,
        numeral.lower(),
        f"Q{number}",
        f"q {number}",
        f"quý {number}",
        f"Quý {numeral}",
    )
    for query in (*typed, f"QUY {numeral}", f" {number} ", f"2023-Q{number}", f"2023-q{number}"):
        assert names.period(2023, query, "quarter") == f"2023-Q{number}", query


def test_a_quarter_of_another_year_is_told_apart() -> None:
    with pytest.raises(CannotDo, match="«2022-Q3» không phải kỳ của năm 2023"):
        names.period(2023, "2022-Q3", "quarter")


@pytest.mark.parametrize(
    "query", ["", "0", "5", "V", "IIII", "quý", "ba", "2023", "2023-09", "2023-H1"]
)
def test_nothing_else_is_a_quarter(query: str) -> None:
    with pytest.raises(CannotDo, match="không phải kỳ của năm"):
        names.period(2023, query, "quarter")


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2023-09-14", "14/9/2023"),
        ("2023-02-06", "06/02/2023"),
        ("2023-01-31", "31/01/2023"),
        ("2023-03-09", "09/3/2023"),
        ("2023-10-10", "10/10/2023"),
        ("2023-12-01", "01/12/2023"),
    ],
)
def test_a_day_as_the_decree_writes_it(day: str, text: str) -> None:
    assert vi.short_date(date.fromisoformat(day)) == text


def test_a_month_as_the_decree_writes_it() -> None:
    assert [vi.month_words(month) for month in (1, 2, 3, 9, 10, 12)] == [
        "tháng 01",
        "tháng 02",
        "tháng 3",
        "tháng 9",
        "tháng 10",
        "tháng 12",
    ]


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2023-02", "tháng 02 năm 2023"),
        ("2023-09", "tháng 9 năm 2023"),
        ("2023-Q1", "quý I năm 2023"),
        ("2023-Q2", "quý II năm 2023"),
        ("2023-Q3", "quý III năm 2023"),
        ("2023-Q4", "quý IV năm 2023"),
        ("2023-H1", "6 tháng đầu năm 2023"),
        ("2023-H2", "6 tháng cuối năm 2023"),
        ("2023-9M", "9 tháng đầu năm 2023"),
        ("2023", "năm 2023"),
    ],
)
def test_a_period_in_words(period: str, words: str) -> None:
    found = parse_period(period)
    assert found is not None
    assert vi.period_words(found) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "0"),
        ("9", "9"),
        ("999", "999"),
        ("1000", "1.000"),
        ("1234567", "1.234.567"),
        ("0.5", "0,5"),
        ("98.33", "98,33"),
        ("1234.50", "1.234,5"),
        ("100.00", "100"),
        ("-1234.5", "-1.234,5"),
        ("1E+3", "1.000"),
    ],
)
def test_a_number_with_a_decimal_comma(number: str, words: str) -> None:
    assert vi.number_words(Decimal(number)) == words


def test_counts_numerals_and_lists_in_prose() -> None:
    assert [vi.count_words(n) for n in (0, 5, 12, 100)] == ["0", "05", "12", "100"]
    assert [vi.roman(n) for n in (1, 4, 9, 14, 38)] == ["I", "IV", "IX", "XIV", "XXXVIII"]
    assert [vi.join_words(list(words)) for words in ("", "A", "AB", "ABC")] == [
        "",
        "A",
        "A và B",
        "A, B và C",
    ]
    assert (vi.lower_first("Báo cáo"), vi.lower_first("")) == ("báo cáo", "")


@pytest.mark.parametrize("query", ["II.11.1", "II.1.1.1", "II 111", "A.I I.1", "AII1"])
def test_an_id_run_together_is_no_other_id(query: str) -> None:
    with pytest.raises(CannotDo):
        names.about(PLAN, query)


def test_a_title_with_a_number_in_it_is_a_name_like_any_other() -> None:
    trigger = replace(PLAN.triggers["kho-du-lieu"], title="Ban hành Nghị quyết 01")
    plan = replace(PLAN, triggers={**PLAN.triggers, "kho-du-lieu": trigger})
    assert names.about(plan, "ban hanh nghi quyet 01") == "kho-du-lieu"


def test_of_few_things_all_are_named() -> None:
    assert refusal(lambda _, typed: names.role(typed), "xyz")[1] == (
        "có: lead (Chủ trì), coordinating (Phối hợp), related (Có liên quan)"
    )
    assert refusal(lambda _, typed: names.task_state(typed), "abc")[1].startswith("có: overdue (")
    assert refusal(names.about, "qqqqqqqq")[1] == "xem tệp kế hoạch"
