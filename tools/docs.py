"""Writes the parts of the documentation that the program itself knows: help texts, rule codes.

`--check` writes nothing and fails where a page is stale.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pci.check.catalogue import pages as pages_of_codes
from pci.cli import COMMANDS
from pci.console import SEVERITY_WORDS
from pci.reports.documents import DOCUMENTS
from tools import json_docs
from tools.cases import cases_page
from tools.gallery import SCREEN, screen
from tools.json_shapes import SHAPES
from tools.keys import with_tables
from tools.limits import limits_page
from tools.picture import with_picture
from tools.terminal import on_terminal

ROOT = Path(__file__).parent.parent
_MARK = "<!-- từ đây do «make docs» viết ra -->"


def commands_page() -> str:
    """`docs/lenh.md`: every command's help."""
    parts = ["# Các lệnh\n", "Trang này do `make docs` viết ra từ chính chương trình.\n"]
    for name in ("", *(row.name for row in COMMANDS)):
        command = f"pci {name}".strip()
        parts.append(f"## `{command}`\n\n```text\n{on_terminal(f'{command} --help')}```\n")
    return "\n".join(parts)


def codes_page() -> str:
    """`docs/ma-loi.md`: every rule code with what its rule says."""
    listed = [*pages_of_codes()]
    lines = ["# Mã lỗi của `pci check`\n", "Trang này do `make docs` viết ra từ chính các quy tắc."]
    lines += [
        "`pci help PCI204` in trang của một mã. Trong ví dụ «Sai», dấu `# ←` chỉ dòng có lỗi.\n"
    ]
    lines += ["| mã | mức | quy tắc |", "|---|---|---|"]
    lines += [
        f"| {page.code} | {SEVERITY_WORDS[page.severity]} | {_cell(page.words)} |"
        for page in listed
    ]
    lines += ["", "## Ví dụ"]
    lines += [
        (
            "\n### "
            f"{page.code}\n\nSai:\n\n```yaml\n{page.wrong}\n```\n\nĐúng:\n\n```yaml\n{page.right}\n```"
        )
        for page in listed
        if page.wrong
    ]
    return "\n".join(lines) + "\n"


def with_generated(page: str, sections: Iterable[str]) -> str:
    """A page of what people wrote, then of what the program knows."""
    return "\n\n".join([page.partition(_MARK)[0] + _MARK, *sections]) + "\n"


def fields_sections() -> Iterator[str]:
    """Every field of every template."""
    for name, document in DOCUMENTS.items():
        rows = [
            f"| `{field.path}` | {_cell(field.meaning)} | {_cell(field.shown)} |"
            for field in document.fields
        ]
        yield f"## {document.title} (`{name}`)"
        yield "\n".join(["| trường | nghĩa | ví dụ |", "|---|---|---|", *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def pages() -> Iterable[tuple[Path, str]]:
    yield ROOT / "docs/lenh.md", commands_page()
    yield ROOT / "docs/ma-loi.md", codes_page()
    yield ROOT / "docs/truong-hop.md", cases_page()
    yield ROOT / "docs/gioi-han.md", limits_page()
    keys = ROOT / "docs/ke-hoach-yaml.md"
    yield keys, with_tables(keys.read_text(encoding="utf-8"))
    architecture = ROOT / "docs/kien-truc.md"
    yield architecture, with_picture(architecture.read_text(encoding="utf-8"))
    shapes = ROOT / "docs/json.md"
    yield shapes, with_generated(shapes.read_text(encoding="utf-8"), json_docs.sections())
    yield SCREEN, screen()
    for name in SHAPES:
        yield ROOT / json_docs.path_of(name), json_docs.text_of(name)
    fields = ROOT / "docs/mau-bao-cao.md"
    yield fields, with_generated(fields.read_text(encoding="utf-8"), fields_sections())


def main() -> int:
    stale = [
        (path, text)
        for path, text in pages()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        if "--check" in sys.argv:
            print(
                f"{path.relative_to(ROOT)}: cũ so với chương trình; chạy «make docs»",
                file=sys.stderr,
            )
        else:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
