"""JSON that somebody else wrote."""

import json
from decimal import Decimal
from typing import Any

from pci.core.errors import CannotDo


def parsed(data: bytes, wanted: str) -> Any:
    """Read JSON in UTF-8; raises CannotDo, with what is wanted, for anything else."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except json.JSONDecodeError as error:
        words = f"JSON sai ở dòng {error.lineno}, cột {error.colno}"
        raise CannotDo(words, "xem dấu phẩy, ngoặc, nháy") from None
    except (RecursionError, ValueError, ArithmeticError):
        words = "JSON không dùng được: không phải UTF-8, lồng quá sâu hoặc số quá dài"
        raise CannotDo(words, wanted) from None
