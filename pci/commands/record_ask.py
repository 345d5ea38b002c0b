"""`pci record` in a terminal: puts the questions, shows the update before it is written, offers what is owed next."""

import locale
import os
import select
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from pci import names
from pci.asking import Desk, Known, Option, Question, answered, asked, fields, following, label, needed, without
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
    rest_fields,
    tell,
    tell_answered,
    tell_kept,
)
from pci.console import complain, fault_words, notice, result, shown_name, visible, width
from pci.errors import CannotDo
from pci.exhibits import proof
from pci.labels import LABELS
from pci.model import REST, Plan, Update
from pci.vi import count_words, fold, period_words, shortened
from pci.workspace import Workspace


def ask(workspace: Workspace, given: Mapping[str, Any], written: Mapping[str, Any], dry_run: bool) -> None:
    """Ask for what was not given, one update after the other while the person wants to go on. `written` are the fields
    that say who typed it."""
    _edit_lines()
    known: Known | None = {key: value for key, value in given.items() if value}
    if known and "about" in known:
        known = {**known, "part": known["about"]}
    kept, halfway = 0, True
    try:
        while known is not None:
            halfway = True
            draft = _draft(workspace, known, written)
            if draft and dry_run:
                notice("Chạy thử: chưa ghi gì.")
                return
            if draft is None or not _kept(workspace, draft):
                notice("Không ghi.")
                return
            kept, halfway = kept + 1, False
            workspace = after(workspace, (draft,))
            known = _next(workspace, draft)
    except (EOFError, KeyboardInterrupt) as stop:
        result("\n")  # below the prompt
        earlier = f"{count_words(kept)} cập nhật đã ghi" if kept else "chưa ghi gì"
        if not halfway:
            notice(f"Thôi; {earlier}.")
        elif isinstance(stop, EOFError):
            raise CannotDo(f"thôi giữa chừng, cập nhật đang hỏi chưa được ghi; {earlier}") from None
        else:
            notice(f"Thôi giữa chừng, cập nhật đang hỏi chưa được ghi; {earlier}.")
        if isinstance(stop, KeyboardInterrupt):
            raise


def _edit_lines() -> None:
    """Give `input` arrow keys, whole Vietnamese letters to delete, pastes of many lines. Not on every system; and where
    the system's letters are no UTF-8 it would drop all others byte by byte, which the terminal's own editing passes."""
    if locale.getencoding().lower().replace("-", "") == "utf8":
        with suppress(ImportError):
            import readline  # noqa: F401


def _draft(workspace: Workspace, given: Known, written: Mapping[str, Any]) -> Draft | None:
    """A sound update that the person has seen and wants; null where they do not."""
    desk = Desk(workspace.plan, workspace.entries, workspace.calendar, today(), partial(proof, workspace.root))
    known, before = given, given
    while True:
        while question := following(desk, known):
            known = _put(desk.plan, known, question, before.get(question.key))
        known = before = needed(desk, known, given)
        found = judged(workspace, {**fields(known), **written, "recorded": now()})
        if isinstance(found, Draft):
            result(f"\n{place(workspace, found)}\n\n{textwrap.indent(visible(found.text), '  ')}")
            tell_answered(workspace, found)
            tell(found.doubts)
            wanted = _chosen("Ghi? (s: sửa)", "C/k/s", True, lambda said: "s" if fold(said) in ("s", "sua") else None)
            if isinstance(wanted, bool):
                return found if wanted else None
            field = _field_to_mend(desk, known)
        else:
            tell(found)
            wrong = (fault.field for fault in found if fault.field not in _NOT_ASKED)
            field = next((f for f in wrong if without(known, f) != known), None) or _field_to_mend(desk, known)
        known = without(known, field)


_NOT_ASKED = ("corrects", "answers")
"""Given for good: where they do not fit, the answers are to be mended."""


def _field_to_mend(desk: Desk, known: Known) -> str:
    """The field that the person wants to answer once more."""
    options = tuple(Option(field, LABELS[Update][field]) for field in asked(desk, known))
    named = {option.value: (option.label,) for option in options}
    question = Question("field", "Sửa mục nào", lambda said: names.resolve(said, named, "mục"), options)
    field: str = _put(desk.plan, {}, question, None)["field"]
    return field


def _put(plan: Plan, known: Known, question: Question, before: Any) -> Known:
    """Put one question until it is answered; `before` is what was answered the last time, null where it was not."""
    for number, option in enumerate(question.options, 1):
        result(shortened(visible(f"  {number:>2}. {option.label}"), width() - 1))
    kept = before if isinstance(before, str) and question.skip else ""
    while True:
        try:
            found = answered(known, question, _typed(question, kept))
        except CannotDo as error:
            complain(error)
            kept = getattr(error, "text", kept)
        else:
            if question.key == "words" and isinstance(about := found["words"], str):
                result(shortened(visible(f"  {label(plan, about)}"), width() - 1))
            return found


def _typed(question: Question, kept: str) -> str:
    """What a person answers, beginning with what they had typed before."""
    words = question.words + (f" [{question.default}]" if question.default else "")
    editor = next(filter(str.strip, (os.environ.get(name, "") for name in ("VISUAL", "EDITOR"))), None)
    if not question.long:
        return _line(f"{words}: ", kept)
    if not editor:
        return _line(f"{words} (Enter: không): ", kept)
    typed = _line(f"{words} (gõ một dòng; Enter: mở trình soạn thảo; -: không): ")
    if typed.strip() == "-":
        return ""
    return typed if typed.strip() else _edited(editor, kept)


