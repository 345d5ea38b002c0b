"""The plan of a later year as a draft: the last version of a plan moved on by some years, with a
comment at each place at which a person has to look."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count, product
from typing import Any

from pci.check.units import calls
from pci.core.amendments import amended
from pci.core.dates import Calendar, parse_day
from pci.core.diagnostic import DocPath
from pci.core.grouping import by_key
from pci.core.holidays import calendar_of
from pci.core.ledger import Item, Ledger, last_word, ledger, view
from pci.core.model import OutsideBody, Plan, Unit, Update
from pci.core.organisation import in_force
from pci.core.references import leaves, references
from pci.core.remarks import REMARK_KINDS, holder_words, open_remarks
from pci.core.vi import TASK_LABELS, join_words, occurrence_words, roman, short_date
from pci.files.schema import path_of
from pci.files.shape import value
from pci.files.yamlio import read, write
from pci.loading import calendars
from pci.start.content import calendar_files
from pci.start.years import Move, replaced
from pci.workspace import Workspace, plan_ids

Tree = dict[str, Any]
Notes = dict[DocPath, list[str]]
"""Comments by the place above which they stand."""

END: DocPath = ("",)
"""The place of what stands below the whole plan."""
TASKS: DocPath = ("tasks",)


def carried(workspace: Workspace, year: int, renumber: bool, today: date) -> str:
    """Get the file of a plan's draft for a later year."""
    signed, notes = workspace.signed, Notes()
    titles = tuple(one.title for one in signed.documents.values() if one.title)
    first = int(plan_ids(workspace.root)[0][:4])
    move, last = Move(signed.year, year, titles, first), date(signed.year, 12, 31)
    tree = _without_facts_of_the_year(_consolidated(workspace, last), move, notes)
    tree = _moved(tree, move, notes)
    _note_signers(tree, notes)
    _note_days_off(tree, _calendar(workspace, year, today), notes)
    tree = _with_lost_words(tree, workspace.plan.on(last), notes)
    tree = _of_day(tree, workspace, date(year, 1, 1), notes)
    day = min(today, signed.last_day)
    _add_work(ledger(workspace.plan, workspace.entries, day, workspace.calendar), tree, move, notes)
    ids = _new_ids(tree, signed) if renumber else {}
    notes = {_renamed(path, ids): lines for path, lines in notes.items()}
    tree = _led(_continued(tree, signed.id, ids), notes)
    return _framed(_written(tree, notes), workspace, move, notes.get(END, []))


# --- the last version of the old plan -------------------------------------------------------------


def _consolidated(workspace: Workspace, last: date) -> Tree:
    """Get the tree of a plan's file with the amendments that came by a day, tasks by section."""
    path = f"plans/{workspace.signed.id}.yaml"
    tree: Tree = read(workspace.files[path], path).tree
    coming = [(one.since or date.min, f"{i}.yaml", one) for i, one in workspace.amendments.items()]
    for since, _, amendment in sorted(coming, key=lambda one: one[:2]):
        if since <= last:
            tree = amended(tree, amendment)
    sections = {section: n for n, section in enumerate(["", *tree.get("sections", {})])}
    plan = workspace.plan.on(last)
    order = sorted(tree["tasks"], key=lambda i: sections.get(plan.section_of(i), 0))
    return {**tree, "tasks": {i: tree["tasks"][i] for i in order}}


def _without_facts_of_the_year(tree: Tree, move: Move, notes: Notes) -> Tree:
    """Leave out what only the old document has: number, day, the signer's name, corrections, days
    that letters set, forerunners."""
    signer, reporting = tree.get("signer"), tree.get("reporting") or {}
    gone: dict[DocPath, None] = {("corrections",): None}
    gone |= {("tasks", i, "from"): None for i in tree["tasks"]}
    if isinstance(signer, dict) and signer.get("name"):
        gone["signer", "name"] = None
        _note(notes, ("signer",), f"người ký năm {move.old} là {signer['name']}")
    if periods := reporting.get("periods"):
        gone["reporting", "periods"] = None
        letters = ", ".join(f"{i} ({one['basis']})" for i, one in periods.items())
        _note(notes, ("reporting",), f"bỏ ngày riêng của các kỳ {letters}")
    blank = {key: None for key in ("number", "issued") if key in tree}
    kept: Tree = _with({**tree, **blank}, gone)
    return kept


