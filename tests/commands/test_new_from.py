"""`pci new 2024 --from 2023`: the plan of a later year as a draft that a person can trust to have
said all that it changed, and all that it left."""

import re
import shlex
from pathlib import Path
from random import Random
from typing import Any

import pytest
from support import Ran, Run

from pci.files import yamlio

HEAD = """year: 2023
title: Nâng cao chỉ số PCI năm 2023
units:
  van-phong: {name: Văn phòng, short: VP}
  phong-dt: {name: Phòng Đầu tư, short: P.ĐT}
"""


def folder_of(place: Path, plan: str, **files: str) -> Path:
    """A folder with a plan of 2023 and other files of `plans/`."""
    for name, text in {"2023.yaml": plan, **files}.items():
        path = place / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place


def carried(run: Run, folder: Path, year: int = 2024, *more: str, source: str = "2023") -> str:
    """The text of the draft, which its check finds without an error; no other file changes."""
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    done = run("new", str(year), "--from", source, *more, cwd=folder)
    assert done.code == 0, done.err
    assert {p: p.read_bytes() for p in before} == before
    path = folder / done.out.splitlines()[0]
    check = run("check", "--format", "concise", cwd=folder)
    assert check.code == 0, check.out
    return path.read_text(encoding="utf-8")


def tree_of(text: str) -> Any:
    return yamlio.read(text.encode(), "").tree


def ending(text: str) -> str:
    return text.partition("# Còn nhắc năm ")[2]


# --- which years move -----------------------------------------------------------------------------

TEXTS = [
    ("work", "Báo cáo trước ngày 30/9/2023.", "Báo cáo trước ngày 30/9/2024."),
    ("work", "Kiểm tra vào tháng 9/2023.", "Kiểm tra vào tháng 9/2024."),
    ("work", "Kiểm tra tháng 9 năm 2023.", "Kiểm tra tháng 9 năm 2024."),
    ("work", "Rà soát ở quý I, quý III năm 2023.", "Rà soát ở quý I, quý III năm 2024."),
    ("work", "Rà soát các tháng 3, 6, 9/2023.", "Rà soát các tháng 3, 6, 9/2024."),
    ("work", "Xong 6 tháng đầu năm 2023.", "Xong 6 tháng đầu năm 2024."),
    ("work", "Xong trước ngày 05 tháng 12 năm 2023.", "Xong trước ngày 05 tháng 12 năm 2024."),
    (
        "work",
        "Làm từ ngày 01/3/2023 đến ngày 30/4/2023.",
        "Làm từ ngày 01/3/2024 đến ngày 30/4/2024.",
    ),
    ("work", "Trong năm 2023, khảo sát 01 lần.", "Trong năm 2024, khảo sát 01 lần."),
    ("work", "Xong kế hoạch trong quý II/2023.", "Xong kế hoạch trong quý II/2024."),
    ("work", "Cuối năm 2023 tổng kết.", "Cuối năm 2024 tổng kết."),
    ("work", "Tổng kết trước ngày 15/01/2024.", "Tổng kết trước ngày 15/01/2025."),
    ("time", "Từ 01/12/2023 đến 15/01/2024", "Từ 01/12/2024 đến 15/01/2025"),
    ("time", "Tháng 01 năm 2024", "Tháng 01 năm 2025"),
    ("outputs", "Báo cáo tổng kết, ngày 15/01/2024", "Báo cáo tổng kết, ngày 15/01/2025"),
    ("time", "Năm 2023", "Năm 2024"),
    ("time", "Quý II và Quý IV năm 2023", "Quý II và Quý IV năm 2024"),
    ("time", "Từ tháng 3 đến tháng 10/2023", "Từ tháng 3 đến tháng 10/2024"),
    ("time", "30/6/2023; 31/12/2023", "30/6/2024; 31/12/2024"),
    ("time", "9/2023", "9/2024"),
    ("outputs", "Báo cáo kết quả năm 2023", "Báo cáo kết quả năm 2024"),
    ("outputs", "Danh mục dự án 2023", "Danh mục dự án 2024"),
    ("short", "Đối thoại 2023", "Đối thoại 2024"),
    # what stays, and is listed
    ("work", "Theo Quyết định số 1776/QĐ-UBND ngày 28/7/2023 của UBND tỉnh.", ""),
    ("work", "Theo Quyết định số 12/2023/QĐ-UBND.", ""),
    ("work", "Triển khai Kế hoạch cải cách hành chính năm 2023 của tỉnh.", ""),
    ("work", "Công khai hệ số điều chỉnh giá đất năm 2023.", ""),
    ("work", "Theo Nghị quyết phiên họp thường kỳ tháng 8/2023 của Chính phủ.", ""),
    ("work", "Quy định có hiệu lực từ ngày 01/7/2023 đến khi có văn bản mới.", ""),
    ("work", "Chương trình giai đoạn 2021-2023 của tỉnh.", ""),
    ("work", "Phấn đấu đến năm 2023 vào nhóm đầu.", ""),
    ("work", "Ngày 28/7/2023, UBND tỉnh có ý kiến.", ""),
    ("work", "Lập dự toán cho năm 2024.", ""),
    ("work", "Chuẩn bị trong năm 2024.", ""),
    ("outputs", "Dự thảo Kế hoạch năm 2024", ""),
    ("outputs", "Danh mục dự án 2024", ""),
    ("time", "Theo Kế hoạch số 3892/KH-UBND năm 2023", ""),
    ("outputs", "Chứng nhận ISO 9001:2023", ""),
    ("outputs", "Danh mục giai đoạn 2023-2025", ""),
    ("outputs", "Báo cáo theo Chương trình xúc tiến đầu tư tỉnh năm 2023", ""),
    # other years are nobody's business
    ("work", "Theo Luật Đấu thầu năm 2013.", None),
]


