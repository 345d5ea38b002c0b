"""The agency, its units and the bodies around it, as they stood on each day (contract, 2.1)."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated, Any, TypeVar

from pci.core.fields import OneOrMore, Record, Refers, content, field, fields_of, record
from pci.core.grouping import followed
from pci.core.model import (
    BASIS,
    Agency,
    Capacity,
    Letterhead,
    OutsideBody,
    Plan,
    Unit,
)
from pci.core.scalars import Day, Flag, Lines, Slug, Text
from pci.core.vi import short_date

F = TypeVar("F", bound="DatedFact")
K = TypeVar("K", bound=Capacity)

UnitRef = Annotated[Slug, Refers(("units",))]
BodyRef = Annotated[Slug, Refers(("outside",))]

_FROM = ("Từ ngày", "Đúng từ ngày này; không nêu thì đúng từ trước.")
_UNTIL = ("Đến hết ngày", "Đúng đến hết ngày này; của một đơn vị là ngày cuối cùng còn hoạt động.")


@record
class DatedFact(Record):
    """Something that holds for some days, by a document that somebody checked or did not."""

    since: Day | None = field(*_FROM, default=None, key="from")
    until: Day | None = field(*_UNTIL, default=None)
    basis: Text | None = field(*BASIS, default=None)
    confirmed: Flag = field(
        "Đã đối chiếu bản gốc",
        "false khi chưa đối chiếu với chính văn bản làm căn cứ: chỗ nào dựa vào thì ghi tạm tính.",
        default=True,
    )


@record
class DatedAgency(DatedFact):
    """The agency's names and letterhead from a day on."""

    name: Text = field("Tên", "Tên đầy đủ của cơ quan, viết trong câu.")
    short: Text = field("Tên gọi tắt", "Cách tự gọi ở những lần sau: Ban quản lý.")
    letterhead: Letterhead | None = field(
        "Phần đầu trang", "Phần đầu trang của văn bản.", default=None
    )
    symbol: Text | None = field("Ký hiệu", "Ký hiệu văn bản, không kể số: KH-KKT.", default=None)


@record
class DatedUnit(DatedFact):
    """What a unit was for some days. Of a unit that a plan defines only what came later."""

    name: Text | None = field("Tên", "Tên đầy đủ của đơn vị.", default=None)
    short: Text | None = field("Tên tắt", "Tên tắt, dùng ở bảng hẹp: P.QLĐT.", default=None)
    aliases: Lines = field("Tên gọi khác", "Các cách gọi khác.", default=())
    part_of: UnitRef | None = field(
        "Thuộc", "Mã đơn vị cấp trên; việc của bộ phận này tính cho đơn vị ấy.", default=None
    )
    reports_through: UnitRef | None = field(
        "Báo cáo qua", "Mã đơn vị gửi báo cáo thay.", default=None
    )
    successor: UnitRef | None = field(
        "Kế nhiệm",
        "Mã đơn vị nhận việc từ ngày sau ngày until; nhiều đơn vị nêu một mã là sáp nhập.",
        default=None,
    )


@record
class DatedBody(DatedFact):
    """What an outside body was for some days."""

    name: Text | None = field("Tên", "Tên cơ quan ngoài.", default=None)
    short: Text | None = field("Tên tắt", "Tên tắt.", default=None)
    aliases: Lines = field("Tên gọi khác", "Các cách gọi khác.", default=())
    successor: BodyRef | None = field(
        "Kế nhiệm", "Mã cơ quan thay thế từ ngày sau ngày until.", default=None
    )


@record
class DatedSigner(DatedFact):
    """Who signs in a capacity for some days."""

    capacity: Lines = field(
        "Quyền hạn, chức vụ",
        "Thẩm quyền và chức vụ, mỗi dòng một ý: KT. TRƯỞNG BAN, rồi PHÓ TRƯỞNG BAN.",
    )
    name: Text | None = field("Họ và tên", "Họ tên người ký; null là để trống.", default=None)


