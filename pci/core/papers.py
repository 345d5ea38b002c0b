"""What the Office keeps of a report beside the data: its own words, and the fact of its issue."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import Annotated

from pci.core.fields import Label, Record, Refers, content, plain
from pci.core.model import RECORDED, TYPIST, TaskRef, UpdateId
from pci.core.scalars import Day, IssueNumber, Moment, SectionId, Sha256, Text

ISSUED = ".issued.yaml"
CUMULATIVE = MappingProxyType({"Q2": "H1", "Q3": "9M", "Q4": ""})
"""The longer period that each quarter closes, which its report may cover too; the report's id
then ends with a plus."""

PASSAGES = {
    "leadership": "Công tác chỉ đạo, điều hành",
    "assessment": "Đánh giá chung",
    "sections": "Kết quả theo chỉ số",
    "tasks": "Kết quả của từng nhiệm vụ",
    "difficulties": "Khó khăn, vướng mắc, hạn chế",
    "causes": "Nguyên nhân",
    "direction": "Phương hướng, nhiệm vụ",
    "proposals": "Kiến nghị, đề xuất",
}
"""The passages that the Office may write itself, in the order of the paper, by their keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskWords(Record):
    """What a report says of one task in place of its units' own texts."""

    result: Annotated[
        Text, Label("Kết quả", "Lời của Văn phòng về nhiệm vụ này, thay lời của các đơn vị.")
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Record):
    """The Office's own words for one report, passage by passage, one paragraph a line.

    A passage without words is computed from the updates. `written` is when these words were last
    compared with the updates: they do not cover what was recorded later.
    """

    written: Annotated[
        Moment,
        Label(
            "Viết lúc", "Lời văn này viết lúc nào; cập nhật ghi sau lúc ấy chưa có trong lời văn."
        ),
    ]
    leadership: Annotated[
        Text | None, Label("Chỉ đạo, điều hành", "Công tác chỉ đạo, điều hành.")
    ] = None
    assessment: Annotated[Text | None, Label("Đánh giá chung", "Đánh giá chung.")] = None
    sections: Annotated[
        Mapping[Annotated[SectionId, Refers(("headings",))], Text],
        Label("Kết quả theo chỉ số", "Kết quả theo chỉ số; khóa là mã mục: A.I."),
    ] = field(default_factory=dict)
    tasks: Annotated[
        Mapping[TaskRef, TaskWords],
        Label(
            "Kết quả của từng nhiệm vụ", "Kết quả của từng nhiệm vụ; khóa là mã nhiệm vụ: A.VII.4."
        ),
    ] = field(default_factory=dict)
    difficulties: Annotated[
        Text | None, Label("Khó khăn, vướng mắc", "Khó khăn, vướng mắc, hạn chế.")
    ] = None
    causes: Annotated[Text | None, Label("Nguyên nhân", "Nguyên nhân.")] = None
    direction: Annotated[
        Text | None, Label("Phương hướng, nhiệm vụ", "Phương hướng, nhiệm vụ.")
    ] = None
    proposals: Annotated[Text | None, Label("Kiến nghị, đề xuất", "Kiến nghị, đề xuất.")] = None

    def passages(self) -> dict[str, str]:
        """Get every passage with words by its name: `causes`, `sections.A.I`,
        `tasks.A.I.3.result`."""
        texts = {
            name: getattr(self, name) for name in PASSAGES if name not in ("sections", "tasks")
        }
        texts |= {f"sections.{i}": text for i, text in self.sections.items()}
        texts |= {f"tasks.{i}.result": words.result for i, words in self.tasks.items()}
        return {name: text for name, text in texts.items() if text is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedFile(Record):
    """The file of the signed paper."""

    name: Annotated[Text, Label("Tệp", "Tên tệp của bản đã ký.")]
    sha256: Annotated[Sha256, Label("Mã băm", "Mã băm sha256 của tệp ấy.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Record):
    """The fact that a report was signed, numbered and sent: written once, never changed.

    `inputs` is the hash of everything that the paper was made of, `document` the hash of the
    .docx. `updates` are the updates of the window at that time: any other one of those days came
    later. A rule asks for the `seal`.
    """

    number: Annotated[IssueNumber, Label("Số", "Số văn bản: 45.")]
    date: Annotated[Day, Label("Ngày", "Ngày ký.")]
    window_first: Annotated[Day, Label("Số liệu từ ngày", "Số liệu lấy từ ngày này.")]
    window_last: Annotated[Day, Label("Số liệu đến ngày", "Số liệu lấy đến hết ngày này.")]
    inputs: Annotated[
        Sha256, Label("Mã băm dữ liệu", "Mã băm của mọi dữ liệu đã dùng để lập văn bản.")
    ]
    document: Annotated[Sha256, Label("Mã băm văn bản", "Mã băm của tệp .docx đã lập.")]
    signed: Annotated[SignedFile | None, Label("Bản đã ký", "Bản đã ký, khi có giữ.")] = None
    recorded: Annotated[Moment, RECORDED]
    by: Annotated[Text | None, TYPIST] = None
    updates: Annotated[
        tuple[UpdateId, ...],
        Label("Cập nhật đã tính", "Mã các cập nhật trong kỳ đã có khi ban hành."),
    ] = ()
    seal: Annotated[
        Sha256 | None,
        Label(
            "Dấu",
            "Dấu của mọi dòng khác trong tệp: sửa tay thì không còn khớp. Chương trình tự ghi.",
        ),
    ] = None


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
    return path.rpartition("/")[2].removesuffix(".yaml").removesuffix(".issued")


def words_path(year: int, report: str) -> str:
    """Where the Office's words for a report are kept."""
    return f"plans/{year}/reports/{report}.yaml"


def issue_path(year: int, report: str) -> str:
    """Where the fact that a report was issued is kept."""
    return f"plans/{year}/reports/{report}{ISSUED}"
