"""Work with a due day counted in a sentence: what there is none of is left out, and a share that only says the counts
again."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, NamedTuple

from pci.core.stats import Row
from pci.core.vi import count_words
from pci.lists.columns import rate_words

WorkCounted = Annotated[
    str,
    "số đầu việc có thời hạn theo từng tình trạng; rỗng khi không có đầu việc nào",
    "trong 03 đầu việc có thời hạn: 01 đã hoàn thành (đúng hạn); 02 chưa hoàn thành (quá hạn)",
]
"""What a template may print of `work_words`."""


def work_words(row: Row, whose: str = "") -> str:
    """`trong 16 đầu việc có thời hạn: 10 đã hoàn thành (đúng hạn 08, quá hạn 02); 06 chưa hoàn thành (trong hạn); …`;
    empty where there is no such work."""
    if not row.total:
        return ""
    items, share = row.items, rate_words(row)
    parts = (
        _part("đã hoàn thành", {"đúng hạn": items["done"], "quá hạn": items["done_late"]}),
        _part(
            "chưa hoàn thành", {"trong hạn": row.unfinished_in_time, "quá hạn": items["overdue"]}
        ),
        _part("chưa đủ điều kiện thực hiện", {"": items["waiting"]}),
        _part("tạm dừng", {"": items["suspended"]}),
        f"tỷ lệ hoàn thành trên số đã hoàn thành hoặc đã đến hạn: {share}"
        if share.endswith("%")
        else "",
    )
    return f"trong {count_words(row.total)} đầu việc có thời hạn{whose}: {'; '.join(filter(None, parts))}"


class Besides(NamedTuple):
    """Work finished in some days that did not fall due in them: late from before, ahead of its day, without a day."""

    late: int
    ahead: int
    undated: int


def due_words(
    states: Iterable[str], earlier: int, besides: Besides, before: str = "kỳ trước"
) -> str:
    """`có 15 đầu việc đến hạn: 14 đã hoàn thành (đúng hạn 10, quá hạn 04), 01 quá hạn chưa hoàn thành; ngoài ra …`: the
    work that fell due in some days by its state now, of which so much was finished `earlier`, and what else was
    finished in them. Less what was finished earlier, all of it makes what these days add to the finished work.
    `before` names the time before them."""
    found = Counter(states)
    done = found["done"] + found["done_late"]
    other = found.total() - done - found["overdue"]
    among = "" if earlier == done else f"trong đó {count_words(earlier)} "
    parts = (
        _part(
            "đã hoàn thành",
            {"đúng hạn": found["done"], "quá hạn": found["done_late"]},
            f"; {among}hoàn thành từ {before}" if earlier else "",
        ),
        _part("quá hạn chưa hoàn thành", {"": found["overdue"]}),
        _part("đang thực hiện hoặc tạm dừng", {"": other}),
    )
    due = f"có {count_words(found.total())} đầu việc đến hạn: {', '.join(filter(None, parts))}"
    kinds = zip(
        besides, (f"quá hạn từ {before}", "trước thời hạn", "không định thời hạn"), strict=True
    )
    more = ", ".join(f"{count_words(count)} đầu việc {kind}" for count, kind in kinds if count)
    if not more:
        return due if found else "không có đầu việc đến hạn"
    return (
        f"{due}; ngoài ra đã hoàn thành {more}"
        if found
        else f"không có đầu việc đến hạn; đã hoàn thành {more}"
    )


def _part(what: str, kinds: Mapping[str, int], note: str = "") -> str:
    found = {name: count for name, count in kinds.items() if count}
    each = (
        ", ".join(found)
        if len(found) == 1
        else ", ".join(f"{n} {count_words(c)}" for n, c in found.items())
    )
    return (
        f"{count_words(sum(found.values()))} {what}{f' ({each}{note})' if each else ''}"
        if found
        else ""
    )
