"""What proves an update: documents, links and files told apart, kept with a fingerprint, checked,
shown and printed."""

import csv
import hashlib
import json
import math
import re
import shutil
import unicodedata
from io import StringIO
from pathlib import Path

import pytest
from support import Ran, Run

from pci.core import evidence as proofs
from pci.files import yamlio

SHA = hashlib.sha256(b"bien ban\n").hexdigest()


@pytest.mark.parametrize(
    ("line", "link", "path", "sha256"),
    [
        ("412/BC-KKT ngày 14/9/2023", None, None, None),
        ("91-KL/TU ngày 06/8/2023", None, None, None),
        ("Biên bản ngày 12/9/2023", None, None, None),
        ("412/BC-KKT", None, None, None),
        ("Ảnh chụp IMG_01.jpg", None, None, None),
        (
            "https://vanphong.khanhhoa.gov.vn/bc?id=9",
            "https://vanphong.khanhhoa.gov.vn/bc?id=9",
            None,
            None,
        ),
        (f"http://a.vn/x sha256:{SHA}", "http://a.vn/x", None, SHA),
        ("https://", None, None, None),
        ("HTTPS://a.vn/x", "HTTPS://a.vn/x", None, None),
        (f"bien-ban.pdf SHA256:{SHA.upper()}", None, "bien-ban.pdf", SHA),
        ("bien-ban.pdf md5:0cc1", None, "bien-ban.pdf", "md5:0cc1"),
        ("bien-ban.pdf", None, "bien-ban.pdf", None),
        ("tai-lieu\\bien-ban.pdf", None, "tai-lieu\\bien-ban.pdf", None),
        ("tai-lieu/bien-ban.pdf", None, "tai-lieu/bien-ban.pdf", None),
        ("tài liệu/Biên bản 12.9.docx", None, "tài liệu/Biên bản 12.9.docx", None),
        (f"bien-ban.pdf sha256:{SHA}", None, "bien-ban.pdf", SHA),
        ("Kế hoạch 45/KH-KKT ngày 3/4/2023 (2 trang)", None, None, None),
    ],
)
def test_a_line_is_a_document_a_link_or_a_file(
    line: str, link: str | None, path: str | None, sha256: str | None
) -> None:
    found = proofs.read(line)
    assert (found.link, found.path, found.sha256) == (link, path, sha256)
    assert found.text == (line if sha256 is None else line.rpartition(" ")[0])


@pytest.fixture
def paper(real: Path) -> Path:
    (real / "tai-lieu").mkdir()
    path = real / "tai-lieu/bien-ban.pdf"
    path.write_bytes(b"bien ban\n")
    return path


def record(run: Run, root: Path, *evidence: str, cwd: Path | None = None) -> Ran:
    given = (
        part
        for line in evidence
        for part in (("--evidence", line) if line != "--dry-run" else (line,))
    )
    said = ("A.I.6/kiem-tra-cchc", "--unit", "VP", "--date", "10/9/2023", "--state", "done")
    return run("record", *said, "--root", str(root), *given, cwd=cwd or root)


def stored(root: Path) -> list[str]:
    (path,) = (root / "plans/2023/progress").rglob("*.yaml")
    evidence: list[str] = yamlio.read(path.read_bytes(), path.name).tree["evidence"]
    return evidence


def test_a_file_is_kept_by_its_path_and_fingerprint(run: Run, real: Path, paper: Path) -> None:
    (real / "tai-lieu/len").symlink_to("..")
    typed = ("bien-ban.pdf", f"{real}/tai-lieu/bien-ban.pdf", "len/tai-lieu\\bien-ban.pdf")
    for spelt in typed[1:]:
        told = record(run, real, spelt, "--dry-run", cwd=paper.parent)
        assert f"tai-lieu/bien-ban.pdf sha256:{SHA}" in told.out
    done = record(
        run, real, typed[0], "https://a.vn/9", "412/BC-KKT ngày 09/9/2023", cwd=paper.parent
    )
    assert done.code == 0, done.err
    assert stored(real) == [
        f"tai-lieu/bien-ban.pdf sha256:{SHA}",
        "https://a.vn/9",
        "412/BC-KKT ngày 09/9/2023",
    ]
    assert (
        f"sha256:{SHA}"
        in json.loads(run("log", "--format", "json", cwd=real).out)["updates"][0]["evidence"][0]
    )
    for shown in (run("log", cwd=real), run("show", "A.I.6", cwd=real)):
        assert "tai-lieu/bien-ban.pdf" in shown.out
        assert "sha256" not in shown.out, "dấu vân tay để máy đọc"


