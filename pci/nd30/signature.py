"""Rules of form on the foot of a document: who receives it, and who signs it in what capacity."""

import re
from collections.abc import Iterator

from pci.core.vi import fold
from pci.nd30.look import Finding, Look, departures, name, tidy
from pci.nd30.parts import Parts

_ANNEX = "NĐ 30/2020, Phụ lục I, mục II"
_ABBREVIATION = re.compile(r"(T[./]?M|K[./]?T|T[./]?L|T[./]?U[./]?Q|Q)\b[./:]* *")
_UNKNOWN = re.compile(r"[A-ZĐ]{1,4}[./]")
_HEADED = re.compile(
    r"(truong|pho|giam doc|chanh|chu tich|lanh dao|ban quan ly|so|phong|van phong|trung tam|chi cuc)\b"
)
"""A post, or an agency that one head leads: neither is a collective, in whose name others sign."""
_FILED = re.compile(r"- Lưu: VT\b.*\.")
_DEGREE = re.compile(
    r"(TS|ThS|PGS|GS|BS|CN|KS|LS)\b\.?|(tiến|thạc|cử|bác|luật) (sĩ|nhân|sư)\b|kỹ sư\b",
    re.IGNORECASE,
)


def recipients_label(parts: Parts) -> Iterator[Finding]:
    """«Nơi nhận:» ở bên trái, cỡ 12, nghiêng, đậm (NĐ 30/2020, Phụ lục I, mục II.9.d)."""
    if parts.foot is None:
        hint = f"đặt «Nơi nhận:» và người ký ở hai cột của một bảng không viền cuối văn bản ({_ANNEX}.9.d)"
        yield Finding("không thấy «Nơi nhận:» ở cột trái bảng cuối văn bản", hint)
        return
    yield from departures(
        parts.foot.label, Look(12, 12, bold=True, italic=True, upper=False), f"{_ANNEX}.9.d"
    )
    if tidy(parts.foot.label) != "Nơi nhận:":
        hint = f"để «Nơi nhận:» một dòng riêng ({_ANNEX}.9.d)"
        yield Finding(f"{name(parts.foot.label)}: cần đúng «Nơi nhận:»", hint)


def recipients_look(parts: Parts) -> Iterator[Finding]:
    """Các nơi nhận cỡ 11, đứng, không đậm (NĐ 30/2020, Phụ lục I, mục II.9.d)."""
    for line in parts.foot.recipients if parts.foot else ():
        yield from departures(line, Look(11, 11, bold=False, italic=False), f"{_ANNEX}.9.d")


def recipients_marks(parts: Parts) -> Iterator[Finding]:
    """Mỗi nơi nhận một dòng, bắt đầu «- », kết thúc «;» (NĐ 30/2020, Phụ lục I, mục II.9.d)."""
    for line in parts.foot.recipients[:-1] if parts.foot else ():
        if not tidy(line).startswith("- ") or not tidy(line).endswith(";"):
            message = f"{name(line)}: cần bắt đầu bằng «- », kết thúc bằng «;»"
            yield Finding(message, f"sửa dấu đầu, cuối dòng ({_ANNEX}.9.d)")


def filed_copy(parts: Parts) -> Iterator[Finding]:
    """Dòng cuối là «- Lưu: VT, đơn vị soạn thảo, số bản.» (NĐ 30/2020, Phụ lục I, mục II.9.d)."""
    if parts.foot:
        last = parts.foot.recipients[-1] if parts.foot.recipients else parts.foot.label
        if not _FILED.fullmatch(tidy(last)):
            message = f"{name(last)}: dòng cuối của nơi nhận cần là «- Lưu: VT, ….»"
            yield Finding(message, f"thêm hoặc sửa dòng «- Lưu: VT, VP.» ({_ANNEX}.9.d)")


