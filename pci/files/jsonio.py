"""JSON that somebody else wrote."""

import json
from decimal import Decimal
from typing import Any

from pci.core.errors import CannotDo
from pci.core.vi import shortened


def parsed(data: bytes, wanted: str) -> Any:
    """Read JSON in UTF-8; raises CannotDo, with what is wanted, for anything else."""
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
