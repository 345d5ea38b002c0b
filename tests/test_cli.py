"""The program as a whole: help and usage errors in Vietnamese, exit codes, streams, the lazy table
of commands."""

import fcntl
import inspect
import json
import os
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from importlib import import_module
from pathlib import Path

import pytest
from support import ROOT, Ran, Run

from pci.cli import COMMANDS

NAMES = [row.name for row in COMMANDS]
PROGRAM = [sys.executable, "-m", "pci"]
ENGLISH = re.compile(
    r"Usage|Options|Arguments|Commands|Show this|required|default|env var|Error|Try "
    r"|COMMAND|ARGS|TEXT|PATH|INTEGER"
)
Files = dict[str, tuple[bytes, int]]


def environment(**extra: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PCI_", "PYTHONIOENCODING"))}
    return {**kept, "PYTHONPATH": str(ROOT), "PCI_AS_OF": "2023-12-01", **extra}


def python(code: str, *arguments: str, cwd: Path, **env: str) -> Ran:
    """A fresh interpreter: what the program imports, and how it fails, cannot be seen from inside
    this one."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def everything(root: Path) -> Files:
    """Every file and folder with its content and the moment it was last changed."""
    paths = [root, *sorted(root.rglob("*"))]
    return {str(p): (p.read_bytes() if p.is_file() else b"", p.lstat().st_mtime_ns) for p in paths}


# --- help
# --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["", *NAMES])
def test_help_is_vietnamese(run: Run, command: str) -> None:
    shown = run(*filter(None, [command]), "--help")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith(f"Cách dùng: pci {command}".strip())
    assert not ENGLISH.search(shown.out)


def test_no_command_shows_the_help(run: Run) -> None:
    assert run() == run("--help")


def test_version(run: Run) -> None:
    shown = run("--version")
    assert re.fullmatch(r"pci \d+\.\d+\.\d+\n", shown.out)
    assert (shown.code, shown.err) == (0, "")


# --- usage errors
# -------------------------------------------------------------------------------------------------

FORMATS = "chọn một trong: table, json, csv, md, xlsx"
DATES = "gõ như 2023-09-14 hoặc 14/9/2023"
USAGE_ERRORS: list[tuple[list[str | bytes], str]] = [
    (["task"], "không có lệnh «task»; có phải «tasks»?"),
    ([""], "không có lệnh «»; xem «pci --help»"),
    (["--nope"], "không có tùy chọn «--nope»; xem «pci --help»"),
    (["tasks", "--unti", "VP"], "không có tùy chọn «--unti»; có phải --unit?"),
    (["tasks", "-u", "VP"], "không có tùy chọn «-u»; xem «pci tasks --help»"),
    (["show"], "thiếu MÃ; xem «pci show --help»"),
    (["record"], "thiếu NỘI_DUNG, --unit, --date, --state; xem «pci record --help»"),
    (["record", "A.VII.4"], "thiếu --unit, --date, --state; xem «pci record --help»"),
    (["report"], "chưa nêu kỳ báo cáo; …"),
    (["tasks", "--unit"], "--unit cần một giá trị; xem «pci tasks --help»"),
    (["tasks", "--force=1"], "--force không nhận giá trị; xem «pci tasks --help»"),
    (["tasks", "Văn", "phòng"], "thừa: Văn phòng; đặt cụm từ có dấu cách trong nháy"),
    (["tasks", "--format", "pdf"], f"--format «pdf» không dùng được; {FORMATS}"),
    (
        ["show", "A.I.1", "--format", "csv"],
        "--format «csv» không dùng được; chọn một trong: text, json",
    ),
    (
        ["check", "--format", "xml"],
        "--format «xml» không dùng được; chọn một trong: text, concise, json, …",
    ),
    (
        ["tasks", "--color", "red"],
        "--color «red» không dùng được; chọn một trong: auto, always, never",
    ),
    (["tasks", "--year", "hai"], "--year «hai» không phải số; gõ liền các chữ số"),
    (["tasks", "--year", "²⁰²³"], "--year «²⁰²³» không phải số; gõ liền các chữ số"),
    (["check", "--year", "1999"], "không có kế hoạch năm 1999; có: 2023"),
    (
        ["log", "--since", "2023-02-30"],
        "--since «2023-02-30» không phải ngày có thật …",
    ),
    (
        ["report", "--quarter", "3", "--as-of", "mai"],
        f"--as-of «mai» không phải ngày có thật trong các năm 2000-2100; {DATES}",
    ),
    (["tasks", "--role", "lead"], "--role cần đi với --unit; thêm --unit ĐƠN_VỊ"),
    (["tasks", "--unit", ""], "không có đơn vị «»; …"),
    (["tasks", "--unit", "a\n::error::b"], "không có đơn vị «a ::error::b»; …"),
    (["tasks", "--unit", "a\u202e"], "không có đơn vị «a‹U+202E›»; …"),
    (["tasks", "--as-of", "31/12/2101"], "--as-of «31/12/2101» không phải ngày có thật …"),
    (["tasks", "--unit", "##[error]"], "không có đơn vị «## [error]»; …"),
    (["tasks", "--unit", "a\x1b[2J"], "--unit có ký tự không hợp lệ U+001B; xóa ký tự này"),
    (["show", "A.I.1\x07"], "MÃ có ký tự không hợp lệ U+0007; xóa ký tự này"),
    (["report", "--title", "a\x0bb"], "--title có ký tự không hợp lệ U+000B; xóa ký tự này"),
    (
        ["tasks", "--root", "khong-co"],
        "không có thư mục khong-co; xem lại --root hoặc PCI_ROOT; lập mới thì «pci new»",
    ),
    (
        ["tasks", "--unit", b"V\xe3n ph\xf2ng"],
        "câu lệnh có chữ không phải UTF-8; đặt bảng mã của cửa sổ lệnh là UTF-8",
    ),
]


@pytest.mark.parametrize(
    ("arguments", "said"), USAGE_ERRORS, ids=lambda value: repr(value) if value else ""
)
def test_a_usage_error_is_one_vietnamese_line(
    run: Run, real: Path, arguments: list[str | bytes], said: str
) -> None:
    before = everything(real)
    told = run(*arguments, cwd=real)
    assert (told.code, told.out) == (2, "")
    assert re.fullmatch(re.escape(f"pci: {said}").replace("…", ".+") + "\n", told.err)
    assert everything(real) == before


# --- exit codes and streams
# ---------------------------------------------------------------------------------------


def test_nothing_to_list_is_done_and_findings_are_one(run: Run, real: Path) -> None:
    assert run("tasks", "--index", "lao-dong", cwd=real).code == 0
    assert run("log", cwd=real).code == 0
    assert run("check", cwd=real).code == 0
    plan = real / "plans/2023.yaml"
    plan.write_bytes(plan.read_bytes().replace(b"lead: van-phong", b"lead: van-fong", 1))
    assert run("check", cwd=real).code == 1
    listed = run("tasks", cwd=real)
    assert (listed.code, listed.out) == (2, "")
    assert listed.err.splitlines()[-1] == (
        "pci: dữ liệu kế hoạch có lỗi nên không thực hiện được lệnh này; "
        "sửa các lỗi nêu trên rồi chạy lại; «pci check» kiểm tra toàn bộ"
    )


def test_a_full_disk_under_stdout_is_told(real: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "tasks"],
            cwd=real,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr.decode()) == (2, "pci: nơi nhận kết quả: đĩa đầy\n")


@pytest.mark.parametrize("lost", ["full", "left"])
def test_a_notice_that_nobody_hears_changes_neither_result_nor_exit_code(
    real: Path, lost: str
) -> None:
    if lost == "full":
        nobody = os.open("/dev/full", os.O_WRONLY)
    else:
        reader, nobody = os.pipe()
        os.close(reader)
    done = subprocess.run(
        [*PROGRAM, "deadlines", "--fail-on", "overdue", "-o", "moi/han.csv", "--format", "csv"],
        cwd=real,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=nobody,
        check=False,
    )
    os.close(nobody)
    assert (done.returncode, done.stdout) == (1, b"moi/han.csv\n")
    assert (real / "moi/han.csv").stat().st_size > 0


def test_ctrl_c_while_the_program_is_being_read_is_130_without_a_word(real: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "class Hit:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'pci.cli': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Hit())\n"
        "from pci.__main__ import run\n"
        "run()\n"
    )
    assert python(code, "tasks", cwd=real) == Ran(130, "", "")


@pytest.mark.parametrize(
    "arguments", [["--help"], ["tasks", "--help"], ["tasks"], ["check"]], ids=str
)
def test_a_reader_that_leaves_is_not_worth_a_word(real: Path, arguments: list[str]) -> None:
    process = subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=real,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.close()
    assert (process.communicate()[1], process.returncode) == (b"", 0)


def waits(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process has taken all it was given and sleeps until more comes."""
    assert process.stdin
    left = struct.unpack("i", fcntl.ioctl(process.stdin, termios.FIONREAD, b"    "))[0]
    state = (
        Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    )
    return left == 0 and state == "S"


@pytest.mark.skipif(sys.platform != "linux", reason="trạng thái tiến trình đọc từ /proc")
def test_ctrl_c_is_130_and_writes_nothing(real: Path) -> None:
    before = everything(real)
    about = ["A.I.4", "--unit", "VP", "--date", "2023-09-10", "--state", "doing"]
    process = subprocess.Popen(
        [*PROGRAM, "record", *about, "--result", "-"],
        cwd=real,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL
        ),  # as in a terminal, wherever the tests run
    )
    assert process.stdin
    process.stdin.write(b"x" * 100_000)  # more than a pipe holds: done once the program reads
    while process.poll() is None and not waits(process):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert (process.communicate(timeout=30), process.returncode) == ((b"", b""), 130)
    assert everything(real) == before


