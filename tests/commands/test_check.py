"""`pci check`: every fault of every file in one run, for a person, a program, a build machine."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document
from support import ROOT, Golden, Ran, Run
from terminal import on_screen

from pci import __version__
from pci.core.diagnostic import Severity


def edit(path: Path, changes: Mapping[str, str]) -> None:
    """Change a file as a person would, each time at the first place found."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def doubtful(real: Path) -> Path:
    """The real plan without its own remarks: it has warnings and hints then."""
    plan = real / "plans/2023.yaml"
    text = re.sub(" *# pci: ignore.*", "", plan.read_text(encoding="utf-8"))
    plan.write_text(text, encoding="utf-8")
    return real


@pytest.fixture
def misspelt(real: Path) -> Path:
    """Faults of shape: in the plan an unknown key and an impossible month, in two updates a day and
    a state."""
    edit(
        real / "plans/2023.yaml", {"issued: 2023-08": "issued: 2023-13", "symbol: KH": "symbl: KH"}
    )
    folder = real / "plans/2023/progress/van-phong"
    folder.mkdir(parents=True)
    text = (
        "about: A.I.1\nunit: van-phong\ndate: {}\nstate: {}\nrecorded: 2023-09-10T08:00:00+07:00\n"
    )
    (folder / "2023-09-10-A.I.1-aaaaaa.yaml").write_text(
        text.format("2023-09-31", "done"), encoding="utf-8"
    )
    (folder / "2023-09-10-A.I.1-bbbbbb.yaml").write_text(
        text.format("2023-09-10", "xong"), encoding="utf-8"
    )
    return real


RECORDED = """\
about: A.VII.4/bao-cao-thang
period: {}
unit: phong-qldn
date: {}
state: done
result: {}
recorded: 2023-10-15T09:12:40+07:00
"""


@pytest.fixture
def contradictory(doubtful: Path) -> Path:
    """Faults of meaning: an unknown document in the plan; an update edited after recording, one
    moved, one of a unit that does not exist."""
    edit(doubtful / "plans/2023.yaml", {"basis: [qd-1776]": "basis: [qd-1776, qd-1777]"})
    for path, words in {
        "phong-qldn/2023-09-14-A.VII.4-bao-cao-thang-wqocnm.yaml": (
            "2023-09",
            "2023-09-14",
            "Đã gửi muộn.",
        ),
        "van-phong/2023-10-13-A.VII.4-bao-cao-thang-rqbfbo.yaml": (
            "2023-10",
            "2023-10-13",
            "Đã gửi.",
        ),
    }.items():
        update = doubtful / "plans/2023/progress" / path
        update.parent.mkdir(parents=True)
        update.write_text(RECORDED.format(*words), encoding="utf-8")
    unknown = doubtful / "plans/2023/progress/van-fong/2023-09-14-II.1.3-3lvz2a.yaml"
    unknown.parent.mkdir()
    said = "about: II.1.3\nunit: van-fong\ndate: 2023-09-14\nstate: doing\n"
    unknown.write_text(said + "recorded: 2023-09-14T08:00:00+07:00\n", encoding="utf-8")
    return doubtful


def test_both_plans_of_this_repository_are_sound(run: Run, real: Path, example: Path) -> None:
    assert run("check", cwd=real) == Ran(0, "Không có lỗi.\n", "")
    assert run("check", cwd=example) == Ran(0, "Không có lỗi.\n", "")
    empty = {"schema": "pci.check/1", "errors": 0, "warnings": 0, "hints": 0, "complete": True}
    done = run("check", "--format", "json", cwd=example)
    assert (done.code, json.loads(done.out), done.err) == (0, empty | {"diagnostics": []}, "")
    assert run("check", "--format", "github", cwd=example) == Ran(0, "", "")


