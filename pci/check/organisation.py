"""Rules on the organisation: each thing is said once, ends into something that is there, and a plan
never leans on what has ended."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from pci.check.rule import unknown
from pci.core.diagnostic import DocPath, Problem, Severity
from pci.core.fields import content
from pci.core.model import Plan
from pci.core.organisation import LATER, ORGANISATION_PATH, DatedFact, Organisation, in_force
from pci.core.rule import Rules
from pci.core.schedule import last_issue_day
from pci.core.vi import fold, short_date


class OrganisationCase(NamedTuple):
    """The organisation, seen from one plan with all units and bodies that its versions define."""

    organisation: Organisation
    plan: Plan

    @property
    def registers(self) -> Mapping[str, Mapping[str, Sequence[Any]]]:
        """The registers whose things may end into others."""
        return {"units": self.organisation.units, "outside": self.organisation.outside}

    def known(self, register: str) -> Collection[str]:
        """The ids of a register, of the plan or of the file."""
        return dict.fromkeys(sorted({*getattr(self.plan, register), *self.registers[register]}))


RULES: Rules[OrganisationCase, Problem] = Rules()


@RULES.rule("PCI245")
def said_twice(case: OrganisationCase) -> Iterator[Problem]:
    """Một mã có trong tệp kế hoạch thì ở đây chỉ nêu việc về sau: until, successor, aliases, basis,
    confirmed. Tên nêu hai nơi thì không biết lấy tên nào.

    Sai:
        # plans/organisation.yaml
        units:
          phong-dt: {name: Phòng Đầu tư và Doanh nghiệp}   # ←

    Đúng:
        # plans/organisation.yaml
        units:
          phong-dt: {until: 2025-06-30, successor: phong-dtdn}
          phong-dtdn: {name: Phòng Đầu tư và Doanh nghiệp, from: 2025-07-01}
    """
    for path, fact in _facts(case):
        own = getattr(case.plan, str(path[0]))
        extra = content(fact).keys() - LATER
        if path[1] in own and extra:
            message = f"«{path[1]}» đã có trong kế hoạch năm {case.plan.year}"
            hint = f"bỏ {', '.join(sorted(extra))}; tên mới thì đặt mã mới, nêu ở successor"
            yield Problem(path[:2], message, hint, on_key=True)


@RULES.rule("PCI246")
def nameless(case: OrganisationCase) -> Iterator[Problem]:
    """Đơn vị, cơ quan không có trong kế hoạch thì phải có tên ở đây, trừ khi đã hết hoạt động trước
    năm của kế hoạch.

    Sai:
        # plans/organisation.yaml
        units:
          phong-dtdn: {from: 2025-07-01}   # ←

    Đúng:
        # plans/organisation.yaml
        units:
          phong-dtdn: {name: Phòng Đầu tư và Doanh nghiệp, from: 2025-07-01}
    """
    first = date(case.plan.year, 1, 1)
    for path, fact in _facts(case):
        is_over = fact.until is not None and fact.until < first
        if path[1] not in getattr(case.plan, str(path[0])) and not (fact.name or is_over):
            yield Problem(path[:2], f"«{path[1]}» chưa có tên", "thêm name: …", on_key=True)


@RULES.rule("PCI247")
def successor_missing(case: OrganisationCase) -> Iterator[Problem]:
    """Đơn vị, cơ quan kế nhiệm, đơn vị cấp trên phải có; bên kế nhiệm còn hoạt động vào ngày sau
    ngày until, các bên không kế nhiệm vòng quanh nhau.

    Sai:
        # plans/organisation.yaml
        units:
          phong-dt: {until: 2025-06-30, successor: phong-dtdn}   # ←

    Đúng:
        # plans/organisation.yaml
        units:
          phong-dt: {until: 2025-06-30, successor: phong-dtdn}
          phong-dtdn: {name: Phòng Đầu tư và Doanh nghiệp, from: 2025-07-01}
    """
    known = {register: case.known(register) for register in case.registers}
    for path, fact in _facts(case):
        register, i = str(path[0]), str(path[1])
        for key in ("part_of", "reports_through"):
            if above := getattr(fact, key, None):
                yield from unknown((register, i, key), above, known[register], register)
        where, heir = (register, i, "successor"), fact.successor
        if heir is None:
            continue
        if heir not in known[register]:
            yield from unknown(where, heir, known[register], register)
        elif fact.until is None:
            yield Problem(where, f"«{i}» có successor mà chưa nêu until", "thêm until: …")
        elif heir == i or not _is_there(case, register, heir, fact.until + timedelta(days=1)):
            day = short_date(fact.until + timedelta(days=1))
            message = f"«{heir}» không hoạt động vào ngày {day}"
            yield Problem(where, message, "nêu đơn vị còn hoạt động, hoặc sửa from, until của nó")


@RULES.rule("PCI248")
def out_of_order(case: OrganisationCase) -> Iterator[Problem]:
    """Các thời kỳ của một tên kể từ cũ đến mới, mỗi thời kỳ sau có ngày from muộn hơn; from không
    sau until.

    Sai:
        # plans/organisation.yaml
        agency:
          - {from: 2025-07-01, name: Ban Quản lý tỉnh, short: Ban Quản lý}
          - {from: 2025-03-01, name: Ban Quản lý Khu kinh tế, short: Ban Quản lý}   # ←

    Đúng:
        # plans/organisation.yaml
        agency:
          - {from: 2025-03-01, name: Ban Quản lý Khu kinh tế, short: Ban Quản lý}
          - {from: 2025-07-01, name: Ban Quản lý tỉnh, short: Ban Quản lý}
    """
    organisation = case.organisation
    listed: list[tuple[DocPath, Sequence[DatedFact]]] = [(("agency",), organisation.agency)]
    for register in ("units", "outside", "signers"):
        entries = getattr(organisation, register)
        listed += [((register, i), facts) for i, facts in entries.items()]
    for path, facts in listed:
        last: date | None = None
        for n, fact in enumerate(facts):
            where = (*path, n)
            begins = fact.since or date.min
            if last is not None and begins <= last:
                yield Problem(
                    where, "thời kỳ không muộn hơn thời kỳ trước", "xếp cũ trước, mới sau"
                )
            if fact.until and begins > fact.until:
                yield Problem(where, "from sau until", "sửa một trong hai ngày")
            last = begins


@RULES.rule("PCI249", Severity.WARNING)
def ends_with_work(case: OrganisationCase) -> Iterator[Problem]:
    """Đơn vị hết hoạt động trong năm của kế hoạch, hoặc trước đó, thì nêu đơn vị kế nhiệm, nếu
    không việc dở dang của nó chẳng ai chịu trách nhiệm.

    Sai:
        # plans/organisation.yaml
        units:
          phong-dt: {until: 2023-06-30}   # ←

    Đúng:
        # plans/organisation.yaml
        units:
          phong-dt: {until: 2023-06-30, successor: van-phong}
    """
    plan, receivers = case.plan, _receivers(case)
    for path, fact in _facts(case):
        i, until = str(path[1]), fact.until
        if fact.successor or until is None or until >= date(plan.year, 12, 31):
            continue
        if path[0] == "units" and i in plan.units:
            message = f"«{plan.name(i)}» hết hoạt động ngày {short_date(until)}, chưa có kế nhiệm"
            hint = "thêm successor, hoặc văn bản điều chỉnh nêu đơn vị chủ trì mới"
            yield Problem((*path[:2], "until"), message, hint)
        if path[0] == "outside" and i in receivers:
            name = fact.name or plan.name(i)
            message = f"nơi nhận báo cáo «{name}» hết hoạt động ngày {short_date(until)}"
            yield Problem((*path[:2], "until"), message, "thêm successor")


IN_PLAN: Rules[OrganisationCase, Problem] = Rules()
"""Rules on what a plan says of the agency, beside the organisation."""


@IN_PLAN.rule("PCI250", Severity.WARNING)
def unknown_signer(case: OrganisationCase) -> Iterator[Problem]:
    """Người ký nêu bằng mã thì mã ấy có ở signers của plans/organisation.yaml, nếu không chỗ ký để
    trống.

    Sai:
        signer: truong-ban   # ←

    Đúng:
        # plans/organisation.yaml
        signers:
          truong-ban: {capacity: [TRƯỞNG BAN], name: Nguyễn Văn A}
    """
    plan, known = case.plan, sorted(case.organisation.signers)
    signers: dict[DocPath, str] = {
        ("signer",): plan.signer.id,
        ("reporting", "signer"): plan.reporting.signer.id,
        ("letters", "signer"): plan.letters.signer.id,
    }
    for path, i in signers.items():
        if i and known:
            yield from unknown(path, i, known, f"signers của {ORGANISATION_PATH}")
        elif i:
            message = f"không có «{i}» trong signers của {ORGANISATION_PATH}"
            yield Problem(path, message, "thêm ở đó, hoặc viết chức vụ, họ tên ngay ở đây")


@IN_PLAN.rule("PCI252", Severity.WARNING)
def former_agency(case: OrganisationCase) -> Iterator[Problem]:
    """Kế hoạch mang tên cơ quan của ngày ban hành: tên trong tệp kế hoạch khác tên nêu ở
    plans/organisation.yaml cho ngày ấy thì một nơi là tên cũ.

    Sai:
        agency: {name: Ban Quản lý cũ, short: Ban Quản lý}   # ←
        # plans/organisation.yaml
        agency:
          - {from: 2022-07-01, name: Ban Quản lý mới, short: Ban Quản lý}

    Đúng:
        agency: {name: Ban Quản lý mới, short: Ban Quản lý}
        # plans/organisation.yaml
        agency:
          - {from: 2022-07-01, name: Ban Quản lý mới, short: Ban Quản lý}
    """
    plan, day = case.plan, last_issue_day(case.plan)
    if day.year not in (plan.year - 1, plan.year):
        day = date(plan.year, 1, 1)
    entry = in_force(case.organisation.agency, day)
    if entry is None or entry.since is None:
        return
    names = {("agency", "name"): (plan.agency.name, entry.name)}
    if there := entry.letterhead:
        own = plan.letterhead
        names |= {
            ("letterhead", "parent"): (own.parent, there.parent),
            ("letterhead", "agency"): (own.agency, there.agency),
        }
    for path, (old_name, name) in names.items():
        if old_name and name and fold(old_name) != fold(name):
            message = f"«{old_name}» là tên cũ: từ ngày {short_date(entry.since)} là «{name}»"
            yield Problem(path, message, "sửa theo tên mới, hoặc bỏ để lấy tên ở organisation.yaml")


def _receivers(case: OrganisationCase) -> Collection[str]:
    """The body that reports go to, and those that take its place one after another."""
    line: dict[str, None] = {}
    body = case.plan.reporting.to
    while body and body not in line:
        line[body] = None
        facts = case.organisation.outside.get(body, ())
        body = next((fact.successor for fact in facts[-1:]), None)
    return line


def _facts(case: OrganisationCase) -> Iterator[tuple[DocPath, Any]]:
    """Every dated fact about a unit or an outside body, with its place."""
    for register, entries in case.registers.items():
        for i, facts in entries.items():
            for n, fact in enumerate(facts):
                yield (register, i, n), fact


def _is_there(case: OrganisationCase, register: str, i: str, day: date) -> bool:
    """Whether a unit or a body exists on a day."""
    facts = case.registers[register].get(i, ())
    in_plan = i in getattr(case.plan, register)
    if not facts:
        return in_plan
    if in_plan:
        return all(fact.until is None or day <= fact.until for fact in facts)
    return in_force(facts, day) is not None
