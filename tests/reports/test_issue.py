"""That a report was issued is written once; what comes later is told, and a number stands only on
what was issued."""

import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import documents
import libreoffice
import pytest
from libreoffice import find, say
from support import Golden, Ran, Run, files, once, run_together, scrubbed
from word_edits import Word, element, paragraph, retype

pytestmark = pytest.mark.long

Q3 = ("report", "--quarter", "3")
NUMBERED = ("--issue", "--number", "45", "--date", "18/9/2024")
FACT = "plans/2024/reports/2024-Q3.issued.yaml"
NAME = "bao-cao-pci-2024-Q3.docx"
PAPER = "bao-cao-pci-2024-Q3-45-BC-KCN.docx"
"""The draft, and the paper with its number."""
WORDS = (
    "written: 2024-09-15T08:00:00+07:00\nassessment: Kết quả tốt hơn quý trước.\ncauses: Do "
    "thiếu người.\ndifficulties: Thiếu nước giờ cao điểm.\nproposals: Nâng công suất cấp nước.\n"
)
NOBODY = {"USER": "", "USERNAME": ""}
"""A machine that does not say who sits at it."""
LAST = ("con-lai", "--unit", "QHXD", "--date", "2024-09-13", "--state", "nothing")


@pytest.fixture
def ready(run: Run, example: Path) -> Path:
    """The illustrative agency once every unit has reported and the Office has written its part."""

    def prepare() -> None:
        record(run, example, *LAST)
        words(example, "2024-Q3")

    return once("ready", example, prepare)


@pytest.fixture
def issued(run: Run, ready: Path) -> Path:
    """The same once its report of the third quarter is issued."""
    return once("issued", ready, lambda: issue(run, ready))


def words(root: Path, report: str, text: str = WORDS) -> None:
    path = root / f"plans/2024/reports/{report}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def record(run: Run, root: Path, *arguments: str) -> str:
    """The id of an update newly recorded."""
    done = run("record", *arguments, cwd=root)
    assert done.code == 0, done.err
    return Path(done.out.strip()).stem


def issue(run: Run, root: Path, *more: str) -> Ran:
    return run(*Q3, *NUMBERED, *more, cwd=root)


def fact(root: Path, path: str = FACT) -> str:
    return (root / path).read_text(encoding="utf-8")


def found(run: Run, root: Path) -> list[tuple[str, str, str]]:
    """What `pci check` finds: code, severity, message."""
    told = json.loads(run("check", "--format", "json", cwd=root).out)["diagnostics"]
    return [(d["code"], d["severity"], d["message"]) for d in told]


# --- once
# --------------------------------------------------------------------------------------------------


def test_the_fact_is_written_once_with_the_hashes_of_what_was_issued(
    run: Run, ready: Path, golden: Golden
) -> None:
    signed = ready.parent / "đã ký.pdf"
    signed.write_bytes(b"%PDF-1.7 ...")
    done = issue(run, ready, "--file", str(signed))
    assert (done.code, done.out) == (0, f"{PAPER}\n")
    assert f"Đã ghi việc ban hành vào {FACT}." in done.err
    text = fact(ready)
    assert hashlib.sha256((ready / PAPER).read_bytes()).hexdigest() in text
    assert (
        f"  name: đã ký.pdf\n  sha256: {hashlib.sha256(signed.read_bytes()).hexdigest()}\n" in text
    )
    golden("issued-example-Q3.yaml", re.sub("[0-9a-f]{64}", "<mã băm>", scrubbed(text)))
    assert found(run, ready) == []
    before = files(ready)
    for again in (NUMBERED, ("--issue", "--number", "46", "--date", "19/9/2024")):
        refused = run(*Q3, *again, "--force", cwd=ready)
        assert (refused.code, refused.out) == (2, "")
        assert "báo cáo này đã ban hành (số 45 ngày 18/9/2024)" in refused.err
    assert files(ready) == before


def test_the_number_and_the_day_stand_in_it_and_it_is_no_draft(run: Run, issued: Path) -> None:
    printed = documents.text((issued / PAPER).read_bytes())
    assert "Số: 45/BC-KCN\n" in printed
    assert "Sông An, ngày 18 tháng 9 năm 2024\n" in printed
    assert "(Kèm theo Báo cáo số 45/BC-KCN ngày 18 tháng 9 năm 2024 của" in printed
    assert "DỰ THẢO" not in printed
    assert documents.highlighted((issued / PAPER).read_bytes()) == []


def test_a_number_below_ten_has_its_zero(run: Run, ready: Path) -> None:
    numbered = ("--issue", "--number", "05", "--date", "2024-09-18")
    done = run(*Q3, *numbered, cwd=ready, env=NOBODY)
    assert done.code == 0, done.err
    assert "Số: 05/BC-KCN\n" in documents.text((ready / PAPER.replace("45", "05")).read_bytes())
    assert "number: 5\n" in fact(ready)


def test_the_same_command_then_gives_the_same_numbered_bytes(run: Run, issued: Path) -> None:
    data = (issued / PAPER).read_bytes()
    (issued / PAPER).unlink()
    done = run(*Q3, cwd=issued)
    assert (done.code, done.out) == (0, f"{PAPER}\n")
    assert "Báo cáo này đã ban hành (số 45, 18/9/2024).\n" in done.err
    assert (issued / PAPER).read_bytes() == data


def test_a_paper_that_found_no_place_is_made_elsewhere(
    run: Run, ready: Path, tmp_path: Path
) -> None:
    shut, free = tmp_path / "shut", tmp_path / "free"
    shut.write_text("no folder")
    free.mkdir()
    done = run(*Q3, *NUMBERED, "-o", str(shut / "x.docx"), cwd=ready)
    assert (done.code, done.out) == (2, "")
    again = "Cần lập lại văn bản thì chạy lại, bỏ --issue, --number, --date"
    assert f". {again}.\n" in done.err
    done = run(*Q3, "--root", str(ready), "--year", "2024", cwd=free)
    assert (done.code, done.out) == (0, f"{PAPER}\n")
    assert "Số: 45/BC-KCN\n" in documents.text((free / PAPER).read_bytes())


