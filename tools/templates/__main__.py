"""Writes the default templates into a folder: `python -m tools.templates templates`."""

import sys
from pathlib import Path

from tools.templates import TEMPLATES

folder = Path(sys.argv[1])
for name, build in TEMPLATES.items():
    (folder / name).write_bytes(build())
    print(folder / name)