def as_above(parts: Parts) -> Iterator[Finding]:
    """Có «Kính gửi» thì nơi nhận đầu tiên là «- Như trên;», và ngược lại (NĐ 30/2020, Phụ lục I, mục II.9.b)."""
    lines = parts.foot.recipients if parts.foot else ()
    if not parts.may_address or not lines:
        return
    as_above = fold(lines[0].text) == "nhu tren"
    if parts.addressing and not as_above:
        yield Finding(
            f"{name(lines[0])}: dòng đầu cần là «- Như trên;»", f"thêm dòng ấy ({_ANNEX}.9.b)"
        )
    if (
        as_above and not parts.addressing and not parts.is_letter
    ):  # a letter without one is told by a rule of its own
        message = f"{name(lines[0])}: phía trên không có dòng «Kính gửi:»"
        yield Finding(message, f"thêm dòng ấy dưới trích yếu ({_ANNEX}.9.b)")


def authority_look(parts: Parts) -> Iterator[Finding]:
    """Quyền hạn, chức vụ ở bên phải, in hoa, cỡ 13–14, đứng, đậm (NĐ 30/2020, Phụ lục I, mục II.7.đ)."""
    if parts.foot and len(parts.foot.signers) < 2:
        yield Finding(
            "bên phải «Nơi nhận:» thiếu chức vụ hoặc họ tên người ký",
            f"ghi đủ hai phần ({_ANNEX}.7.đ)",
        )
    for line in parts.foot.signers[:-1] if parts.foot else ():
        yield from departures(
            line, Look(13, 14, bold=True, italic=False, upper=True, align="center"), f"{_ANNEX}.7.đ"
        )


def authority_prefix(parts: Parts) -> Iterator[Finding]:
    """Quyền hạn viết Q., KT., TL. hoặc TUQ. rồi chức vụ, ký thay thì kèm chức vụ mình; TM. chỉ đứng trước tên tập thể,
    cơ quan theo chế độ thủ trưởng không dùng (NĐ 30/2020, Phụ lục I, mục II.7.b)."""
    lines = parts.foot.signers[:-1] if parts.foot else ()
    for line in lines:
        text = tidy(line)
        found = _ABBREVIATION.match(text)
        short, whose = (
            (re.sub(r"\W", "", found[1]) + ".", text[found.end() :]) if found else ("", text)
        )
        if short == "TM." and _HEADED.match(fold(whose)):
            hint = f"người đứng đầu ghi chức vụ, như «TRƯỞNG BAN»; cấp phó ghi «KT. TRƯỞNG BAN» ({_ANNEX}.7.b)"
            yield Finding(
                f"{name(line)}: TM. chỉ đứng trước tên tập thể, như «TM. ỦY BAN NHÂN DÂN»", hint
            )
        elif found and text != f"{short} {whose}":
            yield Finding(
                f"{name(line)}: quyền hạn viết tắt sai", f"viết «{short} {whose}» ({_ANNEX}.7.b)"
            )
        elif not found and _UNKNOWN.match(text):
            hint = f"viết Q., KT., TL. hoặc TUQ. rồi chức vụ, như «KT. TRƯỞNG BAN» ({_ANNEX}.7.b)"
            yield Finding(f"{name(line)}: quyền hạn viết tắt sai", hint)
        elif short in ("KT.", "TL.", "TUQ.") and line is lines[-1]:
            hint = f"ghi chức vụ của người ký, như «PHÓ TRƯỞNG BAN» ({_ANNEX}.7.b)"
            yield Finding(f"{name(line)}: thiếu chức vụ của người ký ở dòng dưới", hint)


def signer_name(parts: Parts) -> Iterator[Finding]:
    """Họ tên in thường, cỡ 13–14, đứng, đậm, không học hàm, học vị (NĐ 30/2020, Phụ lục I, mục II.7.c, II.7.đ)."""
    for line in parts.foot.signers[-1:] if parts.foot and len(parts.foot.signers) > 1 else ():
        yield from departures(
            line,
            Look(13, 14, bold=True, italic=False, upper=False, align="center"),
            f"{_ANNEX}.7.đ",
        )
        if _DEGREE.match(tidy(line)):
            yield Finding(
                f"{name(line)}: không ghi học hàm, học vị trước họ tên",
                f"bỏ phần ấy ({_ANNEX}.7.c)",
            )
        elif not tidy(line).startswith("[") and not all(
            word[0].isupper() for word in tidy(line).split()
        ):
            yield Finding(
                f"{name(line)}: họ tên phải viết hoa chữ cái đầu", f"viết lại họ tên ({_ANNEX}.7.đ)"
            )
