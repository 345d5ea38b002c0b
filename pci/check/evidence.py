"""Rules on what proves an update: documents that can be found again, by anybody, from their number and day."""

from collections.abc import Iterator, Sequence

from pci.check.rule import EntryCase, Passage
from pci.check.symbols import SOUND, days, malformed, real_day
from pci.core.diagnostic import Problem, Severity, Stretch
from pci.core.evidence import UNREACHABLE, Proof, read
from pci.core.rule import Rules
from pci.core.vi import short_date

TEXT_RULES: Rules[Sequence[Passage], Problem] = Rules()
ENTRY_RULES: Rules[EntryCase, Problem] = Rules()


@TEXT_RULES.rule("PCI421", Severity.WARNING)
def malformed_symbol(given: Sequence[Passage]) -> Iterator[Problem]:
    """Số, ký hiệu viết đúng thì văn thư mới tìm ra văn bản: 12/BC-KKT của nhà nước, 91-KL/TU của Đảng; công văn không
    có chữ CV.

    Sai:
        # cập nhật
        evidence: [12-BC/KKT ngày 14/9/2023]   # ←

    Đúng:
        # cập nhật
        evidence: [12/BC-KKT ngày 14/9/2023]
    """
    for passage in given:
        for found in malformed(passage.text):
            words = f"số, ký hiệu «{passage.text[found.start : found.end]}» sai cách viết"
            # of a letter nobody but its unit knows the symbol
            mend = None if found.right.endswith("…") else found.right
            yield passage.problem(found.start, found.end, words, f"có phải {found.right}?", mend)


@ENTRY_RULES.rule("PCI422", Severity.HINT)
def without_day(case: EntryCase) -> Iterator[Problem]:
    """Văn bản chứng minh nêu cả ngày: số văn bản đánh lại từ đầu mỗi năm, chỉ có số thì có thể là văn bản khác.

    Sai:
        # cập nhật
        evidence: [412/BC-KKT]   # ←

    Đúng:
        # cập nhật
        evidence: [412/BC-KKT ngày 14/9/2023]
    """
    for n, proof in enumerate(case.entry.update.evidence):
        found = SOUND.search(proof)
        if found and not any(days(proof)):
            stretch = Stretch(proof, *found.span())
            yield Problem(
                ("evidence", n),
                f"{found[0]} chưa có ngày",
                "đính chính kèm «ngày …/…/…»",
                stretch=stretch,
            )


@ENTRY_RULES.rule("PCI423", Severity.WARNING)
def later_than_told(case: EntryCase) -> Iterator[Problem]:
    """Văn bản chứng minh không thể có sau ngày mà cập nhật nói: việc xong theo văn bản ngày 20 thì không xong ngày 14,
    và có thể đã quá hạn.

    Sai:
        # cập nhật
        date: 2023-09-14
        evidence: [412/BC-KKT ngày 20/9/2023]   # ←

    Đúng:
        # cập nhật
        date: 2023-09-14
        evidence: [412/BC-KKT ngày 14/9/2023]
    """
    update = case.entry.update
    for n, proof in enumerate(update.evidence):
        for found in days(proof):
            day = real_day(found)
            if day and day > update.date:
                words = f"văn bản ngày {short_date(day)} sau ngày của cập nhật ({short_date(update.date)})"
                hint = "xem lại ngày; việc chỉ xong khi có văn bản thì ghi theo ngày văn bản"
                yield Problem(("evidence", n), words, hint, stretch=Stretch(proof, *found.span()))


@ENTRY_RULES.rule("PCI424", Severity.WARNING)
def unreachable_link(case: EntryCase) -> Iterator[Problem]:
    """Đường dẫn phải mở được ở máy người khác: https://… hoặc đường dẫn trong kho; ổ đĩa riêng, máy chủ nội bộ thì
    người kiểm tra không mở được, javascript: là mã độc.

    Sai:
        # cập nhật
        evidence: ['D:\\BaoCao\\thang9.docx']   # ←

    Đúng:
        # cập nhật
        evidence: ['https://khanhhoa.gov.vn/bao-cao-thang-9']
    """
    for n, proof in enumerate(case.entry.update.evidence):
        if found := UNREACHABLE.search(proof):
            words = f"«{found[0].strip()}…» không mở được ở máy khác"
            hint = "nêu số, ký hiệu, ngày của văn bản, hoặc địa chỉ https://"
            yield Problem(("evidence", n), words, hint, stretch=Stretch(proof, *found.span()))


@ENTRY_RULES.rule("PCI425", Severity.WARNING)
def lost_file(case: EntryCase) -> Iterator[Problem]:
    """Tệp chứng minh phải còn trong thư mục kế hoạch: mất tệp thì không ai kiểm tra lại được.

    Sai:
        # cập nhật
        evidence: [tai-lieu/da-mat.pdf]   # ←

    Đúng:
        # cập nhật
        evidence: [tai-lieu/bb.pdf]
    """
    for n, proof in _files(case):
        if case.cited and proof.path and case.cited(proof.path) is None:
            stretch = Stretch(proof.line, 0, len(proof.text))
            hint = "đặt lại tệp vào đúng chỗ, hoặc đính chính: nêu số, ký hiệu, ngày văn bản"
            yield Problem(("evidence", n), f"không có tệp {proof.path}", hint, stretch=stretch)


@ENTRY_RULES.rule("PCI426", Severity.WARNING)
def changed_file(case: EntryCase) -> Iterator[Problem]:
    """Tệp chứng minh phải vẫn là tệp lúc ghi: dấu sha256 không khớp thì nội dung đã bị thay.

    Sai:
        # cập nhật
        evidence: [tai-lieu/bb.pdf sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881]   # ←

    Đúng:
        # cập nhật
        evidence: [tai-lieu/bb.pdf sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855]
    """
    for n, proof in _files(case):
        now = case.cited(proof.path) if case.cited and proof.path else None
        if now and proof.sha256 is not None and proof.sha256 != now:
            hint = "khôi phục tệp cũ; tệp mới thì đặt tên khác rồi ghi đính chính"
            yield Problem(("evidence", n), f"{proof.path} không còn là tệp lúc ghi", hint)


def _files(case: EntryCase) -> Iterator[tuple[int, Proof]]:
    """The files cited, by their place among the evidence."""
    return (
        (n, proof) for n, proof in enumerate(map(read, case.entry.update.evidence)) if proof.path
    )
