"""What the Office keeps of a report beside the data: its own words, and the fact of its issue."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Annotated

from pci.core.dates import Period, parse_period
from pci.core.fields import Record, Refers, content, derived, field, plain, record
from pci.core.model import RECORDED, TYPIST, TaskRef, UpdateId
from pci.core.scalars import Day, IssueNumber, Moment, PeriodId, SectionId, Sha256, Slug, Text
from pci.core.vi import short_date

_ISSUE_FILE = re.compile(
    r"(?<![^/])(?P<report>[^/]+)\.issued(?:-(?P<copy>[2-9]|[1-9][0-9]{1,3}))?\.yaml$"
)
CUMULATIVE = MappingProxyType({"Q2": "H1", "Q3": "9M", "Q4": ""})
"""The longer period that each quarter closes, which its report may cover too; the report's id
then ends with a plus."""

PASSAGES = {
    "leadership": "Công tác chỉ đạo, điều hành",
    "assessment": "Đánh giá chung",
    "results": "Kết quả thực hiện",
    "sections": "Kết quả theo chỉ số",
    "supplements": "Bổ sung kết quả kỳ trước",
    "tasks": "Kết quả của từng nhiệm vụ",
    "difficulties": "Khó khăn, vướng mắc, hạn chế",
    "causes": "Nguyên nhân",
    "direction": "Phương hướng, nhiệm vụ",
    "proposals": "Kiến nghị, đề xuất",
}
"""The passages that the Office may write itself, in the order of the paper, by their keys."""


def section_passage(section: str) -> str:
    """Name the passage of a section's results, or of the tasks that stand in none."""
    return f"sections.{section}" if section else "results"


@record
class TaskWords(Record):
    """What a report says of one task in place of its units' own texts."""

    result: Text = field("Kết quả", "Lời của Văn phòng về nhiệm vụ này, thay lời của các đơn vị.")


@record
class Words(Record):
    """The Office's own words for one report, passage by passage, one paragraph a line.

    A passage without words is computed from the updates. `written` is when these words were last
    compared with the updates: they do not cover what was recorded later.
    """

    written: Moment = field(
        "Viết lúc", "Lời văn này viết lúc nào; cập nhật ghi sau lúc ấy chưa có trong lời văn."
    )
    leadership: Text | None = field(
        "Chỉ đạo, điều hành", "Công tác chỉ đạo, điều hành.", default=None
    )
    assessment: Text | None = field("Đánh giá chung", "Đánh giá chung.", default=None)
    results: Text | None = field(
        "Kết quả thực hiện", "Kết quả của các nhiệm vụ không thuộc mục nào.", default=None
    )
    sections: Mapping[Annotated[SectionId, Refers(("headings",))], Text] = field(
        "Kết quả theo chỉ số", "Kết quả theo chỉ số; khóa là mã mục: A.I.", factory=dict
    )
    supplements: Mapping[PeriodId, Text] = field(
        "Bổ sung kết quả kỳ trước",
        "Kết quả kỳ trước chưa có trong báo cáo đã ban hành; khóa là mã kỳ: 2023-Q2.",
        factory=dict,
    )
    tasks: Mapping[TaskRef, TaskWords] = field(
        "Kết quả của từng nhiệm vụ",
        "Kết quả của từng nhiệm vụ; khóa là mã nhiệm vụ: A.VII.4.",
        factory=dict,
    )
    difficulties: Text | None = field(
        "Khó khăn, vướng mắc", "Khó khăn, vướng mắc, hạn chế.", default=None
    )
    causes: Text | None = field("Nguyên nhân", "Nguyên nhân.", default=None)
    direction: Text | None = field(
        "Phương hướng, nhiệm vụ", "Phương hướng, nhiệm vụ.", default=None
    )
    proposals: Text | None = field("Kiến nghị, đề xuất", "Kiến nghị, đề xuất.", default=None)

    def passages(self) -> dict[str, str]:
        """Get every passage with words by its name: `causes`, `sections.A.I`,
        `supplements.2024-Q3`, `tasks.A.I.3.result`."""
        texts = {name: text for name, text in content(self).items() if isinstance(text, str)}
        texts |= {f"sections.{i}": text for i, text in self.sections.items()}
        texts |= {f"supplements.{i}": text for i, text in self.supplements.items()}
        texts |= {f"tasks.{i}.result": words.result for i, words in self.tasks.items()}
        return texts


@record
class SignedFile(Record):
    """The file of the signed paper."""

    name: Text = field("Tệp", "Tên tệp của bản đã ký.")
    sha256: Sha256 = field("Dấu của tệp", "Dấu sha256 của tệp ấy.")


