"""What changed, by meaning: each kind of change from a small edit, and laws that hold for any."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT

from pci.core.labels import days_words
from pci.diff import diff
from pci.diff.changes import NOUNS, VERBS, Change
from pci.diff.lines import pieces_of
from pci.diff.word_diff import word_diff
from pci.loading import Loaded, load
from pci.workspace import Workspace, workspace_of

REAL_PLAN = (ROOT / "plans/2023.yaml").read_bytes()
CALENDAR = (ROOT / "plans/calendar/2023.yaml").read_bytes()


def unedited(text: str) -> str:
    return text


def version(
    edit: Callable[[str], str] = unedited, more: Mapping[str, str] = MappingProxyType({})
) -> Workspace:
    """The real plan, edited, with other files of `plans/` and the calendar of its year."""
    held = {
        "plans/2023.yaml": edit(REAL_PLAN.decode()).encode(),
        "plans/calendar/2023.yaml": CALENDAR,
    }
    held |= {f"plans/{path}": text.encode() for path, text in more.items()}
    return as_version(load(held), held)


def as_version(loaded: Loaded, held: Mapping[str, bytes]) -> Workspace:
    assert loaded.plan, loaded.diagnostics
    return workspace_of(ROOT, held, loaded, loaded.plan)


def swapped(*pairs: tuple[str, str]) -> Callable[[str], str]:
    """The plan's text with each text, found once, replaced."""

    def edit(text: str) -> str:
        for old, new in pairs:
            assert text.count(old) == 1, (text.count(old), old)
            text = text.replace(old, new)
        return text

    return edit


REAL = version()


def told(edit: Callable[[str], str]) -> list[Change]:
    return diff(REAL, version(edit))


def brief(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.kind, change.at, change.field) for change in changes]


# --- one edit, one change --------------------------------------------------------------------


ANOTHER = "{at: tasks.A.I.3.work, from: x, to: chuyên môn}"
CASES = (
    (
        "năm 2023 của Ban quản lý Khu kinh tế Vân Phong\n\n",
        "năm 2023\n\n",
        ("plan-changed", "plan", "title"),
    ),
    ("Lệ Huyền\n\n# Chế độ", "Lệ Hoa\n\n# Chế độ", ("plan-changed", "plan", "signer.name")),
    (
        "bình đẳng trong giải quyết các",
        "công bằng trong giải quyết các",
        ("task-reworded", "A.VI.2", "work"),
    ),
    ("nội dung đã đề ra trong kế hoạch.", "kế hoạch.", ("paragraph-changed", "III.2", "text")),
    (
        "  basis: Quyết định 01/2023",
        "  basis: Quyết định 02/2023",
        ("reporting-changed", "reporting", "basis"),
    ),
    ('answer_by: "16:00"', 'answer_by: "11:00"', ("letters-changed", "letters", "answer_by")),
    ("triggers:\n", "triggers:\n  moi: {title: Điều kiện mới}\n", ("trigger-added", "moi", "")),
    (
        "corrections:\n",
        f"corrections:\n  - {ANOTHER}\n",
        ("plan-changed", "plan", "corrections"),
    ),
)


@pytest.mark.parametrize(
    ("old", "new", "change"), CASES, ids=["-".join(change) for *_, change in CASES]
)
def test_one_edit_is_one_change(old: str, new: str, change: tuple[str, str, str]) -> None:
    assert brief(told(swapped((old, new)))) == [change]


def test_another_unit_is_told_by_its_whole_name_not_by_the_words_that_differ() -> None:
    change = next(
        c for c in told(swapped(("lead: to-thu-ky-iso", "lead: phong-qldn"))) if c.field == "lead"
    )
    assert [piece.text for piece in pieces_of(change) if piece.mark != "same"] == [
        "Tổ Thư ký ISO",
        "Phòng Quản lý Doanh nghiệp",
    ]


