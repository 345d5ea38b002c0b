"""What the papers of the program state, held sentence by sentence against a second reading.

A paper is read as Markdown. Every sentence of the program's own, in every cell, must be one of the
patterns below; each says what is to be true. A sentence with a digit or a word of state that no
pattern knows is itself a fault, so that no new sentence escapes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from second_reading import Asked, Piece, Reading, Said, Window, rate, span

DONE = ("done", "done_late")
DELAYED = ("overdue", "done_late", "suspended")
LABELS = {
    "quá hạn": "overdue",
    "đang thực hiện (trong hạn)": "open",
    "tạm dừng": "suspended",
    "chưa đủ điều kiện thực hiện": "waiting",
    "chưa đến hạn": "not_due",
    "đã hoàn thành (quá hạn)": "done_late",
    "đã hoàn thành": "done",
    "thường xuyên": "standing",
    "nhiệm vụ thường xuyên": "standing",
    "không còn đầu việc": "none",
}
SAID = {
    "đang thực hiện": "doing",
    "đã hoàn thành": "done",
    "tạm dừng": "suspended",
    "không phát sinh trong kỳ": "nothing",
}
KINDS = {"khó khăn": "difficulty", "kiến nghị": "proposal"}

# --- words ----------------------------------------------------------------------------------------

NAME, WORD = "¤[^¤]+¤", "※[a-z]+※"
NAMES = f"{NAME}(?:(?:, | và |; ){NAME})*"
DAY = r"\d\d/\d{1,2}/\d{4}"
_YEAR = r"(?: năm \d{4})?"
PERIOD = (
    rf"(?:[Ll]ần \d+{_YEAR}|[Qq]uý [IV]+{_YEAR}|[Tt]háng \d+{_YEAR}"
    rf"|6 tháng (?:đầu|cuối){_YEAR}|9 tháng đầu{_YEAR}|[Nn]ăm \d{{4}})"
)
_TIME = rf"(?:{PERIOD}|[Hh]ạn {DAY}(?: \(tạm tính\))?|[Kk]hông định thời hạn)"
_NUMERAL = r"(?:\d+|[IV]+)"
_STRETCH = (
    rf"(?:(?:[Tt]háng|[Qq]uý|[Ll]ần) {_NUMERAL}(?:–{_NUMERAL})?(?:, {_NUMERAL}(?:–{_NUMERAL})?)*"
    rf"{_YEAR}|6 tháng (?:đầu|cuối) năm|9 tháng đầu năm|(?:[Cc]ả )?[Nn]ăm(?: \d{{4}})?)"
)
_DAYS = r"[Nn]gày \d\d/\d{1,2}(?:, \d\d/\d{1,2})*"
LABEL = rf"(?:{_STRETCH}|{_DAYS})(?:; (?:{_STRETCH}|{_DAYS}))*"
"""The times of equal words in a longer report: `tháng 1–3, 5; ngày 26/3`."""
WHO = rf"(?:({NAME}(?:(?:, | và |; ){NAME})*)(?: \({LABEL}\))?: |{LABEL}: )?"
TIMES = rf"(?:từ {PERIOD} đến {PERIOD}|{_TIME}(?:(?:, | và ){_TIME})*)"
NUMBER = r"\d[\d.]*(?:,\d+)?"
STATES = "|".join(map(re.escape, sorted(LABELS, key=len, reverse=True)))
SAYINGS = "|".join(SAID)

A_STATEMENT = re.compile(
    r"\d|không|chưa|đã |hoàn thành|quá hạn|tạm dừng|đang |chờ|duy trì|thường xuyên|trong hạn"
    r"|kết quả trong kỳ|chậm|tăng|giảm|lũy kế|còn lại",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}

Time = str | date | None
"""When work is due: an id of a period, a day, or never."""


def day_of(text: str) -> date:
    """`09/8/2024`"""
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def number_of(text: str) -> Decimal:
    """`1.234,5`"""
    return Decimal(text.replace(".", "").replace(",", "."))


def printed(number: Decimal) -> str:
    """A rate as a paper prints it: `98,63`."""
    whole, _, fraction = f"{number:f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole + ("," + fraction if fraction else "")


def period_of(text: str, year: int) -> str:
    """The id of a period: `quý III năm 2024`."""
    if match := re.search(r" ?năm (\d{4})$", text, re.IGNORECASE):
        year, text = int(match[1]), text[: match.start()]
    kind, _, number = text.lower().partition(" ")
    if not kind or kind in ("cả", "năm"):
        return str(year)
    if kind in ("6", "9"):
        half = "H1" if number.endswith("đầu") else "H2"
        return f"{year}-{half if kind == '6' else '9M'}"
    if kind == "quý":
        return f"{year}-Q{_ROMAN[number.upper()]}"
    return f"{year}-{int(number):02}" if kind == "tháng" else f"{year}-lan-{number}"


def times_of(text: str, year: int) -> list[Time]:
    """When work is due, time by time: `từ tháng 6 đến tháng 8 năm 2024`."""
    if match := re.fullmatch(f"từ ({PERIOD}) đến ({PERIOD})", text):
        first, last = (period_of(words, year) for words in match.groups())
        return [*_between(first, last)]
    times: list[Time] = []
    for words in re.findall(_TIME, text):
        if words.lower().startswith("hạn"):
            times.append(day_of(words.split()[1]))
        else:
            times.append(None if "định" in words else period_of(words, year))
    return times


def label_of(text: str, year: int) -> list[Time]:
    """The times of a label: `tháng 1–3, 5; ngày 26/3`."""
    times: list[Time] = []
    for part in text.split("; "):
        kind, _, numbers = part.partition(" ")
        if kind.lower() == "ngày":
            times += [day_of(f"{day}/{year}") for day in numbers.split(", ")]
        elif kind.lower() in ("tháng", "quý", "lần"):
            numbers = re.sub(r" năm \d+$", "", numbers)
            for stretch in numbers.split(", "):
                first, _, last = stretch.partition("–")
                ids = [period_of(f"{kind} {n}", year) for n in (first, last or first)]
                times += _between(*ids) if last else ids[:1]
        else:
            times.append(period_of(part.removesuffix(" năm"), year))
    return times


def _between(first: str, last: str) -> Iterator[str]:
    """The periods of one kind from one to another."""
    head, start = re.fullmatch(r"(.*?)(\d+)", first).groups()  # type: ignore[union-attr]
    width = len(start)
    for n in range(int(start), int(last[len(head) :]) + 1):
        yield f"{head}{n:0{width}}"


def when(piece: Piece) -> Time:
    """When a piece of work is due, as a paper names it."""
    return piece.period or piece.due


# --- a paper --------------------------------------------------------------------------------------


@dataclass
class Paper:
    """A paper and what it draws on: a window or none, the day of its states, the unit whose report
    it is."""

    reading: Reading
    as_of: date
    window: Window | None = None
    unit: str | None = None
    longer: Window | None = None
    kind: str = "report"
    period: Window | None = None
    until: date | None = None
    issued: Mapping[str, date] = field(default_factory=dict)
    admitted: frozenset[str] = frozenset()

    @property
    def year(self) -> int:
        """The year of the plan."""
        return self.reading.year

    # --- who ---

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        named = {
            **self.reading.units,
            **self.reading.plan["groups"],
            **self.reading.plan["outside"],
        }
        ids = {about["name"]: i for i, about in named.items()}
        return ids | {about["short"]: i for i, about in named.items() if "short" in about}

    def are_units(self, text: str) -> bool:
        return all(name in self._ids for name in re.findall(NAME, text))

    def units(self, text: str, task: str | None = None) -> set[str]:
        """The units that a text names; the lead of a task stands for all who answer for it."""
        ids = {self._ids[name] for name in re.findall(NAME, text)}
        if task and self.reading.tasks[task]["lead"] in ids:
            return set(self.reading.accountable(task))
        return ids

    def leads(self, unit: str | None, task: str) -> bool:
        """Whether a unit leads a task, by itself or by a sub-unit; the agency leads all."""
        leads = self.reading.members(self.reading.tasks[task]["lead"])
        return unit is None or any(unit in (u, self.reading.parent(u)) for u in leads)

    def tells(self, task: str, unit: str) -> bool:
        """Whether the paper tells of the work of a unit."""
        if self.unit is None:
            return True
        if parent := self.reading.parent(self.unit):
            return unit == parent and self.leads(self.unit, task)
        focal = (self.reading.regime.get("focal") or {}).get(task)
        return self.unit in (unit, focal or self.reading.reporter(unit))

    def hears(self, update: Said) -> bool:
        """Whether the paper quotes an update."""
        if self.unit in (None, update.unit, self.reading.reporter(update.unit)):
            return True
        above = self.unit and update.unit == self.reading.parent(self.unit)
        return (
            bool(above) and update.task in self.reading.tasks and self.leads(self.unit, update.task)
        )

    # --- what ---

    def pieces(self, as_of: date | None = None) -> list[Piece]:
        """The work that the paper tells, in its states."""
        told = self.reading.pieces(as_of or self.as_of)
        return [piece for piece in told if self.tells(piece.task, piece.unit)]

    def states(self, as_of: date | None = None) -> Counter[str]:
        """How much work is in each state."""
        return Counter(piece.state for piece in self.pieces(as_of))

    @cached_property
    def known(self) -> list[Said]:
        """The updates that count on the paper's day."""
        return self.reading.known(self.as_of)

    @cached_property
    def told(self) -> list[Said]:
        """The updates of the window that the paper quotes."""
        assert self.window
        return [u for u in self.reading.told_in(self.window, self.as_of) if self.hears(u)]

    def said(self, word: str, key: str = "result") -> Said:
        """The update whose words are printed: it must count on the paper's day."""
        for update in self.known:
            value = update.fields.get(key)
            if word == (value["text"] if isinstance(value, dict) else value):
                return update
        raise AssertionError(f"không cập nhật nào còn giá trị nêu {key} {word}")

    @cached_property
    def asked(self) -> list[Asked]:
        """Who reports on what for the window."""
        asked = self.reading.answers(self.window, self.as_of) if self.window else []
        return [a for a in asked if self.unit in (None, a.unit) or self._through(a)]

    def _through(self, asked: Asked) -> bool:
        unit = self.unit or ""
        return self.reading.reporter(unit) == asked.unit and self.leads(unit, asked.task)

    def section_tasks(self, section: str) -> list[str]:
        """The tasks of a section."""
        return [task for task in self.reading.tasks if task.rpartition(".")[0] == section]

    def task_state(self, task: str) -> str:
        """The state of a task as the paper sees it."""
        mine = self.unit if self.unit in self.reading.accountable(task) else None
        return self.reading.task_state(task, self.as_of, mine)

    def quarter(self, day: date) -> str:
        """The id of the regime's period whose window holds a day."""
        for n in range(1, 5):
            window = self.reading.window(span(f"{self.year}-Q{n}"))
            if window.first <= day <= window.last:
                return window.span.id
        return ""


