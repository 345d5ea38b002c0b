"""The agency's report as a document: a draft, or the paper that was issued."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pci.clock import now, today
from pci.commands import deliver
from pci.commands.options import day, tell_user, typist, whole_number
from pci.commands.paper import (
    Paper,
    PaperOptions,
    keep,
    rendered,
    target,
    template_data,
)
from pci.console import as_given, file_fault, notice, real, relative
from pci.core.errors import CannotDo
from pci.core.fields import content
from pci.core.model import Window
from pci.core.papers import Issue, issue_copy, issue_path, report_of
from pci.core.vi import count_words, file_words, lower_first, short_date, shown
from pci.files.outside import fingerprint, whole_file
from pci.files.store import create, inside, taken
from pci.reports.charts import progress_charts
from pci.reports.edits import LostEdits, lost_edits
from pci.reports.facts import Facts, renamed
from pci.reports.issue import (
    corrected_record,
    inputs_hash,
    issue_record,
    since_notices,
)
from pci.reports.lineage import files_of_year_before
from pci.reports.passages import without_drafts
from pci.reports.periodic import AdHoc, Issued, periodic_report
from pci.reports.silence import silent_sentence
from pci.reports.words import gap_words
from pci.workspace import Workspace

if TYPE_CHECKING:
    from pci.word.passages import EditedDocument

TEMPLATE = "bao-cao.docx"


class PaperFile(NamedTuple):
    """A finished document, and the name of its file without a suffix."""

    data: bytes
    name: str


@dataclass(frozen=True)
class PeriodicPaper:
    """The agency's report of a period; `window` is the way in which its data were taken, `issued`
    is null where it is a draft."""

    workspace: Workspace
    facts: Facts
    own: AdHoc
    window: Window
    charts: bool
    how: PaperOptions
    issued: Issued | None = None

    @property
    def name(self) -> str:
        """The name of its draft's file, without a suffix."""
        return f"bao-cao-{self.facts.plan.mark}-{self.facts.report}"

    def document(self) -> PaperFile:
        """The document under its name; with a number that is `bao-cao-pci-2023-Q3-45-BC-KKT`."""
        if not self.issued:
            return PaperFile(self.render(), self.name)
        symbol = self.facts.plan.reporting.symbol
        number = file_words(f"{int(self.issued.number):02}/{symbol}")
        return PaperFile(self.render(), f"{self.name}-{number}")

    def render(self) -> bytes:
        """The content of the document."""
        charts = progress_charts(self.facts.book) if self.charts else {}
        marks = {field: chart.mark for field, chart in charts.items()}
        facts = self.facts
        if self.issued:
            facts = renamed(facts, self.workspace.organisation, self.issued.day)
        values = periodic_report(facts, self.own, self.issued, marks)
        title = f"Báo cáo {lower_first(values.trich_yeu)}"
        day = self.facts.window.window_last
        paper = Paper(TEMPLATE, self.name, values, title, day, tuple(charts.values()))
        return rendered(self.workspace._replace(plan=facts.plan), paper, self.how)

    def inputs(self, day: date) -> str:
        """The hash of all that it is made of, where it is a paper of a day."""
        choices = {
            "as_of": str(self.facts.book.as_of),
            "window": self.window if isinstance(self.window, str) else str(content(self.window)),
            "charts": str(self.charts),
            "title": self.own.title,
            "addressee": "; ".join(self.own.named(self.facts.plan)),
            "basis": self.own.basis,
        }
        if signer := self.facts.plan.reporting.signer.id:
            choices["signer"] = signer
        template = template_data(self.workspace, TEMPLATE, self.how)
        others = dict(files_of_year_before(self.facts, self.workspace.root))
        if self.facts.next_year:
            path = f"plans/{self.facts.next_year.plan.id}.yaml"
            others[path] = whole_file(self.workspace.root / path)
        return inputs_hash(self.workspace, self.facts, day, template, choices, others)

    def keep(self, document: PaperFile) -> None:
        """Keep a document where it was asked for."""
        keep(document.data, document.name, self.facts.window.window_last, self.how)


def standing(now: PeriodicPaper, then: PeriodicPaper, done: Issue) -> PeriodicPaper:
    """The paper that was issued, where what it drew on `then` still makes it byte for byte; else
    the draft as it stands now."""
    words = f"Báo cáo này đã ban hành (số {done.number}, {short_date(done.date)})"
    paper = replace(then, issued=Issued(done.number, done.date))
    if sha256(paper.render()).hexdigest() == done.document:
        notice(f"{words}.")
        for line in since_notices(paper.facts, now.facts.book.entries):
            notice(line)
        return paper
    why = "chương trình" if paper.inputs(done.date) == done.inputs else "dữ liệu hoặc lựa chọn"
    notice(f"{words}; {why} nay đã khác nên đây là dự thảo mới, không mang số.")
    return now


