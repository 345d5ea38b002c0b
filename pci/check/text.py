"""Rules on the words themselves, wherever they stand: what a scanner, a web page or a keyboard leaves behind."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from pci.check.rule import Passage
from pci.core.diagnostic import DocPath, Problem, Severity
from pci.core.rule import Rules
from pci.core.vi import upper_first

RULES: Rules[Sequence[Passage], Problem] = Rules()

_NO_TEXT = frozenset(
    (
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
    )
)
"""Fields that hold names, or words that stand elsewhere too: what the scan prints, what is quoted."""


def passages(held: BaseModel) -> tuple[Passage, ...]:
    """Every text of a plan, an update or a report's words, in the order of the file's fields."""
    return tuple(_texts(held, ()))


def _texts(held: Any, path: DocPath) -> Iterator[Passage]:
    if isinstance(held, str):
        yield Passage(path, held)
    elif isinstance(held, BaseModel):
        for name, value in held:
            if value and name not in _NO_TEXT:
                yield from _texts(value, (*path, name))
    elif isinstance(held, Mapping):
        for key, value in held.items():
            yield from _texts(value, (*path, key))
    elif isinstance(held, tuple):
        for n, value in enumerate(held):
            yield from _texts(value, (*path, n))


def matches(
    pattern: re.Pattern[str], given: Sequence[Passage]
) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Wherever a pattern fits."""
    return ((passage, found) for passage in given for found in pattern.finditer(passage.text))


class Word(NamedTuple):
    """A word of a passage that something was found in."""

    passage: Passage
    start: int
    end: int
    found: re.Match[str]

    @property
    def shown(self) -> str:
        """The word itself."""
        return self.passage.text[self.start : self.end]

    def problem(self, message: str, hint: str, instead: str | None = None) -> Problem:
        """What is wrong with the word, and what to write instead where that is known."""
        return self.passage.problem(self.start, self.end, message, hint, instead)


def words(pattern: re.Pattern[str], given: Sequence[Passage]) -> Iterator[Word]:
    """The words in which a pattern fits, each once. A pattern that looked for whole words would try every letter."""
    last: tuple[Passage | None, int] = (None, 0)
    for passage, found in matches(pattern, given):
        start, end = found.span()
        if last[0] is passage and start < last[1]:
            continue
        while start and _is_letter(passage.text[start - 1]):
            start -= 1
        while end < len(passage.text) and _is_letter(passage.text[end]):
            end += 1
        last = passage, end
        yield Word(passage, start, end, found)


def _is_letter(character: str) -> bool:
    return character.isalnum() or "\u0300" <= character <= "\u036f"


_MARK = re.compile("[\u0300-\u036f]")


@RULES.rule("PCI441", Severity.WARNING)
def stray_mark(given: Sequence[Passage]) -> Iterator[Problem]:
    """Dấu thanh, dấu mũ phải liền với chữ của nó: dấu gõ sai thứ tự thì tìm không ra chữ và Word vẽ chồng lên nhau.

    Sai:
        # cập nhật
        result: Đã gửi báo cá\u0302o tháng 9.   # ←

    Đúng:
        # cập nhật
        result: Đã gửi báo cáo tháng 9.
    """
    for word in words(_MARK, given):
        yield word.problem(f"dấu rời trong «{word.shown}»", "xóa chữ này rồi gõ lại")


_OLD = "[òóỏõọ][ae]|(?<!q)[ùúủũụ]y"
_NEW = "o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ]"
_TONED = re.compile(rf"(?:(?P<old>{_OLD})|(?P<new>{_NEW}))(?!\w)", re.I)


@RULES.rule("PCI442", Severity.HINT)
def mixed_tones(given: Sequence[Passage]) -> Iterator[Problem]:
    """Một tệp chỉ dùng một kiểu bỏ dấu, hòa hoặc hoà: viết lẫn thì tìm kiếm bỏ sót và văn bản in ra không đều.

    Sai:
        # cập nhật
        result: Tỉnh Khánh Hòa đã trả lời.
        proposal:
          to: ubnd-tinh
          text: Đề nghị hướng dẫn việc hoà giải.   # ←

    Đúng:
        # cập nhật
        result: Tỉnh Khánh Hòa đã trả lời.
        proposal:
          to: ubnd-tinh
          text: Đề nghị hướng dẫn việc hòa giải.
    """
    listed = [*words(_TONED, given)]
    styles = [word.found.lastgroup for word in listed]
    rare = "new" if styles.count("new") <= styles.count("old") else "old"
    if len(set(styles)) == 2:
        for word in listed:
            if word.found.lastgroup == rare:
                message = f"«{word.shown}» bỏ dấu khác những chữ còn lại của tệp"
                yield word.problem(message, "theo một kiểu: hòa, khỏe, thủy hoặc hoà, khoẻ, thuỷ")


