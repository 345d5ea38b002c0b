"""Record types of the plan and of updates, each field with its label: the one place where a field
stands.

They judge shape only: what a name refers to, rules check.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pci.core.dates import VIETNAM
from pci.core.fields import (
    Codes,
    Label,
    MalformedValue,
    OrId,
    OrRecord,
    Record,
    Refers,
    derived,
    field,
    record,
)
from pci.core.scalars import (
    FORMAT,
    BodyId,
    CitedDay,
    Day,
    Flag,
    FormatNumber,
    Lines,
    Moment,
    Number,
    Offset,
    PartialDay,
    PeriodId,
    PeriodKind,
    PlanTaskId,
    SectionId,
    Slug,
    SubindexId,
    TaskId,
    Text,
    TimeOfDay,
    whole,
)
from pci.core.vi import STATE_LABELS, occurrence_words, short_date

UnitId = Annotated[Slug, Refers(("units",))]
LeadId = Annotated[Slug, Refers(("units", "groups"), but="indefinite")]
UnitOrGroupId = Annotated[Slug, Refers(("units", "groups"))]
OutsideId = Annotated[Slug, Refers(("outside",))]
AddresseeId = Annotated[Slug, Refers(("inside", "outside"))]
TriggerId = Annotated[Slug, Refers(("triggers",))]
DocumentId = Annotated[Slug, Refers(("documents",))]
BodyRef = Annotated[BodyId, Refers(("body",))]
TaskRef = Annotated[TaskId, Refers(("tasks",))]
IndicatorId = Annotated[Slug, Refers(("indicators",))]
SubjectId = Annotated[Text, Refers(("subjects",))]
UpdateId = Annotated[Text, Codes(str)]
"""Ids by what they refer to: registers of the plan, and sets that follow from its registers."""

ParagraphKind = Annotated[
    Literal["measures", "duties"],
    Codes({"measures": "giải pháp chung", "duties": "trách nhiệm của các đơn vị"}.__getitem__),
]
WindowKind = Annotated[
    Literal["nd09", "calendar"],
    Codes(
        {
            "nd09": "từ ngày 15 tháng trước đến ngày 14 tháng cuối kỳ "
            "(Nghị định 09/2019/NĐ-CP, Điều 12)",
            "calendar": "theo lịch, từ ngày đầu đến ngày cuối kỳ",
        }.__getitem__
    ),
]


BASIS = Label("Căn cứ", "Văn bản làm căn cứ: loại, số, cơ quan ban hành, điều.")


@record
class WindowDays(Record):
    """How a regime without a name cuts the window of a period: from this day of the month before
    the period to that day of its last month, by a document (`basis`)."""

    from_day: Annotated[int, whole(2, 28)] = field(
        "Từ ngày", "Số liệu lấy từ ngày này của tháng trước kỳ báo cáo."
    )
    to_day: Annotated[int, whole(1, 27)] = field(
        "Đến ngày", "Số liệu lấy đến hết ngày này của tháng cuối kỳ, ngay trước from_day."
    )
    basis: Text = field(*BASIS)

    def __post_init__(self) -> None:
        if self.to_day != self.from_day - 1:
            message = f"to_day phải là {self.from_day - 1}, ngay trước from_day"
            raise MalformedValue("PCI104", message, "kỳ sau bắt đầu ngay sau kỳ trước")


Window = WindowKind | WindowDays
State = Annotated[Literal["doing", "done", "suspended", "nothing"], Codes(STATE_LABELS.__getitem__)]

LEADERS, OLD_LEADERS = "lanh-dao", "lanh-dao-ban"
"""The addressee that decides in the agency, and what it was called in files written before."""
INSIDE = {"noi-bo": "trong nội bộ", LEADERS: "Lãnh đạo cơ quan"}
"""Addressees that are not outside bodies."""
_ONE_WORD = ("Ban", "Sở", "Cục", "Vụ", "Viện", "UBND")
"""The kinds of agencies that one word names, whatever follows it."""

CONFIRMED = Label(
    "Đã đối chiếu bản gốc",
    "true khi đã đối chiếu với chính văn bản làm căn cứ; false khi còn theo nguồn khác.",
)
_QUOTE = Label(
    "Lời của kế hoạch",
    "Chép đúng chữ của kế hoạch đã đọc ra điều này; «pci check» tìm lại chữ ấy.",
)
_RECIPIENTS = Label("Nơi nhận", "Nơi nhận, mỗi dòng một nơi, in ở cuối văn bản.")
_SIGNER = Label("Người ký", "Người ký: thẩm quyền ký, chức vụ và họ tên.")

RECORDED = Label("Ghi lúc", "Lúc ghi, có múi giờ: 2023-09-15T09:12:40+07:00. Chương trình tự ghi.")
TYPIST = Label("Người ghi", "Người ghi. Chương trình lấy theo tên người dùng của máy.")
"""Fields that several records have."""


@record
class Letterhead(Record):
    """Cells 1 to 4 of the letterhead (NĐ 30/2020, Phụ lục I, mục IV)."""

    parent: Text = field(
        "Cơ quan chủ quản", "Tên cơ quan chủ quản, dòng đầu của văn bản.", default=""
    )
    agency: Text = field(
        "Cơ quan ban hành", "Tên cơ quan ban hành, dưới tên cơ quan chủ quản.", default=""
    )
    place: Text = field("Địa danh", "Địa danh, đứng trước ngày tháng của văn bản.", default="")


@record
class Agency(Record):
    """The agency's name inside a sentence, whole and as it calls itself after the first time."""

    name: Text = field("Tên", "Tên đầy đủ của cơ quan, viết trong câu.", default="")
    short: Text = field("Tên gọi tắt", "Cách tự gọi ở những lần sau: Ban quản lý.", default="")


@record
class Capacity(Record):
    """Cells 7a and 7b: `capacity` is one line each, `KT. TRƯỞNG BAN` then `PHÓ TRƯỞNG BAN`; `name`
    is null where it is left to be filled in."""

    capacity: Lines = field(
        "Quyền hạn, chức vụ",
        "Thẩm quyền và chức vụ, mỗi dòng một ý: KT. TRƯỞNG BAN, rồi PHÓ TRƯỞNG BAN.",
        default=(),
    )
    name: Text | None = field(
        "Họ và tên", "Họ tên người ký; null là để trống cho điền sau.", default=None
    )
    id: str = derived(str)
    """The id of who signs in `plans/organisation.yaml`, empty where the plan says it itself."""