def registered(facts: Facts, number: str | None, on: str | None, force: bool) -> Issued:
    """The number and the day that the registry gave, as typed.

    A paper tells nothing of the days after its own: an earlier day takes `--force`.
    """
    if number is None or on is None:
        example = "ví dụ: --issue --number 45 --date 18/9/2023"
        raise CannotDo("--issue cần --number và --date", example)
    counted = whole_number(number, "--number")
    if not counted or counted > 999_999:
        raise CannotDo(f"--number «{number}» không phải số văn bản", "gõ số do Văn thư cấp, như 45")
    signed, first, known = day(on, "--date"), facts.window.window_first, facts.book.as_of
    shown_date = f"--date {short_date(signed)}"
    if signed > today():
        raise CannotDo(f"{shown_date} chưa tới", "ghi khi văn bản đã ký, đã có số")
    if signed < first:
        fault = f"{shown_date} trước ngày đầu lấy số liệu ({short_date(first)})"
        raise CannotDo(fault, "xem lại ngày và kỳ báo cáo")
    if signed < known:
        fault = f"{shown_date} trước ngày chốt số liệu {short_date(known)}"
        if not force:
            raise CannotDo(fault, "gõ nhầm thì sửa; đúng là ký sớm thì thêm --force")
        notice(f"{fault}: vẫn ghi vì có --force.")
    return Issued(str(counted), signed)


def issue(paper: PeriodicPaper, issued: Issued, signed: Path | None, reason: str | None) -> None:
    """Record that a report was issued, or with a reason another number or day of one that was, then
    keep the paper with its number."""
    done = paper.workspace.issued.get(paper.facts.report)
    _refuse_reason(done, issued, signed, reason)
    if signed and not signed.is_file():
        raise CannotDo(f"không có tệp {as_given(signed)}", "--file là bản đã ký, như bản scan PDF")
    if paper.how.output:
        deliver.refuse_data_folder(paper.how.output)
    if done and reason:
        _issue_again(paper, done, issued, signed, reason)
    else:
        _issue_first(replace(paper, issued=issued), issued, signed)


def _refuse_reason(
    done: Issue | None, issued: Issued, signed: Path | None, reason: str | None
) -> None:
    """Refuse to record an issue twice without a reason or for nothing, and a first one with a
    reason."""
    if done is None:
        if reason:
            raise CannotDo("--reason chỉ dùng khi báo cáo đã ban hành", "lần đầu thì bỏ --reason")
        return
    words = f"báo cáo này đã ban hành (số {done.number} ngày {short_date(done.date)})"
    if not reason:
        hint = (
            'ghi nhầm số, ngày thì thêm --reason "…"; nội dung thay đổi thì ra văn bản đính chính'
        )
        raise CannotDo(words, hint)
    if Issued(done.number, done.date) == issued and signed is None:
        raise CannotDo(f"{words}, đúng số, ngày ấy", "không có gì để ghi lại")


def _issue_first(paper: PeriodicPaper, issued: Issued, signed: Path | None) -> None:
    """Record the issue of a paper that has no gap, and all that people changed in its drafts."""
    document = paper.document()
    _refuse_gaps(paper.facts, document.data)
    _refuse_lost_edits(paper, document)
    record = issue_record(
        paper.facts,
        paper.workspace.entries,
        issued,
        document.data,
        paper.inputs(issued.day),
        _signed_file(signed) if signed else None,
        now(),
        typist(),
    )
    path = _register(paper, record, 1)
    again = "Cần lập lại văn bản thì chạy lại, bỏ --issue, --number, --date"
    notice(f"Đã ghi việc ban hành vào {path}. {again}.")
    tell_user(record.get("by"))
    paper.keep(document)


def _issue_again(
    paper: PeriodicPaper, done: Issue, issued: Issued, signed: Path | None, reason: str
) -> None:
    """Record the right number and day beside the wrong ones; the paper is made anew where nothing
    else in it changed."""
    document = replace(paper, issued=issued).document() if paper.issued else None
    record = corrected_record(
        done,
        issued,
        document and document.data,
        _signed_file(signed) if signed else None,
        reason,
        now(),
        typist(),
    )
    report = paper.facts.report
    copies = [issue_copy(path) for path in paper.workspace.files if report_of(path) == report]
    path = _register(paper, record, max(copies) + 1)
    notice(f"Đã ghi lại số, ngày ban hành vào {path}; tệp trước giữ nguyên.")
    tell_user(record.get("by"))
    if document:
        paper.keep(document)
    else:
        notice("Dữ liệu, lựa chọn hoặc chương trình nay đã khác nên không lập lại văn bản.")


