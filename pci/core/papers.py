"""What the Office keeps of one report beside the data: its own words, and the fact that the paper was issued."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import AfterValidator

from pci.core.model import Day, Frozen, Moment, SectionId, TaskId, Text, matching

ISSUED = ".issued.yaml"
CUMULATIVE = MappingProxyType({"Q2": "H1", "Q3": "9M", "Q4": ""})
"""What each quarter closes, and so may be told of in its report besides; the report's id then has a plus."""

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
"""What the Office may word itself, in the order of the paper, by the keys of a words file."""

Sha256 = Annotated[
    str, AfterValidator(matching(r"[0-9a-f]{64}", "pci_id", "mã băm sha256, 64 chữ số 0-9 a-f"))
]
IssueNumber = Annotated[
    str, AfterValidator(matching(r"[1-9]\d{0,5}", "pci_number", "số văn bản: 45"))
]


class TaskWords(Frozen):
    """What a report says of one task in place of its units' own texts."""

    result: Text


class Words(Frozen):
    """The Office's own words for one report, each a passage of the paper, one paragraph a line.

    A passage that is absent is computed from the updates. `written` is when these words were last brought in line
    with the updates: what was recorded later is not told by them.
    """

    written: Moment
    leadership: Text | None = None
    assessment: Text | None = None
    sections: Mapping[SectionId, Text] = {}
    tasks: Mapping[TaskId, TaskWords] = {}
    difficulties: Text | None = None
    causes: Text | None = None
    direction: Text | None = None
    proposals: Text | None = None

    def passages(self) -> dict[str, str]:
        """Every passage that was written, by its name: `causes`, `sections.A.I`, `tasks.A.I.3.result`."""
        return dict(_leaves(self.model_dump(exclude={"written"}, exclude_defaults=True)))


def _leaves(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, str):
            yield above + key, value
        else:
            yield from _leaves(value, f"{above}{key}.")


class SignedFile(Frozen):
    """The signed paper as it was kept."""

    name: Text
    sha256: Sha256


class Issue(Frozen):
    """That a report was signed, numbered and sent: written once, never changed.

    `inputs` is the hash of all that the paper was made of, `document` that of the .docx itself. `updates` are those of
    the window that were there: any other, of a day inside it, came after the issue, whenever it was typed. A rule wants
    the `seal`.
    """

    number: IssueNumber
    date: Day
    window_first: Day
    window_last: Day
    inputs: Sha256
    document: Sha256
    signed: SignedFile | None = None
    recorded: Moment
    by: Text | None = None
    updates: tuple[Text, ...] = ()
    seal: Sha256 | None = None


def seal(issue: Issue) -> str:
    """The hash over all that an issue says, by which a later hand's work in it shows."""
    content = issue.model_dump(mode="json", exclude={"seal"}, exclude_defaults=True)
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def hash_of(inputs: Mapping[str, bytes], choices: Mapping[str, str]) -> str:
    """One hash over files by their paths and over what was asked for beside them."""
    parts = {path: sha256(data).hexdigest() for path, data in inputs.items()}
    return sha256(json.dumps([parts, dict(choices)], sort_keys=True).encode()).hexdigest()


def report_of(path: str) -> str:
    """The report that a file of words or of issue speaks of: `2023-Q3`."""
    return path.rpartition("/")[2].removesuffix(".yaml").removesuffix(".issued")


def words_path(year: int, report: str) -> str:
    """Where the Office's words for a report are kept."""
    return f"plans/{year}/reports/{report}.yaml"


def issue_path(year: int, report: str) -> str:
    """Where the fact that a report was issued is kept."""
    return f"plans/{year}/reports/{report}{ISSUED}"
