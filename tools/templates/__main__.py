"""Writes the default templates into a folder: `python -m tools.templates templates`, and the code
made of them into the program's."""

import sys
from pathlib import Path

from pci.word.render import CODE, code_of
from tools.templates import TEMPLATES

folder = Path(sys.argv[1])
for old in CODE.glob("*.txt"):
    old.unlink()
for name, build in TEMPLATES.items():
    template = build()
    (folder / name).write_bytes(template)
    code_name, code = code_of(template, name)
    (CODE / code_name).write_text(code, "utf-8")
    print(folder / name)