@record
class Signer(Capacity):
    """A capacity with the name of who holds it."""

    name: Text = field("Họ và tên", "Họ tên người ký.", default="")


NO_CAPACITY, NO_SIGNER = Capacity(id=""), Signer(id="")
"""Nobody yet."""
SIGNERS = "signers"
"""The register of `plans/organisation.yaml` in which a plan looks up a signer by day."""
CapacityOrId = Annotated[Capacity, OrId(SIGNERS, lambda i: Capacity(capacity=(), id=i))]
SignerOrId = Annotated[Signer, OrId(SIGNERS, lambda i: Signer(capacity=(), name="", id=i))]


@record
class Replacement(Record):
    """That a cited document was replaced by another, with where this is written; `confirmed` says
    whether that was looked up."""

    by: Text = field("Bằng", "Văn bản thay thế.")
    since: Day = field("Từ ngày", "Có hiệu lực từ ngày.")
    source: Text = field("Theo", "Chỗ nói về việc thay thế.")
    confirmed: Flag = field(
        "Đã đối chiếu",
        "true khi đã đối chiếu với chính văn bản làm căn cứ; false khi còn theo nguồn khác.",
        default=False,
    )


@record
class CitedDocument(Record):
    """One document that the plan's text cites; `number` is null where the plan names it without
    one."""

    type: Text = field("Loại", "Loại văn bản: Quyết định, Nghị quyết, Kế hoạch.")
    number: Text | None = field(
        "Số",
        "Số, ký hiệu: 1776/QĐ-UBND; bỏ trống khi kế hoạch nêu tên mà không nêu số.",
        default=None,
    )
    date: CitedDay | None = field("Ngày", "Ngày ban hành, dạng 2023-07-28.", default=None)
    issuer: Text | None = field("Cơ quan ban hành", "Cơ quan ban hành.", default=None)
    title: Text | None = field("Trích yếu", "Trích yếu nội dung.", default=None)
    replaced: Replacement | None = field(
        "Đã được thay", "Văn bản đã bị thay thế, khi biết.", default=None
    )

    @property
    def cited(self) -> str:
        """`Quyết định số 456/QĐ-KKT ngày 28/6/2023`."""
        number = f"số {self.number}" if self.number else ""
        day = f"ngày {short_date(self.date)}" if self.date else ""
        return " ".join(filter(None, (self.type, number, day)))


@record
class Cap(Record):
    """The most often that something may be done in the plan's year, by the plan's own words
    (`quote`)."""

    at_most: Annotated[int, whole(0, 365)] = field(
        "Nhiều nhất", "Nhiều nhất bao nhiêu lần trong năm của kế hoạch."
    )
    quote: Text = field(*_QUOTE)


@record
class Paragraph(Record):
    """A heading or a paragraph of the plan's body; its level follows from its id (`II`, `II.1`,
    `II.1.3`).

    `kind` on a heading says what the paragraphs under it are: units may report on measures and
    duties.
    """

    title: Text | None = field("Tên", "Tên đề mục, in như bản đã ký.", default=None)
    text: Text | None = field("Nội dung", "Nội dung của đoạn, in như bản đã ký.", default=None)
    kind: ParagraphKind | None = field(
        "Loại",
        "Các đoạn dưới đề mục này là gì; đơn vị báo cáo được về giải pháp chung và trách nhiệm.",
        default=None,
    )
    cap: Cap | None = field(
        "Mức tối đa", "Mức tối đa trong năm mà lời của đoạn này đặt ra.", default=None
    )


@record
class Subindex(Record):
    """A component of an index that sections answer to, as those name it who measure it."""

    title: Text = field("Tên", "Tên chỉ số thành phần, theo nơi chấm điểm.")
    short: Slug = field("Mã ngắn", "Mã ngắn để gõ: dat-dai.")
    method: Annotated[int, whole(2000, 2100)] | None = field(
        "Năm của cách tính", "Năm của bộ chỉ số, khi cách tính đổi theo năm.", default=None
    )


@record
class Unit(Record):
    """A unit of the agency. A sub-unit (`part_of`) answers through its parent; one that
    `reports_through` another keeps its own items and is only reported by that other."""

    name: Text = field("Tên", "Tên đầy đủ của đơn vị.")
    short: Text | None = field("Tên tắt", "Tên tắt, dùng ở bảng hẹp: P.QLĐT.", default=None)
    aliases: Lines = field(
        "Tên gọi khác",
        "Các cách gọi khác; không được trùng với cách gọi của đơn vị nào khác.",
        default=(),
    )
    part_of: UnitId | None = field(
        "Thuộc",
        "Mã đơn vị cấp trên: bộ phận này không tự chịu trách nhiệm, "
        "việc của nó tính cho đơn vị ấy.",
        default=None,
    )
    reports_through: UnitId | None = field(
        "Báo cáo qua",
        "Mã đơn vị gửi báo cáo thay; việc vẫn tính cho chính đơn vị này.",
        default=None,
    )


@record
class UnitGroup(Record):
    """A set of units, or an indefinite one ("các phòng có liên quan") that any unit may join."""

    name: Text = field("Tên", "Tên nhóm, như kế hoạch gọi.")
    members: tuple[UnitId, ...] = field(
        "Gồm", "Mã các đơn vị của nhóm; mỗi đơn vị chịu trách nhiệm phần mình.", default=()
    )
    indefinite: Flag = field(
        "Không nêu rõ đơn vị nào",
        "true khi kế hoạch không nêu rõ gồm những đơn vị nào (các phòng có liên quan): "
        "đơn vị nào cũng có thể phối hợp, nhóm không chủ trì.",
        default=False,
    )


@record
class OutsideBody(Record):
    """A body outside the agency: addressed and cited, never matched as a unit."""

    name: Text = field("Tên", "Tên cơ quan ngoài.")
    short: Text | None = field("Tên tắt", "Tên tắt.", default=None)
    aliases: Lines = field("Tên gọi khác", "Các cách gọi khác.", default=())


@record
class Trigger(Record):
    """An event outside the agency's control that starts an obligation."""

    title: Text = field(
        "Tên", "Sự việc phải xảy ra trước, ngoài quyền của cơ quan, viết thành câu."
    )


