"""The fields of records: each has a label, each code has words, and no library is loaded to know
them."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from builders import PLAN, YEAR
from support import ROOT

from pci import workspace
from pci.core.fields import Codes, Record, Refers, content, deep_annotation, fields_of, innermost
from pci.core.ledger import update_id
from pci.core.model import Obligation
from pci.files.schema import KINDS


def records() -> set[type[Record]]:
    """Every record of a file, by walking the fields."""
    found: set[type[Record]] = set()
    waiting = [kind.record for kind in KINDS.values()]
    while waiting:
        record = waiting.pop()
        if record not in found:
            found.add(record)
            inside = [innermost(field.hint) for field in fields_of(record).values()]
            waiting += [one for one in inside if isinstance(one, type) and issubclass(one, Record)]
    return found


PAGE = (ROOT / "docs/ke-hoach-yaml.md").read_text(encoding="utf-8")
RECORDS = sorted(records(), key=lambda record: record.__name__)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_has_a_label_and_a_row_of_its_page_and_every_code_words(
    record: type[Record],
) -> None:
    for key, field in fields_of(record).items():
        assert re.search(
            rf"^\| `([\w.*]+\.)?{key}` \| {re.escape(field.label.meaning)} ", PAGE, re.M
        )
        assert field.label.title.strip() and field.label.meaning.strip()
        codes = deep_annotation(field.hint, Codes)
        for code in get_args(innermost(field.hint)) if codes else ():
            assert codes and codes.words(code).strip()


def test_every_register_that_a_field_refers_to_is_one() -> None:
    sets = {"inside", "headings", "indicators", "subjects", "updates"}
    for record in RECORDS:
        for field in fields_of(record).values():
            for hint in (field.hint, *keys_of(field.hint)):
                refers = deep_annotation(hint, Refers)
                for register in refers.registers if refers else ():
                    assert register in sets or isinstance(getattr(PLAN, register), dict)


def keys_of(hint: Any) -> Iterator[Any]:
    for part in get_args(hint):
        if len(get_args(part)) == 2:
            yield get_args(part)[0]


def test_the_keys_of_a_schedule_stand_among_those_of_its_obligation() -> None:
    assert list(fields_of(Obligation)) == [
        "title", "by", "during", "times", "every", "day", "after", "within", "quote"
    ]  # fmt: skip
    owed = PLAN.tasks["A.VII.4"].owes["bao-cao-thang"]
    assert content(owed) == {"title": owed.title, "every": "month", "quote": owed.quote}


def test_the_content_of_a_correction_has_the_key_of_the_file() -> None:
    assert list(content(PLAN.corrections[0])) == ["at", "from", "to"]


def test_every_shipped_update_still_has_the_id_of_its_content() -> None:
    entries = workspace.open_workspace(ROOT / "examples", "2024").entries
    assert len(entries) > 100
    for entry in entries:
        assert update_id(entry.update) == entry.id


def test_the_model_is_known_without_pydantic() -> None:
    code = (
        "import sys, pci.core.model, pci.core.papers, pci.core.labels as labels;"
        "from pci.core.fields import fields_of;"
        "fields_of(pci.core.model.Plan);"
        "sys.exit(any(name.partition('.')[0].startswith('pydantic') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_records_are_whole_values() -> None:
    assert YEAR.plan == workspace.open_workspace(ROOT, "2023").plan
