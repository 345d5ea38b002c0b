"""Every JSON that the program prints, field by field. `docs/json.md` and the schemas in
`schemas/json/` are made from here; the tests hold what commands print against those schemas."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict


def says(meaning: str) -> Any:
    """What a field means."""
    return Field(description=meaning)


ItemState = Literal["overdue", "open", "suspended", "waiting", "not_due", "done_late", "done"]
TaskState = Literal[ItemState, "standing", "none"]
ChangeKind = Literal["added", "changed", "corrected", "ended"]


# --- what many of them share ----------------------------------------------------------------------


class OfPlan(TypedDict):
    """Dữ liệu của một kế hoạch."""

    plan: Annotated[str, says("mã kế hoạch: 2023, 2024-cchc")]
    year: Annotated[int, says("năm của kế hoạch")]
    illustrative: NotRequired[Annotated[bool, says("true khi số liệu do bịa ra để làm ví dụ")]]


class OfDay(OfPlan):
    """Kế hoạch, tính đến một ngày."""

    as_of: Annotated[date, says("tính đến ngày này")]
    complete: Annotated[bool, says("false khi có tệp lỗi nên không được tính; xem pci check")]


class LogOfPlan(OfPlan):
    """Kế hoạch mà danh sách cập nhật nói về."""

    as_of: Annotated[date | None, says("kể đến ngày này; null: mọi cập nhật đã ghi")]
    complete: Annotated[bool, says("false khi có tệp lỗi nên không kể được; xem pci check")]


class OfPlans(TypedDict):
    """Dữ liệu của một kế hoạch, hoặc với --all-plans của nhiều kế hoạch."""

    plan: NotRequired[Annotated[str, says("mã kế hoạch; không có khi --all-plans")]]
    year: NotRequired[Annotated[int, says("năm của kế hoạch; không có khi --all-plans")]]
    illustrative: NotRequired[Annotated[bool, says("true khi số liệu do bịa ra để làm ví dụ")]]
    complete: Annotated[
        bool, says("false khi có kế hoạch, có tệp lỗi nên không được kể; xem pci check")
    ]


class ListOfDay(OfPlans):
    """Danh sách tính đến một ngày."""

    as_of: NotRequired[Annotated[date, says("tính đến ngày này; không có khi --all-plans")]]
    plans: NotRequired[Annotated[list[OfDay], says("chỉ khi --all-plans: từng kế hoạch")]]


class Row(TypedDict):
    """Một dòng của danh sách."""

    plan: NotRequired[Annotated[str, says("chỉ khi --all-plans: mã kế hoạch")]]


class Period(TypedDict):
    """Một kỳ báo cáo."""

    id: Annotated[str, says("2023, 2023-H1, 2023-9M, 2023-Q3, 2023-09 hoặc ngày_ngày")]
    first: Annotated[date, says("ngày đầu của kỳ")]
    last: Annotated[date, says("ngày cuối của kỳ")]
    window_first: Annotated[date, says("ngày đầu lấy số liệu")]
    window_last: Annotated[date, says("ngày chốt số liệu")]
    internal_due: Annotated[date, says("hạn nội bộ: đơn vị gửi Văn phòng")]
    send_by: Annotated[date, says("cơ quan gửi đi chậm nhất ngày này")]


class Due(Row):
    """Một việc phải theo dõi: đầu việc, báo cáo còn thiếu, báo cáo cơ quan phải gửi."""

    task: Annotated[str | None, says("mã nhiệm vụ; null: báo cáo mà cơ quan phải gửi")]
    obligation: Annotated[
        str | None, says("mã đầu việc; bao-cao: báo cáo của đơn vị, gui-bao-cao: của cơ quan")
    ]
    period: Annotated[str | None, says("lần nào, khi đầu việc có nhiều lần")]
    unit: Annotated[str, says("mã đơn vị phải làm")]
    due: Annotated[date | None, says("thời hạn; null: không có ngày")]
    state: Annotated[Literal[ItemState, "missing"], says("tình trạng; missing: thiếu báo cáo")]
    days: Annotated[int | None, says("số ngày: dương là đã quá hạn, âm là còn; null: không có hạn")]
    reason: Annotated[str, says("vì sao có trong danh sách")]


class OpenRemark(Row):
    """Một khó khăn, kiến nghị chưa được trả lời."""

    update: Annotated[str, says("mã cập nhật đã nêu")]
    about: Annotated[str, says("nói về nhiệm vụ, đầu việc, nội dung nào")]
    unit: Annotated[str, says("mã đơn vị đã nêu")]
    kind: Annotated[Literal["difficulty", "proposal"], says("khó khăn, hay kiến nghị")]
    to: Annotated[str, says("gửi ai: noi-bo, lanh-dao, lanh-dao-ban hoặc mã cơ quan ngoài")]
    text: Annotated[str, says("nguyên lời")]
    date: Annotated[date, says("ngày nêu")]
    days: Annotated[int, says("đã chờ bao nhiêu ngày")]
    passed: Annotated[str | None, says("thời gian mà lời ấy nêu và nay đã qua; null: không có")]


class Remark(TypedDict):
    """Một khó khăn hoặc kiến nghị."""

    to: Annotated[str, says("gửi ai: noi-bo, lanh-dao, lanh-dao-ban hoặc mã cơ quan ngoài")]
    text: Annotated[str, says("nguyên lời")]


class Statement(TypedDict):
    """Một cập nhật như trong tệp; khóa không ghi thì là null, [], {} hoặc false."""

    id: Annotated[str, says("mã cập nhật, tức tên tệp")]
    about: Annotated[str, says("nói về nhiệm vụ, đầu việc, nội dung, điều kiện nào")]
    period: Annotated[str | None, says("lần nào, khi đầu việc có nhiều lần")]
    unit: Annotated[str, says("mã đơn vị báo cáo")]
    date: Annotated[date, says("ngày mà điều này đúng")]
    received: Annotated[date | None, says("ngày Văn phòng nhận được; null: là ngày ghi")]
    state: Annotated[Literal["doing", "done", "suspended", "nothing"], says("tình trạng")]
    percent: Annotated[int | None, says("tỷ lệ hoàn thành, 0 đến 100")]
    figures: Annotated[dict[str, float], says("số liệu theo mã chỉ tiêu")]
    result: Annotated[str | None, says("kết quả")]
    evidence: Annotated[list[str], says("tài liệu kiểm chứng")]
    difficulty: Annotated[Remark | None, says("khó khăn, vướng mắc")]
    proposal: Annotated[Remark | None, says("kiến nghị, đề xuất")]
    corrects: Annotated[str | None, says("mã cập nhật mà cập nhật này thay")]
    answers: Annotated[str | None, says("mã cập nhật có khó khăn, kiến nghị được trả lời")]
    reason: Annotated[str | None, says("nguyên nhân quá hạn, tạm dừng hoặc sửa")]
    adds: Annotated[bool, says("true: số liệu cộng thêm vào số đã nêu cùng kỳ")]
    recorded: Annotated[datetime, says("lúc ghi")]
    by: Annotated[str | None, says("người ghi")]


class Update(Row, Statement):
    """Một cập nhật và việc nó còn được tính hay không."""

    corrected_by: Annotated[str | None, says("mã bản sửa thay cho nó")]
    withdrawn_by: Annotated[str | None, says("mã lần rút nó")]
    withdrawal_reason: Annotated[str | None, says("vì sao rút")]
    stray: NotRequired[Annotated[bool, says("true khi có lỗi nên không được tính")]]


class Carried(Statement):
    """Kết quả mà kế hoạch năm trước chưa báo cáo."""

    task: Annotated[str | None, says("mã nhiệm vụ nay tiếp nối việc ấy; null: không có")]


class Ref(TypedDict):
    """Một đơn vị hoặc nhóm đơn vị."""

    id: Annotated[str, says("mã")]
    name: Annotated[str, says("tên")]


class Lead(Ref):
    """Đơn vị hoặc nhóm chủ trì."""

    explicit: Annotated[bool, says("true khi kế hoạch in chữ «chủ trì»")]


class Units(TypedDict):
    """Các đơn vị của một nhiệm vụ."""

    printed: Annotated[str | None, says("cột đơn vị như in trong kế hoạch")]
    lead: Annotated[list[Lead], says("đơn vị chủ trì")]
    coordinating: Annotated[list[Ref], says("đơn vị phối hợp")]


class Part(TypedDict):
    """Một phần của Phụ lục."""

    id: Annotated[str, says("mã: A")]
    title: Annotated[str, says("tên như in")]


class Section(Part):
    """Một mục của Phụ lục."""

    subindex: Annotated[str | None, says("mã chỉ số thành phần: pci.7")]


class Schedule(TypedDict):
    """Thời gian thực hiện."""

    printed: Annotated[str | None, says("cột thời gian như in trong kế hoạch")]


class Item(TypedDict):
    """Một đầu việc của một đơn vị trong một lần."""

    obligation: Annotated[str, says("mã đầu việc")]
    title: Annotated[str, says("tên đầu việc")]
    period: Annotated[str | None, says("lần nào, khi đầu việc có nhiều lần")]
    unit: Annotated[str, says("mã đơn vị phải làm")]
    due: Annotated[date | None, says("thời hạn; null: chưa có ngày")]
    state: Annotated[ItemState, says("tình trạng")]
    days: Annotated[int | None, says("số ngày: dương là đã quá hạn, âm là còn; null: không đếm")]
    provisional: NotRequired[Annotated[bool, says("true khi thời hạn là tạm tính")]]


class Task(Row):
    """Một nhiệm vụ."""

    id: Annotated[str, says("mã nhiệm vụ: A.VII.4")]
    number: Annotated[str, says("số thứ tự như in")]
    part: Annotated[Part | None, says("phần của Phụ lục")]
    section: Annotated[Section | None, says("mục của Phụ lục")]
    work: Annotated[list[str], says("nội dung, mỗi dòng in một phần tử")]
    short: NotRequired[Annotated[str, says("tên ngắn, nếu kế hoạch đặt")]]
    outputs: Annotated[list[str], says("kết quả, sản phẩm")]
    units: Annotated[Units, says("đơn vị thực hiện")]
    role: NotRequired[
        Annotated[
            Literal["lead", "coordinating", "related"], says("chỉ khi --unit: vai trò đơn vị ấy")
        ]
    ]
    via: NotRequired[
        Annotated[str | None, says("chỉ khi --unit: qua nhóm, đơn vị con nào; null: nêu đích danh")]
    ]
    schedule: Annotated[Schedule, says("thời gian thực hiện")]
    items: Annotated[list[Item], says("mọi đầu việc trong năm")]
    state: Annotated[TaskState, says("tình trạng; none: không còn đầu việc")]
    percent: Annotated[int | None, says("tỷ lệ hoàn thành; null với nhiệm vụ thường xuyên")]
    due: Annotated[date | None, says("thời hạn gần nhất chưa xong")]
    updated: Annotated[date | None, says("ngày của cập nhật mới nhất")]


class ItemCounts(TypedDict):
    """Số đầu việc theo tình trạng; bảy tình trạng cộng lại bằng total."""

    total: Annotated[int, says("tất cả")]
    overdue: Annotated[int, says("quá hạn")]
    open: Annotated[int, says("đang thực hiện")]
    suspended: Annotated[int, says("tạm dừng")]
    waiting: Annotated[int, says("chưa đủ điều kiện")]
    not_due: Annotated[int, says("chưa đến hạn")]
    done_late: Annotated[int, says("đã hoàn thành, quá hạn")]
    done: Annotated[int, says("đã hoàn thành")]


class StatRow(TypedDict):
    """Một dòng của bảng số liệu."""

    id: Annotated[str, says("mã mục hoặc đơn vị; total: dòng tổng")]
    title: Annotated[str, says("tên")]
    tasks: Annotated[int, says("số nhiệm vụ")]
    standing: Annotated[int, says("trong đó thường xuyên")]
    items: Annotated[ItemCounts, says("số đầu việc có thời hạn")]
    rate: Annotated[float | None, says("tỷ lệ (%); null khi chưa có gì đến hạn")]


class Reporting(TypedDict):
    """Báo cáo của các đơn vị trong kỳ."""

    expected: Annotated[int, says("phải gửi")]
    reported: Annotated[int, says("đã gửi")]
    on_time: Annotated[int, says("gửi đúng hạn nội bộ")]


class Figures(TypedDict):
    """Bảng số liệu."""

    rows: Annotated[list[StatRow], says("từng dòng; theo đơn vị thì không cộng thành total")]
    total: Annotated[StatRow, says("dòng tổng")]
    reporting: Annotated[Reporting, says("sổ báo cáo của kỳ")]


class Replacement(TypedDict):
    """Văn bản thay cho văn bản được viện dẫn."""

    by: Annotated[str, says("văn bản thay thế")]
    since: Annotated[date, says("có hiệu lực từ ngày")]
    source: Annotated[str, says("chỗ nói về việc thay thế")]
    confirmed: NotRequired[Annotated[bool, says("true khi đã đối chiếu")]]


class Document(TypedDict):
    """Một văn bản."""

    type: Annotated[str, says("loại văn bản")]
    number: NotRequired[Annotated[str, says("số, ký hiệu")]]
    date: NotRequired[Annotated[date, says("ngày ban hành")]]
    issuer: NotRequired[Annotated[str, says("cơ quan ban hành")]]
    title: NotRequired[Annotated[str, says("trích yếu")]]
    replaced: NotRequired[Annotated[Replacement, says("văn bản đã thay nó")]]


class Amendment(TypedDict):
    """Một văn bản đã điều chỉnh hoặc đính chính kế hoạch."""

    amendment: Annotated[str, says("tên tệp trong amendments/, không có .yaml")]
    since: Annotated[date | None, says("có hiệu lực từ ngày; null: đính chính, đúng từ đầu")]
    document: Annotated[Document, says("văn bản ấy")]


class Cell(TypedDict):
    """Một ô đã đổi."""

    old: Annotated[str, says("trước")]
    new: Annotated[str, says("sau")]


class MovedDay(TypedDict):
    """Một thời hạn đã đổi."""

    obligation: Annotated[str, says("mã đầu việc")]
    period: Annotated[str | None, says("lần nào")]
    old: Annotated[date | None, says("ngày trước; null: không có")]
    new: Annotated[date | None, says("ngày sau; null: bỏ")]


class TaskChange(TypedDict):
    """Điều một văn bản đã đổi ở một nhiệm vụ."""

    kind: Annotated[ChangeKind, says("thêm, sửa, đính chính, bãi bỏ")]
    cells: Annotated[dict[str, Cell], says("các ô đã đổi: number, work, units, time, outputs, …")]
    days: Annotated[list[MovedDay], says("các thời hạn đã đổi")]


# --- lists ----------------------------------------------------------------------------------------


class Tasks(ListOfDay):
    """Danh sách nhiệm vụ: `pci tasks`."""

    tasks: Annotated[list[Task], says("các nhiệm vụ, theo thứ tự của kế hoạch")]


class Deadlines(ListOfDay):
    """Việc quá hạn, sắp đến hạn, chưa đủ điều kiện, báo cáo còn thiếu: `pci deadlines`."""

    items: Annotated[list[Due], says("từng việc")]


class Log(OfPlans):
    """Các cập nhật đã ghi, cũ trước: `pci log`."""

    as_of: NotRequired[
        Annotated[date | None, says("kể đến ngày này; null: tất cả; không có khi --all-plans")]
    ]
    plans: NotRequired[Annotated[list[LogOfPlan], says("chỉ khi --all-plans: từng kế hoạch")]]
    updates: Annotated[list[Update], says("các cập nhật, kể cả đã sửa, đã rút")]


class Open(ListOfDay):
    """Khó khăn, kiến nghị chưa được trả lời, cũ trước: `pci log --open`."""

    open: Annotated[list[OpenRemark], says("từng điều")]


class Stats(OfDay, Figures):
    """Bảng số liệu: `pci stats`."""

    period: Annotated[Period, says("kỳ mà sổ báo cáo nói về")]
    previous: Annotated[StatRow, says("dòng tổng vào ngày chốt số liệu của kỳ trước")]


# --- one thing ------------------------------------------------------------------------------------


class History(Amendment, TaskChange):
    """Một lần văn bản đổi nhiệm vụ."""


class Forerunner(TypedDict):
    """Nhiệm vụ của kế hoạch trước mà nhiệm vụ này tiếp nối."""

    plan: Annotated[str, says("mã kế hoạch trước")]
    task: Annotated[str, says("mã nhiệm vụ ở kế hoạch ấy")]
    as_of: Annotated[date | None, says("ngày của tình trạng; null: không đọc được kế hoạch ấy")]
    state: Annotated[TaskState | None, says("tình trạng cuối; null: không đọc được")]
    percent: Annotated[int | None, says("tỷ lệ hoàn thành cuối")]


_From = TypedDict(
    "_From", {"from": NotRequired[Annotated[Forerunner, says("nhiệm vụ được tiếp nối, nếu có")]]}
)


class TaskPage(OfDay, _From):
    """Trọn một nhiệm vụ: `pci show A.VII.4`."""

    task: Annotated[Task, says("nhiệm vụ")]
    updates: Annotated[list[Update], says("các cập nhật về nó")]
    history: NotRequired[Annotated[list[History], says("các lần văn bản đổi nó, nếu có")]]


class Paragraph(OfDay):
    """Một giải pháp chung hoặc trách nhiệm: `pci show II.1.4`."""

    id: Annotated[str, says("mã đoạn")]
    kind: Annotated[Literal["measures", "duties"] | None, says("giải pháp chung, trách nhiệm")]
    text: Annotated[str | None, says("lời của kế hoạch")]
    updates: Annotated[list[Update], says("các cập nhật về nó")]


class BodyParagraph(TypedDict):
    """Một đoạn của phần lời."""

    id: Annotated[str, says("mã đoạn")]
    title: Annotated[str | None, says("tên đề mục")]
    text: Annotated[str | None, says("nội dung")]


class Signer(TypedDict):
    """Người ký."""

    capacity: Annotated[list[str], says("quyền hạn, chức vụ, mỗi dòng in một phần tử")]
    name: Annotated[str, says("họ tên")]


class TaskSource(Amendment):
    """Văn bản đã đổi một nhiệm vụ."""

    kind: Annotated[ChangeKind, says("thêm, sửa, đính chính, bãi bỏ")]


class PrintedTask(TypedDict):
    """Một dòng của Phụ lục."""

    id: Annotated[str, says("mã nhiệm vụ")]
    cells: Annotated[dict[str, str], says("các ô như in: number, work, units, time, outputs")]
    ended: NotRequired[Annotated[bool, says("chỉ khi --as-of: đã bãi bỏ")]]
    changes: NotRequired[Annotated[list[TaskSource], says("chỉ khi --as-of: văn bản đã đổi nó")]]


class PrintedSection(TypedDict):
    """Một phần, mục của Phụ lục."""

    id: Annotated[str | None, says("mã; null: nhiệm vụ không thuộc mục nào")]
    title: Annotated[str | None, says("tên như in")]
    tasks: Annotated[list[PrintedTask], says("các nhiệm vụ")]


class Appendix(TypedDict):
    """Phụ lục."""

    title: Annotated[str, says("tên Phụ lục")]
    sections: Annotated[list[PrintedSection], says("các phần, mục theo thứ tự in")]


class Plan(OfPlan):
    """Kế hoạch và Phụ lục: `pci plan`."""

    as_of: Annotated[date | None, says("hợp nhất đến ngày này; null: bản đã ký")]
    amendments: NotRequired[Annotated[list[Amendment], says("chỉ khi --as-of: văn bản đã dùng")]]
    as_printed: Annotated[bool, says("true: lời văn như bản quét, kể cả lỗi")]
    number: Annotated[str | None, says("số của kế hoạch")]
    symbol: Annotated[str, says("ký hiệu, không kể số")]
    issued: Annotated[str | None, says("ngày ban hành; chỉ biết tháng thì 2023-08")]
    title: Annotated[str, says("trích yếu")]
    preamble: Annotated[str, says("đoạn mở đầu")]
    body: Annotated[list[BodyParagraph], says("các đoạn của phần lời")]
    closing: Annotated[str, says("đoạn kết")]
    recipients: Annotated[list[str], says("nơi nhận")]
    signer: Annotated[Signer, says("người ký")]
    appendix: Annotated[Appendix, says("Phụ lục")]


class AmendedTask(TaskChange):
    """Một nhiệm vụ mà văn bản đã đổi."""

    id: Annotated[str, says("mã nhiệm vụ")]
    was: Annotated[dict[str, str] | None, says("các ô trước; null: nhiệm vụ mới")]
    now: Annotated[dict[str, str] | None, says("các ô sau; null: bãi bỏ")]


class AmendmentPage(OfPlan, Amendment):
    """Một văn bản đã đổi kế hoạch: `pci plan --amendment`."""

    tasks: Annotated[list[AmendedTask], says("các nhiệm vụ mà nó đổi")]


# --- papers ---------------------------------------------------------------------------------------


class Brief(OfDay):
    """Một trang cho lãnh đạo: `pci report --brief`."""

    total: Annotated[StatRow, says("dòng tổng của bảng số liệu")]
    overdue: Annotated[list[Due], says("việc quá hạn")]
    soon: Annotated[list[Due], says("việc sắp đến hạn")]
    missing: Annotated[list[Due], says("báo cáo còn thiếu")]
    remarks: Annotated[list[OpenRemark], says("khó khăn, kiến nghị chờ quyết định")]


class SignedFile(TypedDict):
    """Tệp của bản đã ký."""

    name: Annotated[str, says("tên tệp")]
    sha256: Annotated[str, says("dấu sha256 của tệp")]


class SignedPaper(TypedDict):
    """Một văn bản đã ký."""

    title: Annotated[str, says("tên")]
    number: Annotated[str | None, says("số, ký hiệu")]
    day: Annotated[date | None, says("ngày ký")]
    path: Annotated[str, says("tệp YAML nói về nó")]
    since: Annotated[date | None, says("có hiệu lực từ ngày")]
    file: Annotated[SignedFile | None, says("bản đã ký, nếu có")]


class SignedPlan(TypedDict):
    """Kế hoạch đã ký."""

    number: Annotated[str | None, says("số")]
    symbol: Annotated[str, says("ký hiệu, không kể số")]
    issued: Annotated[str | None, says("ngày ban hành; chỉ biết tháng thì 2023-08")]


class Signed(TypedDict):
    """Những gì đã ký."""

    plan: Annotated[SignedPlan, says("kế hoạch")]
    amendments: Annotated[list[SignedPaper], says("văn bản đã điều chỉnh, đính chính")]
    reports: Annotated[list[SignedPaper], says("báo cáo đã ban hành")]


class Place(TypedDict):
    """Một tệp hoặc thư mục."""

    what: Annotated[str, says("là gì")]
    path: Annotated[str, says("ở đâu")]


class Silent(TypedDict):
    """Một đơn vị chưa có cập nhật trong kỳ."""

    unit: Annotated[str, says("mã đơn vị")]
    last: Annotated[date | None, says("ngày của cập nhật cuối; null: chưa lần nào")]


class Handover(OfDay):
    """Bàn giao việc theo dõi: `pci report --handover`."""

    unit: Annotated[str | None, says("chỉ phần của đơn vị này; null: cả kế hoạch")]
    signed: Annotated[Signed, says("những gì đã ký")]
    drafts: Annotated[list[Place], says("những gì chưa ai ký")]
    work: Annotated[list[Due], says("việc phải làm tiếp")]
    waiting: Annotated[list[Due], says("việc chưa đủ điều kiện")]
    remarks: Annotated[list[OpenRemark], says("khó khăn, kiến nghị chưa được trả lời")]
    silent_since: Annotated[date | None, says("ngày đầu lấy số liệu của kỳ đang chạy")]
    silent: Annotated[list[Silent], says("đơn vị chưa có cập nhật từ ngày ấy")]
    papers: Annotated[list[Period], says("các kỳ còn phải báo cáo")]
    places: Annotated[list[Place], says("tệp, thư mục cần biết")]


class Owing(TypedDict):
    """Báo cáo của một đơn vị trong kỳ."""

    unit: Annotated[str, says("mã đơn vị")]
    asked: Annotated[list[str], says("nhiệm vụ phải báo cáo")]
    missing: Annotated[list[str], says("nhiệm vụ chưa báo cáo")]


class FollowUp(OfDay):
    """Việc đôn đốc: `pci remind`; với --all-plans là của từng kế hoạch."""

    kind: Annotated[Literal["request", "reminder"], says("đề nghị báo cáo, hay đôn đốc")]
    period: Annotated[Period | None, says("kỳ báo cáo; null: không hỏi báo cáo kỳ nào")]
    answer_by: Annotated[
        datetime | date | None, says("trả lời trước lúc này, hoặc trong ngày này; null: không nêu")
    ]
    units: Annotated[list[str], says("mã các đơn vị được gửi")]
    reports: Annotated[list[Owing], says("báo cáo của từng đơn vị")]
    overdue: Annotated[list[Due], says("việc quá hạn")]
    soon: Annotated[list[Due], says("việc sắp đến hạn")]


class FollowUps(TypedDict):
    """Việc đôn đốc của mọi kế hoạch: `pci remind --all-plans`."""

    complete: Annotated[bool, says("false khi có kế hoạch, có tệp lỗi nên không được kể")]
    plans: Annotated[list[FollowUp], says("từng kế hoạch")]


class Missing(TypedDict):
    """Báo cáo mà một đơn vị còn thiếu."""

    unit: Annotated[str, says("mã đơn vị")]
    tasks: Annotated[list[str], says("mã các nhiệm vụ chưa báo cáo")]


class YearsFigure(TypedDict):
    """Một số liệu của kỳ này và cùng kỳ năm trước."""

    task: Annotated[str, says("mã nhiệm vụ")]
    indicator: Annotated[str, says("mã chỉ tiêu")]
    then: Annotated[float | None, says("năm trước")]
    now: Annotated[float | None, says("năm nay")]


class SamePeriod(TypedDict):
    """So với cùng kỳ năm trước."""

    period: Annotated[Period, says("kỳ của năm trước")]
    as_of: Annotated[date, says("số liệu năm trước tính đến ngày này")]
    then: Annotated[StatRow | None, says("việc được tiếp nối, năm trước; null: không có")]
    now: Annotated[StatRow | None, says("việc ấy, năm nay; null: không có")]
    figures: Annotated[list[YearsFigure], says("số liệu hai năm")]


class YearBefore(TypedDict):
    """Phần lấy từ kế hoạch năm trước."""

    plan: Annotated[str, says("mã kế hoạch năm trước")]
    carried: NotRequired[Annotated[list[Carried], says("kết quả chưa báo cáo, nếu có")]]
    same_period: NotRequired[Annotated[SamePeriod, says("so với cùng kỳ, nếu có")]]


class Report(OfDay):
    """Số liệu của báo cáo: `pci report --quarter 3`; với --unit là của riêng đơn vị."""

    period: Annotated[Period, says("kỳ báo cáo")]
    stats: Annotated[Figures, says("bảng số liệu")]
    tasks: Annotated[list[Task], says("các nhiệm vụ")]
    missing: Annotated[list[Missing], says("báo cáo còn thiếu")]
    year_before: NotRequired[Annotated[YearBefore, says("từ kế hoạch năm trước, nếu có")]]


# --- files, changes, the machine ------------------------------------------------------------------

Severity = Literal["error", "warning", "hint"]


class Finding(TypedDict):
    """Một điều thấy trong tệp."""

    code: Annotated[str, says("mã: PCI204")]
    severity: Annotated[Severity, says("lỗi, cảnh báo, gợi ý")]
    path: Annotated[str, says("tệp")]
    line: Annotated[int, says("dòng đầu, đếm từ 1")]
    column: Annotated[int, says("cột đầu, đếm từ 1 theo chữ")]
    end_line: Annotated[int, says("dòng cuối")]
    end_column: Annotated[int, says("cột ngay sau chữ cuối")]
    message: Annotated[str, says("điều không đúng")]
    hint: Annotated[str, says("cần làm gì; có thể rỗng")]
    fix: Annotated[str | None, says("chữ thay cho chỗ ấy; null: phải tự sửa")]


class Check(TypedDict):
    """Kết quả kiểm tra: `pci check`."""

    errors: Annotated[int, says("số lỗi")]
    warnings: Annotated[int, says("số cảnh báo; --errors-only thì 0")]
    hints: Annotated[int, says("số gợi ý; --errors-only thì 0")]
    complete: Annotated[bool, says("false khi có tệp chưa kiểm tra được hết")]
    diagnostics: Annotated[list[Finding], says("từng điều, theo tệp và dòng")]


class CodePage(TypedDict):
    """Trang của một mã lỗi: `pci help PCI204`."""

    code: Annotated[str, says("mã")]
    severity: Annotated[Severity, says("mức")]
    words: Annotated[str, says("quy tắc")]
    wrong: Annotated[str, says("ví dụ sai; có thể rỗng")]
    right: Annotated[str, says("ví dụ đúng; có thể rỗng")]


class TemplateField(TypedDict):
    """Một trường của mẫu."""

    path: Annotated[str, says("tên như viết trong thẻ; [] sau danh sách")]
    meaning: Annotated[str, says("nghĩa")]
    example: Annotated[str, says("ví dụ; có thể rỗng")]


class Template(TypedDict):
    """Một mẫu văn bản."""

    template: Annotated[str, says("tên tệp mẫu")]
    title: Annotated[str, says("văn bản gì")]
    fields: Annotated[list[TemplateField], says("các trường")]


class Fields(TypedDict):
    """Các trường của mẫu văn bản: `pci help fields`."""

    documents: Annotated[list[Template], says("từng mẫu")]


class DiffSide(TypedDict):
    """Một bên được so."""

    name: Annotated[str, says("tên như người dùng gọi")]
    revision: Annotated[str | None, says("bản git đã lưu; null: chưa lưu, không từ git")]
    year: Annotated[int, says("năm của kế hoạch")]


class Change(TypedDict):
    """Một thay đổi."""

    kind: Annotated[str, says("loại: task-added, deadline-moved, update-edited, …")]
    finding: Annotated[bool, says("true: không ai nên đổi, phải xem")]
    at: Annotated[str, says("mã của điều đã đổi")]
    name: Annotated[str, says("tên của nó")]
    field: Annotated[str | None, says("phần đã đổi; null: cả nó thêm hoặc bỏ")]
    old: Annotated[Any, says("giá trị trước, như trong tệp; null: không có")]
    new: Annotated[Any, says("giá trị sau, như trong tệp; null: không có")]
    days: Annotated[int | None, says("thời hạn dời bao nhiêu ngày; dương: muộn hơn")]
    marks: Annotated[
        list[tuple[Literal["same", "removed", "added"], str]], says("hai lời đặt lên nhau, từng từ")
    ]


class Diff(OfPlan):
    """Các thay đổi giữa hai bản: `pci diff`."""

    complete: Annotated[bool, says("false khi có điều không đọc được nên không so")]
    old: Annotated[DiffSide, says("bên cũ")]
    new: Annotated[DiffSide, says("bên mới")]
    findings: Annotated[int, says("số thay đổi phải xem")]
    changes: Annotated[list[Change], says("từng thay đổi")]


class Receipt(TypedDict):
    """Một cập nhật đã ghi, hoặc một lần rút: `pci record`."""

    plan: Annotated[str, says("mã kế hoạch")]
    id: Annotated[str, says("mã")]
    path: Annotated[str, says("tệp: plans/<kế hoạch>/progress/…")]
    written: Annotated[bool, says("false: đã có từ trước, hoặc chạy thử")]
    withdrawn_by: NotRequired[Annotated[str, says("đã bị rút bằng lần rút này")]]
    dry_run: NotRequired[Annotated[bool, says("true khi chạy thử")]]
    content: NotRequired[Annotated[str, says("chỉ khi chạy thử: nội dung tệp")]]


class Receipts(TypedDict):
    """Nhiều cập nhật: `pci record` từ biểu hoặc --from-json."""

    complete: Annotated[bool, says("false: chưa ghi được hết; chạy lại thì ghi nốt")]
    updates: Annotated[list[Receipt], says("từng cập nhật, theo thứ tự đã nêu")]


class New(TypedDict):
    """Thư mục, kế hoạch mới: `pci new`."""

    written: Annotated[list[str], says("tệp đã lập")]
    left: Annotated[list[str], says("tệp đã có nên giữ nguyên")]


class Checkup(TypedDict):
    """Một điều đã khám."""

    name: Annotated[str, says("tên cố định: git, calendar, …")]
    title: Annotated[str, says("tên cho người đọc")]
    level: Annotated[Literal["ok", "warning", "problem"], says("tốt, nên xem, hỏng")]
    message: Annotated[str, says("thấy gì")]
    hint: Annotated[str, says("cần làm gì; có thể rỗng")]


class Doctor(TypedDict):
    """Máy và thư mục: `pci doctor`."""

    workspace: Annotated[str | None, says("thư mục kế hoạch; null: không ở trong thư mục nào")]
    problems: Annotated[int, says("số điều hỏng")]
    warnings: Annotated[int, says("số điều nên xem")]
    checks: Annotated[list[Checkup], says("từng điều")]


SHAPES: Mapping[str, tuple[Any, ...]] = {
    "pci.tasks/1": (Tasks,),
    "pci.task/1": (TaskPage,),
    "pci.paragraph/1": (Paragraph,),
    "pci.deadlines/1": (Deadlines,),
    "pci.log/1": (Log,),
    "pci.log.open/1": (Open,),
    "pci.stats/2": (Stats,),
    "pci.report/1": (Report,),
    "pci.brief/1": (Brief,),
    "pci.handover/1": (Handover,),
    "pci.remind/2": (FollowUp, FollowUps),
    "pci.plan/1": (Plan,),
    "pci.amendment/1": (AmendmentPage,),
    "pci.diff/1": (Diff,),
    "pci.record/1": (Receipt,),
    "pci.records/1": (Receipts,),
    "pci.check/1": (Check,),
    "pci.new/1": (New,),
    "pci.doctor/1": (Doctor,),
    "pci.code/1": (CodePage,),
    "pci.fields/1": (Fields,),
}
"""What each command prints, in one shape or another, by the `schema` that it names."""
