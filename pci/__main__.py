"""Where the program starts: `pci` and `python -m pci`."""

import gc
import os
import signal
import sys


def run() -> None:
    """The console script: a run is short, so its garbage goes with the process."""
    gc.disable()
    answer = signal.getsignal(signal.SIGINT)
    if answer is signal.default_int_handler:  # Ctrl-C, while nothing is there yet to answer it
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from pci.cli import main

    signal.signal(signal.SIGINT, answer)
    os._exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
