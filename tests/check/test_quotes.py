"""A schedule beside the words that it quotes, the coordinating units beside the printed cell."""

from collections.abc import Mapping
from datetime import date

import pytest
import yaml
from page_examples import workspace

from pci import workspace as ws

TODAY = date(2023, 6, 1)
AGREEING = [
    ("Quý II và Quý IV hàng năm", "during: [2023-Q2, 2023-Q4]"),
    ("quý 1, quý 3", "during: [2023-Q3, 2023-Q1]"),
    ("Quý I, III năm 2023", "during: [2023-Q1, 2023-Q3]"),
    ("vào tháng 9/2023", "during: [2023-09]"),
    ("Trong tháng 8, tháng 10 năm 2023", "during: [2023-08, 2023-10]"),
    ("tháng 9 năm 2023", "by: 2023-09-15"),
    ("6 tháng đầu năm", "during: [2023-H1]"),
    ("Chậm nhất ngày 31/7/2023", "by: 2023-07-31"),
    ("trước ngày 30 tháng 9 năm 2023", "by: 2023-09-30"),
    ("trước ngày 30/9", "during: [2023-09]"),
    ("Định kỳ 2 lần/năm", "during: [2023], times: 2"),
    ("02 lần trong năm", "during: [2023-Q2, 2023-Q4]"),
    ("1 lần/quý", "every: quarter"),
    ("báo cáo định kỳ hàng tháng", "every: month"),
    ("hằng quý", "during: [2023-Q1, 2023-Q2, 2023-Q3, 2023-Q4]"),
    ("06 tháng một lần", "every: half"),
    ("ngày 20 hằng tháng", "every: month, day: 20"),
    ("hàng năm", "by: 2023-12-31"),
    ("Trong 15 ngày làm việc kể từ khi có kho", "after: [kho], within: {working_days: 15}"),
    ("Sau khi có kho", "after: [kho]"),
]
UNREAD = [
    ("Thực hiện nghiêm túc và thường xuyên", "every: month"),
    ("không quá 01 lần trong năm", "during: [2023-Q2, 2023-Q4]"),
    ("ít nhất 02 lần/năm", "during: [2023-Q1, 2023-Q2, 2023-Q3]"),
    ("từ tháng 3 đến tháng 6", "during: [2023-H1]"),
    ("trước quý IV", "during: [2023-Q2]"),
    ("báo cáo hằng tháng, quý, năm", "every: quarter"),
    ("Quý II, trước ngày 20/6/2023 và ngày 25/6/2023", "during: [2023-Q2]"),
    ("ngày 31/2/2023", "by: 2023-02-28"),
    ("quý khách, doanh nghiệp", "every: quarter"),
]
CONTRADICTING = [
    ("vào tháng 9/2023", "during: [2023-10]", "during: [2023-09]"),
    ("tháng 9/2023", "by: 2023-10-02", "during: [2023-09]"),
    ("Quý II và Quý IV", "during: [2023-Q1, 2023-Q3]", "during: [2023-Q2, 2023-Q4]"),
    ("Quý II và Quý IV", "every: quarter", "during: [2023-Q2, 2023-Q4]"),
    ("2 lần/năm", "during: [2023], times: 3", "during: [2023], times: 2"),
    ("2 lần/năm", "by: 2023-12-31", "during: [2023], times: 2"),
    ("định kỳ hàng tháng", "every: quarter", "every: month"),
    ("ngày 20 hằng tháng", "every: month, day: 25", "every: month, day: 20"),
    ("ngày 20 hằng tháng", "every: month", "every: month, day: 20"),
    ("6 tháng cuối năm", "during: [2023-H1]", "during: [2023-H2]"),
    ("trước ngày 30/9/2023", "by: 2023-10-30", "by: 2023-09-30"),
    ("trước ngày 30/9/2023", "during: [2023-Q4]", "by: 2023-09-30"),
    ("06 tháng/lần", "every: year", "every: half"),
    ("hằng năm", "every: month", "every: year"),
    (
        "Trong 15 ngày làm việc kể từ khi có kho",
        "after: [kho], within: {working_days: 5}",
        "within: {working_days: 15}",
    ),
    ("trong 10 ngày làm việc sau khi có kho", "after: [kho]", "within: {working_days: 10}"),
]