Units = Mapping[Slug, Annotated[tuple[DatedUnit, ...], OneOrMore()]]
Bodies = Mapping[Slug, Annotated[tuple[DatedBody, ...], OneOrMore()]]
Signers = Mapping[Slug, Annotated[tuple[DatedSigner, ...], OneOrMore()]]


@record
class Organisation(Record):
    """What all plans of a workspace share: each fact says since or until when, and by what."""

    agency: tuple[DatedAgency, ...] = field(
        "Cơ quan", "Tên, phần đầu trang của cơ quan qua từng thời kỳ, cũ trước.", default=()
    )
    units: Units = field(
        "Đơn vị",
        "Đơn vị không có trong tệp kế hoạch, hoặc việc kết thúc, sáp nhập của đơn vị đã có.",
        factory=dict,
    )
    outside: Bodies = field("Cơ quan ngoài", "Cơ quan ngoài, cũng như units.", factory=dict)
    signers: Signers = field(
        "Người ký", "Người ký; signer trong kế hoạch nêu mã ở đây.", factory=dict
    )


NO_ORGANISATION = Organisation()
ORGANISATION_PATH = "plans/organisation.yaml"
LATER = frozenset({"until", "successor", "aliases", "basis", "confirmed"})
"""What the file may say of an id that a plan defines."""


def defining(plans: Sequence[Plan]) -> Plan:
    """Get the first of some plans with the units and bodies that any of them defines."""
    units = {i: unit for plan in plans for i, unit in plan.units.items()}
    bodies = {i: body for plan in plans for i, body in plan.outside.items()}
    return replace(plans[0], units=units, outside=bodies)


def concerning(organisation: Organisation, plan: Plan, named: Collection[str]) -> Organisation:
    """Get the organisation as a plan that names some ids needs it: without the later facts of what
    only another plan defines, and without links to that from what this one never comes to."""
    return replace(
        organisation,
        units=_concerning(organisation.units, plan.units, named),
        outside=_concerning(organisation.outside, plan.outside, named),
    )


def _concerning(
    register: Mapping[str, tuple[F, ...]], own: Collection[str], named: Collection[str]
) -> Mapping[str, tuple[F, ...]]:
    there = {
        i: facts
        for i, facts in register.items()
        if i in own or any(content(fact).keys() - LATER for fact in facts)
    }
    needed = _reached(there, [*own, *named])
    return {
        i: facts if i in needed else tuple(_linked(fact, own, there) for fact in facts)
        for i, facts in there.items()
    }


def _reached(register: Mapping[str, Iterable[DatedFact]], ids: Iterable[str]) -> set[str]:
    """Get ids with all that their things end into or stand below, as far as that goes."""
    reached: set[str] = set()
    ahead = [*ids]
    while ahead:
        i = ahead.pop()
        if i not in reached:
            reached.add(i)
            ahead += [link for fact in register.get(i, ()) for link in _links(fact).values()]
    return reached


_LINKS = ("successor", "part_of", "reports_through")


def _links(fact: DatedFact) -> dict[str, str]:
    """Get what a fact says that its thing ends into or stands below, by field."""
    links = {key: getattr(fact, key, None) for key in _LINKS}
    return {key: link for key, link in links.items() if link}


def _linked(fact: F, *registers: Container[str]) -> F:
    """Get a fact without its links to what no register has."""
    gone = [k for k, link in _links(fact).items() if not any(link in r for r in registers)]
    empty: dict[str, Any] = dict.fromkeys(gone)
    return replace(fact, **empty) if gone else fact


def change_days(organisation: Organisation) -> frozenset[date]:
    """Get the days from which a name, a unit, a body or a signer is another one."""
    facts = list(_facts(organisation))
    begun = {fact.since for fact in facts if fact.since}
    return frozenset(begun | {_day_after(fact.until) for fact in facts if fact.until})


def _facts(organisation: Organisation) -> Iterator[DatedFact]:
    yield from organisation.agency
    for register in (organisation.units, organisation.outside, organisation.signers):
        for entries in register.values():
            yield from entries


def organised(plan: Plan, organisation: Organisation, day: date) -> Plan:
    """Get a plan with the units, bodies, names and signers of a day; each unit or body that has
    ended has its heir."""
    if organisation == NO_ORGANISATION:
        return plan
    ended = _ended(organisation.units, day)
    there = replace(plan, heirs=_last_heirs(ended))
    return named(there, organisation, day)


