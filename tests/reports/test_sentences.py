"""No sentence of any paper states what a second reading of the same files contradicts."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_years import YEAR, Fields, History, word, written, years
from second_reading import Reading, Window, span
from statements import SOME_LEFT, Paper, owing, read_line, read_paper
from support import Run

from pci.core.ledger import update_id
from pci.core.model import Update
from pci.files import shape

NUMBERS = count()
REPORTS = {
    ("--month", "9"): "2024-09",
    ("--quarter", "1"): "2024-Q1",
    ("--quarter", "3"): "2024-Q3",
    ("--quarter", "4"): "2024-Q4",
    ("--half", "1"): "2024-H1",
    ("--nine-months",): "2024-9M",
    ("--annual",): "2024",
    ("--from", "2024-05-01", "--to", "2024-07-31"): "2024-05-01_2024-07-31",
}
UNITS = ("van-phong", "mot-cua", "to-thu-ky", "phong-mot", "phong-hai")


def latest_due(reading: Reading, as_of: date) -> Window | None:
    """The last window whose internal day has passed."""
    windows = [reading.window(span(f"{YEAR}-Q{n}")) for n in range(1, 5)]
    return next((w for w in reversed(windows) if w.internal_due < as_of), None)


def make(run: Run, root: Path, *command: str, text: bool = False) -> str:
    """A paper as text; nothing where nobody is to be written to."""
    how = () if text else ("--format", "md")
    done = run(*command, "--root", str(root), *how)
    assert done.code == 0, done.err
    return done.out


def report_of(reading: Reading, period: str, unit: str | None = None) -> Paper:
    """What a report of a period draws on."""
    window = reading.window(span(period))
    return Paper(reading, window.last, window, unit)


def admitting(reading: Reading, root: Path, paper: Paper) -> Path:
    """The Office's words by which it admits that units are silent."""
    assert paper.window
    parts = [
        f"{'; '.join(reading.units[i]['name'] for i in sorted(units))} {words}"
        for words in ("chưa gửi báo cáo", SOME_LEFT)
        if (units := owing(paper, words) & paper.admitted)
    ]
    sentence = f"Đến thời điểm báo cáo, {'; '.join(parts)}." if parts else "Lời."
    path = root / f"plans/{YEAR}/reports/{paper.window.span.id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"written: {YEAR}-12-31T08:00:00+07:00\nassessment: {sentence}\n", "utf-8")
    return path


def maker(run: Run, root: Path, papers: list[str]) -> Callable[..., str]:
    """Makes papers of a workspace, each put into a list too."""

    def made(*command: str, text: bool = False) -> str:
        papers.append(make(run, root, *command, text=text))
        return papers[-1]

    return made


def hold_all(
    run: Run, history: History, root: Path, kinds: Sequence[tuple[str, ...]], as_of: date
) -> list[str]:
    """Make these papers of a year, each held against the second reading."""
    papers: list[str] = []
    made = maker(run, root, papers)
    written(history, root)
    reading = Reading(root, YEAR)
    due, day = latest_due(reading, as_of), ("--as-of", str(as_of))
    for kind in kinds:
        match kind:
            case ("unit", unit, *period):
                paper = report_of(reading, REPORTS[tuple(period)], unit)
                read_paper(paper, made("report", *period, "--unit", unit))
            case ("admitted", number):
                paper = report_of(reading, f"{YEAR}-Q{number}")
                silent = sorted({a.unit for a in paper.asked if not a.reported})
                paper.admitted = frozenset(silent[::2])  # the others stay a gap
                words = admitting(reading, root, paper)
                read_paper(paper, made("report", "--quarter", number))
                words.unlink()
            case ("cumulative",):
                paper = report_of(reading, f"{YEAR}-Q3")
                paper.longer = reading.window(span(f"{YEAR}-9M"))
                read_paper(paper, made("report", "--quarter", "3", "--cumulative"))
            case ("brief",):
                paper = Paper(reading, as_of, kind="brief", period=due)
                read_paper(paper, made("report", "--brief", *day))
            case ("reminder",):
                paper = Paper(reading, as_of, kind="reminder", period=due)
                read_paper(paper, made("remind", *day))
            case ("request",):
                window, now = reading.window(span(f"{YEAR}-Q3")), date(YEAR, 8, 20)
                paper = Paper(reading, now, kind="request", period=window)
                command = ("remind", "--request", "--quarter", "3", "--as-of", str(now))
                read_paper(paper, made(*command))
            case ("chat",):
                paper = Paper(reading, as_of, kind="chat", period=due)
                for line in made("remind", "--text", *day, text=True).splitlines():
                    read_line(paper, "chat", "", line)
            case _:
                paper = report_of(reading, REPORTS[kind])
                read_paper(paper, made("report", *kind))
    return papers


KINDS: list[tuple[str, ...]] = [
    *REPORTS,
    *(("unit", unit, *period) for unit in UNITS for period in [*REPORTS][1:3]),
    ("admitted", "1"),
    ("admitted", "3"),
    ("cumulative",),
    ("brief",),
    ("reminder",),
    ("request",),
    ("chat",),
]


