"""Rules on the words themselves, wherever they stand: what a scanner, a web page or a keyboard
leaves behind."""

import re
from collections.abc import Iterator, Sequence

from pci.check.rule import FileText, Hit
from pci.core.diagnostic import Problem, Severity
from pci.core.fields import Record
from pci.core.references import leaves
from pci.core.rule import Rules
from pci.core.vi import WITHOUT_SHAPE, shortened

RULES: Rules[Sequence[FileText], Problem] = Rules()

_NO_TEXT = frozenset(
    [
        "corrections",
        "quote",
        "about",
        "period",
        "unit",
        "state",
        "date",
        "corrects",
        "answers",
        "lead",
        "to",
    ]
)
"""Fields that hold names, or words quoted from elsewhere.
"""


def passages_of(record: Record) -> tuple[FileText, ...]:
    """Every text of a plan, an update or a report's words, in the order of the file's fields."""
    return tuple(
        FileText(leaf.path, leaf.value)
        for leaf in leaves(record)
        if isinstance(leaf.value, str) and not leaf.on_key and _NO_TEXT.isdisjoint(leaf.path)
    )


def _hits(pattern: re.Pattern[str], passages: Sequence[FileText]) -> Iterator[Hit]:
    return (hit for passage in passages for hit in passage.hits(pattern))


def _words(pattern: re.Pattern[str], passages: Sequence[FileText]) -> Iterator[Hit]:
    """The words in which a pattern fits."""
    fitting = [passage for passage in passages if pattern.search(passage.text)]
    return (word for word in _hits(_WORD, fitting) if pattern.search(word.text))


_WORD = re.compile(r"[\w\u0300-\u036f]+")
_MARK = re.compile("[\u0300-\u036f]")


@RULES.rule("PCI441", Severity.WARNING)
def stray_mark(passages: Sequence[FileText]) -> Iterator[Problem]:
    """Dấu thanh, dấu mũ phải liền với chữ của nó: dấu gõ sai thứ tự thì tìm không ra chữ và Word vẽ
    chồng lên nhau.

    Sai:
        # cập nhật
        result: Đã gửi báo cá\u0302o tháng 9.   # ←

    Đúng:
        # cập nhật
        result: Đã gửi báo cáo tháng 9.
    """
    for word in _words(_MARK, passages):
        yield word.problem(f"dấu rời trong «{shortened(word.text)}»", "xóa chữ này rồi gõ lại")


_ALIKE = str.maketrans(
    "ÐðƉАВЕКМНОРСТХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ĐđĐABEKMHOPCTXaeopcyxABEZHIKMNOPTYXo"
)
_LOOKALIKE = re.compile(f"[{''.join(map(chr, _ALIKE))}\u0400-\u04ff]")
"""All Russian letters, and the Greek letters that look like ours: others are signs (α, π, Ω)."""


@RULES.rule("PCI443", Severity.WARNING)
def lookalike(passages: Sequence[FileText]) -> Iterator[Problem]:
    """Chữ Đ phải là Đ của tiếng Việt; Ð của tiếng Aixơlen, А của tiếng Nga trông giống hệt mà tìm
    không ra.

    Sai:
        body:
          I.2: {text: Phòng Ðầu tư đã rà soát.}   # ←

    Đúng:
        body:
          I.2: {text: Phòng Đầu tư đã rà soát.}
    """
    for word in _words(_LOOKALIKE, passages):
        message = f"«{word.text}» có chữ không phải chữ Việt"
        right = word.text.translate(_ALIKE)
        instead = None if _LOOKALIKE.search(right) else right
        yield word.problem(message, "xóa chữ này rồi gõ lại bằng bộ gõ tiếng Việt", instead)


_SPACES = re.compile(
    r"(?<=\S)[ \t\u00a0\u202f]{2,}(?=\S)|(?<=\w)[ \t]+(?=[,;:.!?](?:\s|$))|[\u00a0\u202f\u2007]"
)


@RULES.rule("PCI444", Severity.HINT)
def spare_space(passages: Sequence[FileText]) -> Iterator[Problem]:
    """Giữa hai chữ một dấu cách thường, trước dấu phẩy, dấu chấm không có; chữ chép từ Word, từ web
    hay thừa.

    Sai:
        body:
          I.2: {text: Đã gửi  báo cáo.}   # ←

    Đúng:
        body:
          I.2: {text: Đã gửi báo cáo.}
    """
    for hit in _hits(_SPACES, passages):
        following = hit.passage.text[hit.end : hit.end + 1]
        instead = "" if following in [*",;:.!?"] else " "
        hint = "để một dấu cách thường, trước dấu câu thì không"
        yield hit.problem("thừa dấu cách, hoặc dấu cách không ngắt", hint, instead)


