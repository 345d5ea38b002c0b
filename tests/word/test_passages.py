"""What people do to a passage in Word or LibreOffice is read back as they see it; nothing they
typed is lost unsaid.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import documents
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libreoffice import Edit, edited, edited_all, find, go, say
from support import ROOT
from word_edits import Word, content, copied, element, paragraph, retype, runs

from pci.core.errors import CannotDo
from pci.reports.passages import mark
from pci.word.passage_places import read_by_place
from pci.word.passages import EditedDocument, read_passages
from pci.word.render import render

SECTION, CELL, EMPTY = "leadership", "tasks.A.I.1.result", "assessment"
GAP = "[Văn phòng bổ sung nhận xét, đánh giá]"


@cache
def made() -> bytes:
    """The illustrative agency's report as the program makes it."""
    facts = documents.facts(ROOT / "examples", "2024-Q3")
    template = (ROOT / "templates/bao-cao.docx").read_bytes()
    return render(
        template, "bao-cao.docx", documents.report_fields(facts), "", "", facts.window.window_last
    )


@cache
def untouched() -> EditedDocument:
    return read_passages(made())


def lines_of(name: str) -> list[str]:
    return list(untouched().passages[name].lines)


def after(edit: Callable[[Word], object]) -> EditedDocument:
    word = Word(made())
    edit(word)
    return read_passages(word.saved())


def as_pulled(data: bytes) -> EditedDocument:
    """A document as `pci report --pull` reads it: by the places of its passages, then by their
    controls.
    """
    return read_by_place(read_passages(data), untouched())


def pulled(edit: Callable[[Word], object]) -> EditedDocument:
    word = Word(made())
    edit(word)
    return as_pulled(word.saved())


def read(name: str, edit: Callable[[Word], object]) -> list[str]:
    return list(after(edit).passages[name].lines)


def others(found: EditedDocument, *names: str) -> bool:
    """Whether every other passage is as it was."""
    before, now = untouched().passages, found.passages
    return all(now[name] == passage for name, passage in before.items() if name not in names)


def test_a_report_nobody_touched_has_no_changed_passage() -> None:
    found = untouched().passages
    assert {
        SECTION,
        CELL,
        EMPTY,
        "causes",
        "direction",
        "proposals",
        "sections.A.I",
        "sections.B.I",
    } <= found.keys()
    assert {passage.report for passage in found.values()} == {"2024-Q3"}
    assert all(
        mark(passage.lines) == passage.mark and not passage.lost for passage in found.values()
    )
    assert len(lines_of(SECTION)) > 3
    assert not untouched().tracked
    assert "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH" in untouched().outside
    assert not set(lines_of(SECTION)) & set(untouched().outside)


# --- as Word leaves it ----------------------------------------------------------------------------

TRACKED = 'w:id="9" w:author="Anh Ba" w:date="2024-09-15T08:00:00Z"'


def first(word: Word) -> object:
    return word.paragraphs(SECTION)[0]


def last(word: Word) -> object:
    return word.paragraphs(SECTION)[-1]


def deleted_end(p: object) -> None:
    own = p.find(qn("w:pPr"))  # type: ignore[attr-defined]
    own.append(element(f"<w:rPr><w:del {TRACKED}/></w:rPr>"))


def runs_split_with_proofing(word: Word) -> None:
    retype(first(word), "- Họp ", "giao", " ban.")
    node = word.paragraphs(SECTION)[0]
    node.insert(2, element('<w:proofErr w:type="spellStart"/>'))
    node.insert(4, element('<w:bookmarkStart w:id="7" w:name="_GoBack"/>'))
    node.set(qn("w:rsidR"), "00AB12CD")


def links_and_fields(word: Word) -> None:
    node = word.paragraphs(SECTION)[0]
    retype(node, "- Họp ")
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
    code += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    field = f'<w:p>{code}{runs("giao")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    node.extend(element(field))
    node.append(element(f'<w:hyperlink w:anchor="x">{runs(" ban")}</w:hyperlink>'))
    node.append(element(f"<w:smartTag>{runs('.')}</w:smartTag>"))


