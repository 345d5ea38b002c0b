"""Rules on updates: each speaks of something in the plan, for a unit concerned, in a file named by
its content."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from pci.check.rule import UpdateCase, unknown
from pci.core.dates import VIETNAM, WEEKDAYS, parse_period, periods_of
from pci.core.diagnostic import Problem, Severity
from pci.core.duty import duty_periods
from pci.core.ledger import Entry, days_of, folder_of, last_words, role, update_id, update_path
from pci.core.model import INSIDE, LEADERS, REST, Indicator, Plan, Task
from pci.core.papers import CORRECTED_PAPER
from pci.core.remarks import REMARK_KINDS, nothing_asked, target_of
from pci.core.reporting import repeated
from pci.core.rule import Rules
from pci.core.schedule import period_ids, window_of
from pci.core.vi import STATE_LABELS, short_date

RULES: Rules[UpdateCase, Problem] = Rules()


@RULES.rule("PCI401")
def unknown_subject(case: UpdateCase) -> Iterator[Problem]:
    """Cập nhật phải nói về nhiệm vụ, đầu việc, giải pháp chung, trách nhiệm hoặc điều kiện có trong
    kế hoạch, nếu không kết quả không vào báo cáo nào.

    Sai:
        # cập nhật
        about: A.I.9   # ←

    Đúng:
        # cập nhật
        about: A.I.1
    """
    return unknown(("about",), case.update.about, case.subjects, "kế hoạch")


@RULES.rule("PCI402")
def unknown_unit(case: UpdateCase) -> Iterator[Problem]:
    """Đơn vị báo cáo phải có trong units của kế hoạch, còn hoạt động vào ngày của cập nhật; nhóm và
    cơ quan ngoài không tự báo cáo.

    Sai:
        # cập nhật
        unit: vanphong   # ←

    Đúng:
        # cập nhật
        unit: van-phong
    """
    plan, unit = case.plan, case.update.unit
    yield from unknown(("unit",), unit, plan.units, "units")
    if unit in plan.units and (heir := plan.heir(unit)) != unit:
        message = f"{plan.name(unit)} không còn vào ngày {short_date(case.update.date)}"
        hint = "xem lại ngày, đơn vị"
        if heir and (case.task is None or _speaks_of(plan, heir, case.task)):
            hint = f"ghi cho {heir} ({plan.name(heir)})"
        yield Problem(("unit",), message, hint)


@RULES.rule("PCI403")
def unit_not_concerned(case: UpdateCase) -> Iterator[Problem]:
    """Chỉ đơn vị chủ trì, phối hợp hoặc có liên quan báo cáo về một nhiệm vụ; bộ phận báo cáo thay
    đơn vị của nó.

    Sai:
        # cập nhật
        about: A.I.1
        unit: phong-dt   # ←

    Đúng:
        # cập nhật
        about: A.I.2
        unit: phong-dt
    """
    plan, unit, task = case.plan, case.update.unit, case.task
    if task is None or plan.heir(unit) not in plan.units or not _is_sound(plan, task):
        return
    if not _speaks_of(plan, unit, task):
        message = f"{plan.name(unit)} không có trong nhiệm vụ {case.update.subject}"
        yield Problem(("unit",), message, f"đơn vị của nhiệm vụ: {plan.performers(task)}")


def _speaks_of(plan: Plan, unit: str, task: Task) -> bool:
    """Whether a unit, or the one that reports for it, is concerned by a task."""
    speakers = {unit, plan.reporter(unit)} & plan.units.keys()
    return any(role(plan, task, speaker) for speaker in speakers)


def _is_sound(plan: Plan, task: Task) -> bool:
    """Whether the plan knows all units of a task; where not, the plan is at fault and not its
    updates."""
    refs = {task.lead, *task.coordinating}
    members = {unit for ref in refs & plan.groups.keys() for unit in plan.groups[ref].members}
    return (refs - plan.groups.keys()) | members <= plan.units.keys()


@RULES.rule("PCI404")
def misplaced_file(case: UpdateCase) -> Iterator[Problem]:
    """Tệp nằm trong thư mục của đơn vị báo cáo, để mỗi đơn vị chỉ sửa thư mục của mình.

    Sai:
        # plans/2023/progress/phong-dt/…
        unit: van-phong   # ←

    Đúng:
        # plans/2023/progress/van-phong/…
        unit: van-phong
    """
    if case.update.unit not in case.plan.units:
        return  # where the file belongs, nobody knows
    folder = case.path.rpartition("/")[0]
    if folder != folder_of(case.plan.id, case.update):
        path = update_path(case.plan.id, case.update)
        shown = folder.partition("/progress/")[2] or "progress"
        message = f"tệp nằm trong thư mục «{shown}»"
        yield Problem(("unit",), message, f"chuyển về {path}; đã có ở đó thì xóa")


@RULES.rule("PCI405")
def edited_after_recording(case: UpdateCase) -> Iterator[Problem]:
    """Cập nhật đã ghi là bất biến: tên tệp mang dấu của nội dung, sửa nội dung thì tên không còn
    khớp. Cần sửa thì ghi bản sửa, để ai cũng thấy đã nói gì trước đó.

    Sai:
        # plans/2023/progress/van-phong/2023-09-14-A.I.1-aaaaaa.yaml
        about: A.I.1   # ←

    Đúng:
        # cập nhật
        about: A.I.1
    """
    name = update_id(case.update)
    if case.entry.id != name:
        hint = f"khôi phục nội dung rồi sửa bằng --corrects; nếu là bản mới, đặt tên {name}.yaml"
        yield Problem((), "tên tệp không khớp nội dung: tệp đã bị sửa sau khi ghi", hint)


@RULES.rule("PCI406")
def wrong_period(case: UpdateCase) -> Iterator[Problem]:
    """Kỳ chỉ dùng cho đầu việc có nhiều lần, cho con-lai và trách nhiệm báo cáo (reporting.duty);
    phải là một kỳ của chính việc ấy, nếu không chẳng lần nào được tính là xong.

    Sai:
        # cập nhật
        about: A.I.1/bao-cao-thang
        period: 2023-Q3   # ←

    Đúng:
        # cập nhật
        about: A.I.1/bao-cao-thang
        period: 2023-09
    """
    update = case.update
    if not case.has_subject:
        return
    if update.about == REST:
        yield from _wrong_rest(case)
        return
    owed = case.plan.obligation(update.about)
    known = period_ids(case.plan, owed) if owed else duty_periods(case.plan, update.about)
    if update.period is None and owed and known:
        yield Problem(("period",), "thiếu kỳ của đầu việc", f"có: {', '.join(known)}")
    elif update.period is not None and update.period not in known:
        message = f"«{update.about}» không có kỳ «{update.period}»"
        hint = f"có: {', '.join(known)}" if known else "bỏ dòng period"
        yield Problem(("period",), message, hint)


def _wrong_rest(case: UpdateCase) -> Iterator[Problem]:
    update, regime = case.update, case.plan.reporting
    if update.state != "nothing":
        message = "con-lai chỉ ghi «không phát sinh trong kỳ»"
        yield Problem(("state",), message, "báo cáo riêng nhiệm vụ có kết quả")
    if regime.every is None:
        message = "kế hoạch không có báo cáo định kỳ nên không có con-lai"
        yield Problem(("about",), message, "báo cáo riêng từng nhiệm vụ")
        return
    period = parse_period(update.period or "")
    if period is None or period.kind != regime.every:
        example = periods_of(case.plan.year, regime.every)[-1].id
        yield Problem(("period",), "con-lai phải nêu kỳ báo cáo", f"như {example}")
        return
    window = window_of(case.plan, period, WEEKDAYS)
    if not window.holds(update.date):
        first, last = short_date(window.window_first), short_date(window.window_last)
        message = f"ngày {short_date(update.date)} ngoài thời gian chốt số liệu ({first}–{last})"
        yield Problem(("date",), message, f"dùng ngày cuối kỳ: {window.window_last}")


@RULES.rule("PCI407")
def misplaced_percent(case: UpdateCase) -> Iterator[Problem]:
    """Tỷ lệ hoàn thành chỉ có ở việc có kết thúc: không dùng cho nhiệm vụ thường xuyên, nội dung
    khác và con-lai.

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
    task, update = case.task, case.update
    if update.percent is None or not case.has_subject:
        return
    if task is None or update.state == "nothing":
        yield Problem(("percent",), f"«{update.about}» không tính %", "bỏ tỷ lệ")
    elif task.standing and update.obligation is None:
        message = f"{update.subject} là nhiệm vụ thường xuyên, không tính %"
        yield Problem(("percent",), message, "bỏ tỷ lệ, nêu số liệu")
    elif update.state == "done" and update.percent < 100:
        message = f"đã hoàn thành mà chỉ {update.percent}%"
        yield Problem(("percent",), message, "ghi 100, hoặc «đang thực hiện»")


