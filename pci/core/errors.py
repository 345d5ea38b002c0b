"""The one exception that is written for people to read."""

from pci.core.diagnostic import Diagnostic


class CannotDo(Exception):
    """The command cannot be carried out: exit code 2, the message one line on stderr."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidWorkspace(CannotDo):
    """The files of a workspace hold errors, so that no figure drawn from them could be trusted."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(
            "dữ liệu kế hoạch có lỗi nên không thực hiện được lệnh này",
            "sửa các lỗi nêu trên rồi chạy lại; «pci check» kiểm tra toàn bộ",
        )
        self.diagnostics = diagnostics