def joined(plan: Plan, organisation: Organisation) -> Plan:
    """Get a plan with all that the organisation says at any time of what the plan leaves out: what
    may be referred to, and is not missing."""
    if organisation == NO_ORGANISATION:
        return plan
    return replace(named(plan, organisation, date.max), **_names_all_year(plan, organisation))


def _names_all_year(plan: Plan, organisation: Organisation) -> dict[str, Any]:
    """Get the names of the agency, as far as no document of the plan's year lacks them."""
    first = date(plan.year, 1, 1)
    days = sorted({first, *change_days(organisation)})
    of_year = [in_force(organisation.agency, day) for day in days if day.year == plan.year]
    by_day = [_agency(plan, entry) for entry in of_year]
    lacking = {key for names in by_day for key, name in names.items() if name in _NOTHING}
    return {key: name for key, name in by_day[-1].items() if key not in lacking}


def named(plan: Plan, organisation: Organisation, day: date) -> Plan:
    """Get a plan with the names, addressees, letterhead and signers that a document of a day
    prints; who owes its work stays as it is."""
    if organisation == NO_ORGANISATION:
        return plan
    units = {
        i: heir for i, heir in plan.heirs.items() if i in plan.units or i in organisation.units
    }
    bodies = _ended(organisation.outside, day)
    changes: dict[str, Any] = {
        "units": _by_day(plan.units, organisation.units, Unit, day),
        "outside": _by_day(plan.outside, organisation.outside, OutsideBody, day),
        "heirs": units | _last_heirs(bodies),
        "unconfirmed": _unconfirmed(plan, organisation, day),
        **_signers(plan, organisation, day),
        **_agency(plan.on(day), in_force(organisation.agency, day)),
    }
    return replace(plan, **changes)


_NAMELESS: Mapping[str, Any] = {"agency": Agency(), "letterhead": Letterhead()}
_NOTHING = (None, "", *_NAMELESS.values())


def _agency(plan: Plan, entry: DatedAgency | None) -> dict[str, Any]:
    """Get the names of the agency: what a plan says without a day holds until the first entry with
    one; a symbol is that of the signed plan."""
    own = {key: getattr(plan, key) for key in _NAMELESS}
    if entry is None:
        return own
    there = {"agency": Agency(name=entry.name, short=entry.short), "letterhead": entry.letterhead}
    first, second = (there, own) if entry.since else (own, there)
    names = {
        key: first[key] if first[key] not in (None, blank) else second[key] or blank
        for key, blank in _NAMELESS.items()
    }
    return {**names, "symbol": plan.symbol or entry.symbol or ""}


def _unconfirmed(plan: Plan, organisation: Organisation, day: date) -> dict[str, str]:
    """Get what a document of a day leans on and nobody compared with its source."""
    doubts = {}
    agency = in_force(organisation.agency, day)
    if agency and agency.since and not agency.confirmed:
        doubts["agency"] = _doubt(f"tên cơ quan từ ngày {short_date(agency.since)}", agency)
    for register in (organisation.units, organisation.outside):
        for i, words in _doubtful_ends(plan, register, _ended(register, day)).items():
            doubts.setdefault(i, words)
    return doubts


def _doubtful_ends(
    plan: Plan, register: Mapping[str, Sequence[Any]], ended: Mapping[str, str | None]
) -> dict[str, str]:
    """Say of things that have ended which of their line ended on a day that nobody compared."""
    own = {i: words for i in ended if (words := _doubtful_end(plan, i, register[i][-1]))}
    first = followed({i: heir for i, heir in ended.items() if heir and i not in own})
    return {i: own[last] for i in ended if (last := first.get(i, i)) in own}


def _doubtful_end(plan: Plan, i: str, fact: DatedUnit | DatedBody) -> str:
    """Say that a thing ended on a day that nobody compared with its source, where it did."""
    if fact.confirmed or not fact.until:
        return ""
    thing = plan.units.get(i) or plan.outside.get(i) or fact
    name = thing.short or thing.name or i
    return _doubt(f"{name} hoạt động đến ngày {short_date(fact.until)}", fact)