def found(code: str, cells: Mapping[str, object], **more: object) -> list[str]:
    """What a rule says of a task added to the smallest sound plan, as message and mend."""
    task = {"number": "3", "work": "Một việc.", "lead": "phong-dt", "outputs": [], **cells}
    added = {"tasks": {"A.I.3": task}, **more}
    listed = ws.load(workspace(yaml.safe_dump(added, allow_unicode=True)), TODAY).diagnostics
    assert {d.code for d in listed} <= {code, "PCI306", "PCI434", "PCI448"}, listed
    return [f"{d.message}: {d.hint}" for d in listed if d.code == code]


def beside(quote: str, schedule: str) -> list[str]:
    """What is said of a schedule beside its quote."""
    owed = {"title": "Việc", "quote": quote, **yaml.safe_load(f"{{{schedule}}}")}
    cells = {"units": "Phòng Đầu tư chủ trì", "time": quote, "owes": {"viec": owed}}
    triggers: Mapping[str, object] = (
        {"triggers": {"kho": {"title": "Có kho"}}} if "kho" in schedule else {}
    )
    return found("PCI310", cells, **triggers)


@pytest.mark.parametrize(("quote", "schedule"), AGREEING)
def test_a_schedule_that_its_words_state_is_no_finding(quote: str, schedule: str) -> None:
    assert beside(quote, schedule) == []


@pytest.mark.parametrize(("quote", "schedule"), UNREAD)
def test_words_that_say_no_one_thing_are_no_finding(quote: str, schedule: str) -> None:
    assert beside(quote, schedule) == []


@pytest.mark.parametrize(("quote", "schedule", "mend"), CONTRADICTING)
def test_a_schedule_beside_other_words_is_named_with_the_line_to_write(
    quote: str, schedule: str, mend: str
) -> None:
    (finding,) = beside(quote, schedule)
    assert finding == (
        f"A.I.3/viec: lịch không đúng với chữ «{quote}»: viết «{mend}», hoặc chép lại quote"
    )
    line = f"after: [kho], {mend}" if mend.startswith("within") else mend
    assert beside(quote, line) == []


UNITS: Mapping[str, object] = {
    "units": {
        "phong-mt": {"name": "Phòng Môi trường và Đất đai", "short": "P.MTĐĐ"},
    },
    "groups": {
        "tat-ca": {
            "name": "Tất cả các phòng, đơn vị thuộc và trực thuộc",
            "members": ["van-phong", "phong-dt"],
        }
    },
}


def in_cell(printed: str, coordinating: list[str]) -> list[str]:
    """What is said of the coordinating units beside the printed cell."""
    cells = {"units": printed, "time": "Thường xuyên", "coordinating": coordinating}
    return found("PCI218", cells, **UNITS)


@pytest.mark.parametrize(
    ("printed", "coordinating"),
    [
        ("Phòng Đầu tư chủ trì", []),
        ("Phòng Đầu tư chủ trì, phối hợp với Văn phòng", ["van-phong"]),
        ("Phòng Đầu tư phối hợp VP, Phòng Môi trường và Đất đai", ["phong-mt", "van-phong"]),
        ("Phòng Đầu tư chủ trì, phối hợp các phòng có liên quan", ["lien-quan"]),
        ("Phòng Đầu tư chủ trì, phối hợp các phòng, đơn vị thuộc và trực thuộc", ["tat-ca"]),
        ("Phòng Đầu tư chủ trì, phối hợp với Văn phòng và Sở Xây dựng", []),
    ],
)
def test_coordinating_units_as_printed_are_no_finding(
    printed: str, coordinating: list[str]
) -> None:
    assert in_cell(printed, coordinating) == []


@pytest.mark.parametrize(
    ("printed", "coordinating", "mend"),
    [
        ("phối hợp với Văn phòng", [], "viết «coordinating: [van-phong]»"),
        ("phối hợp với Văn phòng", ["mot-cua"], "viết «coordinating: [van-phong]»"),
        (
            "phối hợp Văn phòng, Phòng Môi trường và Đất đai",
            ["van-phong"],
            "viết «coordinating: [van-phong, phong-mt]»",
        ),
        (
            "phối hợp các phòng có liên quan",
            ["lien-quan", "van-phong"],
            "viết «coordinating: [lien-quan]»",
        ),
    ],
)
def test_other_coordinating_units_are_named_with_the_line_to_write(
    printed: str, coordinating: list[str], mend: str
) -> None:
    cell = f"Phòng Đầu tư chủ trì, {printed}"
    (finding,) = in_cell(cell, coordinating)
    assert finding.endswith(mend)
    line = yaml.safe_load(mend.partition("«")[2].rstrip("»"))
    assert in_cell(cell, line["coordinating"]) == []