@RULES.rule("PCI408")
def unknown_figure(case: UpdateCase) -> Iterator[Problem]:
    """Số liệu phải thuộc chỉ tiêu mà nhiệm vụ có nêu (indicators), nếu không bảng số liệu bỏ sót
    nó; tỷ lệ từ 0 đến 100.

    Sai:
        # cập nhật
        figures:
          hoso: 12   # ←

    Đúng:
        # cập nhật
        figures:
          ho-so: 12
    """
    if not case.has_subject:
        return
    known = case.task.indicators if case.task else {}
    for name, value in case.update.figures.items():
        if name not in known:
            message = f"«{case.update.about}» không có chỉ tiêu «{name}»"
            hint = f"có: {', '.join(known)}" if known else "ghi con số vào kết quả"
            yield Problem(("figures", name), message, hint, on_key=True)
        elif known[name].unit == "%" and not 0 <= value <= 100:
            message = f"«{known[name].title}» là tỷ lệ, {value} không dùng được"
            yield Problem(("figures", name), message, "ghi từ 0 đến 100")


@RULES.rule("PCI427")
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
    update = case.update
    if update.state == "nothing" and any(update.figures.values()):
        message = f"chọn «{STATE_LABELS['nothing']}» mà số liệu khác 0"
        hint = "chọn lại tình trạng, hoặc bỏ số liệu"
        yield Problem(("figures",), message, hint, on_key=True)


