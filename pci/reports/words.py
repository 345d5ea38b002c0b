"""The Office's words for a report: the file that people edit, and what it holds at first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pci.core.errors import CannotDo
from pci.core.ledger import Entry
from pci.core.model import Update
from pci.core.papers import PASSAGES, section_passage
from pci.core.vi import nfc, period_words
from pci.reports.facts import Facts
from pci.reports.passages import passages, without_drafts
from pci.reports.results import in_brackets
from pci.reports.silence import silent_sentence
from pci.reports.supplements import supplements


class EarlierWords(NamedTuple):
    """What the Office worded in a paper that a longer one holds: paragraphs by passage."""

    report: str
    title: str
    passages: Mapping[str, tuple[str, ...]]


def earlier_words(facts: Facts) -> EarlierWords:
    """Get what the Office worded itself in a report, without what is still as it began."""
    own = without_drafts(facts)
    names = own.words.passages() if own.words else ()
    worded = {name: own.own_words(name) for name in names}
    return EarlierWords(
        facts.report, _title(facts), {i: text for i, text in worded.items() if text}
    )


def _title(facts: Facts) -> str:
    return period_words(facts.window.period) + (" (có lũy kế)" if facts.year_to_date else "")


EARLIER = (
    "Lời Văn phòng đã viết trong báo cáo trước đứng trong chú thích, ngay trên đoạn ấy:"
    " dùng lại thì chép xuống."
)


def words_file(
    facts: Facts, words: Mapping[str, str], written: datetime, earlier: Iterable[EarlierWords] = ()
) -> bytes:
    """The words file of a report, which reads back whatever was typed."""
    from pci.files import yamlio

    silent = silent_sentence(facts.at_writing or facts)
    data = words_text(_title(facts), words, written, silent, tuple(earlier)).encode()
    document = yamlio.read(data, facts.report)
    if document.tree is None:
        problem = document.problems[0]
        raise CannotDo(f"lời văn không giữ được: {problem.message}", problem.hint)
    return data


def words_text(
    report: str,
    words: Mapping[str, str],
    written: datetime,
    silent: str = "",
    earlier: Sequence[EarlierWords] = (),
) -> str:
    """A words file: these passages, the names of those that may still be written, the sentence
    that is offered where units are `silent`, and above each passage its `earlier` words."""
    from pci.files import yamlio

    tree = {"written": written, **_tree({name: nfc(text) for name, text in words.items()})}
    # without anything to add, or without tasks outside sections, there is nothing to write
    begun = {*tree, "supplements", "results"}
    free = [f"{key} ({label.lower()})" for key, label in PASSAGES.items() if key not in begun]
    lines = [
        f"# Lời văn của báo cáo {report}: mỗi dòng là một đoạn."
        " Đoạn không có hoặc chưa sửa thì lấy từ các cập nhật.",
        "# Đoạn đã sửa không kể cập nhật ghi sau «written»; xem lại xong thì sửa giờ ấy.",
    ]
    if free:
        lines.append(f"# Còn có thể viết: {', '.join(free)}.")
    if silent:
        offer = "Đến khi ban hành vẫn chưa gửi thì viết vào assessment, hoặc một chỗ khác"
        lines.append(f"# {offer}: {silent}")
    if any(paper.passages for paper in earlier):
        lines.append(f"# {EARLIER}")
    for key in ("written", *PASSAGES):
        lines += _offered(earlier, key)
        if key in tree:
            lines.append(yamlio.write({key: tree[key]}).removesuffix("\n"))
    return "\n".join([*lines, ""])


def _offered(earlier: Iterable[EarlierWords], key: str) -> Iterator[str]:
    """Offer as comments, for the passages of a kind, what the Office worded before, each with its
    origin."""
    for paper in earlier:
        for name, paragraphs in paper.passages.items():
            if name.partition(".")[0] == key:
                yield f"# {name}: từ lời Văn phòng viết cho {paper.title} ({paper.report})"
                yield from (f"#   {paragraph}" for paragraph in paragraphs)


def _tree(words: Mapping[str, str]) -> dict[str, Any]:
    """Nest passages by their names; every text ends with a line, to be written as a block."""
    tree: dict[str, Any] = {}
    for name, text in words.items():
        kind, _, rest = name.partition(".")
        if kind == "tasks":
            task_id = rest.removesuffix(".result")
            tree.setdefault(kind, {})[task_id] = {"result": f"{text}\n"}
        elif rest:
            tree.setdefault(kind, {})[rest] = f"{text}\n"
        else:
            tree[kind] = f"{text}\n"
    return {key: tree[key] for key in PASSAGES if key in tree}


def gap_words(facts: Facts, gap: str) -> str:
    """Name a gap with the passages of the body that have it, each with its key in the words file:
    `[…] (Kiến nghị, đề xuất: proposals)`."""
    places = [
        f"{passage.label}: {passage.name}"
        for passage in passages(facts)
        if gap in "\n".join((*passage.gaps, *passage.lines))
    ]
    body = [place for place in places if ": tasks." not in place] or places
    return gap + in_brackets(body, "; ")


def first_words(facts: Facts) -> dict[str, str]:
    """What a words file holds at first: the passages that hold what units wrote."""
    return {
        passage.name: "\n".join(passage.lines)
        for passage in passages(facts)
        if passage.lines and _is_from_units(facts, passage.name)
    }


def _is_from_units(facts: Facts, name: str) -> bool:
    """Whether a passage holds what units wrote.

    Sub-indices follow from their tasks, coming work from the plan, and what was only kept up needs
    no words.
    """
    if name.startswith("tasks."):
        task = name.removeprefix("tasks.").removesuffix(".result")
        return bool(facts.entries_of(task) or facts.conditions_of(task))
    return not name.startswith(("sections.", "results", "direction"))


def later_updates(facts: Facts) -> list[Entry]:
    """The updates recorded after the Office's words, which those passages do not tell."""
    if facts.words is None:
        return []
    words = facts.words
    worded = words.passages().keys() - without_drafts(facts).drafts
    passages = [(entry, _passages_of(facts, entry.update)) for entry in facts.entries]
    passages += [(entry, {one.passage}) for one in supplements(facts) for entry in one.entries]
    return [e for e, names in passages if e.update.recorded > words.written and worded & names]


def _passages_of(facts: Facts, update: Update) -> set[str]:
    """The names of the passages that tell an update."""
    names = set()
    if update.difficulty:
        names.add("difficulties")
    if update.proposal:
        names.add("proposals")
    plan, subject = facts.plan, facts.place_of(update)
    if subject in plan.tasks:
        return names | {f"tasks.{subject}.result", section_passage(plan.section_of(subject))}
    if subject in plan.body or subject in plan.triggers:
        names.add("leadership")
    return names