def test_several_addressees_are_part_of_what_was_issued(run: Run, ready: Path) -> None:
    days = ("report", "--from", "2024-06-15", "--to", "2024-09-14")
    words(ready, "2024-06-15_2024-09-14")
    several = ("--addressee", "UBND tỉnh", "--addressee", "Sở Nội vụ")
    done = run(*days, *NUMBERED, *several, cwd=ready)
    assert done.code == 0, done.err
    assert (
        "Báo cáo này đã ban hành (số 45, 18/9/2024).\n"
        in run(*days, *several, "-o", "../x.docx", cwd=ready).err
    )
    other = run(*days, *several[:2], "-o", "../y.docx", cwd=ready).err
    assert "dữ liệu hoặc lựa chọn nay đã khác nên đây là dự thảo mới" in other


RENAMED = """\
agency:
  - {from: 2024-09-16, name: Ban Quản lý mới, short: Ban Quản lý, letterhead: {parent: UBND TỈNH, agency: BAN QUẢN LÝ MỚI, place: Sông An}}
signers:
  pho-ban: {capacity: [KT. TRƯỞNG BAN, PHÓ TRƯỞNG BAN], name: Lê Văn Ba}
"""  # noqa: E501
LATER = """\
  - {from: 2024-10-01, name: Ban Quản lý sau, short: Ban Quản lý, letterhead: {agency: BAN SAU}}
signers:
"""


def test_a_paper_has_the_names_of_its_day_and_its_own_signer(run: Run, ready: Path) -> None:
    organisation = ready / "plans/organisation.yaml"
    organisation.write_text(RENAMED, encoding="utf-8")
    assert "BAN QUẢN LÝ MỚI" not in run(*Q3, "--format", "md", cwd=ready).out  # as of 14/9
    done = issue(run, ready, "--signer", "pho-ban")
    assert done.code == 0, done.err
    data = (ready / PAPER).read_bytes()
    printed = documents.text(data)
    assert "BAN QUẢN LÝ MỚI" in printed and "Lê Văn Ba" in printed
    assert "signer: pho-ban\n" in fact(ready)
    organisation.write_text(RENAMED.replace("signers:\n", LATER), encoding="utf-8")
    (ready / PAPER).unlink()
    assert run(*Q3, cwd=ready).code == 0
    assert (ready / PAPER).read_bytes() == data


# --- not with a gap
# -----------------------------------------------------------------------------------------------


def without_a_unit(run: Run, root: Path) -> None:
    words(root, "2024-Q3")


def without_assessment(run: Run, root: Path) -> None:
    record(run, root, *LAST)
    words(root, "2024-Q3", WORDS.replace("assessment: Kết quả tốt hơn quý trước.\n", ""))


def without_causes(run: Run, root: Path) -> None:
    record(run, root, *LAST)
    words(root, "2024-Q3", WORDS.replace("causes: Do thiếu người.\n", ""))


def with_words_that_say_so(run: Run, root: Path) -> None:
    record(run, root, *LAST)
    words(
        root, "2024-Q3", WORDS.replace("Do thiếu người.", "'Do thiếu người [chờ bổ sung số liệu].'")
    )


def without_the_plan_s_number(run: Run, root: Path) -> None:
    record(run, root, *LAST)
    words(root, "2024-Q3")
    plan = root / "plans/2024.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub("(?m)^number: .*\n", "", text, count=1), encoding="utf-8")
    assert plan.read_text(encoding="utf-8") != text


GAPS: list[tuple[Callable[[Run, Path], None], str]] = [
    (without_a_unit, "[Phòng Quy hoạch và Xây dựng chưa gửi báo cáo]"),
    (without_assessment, "[Văn phòng bổ sung nhận xét, đánh giá]"),
    (without_causes, "[Văn phòng bổ sung nguyên nhân khách quan, chủ quan]"),
    (with_words_that_say_so, "[chờ bổ sung số liệu]"),
    (without_the_plan_s_number, "[chưa có số]"),
]


@pytest.mark.parametrize(("leave", "gap"), GAPS, ids=[leave.__name__ for leave, _ in GAPS])
def test_a_report_with_a_gap_is_not_issued(
    run: Run, example: Path, leave: Callable[[Run, Path], None], gap: str
) -> None:
    leave(run, example)
    before = files(example)
    done = issue(run, example)
    assert (done.code, done.out) == (2, "")
    assert "chỗ phải bổ sung: " in done.err and gap in done.err
    assert files(example) == before


UNIT = "Phòng Quy hoạch và Xây dựng"
SILENT = f"Đến thời điểm báo cáo, {UNIT} chưa báo cáo đủ các nhiệm vụ."


def test_a_silent_unit_does_not_stop_a_report_that_says_so(run: Run, example: Path) -> None:
    words(example, "2024-Q3", WORDS)
    told = issue(run, example).err
    assert f"vẫn chưa gửi thì viết vào assessment của lời văn: «{SILENT}»" in told
    words(example, "2024-Q3", WORDS.replace("quý trước.", f"quý trước. {SILENT}"))
    done = issue(run, example)
    assert done.code == 0, done.err
    data = (example / PAPER).read_bytes()
    assert documents.highlighted(data) == []
    assert "\nPhòng Quy hoạch và Xây dựng chưa gửi báo cáo.\n" in documents.text(data), "phụ lục"
    assert SILENT in documents.text(data)


