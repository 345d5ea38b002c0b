"""The command-line library made Vietnamese, and commands that take their options as groups."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

from click import (
    BadOptionUsage,
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
_REMARKS = {
    "required]": "bắt buộc]",
    "env var: ": "biến môi trường: ",
    "default: ": "mặc định: ",
    "Show this message and exit.": "Hiện trợ giúp này.",
}


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
        super().write_dl([(term, _remark(text)) for term, text in rows], col_max, col_spacing)


def _remark(text: str) -> str:
    for english, vietnamese in _REMARKS.items():
        text = text.replace(english, vietnamese)
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
    """Refuse what no file and no document can hold; a value of the environment is left alone."""
    name = parameter.name or ""
    if ctx.get_parameter_source(name) is ParameterSource.ENVIRONMENT:
        return
    value = ctx.params.get(name)
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and (sign := control_character(text)):
            is_option = parameter.param_type_name == "option"
            shown = parameter.opts[-1] if is_option else f"đối số {parameter.make_metavar(ctx)}"
            raise CannotDo(f"{shown} có ký tự không hợp lệ {sign}", "xóa ký tự này")


def spread_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command one parameter for each option of its groups.

    A group is a frozen dataclass; the command-line library knows single parameters only.
    """

    def command(**values: Any) -> None:
        _call(function, values)

    options = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in _options(function)]
    command.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    command.__doc__ = function.__doc__
    return command


def _options(function: Callable[..., Any]) -> Iterator[inspect.Parameter]:
    """The single parameters of a function or a group, in their order."""
    for parameter in inspect.signature(function).parameters.values():
        if _is_group(parameter.annotation):
            yield from _options(parameter.annotation)
        else:
            yield parameter


def _call(function: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """Call a function, or build a group, with those of the values that it takes."""
    arguments = {}
    for name, parameter in inspect.signature(function).parameters.items():
        group = parameter.annotation
        arguments[name] = _call(group, values) if _is_group(group) else values[name]
    return function(**arguments)


def _is_group(annotation: Any) -> bool:
    return is_dataclass(annotation)


def in_vietnamese(error: UsageError) -> CannotDo:
    """A usage error of the library in our words, with what to type instead."""
    fault, hint = _fault(error)
    command = error.ctx.command_path if error.ctx else "pci"
    return CannotDo(fault, hint or f"xem «{command} --help»")


def _fault(error: UsageError) -> tuple[str, str]:
    """What is wrong, and a hint where there is a better one than the help page."""
    if isinstance(error, NoSuchOption):
        near = ", ".join(sorted(error.possibilities or ()))
        return f"không có tùy chọn «{error.option_name}»", f"có phải {near}?" if near else ""
    if isinstance(error, MissingParameter):
        return f"thiếu đối số {_argument(error)}", ""
    if isinstance(error, BadOptionUsage):
        takes_none = "does not take a value" in error.message
        return f"{error.option_name} {'không nhận' if takes_none else 'cần một'} giá trị", ""
    if extra := re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message):
        return f"thừa đối số: {extra[1]}", extra[1] and "đặt cụm từ có dấu cách trong nháy"
    return "câu lệnh không đúng", ""


def _argument(error: MissingParameter) -> str:
    """The name of an argument on a help page."""
    return error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