@pytest.mark.parametrize(
    "command", [("tasks", "--format", "csv"), ("plan",)], ids=["a list", "a paper"]
)
def test_a_file_is_told_by_the_path_that_was_typed(
    run: Run, real: Path, command: tuple[str, ...]
) -> None:
    outside = real.parent / "ngoài"
    told = {
        "a.docx": "a.docx",
        "./sâu/a.docx": "sâu/a.docx",
        str(real / "sâu/b.docx"): "sâu/b.docx",
        "../c.docx": "../c.docx",
        f"{outside}/a.docx": f"{outside}/a.docx",
    }
    said = {typed: run(*command, "-o", typed, cwd=real) for typed in told}
    assert {typed: done.out for typed, done in said.items()} == {
        typed: f"{path}\n" for typed, path in told.items()
    }
    made = {
        typed: line
        for typed, done in said.items()
        for line in done.err.splitlines()
        if "thư mục" in line
    }
    folders = {"./sâu/a.docx": "sâu", f"{outside}/a.docx": f"{outside}"}
    assert made == {typed: f"Đã tạo thư mục {folder}." for typed, folder in folders.items()}, (
        "gõ nhầm thì thấy ngay"
    )
    (outside / "a.docx").write_bytes(b"")
    again = run(*command, "-o", f"{outside}/a.docx", cwd=real)
    assert again.out == f"{outside}/a-2.docx\n"
    assert f"pci: {outside}/a.docx đã có nội dung khác nên giữ nguyên" in again.err


