"""`pci diff` in real repositories: every source, every state; nothing planted is run."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import documents
import pytest
from support import Golden, Run
from terminal import on_screen

from pci import workspace
from pci.files import git, paths
from pci.nd30.form import check_form
from pci.nd30.reader import read_outline

WHEN = "2024-09-30T08:00:00+07:00"
PLAN = "plans/2024.yaml"
UPDATE = "plans/2024/progress/van-phong/2024-09-10-A.V.2-nszsvx.yaml"

Git = Callable[..., str]


@pytest.fixture
def in_git(tmp_path: Path) -> Git:
    """Run git as a person does, at one moment, with the repository's configuration only."""
    (tmp_path / "nha").mkdir()
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in _WHO.items()
    }
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}

    def go(*arguments: str, cwd: Path, ok: bool = True) -> str:
        done = subprocess.run(
            [
                "git",
                "-c",
                "init.defaultBranch=main",
                "-c",
                "protocol.file.allow=always",
                *arguments,
            ],
            cwd=cwd,
            env={**kept, **who, "HOME": str(tmp_path / "nha"), "GIT_CONFIG_NOSYSTEM": "1"},
            capture_output=True,
            check=False,
            timeout=60,
        )
        assert not ok or done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    return go


_WHO = {"NAME": "Văn phòng", "EMAIL": "vp@vi-du.invalid", "DATE": WHEN}


@pytest.fixture
def repo(in_git: Git, signed_example: Path) -> Path:
    """The illustrative plan as a repository with one commit."""
    in_git("init", "-q", cwd=signed_example)
    return commit(in_git, signed_example, "Kế hoạch đã ký")


def commit(in_git: Git, root: Path, message: str) -> Path:
    in_git("add", "-A", cwd=root)
    in_git("commit", "-q", "-m", message, cwd=root)
    return root


