"""Writes what every command prints into a folder, to compare two commits with `diff -r`.

    python -m tools.outputs FOLDER [CHECKOUT [PATTERN]]

runs the program of CHECKOUT (default: this one) on its real plan and its example, every command
line that PATTERN (a regular expression) finds. Word files and workbooks are unpacked, so that a
difference shows the part it stands in. `make compare OLD=<commit>` does it for both sides.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.handed_in import fill, write_json
from tools.older import OLDER, two_commits

ROOT = Path(__file__).resolve().parent.parent
_REVISION = re.compile(rb"(?<=\()[0-9a-f]{10}(?=\))|(?<=\")[0-9a-f]{40}(?=\")")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT[\d:]+\+07:00")

_LISTS = """
tasks
tasks --format json
tasks --format md
tasks --format xlsx -o out.xlsx
tasks --unit VP --format json
tasks --unit "Phòng Quản lý Doanh nghiệp" --role coordinating
tasks --state overdue --as-of {year}-10-02
tasks --index dat-dai
tasks --index pci.9
tasks --text "đối thoại" --format csv
tasks --due-by 30/9/{year}
deadlines --as-of {year}-10-02
deadlines --as-of {year}-10-02 --format json
deadlines --as-of {year}-09-20 --unit VP --within 60d --format md
deadlines --as-of {year}-10-02 --format ics
deadlines --as-of {year}-10-02 --fail-on overdue
log
log --format json
log --open --format json
log --open --as-of {year}-10-02
log --unit VP --since {year}-07-01
log A.VII.4
log --period III
log --period {year}-09 --format json
log --text "báo cáo" --format csv
log --no-evidence
log --since 1/9/{year} --as-of {year}-09-30
deadlines --by date --as-of {year}-10-02
deadlines --unit "Bộ phận Một cửa" --within 0 --as-of {year}-10-02
stats
stats --format json
stats --quarter 3 --by unit
stats --quarter 3 --by unit --format json
stats --annual --format csv
show A.VII.4
show A.VII.4 --format json
show A.I.1
show A.V.1
show B.I.1
show II.1.3
show III.1.2 --format json
show A.I.3 --as-printed
"""
_PAPERS = """
report --quarter 1 -o out.docx
report --quarter 2 -o out.docx
report --quarter 3 -o out.docx
report --quarter 3 --format json
report --quarter 3 --format md
report --quarter 3 --charts -o out.docx
report --quarter 3 --strict -o out.docx
report --quarter 3 --cumulative -o out.docx
report --quarter 3 --window calendar --as-of {year}-09-30 --format md
report --quarter 4 -o out.docx
report --half 1 -o out.docx
report --nine-months -o out.docx
report --annual -o out.docx
report --month 9 -o out.docx
report --from {year}-09-01 --to {year}-09-20 --title "Về họp" --addressee "UBND tỉnh" -o out.docx
report --brief --as-of {year}-09-20 -o out.docx
report --brief --as-of {year}-09-20 --format json
report --handover --as-of {year}-09-20 -o out.docx
report --handover --as-of {year}-09-20 --format json
report --handover --unit VP --as-of {year}-09-20 --format md
report --quarter 3 --unit VP -o out.docx
report --quarter 3 --unit BQLDA -o out.docx
report --quarter 3 --unit QLDN -o out.docx
report --quarter 3 --unit QLDN --format json
report --quarter 3 --unit "Bộ phận Một cửa" --format md
remind --request --quarter 3 --as-of {year}-09-10 -o out.docx
remind --as-of {year}-10-02 -o out.docx
remind --as-of {year}-10-02 --format json
remind --as-of {year}-10-02 --text
remind --unit QLDN --as-of {year}-10-02 -o out.docx
remind --request --quarter 3 --unit VP --as-of {year}-09-10 --format md
remind --request --quarter 3 --as-of {year}-09-10 --before "16:00 13/9/{year}" --text
remind --request --as-of {year}-12-01 --format json
remind --unit "Bộ phận Một cửa" --as-of {year}-10-02 --format md
remind --as-of {year}-01-02
plan -o out.docx
plan --format json
plan --format md
plan --as-printed -o out.docx
form --unit VP --quarter 3 --as-of {year}-09-10 -o out.xlsx
form --unit QLDN --month 9 --as-of {year}-09-10 -o out.xlsx
form --unit VP --quarter 3 --format docx --as-of {year}-09-10 -o out.docx
"""
_OTHERS = """
check
check --format json
check --format github
check --format gitlab
check --format sarif
check --format junit
check --fix
doctor
doctor --format json
diff other ./
diff other ./ --format md
diff other ./ --format json
diff other ./ --format docx -o out.docx
diff cu-don-vi ./
diff cu-don-vi ./ --format md
diff cu-don-vi ./ --format json
diff ./ cu-don-vi
diff cu-nhiem-vu ./
diff cu-nhiem-vu ./ --format md
diff cu-nhiem-vu ./ --format json
diff cu-nhiem-vu ./ --format docx -o out.docx
diff ./ cu-nhiem-vu
diff ./ cu-nhiem-vu --format docx -o out.docx
diff cu-che-do ./
diff cu-che-do ./ --format md
diff cu-che-do ./ --format json
diff ./ cu-che-do
diff cu-lich ./
diff cu-lich ./ --format md
diff cu-lich ./ --format json
diff ./ cu-lich
diff cu-ghi ./
diff cu-ghi ./ --format md
diff cu-ghi ./ --format json
diff ./ cu-ghi --fail-on finding
diff ./ cu-ghi --format json
diff cu-nhiem-vu/plans/{year}.yaml plans/{year}.yaml --exit-code
diff HEAD~1 HEAD
diff HEAD~1..HEAD --format md
diff HEAD~1...HEAD --format json
diff HEAD~1
diff
check --fail-on hint
check plans/{year}.yaml --format json
check plans
check ./ --format concise
check plans/{year}.yaml out.docx plans/khong-co.yaml
schema
schema --generic
schema --all -o luoc-do
help tasks
help fields --format csv
schema update
record A.VII.4/bao-cao-thang --unit QLDN --date 14/9/{year} --state done --dry-run
record A.VII.4 --unit VP --date 14/9/{year} --state doing --dry-run
record A.VII.4 --unit VP --date 14/9/{year} --state done --dry-run
record II.1.3 --unit VP --date 14/9/{year} --state doing --result "Đã họp." --dry-run --format json
record con-lai --unit VP --date 14/9/{year} --dry-run
"""
_STORIES = """
report --quarter 3 --words && \
report --quarter 3 -o out.docx && \
log
report --quarter 3 -o a.docx && \
report --quarter 3 --pull a.docx && \
report --quarter 3 --issue --number 45 --date 15/9/{year} \
-o b.docx
record A.VII.4/bao-cao-thang --unit QLDN --date 14/9/{year} --state doing \
--result "Đang làm." --percent 40 \
--difficulty "Thiếu người." --difficulty-to lanh-dao-ban && \
log A.VII.4 && \
show A.VII.4 --as-of {year}-09-20 && \
report --quarter 3 --format md
record II.1.3 --unit VP --date 14/8/{year} --state doing --result "Đã họp." \
--proposal "Cấp kinh phí." --proposal-to ubnd-tinh \
--evidence "412/BC-KKT ngày 14/8/{year}" && \
log --open --as-of {year}-09-20 && \
report --quarter 3 --format md && \
remind --as-of {year}-09-20 --text && \
check
"""
_RECORDINGS = """
record --from-json cap-nhat.json && log && check
record --from-json cap-nhat.json --dry-run --format json
record --from-json sai.json
form --unit VP --quarter 3 --as-of {year}-09-10 -o F.xlsx && fill F.xlsx && \
record F.xlsx && record F.xlsx && log --format json && check && \
fill F.xlsx lan-2 && record F.xlsx && log --format json
form --unit VP --quarter 3 --as-of {year}-09-10 -o F.xlsx && fill F.xlsx && \
record F.xlsx --dry-run --format json
form --unit VP --quarter 3 --as-of {year}-09-10 -o F.xlsx && fill F.xlsx sai && \
record F.xlsx
"""
_DOCUMENTS = """
report --quarter 3 -o a.docx && check a.docx
report --annual --charts -o a.docx && check a.docx
report --brief --as-of {year}-09-20 -o a.docx && check a.docx
report --handover --as-of {year}-09-20 -o a.docx && check a.docx
report --quarter 3 --unit VP -o a.docx && check a.docx
remind --request --quarter 3 --as-of {year}-09-10 -o a.docx && check a.docx
remind --as-of {year}-10-02 -o a.docx && check a.docx
plan -o a.docx && check a.docx
form --unit VP --quarter 3 --format docx --as-of {year}-09-10 -o a.docx && check a.docx
check templates/
"""
_FAULTS = """
tasks --unit "không có"
tasks --unit QL
tasks --index 99
tasks --state gì
tasks --no-such
taks
show Z.I.1
deadlines --within abc
report
report --quarter 5
report --quarter 3 --month 9
report --quarter 3 --issue --words
report --quarter 3 --issue
report --quarter 3 --issue --number x --date 15/9/{year}
report --quarter 3 --issue --number 45 --date 1/1/{year}
report --quarter 3 --issue --number 45 --date 1/9/{year}
report --quarter 3 --issue --number 45 --date 15/9/{year} -o out.docx
report --quarter 3 --issue --number 45 --date 15/9/{year} --file khong-co.pdf
report --quarter 3 --number 45
report --quarter 3 --words --format json
report --quarter 3 --words -o out.docx --strict
report --quarter 3 --pull khong-co.docx
report --quarter 3 --pull plans/{year}.yaml
report --quarter 3 --unit VP --words --charts
report --quarter 3 --unit gì
report --quarter 3 --title "Về họp"
report --quarter 3 --as-of {year}-01-02
report --quarter 3 --window gì
report --quarter 3 --window calendar --as-of {year}-09-20 --format json
report --quarter 3 --pdf --format md
report --quarter 3 -o out.pdf
report --quarter 3 -o out.doc
report --month 9 --cumulative
report --from {year}-09-01
report --from {year}-09-20 --to {year}-09-01
report --from {year}-09-01 --to {year}-09-20 --addressee "UBND tỉnh; Sở Nội vụ"
report --brief --quarter 3
log --since khong-co
log --since {year}-13-01
log --open --no-evidence
log --period gì
remind --before gì
remind --before 1/1/{year} --as-of {year}-10-02
remind --text --format md
remind --quarter 4 --as-of {year}-09-10
remind --request --quarter 3 --half 1
record
record A.VII.4 --unit VP
record Z.Z.9 --unit VP --date 14/9/2023 --state doing
stats --by gì
diff khong-co
plan --format gì
form --unit VP
check khong-co.yaml
check --fix plans/{year}.yaml
check --format gì
schema gì
schema --all --generic
help PCI999
help khong-co
help fields khong-co.docx
help tasks --format json
show
show A.VII.4 thừa
tasks --unit
tasks --force=có
deadlines --fail-on gì
report --quarter 3 --template khong-co.docx
"""


def commands(year: int) -> Iterator[str]:
    """Every command line, one at a time; `{year}` is the plan's."""
    for text in (_LISTS, _PAPERS, _OTHERS, _STORIES, _RECORDINGS, _DOCUMENTS, _FAULTS):
        yield from text.format(year=year).strip().splitlines()
    yield "check " + " ".join(f"broken/{name}.docx" for name in _DAMAGE)