def tracked_words(word: Word) -> None:
    node = word.paragraphs(SECTION)[0]
    retype(node, "- Họp ")
    node.append(element(f"<w:del {TRACKED}><w:r><w:delText>bất thường</w:delText></w:r></w:del>"))
    node.append(element(f"<w:ins {TRACKED}>{runs('giao ban.')}</w:ins>"))


def tracked_move(word: Word) -> None:
    node = word.paragraphs(SECTION)[0]
    retype(node)
    node.append(element(f"<w:moveFrom {TRACKED}>{runs('- Chuyển đi.')}</w:moveFrom>"))
    node.append(element(f"<w:moveTo {TRACKED}>{runs('- Họp giao ban.')}</w:moveTo>"))


def new_paragraphs(word: Word) -> None:
    retype(first(word), "- Họp giao ban.")
    word.paragraphs(SECTION)[0].addnext(paragraph("Đoạn thêm."))
    content(word.control(SECTION)).append(paragraph("Đoạn cuối."))


def pasted_style(word: Word) -> None:
    look = '<w:pPr><w:pStyle w:val="Heading1"/><w:jc w:val="center"/></w:pPr>'
    inside = content(word.control(SECTION))
    for node in list(inside):
        inside.remove(node)
    inside.extend(
        [
            paragraph("Dán từ", " tệp khác", look=look),
            paragraph(look=look),
            paragraph("Dòng hai", look=""),
        ]
    )


def tabs_and_breaks(word: Word) -> None:
    retype(first(word), "- Họp:\tgiao ban\nxuống dòng mềm\n\n  lùi vào  ")


def decomposed_and_curly(word: Word) -> None:
    retype(first(word), unicodedata.normalize("NFD", "- Họp “giao ban” – lần 2…"), "\u200b\u00a0")


def control_of_placeholder(word: Word) -> None:
    """Word says that a control shows its placeholder; what is in it is words all the same."""
    own = word.control(SECTION).find(qn("w:sdtPr"))
    own.append(element('<w:placeholder><w:docPart w:val="DefaultPlaceholder_1"/></w:placeholder>'))
    own.append(element("<w:showingPlcHdr/>"))
    own.append(element('<w:id w:val="-12345"/>'))
    retype(first(word), "- Họp giao ban.")


def highlighted_words(word: Word) -> None:
    retype(first(word), "- Họp giao ban.", look='<w:rPr><w:highlight w:val="yellow"/></w:rPr>')


def boxed_fallback(word: Word) -> None:
    node = word.paragraphs(SECTION)[0]
    retype(node, "- Họp giao ban.")
    uri = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = (
        "<mc:AlternateContent "
        f"{uri}><mc:Choice>{runs(' A')}</mc:Choice><mc:Fallback>{runs(' B')}</mc:Fallback>"
    )
    node.append(element(f"<w:p>{box}</mc:AlternateContent></w:p>")[0])


def emoji(word: Word) -> None:
    uri = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    sign = (
        "<mc:AlternateContent "
        f"{uri}><mc:Choice/><mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent>"
    )
    retype(first(word), "- Họp ")
    word.paragraphs(SECTION)[0].append(
        element(f"<w:p><w:r>{sign}<w:t> giao ban.</w:t></w:r></w:p>")[0]
    )


TALK = "- Họp giao ban."
BLOCK_EDITS: list[tuple[Callable[[Word], object], list[str]]] = [
    (runs_split_with_proofing, [TALK]),
    (links_and_fields, [TALK]),
    (tracked_words, [TALK]),
    (tracked_move, [TALK]),
    (tabs_and_breaks, ["- Họp:\tgiao ban", "xuống dòng mềm", "lùi vào"]),
    (decomposed_and_curly, ["- Họp “giao ban” – lần 2…"]),
    (control_of_placeholder, [TALK]),
    (highlighted_words, [TALK]),
    (boxed_fallback, [f"{TALK} A"]),
    (emoji, ["- Họp 😀 giao ban."]),
]