@pytest.mark.parametrize("composed", ["", "tài "])
def test_a_name_in_decomposed_letters_is_found_again(run: Run, real: Path, composed: str) -> None:
    folder = real / (composed + unicodedata.normalize("NFD", "tài liệu".removeprefix(composed)))
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"bien ban\n")
    done = record(run, real, f"{folder.name}/a.pdf")
    assert done.code == 0, done.err
    assert stored(real) == [f"tài liệu/a.pdf sha256:{SHA}"]
    assert "PCI425" not in run("check", cwd=real).out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("tai-lieu/khac.pdf", "không có tệp «tai-lieu/khac.pdf» trong thư mục kế hoạch; "),
        ("../ngoai.pdf", "tệp «../ngoai.pdf» nằm ngoài thư mục kế hoạch; chép vào tai-lieu/"),
        ("tai-lieu/lien-ket.pdf", "tệp «tai-lieu/lien-ket.pdf» nằm ngoài thư mục kế hoạch; "),
        (
            f"tai-lieu/bien-ban.pdf sha256:{'0' * 64}",
            "«tai-lieu/bien-ban.pdf» không khớp dấu sha256 đã nêu; ",
        ),
        (
            "tai-lieu/bien-ban.pdf sha256:0123",
            "dấu của «tai-lieu/bien-ban.pdf» không phải sha256; ",
        ),
        ("https://a.vn/x md5:0123", "dấu của «https://a.vn/x» không phải sha256; "),
        ("anh.jpg", "không có tệp «anh.jpg» trong thư mục kế hoạch; "),
        ("/etc/passwd", "tệp «/etc/passwd» nằm ngoài thư mục kế hoạch; "),
        ("../khong-co.pdf", "«../khong-co.pdf» không mở được ở máy khác; "),
        ("file:///etc/passwd", "«file:///etc/passwd» không mở được ở máy khác; "),
        ("JavaScript:alert(1)", "«JavaScript:alert(1)» không mở được ở máy khác; "),
        (r"\\may-chu\chung\bb.pdf", r"«\\may-chu\chung\bb.pdf» không mở được ở máy khác; "),
        ("//may-chu/chung/bb.pdf", "«//may-chu/chung/bb.pdf» không mở được ở máy khác; "),
        ("ftp://a.vn/x", "«ftp://a.vn/x» không mở được ở máy khác; "),
        ("https://a.vn/x y", "«https://a.vn/x y» không mở được ở máy khác; "),
    ],
)
def test_what_nobody_else_would_find_is_refused(
    run: Run, real: Path, paper: Path, typed: str, said: str
) -> None:
    outside = real.parent / "ngoai.pdf"
    outside.write_bytes(b"x")
    (paper.parent / "lien-ket.pdf").symlink_to(outside)
    refused = record(run, real, typed)
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert refused.err.startswith(f"pci: {said}")
    assert not (real / "plans/2023").exists()


def test_check_tells_a_file_that_was_lost_or_changed(run: Run, real: Path, paper: Path) -> None:
    record(run, real, "tai-lieu/bien-ban.pdf")

    def codes() -> list[str]:
        found = json.loads(run("check", "--format", "json", cwd=real).out)["diagnostics"]
        return [one["code"] for one in found if one["code"] in ("PCI425", "PCI426")]

    assert codes() == []
    paper.write_bytes(b"bien ban khac\n")
    assert codes() == ["PCI426"]
    paper.rename(paper.with_name("doi-ten.pdf"))
    assert codes() == ["PCI425"]
    paper.symlink_to(paper.with_name("doi-ten.pdf"))
    assert codes() == ["PCI425"], "liên kết không phải tệp"
    assert run("log", cwd=real).code == 0, "thiếu tệp không chặn việc xem"


def test_what_is_done_without_proof_is_seen_in_every_list(run: Run, real: Path) -> None:
    said = (
        "A.VII.4/bao-cao-thang",
        "--unit",
        "QLDN",
        "--date",
        "14/9/2023",
        "--period",
        "2023-09",
        "--state",
        "done",
    )
    done = run("record", *said, cwd=real)
    assert done.code == 0, done.err
    (row,) = csv.DictReader(
        StringIO(run("tasks", "--text", "Kịp thời xử lý", "--format", "csv", cwd=real).out)
    )
    assert row["Chưa có tài liệu kiểm chứng"] == "01 đầu việc đã xong"
    for command in (("show", "A.VII.4"), ("log",), ("log", "--no-evidence")):
        assert "chưa có tài liệu kiểm chứng" in run(*command, cwd=real).out, command
    proved = ("--evidence", "412/BC-KKT ngày 14/9/2023", "--corrects", Path(done.out.strip()).stem)
    assert run("record", *said, *proved, cwd=real).code == 0
    (row,) = csv.DictReader(
        StringIO(run("tasks", "--text", "Kịp thời xử lý", "--format", "csv", cwd=real).out)
    )
    assert row["Chưa có tài liệu kiểm chứng"] == ""