@pytest.mark.pty
def test_doubts_are_shown_and_are_no_failure(run: Run, golden: Golden, doubtful: Path) -> None:
    shown = run("check", cwd=doubtful)
    assert (shown.code, shown.err) == (0, "")
    golden("check-real.txt", shown.out)
    golden("check-real-80.txt", on_screen(80, "check", cwd=doubtful, NO_COLOR="1"))
    coloured = on_screen(80, "check", cwd=doubtful)
    assert "\x1b[1;36mPCI448 gợi ý\x1b[0m: " in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == on_screen(
        80, "check", "--color", "never", cwd=doubtful
    )


def test_faults_of_shape(run: Run, golden: Golden, misspelt: Path) -> None:
    ran = run("check", cwd=misspelt)
    skipped = "pci: chưa kiểm tra hết các tham chiếu vì plans/2023.yaml sai cấu trúc\n"
    beside = "pci: chưa kiểm tra hết nội dung của 2 tệp sai cú pháp, cấu trúc\n"
    assert (ran.code, ran.err) == (1, skipped + beside)
    golden("check-shape.txt", ran.out)
    assert (
        len({line.partition(":")[0] for line in ran.out.splitlines() if line.startswith("plans/")})
        == 3
    )


@pytest.mark.parametrize(
    ("form", "suffix"),
    [
        ("text", "txt"),
        ("concise", "concise.txt"),
        ("json", "json"),
        ("github", "github.txt"),
        ("gitlab", "gitlab.json"),
        ("sarif", "sarif.json"),
        ("junit", "junit.xml"),
    ],
)
def test_faults_of_meaning(
    run: Run, golden: Golden, contradictory: Path, form: str, suffix: str
) -> None:
    ran = run("check", "--format", form, cwd=contradictory)
    assert (ran.code, ran.err) == (1, "")
    golden(
        f"check-meaning.{suffix}",
        ran.out.replace(f'"version": "{__version__}"', '"version": "<bản>"'),
    )


def test_errors_may_be_asked_for_alone(run: Run, contradictory: Path) -> None:
    alone = run("check", "--errors-only", "--format", "concise", cwd=contradictory)
    *errors, count = alone.out.splitlines()
    assert (alone.code, count) == (1, f"{len(errors)} lỗi")
    whole = run("check", "--format", "concise", cwd=contradictory).out
    assert whole.startswith("\n".join(errors) + "\n")


def test_json_is_what_the_contract_says(run: Run, contradictory: Path) -> None:
    whole = json.loads(run("check", "--format", "json", cwd=contradictory).out)
    assert list(whole) == ["schema", "errors", "warnings", "hints", "complete", "diagnostics"]
    counts = Counter(found["severity"] for found in whole["diagnostics"])
    assert [whole[f"{severity}s"] for severity in Severity] == [counts[s] for s in Severity]
    keys = [
        "code",
        "severity",
        "path",
        "line",
        "column",
        "end_line",
        "end_column",
        "message",
        "hint",
        "fix",
    ]
    assert all(list(found) == keys for found in whole["diagnostics"])


def test_a_place_is_where_the_fault_stands(run: Run, real: Path) -> None:
    """Lines and columns count from 1 in characters, the end is exclusive: an editor marks exactly
    the wrong word."""
    edit(
        real / "plans/2023.yaml",
        {"lead: van-phong": "lead: van-fong", "[phong-tthc]": "[phong-tthc, so-khdt]"},
    )
    found = json.loads(run("check", "--format", "json", cwd=real).out)["diagnostics"]
    marked = []
    for one in (one for one in found if one["severity"] == "error"):
        assert (one["code"], one["line"]) == ("PCI211", one["end_line"])
        line = (real / one["path"]).read_text(encoding="utf-8").splitlines()[one["line"] - 1]
        marked.append(line[one["column"] - 1 : one["end_column"] - 1])
    assert marked == ["van-fong", "so-khdt"]


def test_paths_are_as_typed_from_the_current_folder(run: Run, contradictory: Path) -> None:
    lines = run("check", "--format", "concise", cwd=contradictory / "plans").out.splitlines()[:-1]
    assert len(lines) >= 4
    assert all((contradictory / "plans" / line.partition(":")[0]).is_file() for line in lines)