@record
class Section(Record):
    """A heading of the appendix: a part (`A`), or what is below one (`A.VII`), with its
    sub-index."""

    title: Text = field("Tên", "Tên phần hoặc mục của Phụ lục, in như bản đã ký.")
    subindex: Annotated[SubindexId, Refers(("subindices",))] | None = field(
        "Chỉ số thành phần", "Chỉ số thành phần mà mục này ứng với.", default=None
    )


@record
class Within(Record):
    """Time allowed once an obligation's triggers have all happened."""

    working_days: Annotated[int, whole(1, 250)] = field(
        "Số ngày làm việc", "Số ngày làm việc được phép."
    )


class By(NamedTuple):
    """Due once, on a day."""

    day: date


class During(NamedTuple):
    """Due so many times in each of some calendar periods, on its last day."""

    periods: tuple[str, ...]
    times: int


class Every(NamedTuple):
    """Due in every period of a kind in the plan's year, by the reporting regime or on a day of the
    period's last month."""

    kind: PeriodKind
    day: int | None


class After(NamedTuple):
    """Begins once all triggers have happened; without `within` it is never late."""

    triggers: tuple[str, ...]
    within: Within | None


Schedule = By | During | Every | After
"""When an obligation falls due; who tells them apart ends with `assert_never`."""


@record
class Obligation(Record):
    """A promise inside a task, read from the plan's own words (`quote`), with the keys of one
    schedule."""

    title: Text = field("Tên", "Tên đầu việc, như sẽ in trong báo cáo và lời nhắc.")
    by: Day | None = field(
        "Hạn",
        "Hạn là một ngày: 2023-09-30. Chỉ dùng một trong by, during, every, after.",
        default=None,
    )
    during: tuple[PeriodId, ...] = field(
        "Trong kỳ",
        "Làm trong các kỳ này, hạn là ngày cuối kỳ: [2023-Q2, 2023-Q4], [2023-09].",
        default=(),
    )
    times: Annotated[int, whole(1, 31)] = field(
        "Số lần", "Số lần trong mỗi kỳ của during; không nêu thì là 1.", default=1
    )
    every: PeriodKind | None = field(
        "Định kỳ",
        "Định kỳ trong năm của kế hoạch; hạn theo chế độ báo cáo (reporting), hoặc theo day; "
        "không có cả hai thì là ngày cuối kỳ.",
        default=None,
    )
    day: Annotated[int, whole(1, 31)] | None = field(
        "Ngày trong kỳ",
        "Hạn của every là ngày này trong tháng cuối của kỳ; 31 là ngày cuối ở tháng ngắn hơn.",
        default=None,
    )
    after: tuple[TriggerId, ...] = field(
        "Sau khi",
        "Bắt đầu khi mọi điều kiện này (mã ở triggers) đã xảy ra; "
        "không có within thì không bao giờ quá hạn.",
        default=(),
    )
    within: Within | None = field(
        "Trong vòng",
        "Thời gian được phép kể từ khi điều kiện cuối cùng xảy ra.",
        default=None,
    )
    quote: Text = field(*_QUOTE)

    SCHEDULES: ClassVar = {"by": None, "during": "times", "every": "day", "after": "within"}
    """The kinds of schedules, each with the key that goes with it only."""

    def __post_init__(self) -> None:
        given = [kind for kind in self.SCHEDULES if getattr(self, kind)]
        if len(given) != 1:
            listed = ", ".join(given) or "không có"
            message = f"cần đúng một trong {', '.join(self.SCHEDULES)}; đang có: {listed}"
            raise MalformedValue("PCI109", message, _ONE_SCHEDULE)
        extras = {"during": self.times > 1, "every": self.day, "after": self.within}
        for kind, extra in extras.items():
            if extra and kind not in given:
                key = self.SCHEDULES[kind]
                hint = f"bỏ {key}, hoặc đặt lịch bằng {kind}"
                raise MalformedValue("PCI109", f"{key} chỉ đi với {kind}", hint)

    @property
    def schedule(self) -> Schedule:
        """The schedule that its keys give."""
        if self.by:
            return By(self.by)
        if self.during:
            return During(self.during, self.times)
        if self.every:
            return Every(self.every, self.day)
        return After(self.after, self.within)


_ONE_SCHEDULE = (
    "mỗi đầu việc một lịch: giữ một, bỏ dòng kia; chưa có thì thêm, như during: [2023-Q4]"
)


@record
class Target(Record):
    """How much of a quantity the plan asks for in each period of a kind, by its own words
    (`quote`)."""

    at_least: Number | None = field(
        "Ít nhất",
        "Con số phải đạt trong mỗi kỳ; chỉ dùng một trong at_least, at_most.",
        default=None,
    )
    at_most: Number | None = field(
        "Nhiều nhất", "Con số không được vượt trong mỗi kỳ.", default=None
    )
    over: PeriodKind = field("Trong", "Con số ấy tính cho mỗi kỳ nào.")
    quote: Text = field(*_QUOTE)

    def __post_init__(self) -> None:
        if (self.at_least is None) == (self.at_most is None):
            message = "cần đúng một trong at_least, at_most"
            raise MalformedValue("PCI109", message, "giữ một dòng, hoặc thêm một dòng")


@record
class Indicator(Record):
    """A quantity that the plan's words speak of, reported as a figure with its unit of measure.

    `adds_up` says that each update counts its own days only, so that a period's figure is the sum;
    otherwise the last one said already holds the earlier ones. A ratio has two other indicators of
    the task above and below its line: a period's ratio is that of their sums.
    """

    title: Text = field("Tên", "Số liệu nói về gì: Số kiến nghị đã giải quyết.")
    unit: Text = field("Đơn vị tính", "Đơn vị tính: kiến nghị.")
    adds_up: Flag = field(
        "Cộng dồn",
        "true khi mỗi cập nhật chỉ đếm những ngày của nó, số của kỳ là tổng; "
        "false, hoặc không nêu, khi số sau gồm số trước.",
        default=False,
    )
    numerator: IndicatorId | None = field(
        "Tử số",
        "Của một tỷ lệ, chương trình tự tính: mã chỉ tiêu cộng dồn của nhiệm vụ này, ở trên.",
        default=None,
    )
    denominator: IndicatorId | None = field(
        "Mẫu số", "Của một tỷ lệ: mã chỉ tiêu cộng dồn của nhiệm vụ này, ở dưới.", default=None
    )
    target: Target | None = field(
        "Mức phải đạt", "Mức mà lời của nhiệm vụ đặt ra cho chỉ tiêu này.", default=None
    )

    @property
    def is_ratio(self) -> bool:
        """Whether it is computed from two others, so that nobody is asked for it."""
        return bool(self.numerator or self.denominator)


