"""What `pci doctor` looks at: facts about a machine and a folder in, one verdict a check out, each with what to do.

The facts are gathered elsewhere; nothing here asks a clock, a disk or a program.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from pci.core.model import CalendarYear
from pci.core.vi import count_words, nfc, short_date
from pci.files.git import Repository
from pci.files.yamlio import MAX_BYTES

F = TypeVar("F")


class Level(StrEnum):
    """How a check ended. A problem keeps a command from working, or data from being read."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Verdict(NamedTuple):
    """What was seen and, where that is not as it should be, what to do about it."""

    level: Level
    words: str
    mend: str = ""


class Finding(NamedTuple):
    """The verdict of one check; `name` is its stable id, `title` what a person reads."""

    name: str
    title: str
    level: Level
    words: str
    mend: str


class Refusal(NamedTuple):
    """Why something could not be looked at, and what to do."""

    words: str
    mend: str


class Terminal(NamedTuple):
    """The window that the result goes to; `kind` is what it calls itself (`TERM`)."""

    kind: str
    columns: int
    colour: bool


class Machine(NamedTuple):
    """What the program runs on. `encoding` is that of the locale, `code_page` that of a Windows console; `zone` is how
    far the machine's clock is set before UTC, `now` the present moment in Vietnam; `fonts` are all families of fonts,
    null where the machine does not tell; `free` counts bytes."""

    program: str
    python: str
    system: str
    encoding: str
    code_page: int | None
    terminal: Terminal | None
    zone: timedelta
    now: datetime
    git: str | Refusal
    fonts: frozenset[str] | None
    office: str | None
    office_version: str
    free: int


class File(NamedTuple):
    """A file or a link in the workspace. `age` counts seconds since it was changed; `read` says that the program takes
    it for data."""

    path: str
    size: int
    age: float
    link: bool
    mine: bool
    readable: bool
    read: bool


class Kept(NamedTuple):
    """A workspace: its plan's `year`, what lies in it, and what reading it brought.

    `locked` are folders that `record` must write to and may not; `repository` is null on a machine without git;
    `calendars` are those that can be used; `latest` is when the last update was typed; `templates` are those of its
    own, and whether each is the program's; `unreadable` is why its files could not even be gathered.
    """

    year: int
    now: datetime
    files: tuple[File, ...]
    locked: tuple[str, ...]
    repository: Repository | Refusal | None
    calendars: Mapping[int, CalendarYear]
    errors: int
    warnings: int
    latest: datetime | None
    templates: Mapping[str, bool]
    unreadable: Refusal | None = None


def _ok(words: str) -> Verdict:
    return Verdict(Level.OK, words)


def _warning(words: str, mend: str) -> Verdict:
    return Verdict(Level.WARNING, words, mend)


def _problem(words: str, mend: str) -> Verdict:
    return Verdict(Level.PROBLEM, words, mend)


# --- the machine --------------------------------------------------------------------------------------------------


def _program(machine: Machine) -> Verdict:
    return _ok(f"pci {machine.program}, Python {machine.python}, {machine.system}")


_UTF8_PAGE = 65001


def _encoding(machine: Machine) -> Verdict:
    if machine.code_page is not None:
        if machine.code_page == _UTF8_PAGE:
            return _ok("bảng mã 65001 (UTF-8)")
        words = f"bảng mã của cửa sổ lệnh là {machine.code_page}: chữ Việt qua ống dẫn hoặc «>» có thể sai"
        return _warning(words, "ghi bằng -o TỆP, hoặc chạy «chcp 65001» trước")
    if re.sub(r"[-_]", "", machine.encoding.lower()) == "utf8":
        return _ok("UTF-8")
    words = f"máy đặt bảng mã {machine.encoding} mà chương trình in UTF-8: màn hình có thể hiện sai chữ Việt"
    return _warning(words, "đặt LANG=C.UTF-8, bỏ LC_ALL")


_NARROW = 80


def _screen(machine: Machine) -> Verdict:
    found = machine.terminal
    if found is None:
        return _ok("đầu ra là tệp hoặc ống dẫn")
    if found.kind == "linux":
        return _warning(
            "màn hình chữ của Linux thiếu nhiều chữ Việt",
            "dùng cửa sổ lệnh đồ họa hoặc SSH từ máy khác",
        )
    if found.columns < _NARROW:
        return _warning(
            f"cửa sổ lệnh chỉ có {found.columns} cột",
            f"mở rộng tới {_NARROW} cột thì bảng ít bị cắt",
        )
    colour = "có màu" if found.colour else "không màu"
    return _ok(
        f"{found.columns} cột, {colour}; chữ thử: ặ ễ ợ Đ (thành ô vuông hay tách dấu thì đổi phông cửa sổ)"
    )


_VIETNAM = timedelta(hours=7)