@record
class Issue(Record):
    """The fact that a report was signed, numbered and sent: written once, never changed. A wrong
    number or day is put right by one more file, with a reason; the last one counts.

    `inputs` is the hash of everything that the paper was made of, `document` the hash of the
    .docx. `updates` are the updates of the window at that time (any other one of those days came
    later) and those of earlier windows that the paper adds. A rule asks for the `seal`.
    """

    number: IssueNumber = field("Số", "Số văn bản: 45.")
    date: Day = field("Ngày", "Ngày ký.")
    window_first: Day = field("Số liệu từ ngày", "Số liệu lấy từ ngày này.")
    window_last: Day = field("Số liệu đến ngày", "Số liệu lấy đến hết ngày này.")
    inputs: Sha256 = field("Dấu của dữ liệu", "Dấu của mọi dữ liệu đã dùng để lập văn bản.")
    document: Sha256 = field("Dấu của văn bản", "Dấu của tệp .docx đã lập.")
    signed: SignedFile | None = field("Bản đã ký", "Bản đã ký, khi có giữ.", default=None)
    reason: Text | None = field(
        "Nguyên nhân", "Vì sao ghi lại số, ngày; chỉ ở tệp issued-2 trở đi.", default=None
    )
    signer: Slug | None = field(
        "Người ký", "Mã người ký trong plans/organisation.yaml, khi có nêu.", default=None
    )
    recorded: Moment = field(*RECORDED)
    by: Text | None = field(*TYPIST, default=None)
    updates: tuple[UpdateId, ...] = field(
        "Cập nhật đã tính",
        "Mã các cập nhật trong kỳ, và bổ sung của kỳ trước, đã có khi ban hành.",
        default=(),
    )
    seal: Sha256 | None = field(
        "Dấu",
        "Dấu của mọi dòng khác trong tệp: sửa tay thì không còn khớp. Chương trình tự ghi.",
        default=None,
    )

    begun: datetime | None = derived(lambda: None)
    """When the first file of an issue that has several was recorded."""

    @property
    def made(self) -> datetime:
        """When its paper was made: all its data were recorded by then."""
        return self.begun or self.recorded

    def holds(self, day: Day) -> bool:
        """Whether a day's work belongs to the report."""
        return self.window_first <= day <= self.window_last


Issues = Mapping[str, Issue]
"""The issues of reports by the ids of the reports."""


def closed_by(period: Period) -> Period | None:
    """Get the longer period that a quarter closes, from the year's start; null for any other."""
    year, _, quarter = period.id.partition("-")
    if quarter not in CUMULATIVE:
        return None
    return parse_period(f"{year}-{CUMULATIVE[quarter]}".strip("-"))


def seal(issue: Issue) -> str:
    """Make the hash of everything that an issue says, which shows later edits."""
    content_without_seal = {key: value for key, value in content(issue).items() if key != "seal"}
    text = json.dumps(content_without_seal, ensure_ascii=False, sort_keys=True, default=plain)
    return sha256(text.encode()).hexdigest()


def hash_of(inputs: Mapping[str, bytes], choices: Mapping[str, str]) -> str:
    """Make one hash of files by their paths and of the options beside them."""
    parts = {path: sha256(data).hexdigest() for path, data in inputs.items()}
    return sha256(json.dumps([parts, dict(choices)], sort_keys=True).encode()).hexdigest()


def report_of(path: str) -> str:
    """Get the id of the report that a file of words or of issue is about: `2023-Q3`."""
    issue = _ISSUE_FILE.search(path)
    return issue["report"] if issue else path.rpartition("/")[2].removesuffix(".yaml")


def words_path(plan_id: str, report: str) -> str:
    """Where the Office's words for a report are kept."""
    return f"plans/{plan_id}/reports/{report}.yaml"


def issue_path(plan_id: str, report: str, copy: int = 1) -> str:
    """Where the fact that a report was issued is kept, or, from copy 2 on, what puts it right."""
    return f"plans/{plan_id}/reports/{report}.issued{f'-{copy}' if copy > 1 else ''}.yaml"


def issue_copy(path: str) -> int:
    """Get the number of a file among those of one report's issue: 1 for the first, 0 for a file of
    another kind."""
    issue = _ISSUE_FILE.search(path)
    return int(issue["copy"] or 1) if issue else 0


def stating(issues: Issues, update: str) -> Iterator[tuple[str, Issue]]:
    """Get the issued reports that an update was counted in, by their ids."""
    return ((report, issue) for report, issue in issues.items() if update in issue.updates)


def ids_by_report(issues: Issues) -> Mapping[str, frozenset[str]]:
    """Get the ids of the updates that each issued report, or a later one, was counted from."""
    return {
        report: frozenset(
            i
            for one in issues.values()
            if one is issue or one.window_last > issue.window_last
            for i in one.updates
        )
        for report, issue in issues.items()
    }


CORRECTED_PAPER = "gửi văn bản đính chính, hoặc nói rõ trong báo cáo kỳ sau"
"""What is done where an issued report no longer agrees with what was recorded."""


def stated_words(report: str, issue: Issue) -> str:
    """Say that an issued report holds what is withdrawn."""
    return f"báo cáo {report} đã ban hành (số {issue.number}, {short_date(issue.date)}) có lời này"


def standing_issues(issues: Mapping[str, Issue]) -> dict[str, Issue]:
    """Get the issue that counts of each report, by the report's id, among all by their paths."""
    standing: dict[str, Issue] = {}
    for path in sorted(issues, key=issue_copy):
        first, last = standing.get(report_of(path)), issues[path]
        standing[report_of(path)] = replace(last, begun=first.made) if first else last
    return standing