def test_all_years_are_checked_unless_one_is_named(run: Run, real: Path, example: Path) -> None:
    shutil.copytree(example / "plans", real / "plans", dirs_exist_ok=True)
    for year in ("2023", "2024"):
        edit(real / f"plans/{year}.yaml", {"lead: van-phong": "lead: van-fong"})

    def years(*arguments: str) -> list[str]:
        ran = run("check", *arguments, cwd=real)
        assert ran.code == 1
        return [line[:15] for line in ran.out.splitlines() if "«van-fong»" in line]

    assert years() == ["plans/2023.yaml", "plans/2024.yaml"]
    assert years("--year", "2024") == ["plans/2024.yaml"]


def test_no_name_or_text_can_open_a_second_annotation(run: Run, doubtful: Path) -> None:
    folder = doubtful / "plans/2023/progress/van-phong"
    folder.mkdir(parents=True)
    text = '"50%\\n::error::giả": 1\nabout: A.I.1\nunit: van-phong\ndate: 2023-09-10\nstate: done\n'
    (folder / "a,b:c%\n::error::d.yaml").write_text(
        text + "recorded: 2023-09-10T08:00:00+07:00\n", encoding="utf-8"
    )
    made = run("check", "--format", "github", cwd=doubtful)
    path = "plans/2023/progress/van-phong/a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ad.yaml"
    said = "khóa «50%25%0A::error::giả» không có trong mẫu; các khóa dùng được: "
    (told,) = (line for line in made.out.splitlines() if line.startswith("::error"))
    assert made.code == 1
    assert told.startswith(
        f"::error file={path},line=1,endLine=1,col=1,endColumn=20,title=PCI101::{said}"
    )
    shown = run("check", "--format", "concise", cwd=doubtful).out.splitlines()
    assert len(shown) == made.out.count("\n") + 1
    assert shown[-1].startswith("1 lỗi, ")


def test_findings_may_go_to_a_file(run: Run, contradictory: Path) -> None:
    shown = run("check", "--format", "json", cwd=contradictory)
    assert run("check", "--format", "json", "-o", "loi.json", cwd=contradictory) == Ran(
        1, "loi.json\n", ""
    )
    assert (contradictory / "loi.json").read_text(encoding="utf-8") == shown.out


def test_what_cannot_be_checked_is_two(run: Run, real: Path, tmp_path: Path) -> None:
    assert run("check", "khong-co.docx", cwd=real) == Ran(
        2, "", "pci: khong-co.docx: không có tệp hoặc thư mục\n"
    )
    told = run("check", "khong-co.docx", "--format", "json", cwd=real)
    assert (told.code, json.loads(told.out)["complete"]) == (2, False)
    lost = run("check", "--root", str(tmp_path))
    assert (lost.code, lost.out) == (2, "")
    assert re.fullmatch(r"pci: không tìm thấy plans/<năm>\.yaml từ .+\n", lost.err)


@pytest.mark.parametrize(
    ("level", "code"), [("error", 0), ("warning", 1), ("hint", 1), ("never", 0)]
)
def test_what_counts_as_a_failure_can_be_chosen(
    run: Run, doubtful: Path, level: str, code: int
) -> None:
    edit(doubtful / "plans/2023.yaml", {"UBND tỉnh giao hàng năm": "UBND tỉnh giao<br> hằng năm"})
    assert run("check", "--fail-on", level, cwd=doubtful).code == code
    junit = run("check", "--fail-on", level, "--format", "junit", cwd=doubtful)
    assert (junit.code, "<failure" in junit.out) == (code, bool(code))


def test_a_job_that_only_reports_never_fails(run: Run, contradictory: Path) -> None:
    told = run("check", "--format", "gitlab", cwd=contradictory)
    assert run(
        "check", "--format", "gitlab", "--fail-on", "never", cwd=contradictory
    ) == told._replace(code=0)
    assert (
        "<failure"
        not in run("check", "--format", "junit", "--fail-on", "never", cwd=contradictory).out
    )
    assert run("check", "khong-co.docx", "--fail-on", "never", cwd=contradictory).code == 2


