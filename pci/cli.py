"""The street door: the table of commands, each loaded only when called, and the error boundary."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from click import Command as ClickCommand
from click import Context, HelpFormatter, UsageError
from typer.core import TyperGroup
from typer.main import get_command_from_info
from typer.models import CommandInfo

from pci import __version__
from pci.console import complain, fault_line, notice, prepare_streams, result
from pci.core.errors import CannotDo
from pci.usage import (
    COMPLETION,
    SHELLS,
    Command,
    VietnameseContext,
    in_vietnamese,
    spread_options,
)

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class CommandRow(NamedTuple):
    """One command: `pci/commands/<name>.py` holds a function of that name.

    A command of no group is for other tools and not on the first help page.
    """

    group: str
    name: str
    summary: str


COMMANDS = (
    CommandRow("Xem", "tasks", "Liệt kê nhiệm vụ theo đơn vị, vai trò, chỉ số, tình trạng"),
    CommandRow("Xem", "show", "Xem trọn một nhiệm vụ"),
    CommandRow(
        "Xem", "deadlines", "Việc quá hạn, sắp đến hạn, chưa đủ điều kiện và báo cáo còn thiếu"
    ),
    CommandRow("Xem", "stats", "Tổng hợp số liệu theo chỉ số hoặc đơn vị"),
    CommandRow("Xem", "log", "Xem các cập nhật đã ghi"),
    CommandRow("Ghi", "record", "Ghi một cập nhật về kết quả thực hiện"),
    CommandRow("Ghi", "form", "Lập biểu để đơn vị điền kết quả thực hiện trong kỳ"),
    CommandRow("Văn bản", "report", "Lập báo cáo theo thể thức Nghị định 30/2020/NĐ-CP"),
    CommandRow(
        "Văn bản", "remind", "Đề nghị gửi báo cáo, đôn đốc việc quá hạn và báo cáo còn thiếu"
    ),
    CommandRow("Văn bản", "plan", "In Kế hoạch kèm Phụ lục theo thể thức Nghị định 30/2020/NĐ-CP"),
    CommandRow("Giữ cho đúng", "check", "Kiểm tra kế hoạch, cập nhật, văn bản và mẫu"),
    CommandRow("Giữ cho đúng", "diff", "Nêu những gì đã thay đổi, theo nghĩa, giữa hai bản"),
    CommandRow("Giữ cho đúng", "new", "Lập thư mục kế hoạch mới, hoặc kế hoạch năm sau"),
    CommandRow(
        "Giữ cho đúng", "doctor", "Khám máy và thư mục kế hoạch: điều gì chưa ổn, phải làm gì"
    ),
    CommandRow(
        "Giữ cho đúng", "help", "Giải thích lệnh, khóa của tệp, mã lỗi, thuật ngữ, trường của mẫu"
    ),
    CommandRow("", "schema", "In lược đồ JSON của các tệp dữ liệu cho trình soạn thảo"),
)


class LazyCommands(TyperGroup):
    """The commands of the table, each imported only when it is called."""

    context_class = VietnameseContext

    def list_commands(self, ctx: Context) -> list[str]:
        return [row.name for row in COMMANDS]

    def get_command(self, ctx: Context, cmd_name: str) -> ClickCommand:
        known = self.list_commands(ctx)
        if cmd_name not in known:
            from difflib import get_close_matches

            near = get_close_matches(cmd_name, known, 1)
            hint = f"có phải «{near[0]}»?" if near else "xem «pci --help»"
            raise CannotDo(f"không có lệnh «{cmd_name}»", hint)
        function = getattr(import_module(f"pci.commands.{cmd_name}"), cmd_name)
        callback = spread_options(function)
        if os.environ.get(COMPLETION):
            callback = _completion().add_offers(callback)
        info = CommandInfo(name=cmd_name, callback=callback, cls=Command)
        return get_command_from_info(info, pretty_exceptions_short=False, rich_markup_mode=None)

    def shell_complete(self, ctx: Context, incomplete: str) -> "list[CompletionItem]":
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        rows = [row for row in COMMANDS if row.group and row.name.startswith(incomplete)]
        return [CompletionItem(row.name, help=row.summary) for row in rows]

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        for group in dict.fromkeys(row.group for row in COMMANDS if row.group):
            with formatter.section(group):
                formatter.write_dl(
                    [(row.name, row.summary) for row in COMMANDS if row.group == group]
                )


_SHELLS = "|".join(SHELLS)


def _completion() -> Any:
    return import_module("pci.commands.completion")


app = typer.Typer(
    name="pci",
    cls=LazyCommands,
    invoke_without_command=True,
    subcommand_metavar="LỆNH …",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def root(
    ctx: typer.Context,
    version: bool = typer.Option(False, "--version", help="In phiên bản.", show_default=False),
    install_completion: str | None = typer.Option(
        None, metavar=_SHELLS, help="Cài gợi ý của phím Tab cho một loại cửa sổ lệnh."
    ),
    show_completion: str | None = typer.Option(
        None, metavar=_SHELLS, help="In đoạn lệnh của gợi ý ấy, để tự cài."
    ),
) -> None:
    """Theo dõi và báo cáo kế hoạch hằng năm của cơ quan."""
    if version:
        result(f"pci {__version__}")
    elif install_completion:
        _completion().set_up(install_completion)
    elif show_completion:
        _completion().show(show_completion)
    elif ctx.invoked_subcommand is None:
        result(ctx.get_help())


def main(arguments: Sequence[str]) -> int:
    """Run one command line; every way out ends here with an exit code of the contract."""
    try:
        prepare_streams()
        return _run(arguments)
    except UsageError as error:
        complain(in_vietnamese(error))
        return 2
    except CannotDo as error:
        complain(error)
        return 2
    except BrokenPipeError:
        # the reader left (`| head`): nothing to say, and Python must not say it at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        complain(CannotDo(fault_line(error)))
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):  # amid a class, before Python 3.12
            return 130
        if os.environ.get("PCI_DEBUG"):
            import traceback

            traceback.print_exc()
        hint = "chạy lại với PCI_DEBUG=1 và gửi cho người phát triển"
        notice(f"pci: lỗi của chương trình ({type(error).__name__}); {hint}")
        return 3


def _run(arguments: Sequence[str]) -> int:
    """Run one command line and write out all that it says."""
    _refuse_undecodable(arguments)
    # not the library's own `main`: it turns a broken pipe into exit code 1, our "findings"
    command = typer.main.get_command(app)
    if os.environ.get(COMPLETION):
        return int(_completion().tell(command))
    code = 0
    try:
        with command.make_context("pci", list(arguments)) as context:
            command.invoke(context)
    except typer.Exit as stop:
        code = stop.exit_code
    sys.stdout.flush()
    return code


def _refuse_undecodable(arguments: Sequence[str]) -> None:
    """Refuse bytes that are no UTF-8, which Python hands over as lone surrogates."""
    if any("\ud800" <= character <= "\udfff" for character in "".join(arguments)):
        raise CannotDo("câu lệnh có chữ không phải UTF-8", "đặt bảng mã của cửa sổ lệnh là UTF-8")
