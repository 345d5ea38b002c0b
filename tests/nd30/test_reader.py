"""A .docx is read as its styles make it look; what is no .docx, or could do harm, is refused in a
sentence."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from steps import steps

from pci.core.errors import CannotDo
from pci.files.office import External
from pci.nd30.form import check_form
from pci.nd30.outline import CellPlace, Outline, WordParagraph
from pci.nd30.reader import read_outline
from pci.word.passages import read_passages

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TNR = "".join(f' w:{slot}="Times New Roman"' for slot in ("ascii", "hAnsi", "cs", "eastAsia"))


def pack(parts: Mapping[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return stream.getvalue()


def document(body: str) -> str:
    return f"<w:document {_W} {_R} {_MC}><w:body>{body}</w:body></w:document>"


def styles(text: str) -> str:
    return f"<w:styles {_W}>{text}</w:styles>"


def read(body: str, style: str = "", **parts: str) -> Outline:
    return read_outline(
        pack({"word/document.xml": document(body), "word/styles.xml": styles(style), **parts})
    )


def one(body: str, style: str = "") -> WordParagraph:
    return read(body, style).paragraphs[0]


def run(text: str = "chữ", properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" '
    'w:hAnsi="Arial"/></w:rPr></w:rPrDefault>'
    '<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" '
    'w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:rPr><w:sz w:val="28"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Than"><w:basedOn w:val="Normal"/><w:pPr><w:jc '
    'w:val="both"/>'
    f'<w:ind w:firstLine="567"/></w:pPr><w:rPr><w:rFonts{_TNR}/><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Vong"><w:basedOn '
    'w:val="Quanh"/><w:rPr><w:i/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quanh"><w:basedOn '
    'w:val="Vong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Manh"><w:rPr><w:color w:val="FF0000"/><w:b '
    'w:val="0"/></w:rPr></w:style>'
)


def test_defaults_then_styles_then_own_settings_make_a_run() -> None:
    plain = one(p(run()), STYLES).runs[0]
    assert (plain.fonts, plain.size, plain.bold) == (("theme", "Arial", "", ""), 14, False)
    styled = one(p(run(), '<w:pStyle w:val="Than"/>'), STYLES).runs[0]
    assert (styled.fonts, styled.size, styled.bold) == (("Times New Roman",) * 4, 14, True)
    own = run(
        "chữ",
        '<w:rStyle w:val="Manh"/><w:sz w:val="26"/><w:i/><w:caps/><w:highlight w:val="yellow"/>',
    )
    found = one(p(own, '<w:pStyle w:val="Than"/>'), STYLES)
    assert found.runs[0][2:8] == (13, False, True, True, "FF0000", "yellow")
    assert (found.text, found.printed) == ("chữ", "CHỮ")


def test_a_theme_wins_beside_a_name_and_yields_to_a_nearer_name() -> None:
    beside = run("a", '<w:rFonts w:ascii="Times New Roman" w:asciiTheme="majorHAnsi"/>')
    nearer = run("a", '<w:rFonts w:ascii="Times New Roman"/>')
    assert [one(p(text), STYLES).runs[0].fonts[0] for text in (beside, nearer)] == [
        "theme",
        "Times New Roman",
    ]


def test_styles_based_on_each_other_end() -> None:
    found = one(p(run(), '<w:pStyle w:val="Vong"/>'), STYLES).runs[0]
    assert (found.bold, found.italic) == (True, True)


def test_paragraph_properties_come_from_styles_too() -> None:
    found = one(p(run(), '<w:pStyle w:val="Than"/><w:spacing w:before="120"/>'), STYLES)
    assert (found.align, round(found.first_line, 1)) == ("justified", 10.0)
    assert (found.space_before, found.space_after, round(found.line_spacing, 2)) == (6, 8, 1.08)


@pytest.mark.parametrize(
    ("properties", "lines"),
    [
        ('<w:spacing w:line="360"/>', 1.5),
        ('<w:spacing w:line="322" w:lineRule="exact"/>', 1.0),
        ('<w:spacing w:line="200" w:lineRule="atLeast"/>', 1.0),
        ('<w:spacing w:line="480" w:lineRule="atLeast"/>', 1.49),
    ],
)
def test_line_spacing_is_in_lines(properties: str, lines: float) -> None:
    assert round(one(p(run("a", '<w:sz w:val="28"/>'), properties)).line_spacing, 2) == lines


def test_indents_automatic_spaces_and_borders() -> None:
    indents = (
        '<w:ind w:hanging="567" w:firstLine="1"/><w:spacing w:beforeAutospacing="1" w:before="0"/>'
    )
    others = '<w:jc w:val="end"/><w:contextualSpacing/>'
    borders = '<w:pBdr><w:top w:val="single"/><w:bottom w:val="nil"/></w:pBdr>'
    found = one(p(run(), indents + others + borders))
    assert (round(found.first_line, 1), found.space_before, found.align) == (-10.0, 14, "right")
    assert (found.contextual, found.line_above, found.line_below) == (True, "single", "")


def test_a_border_beside_the_text_leaves_its_indent_alone() -> None:
    borders = '<w:pBdr><w:left w:val="single"/><w:right w:val="single"/></w:pBdr>'
    indents = '<w:ind w:left="567" w:right="1134"/>'
    for properties in (indents + borders, borders + indents):
        found = one(p(run(), properties))
        assert (round(found.left, 1), round(found.right, 1)) == (10.0, 20.0)
        assert (found.line_above, found.line_below) == ("", "")


def test_what_is_kept_for_binding_is_part_of_the_left_margin() -> None:
    page = '<w:sectPr><w:pgMar w:top="1134" w:left="1701" w:gutter="340"/></w:sectPr>'
    (section,) = read(page).sections
    assert (round(section.top), round(section.left), round(section.gutter)) == (20, 36, 6)


def test_text_of_links_fields_and_insertions_is_read_but_not_what_was_deleted() -> None:
    parts = (
        f"<w:hyperlink>{run('a')}</w:hyperlink>",
        f'<w:fldSimple w:instr=" PAGE ">{run("1")}</w:fldSimple>',
        f"<w:ins>{run('b')}</w:ins><w:del><w:r><w:delText>c</w:delText><w:t>c</w:t></w:r></w:del>",
        "<w:r><w:t>d</w:t><w:tab/><w:noBreakHyphen/><w:br/></w:r><!-- e -->",
    )
    found = read(p("".join(parts)))
    assert (found.paragraphs[0].text, found.paragraphs[0].page_field) == ("a1bd\t-\n", True)
    assert found.tracked_changes


def test_a_count_of_pages_is_no_page_number() -> None:
    assert not one(p("<w:r><w:instrText> NUMPAGES </w:instrText></w:r>")).page_field


def test_tables_know_their_places_even_in_content_controls() -> None:
    cell = f"<w:tc>{p(run('ô'))}</w:tc>"
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p(run("rộng"))}</w:tc>'
    header = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{wide}</w:tr>"
    nested = f"<w:tc><w:tbl><w:tr>{cell}</w:tr></w:tbl></w:tc>"
    rows = f"{header}<w:sdt><w:sdtContent><w:tr>{cell}{nested}</w:tr></w:sdtContent></w:sdt>"
    grid = '<w:tblGrid><w:gridCol w:w="1440"/><w:gridCol w:w="1440"/></w:tblGrid>'
    found = read(f"<w:tbl>{grid}{rows}</w:tbl>")
    outer, inner = found.tables
    assert (outer.rows, outer.has_header, outer.columns, outer.broken_cells) == ((2, 2), True, 2, 1)
    assert (round(sum(outer.widths), 1), inner.rows, inner.columns) == (50.8, (1,), 0)
    assert [one.place for one in found.paragraphs] == [
        CellPlace(1, 1, 1),
        CellPlace(1, 2, 1),
        CellPlace(2, 1, 1),
    ]


def test_a_text_box_is_read_once_and_apart() -> None:
    box = f"<w:txbxContent>{p(run('khẩn'))}</w:txbxContent>"
    choice = f"<mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
    found = read(
        p(
            f"<w:r>{choice}<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert [(one.text, one.boxed, one.drawing) for one in found.paragraphs] == [
        ("", False, True),
        ("khẩn", True, False),
    ]


def test_sections_inherit_headers_and_say_how_their_pages_are() -> None:
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" '
        'w:left="1134"/>'
    )
    first = (
        '<w:sectPr><w:headerReference w:type="default" r:id="r1"/><w:headerReference '
        'r:id="r9"/><w:titlePg/></w:sectPr>'
    )
    header = f"<w:hdr {_W}>{p('<w:r><w:instrText>PAGE</w:instrText></w:r>')}</w:hdr>"
    links = (
        f'<Relationships><Relationship Id="r1" Type="{_LINK}/header" '
        'Target="/word/header1.xml"/></Relationships>'
    )
    found = read(
        p(run(), first) + p(run()) + f'<w:sectPr>{size}<w:pgNumType w:start="1"/></w:sectPr>',
        **{"word/header1.xml": header, "word/_rels/document.xml.rels": links},
    )
    one, two = found.sections
    assert (one.title_page, one.page_start, two.title_page, two.page_start) == (
        True,
        None,
        False,
        1,
    )
    assert (round(two.width), round(two.height), two.landscape) == (297, 210, True)
    assert (round(two.top), round(two.left), two.right) == (20, 20, 0)
    assert two.page_numbers("default") == one.page_numbers("default") != ()
    assert two.page_numbers("first") == ()
    assert [paragraph.section for paragraph in found.paragraphs] == [1, 2]


def test_what_a_package_brings_along_is_told() -> None:
    template = f'Type="{_LINK}/attachedTemplate" Target="file:///x.dotm" TargetMode="External"'
    links = f'<Relationships><Relationship Id="a" {template}/></Relationships>'
    found = read(
        p(run()),
        **{
            "word/_rels/settings.xml.rels": links,
            "word/settings.xml": (
                f'<w:settings {_W}><w:evenAndOddHeaders w:val="true"/></w:settings>'
            ),
            "word/comments.xml": f"<w:comments {_W}><w:comment/></w:comments>",
            "word/vbaProject.bin": "x",
        },
    )
    assert found.externals == (External("attachedTemplate", "file:///x.dotm"),)
    assert [active.message for active in found.active] == ["có macro hoặc nút lệnh riêng"]
    assert (found.even_headers, found.comments, found.tracked_changes) == (True, (": ",), False)


WORD = {"word/document.xml": document(p(run()))}
MANY = WORD | {f"word/media/{n}.png": "" for n in range(1000)}
LARGE = WORD | {"word/media/1.png": " " * 50_000_001}
ENTITY = {"word/document.xml": f'<!DOCTYPE x [<!ENTITY a "b">]>{document(p(run("&a;")))}'}
STRICT = {
    "word/document.xml": '<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'
}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "không phải tệp Word .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100, "không phải tệp Word .docx"),
        (pack({"xl/workbook.xml": ""}), "không phải tệp Word .docx"),
        (pack(MANY), "tệp Word lớn bất thường, không đọc"),
        (pack(LARGE), "tệp Word lớn bất thường, không đọc"),
        (
            pack({"word/document.xml": document("<w:p/>" * 10_001)}),
            "tệp Word có quá nhiều đoạn, không đọc",
        ),
        (
            pack({"word/document.xml": document(f"<w:tbl><w:tr>{'<w:tc/>' * 64}</w:tr></w:tbl>")}),
            "tệp Word có bảng quá nhiều cột, không đọc",
        ),
        (
            pack({"word/document.xml": document("<w:p/>" * 500_000)}),
            "tệp Word lớn bất thường, không đọc",
        ),
        (
            pack({"word/document.xml": document(p(run("a" * 1_001) * 10_000))}),
            "tệp Word lớn bất thường, không đọc",
        ),
        (pack(WORD, zipfile.ZIP_BZIP2), "tệp có mật khẩu hoặc nén lạ, không đọc được"),
        (pack(ENTITY), "tệp Word chứa khai báo lạ (DOCTYPE), không đọc"),
        (pack(STRICT), "tệp Word khác dạng .docx thường dùng"),
        (pack({"word/document.xml": "<w:document"}), "tệp Word bị hỏng, không đọc được"),
        (
            pack({"word/document.xml": document(p(run("a", '<w:sz w:val="to"/>')))}),
            "tệp Word bị hỏng, không đọc được",
        ),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(CannotDo) as refused:
        read_outline(data)
    assert refused.value.message == message
    assert refused.value.hint


def test_a_damaged_package_is_refused() -> None:
    data = bytearray(pack(WORD | {"word/styles.xml": styles(STYLES)}))
    middle = data.index(b"word/styles.xml") + 60
    data[middle : middle + 20] = b"\0" * 20
    with pytest.raises(CannotDo):
        read_outline(bytes(data))


def test_deep_nesting_neither_crashes_nor_hangs() -> None:
    deep = "<w:sdt>" * 240 + p(run()) + "</w:sdt>" * 240
    assert len(read(deep).paragraphs) == 1
    with pytest.raises(CannotDo):
        read("<w:sdt>" * 5000 + "</w:sdt>" * 5000)


def _control(properties: str, content: str) -> str:
    inner = f"<w:sdtContent>{content}</w:sdtContent>"
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{inner}</w:sdt>"


INVITATION = p(run("Nhập", '<w:rStyle w:val="PlaceholderText"/>'))


def _empty_control(count: int) -> str:
    return _control("<w:showingPlcHdr/>", INVITATION * count)


def _passages(count: int) -> str:
    names = ("".join("abcdefghij"[int(digit)] for digit in f"{n}") for n in range(count))
    tags = (f'<w:tag w:val="2023-Q3:{name}#01234567"/>' for name in names)
    return "".join(_control(tag, p(run())) for tag in tags)


def _item(number: int) -> str:
    return p(run(), f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>')


def _items(count: int) -> str:
    return "".join(map(_item, range(count)))


def _numbering(count: int, level: str) -> str:
    kind = f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
    lists = (f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/></w:num>' for n in range(count))
    return f"<w:numbering {_W}>{kind}{''.join(lists)}</w:numbering>"


@pytest.mark.parametrize("body", [_empty_control, _passages, _items])
def test_four_times_the_document_takes_four_times_the_steps(body: Callable[[int], str]) -> None:
    def of_size(count: int) -> bytes:
        numbering = _numbering(count, '<w:lvlText w:val="%1."/>')
        parts = {"word/document.xml": document(body(count)), "word/numbering.xml": numbering}
        return pack(parts)

    def work(data: bytes) -> int:
        return steps(lambda: (check_form(read_outline(data), "a.docx"), read_passages(data)))

    work(of_size(1))  # what is made once is made
    assert work(of_size(200)) < 4.6 * work(of_size(50))


@pytest.mark.parametrize(
    ("level", "label"),
    [
        ('<w:start w:val="900000000"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/>',
         "900000000."),
        (f'<w:lvlText w:val="%1{"." * 10_000}"/>', "1" + "." * 98),
    ],
    ids=["Roman number", "text of a label"],
)  # fmt: skip
def test_no_label_of_a_list_is_long(level: str, label: str) -> None:
    outline = read(_item(0), **{"word/numbering.xml": _numbering(1, level)})
    assert outline.paragraphs[0].label == label


def test_the_paragraphs_of_headers_and_the_tags_of_all_parts_count_too() -> None:
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_LINK}/header" Target="/word/header{n}.xml"/>'
        for n in (1, 2)
    )
    section = '<w:sectPr><w:headerReference r:id="r1"/></w:sectPr>'

    def refused(header: str) -> str:
        headers = {f"word/header{n}.xml": f"<w:hdr {_W}>{header}</w:hdr>" for n in (1, 2)}
        links_part = {"word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>"}
        with pytest.raises(CannotDo) as error:
            read(section, **headers, **links_part)
        return error.value.message

    assert refused(p("") * 10_001) == "tệp Word có quá nhiều đoạn, không đọc"
    assert refused(p("<w:r/>" * 160_000)) == "tệp Word lớn bất thường, không đọc"


def test_each_paragraph_of_an_empty_control_is_a_gap_of_its_own() -> None:
    body = _control("<w:showingPlcHdr/>", INVITATION + p("") + INVITATION)
    assert [found.gaps for found in read(body).paragraphs] == [("Nhập",), (), ("Nhập",)]