Check = Callable[[Paper, str, re.Match[str]], None]
GRAMMAR: dict[str, list[tuple[re.Pattern[str], Check]]] = {}
"""What may stand at each place of a paper, and what is then to be true."""


def says(place: str, pattern: str) -> Callable[[Check], Check]:
    """A sentence, or a part of one, at a place."""

    def known(check: Check) -> Check:
        for one in place.split():
            GRAMMAR.setdefault(one, []).append((re.compile(pattern), check))
        return check

    return known


def read_line(paper: Paper, place: str, at: str, line: str) -> None:
    """Hold a line of a place against the second reading, part by part; `at` is the section, the
    task or the table that it stands in."""
    rest = line
    while rest:
        for pattern, check in GRAMMAR.get(place, []):
            if match := pattern.match(rest):
                check(paper, at, match)
                rest = rest[match.end() :].lstrip()
                break
        else:
            bare = re.sub(f"{NAME}|{WORD}", "", rest)
            assert not A_STATEMENT.search(bare), f"câu không bài thử nào biết ({place}): {rest}"
            return


def holds(value: bool, line: object = "") -> None:
    """Require that something is true, naming the line that says it."""
    assert value, f"bản đọc thứ hai nói khác: {line}"


# --- anywhere -------------------------------------------------------------------------------------


@says(
    "anywhere",
    rf"(?:Thực hiện và )?Kế hoạch số \d+/KH-BQL.*?\(số liệu từ ngày ({DAY}) đến ngày"
    rf" ({DAY})(?:, lũy kế từ ngày ({DAY}))?\) như sau:$",
)
def _data_days(paper: Paper, at: str, match: re.Match[str]) -> None:
    assert paper.window
    days = [day_of(text) for text in match.groups() if text]
    wanted = [paper.window.first, min(paper.window.last, paper.as_of)]
    holds(days == wanted + ([paper.longer.first] if paper.longer else []), match[0])