def test_a_paragraph_set_between_others_only_moves_them() -> None:
    added = "  II.1.3:\n    text: Một giải pháp hoàn toàn mới, chưa từng có.\n"

    def edit(text: str) -> str:
        for n in range(15, 2, -1):
            text = text.replace(f"  II.1.{n}:\n", f"  II.1.{n + 1}:\n")
        return text.replace("  II.1.4:\n", added + "  II.1.4:\n")

    kinds = [
        (change.kind, change.old, change.new)
        for change in told(edit)
        if change.kind.startswith("paragraph")
    ]
    assert kinds[0] == (
        "paragraph-added",
        "",
        "Nội dung: Một giải pháp hoàn toàn mới, chưa từng có.",
    )
    assert kinds[1:] == [
        ("paragraph-renumbered", f"II.1.{n}", f"II.1.{n + 1}") for n in range(3, 16)
    ]


def test_tasks_that_change_places_are_renumbered_not_reworded() -> None:
    def edit(text: str) -> str:
        one, other, between = "  A.V.1:\n", "  A.V.2:\n", "  A.V.9:\n"
        return text.replace(one, between).replace(other, one).replace(between, other)

    found = {(change.kind, change.old, change.new) for change in told(edit)}
    assert found == {("task-renumbered", "A.V.1", "A.V.2"), ("task-renumbered", "A.V.2", "A.V.1")}


def test_a_task_wholly_rewritten_under_its_id_stays_that_task() -> None:
    def edit(text: str) -> str:
        start = text.index("Tổng hợp phản ánh của người dân")
        return text[:start] + "Lắp đặt hệ thống xếp hàng tự động." + text[text.index("\n", start) :]

    assert brief(told(edit)) == [("task-reworded", "A.V.2", "work")]


def without(first: str, after: str) -> Callable[[str], str]:
    """The plan's text without what stands from one line up to another."""

    def edit(text: str) -> str:
        start = text.index(first)
        return text[:start] + text[text.index(after, start) :]

    return edit


def test_a_task_that_goes_to_another_heading_is_the_same_task_by_its_words() -> None:
    def edit(text: str, said: str = "Thường xuyên tuyên truyền") -> str:
        start, end = text.index("  A.V.3:\n"), text.index("  A.VI.1:\n")
        task = text[start:end].replace("A.V.3", "A.VI.5").replace('number: "3"', 'number: "5"')
        task = task.replace("Thường xuyên tuyên truyền", said)
        text = text[:start] + text[end:]
        return text.replace("  A.VII.1:\n", task + "  A.VII.1:\n")

    assert brief(told(edit)) == [("task-renumbered", "A.VI.5", "id")]
    new_words = told(lambda text: edit(text, "Định kỳ tuyên truyền"))
    assert brief(new_words) == [("task-removed", "A.V.3", ""), ("task-added", "A.VI.5", "")]


def test_things_that_only_change_places_are_told_register_by_register() -> None:
    def edit(text: str) -> str:
        one, other, after = (text.index(f"  {i}:\n") for i in ("A.II.1", "A.II.2", "A.III.1"))
        return text[:one] + text[other:after] + text[one:other] + text[after:]

    (change,) = told(edit)
    assert (change.kind, change.at) == ("order-changed", "tasks")
    changed = [(piece.mark, piece.text) for piece in pieces_of(change) if piece.mark != "same"]
    assert changed == [
        ("removed", "A.II.1"),
        ("added", "A.II.2"),
        ("removed", "A.II.2"),
        ("added", "A.II.1"),
    ]


