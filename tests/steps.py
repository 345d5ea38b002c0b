"""What a piece of work costs, by no clock."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """How many instructions of the program a piece of work takes."""
    counted = 0

    def local(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal counted
        counted += event == "opcode"
        return local

    def begin(frame: FrameType, event: str, _: Any) -> Any:
        if "/pci/" not in frame.f_code.co_filename:
            return None
        frame.f_trace_opcodes = True
        return local

    before = sys.gettrace()
    sys.settrace(begin)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted
