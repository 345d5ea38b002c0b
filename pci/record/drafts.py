"""An update about to be recorded, judged exactly as it will be when its file is read back."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

from pci.check import rules
from pci.console import complain, notice
from pci.core.causes import cause_of
from pci.core.diagnostic import MOST_LISTED, Diagnostic, Problem, Severity
from pci.core.errors import CannotDo
from pci.core.fields import Record, fields_of
from pci.core.ledger import Done, Entry, done_of_all, due_day, update_id, update_path
from pci.core.model import Update
from pci.core.rule import Rule
from pci.core.vi import control_character, nfc, short_date, shortened
from pci.files import yamlio
from pci.files.attachments import evidence_line
from pci.files.shape import build
from pci.record.fault import Fault, Fields
from pci.workspace import Workspace

M = TypeVar("M", bound=Record)

MOST_DIGITS = 15
"""Digits before or behind the point: to write out `1e999999999` would take all memory there is."""

SAID_TWICE = "PCI452"

DATED_LATE = "PCI453"

REFUSED = frozenset({"PCI415", "PCI451", SAID_TWICE, DATED_LATE, "PCI454"})
"""Rules that only warn in a workspace and forbid recording: a day to come, for another machine's
clock may be wrong; standing work that is done; a figure said twice, for branches are merged; work
that its own evidence proves done in time, for what is recorded is never edited; a ratio in place of
its parts."""


class Draft(NamedTuple):
    """A sound update and its file; the text is empty where the update is recorded already.

    `doubts` are what a person should look at again. `withdrawn_by` is the withdrawal of the same
    words, where they were recorded and taken back.
    """

    update: Update
    path: str
    text: str
    doubts: tuple[Fault, ...] = ()
    withdrawn_by: str = ""

    @property
    def entry(self) -> Entry:
        """The update with its id."""
        return Entry(update_id(self.update), self.update)


Judgement = Draft | tuple[Fault, ...]
"""A sound update, or all that is wrong with it."""


def judge(workspace: Workspace, fields: Fields, refused: Collection[str] = REFUSED) -> Judgement:
    """The update that a file with these fields would hold; `refused` are the warnings that forbid
    recording."""
    return judge_all(workspace, (fields,), refused)[0]


def judge_all(
    workspace: Workspace,
    listed: Iterable[Fields | tuple[Fault, ...]],
    refused: Collection[str] = REFUSED,
) -> list[Judgement]:
    """Judge several updates together, each beside the others and those of the workspace.

    Faults that stand in the place of an update are passed on.
    """
    shaped = [
        _shaped(workspace, fields) if isinstance(fields, Mapping) else fields for fields in listed
    ]
    new = [(draft.path, draft.entry) for draft in shaped if isinstance(draft, Draft)]
    problems = rules.check_new(
        workspace.plan, new, workspace.progress, workspace.issued, workspace.calendar
    )
    judged = [
        _ruled(one, next(problems), refused) if isinstance(one, Draft) else one for one in shaped
    ]
    done = done_of_all(workspace.entries)
    return [_compared(workspace, one, done) if isinstance(one, Draft) else one for one in judged]


def _compared(workspace: Workspace, draft: Draft, done: Done) -> Draft:
    """A sound update beside what was recorded: words that were withdrawn are recorded already;
    what is late or suspended is doubted where nobody says why."""
    if withdrawal := workspace.progress.withdrawn.get(draft.entry.id):
        return draft._replace(text="", withdrawn_by=withdrawal)
    return draft._replace(doubts=(*draft.doubts, *_unexplained(workspace, draft.update, done)))


UNEXPLAINED = "unexplained"
"""The code of that doubt, which is no rule: in a file nobody has to say why."""


def _unexplained(workspace: Workspace, update: Update, done: Done) -> Iterator[Fault]:
    """A doubt about what is late or suspended for no reason, its corrected one included."""
    if update.reason or cause_of(update, workspace.progress.by_id):
        return
    due = due_day(workspace.plan, update, done, workspace.calendar)
    is_late = due is not None and update.date > due
    if is_late or update.state == "suspended":
        words = f"quá hạn {short_date(due)}" if is_late and due else "tạm dừng"
        hint = "nêu bằng --reason, hoặc ở cột Nguyên nhân rồi gửi lại biểu"
        yield Fault("state", f"{words} mà chưa nêu nguyên nhân", hint, UNEXPLAINED)


def _shaped(workspace: Workspace, fields: Fields) -> Judgement:
    """The update of these fields, or the faults of its shape; the plan's rules come later.

    An unknown field is kept, so that the model refuses it.
    """
    ordered = [*fields_of(Update), *fields]
    values = {
        key: composed(fields[key]) for key in ordered if fields.get(key) not in (None, [], {})
    }
    if faults := tuple(unwritable(values)):
        return faults
    evidence = values.get("evidence")
    try:
        if isinstance(evidence, list):
            values["evidence"] = [evidence_line(workspace.root, str(line)) for line in evidence]
    except CannotDo as error:
        return (Fault.of(error, "evidence"),)
    text = yamlio.write(values)
    update = read_back(Update, text)
    if isinstance(update, tuple):
        return update
    return Draft(update, update_path(workspace.plan.id, update), text)


def read_back(kind: type[M], text: str) -> M | tuple[Fault, ...]:
    """Read the record that a file with this text would hold, or list the faults of its shape."""
    document = yamlio.read(text.encode(), "cập nhật")
    record: M | tuple[Diagnostic, ...] = document.problems
    if document.tree:
        record = build(kind, document.tree, document.source, "cập nhật")
    if isinstance(record, tuple):
        return tuple(Fault("", d.message, d.hint) for d in record)
    return record


def unwritable(values: Fields) -> Iterator[Fault]:
    """A fault for each control character and each number that is too long to write."""
    for key, value in values.items():
        for one in _scalars(value):
            if isinstance(one, str) and (character := control_character(one)):
                yield Fault(key, f"{key}: ký tự không hợp lệ {character}", "xóa ký tự này")
            if isinstance(one, Decimal) and abs(one.adjusted()) > MOST_DIGITS:
                words = f"{key}: {shortened(str(one))} dài quá {MOST_DIGITS} chữ số"
                yield Fault(key, words, "gõ lại số")


def _scalars(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return (*value, *value.values())
    return value if isinstance(value, list) else [value]


def composed(value: Any) -> Any:
    """Typed text in composed letters, paragraphs without trailing blanks."""
    if isinstance(value, str):
        return "\n".join(line.rstrip() for line in nfc(value).strip().splitlines())
    if isinstance(value, dict):
        return {key: composed(item) for key, item in value.items()}
    return [composed(item) for item in value] if isinstance(value, list) else value


def _ruled(
    draft: Draft, problems: Iterable[tuple[Rule[Any, Problem], Problem]], refused: Collection[str]
) -> Judgement:
    """The errors that the rules find, else the update with their warnings."""
    faults: list[Fault] = []
    doubts: list[Fault] = []
    for rule, problem in problems:
        fault = Fault(str(next(iter(problem.path), "")), problem.message, problem.hint, rule.code)
        if rule.severity is Severity.ERROR or rule.code in refused:
            faults.append(fault)
        elif rule.severity is Severity.WARNING:
            doubts.append(fault)
    return tuple(faults) or draft._replace(doubts=tuple(doubts))


def after(workspace: Workspace, drafts: Iterable[Draft]) -> Workspace:
    """The workspace with updates that were kept since it was read."""
    updates = {draft.path: draft.update for draft in drafts}
    return workspace._replace(progress=workspace.progress.with_updates(updates))


def tell(faults: Iterable[Fault]) -> None:
    """Print the first faults on stderr, one line each, and how many others there are."""
    faults = list(faults)
    for fault in faults[:MOST_LISTED]:
        complain(CannotDo(fault.message, fault.hint))
    if others := faults[MOST_LISTED:]:
        notice(f"và {len(others)} lỗi khác")


def refusal(faults: Sequence[Fault]) -> CannotDo:
    """Print all faults but the last, and make an error of the last, which the caller raises."""
    tell(faults[:-1])
    return CannotDo(faults[-1].message, faults[-1].hint)
