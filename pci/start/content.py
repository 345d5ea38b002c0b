"""The files of a new folder: what each holds, from what was answered and what the program brings
along."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from string import Template

from pci.core.holidays import needed_years
from pci.core.model import Plan
from pci.core.organisation import ORGANISATION_PATH
from pci.files.outside import file_beginning
from pci.files.paths import MAX_BYTES, Files
from pci.files.schema import KINDS, path_of, text_of
from pci.files.shipped import shipped
from pci.loading import load
from pci.record.drafts import refusal
from pci.record.fault import Fault
from pci.start.answers import Answers, NewUnit, id_of

CI_FILES = {
    "github": (".github/workflows/pci-check.yml", "docs/github-pci-check.yml"),
    "gitlab": (".gitlab-ci.yml", "docs/gitlab-pci-check.yml"),
}
"""For each CI service the path of its file in a folder of plans, and among those of the program."""

_EDITED = {
    "plan": ("plans/{plan}.yaml",),
    "amendment": ("plans/*/amendments/*.yaml",),
    "organisation": (ORGANISATION_PATH,),
    "update": ("plans/{plan}/progress/**",),
    "words": ("plans/{plan}/reports/*.yaml", "!*.issued*.yaml"),
    "calendar": ("plans/calendar/*.yaml",),
}
"""The files that a person reads or edits, by the schema that an editor holds them against."""
SETTINGS = ".vscode/settings.json"


def files_of(
    root: Path, answers: Answers, ci: str | None, with_organisation: bool, today: date
) -> Files:
    """The files of a new folder, the plan first; raises CannotDo where its check would find errors,
    with the files that are there already."""
    data = _data_files(answers, with_organisation, today)
    return {**data, **_other_files(_judged(root, data), ci)}


def files_beside(root: Path, path: str, text: str, today: date) -> Files:
    """The files of a further plan in a folder of plans, of which those that are missing count; the
    plan is first, and judged as in a new folder."""
    data = _encoded({path: text}) | calendar_files(int(PurePosixPath(path).name[:4]), today)
    return {**data, **_schemas(_judged(root, data))}


def _judged(root: Path, data: Files) -> Plan:
    """The plan in some files, once its check finds no error with what is there already."""
    there = {path: root / path for path in (*data, ORGANISATION_PATH) if (root / path).is_file()}
    loaded = load(
        {**data, **{path: file_beginning(place, MAX_BYTES) for path, place in there.items()}}
    )
    if loaded.errors or loaded.plan is None:
        faults = [Fault("", f"{d.where}: {d.message}", d.hint) for d in loaded.errors]
        raise refusal([*dict.fromkeys(faults)])
    return loaded.plan


def _data_files(answers: Answers, with_organisation: bool, today: date) -> Files:
    """The files from which a plan is read. Agency and units stand in one of them only."""
    values = _values(answers)
    parts = _own("plan.yaml").split("%%\n")
    plan = "".join(parts[::2] if with_organisation else parts)
    texts = {f"plans/{answers.year}.yaml": _filled(plan, values)}
    if with_organisation:
        texts[ORGANISATION_PATH] = _filled(_own("organisation.yaml"), values)
    return _encoded(texts) | calendar_files(answers.year, today)


def calendar_files(year: int, today: date) -> dict[str, bytes]:
    """The calendars on which a year depends."""
    paths = {f"plans/calendar/{needed}.yaml": needed for needed in needed_years(year, today)}
    return {path: shipped(path) or _undecided(needed) for path, needed in paths.items()}


def _undecided(year: int) -> bytes:
    """The calendar of a year for which the program has none."""
    return _filled(_own("calendar.yaml"), {"year": str(year)}).encode()


def _other_files(plan: Plan, ci: str | None) -> Files:
    """The files that editors, git and a CI service read."""
    texts = {
        SETTINGS: settings_of(plan),
        ".editorconfig": _own("editorconfig"),
        ".gitattributes": _own("gitattributes"),
    }
    files = {**_schemas(plan), **_encoded(texts)}
    if ci:
        path, source = CI_FILES[ci]
        checks = shipped(source)
        assert checks is not None, source
        files[path] = checks
    return files


def _schemas(plan: Plan) -> dict[str, bytes]:
    return _encoded({f"schemas/{path_of(kind, plan)}": text_of(kind, plan) for kind in KINDS})


def _encoded(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}


def settings_of(plan: Plan) -> str:
    """The settings of an editor: which schema is for which files."""
    schemas = {
        f"schemas/{path_of(kind, plan)}": [path.format(plan=plan.id) for path in paths]
        for kind, paths in _EDITED.items()
    }
    return json.dumps({"yaml.schemas": schemas}, indent=2) + "\n"


def lacking_settings(root: Path, settings: str) -> str:
    """Get the line with those of some settings that the file in a folder does not have; empty
    where it has all, or there is no file."""
    if not (root / SETTINGS).is_file():
        return ""
    there = file_beginning(root / SETTINGS, MAX_BYTES).decode(errors="replace")
    schemas = json.loads(settings)["yaml.schemas"]
    lacking = {path: files for path, files in schemas.items() if path not in there}
    return f'"yaml.schemas": {json.dumps(lacking)}' if lacking else ""


def _own(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return Template(text).substitute(values)


def _values(answers: Answers) -> dict[str, str]:
    """What stands for each name in a text: names in quotes, ids without."""
    agency, parent, place, units, year = answers
    ids = [id_of(unit.name) for unit in units]
    first, *others = ids
    return {
        "year": str(year),
        "agency": _quoted(agency),
        "parent": _quoted(parent),
        "head_agency": _quoted(agency.upper()),
        "head_parent": _quoted(parent.upper()),
        "place": _quoted(place),
        "title": _quoted(f"Triển khai nhiệm vụ năm {year} của {agency}"),
        "parent_id": id_of(parent),
        "first": first,
        "last": ids[-1],
        "coordinating": first if others else "",
        "ids": ", ".join(ids),
        "units": "\n".join(_unit_lines(units)),
    }


def _unit_lines(units: Sequence[NewUnit]) -> Iterator[str]:
    for name, short in units:
        more = f", short: {_quoted(short)}" if short else ""
        yield f"  {id_of(name)}: {{name: {_quoted(name)}{more}}}"


def _quoted(text: str) -> str:
    """The text as YAML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False)
