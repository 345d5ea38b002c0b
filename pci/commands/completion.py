"""What the Tab key offers in a terminal: ids and names of the workspace; nothing on any fault."""

import inspect
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
)
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script, install
from typer.completion import shell_complete
from typer.core import TyperGroup
from typer.models import ParameterInfo

from pci.commands.help import FIELDS, TERMS
from pci.commands.options import Place
from pci.console import notice, result
from pci.core.dates import periods_of
from pci.core.errors import CannotDo
from pci.core.fields import Refers
from pci.core.model import Plan
from pci.core.vi import TASK_LABELS
from pci.files.schema import names_of
from pci.usage import COMPLETION, SHELLS, chosen
from pci.workspace import other, plan_ids, plan_of, root_folder

_LONGEST = 60
"""The letters of a meaning that are shown: the library breaks longer lines."""
_UNSAFE = re.compile(r"[^\w ./,()+-]+")
"""What a terminal may run or take for a mark, as some shells read what they are told as code."""

Offers = Mapping[str, str]
"""What may be typed, each with what it means."""
Ask = Callable[[click.Context], Offers]
"""What tells them, by the words typed so far."""


def tell(command: click.Command) -> int:
    """Print what may be typed where the cursor stands, quiet whatever happens."""
    completion_init()
    add_completion_class(_quoting(get_completion_class("bash")))
    try:
        return shell_complete(command, {}, "pci", COMPLETION, os.environ[COMPLETION])
    except Exception:
        return 1


def _quoting(bash: type[ShellComplete]) -> type[ShellComplete]:
    """The library's completion of bash, which then escapes blanks outside of quotes."""

    class Quoting(bash):  # type: ignore[valid-type, misc]
        def format_completion(self, item: CompletionItem) -> str:
            typed = os.environ["COMP_WORDS"].split("\n")[int(os.environ["COMP_CWORD"])]
            is_quoted = typed.startswith(('"', "'"))
            return item.value if is_quoted else re.sub(r"([^\w./+-])", r"\\\1", item.value)

    return Quoting


def show(shell: str) -> None:
    """Print the lines by which a terminal asks."""
    name = chosen(shell, SHELLS, "--show-completion")
    result(get_completion_script(prog_name="pci", complete_var=COMPLETION, shell=name))


def set_up(shell: str) -> None:
    """Write those lines where a terminal reads them when it starts."""
    name = chosen(shell, SHELLS, "--install-completion")
    if name == "powershell":  # the library would let every script run there
        hint = "pci --show-completion powershell | Out-File -Append -Encoding utf8 $PROFILE"
        raise CannotDo("PowerShell thì tự thêm vào tệp khởi động", hint)
    _, path = install(shell=name, prog_name="pci", complete_var=COMPLETION)
    result(str(path))
    notice("Mở cửa sổ lệnh mới, gõ «pci tasks --unit» rồi bấm Tab.")


def add_offers(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let the parameters of a command say what may be typed for them."""
    for name, parameter in inspect.signature(command).parameters.items():
        info = parameter.default
        if isinstance(info, ParameterInfo):
            info.autocompletion = _asking(
                _choices(info.metavar or "") or _OFFERS.get(name, _nothing)
            )
    return command


def _asking(offers: Ask) -> Callable[[click.Context, str], Any]:
    """What the library asks: names are offered only once something was typed, ids always."""

    def ask(ctx: click.Context, incomplete: str) -> list[tuple[str, str]]:
        known = offers(ctx)
        ids = [(i, _UNSAFE.sub("…", name)[:_LONGEST]) for i, name in known.items()]
        names = [(name, i) for i, name in known.items() if name and not _UNSAFE.search(name)]
        return ids + (names if incomplete else [])

    return ask


def _choices(metavar: str) -> Ask | None:
    """The few values that a parameter takes, where its help names them."""
    values = metavar.split("|")
    is_choice = re.fullmatch(r"[a-z0-9]+(\|[a-z0-9]+)+", metavar)
    return (lambda _: dict.fromkeys(values, "")) if is_choice else None


def _nothing(_: click.Context) -> Offers:
    return {}


def _plan_in(ctx: click.Context) -> tuple[Path, str]:
    """The workspace and the plan that the words typed so far mean."""
    place = Place(*(ctx.params.get(name) for name in ("root", "year", "plan_id")))
    folder = root_folder(place.root)
    return folder, place.plan_in(folder)


def _of_plan(offers: Callable[[Plan], Offers]) -> Ask:
    def ask(ctx: click.Context) -> Offers:
        plan = plan_of(*_plan_in(ctx))
        return offers(plan) if plan else {}

    return ask


def _named(*registers: str) -> Ask:
    return _of_plan(lambda plan: names_of(plan, Refers(registers)))


def _periods(plan: Plan) -> Offers:
    return {p.id: "" for kind in ("quarter", "month") for p in periods_of(plan.year, kind)}


def _plans(ctx: click.Context) -> Offers:
    return dict.fromkeys(plan_ids(root_folder(ctx.params.get("root"))), "")


def _updates(ctx: click.Context) -> Offers:
    folder, plan_id = _plan_in(ctx)
    paths = (folder / "plans" / plan_id / "progress").glob("*/*.yaml")
    return dict.fromkeys(sorted(path.stem for path in paths), "")


def _signers(ctx: click.Context) -> Offers:
    workspace = other(*_plan_in(ctx))
    return dict.fromkeys(workspace.organisation.signers, "") if workspace else {}


def _topics(ctx: click.Context) -> Offers:
    above = ctx.parent
    assert above and isinstance(above.command, TyperGroup)
    return dict.fromkeys([FIELDS, TERMS, *above.command.list_commands(above)], "")


def _numbers(last: int) -> Ask:
    return lambda _: {str(number): "" for number in range(1, last + 1)}


_SUBJECTS = _named("subjects")
_OUTSIDE = _named("inside", "outside")
_OFFERS: Mapping[str, Ask] = {
    "unit": _named("units"),
    "index": _named("subindices", "sections"),
    "item": _SUBJECTS,
    "about": _SUBJECTS,
    "subject": _SUBJECTS,
    "period": _of_plan(_periods),
    "quarter": _numbers(4),
    "month": _numbers(12),
    "plan_id": _plans,
    "source": _plans,
    "amendment": _of_plan(lambda plan: {one.name: "" for one in plan.amendments}),
    "signer": _signers,
    "state": lambda _: TASK_LABELS,
    "difficulty_to": _OUTSIDE,
    "proposal_to": _OUTSIDE,
    "corrects": _updates,
    "withdraw": _updates,
    "answers": _updates,
    "topic": _topics,
}
"""What is offered, by the names of parameters."""