def _register(paper: PeriodicPaper, record: Mapping[str, Any], copy: int) -> str:
    """Write a file of the report's issue; give its name."""
    workspace, report = paper.workspace, paper.facts.report
    path = inside(workspace.root, issue_path(workspace.plan.id, report, copy))
    from pci.files import yamlio

    if not create(path, yamlio.write(record).encode()):
        raise CannotDo(f"đã có {relative(path)}", "báo cáo này đã được ban hành")
    return relative(path)


def _refuse_gaps(facts: Facts, data: bytes) -> None:
    """Refuse to issue a paper with gaps; a unit that stays silent may be called so."""
    from pci.nd30.reader import read_outline

    if left := read_outline(data).gaps:
        named = "; ".join(gap_words(facts, gap) for gap in left)
        fault = f"văn bản còn {count_words(len(left))} chỗ phải bổ sung: {named}"
        words = silent_sentence(without_drafts(facts))
        silent = f"; vẫn chưa gửi thì viết vào assessment của lời văn: «{words}»" if words else ""
        raise CannotDo(fault, f"bổ sung rồi ban hành{silent}")


def _signed_file(path: Path) -> dict[str, str]:
    """The name and the hash of the signed file."""
    name = "".join(c for c in shown(path.name) if c.isprintable()).strip()
    return {"name": name or "khong-ten", "sha256": fingerprint(path)}


def _refuse_lost_edits(paper: PeriodicPaper, document: PaperFile) -> None:
    """Refuse to issue another text than the one people edited, for that one was signed."""
    from pci.word.passage_places import read_by_place
    from pci.word.passages import read_passages

    goal = target(document.name, paper.how)
    drafts = _drafts(paper, goal)
    if not drafts:
        return
    papers = [read_passages(document.data), read_passages(replace(paper, issued=None).render())]
    in_place = {path: read_by_place(draft, papers[1]) for path, draft in drafts.items()}
    last = max(reversed(list(drafts)), key=lambda path: path.stat().st_mtime_ns)
    lost = lost_edits(paper.facts, in_place, last, papers)
    for line in _lost_lines(lost, last):
        notice(line)
    if not lost.words and not lost.beyond:
        return
    if paper.how.force:
        notice("Vẫn ban hành đúng theo dữ liệu vì có --force.")
        return
    mend = "sửa ở dữ liệu hoặc mẫu rồi lập lại"
    if lost.words:
        pulls = [f"pci report … --pull {as_given(path)}" for path in lost.words]
        mend = f"kéo lời về trước: {'; '.join(pulls)}"
    replaced = f" ({as_given(goal)} bị thay)" if goal in drafts else ""
    raise CannotDo(
        "bản thảo đã sửa khác bản sắp ban hành nên chưa ghi gì",
        f"{mend}; ban hành theo dữ liệu thì thêm --force{replaced}",
    )


def _lost_lines(lost: LostEdits, last: Path) -> Iterator[str]:
    for path in lost.older:
        what = "còn khác bản sắp ban hành ở chỗ không giữ được bằng lời"
        yield f"{as_given(path)}, cũ hơn {as_given(last)}, {what}: xem lại nếu đã ký bản ấy."
    for path, labels in lost.words.items():
        yield f"{as_given(path)} có lời đã sửa mà chưa kéo về: {labels}."
    if lost.beyond:
        yield f"{as_given(last)} khác bản sắp ban hành ở chỗ không giữ được bằng lời:"
    yield from lost.beyond


def _drafts(paper: PeriodicPaper, goal: Path) -> Mapping[Path, "EditedDocument"]:
    """The documents of this report where the paper goes, and under its own name here."""
    from pci.word.passages import read_passages

    drafts = {}
    places = (Path(f"{paper.name}.docx"), goal)
    standing = {real(path): path for place in places for path in taken(place)}
    for path in standing.values():
        try:
            document = read_passages(whole_file(path))
        except (CannotDo, OSError) as error:
            hint = "tệp ấy ở tên của văn bản: mở xem, hoặc dời đi"
            raise CannotDo(file_fault(path, error).message, hint) from None
        if any(passage.report == paper.facts.report for passage in document.passages.values()):
            drafts[path] = document
    return drafts