def pages(checkout: Path) -> Iterator[str]:
    """The help of every command and the page of every rule code."""
    yield from ("", "--help", "--version", "help", "help fields", "help fields bao-cao.docx")
    for path in sorted((checkout / "pci/commands").glob("*.py")):
        if re.search(rf"^def {path.stem}\(", path.read_text("utf-8"), re.MULTILINE):
            yield f"{path.stem} --help"
    codes = re.findall(
        r"^### (PCI\d+)", (checkout / "docs/ma-loi.md").read_text("utf-8"), re.MULTILINE
    )
    yield from (f"help {code}" for code in codes)


def main(target: Path, checkout: Path = ROOT, pattern: str = "") -> None:
    """Run everything; one file a command line, and one a part of what it wrote."""
    shutil.rmtree(target, ignore_errors=True)
    for year, source in ((2023, checkout), (2024, checkout / "examples")):
        for line in commands(year):
            if re.search(pattern, line):
                _keep(target / str(year), line, checkout, source, year)
    for line in pages(checkout):
        if re.search(pattern, line):
            _keep(target / "help", line, checkout, checkout, 2023)


def _keep(target: Path, line: str, checkout: Path, source: Path, year: int) -> None:
    """Run one command line, or several that follow each other, in a copy of the workspace."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "cho-lam-viec")
        place.mkdir()
        shutil.copytree(source / "plans", place / "plans")
        for name, edit in OLDER.items():
            if name in line:
                shutil.copytree(source / "plans", place / name / "plans")
                edit(place / name / "plans", year)
        if re.match(r"diff( HEAD|$)", line):
            two_commits(place, source, year)
        if " templates/" in line:
            shutil.copytree(checkout / "templates", place / "templates")
        if ".json" in line:
            write_json(place, year)
        if " broken/" in line:
            _break(checkout / "templates/bao-cao.docx", place / "broken")
        before = set(place.rglob("*"))
        text = b"".join(_printed(part, place, checkout, year) for part in line.split(" && "))
        name = re.sub(r"[^\w.-]+", "_", line).strip("_")[:150] or "none"
        target.mkdir(parents=True, exist_ok=True)
        text = text.replace(folder.encode(), b"<folder>")
        (target / f"{name}.txt").write_bytes(
            _REVISION.sub(b"<revision>", _MOMENT.sub(b"<moment>", text))
        )
        for path in sorted(set(place.rglob("*")) - before):
            if path.is_file():
                _unpack(path, target / f"{name}.files" / path.relative_to(place))


def _printed(line: str, place: Path, checkout: Path, year: int) -> bytes:
    """What one command line prints, with its exit code; `fill F.xlsx` is a clerk's work."""
    if line.startswith("fill "):
        _, path, *how = line.split()
        fill(place / path, *how)
        return b""
    done = subprocess.run(
        [sys.executable, "-m", "pci", *shlex.split(line)],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(checkout), "PCI_YEAR": str(year), "USER": "ai"},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    end = f"\n--- exit {done.returncode}\n".encode()
    return done.stdout + b"\n--- stderr\n" + done.stderr + end


