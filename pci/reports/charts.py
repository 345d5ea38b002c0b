"""The charts of a report: the states of the work with a due day, by sub-index and by unit."""

from collections.abc import Callable, Sequence
from textwrap import shorten

from pci.core import stats
from pci.core.ledger import Ledger
from pci.core.vi import join_words, lower_first
from pci.word.chart_data import Chart, Series

_STATES: tuple[tuple[str, Callable[[stats.Row], int]], ...] = (
    ("Hoàn thành đúng hạn", lambda row: row.items["done"]),
    ("Hoàn thành quá hạn", lambda row: row.items["done_late"]),
    ("Chưa hoàn thành, trong hạn", lambda row: row.unfinished_in_time),
    ("Chưa hoàn thành, quá hạn", lambda row: row.items["overdue"]),
    ("Chưa đủ điều kiện", lambda row: row.items["waiting"]),
    ("Tạm dừng", lambda row: row.items["suspended"]),
)
"""The states in the order of the columns of Phụ lục II."""

_THICK, _LINE = 15, 63
"""The most bars that leave room for names of two lines, and the letters of a line."""


def progress_charts(book: Ledger) -> dict[str, Chart]:
    """Draw the two charts of Phụ lục II, by their fields; none where no work has a due day."""
    tables = {
        "bieu_do_chi_so": ("chỉ số thành phần", stats.by_index(book).rows),
        "bieu_do_don_vi": ("đơn vị", stats.by_unit(book).rows),
    }
    return {
        field: _progress(f"Đầu việc có thời hạn theo {heading}", rows)
        for field, (heading, rows) in tables.items()
        if any(row.total for row in rows)
    }


def _progress(title: str, rows: Sequence[stats.Row]) -> Chart:
    words = " ".join(map(_words, rows))
    return Chart(
        title=title,
        categories=tuple(_label(number, row, len(rows)) for number, row in enumerate(rows, 1)),
        series=tuple(Series(name, tuple(map(count, rows))) for name, count in _STATES),
        words=f"{title}. {words}",
    )


def _label(number: int, row: stats.Row, bars: int) -> str:
    """Name a bar; among many thin ones each has one line, a long name its number in the table."""
    if bars <= _THICK or len(row.title) <= _LINE:
        return row.title
    return f"{number}. {shorten(row.title, _LINE - 4, placeholder=' …')}"


def _words(row: stats.Row) -> str:
    """Tell a bar to those who cannot see it."""
    counts = [f"{count(row)} {lower_first(name)}" for name, count in _STATES if count(row)]
    return f"{row.title}: {join_words(counts) or 'không có'}."