_ALIKE = str.maketrans(
    "ÐðƉАВЕКМНОРСТХаеорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ĐđĐABEKMHOPCTXaeopcyxABEZHIKMNOPTYXo"
)
_LOOKALIKE = re.compile(f"[{''.join(map(chr, _ALIKE))}\u0400-\u04ff]")
"""Russian letters all of them; of the Greek ones, which are signs too (α, π, Ω), those that pass for ours."""


@RULES.rule("PCI443", Severity.WARNING)
def lookalike(given: Sequence[Passage]) -> Iterator[Problem]:
    """Chữ Đ phải là Đ của tiếng Việt; Ð của tiếng Aixơlen, А của tiếng Nga trông giống hệt mà tìm không ra.

    Sai:
        body:
          I.2: {text: Phòng Ðầu tư đã rà soát.}   # ←

    Đúng:
        body:
          I.2: {text: Phòng Đầu tư đã rà soát.}
    """
    for word in words(_LOOKALIKE, given):
        message = f"«{word.shown}» có chữ U+{ord(word.found[0]):04X} không phải chữ Việt"
        right = word.shown.translate(_ALIKE)
        mend = None if _LOOKALIKE.search(right) else right
        yield word.problem(message, "xóa chữ này rồi gõ lại bằng bộ gõ tiếng Việt", mend)


_SPACES = re.compile(
    r"(?<=\S)[ \t\u00a0\u202f]{2,}(?=\S)|(?<=\w)[ \t]+(?=[,;:.!?](?:\s|$))|[\u00a0\u202f\u2007]"
)


@RULES.rule("PCI444", Severity.HINT)
def spare_space(given: Sequence[Passage]) -> Iterator[Problem]:
    """Giữa hai chữ một dấu cách thường, trước dấu phẩy, dấu chấm không có; chữ chép từ Word, từ web hay thừa.

    Sai:
        body:
          I.2: {text: Đã gửi  báo cáo.}   # ←

    Đúng:
        body:
          I.2: {text: Đã gửi báo cáo.}
    """
    for passage, found in matches(_SPACES, given):
        kind = "dấu cách không ngắt" if found[0].strip(" \t") else "thừa dấu cách"
        before_mark = passage.text[found.end() : found.end() + 1] in [*",;:.!?"]
        mend = "" if before_mark else " "
        yield passage.problem(*found.span(), kind, "để một dấu cách, trước dấu câu thì không", mend)


_MARKUP = re.compile(
    r"\*{2,}|</?(?:p|br|b|i|u|ul|ol|li|td|tr|table|span|div|strong|em)\b[^<>\n]*/?>?|&(?:nbsp|amp|lt|gt);"
)
_SIGNS = {"&nbsp;": " ", "&amp;": "&", "&lt;": "<", "&gt;": ">"}


@RULES.rule("PCI445", Severity.WARNING)
def markup(given: Sequence[Passage]) -> Iterator[Problem]:
    """Thẻ của trang web và dấu ** của Markdown in nguyên ra giấy: bản quét của Kế hoạch 2023 còn 19 cặp <p>.

    Sai:
        body:
          I.2: {text: Đã gửi báo cáo.<br>}   # ←

    Đúng:
        body:
          I.2: {text: Đã gửi báo cáo.}
    """
    for passage, found in matches(_MARKUP, given):
        words = f"còn «{found[0]}» của trang web hoặc Markdown"
        start, end = found.span()
        before, after = passage.text[max(start - 1, 0) : start], passage.text[end : end + 1]
        # a tag may have been all that stood between two words
        apart = " " * (found[0].startswith("<") and before.isalnum() and after.isalnum())
        yield passage.problem(
            *found.span(), words, "xóa, chỉ để lời văn", _SIGNS.get(found[0], apart)
        )


_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f]")


@RULES.rule("PCI446", Severity.WARNING)
def invisible(given: Sequence[Passage]) -> Iterator[Problem]:
    """Không có ký tự vô hình: ký tự đảo chiều chữ làm người đọc thấy khác máy đọc, ký tự rộng bằng không làm tìm không
    ra chữ.

    Sai:
        # cập nhật
        result: "Đã gửi 12\\u202E34 phiếu."   # ←

    Đúng:
        # cập nhật
        result: Đã gửi 1234 phiếu.
    """
    for passage, found in matches(_INVISIBLE, given):
        yield passage.problem(
            *found.span(), f"có ký tự vô hình U+{ord(found[0]):04X}", "xóa ký tự này", ""
        )


