"""Rules on updates: each speaks of something in the plan, for a unit concerned, in a file named by its content."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches

from pci.check.rule import EntryCase, History, LastCorrection, UpdateCase
from pci.core.dates import VIETNAM, WEEKDAYS, parse_day, parse_period
from pci.core.diagnostic import Problem, Severity
from pci.core.ledger import Entry, counted, days_of, last_words, role, update_id, update_path
from pci.core.model import INSIDE, REST, Plan, Task
from pci.core.papers import report_of
from pci.core.rule import Rules
from pci.core.schedule import period_ids, reporting_period
from pci.core.spelling import meant
from pci.core.vi import STATE_LABELS, short_date

ENTRY_RULES: Rules[EntryCase, Problem] = Rules()
UPDATE_RULES: Rules[UpdateCase, Problem] = Rules()


@UPDATE_RULES.rule("PCI401")
def unknown_subject(case: UpdateCase) -> Iterator[Problem]:
    """Cập nhật phải nói về nhiệm vụ, đầu việc, giải pháp chung, trách nhiệm hoặc điều kiện có trong kế hoạch, nếu không
    kết quả không vào báo cáo nào.

    Sai:
        # cập nhật
        about: A.I.9   # ←

    Đúng:
        # cập nhật
        about: A.I.1
    """
    plan, about = case.plan, case.entry.update.about
    if _speaks_of_nothing(case):
        obligations = [f"{i}/{name}" for i, task in plan.tasks.items() for name in task.owes]
        known = (*plan.tasks, *obligations, *plan.triggers, *plan.body, REST)
        words = f"không có đầu việc «{about}»" if "/" in about else f"kế hoạch không có «{about}»"
        yield _unknown("about", words, about, known)


def _speaks_of_nothing(case: UpdateCase) -> bool:
    """Whether the plan has nothing by the name that an update gives."""
    plan, update, task = case.plan, case.entry.update, _task(case)
    if "/" in update.about:
        return task is None or update.obligation not in task.owes
    if task or update.about == REST or update.about in plan.triggers:
        return False
    paragraph = plan.body.get(update.about)
    return not (paragraph and paragraph.text and plan.kind_of(update.about))


def _unknown(field: str, message: str, word: str, known: Sequence[str]) -> Problem:
    near = get_close_matches(word, known, 3, 0.5)
    return Problem(
        (field,), message, f"có phải {', '.join(near)}?" if near else "xem mã trong tệp kế hoạch"
    )


@UPDATE_RULES.rule("PCI402")
def unknown_unit(case: UpdateCase) -> Iterator[Problem]:
    """Đơn vị báo cáo phải có trong units của kế hoạch; nhóm và cơ quan ngoài không tự báo cáo.

    Sai:
        # cập nhật
        unit: vanphong   # ←

    Đúng:
        # cập nhật
        unit: van-phong
    """
    plan, unit = case.plan, case.entry.update.unit
    if unit in plan.groups:
        members = ", ".join(plan.groups[unit].members) or "đơn vị có liên quan"
        yield Problem(
            ("unit",), f"«{unit}» là nhóm, không tự báo cáo", f"mỗi đơn vị một cập nhật: {members}"
        )
    elif unit in plan.outside:
        yield Problem(
            ("unit",), f"«{unit}» là cơ quan ngoài, không báo cáo", f"có: {', '.join(plan.units)}"
        )
    elif unit not in plan.units:
        yield _unknown("unit", f"không có đơn vị «{unit}»", unit, [*plan.units])


@UPDATE_RULES.rule("PCI403")
def unit_not_concerned(case: UpdateCase) -> Iterator[Problem]:
    """Chỉ đơn vị chủ trì, phối hợp hoặc có liên quan báo cáo về một nhiệm vụ; bộ phận báo cáo thay đơn vị của nó.

    Sai:
        # cập nhật
        about: A.I.1
        unit: phong-dt   # ←

    Đúng:
        # cập nhật
        about: A.I.2
        unit: phong-dt
    """
    plan, update, task = case.plan, case.entry.update, _task(case)
    if task is None or update.unit not in plan.units:
        return
    if not all(_is_sound(plan, ref) for ref in (task.lead, *task.coordinating)):
        return
    if not any(
        role(plan, task, unit)
        for unit in {update.unit, plan.reporter(update.unit)} & plan.units.keys()
    ):
        message = f"{plan.name(update.unit)} không có trong nhiệm vụ {update.subject}"
        yield Problem(("unit",), message, f"đơn vị của nhiệm vụ: {task.units}")


def _is_sound(plan: Plan, ref: str) -> bool:
    """Whether a name in a task tells which units it means; where not, the plan is at fault and not its updates."""
    group = plan.groups.get(ref)
    return (
        ref in plan.units
        if group is None
        else group.indefinite or bool(plan.units.keys() & group.members)
    )


@UPDATE_RULES.rule("PCI404")
def misplaced_file(case: UpdateCase) -> Iterator[Problem]:
    """Tệp nằm trong thư mục của đơn vị báo cáo, để mỗi đơn vị chỉ sửa thư mục của mình.

    Sai:
        # plans/2023/progress/phong-dt/…
        unit: van-phong   # ←

    Đúng:
        # plans/2023/progress/van-phong/…
        unit: van-phong
    """
    if case.entry.update.unit not in case.plan.units:
        return  # told by itself; where the file belongs, nobody knows
    wanted = update_path(case.plan.year, case.entry.update)
    folder = case.path.rpartition("/")[0]
    if folder != wanted.rpartition("/")[0]:
        shown = folder.partition("/progress/")[2] or "progress"
        yield Problem(
            ("unit",), f"tệp nằm trong thư mục «{shown}»", f"chuyển về {wanted}; đã có ở đó thì xóa"
        )


@ENTRY_RULES.rule("PCI405")
def edited_after_recording(case: EntryCase) -> Iterator[Problem]:
    """Cập nhật đã ghi là bất biến: tên tệp mang dấu của nội dung, sửa nội dung thì tên không còn khớp. Cần sửa thì ghi
    đính chính, để ai cũng thấy đã nói gì trước đó.

    Sai:
        # plans/2023/progress/van-phong/2023-09-14-A.I.1-aaaaaa.yaml
        about: A.I.1   # ←

    Đúng:
        # cập nhật
        about: A.I.1
    """
    update = case.entry.update
    if case.entry.id != update_id(update):
        hint = f"khôi phục nội dung rồi ghi đính chính bằng --corrects; nếu là bản mới, đặt tên {update_id(update)}.yaml"
        yield Problem((), "tên tệp không khớp nội dung: tệp đã bị sửa sau khi ghi", hint)


@UPDATE_RULES.rule("PCI406")
def wrong_period(case: UpdateCase) -> Iterator[Problem]:
    """Kỳ chỉ dùng cho đầu việc có nhiều lần và cho con-lai; phải là một kỳ của chính đầu việc ấy, nếu không chẳng lần
    nào được tính là xong.

    Sai:
        # cập nhật
        about: A.I.1/bao-cao-thang
        period: 2023-Q3   # ←

    Đúng:
        # cập nhật
        about: A.I.1/bao-cao-thang
        period: 2023-09
    """
    update, task = case.entry.update, _task(case)
    obligation = task.owes.get(update.obligation) if task and update.obligation else None
    if update.about == REST:
        yield from _wrong_rest(case)
    elif obligation is None:
        if update.period and not _speaks_of_nothing(case):
            yield Problem(("period",), f"«{update.about}» không chia theo kỳ", "bỏ dòng period")
    else:
        yield from _wrong_occurrence(period_ids(case.plan, obligation), update.period)


def _wrong_occurrence(known: Sequence[str], period: str | None) -> Iterator[Problem]:
    listed = ", ".join(known) if len(known) < _MANY else f"{known[0]} … {known[-1]}"
    if period is None and known:
        yield Problem(("period",), "thiếu kỳ của đầu việc", f"thêm period: một trong {listed}")
    elif period is not None and period not in known:
        right = meant("pci_period", period)
        hint = f"có phải {right}?" if right in known else f"có: {listed or 'không chia theo kỳ'}"
        yield Problem(("period",), f"đầu việc không có kỳ «{period}»", hint)


_MANY = 6
"""So many periods need not each be named."""


def _wrong_rest(case: UpdateCase) -> Iterator[Problem]:
    update, regime = case.entry.update, case.plan.reporting
    period = parse_period(update.period or "")
    if update.state != "nothing":
        yield Problem(
            ("state",), "con-lai chỉ đi với state: nothing", "báo cáo riêng nhiệm vụ có kết quả"
        )
    if period is None or period.kind != regime.every:
        yield Problem(
            ("period",),
            "con-lai phải nêu kỳ báo cáo",
            f"ví dụ period: {_example(case.plan.year, regime.every)}",
        )
        return
    window = reporting_period(regime, period, WEEKDAYS)
    if not window.holds(update.date):
        first, last = short_date(window.window_first), short_date(window.window_last)
        message = f"ngày {short_date(update.date)} ngoài thời gian chốt số liệu ({first}–{last})"
        yield Problem(("date",), message, f"dùng ngày cuối kỳ: {window.window_last}")


def _example(year: int, every: str) -> str:
    return {
        "month": f"{year}-09",
        "quarter": f"{year}-Q3",
        "half": f"{year}-H1",
        "year": str(year),
    }[every]


@UPDATE_RULES.rule("PCI407")
def misplaced_percent(case: UpdateCase) -> Iterator[Problem]:
    """Tỷ lệ hoàn thành chỉ có ở việc có kết thúc: không dùng cho nhiệm vụ thường xuyên, nội dung khác và con-lai.

    Sai:
        # cập nhật
        about: A.I.1
        percent: 50   # ←

    Đúng:
        # cập nhật
        about: A.I.2/doi-thoai
        period: 2023-Q4
        unit: phong-dt
        percent: 50
    """
    task, update = _task(case), case.entry.update
    if update.percent is None or _speaks_of_nothing(case):
        return
    if task is None or update.state == "nothing":
        yield Problem(("percent",), f"«{update.about}» không tính %", "bỏ percent")
    elif task.standing and update.obligation is None:
        yield Problem(
            ("percent",),
            f"{update.subject} là nhiệm vụ thường xuyên, không tính %",
            "bỏ percent, nêu số liệu",
        )
    elif update.state == "done" and update.percent < 100:
        yield Problem(
            ("percent",), f"đã hoàn thành mà chỉ {update.percent}%", "ghi 100, hoặc state: doing"
        )


@UPDATE_RULES.rule("PCI408")
def unknown_figure(case: UpdateCase) -> Iterator[Problem]:
    """Số liệu phải thuộc chỉ tiêu mà nhiệm vụ có nêu (indicators), nếu không bảng số liệu bỏ sót nó; tỷ lệ từ 0 đến
    100.

    Sai:
        # cập nhật
        figures:
          hoso: 12   # ←

    Đúng:
        # cập nhật
        figures:
          ho-so: 12
    """
    if _speaks_of_nothing(case):
        return
    task, update = _task(case), case.entry.update
    known = list(task.indicators) if task else []
    for name in update.figures:
        if name not in known:
            hint = f"có: {', '.join(known)}" if known else "ghi con số vào result"
            yield Problem(
                ("figures", name), f"«{update.about}» không có chỉ tiêu «{name}»", hint, True
            )
    for name, value in update.figures.items():
        if task and name in known and task.indicators[name].unit == "%" and not 0 <= value <= 100:
            yield Problem(
                ("figures", name), f"«{name}» là tỷ lệ, {value} không dùng được", "ghi từ 0 đến 100"
            )


@UPDATE_RULES.rule("PCI427")
def figures_of_nothing(case: UpdateCase) -> Iterator[Problem]:
    """Không phát sinh trong kỳ thì không có số liệu khác 0: báo cáo sẽ nói hai điều trái nhau.

    Sai:
        # cập nhật
        about: A.I.1
        state: nothing
        figures:   # ←
          ho-so: 12

    Đúng:
        # cập nhật
        about: A.I.1
        figures:
          ho-so: 12
    """
    update = case.entry.update
    if update.state == "nothing" and any(update.figures.values()):
        words = f"chọn «{STATE_LABELS['nothing']}» mà số liệu khác 0"
        yield Problem(("figures",), words, "chọn lại tình trạng, hoặc bỏ số liệu", True)


@UPDATE_RULES.rule("PCI409")
def unknown_addressee(case: UpdateCase) -> Iterator[Problem]:
    """Khó khăn, kiến nghị gửi tới nội bộ, Lãnh đạo Ban hoặc một cơ quan có trong outside: nơi nhận quyết định nó có
    được in trong báo cáo gửi lên hay không.

    Sai:
        # cập nhật
        proposal:
          to: so-y-te   # ←
          text: Sửa quy định.

    Đúng:
        # cập nhật
        proposal:
          to: so-khdt
          text: Sửa quy định.
    """
    for field in ("difficulty", "proposal"):
        remark = getattr(case.entry.update, field)
        if remark and remark.to not in INSIDE and remark.to not in case.plan.outside:
            known = ", ".join((*INSIDE, *case.plan.outside))
            yield Problem((field, "to"), f"không có nơi nhận «{remark.to}»", f"có: {known}")


@UPDATE_RULES.rule("PCI410")
def unknown_update(case: UpdateCase) -> Iterator[Problem]:
    """Đính chính và trả lời phải nêu mã của một cập nhật khác đã ghi, nếu không lời cũ vẫn được tính.

    Sai:
        # cập nhật
        corrects: 2023-09-14-A.I.1-aaaaaa   # ←

    Đúng:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        ---
        corrects: 2023-09-14-A.I.1-2ysx4l
        result: Đã niêm yết 12 thủ tục.
    """
    for field in ("corrects", "answers"):
        target = getattr(case.entry.update, field)
        if target and (target not in case.known or target == case.entry.id):
            yield Problem((field,), f"không có cập nhật «{target}»", "xem mã bằng «pci log»")


@UPDATE_RULES.rule("PCI412")
def foreign_correction(case: UpdateCase) -> Iterator[Problem]:
    """Đính chính thay một cập nhật của chính đơn vị ấy về chính nội dung ấy: không ai xóa lời của đơn vị khác.

    Sai:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        ---
        about: II.1
        corrects: 2023-09-14-A.I.1-2ysx4l   # ←

    Đúng:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        ---
        about: A.I.1
        corrects: 2023-09-14-A.I.1-2ysx4l
    """
    update, plan = case.entry.update, case.plan
    found = case.known.get(update.corrects or "")
    if found is None or update.unit not in plan.units or found.update.unit not in plan.units:
        return
    old = found.update
    if old.subject != update.subject or plan.reporter(old.unit) != plan.reporter(update.unit):
        words = f"«{update.corrects}» là của {plan.name(old.unit)} về {old.subject}"
        yield Problem(
            ("corrects",), words, "chỉ đính chính cập nhật của đơn vị mình về cùng nội dung"
        )


@UPDATE_RULES.rule("PCI413")
def strange_year(case: UpdateCase) -> Iterator[Problem]:
    """Ngày của cập nhật nằm trong khoảng của kế hoạch: năm kế hoạch, hoặc liền trước, liền sau; xa hơn là gõ nhầm năm.

    Sai:
        # cập nhật
        date: 2032-09-14   # ←

    Đúng:
        # cập nhật
        date: 2023-09-14
    """
    update, year = case.entry.update, case.plan.year
    if abs(update.date.year - year) > 1:
        yield Problem(
            ("date",), f"ngày {short_date(update.date)} xa năm kế hoạch {year}", "xem lại năm"
        )


@UPDATE_RULES.rule("PCI411", Severity.WARNING)
def beyond_cap(case: UpdateCase) -> Iterator[Problem]:
    """Kế hoạch nêu mức tối đa trong năm (không quá 01 lần): ghi hoàn thành quá số lần ấy thì nhắc xem lại.

    Sai:
        # plans/2023.yaml
        body:
          II.1:
            cap: {at_most: 1, quote: không quá 01 lần}
        # cập nhật
        about: II.1
        date: 2023-03-01
        state: done
        ---
        about: II.1   # ←
        date: 2023-05-01
        state: done

    Đúng:
        # plans/2023.yaml
        body:
          II.1:
            cap: {at_most: 1, quote: không quá 01 lần}
        # cập nhật
        about: II.1
        date: 2023-03-01
        state: done
    """
    paragraph = case.plan.body.get(case.entry.update.about)
    nth = case.history.turns.get(case.entry.id, 0)
    if paragraph and paragraph.cap and nth > paragraph.cap.at_most:
        message = f"lần thứ {nth} trong năm, kế hoạch nêu «{paragraph.cap.quote}»"
        yield Problem(
            ("about",),
            message,
            "xem có trùng một đối tượng không; ghi nhầm thì đính chính bằng --corrects",
        )


@UPDATE_RULES.rule("PCI414", Severity.WARNING)
def after_issue(case: UpdateCase) -> Iterator[Problem]:
    """Ghi sau khi báo cáo đã ban hành, cho một ngày trong kỳ của báo cáo ấy: văn bản đã gửi không có việc này, phải
    đính chính hoặc đưa vào kỳ sau.

    Sai:
        # plans/2023/reports/2023-Q3.issued.yaml
        number: 45
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        recorded: 2023-09-18T16:00:00+07:00
        # cập nhật
        date: 2023-09-14   # ←
        recorded: 2023-09-20T08:00:00+07:00

    Đúng:
        # plans/2023/reports/2023-Q3.issued.yaml
        number: 45
        date: 2023-09-18
        window_first: 2023-06-15
        window_last: 2023-09-14
        recorded: 2023-09-18T16:00:00+07:00
        # cập nhật
        date: 2023-09-15
        recorded: 2023-09-20T08:00:00+07:00
    """
    update = case.entry.update
    days = days_of(update, case.known)
    for path, issue in case.issued.items():
        inside = any(issue.window_first <= day <= issue.window_last for day in days)
        if inside and case.entry.id not in issue.updates:
            paper = f"{report_of(path)} đã ban hành (số {issue.number}, {short_date(issue.date)})"
            message = f"báo cáo {paper} không có cập nhật này"
            yield Problem(
                ("date",), message, "gửi văn bản đính chính, hoặc nói rõ trong báo cáo kỳ sau"
            )


@UPDATE_RULES.rule("PCI415", Severity.WARNING)
def not_yet(case: UpdateCase) -> Iterator[Problem]:
    """Không ghi việc của ngày chưa tới: ngày của cập nhật không sau lúc ghi, lúc ghi không sau hôm nay; gõ nhầm tháng
    thì việc chưa làm tự thành đã làm khi ngày ấy đến.

    Sai:
        # cập nhật
        date: 2023-10-14   # ←
        recorded: 2023-09-15T09:12:40+07:00

    Đúng:
        # cập nhật
        date: 2023-09-14
        recorded: 2023-09-15T09:12:40+07:00
    """
    update = case.entry.update
    typed = update.recorded.astimezone(VIETNAM).date()
    if abs(update.date.year - case.plan.year) > 1:
        return  # a year mistyped, which is told already
    if update.date > typed:
        words = f"ngày {short_date(update.date)} sau ngày ghi ({short_date(typed)})"
        yield Problem(("date",), words, "ghi ngày việc đã thật sự diễn ra")
    elif case.today and max(update.date, typed) > case.today:
        field, day = ("date", update.date) if update.date > case.today else ("recorded", typed)
        yield Problem(
            (field,), f"ngày {short_date(day)} chưa tới", "xem lại ngày, và đồng hồ của máy đã ghi"
        )


@UPDATE_RULES.rule("PCI416", Severity.WARNING)
def going_back(case: UpdateCase) -> Iterator[Problem]:
    """Tỷ lệ hoàn thành không tự giảm: lần sau thấp hơn lần trước thì một trong hai gõ nhầm, hoặc phải nói vì sao.

    Sai:
        # cập nhật
        about: A.I.2/doi-thoai
        period: 2023-Q4
        unit: phong-dt
        percent: 60
        ---
        about: A.I.2/doi-thoai
        period: 2023-Q4
        unit: phong-dt
        date: 2023-09-15
        percent: 40   # ←

    Đúng:
        # cập nhật
        about: A.I.2/doi-thoai
        period: 2023-Q4
        unit: phong-dt
        percent: 60
        ---
        about: A.I.2/doi-thoai
        period: 2023-Q4
        unit: phong-dt
        date: 2023-09-15
        percent: 80
    """
    now, earlier = case.entry.update, case.history.earlier.get(case.entry.id)
    if earlier and (now.percent or 0) < (earlier.update.percent or 0):
        words = f"{now.percent}% thấp hơn lần trước: {earlier.update.percent}% ngày {short_date(earlier.update.date)}"
        yield Problem(("percent",), words, "sửa bằng --corrects, hoặc nói lý do trong result")


@UPDATE_RULES.rule("PCI417", Severity.HINT)
def without_evidence(case: UpdateCase) -> Iterator[Problem]:
    """Việc đã xong nên có văn bản, hình ảnh hoặc địa chỉ chứng minh: người ký báo cáo và đoàn kiểm tra sẽ hỏi.

    Sai:
        # cập nhật
        about: A.I.1/bao-cao-thang
        period: 2023-08
        state: done   # ←

    Đúng:
        # cập nhật
        about: A.I.1/bao-cao-thang
        period: 2023-08
        state: done
        evidence: [412/BC-VP ngày 14/9/2023]
    """
    update = case.entry.update
    if update.state == "done" and not update.evidence and _task(case):
        yield Problem(
            ("state",),
            "đã hoàn thành mà chưa nêu gì chứng minh",
            "đính chính kèm evidence: số, ký hiệu, ngày văn bản",
        )


@UPDATE_RULES.rule("PCI418", Severity.HINT)
def before_the_plan(case: UpdateCase) -> Iterator[Problem]:
    """Việc làm trước khi kế hoạch được ký vẫn được ghi, nhưng nên xem có phải gõ nhầm tháng.

    Sai:
        # cập nhật
        date: 2023-01-14   # ←

    Đúng:
        # cập nhật
        date: 2023-09-14
    """
    update, issued = case.entry.update, case.plan.issued
    period = parse_period(issued)
    first = period.first if period else parse_day(issued)
    if first and date(case.plan.year - 1, 1, 1) <= update.date < first:
        yield Problem(
            ("date",), f"ngày {short_date(update.date)} trước khi kế hoạch được ký", "đúng thì giữ"
        )


@UPDATE_RULES.rule("PCI419", Severity.WARNING)
def corrected_twice(case: UpdateCase) -> Iterator[Problem]:
    """Một cập nhật chỉ có một bản đính chính đứng. Hai người cùng đính chính, trên hai nhánh rồi gộp lại, có khi mỗi
    bên mấy lần, thì chỉ bản sau cùng được tính; chốt khi các bản cuối cùng nói đúng một lời.

    Sai:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        ---
        corrects: 2023-09-14-A.I.1-2ysx4l   # ←
        result: Đã niêm yết 11 thủ tục.
        ---
        corrects: 2023-09-14-A.I.1-2ysx4l
        result: Đã niêm yết 12 thủ tục.
        ---
        corrects: 2023-09-14-A.I.1-iy5zmx
        result: Đã niêm yết 13 thủ tục.
        recorded: 2023-09-16T08:00:00+07:00

    Đúng:
        # cập nhật
        result: Đã niêm yết 10 thủ tục.
        ---
        corrects: 2023-09-14-A.I.1-2ysx4l
        result: Đã niêm yết 11 thủ tục.
        ---
        corrects: 2023-09-14-A.I.1-2ysx4l
        result: Đã niêm yết 12 thủ tục.
        ---
        corrects: 2023-09-14-A.I.1-zvasgz
        result: Đã niêm yết 12 thủ tục.
    """
    own = case.entry.id
    if stands := case.history.overruled.get(own):
        words = f"không được tính: {stands.id} cũng sửa «{stands.origin}», và là bản sau cùng"
        hint = (
            f"ghi đúng lời của bản ấy bằng --corrects {own}; lời ấy chưa đúng thì đính chính cả hai"
        )
        yield Problem(("corrects",), words, hint)


@UPDATE_RULES.rule("PCI420", Severity.WARNING)
def idle_answer(case: UpdateCase) -> Iterator[Problem]:
    """Trả lời nêu mã của cập nhật có khó khăn, kiến nghị, và không thể có trước khi điều ấy được nêu: nhầm mã thì điều
    đang chờ vẫn chờ, điều chưa ai trả lời lại coi như xong.

    Sai:
        # cập nhật
        date: 2023-09-12
        proposal: {to: so-khdt, text: Sửa quy định.}
        ---
        state: nothing
        answers: 2023-09-12-A.I.1-ghtobl
        date: 2023-09-11   # ←
        result: Sở đã sửa.

    Đúng:
        # cập nhật
        date: 2023-09-12
        proposal: {to: so-khdt, text: Sửa quy định.}
        ---
        state: nothing
        answers: 2023-09-12-A.I.1-ghtobl
        date: 2023-09-13
        result: Sở đã sửa.
    """
    update, found = case.entry.update, case.known.get(case.entry.update.answers or "")
    if found is None:
        return
    asked, hint = found.update, "xem mã bằng «pci log --open»"
    if not (asked.difficulty or asked.proposal):
        yield Problem(("answers",), f"«{found.id}» không nêu khó khăn, kiến nghị nào", hint)
    elif update.date < asked.date:
        words = f"trả lời ngày {short_date(update.date)}, trước khi điều ấy được nêu ({short_date(asked.date)})"
        yield Problem(("date",), words, f"xem lại ngày; nhầm mã thì {hint}")


def history(plan: Plan, known: Iterable[Entry]) -> History:
    """What all updates amount to together."""
    done: dict[tuple[str, int], int] = {}
    turns: dict[str, int] = {}
    last: dict[tuple[str, str | None, str], Entry] = {}
    earlier: dict[str, Entry] = {}
    listed = tuple(known)
    for entry in counted(listed, date.max):
        update = entry.update
        paragraph = plan.body.get(update.about)
        if paragraph and paragraph.cap and update.state == "done":
            key = (update.about, update.date.year)
            done[key] = turns[entry.id] = done.get(key, 0) + 1
        if update.percent is not None:
            thing = (update.about, update.period, update.unit)
            if thing in last:
                earlier[entry.id] = last[thing]
            last[thing] = entry
    return History(turns, earlier, _overruled(listed))


def _overruled(listed: Iterable[Entry]) -> dict[str, LastCorrection]:
    """Ends that say what the one that counts says too are at one with it."""
    said = {
        entry.id: update_id(entry.update.model_copy(update={"corrects": None})) for entry in listed
    }
    ends = last_words(listed).items()
    return {
        i: LastCorrection(of[-1], origin)
        for origin, of in ends
        for i in of[:-1]
        if said[i] != said[of[-1]]
    }


def _task(case: UpdateCase) -> Task | None:
    return case.plan.tasks.get(case.entry.update.subject)
