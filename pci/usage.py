"""Vietnamese for the words the command-line library says itself: help headings and usage errors."""

import re
from collections.abc import Iterable

from click import (
    BadParameter,
    Context,
    HelpFormatter,
    MissingParameter,
    NoSuchOption,
    Parameter,
    UsageError,
)
from click.core import ParameterSource
from typer.core import TyperCommand

from pci.core.errors import CannotDo
from pci.core.vi import control_character

_HEADINGS = {"Arguments": "Đối số", "Options": "Tùy chọn", "Commands": "Lệnh"}
_REMARKS = (
    (re.compile(r"\[required\]"), "[bắt buộc]"),
    (re.compile(r"; required\]"), "; bắt buộc]"),
    (re.compile(r"env var: "), "biến môi trường: "),
    (re.compile(r"default: "), "mặc định: "),
    (re.compile(r"^Show this message and exit\.$"), "Hiện trợ giúp này."),
)
_ERRORS = (
    (re.compile(r"Missing command\."), "thiếu lệnh", ""),
    (re.compile(r"Option '(.*)' requires an argument\.?"), "{0} cần một giá trị", ""),
    (re.compile(r"Option '(.*)' requires (\d+) arguments\.?"), "{0} cần {1} giá trị", ""),
    (re.compile(r"Option '(.*)' does not take a value\.?"), "{0} không nhận giá trị", ""),
    (
        re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)"),
        "thừa đối số: {0}",
        "đặt cụm từ có dấu cách trong nháy",
    ),
)


class Formatter(HelpFormatter):
    """Help pages with Vietnamese headings and remarks."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        args = args.replace("[OPTIONS]", "[tùy chọn]").replace("{", "").replace("}", "")
        super().write_usage(prog, args, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        super().write_dl([(first, _remark(second)) for first, second in rows], col_max, col_spacing)


def _remark(text: str) -> str:
    for pattern, words in _REMARKS:
        text = pattern.sub(words, text)
    return text


class VietnameseContext(Context):
    """A context whose help is written by our formatter."""

    formatter_class = Formatter


class Command(TyperCommand):
    """A command whose help is Vietnamese and whose usage errors know the command they came from."""

    context_class = VietnameseContext

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        try:
            rest = super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        for parameter in self.get_params(ctx):
            _refuse_control_characters(parameter, ctx)
        return rest


def _refuse_control_characters(parameter: Parameter, ctx: Context) -> None:
    """What is typed may end in a file or a document, and neither can hold them. The environment is nobody's typing:
    each reader of it takes what it can use."""
    if ctx.get_parameter_source(parameter.name or "") is ParameterSource.ENVIRONMENT:
        return
    given = ctx.params.get(parameter.name or "")
    for text in given if isinstance(given, list) else [given]:
        if isinstance(text, str) and (found := control_character(text)):
            is_option = parameter.param_type_name == "option"
            name = parameter.opts[-1] if is_option else f"đối số {parameter.make_metavar(ctx)}"
            raise CannotDo(f"{name} có ký tự không hợp lệ {found}", "xóa ký tự này")


def in_vietnamese(error: UsageError) -> CannotDo:
    """A usage error of the library in our words; what to type instead, where it can be told."""
    path = error.ctx.command_path if error.ctx else "pci"
    help_hint = f"xem «{path} --help»"
    if isinstance(error, NoSuchOption):
        near = ", ".join(sorted(error.possibilities or ()))
        return CannotDo(
            f"không có tùy chọn «{error.option_name}»", f"có phải {near}?" if near else help_hint
        )
    if isinstance(error, MissingParameter):
        name = (
            error.param.opts[0]
            if error.param and error.param.param_type_name == "option"
            else _argument(error)
        )
        return CannotDo(f"thiếu {name}", help_hint)
    if isinstance(error, BadParameter):
        name = error.param.opts[-1] if error.param else ""
        return CannotDo(f"giá trị của {name} không dùng được", help_hint)
    for pattern, words, hint in _ERRORS:
        if found := pattern.match(error.message):
            groups = [
                (group or "").replace("'", "«", 1).replace("'", "»", 1) for group in found.groups()
            ]
            return CannotDo(
                words.format(*groups), hint.format(*groups) if hint and groups[-1] else help_hint
            )
    return CannotDo("câu lệnh không đúng", help_hint)


def _argument(error: BadParameter) -> str:
    return (
        f"đối số {error.param.make_metavar(error.ctx)}" if error.param and error.ctx else "đối số"
    )