def test_a_paper_prints_neither_fingerprints_nor_our_own_files(
    run: Run, real: Path, paper: Path
) -> None:
    record(run, real, "tai-lieu/bien-ban.pdf", "412/BC-KKT ngày 09/9/2023")
    done = run("report", "--quarter", "3", "--format", "md", cwd=real)
    assert done.code == 0, done.err
    assert "412/BC-KKT ngày 09/9/2023" in done.out
    assert "sha256" not in done.out
    assert "tai-lieu" not in done.out


def test_what_an_earlier_period_raised_goes_up_until_it_is_answered(run: Run, real: Path) -> None:
    said = ("A.I.4", "--unit", "VP", "--state", "doing", "--date")
    up = ("--proposal", "Hướng dẫn mẫu biểu", "--proposal-to", "so-khdt")
    first = run("record", *said, "2023-09-10", *up, cwd=real)
    asked = Path(first.out.strip()).stem

    def paper(quarter: str) -> str:
        return run("report", "--quarter", quarter, "--format", "md", cwd=real).out

    to_department = r"Sở Kế hoạch và Đầu tư:?\W+Hướng dẫn mẫu biểu(.*)\.\n"
    assert re.findall(to_department, paper("3")) == [""]
    assert re.findall(to_department, paper("4")) == [" (từ quý III)"]
    run(
        "record",
        "--answers",
        asked,
        "--date",
        "2023-10-20",
        "--result",
        "Sở đã hướng dẫn.",
        cwd=real,
    )
    assert "Hướng dẫn mẫu biểu" not in paper("4")
    assert run("log", "--open", cwd=real).out.count("\n") == 1


# --- updates as JSON ------------------------------------------------------------------------------

PLAIN = {"about": "A.I.4", "unit": "van-phong", "date": "2023-09-10", "state": "doing"}


def from_json(run: Run, root: Path, given: object, *options: str) -> Ran:
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
    return run("record", "--from-json", "-", *options, cwd=root, stdin=text)


def test_updates_come_as_json_all_or_none(run: Run, real: Path, paper: Path) -> None:
    full = {
        **PLAIN,
        "about": "A.I.2",
        "figures": {"ho-so-truc-tuyen": 98.33},
        "evidence": ["tai-lieu/bien-ban.pdf"],
        "proposal": {"to": "so-khdt", "text": "Hướng dẫn."},
        "period": None,
    }
    done = from_json(run, real, [PLAIN, full], "--format", "json", "--by", "máy")
    assert done.code == 0, done.err
    receipt = json.loads(done.out)
    assert (receipt["schema"], [u["written"] for u in receipt["updates"]]) == (
        "pci.records/1",
        [True, True],
    )
    listed = json.loads(run("log", "--format", "json", cwd=real).out)["updates"]
    assert {u["id"] for u in listed} == {u["id"] for u in receipt["updates"]}
    (told,) = (u for u in listed if u["about"] == "A.I.2")
    assert (told["figures"], told["by"]) == ({"ho-so-truc-tuyen": 98.33}, "máy")
    assert told["evidence"] == [f"tai-lieu/bien-ban.pdf sha256:{SHA}"]
    again = json.loads(from_json(run, real, [PLAIN, full], "--format", "json").out)
    assert [u["written"] for u in again["updates"]] == [False, False]
    assert run("check", cwd=real).code == 0


def test_of_very_many_no_line_each_is_told(run: Run, real: Path) -> None:
    many = [{**PLAIN, "result": f"Lượt {n}."} for n in range(20)]
    assert from_json(run, real, many[:1]).code == 0
    told = from_json(run, real, many).err.splitlines()
    assert (len(told), told[0]) == (3, "Đã ghi 19 cập nhật, 01 đã có từ trước.")


def test_of_very_many_wrong_fields_a_hundred_are_listed_the_others_counted(
    run: Run, real: Path
) -> None:
    refused = from_json(run, real, {f"k{n}": 1 for n in range(20_000)} | PLAIN)
    assert refused.code == 2
    named = re.findall(r"^pci: JSON: khóa «(k\d+)» không có trong mẫu[;,]", refused.err, re.M)
    assert named == [f"k{n}" for n in range(100)]
    assert "và 19900 lỗi khác trong tệp;" in refused.err


