"""`pci check --fix`: a patch for the safe mends only, which git applies and which leaves nothing to
mend."""

import shutil
import subprocess
import tempfile
import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, Ran, Run

from pci.check.fix import fixes, patch
from pci.files import yamlio
from pci.loading import load

PLAN = "plans/2023.yaml"
REAL = (ROOT / PLAN).read_text(encoding="utf-8")
TODAY = date(2024, 1, 1)
NOTHING = Ran(0, "", "pci: không có gì để vá\n")
DOUBLED = REAL.replace("UBND tỉnh giao hàng năm.", "UBND  tỉnh   giao hàng năm.", 1)


def git(*arguments: str, cwd: Path, data: bytes | None = None) -> bytes:
    return subprocess.run(
        ["git", *arguments], cwd=cwd, input=data, capture_output=True, check=True
    ).stdout


@pytest.fixture
def repository(tmp_path: Path, real: Path) -> Path:
    """The workspace inside a git repository, in a folder whose name is not plain."""
    top = tmp_path / "kho"
    workspace = top / 'Ban "quản lý"'
    shutil.copytree(real, workspace)
    git("init", "-q", cwd=top)
    return workspace


def applied(run: Run, workspace: Path) -> tuple[Ran, str]:
    """What --fix said, and what git said of the files then changed."""
    made = run("check", "--fix", cwd=workspace)
    top = workspace.parent
    git("add", "-A", cwd=top)
    git("-c", "user.name=x", "-c", "user.email=x@y", "commit", "-qm", "x", "--allow-empty", cwd=top)
    if made.out:
        git("apply", "--check", cwd=top, data=made.out.encode())
        git("apply", cwd=top, data=made.out.encode())
    return made, git("-c", "core.quotepath=off", "diff", "--stat", cwd=top).decode()


def test_it_prints_and_never_writes(run: Run, real: Path) -> None:
    plan = real / PLAN
    plan.write_text(DOUBLED, encoding="utf-8")
    made = run("check", "--fix", cwd=real)
    assert made.code == 0
    assert made.err == "pci: bản vá cho 1 tệp; xem rồi chạy «git apply» trong thư mục .\n"
    assert made.out.splitlines()[:2] == [f"--- a/{PLAN}", f"+++ b/{PLAN}"]
    changed = [line for line in made.out.splitlines()[2:] if line[0] in "+-"]
    assert [line.partition("   #")[0] for line in changed] == [
        "-      - Đạt chỉ tiêu hồ sơ trực tuyến do UBND  tỉnh   giao hàng năm.",
        "+      - Đạt chỉ tiêu hồ sơ trực tuyến do UBND tỉnh giao hàng năm.",
    ]
    assert plan.read_text(encoding="utf-8") == DOUBLED
    assert run("check", "--fix", "-o", "sua.patch", cwd=real).out == "sua.patch\n"
    assert (real / "sua.patch").read_text(encoding="utf-8") == made.out


def test_nothing_to_mend_is_no_patch(run: Run, real: Path) -> None:
    assert run("check", "--fix", cwd=real) == NOTHING


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_git_takes_the_patch_and_nothing_is_left(run: Run, repository: Path, ends: str) -> None:
    """Decomposed letters, double spaces, blanks at line ends, no last newline, in several files
    with odd names."""
    worse = (
        unicodedata.normalize("NFD", DOUBLED)
        .replace("year: 2023", "year: 2023  \t", 1)
        .rstrip("\n")
    )
    plan = repository / PLAN
    plan.write_bytes(worse.replace("\n", ends).encode())
    words = repository / "plans/2023/reports/2023-Q3.yaml"
    words.parent.mkdir(parents=True)
    words.write_text("written: 2023-09-18T16:00:00+07:00 ", encoding="utf-8")
    calendar = repository / "plans/calendar/2023.yaml"
    before = run("check", "--format", "json", cwd=repository)
    made, changed = applied(run, repository)
    assert (made.code, "plans/2023.yaml" in changed, "2023-Q3.yaml" in changed) == (0, True, True)
    assert plan.read_bytes().decode() == REAL.replace("\n", ends)
    assert words.read_bytes() == b"written: 2023-09-18T16:00:00+07:00\n"
    assert calendar.read_bytes() == (ROOT / "plans/calendar/2023.yaml").read_bytes()
    assert run("check", "--fix", cwd=repository) == NOTHING
    after = run("check", "--format", "json", cwd=repository)
    assert (before.code, after.code) == (0, 0)
    assert "PCI015" in before.out
    assert "PCI015" not in after.out
    assert "PCI444" not in after.out


