"""The charts of a report: the states of the work with a due day, by sub-index and by unit."""

from collections.abc import Callable
from typing import NamedTuple

from pci import stats
from pci.ledger import Ledger
from pci.vi import join_words, lower_first


class Series(NamedTuple):
    """One state: its name in the legend, and its number in each category."""

    name: str
    values: tuple[int, ...]


class Chart(NamedTuple):
    """Bars stacked from series, one bar a category. `words` tell all of it to those who cannot see it."""

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    words: str

    @property
    def mark(self) -> str:
        """What the template prints where the chart is to stand: plain text, as all that a template sees."""
        return f"[Biểu đồ: {self.title}]"


_STATES: tuple[tuple[str, Callable[[stats.Row], int]], ...] = (
    ("Hoàn thành đúng hạn", lambda row: row.items["done"]),
    ("Hoàn thành quá hạn", lambda row: row.items["done_late"]),
    ("Chưa hoàn thành, trong hạn", lambda row: row.unfinished_in_time),
    ("Chưa hoàn thành, quá hạn", lambda row: row.items["overdue"]),
    ("Chưa đủ điều kiện", lambda row: row.items["waiting"]),
    ("Tạm dừng", lambda row: row.items["suspended"]),
)
"""The states as the columns of Phụ lục II name them."""


def progress_charts(book: Ledger) -> dict[str, Chart]:
    """The two charts of Phụ lục II by their fields; none where no work has a due day, for there is nothing to draw."""
    tables = {"bieu_do_chi_so": stats.by_index(book).rows, "bieu_do_don_vi": stats.by_unit(book).rows}
    heads = {"bieu_do_chi_so": "chỉ số thành phần", "bieu_do_don_vi": "đơn vị"}
    return {
        field: _progress(f"Đầu việc có thời hạn theo {heads[field]}", rows)
        for field, rows in tables.items()
        if any(row.total for row in rows)
    }


def _progress(title: str, rows: tuple[stats.Row, ...]) -> Chart:
    series = tuple(Series(name, tuple(map(count, rows))) for name, count in _STATES)
    return Chart(title, tuple(row.title for row in rows), series, f"{title}. {' '.join(map(_told, rows))}")


def _told(row: stats.Row) -> str:
    counts = [f"{count(row)} {lower_first(name)}" for name, count in _STATES if count(row)]
    return f"{row.title}: {join_words(counts) or 'không có'}."
