"""Files of a workspace from git's past: the only caller of git, which trusts no repository.

Only commands that look up objects run: nothing is checked out, converted, filtered, paged or
fetched. So no hook, filter, textconv, alias or program of a repository's configuration runs. The
configuration of the user and of the machine stays, for it names the folders that are trusted
(`safe.directory`).
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pci.core.errors import CannotDo
from pci.files.paths import MAX_BYTES, MOST_BYTES

TIMEOUT = 60
"""The most seconds of one call."""

_SWITCHED_OFF = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "credential.helper": "",
    "diff.external": "",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
}
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # beats `protocol.<name>.allow` of a repository
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
_KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
_INDEX = "GIT_INDEX_FILE"
"""By which git tells a hook the index of `git commit -a`, from the folder where the hook runs."""
_ID = re.compile(r"[0-9a-f]{40,64}")
_PLAIN = ("100644", "100755")
_ELSEWHERE = "so hai thư mục hoặc hai tệp kế hoạch thì không cần git: pci diff ./cũ ./mới"


class Revision(NamedTuple):
    """A commit and how the person named it."""

    asked: str
    id: str

    @property
    def name(self) -> str:
        """`HEAD (1a2b3c4d5e)`."""
        return f"{self.asked} ({self.id[:10]})" if self.id else self.asked


STAGED = Revision("bản sắp lưu", "")
"""The index: what the next commit will hold."""


class Blob(NamedTuple):
    """A file in the object store; `mode` tells a plain file from a link or a submodule."""

    mode: str
    id: str


def version(root: Path) -> str:
    """`2.47.3`, of the git of this machine."""
    match = re.search(rb"(?<!\d)\d+(\.\d+)+", _run(root, "version").stdout)
    return match[0].decode() if match else ""


def revision(root: Path, asked: str) -> Revision | None:
    """Find the commit that a person's word names around a folder; null where there is none."""
    if asked.startswith("-"):
        return None
    arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{asked}^{{commit}}")
    commit = _commit(_run(root, *arguments))
    return Revision(asked, commit) if commit else None


def fork(root: Path, one: Revision, other: Revision) -> Revision:
    """The commit at which two branches parted."""
    commit = _commit(_run(root, "merge-base", one.id, other.id))
    if not commit:
        message = f"«{one.asked}» và «{other.asked}» không có bản gốc chung"
        raise CannotDo(message, unknown_hint(root))
    return Revision(f"{one.asked}...{other.asked}", commit)


def _commit(done: subprocess.CompletedProcess[bytes]) -> str:
    """The id of a commit that git printed; empty where it printed none."""
    printed = done.stdout.decode(errors="replace").strip()
    return printed if done.returncode == 0 and _ID.fullmatch(printed) else ""


