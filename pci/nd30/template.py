"""What can be wrong with the tags of a Word template."""

FAULTS = {
    "PCI701": "Thẻ chỉ dùng trường có trong danh sách trường của văn bản («pci help fields»), đúng "
    "từng chữ. Hàm, tên bắt đầu bằng dấu gạch dưới không phải là trường.",
    "PCI702": "Vòng for chỉ lặp danh sách; trường đơn thì in.",
    "PCI703": "Thẻ viết đúng cú pháp: đủ hai đầu {{ }} hoặc {% %}, biểu thức đúng, thẻ có thật. "
    "Chữ p, tr viết liền sau {% và có một dấu cách theo sau: {%p if … %}.",
    "PCI705": "Mỗi for có endfor, mỗi if có endif, lồng nhau đúng thứ tự; thiếu một thẻ là không "
    "lập được văn bản.",
    "PCI706": "Thẻ mở và thẻ đóng cùng loại và cùng chỗ: {%p đóng bằng {%p trong cùng một ô, {%tr "
    "bằng {%tr trong cùng bảng.",
    "PCI721": "Mẫu điền được bằng dữ liệu thử: không thẻ nào làm mất chữ, hình, ngắt trang bên "
    "cạnh, gọi vào chương trình, in ra thứ không phải chữ hay số.",
}

OF_FILE = ("PCI615", "PCI616", "PCI617")
"""Rules of form that judge a template's own file; all others judge what it prints."""