def edit(root: Path, old: str, new: str, path: str = PLAN) -> Path:
    text = (root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    (root / path).write_text(text.replace(old, new), encoding="utf-8")
    return root


CONFERENCE = "giữa Lãnh đạo Ban với doanh nghiệp trong KCN;"


def adjusted(root: Path) -> Path:
    """A change of each sort that an Office makes, and two that nobody should."""
    edit(root, CONFERENCE, "giữa Lãnh đạo Ban với doanh nghiệp, nhà đầu tư trong KCN;")
    edit(root, "time: Chậm nhất ngày 31/7/2024", "time: Chậm nhất ngày 15/8/2024")
    edit(root, "by: 2024-07-31", "by: 2024-08-15")
    edit(root, "quote: Chậm nhất ngày 31/7/2024", "quote: Chậm nhất ngày 15/8/2024")
    edit(root, "  due: window end + 2 working days", "  due: window end + 3 working days")
    edit(
        root,
        '  A.IX.2:\n    number: "2"\n',
        '  A.IX.2:\n    number: "2"\n    work: Hỗ trợ xây nhà ở cho công nhân.\n'
        "    units: Văn phòng\n    lead: van-phong\n"
        "    time: Nhiệm vụ thường xuyên\n    outputs: [Báo cáo kết quả.]\n\n"
        '  A.IX.3:\n    number: "3"\n',
    )
    text = (root / PLAN).read_text(encoding="utf-8")
    start, end = text.index("  B.I.2:\n"), text.index("# Văn bản được viện dẫn")
    (root / PLAN).write_text(text[:start] + text[end:], encoding="utf-8")
    edit(root, "result: Đường dây nóng tiếp nhận 11", "result: Đường dây nóng tiếp nhận 12", UPDATE)
    sorted((root / "plans/2024/progress/phong-dnld").iterdir())[0].unlink()
    return root


def told(run: Run, root: Path, *arguments: str) -> list[tuple[str, str]]:
    """The kinds and places of the changes."""
    done = run("diff", *arguments, "--format", "json", cwd=root)
    assert done.code == 0, done.err
    return [(change["kind"], change["at"]) for change in json.loads(done.out)["changes"]]


# --- what people see -------------------------------------------------------------------------


@pytest.mark.parametrize(("format", "suffix"), [("text", "txt"), ("md", "md"), ("json", "json")])
def test_a_year_s_adjustment_reads_well(
    run: Run, repo: Path, golden: Golden, format: str, suffix: str
) -> None:
    done = run("diff", "--format", format, cwd=adjusted(repo))
    assert done.code == 0
    commit = git.revision(repo, "HEAD")
    assert commit
    out = done.out.replace(commit.id, "<bản git>").replace(commit.id[:10], "<bản git>")
    golden(f"diff-example.{suffix}", out)


@pytest.mark.pty
def test_a_screen_gets_wrapped_lines_and_colours_and_loses_no_word(
    run: Run, repo: Path, golden: Golden
) -> None:
    adjusted(repo)
    shown = on_screen(80, "diff", cwd=repo)
    assert "\x1b[31m" in shown
    plain = on_screen(80, "diff", "--color", "never", cwd=repo)
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 80
    assert plain.split() == run("diff", cwd=repo).out.split()


def test_of_a_long_text_the_words_around_a_change_are_shown(run: Run, real: Path) -> None:
    shutil.copy(real / "plans/2023.yaml", real / "cu.yaml")
    edit(real, "18/10/2022 của Ban Thường vụ", "19/10/2022 của Ban Thường vụ", "plans/2023.yaml")
    done = run("diff", "./cu.yaml", "./plans/2023.yaml", cwd=real)
    (told,) = [line.strip() for line in done.out.splitlines() if "Nội dung" in line]
    start = (
        "Nội dung: Tiếp tục quán triệt, cụ thể hóa việc triển khai thực hiện […] ngày 24/12/2021"
    )
    end = "[…] giải quyết công việc trên địa bàn tỉnh Khánh Hòa năm 2023."
    changed = "Kết luận số 91-KL/TU ngày [-18/10/2022-]{+19/10/2022+} của Ban Thường vụ Tỉnh ủy về"
    assert told == f"{start} của UBND tỉnh; {changed} tiếp tục đẩy mạnh cải cách {end}"


def test_nothing_changed_is_said(run: Run, repo: Path) -> None:
    done = run("diff", "--exit-code", cwd=repo)
    assert (done.code, done.out.splitlines()[-1]) == (0, "Không có thay đổi.")


def test_the_exit_code_is_asked_for(run: Run, repo: Path) -> None:
    edit(repo, CONFERENCE, "với doanh nghiệp;")
    assert [
        run("diff", *asked, cwd=repo).code
        for asked in ((), ("--exit-code",), ("--fail-on", "change"))
    ] == [
        0,
        1,
        1,
    ]
    assert run("diff", "--fail-on", "finding", cwd=repo).code == 0
    (repo / UPDATE).unlink()
    assert run("diff", "--fail-on", "finding", cwd=repo).code == 1
    assert run("diff", "--fail-on", "moi", cwd=repo).code == 2


def test_hostile_words_do_nothing_in_a_merge_request(run: Run, repo: Path) -> None:
    words = "| @giam-doc #12 !7 <!-- --> <b>đậm</b> [x](javascript:1) `ma` ~~bỏ~~ \\"
    edit(repo, CONFERENCE, f"{words}{CONFERENCE}")
    done = run("diff", "--format", "md", cwd=repo)
    (row,) = [line for line in done.out.splitlines() if "giam-doc" in line]
    for alive in ("@giam", "<!--", "-->", "<b>", "[x](", " `ma`", "~~bỏ", "#12", " !7"):
        assert alive not in row, row
    assert row.replace("\\|", "").count("|") == 4


def test_control_characters_never_reach_a_screen(run: Run, repo: Path) -> None:
    edit(repo, CONFERENCE, "đổi \u202echiều\u202c và \u200bẩn;")
    assert not {"\u202e", "\u200b"} & set(
        run("diff", cwd=repo).out + run("diff", "--format", "md", cwd=repo).out
    )


# --- the annex -------------------------------------------------------------------------------


def test_the_annex_has_the_form_of_an_appendix_and_room_for_reasons(
    run: Run, repo: Path, golden: Golden
) -> None:
    adjusted(repo)
    done = run("diff", "--format", "docx", cwd=repo)
    assert (done.code, done.out) == (0, "phu-luc-dieu-chinh-pci-2024.docx\n")
    assert "không in trong Kế hoạch nên không có trong phụ lục" in done.err
    data = (repo / "phu-luc-dieu-chinh-pci-2024.docx").read_bytes()
    assert check_form(read_outline(data), "x.docx") == ()
    golden("diff-annex-example.txt", documents.text(data))


def test_every_place_of_the_paper_has_its_name_in_the_annex(run: Run, repo: Path) -> None:
    edit(repo, "\nclosing: |\n", "\nclosing: |\n  Kế hoạch được sơ kết sau sáu tháng.\n")
    edit(repo, "\nappendix_title: ", "\nappendix_title: Bảng các ")
    edit(repo, "  A.X: {title: Chỉ số ", "  A.X: {title: Chỉ số về ")
    edit(repo, OUTPUT, f"      - Sổ theo dõi.\n{OUTPUT}")
    done = run("diff", "--format", "docx", "-o", "x.docx", cwd=repo)
    assert done.code == 0, done.err
    shown = documents.text((repo / "x.docx").read_bytes()).splitlines()
    places = [line for line in shown if line.endswith((" Phụ lục", " của Kế hoạch"))]
    assert places == [
        "Phần kết thúc của Kế hoạch",
        "Tên Phụ lục của Kế hoạch",
        "Tên mục X, phần A Phụ lục",
        OF_TASK,
    ]
    whole = shown.index(OF_TASK)
    assert shown[whole + 1 : whole + 8] == WHOLE


OUTPUT = "      - Ít nhất 98% hồ sơ được giải quyết đúng hạn hoặc trước hạn.\n"
OF_TASK = "Nhiệm vụ số 1, mục I, phần A Phụ lục"
WHOLE = [
    *("Kết quả/Sản phẩm:", "- 100% TTHC được công khai đầy đủ, kịp thời.", OUTPUT.strip()),
    *(
        "Kết quả/Sản phẩm:",
        "- 100% TTHC được công khai đầy đủ, kịp thời.",
        "- Sổ theo dõi.",
        OUTPUT.strip(),
    ),
]


def test_an_annex_of_nothing_printed_is_not_made(run: Run, repo: Path) -> None:
    edit(repo, 'answer_by: "16:30"', 'answer_by: "15:00"')
    done = run("diff", "--format", "docx", cwd=repo)
    assert (done.code, done.out) == (2, "")
    assert "lời văn in trong Kế hoạch không thay đổi" in done.err
    assert not list(repo.glob("*.docx"))


# --- sources ---------------------------------------------------------------------------------


def test_a_revision_holds_the_same_files_as_the_disk(repo: Path) -> None:
    head = git.revision(repo, "HEAD")
    assert head
    held = git.files(repo, head, lambda path: paths.belongs(path, "2024"))
    assert dict(held) == dict(workspace.files(repo, "2024"))
    assert next(iter(held)).startswith("plans/")


def test_revisions_ranges_folders_and_files(
    run: Run, in_git: Git, repo: Path, tmp_path: Path
) -> None:
    shutil.copytree(repo / "plans", tmp_path / "bản lưu/plans")
    in_git("branch", "cu", cwd=repo)
    in_git("checkout", "-q", "-b", "moi", cwd=repo)
    edit(repo, CONFERENCE, f"một lần {CONFERENCE}")
    commit(in_git, repo, "Sửa lời")
    in_git("checkout", "-q", "main", cwd=repo)
    edit(repo, "by: 2024-07-31", "by: 2024-08-15")
    commit(in_git, repo, "Dời hạn")
    reworded, moved = ("task-reworded", "A.VII.2"), ("deadline-moved", "A.III.3/van-hanh")
    assert told(run, repo, "cu", "moi") == told(run, repo, "cu..moi") == [reworded]
    assert told(run, repo, "main...moi") == [reworded]
    assert set(told(run, repo, "main..moi")) == {reworded, moved}
    assert told(run, repo, "HEAD~1..") == told(run, repo, "HEAD~1") == told(run, repo, "../bản lưu")
    assert moved in told(run, repo, f"../bản lưu/{PLAN}", PLAN)
    assert moved in told(run, repo, "../bản lưu", ".")
    assert told(run, repo, "HEAD") == []


def test_a_plan_file_leaves_records_out(run: Run, repo: Path, tmp_path: Path) -> None:
    shutil.copy(repo / PLAN, tmp_path / "ban-cu.yaml")
    edit(repo, "by: 2024-07-31", "by: 2024-08-15")
    done = run("diff", "../ban-cu.yaml", "--format", "json", cwd=repo)
    assert "Chỉ so kế hoạch" in done.err
    kinds = (
        {change["kind"] for change in json.loads(done.out)["changes"]}
        if done.code == 0
        else done.err
    )
    assert kinds == {"deadline-moved"}


def test_two_years_are_two_plans(run: Run, real: Path, example: Path) -> None:
    done = run("diff", str(real / "plans/2023.yaml"), str(example / PLAN))
    assert done.code == 0
    assert "Hai kế hoạch khác nhau: năm 2023 và năm 2024" in done.err
    assert "Dời hạn" not in done.out


def test_a_word_that_names_a_folder_and_a_revision_is_the_folder(
    run: Run, in_git: Git, repo: Path, tmp_path: Path
) -> None:
    shutil.copytree(repo / "plans", repo / "cu/plans")
    edit(repo, "by: 2024-07-31", "by: 2024-08-15")
    commit(in_git, repo, "Dời hạn")
    in_git("branch", "cu", cwd=repo)
    assert told(run, repo, "cu") == [("deadline-moved", "A.III.3/van-hanh")]
    assert told(run, repo, "heads/cu") == []


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("khong-co", "không có bản git nào tên «khong-co»"),
        ("./khong-co", "không có thư mục hay tệp"),
        ("khong-co..HEAD", "không có bản git nào tên «khong-co»"),
        ("HEAD:plans", "không có bản git nào tên"),
        ("^HEAD", "không có bản git nào tên"),
        ("..--output=bi-ghi", "không có"),
        ("x..--upload-pack=touch bi-ghi", "không có bản git nào"),
        ("./plans", "không có plans/<năm>.yaml"),
    ],
)
def test_what_names_nothing_is_told_in_one_line(
    run: Run, repo: Path, word: str, message: str
) -> None:
    done = run("diff", "--", word, cwd=repo)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1), done.err
    assert message in done.err
    assert not (repo / "bi-ghi").exists()