def test_lists_are_compared_entry_by_entry() -> None:
    def parts(*pairs: tuple[str, str]) -> list[tuple[str, str, str]]:
        return [(c.label, c.old, c.new) for c in told(swapped(*pairs))]

    two = "  - Sở KHĐT (VBĐT)\n  - LĐ Ban (VBĐT)\n"
    added = (two, f"{two}  - Sở Tài chính\n")
    assert parts(added) == [("Nơi nhận", "", "Sở Tài chính")]
    swap = (two, "  - LĐ Ban (VBĐT)\n  - Sở KHĐT (VBĐT)\n")
    ((label, was, now),) = parts(swap)
    assert label == "Nơi nhận"
    assert was.startswith("UBND tỉnh (VBĐT); Sở KHĐT (VBĐT); LĐ Ban (VBĐT); ")
    assert now.startswith("UBND tỉnh (VBĐT); LĐ Ban (VBĐT); Sở KHĐT (VBĐT); ")
    basis = ("basis: [qd-1776]", "basis: [qd-1776, nq-01]")
    assert parts(basis) == [("Căn cứ", "", "Nghị quyết số 01/NQ-CP")]
    gone = "members: [phong-qldt, phong-qlqhxd, phong-qltnmt, phong-qldn]"
    fewer = (gone, gone.replace("phong-qlqhxd, ", ""))
    assert parts(fewer) == [("Gồm", "Phòng Quản lý Quy hoạch và Xây dựng", "")]
    reworded = (
        "      - Tổ chức, công dân được hướng dẫn TTHC rõ ràng",
        "      - Tổ chức, công dân được hướng dẫn rõ ràng",
    )
    (one,) = parts(reworded)
    assert one[0] == "Kết quả/Sản phẩm"
    assert "TTHC" in one[1]


def test_values_are_told_in_words_and_kept_as_they_are() -> None:
    letter = "  to: so-khdt\n  periods:\n    2023-Q4: {send_by: 2023-12-25, basis: Công văn số 1}\n"
    day, basis, _ = told(swapped(("  to: so-khdt\n", letter)))
    assert (day.label, day.field) == (
        "Kỳ có văn bản riêng, quý IV năm 2023, hạn gửi",
        "periods.2023-Q4.send_by",
    )
    assert (day.new, day.now) == ("25/12/2023", date(2023, 12, 25))
    assert (basis.field, basis.now) == ("periods.2023-Q4.basis", "Công văn số 1")
    (change,) = told(swapped(("issued: 2023-08 ", "issued: 2023-07-31 ")))[:1]
    assert (change.old, change.new, change.was, change.now) == (
        "tháng 8 năm 2023",
        "31/7/2023",
        "2023-08",
        "2023-07-31",
    )


# --- deadlines -------------------------------------------------------------------------------


def moved(found: list[Change]) -> list[tuple[str, str, str, str, int | None]]:
    return [(c.at, c.field, c.old, c.new, c.days) for c in found if c.kind == "deadline-moved"]


MONTHLY = "A.VII.4/bao-cao-thang"


def test_a_fixed_day_moves() -> None:
    found = told(swapped(("during: [2023-09]", "by: 2023-10-10")))
    (at,) = {change.at for change in found}
    assert moved(found) == [(at, "due", "30/9/2023", "10/10/2023", 10)]
    assert at.startswith("A.I.6/")


def test_periods_named_otherwise_move_their_deadlines() -> None:
    found = told(swapped(("during: [2023-Q2, 2023-Q4]", "during: [2023-Q3, 2023-Q4]")))
    owed = [change for change in found if change.kind.startswith("deadline")]
    # quý II fell due before the plan was issued and was never owed
    assert [(c.kind, c.label, c.new) for c in owed] == [
        ("deadline-added", "quý III năm 2023", "30/9/2023")
    ]


def due(found: list[Change]) -> list[tuple[str, str, str]]:
    return [(c.kind, c.old, c.new) for c in found if c.kind.startswith("deadline")]


def test_deadlines_pair_by_period_and_a_single_one_with_a_single_one() -> None:
    near = told(swapped(("during: [2023-Q2, 2023-Q4]", "during: [2023-11]")))
    assert due(near) == [("deadline-moved", "31/12/2023", "30/11/2023")]
    several = told(swapped(("during: [2023-Q2, 2023-Q4]", "during: [2023-09, 2023-11]")))
    assert due(several) == [
        ("deadline-removed", "31/12/2023", ""),
        ("deadline-added", "", "30/9/2023"),
        ("deadline-added", "", "30/11/2023"),
    ]


OWED = "      kiem-tra-cchc:\n"
EARLIER = (
    "      tap-huan:\n        title: Tập huấn\n        by: 2023-09-15\n"
    "        quote: tham gia các lớp tập huấn\n"
)


