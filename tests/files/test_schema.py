"""The schemas that editors use: what the models say, no more and no less, and fresh in the
repository."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from support import ROOT, Run

from pci import loading, workspace
from pci.core.amendments import Amendment
from pci.core.fields import Record, fields_of
from pci.core.holidays import CalendarYear
from pci.core.model import Plan, Reporting, Task, Update, Withdrawal
from pci.core.organisation import Organisation
from pci.core.papers import Words
from pci.files import yamlio
from pci.files.schema import KINDS, schema, text_of
from pci.files.shape import build
from tools.keys import keys


class EditorsYaml(yaml.SafeLoader):
    """YAML 1.2 as an editor reads it: numbers, booleans and null are typed; days and `no` are
    text."""


EditorsYaml.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"^(~|null|)$", ["~", "n", ""]),
    ("bool", r"^(true|false)$", ["t", "f"]),
    ("int", r"^[-+]?(0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", list("-+0123456789")),
):
    EditorsYaml.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def as_an_editor_reads(text: str) -> Any:
    return yaml.load(text, EditorsYaml)  # noqa: S506


def as_we_read(model: type[Record], text: str) -> bool:
    """Whether the program accepts a file's shape."""
    document = yamlio.read(text.encode(), "tep.yaml")
    return not document.problems and isinstance(
        build(model, document.tree, document.source, "tep.yaml"), model
    )


def plan_of(root: Path, name: str) -> Plan:
    plan = loading.load(workspace.files(root, name)).plan
    assert plan
    return plan


SHIPPED = ((ROOT, "2023"), (ROOT / "examples", "2024"), (ROOT / "examples", "2024-cchc"))
REAL = plan_of(ROOT, "2023")


def shipped() -> Iterator[tuple[str, Plan, Path]]:
    """Every file in the repository that a schema is for, with its plan."""
    for root, name in SHIPPED:
        plan, folder = plan_of(root, name), root / "plans"
        patterns = {
            "plan": f"{name}.yaml",
            "calendar": "calendar/*.yaml",
            "organisation": "organisation.yaml",
            "amendment": f"{name}/amendments/*.yaml",
            "update": f"{name}/progress/*/*.yaml",
        }
        for kind, pattern in patterns.items():
            yield from ((kind, plan, path) for path in folder.glob(pattern))