@pytest.mark.parametrize(
    ("edit", "begins"), BLOCK_EDITS, ids=[edit.__name__ for edit, _ in BLOCK_EDITS]
)
def test_the_first_paragraph_of_a_passage_changed_in_word(
    edit: Callable[[Word], object], begins: list[str]
) -> None:
    found = after(edit)
    assert list(found.passages[SECTION].lines) == [*begins, *lines_of(SECTION)[1:]]
    assert others(found, SECTION)
    assert found.outside == untouched().outside


def test_paragraphs_added_and_pasted_inside_a_control() -> None:
    middle = lines_of(SECTION)[1:]
    assert read(SECTION, new_paragraphs) == [TALK, "Đoạn thêm.", *middle, "Đoạn cuối."]
    assert read(SECTION, pasted_style) == ["Dán từ tệp khác", "Dòng hai"]


def test_paragraphs_removed() -> None:
    def all_of_them(word: Word) -> None:
        for node in word.paragraphs(SECTION):
            node.getparent().remove(node)

    def the_middle(word: Word) -> None:
        node = word.paragraphs(SECTION)[2]
        node.getparent().remove(node)

    assert read(SECTION, all_of_them) == []
    assert read(SECTION, the_middle) == [*lines_of(SECTION)[:2], *lines_of(SECTION)[3:]]


def test_changes_that_were_tracked_are_read_as_accepted() -> None:
    def two_paragraphs_joined(word: Word) -> None:
        deleted_end(word.paragraphs(SECTION)[0])

    def one_paragraph_deleted(word: Word) -> None:
        node = word.paragraphs(SECTION)[1]
        words = "".join(t.text for t in node.iter(qn("w:t")))
        retype(node)
        node.append(element(f"<w:del {TRACKED}><w:r><w:delText>{words}</w:delText></w:r></w:del>"))
        deleted_end(node)

    before = lines_of(SECTION)
    assert read(SECTION, two_paragraphs_joined) == [before[0] + before[1], *before[2:]]
    assert read(SECTION, one_paragraph_deleted) == [before[0], *before[2:]]
    assert after(one_paragraph_deleted).tracked


def test_what_is_typed_after_a_control_is_outside_of_it() -> None:
    found = after(lambda word: word.control(SECTION).addnext(paragraph("Gõ ra ngoài khung.")))
    assert found.passages == untouched().passages
    assert set(found.outside) - set(untouched().outside) == {"Gõ ra ngoài khung."}


def test_a_passage_whose_control_was_deleted_is_missing_and_its_text_is_outside() -> None:
    def unwrap(word: Word) -> None:
        control = word.control(SECTION)
        for node in word.paragraphs(SECTION):
            control.addprevious(node)
        control.getparent().remove(control)

    found = after(unwrap)
    assert SECTION not in found.passages
    assert set(lines_of(SECTION)) <= set(found.outside)
    assert {n: p for n, p in untouched().passages.items() if n != SECTION} == found.passages


def test_a_copy_of_a_control_is_plain_text_and_belongs_where_it_stands() -> None:
    def beside(word: Word) -> None:
        control = word.control(SECTION)
        control.addnext(copied(control))

    def inside_another(word: Word) -> None:
        content(word.control("causes")).append(copied(word.control(SECTION)))

    found = after(beside)
    assert found.passages == untouched().passages
    assert [line for line in found.outside if line in lines_of(SECTION)] == lines_of(SECTION)
    found = after(inside_another)
    assert list(found.passages["causes"].lines) == lines_of(SECTION)
    assert others(found, "causes")


def test_a_passage_moved_as_a_whole_is_still_itself() -> None:
    def to_the_end(word: Word) -> None:
        word.control("proposals").addnext(word.control(SECTION))

    assert after(to_the_end).passages == untouched().passages


def test_a_control_of_no_passage_changes_nothing() -> None:
    def wrapped(word: Word) -> None:
        control = word.control(SECTION)
        foreign = element(
            '<w:sdt><w:sdtPr><w:tag w:val="bảo mật"/></w:sdtPr><w:sdtContent/></w:sdt>'
        )
        control.addprevious(foreign)
        content(foreign).append(control)

    assert after(wrapped) == untouched()


