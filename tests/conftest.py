"""Fixtures: workspaces, the program run as users run it, goldens of what people see."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import libreoffice
import pytest
from hypothesis import settings
from json_schemas import held
from support import ROOT, Golden, Ran, Run

from pci import loading
from tools.forkserver import ForkServer

settings.register_profile("pci", deadline=None, max_examples=20)  # a busy machine is no fault
settings.load_profile("pci")

REAL_PLAN = (ROOT / "plans/2023.yaml").read_bytes()


@pytest.fixture(scope="session")
def forkserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    """The process that forks most runs of the program."""
    server = ForkServer(tmp_path_factory.mktemp("forkserver"), os.environ)
    yield server
    server.close()


@pytest.fixture
def run(tmp_path: Path, forkserver: ForkServer) -> Run:
    """Runs the program in a process of its own, in `tmp_path` unless `cwd` says otherwise.

    It has no terminal. Where `env` speaks to Python itself it is a new process of it, else a fork
    of the forkserver.
    JSON that it prints is held against its published schema.
    """

    def go(
        *arguments: str | bytes,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: str = "",
    ) -> Ran:
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("PCI_", "NO_COLOR", "FORCE_COLOR"))
        }
        clean = {**kept, "PYTHONPATH": str(ROOT), "USER": "nguoi-thu"}
        own = {**clean, **(env or {})}
        words = [argument for argument in arguments if isinstance(argument, str)]
        to_python = any(name.startswith("PYTHON") for name in env or {})
        if len(words) == len(arguments) and not to_python:
            return held(forkserver.run(words, cwd or tmp_path, own, stdin.encode()))
        done = subprocess.run(
            [sys.executable, "-m", "pci", *arguments],
            cwd=cwd or tmp_path,
            env=own,
            input=stdin.encode(),
            capture_output=True,
            timeout=120,
            check=False,
        )
        return held(Ran(done.returncode, done.stdout.decode(), done.stderr.decode()))

    return go


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the program."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    subprocess.run([sys.executable, *command], cwd=folder, env=env, capture_output=True, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel; its libraries are those of the tests' own environment, so that
    nothing is fetched."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (site,) = folder.rglob("site-packages")
    with zipfile.ZipFile(wheel) as package:
        package.extractall(site)
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the real plan as a workspace of its own."""
    return _copy(tmp_path / "that", ROOT, "plans")


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the illustrative workspace."""
    return _copy(tmp_path / "vi-du", ROOT / "examples", "plans")


LATER = ("2024-cchc*", "organisation.yaml", "2024/amendments", "2024/progress/phong-dtqh")
LATER_UPDATES = ("2024/progress/*/*-A.III.4-*", "2024/progress/tt-htdn/2024-12-09-A.IX.1-*")


@pytest.fixture
def signed_example(example: Path) -> Path:
    """The illustrative plan alone, before documents changed it and units were merged."""
    plans = example / "plans"
    for path in [path for one in (*LATER, *LATER_UPDATES) for path in plans.glob(one)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return example


def _copy(target: Path, source: Path, folder: str) -> Path:
    shutil.copytree(source / folder, target / folder, copy_function=shutil.copyfile)
    return target


@pytest.fixture
def loaded() -> Callable[..., loading.Loaded]:
    """Loads files given as text, without a disk: the real plan, edited, and any updates."""

    def load(edit: Callable[[str], str] = lambda text: text, **updates: str) -> loading.Loaded:
        files = {"plans/2023.yaml": edit(REAL_PLAN.decode()).encode()}
        files |= {f"plans/2023/progress/{path}": text.encode() for path, text in updates.items()}
        return loading.load(files)

    return load


def pytest_configure(config: pytest.Config) -> None:
    """Keep what is judged in a folder of these tests, also while they are gathered."""
    cache = TemporaryDirectory()
    config.add_cleanup(cache.cleanup)
    os.environ["XDG_CACHE_HOME"] = cache.name


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test marked `office` where LibreOffice is absent."""
    if item.get_closest_marker("office") and not libreoffice.is_here():
        pytest.skip("cần LibreOffice (soffice) và pdftotext")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write goldens anew; review them as a diff"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with `tests/golden/<name>`; `--update-golden` writes it."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests/golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), (
            f"{name}: khác bản mẫu; xem lại rồi chạy --update-golden"
        )

    return compare