_ROOM = 20
"""Columns that a prompt leaves for what is typed."""

_CUT = 4095
"""Bytes after which a terminal that edits lines itself drops the rest of one."""


def _line(prompt: str, begun: str = "") -> str:
    """One answer from the keyboard, typed beside the prompt or, where that is long, below it; of several lines pasted
    at once all, for the rest of them are no answers to what is asked next."""
    if len(prompt) > width() - _ROOM:
        result(prompt.strip())
        prompt = "> "
    while True:
        try:
            lines = [_read(prompt, begun)]
            while _more_waits():
                lines += _rest_of_paste()
            return "\n".join(lines)
        except CannotDo as error:
            while _more_waits():
                with suppress(CannotDo):
                    _read("")
            complain(error)


def _rest_of_paste() -> list[str]:
    """The lines that wait, then what stood behind the last line end, which only Enter hands over."""
    lines = []
    while _more_waits():
        lines.append(_read(""))
    last = _read("Đã dán nhiều dòng; Enter là hết: ")
    return [*lines, last] if last else lines


def _read(prompt: str, begun: str = "") -> str:
    """One line as the terminal gives it, `begun` standing there already where lines can be edited."""
    editing = sys.modules.get("readline")
    if editing and begun:
        editing.set_startup_hook(lambda: editing.insert_text(begun))
    try:
        line = input(visible(prompt))
    except UnicodeDecodeError:
        raise CannotDo("chữ vừa gõ không phải UTF-8", "đặt bảng mã của cửa sổ lệnh là UTF-8 rồi gõ lại") from None
    finally:
        if editing:
            editing.set_startup_hook(None)
    if not editing and len(line.encode()) >= _CUT:
        raise CannotDo("dòng dài quá, cửa sổ lệnh đã cắt mất phần sau", "gõ thành nhiều dòng, hoặc đặt EDITOR")
    return line


def _more_waits() -> bool:
    """Whether more was typed than the line just read."""
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.kbhit()
    return bool(select.select([sys.stdin], [], [], 0.05)[0])


_GUIDE = """
# Viết kết quả thực hiện ở trên, thành câu: báo cáo in nguyên lời.
# Dòng bắt đầu bằng dấu # bị bỏ. Để trống là không nêu kết quả.
"""


class _EditorFailed(CannotDo):
    """The editor gave nothing back that could be taken; `text` is what stood in its file nevertheless."""

    text = ""


def _edited(editor: str, begun: str) -> str:
    """What a person wrote in their own editor, without the lines that begin with `#`. Where that fails the file is left
    to them as soon as anything stands in it."""
    handle, name = tempfile.mkstemp(prefix="pci-", suffix=".txt")
    os.close(handle)
    path = Path(name)
    path.write_text(begun + _GUIDE, encoding="utf-8")
    fault = _run(editor, path)
    data = path.read_bytes() if path.exists() else b""
    try:
        text = _without_guide(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        text, fault = "", fault or "lưu chữ không phải UTF-8"
    if fault is None:
        path.unlink(missing_ok=True)
        if not text:
            notice("Không có chữ nào trong trình soạn thảo: không nêu kết quả.")
        return text
    hint = "gõ một dòng; Enter để mở lại"
    if data == _GUIDE.encode():
        path.unlink(missing_ok=True)
    else:
        hint += f", chữ đã gõ còn trong {name}"
    failed = _EditorFailed(f"trình soạn thảo «{editor}» {fault}", hint)
    failed.text = text
    raise failed


def _run(editor: str, path: Path) -> str | None:
    """Let a person edit a file; why that failed, null where it did not."""
    try:
        if os.name == "nt":
            code = subprocess.run(f'{editor} "{path}"', check=False).returncode  # noqa: S603
        else:
            # a path may have blanks where nothing else is meant
            command = [editor] if Path(editor).is_file() else shlex.split(editor)
            code = subprocess.run([*command, str(path)], check=False).returncode  # noqa: S603
    except OSError as error:
        return f"không chạy được: {fault_words(error)}"
    except ValueError:
        return "không chạy được: dấu nháy chưa đóng, hoặc có ký tự lạ"
    return f"kết thúc với mã {code}" if code else None


def _without_guide(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()


def _kept(workspace: Workspace, draft: Draft) -> bool:
    """Keep an update and say so; where the disk refuses, try again as often as the person wants."""
    while True:
        try:
            new = keep(workspace, draft)
        except OSError as error:
            complain(CannotDo(f"chưa ghi được: {shown_name(error)}: {fault_words(error)}", "sửa rồi thử lại"))
        except CannotDo as error:
            complain(error)
        else:
            result(place(workspace, draft))
            tell_kept(workspace, draft, new)
            return True
        if not agreed("Thử lại?"):
            return False


def agreed(words: str, usual: bool = True) -> bool:
    """Whether a person says yes; `usual` is what a bare Enter means."""
    return _chosen(words, "C/k" if usual else "c/K", usual, lambda said: None) is True


def _chosen(words: str, shown: str, usual: bool, other: Callable[[str], str | None]) -> bool | str:
    """Yes or no, or something else that `other` makes of the words; asked again where it is none of these."""
    while True:
        said = fold(typed := _line(f"{words} [{shown}] "))
        if not typed.strip():
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