WRONG: list[tuple[object, str]] = [
    ([PLAIN, {**PLAIN, "percent": 50}], "[1].percent: A.I.4 là nhiệm vụ thường xuyên"),
    ({**PLAIN, "reslt": "x"}, "JSON: khóa «reslt» không có trong mẫu; có phải «result»?"),
    (
        {**PLAIN, "recorded": "2023-09-10T00:00:00+07:00"},
        "recorded: do chương trình ghi; bỏ khóa này",
    ),
    ([{**PLAIN, "figures": {"x": "chín"}}], "[0]: x: «chín» không phải số"),
    ({**PLAIN, "figures": {"x": [[1e300]]}}, "figures: lồng quá sâu"),
    ({**PLAIN, "figures": {"x": 1e300}}, "figures: 1E+300 dài quá 15 chữ số"),
    (
        json.dumps({**PLAIN, "figures": {"x": 0.5}}).replace("0.5", "1e-999999999"),
        "figures: 1E-999999999 dài quá",
    ),
    (
        json.dumps({**PLAIN, "percent": 0.5}).replace("0.5", "1e999999999"),
        "percent: 1E+999999999 dài quá 15 chữ số",
    ),
    (json.dumps({**PLAIN, "figures": {"\ud800": 1}}), "figures: ký tự không hợp lệ U+D800"),
    ({**PLAIN, "percent": True}, "JSON: percent: «true» không phải số nguyên"),
    ({**PLAIN, "evidence": "x"}, "JSON: «evidence» đang là «x»"),
    ({**PLAIN, "difficulty": "x"}, "JSON: «difficulty» đang là «x»"),
    (
        {**PLAIN, "difficulty": {"to": "noi-bo", "text": "x", "txt": "x"}},
        "JSON: khóa «txt» không có trong mẫu; có phải «text»?",
    ),
    ({**PLAIN, "difficulty": {"to": "noi-bo"}}, "JSON: thiếu «text»"),
    ({**PLAIN, "result": "a\u001b[2J"}, "result: ký tự không hợp lệ U+001B"),
    ({**PLAIN, "date": "2023-09-31"}, "JSON: date: «2023-09-31» không phải ngày có thật"),
    ({**PLAIN, "date": "2099-01-01"}, "date: ngày 01/01/2099 xa năm kế hoạch 2023"),
    ({**PLAIN, "evidence": ["tai-lieu/mat.pdf"]}, "evidence: không có tệp «tai-lieu/mat.pdf»"),
    ([1], "[0]: phải là một đối tượng"),
    ('{"about": 1,}', "JSON sai ở dòng 1"),
    (json.dumps(PLAIN | {"percent": math.nan}), "JSON: percent: «.nan» không phải số"),
    ("[" * 200_000, "JSON không dùng được"),
]


@pytest.mark.parametrize(("given", "said"), WRONG, ids=[said for _, said in WRONG])
def test_json_that_is_wrong_anywhere_writes_nothing(
    run: Run, real: Path, given: object, said: str
) -> None:
    refused = from_json(run, real, given)
    assert (refused.code, refused.out) == (2, ""), refused.err
    assert refused.err.startswith(f"pci: {said}"), refused.err
    assert not (real / "plans/2023").exists()


def test_a_day_to_come_is_refused_in_every_way_in(run: Run, real: Path) -> None:
    """The plan is made one of a year to come, so that nothing else is wrong with the day."""
    plan = (real / "plans/2023.yaml").read_text(encoding="utf-8")
    (real / "plans/2099.yaml").write_text(plan.replace("2023", "2099"), encoding="utf-8")
    said = "ngày 10/9/2099 sau ngày ghi"
    for refused in (
        from_json(run, real, {**PLAIN, "date": "2099-09-10"}, "--year", "2099"),
        run(
            "record",
            "A.I.4",
            "--unit",
            "VP",
            "--date",
            "10/9/2099",
            "--state",
            "doing",
            "--year",
            "2099",
            cwd=real,
        ),
    ):
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1), refused.err
        assert said in refused.err
    assert not (real / "plans/2099").exists()