def _note_signers(tree: Tree, notes: Notes) -> None:
    """Note who signs reports and letters by name."""
    for part in ("reporting", "letters"):
        signer = (tree.get(part) or {}).get("signer")
        if isinstance(signer, dict) and (name := signer.get("name")):
            _note(notes, (part, "signer"), f"{name} còn giữ chức vụ này không")


def _note(notes: Notes, path: DocPath, words: str, mark: str = "kiểm tra") -> None:
    line = " ".join(f"{mark}: {words}".split())
    if line not in notes.setdefault(path, []):
        notes[path].append(line)


# --- years ----------------------------------------------------------------------------------------

_PROSE = frozenset({"preamble", "closing", "text", "work"})
_TITLED = frozenset({"title", "appendix_title", "time", "outputs", "short"})
_WORDED = frozenset({*_PROSE, *_TITLED, "body", "sections", "triggers", "tasks"})
"""Keys whose words may name the plan's own time: in prose as a time of work only, else in any
way."""


def _moved(tree: Tree, move: Move, notes: Notes) -> Tree:
    """Move the days, periods and words of a plan on, and note what moved and what did not."""
    texts = dict(_scalars(tree))
    changes = _new_words(texts, move, notes)
    for path in (path for path in texts if path[-1] == "quote"):
        was, now = texts[path], _quote(texts[path], path[:2], texts, changes)
        changes[path] = now
        if now != was:
            _note(notes, path, f"«{was}» → «{now}»")
    _note_stays(texts, changes, move, notes)
    moved: Tree = _with(tree, changes)
    return moved


def _new_words(texts: Mapping[DocPath, str], move: Move, notes: Notes) -> dict[DocPath, str]:
    """Get the days, periods and words that move on, quotes left aside."""
    changes: dict[DocPath, str] = {("year",): str(move.new)}
    for path, text in texts.items():
        key = [part for part in path if isinstance(part, str)][-1]
        if path[0] == "tasks" and key in ("by", "during"):
            changes[path] = move.id(text)
            _note(notes, path, f"{text} → {changes[path]}")
        elif path[0] in _WORDED and key in (_PROSE | _TITLED):
            is_own = path[0] in ("title", "appendix_title")
            times = move.words(text, key in _TITLED, is_own)
            changes[path] = replaced(text, times)
            for time in times:
                _note(notes, path, f"«{time.was.strip()}» → «{time.now.strip()}»")
    return changes


def _scalars(tree: Any, path: DocPath = ()) -> Iterator[tuple[DocPath, str]]:
    """Yield every text of a tree with its path."""
    if isinstance(tree, str):
        yield path, tree
    elif isinstance(tree, (dict, list)):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from _scalars(value, (*path, key))


def _with(tree: Any, values: Mapping[DocPath, Any], path: DocPath = ()) -> Any:
    """Get a tree with other values at some paths; null leaves one out."""
    if isinstance(tree, dict):
        kept = [key for key in tree if values.get((*path, key), "") is not None]
        return {key: _with(tree[key], values, (*path, key)) for key in kept}
    if isinstance(tree, list):
        kept = [n for n in range(len(tree)) if values.get((*path, n), "") is not None]
        return [_with(tree[n], values, (*path, n)) for n in kept]
    return values.get(path, tree)


def _calendar(workspace: Workspace, year: int, today: date) -> Calendar:
    """Get the working days of a year, by the calendar that its draft comes with where the folder
    has none."""
    return calendar_of(calendars({**calendar_files(year, today), **workspace.files}).values())


def _note_days_off(tree: Tree, calendar: Calendar, notes: Notes) -> None:
    """Note each day of work on which nobody works, with the working days around it."""
    for path, text in _scalars(tree):
        day = parse_day(text) if path[0] == "tasks" and path[-1] == "by" else None
        if day and not calendar.is_working_day(day):
            before, after = (short_date(calendar.add_working_days(day, n)) for n in (-1, 1))
            words = f"{short_date(day)} là ngày nghỉ; ngày làm việc liền trước {before}"
            _note(notes, path, f"{words}, liền sau {after}")


def _quote(
    quote: str, owner: DocPath, texts: Mapping[DocPath, str], changes: Mapping[DocPath, str]
) -> str:
    """Get what the words that a quote repeats became, those of the time cell before others, those
    with other capitals last."""
    cells = [path for path in texts if path[:2] == owner and path[2] in _CELLS]
    in_order = sorted(cells, key=lambda path: path[2] != "time")
    for capitals, path in product((re.NOFLAG, re.IGNORECASE), in_order):
        if hit := re.search(re.escape(quote), texts[path], capitals):
            return changes.get(path, texts[path])[slice(*hit.span())]
    return quote


