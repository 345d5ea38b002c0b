"""`docs/gioi-han.md`: every input of the program with its limits, as the code has them."""

from math import isqrt

from pci import cache
from pci.commands.new import MOST_BYTES as MOST_OF_ANSWERS
from pci.core.diagnostic import MOST_LISTED
from pci.core.scalars import LONGEST as MOST_TEXT
from pci.files import git, office, outside, paths, yamlio
from pci.lists import xlsx
from pci.nd30.reader import MAX_CELLS, MAX_PARAGRAPHS
from pci.nd30.word_file import WORD
from pci.record.drafts import MOST_DIGITS
from pci.record.from_json import MOST_BYTES as MOST_OF_UPDATES
from pci.record.from_json import MOST_UPDATES
from pci.sheet.read import EXCEL, MOST_CELLS, MOST_PLACES, MOST_ROWS, MOST_SEARCHED, MOST_SHEETS
from pci.start.answers import LONGEST, YEARS
from pci.word import pdf
from pci.word.render import LONGEST_VALUE
from pci.word.sandbox import limits_of
from pci.workspace import DEEPEST

_HEAD = """\
# Giới hạn của mọi đầu vào

Trang này do `make docs` viết ra từ chính chương trình. Quá giới hạn thì lệnh dừng bằng một dòng
nêu tệp và cách sửa, không ghi gì. Trước khi mở, mọi đường dẫn được xem là gì: ống dẫn, thiết bị,
thư mục, liên kết trỏ vòng bị từ chối.

| đầu vào | giới hạn |
|---|---|
"""


def _mib(size: int) -> str:
    return f"{size >> 20} MiB"


def _mb(size: int) -> str:
    return f"{size // 1_000_000} MB"


def _count(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _parts(kind: office.Kind) -> str:
    return f"các phần được đọc {_mb(kind.most_bytes)}, {_count(kind.most_tags)} thẻ"


def limits_page() -> str:
    """Every input and its limits, in one table."""
    least = limits_of(0)
    more = limits_of(1)
    yaml = f"{_mib(paths.MAX_BYTES)} một tệp, {yamlio.MAX_DEPTH} cấp lồng nhau"
    package = f"{_mb(office.MAX_BYTES)} khi mở nén, {_count(office.MAX_MEMBERS)} tệp bên trong"
    rows = {
        "Kế hoạch, cập nhật, lời văn, lịch nghỉ, tổ chức, văn bản điều chỉnh": yaml,
        "Mọi tệp của một kế hoạch": (
            f"{_mib(paths.MOST_BYTES)}; thư mục lồng nhau {DEEPEST} cấp; không theo liên kết"
        ),
        "Ngày, kỳ, thời điểm": "các năm 2000–2100; ngày của văn bản viện dẫn từ 1900",
        "Lỗi của một tệp": (
            f"nêu {MOST_LISTED} lỗi đầu của mỗi loại, còn lại thì đếm; chữ dài nêu phần đầu"
        ),
        "Số liệu": f"{MOST_DIGITS} chữ số trước và sau dấu phẩy",
        "`record --from-json`": f"{_mib(MOST_OF_UPDATES)}, {_count(MOST_UPDATES)} cập nhật",
        "`new --from-json`": (
            f"{_mib(MOST_OF_ANSWERS)}; tên {LONGEST} chữ; năm {YEARS[0]}–{YEARS[1]}"
        ),
        "Một đoạn chữ của kế hoạch, cập nhật, `record --result -`": f"{_count(MOST_TEXT)} chữ",
        "Biểu .xlsx": (
            f"{package}; {_parts(EXCEL)}; {MOST_SHEETS} trang, {_count(MOST_ROWS)} dòng, "
            f"{_count(MOST_CELLS)} ô có ghi, {_count(MOST_PLACES)} chỗ kể cả ô trống xen giữa; "
            f"tên vùng, dạng số {_count(isqrt(MOST_SEARCHED))} chữ"
        ),
        "Văn bản, mẫu .docx": (
            f"{package}; {_parts(WORD)}; {_count(MAX_PARAGRAPHS)} đoạn, {MAX_CELLS} ô một hàng"
        ),
        "Điền một mẫu riêng": (
            f"{least.seconds} giây, {least.mebibytes} MiB, mỗi MB số liệu thêm "
            f"{more.seconds - least.seconds} giây, {more.mebibytes - least.mebibytes} MiB; "
            f"mỗi thẻ {_count(LONGEST_VALUE)} chữ"
        ),
        "Tệp Word, Excel trên đĩa": _mb(outside.MOST_BYTES),
        "Tài liệu kiểm chứng, bản đã ký (chỉ lấy dấu)": _mb(outside.MOST_OF_EVIDENCE),
        "Ô của bảng .xlsx ghi ra": f"{_count(xlsx.LONGEST)} chữ; ô dài hơn bị cắt và được nêu",
        "Bộ nhớ đệm": (
            f"{_mib(cache._MOST_BYTES)}, {_count(cache._MOST_FILES)} tệp; đầy thì bỏ tệp cũ nhất"
        ),
        "Một lệnh git": f"{git.TIMEOUT} giây",
        "Đổi sang PDF": f"{pdf.TIME_LIMIT:.0f} giây",
    }
    return _HEAD + "".join(f"| {name} | {limits} |\n" for name, limits in rows.items())
