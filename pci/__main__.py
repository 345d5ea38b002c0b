"""Where the program starts: `pci` and `python -m pci`."""

import sys


def run() -> None:
    """The console script."""
    from pci.cli import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