def test_another_unit_called_silent_leaves_the_gap(run: Run, example: Path) -> None:
    other = SILENT.replace("Quy hoạch và Xây dựng", "Môi trường và Đất đai")
    words(example, "2024-Q3", WORDS.replace("quý trước.", f"quý trước. {other}"))
    assert "[Phòng Quy hoạch và Xây dựng chưa gửi báo cáo]" in issue(run, example).err
    told = run(*Q3, "--format", "md", cwd=example).err
    assert "nhưng đã báo cáo đủ: Phòng Môi trường và Đất đai; sửa lời văn." in told


def test_a_gap_is_named_with_its_place_and_its_key(run: Run, example: Path) -> None:
    words(example, "2024-Q3", f"{WORDS.splitlines()[0]}\n")
    err = " ".join(issue(run, example).err.split())
    add = "[Văn phòng bổ sung nhận xét, đánh giá] (Đánh giá chung: assessment)"
    silent = f"[{UNIT} chưa báo cáo đủ các nhiệm vụ] (Đánh giá chung: assessment)"
    rows = "; ".join(f"Kết quả nhiệm vụ {i}: tasks.{i}.result" for i in ("A.III.2", "A.V.1"))
    assert add in err and silent in err
    assert f"[{UNIT} chưa gửi báo cáo] ({rows}" in err
    assert "sections." not in err, "mỗi đơn vị im lặng nêu một lần ở thân báo cáo"


@pytest.mark.parametrize("passage", ["difficulties: '{}'", "sections:\n  A.III: '{}'"])
def test_words_of_one_place_close_the_gap_of_every_place(
    run: Run, example: Path, passage: str
) -> None:
    gap = "[Phòng Quy hoạch và Xây dựng chưa gửi báo cáo]"

    def gaps(text: str) -> int:
        words(example, "2024-Q3", text)
        assert run(*Q3, "-o", "../x.docx", "--force", cwd=example).code == 0
        return documents.highlighted((example.parent / "x.docx").read_bytes()).count(gap)

    before = gaps(WORDS)
    assert before > 1
    kept = "\n".join(line for line in WORDS.splitlines() if not line.startswith("difficulties"))
    assert gaps(f"{kept}\n{passage.format(SILENT)}\n") == 0


def test_the_words_file_offers_the_sentence(run: Run, example: Path) -> None:
    assert run(*Q3, "--words", cwd=example).code == 0
    assert f": {SILENT}\n" in fact(example, "plans/2024/reports/2024-Q3.yaml")
    assert run("check", cwd=example).code == 0


# --- typed wrong
# --------------------------------------------------------------------------------------------------

TYPED = [
    (("--number", "0", "--date", "18/9/2024"), "--number «0» không phải số văn bản"),
    (("--number", "45/BC-KCN", "--date", "18/9/2024"), "--number «45/BC-KCN» không phải số"),
    (("--number", "-1", "--date", "18/9/2024"), "--number «-1» không phải số"),
    (("--number", "1000000", "--date", "18/9/2024"), "--number «1000000» không phải số văn bản"),
    (("--number", "45", "--date", "31/9/2024"), "--date «31/9/2024» không phải ngày có thật"),
    (("--number", "45", "--date", "18/9/2099"), "--date 18/9/2099 chưa tới"),
    (
        ("--number", "45", "--date", "14/6/2024"),
        "--date 14/6/2024 trước ngày đầu lấy số liệu (15/6/2024)",
    ),
    ((*NUMBERED[1:], "--file", "khong-co.pdf"), "không có tệp khong-co.pdf"),
    ((*NUMBERED[1:], "--file", "plans"), "không có tệp plans"),
    ((*NUMBERED[1:], "-o", "plans/x.docx"), "plans/x.docx nằm trong plans/ của kế hoạch"),
]


@pytest.mark.parametrize(("options", "told"), TYPED, ids=[told for _, told in TYPED])
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    run: Run, ready: Path, options: tuple[str, ...], told: str
) -> None:
    before = files(ready)
    done = run(*Q3, "--issue", *options, cwd=ready)
    assert (done.code, done.out) == (2, "")
    assert f"pci: {told}" in done.err
    assert files(ready) == before


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ((), "14/9/2024"),
        (("--as-of", "2024-09-13"), "13/9/2024"),
        (("--as-of", "2024-09-30"), "30/9/2024"),
    ],
)
def test_a_paper_does_not_tell_of_days_after_its_own_unless_asked_to(
    run: Run, ready: Path, as_of: tuple[str, ...], told: str
) -> None:
    before = files(ready)
    early = (*Q3, *as_of, "--issue", "--number", "45", "--date", "10/9/2024")
    done = run(*early, cwd=ready)
    assert (done.code, done.out) == (2, "")
    assert f"--date 10/9/2024 trước ngày chốt số liệu {told}; gõ nhầm thì sửa" in done.err
    assert files(ready) == before
    done = run(*early, "--force", cwd=ready)
    assert (done.code, done.out) == (0, f"{PAPER}\n"), done.err
    assert f"--date 10/9/2024 trước ngày chốt số liệu {told}: vẫn ghi vì có --force." in done.err
    assert "date: 2024-09-10\n" in fact(ready)


def test_the_name_of_the_signed_file_may_be_anything(run: Run, ready: Path) -> None:
    signed = ready.parent / "ký\nsố\u202e'[1]: #.pdf"
    signed.write_bytes(b"")
    assert issue(run, ready, "--file", str(signed)).code == 0
    assert found(run, ready) == []
    assert "name: '" in fact(ready) and "kýsố" in fact(ready)


def test_a_fact_is_not_written_through_a_link(run: Run, ready: Path) -> None:
    elsewhere = ready.parent / "noi-khac"
    (ready / "plans/2024").rename(elsewhere)
    (ready / "plans/2024").symlink_to(elsewhere)
    before = files(elsewhere)
    done = issue(run, ready)
    assert (done.code, done.out) == (2, "")
    assert "plans/2024 là liên kết" in done.err
    assert files(elsewhere) == before
    assert not (ready / NAME).exists()