@RULES.rule("PCI409")
def unknown_addressee(case: UpdateCase) -> Iterator[Problem]:
    """Khó khăn, kiến nghị gửi tới nội bộ, lãnh đạo cơ quan hoặc một cơ quan có trong outside: nơi
    nhận quyết định nó có được in trong báo cáo gửi lên hay không.

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
    known = (*INSIDE, *case.plan.outside)
    for field, remark in case.update.remarks.items():
        to = LEADERS if remark.is_for_leaders else remark.to
        yield from unknown((field, "to"), to, known, "outside")


@RULES.rule("PCI410")
def unknown_update(case: UpdateCase) -> Iterator[Problem]:
    """Bản sửa và trả lời phải nêu mã của một cập nhật khác đã ghi, nếu không lời cũ vẫn được
    tính.

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
    own = case.entry.id
    answered = target_of(case.update.answers or "")
    for field, target in (("corrects", case.update.corrects), ("answers", answered.update)):
        if target and (target == own or not (target in case.known or target in case.unread)):
            yield Problem((field,), f"không có cập nhật «{target}»", "xem mã bằng «pci log»")
    if unknown_kinds := set(answered.kinds) - REMARK_KINDS.keys():
        message = f"«#{', '.join(unknown_kinds)}» không phải #difficulty, #proposal"
        yield Problem(("answers",), message, "bỏ dấu # thì trả lời cả hai điều")