def test_an_obligation_set_before_another_leaves_that_one_alone() -> None:
    (change,) = told(swapped((OWED, EARLIER + OWED)))
    assert (change.kind, change.at) == ("obligation-added", "A.I.6/tap-huan")
    assert (
        change.new == "Tên: Tập huấn\nHạn: 15/9/2023\nLời của kế hoạch: tham gia các lớp tập huấn"
    )
    (change,) = told(swapped((OWED, "      kiem-tra:\n")))
    assert (change.kind, change.old, change.new) == (
        "obligation-renamed",
        "A.I.6/kiem-tra-cchc",
        "A.I.6/kiem-tra",
    )


def test_the_regime_moves_what_it_sets() -> None:
    found = told(
        swapped(("  due: window end + 2 working days", "  due: window end + 5 working days"))
    )
    assert (MONTHLY, "2023-09", "18/9/2023", "21/9/2023", 3) in moved(found)
    assert ("report-moved", "2023-Q3", "send_by") in brief(found)
    assert ("reporting-changed", "reporting", "due") in brief(found)


def test_a_letter_about_one_period_moves_that_one_only() -> None:
    letter = "  periods:\n    2023-Q4: {send_by: 2023-12-25, basis: Công văn số 1}\n"
    found = told(swapped(("  to: so-khdt\n", "  to: so-khdt\n" + letter)))
    assert [(c.at, c.old, c.new, c.days) for c in found if c.kind == "report-moved"] == [
        ("2023-Q4", "18/12/2023", "25/12/2023", 7)
    ]


HOLIDAY = "  - {first: 2023-09-01, "


def test_a_day_off_moves_what_is_counted_in_working_days() -> None:
    off = "  - {first: 2023-09-15, name: Nghỉ bão, basis: Công điện số 1}\n"
    calendar = CALENDAR.decode().replace(HOLIDAY, off + HOLIDAY)
    found = diff(REAL, version(more={"calendar/2023.yaml": calendar}))
    assert (MONTHLY, "2023-09", "18/9/2023", "19/9/2023", 1) in moved(found)
    (change,) = [c for c in found if c.kind == "calendar-changed"]
    assert (change.at, change.label, change.old) == ("2023", "Ngày nghỉ", "")
    assert change.new == "từ ngày: 15/9/2023, tên: Nghỉ bão, căn cứ: Công điện số 1"


# --- units -----------------------------------------------------------------------------------


def test_units_renamed_added_and_changed_in_a_task() -> None:
    found = told(
        swapped(
            (
                "  bo-phan-mot-cua: {name: Bộ phận Một cửa",
                "  phong-moi: {name: Phòng Mới}\n  bo-phan-mot-cua: {name: Bộ phận Tiếp nhận",
            )
        )
    )
    assert ("unit-added", "phong-moi", "") in brief(found)
    assert ("unit-changed", "bo-phan-mot-cua", "name") in brief(found)

    def other_lead(text: str) -> str:
        start = text.index("  A.V.2:\n")
        return text[:start] + text[start:].replace("lead: van-phong", "lead: phong-qldn", 1)

    (change,) = told(other_lead)
    assert change.name == "A.V.2 (Tổng hợp phản ánh của người dân, doanh nghiệp qua kết quả…)"
    assert (change.kind, change.old, change.new) == (
        "task-units",
        "Văn phòng",
        "Phòng Quản lý Doanh nghiệp",
    )


def test_an_id_changed_everywhere_is_one_change() -> None:
    (change,) = told(lambda text: text.replace("phong-qltnmt", "phong-tnmt"))
    assert (change.kind, change.old, change.new) == ("unit-renamed", "phong-qltnmt", "phong-tnmt")


# --- records ---------------------------------------------------------------------------------

SAID = (
    "about: A.V.2\nunit: van-phong\ndate: 2023-09-14\nstate: doing\nresult: {}\n"
    "recorded: 2023-09-15T09:12:40+07:00\n"
)
PLACE = "2023/progress/van-phong/2023-09-14-A.V.2-aaaaaa.yaml"
ISSUED = (
    "number: '45'\ndate: 2023-09-18\nwindow_first: 2023-06-15\nwindow_last: 2023-09-14\n"
    f"inputs: {'a' * 64}\ndocument: {'b' * 64}\nrecorded: 2023-09-18T09:00:00+07:00\n"
)
WORDS = "written: 2023-09-15T09:00:00+07:00\ncauses: {}\n"