_DAMAGE = {
    "ten-truong": ("{{ trich_yeu }}", "{{ trich_yeuu }}"),
    "danh-sach": ("{{ trich_yeu }}", "{{ can_cu }} {{ ky }}"),
    "the": ("{{ trich_yeu }}", "{{ trich_yeu | uper }} {{ so"),
    "khoi": ("{%p if minh_hoa %}", "{%p if minh_hoa %}{%p if so %}"),
    "nuot": ("{%p if minh_hoa %}", "TRƯỚC {%p if minh_hoa %}"),
    "vong": ("{%p for dong in kinh_gui %}", "{%p fro dong in kinh_gui %}"),
    "goi": ("{{ trich_yeu }}", "{{ trich_yeu.__class__ }} «ky.ten»"),
    "trang": ('w:left="1701"', 'w:left="850"'),
    "co-chu": ('<w:sz w:val="28"/>', '<w:sz w:val="20"/>'),
    "canh": ('<w:jc w:val="center"/>', '<w:jc w:val="left"/>'),
    "dam": ("<w:b/>", "<w:i/>"),
    "nguoi-ky": ("Nơi nhận:", "Nơi nhận"),
    "dia-danh": ("{{ co_quan.dia_danh }}, ", "{{ co_quan.dia_danh }} "),
}
"""Faults put into a template, by the name of the file: a text, and what stands instead."""


def _break(template: Path, folder: Path) -> None:
    """A folder of templates that each have one fault."""
    folder.mkdir()
    for name, (before, after) in _DAMAGE.items():
        with (
            zipfile.ZipFile(template) as whole,
            zipfile.ZipFile(folder / f"{name}.docx", "w") as broken,
        ):
            for member in whole.namelist():
                text = whole.read(member)
                if member == "word/document.xml":
                    text = text.replace(before.encode(), after.encode())
                broken.writestr(member, text)


def _unpack(path: Path, target: Path) -> None:
    """A file, or each part of an Office file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not zipfile.is_zipfile(path):
        target.write_bytes(_MOMENT.sub(b"<moment>", path.read_bytes()))
        return
    with zipfile.ZipFile(path) as package:
        for member in package.infolist():
            part = target / member.filename
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(package.read(member).replace(b"><", b">\n<"))


if __name__ == "__main__":
    _, folder, *rest = sys.argv
    main(Path(folder), Path(rest[0]).resolve() if rest else ROOT, "".join(rest[1:]))
