"""A marking written as its regime writes it, from what it says."""

from collections.abc import Iterable, Iterator

from stormdat_core.markings.checks.codes import sort_codes, sort_release
from stormdat_core.markings.checks.cui import sort_categories
from stormdat_core.markings.content import Content, Paths, content_of
from stormdat_core.markings.model import Kind, Level, Marking, Regime, System
from stormdat_core.markings.policy import policy
from stormdat_core.markings.vocabulary import vocabulary

_MIXED_CASE = ("AC", "AWP")


def render(content: Content, kind: Kind, regime: Regime) -> str:
    """Return a marking in the order and the forms of a regime; a portion in its parentheses."""
    parts = [_head(content, kind), *filter(None, _categories(content, kind, regime))]
    text = "//".join(parts)
    if content.system in (System.FOREIGN, System.JOINT, System.NATO) and not _plain(content, regime):
        text = f"//{text}"
    return f"({text})" if kind == "portion" else text


def corrected(marking: Marking, regime: Regime) -> str | None:
    """Return a marking put right in form and order; None when not all of it is understood."""
    content = content_of(marking)
    return None if content is None else render(content, marking.kind, regime)


def _plain(content: Content, regime: Regime) -> bool:
    """Return True for NATO's own documents, which leave out the slashes."""
    return content.system is System.NATO and regime is Regime.NATO


def _head(content: Content, kind: Kind) -> str:
    long = kind == "banner"
    level = content.level.long if long else content.level.name
    match content.system:
        case System.CUI:
            return "CUI"
        case System.UK:
            return _uk(content)
        case System.NATO:
            return _nato(content, long=long)
        case System.JOINT:
            return " ".join(["JOINT", level, *sort_codes(tuple(content.owners))])
        case System.FOREIGN:
            return " ".join([*sort_codes(tuple(content.owners)), level])
    return level


def _nato(content: Content, *, long: bool) -> str:
    suffix = sorted(content.nato) if _suffixed(content) else []
    if long:
        head = ["COSMIC"] if content.level is Level.TS else ["NATO", content.activity]
        return " ".join(filter(None, [*head, content.level.long, *suffix]))
    head = ["CTS"] if content.level is Level.TS else [f"N{content.activity[:1]}{content.level.name}"]
    letters = {name: letter for letter, name in reversed(tuple(vocabulary().nato_suffixes.items()))}
    return "-".join([*head, *(letters[name] for name in suffix)])


def _suffixed(content: Content) -> bool:
    """Return True where a NATO control is written behind the level. There is room for one."""
    behind = policy().nato_control == "suffix" and content.system is System.NATO
    return behind and len(content.nato) == 1


def _uk(content: Content) -> str:
    tier = "OFFICIAL" if content.level is Level.U else content.level.long
    if "SENSITIVE" in content.controls:
        tier = "OFFICIAL-SENSITIVE"
    words = sorted(content.controls - {"SENSITIVE"})
    return " ".join([*(["UK"] if content.owners else []), tier, *words])


def _categories(content: Content, kind: Kind, regime: Regime) -> Iterator[str]:
    if content.system is System.UK:
        return
    if not _suffixed(content):
        yield "/".join(sorted(content.nato))
    yield "/".join(_tree(content.sci))
    yield _special(content, kind, regime)
    yield "/".join(_atomic(content, kind, regime))
    if content.fgi is not None:
        yield " ".join(["FGI", *sort_codes(tuple(content.fgi))])
    yield from _cui(content, kind, regime)
    if not _bare_cui(content, kind, regime):
        yield "/".join(_dissemination(content, kind))
        yield "/".join(_non_ic(content, kind))


def _bare_cui(content: Content, kind: Kind, regime: Regime) -> bool:
    """Return True where the banner is the word CUI alone."""
    return content.system is System.CUI and kind == "banner" and regime is Regime.DOD


def _cui(content: Content, kind: Kind, regime: Regime) -> Iterator[str]:
    if not content.cui or _bare_cui(content, kind, regime):
        return
    if content.system is not System.CUI:
        if kind == "banner" and not policy().shows_cui(regime):
            return
        yield "CUI"
    yield "/".join(sort_categories(tuple(content.categories)))


def _tree(paths: Paths) -> Iterator[str]:
    """Yield each control with its compartments behind hyphens and their sub-compartments behind spaces."""
    for root in sorted({path[0] for path in paths}):
        text = root
        for compartment in sorted({path[1] for path in paths if path[0] == root and len(path) > 1}):
            subs = sorted(path[2] for path in paths if path[:2] == (root, compartment) and len(path) > 2)
            text += "-" + " ".join([compartment, *subs])
        yield text


def _special(content: Content, kind: Kind, regime: Regime) -> str:
    programs = list(_tree(content.sap))
    if regime is Regime.DOD and kind == "banner" and len(programs) > policy().most_programs:
        programs = ["MULTIPLE PROGRAMS"]
    between = "/SAR-" if policy().repeat_sar else "/"
    named = [f"SAR-{between.join(programs)}"] if programs else []
    return "/".join([*(["HVSACO"] if content.hvsaco else []), *named])


def _atomic(content: Content, kind: Kind, regime: Regime) -> Iterator[str]:
    rows = vocabulary().atomic
    carrier = "RD" if "RD" in content.atomic else "FRD"
    for name in sorted(content.atomic, key=lambda name: rows[_row(name)].order):
        control = rows[_row(name)]
        text = control.banner if kind == "banner" else control.portion
        if name == carrier:
            text += f"-{policy().cnwdi_form(regime)}" if content.cnwdi else ""
            text += _sigma(content, kind)
        yield text


def _row(name: str) -> str:
    """Return the spelling that a name of the atomic table is found under."""
    return "DOE UCNI" if name == "UCNI" else name


def _sigma(content: Content, kind: Kind) -> str:
    if not content.sigma:
        return ""
    return f"-{'SIGMA' if kind == 'banner' else 'SG'} {' '.join(map(str, sorted(content.sigma)))}"


def _dissemination(content: Content, kind: Kind) -> list[str]:
    words = {name: _control(name, kind) for name in content.controls}
    if content.release is not None:
        codes = ", ".join(sort_release(tuple(content.release)))
        words["REL"] = f"REL TO {codes}" if codes else "REL"
    if content.display is not None:
        words["DISPLAY"] = f"DISPLAY ONLY {', '.join(sort_codes(tuple(content.display)))}"
    if content.system is System.CUI:
        return sorted(words.values(), key=str.upper)
    return [words[name] for name in _ordered(words)]


def _non_ic(content: Content, kind: Kind) -> list[str]:
    words = {name: _control(name, kind) for name in content.non_ic}
    if content.nicknames:
        words["ACCM"] = f"ACCM-{'/'.join(sorted(content.nicknames))}"
    return [words[name] for name in _ordered(words)]


def _ordered(names: Iterable[str]) -> list[str]:
    controls = vocabulary().controls
    return sorted(names, key=lambda name: (controls[name].limited, controls[name].order))


def _control(name: str, kind: Kind) -> str:
    control = vocabulary().controls[name]
    return control.banner if kind == "banner" else control.portion
