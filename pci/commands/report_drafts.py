"""The drafts of a paper that is to be issued: what people changed in them must be in it, or be told."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pci.commands.paper import word_file
from pci.commands.report_words import differences, not_words, reworded
from pci.console import as_given, notice
from pci.core.errors import CannotDo
from pci.files.store import taken
from pci.reports.facts import Facts
from pci.reports.passages import Passage, mark, passages

if TYPE_CHECKING:
    from pci.word.passages import EditedDocument


def refuse_unkept(
    facts: Facts, target: Path, own: Path, issued: bytes, draft: bytes, force: bool
) -> None:
    """Refuse to issue a text that is not the one people edited, for it was that one that was signed.

    Drafts are looked for where the paper is to go and under its own name in the current folder. Words count in every
    one: they can still be kept. What words cannot keep counts in the draft saved last, for older ones may just tell of
    older data: those are named. Number and day may be typed in a draft already, as in `issued`, or not, as in `draft`.
    """
    from pci.word.passage_places import read_by_place
    from pci.word.passages import read_passages

    standing = {path.resolve(): path for place in (own, target) for path in taken(place)}
    found = {path: read for path in standing.values() if (read := _of_this(facts, path))}
    if not found:
        return
    now = [read_passages(made) for made in (issued, draft)]
    drafts = {path: read_by_place(read, now[-1]) for path, read in found.items()}
    told = {passage.name: passage for passage in passages(facts)}
    unkept = _unkept(facts, told, drafts)
    last = max(reversed(drafts), key=lambda path: path.stat().st_mtime_ns)
    differing = {
        path: min((_beyond(told, read, made) for made in now), key=len)
        for path, read in drafts.items()
    }
    beyond = differing.pop(last)
    for path in (path for path, lines in differing.items() if lines):
        what = "còn khác bản sắp ban hành ở chỗ không giữ được bằng lời"
        notice(f"{as_given(path)}, cũ hơn {as_given(last)}, {what}: xem lại nếu đã ký bản ấy.")
    if not unkept and not beyond:
        return
    for path, labels in unkept.items():
        notice(f"{as_given(path)} có lời đã sửa mà chưa kéo về: {'; '.join(labels)}.")
    if beyond:
        notice(f"{as_given(last)} khác bản sắp ban hành ở chỗ không giữ được bằng lời:")
    for line in beyond:
        notice(line)
    if force:
        notice("Vẫn ban hành đúng theo dữ liệu vì có --force.")
        return
    pulls = [f"pci report … --pull {as_given(path)}" for path in unkept]
    mend = (
        f"kéo lời về trước: {'; '.join(pulls)}" if pulls else "sửa ở dữ liệu hoặc mẫu rồi lập lại"
    )
    lost = f" ({as_given(target)} bị thay)" if target in drafts else ""
    raise CannotDo(
        "bản thảo đã sửa khác bản sắp ban hành nên chưa ghi gì",
        f"{mend}; ban hành theo dữ liệu thì thêm --force{lost}",
    )


def _of_this(facts: Facts, path: Path) -> "EditedDocument | None":
    """A document as it stands, where it is one of this very report."""
    from pci.word.passages import read_passages

    try:
        read = read_passages(word_file(path))
    except CannotDo as error:
        hint = "tệp ấy ở tên của văn bản: mở xem, hoặc dời đi"
        raise CannotDo(f"{as_given(path)}: {error.message}", hint) from None
    return read if any(found.report == facts.report for found in read.passages.values()) else None


def _unkept(
    facts: Facts, told: Mapping[str, Passage], drafts: Mapping[Path, "EditedDocument"]
) -> dict[Path, list[str]]:
    """The labels of passages that were edited and are not yet the report's words, draft by draft. Words that a later
    draft was made with had been kept, and then gave way to others."""
    found: dict[Path, list[str]] = {}
    later: set[tuple[str, str]] = set()
    for path in reversed(list(drafts)):
        changed = reworded(facts, told, drafts[path])
        if labels := [
            told[name].label for name, lines in changed.items() if (name, mark(lines)) not in later
        ]:
            found[path] = labels
        later |= {(name, passage.mark) for name, passage in drafts[path].passages.items()}
    return found


def _beyond(
    told: Mapping[str, Passage], read: "EditedDocument", made: "EditedDocument"
) -> list[str]:
    return [*differences(made.outside, read.outside), *not_words(told, read, made)]