_CELLS = ("work", "units", "time", "outputs", "text")


def _note_stays(
    texts: Mapping[DocPath, str], changes: Mapping[DocPath, str], move: Move, notes: Notes
) -> None:
    """Note where the old year is still named: by documents together, by other words one by one."""
    cited: dict[str | int, None] = {}
    for path, text in texts.items():
        new = changes.get(path, text)
        for year in move.stays(text, new):
            if path[0] != "documents":
                words = _around(new, *year.span())
                _note(notes, END, words, ".".join(map(str, path)))
            elif year[0] != str(move.old + 1):
                cited[path[1]] = None
    if cited:
        words = f"văn bản của {', '.join(move.own_years)}, thay bằng văn bản mới nếu đã có: "
        _note(notes, ("documents",), words + ", ".join(map(str, cited)))


def _around(text: str, start: int, end: int) -> str:
    """Get a few words of a text around a place."""
    first, last = max(0, start - 50), end + 30
    before = re.sub(r"^\S*\s", "…", text[first:start]) if first else text[:start]
    return f"«{before}{text[start:last].rstrip()}{'…' if len(text.rstrip()) > last else ''}»"


def _with_lost_words(tree: Tree, plan: Plan, notes: Notes) -> Tree:
    """Put the words of an amendment that an obligation quotes into the cell that says the same: the
    time of a task that has an end, else its outputs."""
    tasks = {}
    for i, task in tree["tasks"].items():
        lost = _lost_words(task)
        if lost and plan.tasks[i].standing:
            task = {**task, "outputs": [*task.get("outputs", []), *lost]}
            _note(notes, ("tasks", i, "outputs"), "dòng cuối là lời của văn bản điều chỉnh")
        elif lost:
            was = task.get("time", "")
            task = {**task, "time": "; ".join(lost)}
            words = f"theo lời của văn bản điều chỉnh; bản đã ký viết «{was}»"
            _note(notes, ("tasks", i, "time"), words)
        tasks[i] = task
    return {**tree, "tasks": tasks}


def _lost_words(task: Tree) -> list[str]:
    """List the quotes of a task's obligations that none of its cells says."""
    cells = [text for path, text in _scalars(task) if path[0] in _CELLS]
    quotes = (owed["quote"].strip("\n") for owed in task.get("owes", {}).values())
    return [quote for quote in quotes if not any(quote in cell for cell in cells)]


# --- units and bodies -----------------------------------------------------------------------------


def _of_day(tree: Tree, workspace: Workspace, day: date, notes: Notes) -> Tree:
    """Put successors in the place of the units and bodies that have ended by a day, and note where
    the words still name those."""
    plan, own = workspace.plan.on(day), value(Plan, tree)
    changes = {**_heirs(own, plan, notes), **_agency(tree, workspace, day, notes)}
    names = _names(workspace, plan, day)
    touched = {path[1] for path in changes if path[0] == "tasks"}
    for i, task in own.tasks.items():
        if task.units and (i in touched or _old(names, task.units)):
            changes["tasks", i, "units"] = None
            words = (
                f"ô đơn vị năm {workspace.signed.year} là «{task.units}», nay in theo tên ở units"
            )
            _note(notes, ("tasks", i, "lead"), words)
    tree = _once(_with(tree, changes))
    for path, text in _scalars(tree):
        for name, now in _old(names, text) if path[0] not in (*_REGISTERS, "documents") else ():
            _note(notes, END, f"«{name}», {now}", ".".join(map(str, path)))
    return tree


_REGISTERS = ("units", "groups", "outside")


def _heirs(own: Plan, plan: Plan, notes: Notes) -> dict[DocPath, str | None]:
    """Get what stands instead of each id of what has ended, and instead of its entry; null for
    nothing."""
    heirs, changes = _heirs_of_ended(plan), dict[DocPath, str | None]()
    for ref in references(own):
        if ref.id in heirs and {*_REGISTERS}.intersection(ref.registers):
            changes[ref.path] = heir = heirs[ref.id]
            place = ref.path[:-1] if isinstance(ref.path[-1], int) else ref.path
            _note(notes, place, f"{_called(plan, ref.id)} → {plan.name(heir) if heir else 'bỏ'}")
    for register in _REGISTERS:
        for i in (i for i in getattr(own, register) if i in heirs):
            changes[register, i] = None
            _note(notes, (register,), f"bỏ {i} ({_called(plan, i)}), {_now(plan, heirs[i])}")
    return changes


