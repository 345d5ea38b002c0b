"""Who is concerned, which updates count, what decides an item and a task, what an update is
called."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from builders import CALENDAR, PLAN, entry_of, plan_of, task
from hypothesis import given
from hypothesis import strategies as st

from pci.core.fields import fields_of
from pci.core.ledger import (
    Entry,
    Filter,
    Item,
    Ledger,
    Role,
    View,
    awaited_triggers,
    counted,
    last_word,
    ledger,
    rate,
    role,
    select,
    update_id,
    update_path,
    view,
)
from pci.core.model import Plan, Update
from pci.files.shape import build
from pci.files.yamlio import read

END = date(2023, 9, 30)


def book(*entries: Entry, as_of: date = END, plan: Plan = PLAN) -> Ledger:
    return ledger(plan, entries, as_of, CALENDAR)


def chosen(**wanted: Any) -> tuple[str, ...]:
    return tuple(i for i, _ in select(book(), Filter(**wanted)))


def test_the_tasks_that_a_unit_leads_coordinates_or_may_join() -> None:
    def counts(unit: str) -> tuple[int, ...]:
        return tuple(
            len(chosen(unit=unit, role=name)) for name in ("lead", "coordinating", "related")
        )

    assert counts("van-phong") == (25, 6, 3)
    assert {unit: counts(unit) for unit in PLAN.units if unit != "van-phong"} == {
        "bo-phan-mot-cua": (4, 0, 0),
        "to-thu-ky-iso": (1, 0, 0),
        "phong-qldt": (13, 6, 12),
        "phong-qlqhxd": (13, 6, 12),
        "phong-qltnmt": (15, 6, 11),
        "phong-qldn": (14, 6, 10),
        "bqlda": (11, 1, 12),
    }


def test_leads_as_printed() -> None:
    assert Counter(task.lead for task in PLAN.tasks.values()) == {
        "tat-ca": 11,
        "van-phong": 10,
        "bo-phan-mot-cua": 4,
        "phong-qltnmt": 3,
        "phong-qldn": 2,
        **dict.fromkeys(("to-thu-ky-iso", "phong-qldt", "phong-qlqhxd", "phong-tthc"), 1),
    }


def test_the_office_leads_by_itself_through_its_sub_unit_and_as_one_of_all() -> None:
    roles = [
        found
        for each in PLAN.tasks.values()
        if (found := role(PLAN, each, "van-phong")) and found.name == "lead"
    ]
    assert Counter(found.via for found in roles) == {None: 10, "bo-phan-mot-cua": 4, "tat-ca": 11}


@pytest.mark.parametrize(
    ("task", "unit", "wanted"),
    [
        ("A.II.1", "phong-qltnmt", Role("lead", None)),
        ("A.IV.2", "phong-qldn", Role("lead", "phong-tthc")),
        ("A.I.2", "van-phong", Role("lead", "bo-phan-mot-cua")),
        ("A.I.2", "bo-phan-mot-cua", Role("lead", None)),
        ("A.II.1", "van-phong", Role("coordinating", None)),
        ("A.I.7", "bqlda", Role("coordinating", "tat-ca")),
        ("A.VII.4", "bqlda", Role("related", "phong-lien-quan")),
        ("A.VII.4", "bo-phan-mot-cua", None),
        ("A.VII.4", "to-thu-ky-iso", None),
        ("A.II.1", "phong-qldn", None),
    ],
)
def test_a_role_and_through_what(task: str, unit: str, wanted: Role | None) -> None:
    assert role(PLAN, PLAN.tasks[task], unit) == wanted


def test_a_filter_narrows_and_keeps_the_order_of_the_plan() -> None:
    assert chosen() == tuple(PLAN.tasks)
    assert chosen(sections=("A.II", "B.I")) == ("A.II.1", "A.II.2", "B.I.1")
    assert chosen(text="doi thoai") == ("A.VII.1",)
    assert chosen(text="a vii 3 ") == ("A.VII.3",)
    assert chosen(unit="phong-qltnmt", role="lead", sections=("A.II",)) == ("A.II.1", "A.II.2")
    assert chosen(sections=()) == ()
    assert chosen(state="waiting") == ("A.IV.3", "A.VIII.2")
    assert chosen(state="waiting", unit="van-phong", text="tu van vien") == ("A.VIII.2",)
    assert chosen(due_by=date(2023, 9, 17)) == ()
    assert chosen(due_by=date(2023, 9, 18)) == ("A.VII.4",)
    assert chosen(due_by=date(2023, 12, 31)) == ("A.I.5", "A.I.6", "A.VII.1", "A.VII.4")


def happened(trigger: str, day: str = "2023-08-01", state: str = "done", **more: Any) -> Entry:
    return entry_of(trigger, "van-phong", day, state, **more)


BOTH = (happened("kho-du-lieu"), happened("csdl-chuyen-nganh"))


def test_the_triggers_still_awaited() -> None:
    whole = PLAN.tasks["A.IV.3"]
    assert awaited_triggers(book(), whole) == ("kho-du-lieu", "csdl-chuyen-nganh")
    assert awaited_triggers(book(*BOTH[:1]), whole) == ("csdl-chuyen-nganh",)
    assert awaited_triggers(book(*BOTH), whole) == ()
    waiting = [i for i, each in PLAN.tasks.items() if awaited_triggers(book(), each)]
    assert waiting == ["A.IV.3", "A.VIII.2"]


@st.composite
def ledgers(draw: st.DrawFn) -> Sequence[Entry]:
    """Updates of a year; some correct an earlier one, some say the same on the same day."""
    entries: list[Entry] = []
    for _ in range(draw(st.integers(0, 8))):
        day = date(2023, 6, 1) + timedelta(days=draw(st.integers(0, 120)))
        about, unit = draw(
            st.sampled_from(
                [("A.III.3", "bqlda"), ("A.I.2", "van-phong"), ("kho-du-lieu", "bqlda")]
            )
        )
        more: dict[str, Any] = {"result": draw(st.sampled_from("abc"))}
        more["recorded"] = f"{day}T08:00:0{draw(st.integers(0, 2))}+07:00"
        if draw(st.booleans()) and entries:
            more["corrects"] = draw(st.sampled_from(entries)).id
        entries.append(
            entry_of(
                about, unit, str(day), draw(st.sampled_from(["doing", "done", "nothing"])), **more
            )
        )
    return list({entry.id: entry for entry in entries}.values())


DAYS = st.dates(date(2023, 6, 1), date(2023, 9, 30))


@given(ledgers(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_files_never_matters(
    entries: Sequence[Entry], as_of: date, random: Any
) -> None:
    shuffled = random.sample(entries, len(entries))
    assert counted([*shuffled, *entries], as_of) == counted(entries, as_of), (
        "một tệp chép làm hai vẫn là một"
    )


@given(ledgers(), DAYS)
def test_what_counts_on_a_day(entries: Sequence[Entry], as_of: date) -> None:
    found = counted(entries, as_of)
    corrects = {entry.id: entry.update.corrects for entry in entries}

    def origin(i: str) -> str:
        return origin(before) if (before := corrects[i]) else i

    free = [entry for entry in entries if entry.id not in corrects.values()]
    # of all that goes back to one update, the last word
    last = {
        origin(e.id): e
        for e in sorted(free, key=lambda e: (e.update.date, e.update.recorded, e.id))
    }
    assert {e.id for e in found} == {e.id for e in last.values() if e.update.date <= as_of}
    assert [e.update.date for e in found] == sorted(e.update.date for e in found)
    for before, after in pairwise(found):
        if before.update.date == after.update.date:
            assert (before.update.recorded, before.id) < (after.update.recorded, after.id)


def test_a_corrected_update_counts_nowhere_though_its_correction_is_dated_later() -> None:
    wrong = entry_of("A.III.3", "bqlda", "2023-09-01")
    right = entry_of("A.III.3", "bqlda", "2023-09-20", corrects=wrong.id)
    assert counted([wrong, right], date(2023, 9, 10)) == ()
    assert counted([wrong, right], date(2023, 9, 20)) == (right,)


def test_of_two_corrections_of_one_update_the_last_counts_and_the_figures_are_not_added_twice() -> (
    None
):
    wrong = entry_of("A.III.3", "bqlda", "2023-09-01")
    first = entry_of(
        "A.III.3", "bqlda", "2023-09-01", corrects=wrong.id, recorded="2023-09-02T08:00:00+07:00"
    )
    last = entry_of(
        "A.III.3",
        "bqlda",
        "2023-09-01",
        "done",
        corrects=wrong.id,
        recorded="2023-09-03T08:00:00+07:00",
    )
    third = entry_of(
        "A.III.3", "bqlda", "2023-09-01", corrects=first.id, recorded="2023-09-04T08:00:00+07:00"
    )
    assert counted([last, wrong, first], date(2023, 9, 10)) == (last,)
    assert counted([third, last, wrong, first], date(2023, 9, 10)) == (third,)


def test_the_last_word_decides_and_nothing_arisen_is_none() -> None:
    first = entry_of("A.III.3", "bqlda", "2023-08-01", "done")
    again = entry_of("A.III.3", "bqlda", "2023-09-01", "doing")
    silent = entry_of("A.III.3", "bqlda", "2023-09-10", "nothing")
    assert last_word(book(silent, again, first), "A.III.3", "bqlda") == again.update
    assert last_word(book(silent), "A.III.3", "bqlda") is None
    assert last_word(book(first), "A.III.3", "phong-qldt") is None


MONTH = "A.VII.4/bao-cao-thang"


def september(*entries: Entry, as_of: date = END) -> Item:
    (found,) = (
        i
        for i in ledger(PLAN, entries, as_of, CALENDAR).items
        if (i.task, i.period) == ("A.VII.4", "2023-09")
    )
    return found


def test_an_item_tells_what_decided_it_and_what_it_waits_for() -> None:
    done = entry_of(MONTH, "phong-qldn", "2023-09-18", "done", period="2023-09")
    assert september(done).entry == done
    assert (
        september(entry_of(MONTH, "van-phong", "2023-09-18", "done", period="2023-09")).entry
        is None
    )
    (waiting,) = (i for i in book(BOTH[0]).of_task("A.IV.3") if i.unit == "bqlda")
    assert (waiting.state, waiting.waits, waiting.days) == ("waiting", ("csdl-chuyen-nganh",), None)
    assert {item.unit for item in book(*BOTH).of_task("A.IV.3")} == set(PLAN.members("tat-ca"))


def test_words_on_the_whole_task_end_suspend_and_resume_what_is_not_done() -> None:
    done = entry_of(MONTH, "phong-qldn", "2023-09-12", "done", period="2023-09")
    stopped = entry_of("A.VII.4", "phong-qldn", "2023-09-15", "suspended")
    resumed = entry_of("A.VII.4", "phong-qldn", "2023-09-25", "doing")
    states = [
        [item.state for item in book(*entries).of_task("A.VII.4")]
        for entries in ((done,), (done, stopped), (done, stopped, resumed))
    ]
    assert states == [
        ["done", "open", "not_due", "not_due"],
        ["done", "suspended", "suspended", "suspended"],
        ["done", "open", "not_due", "not_due"],
    ]


def seen(*entries: Entry, unit: str | None = None, plan: Plan = PLAN, i: str = "A.VIII.2") -> View:
    return view(book(*entries, plan=plan), i, unit)


def test_a_per_cent_is_what_was_given_last_until_something_is_done() -> None:
    begun = happened("bo-khdt-trien-khai", "2023-08-01")
    whole = entry_of("A.VIII.2", "van-phong", "2023-08-10", percent="30")
    part = entry_of("A.VIII.2/tuyen-truyen", "van-phong", "2023-08-20", percent="60")
    done = entry_of("A.VIII.2/tuyen-truyen", "van-phong", "2023-09-20", "done")
    silent = entry_of("A.VIII.2", "van-phong", "2023-09-01")
    assert [
        seen(*entries).percent
        for entries in (
            (begun,),
            (begun, whole),
            (begun, whole, part),
            (begun, whole, silent),
            (begun, whole, done),
        )
    ] == [0, 30, 60, 30, 100]
    assert seen(entry_of("A.VII.4", "phong-qldn", percent="50"), i="A.VII.4").percent is None


def test_a_per_cent_of_one_among_several_is_not_that_of_the_task() -> None:
    plan = plan_of({"A.I.1": task({"lan": {"during": ["2023"], "times": "2"}})})
    half = entry_of("A.I.1/lan", "phong-qldn", period="2023-lan-1", percent="50")
    done = entry_of("A.I.1/lan", "phong-qldn", "2023-09-02", "done", period="2023-lan-1")
    assert (
        seen(half, plan=plan, i="A.I.1").percent,
        seen(half, done, plan=plan, i="A.I.1").percent,
    ) == (0, 50)
    shared = plan_of({"A.I.1": task({"viec": {"by": "2023-10-31"}}, lead="phong-tthc")})
    part = entry_of("A.I.1", "phong-qldn", percent="40")
    assert seen(part, plan=shared, i="A.I.1").percent == 0
    assert seen(part, plan=shared, i="A.I.1", unit="phong-qldn").percent == 40
    assert seen(part, plan=shared, i="A.I.1", unit="phong-qldt").percent == 0
    done = entry_of("A.I.1/viec", "phong-qldn", "2023-09-02", "done")
    assert seen(part, done, plan=shared, i="A.I.1").percent == 25


def test_a_unit_that_only_coordinates_sees_the_task_itself() -> None:
    entries = (
        entry_of(MONTH, "phong-qldn", "2023-09-18", "done", period="2023-09"),
        entry_of("A.VII.4", "bqlda", "2023-09-25"),
    )
    whole = seen(*entries, i="A.VII.4")
    assert whole.updated == date(2023, 9, 25)
    assert seen(*entries, i="A.VII.4", unit="bqlda") == whole
    assert seen(*entries, i="A.VII.4", unit="phong-qldn") == whole._replace(
        updated=date(2023, 9, 18)
    )
    assert seen(*BOTH, i="A.IV.3", unit="bo-phan-mot-cua") == seen(
        *BOTH, i="A.IV.3", unit="van-phong"
    )


def test_a_rate_is_of_what_was_due_rounded_half_up() -> None:
    published = ["done"] * 14_068 + ["done_late"] * 1_983 + ["open"] * 5_640 + ["overdue"] * 223
    assert rate(published) == Decimal("98.63")
    assert rate(["done"] * 16_051 + ["overdue"] * (16_274 - 16_051)) == Decimal("98.63")
    assert rate(["done"] * 2_501 + ["overdue"] * 222) == Decimal("91.85")
    assert rate(["open", "not_due", "waiting", "suspended"]) is rate([]) is None
    assert [rate(["done"] * n + ["overdue"] * (800 - n)) for n in (0, 1, 800)] == list(
        map(Decimal, ("0", "0.13", "100"))
    )


TEXT = """\
about: A.VII.4/bao-cao-thang
period: 2023-09
unit: phong-qldn
date: 2023-09-14
state: done
figures: {kien-nghi-giai-quyet: 9}
result: Đã gửi báo cáo.
evidence: [412/BC-KKT]
recorded: 2023-09-15T09:12:40+07:00
by: Nguyễn Văn A
"""


def update_of(text: str) -> Update:
    document = read(text.encode(), "x.yaml")
    built = build(Update, document.tree, document.source, "x.yaml")
    assert isinstance(built, Update), built
    return built


def test_a_name_once_given_is_for_ever() -> None:
    assert update_path("2023", update_of(TEXT)) == (
        "plans/2023/progress/phong-qldn/2023-09-14-A.VII.4-bao-cao-thang-gvumk4.yaml"
    )


@pytest.mark.parametrize(
    "text",
    {
        "another typist": TEXT.replace("by: Nguyễn Văn A\n", ""),
        "another moment": TEXT.replace("2023-09-15T09:12:40+07:00", "2024-01-01T00:00:00Z"),
        "another order": "".join(reversed(TEXT.splitlines(keepends=True))),
        "another layout": TEXT.replace(
            "result: Đã gửi báo cáo.", "result: |\n  Đã gửi báo cáo.\n"
        ).replace("[412/BC-KKT]", '\n- "412/BC-KKT"   # công văn'),
        "what is not said": TEXT + "percent: null\ncorrects:\n",
        "CRLF": TEXT.replace("\n", "\r\n"),
        "decomposed letters": TEXT.replace("ã", "a\u0303"),
    }.values(),
)
def test_who_typed_it_when_and_how_is_no_part_of_the_name(text: str) -> None:
    assert text != TEXT
    assert update_id(update_of(text)) == update_id(update_of(TEXT))


CHANGES = {
    "about": "about: A.VII.4",
    "period": "period: 2023-10",
    "unit": "unit: van-phong",
    "date": "date: 2023-09-13",
    "state": "state: doing",
    "percent": "percent: 0",
    "figures": "figures: {kien-nghi-giai-quyet: 8}",
    "result": "result: Đã gửi báo cáo",
    "evidence": "evidence: [412/BC-KKT, 413/BC-KKT]",
    "difficulty": "difficulty: {to: noi-bo, text: x}",
    "proposal": "proposal: {to: noi-bo, text: x}",
    "corrects": "corrects: x",
    "answers": "answers: x",
    "reason": "reason: Chờ số liệu",
    "adds": "adds: true",
}


def test_whatever_else_is_said_changes_the_name() -> None:
    assert set(CHANGES) | Update.NOT_CONTENT == set(fields_of(Update))
    kept = {
        key: [row for row in TEXT.splitlines() if not row.startswith(f"{key}:")] for key in CHANGES
    }
    ids = [update_id(update_of("\n".join([*rows, CHANGES[key]]))) for key, rows in kept.items()]
    marks = {i.rpartition("-")[2] for i in (*ids, update_id(update_of(TEXT)))}
    assert len(marks) == len(CHANGES) + 1


def test_a_routine_word_on_the_task_does_not_resume_what_was_suspended_by_itself() -> None:
    about = "A.VII.4/bao-cao-thang"
    own = entry_of(about, "phong-qldn", "2023-09-01", "suspended", period="2023-09")
    routine = entry_of("A.VII.4", "phong-qldn", "2023-09-10")
    whole = entry_of("A.VII.4", "phong-qldn", "2023-09-01", "suspended")
    for first, state in ((own, "suspended"), (whole, "overdue")):
        found = ledger(PLAN, [first, routine], date(2023, 10, 2), CALENDAR).items
        (item,) = (i for i in found if (i.task, i.period) == ("A.VII.4", "2023-09"))
        assert item.state == state
