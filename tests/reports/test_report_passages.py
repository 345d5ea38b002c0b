"""What a report's draft says by itself of sub-indices, tasks and units: what was kept up, what not,
and whose it is."""

from collections.abc import Sequence
from typing import Any

import pytest
from builders import CALENDAR, entry_of, plan_of, task, window

from pci.core.ledger import Entry
from pci.core.model import Plan, Task
from pci.core.papers import Words
from pci.core.vi import upper_first
from pci.files import shape
from pci.reports.facts import Facts, Sources, gather
from pci.reports.passages import Passage, passages
from pci.reports.silence import silent_sentence

UNIT = "phong-qldn"
KEPT_UP = "duy trì thực hiện thường xuyên, không phát sinh vướng mắc"
CLOSING = entry_of(
    "con-lai",
    UNIT,
    period="2023-Q3",
    state="nothing",
    result="Các nhiệm vụ còn lại được duy trì tốt.",
)


def facts_of(
    plan: Plan,
    *entries: Entry,
    period: str = "2023-Q3",
    next_plan: Plan | None = None,
    words: Words | None = None,
) -> Facts:
    span = window(period, plan)
    return gather(
        Sources(
            plan,
            entries,
            span,
            span.window_last,
            CALENDAR,
            plan.reporting,
            words,
            next_plan=next_plan,
        )
    )


def told(plan: Plan, *entries: Entry, **more: Any) -> dict[str, Passage]:
    return {passage.name: passage for passage in passages(facts_of(plan, *entries, **more))}


def section(tasks: dict[str, Task], *entries: Entry) -> Sequence[str]:
    return told(plan_of(tasks), *entries)["sections.A.VII"].lines


WORDED = entry_of("A.VII.1", UNIT, result="Đã họp.")
STANDING, COMING = task(), task({"hoi-nghi": {"by": "2023-11-30"}, "lan-dau": {"by": "2023-05-30"}})
HELD = entry_of("A.VII.2/lan-dau", UNIT, "2023-05-20", "done")


@pytest.mark.parametrize(
    ("tasks", "said", "line"),
    [
        (
            {"A.VII.1": STANDING, "A.VII.2": STANDING},
            [WORDED],
            f"- Nhiệm vụ A.VII.2: {KEPT_UP}.",
        ),
        (
            {"A.VII.1": STANDING, "A.VII.2": STANDING, "A.VII.3": STANDING},
            [WORDED],
            f"- Các nhiệm vụ còn lại: {KEPT_UP}.",
        ),
        (
            {"A.VII.1": STANDING, "A.VII.2": COMING},
            [WORDED, HELD],
            "- Nhiệm vụ A.VII.2 (Đầu việc): đang thực hiện (trong hạn).",
        ),
        (
            {"A.VII.1": STANDING, "A.VII.2": COMING, "A.VII.3": STANDING},
            [WORDED],
            f"- Nhiệm vụ A.VII.2 (Đầu việc): quá hạn. - Nhiệm vụ A.VII.3: {KEPT_UP}.",
        ),
        (
            {"A.VII.1": STANDING, "A.VII.2": STANDING},
            [WORDED, entry_of("A.VII.2", UNIT, state="suspended")],
            "- Nhiệm vụ A.VII.2: tạm dừng.",
        ),
        (
            {"A.VII.1": STANDING, "A.VII.2": task(lead="tat-ca")},
            [WORDED, entry_of("A.VII.2", UNIT, state="suspended")],
            "- Đã họp.",
        ),
        (
            {"A.VII.2": STANDING, "A.VII.3": task({"bao-cao": {"after": ["kho-du-lieu"]}})},
            [],
            f"- Nhiệm vụ A.VII.2: {KEPT_UP}. "
            "- Nhiệm vụ A.VII.3 (Đầu việc): chưa đủ điều kiện thực hiện.",
        ),
    ],
)
def test_only_standing_work_was_kept_up_and_the_rest_is_in_its_state(
    tasks: dict[str, Task], said: Sequence[Entry], line: str
) -> None:
    """Of each task without words, however it came about that there are none."""
    assert " ".join(section(tasks, *said, CLOSING)).endswith(line)


