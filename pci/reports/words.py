"""The Office's words for a report, written as the file that people edit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pci.core.papers import PASSAGES
from pci.core.vi import nfc
from pci.files import yamlio


def words_text(report: str, passages: Mapping[str, str], written: datetime) -> str:
    """A words file of a report: these passages, and the names of those that may still be
    written."""
    tree = {"written": written, **_tree({name: nfc(text) for name, text in passages.items()})}
    open_ones = [f"{key} ({label.lower()})" for key, label in PASSAGES.items() if key not in tree]
    lines = [
        f"# Lời văn của báo cáo {report}: mỗi dòng là một đoạn."
        " Đoạn không có hoặc chưa sửa thì lấy từ các cập nhật.",
        "# Đoạn đã sửa không kể cập nhật ghi sau «written»; xem lại xong thì sửa giờ ấy.",
        *([f"# Còn có thể viết: {', '.join(open_ones)}."] if open_ones else []),
        "",
    ]
    return "\n".join(lines) + yamlio.write(tree)


def _tree(passages: Mapping[str, str]) -> dict[str, Any]:
    """A words file's mapping; a text that ends with a line is stored as a block, in which a person
    edits freely."""
    tree: dict[str, Any] = {}
    for key in PASSAGES:
        for name, text in passages.items():
            kind, _, rest = name.partition(".")
            if kind == key == "tasks":
                tree.setdefault(kind, {})[rest.removesuffix(".result")] = {"result": f"{text}\n"}
            elif kind == key == "sections":
                tree.setdefault(kind, {})[rest] = f"{text}\n"
            elif kind == key:
                tree[kind] = f"{text}\n"
    return tree