# --- gaps -----------------------------------------------------------------------------------------

MARKED = '<w:rPr><w:highlight w:val="yellow"/></w:rPr>'
SHADED = '<w:rPr><w:shd w:val="clear" w:fill="ffff00"/></w:rPr>'
OVERWRITTEN: list[tuple[str, str, list[str]]] = [
    (f"{runs('Kết quả tốt.', look=MARKED)}", "as the placeholder was formatted", ["Kết quả tốt."]),
    (f"{runs(GAP, look=MARKED)}{runs('Kết quả tốt.')}", "beside the placeholder", ["Kết quả tốt."]),
    (f"{runs(GAP + ' Kết quả tốt.', look=MARKED)}", "after it, formatted alike", ["Kết quả tốt."]),
    (f"{runs('[Do ', 'thiếu người]', look=MARKED)}", "other words in its brackets", []),
    (
        f"{runs('Kết quả [1] tốt.', look=MARKED)}",
        "brackets of one's own, formatted alike",
        ["Kết quả [1] tốt."],
    ),
    (f"{runs('[Văn phòng ', 'bổ sung nhận xét]', look=MARKED)}", "the placeholder in two runs", []),
    (f"{runs(GAP, look=SHADED)}", "the placeholder shaded, as some programs highlight", []),
    (f"{runs('[1] Kết quả tốt.')}", "brackets that nobody highlighted", ["[1] Kết quả tốt."]),
]


@pytest.mark.parametrize(
    ("typed", "lines"), [(a, c) for a, _, c in OVERWRITTEN], ids=[b for _, b, _ in OVERWRITTEN]
)
def test_a_placeholder_is_no_word_of_anybody_s(typed: str, lines: list[str]) -> None:
    def edit(word: Word) -> None:
        *_, node = word.paragraphs(EMPTY)
        retype(node)
        node.extend(element(f"<w:p>{typed}</w:p>"))

    assert read(EMPTY, edit) == lines


def test_gaps_are_what_is_highlighted_in_brackets_and_what_says_so_itself() -> None:
    assert GAP in untouched().gaps
    assert all(gap.startswith("[") for gap in untouched().gaps)

    def unmarked(word: Word) -> None:
        *_, node = word.paragraphs(EMPTY)
        retype(
            node, "Kết quả tốt [chờ bổ sung số liệu], trừ [Phòng A chưa ", "gửi báo cáo] và [1]."
        )

    found = after(unmarked).gaps
    assert GAP not in found
    assert {"[chờ bổ sung số liệu]", "[Phòng A chưa gửi báo cáo]"} <= set(found)
    assert "[1]" not in found


# --- lists ----------------------------------------------------------------------------------------


def listed(word: Word, number: str, *texts: str, level: int = 0) -> None:
    own = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    content(word.control(SECTION)).extend(paragraph(text, look=own) for text in texts)


