"""The numbers of NĐ 30/2020/NĐ-CP, each with the place in the decree that sets it: lengths, and how
a component looks."""

_ANNEX = "NĐ 30/2020, Phụ lục I, mục"

# --- page: mục I.1, I.3 ---------------------------------------------------------------------------

A4 = (210, 297)
"""Millimetres (mục I.1)."""
MARGINS = (
    ("trên", "top", 20, 25),
    ("dưới", "bottom", 20, 25),
    ("trái", "left", 30, 35),
    ("phải", "right", 15, 20),
)
"""The least and the most millimetres of an upright page (mục I.3)."""
SIDEWAYS = (15, 35)
"""The same of any side of a page that lies: the decree names none, so all of them are allowed."""

# --- paragraphs of the body: mục II.6.e -----------------------------------------------------------

INDENTS = (10.0, 12.7)
"""Millimetres of the first line."""
PARAGRAPH_GAP = 6
"""The least points between paragraphs."""
LINE_SPACING = (0.95, 1.55)
"""Single to one and a half lines; an exact height is only estimated in lines, so a little is
forgiven."""
SINGLE_SPACING = 1.05
"""Of the lines of a letterhead (mục II.1.c, II.2.b), with as little forgiven."""

# --- looks: the words of a look, and its place ----------------------------------------------------

PAGE_NUMBER = "cỡ 13–14, đứng, căn giữa", f"{_ANNEX} I.7"
TEXT_SIZE = "cỡ 10–14", f"{_ANNEX} I.5"
COLOUR = "chữ màu đen", f"{_ANNEX} I.4"
COUNTRY = "cỡ 12–13, đậm, đứng, in hoa, căn giữa", f"{_ANNEX} II.1.a"
MOTTO = "cỡ 13–14, đậm, đứng, in thường, căn giữa", f"{_ANNEX} II.1.b"
PARENT_AGENCY = "cỡ 12–13, không đậm, đứng, in hoa, căn giữa", f"{_ANNEX} II.2.b"
AGENCY = "cỡ 12–13, đậm, đứng, in hoa, căn giữa", f"{_ANNEX} II.2.b"
AGENCY_BETWEEN = "cỡ 12–13, đứng, in hoa, căn giữa", f"{_ANNEX} II.2.b"
NUMBER = "cỡ 13, không đậm, đứng, căn giữa", f"{_ANNEX} II.3.c"
PLACE_DATE = "cỡ 13–14, không đậm, nghiêng, in thường, căn giữa", f"{_ANNEX} II.4.c"
KIND = "cỡ 13–14, đậm, đứng, in hoa, căn giữa", f"{_ANNEX} II.5.b"
SUMMARY = "cỡ 13–14, đậm, đứng, in thường, căn giữa", f"{_ANNEX} II.5.b"
SUBJECT = "cỡ 12–13, không đậm, đứng, in thường, căn giữa", f"{_ANNEX} II.5.b"
GROUNDS = "cỡ 13–14, nghiêng", f"{_ANNEX} II.6.a"
PART = "cỡ 13–14, đậm, đứng, in thường, căn giữa", f"{_ANNEX} II.6.đ"
PART_TITLE = "cỡ 13–14, đậm, đứng, in hoa, căn giữa", f"{_ANNEX} II.6.đ"
CLAUSE_HEADING = "cỡ 13–14, đậm, đứng, in thường", f"{_ANNEX} II.6.đ"
ROMAN_HEADING = "cỡ 13–14, đậm, đứng, in hoa", f"{_ANNEX} V"
BODY = "cỡ 13–14", f"{_ANNEX} II.6.e"
JUSTIFIED = "căn đều hai lề", f"{_ANNEX} II.6.e"
CAPACITY = "cỡ 13–14, đậm, đứng, in hoa, căn giữa", f"{_ANNEX} II.7.đ"
SIGNER = "cỡ 13–14, đậm, đứng, in thường, căn giữa", f"{_ANNEX} II.7.đ"
ADDRESSED = "cỡ 13–14, đứng", f"{_ANNEX} II.9.d"
RECIPIENTS_LABEL = "cỡ 12, đậm, nghiêng, in thường", f"{_ANNEX} II.9.d"
RECIPIENTS = "cỡ 11, không đậm, đứng", f"{_ANNEX} II.9.d"
APPENDIX = "cỡ 14, đậm, đứng, căn giữa", f"{_ANNEX} III.1.b"
APPENDIX_TITLE = "cỡ 13–14, đậm, đứng, in hoa, căn giữa", f"{_ANNEX} III.1.b"
ATTACHED = "cỡ 13–14, không đậm, nghiêng, in thường, căn giữa", f"{_ANNEX} III.1.c"