def unknown_hint(root: Path) -> str:
    """Say why a revision may not be there."""
    if _run(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        in_ci = "trong CI thì đặt fetch-depth: 0 (GitHub) hoặc GIT_DEPTH: 0 (GitLab)"
        mend = f"chạy «git fetch --unshallow» rồi làm lại, {in_ci}"
        return f"kho chỉ tải về một phần lịch sử (shallow): {mend}"
    if revision(root, "HEAD") is None:
        return "kho chưa có bản nào được lưu (commit)"
    return "xem các bản bằng «git log --oneline», các nhánh bằng «git branch --all»"


def tree(root: Path, at: Revision) -> Mapping[str, Blob]:
    """List everything below `plans/` at a revision, by its path inside the workspace."""
    if at == STAGED:
        staged = _records(_output(root, "ls-files", "--stage", "-z", "plans"))
        return {path: Blob(*about.split()[:2]) for about, path in staged}
    blobs = {}
    for about, path in _records(_output(root, "ls-tree", "-r", "-z", at.id, "plans")):
        mode, _, object_id = about.split()
        blobs[path] = Blob(mode, object_id)
    return blobs


def _records(printed: bytes) -> Iterator[tuple[str, str]]:
    """Read records of paths: some words, a tab, the path, a zero byte."""
    for record in filter(None, printed.split(b"\0")):
        about, _, path = record.partition(b"\t")
        yield about.decode("ascii"), os.fsdecode(path)


def files(root: Path, at: Revision, wanted: Callable[[str], bool]) -> Mapping[str, bytes]:
    """Get the contents at a revision of the wanted paths, in one order. A link or a submodule in
    place of a file or a folder is refused: the files in it would look deleted."""
    listed = tree(root, at)
    for path, blob in listed.items():
        if blob.mode not in _PLAIN and _may_hide(path, wanted):
            what = "kho con (submodule)" if blob.mode == "160000" else "liên kết"
            message = f"{path} ở bản {at.name} là {what}, không phải tệp thường"
            raise CannotDo(message, _ELSEWHERE)
    blobs = {path: blob.id for path, blob in sorted(listed.items()) if wanted(path)}
    contents = _contents(root, at, dict.fromkeys(blobs.values()))
    return {path: contents[i] for path, i in blobs.items()}


def _may_hide(path: str, wanted: Callable[[str], bool]) -> bool:
    """Whether a link may hide wanted files: it has the name of one or of a folder."""
    return wanted(path) or "." not in path.rpartition("/")[2]


def _contents(root: Path, at: Revision, ids: Iterable[str]) -> Mapping[str, bytes]:
    """Get objects by two calls: their sizes first, so that no huge one is read."""
    asked = "".join(f"{i}\n" for i in ids).encode()
    sizes = _run(root, "cat-file", "--batch-check", stdin=asked)
    rows = [line.split() for line in sizes.stdout.decode("ascii", "replace").splitlines()]
    if sizes.returncode or any(len(row) != 3 for row in rows):
        missing = "bản sao của kho thiếu nội dung (partial clone hoặc hỏng)"
        hint = f"{missing}: chạy «git fsck», tải lại kho"
        raise CannotDo(f"bản {at.name} không có đủ tệp trên máy này", hint)
    counts = [int(size) for _, _, size in rows]
    if max(counts, default=0) > MAX_BYTES or sum(counts) > MOST_BYTES:
        limits = f"một tệp không quá {MAX_BYTES >> 20} MiB, cả năm không quá {MOST_BYTES >> 20} MiB"
        raise CannotDo(f"dữ liệu ở bản {at.name} lớn bất thường, không đọc", limits)
    return dict(_objects(_output(root, "cat-file", "--batch", stdin=asked)))


def _objects(printed: bytes) -> Iterator[tuple[str, bytes]]:
    """Read objects: `<id> blob <size>`, a new line, the bytes, a new line."""
    start = 0
    while start < len(printed):
        end = printed.index(b"\n", start)
        object_id, _, size = printed[start:end].decode("ascii").split()
        start = end + 1 + int(size) + 1
        yield object_id, printed[end + 1 : start - 1]


def _output(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """What git prints; raises where it fails."""
    done = _run(root, *arguments, stdin=stdin)
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        message = f"git không đọc được kho: {lines[0] if lines else done.returncode}"
        raise CannotDo(message, "chạy «git fsck» để kiểm tra")
    return done.stdout


def _run(root: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Call git once; raises where the repository cannot be used at all."""
    settings = [word for key, value in _SWITCHED_OFF.items() for word in ("-c", f"{key}={value}")]
    folder = ("--no-pager", "--literal-pathspecs", "-C", str(root))
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in _KEPT}
    if index := os.environ.get(_INDEX):
        kept[_INDEX] = str(Path(index).absolute())
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program; no argument of a person's begins with a dash
            [_program(), *folder, *settings, *arguments],
            input=stdin,
            capture_output=True,
            env={**kept, **_ENVIRONMENT},
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        message = f"git không trả lời sau {TIMEOUT} giây"
        raise CannotDo(message, "xem ổ đĩa hoặc đường mạng tới kho") from None
    if done.returncode:
        _refuse_unusable(root, done.stderr.decode(errors="replace"))
    return done


def _refuse_unusable(root: Path, error: str) -> None:
    """Refuse a repository that git does not read, by the words of git."""
    if "dubious ownership" in error:
        place = re.search(r"repository at '(.*?)'", error)
        trusted = place[1] if place else root.as_posix()
        command = f"git config --global --add safe.directory '{trusted}'"
        hint = f"nếu tin nguồn của kho, chạy: {command}"
        raise CannotDo("git không đọc kho này vì thư mục thuộc người dùng khác", hint)
    if "not a git repository" in error or "cannot use bare repository" in error:
        raise CannotDo(f"{root} không nằm trong kho git nên không có bản cũ", _ELSEWHERE)


def _program() -> str:
    """Find git by its full path: a git in the current folder may be anybody's."""
    path = shutil.which("git")
    if path is None or not Path(path).is_absolute():
        raise CannotDo("máy không có git nên không xem được bản cũ", f"cài git; {_ELSEWHERE}")
    return path
