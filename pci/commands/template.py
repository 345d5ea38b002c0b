"""`pci template`: a Word file as text, for `git diff` and other tools."""

from pathlib import Path
from typing import Annotated

import typer

from pci.commands.options import chosen
from pci.commands.paper import word_file
from pci.console import relative, result, visible
from pci.core.errors import CannotDo

_ACTIONS = ("dump",)


def template(
    action: Annotated[
        str, typer.Argument(metavar="dump", help="In nội dung và thể thức thành chữ.")
    ],
    path: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp Word .docx.")],
) -> None:
    """Viết nội dung và thể thức của một tệp Word thành chữ.

    Từng phần trang với khổ giấy, lề, số trang; từng bảng với độ rộng cột, viền, nền; từng đoạn với cỡ, kiểu chữ, lề
    đoạn khác thường và mã của trường Word. Để so hai bản của một tệp: dùng làm textconv của git (docs/mau-bao-cao.md)
    thì «git diff» cho thấy thay đổi của lời văn và thể thức, kể cả lề trang; không nêu bên trong hình, chú thích cuối
    trang, dấu trang, cách đánh số của danh sách.

    Ví dụ: pci template dump templates/bao-cao.docx
    """
    from pci.nd30.dump import dump

    chosen(action, _ACTIONS, "lệnh con")
    try:
        result(visible(dump(word_file(path))))
    except CannotDo as error:
        raise CannotDo(f"{relative(path)}: {error.message}", error.hint) from None