def test_in_the_appendix_too_nothing_but_standing_work_was_kept_up() -> None:
    plan = plan_of({"A.VII.1": STANDING, "A.VII.2": COMING})
    cells = told(plan, CLOSING)
    assert cells["tasks.A.VII.1.result"].lines == (f"{plan.name(UNIT)}: {CLOSING.update.result}",)
    assert cells["tasks.A.VII.2.result"].lines == (f"{plan.name(UNIT)}: không phát sinh trong kỳ.",)


def test_units_whose_names_have_an_and_of_their_own_are_kept_apart() -> None:
    plan = plan_of({"A.VII.1": task(lead="tat-ca")})
    silent = told(
        plan,
        *(
            entry_of("A.VII.1", u, result="Xong.")
            for u in ("phong-qldt", UNIT, "bqlda", "phong-qltnmt")
        ),
    )
    names = "Văn phòng; Phòng Quản lý Quy hoạch và Xây dựng"
    assert silent["assessment"].gaps[0] == f"[{names} chưa gửi báo cáo]"
    assert silent["sections.A.VII"].gaps == (), "nêu tên một lần"
    units = [u for u in plan.members("tat-ca") if u not in ("phong-qldn", "bqlda")]
    plain = told(plan, *(entry_of("A.VII.1", u, result="Xong.") for u in units))
    assert plain["assessment"].gaps[0] == (
        "[Phòng Quản lý Doanh nghiệp và Ban Quản lý dự án chưa gửi báo cáo]"
    )


def test_every_update_on_a_measure_has_its_own_line_and_documents() -> None:
    entries = [
        entry_of(
            "II.1.3", "van-phong", f"2023-0{n + 6}-20", result=f"Lần {n}.", evidence=[f"{n}/KH"]
        )
        for n in (1, 2)
    ]
    plan = plan_of({"A.VII.1": STANDING})
    assert told(plan, *entries, period="2023-Q3")["leadership"].lines == (
        "- Lần 1 (1/KH).",
        "- Lần 2 (2/KH).",
    )
    assert told(plan, *entries, period="2023")["leadership"].lines == (
        "- Lần 1 (1/KH). Lần 2 (2/KH).",
    ), "kỳ dài: mỗi đơn vị một dòng, không mất lời nào"


@pytest.mark.parametrize(
    ("evidence", "printed"),
    [
        ("371/KCN-VP ngày 30/8/2024", "Công văn số 371/KCN-VP ngày 30/8/2024"),
        ("106/BC-KCN ngày 18/6/2024", "Báo cáo số 106/BC-KCN ngày 18/6/2024"),
        ("12823/CTr-UBND ngày 23/12/2022", "Chương trình số 12823/CTr-UBND ngày 23/12/2022"),
        ("91-KL/TU ngày 18/10/2022", "91-KL/TU ngày 18/10/2022"),
        ("Quyết định 44/QĐ-UBND ngày 09/01/2023", "Quyết định 44/QĐ-UBND ngày 09/01/2023"),
        ("106/BC-KCN", "106/BC-KCN"),
    ],
)
def test_a_document_named_by_its_symbol_is_printed_with_its_type(
    evidence: str, printed: str
) -> None:
    entry = entry_of("II.1.3", "van-phong", "2023-07-20", result="Đã gửi.", evidence=[evidence])
    (line,) = told(plan_of({"A.VII.1": STANDING}), entry, period="2023-Q3")["leadership"].lines
    assert line == f"- Đã gửi ({printed})."


