"""Counts of tasks and work, as tables and sentences print them; a sentence leaves out a zero."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from pci.core import stats
from pci.core.ledger import FINISHED, Item, rate
from pci.core.schedule import ReportingPeriod
from pci.core.vi import count_words, number_words, period_words
from pci.lists.columns import rate_words


@dataclass(frozen=True)
class Figures:
    """A row of the official table."""

    ten: Annotated[str, "tên của dòng số liệu", "Tổng cộng"]
    nhiem_vu: Annotated[str, "số nhiệm vụ", "34"]
    thuong_xuyen: Annotated[str, "trong đó số nhiệm vụ thường xuyên", "31"]
    dau_viec: Annotated[str, "số đầu việc có thời hạn", "15"]
    hoan_thanh: Annotated[str, "số đầu việc đã hoàn thành, đúng hạn và quá hạn", "05"]
    dung_han: Annotated[str, "số đầu việc hoàn thành đúng hạn", "04"]
    hoan_thanh_muon: Annotated[str, "số đầu việc hoàn thành quá hạn", "01"]
    trong_han: Annotated[str, "số đầu việc chưa hoàn thành, trong hạn", "01"]
    qua_han: Annotated[str, "số đầu việc chưa hoàn thành, quá hạn", "02"]
    cho_dieu_kien: Annotated[str, "số đầu việc chưa đủ điều kiện thực hiện", "07"]
    tam_dung: Annotated[str, "số đầu việc tạm dừng", "0"]
    ty_le: Annotated[
        str, "tỷ lệ hoàn thành trên số đến hạn; dưới 10 đầu việc thì ghi số trên số", "05/07"
    ]
    ty_le_hoan_thanh: Annotated[
        str, "số đã hoàn thành trên số đã hoàn thành hoặc đã đến hạn", "30/31\n(96,77%)"
    ]
    ty_le_dung_han: Annotated[
        str, "số hoàn thành đúng hạn trên số đã hoàn thành hoặc đã đến hạn", "26/31\n(83,87%)"
    ]


def figures(row: stats.Row, padded: bool = False) -> Figures:
    """Print a row of the official table; `padded` as prose writes counts (05), else as a table does
    (5)."""
    words = count_words if padded else str
    states = row.items
    done = states["done"] + states["done_late"]
    due = done + states["overdue"]
    return Figures(
        ten=row.title,
        nhiem_vu=words(row.tasks),
        thuong_xuyen=words(row.standing),
        dau_viec=words(row.total),
        hoan_thanh=words(done),
        dung_han=words(states["done"]),
        hoan_thanh_muon=words(states["done_late"]),
        trong_han=words(row.unfinished_in_time),
        qua_han=words(states["overdue"]),
        cho_dieu_kien=words(states["waiting"]),
        tam_dung=words(states["suspended"]),
        ty_le=rate_words(row),
        ty_le_hoan_thanh=_share(done, due),
        ty_le_dung_han=_share(states["done"], due),
    )


def _share(part: int, whole: int) -> str:
    """Write a rate by its parts, from ten on with its per cent below: `30/31`, `(96,77%)`."""
    percent = rate(["done"] * part + ["overdue"] * (whole - part))
    if percent is None:
        return "–"
    below = f"\n({number_words(percent)}%)" if whole >= 10 else ""
    return f"{part:02}/{whole:02}{below}"


# --- all work, by its state -----------------------------------------------------------------------

WorkCounted = Annotated[
    str,
    "số đầu việc có thời hạn theo từng tình trạng; rỗng khi không có đầu việc nào",
    "trong 03 đầu việc có thời hạn: 01 đã hoàn thành (đúng hạn); 02 chưa hoàn thành (quá hạn)",
]
"""What a template may print of `work_words`."""


def work_words(row: stats.Row, whose: str = "") -> str:
    """Count all work with a due day by its state: `trong 03 đầu việc có thời hạn: 01 đã hoàn thành
    (đúng hạn); 02 chưa hoàn thành (quá hạn)`."""
    if not row.total:
        return ""
    items, share = row.items, rate_words(row)
    parts = [
        _part("đã hoàn thành", {"đúng hạn": items["done"], "quá hạn": items["done_late"]}),
        _part(
            "chưa hoàn thành", {"trong hạn": row.unfinished_in_time, "quá hạn": items["overdue"]}
        ),
        _part("chưa đủ điều kiện thực hiện", {"": items["waiting"]}),
        _part("tạm dừng", {"": items["suspended"]}),
    ]
    if share.endswith("%"):  # a share in counts only repeats them
        parts.append(f"tỷ lệ hoàn thành trên số đã hoàn thành hoặc đã đến hạn: {share}")
    states = "; ".join(filter(None, parts))
    return f"trong {count_words(row.total)} đầu việc có thời hạn{whose}: {states}"


def _part(what: str, kinds: Mapping[str, int], note: str = "") -> str:
    """Count work of several kinds: `10 đã hoàn thành (đúng hạn 08, quá hạn 02)`."""
    counts = {kind: count for kind, count in kinds.items() if count}
    if not counts:
        return ""
    each = [f"{kind} {count_words(count)}" for kind, count in counts.items()]
    named = ", ".join(each if len(each) > 1 else counts) + note
    return f"{count_words(sum(counts.values()))} {what}" + (f" ({named})" if named else "")


# --- the work of some days ------------------------------------------------------------------------


@dataclass(frozen=True)
class DueWork:
    """The work that fell due within some days, and what else was finished in them."""

    ten: Annotated[
        str, "tên của khoảng thời gian; rỗng khi báo cáo không có phần này", "quý III năm 2023"
    ]
    so_lieu: Annotated[
        str,
        "câu nêu số đầu việc đến hạn và kết quả, bỏ số không",
        "có 03 đầu việc đến hạn: 03 đã hoàn thành",
    ]


class DueCounts(NamedTuple):
    """The counts behind `DueWork`.

    `states` counts the work that fell due by its state, `earlier` is how much of it was finished
    before those days. `finished` counts the work finished in them by the time it fell due:
    `inside` them, `before`, `after`, or `undated`.
    """

    states: Counter[str]
    earlier: int
    finished: Counter[str]


def due_work(items: Iterable[Item], window: ReportingPeriod | None) -> DueWork:
    """Say what fell due within a window; empty where there is no window."""
    if window is None:
        return DueWork("", "")
    return DueWork(period_words(window.period), _due_words(due_counts(items, window)))


def due_counts(items: Iterable[Item], window: ReportingPeriod) -> DueCounts:
    """Count the work that fell due within a window, and what was finished in it."""
    listed = tuple(items)
    due = [item for item in listed if _fell_due(item, window) == "inside"]
    finished = [item for item in listed if window.holds(_finished_on(item))]
    return DueCounts(
        states=Counter(item.state for item in due),
        earlier=sum(_finished_on(item) < window.window_first for item in due),
        finished=Counter(_fell_due(item, window) for item in finished),
    )


def _fell_due(item: Item, window: ReportingPeriod) -> str:
    """When a piece of work falls due, seen from a window."""
    if item.due is None:
        return "undated"
    if window.holds(item.due):
        return "inside"
    return "before" if item.due < window.window_first else "after"


def _finished_on(item: Item) -> date:
    """The day on which a piece of work was finished, the last of all days while it is not."""
    return item.entry.update.date if item.entry and item.state in FINISHED else date.max


def _due_words(counts: DueCounts) -> str:
    """Say what became of work that fell due, and what else was finished: `có 03 đầu việc đến hạn:
    02 đã hoàn thành (đúng hạn), 01 quá hạn chưa hoàn thành; ngoài ra …`."""
    states, more = counts.states, _besides_words(counts)
    if not states:
        return "không có đầu việc đến hạn" + (f"; đã hoàn thành {more}" if more else "")
    done, late, overdue = states["done"], states["done_late"], states["overdue"]
    earlier = ""
    if counts.earlier:
        among = "" if counts.earlier == done + late else f"trong đó {count_words(counts.earlier)} "
        earlier = f"; {among}hoàn thành từ trước"
    parts = (
        _part("đã hoàn thành", {"đúng hạn": done, "quá hạn": late}, earlier),
        _part("quá hạn chưa hoàn thành", {"": overdue}),
        _part("đang thực hiện hoặc tạm dừng", {"": states.total() - done - late - overdue}),
    )
    due = f"có {count_words(states.total())} đầu việc đến hạn: {', '.join(filter(None, parts))}"
    return due + (f"; ngoài ra đã hoàn thành {more}" if more else "")


def _besides_words(counts: DueCounts) -> str:
    """Count what else was finished: `01 đầu việc quá hạn từ trước`."""
    kinds = {
        "quá hạn từ trước": counts.finished["before"],
        "trước thời hạn": counts.finished["after"],
        "không định thời hạn": counts.finished["undated"],
    }
    return ", ".join(f"{count_words(n)} đầu việc {kind}" for kind, n in kinds.items() if n)


# --- the period before ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """The change since the end of another period: the one before, or the same of last year."""

    ten: Annotated[str, "kỳ được so với; rỗng khi không có", "quý II năm 2023"]
    thay_doi: Annotated[
        str, "điều thay đổi so với kỳ ấy", "đầu việc đã hoàn thành tăng 02 (từ 03 lên 05)"
    ]


def change_words(then: stats.Row, now: stats.Row) -> str:
    """Compare two totals of the official table by finished work, late work and rate."""
    done = [row.items["done"] + row.items["done_late"] for row in (then, now)]
    late = [row.items["overdue"] for row in (then, now)]
    words = [
        f"đầu việc đã hoàn thành {_moved(*done)}",
        f"đầu việc quá hạn chưa hoàn thành {_moved(*late)}",
    ]
    if now.rate is not None and then.rate is not None and now.rate != then.rate:
        way = "tăng" if now.rate > then.rate else "giảm"
        points = number_words(abs(now.rate - then.rate))
        words.append(f"tỷ lệ hoàn thành {way} {points} điểm phần trăm")
    return "; ".join(words)


def _moved(before: int, after: int) -> str:
    old, new, by = map(count_words, (before, after, abs(after - before)))
    if after == before:
        return f"không đổi ({new})"
    return (
        f"tăng {by} (từ {old} lên {new})" if after > before else f"giảm {by} (từ {old} còn {new})"
    )