def _clock(machine: Machine) -> Verdict:
    if machine.zone == _VIETNAM:
        return _ok("máy chạy giờ Việt Nam (UTC+07:00)")
    minutes = abs(machine.zone) // timedelta(minutes=1)
    zone = f"UTC{'-' if machine.zone < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return _ok(f"máy ở {zone}; chương trình tính theo giờ Việt Nam, nay là {_moment(machine.now)}")


_OLDEST_GIT = (2, 30)


def _git(machine: Machine) -> Verdict:
    if isinstance(machine.git, Refusal):
        return _warning(*machine.git)
    numbers = tuple(int(n) for n in machine.git.split(".")[:2])
    if numbers < _OLDEST_GIT:
        return _warning(f"git {machine.git} quá cũ cho «pci diff»", "cài git 2.30 trở lên")
    return _ok(f"git {machine.git}")


_METRIC = ("Times New Roman", "Liberation Serif", "Tinos", "Nimbus Roman", "Thorndale AMT")
"""Fonts whose letters are as wide as those that the decree names: lines and pages break at the same places."""


def _fonts(machine: Machine) -> Verdict:
    if machine.fonts is None:
        words = "không xem được danh sách phông chữ (thiếu fontconfig); chưa kiểm tra"
        return _warning(
            words, "cài fontconfig và Liberation Serif, hoặc xem bản in trên máy có Times New Roman"
        )
    if found := next((font for font in _METRIC if font in machine.fonts), None):
        return _ok(found if found == _METRIC[0] else f"{found}, thay được Times New Roman")
    words = "không có Times New Roman hay phông cùng cỡ: bản PDF, bản xem trên máy này ngắt trang khác bản in"
    return _warning(words, "cài Times New Roman hoặc Liberation Serif")


def _office(machine: Machine) -> Verdict:
    if machine.office is None:
        return _warning(
            "không có LibreOffice nên --pdf không chạy",
            "cài LibreOffice, hoặc lưu sang PDF từ bản Word bằng tay",
        )
    return _ok(f"LibreOffice {machine.office_version}".strip())


_LITTLE, _NOTHING = 200 << 20, 20 << 20


def _disk(machine: Machine) -> Verdict:
    words = f"đĩa còn trống {_size(machine.free)}"
    if machine.free < _NOTHING:
        return _problem(words, "dọn đĩa: không đủ chỗ để ghi văn bản")
    return _warning(words, "dọn bớt đĩa") if machine.free < _LITTLE else _ok(words)


# --- the workspace ------------------------------------------------------------------------------------------------


def _data(kept: Kept) -> Verdict:
    if kept.unreadable:
        return _problem(*kept.unreadable)
    if kept.errors:
        return _problem(
            f"{count_words(kept.errors)} lỗi trong các tệp dữ liệu",
            "chạy «pci check», sửa từng lỗi",
        )
    if kept.warnings:
        return _ok(f"không có lỗi; «pci check» nêu {count_words(kept.warnings)} cảnh báo")
    return _ok("không có lỗi")


def _rights(kept: Kept) -> Verdict:
    if kept.locked:
        words = f"không có quyền ghi vào {_listed(kept.locked)} nên «pci record» không chạy"
        return _problem(words, "xin quyền ghi, hoặc chép thư mục kế hoạch ra nơi ghi được")
    if closed := [file.path for file in kept.files if not file.readable and not file.link]:
        return _problem(f"không có quyền đọc {_listed(closed)}", "xin quyền đọc các tệp ấy")
    return _ok("đọc được, ghi được cập nhật")


def _owners(kept: Kept) -> Verdict:
    if strange := [file.path for file in kept.files if not file.mine]:
        words = f"{count_words(len(strange))} tệp thuộc người dùng khác: {_listed(strange)}"
        return _warning(words, "chạy bằng đúng người dùng, hoặc nhờ quản trị đổi chủ tệp")
    return _ok("mọi tệp thuộc người đang chạy")


def _links(kept: Kept) -> Verdict | None:
    linked = [file.path for file in kept.files if file.link and file.path.startswith("plans/")]
    return (
        _problem(f"{_listed(linked)} là liên kết", "thay bằng tệp, thư mục thật")
        if linked
        else None
    )


def _repository(kept: Kept) -> Verdict | None:
    found = kept.repository
    if found is None:
        return None
    if isinstance(found, Refusal):
        return _warning(*found)
    if found.conflicts:
        words = f"{found.begun or 'gộp'} còn dở, xung đột ở {_listed(found.conflicts)}"
        return _problem(words, "sửa từng tệp, «pci check», rồi «git add» và «git commit»")
    if found.begun:
        return _warning(f"{found.begun} còn dở", "«git status» nêu cách làm tiếp hoặc bỏ")
    if kept.unreadable:
        return None  # what was not read cannot be compared
    if found.unsaved is None:
        return _warning("kho chưa có bản nào được lưu", "git add plans rồi git commit")
    if found.unsaved:
        words = f"{count_words(len(found.unsaved))} tệp chưa lưu vào kho: {_listed(found.unsaved)}"
        return _warning(words, "git add plans rồi git commit")
    return _ok("mọi tệp dữ liệu đã lưu vào kho")