def recorded(old: dict[str, str], new: dict[str, str]) -> list[tuple[str, str, bool]]:
    return [(c.kind, c.field, c.finding) for c in diff(version(more=old), version(more=new))]


def test_an_update_may_come_but_never_change_or_go() -> None:
    one, other = {PLACE: SAID.format("Một")}, {PLACE: SAID.format("Hai")}
    assert recorded({}, one) == [("update-added", "", False)]
    assert recorded(one, other) == [("update-edited", "result", True)]
    assert recorded(one, {}) == [("update-deleted", "", True)]


def test_a_moment_of_typing_changed_is_a_finding_and_a_comment_is_nothing() -> None:
    said = SAID.format("Một")
    assert recorded({PLACE: said}, {PLACE: said.replace("T09:12", "T08:12")}) == [
        ("update-edited", "recorded", True)
    ]
    assert recorded({PLACE: said}, {PLACE: f"# ghi chú\n{said}"}) == []


def test_an_issued_report_may_come_but_never_change_or_go() -> None:
    path = "2023/reports/2023-Q3.issued.yaml"
    one, other = {path: ISSUED}, {path: ISSUED.replace("'45'", "'46'")}
    assert recorded({}, one) == [("issue-added", "", False)]
    assert recorded(one, other) == [("issue-edited", "number", True)]
    assert recorded(one, {}) == [("issue-deleted", "", True)]


def test_the_office_s_words_may_change() -> None:
    path = "2023/reports/2023-Q3.yaml"
    assert recorded({path: WORDS.format("Mưa")}, {path: WORDS.format("Bão")}) == [
        ("words-changed", "causes", False)
    ]
    assert recorded({}, {path: WORDS.format("Mưa")}) == [("words-added", "", False)]


def astray(edit: Callable[[str], str], more: dict[str, str]) -> list[tuple[str, str, Any, Any]]:
    found = diff(version(more=more), version(edit, more))
    return [(c.at, c.name, c.was, c.now) for c in found if c.kind == "update-astray"]


STEM = "2023-09-14-A.V.2-aaaaaa"


def test_updates_on_what_got_another_id_or_went_are_named() -> None:
    more = {PLACE: SAID.format("Một")}
    renumbered = swapped(("  A.V.2:\n", "  A.V.4:\n"))
    assert astray(renumbered, more) == [(STEM, "A.V.2 nay là A.V.4", "A.V.2", "A.V.4")]
    assert astray(without("  A.V.2:\n", "  A.V.3:\n"), more) == [
        (STEM, "nội dung cũ của A.V.2 đã bỏ", "A.V.2", None)
    ]

    def taken(text: str) -> str:
        return without("  A.V.2:\n", "  A.V.3:\n")(text).replace("  A.V.3:\n", "  A.V.2:\n")

    assert astray(taken, more) == [(STEM, "nội dung cũ của A.V.2 đã bỏ", "A.V.2", None)]
    one = {PLACE: SAID.format("Một").replace("about: A.V.2\n", "about: A.I.6/kiem-tra-cchc\n")}
    renamed = swapped(("      kiem-tra-cchc:\n", "      kiem-tra:\n"))
    assert astray(renamed, one)[0][2:] == ("A.I.6/kiem-tra-cchc", "A.I.6/kiem-tra")
    by_unit = astray(
        lambda text: text.replace("bqlda", "ban-qlda"),
        {PLACE: SAID.format("Một").replace("van-phong", "bqlda")},
    )
    assert by_unit[0][2:] == ("bqlda", "ban-qlda")


def test_an_update_that_was_corrected_in_the_same_change_is_not_astray() -> None:
    more = {PLACE: SAID.format("Một")}
    again = SAID.format("Một").replace("A.V.2", "A.V.4") + f"corrects: {STEM}\n"
    new = version(
        swapped(("  A.V.2:\n", "  A.V.4:\n")), {**more, PLACE.replace("A.V.2-a", "A.V.4-b"): again}
    )
    assert not [c for c in diff(version(more=more), new) if c.finding]