def test_every_shipped_file_satisfies_its_schema() -> None:
    seen = set()
    for kind, plan, path in shipped():
        tree = as_an_editor_reads(path.read_text(encoding="utf-8"))
        for found in (schema(kind), schema(kind, plan)):
            faults = [
                f"{path}: {fault.message}" for fault in Draft7Validator(found).iter_errors(tree)
            ]
            assert not faults
        seen.add(kind)
    assert seen == {"plan", "calendar", "organisation", "amendment", "update"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_valid_and_explains_every_key(kind: str) -> None:
    found = schema(kind, REAL)
    Draft7Validator.check_schema(found)
    for place, part in objects(found, kind):
        assert (
            part["additionalProperties"] is False or "description" in part["additionalProperties"]
        ), place
        for key, inner in part.get("properties", {}).items():
            assert inner["description"].strip(), f"{place}.{key}"


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_has_a_row_for_every_key_with_an_example_that_its_schema_admits(kind: str) -> None:
    page = (ROOT / "docs/ke-hoach-yaml.md").read_text(encoding="utf-8")
    tables = page.partition(f"<!-- khóa: {kind} -->\n")[2].partition("\n## ")[0]
    listed = {}
    for row in re.findall("^\\| `.*", tables, re.M):
        place, meaning, rule, example = row.strip("| ").split(" | ")
        assert meaning and rule
        listed[place.strip("`")] = example.strip("`")
    assert sorted(listed) == sorted(".".join(path[1:]) for path in keys(kind))
    for path, key in keys(kind).items():
        tree = as_an_editor_reads(listed[".".join(path[1:])])
        assert Draft7Validator(key.content).is_valid(tree[path[-1]]), path


def objects(part: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of a mapping inside a schema."""
    if isinstance(part, dict):
        if "properties" in part or "propertyNames" in part:
            yield place, part
        for key, inner in part.items():
            yield from objects(inner, f"{place}.{key}")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("symbol: KH-KKT", "symbl: KH-KKT"),
        ("year: 2023", "year: hai nghìn"),
        ("year: 2023", "year: 1999"),
        ("issued: 2023-08", "issued: 2023-13"),
        ("every: quarter", "every: week"),
        ("during: [2023-09]", "during: [2023-9]"),
        ("during: [2023-09]", "by: 2023-09-31"),
        ("during: [2023-09]", "during: [2023-09]\n        every: month"),
        ("during: [2023-09]", "during: [2023-09]\n        day: 3"),
        ("during: [2023-09]", "quoted: [2023-09]"),
        ("  A.I.3:", "  A.I.03:"),
        ("part_of: van-phong", "part_of: Văn phòng"),
        ("indefinite: true", "indefinite: yes"),
        ("due: window end + 2 working days", "due: window end + 2 days"),
        ('answer_by: "16:00"', 'answer_by: "16h00"'),
        ("working_days: 2", "working_days: 0"),
        ("basis: [qd-1776]", "basis: qd-1776"),
        ("place: Khánh Hòa", "place:"),
        ("place: Khánh Hòa", "place: '  '"),
    ],
)
def test_a_fault_of_shape_is_refused_by_the_editor_and_by_the_program(
    right: str, wrong: str
) -> None:
    text = (ROOT / "plans/2023.yaml").read_text(encoding="utf-8")
    assert right in text
    faulty = text.replace(right, wrong, 1)
    assert not as_we_read(Plan, faulty)
    assert not Draft7Validator(schema("plan")).is_valid(as_an_editor_reads(faulty))


PARTS = {kind: Draft7Validator(schema(kind)) for kind in KINDS}
ODD = st.sampled_from(
    [
        None,
        "",
        "x",
        "a-b",
        0,
        7,
        -1,
        2023,
        2.5,
        True,
        [],
        ["x"],
        {},
        {"x": "y"},
        "2023-09-30",
        "2023-Q3",
    ]
)
TREES: dict[str, tuple[type[Record], dict[str, Any]]] = {
    "plan": (Plan, as_an_editor_reads((ROOT / "plans/2023.yaml").read_text(encoding="utf-8"))),
    "calendar": (
        CalendarYear,
        as_an_editor_reads((ROOT / "plans/calendar/2023.yaml").read_text(encoding="utf-8")),
    ),
    "update": (
        Update,
        {
            "about": "A.I.3",
            "period": "2023-Q3",
            "unit": "van-phong",
            "date": "2023-09-14",
            "state": "done",
            "percent": 40,
            "figures": {"kien-nghi": 9, "ty-le": 98.5},
            "evidence": ["412/BC-KKT"],
            "difficulty": {"to": "noi-bo", "text": "Thiếu người."},
            "recorded": "2023-09-15T09:12:40+07:00",
        },
    ),
    "amendment": (
        Amendment,
        {
            "document": {"type": "Quyết định", "number": "456/QĐ-KKT", "date": "2023-09-28"},
            "effective": "2023-10-01",
            "text": "Báo cáo hằng quý.",
            "end": {"tasks": ["B.I.1"]},
        },
    ),
    "organisation": (
        Organisation,
        {
            "agency": [{"name": "Ban Quản lý", "short": "Ban", "letterhead": {"place": "Huế"}}],
            "units": {
                "phong-a": {"until": "2023-10-31", "successor": "phong-b", "confirmed": False},
                "phong-b": [{"name": "Phòng B", "from": "2023-11-01"}],
            },
            "outside": {"so-tc": {"name": "Sở Tài chính"}},
            "signers": {"truong-ban": {"capacity": ["TRƯỞNG BAN"], "name": None}},
        },
    ),
    "words": (
        Words,
        {
            "written": "2023-09-15T09:12:40Z",
            "causes": "Mưa.",
            "tasks": {"A.I.3": {"result": "Xong."}},
        },
    ),
}


def test_an_amendment_may_change_or_take_away_any_value() -> None:
    document = {"document": {"type": "Quyết định"}, "effective": "2023-10-01"}
    owed = {"every": "month", "during": None, "quote": "hằng tháng"}
    changes: dict[str, Any] = dict.fromkeys(fields_of(Plan))
    changes |= {
        "reporting": dict.fromkeys(fields_of(Reporting)),
        "body": {"I": {"kind": None}},
        "tasks": {
            "A.I.1": dict.fromkeys(fields_of(Task)),
            "A.I.2": {"lead": "bqlda", "owes": {"bao-cao": owed, "hop": None}},
        },
    }
    valid = PARTS["amendment"]
    for key, value in changes.items():
        faults = [*valid.iter_errors({**document, "change": {key: value}})]
        assert not faults, (key, faults[0].message)
    assert not valid.is_valid({**document, "change": {"tasks": {"A.I.1": {"leads": "bqlda"}}}})


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_an_editor_never_underlines_what_the_program_accepts(data: st.DataObject) -> None:
    """One value anywhere replaced by something odd, dropped, or joined by a strange key: what the
    schema refuses, the program refuses."""
    kind = data.draw(st.sampled_from(sorted(TREES)))
    model, tree = TREES[kind]
    changed = deepcopy(tree)
    holder, key = data.draw(st.sampled_from(list(places(changed))))
    how = data.draw(st.sampled_from(["replace", "drop", "add"]))
    if how == "replace":
        holder[key] = data.draw(ODD)
    elif how == "drop":
        del holder[key]
    elif isinstance(holder, dict):
        holder["la"] = data.draw(ODD)
    text = yaml.safe_dump(changed, allow_unicode=True)
    if not PARTS[kind].is_valid(as_an_editor_reads(text)):
        assert not as_we_read(model, text), text


def places(tree: Any) -> Iterator[tuple[Any, Any]]:
    for key in tree if isinstance(tree, dict) else range(len(tree)):
        yield tree, key
        if isinstance(tree[key], (dict, list)):
            yield from places(tree[key])


def test_the_plan_s_own_ids_are_the_only_ones(run: Run) -> None:
    lead = schema("plan", REAL)["properties"]["tasks"]["additionalProperties"]["properties"]["lead"]
    assert "phong-qldn" in lead["enum"]
    assert "phong-lien-quan" not in lead["enum"]  # cannot lead
    assert (
        lead["enumDescriptions"][lead["enum"].index("phong-qldn")] == "Phòng Quản lý Doanh nghiệp"
    )
    about = schema("update", REAL)["properties"]["about"]["enum"]
    assert {
        "A.VII.4",
        "A.VII.4/bao-cao-thang",
        "II.1.3",
        "III.1.2",
        "kho-du-lieu",
        "con-lai",
    } <= set(about)
    assert "I.1.1" not in about
    printed = run("schema", "update", cwd=ROOT)
    assert json.loads(printed.out)["properties"]["about"]["enum"] == about
    assert (
        json.loads(run("schema", "update", "--generic").out)["properties"]["about"].get("enum")
        is None
    )


def test_what_a_plan_does_not_have_cannot_be_named() -> None:
    """Editors (draft 7 as first printed) refuse an empty list of choices."""
    without_conditions = schema("plan", replace(REAL, triggers={}))
    assert '"enum": []' not in json.dumps(without_conditions)
    named = as_an_editor_reads((ROOT / "plans/2023.yaml").read_text(encoding="utf-8"))
    assert Draft7Validator(schema("plan", REAL)).is_valid(named)
    assert not Draft7Validator(without_conditions).is_valid(named)


@pytest.mark.parametrize(("root", "name"), SHIPPED)
def test_the_shipped_schemas_are_those_of_today(root: Path, name: str) -> None:
    plan = plan_of(root, name)
    for kind, about in KINDS.items():
        path = root / "schemas" / (name if about.names_ids else "") / f"{kind}.schema.json"
        assert path.read_text(encoding="utf-8") == text_of(kind, plan), (
            f"{path}: chạy «make schemas»"
        )
        if root == ROOT:
            generic = root / f"schemas/{kind}.schema.json"
            assert generic.read_text(encoding="utf-8") == text_of(kind), (
                f"{generic}: chạy «make schemas»"
            )


def test_every_hand_edited_file_names_the_schema_that_lies_there() -> None:
    for kind, _, path in shipped():
        if kind != "update":
            first = path.read_text(encoding="utf-8").splitlines()[0]
            named = first.removeprefix("# yaml-language-server: $schema=")
            assert (path.parent / named).resolve().name == f"{kind}.schema.json"
            assert (path.parent / named).is_file()


def test_schemas_are_written_anew_but_never_over_a_hand_s_work(run: Run, real: Path) -> None:
    first = run("schema", "--all", cwd=real)
    assert first.code == 0
    assert first.out.splitlines()[0] == "schemas/2023/plan.schema.json"
    plan = real / "plans/2023.yaml"
    text = plan.read_text(encoding="utf-8").replace(
        "units:\n", "units:\n  phong-moi: {name: Phòng mới}\n", 1
    )
    plan.write_text(text, encoding="utf-8")
    path = real / "schemas/2023/plan.schema.json"
    before = path.read_text(encoding="utf-8")
    kept = run("schema", "--all", cwd=real)
    assert kept.code == 0
    assert "schemas/2023/plan.schema.json đã có nội dung khác nên giữ nguyên" in kept.err
    assert path.read_text(encoding="utf-8") == before
    assert run("schema", "--all", "--force", cwd=real).code == 0
    assert "phong-moi" in path.read_text(encoding="utf-8")


def test_a_plan_that_refers_to_nothing_still_has_a_schema_one_without_shape_has_none(
    run: Run, real: Path
) -> None:
    plan = real / "plans/2023.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("lead: van-phong\n", "lead: van-phongg\n", 1), encoding="utf-8")
    assert run("schema", "plan", cwd=real).code == 0
    plan.write_text(text.replace("symbol:", "symbl:", 1), encoding="utf-8")
    broken = run("schema", "plan", cwd=real)
    assert broken.code == 2
    assert "symbl" in broken.err


@pytest.mark.parametrize(
    "arguments", [(), ("plan", "--all"), ("ke-hoach",), ("--all", "--generic")]
)
def test_what_cannot_be_asked(run: Run, real: Path, arguments: tuple[str, ...]) -> None:
    done = run("schema", *arguments, cwd=real)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1


RECORDED = """\
about: A.I.4
unit: van-phong
date: 2023-09-14
recorded: 2023-09-15T09:12:40+07:00
"""


@pytest.mark.parametrize(
    ("more", "right"),
    [
        ("state: doing\n", True),
        ("withdraws: 2023-09-10-A.I.4-abcdef\nreason: Ghi nhầm.\n", True),
        ("", False),
        ("withdraws: 2023-09-10-A.I.4-abcdef\n", False),
        ("withdraws: 2023-09-10-A.I.4-abcdef\nreason: Ghi nhầm.\nstate: doing\n", False),
    ],
)
@pytest.mark.parametrize("plan", [None, REAL], ids=["generic", "real"])
def test_an_update_file_is_an_update_or_a_withdrawal(
    more: str, right: bool, plan: Plan | None
) -> None:
    text = RECORDED + more
    judge = Draft7Validator(schema("update", plan))
    assert judge.is_valid(as_an_editor_reads(text)) is right
    assert as_we_read(Withdrawal if "withdraws" in text else Update, text) is right
