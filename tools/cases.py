"""The hand-made cases of states and deadlines: for the tests, and as a page that a clerk checks.

A case names a plan of one task (`A.I.1`) by its schedule, the updates on it and a day, and says
what must follow. What it leaves out is usual: the plan of 2023 signed on 30/12/2022, led by
`phong-qldn`, updates by the lead about its only piece of work, typed on the morning of their day.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pci import workspace
from pci.core.dates import parse_day, parse_period
from pci.core.model import Plan
from pci.core.vi import STATE_LABELS, TASK_LABELS, lower_first, period_words, short_date
from pci.files import yamlio

ROOT = Path(__file__).parent.parent
TASK, LEAD, WORK = "A.I.1", "phong-qldn", "viec"
SCHEDULES = ("by", "during", "every", "after")
ANSWER_LABELS = {
    "reported": "Đã báo cáo",
    "reported_late": "Đã báo cáo, quá hạn nội bộ",
    "awaited": "Chưa báo cáo, còn hạn",
    "missing": "Chưa báo cáo",
}
CADENCES = {
    "month": "hằng tháng",
    "quarter": "hằng quý",
    "half": "06 tháng một lần",
    "year": "hằng năm",
}

Tree = Mapping[str, Any]
"""A part of a case as written: names, and values that are still text."""


class Group(NamedTuple):
    """Cases of one kind, in one file."""

    title: str
    intro: str
    cases: tuple[Tree, ...]


def groups() -> Iterator[Group]:
    """All cases, in the order of their files."""
    for path in sorted((ROOT / "tests/cases").glob("*.yaml")):
        document = yamlio.read(path.read_bytes(), path.name)
        if document.problems:
            raise SystemExit(f"{path.name}: {document.problems[0]}")
        yield Group(document.tree["title"], document.tree["intro"], tuple(document.tree["cases"]))


def works(task: Tree) -> Mapping[str, Tree]:
    """The schedules of a task's pieces of work by name; a single one needs none."""
    owes: Tree = task.get("owes") or {}
    return {WORK: owes} if any(key in owes for key in SCHEDULES) else owes


def about(case: Tree, update: Tree) -> str:
    """What an update speaks of: unless it says otherwise, the only piece of work, else the task."""
    given: str = update.get("about") or (f"{TASK}/{WORK}" if WORK in works(case) else TASK)
    return given


def cases_page() -> str:
    """`docs/truong-hop.md`: one table a group."""
    plan = workspace.open_workspace(ROOT, "2023").plan
    parts = [
        "# Các trường hợp tính tình trạng và thời hạn\n",
        "Trang này do `make docs` viết ra từ chính các trường hợp mà bộ kiểm thử chạy"
        " (`tests/cases`). Thấy trường",
        "hợp nào không đúng với cách cơ quan đang làm thì sửa ở đó: chương trình phải tính theo"
        " trường hợp, không phải",
        "ngược lại.\n",
        "Trừ khi nói khác: kế hoạch năm 2023 ký ngày 30/12/2022, một nhiệm vụ do"
        f" {plan.name(LEAD)} chủ trì, đơn vị",
        "chủ trì cập nhật và nhập ngay sáng hôm ấy.\n",
    ]
    for group in groups():
        parts += [f"## {group.title}\n", f"{group.intro}\n"]
        parts.append("| tình huống | lịch | cập nhật | tính đến | tình trạng | hạn | vì sao |")
        parts.append("|---|---|---|---|---|---|---|")
        parts += [_line(plan, case) for case in group.cases] + [""]
    return "\n".join(parts)


def _line(plan: Plan, case: Tree) -> str:
    rows = [*_items(plan, case), *_whole(plan, case), *_answers(plan, case)]
    updates = [_said(plan, case, update) for update in case.get("updates", ())]
    numbered = (
        [f"{n}) {words}" for n, words in enumerate(updates, 1)] if len(updates) > 1 else updates
    )
    cells = [
        case["name"],
        "<br>".join(_setting(plan, case)),
        "<br>".join(numbered) or "chưa có",
        _day(case["as_of"]),
        "<br>".join(state for state, _ in rows),
        "<br>".join(due or "–" for _, due in rows),
        "<br>".join((case["why"], *(f"Chương trình nêu: «{words}»." for words in _reasons(case)))),
    ]
    return f"| {' | '.join(cells)} |"


def _reasons(case: Tree) -> list[str]:
    return [
        row["reason"]
        for row in (*case.get("items", ()), *case.get("answers", ()))
        if "reason" in row
    ]


def _setting(plan: Plan, case: Tree) -> Iterator[str]:
    """What is planned: the plan where it is not the usual one, each task and its work."""
    changed = case.get("plan", {})
    if changed.get("issued") and (day := changed["issued"]):
        yield f"Kế hoạch ký {'ngày ' + _day(day) if parse_day(day) else _period(day)}"
    if "period" in case:
        yield f"Kỳ báo cáo: {_period(case['period'])}"
    yield from _regime(plan, changed.get("reporting", {}))
    for task_id, task in {TASK: case, **case.get("more", {})}.items():
        named = works(task)
        words = [_schedule(plan, schedule) for schedule in named.values()] or [
            "nhiệm vụ thường xuyên"
        ]
        lead = plan.name(task["lead"]) + " chủ trì" if "lead" in task else ""
        inside = "trong nhiệm vụ thường xuyên" if task.get("standing") else ""
        text = "; ".join(filter(None, ("; ".join(words), inside, lead)))
        yield f"{task_id}: {text}" if "more" in case else text[:1].upper() + text[1:]