_SLIPS = {
    "bổ trí": "bố trí",
    "những nhiễu": "nhũng nhiễu",
    "trường hợp nhiễu": "trường hợp nhũng nhiễu",
    "khó gở": "tháo gỡ",
    "tháo gở": "tháo gỡ",
    "tiềm năng thế mạng": "tiềm năng, thế mạnh",
    "thế mạng": "thế mạnh",
    "công dịch vụ công": "Cổng Dịch vụ công",
    "phổ biến quán triệt": "phổ biến, quán triệt",
    "trung tâm phục vụ hành chính công trực tuyến": "Trung tâm Dịch vụ hành chính công trực tuyến",
}
"""What the scan of the 2023 plan got wrong, and what stands there; the last two may be the author's own."""

_SOUND = (
    "thay thế mạng",
    "thế mạng lưới",
    "nhân công dịch vụ công",
    "công dịch vụ công ích",
    "bổ trí tuệ",
)
"""Sound words in which a slip seems to stand."""

_SLIP = re.compile(rf"(?<!\w)(?:(?P<sound>{'|'.join(_SOUND)})|{'|'.join(_SLIPS)})(?!\w)", re.I)


@RULES.rule("PCI447", Severity.WARNING)
def scanning_slip(given: Sequence[Passage]) -> Iterator[Problem]:
    """Những chữ máy quét hay nhận sai trong loại văn bản này: mất một dấu là thành nghĩa khác, «nhũng nhiễu» thành
    «những nhiễu». Đối chiếu với bản giấy rồi sửa, hoặc giữ nếu bản giấy in như vậy.

    Sai:
        body:
          I.2: {text: Xử lý nghiêm trường hợp những nhiễu.}   # ←

    Đúng:
        body:
          I.2: {text: Xử lý nghiêm trường hợp nhũng nhiễu.}
    """
    for passage, found in matches(_SLIP, given):
        if not found["sound"]:
            mend = _in_capitals_of(found[0], _SLIPS[found[0].lower()])
            yield passage.problem(
                *found.span(), f"«{found[0]}» có thể do quét sai", f"có phải «{mend}»?", mend
            )


def _in_capitals_of(written: str, right: str) -> str:
    """Words with the capitals of what they are to replace: all, the first, or their own."""
    if written.isupper():
        return right.upper()
    return upper_first(right) if written[:1].isupper() else right


_EVERY = re.compile(r"(?<!\w)[Hh]àng(?= (?:năm|quý|tháng|tuần|ngày)(?! \d| [IVX]))")


@RULES.rule("PCI448", Severity.HINT)
def every_period(given: Sequence[Passage]) -> Iterator[Problem]:
    """Các nghị định viết «hằng năm», «hằng tháng»; «hàng» là hàng hóa, hàng lối. Văn bản đã ký thì giữ như bản in.

    Sai:
        body:
          I.2: {text: Đã lập danh mục hàng năm.}   # ←

    Đúng:
        body:
          I.2: {text: Đã lập danh mục hằng năm.}
    """
    for passage, found in matches(_EVERY, given):
        mend = found[0].replace("à", "ằ")
        yield passage.problem(
            *found.span(), f"«{found[0]}» chỉ sự lặp lại", "các nghị định viết «hằng»", mend
        )


_PERSONAL = re.compile(
    r"(?<![\d./])(?P<phone>(?:\+84[ .]?|0)[35789](?:\d[ .]?\d{3}[ .]?\d{4}|\d{2}[ .]\d{3}[ .]\d{3}))(?!\d)"
    r"|(?<!\d)(?P<card>0\d{11})(?!\d)"
    r"|\b(?P<key>(?:gh[pousr]_|glpat-|AKIA)[\w-]{16,})"
)
_PERSONAL_WORDS = {"phone": "số điện thoại di động", "card": "số căn cước", "key": "khóa truy cập"}


@RULES.rule("PCI449", Severity.WARNING)
def personal_data(given: Sequence[Passage]) -> Iterator[Problem]:
    """Không ghi số điện thoại riêng, số căn cước, khóa truy cập: kho dữ liệu giữ lại mọi bản cũ, xóa sau không hết.

    Sai:
        # cập nhật
        result: Liên hệ ông A, 0912 345 678.   # ←

    Đúng:
        # cập nhật
        result: Liên hệ Văn phòng.
    """
    for passage, found in matches(_PERSONAL, given):
        kind = _PERSONAL_WORDS[found.lastgroup or ""]
        yield passage.problem(
            *found.span(), f"có {kind}", "bỏ đi, chỉ nêu phòng, đơn vị cần liên hệ"
        )