def test_what_was_recorded_is_never_in_the_patch(run: Run, repository: Path) -> None:
    """A file named by its content would no longer match its name."""
    update = repository / "plans/2023/progress/van-phong/2023-09-14-A.I.1-aaaaaa.yaml"
    update.parent.mkdir(parents=True)
    text = (
        "about: A.I.1\nunit: van-phong\ndate: 2023-09-14\nstate: doing\nresult: Đã gửi  báo cáo.\n"
    )
    update.write_text(text + "recorded: 2023-09-15T09:12:40+07:00", encoding="utf-8")
    made, changed = applied(run, repository)
    assert (made.code, made.out, changed) == (0, "", "")
    where = update.relative_to(repository).as_posix()
    assert (
        made.err
        == f"pci: {where} không có trong bản vá: cập nhật, bản ban hành đã ghi thì không sửa\n"
    )


def test_what_is_quoted_from_the_scan_stays(run: Run, repository: Path) -> None:
    plan = repository / PLAN
    spaced = REAL.replace("from: Bổ trí", "from: Bổ  trí", 1)
    assert spaced != REAL
    plan.write_text(spaced, encoding="utf-8")
    assert run("check", "--fix", cwd=repository).out == ""


def test_a_mend_that_would_break_a_quotation_is_left_out() -> None:
    """The plan's words and the words quoted from them hold the same two spaces: mending one alone
    would be an error."""
    quoted = "báo cáo định kỳ hàng tháng"
    spaced = REAL.replace(quoted, quoted.replace(" ", "  ")).rstrip("\n")
    made = fixes({PLAN: spaced.encode()}, lambda held: load(held, TODAY).diagnostics)
    text = made.files[PLAN].decode()
    codes = {d.code for d in load({PLAN: text.encode()}, TODAY).diagnostics}
    assert "PCI302" not in codes
    assert text.endswith("\n")


def test_what_a_fault_of_shape_keeps_back_is_told(run: Run, real: Path) -> None:
    """Without the plan's shape its words cannot be judged, so that its spaces stay: nobody must
    take it for sound."""
    told = (
        f"pci: chưa vá được hết vì còn lỗi cú pháp, cấu trúc trong {PLAN}; "
        "sửa theo «pci check» rồi chạy lại\n"
    )
    (real / PLAN).write_bytes(REAL.encode("utf-16"))
    assert run("check", "--fix", cwd=real) == Ran(0, "", told)
    (real / PLAN).write_text(
        DOUBLED.replace("issued: 2023-08", "issued: 2023-13"), encoding="utf-8"
    )
    assert run("check", "--fix", cwd=real) == Ran(0, "", told)


SPOILS = st.tuples(
    st.sampled_from(("  ", " \n", "\t\n", " \r\n", "e\u0302\u0301", "\\ ", "|", "#")),
    st.integers(0, len(REAL)),
)


@settings(deadline=None, max_examples=25)
@given(st.lists(SPOILS, max_size=12))
def test_mends_change_blanks_only_and_once(spoils: list[tuple[str, int]]) -> None:
    text = REAL
    for spoil, at in spoils:
        text = text[:at] + spoil + text[at:]
    before = {PLAN: text.encode()}
    made = fixes(before, lambda held: load(held, TODAY).diagnostics)
    after = {**before, **made.files}
    assert fixes(after, lambda held: load(held, TODAY).diagnostics).files == {}
    old, new = (yamlio.read(files[PLAN], PLAN).tree for files in (before, after))
    assert _bare(old) == _bare(new)


def _bare(tree: object) -> object:
    """A tree whose texts are told apart by more than blanks."""
    if isinstance(tree, dict):
        return {key: _bare(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_bare(value) for value in tree]
    return "".join(tree.split()) if isinstance(tree, str) else tree


names = st.text(alphabet='aê "\\#漢', min_size=1, max_size=6).filter(lambda name: name.strip(". "))
contents = st.lists(
    st.sampled_from(["a", "b ", "ê", "\r\n", "\n", "--- a/x\n", "\\ No newline", "\u2028"]),
    max_size=8,
)


@settings(deadline=None, max_examples=30)
@given(st.dictionaries(names, st.tuples(contents, contents), min_size=1, max_size=3))
def test_git_reads_any_patch_as_it_was_meant(
    changes: dict[str, tuple[list[str], list[str]]],
) -> None:
    before = {name: "".join(old).encode() or b"x" for name, (old, _) in changes.items()}
    after = {name: "".join(new).encode() or b"y" for name, (_, new) in changes.items()}
    with tempfile.TemporaryDirectory() as folder:
        for name, data in before.items():
            Path(folder, name).write_bytes(data)
        made = patch(before, after)
        if made:
            git("apply", cwd=Path(folder), data=made)
        assert {name: Path(folder, name).read_bytes() for name in after} == after