def _regime(plan: Plan, changed: Tree) -> Iterator[str]:
    if changed.get("window") == "calendar":
        yield "Số liệu lấy theo đúng kỳ của lịch"
    names = {
        "window_last": "chốt số liệu",
        "internal_due": "hạn nội bộ",
        "send_by": "gửi chậm nhất",
    }
    for period, letter in changed.get("periods", {}).items():
        days = ", ".join(
            f"{words} {_day(letter[key])}" for key, words in names.items() if key in letter
        )
        yield f"{letter['basis']}: {_period(period)} {days}"
    yield from (f"Đầu mối báo cáo: {plan.name(unit)}" for unit in changed.get("focal", {}).values())


def _schedule(plan: Plan, schedule: Tree) -> str:
    if "by" in schedule:
        return f"hạn {_day(schedule['by'])}"
    if "during" in schedule:
        times = f"{int(schedule['times']):02} lần " if "times" in schedule else ""
        return times + "trong " + ", ".join(map(_period, schedule["during"]))
    if "every" in schedule:
        return CADENCES[schedule["every"]] + (
            f", ngày {int(schedule['day']):02}" if "day" in schedule else ""
        )
    titles = " và ".join(lower_first(plan.triggers[trigger].title) for trigger in schedule["after"])
    within = schedule.get("within")
    return f"sau khi {titles}" + (
        f", trong {int(within['working_days']):02} ngày làm việc" if within else ""
    )


def _said(plan: Plan, case: Tree, update: Tree) -> str:
    subject = about(case, update)
    what = [_subject(plan, case, subject), _period(update["period"]) if "period" in update else ""]
    who = plan.name(update["unit"]) if "unit" in update else ""
    label = STATE_LABELS[update["state"]] + (
        f" {update['percent']}%" if "percent" in update else ""
    )
    told = f"{_day(update['date'])}: {', '.join(filter(None, (*what, who, lower_first(label))))}"
    fixes = f"sửa cập nhật {update['corrects']}" if "corrects" in update else ""
    typed = f"nhập {_moment(update['recorded'])}" if "recorded" in update else ""
    notes = "; ".join(filter(None, (fixes, typed)))
    return f"{told} ({notes})" if notes else told


def _subject(plan: Plan, case: Tree, subject: str) -> str:
    if subject in plan.triggers:
        return f"«{plan.triggers[subject].title}»"
    if subject == "con-lai":
        return "các nhiệm vụ còn lại"
    return "cả nhiệm vụ" if subject == TASK and case.get("owes") else ""


def _moment(text: str) -> str:
    day, _, clock = text.partition("T")
    zone = " giờ quốc tế" if clock.endswith("Z") else ""
    return f"{clock[:2]} giờ {clock[3:5]}{zone} ngày {_day(day)}"


def _items(plan: Plan, case: Tree) -> Iterator[tuple[str, str]]:
    if "items" not in case:
        return
    rows: Sequence[Tree] = case["items"]
    if not rows:
        yield "Không có việc nào có hạn", ""
    for row in rows:
        whose = [
            plan.name(row["unit"]) if "unit" in row else "",
            _period(row["period"]) if "period" in row else "",
        ]
        provisional = " (tạm tính)" if row.get("provisional") else ""
        yield (
            _named(whose, TASK_LABELS[row["state"]] + _days(row)),
            _day(row.get("due")) + provisional,
        )
    if others := int(case.get("total", len(rows))) - len(rows):
        yield f"(và {others:02} việc khác)", ""


def _whole(plan: Plan, case: Tree) -> Iterator[tuple[str, str]]:
    if row := case.get("task"):
        whose = [
            f"nhìn từ {plan.name(row['unit'])}"
            if "unit" in row
            else "cả nhiệm vụ"
            if "items" in case
            else ""
        ]
        label = TASK_LABELS[row["state"]] + (f", {row['percent']}%" if "percent" in row else "")
        yield _named(whose, label), _day(row.get("due"))


def _answers(plan: Plan, case: Tree) -> Iterator[tuple[str, str]]:
    if "answers" not in case:
        return
    rows: Sequence[Tree] = case["answers"]
    if not rows:
        yield "Không phải báo cáo", ""
    for row in rows:
        yield _named([row.get("task", ""), plan.name(row["unit"])], ANSWER_LABELS[row["state"]]), ""
    if others := int(case.get("total", len(rows))) - len(rows):
        yield f"(và {others:02} đơn vị khác)", ""


def _named(whose: Sequence[str], label: str) -> str:
    named = ", ".join(filter(None, whose))
    return f"{named[:1].upper()}{named[1:]}: {lower_first(label)}" if named else label


def _days(row: Tree) -> str:
    """How far an item is from its due day: `Quá hạn 02 ngày`, `còn 14 ngày`, `đến hạn hôm nay`."""
    if "days" not in row:
        return ""
    days = int(row["days"])
    if days > 0:
        return f" {days:02} ngày"
    return f", còn {-days:02} ngày" if days else ", đến hạn trong ngày"


def _day(text: str | None) -> str:
    day = parse_day(text or "")
    return short_date(day) if day else ""


def _period(text: str) -> str:
    period_id, _, turn = text.partition("-lan-")
    period = parse_period(period_id)
    assert period is not None
    return (f"lần {turn} " if turn else "") + period_words(period)
