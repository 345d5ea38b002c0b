"""The Office's words for a report, written as the file that people edit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pci.core.papers import PASSAGES
from pci.core.vi import nfc
from pci.files import yamlio


def words_text(report: str, passages: Mapping[str, str], written: datetime) -> str:
    """Write a words file from passages; comments name the passages that may still be written."""
    tree = {"written": written, **_tree({name: nfc(text) for name, text in passages.items()})}
    unwritten = [f"{key} ({label.lower()})" for key, label in PASSAGES.items() if key not in tree]
    lines = [
        f"# Lời văn của báo cáo {report}: mỗi dòng là một đoạn."
        " Đoạn không có hoặc chưa sửa thì lấy từ các cập nhật.",
        "# Đoạn đã sửa không kể cập nhật ghi sau «written»; xem lại xong thì sửa giờ ấy.",
        *([f"# Còn có thể viết: {', '.join(unwritten)}."] if unwritten else []),
        "",
    ]
    return "\n".join(lines) + yamlio.write(tree)


def _tree(passages: Mapping[str, str]) -> dict[str, Any]:
    """Nest passages by their names; every text ends with a line, to be written as a block."""
    tree: dict[str, Any] = {}
    for name, text in passages.items():
        kind, _, rest = name.partition(".")
        if kind == "tasks":
            task_id = rest.removesuffix(".result")
            tree.setdefault(kind, {})[task_id] = {"result": f"{text}\n"}
        elif rest:
            tree.setdefault(kind, {})[rest] = f"{text}\n"
        else:
            tree[kind] = f"{text}\n"
    return {key: tree[key] for key in PASSAGES if key in tree}