def test_an_update_s_file_of_another_name_is_another_update() -> None:
    said, renamed = SAID.format("Một"), PLACE.replace("aaaaaa", "bbbbbb")
    assert recorded({PLACE: said}, {renamed: said}) == [
        ("update-deleted", "", True),
        ("update-added", "", False),
    ]


def test_words_under_another_report_are_other_words() -> None:
    one, other = "2023/reports/2023-Q3.yaml", "2023/reports/2023-Q4.yaml"
    assert recorded({one: WORDS.format("Mưa")}, {other: WORDS.format("Mưa")}) == [
        ("words-removed", "", False),
        ("words-added", "", False),
    ]


# --- laws ------------------------------------------------------------------------------------


def test_a_version_does_not_differ_from_itself() -> None:
    assert diff(REAL, REAL) == []
    assert diff(REAL, version()) == []


def numbers_in(text: str) -> list[int]:
    return [
        n
        for n, line in enumerate(text.splitlines())
        if ": " in line and not line.lstrip().startswith(("#", "-"))
    ]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_changes_the_plan_is_told_and_told_backwards_too(data: st.DataObject) -> None:
    lines = REAL_PLAN.decode().splitlines()
    n = data.draw(st.sampled_from(numbers_in(REAL_PLAN.decode())))
    cut = lines[:n] + ([] if data.draw(st.booleans()) else [lines[n] + "x"]) + lines[n + 1 :]
    held = {
        "plans/2023.yaml": "\n".join(cut).encode() + b"\n",
        "plans/calendar/2023.yaml": CALENDAR,
    }
    loaded = load(held)
    if loaded.plan is None:
        return
    other = as_version(loaded, held)
    forth, back = diff(REAL, other), diff(other, REAL)
    assert bool(forth) == (REAL.plan != other.plan)
    assert bool(back) == bool(forth)


TOKENS = ("tháng", "9", "10", "quý", "và", ",", ".", "\n", "báo", "cáo", "18/9/2023", "-")
WORDY = st.lists(st.sampled_from(TOKENS), max_size=30).map(" ".join)


@given(WORDY, WORDY)
def test_marks_hold_both_texts_whole(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(p.text for p in pieces if p.mark != "added") == old
    assert "".join(p.text for p in pieces if p.mark != "removed") == new
    assert all(one.mark != other.mark for one, other in pairwise(pieces)) or old == new


@given(WORDY)
def test_a_text_laid_over_itself_has_no_marks(text: str) -> None:
    assert {piece.mark for piece in word_diff(text, text)} <= {"same"}


def test_words_are_marked_whole() -> None:
    shown = [
        tuple(piece)
        for piece in word_diff("gửi trước ngày 18/9/2023 cho Sở", "gửi trước ngày 20/9/2023 cho Sở")
    ]
    assert shown == [
        ("same", "gửi trước ngày "),
        ("removed", "18/9/2023"),
        ("added", "20/9/2023"),
        ("same", " cho Sở"),
    ]


def test_long_texts_are_laid_over_in_reasonable_time() -> None:
    one, other = (" ".join(f"{word}{n % 120}" for n in range(20_000)) for word in ("a", "b"))
    assert [piece.mark for piece in word_diff(one, other)] == ["removed", "added"]
    assert [piece.mark for piece in word_diff(one, f"{one} b")] == ["removed", "added"]
    assert [piece.mark for piece in word_diff(one, one)] == ["same"]


def test_days_are_told_in_words() -> None:
    assert (days_words(3), days_words(-12)) == ("lùi 03 ngày", "sớm hơn 12 ngày")


# --- the tables ------------------------------------------------------------------------------


def test_what_is_recorded_may_only_be_added() -> None:
    kinds = [Change(noun, verb, "", "") for noun in NOUNS for verb in VERBS]
    found = {change.kind for change in kinds if change.finding}
    assert {"update-edited", "update-deleted", "update-astray"} < found
    assert {"issue-edited", "issue-deleted"} < found
    assert not {"update-added", "issue-added", "task-removed"} & found