def numbering(word: Word, *levels: tuple[str, str]) -> None:
    """A list of the document, number 77, its levels given by format and text."""
    name = "word/numbering.xml"
    made_levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText '
        f'w:val="{text}"/></w:lvl>'
        for n, (kind, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum w:abstractNumId="77">{made_levels}</w:abstractNum>'
    added = f'{abstract}<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    old = word.parts.get(name)
    if old is None:
        word.parts[name] = (
            f'<w:numbering xmlns:w="{qn("w:p")[1:-2]}">{added}</w:numbering>'.encode()
        )
    else:
        word.parts[name] = old.replace(b"</w:numbering>", f"{added}</w:numbering>".encode())


LABELS: list[tuple[tuple[tuple[str, str], ...], list[str]]] = [
    ((("bullet", "\uf0b7"),), ["- Một", "- Hai"]),
    ((("decimal", "%1."),), ["1. Một", "2. Hai"]),
    ((("lowerLetter", "%1)"),), ["a) Một", "b) Hai"]),
    ((("upperLetter", "%1."),), ["A. Một", "B. Hai"]),
    ((("upperRoman", "%1."),), ["I. Một", "II. Hai"]),
    ((("lowerRoman", "(%1)"),), ["(i) Một", "(ii) Hai"]),
    ((("ordinalText", "%1."),), ["1. Một", "2. Hai"]),
    ((("none", ""),), ["Một", "Hai"]),
]


@pytest.mark.parametrize(("levels", "lines"), LABELS, ids=[levels[0][0] for levels, _ in LABELS])
def test_paragraphs_made_a_list_have_their_labels_again(
    levels: tuple[tuple[str, str], ...], lines: list[str]
) -> None:
    def edit(word: Word) -> None:
        numbering(word, *levels)
        listed(word, "77", "Một", "Hai")

    assert read(SECTION, edit) == [*lines_of(SECTION), *lines]


def test_lists_in_lists_count_on_and_begin_again() -> None:
    def edit(word: Word) -> None:
        numbering(word, ("decimal", "%1."), ("decimal", "%1.%2."))
        for text, level in (("A", 0), ("A1", 1), ("A2", 1), ("B", 0), ("B1", 1)):
            listed(word, "77", text, level=level)

    assert read(SECTION, edit)[-5:] == ["1. A", "1.1. A1", "1.2. A2", "2. B", "2.1. B1"]


def test_a_list_by_style_and_one_that_has_its_hyphen() -> None:
    def edit(word: Word) -> None:
        numbering(word, ("bullet", "-"))
        own = '<w:numPr><w:numId w:val="77"/></w:numPr>'
        based = '<w:basedOn w:val="Gach"/>'
        styles = [
            f'<w:style w:styleId="Gach"><w:pPr>{own}</w:pPr></w:style>',
            f'<w:style w:styleId="G2">{based}</w:style>',
        ]
        name = "word/styles.xml"
        word.parts[name] = word.parts[name].replace(
            b"</w:styles>", "".join(styles).encode() + b"</w:styles>"
        )
        look = '<w:pPr><w:pStyle w:val="G2"/></w:pPr>'
        none = '<w:pPr><w:pStyle w:val="G2"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
        inside = content(word.control(SECTION))
        inside.extend(
            [
                paragraph("Theo kiểu", look=look),
                paragraph("- Đã có", look=look),
                paragraph("Không", look=none),
            ]
        )

    assert read(SECTION, edit)[-3:] == ["- Theo kiểu", "- Đã có", "Không"]


# --- cells ----------------------------------------------------------------------------------------


def test_a_cell_is_its_passage_whole_however_it_was_split() -> None:
    def split(word: Word) -> None:
        own = word.paragraphs(CELL)[0]
        retype(content(word.control(CELL)), "Văn phòng: đã giải quyết\n240 hồ sơ.")
        own.addnext(paragraph("Dòng gõ sau khung."))
        own.addprevious(paragraph("Dòng gõ trước khung."))
        own.append(element(f"<w:p>{runs(' Gõ tiếp.')}</w:p>")[0])

    found = pulled(split)
    whole = [
        "Dòng gõ trước khung.",
        "Văn phòng: đã giải quyết",
        "240 hồ sơ. Gõ tiếp.",
        "Dòng gõ sau khung.",
    ]
    assert list(found.passages[CELL].lines) == whole
    assert others(found, CELL)
    assert found.outside == untouched().outside


def around_the_cell(word: Word) -> None:
    """The control as Word has it where a whole cell was selected."""
    control = word.control(CELL)
    own = next(control.iterancestors(qn("w:p")))
    cell = own.getparent()
    for node in list(content(control)):
        control.addprevious(node)
    own.remove(control)
    cell.addprevious(control)
    content(control).append(cell)


def around_the_paragraphs(word: Word) -> None:
    """The control as Word has it where the cell's paragraphs were selected."""
    control = word.control(CELL)
    own = next(control.iterancestors(qn("w:p")))
    for node in list(content(control)):
        control.addprevious(node)
    own.remove(control)
    own.addprevious(control)
    content(control).append(own)
    own.addnext(paragraph("Thêm một đoạn."))


def test_a_control_may_lie_in_around_or_within_the_paragraphs_of_a_cell() -> None:
    assert read(CELL, around_the_cell) == lines_of(CELL)
    assert read(CELL, around_the_paragraphs) == [*lines_of(CELL), "Thêm một đoạn."]
    assert others(after(around_the_cell)) and others(after(around_the_paragraphs), CELL)


def test_the_text_of_a_cell_ends_with_the_cell() -> None:
    """A control that LibreOffice cut runs on, but never into another cell."""

    def cut(word: Word) -> None:
        own = word.paragraphs(CELL)[0]
        own.addnext(paragraph("Đoạn hai."))
        cells = own.getparent().getparent().findall(qn("w:tc"))
        retype(cells[-1].find(qn("w:p")), "Ghi chú khác.")

    found = pulled(cut)
    assert list(found.passages[CELL].lines) == [*lines_of(CELL), "Đoạn hai."]
    assert "Ghi chú khác." in found.outside


# --- what no words can keep -----------------------------------------------------------------------

RICH = {
    "a table": "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    "a picture": "<w:p><w:r><w:drawing><wp:inline/></w:drawing></w:r></w:p>",
    "an old picture": "<w:p><w:r><w:pict/></w:r></w:p>",
    "a formula": "<w:p><m:oMath/></w:p>",
    "a sign of a font of signs": '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>',
    "a footnote": '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
}


@pytest.mark.parametrize("added", RICH.values(), ids=RICH.keys())
def test_more_than_words_in_a_passage_is_told(added: str) -> None:
    found = after(lambda word: content(word.control(SECTION)).append(element(added)))
    assert found.passages[SECTION].lost
    assert [name for name, passage in found.passages.items() if passage.lost] == [SECTION]


# --- files that are none --------------------------------------------------------------------------


def broken(document: bytes | None) -> bytes:
    word = Word(made())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in word.parts.items():
            package.writestr(
                name, document if name == "word/document.xml" and document is not None else data
            )
    return out.getvalue()


BROKEN = {
    "no zip": b"lua",
    "cut short": made()[:9000],
    "no XML": broken(b"<w:document"),
    "no body": broken(b"<w:document xmlns:w='x'/>"),
    "a document type": broken(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_document_of_word_is_refused(data: bytes) -> None:
    with pytest.raises(CannotDo):
        read_passages(data)


# --- any words ------------------------------------------------------------------------------------

TYPED = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff", min_codepoint=32),
    max_size=30,
)
SOME = st.sampled_from(
    [
        "- a",
        ": ",
        "# b",
        "'",
        '"',
        "null",
        "~",
        "[c]",
        "{{ d }}",
        "e\tf",
        " g ",
        "h\ni",
        "- ",
        "1. k",
    ]
)


def as_read(text: str) -> list[str]:
    kept = "".join(c for c in text if not "\x7f" <= c <= "\x84" and not "\x86" <= c <= "\x9f")
    parts = kept.replace("\x85", "\n").replace("\u2028", "\n").replace("\u2029", "\n").split("\n")
    hidden = dict.fromkeys(
        [0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
    )
    seen = (unicodedata.normalize("NFC", part.translate(hidden)).strip() for part in parts)
    return [line for line in seen if line]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(TYPED | SOME, min_size=1, max_size=3), max_size=4))
def test_any_words_typed_into_any_runs_are_read_as_they_show(typed: list[list[str]]) -> None:
    def edit(word: Word) -> None:
        inside = content(word.control(SECTION))
        for node in list(inside):
            inside.remove(node)
        inside.extend(paragraph(*texts) for texts in typed)

    found = after(edit)
    expected = [line for texts in typed for line in as_read("".join(texts))]
    assert list(found.passages[SECTION].lines) == expected
    assert others(found, SECTION)


# --- as LibreOffice leaves it ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libreoffice")


def end_of(words: str) -> str:
    return "\n".join([find(words), go("GoToEndOfPara")])


OPENING = "Giao ban CCHC tháng 7"
LO_EDITS: dict[str, tuple[list[str], Callable[[list[str]], list[str]]]] = {
    "nothing": ([], lambda old: old),
    "words in the first paragraph": (
        [find("Giao ban CCHC"), say("Họp CCHC")],
        lambda old: [old[0].replace("Giao ban CCHC", "Họp CCHC"), *old[1:]],
    ),
    "words in the middle": (
        [find("Từ chối tiếp nhận"), say("Không nhận")],
        lambda old: [line.replace("Từ chối tiếp nhận", "Không nhận") for line in old],
    ),
    "words at the end": (
        [end_of("Đã gửi Sở Kế hoạch và Đầu tư"), say(" Xong.")],
        lambda old: [*old[:-1], f"{old[-1]} Xong."],
    ),
    "a paragraph after the first": (
        [end_of(OPENING), go("InsertPara"), say("Đoạn mới")],
        lambda old: [old[0], "Đoạn mới", *old[1:]],
    ),
    "a paragraph in the middle": (
        [end_of("Từ chối tiếp nhận"), go("InsertPara"), say("Đoạn mới")],
        lambda old: [*old[:3], "Đoạn mới", *old[3:]],
    ),
    "a paragraph at the end": (
        [
            end_of("Đã gửi Sở Kế hoạch và Đầu tư"),
            go("InsertPara"),
            say("Đoạn mới"),
            go("InsertPara"),
            say("Đoạn nữa"),
        ],
        lambda old: [*old, "Đoạn mới", "Đoạn nữa"],
    ),
    "Enter within the control": (
        [find(OPENING), go("GoToStartOfPara", "GoRight", "GoRight", "InsertPara")],
        lambda old: ["-", old[0][2:], *old[1:]],
    ),
    "a paragraph in the middle removed": (
        [find("Từ chối tiếp nhận"), go("GoToStartOfPara", "EndOfParaSel", "Delete", "Delete")],
        lambda old: [*old[:2], *old[3:]],
    ),
}


@pytest.mark.office
def test_a_passage_edited_in_libreoffice(folder: Path) -> None:
    """Saved as .docx, or as .odt on the way."""
    keys = [(name, through_odt) for name in LO_EDITS for through_odt in (False, True)]
    edits = [Edit(made(), LO_EDITS[name][0], through_odt) for name, through_odt in keys]
    for key, saved in zip(keys, edited_all(edits, folder), strict=True):
        found, (_, change) = as_pulled(saved), LO_EDITS[key[0]]
        assert list(found.passages[SECTION].lines) == change(lines_of(SECTION)), key
        assert others(found, SECTION), key
        assert found.outside == untouched().outside, key


@pytest.mark.office
@pytest.mark.parametrize("through_odt", [False, True], ids=["docx", "odt"])
def test_a_placeholder_and_a_cell_filled_in_libreoffice(folder: Path, through_odt: bool) -> None:
    steps = [find(GAP), say("Kết quả tốt."), go("InsertPara"), say("Đoạn hai.")]
    steps += [find("236/240 hồ sơ (98,33%); nộp"), say("236/240 hồ sơ; nộp")]
    saved = edited(made(), folder, *steps, through_odt=through_odt)
    found = as_pulled(saved).passages
    assert list(found[EMPTY].lines) == ["Kết quả tốt.", "Đoạn hai."]
    assert GAP not in read_passages(saved).gaps


@pytest.mark.office
def test_saved_by_libreoffice_then_edited_in_word(folder: Path) -> None:
    saved = Word(edited(made(), folder))
    node = saved.paragraphs(SECTION)[0]
    retype(content(saved.control(SECTION)), "- Họp", " giao ban.")
    node.addnext(paragraph("Đoạn thêm."))
    saved.with_text("Từ chối tiếp nhận").addnext(paragraph("Đoạn giữa."))
    found = as_pulled(saved.saved())
    before = lines_of(SECTION)
    assert list(found.passages[SECTION].lines) == [
        TALK,
        "Đoạn thêm.",
        *before[1:3],
        "Đoạn giữa.",
        *before[3:],
    ]
    assert others(found, SECTION)