def _line_ends(kept: Kept) -> Verdict | None:
    if not isinstance(kept.repository, Repository):
        return None
    if kept.repository.lf:
        return _ok("tệp .yaml luôn xuống dòng bằng LF")
    words = "kho chưa giữ LF cho tệp .yaml: trên Windows git đổi từng dòng của tệp"
    return _warning(words, "thêm dòng «*.yaml text eol=lf» vào .gitattributes")


_NEXT_IS_NEEDED = (12, 1)
"""From this day of a plan's year on, due days are counted into the next one."""


def _calendar(kept: Kept) -> Verdict:
    needed = {kept.year} | (
        {kept.year + 1} if kept.now.date() >= date(kept.year, *_NEXT_IS_NEEDED) else set()
    )
    absent = sorted(needed - kept.calendars.keys())
    if broken := [
        path
        for year in absent
        if (path := f"plans/calendar/{year}.yaml") in {f.path for f in kept.files}
    ]:
        return _problem(
            f"{_listed(broken)} không dùng được: thời hạn không trừ ngày lễ",
            "sửa chỗ «pci check» nêu",
        )
    if absent:
        words = f"chưa có lịch nghỉ năm {_listed(map(str, absent))}: thời hạn không trừ ngày lễ"
        return _problem(
            words, f"chép plans/calendar/{absent[0]}.yaml của bản chương trình mới, hoặc lập tệp ấy"
        )
    found = [kept.calendars[year] for year in sorted(needed)]
    if open_years := [str(calendar.year) for calendar in found if not calendar.decided]:
        words = f"lịch nghỉ năm {_listed(open_years)} chưa được quyết định: thời hạn là tạm tính"
        return _warning(words, "có quyết định thì sửa tệp lịch, đặt decided: true")
    unconfirmed = [calendar for calendar in found if _unconfirmed(calendar)]
    if unconfirmed:
        counted = sum(map(_unconfirmed, unconfirmed))
        words = f"{count_words(counted)} dòng của lịch năm {_listed(str(c.year) for c in unconfirmed)} chưa đối chiếu"
        return _warning(words, "đối chiếu văn bản, ghi basis rồi bỏ confirmed: false")
    return _ok("đủ lịch nghỉ năm " + _listed(map(str, sorted(needed))))


def _unconfirmed(calendar: CalendarYear) -> int:
    told = [found.confirmed for found in calendar.days_off] + [
        found.confirmed for found in calendar.swapped
    ]
    return told.count(False)


def _typed(kept: Kept) -> Verdict | None:
    if kept.latest is None or kept.latest <= kept.now:
        return None
    words = f"có cập nhật ghi lúc {_moment(kept.latest)}, sau giờ của máy ({_moment(kept.now)})"
    return _warning(words, "chỉnh đồng hồ của máy, bật tự đặt giờ")


class Stray(NamedTuple):
    """A kind of file that has no business in a workspace, known by its name; `words` follow the list of names."""

    name: re.Pattern[str]
    level: Level
    words: str
    mend: str
    oldest_sound: float = -1
    """Seconds for which such a file is right where it is."""


STRAYS = (
    Stray(
        re.compile(r"\..+\.pci-tmp"), Level.WARNING, "còn lại của lần ghi bị ngắt", "xóa được", 3600
    ),
    Stray(
        re.compile(r"~\$.*|\.~lock\..*#"),
        Level.WARNING,
        "là khóa của Word, LibreOffice",
        "đóng văn bản; không mở thì xóa",
    ),
    Stray(
        re.compile(
            r"(?i).*\((\d+|.*conflicted copy.*|.*xung đột.*)\)\.ya?ml|.*(conflict|- copy|- bản sao).*\.ya?ml"
        ),
        Level.PROBLEM,
        "là bản sao khi đồng bộ đụng nhau",
        "so với tệp gốc, giữ một",
    ),
    Stray(
        re.compile(r"(?i).*\.ya?ml(~|\.(bak|orig|rej|tmp|old|swp))|\.#.*|\..*\.sw[a-p]"),
        Level.WARNING,
        "là bản lưu của trình soạn thảo, của git",
        "xóa được",
    ),
)
"""The first that a name fits counts."""