def _heirs_of_ended(plan: Plan) -> Mapping[str, str | None]:
    """Get who carries on each unit, body or group that has ended; a group ends with its last
    member."""
    empty = (i for i, group in plan.groups.items() if group.members and not plan.members(i))
    return {**plan.heirs, **dict.fromkeys(empty)}


def _called(plan: Plan, i: str) -> str:
    """Get the own name of a unit, a body or a group, even of one that has ended."""
    return {**_bodies(plan), **plan.groups}[i].name


def _now(plan: Plan, heir: str | None) -> str:
    return f"nay là {plan.name(heir)}" if heir else "không có kế nhiệm"


def _agency(tree: Tree, workspace: Workspace, day: date, notes: Notes) -> dict[DocPath, None]:
    """Get the names of the agency that the organisation gives with a day: they are left out."""
    agency = in_force(workspace.organisation.agency, day)
    if agency is None or agency.since is None:
        return {}
    _note(notes, ("title",), f"tên cơ quan lấy ở plans/organisation.yaml: {agency.name}")
    keys = ("agency", "letterhead") if agency.letterhead else ("agency",)
    return {(key,): None for key in keys if key in tree}


def _once(tree: Tree) -> Tree:
    """Leave out a unit that is named twice in a list, coordinates what it leads, or stands above
    itself."""
    once = {"units": _unit_once, "groups": _group_once, "tasks": _task_once}
    return {
        key: {i: once[key](i, one) for i, one in part.items()} if key in once else part
        for key, part in tree.items()
    }


def _unit_once(i: str, unit: Tree) -> Tree:
    """Leave out that a unit stands above itself."""
    above = ("part_of", "reports_through")
    return {key: own for key, own in unit.items() if key not in above or own != i}


def _group_once(_: str, group: Tree) -> Tree:
    """Leave out a member that is named twice."""
    return {key: [*dict.fromkeys(own)] if key == "members" else own for key, own in group.items()}


def _task_once(_: str, task: Tree) -> Tree:
    """Leave out a unit that coordinates twice, or what it leads."""
    others = [u for u in dict.fromkeys(task.get("coordinating", ())) if u != task.get("lead")]
    return {key: own for key, own in {**task, "coordinating": others}.items() if own != []}


def _names(workspace: Workspace, plan: Plan, day: date) -> dict[str, str]:
    """Get every name that somebody had up to a day, with what is said of it now, nothing of one
    that is still somebody's."""
    names: dict[str, str] = {}
    for version in (v for v in workspace.plan.versions if not v.since or v.since <= day):
        for i, body in _bodies(version).items():
            names |= dict.fromkeys(calls(body), _now(plan, plan.heir(i)))
        names[version.agency.name] = f"nay là {plan.agency.name}"
    return {**names, **dict.fromkeys((*_held_names(plan), ""), "")}


def _held_names(plan: Plan) -> Iterator[str]:
    """Get every name that is somebody's."""
    for i, body in _bodies(plan).items():
        if plan.heir(i) == i:
            yield from calls(body)
    yield from (group.name for group in plan.groups.values())
    yield plan.agency.name


def _bodies(plan: Plan) -> Mapping[str, Unit | OutsideBody]:
    return {**plan.units, **plan.outside}