_MARKUP = re.compile(
    r"\*{2,}|</?(?:p|br|b|i|u|ul|ol|li|td|tr|table|span|div|strong|em)\b[^<>\n]*/?>?|&(?:nbsp|amp|lt|gt);"
)


@RULES.rule("PCI445", Severity.WARNING)
def markup(passages: Sequence[FileText]) -> Iterator[Problem]:
    """Thẻ của trang web và dấu ** của Markdown in nguyên ra giấy: bản quét của Kế hoạch 2023 còn 19
    cặp <p>.

    Sai:
        body:
          I.2: {text: Đã gửi báo cáo.<br>}   # ←

    Đúng:
        body:
          I.2: {text: Đã gửi báo cáo.}
    """
    for hit in _hits(_MARKUP, passages):
        message = f"còn «{hit.text}» của trang web hoặc Markdown"
        yield hit.problem(message, "xóa, chỉ để lời văn")


_INVISIBLE = re.compile(f"\u00ad|{WITHOUT_SHAPE}")


@RULES.rule("PCI446", Severity.WARNING)
def invisible(passages: Sequence[FileText]) -> Iterator[Problem]:
    """Không có ký tự vô hình: ký tự đảo chiều chữ làm người đọc thấy khác máy đọc, ký tự rộng bằng
    không làm tìm không ra chữ.

    Sai:
        # cập nhật
        result: "Đã gửi 12\\u202E34 phiếu."   # ←

    Đúng:
        # cập nhật
        result: Đã gửi 1234 phiếu.
    """
    for hit in _hits(_INVISIBLE, passages):
        yield hit.problem(f"có ký tự vô hình U+{ord(hit.text):04X}", "xóa ký tự này", "")


_EVERY = re.compile(r"(?<!\w)[Hh]àng(?= (?:năm|quý|tháng|tuần|ngày)(?! \d| [IVX]))")


@RULES.rule("PCI448", Severity.HINT)
def every_period(passages: Sequence[FileText]) -> Iterator[Problem]:
    """Các nghị định viết «hằng năm», «hằng tháng»; «hàng» là hàng hóa, hàng lối. Văn bản đã ký thì
    giữ như bản in.

    Sai:
        body:
          I.2: {text: Đã lập danh mục hàng năm.}   # ←

    Đúng:
        body:
          I.2: {text: Đã lập danh mục hằng năm.}
    """
    for hit in _hits(_EVERY, passages):
        instead = hit.text.replace("à", "ằ")
        message = f"«{hit.text}» chỉ sự lặp lại"
        yield hit.problem(message, "các nghị định viết «hằng»", instead)


_PERSONAL = re.compile(
    r"(?=[\d+gA])(?:(?<![\d./])(?P<phone>(?:\+84[ .]?|0)[35789]"
    r"(?:\d[ .]?\d{3}[ .]?\d{4}|\d{2}[ .]\d{3}[ .]\d{3}))(?!\d)"
    r"|(?<!\d)(?P<card>0\d{11})(?!\d)"
    r"|\b(?P<key>(?:gh[pousr]_|glpat-|AKIA)[\w-]{16,}))"
)
_PERSONAL_WORDS = {"phone": "số điện thoại di động", "card": "số căn cước", "key": "khóa truy cập"}


@RULES.rule("PCI449", Severity.WARNING)
def personal_data(passages: Sequence[FileText]) -> Iterator[Problem]:
    """Không ghi số điện thoại riêng, số căn cước, khóa truy cập: kho dữ liệu giữ lại mọi bản cũ,
    xóa sau không hết.

    Sai:
        # cập nhật
        result: Liên hệ ông A, 0912 345 678.   # ←

    Đúng:
        # cập nhật
        result: Liên hệ Văn phòng.
    """
    for hit in _hits(_PERSONAL, passages):
        kind = _PERSONAL_WORDS[hit.match.lastgroup or ""]
        yield hit.problem(f"có {kind}", "bỏ đi, chỉ nêu phòng, đơn vị cần liên hệ")
