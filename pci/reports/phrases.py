"""The phrases that reports repeat or choose among; sentences that count something are made in
`counts`."""

POINTS = "abcdđeghiklmnopqrstuvxy"
"""Letters of điểm: the Vietnamese alphabet without its marked vowels (NĐ 30/2020, Phụ lục I)."""

# --- what somebody must still supply, highlighted in a draft --------------------------------------
# `office` is the unit that gathers reports

ADD_LEADERSHIP = "[{office} bổ sung công tác chỉ đạo, điều hành trong kỳ]"
ADD_ASSESSMENT = "[{office} bổ sung nhận xét, đánh giá]"
ADD_REMARKS = {
    "difficulty": "[{office} bổ sung khó khăn, vướng mắc]",
    "proposal": "[{office} bổ sung kiến nghị, đề xuất]",
}
ADD_CAUSES = "[{office} bổ sung nguyên nhân khách quan, chủ quan]"
ADD_CAUSES_OF = "[{office} bổ sung nguyên nhân của {}]"
ADD_DIRECTION = "[{office} bổ sung phương hướng năm {}]"
WITHHELD = "[Có {} gửi {leaders}, chưa đưa vào báo cáo: {}; {office} xin ý kiến]"
SETTLED = "[Có {} đã được trả lời trong kỳ, chưa đưa vào báo cáo: {}; {office} bổ sung]"
TIME_PASSED = "[Thời gian nêu trong {} đã qua: {} ({}); {office} rà soát]"
UNCOUNTED = "[Còn {} bản ghi có lỗi chưa được tính; {office} sửa hoặc xác nhận]"
RATIO_UNKNOWN = "[Chưa tính được {} {}: {}]"
PART_NOT_GIVEN = "{} chưa nêu {}"
NOBODY_ASKED = "[Kỳ này không đề nghị các đơn vị báo cáo; {office} bổ sung]"
ALL_SILENT = "[Chưa đơn vị nào báo cáo kỳ này]"
NOT_REPORTED = "[chưa báo cáo]"
NOT_ALL_HEARD = "[Chưa đủ báo cáo của các đơn vị]"
NO_REPORTS = "Chưa có báo cáo của đơn vị thực hiện."
NOT_SENT = "chưa gửi báo cáo"
NOT_ALL_SENT = "chưa báo cáo đủ các nhiệm vụ"
UNITS_SILENT = f"[{{}} {NOT_SENT}]"
UNITS_PARTLY_SILENT = f"[{{}} {NOT_ALL_SENT}]"
SILENT_WHEN_REPORTED = "Đến thời điểm báo cáo, {}."

# --- the paper ------------------------------------------------------------------------------------

SUBJECT = "Kết quả thực hiện Kế hoạch {title} {period}"
OF_UNIT = "{} của {}"
QUARTER_AND_WHOLE = "quý {quarter} và {whole}"
WHOLE_YEAR = "cả {}"
TIME_TO_COME = "thời gian tới"
DATE_LINE = "ngày {day} {month} năm {year}"
RESULT_OF = "Kết quả nhiệm vụ {}"
SUPPLEMENT_OF = "Bổ sung kết quả {}"

# --- days -----------------------------------------------------------------------------------------

ON_DAY = "ngày {}"
UNTIL_DAY = "đến ngày {}"
FROM_TO = "từ ngày {} đến ngày {}"
DUE_DAY = "hạn {}"
UNDATED = "không định thời hạn"
SINCE = "từ {}"

# --- work ----------------------------------------------------------------------------------------

FOR_OTHERS = ", kể cả việc báo cáo thay"

# --- results --------------------------------------------------------------------------------------

KINDS = {"difficulty": "khó khăn", "proposal": "kiến nghị"}
NONE_RAISED = {
    "difficulty": "Trong kỳ không phát sinh khó khăn, vướng mắc.",
    "proposal": "Không có.",
}
NONE_HEARD = {
    "difficulty": "Các đơn vị đã báo cáo không nêu khó khăn, vướng mắc.",
    "proposal": "Các đơn vị đã báo cáo không có kiến nghị, đề xuất.",
}
NONE_SAID = frozenset((*NONE_RAISED.values(), *NONE_HEARD.values(), NO_REPORTS))
SETTLED_BESIDE = "Có {} đã được trả lời trong kỳ, không đưa vào báo cáo: {}."
IN_THE_HOUSE = "Có {} nêu trong nội bộ, không đưa vào báo cáo: {}."
TIMES_DONE = "{}: đã thực hiện {:02} lần"
REPORTS_SENT = "Đã gửi {:02} báo cáo {}"
SENT_TO = " đến {}"
MORE_THAN = "tăng {} so với {}"
LESS_THAN = "giảm {} so với {}"
UNCHANGED = "bằng {}"
SO_FAR = "lũy kế {}, {}"
OF_TARGET = "đạt {}% chỉ tiêu {}"
TARGET_MET = "đạt chỉ tiêu {}"
AT_LEAST = "chỉ tiêu {}: ít nhất {}"
AT_MOST = "chỉ tiêu {}: nhiều nhất {}"
PERIODS = {"month": "tháng", "quarter": "quý", "half": "6 tháng", "year": "năm"}
FULL_TEXT = "toàn văn tại Phụ lục I"
FULL_TEXT_OF_UNIT = "toàn văn tại Phụ lục"
IN_PERIOD = "{} trong kỳ"
IN_YEAR = "{} trong năm"
KEPT_UP = "duy trì thực hiện, không phát sinh."
REST_KEPT_ON = "duy trì thực hiện thường xuyên"
REST_KEPT_UP = f"{REST_KEPT_ON}, không phát sinh vướng mắc"
ALL_OTHERS = "Các nhiệm vụ còn lại"
ADDRESSED = "Đối với {}:"
RESULTS_TOLD = "Có kết quả trong kỳ"
PERCENT_DONE = "{}, đạt {}%"
CARRIED_OUT = "Triển khai nội dung tại mục {} của Kế hoạch"
WAITS_FOR = "Chưa đủ điều kiện thực hiện (chờ {})"

# --- results of an earlier period -----------------------------------------------------------------

OF_TASK = "Nhiệm vụ {}"
OF_MEASURES = "Nhiệm vụ, giải pháp chung"
OF_THE_REST = "Các nhiệm vụ còn lại"
CORRECTION = "đính chính"
BECAUSE = "{}; nguyên nhân: {}"
OF_YEAR_BEFORE = "việc của kế hoạch năm {}, ngày {}"

# --- work to come ---------------------------------------------------------------------------------

# each of the first two with the units that do it, and without

CARRIED_OVER = (
    "- {title} ({when}): quá hạn, khẩn trương hoàn thành ({lead}).",
    "- {title} ({when}): quá hạn, khẩn trương hoàn thành.",
)
COMING = ("- {title} ({when}): {lead}.", "- {title} ({when}).")
AFTER_CONDITIONS = "- {}: thực hiện sau khi {}."
NONE_COMING = "Không có nhiệm vụ đến hạn."
LEFT_OVER = "Hoàn thành các đầu việc còn lại của Kế hoạch năm {}:"
OF_NEXT_PLAN = "Thực hiện Kế hoạch năm {}:"