FAILING = """
import sys, types
def tasks() -> None: return {}["lỗi cố ý"]
sys.modules["pci.commands.tasks"] = types.ModuleType("pci.commands.tasks")
sys.modules["pci.commands.tasks"].tasks = tasks
from pci.cli import main
sys.exit(main(["tasks"]))
"""


def test_a_bug_of_ours_is_three_and_one_line(tmp_path: Path) -> None:
    line = (
        "pci: lỗi của chương trình (KeyError); chạy lại với PCI_DEBUG=1 và gửi cho người phát "
        "triển\n"
    )
    assert python(FAILING, cwd=tmp_path) == Ran(3, "", line)
    debugged = python(FAILING, cwd=tmp_path, PCI_DEBUG="1")
    assert (debugged.code, debugged.out) == (3, "")
    assert debugged.err.startswith("Traceback")
    assert "KeyError: 'lỗi cố ý'" in debugged.err


SPEAKING = """
from pci.cli import main
for command in (["--help"], ["tasks", "--unit", "Văn phòng"], ["check"]):
    print("---", main(command), flush=True)
"""


def test_streams_are_utf8_whatever_the_code_page(real: Path) -> None:
    said = python(SPEAKING, cwd=real, PYTHONIOENCODING="utf-8")
    assert all(re.search("[ăâđêôơư]", part) for part in said.out.split("---")[:-1])
    assert said.out.count("---") == 3
    for coding in ("cp1252", "cp1258", "cp437", "ascii"):
        assert python(SPEAKING, cwd=real, PYTHONIOENCODING=coding) == said