def test_a_revision_without_the_plan(run: Run, in_git: Git, tmp_path: Path, example: Path) -> None:
    in_git("init", "-q", cwd=example)
    (example / "doc.txt").write_text("x", encoding="utf-8")
    in_git("add", "doc.txt", cwd=example)
    in_git("commit", "-q", "-m", "trống", cwd=example)
    done = run("diff", cwd=example)
    assert (done.code, "không có plans/<năm>.yaml" in done.err) == (2, True), done.err
    commit(in_git, example, "Kế hoạch")
    shutil.copy(example / PLAN, example / "plans/2025.yaml")
    done = run("diff", "--year", "2025", cwd=example)
    assert "không có kế hoạch năm 2025; có: 2024" in done.err


def test_what_other_years_hold_is_not_passed_over(run: Run, in_git: Git, repo: Path) -> None:
    shutil.copy(repo / PLAN, repo / "plans/2020.yaml")
    edit(repo, "\nyear: 2024\n", "\nyear: 2020\n", "plans/2020.yaml")
    done = run("diff", cwd=repo)
    assert "Năm 2020 cũng có thay đổi; ở đây chỉ so năm 2024." in done.err
    commit(in_git, repo, "Năm 2020")
    assert run("diff", cwd=repo).err == NOTICE
    edit(repo, CONFERENCE, "với doanh nghiệp;", "plans/2020.yaml")
    assert "Năm 2020 cũng có thay đổi" in run("diff", cwd=repo).err
    (repo / PLAN).unlink()
    assert "Năm 2024 cũng có thay đổi; ở đây chỉ so năm 2020." in run("diff", cwd=repo).err


