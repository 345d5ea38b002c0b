"""The fields of `bao-cao.docx`, as `pci.reports.periodic.fields` gives them."""

from typing import get_args

from pci.reports.counts import WorkCounted
from pci.reports.facts import Figures
from pci.reports.fields import Field, below, fields_of
from pci.reports.letterhead import AgencyNames, CitedPlan

_PASSAGE = (
    Field(
        "the",
        "tên của ô nội dung trong Word, để «pci report --pull» nhận ra đoạn",
        "2023-Q3:leadership#1a2b3c4d",
    ),
    Field("nhan", "nhãn của ô nội dung trong Word", "Công tác chỉ đạo, điều hành"),
    Field("dong[]", "từng đoạn văn", "- Ban hành Công văn số 05/KKT-VP (Văn phòng)."),
    Field("thieu[]", "từng điều còn thiếu, để tô vàng", "[Bổ sung khi các đơn vị gửi đủ báo cáo]"),
)
"""One passage that people may word themselves."""

_PASSAGES = (
    ("chi_dao", "công tác chỉ đạo, điều hành"),
    ("danh_gia", "đánh giá chung"),
    ("kho_khan", "khó khăn, vướng mắc, hạn chế"),
    ("nguyen_nhan", "nguyên nhân"),
    ("phuong_huong", "phương hướng, nhiệm vụ"),
    ("kien_nghi", "kiến nghị, đề xuất"),
)

_DUE = (
    Field(
        "ten", "tên của khoảng thời gian; rỗng khi báo cáo không có phần này", "quý III năm 2023"
    ),
    Field(
        "so_lieu",
        "câu nêu số đầu việc đến hạn và kết quả, bỏ số không",
        "có 03 đầu việc đến hạn: 03 đã hoàn thành",
    ),
    Field("den_han", "số đầu việc đến hạn", "04"),
    Field("hoan_thanh", "số đầu việc đến hạn đã hoàn thành", "03"),
    Field("dung_han", "số đầu việc hoàn thành đúng hạn", "02"),
    Field("hoan_thanh_muon", "số đầu việc hoàn thành quá hạn", "01"),
    Field("qua_han", "số đầu việc quá hạn chưa hoàn thành", "01"),
    Field(
        "khac", "số đầu việc đến hạn còn đang làm (hạn đúng ngày chốt số liệu) hoặc tạm dừng", "0"
    ),
    Field("tu_ky_truoc", "số đầu việc đến hạn đã hoàn thành từ trước thời gian này", "01"),
    Field("no_ky_truoc", "số đầu việc quá hạn từ trước, hoàn thành trong thời gian này", "01"),
    Field("truoc_han", "số đầu việc chưa đến hạn đã hoàn thành trong thời gian này", "01"),
    Field("khong_han", "số đầu việc không định thời hạn, hoàn thành trong thời gian này", "01"),
)
"""What fell due within some days."""

_NUMBERED = (Field("so", "số thứ tự của dòng", "1"), *fields_of(Figures))


def _passages() -> tuple[Field, ...]:
    return tuple(
        field._replace(meaning=f"{field.meaning} ({title})")
        for name, title in _PASSAGES
        for field in below(f"doan.{name}", _PASSAGE)
    )


def _sub_index(path: str) -> tuple[Field, ...]:
    return (
        Field(f"{path}[].chu", "chữ của điểm", "a"),
        Field(f"{path}[].ten", "tên chỉ số thành phần", "Chỉ số gia nhập thị trường"),
        Field(f"{path}[].moc", "số của dấu trang (bookmark) tại chỉ số", "101"),
        *below(f"{path}[]", _PASSAGE),
    )