def where(ran: Ran) -> list[str]:
    """The files in which something was found, in the order told."""
    return [*dict.fromkeys(found["path"] for found in json.loads(ran.out)["diagnostics"])]


def test_some_files_are_checked_as_their_workspace_sees_them(run: Run, contradictory: Path) -> None:
    asked = ("check", "--format", "json")
    late = "plans/2023/progress/phong-qldn/2023-09-14-A.VII.4-bao-cao-thang-wqocnm.yaml"
    whole = run(*asked, cwd=contradictory)
    assert [path[:14] for path in where(whole)] == ["plans/2023.yam"] + ["plans/2023/pro"] * 3
    alone = run(*asked, "plans/2023.yaml", cwd=contradictory)
    assert (alone.code, alone.err, where(alone)) == (1, "", ["plans/2023.yaml"])
    assert where(run(*asked, late, cwd=contradictory)) == [late]
    assert where(run(*asked, "plans/2023/progress", cwd=contradictory)) == where(whole)[1:]
    assert where(run(*asked, "progress/phong-qldn", cwd=contradictory / "plans/2023")) == [
        late.removeprefix("plans/2023/")
    ]
    assert (
        run(*asked, ".", cwd=contradictory)
        == run(*asked, "plans", "plans/2023.yaml", cwd=contradictory)
        == whole
    )
    sound = run("check", "plans/calendar", cwd=contradictory)
    assert (sound.code, sound.out) == (0, "Không có lỗi.\n")


def test_a_path_leads_to_its_own_workspace(run: Run, real: Path, example: Path) -> None:
    edit(example / "plans/2024.yaml", {"lead: van-phong": "lead: van-fong"})
    (real / "vi-du").symlink_to(example)
    ran = run("check", "--format", "json", "../vi-du/plans/2024.yaml", cwd=real)
    assert (ran.code, where(ran)) == (1, ["../vi-du/plans/2024.yaml"])


def test_what_is_no_part_of_a_plan_is_refused_beside_what_is(run: Run, doubtful: Path) -> None:
    (doubtful / "docs").mkdir()
    (doubtful / "docs/khac.yaml").write_text("a: 1\n", encoding="utf-8")
    ran = run("check", "docs", "docs/khac.yaml", "plans/2023.yaml", "plans/2022.yaml", cwd=doubtful)
    assert ran.code == 2
    assert ran.out == run("check", cwd=doubtful).out
    nothing = "không có tệp nào của kế hoạch; kế hoạch ở plans/"
    assert ran.err.splitlines() == [
        f"pci: docs: {nothing}",
        f"pci: docs/khac.yaml: {nothing}",
        "pci: plans/2022.yaml: không có tệp hoặc thư mục",
    ]


def test_templates_of_ones_own_are_checked_with_the_plan(run: Run, real: Path) -> None:
    """Those that are the program's own, to the byte, are sound: judging them each time would only
    cost."""
    asked = ("check", "--format", "json")
    before = where(run(*asked, cwd=real))
    folder = real / "templates"
    folder.mkdir()
    shutil.copy(ROOT / "templates/don-doc.docx", folder)
    (folder / "~$n-doc.docx").write_bytes(b"Word")
    spoilt = Document(str(ROOT / "templates/don-doc.docx"))
    spoilt.add_paragraph("{{ khong_co_truong_nay }}")
    spoilt.save(str(folder / "bao-cao.docx"))
    ran = run(*asked, cwd=real)
    assert (ran.code, where(ran)) == (1, [*before, "templates/bao-cao.docx"])
    assert where(run(*asked, "templates", cwd=real)) == ["templates/bao-cao.docx"]
    assert where(run(*asked, "plans", cwd=real)) == before
    junit = run("check", "--format", "junit", "templates", cwd=real).out
    assert ('name="templates/bao-cao.docx"' in junit, 'name="templates/don-doc.docx"' in junit) == (
        True,
        True,
    )
    (folder / "hong.docx").write_bytes(b"khong phai Word")
    broken = run(*asked, cwd=real)
    assert (broken.code, where(broken)) == (2, where(ran))
    assert "templates/hong.docx" in broken.err