NOTICE = "DỮ LIỆU MINH HỌA: cơ quan và số liệu của kế hoạch này do bịa ra để làm ví dụ.\n"


# --- states of a repository ------------------------------------------------------------------


def test_no_repository(run: Run, example: Path) -> None:
    done = run("diff", cwd=example)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert "không nằm trong kho git" in done.err
    assert run("diff", ".", ".", cwd=example).code == 0
    done = run("diff", "plans/2024.yaml", "plans/khong-co.yaml", cwd=example)
    assert "không có thư mục hay tệp plans/khong-co.yaml" in done.err


def test_no_git_on_the_machine(run: Run, repo: Path, tmp_path: Path) -> None:
    (repo / "git").write_text(f"#!/bin/sh\ntouch {tmp_path}/bi-chay\n", encoding="utf-8")
    (repo / "git").chmod(0o755)
    for path in (str(tmp_path), "."):
        done = run("diff", cwd=repo, env={"PATH": path})
        assert (done.code, "máy không có git" in done.err) == (2, True), done.err
    assert run("diff", ".", "./", cwd=repo, env={"PATH": str(tmp_path)}).code == 0
    assert not (tmp_path / "bi-chay").exists()


def test_no_commit_yet(run: Run, in_git: Git, example: Path) -> None:
    in_git("init", "-q", cwd=example)
    assert "kho chưa có bản nào được lưu" in run("diff", cwd=example).err