@record
class Task(Record):
    """One row of the appendix. `units` and `time` are the cells as printed; `lead` and
    `coordinating` name units or groups. A plan fills in the number that its file leaves out.
    `forerunner` is the task of an earlier plan that this one carries on."""

    number: Text = field(
        "Số thứ tự",
        "Số thứ tự như in trong Phụ lục; không nêu thì là phần cuối của mã.",
        default="",
    )
    short: Text | None = field("Tên ngắn", "Tên ngắn của nhiệm vụ, dùng ở bảng hẹp.", default=None)
    forerunner: PlanTaskId | None = field(
        "Tiếp nối",
        "Nhiệm vụ của kế hoạch trước mà nhiệm vụ này tiếp nối: 2023/A.VII.4.",
        default=None,
        key="from",
    )
    work: Text = field("Nhiệm vụ và giải pháp", "Nội dung nhiệm vụ, in như bản đã ký.")
    units: Text = field(
        "Đơn vị thực hiện",
        "Ô đơn vị thực hiện, in như bản đã ký; không nêu thì in tên đơn vị chủ trì, phối hợp.",
        default="",
    )
    lead: LeadId = field("Chủ trì", "Mã đơn vị hoặc nhóm chủ trì, đọc từ ô đơn vị thực hiện.")
    coordinating: tuple[UnitOrGroupId, ...] = field(
        "Phối hợp", "Mã các đơn vị hoặc nhóm phối hợp.", default=()
    )
    time: Text = field(
        "Thời gian thực hiện",
        "Ô thời gian, in như bản đã ký; không nêu, hoặc không đầu việc nào dẫn lời ở đây, "
        "thì là nhiệm vụ thường xuyên.",
        default="",
    )
    outputs: Lines = field("Kết quả/Sản phẩm", "Sản phẩm, kết quả, mỗi dòng một ý.", default=())
    owes: Mapping[Slug, Obligation] = field(
        "Đầu việc",
        "Các đầu việc có thời hạn đọc được từ lời của nhiệm vụ, mỗi đầu việc một mã.",
        factory=dict,
    )
    indicators: Mapping[Slug, Indicator] = field(
        "Chỉ tiêu", "Các số liệu mà lời của nhiệm vụ nói đến, mỗi số liệu một mã.", factory=dict
    )

    @property
    def asked(self) -> Mapping[str, Indicator]:
        """The indicators that units are asked for: all but ratios."""
        return {key: one for key, one in self.indicators.items() if not one.is_ratio}

    signed_standing: bool | None = derived(lambda: None)
    """Whether the signed row has no end, where an amendment changes the row but not its time."""

    @property
    def standing(self) -> bool:
        """Whether the work has no end: no obligation was read from its time cell (contract, section
        2)."""
        if self.signed_standing is not None:
            return self.signed_standing
        return not any(obligation.quote in self.time for obligation in self.owes.values())

    @property
    def lead_is_explicit(self) -> bool:
        """Whether the plan prints "chủ trì"; otherwise the unit named first is taken to lead."""
        return "chủ trì" in self.units

    @property
    def printed_text(self) -> str:
        """Everything the plan prints in this row, one cell a paragraph: where a quote must be
        found."""
        return "\n".join((self.work, self.units, self.time, *self.outputs))


@record
class ReportingOverride(Record):
    """Days of one period that a letter sets otherwise: the letter (`basis`) beats the rule."""

    window_first: Day | None = field("Số liệu từ ngày", "Số liệu lấy từ ngày này.", default=None)
    window_last: Day | None = field(
        "Số liệu đến ngày", "Số liệu lấy đến hết ngày này.", default=None
    )
    internal_due: Day | None = field("Hạn nội bộ", "Hạn các đơn vị gửi Văn phòng.", default=None)
    send_by: Day | None = field("Hạn gửi", "Hạn gửi báo cáo lên cấp trên.", default=None)
    basis: Text = field("Căn cứ", "Văn bản đặt các ngày này thay cho quy tắc chung.")

    def __post_init__(self) -> None:
        if self.window_first and self.window_last and self.window_last < self.window_first:
            raise MalformedValue("PCI104", "window_last trước window_first")


@record
class Reporting(Record):
    """The regime of periodic reports, with its basis (NĐ 09/2019 and the province's own decision).

    Without `every` nobody is asked, and what falls due in each period does so on its last day.
    `confirmed` says whether the basis was checked against the decision itself. `focal` names, for a
    task of all units, the one that answers for all.
    """

    every: PeriodKind | None = field(
        "Định kỳ",
        "Báo cáo định kỳ bao lâu một lần; không nêu thì không đơn vị nào phải báo cáo.",
        default=None,
    )
    window: Annotated[Window, OrRecord(WindowDays)] = field(
        "Cách chốt số liệu",
        "Cách chốt số liệu của một kỳ: nd09, calendar, hoặc {from_day: 15, to_day: 14, basis: …}; "
        "không nêu thì theo lịch.",
        default="calendar",
    )
    due: Offset | None = field(
        "Hạn gửi",
        "Hạn gửi báo cáo, tính từ ngày chốt số liệu: window end + 2 working days; "
        "không nêu thì là ngày ấy.",
        default=None,
    )
    internal_due: Offset | None = field(
        "Hạn nội bộ",
        "Hạn các đơn vị gửi Văn phòng, tính từ ngày chốt số liệu: window end - 3 working days; "
        "không nêu thì là ngày ấy.",
        default=None,
    )
    to: OutsideId | None = field(
        "Nơi nhận báo cáo", "Cơ quan nhận báo cáo, một mã của outside.", default=None
    )
    basis: Text = field(*BASIS, default="")
    confirmed: Flag = field(*CONFIRMED, default=False)
    periods: Mapping[PeriodId, ReportingOverride] = field(
        "Kỳ có văn bản riêng",
        "Kỳ mà một văn bản đặt ngày khác quy tắc chung; khóa là mã kỳ: 2023-Q3.",
        factory=dict,
    )
    focal: Mapping[TaskRef, UnitId] = field(
        "Đơn vị đầu mối",
        "Nhiệm vụ của tất cả các đơn vị mà một đơn vị trả lời thay: mã nhiệm vụ, rồi mã đơn vị.",
        factory=dict,
    )
    duty: BodyRef | None = field(
        "Trách nhiệm báo cáo",
        "Mã đoạn giao trách nhiệm báo cáo: III.1.2; cập nhật về đoạn ấy nêu kỳ, văn bản đã gửi.",
        default=None,
    )
    replaces: Flag = field(
        "Kỳ dài thay quý",
        "true khi báo cáo 6 tháng, 9 tháng, năm thay báo cáo quý II, III, IV: mỗi kỳ một văn bản.",
        default=False,
    )
    symbol: Text = field("Ký hiệu", "Ký hiệu của báo cáo, không kể số: BC-KKT.", default="")
    recipients: Lines = field(*_RECIPIENTS, default=())
    signer: SignerOrId = field(*_SIGNER, default=NO_SIGNER)