def _strays(kept: Kept) -> Verdict:
    found = [(kind, [f.path for f in kept.files if _stray(f) is kind]) for kind in STRAYS]
    told = [(kind, paths) for kind, paths in found if paths]
    if not told:
        return _ok("không có tệp sót")
    worst = Level.PROBLEM if any(kind.level is Level.PROBLEM for kind, _ in told) else Level.WARNING
    words = "; ".join(f"{_listed(paths)} {kind.words}" for kind, paths in told)
    mends = dict.fromkeys(kind.mend for kind, _ in told)
    return Verdict(worst, words, "; ".join(mends))


def _stray(file: File) -> Stray | None:
    name = nfc(file.path.rpartition("/")[2])
    kind = next((kind for kind in STRAYS if kind.name.fullmatch(name)), None)
    return kind if kind and file.age > kind.oldest_sound else None


_YAML = re.compile(r"(?i)plans/.*\.ya?ml")


def _unread(kept: Kept) -> Verdict | None:
    """Data in a place or under a name where no command looks for it."""
    lost = [
        f.path
        for f in kept.files
        if _YAML.fullmatch(f.path) and not f.read and not f.link and not _stray(f)
    ]
    mend = "đặt lại đúng chỗ, đúng tên: plans/<năm>.yaml, plans/<năm>/progress/<đơn vị>/….yaml"
    return _problem(f"{_listed(lost)} không được đọc", mend) if lost else None


def _sizes(kept: Kept) -> Verdict | None:
    data = [file for file in kept.files if file.read and not file.link]
    if empty := [file.path for file in data if not file.size]:
        return _problem(f"{_listed(empty)} rỗng", "lấy lại bản cũ từ git hoặc bản lưu, hoặc xóa")
    if huge := [file.path for file in data if file.size > MAX_BYTES]:
        return _problem(
            f"{_listed(huge)} lớn hơn {MAX_BYTES >> 20} MiB nên không được đọc",
            "xem lại nội dung tệp",
        )
    return None


def _templates(kept: Kept) -> Verdict | None:
    if not kept.templates:
        return None
    altered = [name for name, same in kept.templates.items() if not same]
    if not altered:
        return _ok("mẫu của kế hoạch giống mẫu đi kèm chương trình")
    return _ok(f"dùng mẫu riêng, khác mẫu đi kèm chương trình: {_listed(altered)}")


class Check(NamedTuple, Generic[F]):
    """One look: its id, its title, and the verdict, null where there is nothing to look at."""

    name: str
    title: str
    judge: Callable[[F], Verdict | None]


MACHINE_CHECKS: tuple[Check[Machine], ...] = (
    Check("program", "Chương trình", _program),
    Check("encoding", "Bảng mã", _encoding),
    Check("screen", "Màn hình", _screen),
    Check("clock", "Giờ", _clock),
    Check("git", "Git", _git),
    Check("fonts", "Phông chữ", _fonts),
    Check("office", "LibreOffice", _office),
    Check("disk", "Đĩa", _disk),
)
WORKSPACE_CHECKS: tuple[Check[Kept], ...] = (
    Check("data", "Dữ liệu", _data),
    Check("rights", "Quyền", _rights),
    Check("owners", "Chủ tệp", _owners),
    Check("links", "Liên kết", _links),
    Check("repository", "Kho git", _repository),
    Check("line-ends", "Cuối dòng", _line_ends),
    Check("calendar", "Lịch nghỉ", _calendar),
    Check("typed", "Giờ đã ghi", _typed),
    Check("strays", "Tệp sót", _strays),
    Check("unread", "Tệp lạc", _unread),
    Check("sizes", "Cỡ tệp", _sizes),
    Check("templates", "Mẫu", _templates),
)


def examined(machine: Machine, kept: Kept | None) -> tuple[Finding, ...]:
    """Every check of the table that has something to look at, in its order."""
    of_machine = [(check.name, check.title, check.judge(machine)) for check in MACHINE_CHECKS]
    of_workspace = (
        [(check.name, check.title, check.judge(kept)) for check in WORKSPACE_CHECKS] if kept else []
    )
    return tuple(
        Finding(name, title, *found) for name, title, found in (*of_machine, *of_workspace) if found
    )


def worst(findings: Sequence[Finding]) -> Level:
    """The level of the whole."""
    levels = tuple(Level)
    return max((found.level for found in findings), key=levels.index, default=Level.OK)


_SHOWN = 3


def _listed(names: Iterable[str]) -> str:
    """A few names and how many more there are."""
    every = tuple(names)
    more = len(every) - _SHOWN
    return ", ".join(every[:_SHOWN]) + (f" và {count_words(more)} tệp nữa" if more > 0 else "")


def _size(count: int) -> str:
    """`512 MB`, `12 GB`."""
    return f"{count >> 30} GB" if count >= 10 << 30 else f"{count >> 20} MB"


def _moment(at: datetime) -> str:
    return f"{at:%H:%M} ngày {short_date(at.date())}"