@pytest.mark.long
@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes of processes
)
@given(
    history=years(),
    as_of=st.dates(date(YEAR, 1, 10), date(YEAR + 1, 1, 31)),
    kinds=st.lists(st.sampled_from(KINDS), min_size=3, max_size=3, unique=True),
)
def test_no_paper_states_what_the_files_contradict(
    run: Run, tmp_path: Path, history: History, as_of: date, kinds: list[tuple[str, ...]]
) -> None:
    hold_all(run, history, tmp_path / str(next(NUMBERS)), kinds, as_of)


def told(about: str, unit: str, day: str, state: str, **more: str | list[str]) -> Fields:
    """An update, typed on its day."""
    recorded = f"{day}T08:00:00+07:00"
    return {"about": about, "unit": unit, "date": day, "state": state, "recorded": recorded, **more}


TALKS = [
    told("A.I.2/doi-thoai", unit, "2024-06-10", "done", period="2024-Q2")
    for unit in ("phong-mot", "phong-hai")
]
MONTHS = [
    told("A.I.1/thang", "phong-mot", f"2024-0{n}-12", "done", period=f"2024-0{n}", result=word(n))
    for n in (7, 8)
]


@pytest.mark.parametrize("updates", [[], TALKS, MONTHS])
def test_silence_that_the_office_admits(run: Run, tmp_path: Path, updates: list[Fields]) -> None:
    history = {update_id(shape.value(Update, fields)): fields for fields in updates}
    quarters = [("admitted", "2"), ("admitted", "3")]
    hold_all(run, history, tmp_path / "nam", quarters, date(YEAR, 9, 20))


FAULTS: list[tuple[str, list[Fields], tuple[str, ...], str, str]] = [
    (
        "việc thường xuyên không bao giờ xong hẳn",
        [told("A.II.3", "van-phong", "2024-08-10", "done", evidence=[word(1)])],
        ("--quarter", "3"),
        "Có kết quả trong kỳ",
        "| Đã hoàn thành |",
    ),
    (
        "cả trong báo cáo của kỳ dài",
        [told("A.II.3", "van-phong", "2024-08-10", "done", evidence=[word(1)])],
        ("--annual",),
        "¤Văn phòng¤ (quý III): đang thực hiện.",
        "¤Văn phòng¤ (quý III): đã hoàn thành.",
    ),
    (
        "đơn vị đã xong một lần không đứng trong danh sách còn nợ lần ấy",
        TALKS,
        ("--half", "1"),
        "- ¤Đối thoại¤ (quý II năm 2024): ¤Văn phòng¤.",
        "- ¤Đối thoại¤ (quý II và quý IV năm 2024)",
    ),
    (
        "lần đã mở lại không còn đếm là đã hoàn thành",
        [
            *MONTHS,
            told("A.I.1/thang", "phong-mot", "2024-09-01", "doing", period="2024-08"),
        ],
        ("--quarter", "3"),
        f"- Ngày 12/7: {word(7)}.",
        "đã thực hiện 02 lần",
    ),
    (
        "lời của đơn vị phối hợp không làm cho việc xong",
        [fields | {"unit": "phong-hai"} for fields in MONTHS],
        ("--quarter", "3"),
        f"- Ngày 12/8: {word(8)} (¤Phòng Hai¤).",
        "đã thực hiện 02 lần",
    ),
    (
        "nhiệm vụ phối hợp mang tình trạng của chính nhiệm vụ ấy",
        [],
        ("unit", "phong-hai", "--quarter", "3"),
        "| Quá hạn |",
        "- ¤Báo cáo tháng¤",
    ),
    (
        "giải pháp chung chỉ có tài liệu thì là một câu",
        [told("II.2", "phong-mot", "2024-08-10", "doing", evidence=[word(1)])],
        ("--quarter", "3"),
        f"- Triển khai nội dung tại mục II.2 của Kế hoạch ({word(1)}).",
        "- II.2",
    ),
]


@pytest.mark.parametrize(
    ("updates", "kind", "stands", "never"),
    [pytest.param(*fault[1:], id=fault[0]) for fault in FAULTS],
)
def test_a_statement_once_false(
    run: Run,
    tmp_path: Path,
    updates: list[Fields],
    kind: tuple[str, ...],
    stands: str,
    never: str,
) -> None:
    history = {update_id(shape.value(Update, fields)): fields for fields in updates}
    (text,) = hold_all(run, history, tmp_path / "nam", [kind], date(YEAR, 9, 20))
    assert stands in text
    assert never not in text


def test_that_nobody_was_asked_is_told_once(run: Run, tmp_path: Path) -> None:
    root = written({}, tmp_path / "nam")
    done = run("report", "--month", "9", "--root", str(root), "--format", "md")
    told = [line for line in done.err.splitlines() if "Kỳ này" in line]
    assert told == ["Kỳ này không phải kỳ báo cáo của các đơn vị: không tính ai còn thiếu."]
    assert "[Kỳ này không đề nghị các đơn vị báo cáo; ¤Văn phòng¤ bổ sung]" in done.out.replace(
        "\\", ""
    )


def test_the_help_of_log_says_what_is_listed_without_a_day(run: Run) -> None:
    words = " ".join(run("log", "--help").out.replace("│", " ").split())
    assert "mặc định kể mọi cập nhật, với --open là hôm nay" in words