@pytest.fixture(scope="module")
def of_texts() -> str:
    tasks = [f"  {n}:\n    lead: van-phong\n" for n in range(1, len(TEXTS) + 1)]
    for n, (key, text, _) in enumerate(TEXTS):
        words = {"work": "Việc.", "time": "Thường xuyên", key: text}
        words[key] = f'["{text}"]' if key == "outputs" else f'"{text}"'
        tasks[n] += "".join(f"    {k}: {v}\n" for k, v in words.items())
    return HEAD + "tasks:\n" + "".join(tasks)


def test_a_time_of_work_moves_and_every_other_year_is_listed(
    run: Run, tmp_path: Path, of_texts: str
) -> None:
    text = carried(run, folder_of(tmp_path, of_texts))
    tree, listed = tree_of(text), ending(text)
    for n, (key, was, now) in enumerate(TEXTS, 1):
        value = tree["tasks"][str(n)][key]
        assert (value[0] if key == "outputs" else value) == (now or was)
        place = f"# tasks.{n}.{key}{'.0' if key == 'outputs' else ''}: «"
        assert (place in listed) == (now == ""), was
        own = text.partition(f"\n  '{n}':\n")[2].partition("\n\n")[0]
        assert ("# kiểm tra: " in own) == bool(now), was


def test_what_stays_is_listed_in_the_words_of_the_draft(run: Run, tmp_path: Path) -> None:
    work = "{work: 'Báo cáo năm 2023, hạn 30/9/2023.', lead: van-phong}"
    text = carried(run, folder_of(tmp_path, f"{HEAD}tasks:\n  1: {work}\n"))
    assert "# tasks.1.work: «Báo cáo năm 2023, hạn 30/9/2024.»" in ending(text)


def test_titles_move_and_what_a_registered_document_is_called_does_not(
    run: Run, tmp_path: Path
) -> None:
    plan = """year: 2023
title: Triển khai Chương trình hành động năm 2023
appendix_title: Nhiệm vụ trọng tâm năm 2023
preamble: Thực hiện Quyết định số 12/QĐ-UBND ngày 28/7/2023 về nhiệm vụ năm 2023.
body:
  I: {title: "Nhiệm vụ năm 2023:"}
  I.1: {text: "Không quá 01 lần trong năm 2023.", cap: {at_most: 1, quote: 01 lần trong năm 2023}}
sections: {A: {title: Chỉ số năm 2023}}
units: {van-phong: {name: Văn phòng}}
triggers: {kho: {title: Kho dữ liệu năm 2023 đi vào vận hành}}
tasks:
  A.1:
    work: Đề án đô thị thông minh năm 2023; ít nhất 300 hồ sơ trong năm 2023
    lead: van-phong
    time: Sau khi có kho
    owes: {lam: {title: Đề án đô thị thông minh năm 2023, after: [kho], quote: Sau khi có kho}}
    indicators:
      ho-so:
        title: Hồ sơ năm 2023
        unit: hồ sơ
        target: {at_least: 300, over: year, quote: ít nhất 300 hồ sơ trong năm 2023}
documents:
  qd-12: {type: Quyết định, number: 12/QĐ-UBND, date: 2023-07-28, title: nhiệm vụ năm 2023}
  da: {type: Đề án, title: Đề án đô thị thông minh năm 2023}
"""
    tree = tree_of(text := carried(run, folder_of(tmp_path, plan)))
    assert tree["title"] == "Triển khai Chương trình hành động năm 2024"
    assert tree["appendix_title"] == "Nhiệm vụ trọng tâm năm 2024"
    assert "2024" not in tree["preamble"]
    assert tree["body"]["I"]["title"] == "Nhiệm vụ năm 2024:"
    assert tree["body"]["I.1"]["cap"]["quote"] == "01 lần trong năm 2024"
    assert tree["sections"]["A"]["title"] == "Chỉ số năm 2024"
    assert tree["triggers"]["kho"]["title"] == "Kho dữ liệu năm 2024 đi vào vận hành"
    task = tree["tasks"]["A.1"]
    assert task["work"] == "Đề án đô thị thông minh năm 2023; ít nhất 300 hồ sơ trong năm 2024"
    assert task["owes"]["lam"]["title"] == "Đề án đô thị thông minh năm 2023"
    assert task["indicators"]["ho-so"]["title"] == "Hồ sơ năm 2024"
    assert task["indicators"]["ho-so"]["target"]["quote"] == "ít nhất 300 hồ sơ trong năm 2024"
    assert tree["documents"] == tree_of(plan)["documents"]
    assert "thay bằng văn bản mới nếu đã có: qd-12, da" in text