@RULES.rule("PCI412")
def foreign_correction(case: UpdateCase) -> Iterator[Problem]:
    """Bản sửa thay một cập nhật của chính đơn vị ấy về chính nội dung ấy; ghi nhầm nội dung,
    nhầm đơn vị thì kèm nguyên nhân (reason), để không ai lặng lẽ xóa lời của đơn vị khác.

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
    update, plan = case.update, case.plan
    corrected = case.known.get(update.corrects or "")
    if corrected is None or not {update.unit, corrected.update.unit} <= plan.units.keys():
        return
    old = corrected.update
    moved = old.subject != update.subject or plan.reporter(old.unit) != plan.reporter(update.unit)
    if moved and not update.reason:
        message = f"«{update.corrects}» là của {plan.name(old.unit)} về {old.subject}"
        hint = "nêu nguyên nhân (reason, --reason), hoặc sửa nội dung, đơn vị"
        yield Problem(("corrects",), message, hint)


@RULES.rule("PCI413")
def strange_year(case: UpdateCase) -> Iterator[Problem]:
    """Ngày của cập nhật nằm trong khoảng của kế hoạch: năm kế hoạch, hoặc liền trước, liền sau; xa
    hơn là gõ nhầm năm.

    Sai:
        # cập nhật
        date: 2032-09-14   # ←

    Đúng:
        # cập nhật
        date: 2023-09-14
    """
    day, year = case.update.date, case.plan.year
    if abs(day.year - year) > 1:
        yield Problem(("date",), f"ngày {short_date(day)} xa năm kế hoạch {year}", "xem lại năm")


@RULES.rule("PCI414", Severity.WARNING)
def after_issue(case: UpdateCase) -> Iterator[Problem]:
    """Ghi sau khi báo cáo đã ban hành, cho một ngày trong kỳ của báo cáo ấy: văn bản đã gửi không
    có việc này, phải đính chính hoặc đưa vào kỳ sau.

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
    days = days_of(case.update, case.known)
    for report, issue in case.issued.items():
        if any(map(issue.holds, days)) and not _is_issued(case, report):
            issued = f"đã ban hành (số {issue.number}, {short_date(issue.date)})"
            message = f"báo cáo {report} {issued} không có cập nhật này"
            yield Problem(("date",), message, CORRECTED_PAPER)


def _is_issued(case: UpdateCase, report: str) -> bool:
    """Whether a paper or a later one has an update, or what it only repeats."""
    ids = (case.entry.id, *repeated(case.update, case.known))
    return any(i in case.issued_ids[report] for i in ids)


@RULES.rule("PCI415", Severity.WARNING)
def not_yet(case: UpdateCase) -> Iterator[Problem]:
    """Không ghi việc của ngày chưa tới: ngày của cập nhật, ngày nhận không sau lúc ghi, lúc ghi
    không sau hôm nay; gõ nhầm tháng thì việc chưa làm tự thành đã làm khi ngày ấy đến.

    Sai:
        # cập nhật
        date: 2023-10-14   # ←
        recorded: 2023-09-15T09:12:40+07:00

    Đúng:
        # cập nhật
        date: 2023-09-14
        recorded: 2023-09-15T09:12:40+07:00
    """
    update = case.update
    recorded = update.recorded.astimezone(VIETNAM).date()
    if abs(update.date.year - case.plan.year) > 1:
        return  # a wrong year is PCI413
    if update.date > recorded:
        message = f"ngày {short_date(update.date)} sau ngày ghi ({short_date(recorded)})"
        yield Problem(("date",), message, "ghi ngày việc đã thật sự diễn ra")
    elif update.received and update.received > recorded:
        message = f"ngày nhận {short_date(update.received)} sau ngày ghi ({short_date(recorded)})"
        yield Problem(("received",), message, "ghi ngày Văn phòng đã thật sự nhận được")
    elif case.today and recorded > case.today:
        field, day = ("date", update.date) if update.date > case.today else ("recorded", recorded)
        hint = "xem lại ngày, và đồng hồ của máy đã ghi"
        yield Problem((field,), f"ngày {short_date(day)} chưa tới", hint)


