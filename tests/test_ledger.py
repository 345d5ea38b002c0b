"""Who is concerned, which updates count, who has answered for a period, what an update is called."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from pci import workspace
from pci.dates import parse_period
from pci.ledger import (
    Entry,
    Filter,
    Role,
    answers,
    awaited_triggers,
    counted,
    last_words,
    missing_reports,
    role,
    select,
    update_id,
    update_path,
)
from pci.model import Update
from pci.schedule import ReportingPeriod, reporting_period
from pci.shape import build
from pci.yamlio import read

PLAN = workspace.open_workspace(ROOT, 2023).plan
EXPECTED = {"van-phong": 24, "phong-qltnmt": 14, "phong-qldn": 13, "phong-qldt": 12, "phong-qlqhxd": 12, "bqlda": 10}


def window(text: str) -> ReportingPeriod:
    period = parse_period(text)
    assert period is not None
    return reporting_period(PLAN.reporting, period)


Q3 = window("2023-Q3")


def said(about: str, unit: str, day: str = "2023-09-01", state: str = "doing", **more: Any) -> Entry:
    fields = {"about": about, "unit": unit, "date": day, "state": state, "recorded": f"{day}T08:00:00+07:00", **more}
    update = Update.model_validate(fields)
    return Entry(update_id(update), update)


def open_tasks(*entries: Entry, period: ReportingPeriod = Q3) -> dict[str, tuple[str, ...]]:
    return dict(missing_reports(PLAN, answers(PLAN, entries, period)))


def test_the_tasks_that_a_unit_leads_coordinates_or_may_join() -> None:
    def counts(unit: str) -> tuple[int, ...]:
        return tuple(len(select(PLAN, Filter(unit=unit, role=name))) for name in ("lead", "coordinating", "related"))

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
    roles = [found for task in PLAN.tasks.values() if (found := role(PLAN, task, "van-phong")) and found.name == "lead"]
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
    assert select(PLAN, Filter()) == tuple(PLAN.tasks)
    assert select(PLAN, Filter(sections=("A.II", "B.I"))) == ("A.II.1", "A.II.2", "B.I.1")
    assert select(PLAN, Filter(text="doi thoai")) == ("A.VII.1",)
    assert select(PLAN, Filter(text="a vii 3 ")) == ("A.VII.3",)
    assert select(PLAN, Filter(unit="phong-qltnmt", role="lead", sections=("A.II",))) == ("A.II.1", "A.II.2")
    assert select(PLAN, Filter(sections=())) == ()


def test_eighty_five_answers_are_expected_of_six_units_in_a_quarter() -> None:
    asked = answers(PLAN, (), Q3)
    assert len(asked) == 85
    assert Counter(answer.unit for answer in asked) == EXPECTED
    assert len({(answer.task, answer.unit) for answer in asked}) == 85
    assert not any(answer.reported for answer in asked)
    assert {unit: len(tasks) for unit, tasks in open_tasks().items()} == EXPECTED


def test_an_update_answers_for_its_unit_its_task_and_its_window_only() -> None:
    everything = open_tasks()
    assert open_tasks(said("A.III.3", "bqlda")) == {
        **everything,
        "bqlda": tuple(task for task in everything["bqlda"] if task != "A.III.3"),
    }
    for day in ("2023-06-14", "2023-09-15"):
        assert open_tasks(said("A.III.3", "bqlda", day)) == everything
    for day in ("2023-06-15", "2023-09-14"):
        assert open_tasks(said("A.III.3", "bqlda", day)) != everything
    assert open_tasks(said("A.VII.4", "bqlda"), said("II.1.3", "bqlda")) == everything


def test_a_word_on_an_obligation_and_nothing_arisen_count_as_reported() -> None:
    for entry in (
        said("A.VII.4/bao-cao-thang", "phong-qldn", period="2023-08"),
        said("A.VII.4", "phong-qldn", state="nothing"),
    ):
        (answer,) = (a for a in answers(PLAN, [entry], Q3) if a.task == "A.VII.4")
        assert (answer.entries, answer.rest, answer.reported) == ((entry,), None, True)


def test_sub_units_and_the_iso_team_answer_through_the_office() -> None:
    entries = (said("A.I.2", "bo-phan-mot-cua"), said("A.I.7", "to-thu-ky-iso"), said("A.I.5", "bo-phan-mot-cua"))
    found = {a.task: a for a in answers(PLAN, entries, Q3) if a.reported}
    assert {task: (answer.unit, answer.entries) for task, answer in found.items()} == {
        entry.update.about: ("van-phong", (entry,)) for entry in entries
    }


def rest(unit: str, day: str = "2023-09-14", period: str = "2023-Q3") -> Entry:
    return said("con-lai", unit, day, "nothing", period=period)


@pytest.mark.parametrize("unit", EXPECTED)
def test_one_line_closes_all_the_rest_of_its_unit_and_of_no_other(unit: str) -> None:
    everything = open_tasks()
    assert open_tasks(rest(unit)) == {other: tasks for other, tasks in everything.items() if other != unit}
    own = said(everything[unit][0], unit)
    reported = [a for a in answers(PLAN, [own, rest(unit)], Q3) if a.unit == unit]
    assert [a.entries for a in reported if a.entries] == [(own,)]
    assert all(a.rest == rest(unit) for a in reported)


def test_one_line_closes_its_own_period_only() -> None:
    assert open_tasks(rest("bqlda", period="2023-Q2")) == open_tasks()
    assert open_tasks(rest("bqlda"), period=window("2023-Q4")) == open_tasks(period=window("2023-Q4"))
    assert open_tasks(rest("bqlda", "2023-09-15")) == open_tasks()


def test_one_line_of_a_sub_unit_closes_what_it_leads_itself() -> None:
    office = open_tasks()["van-phong"]
    for unit in ("bo-phan-mot-cua", "to-thu-ky-iso"):
        led = set(select(PLAN, Filter(unit=unit, role="lead")))
        assert led and open_tasks(rest(unit))["van-phong"] == tuple(task for task in office if task not in led)


def happened(trigger: str, day: str = "2023-08-01", state: str = "done", **more: Any) -> Entry:
    return said(trigger, "van-phong", day, state, **more)


BOTH = (happened("kho-du-lieu"), happened("csdl-chuyen-nganh"))


def asked_of(task: str, *entries: Entry) -> int:
    return sum(answer.task == task for answer in answers(PLAN, entries, Q3))


def test_a_task_asks_nothing_until_all_its_triggers_have_happened() -> None:
    assert asked_of("A.IV.3") == asked_of("A.IV.3", BOTH[0]) == asked_of("A.IV.3", BOTH[1]) == 0
    assert asked_of("A.IV.3", *BOTH) == 6
    assert asked_of("A.VIII.2") == asked_of("A.VIII.2", *BOTH) == 0
    assert asked_of("A.VIII.2", happened("bo-khdt-trien-khai")) == 1
    assert len(answers(PLAN, (*BOTH, happened("bo-khdt-trien-khai")), Q3)) == 85 + 6 + 1


def test_a_trigger_must_be_done_by_the_window_s_end_and_stand_uncorrected() -> None:
    assert asked_of("A.VIII.2", happened("bo-khdt-trien-khai", "2023-09-15")) == 0
    assert asked_of("A.VIII.2", happened("bo-khdt-trien-khai", "2023-09-14")) == 1
    assert asked_of("A.VIII.2", happened("bo-khdt-trien-khai", state="doing")) == 0
    wrong = happened("bo-khdt-trien-khai")
    assert asked_of("A.VIII.2", wrong, happened("bo-khdt-trien-khai", state="doing", corrects=wrong.id)) == 0


def test_the_triggers_still_awaited() -> None:
    task = PLAN.tasks["A.IV.3"]
    assert awaited_triggers(PLAN, task, ()) == ("kho-du-lieu", "csdl-chuyen-nganh")
    assert awaited_triggers(PLAN, task, BOTH[:1]) == ("csdl-chuyen-nganh",)
    assert awaited_triggers(PLAN, task, BOTH) == ()
    waiting = [i for i, each in PLAN.tasks.items() if awaited_triggers(PLAN, each, ())]
    assert waiting == ["A.IV.3", "A.VIII.2"]


@st.composite
def ledgers(draw: st.DrawFn) -> Sequence[Entry]:
    """Updates of a year; some correct an earlier one, some say the same on the same day."""
    entries: list[Entry] = []
    for _ in range(draw(st.integers(0, 8))):
        day = date(2023, 6, 1) + timedelta(days=draw(st.integers(0, 120)))
        about, unit = draw(st.sampled_from([("A.III.3", "bqlda"), ("A.I.2", "van-phong"), ("kho-du-lieu", "bqlda")]))
        more: dict[str, Any] = {"result": draw(st.sampled_from("abc"))}
        more["recorded"] = f"{day}T08:00:0{draw(st.integers(0, 2))}+07:00"
        if draw(st.booleans()) and entries:
            more["corrects"] = draw(st.sampled_from(entries)).id
        entries.append(said(about, unit, str(day), draw(st.sampled_from(["doing", "done", "nothing"])), **more))
    return list({entry.id: entry for entry in entries}.values())


DAYS = st.dates(date(2023, 6, 1), date(2023, 9, 30))


@given(ledgers(), DAYS, st.randoms(use_true_random=False))
def test_the_order_of_files_never_matters(entries: Sequence[Entry], as_of: date, random: Any) -> None:
    shuffled = random.sample(entries, len(entries))
    assert counted(shuffled, as_of) == counted(entries, as_of)
    assert answers(PLAN, shuffled, Q3) == answers(PLAN, entries, Q3)


@given(ledgers(), DAYS)
def test_what_counts_on_a_day(entries: Sequence[Entry], as_of: date) -> None:
    found = counted(entries, as_of)
    corrected = {entry.update.corrects for entry in entries}
    assert {e.id for e in found} == {e.id for e in entries if e.id not in corrected and e.update.date <= as_of}
    assert [e.update.date for e in found] == sorted(e.update.date for e in found)
    for before, after in pairwise(found):
        if before.update.date == after.update.date:
            assert (before.update.recorded, before.id) < (after.update.recorded, after.id)


def test_a_corrected_update_counts_nowhere_though_its_correction_is_dated_later() -> None:
    wrong = said("A.III.3", "bqlda", "2023-09-01")
    right = said("A.III.3", "bqlda", "2023-09-20", corrects=wrong.id)
    assert counted([wrong, right], date(2023, 9, 10)) == ()
    assert counted([wrong, right], date(2023, 9, 20)) == (right,)
    assert "A.III.3" in open_tasks(wrong, right)["bqlda"]


def test_the_last_word_decides_and_nothing_arisen_is_none() -> None:
    first = said("A.III.3", "bqlda", "2023-08-01", "done")
    again = said("A.III.3", "bqlda", "2023-09-01", "doing")
    silent = said("A.III.3", "bqlda", "2023-09-10", "nothing")
    found = last_words(counted([silent, again, first], Q3.window_last), "A.III.3")
    assert found == {("bqlda", None, None): again.update}


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
    assert update_path(2023, update_of(TEXT)) == (
        "plans/2023/progress/phong-qldn/2023-09-14-A.VII.4-bao-cao-thang-gvumk4.yaml"
    )


@pytest.mark.parametrize(
    "text",
    {
        "another typist": TEXT.replace("by: Nguyễn Văn A\n", ""),
        "another moment": TEXT.replace("2023-09-15T09:12:40+07:00", "2024-01-01T00:00:00Z"),
        "another order": "".join(reversed(TEXT.splitlines(keepends=True))),
        "another layout": TEXT.replace("result: Đã gửi báo cáo.", "result: |\n  Đã gửi báo cáo.\n").replace(
            "[412/BC-KKT]", '\n- "412/BC-KKT"   # công văn'
        ),
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
}


def test_whatever_else_is_said_changes_the_name() -> None:
    assert set(CHANGES) | Update.NOT_CONTENT == set(Update.model_fields)
    kept = {key: [row for row in TEXT.splitlines() if not row.startswith(f"{key}:")] for key in CHANGES}
    ids = [update_id(update_of("\n".join([*rows, CHANGES[key]]))) for key, rows in kept.items()]
    marks = {i.rpartition("-")[2] for i in (*ids, update_id(update_of(TEXT)))}
    assert len(marks) == len(CHANGES) + 1