def test_a_detached_head_and_a_worktree(run: Run, in_git: Git, repo: Path, tmp_path: Path) -> None:
    edit(repo, "by: 2024-07-31", "by: 2024-08-15")
    commit(in_git, repo, "Dời hạn")
    in_git("checkout", "-q", "--detach", "HEAD~1", cwd=repo)
    assert ("deadline-moved", "A.III.3/van-hanh") in told(run, repo, "HEAD..main")
    in_git("worktree", "add", "-q", str(tmp_path / "cây"), "main", cwd=repo)
    assert ("deadline-moved", "A.III.3/van-hanh") in told(run, tmp_path / "cây", "HEAD~1")


def test_a_shallow_clone_says_that_its_past_is_short(
    run: Run, in_git: Git, repo: Path, tmp_path: Path
) -> None:
    edit(repo, CONFERENCE, "với doanh nghiệp;")
    commit(in_git, repo, "Sửa")
    in_git("clone", "-q", "--depth", "1", repo.as_uri(), str(tmp_path / "nông"), cwd=tmp_path)
    assert told(run, tmp_path / "nông") == []
    done = run("diff", "HEAD~1", cwd=tmp_path / "nông")
    assert (done.code, "git fetch --unshallow" in done.err) == (2, True), done.err
    commit(in_git, edit(repo, "by: 2024-07-31", "by: 2024-08-15"), "Dời hạn")
    in_git("fetch", "-q", "--depth", "1", "origin", cwd=tmp_path / "nông")
    done = run("diff", "FETCH_HEAD...HEAD", cwd=tmp_path / "nông")
    assert (done.code, "không có bản gốc chung" in done.err, "fetch-depth: 0" in done.err) == (
        2,
        True,
        True,
    ), done.err