@RULES.rule("PCI419", Severity.WARNING)
def corrected_twice(case: UpdateCase) -> Iterator[Problem]:
    """Một cập nhật chỉ có một bản sửa đứng. Hai người cùng sửa, trên hai nhánh rồi
    gộp lại, có khi mỗi bên mấy lần, thì chỉ bản sau cùng được tính; chốt khi các bản cuối cùng nói
    đúng một lời.

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
    if last := case.overruled.get(own):
        message = f"không được tính: {last} cũng sửa cập nhật ấy, và là bản sau cùng"
        hint = f"ghi đúng lời của bản ấy bằng --corrects {own}; lời ấy sai thì sửa cả hai"
        yield Problem(("corrects",), message, hint)


@RULES.rule("PCI420", Severity.WARNING)
def idle_answer(case: UpdateCase) -> Iterator[Problem]:
    """Trả lời nêu mã của cập nhật có khó khăn, kiến nghị, và không thể có trước khi điều ấy được
    nêu: nhầm mã thì điều đang chờ vẫn chờ, điều chưa ai trả lời lại coi như xong.

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
    target = target_of(case.update.answers or "")
    answered = case.known.get(target.update)
    if answered is None or not REMARK_KINDS.keys() >= set(target.kinds):
        return
    asked, day = answered.update, case.update.date
    hint = "xem mã bằng «pci log --open»"
    if asked.remarks.keys().isdisjoint(target.kinds):
        yield Problem(("answers",), nothing_asked(answered.id, target.kinds), hint)
    elif day < asked.date:
        days = f"ngày {short_date(day)}, trước khi điều ấy được nêu ({short_date(asked.date)})"
        yield Problem(("date",), f"trả lời {days}", f"xem lại ngày; nhầm mã thì {hint}")


@RULES.rule("PCI451", Severity.WARNING)
def done_without_end(case: UpdateCase) -> Iterator[Problem]:
    """Nhiệm vụ thường xuyên không có lúc hoàn thành: cập nhật về cả nhiệm vụ mà «đã hoàn thành» thì
    đọc là đang thực hiện. Việc có hạn thì nêu đầu việc; thôi hẳn thì «tạm dừng», có nguyên nhân.

    Sai:
        # cập nhật
        about: A.I.1
        state: done   # ←

    Đúng:
        # cập nhật
        about: A.I.1
        state: doing
    """
    update, task = case.update, case.task
    if task and task.standing and update.obligation is None and update.state == "done":
        message = f"{update.subject} là nhiệm vụ thường xuyên, không có lúc hoàn thành"
        owed = ", ".join(f"{update.subject}/{name}" for name in task.owes)
        hint = (f"nêu đầu việc ({owed}), hoặc " if owed else "") + "ghi «đang thực hiện»"
        yield Problem(("state",), message, hint)


@RULES.rule("PCI452", Severity.WARNING)
def figure_said_twice(case: UpdateCase) -> Iterator[Problem]:
    """Số liệu cộng dồn của một đơn vị trong một kỳ chỉ nêu một lần, nếu không báo cáo cộng hai lần;
    đúng là thêm vào số trước thì ghi adds: true (--adds), nêu lại thì sửa.

    Sai:
        # cập nhật
        figures: {luot: 7}
        ---
        figures: {luot: 7}   # ←
        result: Đã tiếp 7 lượt.
        recorded: 2023-09-16T08:00:00+07:00

    Đúng:
        # cập nhật
        figures: {luot: 7}
        ---
        figures: {luot: 7}
        adds: true
        result: Tiếp thêm 7 lượt.
        recorded: 2023-09-16T08:00:00+07:00
    """
    if case.update.corrects in case.unread:
        return  # that one may correct the update which said it
    measured = case.plan.measured(case.update.subject)
    for key, others in case.earlier.get(case.entry.id, {}).items():
        other, title = others[-1], measured[key].title if key in measured else key
        message = f"«{title}» của kỳ này đã nêu ở {other}"
        hint = f"nêu lại thì sửa (--corrects {other}); cộng thêm thì --adds"
        yield Problem(("figures", key), message, hint, on_key=True)