@says("anywhere", rf"TỔNG HỢP KẾT QUẢ THỰC HIỆN TÍNH ĐẾN NGÀY ({DAY})$|Tính đến ngày ({DAY})$")
def _day_of_states(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(day_of(match[1] or match[2]) == paper.as_of, match[0])


@says(
    "anywhere",
    rf"Thực hiện và Kế hoạch số \d+/KH-BQL.*? từ ngày ({DAY}) đến ngày ({DAY}) như sau:$",
)
def _days_named(paper: Paper, at: str, match: re.Match[str]) -> None:
    assert paper.window
    holds([day_of(text) for text in match.groups()] == [*paper.window[1:3]], match[0])


@says(
    "anywhere",
    r"DỰ THẢO$|\[bổ sung\]$|\./\.$|\[họ và tên\]$|Tài liệu phục vụ họp giao ban.*$"
    r"|Số: .*$|Nha Trang, ngày.*$|Kết quả thực hiện Kế hoạch nâng cao chỉ số năm 2024.*$"
    r"|V/v .*$|\(Kèm theo Báo cáo.*\)$|Trên đây là báo cáo kết quả thực hiện Kế hoạch.*\./\.$"
    r"|(?:TÌNH HÌNH, )?KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ .*$|Tiếp tục thực hiện các nhiệm vụ .*:$"
    r"|TÌNH HÌNH THỰC HIỆN KẾ HOẠCH \w+ NĂM 2024$|\d\\?\. Theo [^¤]*$|- ?Lưu: .*$"
    r"|Lưu: VT, P\d\.$|Với từng nhiệm vụ.*$|Số nhiệm vụ (?:mỗi )?đơn vị phải báo cáo:$"
    r"|- (?:Đơn vị chưa gửi báo cáo: gửi|Gửi) ngay báo cáo .*$|[IVX]+\. .*$|\d\. [^¤]*[^:¤]$"
    r"|- (?:Đơn vị có đầu việc quá hạn: khẩn|Khẩn) trương hoàn thành.*$|Kính gửi: .*$"
    rf"|Đầu việc quá hạn hoặc đến hạn từ nay đến ngày {DAY}, cần nêu.*$"
    rf"|Báo cáo {PERIOD}; số liệu từ ngày {DAY} đến ngày {DAY} .*$"
    rf"|Đề nghị .*$|Thực hiện Kế hoạch số .* như sau:$",
)
def _form(paper: Paper, at: str, match: re.Match[str]) -> None:
    """The form of a paper, which states nothing of the work."""


# --- the assessment -------------------------------------------------------------------------------

_COUNTS = {
    ("đã hoàn thành", "đúng hạn"): "done",
    ("đã hoàn thành", "quá hạn"): "done_late",
    ("chưa hoàn thành", "trong hạn"): "open",
    ("chưa hoàn thành", "quá hạn"): "overdue",
    ("chưa đủ điều kiện thực hiện", ""): "waiting",
    ("tạm dừng", ""): "suspended",
}
_PART = r"\d+ (?:đã hoàn thành|chưa hoàn thành|chưa đủ điều kiện thực hiện|tạm dừng)(?: \([^)]*\))?"


@says(
    "assessment",
    r"Kế hoạch có (\d+) nhiệm vụ(?:, trong đó (\d+) nhiệm vụ thường xuyên)? \([^)]*\)\.",
)
def _tasks_counted(paper: Paper, at: str, match: re.Match[str]) -> None:
    standing = sum(map(paper.reading.standing, paper.reading.tasks))
    holds((int(match[1]), int(match[2] or 0)) == (len(paper.reading.tasks), standing), match[0])


@says(
    "assessment",
    rf"({NAME}) (?:chủ trì (\d+) nhiệm vụ(?:, trong đó (\d+) nhiệm vụ thường xuyên)?"
    r"|không chủ trì nhiệm vụ nào)(?:; báo cáo thay đơn vị khác (\d+) nhiệm vụ)?"
    r"(?:; phối hợp (\d+) nhiệm vụ)?(?:; tham gia (\d+) nhiệm vụ)?"
    r" \(chi tiết tại Phụ lục kèm theo\)\.",
)
def _parts_counted(paper: Paper, at: str, match: re.Match[str]) -> None:
    led = [task for task in paper.reading.tasks if paper.leads(paper.unit, task)]
    standing = sum(map(paper.reading.standing, led))
    holds(paper.units(match[1]) == {paper.unit}, match[0])
    counted = [int(text or 0) for text in match.groups()[1:]]
    others = {a.task for a in paper.asked if a.task not in led}
    instead = {p.task for p in paper.pieces() if p.task not in led} | others
    holds(counted[:2] == [len(led), standing], match[0])
    holds(counted[2] <= len(instead), match[0])
    beside = {task for task in paper.reading.tasks if task not in led and task not in others}
    named = {t for t in beside if paper.unit in paper.reading.coordinating(t)}
    joined = {u.task for u in paper.told} & beside
    holds(counted[3] <= len(named) and counted[4] <= len(joined | named), match[0])


@says(
    "assessment late",
    rf"Tính đến ngày ({DAY}), trong (\d+) đầu việc có thời hạn"
    rf"(?:, kể cả việc báo cáo thay)?: ((?:{_PART}, )*{_PART})"
    rf"(?:\. Tỷ lệ hoàn thành: ({NUMBER})% \((\d+/\d+) đầu việc đã hoàn thành hoặc đã đến hạn\);"
    rf" hoàn thành đúng hạn: ({NUMBER})% \((\d+/\d+)\))?\."
    r"(?: Đầu việc quá hạn gồm:)?",
)
def _work_counted(paper: Paper, at: str, match: re.Match[str]) -> None:
    states = paper.states()
    states["open"] += states.pop("not_due", 0)
    holds(day_of(match[1]) == paper.as_of and int(match[2]) == states.total(), match[0])
    parts = re.split(r", (?=\d)", match[3])
    holds(_counted(parts) == +states, (match[0], states))
    done = states["done"] + states["done_late"]
    due = done + states["overdue"]
    if match[4]:
        in_time = Counter(done=states["done"], overdue=due - states["done"])
        holds(match[4] == _rate_words(states) and match[6] == _rate_words(in_time), match[0])
        holds(match[5] == f"{done:02}/{due:02}", match[0])
        holds(match[7] == f"{states['done']:02}/{due:02}", match[0])
    else:
        holds(due < 10, match[0])


def _rate_words(states: Counter[str]) -> str:
    value = rate([*states.elements()])
    return "" if value is None else printed(value)


def _counted(parts: Iterable[str]) -> Counter[str]:
    """Read `10 đã hoàn thành (đúng hạn 08, quá hạn 02)`."""
    states: Counter[str] = Counter()
    for part in parts:
        number, what = re.fullmatch(r"(\d+) ([^(]*?)(?: \((.*)\))?", part).group(1, 2)  # type: ignore[union-attr]
        inside = part.partition("(")[2].rstrip(")")
        if not inside:
            states[_COUNTS[what, ""]] += int(number)
        elif not re.search(r"\d", inside):
            states[_COUNTS[what, inside]] += int(number)
        else:
            kinds = [re.fullmatch(r"(.*) (\d+)", kind) for kind in inside.split(", ")]
            each = {kind[1]: int(kind[2]) for kind in kinds if kind}
            holds(sum(each.values()) == int(number), part)
            for kind, count in each.items():
                states[_COUNTS[what, kind]] += count
    return states


_BESIDES = r"(\d+) đầu việc (quá hạn từ trước|trước thời hạn|không định thời hạn)"
_SHARE = r"\d+/\d+"


@says(
    "assessment",
    rf"(?:Trong kỳ|Lũy kế (?P<longer>{PERIOD})) (?:hoàn thành (?P<share>{_SHARE}) đầu việc đến hạn"
    rf"|không có đầu việc đến hạn)(?: \((?P<before>{PERIOD}): (?P<then>{_SHARE}|không có)\))?"
    r"(?:: (?:đúng hạn(?P<time> \d+)?(?P<all_early> \(hoàn thành từ trước\))?"
    r"(?: \(trong đó (?P<early>\d+) hoàn thành từ trước\))?)?"
    r"(?:, )?(?:quá hạn(?P<late> \d+)?)?)?(?:; quá hạn chưa hoàn thành (?P<overdue>\d+))?"
    r"(?:; đang thực hiện hoặc tạm dừng (?P<left>\d+))?"
    rf"(?:; (?:ngoài ra )?đã hoàn thành (?P<more>{_BESIDES}(?:, {_BESIDES})*))?\.",
)
def _due_counted(paper: Paper, at: str, match: re.Match[str]) -> None:
    window = paper.longer if match["longer"] else paper.window
    assert window
    pieces = paper.pieces()
    due = [p for p in pieces if _is_due(p, window)]
    states = Counter(p.state for p in due)
    finished = states["done"] + states["done_late"]
    told = {key: int(match[key] or 0) for key in ("time", "early", "late", "overdue", "left")}
    for kind, key in (("đúng hạn", "time"), ("quá hạn", "late")):
        if re.search(rf": {kind}(?! \d)", match[0]):  # without a number: all that fell due
            told[key] = len(due)
    if match["all_early"]:
        told["early"] = told["time"]
    wanted = {
        "time": states["done"],
        "early": sum(bool(p.done_on and p.done_on < window.first) for p in due),
        "late": states["done_late"],
        "overdue": states["overdue"],
        "left": len(due) - finished - states["overdue"],
    }
    holds(told == wanted, (match[0], wanted))
    holds(match["share"] == _due_share(due), (match[0], due))
    if match["before"]:
        _compared(paper, match)
    others = {kind: int(n) for n, kind in re.findall(_BESIDES, match["more"] or "")}
    ended = [p for p in pieces if p.done_on and window.first <= p.done_on <= window.last]
    beside = {
        "quá hạn từ trước": sum(bool(p.due and p.due < window.first) for p in ended),
        "trước thời hạn": sum(bool(p.due and p.due > window.last) for p in ended),
        "không định thời hạn": sum(p.due is None for p in ended),
    }
    holds(others == {kind: n for kind, n in beside.items() if n}, (match[0], beside))


def _is_due(piece: Piece, window: Window) -> bool:
    return bool(piece.due and window.first <= piece.due <= window.last)


def _due_share(due: Sequence[Piece]) -> str | None:
    """How much of what fell due is finished: `02/06`; null where nothing did."""
    done = sum(p.state in DONE for p in due)
    return f"{done:02}/{len(due):02}" if due else None


def _compared(paper: Paper, match: re.Match[str]) -> None:
    """The share of the period before, as it was at its end."""
    before = paper.reading.window(span(period_of(match["before"], paper.year)))
    assert paper.window
    holds(before.span.last == paper.window.span.first - timedelta(1), match[0])
    then = [p for p in paper.pieces(before.last) if _is_due(p, before)]
    holds(match["then"] == (_due_share(then) or "không có"), match[0])


# --- who is silent --------------------------------------------------------------------------------


def _silent(paper: Paper, tasks: Iterable[str]) -> set[str]:
    wanted = set(tasks)
    return {a.unit for a in paper.asked if a.task in wanted and not a.reported}


SOME_LEFT = "chưa báo cáo đủ các nhiệm vụ"


def owing(paper: Paper, words: str, tasks: set[str] | None = None) -> set[str]:
    """The units that have not reported at all, or not on all, of some tasks."""
    asked = [a for a in paper.asked if tasks is None or a.task in tasks]
    silent = {a.unit for a in asked if not a.reported}
    heard = {a.unit for a in asked if a.reported}
    return silent & heard if words == SOME_LEFT else silent - heard


@says("result", rf"\[({NAMES}) chưa gửi báo cáo\]")
def _silent_on(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(paper.units(match[1]) == _silent(paper, [at]) - paper.admitted, (at, match[0]))


@says("result", rf"({NAMES}) (chưa gửi báo cáo|{SOME_LEFT})\.")
def _admitted_on(paper: Paper, at: str, match: re.Match[str]) -> None:
    silent = owing(paper, match[2], {at}) & paper.admitted
    holds(paper.units(match[1]) == silent, (at, match[0]))


@says("section", r"- Chưa có báo cáo của đơn vị thực hiện\.$")
def _none_reported(paper: Paper, at: str, match: re.Match[str]) -> None:
    silent = _silent(paper, paper.section_tasks(at))
    holds(bool(silent) and silent <= paper.admitted, (at, match[0]))


@says(
    "assessment",
    rf"Đến thời điểm báo cáo, (?:({NAMES}) chưa gửi báo cáo)?(?:; )?(?:({NAMES}) {SOME_LEFT})?\.",
)
def _admitted(paper: Paper, at: str, match: re.Match[str]) -> None:
    for named, words in ((match[1], "chưa gửi báo cáo"), (match[2], SOME_LEFT)):
        said = paper.units(named) if named else set()
        holds(said == owing(paper, words) & paper.admitted, match[0])


@says("section result", r"\[chưa báo cáo\]")
def _owed(paper: Paper, at: str, match: re.Match[str]) -> None:
    in_section = at in paper.reading.plan["sections"]
    tasks = paper.section_tasks(at) if in_section else [at]
    holds(bool(_silent(paper, tasks) - paper.admitted), (at, match[0]))
    asked = {a.unit for a in paper.asked if a.task == at}
    holds(in_section or paper.unit is not None or _silent(paper, tasks) == asked, (at, match[0]))


@says("assessment", rf"\[({NAMES}) (chưa gửi báo cáo|{SOME_LEFT})\]$")
def _silent_units(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(paper.units(match[1]) == owing(paper, match[2]) - paper.admitted, match[0])


@says("assessment", r"\[Chưa đơn vị nào báo cáo kỳ này\]$")
def _all_silent(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(bool(paper.asked) and not any(a.reported for a in paper.asked), match[0])
    holds(not paper.told, match[0])


@says("remarks", r"\[Chưa đủ báo cáo của các đơn vị\]$")
def _not_all_heard(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(bool(_silent(paper, paper.reading.tasks) - paper.admitted), match[0])


@says(
    "remarks",
    r"Các đơn vị đã báo cáo không (?:nêu khó khăn, vướng mắc|có kiến nghị, đề xuất)\.$"
    r"|(Chưa có báo cáo của đơn vị thực hiện)\.$",
)
def _none_of_those_heard(paper: Paper, at: str, match: re.Match[str]) -> None:
    silent = _silent(paper, paper.reading.tasks)
    holds(bool(silent) and silent <= paper.admitted, match[0])
    holds(any(a.reported for a in paper.asked) != bool(match[1]), match[0])
    raised = [u for u in paper.told if at in u.fields and u.fields[at]["to"] != "noi-bo"]
    holds(not raised and not _open(paper, at), match[0])


@says("remarks", r"\[Kỳ này không đề nghị các đơn vị báo cáo; ¤Văn phòng¤ bổ sung\]")
def _nobody_asked(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(not paper.asked, match[0])


# --- difficulties and proposals -------------------------------------------------------------------


def _open(paper: Paper, kind: str) -> list[Said]:
    """The open remarks of a kind that a report hears of."""
    assert paper.window
    last = min(paper.as_of, paper.window.last)
    listed = paper.reading.remarks(kind, paper.window.first, last, paper.as_of)
    return [u for u in listed if paper.hears(u)]


@says(
    "remarks",
    r"\[Có (\d+) (khó khăn|kiến nghị) gửi Lãnh đạo Ban, chưa đưa vào báo cáo: "
    rf"({NAMES}); ¤Văn phòng¤ xin ý kiến\]",
)
def _withheld(paper: Paper, at: str, match: re.Match[str]) -> None:
    kind = KINDS[match[2]]
    own = [u for u in _open(paper, kind) if u.fields[kind]["to"] == "lanh-dao-ban"]
    holds(kind == at and int(match[1]) == len(own), match[0])
    holds(paper.units(match[3]) == {u.unit for u in own}, match[0])


@says(
    "remarks",
    r"\[Có (\d+) (khó khăn|kiến nghị) đã được trả lời trong kỳ, chưa đưa vào báo cáo: "
    rf"({NAMES}); ¤Văn phòng¤ bổ sung\]",
)
def _settled(paper: Paper, at: str, match: re.Match[str]) -> None:
    kind = KINDS[match[2]]
    raised = [u for u in paper.told if kind in u.fields and u not in _open(paper, kind)]
    own = [u for u in raised if u.fields[kind]["to"] != "noi-bo"]
    holds(int(match[1]) == len(own) and paper.units(match[3]) == {u.unit for u in own}, match[0])


@says("remarks", r"Trong kỳ không phát sinh khó khăn, vướng mắc\.$|Không có\.$")
def _none_raised(paper: Paper, at: str, match: re.Match[str]) -> None:
    raised = [u for u in paper.told if at in u.fields]
    holds(bool(paper.asked) and all(a.reported for a in paper.asked), match[0])
    holds(not raised and not _open(paper, at), match[0])


@says("remarks", r"\[¤Văn phòng¤ bổ sung (?:khó khăn, vướng mắc|kiến nghị, đề xuất)\]$")
def _to_be_worded(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(any(at in u.fields for u in paper.known), match[0])


@says("remarks", rf"Đối với ({NAME}|[Ll]ãnh đạo Ban|.*):$")
def _addressee(paper: Paper, at: str, match: re.Match[str]) -> None:
    addressees = {u.fields[at]["to"] for u in _open(paper, at)}
    if named := paper.units(match[1]):
        holds(at == "proposal" and named <= addressees, match[0])


@says("remarks", rf"- ({WORD})(?: \(({NAME})?(?:, )?(?:từ ({PERIOD}))?\))?\.$")
def _remark(paper: Paper, at: str, match: re.Match[str]) -> None:
    update = paper.said(match[1], at)
    holds(update in _open(paper, at), match[0])
    to = update.fields[at]["to"]
    holds(paper.unit is not None or to in paper.reading.plan["outside"], match[0])
    holds(paper.units(match[2] or "") <= ({update.unit} if paper.unit else set()), match[0])
    assert paper.window
    earlier = update.day < paper.window.first
    since = paper.quarter(update.day) if earlier else ""
    holds((period_of(match[3], paper.year) if match[3] else "") == since, match[0])


# --- causes ---------------------------------------------------------------------------------------


@says("causes", rf"- ({WORD}) \(({NAME}|nhiệm vụ [\w.]+)\)\.$")
def _cause(paper: Paper, at: str, match: re.Match[str]) -> None:
    known = paper.known
    update = next((u for u in known if paper.reading.why(u) == match[1]), None)
    assert update, f"không cập nhật nào nêu nguyên nhân {match[1]}"
    _, _, name = update.about.partition("/")
    owed = paper.reading.tasks[update.task].get("owes") or {}
    title = owed[name]["title"] if name in owed else f"nhiệm vụ {update.task}"
    holds(match[2] == title, (match[0], title))
    own = [
        p for p in paper.pieces() if p.task == update.task and paper.reading.speaks(update, p.unit)
    ]
    late = [p for p in own if p.state in DELAYED]
    holds(bool(late) or update.state == "suspended", match[0])


@says("causes", rf"\[¤Văn phòng¤ bổ sung nguyên nhân của ([^\s(]+ \({NAMES}\)(?:, )?)+\]$")
def _causes_wanted(paper: Paper, at: str, match: re.Match[str]) -> None:
    for task, names in re.findall(rf"([^\s(]+) \(({NAMES})\)", match[0]):
        units = paper.units(names)
        late = {p.unit for p in paper.pieces() if p.task == task and p.state in DELAYED}
        ended = {u.unit for u in paper.told if (u.about, u.state) == (task, "suspended")}
        holds(units <= late | ended, match[0])
        said = [u for u in paper.told if u.about == task and u.unit in units]
        holds(not any(paper.reading.why(u) for u in said if u.state == "suspended"), match[0])


@says("causes", r"\[¤Văn phòng¤ bổ sung nguyên nhân khách quan, chủ quan\]$")
def _cause_wanted(paper: Paper, at: str, match: re.Match[str]) -> None:
    """A mark for the Office."""


# --- what units said, and their figures -----------------------------------------------------------


def _tasks_at(paper: Paper, at: str) -> list[str]:
    return paper.section_tasks(at) if at in paper.reading.plan["sections"] else [at]


def _obligation(paper: Paper, tasks: Iterable[str], title: str) -> tuple[str, str]:
    """The task and the name of the obligation that a title belongs to."""
    for task in tasks:
        for name, owed in (paper.reading.tasks[task].get("owes") or {}).items():
            if owed["title"] == title:
                return task, name
    raise AssertionError(f"không có đầu việc {title}")


def _meant(update: Said, paper: Paper) -> str:
    """The state that an update says: standing work as a whole is never done."""
    standing = update.about in paper.reading.tasks and paper.reading.standing(update.task)
    return "doing" if update.state == "done" and standing else str(update.state)


_NOTE = rf"(?:{NAME}|{WORD}|toàn văn tại Phụ lục(?: I)?)"


@says(
    "section leadership",
    rf"(?:- )?(?:({LABEL}): )?({WORD})"
    rf"(?: \(({_NOTE}(?:(?:, |; ){_NOTE})*)\))?\.",
)
def _quoted(paper: Paper, at: str, match: re.Match[str]) -> None:
    update, notes = paper.said(match[2]), match[3] or ""
    holds(update in paper.told, match[0])
    if at != "leadership":
        triggers = {t for task in _tasks_at(paper, at) for t in paper.reading.triggers(task)}
        holds(update.task in (*_tasks_at(paper, at), *triggers), match[0])
    holds(paper.units(notes) <= {update.unit}, match[0])
    holds(all(w in (update.evidence or ()) for w in re.findall(WORD, notes)), match[0])
    if match[1]:
        times = label_of(match[1], paper.year)
        turn = str(update.period).partition("-lan-")
        regular = paper.quarter(update.day)
        own = (update.period, update.day, regular, f"{paper.year}-lan-{turn[2]}")
        holds(any(time in times for time in own), match[0])


@says(
    "leadership",
    rf"(?:- )?Triển khai nội dung tại mục ([IV.\d]+) của Kế hoạch"
    rf" \(({_NOTE}(?:(?:, |; ){_NOTE})*)\)\.",
)
def _carried_out(paper: Paper, at: str, match: re.Match[str]) -> None:
    own = [u for u in paper.told if u.about == match[1] and not u.result]
    words = re.findall(WORD, match[2])
    holds(any(paper.units(match[2]) <= {u.unit} and words == u.evidence for u in own), match[0])


@says(
    "section",
    rf"(?:- )?({NAME}): đã thực hiện (\d+) lần(?: \(({LABEL})(?:; ({NAME}))?\))?\.",
)
def _times_done(paper: Paper, at: str, match: re.Match[str]) -> None:
    task, name = _obligation(paper, _tasks_at(paper, at), match[1])
    times = label_of(match[3], paper.year)
    holds(len(times) == int(match[2]), match[0])
    units = paper.units(match[4] or "", task) or set(paper.reading.accountable(task))
    units = {paper.reading.parent(u) or u for u in units}
    done = {
        p.period
        for p in paper.pieces()
        if (p.task, p.obligation) == (task, name) and p.unit in units and p.state in DONE
    }
    holds(set(times) <= done, (match[0], done))


@says(
    "section leadership result",
    rf"(?:- )?(?:({NAME})(?: \({LABEL}\))?: )?({NAME})(?: \({LABEL}\))?(?:: ({SAYINGS}))?"
    rf"(?: \(({_NOTE}(?:(?:, |; ){_NOTE})*)\))?\.",
)
def _condition(paper: Paper, at: str, match: re.Match[str]) -> None:
    titles = {about["title"]: i for i, about in paper.reading.plan["triggers"].items()}
    if match[2] not in titles and not match[1] and match[3]:
        _state_said(paper, at, match[2], match[3], match[0])
        return
    said = [u for u in paper.told if u.about == titles[match[2]]]
    state = SAID[match[3]] if match[3] else "done"
    units = paper.units((match[1] or "") + (match[4] or ""))
    holds(any(u.state == state and units <= {u.unit} for u in said), match[0])


def _closing(paper: Paper, task: str) -> set[str]:
    """The units whose line for all remaining tasks is their only answer on this one."""
    return {a.unit for a in paper.asked if a.task == task and a.rest and not a.updates}


def _state_said(paper: Paper, at: str, names: str, state: str, line: str) -> None:
    """Require that units said such a state of a task, in an update or in one line for the rest."""
    for unit in paper.units(names):
        own = [u for u in paper.told if u.unit == unit and u.task == at]
        closes = unit in _closing(paper, at)
        states = {_meant(u, paper) for u in own} | ({"nothing"} if closes else set())
        holds(SAID[state] in states, (at, line))


_LIST = rf"(?:{NAME} )?{NUMBER}(?:%| [\wà-ỹ]+(?: sơ)?)(?: \([^()]*\)){{0,2}}"
_FIGURE = rf"{NAME}(?: trong (?:kỳ|năm))?: {_LIST}(?:(?:, | và ){_LIST})*"


@says("section", rf"(?:- )?({_FIGURE}(?:; {_FIGURE})*)\.")
@says("result", rf"{WHO}({_FIGURE}(?:; {_FIGURE})*)\.?$")
def _figures(paper: Paper, at: str, match: re.Match[str]) -> None:
    of_unit = match[1] if match.re.groups > 1 else None
    for text in re.findall(_FIGURE, match[match.re.groups]):
        title, _, values = text.partition(":")
        task, key = _indicator(paper, _tasks_at(paper, at), re.sub(" trong (?:kỳ|năm)$", "", title))
        listed = [
            *re.finditer(rf"({NAME} )?({NUMBER})(?:%| [\wà-ỹ]+(?: sơ)?)(?: \(([^()]*)\))?", values)
        ]
        if at == task and not match[0].endswith("."):
            _figure_said(paper, task, key, of_unit, listed, text)
        elif len(listed) > 1 or not _is_total(listed[0]):
            for one in listed:
                _figure_apart(paper, task, key, one, text)
        else:
            _figure_total(paper, task, key, listed[0], text)


def _indicator(paper: Paper, tasks: Iterable[str], title: str) -> tuple[str, str]:
    for task in tasks:
        for key, about in (paper.reading.tasks[task].get("indicators") or {}).items():
            if about["title"] == title:
                return task, key
    raise AssertionError(f"không có chỉ tiêu {title}")


def _is_total(value: re.Match[str]) -> bool:
    """Whether a figure is that of the whole window, beside those of others or with its units."""
    beside = re.compile(rf":|¤|(?:so với|bằng) {PERIOD}")
    return not value[1] and (not value[3] or beside.search(value[3]) is not None)


def _giving(paper: Paper, task: str, key: str, window: Window) -> list[Said]:
    told = paper.reading.told_in(window, paper.as_of)
    return [u for u in told if u.task == task and key in (u.figures or {}) and paper.hears(u)]


def _of_window(paper: Paper, task: str, key: str, window: Window) -> Decimal | None:
    """The figure of a window: a sum, a ratio of sums, or the last value."""
    about = paper.reading.tasks[task]["indicators"][key]
    if "numerator" in about:
        above, below = (
            _of_window(paper, task, about[k], window) for k in ("numerator", "denominator")
        )
        if above is None or not below or _one_sided(paper, task, key, window):
            return None
        return (100 * above / below).quantize(Decimal("0.01"), ROUND_HALF_UP)
    values = [Decimal(str(u.figures[key])) for u in _giving(paper, task, key, window)]
    if not values:
        return None
    return sum(values, Decimal(0)) if about.get("adds_up") == "true" else values[-1]


def _one_sided(paper: Paper, task: str, key: str, window: Window) -> set[tuple[str, str]]:
    """The units that give one part of a ratio for some days, each with the part that they do not
    give for these."""
    about = paper.reading.tasks[task]["indicators"][key]
    lacking = set()
    for part, other in (("numerator", "denominator"), ("denominator", "numerator")):
        beside = _giving(paper, task, about[other], window)
        for said in _giving(paper, task, about[part], window):
            own = [one for one in beside if one.unit == said.unit]
            if not any(
                one.period == said.period
                if one.period and said.period
                else paper.quarter(one.day) == paper.quarter(said.day)
                for one in own
            ):
                lacking.add((said.unit, about[other]))
    return lacking


_LACKING = rf"({NAME}) chưa nêu ({NAME})"


_TOLD = rf"{PERIOD}|từ ngày {DAY} đến ngày {DAY}"


@says("section", rf"\[Chưa tính được ({NAME}) ({_TOLD}): ({_LACKING}(?:; {_LACKING})*)\]")
def _ratio_unknown(paper: Paper, at: str, match: re.Match[str]) -> None:
    tasks = paper.section_tasks(at)
    task, key = _indicator(paper, tasks, match[1])
    window = paper.longer or paper.window
    assert window
    days = [str(day_of(text)) for text in re.findall(DAY, match[2])]
    told = "_".join(days) or period_of(match[2], paper.year)
    holds(told == window.span.id, match[0])
    named = {
        (unit, _indicator(paper, [task], title)[1])
        for name, title in re.findall(_LACKING, match[3])
        for unit in paper.units(name)
    }
    holds(named == _one_sided(paper, task, key, window), match[0])


def _givers(paper: Paper, task: str, key: str) -> set[str]:
    """The units that give a figure of the paper's window, or the parts of a ratio."""
    assert paper.window
    about = paper.reading.tasks[task]["indicators"][key]
    parts = [about["numerator"], about["denominator"]] if "numerator" in about else [key]
    return {u.unit for part in parts for u in _giving(paper, task, part, paper.window)}


def _figure_total(paper: Paper, task: str, key: str, value: re.Match[str], line: str) -> None:
    assert paper.window
    named = paper.units(line.partition(":")[2])
    holds(not named or named == _givers(paper, task, key), (task, line))
    holds(number_of(value[2]) == _of_window(paper, task, key, paper.window), (task, line))
    for period, number in re.findall(rf"({PERIOD}): ({NUMBER})", value[3] or ""):
        window = paper.reading.window(span(period_of(period, paper.year)))
        holds(number_of(number) == _of_window(paper, task, key, window), (task, line))
    for change, by, period in re.findall(_CHANGE, value[3] or ""):
        window = paper.reading.window(span(period_of(period, paper.year)))
        then = _of_window(paper, task, key, window)
        moved = {"tăng": 1, "giảm": -1, "bằng": 0}[change] * number_of(by or "0")
        holds(then is not None and number_of(value[2]) - then == moved, (task, line))


_CHANGE = rf"(tăng|giảm|bằng) (?:({NUMBER})[^;()]* so với )?({PERIOD})"


def _figure_apart(paper: Paper, task: str, key: str, value: re.Match[str], line: str) -> None:
    """Require a figure that a unit gave in the window, of the time that is named."""
    assert paper.window
    about, note = paper.reading.tasks[task]["indicators"][key], value[3] or ""
    if "numerator" in about and (match := re.fullmatch(PERIOD, note)):
        window = paper.reading.window(span(period_of(match[0], paper.year)))
        holds(number_of(value[2]) == _of_window(paper, task, key, window), (task, line))
        return
    for update in _giving(paper, task, key, paper.window):
        period = period_of(note, paper.year) if re.fullmatch(PERIOD, note) else None
        days = [day_of(text) for text in re.findall(DAY, note)]
        if (
            number_of(value[2]) == Decimal(str(update.figures[key]))
            and paper.units(value[1] or "") <= {update.unit}
            and period in (None, update.period, paper.quarter(update.day))
            and (not days or days[-1] == update.day)
        ):
            return
    raise AssertionError(f"không ai nêu số này: {line}")


def _figure_said(
    paper: Paper, task: str, key: str, of: str | None, values: Sequence[re.Match[str]], line: str
) -> None:
    """Require that one update of the unit in the appendix's cell gave a figure."""
    (value,) = values
    assert paper.window
    units = paper.units(of or "")
    giving = [u for u in _giving(paper, task, key, paper.window) if not units or u.unit in units]
    holds(any(Decimal(str(u.figures[key])) == number_of(value[2]) for u in giving), (task, line))


_KEPT = r"[Dd]uy trì thực hiện thường xuyên(?:, không phát sinh vướng mắc)?"
_STATE = rf"{STATES}"
_TASK = rf"[A-Z]\.[IVX]+\.\d+(?: \({NAME}(?:; {NAME})*\))?"


@says("section", rf"- (?:(Các nhiệm vụ còn lại): )?({_KEPT})\.$")
def _kept_outcome(paper: Paper, at: str, match: re.Match[str]) -> None:
    tasks = [t for t in paper.section_tasks(at) if _has_outcome(paper, t, match[2].lower())]
    holds(len(tasks) >= (2 if match[1] else 1), (at, match[0], tasks))


@says("section", rf"- Nhiệm vụ ({_TASK}(?:, {_TASK})*): ({_KEPT}|{_STATE})\.$")
def _outcomes(paper: Paper, at: str, match: re.Match[str]) -> None:
    for task in re.findall(r"[A-Z]\.[IVX]+\.\d+", match[1]):
        holds(task in paper.section_tasks(at), (at, match[0]))
        holds(_has_outcome(paper, task, match[2]), (at, match[0], task))


def _has_outcome(paper: Paper, task: str, words: str) -> bool:
    if words in LABELS:
        return paper.task_state(task) == LABELS[words]
    asked = [a for a in paper.asked if a.task == task]
    heard = [a.unit for a in asked if a.reported]
    states = {paper.reading.task_state(task, paper.as_of, unit) for unit in heard}
    if not (paper.reading.standing(task) and states - {"suspended"}):
        return False
    if "vướng mắc" not in words:
        return True
    raised = [u for u in paper.told if "difficulty" in u.fields]
    raised = [
        u
        for u in (*raised, *_open(paper, "difficulty"))
        if u.task == task or _closes(u, task, paper)
    ]
    return all(a.reported for a in asked) and not raised


def _closes(update: Said, task: str, paper: Paper) -> bool:
    """Whether an update is the line that is a unit's only answer on a task."""
    return any(a.rest == update and a.task == task and not a.updates for a in paper.asked)


@says("leadership", r"\[¤Văn phòng¤ bổ sung công tác chỉ đạo, điều hành trong kỳ\]$")
@says("assessment", r"\[¤Văn phòng¤ bổ sung nhận xét, đánh giá\]$")
@says("direction", r"\[¤Văn phòng¤ bổ sung phương hướng năm 2025\]$")
def _for_the_office(paper: Paper, at: str, match: re.Match[str]) -> None:
    """A mark for the Office, which states nothing."""


# --- work to come ---------------------------------------------------------------------------------


@says(
    "direction",
    rf"- ({NAME}) \(({TIMES})\)(: quá hạn, khẩn trương hoàn thành)?(?:(?:: | \()({NAMES})\)?)?\.$",
)
def _to_come(paper: Paper, at: str, match: re.Match[str]) -> None:
    task, name = _obligation(paper, paper.reading.tasks, match[1])
    units = paper.units(match[4] or paper.reading.units[paper.unit or ""]["name"], task)
    states = ("overdue",) if match[3] else ("open", "not_due")
    own = [p for p in paper.pieces() if (p.task, p.obligation) == (task, name)]
    so = {(when(p), p.unit) for p in own if p.state in states}
    units &= {p.unit for p in own}
    said = {(time, unit) for time in times_of(match[2], paper.year) for unit in units}
    holds(bool(said) and said <= so, (match[0], so))


@says("direction", rf"- ({NAME}): thực hiện sau khi ({NAMES})\.$")
def _after(paper: Paper, at: str, match: re.Match[str]) -> None:
    task, _ = _obligation(paper, paper.reading.tasks, match[1])
    _waits(paper, task, match[2])


def _waits(paper: Paper, task: str, names: str) -> None:
    triggers = {about["title"]: i for i, about in paper.reading.plan["triggers"].items()}
    happened = paper.reading.happened(paper.known)
    named = {triggers[name] for name in re.findall(NAME, names)}
    wanted = {t for t in paper.reading.triggers(task) if t not in happened}
    holds(named == wanted, (task, names))


@says("direction", r"Hoàn thành các đầu việc còn lại của Kế hoạch năm 2024:$")
def _left_over(paper: Paper, at: str, match: re.Match[str]) -> None:
    assert paper.window
    last = paper.window.span.last
    holds((last.month, last.day) == (12, 31), match[0])


@says("direction", r"(?:Tiếp tục t|T)hực hiện các nhiệm vụ.* theo Kế hoạch(?:; trọng tâm:|\.)$")
def _goes_on(paper: Paper, at: str, match: re.Match[str]) -> None:
    standing = any(map(paper.reading.standing, paper.reading.tasks))
    holds(standing or " thường xuyên " not in match[0], match[0])


@says("direction", r"Không có nhiệm vụ đến hạn\.$")
def _none_coming(paper: Paper, at: str, match: re.Match[str]) -> None:
    states = {p.state for p in paper.pieces()}
    holds(not states & {"overdue", "open"}, match[0])


# --- the appendices -------------------------------------------------------------------------------


@says("result", rf"{WHO}[Kk]hông phát sinh trong kỳ\.$")
def _nothing(paper: Paper, at: str, match: re.Match[str]) -> None:
    for unit in paper.units(match[1] or "") or {paper.unit or ""}:
        own = [u for u in paper.told if u.unit == unit and u.task == at]
        said = any(u.state == "nothing" for u in own)
        holds(said or unit in _closing(paper, at), (at, match[0]))


@says("result", rf"{WHO}[Dd]uy trì thực hiện, không phát sinh\.$")
def _kept_up(paper: Paper, at: str, match: re.Match[str]) -> None:
    units = paper.units(match[1] or "") or {paper.unit or ""}
    holds(units <= _closing(paper, at), (at, match[0]))


@says("result", rf"{WHO}({WORD})$")
def _result(paper: Paper, at: str, match: re.Match[str]) -> None:
    update = paper.said(match[2])
    holds(update in _in_cell(paper, at), match[0])
    own = update.task == at or update.task in paper.reading.triggers(at)
    holds(own or (update.about == "con-lai" and paper.reading.covers(at, update.unit)), match[0])
    holds(update.unit in (paper.units(match[1]) if match[1] else {paper.unit}), match[0])


_SAID = "|".join(word.capitalize() for word in SAID)


@says("result", rf"(?:{LABEL}: )?({_SAID}|{SAYINGS})\.$")
def _own_state(paper: Paper, at: str, match: re.Match[str]) -> None:
    states = {_meant(u, paper) for u in paper.told if u.task == at and u.unit == paper.unit}
    holds(SAID[match[1].lower()] in states, (at, match[0]))


@says(
    "condition",
    rf"(?:({NAME}), )?(?:({NAME}), )?({TIMES}|{LABEL}): ({STATES}|đang thực hiện \(trong hạn\))"
    r"(?: (\d+) ngày)?(?:, đạt (\d+)%)?$",
)
def _work_state(paper: Paper, at: str, match: re.Match[str]) -> None:
    names = [name for name in match.group(1, 2) if name]
    titles = {owed["title"]: n for n, owed in paper.reading.tasks[at]["owes"].items()}
    units = {u for name in names if name not in titles for u in paper.units(name)}
    own = [p for p in paper.pieces() if p.task == at and (not units or p.unit in units)]
    if chosen := [titles[name] for name in names if name in titles]:
        own = [p for p in own if p.obligation == chosen[0]]
    is_label = re.fullmatch(LABEL, match[3]) and not re.search(r" năm \d{4}", match[3])
    for time in (label_of if is_label else times_of)(match[3], paper.year):
        (piece,) = [p for p in own if when(p) == time]
        holds(piece.state == LABELS[match[4]], (at, match[0], piece))
        if match[5]:
            assert piece.due
            holds(int(match[5]) == (paper.as_of - piece.due).days, (at, match[0]))
        if match[6]:
            about = (at, piece.obligation, piece.period)
            words = [u for u in paper.known if (u.task, u.obligation, u.period) == about]
            words = [
                u for u in words if u.state != "nothing" and paper.reading.speaks(u, piece.unit)
            ]
            whole = [
                u for u in paper.known if u.about == at and paper.reading.speaks(u, piece.unit)
            ]
            percents = {u.percent for u in (*words[-1:], *whole)}
            holds(match[6] in percents, (at, match[0]))


@says(
    "condition",
    rf"(?:({NAME}): )?({SAYINGS}|{'|'.join(w.capitalize() for w in SAID)})"
    r"(?:, đạt (\d+)%)?$",
)
def _whole_state(paper: Paper, at: str, match: re.Match[str]) -> None:
    state = SAID[match[2].lower()]
    units = paper.units(match[1] or "") or {
        u for u in paper.reading.accountable(at) if paper.tells(at, u)
    }
    if state == "nothing":
        asked = [a for a in paper.asked if a.task == at]
        own = [u for u in paper.told if u.task == at and _meant(u, paper) != "nothing"]
        holds(bool(asked) and all(a.reported for a in asked) and not own, (at, match[0]))
        return
    words = [paper.reading.task_word(at, unit, paper.as_of) for unit in units]
    if words and all(words):
        holds(set(words) == {state}, (at, match[0], words))
    else:
        holds(paper.task_state(at) == LABELS[match[2].lower()], (at, match[0]))


@says("condition", r"Có kết quả trong kỳ$")
def _has_results(paper: Paper, at: str, match: re.Match[str]) -> None:
    own = [u for u in paper.told if u.task == at and u.state != "nothing"]
    holds(bool(own), (at, match[0]))


@says("condition", rf"Chưa đủ điều kiện thực hiện \(chờ ({NAMES})\)$")
def _waiting(paper: Paper, at: str, match: re.Match[str]) -> None:
    _waits(paper, at, match[1])
    holds(paper.task_state(at) in ("waiting", "suspended", *DONE), (at, match[0]))


@says("condition", rf"({'|'.join(re.escape(w.capitalize()) for w in LABELS)})$")
def _task_state(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(paper.task_state(at) == LABELS[match[1].lower()], (at, match[0], paper.task_state(at)))


def _in_cell(paper: Paper, task: str) -> list[Said]:
    """What may be told of a task in the appendix: also the lines for all remaining tasks."""
    return [*paper.told, *(a.rest for a in paper.asked if a.task == task and a.rest)]


def _with_speakers(paper: Paper, lines: Iterable[str]) -> Iterator[str]:
    """Begin each line with its speakers, whom the first of theirs alone names."""
    speakers = ""
    for line in lines:
        named = re.match(rf"({NAME}(?:(?:, | và |; ){NAME})*)(?: \({LABEL}\))?: ", line)
        more = re.fullmatch(rf"(?:({LABEL}): )?({WORD}|(?:{SAYINGS}|{_SAID})\.)", line)
        if named and paper.are_units(named[1]):  # else it is an indicator with its figure
            speakers = named[1]
        if more and speakers:
            times, text = (words and words[0].lower() + words[1:] for words in more.groups())
            line = f"{speakers} ({times}): {text}" if times else f"{speakers}: {text}"
        yield line


def _annex_task(paper: Paper, cells: Sequence[str]) -> None:
    """A row of Phụ lục I."""
    works = {about["work"].strip(): i for i, about in paper.reading.tasks.items()}
    if cells[1] not in works:
        return
    task = works[cells[1]]
    for line in _with_speakers(paper, filter(None, cells[5].split("<br>"))):
        read_line(paper, "result", task, line)
    for line in filter(None, cells[6].split("<br>")):
        read_line(paper, "condition", task, line)
    for line in filter(None, cells[7].split("<br>")):
        told = [u for u in _in_cell(paper, task) if line in (u.evidence or ())]
        holds(bool(told), (task, line))


def _official_row(paper: Paper, cells: Sequence[str]) -> None:
    """A row of Phụ lục II, or the second of its heads."""
    if cells[-1] == "Đúng hạn":
        return
    tasks, pieces = [*paper.reading.tasks], paper.pieces()
    title = cells[1].removesuffix(" (PGI)")
    sections = {about["title"]: i for i, about in paper.reading.plan["sections"].items()}
    if title in sections:
        tasks = paper.section_tasks(sections[title])
        pieces = [p for p in pieces if p.task in tasks]
    elif title != "Tổng cộng":
        (unit,) = paper.units(title)
        tasks = [t for t in tasks if unit in paper.reading.accountable(t)]
        pieces = [p for p in pieces if p.unit == unit]
    states = Counter(p.state for p in pieces)
    due = states["done"] + states["done_late"] + states["overdue"]
    in_time = Counter(done=states["done"], overdue=due - states["done"])
    wanted = [
        len(tasks),
        sum(map(paper.reading.standing, tasks)),
        len(pieces),
        states["done"],
        states["done_late"],
        states["open"] + states["not_due"],
        states["overdue"],
        states["waiting"],
        states["suspended"],
    ]
    shares = [_share(states), _share(in_time)]
    holds([*cells[2:]] == [*map(str, wanted), *shares], (cells, wanted, shares))


def _share(states: Counter[str]) -> str:
    """`30/31`, from ten on with the per cent."""
    done = states["done"] + states["done_late"]
    due = done + states["overdue"]
    if not due:
        return "–"
    return f"{done:02}/{due:02}" + (f"<br>({_rate_words(states)}%)" if due >= 10 else "")


@says("anywhere", r"Tỷ lệ hoàn thành là số đầu việc đã hoàn thành trên số .* phần trăm\.$")
def _rates_defined(paper: Paper, at: str, match: re.Match[str]) -> None:
    """What the rates of the official table are, which states nothing."""


# --- the leaders' page, the letters, the chat -----------------------------------------------------


def _row_pieces(paper: Paper, title: str, units: str) -> tuple[list[Piece], date | None]:
    """The pieces of work that a row names, or the due day of the Office's own paper."""
    if match := re.fullmatch(rf"Báo cáo ({PERIOD}) gửi {NAME}", title):
        owed = paper.reading.papers(paper.as_of, paper.issued)
        (paper_due,) = [o.due for o in owed if o.period == period_of(match[1], paper.year)]
        return [], paper_due
    match = re.fullmatch(rf"({NAME})(?: \(({PERIOD})\))?", title)
    assert match, title
    task, name = _obligation(paper, paper.reading.tasks, match[1])
    period = period_of(match[2], paper.year) if match[2] else None
    wanted = paper.units(units, task)
    own = [p for p in paper.pieces() if (p.task, p.obligation, p.period) == (task, name, period)]
    own = [p for p in own if p.unit in wanted]
    holds({p.unit for p in own} == wanted, (title, units))
    return own, None


def _brief_work(state: str) -> Callable[[Paper, Sequence[str]], None]:
    def row(paper: Paper, cells: Sequence[str]) -> None:
        pieces, due = _row_pieces(paper, cells[1], cells[2])
        wanted = ("overdue",) if state == "overdue" else ("open", "not_due")
        holds(all(p.state in wanted for p in pieces), cells)
        days = {p.due for p in pieces} | ({due} if due else set())
        holds(days == {day_of(cells[3])}, cells)
        holds(int(cells[4]) == abs((paper.as_of - day_of(cells[3])).days), cells)

    return row


def _missing_rows(paper: Paper) -> Counter[str]:
    """How many tasks each unit has not reported on, for the last period that is due."""
    assert paper.period
    asked = paper.reading.answers(paper.period, paper.as_of)
    return Counter(a.unit for a in asked if not a.reported)


def _brief_missing(paper: Paper, cells: Sequence[str]) -> None:
    (unit,) = paper.units(cells[1])
    assert paper.period
    holds(day_of(cells[3]) == paper.period.internal_due, cells)
    holds(int(cells[4]) == _missing_rows(paper)[unit], cells)


def _brief_remark(paper: Paper, cells: Sequence[str]) -> None:
    match = re.fullmatch(rf"(Khó khăn|Kiến nghị) \(gửi (Lãnh đạo Ban|{NAME})\): ({WORD})", cells[1])
    assert match, cells
    kind = KINDS[match[1].lower()]
    update = paper.said(match[3], kind)
    holds(update in paper.reading.remarks(kind, date.min, paper.as_of), cells)
    holds(paper.units(cells[2]) == {update.unit} and day_of(cells[3]) == update.day, cells)
    holds(int(cells[4]) == (paper.as_of - update.day).days, cells)


@says("brief", r"1\. Việc quá hạn: (\d+)(?: \((\d+) đầu việc, (\d+) báo cáo phải gửi\))?$")
def _brief_overdue(paper: Paper, at: str, match: re.Match[str]) -> None:
    owed = [o for o in paper.reading.papers(paper.as_of, paper.issued) if o.state == "overdue"]
    works, papers = paper.states()["overdue"], len(owed)
    holds(int(match[1]) == works + papers, match[0])
    parts = [int(number) for number in match.groups()[1:] if number]
    holds(parts == ([works, papers] if papers else []), match[0])


@says("brief", r"2\. Việc đến hạn trong 30 ngày: (\d+)$")
def _brief_soon(paper: Paper, at: str, match: re.Match[str]) -> None:
    last = paper.as_of + timedelta(30)
    soon = [p for p in paper.pieces() if p.state in ("open", "not_due") and p.due and p.due <= last]
    owed = [
        o
        for o in paper.reading.papers(paper.as_of, paper.issued)
        if o.state == "open" and o.due <= last
    ]
    holds(int(match[1]) == len(soon) + len(owed), match[0])


@says(
    "brief",
    rf"3\. Đơn vị chưa gửi đủ báo cáo(?: ({PERIOD}))?: (\d+)(?: \(còn thiếu (\d+) nội dung\))?$",
)
def _brief_silent(paper: Paper, at: str, match: re.Match[str]) -> None:
    missing = _missing_rows(paper) if paper.period else Counter()
    holds(int(match[2]) == len(missing), match[0])
    holds(int(match[3] or 0) == missing.total(), match[0])
    if match[1]:
        assert paper.period
        holds(period_of(match[1], paper.year) == paper.period.span.id, match[0])


@says("brief", r"4\. Kiến nghị, khó khăn chờ quyết định: (\d+)$")
def _brief_remarks(paper: Paper, at: str, match: re.Match[str]) -> None:
    listed = [
        u
        for kind in KINDS.values()
        for u in paper.reading.remarks(kind, date.min, paper.as_of)
        if u.fields[kind]["to"] != "noi-bo"
    ]
    holds(int(match[1]) == len(listed), match[0])


_FIGURES_OF_BRIEF = {
    "nhiệm vụ": lambda paper: f"{len(paper.reading.tasks):02}",
    "đầu việc có thời hạn": lambda paper: f"{len(paper.pieces()):02}",
    "đã hoàn thành": lambda paper: _two(sum(paper.states()[s] for s in DONE)),
    "quá hạn": lambda paper: _two(paper.states()["overdue"]),
}


def _two(number: int) -> str:
    return f"{number:02}" if number else "0"


@says("brief", rf"({NUMBER}%|\d+/\d+|\d+|–)\|({'|'.join(_FIGURES_OF_BRIEF)}|tỷ lệ hoàn thành)$")
def _brief_figure(paper: Paper, at: str, match: re.Match[str]) -> None:
    states = paper.states()
    due = states["done"] + states["done_late"] + states["overdue"]
    if match[2] in _FIGURES_OF_BRIEF:
        holds(match[1] == _FIGURES_OF_BRIEF[match[2]](paper), match[0])
    elif due >= 10:
        holds(match[1] == _rate_words(states) + "%", match[0])
    else:
        done = states["done"] + states["done_late"]
        holds(match[1] == (f"{done:02}/{due:02}" if due else "–"), match[0])


@says(
    "brief",
    rf"và (\d+) (?:việc|đơn vị|kiến nghị, khó khăn) khác: {NAME}(?: \d+)?(?:, {NAME}(?: \d+)?)*$"
    r"|Không có\.$",
)
def _brief_rest(paper: Paper, at: str, match: re.Match[str]) -> None:
    if match[1]:
        each = [int(n) for n in re.findall(r"¤ (\d+)", match[0])]
        names = len(re.findall(NAME, match[0]))
        holds(int(match[1]) == sum(each) + names - len(each), match[0])
        return
    heading = GRAMMAR_OF_BRIEF.get(at)
    holds(heading is not None and heading.endswith(": 0"), (at, match[0]))


GRAMMAR_OF_BRIEF: dict[str, str] = {}
"""The heading under which a line of the leaders' page stands."""


@says(
    "reports",
    rf"Báo cáo ({PERIOD}), hạn gửi trước \d\d giờ \d\d ngày ({DAY}): (?:(\d+) đơn vị chưa gửi"
    rf" đủ báo cáo \(còn thiếu (\d+) nội dung\)|({NAME}) còn (\d+/\d+) nhiệm vụ chưa báo cáo),"
    r" gồm:$",
)
def _reports_missing(paper: Paper, at: str, match: re.Match[str]) -> None:
    assert paper.period
    holds(period_of(match[1], paper.year) == paper.period.span.id, match[0])
    missing = _missing_rows(paper)
    holds(day_of(match[2]) == paper.period.internal_due and bool(missing), match[0])
    if match[3]:
        holds((int(match[3]), int(match[4])) == (len(missing), missing.total()), match[0])
    else:
        (unit,) = paper.units(match[5])
        holds([*missing] == [unit] and match[6] == _share_missing(paper, unit), match[0])


@says("reports", rf"Báo cáo ({PERIOD}) đã được gửi đủ\.$")
def _reports_complete(paper: Paper, at: str, match: re.Match[str]) -> None:
    assert paper.period
    holds(period_of(match[1], paper.year) == paper.period.span.id, match[0])
    holds(not _missing_rows(paper), match[0])


@says("reports", r"Chưa có kỳ báo cáo nào quá hạn gửi\.$")
def _no_reports_due(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(paper.period is None, match[0])


@says("late", r"Không có đầu việc quá hạn\.$")
def _nothing_late(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(not paper.states()["overdue"], match[0])


@says("late", rf"Từ nay đến ngày ({DAY}) không có đầu việc đến hạn\.$")
def _nothing_coming(paper: Paper, at: str, match: re.Match[str]) -> None:
    last = day_of(match[1])
    due = [p for p in paper.pieces() if p.state in ("overdue", "open", "not_due") and p.due]
    holds(not [p for p in due if p.due and p.due <= last], match[0])


def _letter_report(paper: Paper, cells: Sequence[str]) -> None:
    (unit,) = paper.units(cells[1])
    assert paper.period
    own = [a for a in paper.reading.answers(paper.period, paper.as_of) if a.unit == unit]
    if paper.kind == "reminder":
        own = [a for a in own if not a.reported]
        holds(cells[2] == _share_missing(paper, unit), cells)
    else:
        holds(int(cells[2]) == len(own), cells)
    named = [
        f"{section}.{number}"
        for section, numbers in re.findall(r"([A-Z]\.[IVX]+): ([\d, ]+)", cells[3])
        for number in numbers.split(", ")
    ]
    holds(named == [a.task for a in own], cells)


def _letter_work(paper: Paper, cells: Sequence[str]) -> None:
    match = re.fullmatch(r"Nhiệm vụ ([A-Z.\d]+): (.*)", cells[1])
    assert match, cells
    pieces, _ = _row_pieces(paper, match[2], cells[2])
    (piece,) = [p for p in pieces if p.task == match[1]]
    assert piece.due
    holds(day_of(cells[3].split()[0]) == piece.due, cells)
    late = (paper.as_of - piece.due).days
    if state := re.fullmatch(r"Quá hạn (\d+) ngày", cells[4]):
        holds(piece.state == "overdue" and int(state[1]) == late, cells)
    elif state := re.fullmatch(r"Còn (\d+) ngày", cells[4]):
        holds(piece.state in ("open", "not_due") and int(state[1]) == -late, cells)
    else:
        holds(cells[4] == "Đến hạn hôm nay" and not late, cells)
    if len(cells) > 5:
        _letter_note(paper, piece, cells[5])


def _letter_note(paper: Paper, piece: Piece, note: str) -> None:
    spoken = [
        u
        for u in paper.known
        if u.task == piece.task
        and paper.reading.speaks(u, piece.unit)
        and (u.obligation, u.period) == (piece.obligation, piece.period)
    ]
    if note == "Chưa báo cáo kết quả":
        holds(not spoken, (piece, note))
        return
    match = re.fullmatch(rf"Báo cáo gần nhất ngày ({DAY}): ({SAYINGS})", note)
    assert match, note
    said = [u for u in paper.known if u.day == day_of(match[1]) and u.task == piece.task]
    said = [u for u in said if paper.reading.speaks(u, piece.unit)]
    holds(any(_meant(u, paper) == SAID[match[2]] for u in said), (piece, note))


@says("chat", rf"Kế hoạch thử năm 2024, tính đến ngày ({DAY}):$")
def _chat_day(paper: Paper, at: str, match: re.Match[str]) -> None:
    holds(day_of(match[1]) == paper.as_of, match[0])


@says("chat", rf"Chưa gửi đủ báo cáo ({PERIOD}) \(hạn ({DAY})\), số nhiệm vụ còn thiếu: (.*)\.$")
def _chat_missing(paper: Paper, at: str, match: re.Match[str]) -> None:
    assert paper.period
    holds(period_of(match[1], paper.year) == paper.period.span.id, match[0])
    holds(day_of(match[2]) == paper.period.internal_due, match[0])
    named = re.findall(rf"({NAME}) (\d+/\d+)", match[3])
    shares = {i: share for name, share in named for i in paper.units(name)}
    wanted = {i: _share_missing(paper, i) for i in _missing_rows(paper)}
    holds(shares == wanted, match[0])


def _share_missing(paper: Paper, unit: str) -> str:
    """On how many of its tasks a unit has not reported: `07/12`."""
    assert paper.period
    own = [a for a in paper.reading.answers(paper.period, paper.as_of) if a.unit == unit]
    return f"{sum(not a.reported for a in own):02}/{len(own):02}"


_CHAT_WORK = rf"({NAME}(?: \({PERIOD}\))?) - ({NAME}), "


@says("chat", rf"Quá hạn: ((?:{_CHAT_WORK}\d+ ngày(?:; )?)+)(?: và (\d+) việc khác)?\.$")
def _chat_late(paper: Paper, at: str, match: re.Match[str]) -> None:
    named = re.findall(rf"{_CHAT_WORK}(\d+) ngày", match[1])
    for title, units, days in named:
        (piece,), _ = _row_pieces(paper, title, units)
        assert piece.due
        holds(piece.state == "overdue" and int(days) == (paper.as_of - piece.due).days, match[0])
    holds(len(named) + int(match[4] or 0) == paper.states()["overdue"], match[0])


@says(
    "chat",
    rf"Đến hạn từ nay đến ({DAY}): ((?:{_CHAT_WORK}{DAY}(?:; )?)+)(?: và (\d+) việc khác)?\.$",
)
def _chat_soon(paper: Paper, at: str, match: re.Match[str]) -> None:
    named, last = re.findall(rf"{_CHAT_WORK}({DAY})", match[2]), day_of(match[1])
    for title, units, day in named:
        (piece,), _ = _row_pieces(paper, title, units)
        holds(piece.state in ("open", "not_due") and piece.due == day_of(day), match[0])
    soon = [p for p in paper.pieces() if p.state in ("open", "not_due") and p.due and p.due <= last]
    holds(len(named) + int(match[5] or 0) == len(soon), match[0])


@says("chat", rf"Đề nghị gửi kết quả về {NAME} (?:trước \d\d giờ \d\d ngày {DAY}|đúng hạn)\.$")
def _chat_answer(paper: Paper, at: str, match: re.Match[str]) -> None:
    """What the Office asks for, which states nothing."""


# --- a paper from its beginning -------------------------------------------------------------------

_TABLES: dict[tuple[str, ...], Callable[[Paper, Sequence[str]], None]] = {
    ("Nhiệm vụ và giải pháp", "Ghi chú"): _annex_task,
    ("Chỉ số", ""): _official_row,
    ("Đơn vị", ""): _official_row,
    ("Việc", "Số ngày"): _brief_work("overdue"),
    ("Việc", "Còn ngày"): _brief_work("soon"),
    ("Đơn vị", "Nhiệm vụ"): _brief_missing,
    ("Nội dung", "Số ngày"): _brief_remark,
    ("Đơn vị", "Nhiệm vụ tại Phụ lục Kế hoạch (phần, mục: thứ tự)"): _letter_report,
    ("Nhiệm vụ, đầu việc", "Ghi chú"): _letter_work,
    ("Nhiệm vụ, đầu việc", "Tình trạng"): _letter_work,
}
"""Tables by the heads of their second and last columns."""

_HEADINGS = (
    (r"I\. CÔNG TÁC CHỈ ĐẠO|\d\. Nhiệm vụ, giải pháp chung", "leadership", "leadership"),
    (r"\d\. Đánh giá chung", "assessment", ""),
    (r"\d\. Theo chỉ số thành phần PCI|\d\. Chỉ số xanh", "section", ""),
    (r"1\. Khó khăn, vướng mắc|II\. KHÓ KHĂN, VƯỚNG MẮC$", "remarks", "difficulty"),
    (r"2\. Nguyên nhân", "causes", ""),
    (r"IV\. ", "direction", ""),
    (r"(?:V|III)\. KIẾN NGHỊ", "remarks", "proposal"),
    (r"Phụ lục", "anywhere", ""),
    (r"1\. Chưa gửi báo cáo", "reports", ""),
    (r"\d\. Đầu việc quá hạn", "late", ""),
    (r"3\. Đề nghị|4\. Hình thức", "anywhere", ""),
)
"""The places that begin at a heading."""


def read_paper(paper: Paper, markdown: str) -> None:
    """Hold every sentence and every cell of a paper against the second reading."""
    sections = {about["title"]: i for i, about in paper.reading.plan["sections"].items()}
    place, at, head = "anywhere", "", None
    lines = [_clean(line) for line in markdown.splitlines() if line.strip()]
    for n, line in enumerate(lines):
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            head = _row(paper, cells, head)
            continue
        head = None
        started = next((found for found in _HEADINGS if re.match(found[0], line)), None)
        if started and paper.kind != "brief":
            _, place, at = started
        elif line.startswith("Trên đây"):
            place = "anywhere"
        elif title := re.fullmatch(rf"(?:\w\) )?({NAME})", line):
            at = sections.get(title[1], at)
        elif paper.kind == "brief":
            _brief_line(paper, lines, n)
        elif place != "anywhere" and not _known(place, line):
            read_line(paper, "anywhere", at, line)
        else:
            read_line(paper, place, at, line)


def _known(place: str, line: str) -> bool:
    return any(pattern.match(line) for pattern, _ in GRAMMAR.get(place, ()))


def _clean(line: str) -> str:
    """A line without the signs of Markdown."""
    line = re.sub(r"\\([^\w\s])", r"\1", line.replace("==", "").replace("**", ""))
    return line.strip("*").strip()


def _row(paper: Paper, cells: Sequence[str], head: tuple[str, ...] | None) -> tuple[str, ...]:
    if head is None:
        return cells[1], cells[-1]
    if not set("".join(cells)) <= set("- "):
        _TABLES[head](paper, [cell.strip() for cell in cells])
    return head


def _brief_line(paper: Paper, lines: Sequence[str], n: int) -> None:
    """A line of the leaders' page; a figure stands above its name."""
    line, before = lines[n], lines[n - 1]
    if re.fullmatch(rf"{NUMBER}%|\d+/\d+|\d+|–", line):
        read_line(paper, "brief", "", f"{line}|{lines[n + 1]}")
    elif not re.fullmatch(rf"{NUMBER}%|\d+/\d+|\d+|–", before):
        GRAMMAR_OF_BRIEF[line] = before
        place = "brief" if _known("brief", line) else "anywhere"
        read_line(paper, place, line, line)
