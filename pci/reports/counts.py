"""Counts of tasks and work, as tables and sentences print them; a sentence leaves out a zero."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, NamedTuple

from pci.core import stats
from pci.core.ledger import FINISHED, Item, percent
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
    if not whole:
        return "–"
    below = f"\n({number_words(percent(part, whole))}%)" if whole >= 10 else ""
    return f"{part:02}/{whole:02}{below}"


# --- all work, by its state -----------------------------------------------------------------------

WorkCounted = Annotated[
    str,
    "số đầu việc có thời hạn theo từng tình trạng; rỗng khi không có đầu việc nào",
    "trong 03 đầu việc có thời hạn: 01 đã hoàn thành (đúng hạn), 02 chưa hoàn thành (quá hạn)",
]
"""What a template may print of `work_words`."""


def work_words(row: stats.Row, whose: str = "") -> str:
    """Count all work with a due day by its state: `trong 03 đầu việc có thời hạn: 01 đã hoàn thành
    (đúng hạn), 02 chưa hoàn thành (quá hạn)`."""
    if not row.total:
        return ""
    items = row.items
    parts = (
        _part("đã hoàn thành", {"đúng hạn": items["done"], "quá hạn": items["done_late"]}),
        _part(
            "chưa hoàn thành", {"trong hạn": row.unfinished_in_time, "quá hạn": items["overdue"]}
        ),
        _part("chưa đủ điều kiện thực hiện", {"": items["waiting"]}),
        _part("tạm dừng", {"": items["suspended"]}),
    )
    states = f"trong {count_words(row.total)} đầu việc có thời hạn{whose}: "
    return states + ", ".join(filter(None, parts)) + _rates(row)


def _rates(row: stats.Row) -> str:
    """State the share that is finished with its parts, and the share finished in time, where there
    is enough work for per cent: below that they only repeat the counts."""
    if not rate_words(row).endswith("%"):
        return ""
    in_time, done = row.items["done"], row.items["done"] + row.items["done_late"]
    due = done + row.items["overdue"]
    shares = [number_words(percent(part, due)) for part in (done, in_time)]
    return (
        f". Tỷ lệ hoàn thành: {shares[0]}% ({done:02}/{due:02} đầu việc đã hoàn thành hoặc đã đến"
        f" hạn); hoàn thành đúng hạn: {shares[1]}% ({in_time:02}/{due:02})"
    )


def _part(what: str, kinds: Mapping[str, int]) -> str:
    """Count work of several kinds: `10 đã hoàn thành (đúng hạn 08, quá hạn 02)`."""
    counts = {kind: count for kind, count in kinds.items() if count}
    if not counts:
        return ""
    each = [f"{kind} {count_words(count)}" for kind, count in counts.items()]
    named = ", ".join(each if len(each) > 1 else counts)
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
        "hoàn thành 03/03 đầu việc đến hạn (quý II: 02/02): đúng hạn",
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


def due_work(
    items: Iterable[Item], window: ReportingPeriod | None, name: str = "", then: str = ""
) -> DueWork:
    """Say what fell due within a window, beside the share of the period of that name; empty where
    there is no window."""
    if window is None:
        return DueWork("", "")
    listed = tuple(items)
    words = share_words(due_share(listed, window), name, then)
    return DueWork(period_words(window.period), words + _more(due_counts(listed, window)))


def due_share(items: Iterable[Item], window: ReportingPeriod) -> str:
    """Say how much of what fell due within a window is finished: `02/06`; empty where nothing
    did."""
    states = due_counts(items, window).states
    return f"{states['done'] + states['done_late']:02}/{states.total():02}" if states else ""


def share_words(now: str, name: str = "", then: str = "") -> str:
    """Say a share beside that of another period: `hoàn thành 02/06 đầu việc đến hạn (quý I:
    02/02)`."""
    beside = f" ({name}: {then or 'không có'})" if name and (now or then) else ""
    own = f"hoàn thành {now} đầu việc đến hạn" if now else "không có đầu việc đến hạn"
    return own + beside


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


def _more(counts: DueCounts) -> str:
    """Say how the work that fell due was finished, what of it is left, and what else was finished:
    `: đúng hạn 02; quá hạn chưa hoàn thành 01; ngoài ra …`."""
    states, more = counts.states, _besides_words(counts)
    due = states.total()
    done, late, overdue = states["done"], states["done_late"], states["overdue"]
    in_time, out_of_time = (_share_of("đúng hạn", done, due), _share_of("quá hạn", late, due))
    if counts.earlier:
        some = "" if counts.earlier == done else f"trong đó {count_words(counts.earlier)} "
        in_time += f" ({some}hoàn thành từ trước)"
    finished = ", ".join(filter(None, [in_time, out_of_time]))
    left = due - done - late - overdue
    besides = "ngoài ra " if due else ""
    parts = (
        f"; quá hạn chưa hoàn thành {count_words(overdue)}" if overdue else "",
        f"; đang thực hiện hoặc tạm dừng {count_words(left)}" if left else "",
        f"; {besides}đã hoàn thành {more}" if more else "",
    )
    return (f": {finished}" if finished else "") + "".join(parts)


def _share_of(kind: str, count: int, whole: int) -> str:
    """Count work of a kind; the number of the whole stands before it already."""
    return "" if not count else kind if count == whole else f"{kind} {count_words(count)}"


def _besides_words(counts: DueCounts) -> str:
    """Count what else was finished: `01 đầu việc quá hạn từ trước`."""
    kinds = {
        "quá hạn từ trước": counts.finished["before"],
        "trước thời hạn": counts.finished["after"],
        "không định thời hạn": counts.finished["undated"],
    }
    return ", ".join(f"{count_words(n)} đầu việc {kind}" for kind, n in kinds.items() if n)


# --- another period -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """The work of this period beside that of another: the one before, or the same of last year."""

    ten: Annotated[str, "kỳ được so với; rỗng khi không có", "quý II năm 2023"]
    thay_doi: Annotated[
        str,
        "đầu việc đến hạn đã hoàn thành của kỳ này và kỳ ấy",
        "hoàn thành 02/06 đầu việc đến hạn (quý II: 02/02)",
    ]