# --- schedules ------------------------------------------------------------------------------------

OWING = """tasks:
  1:
    work: Việc.
    lead: van-phong
    time: Trước ngày 29/02/2024
    owes: {lam: {title: Việc, by: 2024-02-29, quote: Trước ngày 29/02/2024}}
  2:
    work: Báo cáo trong quý I và quý III năm 2024.
    lead: van-phong
    owes: {lam: {title: Việc, during: [2024-Q1, 2024-Q3], quote: trong quý I và quý III}}
  3:
    work: Khảo sát 02 lần trong năm.
    lead: phong-dt
    owes:
      khao-sat: {title: Khảo sát, during: [2024], times: 2, quote: 02 lần trong năm}
      tuan: {title: Tuần, during: [2024-02-20_2024-02-29], quote: Khảo sát}
      quy: {title: Quý, every: quarter, day: 29, quote: Khảo sát 02 lần}
  4:
    work: Việc.
    lead: van-phong
    time: Trước ngày 02/5/2024
    owes: {lam: {title: Việc, by: 2024-05-02, quote: Trước ngày 02/5/2024}}
reporting:
  every: quarter
  periods: {2024-Q3: {window_last: 2024-09-20, send_by: 2024-09-25, basis: Công văn 12/UBND-TH}}
"""


def test_days_and_periods_move_and_one_that_is_no_day_is_mended(run: Run, tmp_path: Path) -> None:
    place = folder_of(tmp_path, HEAD.replace("2023", "2024") + OWING)
    (place / "plans/2023.yaml").rename(place / "plans/2024.yaml")
    text = carried(run, place, 2025, source="2024")
    tasks = tree_of(text)["tasks"]
    assert tasks["1"]["time"] == tasks["1"]["owes"]["lam"]["quote"] == "Trước ngày 28/02/2025"
    assert tasks["1"]["owes"]["lam"]["by"] == "2025-02-28"
    assert "        # kiểm tra: 2024-02-29 → 2025-02-28\n        by: 2025-02-28\n" in text
    assert tasks["2"]["owes"]["lam"]["during"] == ["2025-Q1", "2025-Q3"]
    assert tasks["3"]["owes"]["khao-sat"]["during"] == ["2025"]
    assert tasks["3"]["owes"]["tuan"]["during"] == ["2025-02-20_2025-02-28"]
    assert tree_of(text)["reporting"] == {"every": "quarter"}
    assert "# kiểm tra: bỏ ngày riêng của các kỳ 2024-Q3 (Công văn 12/UBND-TH)\n" in text
    assert [line.strip() for line in text.splitlines() if "ngày nghỉ" in line] == [
        "# kiểm tra: 02/5/2025 là ngày nghỉ; ngày làm việc liền trước 29/4/2025, liền sau 05/5/2025"
    ]


def test_what_is_of_the_old_document_is_blank(run: Run, tmp_path: Path) -> None:
    plan = """year: 2023
number: "12"
issued: 2023-01-15
title: Nâng cao chỉ số
signer: {capacity: [TRƯỞNG BAN], name: Nguyễn Văn A}
letters: {drafted_by: van-phong, signer: {capacity: [CHÁNH VĂN PHÒNG], name: Lê Văn C}}
units: {van-phong: {name: Văn phòng}}
tasks:
  1: {number: "7", work: Bố trí công chức., lead: van-phong, from: 2022/5}
corrections: [{at: tasks.1.work, from: Bổ trí, to: Bố trí}]
"""
    tree = tree_of(text := carried(run, folder_of(tmp_path, plan)))
    assert " ".join(tree) == "year number issued title signer letters units tasks"
    assert tree["letters"]["signer"]["name"] == "Lê Văn C"
    assert "  # kiểm tra: Lê Văn C còn giữ chức vụ này không\n  signer:\n" in text
    assert tree["year"] == "2024"
    assert (tree["number"], tree["issued"]) == (None, None)
    assert tree["signer"] == {"capacity": ["TRƯỞNG BAN"]}
    assert "# kiểm tra: người ký năm 2023 là Nguyễn Văn A\nsigner:\n" in text
    assert tree["tasks"]["1"] == {
        "from": "2023/1",
        "number": "7",
        "work": "Bố trí công chức.",
        "lead": "van-phong",
    }


