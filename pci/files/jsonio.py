"""JSON that somebody else wrote."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from pci.core.errors import CannotDo
from pci.core.vi import shortened
from pci.files.outside import file_beginning


def parsed(source: str, most: int, wanted: str) -> Any:
    """Read JSON in UTF-8 of no more than `most` bytes, from a file or the standard input (`-`).

    Raises CannotDo, with what is wanted, for anything else.
    """
    data = sys.stdin.buffer.read(most + 1) if source == "-" else file_beginning(Path(source), most)
    if len(data) > most:
        raise CannotDo(f"JSON lớn hơn {most >> 20} MiB", "xem có nhầm tệp không")
    try:
        text = data.decode("utf-8-sig")
        return json.loads(text, parse_float=Decimal, object_pairs_hook=_each_once)
    except json.JSONDecodeError as error:
        words = f"JSON sai ở dòng {error.lineno}, cột {error.colno}"
        raise CannotDo(words, "xem dấu phẩy, ngoặc, nháy") from None
    except (RecursionError, ValueError, ArithmeticError):
        words = "JSON không dùng được: không phải UTF-8, lồng quá sâu hoặc số quá dài"
        raise CannotDo(words, wanted) from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for key, value in pairs:
        if key in entries:
            raise CannotDo(f"JSON nêu khóa «{shortened(key)}» hai lần", "để lại một")
        entries[key] = value
    return entries