# --- the draft that people edited
# ---------------------------------------------------------------------------------


def draft(
    run: Run, root: Path, edit: Callable[[Word], object], *more: str, name: str = NAME
) -> Path:
    """The draft as it is made now, then edited in Word; saved after all others."""
    assert run(*Q3, *more, cwd=root).code == 0
    path = root / name
    document = Word(path.read_bytes())
    edit(document)
    path.write_bytes(document.saved())
    later = max(other.stat().st_mtime_ns for other in root.glob("*.docx")) + 1_000_000
    os.utime(path, ns=(later, later))
    return path


def causes(words: str) -> Callable[[Word], object]:
    return lambda document: retype(document.paragraphs("causes")[0], words)


def refused(run: Run, root: Path, *more: str) -> str:
    """What is said of an issue that is refused with nothing written."""
    before = files(root)
    done = issue(run, root, *more)
    assert (done.code, done.out) == (2, "")
    assert files(root) == before
    return done.err


def test_words_edited_in_the_draft_are_not_passed_over(run: Run, ready: Path) -> None:
    path = draft(run, ready, causes("Do chờ hướng dẫn của Bộ."))
    told = refused(run, ready)
    assert f"{NAME} có lời đã sửa mà chưa kéo về: Nguyên nhân.\n" in told
    assert (
        f"kéo lời về trước: pci report … --pull {NAME}; ban hành theo dữ liệu thì thêm --force"
        in told
    )
    assert "khác bản sắp ban hành ở chỗ" not in told
    assert run(*Q3, "--pull", NAME, "--force", cwd=ready).code == 0
    done = issue(run, ready)
    assert (done.code, done.out) == (0, f"{PAPER}\n"), done.err
    issued = (ready / PAPER).read_bytes()
    assert "Do chờ hướng dẫn của Bộ." in documents.text(issued)
    assert hashlib.sha256(issued).hexdigest() in fact(ready)
    assert "Do chờ hướng dẫn của Bộ." in documents.text(path.read_bytes())


def test_a_paper_is_issued_as_the_data_say_where_a_person_insists(run: Run, ready: Path) -> None:
    draft(run, ready, causes("Do chờ hướng dẫn của Bộ."))
    done = issue(run, ready, "--force")
    assert (done.code, done.out) == (0, f"{PAPER}\n")
    assert "có lời đã sửa mà chưa kéo về: Nguyên nhân." in done.err
    assert "Vẫn ban hành đúng theo dữ liệu vì có --force." in done.err
    assert "Do thiếu người." in documents.text((ready / PAPER).read_bytes())


def test_what_words_cannot_keep_is_named_too(run: Run, ready: Path) -> None:
    """A passage cleared, one without its control, a picture, and what stands in no passage."""

    def edit(document: Word) -> None:
        for node in document.paragraphs("leadership"):
            retype(node)
        control = document.control("causes")
        control.getparent().remove(control)
        document.paragraphs("assessment")[0].append(element("<w:r><w:pict/></w:r>"))
        document.with_text("Kính gửi").addnext(paragraph("Gõ ngoài khung."))

    draft(run, ready, edit)
    told = refused(run, ready)
    blank = "Bị xóa trắng nên lời giữ như cũ (muốn in «Không có.» thì viết ra)"
    assert f"{blank}: Công tác chỉ đạo, điều hành; Nguyên nhân.\n" in told
    assert "không giữ bảng, hình, công thức, chú thích trong: Đánh giá chung.\n" in told
    other = f"{NAME} khác bản sắp ban hành ở chỗ không giữ được bằng lời:"
    assert f"{other}\n  mới: Gõ ngoài khung.\n" in told


def test_the_draft_counts_wherever_it_stands(run: Run, ready: Path) -> None:
    """Under its own name, under the one after `-o`, beside the pages that were asked for, or under
    a later name."""
    draft(run, ready, causes("Lời thứ hai."))
    assert f"{NAME} có lời đã sửa mà chưa kéo về: Nguyên nhân." in refused(
        run, ready, "-o", "da-ky/45.docx"
    )
    assert not (ready / "da-ky").exists()
    (ready / NAME).rename(ready.parent / "ký.docx")
    for place in (
        ("-o", "../ký.docx"),
        ("-o", "../ký.pdf", "--pdf"),
        ("-o", str(ready.parent / "ký.docx")),
    ):
        assert "ký.docx có lời đã sửa mà chưa kéo về: Nguyên nhân." in refused(run, ready, *place)
    run(*Q3, cwd=ready)
    (ready.parent / "ký.docx").rename(ready / "bao-cao-pci-2024-Q3-2.docx")
    assert "pci report … --pull bao-cao-pci-2024-Q3-2.docx" in refused(run, ready)


def test_words_that_gave_way_to_later_ones_are_kept_enough(run: Run, ready: Path) -> None:
    draft(run, ready, causes("Lời thứ nhất."))
    assert run(*Q3, "--pull", NAME, "--force", cwd=ready).code == 0
    second = draft(run, ready, causes("Lời thứ hai."), name="bao-cao-pci-2024-Q3-2.docx")
    assert "--pull bao-cao-pci-2024-Q3-2.docx; ban hành" in refused(run, ready)
    assert run(*Q3, "--pull", str(second), cwd=ready).code == 0
    assert issue(run, ready).code == 0


def test_words_taken_back_to_what_an_earlier_draft_had_are_edited_words(
    run: Run, ready: Path
) -> None:
    draft(run, ready, causes("Lời thứ nhất."))
    assert run(*Q3, "--pull", NAME, "--force", cwd=ready).code == 0
    draft(run, ready, causes("Do thiếu người."), name="bao-cao-pci-2024-Q3-2.docx")
    assert "bao-cao-pci-2024-Q3-2.docx có lời đã sửa mà chưa kéo về: Nguyên nhân." in refused(
        run, ready
    )