def test_closed_streams_are_no_fault(real: Path) -> None:
    closed = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *PROGRAM, "tasks"]
    assert subprocess.run(closed, cwd=real, env=environment(), check=False).returncode == 0


# --- the table of commands
# ----------------------------------------------------------------------------------------


def test_the_table_names_every_command_and_nothing_else() -> None:
    shared = {"__init__", "completion", "deliver", "options", "paper", "periods", "reference"}
    found = {path.stem for path in (ROOT / "pci/commands").glob("*.py")} - shared
    # a command too large for one file keeps its parts beside it: report_words.py
    assert {name for name in found if name.partition("_")[0] not in set(NAMES) - {name}} == set(
        NAMES
    )
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_a_row_leads_to_a_function_that_says_the_same(row: tuple[str, str, str]) -> None:
    _, name, summary = row
    module = import_module(f"pci.commands.{name}")
    assert (module.__doc__ or "").startswith(f"`pci {name}`: ")
    assert (inspect.getdoc(getattr(module, name)) or "").splitlines()[0] == f"{summary}."


LOADED = """
import json, os, sys
from pci.cli import main
for line in json.loads(sys.argv[1]):
    if pid := os.fork():
        os.waitpid(pid, 0)
        continue
    if line[0] == "terminal":
        terminal = os.openpty()
        os.dup2(terminal[1], 1)
        line = line[1:]
    code = main(line)
    names = sorted({name.partition(".")[0] for name in sys.modules})
    print("loaded", code, *names, file=sys.stderr)
    os._exit(0)
"""
READS = {"pydantic_core", "yaml"}
WRITES_WORD = {"docx", "docxtpl", "jinja2", "lxml"}
HEAVY = {*READS, *WRITES_WORD, "openpyxl", "pydantic", "rich", "xlsxwriter"}
LOADS = {
    "--version": set(),
    "--help": set(),
    "tasks": READS,
    "terminal tasks": set(),
    "tasks --format json": set(),
    "tasks --format xlsx": {"xlsxwriter"},
    "show A.VII.4": set(),
    "deadlines": set(),
    "deadlines --format ics": set(),
    "stats": set(),
    "log": set(),
    "report --quarter 3 -o Q3.docx": WRITES_WORD,
    "report --quarter 3 --format json": set(),
    "remind --text": set(),
    "remind": WRITES_WORD,
    "plan": WRITES_WORD,
    "form --unit VP --quarter 3 -o VP.xlsx": {"xlsxwriter"},
    "record A.I.1 --unit VP --date 1/11/2023 --state doing --result x": READS,
    "record VP.xlsx": {*READS, "lxml", "openpyxl"},
    "check": {*READS, "lxml"},
    "check Q3.docx": {*READS, *WRITES_WORD},
    "diff plans/2023.yaml plans/2023.yaml": READS,
    "new 2024 --from 2023": READS,
    "doctor": {*READS, "docx", "lxml"},
    "help fields": READS,
    "schema plan": READS,
}
"""The heavy libraries that a command line may load, once `tasks` has left a cache to the others."""


def test_a_command_loads_only_what_it_needs(real: Path) -> None:
    assert set(NAMES) <= {word for line in LOADS for word in line.split()}
    done = python(LOADED, json.dumps([line.split() for line in LOADS]), cwd=real)
    ran = [line.split()[1:] for line in done.err.splitlines() if line.startswith("loaded ")]
    assert {line: one[0] for line, one in zip(LOADS, ran, strict=True)} == dict.fromkeys(LOADS, "0")
    excess = {
        line: sorted(too_many)
        for (line, may), one in zip(LOADS.items(), ran, strict=True)
        if (too_many := HEAVY & set(one) - may)
    }
    assert not excess


def test_no_notice_is_a_command_to_a_build_runner(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "::error::x/plans/2023.yaml"
    plan.parent.mkdir(parents=True)
    plan.write_text("a: [", encoding="utf-8")
    said = run("tasks", "--root", "::error::x", cwd=tmp_path).err.splitlines()
    assert said[0].startswith("- ::error::x/plans/2023.yaml:1:4: PCI005")
