"""Where the program starts: `pci` and `python -m pci`."""

import gc
import os
import sys


def run() -> None:
    """The console script: a run is short, so its garbage goes with the process."""
    gc.disable()
    from pci.cli import main

    os._exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
