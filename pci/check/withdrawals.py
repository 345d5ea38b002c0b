"""Rules on withdrawals: each names a record of the same unit about the same, in a file named by its
content."""

from collections.abc import Iterator

from pci.check.rule import WithdrawalCase
from pci.core.diagnostic import Problem, Severity
from pci.core.ledger import update_path
from pci.core.papers import CORRECTED_PAPER, stated_words, stating
from pci.core.rule import Rules

RULES: Rules[WithdrawalCase, Problem] = Rules()


@RULES.rule("PCI428")
def unknown_record(case: WithdrawalCase) -> Iterator[Problem]:
    """Rút thì nêu mã của một cập nhật, hoặc một lần rút, đã ghi, nếu không lời ghi nhầm vẫn được
    tính.

    Sai:
        # rút
        withdraws: 2023-09-14-A.I.1-aaaaaa   # ←
        reason: Ghi nhầm.

    Đúng:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        # rút
        withdraws: 2023-09-14-A.I.1-2ysx4l
        reason: Ghi nhầm.
    """
    target = case.withdrawal.withdraws
    if target == case.id or not (target in case.known or target in case.unread):
        yield Problem(("withdraws",), f"không có cập nhật «{target}»", "xem mã bằng «pci log»")


@RULES.rule("PCI429")
def other_words(case: WithdrawalCase) -> Iterator[Problem]:
    """Lần rút nhắc lại đúng nội dung, kỳ, đơn vị của cập nhật được rút, để không ai rút lời của đơn
    vị khác.

    Sai:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        # rút
        about: A.I.1/bao-cao-thang   # ←
        withdraws: 2023-09-14-A.I.1-2ysx4l
        reason: Ghi nhầm.

    Đúng:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        # rút
        about: A.I.1
        withdraws: 2023-09-14-A.I.1-2ysx4l
        reason: Ghi nhầm.
    """
    withdrawal, target = case.withdrawal, case.known.get(case.withdrawal.withdraws)
    for field in ("about", "period", "unit") if target else ():
        right = getattr(target, field)
        if getattr(withdrawal, field) != right:
            message = f"{field} không như ở «{withdrawal.withdraws}»"
            yield Problem((field,), message, f"ghi {field}: {right}" if right else f"bỏ {field}")


@RULES.rule("PCI430")
def edited_withdrawal(case: WithdrawalCase) -> Iterator[Problem]:
    """Lần rút đã ghi là bất biến, như mọi cập nhật: tên tệp mang dấu của nội dung và nằm trong thư
    mục của đơn vị.

    Sai:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        # plans/2023/progress/van-phong/2023-09-14-A.I.1-aaaaaa.yaml
        withdraws: 2023-09-14-A.I.1-2ysx4l   # ←
        reason: Ghi nhầm.

    Đúng:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        # rút
        withdraws: 2023-09-14-A.I.1-2ysx4l
        reason: Ghi nhầm.
    """
    path = update_path(case.plan.id, case.withdrawal)
    if case.path != path:
        hint = f"khôi phục nội dung; nếu là bản mới, đặt tên {path}"
        yield Problem((), "tên tệp không khớp nội dung: tệp đã bị sửa sau khi ghi", hint)


@RULES.rule("PCI456", Severity.WARNING)
def withdrawn_after_issue(case: WithdrawalCase) -> Iterator[Problem]:
    """Rút lời mà một báo cáo đã ban hành có tính: văn bản đã gửi nói điều nay không còn, phải đính
    chính hoặc nói rõ ở kỳ sau.

    Sai:
        # plans/2023/reports/2023-Q3.issued.yaml
        number: 45
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        recorded: 2023-09-18T16:00:00+07:00
        updates: [2023-09-14-A.I.1-2ysx4l]
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        # rút
        withdraws: 2023-09-14-A.I.1-2ysx4l   # ←
        reason: Ghi nhầm.

    Đúng:
        # plans/2023/reports/2023-Q3.issued.yaml
        number: 45
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        recorded: 2023-09-18T16:00:00+07:00
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        # rút
        withdraws: 2023-09-14-A.I.1-2ysx4l
        reason: Ghi nhầm.
    """
    target = case.withdrawal.withdraws
    # what a correction replaced, the paper disagreed with before
    for report, issue in stating(case.issued, target) if target not in case.corrected else ():
        yield Problem(("withdraws",), stated_words(report, issue), CORRECTED_PAPER)
