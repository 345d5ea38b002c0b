"""What a report's draft says by itself of sub-indices, tasks and units: what was kept up, what not,
and whose it is."""

from collections.abc import Sequence
from typing import Any

import pytest
from builders import CALENDAR, entry_of, plan_of, task, window

from pci.core.ledger import Entry
from pci.core.model import Plan, Task
from pci.reports.facts import gather
from pci.reports.passages import Passage, passages

UNIT = "phong-qldn"
KEPT_UP = "duy trì thực hiện thường xuyên, không phát sinh vướng mắc"
CLOSING = entry_of(
    "con-lai",
    UNIT,
    period="2023-Q3",
    state="nothing",
    result="Các nhiệm vụ còn lại được duy trì tốt.",
)


def told(plan: Plan, *entries: Entry, period: str = "2023-Q3") -> dict[str, Passage]:
    span = window(period, plan)
    found = gather(plan, entries, span, span.window_last, CALENDAR, plan.reporting)
    return {passage.name: passage for passage in passages(found)}


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
            f"- Còn lại 01 nhiệm vụ {KEPT_UP}.",
        ),
        (
            {"A.VII.1": STANDING, "A.VII.2": STANDING, "A.VII.3": STANDING},
            [WORDED],
            f"- Còn lại 02 nhiệm vụ {KEPT_UP}.",
        ),
        (
            {"A.VII.1": STANDING, "A.VII.2": COMING},
            [WORDED, HELD],
            "- Còn lại 01 nhiệm vụ đang thực hiện (trong hạn).",
        ),
        (
            {"A.VII.1": STANDING, "A.VII.2": COMING, "A.VII.3": STANDING},
            [WORDED],
            f"- Còn lại 01 nhiệm vụ quá hạn; 01 nhiệm vụ {KEPT_UP}.",
        ),
        (
            {"A.VII.2": STANDING, "A.VII.3": task({"bao-cao": {"after": ["kho-du-lieu"]}})},
            [],
            f"- 01 nhiệm vụ {KEPT_UP}; 01 nhiệm vụ chưa đủ điều kiện thực hiện.",
        ),
    ],
)
def test_only_standing_work_was_kept_up_and_the_rest_is_in_its_state(
    tasks: dict[str, Task], said: Sequence[Entry], line: str
) -> None:
    """Of each task without words, however it came about that there are none."""
    assert section(tasks, *said, CLOSING)[-1] == line


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
    assert silent["sections.A.VII"].gaps == (f"[{names} chưa gửi báo cáo]",)
    units = [u for u in plan.members("tat-ca") if u not in ("phong-qldn", "bqlda")]
    plain = told(plan, *(entry_of("A.VII.1", u, result="Xong.") for u in units))
    assert plain["sections.A.VII"].gaps == (
        "[Phòng Quản lý Doanh nghiệp và Ban Quản lý dự án chưa gửi báo cáo]",
    )


def test_every_update_on_a_measure_has_its_own_line_and_documents() -> None:
    entries = [
        entry_of(
            "II.1.3", "van-phong", f"2023-0{n + 6}-20", result=f"Lần {n}.", evidence=[f"{n}/KH"]
        )
        for n in (1, 2)
    ]
    plan = plan_of({"A.VII.1": STANDING})
    assert told(plan, *entries, period="2023")["leadership"].lines == (
        "- Lần 1 (Văn phòng; 1/KH).",
        "- Lần 2 (Văn phòng; 2/KH).",
    )


def test_that_a_condition_is_met_is_told_where_its_task_is() -> None:
    met = entry_of(
        "kho-du-lieu", "van-phong", "2023-07-20", "done", result="Kho đã mở.", evidence=["9/TB-UB"]
    )
    after = task({"khai-thac": {"after": ["kho-du-lieu"]}})
    found = told(plan_of({"A.VII.1": STANDING, "A.VII.2": after}), met)
    assert found["leadership"].lines == ()
    assert found["sections.A.VII"].lines[0] == "- Kho đã mở (Văn phòng; 9/TB-UB)."
    assert found["tasks.A.VII.2.result"].lines == ("Văn phòng: Kho đã mở.",)
    unused = told(plan_of({"A.VII.1": STANDING}), met)
    assert unused["leadership"].lines == ("- Kho đã mở (Văn phòng; 9/TB-UB).",)


NOTHING = ("Không có.",)
ADD_DIFFICULTIES = ("[Văn phòng bổ sung khó khăn, vướng mắc]",)
ADD_PROPOSALS = ("[Văn phòng bổ sung kiến nghị, đề xuất]",)


def remark(to: str, kind: str = "difficulty", day: str = "2023-09-01") -> Entry:
    raised: dict[str, Any] = {kind: {"to": to, "text": "Thiếu người."}}
    return entry_of("A.VII.1", UNIT, day, result="Đã họp.", **raised)


def test_that_there_is_none_is_said_where_all_have_reported_and_none_raised_any() -> None:
    plan = plan_of({"A.VII.1": STANDING})
    found = told(plan, WORDED)
    for name in ("difficulties", "causes", "proposals"):
        assert (found[name].lines, found[name].gaps) == (NOTHING, ())
    silent = told(plan)["difficulties"]
    assert (silent.lines, silent.gaps) == ((), ("[Bổ sung khi các đơn vị gửi đủ báo cáo]",))


@pytest.mark.parametrize("to", ["noi-bo", "lanh-dao-ban"])
def test_what_was_raised_inside_the_house_is_not_denied(to: str) -> None:
    """It does not go up, so the Office words the passage; as long as it is open, and in the period
    it was raised in."""
    plan = plan_of({"A.VII.1": STANDING})
    open_one = told(plan, remark(to))
    assert (open_one["difficulties"].lines, open_one["difficulties"].gaps) == ((), ADD_DIFFICULTIES)
    assert open_one["causes"].gaps == ("[Văn phòng bổ sung nguyên nhân khách quan, chủ quan]",)
    assert open_one["proposals"].lines == NOTHING
    assert told(plan, remark(to, "proposal"))["proposals"].gaps == ADD_PROPOSALS
    old = remark(to, day="2023-03-01")
    assert told(plan, old, WORDED)["difficulties"].gaps == ADD_DIFFICULTIES
    answered = entry_of("A.VII.1", "van-phong", "2023-03-09", answers=old.id)
    assert told(plan, old, answered, WORDED)["difficulties"].lines == NOTHING
    answered = entry_of("A.VII.1", "van-phong", "2023-09-09", answers=remark(to).id)
    assert told(plan, remark(to), answered)["difficulties"].gaps == ADD_DIFFICULTIES


@pytest.mark.parametrize("period", ["2023-09", "2023-08-01_2023-08-20"])
def test_where_nobody_was_asked_nothing_is_denied(period: str) -> None:
    """Units report by the quarter; of a shorter time and of an ad hoc one nobody was asked."""
    found = told(plan_of({"A.VII.1": STANDING}), WORDED, period=period)
    assert (found["difficulties"].lines, found["difficulties"].gaps) == ((), ADD_DIFFICULTIES)
    assert (found["proposals"].lines, found["proposals"].gaps) == ((), ADD_PROPOSALS)


def test_what_goes_up_stands_there_whatever_else_was_raised() -> None:
    plan = plan_of({"A.VII.1": STANDING})
    found = told(plan, remark("noi-bo"), remark("ubnd-tinh", day="2023-09-02"))["difficulties"]
    assert (found.lines, found.gaps) == ((f"- Thiếu người ({plan.name(UNIT)}).",), ())
