"""A second year of the example, carried on by the program, decided on and filled in for a quarter:
what its report compares with the year before is what a second reading of both years finds."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from second_reading import Reading, Said, load, span
from sheets import filled
from statements import number_of
from support import Run, swap

OLD, NEW = 2024, 2025
NUMBER = r"\d[\d.]*(?:,\d+)?"
DONE = ("done", "done_late")
MARK = "việc của kế hoạch năm 2024, ngày"
FORMS = {
    "DNLD": {
        "A.III.2": {
            "state": "Đang thực hiện",
            "figures": "Số yêu cầu cung cấp thông tin đã tiếp nhận (yêu cầu): 5\n"
            "Số yêu cầu được trả lời đúng hạn (yêu cầu): 5",
        },
        "A.VII.1": {
            "state": "Đang thực hiện",
            "figures": "Số kiến nghị đã tiếp nhận (kiến nghị): 14\n"
            "Số kiến nghị đã giải quyết (kiến nghị): 12",
            "result": "Đã trả lời 12 kiến nghị.",
        },
        "A.VII.1/bao-cao-thang 2025-01": {
            "state": "Đã hoàn thành",
            "finished": "15/01/2025",
            "evidence": "11/BC-KCN ngày 15/01/2025",
        },
        "A.VII.1/bao-cao-thang 2025-02": {
            "state": "Đã hoàn thành",
            "finished": "20/02/2025",
            "evidence": "34/BC-KCN ngày 20/02/2025",
            "reason": "Chờ số liệu của doanh nghiệp.",
        },
        "con-lai 2025-Q1": {"state": "x"},
    },
    "MTDD": {
        "A.II.1/cap-nhat-quy-dat 2025-Q1": {
            "state": "Đã hoàn thành",
            "finished": "10/3/2025",
            "figures": "Diện tích đất công nghiệp sẵn sàng cho thuê (ha): 71,5",
            "evidence": "Danh mục quỹ đất quý I",
        },
        "con-lai 2025-Q1": {"state": "x"},
    },
}
RECORDS = [
    "A.I.1 --unit BPMC --date 10/3/2025 --state doing --figure ho-so-giai-quyet=402"
    " --figure ho-so-dung-han=399 --figure ho-so-truc-tuyen=81",
    "A.VIII.1/ban-tin --period 2025-01 --unit TT.HTDN --date 20/01/2025 --state done"
    " --evidence bản-tin-số-1",
    "A.VIII.1 --unit TT.HTDN --date 11/3/2025 --state doing --figure luot-tu-van=88",
    "A.II.2 --unit P.ĐTQH --date 07/3/2025 --state doing --figure van-ban-quy-hoach=9",
    "A.III.4/hoi-dap --unit P.ĐTQH --date 05/3/2025 --state done --evidence thông-báo-số-3",
    "A.IV.1/ra-soat-tthc --period 2025-Q1 --unit VP --date 12/3/2025 --state done"
    " --figure tthc-don-gian-hoa=4 --evidence tờ-trình-số-8",
]


def decided(text: str) -> str:
    """The draft as a clerk leaves it: everything looked at, two tasks of the old year ended."""
    text = text.partition("# Còn nhắc năm 2024")[0]
    text = re.sub(r"\n *# (?:kiểm tra|cần quyết định):.*", "", text)
    text = re.sub(r"\n  A\.IV\.3:\n.*?(?=\n  A\.V\.1:)", "", text, flags=re.DOTALL)
    text = re.sub(r"\ntriggers:\n.*?(?=\nsubindices:)", "", text, flags=re.DOTALL)
    text = re.sub(r"    owes:\n      pho-bien-de-an:\n.*?(?=    indicators:)", "", text, flags=re.S)
    text = text.replace("29/3/2025", "28/3/2025").replace("by: 2025-03-29", "by: 2025-03-28")
    for old, new in {
        "number: null\nsymbol": "number: '215'\nsymbol",
        "issued: null": "issued: 2024-12-27",
        "signer:\n  capacity:\n  - TRƯỞNG BAN\n": "signer: truong-ban\n",
        "time: Sau khi UBND tỉnh ban hành Đề án\n": "time: Nhiệm vụ thường xuyên\n",
        "giai đoạn 2025-2027": "giai đoạn 2026-2028",
    }.items():
        text = swap(old, new)(text)
    return text


@pytest.fixture
def second_year(run: Run, example: Path) -> Path:
    """The example with its plan of 2025 and what was said in the first quarter."""

    def go(*arguments: str) -> None:
        done = run(*arguments, cwd=example)
        assert done.code == 0, done.err

    go("new", "2025", "--from", "2024")
    path = example / "plans/2025.yaml"
    path.write_text(decided(path.read_text(encoding="utf-8")), encoding="utf-8")
    go("form", "--all", "--quarter", "1", "--year", "2025", "-o", "bieu")
    for unit, rows in FORMS.items():
        form = example / f"bieu/2025-Q1_{unit}.xlsx"
        form.write_bytes(filled(form.read_bytes(), rows))
        go("record", str(form), "--year", "2025", "--received", "12/3/2025")
    for record in RECORDS:
        go("record", *record.split(), "--year", "2025")
    return example


class Year:
    """What the second reading has of the first quarter of a year."""

    def __init__(self, root: Path, year: int) -> None:
        self.reading = Reading(root, year)
        later = load(root / "plans/organisation.yaml")["units"]
        self.reading.units = {**later, **self.reading.units}
        self.window = self.reading.window(span(f"{year}-Q1"))

    def states(self, tasks: Container[str]) -> Counter[str]:
        """How much work of some tasks is in each state on the last day of the quarter."""
        pieces = self.reading.pieces(self.window.last)
        return Counter(piece.state for piece in pieces if piece.task in tasks)

    def share(self, tasks: Container[str]) -> str:
        """How much of what fell due in the quarter is finished."""
        first, last = self.window.first, self.window.last
        pieces = [p for p in self.reading.pieces(last) if p.task in tasks]
        due = [p for p in pieces if p.due and first <= p.due <= last]
        return f"{sum(p.state in DONE for p in due):02}/{len(due):02}"

    def figures(self) -> dict[tuple[str, str], Decimal]:
        """The figures of the quarter: the sum where they add up, else the last."""
        told = self.reading.told_in(self.window, self.window.last)
        keys = dict.fromkeys((u.task, key) for u in told for key in u.figures or ())
        return {(task, key): self._figure(told, task, key) for task, key in keys}

    def _figure(self, told: Sequence[Said], task: str, key: str) -> Decimal:
        if self.reading.tasks[task]["indicators"][key].get("adds_up") == "true":
            return self.reading.figure(task, key, self.window) or Decimal(0)
        given = [u.figures[key] for u in told if u.task == task and key in (u.figures or {})]
        return Decimal(given[-1])


def compared(before: str, now: str) -> str:
    """The sentence that compares the work of two years."""
    return (
        f"So với quý I năm 2024 (các nhiệm vụ tiếp nối): hoàn thành {now} đầu việc đến hạn"
        f" (quý I năm 2024: {before})."
    )


def heading_of(body: str, line: str) -> str:
    """The heading of the sub-index under which a line stands."""
    before = body[: body.index(line)]
    return [*re.finditer(r"^[a-zđ]+\) (.+)$", before, re.MULTILINE)][-1][1]


def test_the_report_of_a_second_year_is_what_both_years_say(run: Run, second_year: Path) -> None:
    assert run("check", cwd=second_year).out == "Không có lỗi.\n"
    done = run("report", "--quarter", "1", "--year", "2025", "--format", "md", cwd=second_year)
    assert done.code == 0, done.err
    body, annex, totals = re.split(r"\*\*Phụ lục I+\*\*", done.out)
    old, new = Year(second_year, OLD), Year(second_year, NEW)
    tasks = new.reading.tasks
    heirs = {about["from"].removeprefix(f"{OLD}/"): task for task, about in tasks.items()}

    # the work of the tasks that were in the old plan a year before, and all of this year's
    pairs = {was: task for was, task in heirs.items() if was in old.reading.tasks}
    assert set(heirs) - set(pairs) == {"A.III.4"}  # a document of October put it in
    assert set(old.reading.tasks) - set(pairs) == {"A.IV.3", "B.I.2"}  # ended
    assert compared(old.share(pairs), new.share(set(pairs.values()))) in body
    states, (total,) = new.states(tasks), re.findall(r"^\| *\| \*\*Tổng cộng.*$", totals, re.M)
    in_time = states["open"] + states["not_due"]
    counted = [states["done"], states["done_late"], in_time, states["overdue"], 0, 0]
    assert [int(n) for n in re.findall(r"\*\*(\d+)\*\*", total)][2:] == [states.total(), *counted]

    # figures beside those of the same period
    then, now = old.figures(), new.figures()
    beside = {
        (tasks[task]["indicators"][key]["title"].lower(), figure - then[was, key])
        for was, task in pairs.items()
        for key in tasks[task].get("indicators") or ()
        if (figure := now.get((task, key))) is not None and (was, key) in then
        if tasks[task]["indicators"][key]["unit"] != "%"
    }
    said = re.findall(
        rf"([^;:.\n]+?)(?:: {NUMBER}[^;:(\n]* \\?\(| )"
        rf"(?:(tăng|giảm) ({NUMBER})[^;)\n]*? so với|bằng) quý I năm 2024",
        body,
    )
    named = {
        (title.strip("- ").lower(), {"giảm": -1}.get(way, 1) * number_of(by or "0"))
        for title, way, by in said
    }
    assert len(beside) >= 6
    assert named == beside

    # results of the old year's last days, each under the task that carries its own on
    last = [
        u
        for u in old.reading.counting()
        if new.window.first <= u.day <= date(OLD, 12, 31) and u.result
    ]
    assert [u.task for u in last] == ["A.VII.1", "A.III.4", "A.II.1"]
    assert body.count(MARK) == annex.count(MARK) == len(last)
    for update in last:
        told = f"{MARK} {update.day:%d/%m/%Y}): {update.result.rstrip('.')}"
        section = heirs[update.task].rpartition(".")[0]
        assert heading_of(body, told) == new.reading.plan["sections"][section]["title"]
        (row,) = [row for row in annex.splitlines() if told in row]
        assert tasks[heirs[update.task]]["work"].partition("\n")[0] in row