def test_that_a_condition_is_met_is_told_where_its_task_is() -> None:
    met = entry_of(
        "kho-du-lieu", "van-phong", "2023-07-20", "done", result="Kho đã mở.", evidence=["9/TB-UB"]
    )
    after = task({"khai-thac": {"after": ["kho-du-lieu"]}})
    found = told(plan_of({"A.VII.1": STANDING, "A.VII.2": after}), met)
    assert found["leadership"].lines == ()
    assert found["sections.A.VII"].lines[0] == "- Kho đã mở (9/TB-UB)."
    assert found["tasks.A.VII.2.result"].lines == ("Văn phòng: Kho đã mở.",)
    unused = told(plan_of({"A.VII.1": STANDING}), met)
    assert unused["leadership"].lines == ("- Kho đã mở (9/TB-UB).",)


NONE = {
    "difficulties": ("Trong kỳ không phát sinh khó khăn, vướng mắc.",),
    "proposals": ("Không có.",),
}
TEXTS = {"difficulty": "khó khăn", "proposal": "kiến nghị"}
ADD_CAUSES = ("[Văn phòng bổ sung nguyên nhân khách quan, chủ quan]",)


def remark(to: str, kind: str = "difficulty", day: str = "2023-09-01", **more: Any) -> Entry:
    raised: dict[str, Any] = {kind: {"to": to, "text": "Thiếu người."}}
    return entry_of("A.VII.1", UNIT, day, **{"result": "Đã họp.", **raised, **more})


def test_that_there_is_none_is_said_where_all_have_reported_and_none_raised_any() -> None:
    plan = plan_of({"A.VII.1": STANDING})
    found = told(plan, WORDED)
    for name, lines in NONE.items():
        assert (found[name].lines, found[name].gaps) == (lines, ())
    assert (found["causes"].lines, found["causes"].gaps) == ((), ())
    silent = told(plan)
    assert silent["assessment"].gaps[0] == "[Chưa đơn vị nào báo cáo kỳ này]"
    waiting = silent["difficulties"]
    assert (waiting.lines, waiting.gaps) == ((), ("[Chưa đủ báo cáo của các đơn vị]",))


def test_the_units_that_have_not_reported_are_named() -> None:
    plan = plan_of({"A.VII.1": STANDING, "A.VII.2": task(lead="bqlda"), "A.VII.3": STANDING})
    assert told(plan, WORDED)["assessment"].gaps == (
        "[Ban Quản lý dự án chưa gửi báo cáo]",
        f"[{plan.name(UNIT)} chưa báo cáo đủ các nhiệm vụ]",
        "[Văn phòng bổ sung nhận xét, đánh giá]",
    )


@pytest.mark.parametrize("place", ["assessment", "leadership", "direction"])
def test_silence_that_the_office_admits_once_is_no_gap_and_nothing_is_denied(place: str) -> None:
    plan = plan_of({"A.VII.1": STANDING, "A.VII.2": task(lead="bqlda"), "A.VII.3": STANDING})
    silent = (
        "Đến thời điểm báo cáo, Ban Quản lý dự án chưa gửi báo cáo; "
        f"{plan.name(UNIT)} chưa báo cáo đủ các nhiệm vụ."
    )
    assert silent_sentence(facts_of(plan, WORDED)) == silent
    longer = silent_sentence(facts_of(plan, WORDED, period="2023-9M"))
    assert longer.count(" quý III") == 2, "báo cáo dài nêu kỳ chưa gửi"
    fields = {"written": "2023-09-20T08:00:00+07:00", place: silent}
    found = told(plan, WORDED, words=shape.value(Words, fields))
    heard = "Các đơn vị đã báo cáo không"
    lines = {
        "difficulties": f"{heard} nêu khó khăn, vướng mắc.",
        "proposals": f"{heard} có kiến nghị, đề xuất.",
    }
    for name, line in lines.items():
        assert (found[name].lines, found[name].gaps) == ((line,), ())
    assert (found["causes"].lines, found["causes"].gaps) == ((), ())
    assert found["sections.A.VII"].gaps == ()
    one = fields | {place: "Đến thời điểm báo cáo, Ban Quản lý dự án chưa gửi báo cáo."}
    half = told(plan, WORDED, words=shape.value(Words, one))
    assert half["assessment"].gaps[0] == f"[{plan.name(UNIT)} chưa báo cáo đủ các nhiệm vụ]"
    assert half["proposals"].gaps == ("[Chưa đủ báo cáo của các đơn vị]",)


