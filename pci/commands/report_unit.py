"""`pci report --unit`: a unit's own report of a period to the leaders."""

from collections.abc import Mapping

import typer

from pci.commands import deliver
from pci.commands.paper import Paper, PaperOptions, hand_over
from pci.console import notice
from pci.core import names, stats
from pci.core.errors import CannotDo
from pci.core.ledger import role, view
from pci.core.reporting import asks
from pci.core.vi import count_words, lower_first, short_date
from pci.lists.columns import TaskRow
from pci.reports import json
from pci.reports.facts import Facts, unit_facts
from pci.reports.unit import parts_of, unit_report
from pci.workspace import Workspace

TEMPLATE = "bao-cao-don-vi.docx"


def report(
    workspace: Workspace,
    facts: Facts,
    query: str,
    how: PaperOptions,
    strict: bool,
    others: Mapping[str, object],
) -> None:
    """The paper of the unit that a person named. `others` are options that only the agency's own report has."""
    if used := [option for option, value in others.items() if value]:
        raise CannotDo(
            f"--unit không đi với {', '.join(used)}", "đó là việc của báo cáo cả cơ quan: bỏ --unit"
        )
    plan = workspace.plan
    unit = names.unit(plan, query)
    own = unit_facts(facts, unit)
    tasks = parts_of(own)
    if not tasks:
        raise CannotDo(
            f"{plan.name(unit)} không có nhiệm vụ nào trong kế hoạch", "xem «pci tasks --unit»"
        )
    if how.format == "json":
        rows = [
            TaskRow(i, task, plan, role(plan, task, unit), view(facts.book, i, unit))
            for i, task in plan.tasks.items()
            if i in tasks
        ]
        row = stats.of_unit(facts.book, unit)
        told = json.report(facts.window, facts.book, rows, own.answers, stats.Table((row,), row))
        deliver.text(told, how.output, how.force)
    else:
        values = unit_report(own)
        title = f"Báo cáo {lower_first(values.trich_yeu)}"
        name = f"bao-cao-pci-{facts.report}-{unit}"
        hand_over(workspace, Paper(TEMPLATE, name, values, title, facts.window.window_last), how)
    _tell(facts, own, unit)
    if strict and own.missing:
        raise typer.Exit(1)


def _tell(facts: Facts, own: Facts, unit: str) -> None:
    """By when the unit reports, through whom, and on what it has not yet."""
    plan, window = facts.plan, facts.window
    first, last, due = map(
        short_date, (window.window_first, window.window_last, window.internal_due)
    )
    deadline = f"; hạn nội bộ {due}" if asks(plan, window) else ""
    notice(f"Số liệu của {plan.name(unit)} từ {first} đến {last}{deadline}.")
    if (reporter := plan.reporter(unit)) != unit:
        notice(f"{plan.name(unit)} báo cáo qua {plan.name(reporter)}.")
    if own.missing:
        count = count_words(len(own.missing))
        notice(f"Chưa báo cáo {count} nhiệm vụ: {', '.join(own.missing)}")