def test_no_gate_lets_a_lost_record_pass(run: Run, in_git: Git, repo: Path, tmp_path: Path) -> None:
    def gate(*revisions: str, root: Path = repo) -> tuple[int, str]:
        done = run("diff", *revisions, "--fail-on", "finding", cwd=root)
        return done.code, done.out

    in_git("checkout", "-q", "--orphan", "moi", cwd=repo)
    assert gate() == (0, gate()[1])  # before the first commit there is nothing to lose
    in_git("rm", "-q", "-r", "--cached", "plans", cwd=repo)
    assert gate("--staged") == (0, "")
    in_git("checkout", "-q", "-f", "main", cwd=repo)
    assert gate("--staged")[0] == 0
    in_git("rm", "-q", "--cached", UPDATE, cwd=repo)
    assert (gate()[0], gate("--staged")[0], gate("HEAD", ".", "--staged")[0]) == (0, 1, 2)
    in_git("reset", "-q", cwd=repo)
    commit(in_git, edit(repo, "\nyear: 2024\n", "\nyear: [\n"), "Hỏng kế hoạch")
    in_git("checkout", "-q", "HEAD~1", "--", PLAN, cwd=repo)
    code, out = gate()
    assert (code, "Không tệp nào bị sửa, xóa." in out) == (0, True)
    edit(repo, "state: doing", "state: done", UPDATE)
    assert gate()[0] == 1
    (repo / UPDATE).unlink()
    code, out = gate()
    assert (code, f"Cập nhật đã ghi bị xóa: {UPDATE}" in out) == (1, True)
    in_git("clone", "-q", "--depth", "1", repo.as_uri(), str(tmp_path / "nông"), cwd=tmp_path)
    commit(in_git, repo, "Xóa cập nhật")
    in_git("fetch", "-q", "--depth", "1", "origin", cwd=tmp_path / "nông")
    assert gate("HEAD...FETCH_HEAD", root=tmp_path / "nông")[0] == 1
    assert (gate("khong-co...HEAD")[0], gate(f"{'0' * 40}...HEAD")[0]) == (2, 0)


def test_a_gate_looks_at_the_records_of_every_plan(run: Run, in_git: Git, repo: Path) -> None:
    other = "plans/2020/reports/2020-Q3.issued.yaml"
    (repo / other).parent.mkdir(parents=True)
    (repo / other).write_text("number: '45'\n", encoding="utf-8")
    commit(in_git, repo, "Năm 2020")
    assert run("diff", "--fail-on", "finding", cwd=repo).code == 0
    (repo / other).unlink()
    done = run("diff", "--fail-on", "finding", cwd=repo)
    assert (done.code, f"Báo cáo đã ban hành bị xóa: {other}" in done.out) == (1, True)


def test_a_partial_clone_is_never_completed_over_the_network(
    run: Run, in_git: Git, repo: Path, tmp_path: Path
) -> None:
    in_git("config", "uploadpack.allowFilter", "true", cwd=repo)
    clone = tmp_path / "mảnh"
    in_git(
        "clone",
        "-q",
        "--no-checkout",
        "--filter=blob:none",
        repo.as_uri(),
        str(clone),
        cwd=tmp_path,
    )
    shutil.copytree(repo / "plans", clone / "plans")
    in_git(
        "config",
        "remote.origin.uploadpack",
        f"touch {tmp_path}/bi-chay; git-upload-pack",
        cwd=clone,
    )
    in_git("config", "protocol.file.allow", "always", cwd=clone)
    done = run("diff", cwd=clone)
    assert (done.code, "không có đủ tệp trên máy này" in done.err) == (2, True), done.err
    assert not (tmp_path / "bi-chay").exists()