def _doubt(words: str, fact: DatedFact) -> str:
    basis = f" theo {fact.basis}" if fact.basis else ""
    return f"{words}{basis} chưa đối chiếu bản gốc"


def _signers(plan: Plan, organisation: Organisation, day: date) -> dict[str, Any]:
    """Get the parts of a plan that name a signer by an id, with who signs on a day."""
    changes: dict[str, Any] = {"signer": signer_of(plan.signer, organisation, day)}
    for part in ("reporting", "letters"):
        if own := getattr(plan, part):
            signer = signer_of(own.signer, organisation, day)
            changes[part] = replace(own, signer=signer)
    return changes


def signer_of(signer: K, organisation: Organisation, day: date) -> K:
    """Get who signs on a day, where an id names the signer; an empty one where nobody does."""
    if not signer.id:
        return signer
    holder = in_force(organisation.signers.get(signer.id, ()), day)
    capacity, name = (holder.capacity, holder.name) if holder else ((), None)
    return replace(signer, capacity=capacity, name=name or "")


def known_by(organisation: Organisation, day: date) -> Organisation:
    """Get what of the organisation was so by a day: what had begun, and what had ended."""
    return Organisation(
        agency=_known(organisation.agency, day),
        units=_known_of(organisation.units, day),
        outside=_known_of(organisation.outside, day),
        signers=_known_of(organisation.signers, day),
    )


def _known_of(register: Mapping[str, tuple[F, ...]], day: date) -> dict[str, tuple[F, ...]]:
    return {i: facts for i, entries in register.items() if (facts := _known(entries, day))}


def _known(facts: Iterable[F], day: date) -> tuple[F, ...]:
    """Get the facts begun by a day, without ends that had not come, and none that then is empty."""
    begun = [fact for fact in facts if fact.since is None or fact.since <= day]
    known = [fact if fact.until and fact.until < day else _unended(fact) for fact in begun]
    return tuple(fact for fact in known if content(fact).keys() - _UNPRINTED)


def _unended(fact: F) -> F:
    ends: dict[str, Any] = dict.fromkeys(fields_of(type(fact)).keys() & {"until", "successor"})
    return replace(fact, **ends)


_UNPRINTED = frozenset({"aliases", "basis", "confirmed"})


def in_force(facts: Sequence[F], day: date) -> F | None:
    """Get the fact that holds on a day: the last begun by then, unless it is over."""
    last = _last_begun(facts, day)
    return last if last and (last.until is None or day <= last.until) else None


def _last_begun(facts: Sequence[F], day: date) -> F | None:
    begun = [fact for fact in facts if fact.since is None or fact.since <= day]
    return max(begun, key=lambda fact: fact.since or date.min, default=None)


def _by_day(
    own: Mapping[str, Any], register: Mapping[str, Sequence[Any]], kind: type[Any], day: date
) -> dict[str, Any]:
    """Get the plan's own things and those of the register that began by a day, each by the last
    name that it had by then."""
    things = dict(own)
    for i, entries in register.items():
        last = _last_begun(entries, day)
        if last and last.name:
            things[i] = kind(**{key: getattr(last, key) for key in kind.__dataclass_fields__})
        elif last and i in own:
            aliases = dict.fromkeys((*own[i].aliases, *last.aliases))
            things[i] = replace(own[i], aliases=tuple(aliases))
    return things


def _ended(register: Mapping[str, Sequence[Any]], day: date) -> dict[str, str | None]:
    """Get what has ended by a day, each with its own successor."""
    return {
        i: last.successor
        for i, entries in register.items()
        if (last := _last_begun(entries, day)) and last.until and last.until < day
    }


def _last_heirs(ended: Mapping[str, str | None]) -> dict[str, str | None]:
    """Follow successors to one that has not ended; null where there is none."""
    last = followed({i: heir for i, heir in ended.items() if heir})
    return {i: last[i] if i in last and last[i] not in ended else None for i in ended}


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
