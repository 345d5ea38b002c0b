"""`pci record` in a terminal: puts the questions, shows the update before it is written, offers what is owed next."""

import os
import shlex
import subprocess
import tempfile
import textwrap
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from pci import names
from pci.asking import Desk, Known, Question, answered, fields, following, without
from pci.clock import now, today
from pci.commands.recording import (
    Draft,
    Owed,
    after,
    judged,
    keep,
    owed,
    owed_line,
    place,
    refusal,
    rest_fields,
    tell,
    tell_kept,
)
from pci.console import complain, notice, result, visible, width
from pci.errors import CannotDo
from pci.exhibits import proof
from pci.model import REST
from pci.vi import fold, period_words, shortened
from pci.workspace import Workspace


def ask(workspace: Workspace, given: Mapping[str, Any], written: Mapping[str, Any]) -> None:
    """Ask for what was not given, one update after the other while the person wants to go on. `written` are the fields
    that say who typed it."""
    with suppress(ImportError):  # not on every system; then the terminal's own editing serves
        import readline  # noqa: F401  # gives `input` arrow keys and whole Vietnamese letters to delete
    known: Known | None = {key: value for key, value in given.items() if value}
    if known and "about" in known:
        known = {**known, "part": known["about"]}
    try:
        while known is not None:
            draft = _draft(workspace, known, written)
            if draft is None:
                notice("Không ghi.")
                return
            new = keep(workspace, draft)
            result(place(workspace, draft))
            tell_kept(workspace.plan, draft, new)
            workspace = after(workspace, (draft,))
            known = _next(workspace, draft)
    except EOFError:
        raise CannotDo("thôi giữa chừng; cập nhật đang hỏi chưa được ghi", "chạy lại «pci record»") from None
    except KeyboardInterrupt:
        notice("\nThôi giữa chừng; cập nhật đang hỏi chưa được ghi.")
        raise


def _draft(workspace: Workspace, known: Known, written: Mapping[str, Any]) -> Draft | None:
    """A sound update that the person has seen and wants; null where they do not."""
    desk = Desk(workspace.plan, workspace.entries, workspace.calendar, today(), partial(proof, workspace.root))
    while True:
        while question := following(desk, known):
            known = _put(known, question)
        found = judged(workspace, {**fields(known), **written, "recorded": now()})
        if isinstance(found, Draft):
            result(f"\n{place(workspace, found)}\n\n{textwrap.indent(visible(found.text), '  ')}")
            tell(found.doubts)
            return found if agreed("Ghi?") else None
        left = without(known, found[0].field)
        if left is None:
            raise refusal(found)
        tell(found)
        known = left


def _put(known: Known, question: Question) -> Known:
    """Put one question until it is answered."""
    for number, option in enumerate(question.options, 1):
        result(shortened(visible(f"  {number:>2}. {option.label}"), width() - 1))
    while True:
        try:
            return answered(known, question, _typed(question))
        except CannotDo as error:
            complain(error)


def _typed(question: Question) -> str:
    words = question.words + (f" [{question.default}]" if question.default else "")
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not question.long:
        return _line(f"{words}: ")
    if not editor:
        return _line(f"{words} (Enter: không): ")
    typed = _line(f"{words} (gõ một dòng; Enter: mở trình soạn thảo; -: không): ")
    if typed.strip() == "-":
        return ""
    return typed if typed.strip() else _edited(editor)


_ROOM = 20
"""Columns that a prompt leaves for what is typed."""


def _line(prompt: str) -> str:
    """One line from the keyboard, typed beside the prompt or, where that is long, below it."""
    if len(prompt) > width() - _ROOM:
        result(prompt.strip())
        prompt = "> "
    try:
        return input(visible(prompt))
    except UnicodeDecodeError:
        raise CannotDo("chữ vừa gõ không phải UTF-8", "đặt bảng mã của cửa sổ lệnh là UTF-8") from None


_GUIDE = """
# Viết kết quả thực hiện ở trên, thành câu: báo cáo in nguyên lời.
# Dòng bắt đầu bằng dấu # bị bỏ. Để trống là không nêu kết quả.
"""


def _edited(editor: str) -> str:
    """What a person wrote in their own editor, without the lines that begin with `#`."""
    handle, name = tempfile.mkstemp(prefix="pci-", suffix=".txt")
    os.close(handle)
    path = Path(name)
    try:
        path.write_text(_GUIDE, encoding="utf-8")
        command = editor if os.name == "nt" else [*shlex.split(editor), name]
        done = subprocess.run(f'{command} "{name}"' if os.name == "nt" else command, check=False)  # noqa: S603
        if done.returncode:
            raise CannotDo(f"trình soạn thảo «{editor}» kết thúc với mã {done.returncode}", "gõ một dòng, hoặc thử lại")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:  # not there, not closed quotes, not UTF-8
        raise CannotDo(f"trình soạn thảo «{editor}» không dùng được ({type(error).__name__})", "gõ một dòng") from None
    finally:
        path.unlink(missing_ok=True)
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()


def agreed(words: str, usual: bool = True) -> bool:
    """Whether a person says yes; `usual` is what a bare Enter means."""
    return _chosen(words, "C/k" if usual else "c/K", usual, lambda said: None) is True


def _chosen(words: str, shown: str, usual: bool, other: Callable[[str], str | None]) -> bool | str:
    """Yes or no, or something else that `other` makes of the words; asked again where it is none of these."""
    while True:
        said = fold(typed := _line(f"{words} [{shown}] "))
        if not said:
            return usual
        if said in ("c", "co", "y", "yes"):
            return True
        if said in ("k", "khong", "n", "no"):
            return False
        try:
            if found := other(typed):
                return found
        except CannotDo as error:
            complain(error)
            continue
        complain(CannotDo(f"«{shortened(typed)}» không rõ", f"gõ {shown}"))


def _next(workspace: Workspace, draft: Draft) -> Known | None:
    """What the unit owes next and the person wants to go on with; null where nothing, or enough."""
    update, plan = draft.update, workspace.plan
    found = owed(workspace, update.unit, update.date, today())
    if found is None:
        return None
    notice(owed_line(plan, found))
    if not found.tasks:
        return None
    for number, task_id in enumerate(found.tasks, 1):
        work = " ".join(plan.tasks[task_id].work.split())
        result(shortened(visible(f"  {number:>2}. {task_id}  {work}"), width() - 1))

    def task(said: str) -> str | None:
        if said.isascii() and said.strip().isdigit():
            return dict(enumerate(found.tasks, 1)).get(int(said.strip()[:9]))
        return names.subject(plan, said)

    wanted = _chosen(f"Ghi tiếp {found.tasks[0]}?", "C/k/số", True, task)
    if wanted is False:
        return _rest(found)
    return {"about": found.tasks[0] if wanted is True else wanted, "unit": update.unit}


def _rest(found: Owed) -> Known | None:
    """The one line that closes the others, never by default: it claims that nothing happened."""
    words = f"Không phát sinh gì ở các nhiệm vụ còn lại trong {period_words(found.period.period)}: ghi {REST}?"
    if not agreed(words, usual=False):
        return None
    return {**rest_fields(found.unit, found.period, today()), "part": REST, "result": None}
