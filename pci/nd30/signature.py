"""Rules of form on the foot of a document: who receives it, and who signs it in what capacity."""

import re

from pci.core.rule import Rules
from pci.core.vi import fold
from pci.nd30 import measures
from pci.nd30.finding import Finding, Findings
from pci.nd30.look import departures, name
from pci.nd30.parts import Parts

RULES = Rules[Parts, Finding]()
rule = RULES.rule

_ANNEX = "NĐ 30/2020, Phụ lục I, mục II"
_ABBREVIATION = re.compile(r"(T[./]?M|K[./]?T|T[./]?L|T[./]?U[./]?Q|Q)\b[./:]* *")
_UNKNOWN = re.compile(r"[A-ZĐ]{1,4}[./]")
_HEADED = re.compile(
    r"(truong|pho|giam doc|chanh|chu tich|lanh dao|"
    r"ban quan ly|so|phong|van phong|trung tam|chi cuc)\b"
)
"""A post, or an agency that one head leads: neither is a collective, in whose name others sign."""
_FILED = re.compile(r"- Lưu: VT\b.*\.")
_DEGREE = re.compile(
    r"(TS|ThS|PGS|GS|BS|CN|KS|LS)\b\.?|(tiến|thạc|cử|bác|luật) (sĩ|nhân|sư)\b|kỹ sư\b",
    re.IGNORECASE,
)


@rule("PCI660")
def recipients_label(parts: Parts) -> Findings:
    """«Nơi nhận:» ở bên trái, cỡ 12, nghiêng, đậm (NĐ 30/2020, Phụ lục I, mục II.9.d)."""
    if not parts.foot.label:
        hint = "đặt «Nơi nhận:» và người ký ở hai cột của một bảng không viền cuối văn bản"
        yield Finding(
            "không thấy «Nơi nhận:» ở cột trái bảng cuối văn bản", f"{hint} ({_ANNEX}.9.d)"
        )
    yield from departures(parts.foot.label, *measures.RECIPIENTS_LABEL)
    for line in parts.foot.label:
        if line.words != "Nơi nhận:":
            yield Finding(
                f"{name(line)}: cần đúng «Nơi nhận:»",
                f"để «Nơi nhận:» một dòng riêng ({_ANNEX}.9.d)",
            )


@rule("PCI661")
def recipients_look(parts: Parts) -> Findings:
    """Các nơi nhận cỡ 11, đứng, không đậm (NĐ 30/2020, Phụ lục I, mục II.9.d)."""
    return departures(parts.foot.recipients, *measures.RECIPIENTS)


@rule("PCI662")
def recipients_marks(parts: Parts) -> Findings:
    """Mỗi nơi nhận một dòng, bắt đầu «- », kết thúc «;» (NĐ 30/2020, Phụ lục I, mục II.9.d)."""
    for line in parts.foot.recipients[:-1]:
        if not line.words.startswith("- ") or not line.words.endswith(";"):
            yield Finding(
                f"{name(line)}: cần bắt đầu bằng «- », kết thúc bằng «;»",
                f"sửa dấu đầu, cuối dòng ({_ANNEX}.9.d)",
            )


@rule("PCI663")
def filed_copy(parts: Parts) -> Findings:
    """Dòng cuối là «- Lưu: VT, đơn vị soạn thảo, số bản.» (NĐ 30/2020, Phụ lục I, mục II.9.d)."""
    for last in (*parts.foot.label, *parts.foot.recipients)[-1:]:
        if not _FILED.fullmatch(last.words):
            yield Finding(
                f"{name(last)}: dòng cuối của nơi nhận cần là «- Lưu: VT, ….»",
                f"thêm hoặc sửa dòng «- Lưu: VT, VP.» ({_ANNEX}.9.d)",
            )


