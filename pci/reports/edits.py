"""What people changed in a report in Word: the words to keep, and what words cannot keep."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pci.core.vi import count_words, shortened
from pci.reports.facts import Facts
from pci.reports.passages import Passage, mark, passages, without_drafts

if TYPE_CHECKING:
    from pci.word.passages import EditedDocument, EditedPassage


@dataclass(frozen=True)
class Edits:
    """A report that a person had in Word (`edited`) beside the same report made now (`fresh`)."""

    facts: Facts
    current: Mapping[str, Passage]
    edited: "EditedDocument"
    fresh: "EditedDocument"

    @cached_property
    def _own(self) -> "dict[str, EditedPassage]":
        """The passages of the report as the person left them."""
        edited = self.edited.passages.items()
        return {
            name: passage
            for name, passage in edited
            if name in self.current and passage.report == self.facts.report
        }

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The passages whose text is neither the one they were made with nor the present one."""
        words = {}
        for name, passage in self._own.items():
            lines = self._without_gaps(name)
            if lines and mark(lines) not in (passage.mark, mark(self.current[name].lines)):
                words[name] = lines
        return words

    def _without_gaps(self, name: str) -> tuple[str, ...]:
        """The lines of a passage but for those that only repeat what is missing."""
        gaps = self.current[name].gaps
        return tuple(line for line in self._own[name].lines if line not in gaps)

    def labels(self, names: Iterable[str]) -> str:
        """What people call some passages."""
        return "; ".join(self.current[name].label for name in names)

    def listing(self) -> Iterator[str]:
        """What changed, passage by passage, then outside of them."""
        for name, lines in self.words.items():
            passage = self.current[name]
            yield f"{passage.label} ({name}):"
            yield from _differences(passage.lines, lines)
        if outside := self._outside():
            what = "Ngoài các đoạn sửa được, tệp khác bản lập lại từ dữ liệu"
            yield f"{what} (không giữ, sửa ở dữ liệu hoặc mẫu):"
            yield from outside

    def _outside(self) -> list[str]:
        return list(_differences(self.fresh.outside, self.edited.outside))

    def beyond_words(self) -> list[str]:
        """Every change that words cannot keep."""
        return [*self._outside(), *self._not_words()]

    def _not_words(self) -> Iterator[str]:
        """The passages whose change is none of words."""
        own, current = self._own, self.current
        rich = [name for name in own if own[name].lost]
        blank = [n for n in own if current[n].lines and not self._without_gaps(n)]
        cut = [name for name in self.fresh.passages if name not in own]
        count = count_words(len(cut))
        kinds = {
            "Chỉ giữ được chữ, không giữ bảng, hình, công thức, chú thích trong": rich,
            "Bị xóa trắng nên lời giữ như cũ (muốn in «Không có.» thì viết ra)": blank,
            f"Tệp không còn khung của {count} đoạn, lời của các đoạn ấy giữ như cũ": cut,
        }
        for what, names in kinds.items():
            if names:
                yield f"{what}: {self.labels(names)}."

    def warnings(self) -> Iterator[str]:
        """What words cannot keep, and what may be meant otherwise."""
        if self.edited.tracked:
            yield "Tệp còn thay đổi theo dõi (Track Changes): đọc như đã chấp nhận tất cả."
        for comment in self.edited.comments:
            yield f"Bình luận trong tệp chưa thành lời văn: {comment}"
        yield from self._unframed()
        yield from self._not_words()
        if held := [g for g in self.edited.gaps if g not in self.fresh.gaps and g.startswith("[")]:
            yield f"Còn trong ngoặc vuông nên chưa coi là lời văn: {' '.join(held)}."

    def _unframed(self) -> Iterator[str]:
        """The passages of another report, and those of which only their place tells."""
        for name in self.edited.passages:
            if name not in self._own:
                yield f"Bỏ qua đoạn «{name}»: không phải của báo cáo này."
        if unframed := [
            n for n, passage in self._own.items() if passage.lines and not passage.mark
        ]:
            what = "Khung đã mất khi sửa nên đọc theo chỗ của đoạn"
            why = "không rõ dữ liệu đã đổi từ khi lập tệp chưa"
            yield f"{what}, {why}, xem lại: {self.labels(unframed)}."

    def cautions(self) -> Iterator[str]:
        """What a person should look at before the words are printed."""
        marks = {name: mark(self.current[name].lines) for name in self.words}
        if moved := [n for n in self.words if self._own[n].mark not in ("", marks[n])]:
            yield f"Dữ liệu hoặc lời văn đã đổi từ khi lập tệp này, xem lại: {self.labels(moved)}."

    def rivals(self) -> list[str]:
        """The passages that somebody worded otherwise since the document was made."""
        words = self.facts.words
        worded = words.passages().keys() - without_drafts(self.facts).drafts if words else set()
        return [
            name
            for name in self.words
            if name in worded and mark(self.facts.own_words(name)) != self._own[name].mark
        ]


def _differences(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """What became of some lines, each old one and each new one shown."""
    for tag, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from (f"  cũ: {shortened(line, 300)}" for line in before[i:j])
            yield from (f"  mới: {shortened(line, 300)}" for line in after[k:n])


class LostEdits(NamedTuple):
    """What people changed in drafts of a report and the paper to be issued does not have.

    `words` are the labels of passages by draft. `beyond` is what words cannot keep in the draft
    saved last; `older` are the other drafts with such changes.
    """

    words: Mapping[Path, str]
    beyond: Sequence[str]
    older: Sequence[Path]


def lost_edits(
    facts: Facts,
    drafts: Mapping[Path, "EditedDocument"],
    last: Path,
    papers: Sequence["EditedDocument"],
) -> LostEdits:
    """Compare drafts, oldest first, with the paper to be issued and with the same as a draft.

    Number and day may stand in a draft or not, so it is compared with both `papers`.
    """
    current = {passage.name: passage for passage in passages(facts)}
    edits = {
        path: [Edits(facts, current, draft, paper) for paper in papers]
        for path, draft in drafts.items()
    }
    beyond = {
        path: min((one.beyond_words() for one in both), key=len) for path, both in edits.items()
    }
    older = [path for path in drafts if path != last and beyond[path]]
    return LostEdits(_lost_words({p: both[0] for p, both in edits.items()}), beyond[last], older)


def _lost_words(drafts: Mapping[Path, Edits]) -> Mapping[Path, str]:
    """The labels of passages that were edited and are not the report's words, by draft.

    Words that a later draft was made with were kept, and then gave way to others.
    """
    words = {}
    later: set[tuple[str, str]] = set()
    for path in reversed(list(drafts)):
        edits = drafts[path]
        lost = [name for name, lines in edits.words.items() if (name, mark(lines)) not in later]
        if lost:
            words[path] = edits.labels(lost)
        later |= {(name, passage.mark) for name, passage in edits.edited.passages.items()}
    return words
