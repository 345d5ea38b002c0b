"""The command-line library made Vietnamese, and commands that take their options as groups."""

import inspect
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field, fields, is_dataclass
from typing import Any, TypeVar

import typer
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

W = TypeVar("W", bound=str)

_ARGUMENTS, _OPTIONS, _SELDOM = "Gõ sau tên lệnh", "Tùy chọn", "Ít dùng"
"""The sections of a help page, in their order."""

COMPLETION = "_PCI_COMPLETE"
"""The variable by which a terminal asks what the Tab key may offer."""
SHELLS = ("bash", "zsh", "fish", "powershell")
"""The terminals that ask."""

_HEADINGS = {"Options": _OPTIONS}
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

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        sections: dict[str, list[tuple[str, str]]] = {_ARGUMENTS: [], _OPTIONS: [], _SELDOM: []}
        for parameter in self.get_params(ctx):
            if line := parameter.get_help_record(ctx):
                sections[_section(parameter)].append(line)
        for heading, lines in sections.items():
            if lines:
                with formatter.section(heading):
                    formatter.write_dl(lines)


def _section(parameter: Parameter) -> str:
    """The section of a help page that tells of a parameter."""
    if parameter.param_type_name == "argument":
        return _ARGUMENTS
    return getattr(parameter, "rich_help_panel", None) or _OPTIONS


def _refuse_control_characters(parameter: Parameter, ctx: Context) -> None:
    """Refuse what no file and no document can hold; a value of the environment is left alone."""
    name = parameter.name or ""
    if ctx.get_parameter_source(name) is ParameterSource.ENVIRONMENT:
        return
    value = ctx.params.get(name)
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and (sign := control_character(text)):
            is_option = parameter.param_type_name == "option"
            shown = parameter.opts[-1] if is_option else parameter.make_metavar(ctx)
            raise CannotDo(f"{shown} có ký tự không hợp lệ {sign}", "xóa ký tự này")


# --- options, declared as fields of groups ------------------------------------------------------
# A group is a frozen dataclass whose fields are options.

_INFO = "option"
_COMMON = ("as_of", "format", "output", "force", "color", "root", "year", "plan_id", "all_plans")
"""The options that many commands have, in the order of their help pages."""


def declared(info: Any) -> Any:
    """A field of a group, by what the command-line library wants to know of it."""
    return field(default=info.default, metadata={_INFO: info})


def option(
    flag: str, metavar: str, help: str, envvar: str | None = None, default: Any = None
) -> Any:
    """An option that takes a word, a path, or several where its type is a list."""
    return declared(typer.Option(default, flag, metavar=metavar, help=help, envvar=envvar))


def flag(name: str, help: str) -> Any:
    """An option that is there or not."""
    return declared(typer.Option(False, name, help=help, show_default=False))


def seldom(declaration: Any) -> Any:
    """An option that few people need, which a help page names last."""
    declaration.metadata[_INFO].rich_help_panel = _SELDOM
    return declaration


def argument(metavar: str, help: str, default: Any = None) -> Any:
    """An argument; `...` for the default is that of one that must be typed."""
    return declared(typer.Argument(default, metavar=metavar, help=help))


def choice(name: str, values: Collection[str], help: str, default: str | None = None) -> Any:
    """An option that takes one of a few values, all of which its help names."""

    def check(value: Any) -> Any:
        for typed in value if isinstance(value, list) else [value]:
            if typed is not None:
                chosen(typed, values, name)
        return value

    metavar = "|".join(values)
    return declared(typer.Option(default, name, metavar=metavar, help=help, callback=check))


def chosen(value: str, values: Collection[W], option: str) -> W:
    """The value, where it is one that the option takes."""
    for word in values:
        if word == value:
            return word
    hint = "chọn một trong: " + ", ".join(values)
    raise CannotDo(f"{option} «{value}» không dùng được", hint)


def typed(*groups: Any) -> list[str]:
    """The options of some groups that are not as they are when left out."""
    return [
        f.metadata[_INFO].param_decls[0]
        for group in groups
        for f in fields(group)
        if getattr(group, f.name) != f.default and f.metadata[_INFO].param_decls
    ]


def spread_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command one parameter for each option of its groups: its own, then those of many.

    The command-line library knows single parameters only.
    """

    def command(**values: Any) -> None:
        _call(function, values)

    command.__signature__ = inspect.Signature(sorted(_options(function), key=_rank))  # type: ignore[attr-defined]
    command.__doc__ = function.__doc__
    return command


def _options(function: Callable[..., Any]) -> Iterator[inspect.Parameter]:
    """The single parameters of a function or a group."""
    infos = {f.name: f.metadata[_INFO] for f in fields(function)} if is_dataclass(function) else {}
    for parameter in inspect.signature(function).parameters.values():
        if _is_group(parameter.annotation):
            yield from _options(parameter.annotation)
        else:
            default = infos.get(parameter.name, parameter.default)
            yield parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY, default=default)


def _rank(parameter: inspect.Parameter) -> int:
    """The place of an option on a help page: the first, or that among the common ones."""
    return _COMMON.index(parameter.name) + 1 if parameter.name in _COMMON else 0


def _call(function: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """Call a function, or build a group, with those of the values that it takes."""
    arguments = {}
    for name, parameter in inspect.signature(function).parameters.items():
        group = parameter.annotation
        arguments[name] = _call(group, values) if _is_group(group) else values[name]
    return function(**arguments)


def _is_group(annotation: Any) -> bool:
    return is_dataclass(annotation)


# --- errors -------------------------------------------------------------------------------------


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
        return f"thiếu {_argument(error)}", ""
    if isinstance(error, BadOptionUsage):
        takes_none = "does not take a value" in error.message
        return f"{error.option_name} {'không nhận' if takes_none else 'cần một'} giá trị", ""
    if extra := re.fullmatch(r"Got unexpected extra arguments? \((.*)\)", error.message):
        return f"thừa: {extra[1]}", "đặt cụm từ có dấu cách trong nháy"
    return "câu lệnh không đúng", ""


def _argument(error: MissingParameter) -> str:
    """The name of an argument on a help page."""
    return error.param.make_metavar(error.ctx) if error.param and error.ctx else ""