@rule("PCI664")
def as_above(parts: Parts) -> Findings:
    """Có «Kính gửi» thì nơi nhận đầu tiên là «- Như trên;», và ngược lại (NĐ 30/2020, Phụ lục I,
    mục II.9.b)."""
    for line in parts.foot.recipients[:1] if parts.may_address else ():
        is_as_above = fold(line.text) == "nhu tren"
        if parts.addressing and not is_as_above:
            yield Finding(
                f"{name(line)}: dòng đầu cần là «- Như trên;»", f"thêm dòng ấy ({_ANNEX}.9.b)"
            )
        # A letter without an addressee is told by a rule of its own.
        if is_as_above and not parts.addressing and not parts.is_letter:
            yield Finding(
                f"{name(line)}: phía trên không có dòng «Kính gửi:»",
                f"thêm dòng ấy dưới trích yếu ({_ANNEX}.9.b)",
            )


@rule("PCI665")
def authority_look(parts: Parts) -> Findings:
    """Quyền hạn, chức vụ ở bên phải, in hoa, cỡ 13–14, đứng, đậm (NĐ 30/2020, Phụ lục I, mục
    II.7.đ)."""
    if parts.foot.label and len(parts.foot.signers) < 2:
        yield Finding(
            "bên phải «Nơi nhận:» thiếu chức vụ hoặc họ tên người ký",
            f"ghi đủ hai phần ({_ANNEX}.7.đ)",
        )
    yield from departures(parts.foot.signers[:-1], *measures.CAPACITY)


@rule("PCI666")
def authority_prefix(parts: Parts) -> Findings:
    """Quyền hạn viết Q., KT., TL. hoặc TUQ. rồi chức vụ, ký thay thì kèm chức vụ mình; TM. chỉ đứng
    trước tên tập thể, cơ quan theo chế độ thủ trưởng không dùng (NĐ 30/2020, Phụ lục I, mục
    II.7.b)."""
    lines = parts.foot.signers[:-1]
    for line in lines:
        fault, hint = _authority_fault(line.words, line is lines[-1])
        if fault:
            yield Finding(f"{name(line)}: {fault}", f"{hint} ({_ANNEX}.7.b)")


def _authority_fault(text: str, is_last: bool) -> tuple[str, str]:
    """What is wrong with a line of the capacity that somebody signs in, and the hint."""
    written = _ABBREVIATION.match(text)
    if not written:
        hint = "viết Q., KT., TL. hoặc TUQ. rồi chức vụ, như «KT. TRƯỞNG BAN»"
        return ("quyền hạn viết tắt sai", hint) if _UNKNOWN.match(text) else ("", "")
    short = re.sub(r"\W", "", written[1]) + "."
    whose = text[written.end() :]
    if short == "TM." and _HEADED.match(fold(whose)):
        hint = "người đứng đầu ghi chức vụ, như «TRƯỞNG BAN»; cấp phó ghi «KT. TRƯỞNG BAN»"
        return "TM. chỉ đứng trước tên tập thể, như «TM. ỦY BAN NHÂN DÂN»", hint
    if text != f"{short} {whose}":
        return "quyền hạn viết tắt sai", f"viết «{short} {whose}»"
    if short in ("KT.", "TL.", "TUQ.") and is_last:
        hint = "ghi chức vụ của người ký, như «PHÓ TRƯỞNG BAN»"
        return "thiếu chức vụ của người ký ở dòng dưới", hint
    return "", ""


@rule("PCI667")
def signer_name(parts: Parts) -> Findings:
    """Họ tên in thường, cỡ 13–14, đứng, đậm, không học hàm, học vị (NĐ 30/2020, Phụ lục I, mục
    II.7.c, II.7.đ)."""
    for line in parts.foot.signers[1:][-1:]:
        yield from departures([line], *measures.SIGNER)
        words = line.words.split()
        if _DEGREE.match(line.words):
            yield Finding(
                f"{name(line)}: không ghi học hàm, học vị trước họ tên",
                f"bỏ phần ấy ({_ANNEX}.7.c)",
            )
        elif words[0][0] != "[" and not all(word[0].isupper() for word in words):
            yield Finding(
                f"{name(line)}: họ tên phải viết hoa chữ cái đầu", f"viết lại họ tên ({_ANNEX}.7.đ)"
            )