@pytest.mark.parametrize(
    ("name", "kind"), [("difficulties", "difficulty"), ("proposals", "proposal")]
)
def test_what_waits_for_the_leaders_is_not_denied(name: str, kind: str) -> None:
    """As long as it is open; of what was answered in the period that raised it, the Office says
    whether it goes up."""
    plan = plan_of({"A.VII.1": STANDING})
    withheld = "gửi Lãnh đạo Ban, chưa đưa vào báo cáo: P.QLDN; Văn phòng xin ý kiến"
    note = f"[Có 01 {TEXTS[kind]} {withheld}]"
    open_one = told(plan, remark("lanh-dao-ban", kind))[name]
    assert (open_one.lines, open_one.gaps) == ((), (note,))
    old = remark("lanh-dao-ban", kind, "2023-03-01")
    assert told(plan, old, WORDED)[name].gaps == (note,)
    answered = entry_of("A.VII.1", "van-phong", "2023-03-09", answers=old.id)
    assert told(plan, old, answered, WORDED)[name].lines == NONE[name]
    new = remark("lanh-dao-ban", kind)
    answered = entry_of("A.VII.1", "van-phong", "2023-09-09", answers=new.id)
    settled = f"[Có 01 {TEXTS[kind]} đã được trả lời trong kỳ, chưa đưa vào báo cáo: P.QLDN; "
    assert told(plan, new, answered)[name].gaps == (settled + "Văn phòng bổ sung]",)
    beside = told(plan, new, answered, remark("ubnd-tinh", kind, "2023-09-02"))[name]
    assert (beside.lines[-1].count("- "), beside.gaps) == (1, ())


@pytest.mark.parametrize(
    ("words", "passed"),
    [
        ("Cấp vốn trong quý II.", "quý II năm 2023"),
        ("Cấp vốn trước ngày 30/6/2023.", "ngày 30/6/2023"),
        ("Cấp vốn quý II/2023.", "quý II năm 2023"),
        ("Cấp vốn trong quý II, chậm nhất trong quý III.", ""),
        ("Chưa được cấp vốn trong quý I.", ""),
        ("Cấp vốn sớm.", ""),
    ],
)
def test_a_request_whose_own_time_has_passed_is_marked(words: str, passed: str) -> None:
    """Its words stay; a time that was over when they were said is none that it asks for."""
    asked = entry_of("A.VII.1", UNIT, "2023-06-01", proposal={"to": "ubnd-tinh", "text": words})
    plan = plan_of({"A.VII.1": STANDING})
    found = told(plan, asked, WORDED)["proposals"]
    assert found.lines[0] == "Đối với UBND tỉnh:"
    assert found.lines[1].startswith(f"- {words.rstrip('.')} (")
    note = f"[Thời gian nêu trong kiến nghị đã qua: {passed} (P.QLDN); Văn phòng rà soát]"
    assert found.gaps == ((note,) if passed else ())


def test_what_stays_in_the_house_is_not_denied_and_not_told() -> None:
    found = told(plan_of({"A.VII.1": STANDING}), remark("noi-bo"))
    assert found["difficulties"].lines == ()
    assert found["difficulties"].gaps == ("[Văn phòng bổ sung khó khăn, vướng mắc]",)
    assert found["causes"].gaps == ADD_CAUSES
    assert found["proposals"].lines == NONE["proposals"]


@pytest.mark.parametrize("period", ["2023-09", "2023-08-01_2023-08-20"])
def test_where_nobody_was_asked_nothing_is_denied(period: str) -> None:
    """Units report by the quarter; of a shorter time and of an ad hoc one nobody was asked."""
    found = told(plan_of({"A.VII.1": STANDING}), WORDED, period=period)
    note = "[Kỳ này không đề nghị các đơn vị báo cáo; Văn phòng bổ sung]"
    for name in NONE:
        assert (found[name].lines, found[name].gaps) == ((), (note,))