FIELDS: tuple[Field, ...] = (
    Field("minh_hoa", "kế hoạch là dữ liệu minh họa"),
    Field("du_thao", "văn bản còn là dự thảo, chưa phát hành"),
    *fields_of(AgencyNames, "co_quan."),
    Field("so", "số của báo cáo; để trống chờ Văn thư", "05"),
    Field("ky_hieu", "ký hiệu của báo cáo", "BC-KKT"),
    Field(
        "ngay_thang",
        "ngày tháng của báo cáo; ngày để trống khi chưa phát hành",
        "ngày 18 tháng 9 năm 2023",
    ),
    Field(
        "trich_yeu",
        "trích yếu của báo cáo",
        "Kết quả thực hiện Kế hoạch nâng cao chỉ số PCI trong quý III năm 2023",
    ),
    Field("kinh_gui[]", "từng nơi nhận báo cáo", "UBND tỉnh\nSở Kế hoạch và Đầu tư"),
    Field("tong_hop", "báo cáo chỉ gửi cơ quan tổng hợp báo cáo định kỳ để báo cáo UBND tỉnh"),
    Field(
        "can_cu[]", "từng văn bản căn cứ", "Quyết định số 1776/QĐ-UBND ngày 28/7/2023 của UBND tỉnh"
    ),
    *fields_of(CitedPlan, "ke_hoach."),
    Field("ky.ten", "tên kỳ báo cáo", "quý III năm 2023"),
    Field("ky.trong", "kỳ báo cáo trong câu", "trong quý III năm 2023"),
    Field("ky.ten_tiep", "kỳ tiếp theo", "quý IV năm 2023"),
    Field("ky.tu_ngay", "ngày đầu của thời gian lấy số liệu", "15/6/2023"),
    Field("ky.den_ngay", "ngày cuối của thời gian lấy số liệu", "14/9/2023"),
    Field("ky.luy_ke_tu", "ngày đầu của số liệu lũy kế; rỗng khi không lũy kế", "15/12/2022"),
    Field("ky.tinh_den", "ngày tính tình trạng", "14/9/2023"),
    *fields_of(Figures, "tong."),
    Field("so_lieu", *get_args(WorkCounted)[1:]),
    *below("trong_ky", _DUE),
    *below("luy_ke", _DUE),
    Field("so_sanh.ten", "kỳ trước được so với; rỗng khi không có", "quý II năm 2023"),
    Field(
        "so_sanh.thay_doi",
        "điều thay đổi so với kỳ trước",
        "đầu việc đã hoàn thành tăng 02 (từ 03 lên 05)",
    ),
    *_passages(),
    *_sub_index("chi_so_pci"),
    *_sub_index("chi_so_xanh"),
    Field("noi_nhan[]", "từng dòng nơi nhận", "- Như trên;\n- Lãnh đạo Ban;\n- Lưu: VT, VP."),
    Field("quyen_han[]", "từng dòng quyền hạn, chức vụ người ký", "KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN"),
    Field("nguoi_ky", "họ tên người ký", "Vương Thị Lệ Huyền"),
    Field("phu_luc_1[].so", "số của phần, mục", "I"),
    Field("phu_luc_1[].ten", "tên phần, mục", "Chỉ số gia nhập thị trường"),
    Field("phu_luc_1[].nhiem_vu[].so", "số thứ tự của nhiệm vụ", "1"),
    Field(
        "phu_luc_1[].nhiem_vu[].noi_dung",
        "nội dung nhiệm vụ",
        "Niêm yết công khai tất cả thủ tục hành chính",
    ),
    Field(
        "phu_luc_1[].nhiem_vu[].don_vi", "đơn vị thực hiện, như Kế hoạch in", "Văn phòng chủ trì"
    ),
    Field(
        "phu_luc_1[].nhiem_vu[].thoi_gian", "thời gian, như Kế hoạch in", "Nhiệm vụ thường xuyên"
    ),
    Field(
        "phu_luc_1[].nhiem_vu[].san_pham",
        "kết quả, sản phẩm theo Kế hoạch",
        "Các thủ tục được niêm yết",
    ),
    Field(
        "phu_luc_1[].nhiem_vu[].the", "tên của ô nội dung trong Word", "tasks.A.I.1.result#1a2b3c4d"
    ),
    Field(
        "phu_luc_1[].nhiem_vu[].nhan", "nhãn của ô nội dung trong Word", "Kết quả nhiệm vụ A.I.1"
    ),
    Field(
        "phu_luc_1[].nhiem_vu[].ket_qua",
        "kết quả thực hiện trong kỳ",
        "Văn phòng: đã niêm yết 45 thủ tục.",
    ),
    Field(
        "phu_luc_1[].nhiem_vu[].thieu",
        "đơn vị còn thiếu báo cáo, để tô vàng",
        "[Văn phòng chưa gửi báo cáo]",
    ),
    Field("phu_luc_1[].nhiem_vu[].tinh_trang", "tình trạng", "Nhiệm vụ thường xuyên"),
    Field("phu_luc_1[].nhiem_vu[].ghi_chu", "tài liệu kiểm chứng", "412/BC-KKT ngày 14/9/2023"),
    *below("phu_luc_2.theo_chi_so[]", _NUMBERED),
    *fields_of(Figures, "phu_luc_2.tong_cong."),
    *below("phu_luc_2.theo_don_vi[]", _NUMBERED),
    Field(
        "phu_luc_2.bieu_do_chi_so",
        "chỗ của biểu đồ theo chỉ số; rỗng khi không vẽ",
        "[biểu đồ theo chỉ số]",
    ),
    Field(
        "phu_luc_2.bieu_do_don_vi",
        "chỗ của biểu đồ theo đơn vị; rỗng khi không vẽ",
        "[biểu đồ theo đơn vị]",
    ),
    Field("thieu[]", "từng đơn vị chưa gửi đủ báo cáo", "Văn phòng"),
)