@pytest.mark.office
def test_words_edited_in_libreoffice_count_the_same(run: Run, ready: Path, tmp_path: Path) -> None:
    """What it only opened and saved is no other text."""
    path = draft(run, ready, lambda _: None)
    path.write_bytes(
        libreoffice.edited(
            path.read_bytes(), tmp_path, find("Do thiếu người."), say("Do chờ hướng dẫn.")
        )
    )
    assert f"{NAME} có lời đã sửa mà chưa kéo về: Nguyên nhân.\n" in refused(run, ready)
    path.write_bytes(
        libreoffice.edited(
            path.read_bytes(), tmp_path, find("Do chờ hướng dẫn."), say("Do thiếu người.")
        )
    )
    assert issue(run, ready).code == 0


def test_a_draft_as_it_was_made_or_with_its_number_typed_in_is_no_hindrance(
    run: Run, ready: Path
) -> None:
    def numbered(document: Word) -> None:
        retype(document.with_text("Số:"), "Số: 45/BC-KCN")
        retype(document.with_text("tháng 9 năm 2024"), "Sông An, ngày 18 tháng 9 năm 2024")

    made = draft(run, ready, lambda _: None)
    assert issue(run, ready, "-o", "../ký.docx").code == 0
    (ready / FACT).unlink()
    issued = (ready.parent / "ký.docx").read_bytes()
    document = Word(issued)
    numbered(document)
    made.write_bytes(document.saved())
    assert issue(run, ready).code == 0


def test_figures_older_than_the_data_are_named(run: Run, ready: Path) -> None:
    """A draft nobody made again since an update came: it is not what would be issued."""
    draft(run, ready, lambda _: None)
    done = ("--state", "done", "--date", "2024-09-10", "--result", "Đã phát hành")
    record(run, ready, "A.VIII.1/ban-tin", "--period", "2024-09", "--unit", "TT.HTDN", *done)
    assert "khác bản sắp ban hành ở chỗ không giữ được bằng lời" in refused(run, ready)
    assert run(*Q3, cwd=ready).out == "bao-cao-pci-2024-Q3-2.docx\n"
    kept = issue(run, ready)
    assert kept.code == 0
    older = (
        f"{NAME}, cũ hơn bao-cao-pci-2024-Q3-2.docx, còn khác bản sắp ban hành ở chỗ không giữ "
        "được bằng lời"
    )
    assert f"{older}: xem lại nếu đã ký bản ấy.\n" in kept.err


def test_other_files_in_the_place_are_no_drafts_of_it(run: Run, ready: Path) -> None:
    assert run("report", "--quarter", "2", "-o", NAME, cwd=ready).code == 0
    assert issue(run, ready).out == f"{PAPER}\n"
    (ready / FACT).unlink()
    (ready / "hỏng.docx").write_bytes(b"PK hong")
    (ready / "thư mục.docx").mkdir()
    for name, fault in (("hỏng", "không phải tệp"), ("thư mục", "là thư mục, không phải tệp")):
        told = refused(run, ready, "-o", f"{name}.docx", "--force")
        assert f"{name}.docx: {fault}" in told


# --- every kind of report
# -----------------------------------------------------------------------------------------

RANGE = ("--from", "2024-08-01", "--to", "2024-08-20")
KINDS = [
    (("--quarter", "3", "--cumulative"), "2024-Q3+", "2024-06-15", "2024-09-14"),
    (("--nine-months",), "2024-9M", "2023-12-15", "2024-09-14"),
    (("--month", "9"), "2024-09", "2024-08-15", "2024-09-14"),
    (RANGE, "2024-08-01_2024-08-20", "2024-08-01", "2024-08-20"),
    (("--quarter", "3", "--as-of", "2024-09-30"), "2024-Q3", "2024-06-15", "2024-09-14"),
    ((*RANGE, "--title", "Kết quả riêng"), "2024-08-01_2024-08-20", "2024-08-01", "2024-08-20"),
    (("--quarter", "3", "--charts"), "2024-Q3", "2024-06-15", "2024-09-14"),
]


@pytest.mark.parametrize(
    ("asked", "report", "first", "last"), KINDS, ids=[" ".join(k[0]) for k in KINDS]
)
def test_a_report_of_any_kind_is_issued_and_made_again(
    run: Run, ready: Path, asked: tuple[str, ...], report: str, first: str, last: str
) -> None:
    words(ready, report, WORDS + "leadership: Đã chỉ đạo.\n")
    name = f"bao-cao-pci-{report}-45-BC-KCN.docx"
    done = run("report", *asked, "--issue", "--number", "45", "--date", "30/9/2024", cwd=ready)
    assert (done.code, done.out) == (0, f"{name}\n"), done.err
    text = fact(ready, f"plans/2024/reports/{report}.issued.yaml")
    assert f"window_first: {first}\nwindow_last: {last}\n" in text
    assert found(run, ready) == []
    data = (ready / name).read_bytes()
    assert "Số: 45/BC-KCN" in documents.text(data)
    assert run("report", *asked, "-o", "../lai.docx", cwd=ready).code == 0
    assert (ready.parent / "lai.docx").read_bytes() == data


@pytest.mark.parametrize(
    "other", [("--as-of", "2024-10-30"), ("--charts",), ("--window", "calendar")]
)
def test_another_choice_than_the_one_issued_is_a_draft(
    run: Run, issued: Path, other: tuple[str, ...]
) -> None:
    done = run(*Q3, *other, "-o", "../khac.docx", cwd=issued)
    assert done.code == 0
    assert "dữ liệu hoặc lựa chọn nay đã khác nên đây là dự thảo mới, không mang số" in done.err
    printed = documents.text((issued.parent / "khac.docx").read_bytes())
    assert "DỰ THẢO" in printed and "Số: 45" not in printed