def test_what_goes_up_stands_there_whatever_else_was_raised() -> None:
    plan = plan_of({"A.VII.1": STANDING})
    found = told(plan, remark("noi-bo"), remark("ubnd-tinh", day="2023-09-02"))["difficulties"]
    assert (found.lines, found.gaps) == (("- Thiếu người.",), ())


def test_standing_work_with_a_difficulty_was_not_kept_up_without_any() -> None:
    """Nor is that said for units that have not reported."""
    troubled = remark("noi-bo", result=None)
    kept_on = "duy trì thực hiện thường xuyên"
    assert section({"A.VII.1": STANDING}, troubled) == (f"- {upper_first(kept_on)}.",)
    of_all = {"A.VII.1": task(lead="tat-ca")}
    assert section(of_all, entry_of("A.VII.1", UNIT)) == (f"- {upper_first(kept_on)}.",)


def test_causes_are_the_reasons_of_work_that_is_late_or_suspended() -> None:
    """Each once, as said, with the work and not the unit: the paper leaves the house. Why somebody
    corrected an update is no cause."""
    late = {"by": "2023-08-31", "quote": "x"}
    plan = plan_of(
        {
            "A.VII.1": task({"hop": late}),
            "A.VII.2": task({"hop": late}, lead="bqlda"),
            "A.VII.3": task({"hop": {"by": "2023-11-30"}}),
            "A.VII.4": STANDING,
            "A.VII.5": task(lead="bqlda"),
        }
    )
    said = [
        entry_of("A.VII.2/hop", "bqlda", "2023-09-10", "done", reason="Chờ vốn.\nChờ đất."),
        entry_of("A.VII.1/hop", UNIT, "2023-09-01", reason="Chờ vốn."),
        entry_of("A.VII.1", UNIT, "2023-09-02", reason="Chờ vốn."),
        entry_of("A.VII.3/hop", UNIT, "2023-09-02", reason="Còn sớm."),
        entry_of("A.VII.4", UNIT, "2023-09-03", "suspended", reason="Dừng theo công văn 9."),
    ]
    found = told(plan, *said)["causes"]
    assert (found.lines, found.gaps) == (
        (
            "- Chờ vốn (Đầu việc; nhiệm vụ A.VII.1).",
            "- Dừng theo công văn 9 (nhiệm vụ A.VII.4).",
            "- Chờ vốn; Chờ đất (Đầu việc).",
        ),
        (),
    )
    mute = [entry_of("A.VII.5", "bqlda", "2023-09-03", "suspended"), *said[1:]]
    gap = "[Văn phòng bổ sung nguyên nhân của A.VII.2 (BQLDA), A.VII.5 (BQLDA)]"
    assert told(plan, *mute)["causes"].gaps == (gap,)
    silent = told(plan, *(e for e in said if not e.update.reason), entry_of("A.VII.1/hop", UNIT))
    assert (silent["causes"].lines, silent["causes"].gaps) == ((), ADD_CAUSES)


def test_why_an_update_was_moved_to_another_unit_is_no_cause() -> None:
    plan = plan_of({"A.VII.1": task({"hop": {"by": "2023-08-31"}})})
    wrong = entry_of("A.VII.1/hop", "bqlda", "2023-09-01")
    moved = entry_of(
        "A.VII.1/hop", UNIT, "2023-09-01", reason="Ghi nhầm đơn vị.", corrects=wrong.id
    )
    found = told(plan, wrong, moved)["causes"]
    assert (found.lines, found.gaps) == ((), ADD_CAUSES)