def test_a_finding_once_considered_can_be_set_aside(run: Run, doubtful: Path) -> None:
    """The remark stands where the finding does: on its line, or on the line that opens a block of
    text."""
    before = json.loads(run("check", "--format", "json", cwd=doubtful).out)["diagnostics"]
    place = next(d for d in before if d["code"] == "PCI436")
    plan = doubtful / "plans/2023.yaml"
    lines = plan.read_text(encoding="utf-8").split("\n")
    lines[place["line"] - 1] = (
        lines[place["line"] - 1].partition(" #")[0]
        + "  # pci: ignore[PCI436] ký khi luật cũ còn hiệu lực"
    )
    plan.write_text("\n".join(lines), encoding="utf-8")
    assert json.loads(run("check", "--format", "json", cwd=doubtful).out)["diagnostics"] == [
        d for d in before if d != place
    ]
    assert run("tasks", cwd=doubtful).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix", "x.docx"], "--fix chỉ đi với cả kế hoạch; bỏ tệp và --format"),
        (
            ["--fail-on", "overdue"],
            "--fail-on «overdue» không dùng được; chọn một trong: error, warning, hint, never",
        ),
    ],
    ids=" ".join,
)
def test_what_cannot_be_asked(run: Run, real: Path, arguments: list[str], said: str) -> None:
    ran = run("check", *arguments, cwd=real)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(re.escape(f"pci: {said}").replace("…", ".+") + "\n", ran.err)


# --- documents ------------------------------------------------------------------------------------

NO_PAPER = (
    "không phải văn bản hành chính (không có Quốc hiệu, số, «Nơi nhận»); "
    "chỉ kiểm tra trang, phông chữ, bảng"
)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (("report", "--brief"), f"{NO_PAPER}, chỗ còn sót"),
        (("report", "--handover"), f"{NO_PAPER}, chỗ còn sót"),
        (
            ("form", "--unit", "phong-qhxd", "--quarter", "3", "--format", "docx"),
            f"{NO_PAPER}, chỗ còn sót",
        ),
    ],
)
def test_papers_that_no_agency_issues_are_not_held_to_the_decree(
    run: Run, example: Path, made: tuple[str, ...], told: str
) -> None:
    assert run(*made, "-o", "giay.docx", cwd=example).code == 0
    assert run("check", "giay.docx", cwd=example) == Ran(
        0, "Không có lỗi.\n", f"giay.docx: {told}\n"
    )


def test_a_draft_may_have_gaps_and_a_numbered_paper_none(run: Run, example: Path) -> None:
    assert run("report", "--quarter", "3", "-o", "bc.docx", cwd=example).code == 0
    draft = run("check", "bc.docx", cwd=example)
    assert (draft.code, draft.err) == (0, "")
    assert {line.split()[1] for line in draft.out.splitlines()[:-1]} == {"PCI618"}
    assert (
        ": còn phải bổ sung «[Văn phòng bổ sung nhận xét, đánh giá]»; bổ sung trước khi trình ký"
        in draft.out
    )
    document = Document(str(example / "bc.docx"))
    document.tables[0].cell(1, 0).paragraphs[0].runs[0].text = "Số: 45/BC-KCN"
    document.save(str(example / "bc.docx"))
    numbered = run("check", "bc.docx", cwd=example)
    assert numbered.code == 1
    assert {line.split()[1] for line in numbered.out.splitlines()[:-1]} == {"PCI619"}
    assert (
        "«DỰ THẢO»: văn bản đã có số; xóa dòng ấy, hoặc để trống số nếu còn là dự thảo"
        in numbered.out
    )