# --- amendments, numbers --------------------------------------------------------------------------

AMENDED = """sections: {A: {title: Một}, B: {title: Hai}}
tasks:
  A.1: {work: Việc một., lead: van-phong}
  A.2:
    work: Đối thoại.
    lead: phong-dt
    time: Quý II năm 2023
    owes: {hop: {title: Đối thoại, during: [2023-Q2], quote: Quý II năm 2023}}
  B.1: {work: Việc ba., lead: van-phong}
reporting: {focal: {A.2: phong-dt}}
"""
AMENDMENT = """document: {type: Quyết định, number: 9/QĐ-X, date: 2023-06-01}
effective: 2023-06-15
text: |
  Điều 1. Đối thoại dời sang tháng 11.
change: {tasks: {A.2: {owes: {hop: {during: [2023-11], quote: dời sang tháng 11}}}}}
add: {tasks: {A.3: {work: Việc bốn., lead: phong-dt}}}
end: {tasks: [A.1]}
"""
LATE = """document: {type: Quyết định, number: 1/QĐ-X, date: 2024-01-05}
effective: 2024-01-06
end: {tasks: [B.1]}
"""


def test_the_old_plan_is_taken_with_its_amendments(run: Run, tmp_path: Path) -> None:
    files = {"2023/amendments/2023-06-15-doi.yaml": AMENDMENT}
    files["2023/amendments/2024-01-06-bo.yaml"] = LATE
    text = carried(run, folder_of(tmp_path, HEAD + AMENDED, **files))
    tasks = tree_of(text)["tasks"]
    assert list(tasks) == ["A.2", "A.3", "B.1"]  # an ended task leaves a hole
    hop = tasks["A.2"]["owes"]["hop"]
    assert hop == {"title": "Đối thoại", "during": ["2024-11"], "quote": "dời sang tháng 11"}
    assert tasks["A.2"]["time"] == "dời sang tháng 11"
    assert "bản đã ký viết «Quý II năm 2024»" in text
    assert ", gồm Quyết định số 9/QĐ-X ngày 01/6/2023.\n" in text


def test_a_quote_with_other_capitals_than_the_cell_repeats_the_cell(
    run: Run, tmp_path: Path
) -> None:
    amendment = """document: {type: Quyết định, number: 9/QĐ-X, date: 2023-06-01}
effective: 2023-06-15
text: Gia hạn đến trước ngày 31/10/2023.
change:
  tasks:
    A.2:
      time: Trước ngày 31/10/2023
      owes: {hop: {during: null, by: 2023-10-31, quote: trước ngày 31/10/2023}}
"""
    files = {"2023/amendments/2023-06-15-doi.yaml": amendment}
    task = tree_of(carried(run, folder_of(tmp_path, HEAD + AMENDED, **files)))["tasks"]["A.2"]
    assert (task["time"], task["owes"]["hop"]["quote"]) == ("Trước ngày 31/10/2024",) * 2
    assert "outputs" not in task


def test_words_of_an_amendment_become_an_output_of_standing_work(run: Run, tmp_path: Path) -> None:
    tasks = """tasks:
  1:
    work: Báo cáo hằng tháng.
    lead: van-phong
    outputs: [Báo cáo]
    owes: {gui: {title: Báo cáo, every: month, quote: Báo cáo hằng tháng}}
"""
    amendment = """document: {type: Quyết định, number: 9/QĐ-X, date: 2023-06-01}
effective: 2023-06-15
text: Báo cáo hằng quý.
change: {tasks: {1: {owes: {gui: {every: quarter, quote: Báo cáo hằng quý}}}}}
"""
    files = {"2023/amendments/2023-06-15-doi.yaml": amendment}
    task = tree_of(carried(run, folder_of(tmp_path, HEAD + tasks, **files)))["tasks"]["1"]
    assert task["outputs"] == ["Báo cáo", "Báo cáo hằng quý"]
    assert task["owes"]["gui"]["every"] == "quarter"


def test_tasks_are_numbered_anew_if_asked(run: Run, tmp_path: Path) -> None:
    files = {"2023/amendments/2023-06-15-doi.yaml": AMENDMENT}
    place = folder_of(tmp_path, HEAD + AMENDED, **files)
    tree = tree_of(text := carried(run, place, 2024, "--renumber"))
    forerunners = {i: task["from"] for i, task in tree["tasks"].items()}
    assert forerunners == {"A.1": "2023/A.2", "A.2": "2023/A.3", "B.1": "2023/B.1"}
    assert tree["reporting"]["focal"] == {"A.1": "phong-dt"}
    assert re.search(r"\n  A\.1:\n    from: 2023/A\.2\n(    .*\n)+    # kiểm tra: theo lời", text)