@RULES.rule("PCI454", Severity.WARNING)
def figure_of_ratio(case: UpdateCase) -> Iterator[Problem]:
    """Tỷ lệ có tử số, mẫu số thì chương trình tự tính: nêu hai số ấy, con số nêu cho chính tỷ lệ
    không vào báo cáo nào.

    Sai:
        tasks:
          A.I.1:
            indicators:
              dat: {title: Số lượt đạt, unit: lượt, adds_up: true}
              ty-le: {title: Tỷ lệ, unit: "%", numerator: dat, denominator: luot}
        # cập nhật
        figures: {ty-le: 50}   # ←

    Đúng:
        tasks:
          A.I.1:
            indicators:
              dat: {title: Số lượt đạt, unit: lượt, adds_up: true}
              ty-le: {title: Tỷ lệ, unit: "%", numerator: dat, denominator: luot}
        # cập nhật
        figures: {dat: 1, luot: 2}
    """
    known = case.task.indicators if case.task else {}
    for key in case.update.figures.keys() & known:
        if known[key].is_ratio:
            message = f"«{key}» là tỷ lệ, chương trình tự tính"
            parts = f"{known[key].numerator} và {known[key].denominator}"
            yield Problem(("figures", key), message, f"nêu {parts}", on_key=True)


@RULES.rule("PCI455", Severity.WARNING)
def impossible_figure(case: UpdateCase) -> Iterator[Problem]:
    """Số đếm không âm, tử số của một tỷ lệ không quá mẫu số: con số như thế là gõ nhầm.

    Sai:
        # cập nhật
        figures: {luot: -7}   # ←

    Đúng:
        # cập nhật
        figures: {luot: 7}
    """
    if case.task:
        yield from _counts_below_zero(case.update.figures, case.task.indicators)
        yield from _parts_above_wholes(case.update.figures, case.task.indicators)


def _counts_below_zero(
    figures: Mapping[str, Decimal], known: Mapping[str, Indicator]
) -> Iterator[Problem]:
    for key, value in figures.items():
        if key in known and known[key].adds_up and value < 0:
            message = f"«{key}» là số đếm, không thể là {value}"
            yield Problem(("figures", key), message, "xem lại con số", on_key=True)


def _parts_above_wholes(
    figures: Mapping[str, Decimal], known: Mapping[str, Indicator]
) -> Iterator[Problem]:
    for key, indicator in known.items():
        above, below = indicator.numerator or "", indicator.denominator or ""
        if above in figures and below in figures and figures[above] > figures[below]:
            message = f"«{above}» nhiều hơn «{below}», tỷ lệ «{key}» sẽ quá 100%"
            yield Problem(("figures", above), message, "xem lại hai con số", on_key=True)


def overruled(entries: Iterable[Entry]) -> Mapping[str, str]:
    """The ids of the corrections that do not count, each with that of the correction that counts
    instead and says something else."""
    by_id = {entry.id: entry for entry in entries}
    rivals = [ends for ends in last_words(by_id.values()).values() if len(ends) > 1]
    words = {i: update_id(replace(by_id[i].update, corrects=None)) for e in rivals for i in e}
    return {i: ends[-1] for ends in rivals for i in ends[:-1] if words[i] != words[ends[-1]]}
