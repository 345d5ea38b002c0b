"""What commands print as JSON: each shape has a published schema, and says where it is not whole.

Every test's runs are held against those schemas (`json_schemas.py`); here is one of each shape.
"""

import json
import re
from pathlib import Path

from support import ROOT, Run

from tools.json_shapes import SHAPES

WALK = (
    "tasks --unit VP",
    "deadlines",
    "log",
    "log --open",
    "stats",
    "show A.III.4",
    "show II.1.4",
    "report --quarter 4",
    "report --brief",
    "report --handover",
    "remind",
    "tasks --all-plans",
    "remind --all-plans",
    "check",
    "plan",
    "plan --as-of 2024-12-01",
    "plan --amendment gia-han",
    "diff plans/2024.yaml plans/2024.yaml",
    "record II.1.4 --unit VP --date 2024-12-06 --state doing --result Đăng. --dry-run",
    "record --from-json - --dry-run",
    "new 2025 --from 2024",
    "doctor",
    "help PCI204",
    "help fields bao-cao.docx",
)


def test_every_shape_is_published_and_says_whether_something_is_left_out(
    run: Run, example: Path
) -> None:
    broken = example / "plans/2024/progress/van-phong/2024-12-06-II.1.4-oovkdk.yaml"
    broken.write_text("about: [\n", encoding="utf-8")
    statement = {
        "about": "II.1.4",
        "unit": "van-phong",
        "date": "2024-12-06",
        "state": "doing",
        "result": "Đăng.",
    }
    shapes = {}
    for command in WALK:
        done = run(*command.split(), "--format", "json", cwd=example, stdin=json.dumps([statement]))
        assert done.out, (command, done.err)
        shapes[command] = json.loads(done.out)
    assert {shape["schema"] for shape in shapes.values()} == {*SHAPES}
    whole = {command.split()[0] for command, shape in shapes.items() if shape.get("complete", True)}
    assert whole == {"plan", "diff", "record", "new", "doctor", "help"}
    of_plans = [shapes[command]["plans"] for command in ("tasks --all-plans", "remind --all-plans")]
    assert [[one["complete"] for one in plans] for plans in of_plans] == [[False, True]] * 2


def test_a_plan_left_out_is_told(run: Run, example: Path) -> None:
    (example / "plans/2024-cchc.yaml").write_text("title: [\n", encoding="utf-8")
    done = run("tasks", "--all-plans", "--format", "json", cwd=example)
    told = json.loads(done.out)
    assert (done.code, told["complete"], [one["plan"] for one in told["plans"]]) == (
        2,
        False,
        ["2024"],
    )


def test_every_command_that_has_json_is_here() -> None:
    page = (ROOT / "docs/lenh.md").read_text(encoding="utf-8").split("\n## ")
    having = {part.split("`")[1] for part in page if re.search(r"--format \S*json", part)}
    assert having == {f"pci {command.split()[0]}" for command in WALK}