def _old(names: Mapping[str, str], text: str) -> list[tuple[str, str]]:
    """List the names in a text that nobody has any more, without parts of longer names there."""
    there = [name for name in names if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    whole = [name for name in there if not any(name in other != name for other in there)]
    return [(name, names[name]) for name in whole if names[name]]


# --- what a person has to decide ------------------------------------------------------------------

_UNFINISHED = ("overdue", "open", "suspended")
_DONE = ("done", "done_late")


def _add_work(book: Ledger, tree: Tree, move: Move, notes: Notes) -> None:
    """Note at each task the conditions that have happened, the work that is unfinished and what
    nobody answered."""
    for i in (i for i in tree["tasks"] if i in book.plan.tasks):
        for name, words in _happened(book, i):
            _decide(notes, ("tasks", i, "owes", name), words)
        for words in (*_unfinished(book, i), *_done_once(book, i)):
            _decide(notes, ("tasks", i), f"năm {move.old} {words}")
    for remark in open_remarks(book):
        update, plan = remark.entry.update, book.plan
        origin = f"{holder_words(plan, update, plan.short_name)}, {short_date(update.date)}"
        kind, to = REMARK_KINDS[remark.kind].lower(), plan.name(remark.remark.to)
        registers = (r for r in ("tasks", "body", "triggers") if update.subject in tree.get(r, {}))
        register = next(registers, None)
        words = f"{kind} chưa được trả lời ({origin}, gửi {to}): {remark.remark.text}"
        _decide(notes, (register, update.subject) if register else TASKS, words)


def _happened(book: Ledger, task_id: str) -> Iterator[tuple[str, str]]:
    """Say which conditions of a task's obligations have happened, with the obligation's name."""
    plan, happened = book.plan, book.happened
    for name, owed in plan.tasks[task_id].owes.items():
        for trigger in (t for t in owed.after if t in happened):
            day = short_date(happened[trigger])
            yield name, f"«{plan.triggers[trigger].title}» đã xảy ra ngày {day}"


def _decide(notes: Notes, path: DocPath, words: str) -> None:
    _note(notes, path, words, "cần quyết định")


def _unfinished(book: Ledger, task_id: str) -> list[str]:
    """Say what of a task is not finished; of a suspended one with nothing due, since when."""
    lines = [*_state_lines(book, (i for i in book.of_task(task_id) if i.state in _UNFINISHED))]
    is_suspended = not lines and view(book, task_id).state == "suspended"
    return [*_suspensions(book, task_id)] if is_suspended else lines


def _done_once(book: Ledger, task_id: str) -> Iterator[str]:
    """Say what of a task fell due once in the year and was finished, in question for the next."""
    for name, owed in book.plan.tasks[task_id].owes.items():
        items = [item for item in book.of_task(task_id) if item.obligation == name]
        is_once = len({item.period for item in items}) == 1 and not owed.every
        if is_once and all(item.state in _DONE for item in items):
            yield from _state_lines(book, items)


def _state_lines(book: Ledger, items: Iterable[Item]) -> Iterator[str]:
    """Say the state of items, each time that an obligation fell due once with its units."""
    plan = book.plan
    units = by_key((_occurrence(plan, item), plan.short_name(item.unit)) for item in items)
    for (state, what, reason), names in units.items():
        yield f"{TASK_LABELS[state].lower()}: {what} ({join_words(names)}){reason}"


def _occurrence(plan: Plan, item: Item) -> tuple[str, str, str]:
    """Get the state of an item, its title with its time, and the reason."""
    title = plan.tasks[item.task].owes[item.obligation].title
    period = f", {occurrence_words(item.period)}" if item.period else ""
    due = f", hạn {short_date(item.due)}" if item.due else ""
    return item.state, f"{title}{period}{due}", _reason(item.entry and item.entry.update)


def _suspensions(book: Ledger, task_id: str) -> Iterator[str]:
    """Say since when each unit has suspended a task."""
    plan = book.plan
    for unit in plan.accountable(plan.tasks[task_id]):
        if word := last_word(book, task_id, unit):
            day = short_date(word.date)
            yield f"tạm dừng từ {day} ({plan.short_name(unit)}){_reason(word)}"


def _reason(update: Update | None) -> str:
    return f": {update.reason}" if update and update.reason else ""


# --- the new file ---------------------------------------------------------------------------------


def _new_ids(tree: Tree, plan: Plan) -> dict[str, str]:
    """Number the tasks of each section anew, in the way in which its first is numbered."""
    taken = {i.casefold() for i in (*plan.sections, *plan.reported_paragraphs, *plan.triggers)}
    numbers: dict[str, Iterator[str]] = {}
    for i in (*plan.tasks, *tree["tasks"]):
        numbers.setdefault(i.rpartition(".")[0], _numerals(i.rpartition(".")[2]))
    ids: dict[str, str] = {}
    for i in tree["tasks"]:
        above, dot, _ = i.rpartition(".")
        named = (f"{above}{dot}{n}" for n in numbers[above])
        ids[i] = next(j for j in named if j.casefold() not in taken)
    return ids


def _numerals(first: str) -> Iterator[str]:
    """Count in the way of a numeral: `1`, `I`, `a`."""
    if first.isdecimal():
        return map(str, count(1))
    if re.fullmatch("[IVXLC]+", first):
        return map(roman, count(1))
    return map(chr, count(ord("a" if first.islower() else "A")))


def _continued(tree: Tree, plan_id: str, ids: Mapping[str, str]) -> Tree:
    """Name the forerunner of each task, under its new id where it has one."""
    tasks = {}
    for i, task in tree["tasks"].items():
        kept = {key: own for key, own in task.items() if not ids or key != "number"}
        tasks[ids.get(i, i)] = {"from": f"{plan_id}/{i}", **kept}
    reporting = {
        key: {ids.get(i, i): unit for i, unit in part.items()} if key == "focal" else part
        for key, part in tree.get("reporting", {}).items()
    }
    changed = {"tasks": tasks, "reporting": reporting}
    return {key: changed.get(key, part) for key, part in tree.items()}


def _led(tree: Tree, notes: Notes) -> Tree:
    """Set aside, as comments, the tasks that nobody leads any more."""
    tasks = {i: task for i, task in tree["tasks"].items() if "lead" in task}
    for i in (i for i in tree["tasks"] if i not in tasks):
        _decide(notes, TASKS, f"{i} không còn đơn vị chủ trì; thêm lead rồi đưa vào tasks:")
        for path in [path for path in notes if path[:2] == ("tasks", i)]:
            notes[TASKS] += notes.pop(path)
        notes[TASKS] += [f"  {line}" for line in write({i: tree["tasks"][i]}).splitlines()]
    return {**tree, "tasks": tasks}


def _renamed(path: DocPath, ids: Mapping[str, str]) -> DocPath:
    """Get the path at which a note on a task stands under the task's new id."""
    if path[0] != "tasks" or len(path) == 1:
        return path
    return ("tasks", ids.get(str(path[1]), path[1]), *path[2:])


def _framed(text: str, workspace: Workspace, move: Move, lines: Sequence[str]) -> str:
    """Get the text of a file with the words at its head and at its end."""
    signed = workspace.signed
    schema = path_of("plan", replace(signed, year=move.new))
    amendments = workspace.plan.on(date(move.old, 12, 31)).amendments
    documents = [one.document.cited for one in amendments]
    merged = f", gồm {join_words(documents)}" if documents else ""
    head = (
        f"yaml-language-server: $schema=../schemas/{schema}",
        f"Bản thảo kế hoạch năm {move.new}, lập từ plans/{signed.id}.yaml{merged}.",
        "Xem từng dòng «kiểm tra», «cần quyết định», sửa chỗ ấy nếu cần, rồi xóa dòng.",
    )
    years = ", ".join([*move.own_years, f"năm {move.old + 1}"])
    end = (f"Còn nhắc {years} hoặc tên cũ ở:", *lines) if lines else ()
    return "".join(
        [*(f"# {line}\n" for line in head), "\n", text, "\n", *(f"# {line}\n" for line in end)]
    )


def _written(tree: Tree, notes: Notes) -> str:
    """Get the text of a file with its comments, each above the line of its place."""
    values = (leaf for leaf in leaves(value(Plan, tree)) if not leaf.on_key)
    typed = {one.path: one.value for one in values if isinstance(one.value, _TYPED)}
    text = write(_with(tree, typed))
    above = _comments(text, tree, notes)
    numbered = enumerate(text.splitlines(), 1)
    return "".join(f"{line}\n" for n, own in numbered for line in (*above.get(n, ()), own))


_TYPED = (int, date, Decimal)
"""What stands in a file as it is; anything else is a text."""


def _comments(text: str, tree: Tree, notes: Notes) -> Mapping[int, Sequence[str]]:
    """Get what stands above each line of a file: a blank line between its parts, and the notes."""
    source = read(text.encode(), "").source
    parts = [(key,) for key, part in tree.items() if isinstance(part, dict)]
    apart = [*parts, *[("tasks", i) for i in tree["tasks"]][1:]]
    above = {source.keys[path].line: [""] for path in apart}
    for path, lines in notes.items():
        if path != END:
            line = source.locate(path, on_key=True).line
            indent = source.lines[line - 1].partition(source.lines[line - 1].lstrip())[0]
            above.setdefault(line, []).extend(f"{indent}# {words}" for words in lines)
    return above