def test_a_merge_in_progress_says_where_the_conflict_is(run: Run, in_git: Git, repo: Path) -> None:
    in_git("checkout", "-q", "-b", "moi", cwd=repo)
    commit(in_git, edit(repo, CONFERENCE, "với nhà đầu tư;"), "Một")
    in_git("checkout", "-q", "main", cwd=repo)
    commit(in_git, edit(repo, CONFERENCE, "với doanh nghiệp;"), "Hai")
    in_git("merge", "moi", cwd=repo, ok=False)
    done = run("diff", cwd=repo)
    assert (done.code, done.out) == (2, "")
    assert f"{PLAN}:" in done.err
    assert "PCI003 lỗi: còn dấu xung đột của git" in done.err
    assert ("task-reworded", "A.VII.2") in told(run, repo, "main", "moi")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="cần quyền root để đổi chủ thư mục"
)
def test_a_repository_of_another_owner(run: Run, repo: Path, tmp_path: Path) -> None:
    for path in (repo, repo / ".git"):
        os.chown(path, 12345, 12345)
    done = run("diff", cwd=repo, env={"HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"})
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert "thuộc người dùng khác" in done.err
    assert f"git config --global --add safe.directory '{repo}'" in done.err


def test_a_workspace_in_a_subfolder_of_non_ascii_names(
    run: Run, in_git: Git, tmp_path: Path, example: Path
) -> None:
    top = tmp_path / "kho"
    inside = top / "Kế hoạch\nnăm «2024»"
    shutil.copytree(example, inside)
    (inside / "plans/2024/progress/van-phong/ghi chú.txt").write_text("x", encoding="utf-8")
    in_git("init", "-q", cwd=top)
    commit(in_git, top, "Kế hoạch")
    assert told(run, inside) == []
    (inside / UPDATE).unlink()
    assert ("update-deleted", Path(UPDATE).stem) in told(run, inside)


def test_a_submodule(run: Run, in_git: Git, repo: Path, tmp_path: Path) -> None:
    top = tmp_path / "kho"
    top.mkdir()
    in_git("init", "-q", cwd=top)
    in_git("submodule", "--quiet", "add", repo.as_uri(), "don-vi", cwd=top)
    commit(in_git, top, "Kho con")
    assert told(run, top / "don-vi") == []
    edit(top / "don-vi", CONFERENCE, "với doanh nghiệp;")
    assert told(run, top / "don-vi") == [("task-reworded", "A.VII.2")]


def test_links_in_a_revision_are_refused_as_on_a_disk(
    run: Run, in_git: Git, repo: Path, tmp_path: Path
) -> None:
    (tmp_path / "khac.yaml").write_bytes((repo / UPDATE).read_bytes())
    (repo / UPDATE).unlink()
    (repo / UPDATE).symlink_to(tmp_path / "khac.yaml")
    commit(in_git, repo, "Liên kết")
    done = run("diff", "HEAD~1", "HEAD", cwd=repo)
    assert (done.code, "là liên kết, không phải tệp thường" in done.err) == (2, True), done.err


def test_a_linked_folder_does_not_pass_for_an_empty_one(
    run: Run, in_git: Git, repo: Path, tmp_path: Path
) -> None:
    shutil.move(repo / "plans/2024", tmp_path / "nơi khác")
    (repo / "plans/2024").symlink_to(tmp_path / "nơi khác")
    commit(in_git, repo, "Liên kết thư mục")
    done = run("diff", "HEAD~1", "HEAD", cwd=repo)
    assert (done.code, "plans/2024 ở bản HEAD" in done.err) == (2, True), done.err


def test_files_that_cannot_be_read_are_told_by_revision(run: Run, in_git: Git, repo: Path) -> None:
    commit(in_git, edit(repo, "state: doing", "stat: doing", UPDATE), "Hỏng")
    in_git("checkout", "-q", "HEAD~1", "--", "plans", cwd=repo)
    done = run("diff", cwd=repo)
    assert done.code == 0
    assert f"Không so 01 cập nhật vì không đọc được: HEAD:{UPDATE}." in done.err


# --- hostile repositories --------------------------------------------------------------------


RUNNING = (
    *(
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "core.gitProxy",
    ),
    *(
        "core.alternateRefsCommand",
        "credential.helper",
        "diff.external",
        "diff.doc.textconv",
        "diff.doc.command",
    ),
    *(
        "filter.doc.smudge",
        "filter.doc.clean",
        "filter.doc.process",
        "merge.doc.driver",
        "gpg.program",
    ),
    *(
        "pager.diff",
        "pager.ls-tree",
        "pager.rev-parse",
        "pager.cat-file",
        "uploadpack.packObjectsHook",
    ),
)
"""Settings of a repository that name a program."""


