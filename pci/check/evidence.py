"""Rules on what proves an update: documents that can be found again, by anybody, from their number
and day."""

from collections.abc import Iterator

from pci.check.rule import FileText, UpdateCase
from pci.check.symbols import days, real_day
from pci.core.diagnostic import Problem, Severity
from pci.core.evidence import UNREACHABLE, Evidence, read
from pci.core.ledger import due_day
from pci.core.rule import Rules
from pci.core.vi import short_date

RULES: Rules[UpdateCase, Problem] = Rules()


@RULES.rule("PCI423", Severity.WARNING)
def later_than_update(case: UpdateCase) -> Iterator[Problem]:
    """Tài liệu kiểm chứng không thể có sau ngày mà cập nhật nói: việc xong theo văn bản ngày 20 thì
    không xong ngày 14, và có thể đã quá hạn.

    Sai:
        # cập nhật
        date: 2023-09-14
        evidence: [412/BC-KKT ngày 20/9/2023]   # ←

    Đúng:
        # cập nhật
        date: 2023-09-14
        evidence: [412/BC-KKT ngày 14/9/2023]
    """
    reported = case.update.date
    for passage in _evidence(case):
        for hit in days(passage):
            day = real_day(hit.match)
            if day and day > reported:
                message = (
                    f"văn bản ngày {short_date(day)} sau ngày của cập nhật ({short_date(reported)})"
                )
                hint = "xem lại ngày; việc chỉ xong khi có văn bản thì ghi theo ngày văn bản"
                yield hit.problem(message, hint)


@RULES.rule("PCI453", Severity.WARNING)
def done_in_time_told_late(case: UpdateCase) -> Iterator[Problem]:
    """Việc có tài liệu kiểm chứng trong hạn thì không tự thành quá hạn vì biểu gửi muộn: ghi ngày
    việc thật sự xong. Đúng là xong sau hạn thì nêu nguyên nhân (reason).

    Sai:
        # cập nhật
        about: A.I.1/bao-cao-thang
        period: 2023-09
        state: done
        date: 2023-12-09   # ←
        evidence: [412/BC-KKT ngày 16/9/2023]
        recorded: 2023-12-09T09:12:40+07:00

    Đúng:
        # cập nhật
        about: A.I.1/bao-cao-thang
        period: 2023-09
        state: done
        date: 2023-09-16
        evidence: [412/BC-KKT ngày 16/9/2023]
        recorded: 2023-12-09T09:12:40+07:00
    """
    update = case.update
    written = (real_day(hit.match) for passage in _evidence(case) for hit in days(passage))
    last = max(filter(None, written), default=None)
    if update.state != "done" or update.reason or last is None:
        return
    due = due_day(case.plan, update, case.happened, case.calendar)
    if due and last <= due < update.date:
        message = (
            f"ghi hoàn thành ngày {short_date(update.date)}, sau hạn {short_date(due)}; tài liệu "
            f"kiểm chứng ngày {short_date(last)}, trong hạn"
        )
        hint = "ghi ngày việc thật sự xong; đúng là xong sau hạn thì nêu nguyên nhân (reason)"
        yield Problem(("date",), message, hint)


@RULES.rule("PCI424", Severity.WARNING)
def unreachable_link(case: UpdateCase) -> Iterator[Problem]:
    """Đường dẫn phải mở được ở máy người khác: https://… hoặc đường dẫn trong kho; ổ đĩa riêng, máy
    chủ nội bộ thì người kiểm tra không mở được, javascript: là mã độc.

    Sai:
        # cập nhật
        evidence: ['D:\\BaoCao\\thang9.docx']   # ←

    Đúng:
        # cập nhật
        evidence: ['https://khanhhoa.gov.vn/bao-cao-thang-9']
    """
    for passage in _evidence(case):
        if hit := next(passage.hits(UNREACHABLE), None):
            message = f"«{hit.text.strip()}…» không mở được ở máy khác"
            yield hit.problem(message, "nêu số, ký hiệu, ngày của văn bản, hoặc địa chỉ https://")


@RULES.rule("PCI425", Severity.WARNING)
def lost_file(case: UpdateCase) -> Iterator[Problem]:
    """Tệp chứng minh phải còn trong thư mục kế hoạch: mất tệp thì không ai kiểm tra lại được.

    Sai:
        # cập nhật
        evidence: [tai-lieu/da-mat.pdf]   # ←

    Đúng:
        # cập nhật
        evidence: [tai-lieu/bb.pdf]
    """
    for passage, evidence, now in _files(case):
        if now is None:
            hint = "đặt lại tệp vào đúng chỗ, hoặc sửa cập nhật: nêu số, ký hiệu, ngày văn bản"
            yield Problem(passage.path, f"không có tệp {evidence.path}", hint)


@RULES.rule("PCI426", Severity.WARNING)
def changed_file(case: UpdateCase) -> Iterator[Problem]:
    """Tệp chứng minh phải vẫn là tệp lúc ghi: dấu sha256 không khớp thì nội dung đã bị thay.

    Sai:
        # cập nhật
        evidence:
          - bb.pdf sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881   # ←

    Đúng:
        # cập nhật
        evidence:
          - bb.pdf sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    """
    for passage, evidence, now in _files(case):
        if now is not None and evidence.sha256 and evidence.sha256 != now:
            hint = "khôi phục tệp cũ; tệp mới thì đặt tên khác rồi ghi bản sửa"
            yield Problem(passage.path, f"{evidence.path} không còn là tệp lúc ghi", hint)


def _evidence(case: UpdateCase) -> Iterator[FileText]:
    return (FileText(("evidence", n), line) for n, line in enumerate(case.update.evidence))


def _files(case: UpdateCase) -> Iterator[tuple[FileText, Evidence, str | None]]:
    """The files that an update cites, each with its present fingerprint, null where the file is
    absent."""
    for passage in _evidence(case):
        evidence = read(passage.text)
        if case.cited and evidence.path:
            yield passage, evidence, case.cited(evidence.path)
