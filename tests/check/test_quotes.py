"""A schedule beside the words that it quotes, a task's units beside the printed cell: what is no
finding, and the mend of what is one, applied as it stands."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import pytest
import yaml
from page_examples import workspace

from pci import loading
from pci.core.time_words import named_times

TODAY = date(2023, 6, 1)
OK = ""
EVERY_MONTH = ", ".join(f"2023-{n:02}" for n in range(1, 13))
EVERY_QUARTER = "2023-Q1, 2023-Q2, 2023-Q3, 2023-Q4"

# The words, a schedule beside them, the line to write or nothing.
PHRASES = [
    # quarters, months, halves
    ("Quý II và Quý IV hàng năm", "during: [2023-Q2, 2023-Q4]", OK),
    ("quý II và quý IV hằng năm", "during: [2023-Q2]", "during: [2023-Q2, 2023-Q4]"),
    ("quý 1, quý 3", "during: [2023-Q3, 2023-Q1]", OK),
    ("quý 2, 4", "during: [2023-Q2, 2023-Q4]", OK),
    ("Quý I, III năm 2023", "during: [2023-Q1, 2023-Q3]", OK),
    ("Quý II và Quý IV", "during: [2023-Q1, 2023-Q3]", "during: [2023-Q2, 2023-Q4]"),
    ("Quý II và Quý IV", "every: quarter", "during: [2023-Q2, 2023-Q4]"),
    ("Quý II và Quý IV", "by: 2023-12-31", "during: [2023-Q2, 2023-Q4]"),
    ("Quý II + IV", "during: [2023-Q2, 2023-Q4]", OK),
    ("Quý II + IV", "during: [2023-Q2]", "during: [2023-Q2, 2023-Q4]"),
    ("Quý II & IV", "during: [2023-Q2, 2023-Q4]", OK),
    ("Quý II/2023 và Quý IV/2023", "during: [2023-Q2, 2023-Q4]", OK),
    ("Quý III, IV/2023", "during: [2023-H2]", OK),
    ("Quý III, IV/2023", "during: [2023-Q3]", "during: [2023-Q3, 2023-Q4]"),
    ("quý I, II, III, IV", "every: quarter", OK),
    ("quý I, II, III, IV", "every: month", f"during: [{EVERY_QUARTER}]"),
    ("QUÝ IV/2023", "during: [2023-Q3]", "during: [2023-Q4]"),
    ("quí IV", "during: [2023-Q3]", "during: [2023-Q4]"),
    ("Quý bốn", "during: [2023-Q3]", "during: [2023-Q4]"),
    ("Quý III", "by: 2023-09-15", OK),
    ("Quý III", "during: [2023-09]", OK),
    ("Quý III", "during: [2023-07]", "during: [2023-Q3]"),
    ("Quý III", "during: [2023-07, 2023-08, 2023-09]", "during: [2023-Q3]"),
    ("Quý III", "during: [2023-Q2], times: 2", "during: [2023-Q3]"),
    ("Quý IV", "every: year", OK),
    ("Quý IV", "every: half", "during: [2023-Q4]"),
    ("Quý IV", "every: month, day: 5", "during: [2023-Q4] và bỏ day"),
    ("vào tháng 9/2023", "during: [2023-09]", OK),
    ("vào tháng 9/2023", "during: [2023-10]", "during: [2023-09]"),
    ("tháng 9/2023", "by: 2023-10-02", "during: [2023-09]"),
    ("tháng 9 năm 2023", "by: 2023-09-15", OK),
    ("tháng 09/2023", "during: [2023-Q3]", "during: [2023-09]"),
    ("Trong tháng 8, tháng 10 năm 2023", "during: [2023-08, 2023-10]", OK),
    ("Tháng 10, 11 và 12 năm 2023", f"during: [{EVERY_MONTH[-25:]}]", OK),
    ("Tháng 10, 11 và 12 năm 2023", "during: [2023-Q4]", OK),
    ("Tháng 10, 11 và 12 năm 2023", "during: [2023-10]", f"during: [{EVERY_MONTH[-25:]}]"),
    ("tháng 9 và tháng 12", "during: [2023-09, 2023-12]", OK),
    ("tháng 12 hằng năm", "during: [2023-12]", OK),
    ("tháng 12 hằng năm", "every: year", OK),
    ("Hằng năm, vào tháng 12", "during: [2023-11]", "during: [2023-12]"),
    ("hàng năm, trong quý I", "during: [2023-Q1]", OK),
    ("Quý II và tháng 9/2023", "during: [2023-Q2]", "during: [2023-Q2, 2023-09]"),
    ("6 tháng đầu năm", "during: [2023-H1]", OK),
    ("6 tháng đầu năm 2023", "during: [2023-Q1]", "during: [2023-H1]"),
    ("06 tháng cuối năm", "during: [2023-H1]", "during: [2023-H2]"),
    ("9 tháng đầu năm", "during: [2023-9M]", OK),
    ("Hoàn thành trong quý IV/2023", "by: 2023-12-31", OK),
    ("Hoàn thành trong quý IV/2023", "by: 2023-09-30", "during: [2023-Q4]"),
    ("Thời gian: Quý IV/2023.", "during: [2023-Q3]", "during: [2023-Q4]"),
    # days
    ("Chậm nhất ngày 31/7/2023", "by: 2023-07-31", OK),
    ("chậm nhất là ngày 31/7/2023", "by: 2023-08-31", "by: 2023-07-31"),
    ("trước ngày 30 tháng 9 năm 2023", "by: 2023-09-30", OK),
    ("trước ngày 30/9/2023", "by: 2023-10-30", "by: 2023-09-30"),
    ("trước ngày 30/9/2023", "during: [2023-Q4]", "by: 2023-09-30"),
    ("trước ngày 30/9/2023", "during: [2023], times: 2", "by: 2023-09-30 và bỏ times"),
    ("trước ngày 30/9", "during: [2023-09]", OK),
    ("trước ngày 30/9", "during: [2023-Q3]", OK),
    ("trước 30/9/2023", "by: 2023-10-31", "by: 2023-09-30"),
    ("Hoàn thành trước 30/11", "by: 2023-10-31", "by: 2023-11-30"),
    ("15/11/2023", "by: 2023-11-16", "by: 2023-11-15"),
    ("ngày 15/11", "by: 2023-11-15", OK),
    ("ngày 01 tháng 10", "during: [2023-10]", "by: 2023-10-01"),
    ("đến hết ngày 30/11/2023", "by: 2023-11-30", OK),
    ("ngày 20 tháng 12 hằng năm", "every: year", OK),
    ("ngày 20 tháng 12 hằng năm", "every: year, day: 20", OK),
    ("ngày 20 tháng 12 hằng năm", "by: 2023-12-20", OK),
    ("ngày 20 tháng 12 hằng năm", "every: year, day: 25", "by: 2023-12-20 và bỏ day"),
    ("ngày 20 tháng 12 hằng năm", "every: month", "by: 2023-12-20"),
    ("Báo cáo hằng năm, trước ngày 15/12", "by: 2023-12-25", "by: 2023-12-15"),
    # how often
    ("Định kỳ 2 lần/năm", "during: [2023], times: 2", OK),
    ("2 lần/năm", "during: [2023], times: 3", "during: [2023], times: 2"),
    ("2 lần/năm", "by: 2023-12-31", "during: [2023], times: 2"),
    ("2 lần/năm", "every: half", OK),
    ("02 lần trong năm", "during: [2023-Q2, 2023-Q4]", OK),
    ("hai lần một năm", "during: [2023], times: 3", "during: [2023], times: 2"),
    ("02 lần/năm 2023", "every: quarter", "during: [2023], times: 2"),
    ("Trong năm 2023 tổ chức 02 lần", "every: half", OK),
    ("1 năm 2 lần", "during: [2023], times: 3", "during: [2023], times: 2"),
    ("mỗi năm 02 lần", "every: half", OK),
    ("mỗi năm tổ chức hai lần", "every: month", "during: [2023], times: 2"),
    ("4 lần/năm", "every: quarter", OK),
    ("1 lần/quý", "every: quarter", OK),
    ("1 lần/quý", "every: month", "every: quarter"),
    ("1 lần/quý", "every: month, day: 5", "every: quarter"),
    ("1 lần/quý", "during: [2023], times: 4", "every: quarter và bỏ times"),
    ("02 lần/quý", f"during: [{EVERY_QUARTER}], times: 2", OK),
    ("02 lần/quý", "during: [2023], times: 8", f"during: [{EVERY_QUARTER}], times: 2"),
    ("02 lần/quý", "every: quarter", f"during: [{EVERY_QUARTER}], times: 2"),
    ("mỗi tháng 01 lần", "every: month", OK),
    ("mỗi tháng 02 lần", "every: month", f"during: [{EVERY_MONTH}], times: 2"),
    ("mỗi tháng một lần", "every: quarter", "every: month"),
    ("mỗi quý 1 lần", "every: quarter", OK),
    ("mỗi quý 1 lần", "every: month", "every: quarter"),
    ("một lần mỗi quý", "every: quarter", OK),
    ("1 lần/6 tháng", "every: quarter", "every: half"),
    ("báo cáo định kỳ hàng tháng", "every: month", OK),
    ("định kỳ hàng tháng", "every: quarter", "every: month"),
    ("hàng tháng báo cáo", "every: quarter", "every: month"),
    ("hằng quý", f"during: [{EVERY_QUARTER}]", OK),
    ("định kỳ quý", "every: half", "every: quarter"),
    ("06 tháng một lần", "every: half", OK),
    ("06 tháng/lần", "every: year", "every: half"),
    ("định kỳ 6 tháng", "every: half", OK),
    ("định kỳ 6 tháng", "every: month", "every: half"),
    ("03 tháng một lần", "every: month", "every: quarter"),
    ("hàng năm", "by: 2023-12-31", OK),
    ("hàng năm", "during: [2023-Q4]", OK),
    ("hằng năm", "every: month", "every: year"),
    ("hằng năm", "during: [2023], times: 2", "every: year và bỏ times"),
    # on a day of each month or quarter
    ("ngày 20 hằng tháng", "every: month, day: 20", OK),
    ("ngày 20 hằng tháng", "every: month, day: 25", "every: month, day: 20"),
    ("ngày 20 hằng tháng", "every: month", "every: month, day: 20"),
    ("ngày 20 mỗi tháng", "every: month, day: 25", "every: month, day: 20"),
    ("trước ngày 05 hàng tháng", "every: month, day: 5", OK),
    ("trước ngày 25 hàng tháng", f"during: [{EVERY_MONTH}]", "every: month, day: 25"),
    ("Hằng tháng, chậm nhất ngày 20", "every: month, day: 25", "every: month, day: 20"),
    ("hàng tháng (trước ngày 20)", "every: month, day: 20", OK),
    ("trước ngày 10 tháng cuối quý", "every: quarter, day: 10", OK),
    ("hằng quý, chậm nhất ngày 20 tháng cuối quý", "every: quarter", "every: quarter, day: 20"),
    ("báo cáo hàng quý trước ngày 15 của tháng cuối quý", "every: quarter, day: 15", OK),
    # after an event
    ("Trong 15 ngày làm việc kể từ khi có kho", "after: [kho], within: {working_days: 15}", OK),
    (
        "Trong 15 ngày làm việc kể từ khi có kho",
        "after: [kho], within: {working_days: 5}",
        "within: {working_days: 15}",
    ),
    ("trong 10 ngày làm việc sau khi có kho", "after: [kho]", "within: {working_days: 10}"),
    ("trong vòng 10 ngày làm việc", "after: [kho]", "within: {working_days: 10}"),
    ("Sau khi có kho", "after: [kho]", OK),
    ("Quý IV", "after: [kho]", OK),
    # words that say no one thing for sure
    ("Thực hiện nghiêm túc và thường xuyên", "every: month", OK),
    ("không quá 01 lần trong năm", "during: [2023-Q2, 2023-Q4]", OK),
    ("ít nhất 02 lần/năm", "during: [2023-Q1, 2023-Q2, 2023-Q3]", OK),
    ("từ tháng 3 đến tháng 6", "during: [2023-H1]", OK),
    ("Quý III - IV/2023", "during: [2023-Q3, 2023-Q4]", OK),
    ("Quý III–IV", "during: [2023-H2]", OK),
    ("tháng 10-12/2023", "during: [2023-Q4]", OK),
    ("quý I/2023 đến quý IV/2023", "every: quarter", OK),
    ("từ ngày 01/10/2023 đến ngày 30/11/2023", "by: 2023-11-30", OK),
    ("trước quý IV", "during: [2023-Q2]", OK),
    ("đầu quý IV", "during: [2023-10]", OK),
    ("quý II hoặc quý III", "during: [2023-Q3]", OK),
    ("tháng 9 hoặc tháng 10/2023", "during: [2023-10]", OK),
    ("báo cáo hằng tháng, quý, năm", "every: quarter", OK),
    ("định kỳ 6 tháng, năm", "every: half", OK),
    ("Định kỳ hàng quý (tháng 3, 6, 9, 12)", "every: quarter", OK),
    ("02 lần trong năm (quý II, quý IV)", "during: [2023-Q2, 2023-Q4]", OK),
    ("2 lần trong quý IV", "during: [2023-Q4], times: 2", OK),
    ("Quý II, trước ngày 20/6/2023 và ngày 25/6/2023", "during: [2023-Q2]", OK),
    ("trong tháng 8/2023 (chậm nhất 31/8/2023)", "by: 2023-08-31", OK),
    ("ngày 31/2/2023", "by: 2023-02-28", OK),
    ("tháng 13/2023", "during: [2023-10]", OK),
    ("quý khách, doanh nghiệp", "every: quarter", OK),
    ("Quý IV/2023 và Quý I/2024", "during: [2023-Q4]", OK),
    ("trước ngày 15/01/2024", "by: 2023-12-31", OK),
    ("Quyết định số 12/QĐ-UBND ngày 05/9/2023", "every: month", OK),
    ("tại Công văn ngày 05/9/2023 hằng quý", "every: quarter", OK),
    ("theo Quyết định ngày 05/9/2023, trong quý IV", "during: [2023-Q4]", OK),
    ("theo Kế hoạch tháng 9/2023 của UBND tỉnh, hằng quý", "every: quarter", OK),
    ("báo cáo quý III", "by: 2023-10-05", OK),
    ("kết quả 6 tháng đầu năm", "by: 2023-07-10", OK),
    ("trong 15 ngày làm việc, trả lời trong 5 ngày làm việc", "after: [kho]", OK),
]


def findings(code: str, tasks: Sequence[Mapping[str, object]], **more: object) -> dict[int, str]:
    """What a rule says of each of some tasks added to the smallest sound plan, as message and
    mend."""
    usual = {"number": "3", "work": "Một việc.", "lead": "phong-dt"}
    added = {f"A.I.{n}": {"outputs": [], **usual, **cells} for n, cells in enumerate(tasks, 3)}
    plan = yaml.safe_dump({"tasks": added, **more}, allow_unicode=True, sort_keys=False)
    listed = loading.load(workspace(plan), TODAY).diagnostics
    others = {"PCI216", "PCI218", "PCI251", "PCI306", "PCI431", "PCI434", "PCI448"}
    assert {d.code for d in listed} <= {code, *others}, listed
    told = [d for d in listed if d.code == code]
    return {
        int(re.findall(r"A\.I\.(\d+)", d.message)[0]) - 3: f"{d.message}: {d.hint}" for d in told
    }


def keys(line: str) -> dict[str, object]:
    """The keys of a schedule that is written in one line."""
    return dict(yaml.safe_load(f"{{{line}}}"))


def beside(phrases: Sequence[tuple[str, Mapping[str, object]]]) -> dict[int, str]:
    """What is said of each schedule beside its quote."""
    tasks = [
        {
            "units": "Phòng Đầu tư chủ trì",
            "time": quote,
            "owes": {"viec": {"title": "Việc", "quote": quote, **schedule}},
        }
        for quote, schedule in phrases
    ]
    return findings("PCI310", tasks, triggers={"kho": {"title": "Có kho"}})


def mended(schedule: str, mend: str) -> dict[str, object]:
    """A schedule after a person did what the mend says: the line in place of the key it stands
    at, a key named dropped."""
    line, _, dropped = mend.partition(" và bỏ ")
    kept = {"after", "times", "day"} - {dropped}
    left = {key: value for key, value in keys(schedule).items() if key in kept}
    return {**left, **keys(line)} if mend else keys(schedule)


@cache
def of_phrases() -> dict[int, str]:
    """What is said of the phrases above."""
    return beside([(quote, keys(schedule)) for quote, schedule, _ in PHRASES])


@cache
def of_mended_phrases() -> dict[int, str]:
    """What is said of them once every mend is applied."""
    return beside([(quote, mended(schedule, mend)) for quote, schedule, mend in PHRASES])


@pytest.mark.parametrize("n", range(len(PHRASES)), ids=[f"{q} | {s}" for q, s, _ in PHRASES])
def test_a_schedule_beside_other_words_is_named_with_the_line_to_write(n: int) -> None:
    quote, _, mend = PHRASES[n]
    line, _, dropped = mend.partition(" và bỏ ")
    hint = f"viết «{line}»" + (f" và bỏ {dropped}" if dropped else "")
    told = f"A.I.{n + 3}/viec: lịch không đúng với chữ «{quote}»: {hint}, hoặc chép lại quote"
    assert of_phrases().get(n, "") == (told if mend else "")
    assert n not in of_mended_phrases()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Đề nghị bố trí kinh phí trong quý IV năm 2024", ["2024-Q4"]),
        ("xin ý kiến trước ngày 30/9, vào tháng 11", ["2023-09-30_2023-09-30", "2023-11"]),
        ("theo Quyết định ngày 05/9/2023, báo cáo quý III", []),
        ("cấp kinh phí quý II/2023, xong trong năm 2023", ["2023-Q2", "2023"]),
        ("xin vốn 6 tháng cuối năm theo Kế hoạch quý II/2023", ["2023-H2"]),
        ("công văn tháng 6/2023, Chương trình năm 2023", []),
        ("trong tháng 10-12/2023", []),
        ("đến 2/3 doanh nghiệp, trong 6 tháng 2 lần", []),
    ],
)
def test_a_text_names_the_times_by_which_it_wants_something(text: str, ids: list[str]) -> None:
    assert [period.id for period in named_times(text, 2023)] == ids


# The printed cell, lead and coordinating units, the lines to write.
DN = "Phòng Doanh nghiệp chủ trì"
CELLS = [
    (DN, "phong-dn", "", []),
    ("Phòng Doanh nghiệp", "phong-dn", "", []),
    (f"{DN}, phối hợp với Văn phòng", "phong-dn", "van-phong", []),
    (f"{DN}, phối hợp với VĂN PHÒNG.", "phong-dn", "van-phong", []),
    (f"{DN}; Văn phòng phối hợp", "phong-dn", "van-phong", []),
    (f"{DN}; phối hợp: Văn phòng, Phòng Đầu tư", "phong-dn", "van-phong, phong-dt", []),
    ("Chủ trì: Phòng Doanh nghiệp; Phối hợp: Văn phòng", "phong-dn", "van-phong", []),
    ("DN chủ trì, phối hợp VP", "phong-dn", "van-phong", []),
    ("P.ĐT phối hợp VP, Phòng Môi trường và Đất đai", "phong-dt", "phong-mt, van-phong", []),
    (f"{DN}, phối hợp các phòng có liên quan", "phong-dn", "lien-quan", []),
    (f"{DN}, phối hợp với VP và các phòng có liên quan", "phong-dn", "van-phong, lien-quan", []),
    (f"{DN}, phối hợp các phòng, đơn vị thuộc và trực thuộc", "phong-dn", "tat-ca", []),
    ("Tất cả các phòng, đơn vị thuộc và trực thuộc", "tat-ca", "", []),
    (f"{DN}, phối hợp Sở Kế hoạch và Đầu tư", "phong-dn", "", []),
    (f"{DN}, phối hợp Văn phòng và Sở Kế hoạch và Đầu tư", "phong-dn", "van-phong", []),
    ("Văn phòng (Bộ phận Một cửa) phối hợp Phòng Đầu tư", "mot-cua", "phong-dt", []),
    ("Văn phòng (Bộ phận Một cửa) phối hợp Phòng Đầu tư", "van-phong", "phong-dt", []),
    (f"{DN}, phối hợp với Văn phòng (Bộ phận Một cửa)", "phong-dn", "mot-cua", []),
    (f"{DN}, phối hợp với Văn phòng (Bộ phận Một cửa)", "phong-dn", "van-phong", []),
    (f"{DN}, phối hợp với Văn phòng (VP)", "phong-dn", "van-phong", []),
    # not read wholly: no finding
    ("Phòng Doanh nghiệp, Văn phòng", "phong-dn", "van-phong", []),
    ("Phòng Doanh nghiệp, Văn phòng", "phong-dn", "", []),
    ("Phòng Doanh nghiệp - Văn phòng phối hợp", "phong-dn", "van-phong", []),
    (f"{DN}, cùng Văn phòng thực hiện", "phong-dn", "van-phong", []),
    (f"{DN}, phối hợp với Văn phòng và Sở Xây dựng", "phong-dn", "", []),
    (f"{DN}, phối hợp với các phòng: Đầu tư, Văn phòng", "phong-dn", "van-phong", []),
    ("Phòng Doanh nghiệp và Lao động chủ trì", "phong-dn", "", []),
    ("Văn phòng UBND tỉnh chủ trì", "phong-dn", "", []),
    ("Phòng Doanh nghiệp và Văn phòng chủ trì", "van-phong", "", []),
    ("Sở Kế hoạch và Đầu tư chủ trì, phối hợp Văn phòng", "phong-dn", "van-phong", []),
    (f"{DN} nội dung một, Văn phòng chủ trì nội dung hai", "van-phong", "", []),
    ("Văn phòng (Phòng Đầu tư) chủ trì", "phong-dn", "", []),
    ("Các phòng có liên quan", "phong-dn", "", []),
    ("", "phong-dn", "van-phong", []),
    # another lead
    (DN, "van-phong", "", ["lead: phong-dn"]),
    ("Văn phòng (Bộ phận Một cửa)", "phong-dn", "", ["lead: mot-cua"]),
    ("Tất cả các phòng, đơn vị thuộc và trực thuộc", "phong-dn", "", ["lead: tat-ca"]),
    (f"{DN}, phối hợp với Văn phòng", "van-phong", "van-phong", ["lead: phong-dn"]),
    (
        f"{DN}, phối hợp với Văn phòng",
        "van-phong",
        "phong-dn",
        ["lead: phong-dn", "coordinating: [van-phong]"],
    ),
    (f"{DN}, cùng Văn phòng thực hiện", "van-phong", "", ["lead: phong-dn"]),
    (f"{DN}, phối hợp với Sở Xây dựng", "van-phong", "", ["lead: phong-dn"]),
    # other coordinating units
    (DN, "phong-dn", "van-phong", ["coordinating: []"]),
    (f"{DN}, phối hợp với Văn phòng", "phong-dn", "", ["coordinating: [van-phong]"]),
    (f"{DN}, phối hợp với Văn phòng", "phong-dn", "mot-cua", ["coordinating: [van-phong]"]),
    (f"{DN}, phối hợp chặt chẽ với VP", "phong-dn", "phong-dt", ["coordinating: [van-phong]"]),
    (f"{DN}; Văn phòng phối hợp", "phong-dn", "phong-dt", ["coordinating: [van-phong]"]),
    (
        f"{DN}, Văn phòng và Phòng Đầu tư phối hợp",
        "phong-dn",
        "van-phong",
        ["coordinating: [van-phong, phong-dt]"],
    ),
    (
        f"{DN}\nPhối hợp: Văn phòng (Bộ phận Một cửa), P.ĐT",
        "phong-dn",
        "mot-cua",
        ["coordinating: [mot-cua, phong-dt]"],
    ),
    (
        f"{DN}, phối hợp các phòng có liên quan",
        "phong-dn",
        "lien-quan, van-phong",
        ["coordinating: [lien-quan]"],
    ),
    (
        f"{DN}, phối hợp Văn phòng, Sở Kế hoạch và Đầu tư",
        "phong-dn",
        "phong-dt",
        ["coordinating: [van-phong]"],
    ),
]
UNITS: Mapping[str, object] = {
    "units": {
        "phong-mt": {"name": "Phòng Môi trường và Đất đai", "short": "P.MTĐĐ"},
        "phong-dn": {"name": "Phòng Doanh nghiệp", "short": "DN"},
    },
    "groups": {
        "tat-ca": {
            "name": "Tất cả các phòng, đơn vị thuộc và trực thuộc",
            "members": ["van-phong", "phong-dt"],
        }
    },
}


def in_cells(code: str, cells: Sequence[tuple[str, str, str]]) -> dict[int, str]:
    """What a rule says of the units of each task beside its printed cell."""
    tasks = [
        {
            **({"units": printed} if printed else {}),
            "time": "Thường xuyên",
            "lead": lead,
            "coordinating": yaml.safe_load(f"[{coordinating}]"),
        }
        for printed, lead, coordinating in cells
    ]
    return findings(code, tasks, **UNITS)


@cache
def of_cells(code: str) -> dict[int, str]:
    """What is said of the cells above."""
    return in_cells(code, [cell[:3] for cell in CELLS])


@cache
def of_mended_cells(code: str) -> dict[int, str]:
    """What is said of them once every mend is applied."""
    return in_cells(code, [mended_cell(*cell) for cell in CELLS])


def mended_cell(
    printed: str, lead: str, coordinating: str, mends: Sequence[str]
) -> tuple[str, str, str]:
    """A cell beside the units that the mends give."""
    fields = {"lead": lead, "coordinating": f"[{coordinating}]"}
    fields |= dict(mend.split(": ", 1) for mend in mends)
    return printed, fields["lead"], fields["coordinating"].strip("[]")


@pytest.mark.parametrize("n", range(len(CELLS)), ids=[f"{c[0]} | {c[1]} | {c[2]}" for c in CELLS])
def test_units_beside_another_cell_are_named_with_the_line_to_write(n: int) -> None:
    told = [of_cells(code)[n] for code in ("PCI216", "PCI218") if n in of_cells(code)]
    hints = [one.rpartition(": viết «")[2].rstrip("»") for one in told]
    expected = CELLS[n][3]
    if expected == ["coordinating: []"]:
        assert told[0].endswith(": bỏ coordinating")
    else:
        assert hints == expected
    assert n not in {**of_mended_cells("PCI216"), **of_mended_cells("PCI218")}


@pytest.mark.parametrize("printed", ["Phòng Doanh nghiệp, Văn phòng", "Văn phòng phối hợp VP", ""])
def test_a_unit_that_leads_and_coordinates_is_a_finding(printed: str) -> None:
    (finding,) = in_cells("PCI218", [(printed, "van-phong", "van-phong")]).values()
    assert finding == (
        "«Văn phòng» vừa chủ trì vừa phối hợp A.I.3: giữ ở lead, hoặc giữ ở coordinating"
    )