@record
class Letters(Record):
    """How the Office writes to the units about their reports and their work (`pci remind`).

    `drafted_by` drafts the letters and receives the answers; `plan_name` is what a subject line
    calls the plan, without its year. Units answer by the hour `answer_by`, a reminder within
    `answer_within` of its own day, in the form that `answer_form` names.
    """

    drafted_by: UnitId | None = field(
        "Đơn vị soạn", "Đơn vị soạn công văn và nhận trả lời.", default=None
    )
    symbol: Text = field("Ký hiệu", "Ký hiệu của công văn, không kể số: KKT-VP.", default="")
    plan_name: Text = field(
        "Tên kế hoạch trong trích yếu",
        "Tên gọi tắt của kế hoạch ở tên văn bản, dòng «V/v», không kể năm.",
        default="",
    )
    answer_by: TimeOfDay | None = field("Giờ trả lời", "Giờ phải trả lời: 16:00.", default=None)
    answer_within: Within | None = field(
        "Thời gian trả lời",
        "Công văn đôn đốc: trả lời trong chừng này ngày làm việc.",
        default=None,
    )
    answer_form: Text = field(
        "Hình thức trả lời", "Hình thức trả lời, viết như trong công văn.", default=""
    )
    recipients: Lines = field(*_RECIPIENTS, default=())
    signer: CapacityOrId = field("Người ký", "Người ký công văn.", default=NO_CAPACITY)


@record
class Correction(Record):
    """A departure from the scanned source: `from` is what the scan prints at that place."""

    at: Text = field("Chỗ", "Chỗ được sửa: tasks.A.I.3.work, body.II.1.4.text.")
    printed: Text = field("Bản quét", "Bản quét in thế nào.", key="from")
    to: Text = field("Sửa thành", "Trong tệp này viết thế nào; có đúng một lần ở chỗ ấy.")
    note: Text | None = field("Ghi chú", "Vì sao sửa.", default=None)


