"""The banner that a document's portions demand, and why.

The steps are those of the Register and Manual, sections D and H, with the differences of each regime:
level, whose document it is, compartments, atomic energy, foreign sources, controls, release, CUI.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from stormdat_core.markings.model import Kind, Level, Regime, System
from stormdat_core.markings.reading import Content, Paths, choose_regime, content_of, normalise, parse
from stormdat_core.markings.rendering import render
from stormdat_core.markings.rollup.owners import fill_in, sources_of
from stormdat_core.markings.rollup.release import Release, release_of, sci_release
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import is_for_cui, is_limited, without_contradictions

T = TypeVar("T")

_KEEP_FOUO = frozenset({"NOFORN", "REL", "RELIDO", "DISPLAY", "FOUO"})
"""Controls beside which FOUO stays; any other drives it out."""
_UNCLASSIFIED_ONLY = frozenset({"LIMDIS", "SBU", "SBU NOFORN"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One element of the banner and what it rests on."""

    element: str
    portions: tuple[int, ...]
    """Positions, from 0, in the portions given: those that force it."""
    rule: str
    """What the rule says, in a sentence."""


@dataclass(frozen=True, slots=True)
class RollUp:
    """The banner that portions demand."""

    banner: str
    reasons: tuple[Reason, ...] = ()
    unread: tuple[int, ...] = ()
    """Positions of portions that could not be understood; the banner may have to be higher."""
    content: Content | None = field(default=None, repr=False)


def roll_up(portions: Sequence[str], regime: Regime | str, *, banner: str = "") -> RollUp:
    """Return the banner for portion marks, and for each of its elements the portions that force it.

    Args:
        portions: portion marks as written, with their parentheses.
        regime: the family of rules; `auto` judges by the portions.
        banner: the banner as found. It only fills in what portions leave to it: the list of a bare `REL`,
            the owners of a bare `JOINT`.

    Raises:
        ValueError: no such regime.
    """
    return demanded(portions, Scheme(Regime(regime)), banner=banner)


def demanded(portions: Sequence[str], scheme: Scheme, *, banner: str = "") -> RollUp:
    """Return the banner for portion marks by the rules of a house; see `roll_up`."""
    chosen = scheme.in_regime(_regime(portions, scheme))
    read = [_read(text, "portion", chosen) for text in portions]
    found = _read(banner, "banner", chosen) if banner else None
    unread = tuple(at for at, content in enumerate(read) if content is None)
    known = [(at, content) for at, content in enumerate(read) if content is not None]
    if not known:
        return RollUp("", (), unread)
    return replace(combine(known, chosen, found), unread=unread)


def _regime(portions: Sequence[str], scheme: Scheme) -> Regime:
    if scheme.regime is not Regime.AUTO:
        return scheme.regime
    chosen = {choose_regime(text, "portion", scheme)[0] for text in portions}
    for one in (Regime.NARA, Regime.IC, Regime.DOD, Regime.NATO, Regime.UK):
        if one in chosen:
            return one
    return Regime.DOD


def _read(text: str, kind: Kind, scheme: Scheme) -> Content | None:
    return content_of(parse(normalise(text).text, kind, scheme))


def combine(portions: Iterable[tuple[int, Content]], scheme: Scheme, found: Content | None = None) -> RollUp:
    """Return the banner for portions that are already understood, each with its position."""
    filled = fill_in(list(portions), found)
    work = _Work(filled, scheme)
    content = work.build()
    return RollUp(render(content, "banner", scheme), tuple(work.reasons), (), content)