def test_what_changes_nothing_in_the_paper_leaves_its_number(run: Run, issued: Path) -> None:
    """A calendar of a later year, a remark in the plan: the paper is the same, byte for byte."""
    with (issued / "plans/2024.yaml").open("a", encoding="utf-8") as plan:
        plan.write("# xem lại vào năm sau\n")
    assert (
        "Báo cáo này đã ban hành (số 45, 18/9/2024).\n"
        in run(*Q3, "-o", "../lai.docx", cwd=issued).err
    )


# --- what comes later
# ---------------------------------------------------------------------------------------------

AT = ("--unit", "VP", "--state", "doing", "--result", "Mới biết", "--date")


def told(report: str) -> tuple[str, str, str]:
    return (
        "PCI414",
        "warning",
        f"báo cáo {report} đã ban hành (số 45, 18/9/2024) không có cập nhật này",
    )


SINCE = "Ghi sau khi ban hành nên không có trong văn bản: 01 cập nhật: A.I.2"


def again(run: Run, root: Path, *asked: str) -> tuple[bytes, str]:
    """A report made again, and what is said beside it."""
    path = root.parent / "lai.docx"
    done = run("report", *(asked or Q3[1:]), "-o", str(path), "--force", cwd=root)
    assert done.code == 0, done.err
    return path.read_bytes(), done.err


def test_later_data_of_the_window_is_a_finding_and_leaves_the_paper(run: Run, issued: Path) -> None:
    paper = (issued / PAPER).read_bytes()
    done = run("record", "A.I.2", *AT, "2024-09-10", cwd=issued)
    assert (done.code, "báo cáo 2024-Q3 đã ban hành" in done.err) == (0, True), (
        "người ghi biết ngay"
    )
    assert found(run, issued) == [told("2024-Q3")]
    assert run("check", cwd=issued).code == 0, "cảnh báo, không phải lỗi"
    data, told_then = again(run, issued)
    assert data == paper
    assert f"Báo cáo này đã ban hành (số 45, 18/9/2024).\n{SINCE} (10/9/2024).\n" in told_then


def test_what_is_put_right_later_leaves_the_paper(run: Run, ready: Path) -> None:
    """A correction, whatever its day, and a withdrawal; also of what the days before the window
    hold."""
    said, wrong = (record(run, ready, "A.I.2", *AT, day) for day in ("2024-09-09", "2024-09-10"))
    before = record(run, ready, "A.I.2", *AT, "2024-06-10")
    issue(run, ready)
    paper = (ready / PAPER).read_bytes()
    record(run, ready, "A.I.2", *AT, "2024-09-20", "--corrects", said)
    record(run, ready, "--withdraw", wrong, "--reason", "Ghi nhầm.")
    record(run, ready, "--withdraw", before, "--reason", "Ghi nhầm.")
    record(run, ready, "A.I.2/khao-sat", *AT, "2024-06-11", "--period", "2024-lan-2")
    data, told_then = again(run, ready)
    assert data == paper
    assert f"{SINCE} (20/9/2024).\n" in told_then
    assert "Đã rút sau khi ban hành, văn bản vẫn có: 01 cập nhật: A.I.2 (10/9/2024)." in told_then


DECISION = """\
document: {type: Quyết định, number: 456/QĐ-KCN, date: 2024-09-10, issuer: Ban Quản lý, title: X}
effective: EFFECTIVE
text: Tổ chức khảo sát trong quý IV/2024; đối thoại cả trong quý III.
add:
  tasks:
    A.I.3:
      work: Khảo sát thêm
      lead: van-phong
      time: Quý IV/2024
      owes: {khao-sat: {title: Khảo sát, during: [2024-Q4], quote: quý IV/2024}}
change:
  tasks:
    A.VII.1: {lead: van-phong}
    A.VII.2:
      owes: {doi-thoai: {during: [2024-Q2, 2024-Q3, 2024-Q4], quote: đối thoại cả trong quý III}}
  reporting: {window: calendar, symbol: BC-BQL}
end: {tasks: [A.II.2, A.VI.1]}
"""
MERGER = """\
agency:
- {from: 2024-11-01, name: Ban Quản lý khu kinh tế, short: Ban, letterhead: {parent: X, agency: Y}}
units:
  phong-qhxd: {until: 2024-09-30, successor: phong-moi}
  phong-mtdd: {until: 2024-09-30, successor: phong-moi}
  phong-moi: {name: Phòng Mới, from: 2024-10-01}
outside:
  so-khdt: {until: 2024-10-31, successor: so-tc}
  so-tc: {name: Sở Tài chính}
"""


def changed(root: Path, effective: str = "2024-10-01") -> None:
    """A decision, a merger, a new name of the agency and the next year's plan and calendars."""
    plans = root / "plans"
    (plans / "2024/amendments").mkdir(exist_ok=True)
    name = f"{'2024-09-10' if effective == 'issued' else effective}-dieu-chinh.yaml"
    text = DECISION.replace("EFFECTIVE", effective)
    (plans / f"2024/amendments/{name}").write_text(text, encoding="utf-8")
    (plans / "organisation.yaml").write_text(MERGER, encoding="utf-8")
    (plans / "calendar/2025.yaml").unlink()
    (plans / "calendar/2026.yaml").write_text(
        "year: 2026\ndecided: false\ndays_off: []\n", encoding="utf-8"
    )


@pytest.mark.parametrize(
    "asked",
    [
        ("--quarter", "3"),
        ("--quarter", "3", "--cumulative"),
        ("--nine-months",),
        ("--quarter", "3", "--as-of", "2024-09-20"),
    ],
    ids=" ".join,
)
def test_what_the_plan_becomes_later_leaves_the_paper(
    run: Run, ready: Path, asked: tuple[str, ...]
) -> None:
    report = {3: "2024-Q3+", 1: "2024-9M"}.get(len(asked), "2024-Q3")
    words(ready, report, WORDS + "leadership: Đã chỉ đạo.\n")
    done = run("report", *asked, "--issue", "--number", "45", "--date", "30/9/2024", cwd=ready)
    assert done.code == 0, done.err
    paper = (ready / done.out.strip()).read_bytes()
    changed(ready)
    data, told_then = again(run, ready, *asked)
    assert "Báo cáo này đã ban hành (số 45, 30/9/2024).\n" in told_then
    assert data == paper