def test_numbers_are_of_the_kind_that_the_section_has(run: Run, tmp_path: Path) -> None:
    tasks = "".join(
        f"  {i}: {{work: Việc., lead: van-phong}}\n"
        for i in ("I.2", "I.4", "2.1.b", "2.1.d", "X", "C.C")
    )
    place = folder_of(tmp_path, HEAD + "tasks:\n" + tasks)
    tree = tree_of(carried(run, place, 2024, "--renumber"))
    assert list(tree["tasks"]) == ["I.1", "I.2", "2.1.a", "2.1.b", "I", "C.I"]


# --- units and bodies -----------------------------------------------------------------------------

ROOMS = """year: 2023
title: Nâng cao chỉ số
units:
  van-phong: {name: Văn phòng}
  phong-a: {name: Phòng A}
  phong-b: {name: Phòng B}
  to-c: {name: Tổ C, part_of: phong-a}
  phong-d: {name: Phòng D}
groups:
  hai: {name: Hai phòng, members: [phong-a, phong-b]}
  mot: {name: Nhóm D, members: [phong-d]}
outside: {so-kh: {name: Sở Kế hoạch}, bo: {name: Bộ Cũ}}
reporting: {every: quarter, to: so-kh}
letters: {drafted_by: phong-d}
tasks:
  1: {work: Gửi Sở Kế hoạch., units: "Phòng A chủ trì, phối hợp với Phòng B", lead: phong-a, coordinating: [phong-b]}
  2: {work: Việc., units: Hai phòng, lead: hai}
  3: {work: Việc., units: Phòng D, lead: phong-d}
  4: {work: Việc., units: "Văn phòng chủ trì, phối hợp với Phòng D", lead: van-phong, coordinating: [phong-d]}
  5: {work: Việc., lead: mot}
  6: {work: Việc., units: Tổ C, lead: to-c}
"""  # noqa: E501
ORGANISATION = """units:
  phong-a: {until: 2023-10-31, successor: phong-ab}
  phong-b: {until: 2023-10-31, successor: phong-ab}
  phong-ab: {name: Phòng AB, from: 2023-11-01}
  phong-d: {until: 2023-12-31}
outside:
  so-kh: {until: 2024-02-28, successor: so-tc}
  so-tc: {name: Sở Tài chính}
  bo: {until: 2023-06-30}
"""


def test_successors_stand_where_units_have_ended(run: Run, tmp_path: Path) -> None:
    place = folder_of(tmp_path, ROOMS, **{"organisation.yaml": ORGANISATION})
    tree = tree_of(text := carried(run, place))
    assert list(tree["units"]) == ["van-phong", "to-c"]
    assert tree["units"]["to-c"] == {"name": "Tổ C", "part_of": "phong-ab"}
    assert tree["groups"] == {"hai": {"name": "Hai phòng", "members": ["phong-ab"]}}
    assert list(tree["outside"]) == ["so-kh"]  # it ends later
    assert tree["reporting"]["to"] == "so-kh"
    assert tree["letters"] == {}
    tasks = tree["tasks"]
    assert tasks["1"] == {"from": "2023/1", "work": "Gửi Sở Kế hoạch.", "lead": "phong-ab"}
    assert "# kiểm tra: ô đơn vị năm 2023 là «Phòng A chủ trì, phối hợp với Phòng B»" in text
    assert (tasks["2"]["units"], tasks["2"]["lead"]) == ("Hai phòng", "hai")
    assert tasks["4"] == {"from": "2023/4", "work": "Việc.", "lead": "van-phong"}
    assert tasks["6"]["units"] == "Tổ C"
    assert "# kiểm tra: bỏ bo (Bộ Cũ), không có kế nhiệm\n" in text
    # nobody leads the others: they are there to be taken up
    assert list(tasks) == ["1", "2", "4", "6"]
    assert "# cần quyết định: 3 không còn đơn vị chủ trì" in text
    aside = text.partition("\ntasks:\n")[0].partition("# cần quyết định: 3 không còn")[2]
    assert re.match(r".*\n# kiểm tra: Phòng D → bỏ\n.*\n#   '3':\n#     from: 2023/3\n", aside)
    assert "#     from: 2023/5\n" in aside