class _Work:
    """One roll-up: the portions, and the reasons as they come."""

    def __init__(self, portions: list[tuple[int, Content]], scheme: Scheme) -> None:
        self._portions = portions
        self._contents = [content for _, content in portions]
        self._scheme = scheme
        self.reasons: list[Reason] = []

    def build(self) -> Content:
        system = self._system()
        level = self._level(system)
        release = self._release(system, level)
        content = Content(
            system=system,
            level=level,
            owners=self._owners(system),
            activity=self._activity() if system is System.NATO else "",
            nato=self._union(lambda c: c.nato, "NATO controls are kept"),
            sci=self._paths(lambda c: c.sci, "control systems, compartments and sub-compartments add up"),
            sap=self._paths(lambda c: c.sap, "special access programs add up"),
            hvsaco=any(c.hvsaco for c in self._contents),
            fgi=self._foreign(system, level),
        )
        return self._finished(content, release)

    def _release(self, system: System, level: Level) -> Release:
        portions = self._portions
        release = release_of(portions, self._scheme, joint=system is System.JOINT, classified=level > Level.U)
        controls = frozenset(name for content in self._contents for name in content.controls)
        return sci_release(release, portions, controls, self._scheme)

    def _finished(self, content: Content, release: Release) -> Content:
        content = self._atomic(content)
        controls = self._union(lambda c: c.controls - {"NOFORN", "RELIDO"}, "controls add up")
        non_ic = self._union(lambda c: c.non_ic, "controls of other departments add up")
        content = replace(content, nicknames=self._union(lambda c: c.nicknames, "nicknames add up"))
        content = self._cui(content)
        content = replace(
            content, controls=controls | release.controls, release=release.release, display=release.display
        )
        self.reasons += [Reason(*reason) for reason in release.reasons]
        return self._settled(content, self._non_ic(non_ic, content, release))

    def _holding(self, test: Callable[[Content], object]) -> tuple[int, ...]:
        return tuple(at for at, content in self._portions if test(content))

    def _because(self, element: str, portions: tuple[int, ...], rule: str) -> None:
        self.reasons.append(Reason(element, portions, rule))

    def _system(self) -> System:
        """Return whose document it is: one owner's if all portions are, else of the United States."""
        systems = {content.system for content in self._contents}
        owners = {content.owners for content in self._contents}
        if systems == {System.UK} or systems == {System.NATO}:
            return systems.pop()
        if systems in ({System.JOINT}, {System.FOREIGN}) and len(owners) == 1:
            return systems.pop()
        if all(not content.classified for content in self._contents) and System.CUI in systems:
            return System.CUI
        return System.US

    def _owners(self, system: System) -> frozenset[str]:
        """Return the owners; of a British document the prefix, where any portion has it."""
        if system not in (System.JOINT, System.FOREIGN, System.UK):
            return frozenset()
        return frozenset(owner for content in self._contents for owner in content.owners)

    def _level(self, system: System) -> Level:
        level = max(content.level for content in self._contents)
        holding = self._holding(lambda content: content.level is level)
        if level is Level.R and system is System.US:
            level = Level.C
        word = "CUI" if system is System.CUI else level.long
        self._because(word, holding, "The banner carries the highest level of any portion.")
        return level

    def _activity(self) -> str:
        activities = {content.activity for content in self._contents}
        return activities.pop() if len(activities) == 1 else ""

    def _union(self, part: Callable[[Content], frozenset[str]], rule: str) -> frozenset[str]:
        """Return what any portion has of a part, and note who brings each value of it."""
        holders = self._holders(part)
        for value in sorted(holders):
            self._because(value, tuple(holders[value]), f"In a banner {rule}.")
        return frozenset(holders)

    def _paths(self, part: Callable[[Content], Paths], rule: str) -> Paths:
        holders = self._holders(part)
        for path in sorted(holders):
            self._because(
                " ".join(["-".join(path[:2]), *path[2:]]), tuple(holders[path]), f"In a banner {rule}."
            )
        return frozenset(holders)

    def _holders(self, part: Callable[[Content], frozenset[T]]) -> dict[T, list[int]]:
        """Return the positions of the portions that have each value of a part."""
        holders: dict[T, list[int]] = {}
        for at, content in self._portions:
            for value in part(content):
                holders.setdefault(value, []).append(at)
        return holders

    def _foreign(self, system: System, level: Level) -> frozenset[str] | None:
        """Return the foreign sources of a US or JOINT banner; the DoD names them in classified ones alone."""
        if system not in (System.US, System.JOINT) or (
            self._scheme.regime is Regime.DOD and level is Level.U
        ):
            return None
        codes: set[str] = set()
        concealed = False
        for content in self._contents:
            sources = sources_of(content, system)
            if sources is not None:
                concealed = concealed or not sources
                codes |= sources
        if not (codes or concealed):
            return None
        holding = self._holding(lambda content: sources_of(content, system) is not None)
        rule = "A concealed source conceals all." if concealed else "Foreign sources add up."
        self._because("FGI" if concealed else f"FGI {' '.join(sorted(codes))}", holding, rule)
        return frozenset() if concealed else frozenset(codes)

    def _atomic(self, content: Content) -> Content:
        """Let RD take the place of FRD and TFNI, and FRD that of TFNI; UCNI leaves a classified banner."""
        found = self._union(lambda c: c.atomic, "atomic energy information is carried")
        if content.level > Level.U:
            found -= {"DCNI", "UCNI"}
        if "RD" in found:
            found -= {"FRD", "TFNI"}
        elif "FRD" in found:
            found -= {"TFNI"}
        cnwdi = any(c.cnwdi for c in self._contents)
        sigma = frozenset(number for c in self._contents for number in c.sigma)
        return replace(content, atomic=found, cnwdi=cnwdi, sigma=sigma)

    def _cui(self, content: Content) -> Content:
        holding = self._holding(lambda c: c.cui)
        if not holding or (content.level > Level.U and not self._scheme.shows_cui):
            return content
        rule = "Any portion with CUI makes the document one, and its categories are carried."
        self._because("CUI", holding, rule)
        categories = frozenset(name for c in self._contents for name in c.categories)
        return replace(content, cui=True, categories=categories)

    def _non_ic(self, names: frozenset[str], content: Content, release: Release) -> frozenset[str]:
        """Settle controls of other departments among each other and with the release marking."""
        if release.split or content.level > Level.U:
            for both, alone in (("SBU NOFORN", "SBU"), ("LES NOFORN", "LES")):
                if both in names:
                    names = names - {both} | {alone}
        if content.level > Level.U:
            names -= _UNCLASSIFIED_ONLY
        for strong, weak in (("SBU NOFORN", "SBU"), ("LES NOFORN", "LES"), ("NODIS", "EXDIS")):
            if strong in names:
                names -= {weak}
        return names

    def _settled(self, content: Content, non_ic: frozenset[str]) -> Content:
        controls = content.controls
        if "ORCON" in controls:
            controls -= {"ORCON-USGOV"}
        others = controls - _KEEP_FOUO or non_ic or content.nicknames
        if "FOUO" in controls and (content.level > Level.U or others or content.cui):
            controls -= {"FOUO"}
            self._because("FOUO", (), "FOUO leaves a banner that is classified or carries another control.")
        return self._beside_cui(replace(content, controls=controls, non_ic=non_ic))

    def _beside_cui(self, content: Content) -> Content:
        """Settle what CUI brings to the banner: its controls, and what may not stand beside it."""
        if content.system is System.CUI:
            content = self._without_others(self._as_categories(content))
        limited = {name for name in content.controls if is_for_cui(name, self._scheme.vocabulary)}
        if content.classified and not content.cui:
            return replace(content, controls=content.controls - limited)
        settled, rule = without_contradictions(content.controls)
        if rule:
            self._because("FED ONLY", self._holding(lambda c: c.controls & limited), rule)
        return replace(content, controls=settled)

    def _without_others(self, content: Content) -> Content:
        """Return a CUI banner without controls that the registry does not hold."""
        words = self._scheme.vocabulary
        left_out = {name for name in content.controls | content.non_ic if not is_limited(name, words)}
        shown = {*left_out, *content.nicknames, *(["HVSACO"] if content.hvsaco else [])}
        if shown:
            holding = self._holding(lambda c: c.hvsaco or c.nicknames or (c.controls | c.non_ic) & left_out)
            rule = "It is no control of CUI and leaves the banner; mark its portion as the registry does."
            self._because("/".join(sorted(shown)), holding, rule)
        return replace(
            content,
            controls=content.controls - left_out,
            non_ic=content.non_ic - left_out,
            nicknames=frozenset(),
            hvsaco=False,
        )

    def _as_categories(self, content: Content) -> Content:
        """Return a CUI banner in which controls that the registry has as categories are categories.

        FISA, PROPIN, SSI and UCNI are both; beside CUI such a control would be none of its own.
        """
        known = self._scheme.vocabulary
        moved = (content.controls | content.non_ic | content.atomic) & (known.specified | known.basic)
        names = {name if name in known.basic else f"SP-{name}" for name in moved}
        if moved:
            rule = "In a CUI banner it is a category, not a dissemination control."
            self._because("/".join(sorted(names)), self._holding(lambda c: _named(c) & moved), rule)
        return replace(
            content,
            controls=content.controls - moved,
            non_ic=content.non_ic - moved,
            atomic=content.atomic - moved,
            categories=content.categories | names,
        )


def _named(content: Content) -> frozenset[str]:
    return content.controls | content.non_ic | content.atomic
