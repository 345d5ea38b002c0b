"""What a chart shows, as plain values: its bars, their parts and its words."""

from typing import NamedTuple


class Series(NamedTuple):
    """One state: its name in the legend, and its number in each category."""

    name: str
    values: tuple[int, ...]


class Chart(NamedTuple):
    """Bars stacked from series, one bar a category.

    `words` tell all of it to those who cannot see it.
    """

    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    words: str

    @property
    def mark(self) -> str:
        """What the template prints where the chart is to stand."""
        return f"[Biểu đồ: {self.title}]"
