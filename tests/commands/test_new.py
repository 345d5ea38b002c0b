"""`pci new`: a folder in which every command works at once, or nothing at all."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
from support import ROOT, Ran, Run
from terminal import Talk

from pci.files import yamlio
from pci.start.content import CI_FILES

GIVEN = {
    "agency": "Ban Quản lý Khu kinh tế Sông An",
    "parent": "UBND tỉnh Sông An",
    "place": "Sông An",
    "units": ["Văn phòng", "Phòng Đầu tư"],
    "year": 2026,
}
FLAGS = (
    *("--agency", "Ban Quản lý Khu kinh tế Sông An", "--parent", "UBND tỉnh Sông An"),
    *("--place", "Sông An", "--unit", "Văn phòng", "--unit", "Phòng Đầu tư"),
)
FILES = [
    "plans/2026.yaml",
    "plans/calendar/2026.yaml",
    "schemas/2026/plan.schema.json",
    "schemas/amendment.schema.json",
    "schemas/organisation.schema.json",
    "schemas/2026/update.schema.json",
    "schemas/2026/words.schema.json",
    "schemas/issued.schema.json",
    "schemas/calendar.schema.json",
    ".vscode/settings.json",
    ".editorconfig",
    ".gitattributes",
]


def made(run: Run, folder: Path, *more: str, **changes: Any) -> Ran:
    """What the program says where JSON is given, some of it changed or (null) left out."""
    folder.mkdir(exist_ok=True)
    given = {key: value for key, value in {**GIVEN, **changes}.items() if value is not None}
    return run("new", "--from-json", "-", *more, cwd=folder, stdin=json.dumps(given))


def inside(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def findings(run: Run, folder: Path) -> list[str]:
    done = run("check", "--format", "json", cwd=folder)
    return [found["code"] for found in json.loads(done.out)["diagnostics"]]


# --- what is made ---------------------------------------------------------------------------------


def test_one_command_makes_a_folder_and_names_what_to_type_next(run: Run, tmp_path: Path) -> None:
    done = run("new", "2026", *FLAGS)
    assert (done.code, done.out.splitlines()) == (0, FILES)
    assert inside(tmp_path) == sorted(FILES)
    first, *commands = done.err.splitlines()
    assert first.startswith("Ba nhiệm vụ trong plans/2026.yaml là mẫu: ")
    assert [line.split()[:2] for line in commands] == [
        ["pci", "check"],
        ["pci", "form"],
        ["pci", "report"],
    ]


def test_flags_and_json_make_the_same(run: Run, tmp_path: Path) -> None:
    assert run("new", "--year", "2026", *FLAGS, "--root", "a").code == 0
    (tmp_path / "b.json").write_text("\ufeff" + json.dumps(GIVEN), encoding="utf-8")
    assert run("new", "--from-json", "b.json", "--root", "b").code == 0
    for path in FILES:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes()


def test_the_plan_has_one_task_of_each_kind_and_one_hint(run: Run, tmp_path: Path) -> None:
    assert made(run, tmp_path).code == 0
    assert findings(run, tmp_path) == ["PCI222"]
    tasks = json.loads(run("tasks", "--as-of", "2026-01-05", "--format", "json").out)["tasks"]
    assert [task["state"] for task in tasks] == ["standing", "open", "open"]
    assert [[item["due"] for item in task["items"]] for task in tasks] == [
        [],
        ["2026-09-30"],
        ["2026-03-17", "2026-06-16", "2026-09-16", "2026-12-16"],
    ]
    assert all("mẫu" in task["work"][0] for task in tasks)


COMMANDS = [
    ("tasks",),
    ("show", "1"),
    ("deadlines",),
    ("log",),
    ("stats", "--by", "unit"),
    *(("report", "--quarter", str(n)) for n in range(1, 5)),
    ("report", "--annual"),
    ("report", "--brief"),
    ("plan",),
    ("remind",),
    ("remind", "--text"),
    ("schema", "--all"),
]


@pytest.mark.long
@pytest.mark.parametrize("year", [2026, 2100])
def test_every_command_works_at_once(run: Run, tmp_path: Path, year: int) -> None:
    done = made(run, tmp_path, "--organisation", year=year)
    assert done.code == 0
    assert findings(run, tmp_path) == ["PCI222"]
    for line in done.err.splitlines()[1:]:
        assert run(*line.split()[1:]).code == 0, line
    for command in COMMANDS:
        done = run(*command)
        assert done.code == 0, (command, done.err)
        assert "đã có nội dung khác" not in done.err
    assert run("remind", "--request", "--as-of", f"{year}-02-01").code == 0
    assert run("doctor").code == 0


@pytest.mark.parametrize(
    "units",
    [
        ["Văn phòng"],
        ["Phòng 1", "Phòng 2", "Phòng 3", "Ban Quản lý dự án", "Tổ: 4 - «Nữ» & 'Trẻ' \"Mới\""],
        ["Vo\u0301 phòng", "Đội   quy tắc #1, [2] {3}: null"],
        [{"name": "Văn phòng", "short": "VP"}, {"name": "Phòng Đầu tư", "short": "P.ĐT"}],
        ["Phòng Tổ chức", "Phòng Tài chính", "P1", "P2"],
        [f"Phòng số {n} {'rất ' * 30}dài" for n in range(30)],
    ],
)
def test_whatever_the_units_are_called(run: Run, tmp_path: Path, units: list[Any]) -> None:
    assert made(run, tmp_path, units=units).code == 0
    assert findings(run, tmp_path) == ["PCI222"]
    done = run("form", "--all", "--quarter", "1", "-o", "bieu")
    assert (done.code, len(inside(tmp_path / "bieu"))) == (0, len(units)), done.err
    assert "đã có" not in done.err


def test_the_calendar_is_that_of_the_program_or_says_that_it_is_not_decided(
    run: Run, tmp_path: Path
) -> None:
    assert made(run, tmp_path / "co").code == 0
    known = ROOT / "plans/calendar/2026.yaml"
    assert (tmp_path / "co/plans/calendar/2026.yaml").read_bytes() == known.read_bytes()
    assert made(run, tmp_path / "chua", year=2099).code == 0
    unknown = (tmp_path / "chua/plans/calendar/2099.yaml").read_bytes()
    assert yamlio.read(unknown, "").tree == {"year": "2099", "decided": "false", "days_off": []}
    done = run("doctor", cwd=tmp_path / "chua")
    assert "lịch nghỉ năm 2099 chưa được quyết định" in done.out


def test_the_organisation_and_the_checks_of_a_ci_service_where_asked_for(
    run: Run, tmp_path: Path
) -> None:
    done = made(run, tmp_path / "ca-hai", "--organisation", "--ci", "gitlab")
    assert done.code == 0
    assert "cong-cu/" in done.err
    assert {*inside(tmp_path / "ca-hai")} == {*FILES, "plans/organisation.yaml", ".gitlab-ci.yml"}
    for ci, (path, source) in CI_FILES.items():
        assert made(run, tmp_path / ci, "--ci", ci).code == 0
        assert (tmp_path / ci / path).read_bytes() == (ROOT / source).read_bytes()
    assert made(run, tmp_path / "x", "--ci", "jenkins").code == 2
    (tmp_path / "kho/.git").mkdir(parents=True)
    assert "gốc kho git" not in made(run, tmp_path / "kho", "--ci", "github").err
    below = made(run, tmp_path / "kho/khac", "--ci", "github", "--root", ".")
    assert ".github/workflows/pci-check.yml chỉ chạy ở gốc kho git: chuyển lên " in below.err
    assert "/kho, đặt biến PCI_ROOT là «khac»." in below.err


def test_an_editor_is_told_of_a_schema_for_every_file_and_finds_it(
    run: Run, tmp_path: Path
) -> None:
    assert made(run, tmp_path, "--organisation").code == 0
    settings = json.loads((tmp_path / ".vscode/settings.json").read_text(encoding="utf-8"))
    named = settings["yaml.schemas"]
    assert {path.split("/")[-1].split(".")[0] for path in named} >= {
        *("plan", "organisation", "amendment", "update")
    }
    assert all((tmp_path / path).is_file() for path in named)
    for path in (tmp_path / "plans").rglob("*.yaml"):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert (path.parent / first.removeprefix("# yaml-language-server: $schema=")).is_file()


def test_names_of_windows_paths_are_pure(run: Run, tmp_path: Path) -> None:
    units = ["Con", "Văn phòng: <1>?", "Aux|*"]
    assert made(run, tmp_path, "--ci", "github", units=units).code == 0
    for path in inside(tmp_path):
        assert not set('<>:"|?*\\') & set(path)
        assert not any(part.endswith((".", " ")) for part in PureWindowsPath(path).parts)


def test_json_names_what_was_written_and_left(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".gitattributes").write_bytes(b"x")
    told = json.loads(made(run, tmp_path, "--format", "json").out)
    assert told == {
        "schema": "pci.new/1",
        "written": [path for path in FILES if path != ".gitattributes"],
        "left": [".gitattributes"],
    }


# --- what is left alone ---------------------------------------------------------------------------


def test_a_file_that_is_there_is_left_and_named(run: Run, tmp_path: Path) -> None:
    kept = ("schemas/calendar.schema.json", ".editorconfig", ".vscode/settings.json")
    for path in kept:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(b"cua toi")
    done = made(run, tmp_path)
    assert done.code == 0
    assert f"Đã có, để nguyên: {', '.join(sorted(kept, key=FILES.index))}." in done.err
    assert {*done.out.splitlines()} == {*FILES} - {*kept}
    assert all((tmp_path / path).read_bytes() == b"cua toi" for path in kept)
    told = next(line for line in done.err.splitlines() if "gộp vào: " in line)
    lacking = json.loads("{" + told.partition("gộp vào: ")[2] + "}")
    assert "gộp vào" not in made(run, tmp_path, "--root", "khac").err
    assert lacking == json.loads((tmp_path / "khac/.vscode/settings.json").read_text())


def test_what_is_there_already_must_agree(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    organisation = tmp_path / "plans/organisation.yaml"
    organisation.write_text("units: {phong-moi: {name: Phòng mới}}\n", encoding="utf-8")
    done = made(run, tmp_path, "--organisation")
    assert (done.code, done.out) == (2, "")
    assert "pci: plans/2026.yaml: không có «van-phong» trong units; có: phong-moi\n" in done.err
    assert inside(tmp_path) == ["plans/organisation.yaml"]
    assert made(run, tmp_path).code == 0
    assert findings(run, tmp_path) == ["PCI222"]


@pytest.mark.parametrize("where", [".", "plans", "duoi/nua"])
def test_a_folder_of_plans_is_refused_and_so_is_one_below_it(
    run: Run, real: Path, where: str
) -> None:
    (real / where).mkdir(parents=True, exist_ok=True)
    before = inside(real)
    done = made(run, real / where)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert "đã có kế hoạch" in done.err
    assert "chép plans/2023.yaml thành plans/2023-<tên>.yaml" in done.err
    assert done.err.endswith("thêm --root\n" if where == "." else "thêm --root .\n")
    assert inside(real) == before
    assert made(run, real / where, "--root", "khac").code == 0


def test_a_folder_named_is_made_and_the_commands_name_it(run: Run, tmp_path: Path) -> None:
    done = made(run, tmp_path, "--root", "a/kế hoạch")
    assert done.code == 0
    assert done.out.splitlines()[0] == "a/kế hoạch/plans/2026.yaml"
    assert '  pci check --root "a/kế hoạch"' in done.err.splitlines()
    assert run("check", "--root", "a/kế hoạch").code == 0


def test_every_word_that_there_is_no_plan_names_this_command(run: Run, tmp_path: Path) -> None:
    for command in (
        ("tasks",),
        ("check",),
        ("report", "--quarter", "1"),
        ("schema", "plan"),
        ("diff",),
        ("diff", str(tmp_path), str(tmp_path)),
        ("record",),
        ("tasks", "--root", "khong-co"),
        ("doctor",),
    ):
        assert "pci new" in run(*command).err, command


# --- what cannot be written -----------------------------------------------------------------------


def refused(done: Ran, folder: Path, *there: str) -> str:
    """The one line that says why nothing was written."""
    assert (done.code, done.out) == (2, ""), done.err
    assert len(done.err.splitlines()) == 1, done.err
    assert inside(folder) == sorted(there)
    return done.err


@pytest.mark.parametrize("way", [".vscode", "schemas/2026", "plans"])
def test_a_file_in_the_way_of_a_folder_leaves_nothing_half_made(
    run: Run, tmp_path: Path, way: str
) -> None:
    folder = tmp_path / "moi"
    (folder / way).parent.mkdir(parents=True)
    (folder / way).write_bytes(b"x")
    refused(made(run, folder), folder, way)
    assert [p.name for p in folder.rglob("*") if p.is_dir()] == [*Path(way).parts[:-1]]


def test_a_folder_or_a_link_in_the_way_is_named(run: Run, tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "moi", tmp_path / "khac"
    elsewhere.mkdir()
    (folder / ".editorconfig").mkdir(parents=True)
    assert ".editorconfig là thư mục" in refused(made(run, folder), folder)
    (folder / ".editorconfig").rmdir()
    (folder / ".editorconfig").symlink_to(elsewhere / "x")
    assert ".editorconfig là liên kết" in refused(made(run, folder), folder)
    (folder / ".editorconfig").unlink()
    (folder / "schemas").symlink_to(elsewhere)
    assert "schemas là liên kết" in refused(made(run, folder), folder)
    assert inside(elsewhere) == []


def test_a_file_where_the_folder_should_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    refused(made(run, tmp_path, "--root", "x"), tmp_path, "x")
    refused(made(run, tmp_path, "--root", "x/y"), tmp_path, "x")


def test_a_folder_that_may_not_be_written_in(tmp_path: Path) -> None:
    folder = tmp_path / "chi-doc"
    folder.mkdir()
    folder.chmod(0o555)
    lesser = ("setpriv", "--reuid", "65534", "--clear-groups") if os.geteuid() == 0 else ()
    tmp_path.chmod(0o755)
    done = subprocess.run(
        [*lesser, sys.executable, "-m", "pci", "new", "2026", *FLAGS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    folder.chmod(0o755)
    assert "không có quyền" in refused(Ran(done.returncode, done.stdout, done.stderr), folder)


# --- what is asked wrongly ------------------------------------------------------------------------


def test_without_a_terminal_what_is_missing_is_named_by_its_flag(run: Run, tmp_path: Path) -> None:
    words = refused(run("new", "--place", "Sông An"), tmp_path)
    for flag in ("--agency", "--parent", "--unit", "--year"):
        assert flag in words
    assert "--place" not in words


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("2026", "--year", "2027", *FLAGS), "hai năm"),
        (("hai", *FLAGS), "--year: phải là một năm"),
        (("1999", *FLAGS), "từ 2000 đến 2100"),
        (("2026", *FLAGS, "--unit", "văn-phòng"), "cùng thành mã van-phong"),
        (("2026", *FLAGS, "--unit", "../x"), "--unit[2].name: có dấu gạch chéo"),
        (("2026", *FLAGS, "--force"), "--force"),
        (("2026", *FLAGS, "-o", "plans/x.txt"), "-o nằm trong plans/"),
        (("2026", "--from-json", "-"), "không đi với"),
        (("--from-json", "khong-co.json"), "khong-co.json"),
        (("--from-json", "."), "thư mục"),
    ],
)
def test_wrong_flags_write_nothing(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    assert words in refused(run("new", *arguments), tmp_path)


WRONG: Mapping[str, dict[str, Any]] = {
    "agency: phải là một đoạn văn bản": {"agency": 5},
    "parent: phải là một đoạn văn bản": {"parent": True},
    "place: phải là một đoạn văn bản": {"place": ["Sông An"]},
    "agency: nội dung để trống": {"agency": " \u00a0"},
    "agency: có ký tự không hợp lệ": {"agency": "Ban\u0007 Quản lý"},
    "place: có ký tự không hợp lệ": {"place": "Sông\nAn"},
    "parent: có ký tự không hợp lệ": {"parent": "UBND\u202e tỉnh"},
    "agency: dài quá 200 ký tự": {"agency": "Ban " * 60},
    "agency: có dấu gạch chéo": {"agency": "..\\Ban"},
    "place: chưa nêu": {"place": None},
    "parent: «漢字» không đặt thành mã được": {"parent": "漢字"},
    "units: phải là một danh sách": {"units": "Văn phòng"},
    "ít nhất một đơn vị": {"units": []},
    "units[1].name: phải là một đoạn văn bản": {"units": ["Văn phòng", 7]},
    "units[1].name: chưa nêu": {"units": ["Văn phòng", {"short": "P"}]},
    "units[0].part_of: khóa không có trong mẫu": {"units": [{"name": "A", "part_of": "b"}]},
    "units[0].short: phải là": {"units": [{"name": "A", "short": {}}]},
    "units[0].name: có dấu gạch chéo": {"units": ["../../etc"]},
    "units[0].name: «1A» không đặt thành mã được": {"units": ["1A"]},
    "«Văn phòng», «văn PHÒNG» cùng thành mã van-phong": {"units": ["Văn phòng", "văn PHÒNG"]},
    "cùng thành mã ubnd-tinh-song-an": {"units": ["UBND tỉnh Sông An"]},
    "tat-ca": {"units": ["Tất cả"]},
    "year: phải là một năm từ 2000 đến 2100": {"year": 2101},
    "year: phải là một năm": {"year": True},
    "phải là một năm": {"year": 2026.0},
    "là một năm": {"year": [2026]},
    "lead: khóa không có trong mẫu": {"lead": "van-phong"},
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_json_writes_nothing(run: Run, tmp_path: Path, words: str) -> None:
    assert words in refused(made(run, tmp_path, **WRONG[words]), tmp_path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "JSON sai ở dòng 1"),
        ('{"agency": ', "JSON sai ở dòng 1"),
        ('{"year": 2026, "year": 2027}', "JSON nêu khóa «year» hai lần"),
        ("[]", "phải là một đối tượng"),
        ("null", "phải là một đối tượng"),
        ("[" * 100_000, "lồng quá sâu"),
        ('{"agency": ' * 50_000, "lồng quá sâu"),
        ('{"agency": ' + "[" * 900 + "]" * 900 + "}", ""),
        ('{"year": ' + "9" * 5000 + "}", "số quá dài"),
        ('{"agency": "' + "x" * (10 << 20) + '"}', "lớn hơn 1 MiB"),
        ('{"agency": "\\ud800"}', ""),
        ("{" + ", ".join(f'"k{n}": {{}}' for n in range(50)) + "}", ""),
    ],
)
def test_hostile_json_writes_nothing_and_each_fault_is_one_line(
    run: Run, tmp_path: Path, text: str, words: str
) -> None:
    done = run("new", "--from-json", "-", stdin=text)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert "Traceback" not in done.err
    assert all(line.startswith("pci: ") for line in done.err.splitlines())
    assert inside(tmp_path) == []


def test_all_faults_are_told_at_once(run: Run, tmp_path: Path) -> None:
    done = made(run, tmp_path, agency=1, year=1, units=["A", "a", "2"], la="x")
    assert (done.code, len(done.err.splitlines())) == (2, 5)
    assert inside(tmp_path) == []


# --- asked in a terminal --------------------------------------------------------------------------


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Any]:
    begun: list[Talk] = []

    def go(*arguments: str) -> Talk:
        begun.append(Talk("-m", "pci", "new", *arguments, cwd=tmp_path))
        return begun[-1]

    yield go
    for talk in begun:
        talk.close()


@pytest.mark.pty
def test_a_person_is_asked_shown_what_will_be_written_and_asked_again(
    asked: Any, run: Run, tmp_path: Path
) -> None:
    talk = asked("2026")
    talk.say(
        ("Tên cơ quan", "Ban Quản lý Khu kinh tế Sông An"),
        ("Cơ quan chủ quản", "UBND tỉnh Sông An"),
        ("[Sông An]", ""),
        ("[Văn phòng]", "Văn phòng, văn phòng"),
        ("cùng thành mã van-phong", "Văn phòng, UBND tỉnh Sông An"),
        ("cùng thành mã ubnd-tinh-song-an", "Văn phòng; Phòng Đầu tư;"),
    )
    shown = talk.until("Ghi?")
    assert "Phòng Đầu tư (phong-dau-tu)" in shown
    assert "plans/calendar/2026.yaml" in shown
    assert inside(tmp_path) == []
    talk.type("c\n")
    assert talk.end() == 0
    assert "Năm của kế hoạch" not in talk.heard
    assert inside(tmp_path) == sorted(FILES)
    assert made(run, tmp_path, "--root", "khac").code == 0
    assert (tmp_path / FILES[0]).read_bytes() == (tmp_path / "khac" / FILES[0]).read_bytes()


@pytest.mark.pty
def test_empty_answers_are_the_shown_ones(asked: Any, run: Run, tmp_path: Path) -> None:
    talk = asked()
    talk.say(*((words, "") for words in ("cơ quan [", "quản [", "bản [", "cáo [", "kế hoạch [")))
    talk.say(("Ghi?", ""))
    assert talk.end() == 0
    assert findings(run, tmp_path) == ["PCI222"]


@pytest.mark.pty
@pytest.mark.parametrize(
    ("answers", "keys", "code"), [("", "\x03", 130), ("", "\x04", 2), ("\n", "\x03", 130)]
)
def test_giving_up_writes_nothing(
    asked: Any, tmp_path: Path, answers: str, keys: str, code: int
) -> None:
    talk = asked(*FLAGS)
    talk.until("Năm của kế hoạch")
    if answers:
        talk.type(answers)
        talk.until("Ghi?")
    assert talk.give_up(keys) == code
    assert "pci: thôi, chưa ghi gì" in talk.heard
    assert inside(tmp_path) == []


@pytest.mark.pty
def test_no_writes_nothing_and_a_wrong_flag_is_told_before_any_question(
    asked: Any, tmp_path: Path
) -> None:
    talk = asked("--unit", "1")
    assert talk.end() == 2
    assert "Tên cơ quan" not in talk.heard
    talk = asked("2026", *FLAGS[:-2])
    assert talk.end() == 0  # all was given: nothing is asked
    assert "?" not in talk.heard