@record
class Plan(Record):
    """The signed plan with its appendix, in the order it is printed.

    Only its year, its title, its units and its tasks must be given: what is left out is empty here
    and a highlighted blank on paper.
    """

    format: FormatNumber = field(
        "Định dạng", "Định dạng của tệp này; không nêu thì là 1.", default=FORMAT
    )
    year: Annotated[int, whole(2000, 2100)] = field("Năm", "Năm của kế hoạch, trùng với tên tệp.")
    illustrative: Flag = field(
        "Dữ liệu minh họa",
        "true khi cơ quan và số liệu do bịa ra để làm ví dụ; mọi bản in sẽ nói rõ.",
        default=False,
    )
    number: Text | None = field("Số", "Số của kế hoạch; null khi bản đã ký để trống.", default=None)
    symbol: Text = field("Ký hiệu", "Ký hiệu văn bản, không kể số: KH-KKT.", default="")
    issued: PartialDay | None = field(
        "Ngày ban hành",
        "Ngày ban hành: 2023-08-15, hoặc 2023-08 khi bản đã ký để trống ngày; "
        "không nêu thì mọi việc trong năm đều phải làm.",
        default=None,
    )
    agency: Agency = field("Tên cơ quan trong câu", "Tên cơ quan trong câu văn.", default=Agency())
    letterhead: Letterhead = field(
        "Phần đầu trang", "Phần đầu trang của văn bản.", default=Letterhead()
    )
    title: Text = field("Trích yếu", "Trích yếu của kế hoạch, không lặp lại chữ «Kế hoạch».")
    preamble: Text = field("Phần mở đầu", "Đoạn mở đầu, nêu căn cứ.", default="")
    basis: tuple[DocumentId, ...] = field(
        "Căn cứ", "Mã các văn bản làm căn cứ, có trong documents.", default=()
    )
    body: Mapping[BodyId, Paragraph] = field(
        "Nội dung",
        "Phần lời, theo thứ tự in; khóa là mã đoạn: II, II.1, II.1.3.",
        factory=dict,
    )
    closing: Text = field("Phần kết thúc", "Đoạn kết.", default="")
    recipients: Lines = field(*_RECIPIENTS, default=())
    signer: SignerOrId = field(*_SIGNER, default=NO_SIGNER)
    appendix_title: Text = field("Tên Phụ lục", "Tên Phụ lục.", default="")
    reporting: Reporting = field(
        "Chế độ báo cáo",
        "Chế độ báo cáo: kỳ, cách chốt số liệu, hạn, nơi nhận, căn cứ.",
        default=Reporting(),
    )
    letters: Letters = field(
        "Cách viết công văn", "Cách viết công văn gửi các đơn vị (pci remind).", default=Letters()
    )
    units: Mapping[Slug, Unit] = field(
        "Đơn vị",
        "Các đơn vị của cơ quan, ở đây hoặc ở organisation.yaml; khóa là mã: phong-qldt.",
        factory=dict,
    )
    groups: Mapping[Slug, UnitGroup] = field(
        "Nhóm đơn vị",
        "Các nhóm đơn vị mà kế hoạch gọi chung; khóa là mã nhóm.",
        factory=dict,
    )
    outside: Mapping[Slug, OutsideBody] = field(
        "Cơ quan ngoài",
        "Cơ quan ngoài, không bao giờ là đơn vị của kế hoạch; khóa là mã cơ quan.",
        factory=dict,
    )
    triggers: Mapping[Slug, Trigger] = field(
        "Điều kiện", "Các điều kiện mở ra đầu việc; khóa là mã điều kiện.", factory=dict
    )
    subindices: Mapping[SubindexId, Subindex] = field(
        "Chỉ số thành phần",
        "Danh mục chỉ số mà các mục ứng với; khóa là mã chỉ số: pci.3, par.1.",
        factory=dict,
    )
    sections: Mapping[SectionId, Section] = field(
        "Mục của Phụ lục",
        "Phần và mục của Phụ lục; khóa là mã mục: A, A.VII. "
        "Không có mục thì nhiệm vụ đứng trong một danh sách.",
        factory=dict,
    )
    tasks: Mapping[TaskId, Task] = field(
        "Nhiệm vụ", "Các nhiệm vụ của Phụ lục, theo thứ tự in; khóa là mã nhiệm vụ: A.VII.4, 12."
    )
    documents: Mapping[Slug, CitedDocument] = field(
        "Văn bản viện dẫn",
        "Văn bản mà kế hoạch viện dẫn; khóa là mã văn bản: qd-1776.",
        factory=dict,
    )
    corrections: tuple[Correction, ...] = field(
        "Đính chính", "Mọi chỗ tệp này khác bản quét.", default=()
    )

    slug: str = derived(str)
    """What the name of its file says after the year, empty where that is all: it tells the plans of
    one year apart."""
    since: date | None = derived(lambda: None)
    """The first day of this version of the plan; null for the one that was signed."""
    before: "Plan | None" = derived(lambda: None)
    """The version that held until the day before `since`."""
    amendments: "tuple[Amended, ...]" = derived(tuple)
    """The documents that made this version out of the signed one, as they came."""
    amending_text: str = derived(str)
    """The operative words of all documents that changed the plan, which obligations may quote."""
    heirs: Mapping[str, str | None] = derived(dict)
    """The units and outside bodies that have ended, each with what took its place."""
    unconfirmed: Mapping[str, str] = derived(dict)
    """What of the organisation nobody compared with its source, in words, by the unit or body that
    has ended; the names of the agency by `agency`."""
    added: Mapping[str, date] = derived(dict)
    """The tasks and obligations that amendments added, with the days on which they came."""

    @property
    def id(self) -> str:
        """The stem of its file's name."""
        return self.id_in(self.year)

    @property
    def mark(self) -> str:
        """What the names of its papers call it."""
        return self.slug or "pci"

    def id_in(self, year: int) -> str:
        """The id of the same plan in some year."""
        return f"{year}-{self.slug}" if self.slug else str(year)

    @property
    def last_day(self) -> date:
        """The day to which the plan's figures run, unless a person asks for another."""
        return date(self.year + 1, 1, 31)

    @property
    def versions(self) -> Iterator["Plan"]:
        """This version and all before it, the last first."""
        version: Plan | None = self
        while version:
            yield version
            version = version.before

    def on(self, day: date) -> "Plan":
        """The version of the plan that held on a day; the signed one before its first change."""
        version = self
        while version.before and version.since and day < version.since:
            version = version.before
        return version

    def came(self, task_id: str, obligation: str) -> date | None:
        """The day on which a document added an obligation, or its task; null for a signed one."""
        return self.added.get(f"{task_id}/{obligation}") or self.added.get(task_id)

    def heir(self, ref: str) -> str | None:
        """What a unit or an outside body is in this version: itself, its successor, or null."""
        return self.heirs.get(ref, ref)

    def __post_init__(self) -> None:
        """Give each task without a number the last part of its id."""
        numbered = {
            i: task if task.number else replace(task, number=i.rpartition(".")[2])
            for i, task in self.tasks.items()
        }
        object.__setattr__(self, "tasks", numbered)

    def members(self, ref: str) -> tuple[str, ...]:
        """The units that a unit or group id stands for, in plan order: the only expansion of
        groups. A unit that has ended is its successor; one that has not begun is left out."""
        group = self.groups.get(ref)
        named = (ref,) if group is None else group.members
        standing = (self.heir(unit) for unit in named)
        return tuple(dict.fromkeys(unit for unit in standing if unit and unit in self.units))

    def ordered(self, units: Iterable[str]) -> list[str]:
        """Units, each once, as the plan lists them."""
        wanted = set(units)
        return [unit for unit in self.units if unit in wanted]

    def leader(self, task: Task) -> str:
        """The id of the unit or group that leads a task; of a unit that has ended, its heir's."""
        return self.heir(task.lead) or task.lead

    def coordinators(self, task: Task) -> tuple[str, ...]:
        """The ids of the units and groups that coordinate a task; of a unit that has ended, its
        heir's, unless that leads the task."""
        refs = dict.fromkeys(self.heir(ref) or ref for ref in task.coordinating)
        return tuple(ref for ref in refs if ref != self.leader(task))

    def accountable(self, task: Task) -> tuple[str, ...]:
        """The units that answer for a task: the lead, each member of a lead group, a sub-unit's
        parent."""
        parents = (self.parent(unit) for unit in self.members(task.lead))
        return tuple(dict.fromkeys(parents))

    def parent(self, unit: str) -> str:
        """The unit that answers for what a unit leads: its parent, or itself."""
        above = self.units[unit].part_of
        return (above and self.heir(above)) or unit

    def reporter(self, unit: str) -> str:
        """The unit that reports for `unit`: its parent, the one it reports through, or itself."""
        unit = self.heir(unit) or unit
        own = self.units[unit]
        above = own.part_of or own.reports_through
        return (above and self.heir(above)) or unit

    def focal(self, task_id: str) -> str | None:
        """The unit that reports on a task for all its units; null where each reports itself."""
        unit = self.reporting.focal.get(task_id)
        return unit and self.heir(unit)

    def performers(self, task: Task) -> str:
        """The cell of units as printed; where a file leaves it out, the names of those who lead and
        coordinate."""
        lead, beside = self.leader(task), ", ".join(map(self.name, self.coordinators(task)))
        return task.units or self.name(lead) + (f"; phối hợp: {beside}" if beside else "")

    @property
    def office(self) -> str:
        """The unit that gathers reports: the one that writes the letters, else the first, or the
        successor of that."""
        first = next(iter(self.units))
        return self.drafter or self.heir(first) or first

    @property
    def drafter(self) -> str | None:
        """The unit that writes the letters and the reports, or its successor."""
        unit = self.letters.drafted_by
        return unit and (self.heir(unit) or unit)

    @property
    def receiver(self) -> str | None:
        """The outside body that receives the reports, or its successor; null where there is
        none."""
        return self.reporting.to and self.heir(self.reporting.to)

    def name(self, ref: str) -> str:
        """What people call a unit, a group, an outside body (one that has ended by its successor)
        or an addressee inside the agency."""
        thing = self.units.get(ref) or self.groups.get(ref) or self._body(ref)
        if thing:
            return thing.name
        return self.leaders if ref in (LEADERS, OLD_LEADERS) else INSIDE.get(ref, ref)

    @property
    def leaders(self) -> str:
        """The leaders as papers call them, by the kind of the agency: `Lãnh đạo Ban`."""
        kind = self.agency.short.partition(" ")[0]
        called = kind if kind in _ONE_WORD else self.agency.short
        return f"Lãnh đạo {called}" if called else INSIDE[LEADERS]

    @property
    def index(self) -> str:
        """The index whose components its catalogue begins with, as papers write it: `PCI`."""
        return next((i.partition(".")[0].upper() for i in self.subindices), "")

    @property
    def called(self) -> str:
        """What titles call the plan, without its year: as the Office does, else by its index."""
        return self.letters.plan_name or f"Kế hoạch {self.index}".strip()

    def short_name(self, ref: str) -> str:
        """The shortest name of a unit, an outside body or an addressee inside the agency."""
        thing = self.units.get(ref) or self._body(ref)
        return (thing and thing.short) or self.name(ref)

    def _body(self, ref: str) -> OutsideBody | None:
        return self.outside.get(self.heir(ref) or ref)

    @property
    def obligations(self) -> Mapping[str, Obligation]:
        """Every obligation by the id of its task and its own: `A.VII.4/bao-cao-thang`."""
        owed = ((i, task.owes) for i, task in self.tasks.items())
        return {f"{i}/{name}": one for i, owes in owed for name, one in owes.items()}

    def obligation(self, about: str) -> Obligation | None:
        """The obligation of an id; null where the plan has none of it."""
        task_id, _, name = about.partition("/")
        task = self.tasks.get(task_id)
        return task.owes.get(name) if task else None

    @property
    def headings(self) -> Mapping[str, Section]:
        """The sections that hold tasks, in the order of the tasks."""
        ids = dict.fromkeys(map(self.section_of, self.tasks))
        return {i: self.sections[i] for i in ids if i in self.sections}

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators of all tasks."""
        return {i: one for task in self.tasks.values() for i, one in task.indicators.items()}

    def measured(self, task_id: str) -> Mapping[str, Indicator]:
        """The indicators of a task, those too that only earlier versions ask for: what was said
        then stays said."""
        rows = (v.tasks[task_id] for v in reversed([*self.versions]) if task_id in v.tasks)
        return {key: one for row in rows for key, one in row.indicators.items()}

    @property
    def inside(self) -> Mapping[str, str]:
        """The addressees of remarks that are no outside bodies."""
        return {i: self.name(i) for i in (*INSIDE, OLD_LEADERS)}

    @property
    def subjects(self) -> Mapping[str, Any]:
        """What an update may speak of."""
        rest = {REST: "mọi việc còn lại của đơn vị trong kỳ: vẫn làm đều, không phát sinh"}
        paragraphs = self.reported_paragraphs
        return {**self.tasks, **self.obligations, **paragraphs, **self.triggers, **rest}

    @property
    def reported_paragraphs(self) -> Mapping[str, str]:
        """The texts of the general measures and duties, on which units may report, by their ids."""
        return {i: p.text for i, p in self.body.items() if p.text and self.kind_of(i)}

    def section_of(self, task_id: str) -> str:
        """The section a task stands under, which follows from its id; empty for a task of the one
        list of a plan without sections."""
        above = task_id.rpartition(".")[0]
        return above if above in self.sections else ""

    @property
    def printed_sections(self) -> tuple[str, ...]:
        """The sections in the order of the appendix, before them the empty one of the tasks that
        stand in none."""
        unplaced = [""] if any(not self.section_of(i) for i in self.tasks) else []
        return (*unplaced, *self.sections)

    def carried_on(self, plan_id: str) -> Mapping[str, str]:
        """The tasks that carry on those of another plan, each with the id it has there."""
        named = {i: (task.forerunner or "").partition("/") for i, task in self.tasks.items()}
        return {i: there for i, (plan, _, there) in named.items() if plan == plan_id}

    def title_of(self, section: str) -> str:
        """The title of a section, empty of the one list of tasks that stand in none."""
        return self.sections[section].title if section else ""

    def tasks_of(self, section: str) -> Iterator[tuple[str, Task]]:
        """A section's own tasks in the plan's order."""
        return ((i, task) for i, task in self.tasks.items() if self.section_of(i) == section)

    def kind_of(self, body_id: str) -> str | None:
        """Whether a paragraph of the body is a general measure or a duty, by the nearest heading
        that says so."""
        while body_id:
            paragraph = self.body.get(body_id)
            if paragraph and paragraph.kind:
                return paragraph.kind
            body_id = body_id.rpartition(".")[0]
        return None


class Amended(NamedTuple):
    """What one document made of the plan. `name` is the stem of its file; `since` is null where it
    always held. Both plans are without the names of the organisation."""

    name: str
    since: date | None
    document: CitedDocument
    before: Plan
    after: Plan

    @property
    def corrects(self) -> bool:
        """Whether it is a đính chính: of the plan, or of a document that came before it and with
        whose day it holds."""
        came = self.document.date
        if self.since is None or came is None or came <= self.since:
            return self.since is None
        return any(other.since == self.since for other in self.before.amendments)


@record
class Remark(Record):
    """A difficulty or a proposal and whom it is addressed to: `noi-bo`, `lanh-dao` or an outside
    body.

    Only what is addressed to an outside body is printed in a report that goes up.
    """

    to: AddresseeId = field(
        "Gửi",
        "Gửi ai: noi-bo, lanh-dao, hoặc mã cơ quan ngoài. "
        "Chỉ điều gửi cơ quan ngoài mới in trong báo cáo.",
    )
    text: Text = field("Nội dung", "Nội dung, viết thành câu.")

    @property
    def is_for_leaders(self) -> bool:
        """Whether the agency's leaders are to decide."""
        return self.to in (LEADERS, OLD_LEADERS)

    @property
    def as_of_old(self) -> "Remark":
        """The same as files said it before: ids are hashes of that."""
        return replace(self, to=OLD_LEADERS) if self.is_for_leaders else self