@pytest.mark.parametrize("seed", range(6))
def test_whatever_units_end_the_draft_has_no_error(run: Run, real: Path, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    lines = ["units:", "  moi: {name: Đơn vị Mới, from: 2022-01-01}"]
    for unit in chance.sample(list(tree_of((real / "plans/2023.yaml").read_text())["units"]), 4):
        until = chance.choice(["2023-05-31", "2023-12-31", "2024-06-30"])
        lines.append(f"  {unit}: {{until: {until}{chance.choice(['', ', successor: moi'])}}}")
    (real / "plans/organisation.yaml").write_text("\n".join(lines), encoding="utf-8")
    tree = tree_of(carried(run, real, chance.choice([2024, 2025])))
    assert tree["year"] != "2023"


def test_names_are_those_of_the_first_day(run: Run, tmp_path: Path) -> None:
    organisation = (
        ORGANISATION
        + """agency:
  - {name: Ban Cũ, short: Ban}
  - {from: 2024-01-01, name: Ban Mới, short: Ban}
"""
    )
    plan = ROOMS.replace("chỉ số", "chỉ số của Ban Cũ")
    place = folder_of(tmp_path, plan, **{"organisation.yaml": organisation})
    text = carried(run, place, 2025)
    tree = tree_of(text)
    assert tree["reporting"]["to"] == "so-tc"
    assert "outside" not in tree or tree["outside"] == {}
    listed = ending(text)
    assert "# title: «Ban Cũ», nay là Ban Mới\n" in listed
    assert "# tasks.1.work: «Sở Kế hoạch», nay là Sở Tài chính\n" in listed


# --- what a person has to decide ------------------------------------------------------------------


def test_what_is_left_of_the_old_year_stands_at_its_task(run: Run, tmp_path: Path) -> None:
    plan = (
        HEAD
        + """outside: {so: {name: Sở Xây dựng}}
triggers: {kho: {title: Kho dữ liệu vận hành}}
body: {I: {title: Giải pháp, kind: measures}, I.1: {text: Công khai.}}
tasks:
  1:
    work: Sau khi có kho, khai thác.
    lead: van-phong
    owes: {khai-thac: {title: Khai thác kho, after: [kho], quote: Sau khi có kho}}
  2:
    work: Khảo sát trong quý II.
    lead: phong-dt
    owes: {khao-sat: {title: Khảo sát, during: [2023-Q2], quote: trong quý II}}
  3: {work: Việc chung., lead: phong-dt}
  4:
    work: Công bố trước ngày 30/6/2023. Đối thoại trong quý I, quý II năm 2023.
    lead: van-phong
    owes:
      cong-bo: {title: Công bố, by: 2023-06-30, quote: trước ngày 30/6/2023}
      hop: {title: Đối thoại, during: [2023-Q1, 2023-Q2], quote: "quý I, quý II"}
"""
    )
    place = folder_of(tmp_path, plan)

    def record(about: str, unit: str, day: str, *more: str) -> Ran:
        options = ("--unit", unit, "--date", day, "--year", "2023")
        done = run("record", about, *options, *more, cwd=place)
        assert done.code == 0, done.err
        return done

    record("kho", "van-phong", "2023-05-04", "--state", "done")
    result = ("--state", "doing", "--result", "Đang làm")
    record("2/khao-sat", "phong-dt", "2023-05-05", *result)
    record("3", "phong-dt", "2023-05-06", "--state", "suspended", "--reason", "chờ kinh phí")
    told = ("--difficulty", "Thiếu\nai", "--difficulty-to", "so")
    record("1", "van-phong", "2023-05-07", *result, *told)
    record(
        "I.1", "van-phong", "2023-05-08", *result, "--proposal", "Xin máy", "--proposal-to", "so"
    )
    record("4/cong-bo", "van-phong", "2023-05-09", "--state", "done")
    for period in ("2023-Q1", "2023-Q2"):  # work of every year, which nobody has to decide on
        record("4/hop", "van-phong", "2023-05-10", "--state", "done", "--period", period)
    text = carried(run, place)
    lines = [line.strip() for line in text.splitlines() if "cần quyết định" in line][1:]
    assert lines == [
        "# cần quyết định: kiến nghị chưa được trả lời (VP, 08/5/2023, gửi Sở Xây dựng): Xin máy",
        "# cần quyết định: năm 2023 đang thực hiện (trong hạn): Khai thác kho (VP)",
        "# cần quyết định: khó khăn chưa được trả lời (VP, 07/5/2023, gửi Sở Xây dựng): Thiếu ai",
        "# cần quyết định: «Kho dữ liệu vận hành» đã xảy ra ngày 04/5/2023",
        "# cần quyết định: năm 2023 quá hạn: Khảo sát, quý II năm 2023, hạn 30/6/2023 (P.ĐT)",
        "# cần quyết định: năm 2023 tạm dừng từ 06/5/2023 (P.ĐT): chờ kinh phí",
        "# cần quyết định: năm 2023 đã hoàn thành: Công bố, hạn 30/6/2023 (VP)",
    ]
    assert re.search(r"tạm dừng từ .*\n  '3':\n", text)


def test_no_words_leave_their_comment(run: Run, tmp_path: Path) -> None:
    place = folder_of(tmp_path, HEAD + "tasks:\n  1: {work: Việc., lead: van-phong}\n")
    tree = tree_of(carried(run, place))
    (place / "plans/2024.yaml").unlink()
    words = "Thiếu\ntasks: {}\n# pci: ignore[PCI448] lý do\n- {a: b"
    told = ("--state", "doing", "--result", "Đã làm", "--proposal", words)
    options = ("--unit", "VP", "--date", "2023-05-05", "--year", "2023", "--proposal-to", "noi-bo")
    assert run("record", "1", *told, *options, cwd=place).code == 0
    text = carried(run, place)
    assert "gửi trong nội bộ): Thiếu tasks: {} # pci: ignore[PCI448] lý do - {a: b\n" in text
    assert tree_of(text) == tree


# --- whole plans ----------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2024, 2026])
def test_every_year_of_the_real_plan_is_explained(run: Run, real: Path, year: int) -> None:
    tree = tree_of(text := carried(run, real, year))
    assert_explained(text, "2023")
    assert tree["title"].endswith(f"(PCI) năm {year} của Ban quản lý Khu kinh tế Vân Phong")
    assert tree["appendix_title"].endswith(f"trọng tâm năm {year}")
    assert tree["body"]["II.2"]["title"].endswith(f"trọng tâm năm {year}:")
    task = tree["tasks"]["A.I.6"]
    assert task["outputs"][0].endswith(f"vào tháng 9/{year}.")
    assert task["owes"]["kiem-tra-cchc"] == {
        "title": "Kiểm tra công tác cải cách hành chính",
        "during": [f"{year}-09"],
        "quote": f"vào tháng 9/{year}",
    }
    assert len(tree["tasks"]) == 34
    assert all(task["from"] == f"2023/{i}" for i, task in tree["tasks"].items())
    for command in (("tasks",), ("show", "A.I.6"), ("stats",), ("plan",), ("schema", "--all")):
        assert run(*command, "--year", str(year), cwd=real).code == 0


def assert_explained(text: str, *years: str) -> None:
    """Every such year that is left is listed, or is of a document that is named."""
    cited = text.partition("thay bằng văn bản mới nếu đã có: ")[2].partition("\n")[0].split(", ")
    for path, value in _texts(tree_of(text)):
        named = sum(map(value.count, years))
        if not named or path[-1] == "from":
            continue
        if path[0] == "documents":
            assert path[1] in cited
        else:
            assert ending(text).count(f"# {'.'.join(path)}: «") >= named, (path, value)


def _texts(tree: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    if isinstance(tree, str):
        return [(path, tree)]
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree or ())
    return [found for key, value in entries for found in _texts(value, (*path, str(key)))]


def test_the_example_is_carried_on(run: Run, example: Path) -> None:
    text = carried(run, example, 2025, source="2024")
    assert tree_of(text)["illustrative"] == "true"
    assert "\nillustrative: true\n" in text  # as an editor reads it, no text
    assert text.count("chưa được trả lời") > 5
    assert "giai đoạn 2025-2027" in ending(text)  # next year's, when it was written


def test_a_draft_says_the_same_twice(run: Run, real: Path) -> None:
    first = carried(run, real)
    (real / "plans/2024.yaml").unlink()
    assert carried(run, real) == first


def test_a_draft_is_carried_on_again(run: Run, real: Path) -> None:
    carried(run, real)
    tree = tree_of(text := carried(run, real, 2025, source="2024"))
    assert tree["tasks"]["A.I.6"]["from"] == "2024/A.I.6"
    assert tree["tasks"]["A.I.6"]["owes"]["kiem-tra-cchc"]["during"] == ["2025-09"]
    assert_explained(text, "2023", "2024")


# --- what is asked --------------------------------------------------------------------------------

SMALL = HEAD + "tasks:\n  1: {work: Việc., lead: van-phong}\n"


def test_a_plan_with_a_name_of_its_own(run: Run, tmp_path: Path) -> None:
    place = folder_of(tmp_path, SMALL, **{"2023-cchc.yaml": SMALL})
    text = carried(run, place, 2024, "--plan", "cchc")
    assert text == (place / "plans/2024-cchc.yaml").read_text(encoding="utf-8")
    (place / "plans/2024-cchc.yaml").unlink()
    assert carried(run, place, source="2023-cchc") == text
    assert tree_of(text)["tasks"]["1"]["from"] == "2023-cchc/1"
    assert not (place / "plans/2024.yaml").exists()
    assert text.startswith("# yaml-language-server: $schema=../schemas/2024-cchc/plan.schema.json")
    assert (place / "schemas/2024-cchc/plan.schema.json").is_file()


@pytest.mark.parametrize("root", ["", "kế hoạch (cũ)"])
def test_it_ends_with_what_to_type_next(run: Run, tmp_path: Path, root: str) -> None:
    folder_of(tmp_path / root, SMALL)
    done = run("new", "2024", "--from", "2023", *(("--root", root) if root else ()))
    assert done.out.splitlines()[0] == str(Path(root, "plans/2024.yaml"))
    assert "plans/calendar/2024.yaml" in done.out
    assert not done.out.count("plans/2023.yaml")
    assert "chú thích trong tệp năm 2023 không chép sang. Lệnh" in done.err
    commands = [shlex.split(line)[1:] for line in done.err.splitlines()[-3:]]
    assert [command[0] for command in commands] == ["check", "diff", "plan"]
    for command in commands:
        assert run(*command).code == 0, command


def test_remarks_that_nobody_took_away_are_counted(run: Run, tmp_path: Path) -> None:
    left = "tasks:\n  # cần quyết định: a\n  # kiểm tra: b\n  # kiểm tra\n"
    place = folder_of(tmp_path, SMALL.replace("tasks:\n", left))
    done = run("new", "2024", "--from", "2023", cwd=place)
    assert "không chép sang, kể cả 02 dòng như thế chưa xóa. Lệnh" in done.err


def test_settings_of_an_editor_that_are_there_are_left_and_what_they_lack_is_told(
    run: Run, tmp_path: Path
) -> None:
    place = folder_of(tmp_path, SMALL)
    settings = place / ".vscode/settings.json"
    settings.parent.mkdir()
    settings.write_text('{"yaml.schemas": {"schemas/amendment.schema.json": []}}')
    told = run("new", "2024", "--from", "2023", cwd=place).err.splitlines()[0]
    assert ".vscode/settings.json: để trình soạn thảo gợi ý, thêm dòng sau" in told
    assert '"schemas/2024/update.schema.json": ["plans/2024/progress/**"]' in told
    assert "amendment" not in told


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("2023", "--from", "2023"), "năm 2023 không sau năm 2023"),
        (("2022", "--from", "2023"), "năm 2022 không sau năm 2023"),
        (("--from", "2023"), "chưa nêu năm của kế hoạch mới; viết như: pci new 2024 --from 2023"),
        (("2024", "--from", "2021"), "không có kế hoạch năm 2021; có: 2023\n"),
        (("2027", "--from", "2025"), "; có: 2023; lập mới: pci new 2025 --from 2023\n"),
        (("2024", "--from", "../2023"), "--from «../2023» không phải năm, cũng không phải mã"),
        (("2024", "--from", "plans\\2023.yaml"), "nêu như --from 2023;"),
        (("2024", "--from", "2023.yaml"), "nêu như --from 2023;"),
        (("2024", "--from", ""), "--from «» không phải năm"),
        (("2024",), "đã có kế hoạch 2023; lập kế hoạch năm sau: pci new 2024 --from 2023;"),
        (("2024", "--from", "2023", "--plan", "dti"), "không có kế hoạch «dti»"),
        (("2024", "--from", "2023", "--unit", "A"), "--from chỉ đi với năm"),
        (("2024", "--from", "2023", "--ci", "github"), "--from chỉ đi với năm"),
        (("2150", "--from", "2023"), "--year: phải là một năm từ 2000 đến 2100"),
        (("2024", "--from", "2023-a", "--plan", "b"), "đều nêu mã kế hoạch"),
        (("2024", "--renumber"), "chỉ đi với --from"),
        (("2024", "--plan", "cchc"), "chỉ đi với --from"),
        (("2024", "--from", "2023", "-o", "plans/a.yaml"), "-o nằm trong plans/"),
        (("2025", "--from", "2023", "--force"), "--force chỉ đi với -o"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], fault: str
) -> None:
    place = folder_of(tmp_path, SMALL)
    done = run("new", *arguments, cwd=place)
    assert (done.code, done.out) == (2, "")
    assert fault in done.err
    assert done.err.count("\n") == 1
    assert [p.name for p in place.rglob("*") if p.is_file()] == ["2023.yaml"]


def test_a_file_that_exists_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    place = folder_of(tmp_path, SMALL, **{"2024.yaml": "của tôi\n"})
    done = run("new", "2024", "--from", "2023", cwd=place)
    assert (done.code, done.out) == (2, "")
    assert "đã có plans/2024.yaml; không ghi đè; muốn lập lại thì đổi tên" in done.err
    assert done.err.count("\n") == 1
    assert (place / "plans/2024.yaml").read_text(encoding="utf-8") == "của tôi\n"
    assert not (place / "schemas").exists()


def test_a_plan_with_an_error_is_not_carried_on(run: Run, tmp_path: Path) -> None:
    place = folder_of(tmp_path, SMALL.replace("lead: van-phong", "lead: khong-co"))
    done = run("new", "2024", "--from", "2023", cwd=place)
    assert (done.code, done.out) == (2, "")
    assert "plans/2023.yaml:7" in done.err


def test_an_empty_folder_names_the_way_out(run: Run, tmp_path: Path) -> None:
    done = run("new", "2024", "--from", "2023")
    assert done.code == 2
    assert "pci new" in done.err