def test_json_that_cannot_be_kept_whole_tells_how_much_was(run: Run, real: Path) -> None:
    first, second = PLAIN, {**PLAIN, "about": "A.I.2", "unit": "phong-qldt"}
    in_the_way = real / "plans/2023/progress/phong-qldt"
    in_the_way.parent.mkdir(parents=True)
    in_the_way.write_text("", encoding="utf-8")
    broken = from_json(run, real, [first, second], "--format", "json")
    assert (broken.code, len(json.loads(broken.out)["updates"])) == (2, 1)
    assert "pci: mới ghi được 01 trên 02 cập nhật; " in broken.err
    in_the_way.unlink()
    again = json.loads(from_json(run, real, [first, second], "--format", "json").out)
    assert [update["written"] for update in again["updates"]] == [False, True]


def test_an_answer_shows_what_it_closes_and_what_is_odd_about_it(run: Run, real: Path) -> None:
    said = ("A.I.4", "--unit", "VP", "--state", "doing", "--date", "10/9/2023")
    asked = Path(
        run(
            "record", *said, "--proposal", "Cấp máy quét", "--proposal-to", "so-khdt", cwd=real
        ).out.strip()
    )
    answer = ("record", "--answers", asked.stem, "--result")
    closes = f"Trả lời {asked.stem}: Kiến nghị (Sở Kế hoạch và Đầu tư): Cấp máy quét\n"
    early = run(*answer, "Đã cấp.", "--date", "9/9/2023", "--dry-run", cwd=real)
    assert (early.code, closes in early.err) == (0, True)
    assert (
        "pci: trả lời ngày 09/9/2023, trước khi điều ấy được nêu (10/9/2023); xem lại ngày"
        in early.err
    )
    first = run(*answer, "Đã cấp.", "--date", "12/9/2023", cwd=real)
    assert (first.code, closes in first.err, "pci:" in first.err) == (0, True, False)


def test_json_goes_with_no_other_words(run: Run, real: Path) -> None:
    refused = from_json(run, real, PLAIN, "--unit", "VP")
    assert (refused.code, "--unit không đi với --from-json" in refused.err) == (2, True)


def test_a_dry_run_shows_the_file_and_writes_none(run: Run, real: Path) -> None:
    said = ("A.I.4", "--unit", "VP", "--date", "10/9/2023", "--state", "doing", "--dry-run")
    tried = run("record", *said, cwd=real)
    path, content = tried.out.split("\n\n", 1)
    assert (tried.code, tried.err) == (0, "Chạy thử: chưa ghi gì.\n")
    assert not (real / "plans/2023").exists()
    told = json.loads(run("record", *said, "--format", "json", cwd=real).out)
    assert (told["path"], told["written"], told["dry_run"]) == (path, False, True)
    assert told["content"].startswith("about: A.I.4\nunit: van-phong\n")
    assert content.startswith("about: A.I.4\nunit: van-phong\n")
    assert run("record", *said[:-1], cwd=real).out.strip() == path, "ghi thật thì đúng tệp ấy"


def test_a_condition_that_was_withdrawn_makes_nothing_late(run: Run, real: Path) -> None:
    """Nor is its day told beside evidence."""
    plan = real / "plans/2023.yaml"
    after = "after: [bo-khdt-trien-khai]"
    text = plan.read_text(encoding="utf-8")
    within = f"{after}\n        within: {{working_days: 5}}"
    plan.write_text(text.replace(after, within), encoding="utf-8")
    met = ("bo-khdt-trien-khai", "--unit", "VP", "--date", "4/9/2023", "--state", "done")
    condition = Path(run("record", *met, cwd=real).out.strip()).stem
    told = ("A.VIII.2/tuyen-truyen", "--unit", "VP", "--date", "29/9/2023", "--state", "done")
    done = (*told, "--evidence", "41/BC-KKT ngày 06/9/2023")
    assert "sau hạn 11/9/2023" in run("record", *done, cwd=real).err
    run("record", "--withdraw", condition, "--reason", "Ghi nhầm", cwd=real)
    assert run("record", *done, cwd=real).code == 0
    assert "PCI453" not in run("check", cwd=real).out


def test_a_folder_named_in_both_spellings_keeps_the_fingerprint_of_its_file(
    run: Run, real: Path, paper: Path
) -> None:
    folder = real / "Tài liệu" / unicodedata.normalize("NFD", "Bằng chứng")
    folder.mkdir(parents=True)
    shutil.copy(paper, folder)
    done = record(run, real, "bien-ban.pdf", cwd=folder)
    assert done.code == 0, done.err
    assert stored(real) == [f"Tài liệu/Bằng chứng/bien-ban.pdf sha256:{SHA}"]
    assert "PCI425" not in run("check", cwd=real).out