REST = "con-lai"
"""`about` of the one line by which a unit closes all its other tasks for a reporting period."""


@record
class Update(Record):
    """One recorded fact (contract, section 3). Immutable: a correction is a newer update that names
    it."""

    about: SubjectId = field(
        "Về",
        "Nói về gì: nhiệm vụ, đầu việc (A.VII.4/bao-cao-thang), giải pháp chung, trách nhiệm, "
        "điều kiện, hoặc con-lai (mọi việc còn lại của đơn vị trong kỳ).",
    )
    period: Annotated[Text, Codes(occurrence_words)] | None = field(
        "Kỳ",
        "Lần nào, khi đầu việc có nhiều lần: 2023-09, 2023-Q3; với con-lai là kỳ báo cáo.",
        default=None,
    )
    unit: UnitId = field("Đơn vị", "Mã đơn vị báo cáo.")
    date: Day = field(
        "Ngày",
        "Ngày mà điều này đúng, việc đã xong thì là ngày xong; kỳ báo cáo và việc quá hạn tính "
        "theo ngày này.",
    )
    received: Day | None = field(
        "Ngày nhận",
        "Ngày Văn phòng nhận được (văn bản, biểu, tin nhắn của đơn vị); không nêu thì là ngày ghi.",
        default=None,
    )
    state: State = field("Tình trạng", "Tình trạng vào ngày ấy; chỉ lần rút mới không có.")
    percent: Annotated[int, whole(0, 100)] | None = field(
        "Tỷ lệ (%)",
        "Tỷ lệ hoàn thành, 0 đến 100; không dùng cho nhiệm vụ thường xuyên.",
        default=None,
    )
    figures: Mapping[IndicatorId, Number] = field(
        "Số liệu", "Số liệu theo các mã ở indicators của nhiệm vụ.", factory=dict
    )
    result: Text | None = field(
        "Kết quả", "Kết quả, viết thành câu: báo cáo in nguyên lời.", default=None
    )
    evidence: Lines = field(
        "Tài liệu kiểm chứng",
        "Tài liệu kiểm chứng, mỗi dòng một: 412/BC-KKT ngày 14/9/2023, "
        "https://… hoặc tệp kèm dấu sha256.",
        default=(),
    )
    difficulty: Remark | None = field(
        "Khó khăn, vướng mắc", "Khó khăn, vướng mắc và nơi cần biết.", default=None
    )
    proposal: Remark | None = field(
        "Kiến nghị, đề xuất", "Kiến nghị, đề xuất và nơi giải quyết.", default=None
    )
    corrects: UpdateId | None = field(
        "Sửa cho",
        "Mã (tên tệp) của cập nhật mà cập nhật này thay; "
        "đổi cả nhiệm vụ hoặc đơn vị thì cần reason.",
        default=None,
    )
    answers: UpdateId | None = field(
        "Trả lời cho",
        "Mã (tên tệp) của cập nhật có khó khăn, kiến nghị nay đã được trả lời; "
        "chỉ trả lời một điều thì thêm #difficulty hoặc #proposal.",
        default=None,
    )
    reason: Text | None = field(
        "Nguyên nhân",
        "Vì sao quá hạn, tạm dừng (báo cáo in ở mục nguyên nhân), sửa hoặc rút.",
        default=None,
    )
    adds: Flag = field(
        "Cộng thêm",
        "true khi số liệu này cộng thêm vào số đã nêu cho cùng chỉ tiêu, đơn vị, kỳ.",
        default=False,
    )
    recorded: Moment = field(*RECORDED)
    by: Text | None = field(*TYPIST, default=None)

    NOT_CONTENT: ClassVar = frozenset({"received", "recorded", "by"})
    """Who typed it and when it came are no part of what was said: typed twice, it is still one
    update."""

    @property
    def received_on(self) -> Day:
        """The day on which the Office had it."""
        return self.received or self.recorded.astimezone(VIETNAM).date()

    @property
    def subject(self) -> str:
        """The task, measure, duty or trigger it speaks of, without the obligation."""
        return self.about.partition("/")[0]

    @property
    def obligation(self) -> str | None:
        """The task's obligation it speaks of, null where it speaks of the whole."""
        return self.about.partition("/")[2] or None

    @property
    def remarks(self) -> Mapping[str, Remark]:
        """The difficulty and the proposal, where there are any."""
        remarks = {"difficulty": self.difficulty, "proposal": self.proposal}
        return {kind: remark for kind, remark in remarks.items() if remark}

    @property
    def only_answers(self) -> bool:
        """Whether it passes on what somebody decided on an earlier remark, and is no report of the
        unit's own."""
        return self.answers is not None and self.state == "nothing"


@record
class Withdrawal(Record):
    """The withdrawal of an update that should never have been recorded, or of an earlier withdrawal
    (contract, section 3). It repeats about, period and unit; what is withdrawn acts as absent."""

    about: SubjectId = field("Về", "Như ở cập nhật được rút.")
    period: Annotated[Text, Codes(occurrence_words)] | None = field(
        "Kỳ", "Như ở cập nhật được rút.", default=None
    )
    unit: UnitId = field("Đơn vị", "Như ở cập nhật được rút.")
    date: Day = field("Ngày", "Ngày rút.")
    withdraws: UpdateId = field(
        "Rút",
        "Mã (tên tệp) của cập nhật lẽ ra không được ghi; khi ấy nhắc lại about, period, unit của "
        "cập nhật ấy và cần reason.",
    )
    reason: Text = field("Nguyên nhân", "Vì sao rút.")
    recorded: Moment = field(*RECORDED)
    by: Text | None = field(*TYPIST, default=None)

    NOT_CONTENT: ClassVar = Update.NOT_CONTENT
