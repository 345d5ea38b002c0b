"""What goes out with the wheel: what to install it by, and what it is made of.

    python -m tools.release dist

`requirements.txt` names the wheel and every locked library by their hashes, so that nothing else is
ever installed; `pci.cdx.json` lists them for who watches over vulnerabilities (CycloneDX).
"""

import json
import re
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

from pci import __version__
from tools.forkserver import ROOT

_LIBRARY = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", re.M)


def requirements(wheel: Path, lock: str) -> str:
    """What pip installs from the folder of the wheel, with `--require-hashes`."""
    return f"./{wheel.name} --hash=sha256:{sha256(wheel.read_bytes()).hexdigest()}\n{lock}"


def bill_of_materials(wheel: Path, lock: str) -> dict[str, Any]:
    """The wheel and the locked libraries in the form of CycloneDX."""
    own = {
        **_component("application", "pci-ke-hoach", __version__),
        "hashes": [{"alg": "SHA-256", "content": sha256(wheel.read_bytes()).hexdigest()}],
    }
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": [_component("library", *library) for library in _LIBRARY.findall(lock)],
    }


def _component(kind: str, name: str, version: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{name}@{version}"
    return {"type": kind, "bom-ref": purl, "name": name, "version": version, "purl": purl}


def main(folder: Path) -> None:
    (wheel,) = folder.glob(f"pci_ke_hoach-{__version__}-*.whl")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    (folder / "requirements.txt").write_text(requirements(wheel, lock), encoding="utf-8")
    bill = json.dumps(bill_of_materials(wheel, lock), indent=2)
    (folder / "pci.cdx.json").write_text(f"{bill}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