def test_a_correction_of_the_plan_that_the_paper_prints_makes_a_draft(
    run: Run, issued: Path
) -> None:
    """A đính chính always held; the paper was made without it."""
    (issued / "plans/2024/amendments").mkdir(exist_ok=True)
    text = (
        "document: {type: Đính chính, number: 9/KCN, date: 2024-10-02, issuer: B, title: X}\n"
        "effective: issued\nchange: {tasks: {A.IX.1: {work: Kết nối việc làm.}}}\n"
    )
    path = issued / "plans/2024/amendments/2024-10-02-dinh-chinh.yaml"
    path.write_text(text, encoding="utf-8")
    data, told_then = again(run, issued)
    assert "dữ liệu hoặc lựa chọn nay đã khác nên đây là dự thảo mới" in told_then
    assert "Kết nối việc làm." in documents.text(data)


def test_a_plan_of_the_next_year_leaves_the_last_paper(run: Run, ready: Path) -> None:
    last = ("report", "--quarter", "4")
    silent = SILENT.replace(" chưa", "; Trung tâm Hỗ trợ doanh nghiệp khu công nghiệp chưa")
    text = WORDS.replace("quý trước.", f"quý trước. {silent}")
    words(ready, "2024-Q4", f"{text}leadership: Đã chỉ đạo.\ndirection: Như năm nay.\n")
    done = run(*last, "--issue", "--number", "60", "--date", "18/12/2024", cwd=ready)
    assert done.code == 0, done.err
    paper = (ready / done.out.strip()).read_bytes()
    (ready / "plans/2025.yaml").write_text(
        "year: 2025\ntitle: Kế hoạch\nunits: {van-phong: {name: Văn phòng}}\n"
        "tasks: {'1': {work: Việc đầu năm, lead: van-phong, time: Quý I/2025,"
        " owes: {viec: {title: Việc, during: [2025-Q1], quote: Quý I/2025}}}}\n",
        encoding="utf-8",
    )
    data, told_then = again(run, ready, "--quarter", "4", "--year", "2024")
    assert "Báo cáo này đã ban hành (số 60, 18/12/2024).\n" in told_then
    assert data == paper


def test_later_data_of_another_time_is_no_finding(run: Run, issued: Path) -> None:
    record(run, issued, "A.I.2", *AT, "2024-09-15")
    record(run, issued, "A.I.2", *AT, "2024-06-14")
    assert found(run, issued) == []


def test_an_update_typed_before_but_arrived_after_is_a_finding_too(run: Run, ready: Path) -> None:
    """A branch merged late: when it was typed does not matter, the paper does not have it."""
    early = record(run, ready, "A.I.2", *AT, "2024-09-10")
    (path,) = ready.rglob(f"{early}.yaml")
    aside = path.rename(ready.parent / "nhanh-khac.yaml")
    issue(run, ready)
    assert found(run, ready) == []
    aside.rename(path)
    assert found(run, ready) == [told("2024-Q3")]


def test_a_correction_of_what_was_told_is_a_finding_whatever_its_day(run: Run, ready: Path) -> None:
    first = record(run, ready, "A.I.2", *AT, "2024-09-10")
    issue(run, ready)
    record(run, ready, "A.I.2", *AT, "2024-09-20", "--corrects", first)
    assert found(run, ready) == [told("2024-Q3")]


def test_what_was_corrected_before_the_issue_is_no_finding(run: Run, ready: Path) -> None:
    first = record(run, ready, "A.I.2", *AT, "2024-09-10")
    record(run, ready, "A.I.2", *AT, "2024-09-20", "--corrects", first)
    issue(run, ready)
    assert found(run, ready) == []


def test_each_paper_whose_window_holds_it_is_named(run: Run, issued: Path) -> None:
    words(issued, "2024-9M", WORDS)
    assert run("report", "--nine-months", *NUMBERED, cwd=issued).code == 0
    record(run, issued, "A.I.2", *AT, "2024-09-10")
    record(run, issued, "A.I.2", *AT, "2024-02-10")
    assert sorted(found(run, issued)) == sorted([told("2024-Q3"), told("2024-9M"), told("2024-9M")])


def test_words_changed_after_the_issue_make_a_draft(run: Run, issued: Path) -> None:
    words(issued, "2024-Q3", WORDS.replace("thiếu người", "thiếu kinh phí"))
    assert "không mang số" in run(*Q3, "-o", "../x.docx", cwd=issued).err
    assert found(run, issued) == []


EDITS = [
    ("number: 45", "number: 46"),
    ("date: 2024-09-18", "date: 2024-09-19"),
    ("window_last: 2024-09-14", "window_last: 2024-09-15"),
    (r"recorded: \d{4}", "recorded: 2025"),
    (r"updates:\n- .*\n", "updates:\n"),
    (r"by: .*\n", ""),
    (r"seal: .*\n", ""),
]


def test_a_fact_edited_by_hand_no_longer_matches_its_seal(run: Run, issued: Path) -> None:
    path, text = issued / FACT, fact(issued)
    message = "nội dung không khớp «seal»: tệp đã bị sửa sau khi ban hành"
    for old, new in EDITS:
        path.write_text(edited := re.sub(f"(?m)^{old}", new, text), encoding="utf-8")
        assert edited != text
        assert ("PCI503", "error", message) in found(run, issued), old
    done = run(*Q3, cwd=issued)
    assert (done.code, message in done.err, "chương trình nay đã khác" in done.err) == (
        2,
        True,
        False,
    )
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert found(run, issued) == [], "xuống dòng kiểu Windows không phải là sửa"