def test_times_of_work_stand_in_the_order_of_their_periods() -> None:
    """In whatever order they were done."""
    plan = plan_of({"A.VII.1": task({"bao-cao": {"every": "month"}})})
    days = {"2023-08": "2023-08-01", "2023-06": "2023-08-20", "2023-07": "2023-09-01"}
    said = [
        entry_of("A.VII.1/bao-cao", UNIT, day, "done", period=period, result="Đã gửi.")
        for period, day in days.items()
    ]
    (line,) = told(plan, *said)["sections.A.VII"].lines
    assert "đã thực hiện 03 lần (tháng 6, 7, 8)" in line


HELD_UP = plan_of({"A.VII.1": task({"hop": {"by": "2023-08-31"}})})
"""A plan whose one piece of work is late in quarter III."""


def of_chain(*steps: dict[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
    """The causes and their gaps where each update corrects the one before; the first is late."""
    chain: list[Entry] = []
    for step in steps:
        said = {"day": "2023-09-01", "result": "Chưa họp.", **step}
        corrects = {"corrects": chain[-1].id} if chain else {}
        chain.append(entry_of("A.VII.1/hop", UNIT, **said, **corrects))
    found = told(HELD_UP, *chain)["causes"]
    return found.lines, found.gaps


WAITS, TYPO = {"reason": "Chờ vốn."}, {"result": "Chưa họp được.", "reason": "Gõ nhầm."}
QUOTED = ("- Chờ vốn (Đầu việc).",)


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        ([{}, TYPO], ()),
        ([WAITS, TYPO], QUOTED),
        ([WAITS, {"result": "Chưa họp được."}], QUOTED),
        ([WAITS, TYPO, {"day": "2023-09-02"}], QUOTED),
        ([{}, {"day": "2023-09-02", "state": "done", **WAITS}], QUOTED),
        ([{}, WAITS], QUOTED),
        ([{}, {**WAITS, "received": "2023-09-01"}], ()),
        ([{**WAITS, "state": "suspended"}, {"state": "doing"}], ()),
    ],
    ids=str,
)
def test_the_cause_is_of_the_work_and_not_of_its_correction(
    steps: list[dict[str, Any]], lines: Sequence[str]
) -> None:
    """A correction gives one by another day or state, or where it gives nothing else; another
    leaves the cause that was given."""
    assert of_chain(*steps) == (lines, () if lines else ADD_CAUSES)


LEADER = "Phòng Quản lý Doanh nghiệp"


def test_work_to_come_is_what_falls_due_nearest_first_then_what_continues() -> None:
    """What only begins in the next period is not told."""
    plan = plan_of(
        {
            "A.VII.1": task({"hop": {"by": "2023-12-20"}}),
            "A.VII.2": task({"hop": {"by": "2023-09-20"}}),
            "A.VII.3": task({"hop": {"by": "2023-07-10"}}),
            "A.VII.4": task({"hop": {"during": ["2023-H2"]}}),
        }
    )
    days = ("10/7/2023", "20/9/2023", "20/12/2023")
    found = told(plan, period="2023-Q2")["direction"]
    assert found.lines == tuple(f"- Đầu việc (hạn {day}): {LEADER}." for day in days)


@pytest.mark.parametrize("period", ["2023-Q4", "2023-12", "2023-H2"])
def test_after_the_last_period_of_a_year_comes_the_plan_of_the_next(period: str) -> None:
    """Without one the Office writes what comes."""
    plan = plan_of({"A.VII.1": STANDING})
    alone = told(plan, WORDED, period=period)["direction"]
    assert (alone.lines, alone.gaps) == ((), ("[Văn phòng bổ sung phương hướng năm 2024]",))
    owes = {"som": {"by": "2024-01-20"}, "muon": {"by": "2024-11-10"}}
    coming = plan_of({"A.VII.1": task(owes)}, issued="2023-12-30", year=2024)
    found = told(plan, WORDED, period=period, next_plan=coming)["direction"]
    assert found.lines == (
        "Thực hiện Kế hoạch năm 2024:",
        f"- Đầu việc (hạn 20/01/2024): {LEADER}.",
    )
    assert found.gaps == ()