def test_nothing_planted_in_a_repository_is_run(
    run: Run, in_git: Git, repo: Path, tmp_path: Path
) -> None:
    canary = tmp_path / "bi-chay"
    command = tmp_path / "cai-san.sh"
    command.write_text(f'#!/bin/sh\necho "$0 $*" >> {canary}\nexec cat\n', encoding="utf-8")
    command.chmod(0o755)
    (repo / ".gitattributes").write_text("*.yaml diff=doc filter=doc merge=doc\n", encoding="utf-8")
    commit(in_git, repo, "Thuộc tính")
    for hook in (
        "post-index-change",
        "reference-transaction",
        "post-checkout",
        "pre-auto-gc",
        "fsmonitor-watchman",
    ):
        shutil.copy(command, repo / ".git/hooks" / hook)
    planted = dict.fromkeys(RUNNING, str(command))
    planted |= {
        f"alias.{name}": f"!{command}"
        for name in ("ls-tree", "cat-file", "rev-parse", "merge-base", "diff")
    }
    for key, value in {**planted, "core.hooksPath": str(repo / ".git/hooks")}.items():
        in_git("config", key, value, cwd=repo)
    edit(repo, CONFERENCE, "với doanh nghiệp;")
    for arguments in ((), ("HEAD~1", "HEAD"), ("HEAD~1...HEAD",), ("HEAD", "--format", "md")):
        done = run("diff", *arguments, cwd=repo)
        assert done.code == 0, done.err
    assert not canary.exists(), canary.read_text(encoding="utf-8")
    subprocess.run(["git", "status"], cwd=repo, capture_output=True, check=False)
    assert canary.exists(), "bẫy phải chạy được khi gọi git bình thường"


def test_a_planted_bare_repository_is_not_read(
    run: Run, in_git: Git, example: Path, tmp_path: Path
) -> None:
    in_git("init", "-q", "--bare", str(example), cwd=tmp_path)
    in_git(
        "config",
        "-f",
        str(example / "config"),
        "core.fsmonitor",
        f"touch {tmp_path}/bi-chay",
        cwd=tmp_path,
    )
    done = run("diff", cwd=example)
    assert (done.code, "không nằm trong kho git" in done.err) == (2, True), done.err
    assert not (tmp_path / "bi-chay").exists()


def test_replace_refs_do_not_change_the_past(run: Run, in_git: Git, repo: Path) -> None:
    original = in_git("rev-parse", f"HEAD:{PLAN}", cwd=repo)
    edit(repo, CONFERENCE, "với doanh nghiệp;")
    forged = in_git("hash-object", "-w", PLAN, cwd=repo)
    in_git("replace", original, forged, cwd=repo)
    assert told(run, repo) == [("task-reworded", "A.VII.2")]


def test_a_variable_of_git_around_the_command_leads_nowhere_else(
    run: Run, in_git: Git, repo: Path, tmp_path: Path
) -> None:
    other = tmp_path / "khác"
    other.mkdir()
    in_git("init", "-q", cwd=other)
    env = {
        "GIT_DIR": str(other / ".git"),
        "GIT_EXTERNAL_DIFF": "false",
        "GIT_OBJECT_DIRECTORY": str(other),
    }
    assert run("diff", cwd=repo, env=env).code == 0


def test_nothing_in_the_workspace_is_written(run: Run, repo: Path, tmp_path: Path) -> None:
    os.utime(repo / PLAN)  # a stale index entry, which `git status` would refresh
    before = {path: path.stat().st_mtime_ns for path in repo.rglob("*")}
    assert run("diff", cwd=repo).code == 0
    assert {path: path.stat().st_mtime_ns for path in repo.rglob("*")} == before