@pytest.mark.parametrize(
    ("old", "new"), [("number: 45", "number: 45a"), ("inputs: ", "inputs: x"), ("by: ", "boi: ")]
)
def test_a_fact_that_is_none_is_an_error_of_the_workspace(
    run: Run, issued: Path, old: str, new: str
) -> None:
    path = issued / FACT
    path.write_text(fact(issued).replace(old, new), encoding="utf-8")
    assert [severity for _, severity, _ in found(run, issued)] == ["error"]
    assert run(*Q3, cwd=issued).code == 2


def test_two_who_issue_at_once_cannot_both(ready: Path) -> None:
    commands = [(*Q3, "--issue", "--number", n, "--date", "18/9/2024") for n in ("45", "46")]
    done = run_together(commands, ready)
    assert sorted(ran.code for ran in done) == [0, 2]
    winner = next(n for n, ran in zip(("45", "46"), done, strict=True) if ran.code == 0)
    assert f"number: {winner}\n" in fact(ready)
    assert f"Số: {winner}/" in documents.text((ready / PAPER.replace("45", winner)).read_bytes())
    assert len(list(ready.glob("*.docx"))) == 1


# --- a wrong number or day is put right
# ---------------------------------------------------------------------------

AGAIN = (*Q3, "--issue", "--number", "54", "--date", "19/9/2024")
WHY = ("--reason", "Gõ nhầm số.")


def copy(number: int) -> str:
    return FACT.replace(".yaml", f"-{number}.yaml")


def test_a_wrong_number_is_put_right_beside_the_first_file(run: Run, issued: Path) -> None:
    first, paper = fact(issued), (issued / PAPER).read_bytes()
    done = run(*AGAIN, *WHY, cwd=issued, env=NOBODY)
    right = PAPER.replace("45", "54")
    assert (done.code, done.out) == (0, f"{right}\n"), done.err
    assert f"Đã ghi lại số, ngày ban hành vào {copy(2)}; tệp trước giữ nguyên." in done.err
    assert (fact(issued), (issued / PAPER).read_bytes()) == (first, paper)
    second = fact(issued, copy(2))
    assert "number: 54\ndate: 2024-09-19\n" in second and "reason: Gõ nhầm số.\n" in second
    assert hashlib.sha256((issued / right).read_bytes()).hexdigest() in second
    assert "Số: 54/BC-KCN\n" in documents.text((issued / right).read_bytes())
    assert found(run, issued) == []
    told = run(*Q3, "-o", "../lai.docx", cwd=issued)
    assert "Báo cáo này đã ban hành (số 54, 19/9/2024).\n" in told.err
    assert (issued.parent / "lai.docx").read_bytes() == (issued / right).read_bytes()


def test_the_last_file_counts_and_the_update_of_between_is_still_late(
    run: Run, issued: Path
) -> None:
    record(run, issued, "A.I.2", *AT, "2024-09-10")
    record(run, issued, "A.I.2", *AT, "2024-06-10")
    for number in ("46", "47"):
        done = run(*Q3, "--issue", "--number", number, "--date", "18/9/2024", *WHY, cwd=issued)
        assert (done.code, done.out) == (0, f"{PAPER.replace('45', number)}\n"), done.err
    assert (issued / copy(3)).is_file()
    assert found(run, issued) == [tuple(p.replace("số 45", "số 47") for p in told("2024-Q3"))]
    data, told_then = again(run, issued)
    assert f"đã ban hành (số 47, 18/9/2024).\n{SINCE} (10/9/2024)." in told_then
    assert data == (issued / PAPER.replace("45", "47")).read_bytes()


def test_a_number_is_put_right_without_the_paper_where_that_cannot_be_made_again(
    run: Run, issued: Path
) -> None:
    words(issued, "2024-Q3", WORDS.replace("thiếu người", "thiếu kinh phí"))
    done = run(*AGAIN, *WHY, cwd=issued)
    assert (done.code, done.out) == (0, ""), done.err
    assert "nên không lập lại văn bản." in done.err


def test_an_issue_is_put_right_only_with_a_reason_and_for_something(run: Run, issued: Path) -> None:
    before = files(issued)
    for more, told in (
        ((), 'ghi nhầm số, ngày thì thêm --reason "…"'),
        ((*NUMBERED, *WHY), "(số 45 ngày 18/9/2024), đúng số, ngày ấy; không có gì để ghi lại"),
    ):
        done = run(*AGAIN, *more, cwd=issued)
        assert (done.code, done.out) == (2, "")
        assert told in done.err
    assert files(issued) == before
    (issued / FACT).unlink()
    done = run(*AGAIN, *WHY, cwd=issued)
    assert done.code == 2
    assert "--reason chỉ dùng khi báo cáo đã ban hành" in done.err


WRONG = [
    (3, "reason: .*", "reason: Gõ nhầm.", f"không có {copy(2)}, tệp liền trước"),
    (2, "reason: .*\n", "", "ghi lại việc ban hành mà không có reason"),
    (2, "window_last: .*", "window_last: 2024-09-15", f"window_last không như ở {FACT}"),
]


@pytest.mark.parametrize(("number", "old", "new", "told"), WRONG, ids=[told for *_, told in WRONG])
def test_a_file_that_puts_an_issue_right_follows_the_one_before(
    run: Run, issued: Path, number: int, old: str, new: str, told: str
) -> None:
    assert run(*AGAIN, *WHY, cwd=issued).code == 0
    path = issued / copy(2)
    tree = re.sub(old, new, fact(issued, copy(2)))
    path.unlink()
    (issued / copy(number)).write_text(tree, encoding="utf-8")
    assert ("PCI505", "error") in [f[:2] for f in found(run, issued)]
    assert told in run("check", cwd=issued).out
