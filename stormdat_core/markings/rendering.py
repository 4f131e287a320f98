"""A marking written as its regime writes it, from what it says."""

from collections.abc import Iterator, Mapping

from stormdat_core.markings.model import Kind, Level, Marking, Regime, System
from stormdat_core.markings.reading import Content, Paths, content_of
from stormdat_core.markings.scheme import Scheme
from stormdat_core.markings.vocabulary import Vocabulary, sort_categories, sort_codes, sort_release

_MIXED_CASE = ("AC", "AWP")


def render(content: Content, kind: Kind, scheme: Scheme) -> str:
    """Return a marking in the order and the forms of a regime; a portion in its parentheses."""
    parts = [_head(content, kind, scheme), *filter(None, _categories(content, kind, scheme))]
    text = "//".join(parts)
    if content.system in (System.FOREIGN, System.JOINT, System.NATO) and not _plain(content, scheme):
        text = f"//{text}"
    return f"({text})" if kind == "portion" else text


def corrected(marking: Marking, scheme: Scheme) -> str | None:
    """Return a marking put right in form and order; None when not all of it is understood."""
    content = content_of(marking)
    return None if content is None else render(content, marking.kind, scheme)


def _plain(content: Content, scheme: Scheme) -> bool:
    """Return True for NATO's own documents, which leave out the slashes."""
    return content.system is System.NATO and scheme.regime is Regime.NATO


def _head(content: Content, kind: Kind, scheme: Scheme) -> str:
    long = kind == "banner"
    level = content.level.long if long else content.level.name
    match content.system:
        case System.CUI:
            return "CUI"
        case System.UK:
            return _uk(content)
        case System.NATO:
            return _nato(content, scheme, long=long)
        case System.JOINT:
            return " ".join(["JOINT", level, *sort_codes(tuple(content.owners), scheme.vocabulary)])
        case System.FOREIGN:
            return " ".join([*sort_codes(tuple(content.owners), scheme.vocabulary), level])
    return level


def _nato(content: Content, scheme: Scheme, *, long: bool) -> str:
    suffix = sorted(content.nato) if _suffixed(content, scheme) else []
    if long:
        head = ["COSMIC"] if content.level is Level.TS else ["NATO", content.activity]
        return " ".join(filter(None, [*head, content.level.long, *suffix]))
    head = ["CTS"] if content.level is Level.TS else [f"N{content.activity[:1]}{content.level.name}"]
    letters = {name: letter for letter, name in reversed(tuple(scheme.vocabulary.nato_suffixes.items()))}
    return "-".join([*head, *(letters[name] for name in suffix)])


def _suffixed(content: Content, scheme: Scheme) -> bool:
    """Return True where a NATO control is written behind the level. There is room for one."""
    behind = scheme.policy.nato_control == "suffix" and content.system is System.NATO
    return behind and len(content.nato) == 1


def _uk(content: Content) -> str:
    tier = "OFFICIAL" if content.level is Level.U else content.level.long
    if "SENSITIVE" in content.controls:
        tier = "OFFICIAL-SENSITIVE"
    words = sorted(content.controls - {"SENSITIVE"})
    return " ".join([*(["UK"] if content.owners else []), tier, *words])


def _categories(content: Content, kind: Kind, scheme: Scheme) -> Iterator[str]:
    if content.system is System.UK:
        return
    if not _suffixed(content, scheme):
        yield "/".join(sorted(content.nato))
    yield "/".join(_tree(content.sci))
    yield _special(content, kind, scheme)
    yield "/".join(_atomic(content, kind, scheme))
    if content.fgi is not None:
        yield " ".join(["FGI", *sort_codes(tuple(content.fgi), scheme.vocabulary)])
    yield from _cui(content, kind, scheme)
    if not _bare_cui(content, kind, scheme):
        yield "/".join(_dissemination(content, kind, scheme.vocabulary))
        yield "/".join(_non_ic(content, kind, scheme.vocabulary))


def _bare_cui(content: Content, kind: Kind, scheme: Scheme) -> bool:
    """Return True where the banner is the word CUI alone."""
    return content.system is System.CUI and kind == "banner" and scheme.regime is Regime.DOD


def _cui(content: Content, kind: Kind, scheme: Scheme) -> Iterator[str]:
    if not content.cui or _bare_cui(content, kind, scheme):
        return
    if content.system is not System.CUI:
        if kind == "banner" and not scheme.shows_cui:
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


def _special(content: Content, kind: Kind, scheme: Scheme) -> str:
    programs = list(_tree(content.sap))
    if scheme.regime is Regime.DOD and kind == "banner" and len(programs) > scheme.policy.most_programs:
        programs = ["MULTIPLE PROGRAMS"]
    between = "/SAR-" if scheme.policy.repeat_sar else "/"
    named = [f"SAR-{between.join(programs)}"] if programs else []
    return "/".join([*(["HVSACO"] if content.hvsaco else []), *named])


def _atomic(content: Content, kind: Kind, scheme: Scheme) -> Iterator[str]:
    rows = scheme.vocabulary.atomic
    carrier = "RD" if "RD" in content.atomic else "FRD"
    for name in sorted(content.atomic, key=lambda name: rows[_row(name)].order):
        control = rows[_row(name)]
        text = control.banner if kind == "banner" else control.portion
        if name == carrier:
            text += f"-{scheme.cnwdi_form}" if content.cnwdi else ""
            text += _sigma(content, kind)
        yield text


def _row(name: str) -> str:
    """Return the spelling that a name of the atomic table is found under."""
    return "DOE UCNI" if name == "UCNI" else name


def _sigma(content: Content, kind: Kind) -> str:
    if not content.sigma:
        return ""
    return f"-{'SIGMA' if kind == 'banner' else 'SG'} {' '.join(map(str, sorted(content.sigma)))}"


def _dissemination(content: Content, kind: Kind, vocabulary: Vocabulary) -> list[str]:
    words = {name: _control(name, kind, vocabulary) for name in content.controls}
    if content.release is not None:
        codes = ", ".join(sort_release(tuple(content.release), vocabulary))
        words["REL"] = f"REL TO {codes}" if codes else "REL"
    if content.display is not None:
        words["DISPLAY"] = f"DISPLAY ONLY {', '.join(sort_codes(tuple(content.display), vocabulary))}"
    if content.system is System.CUI:
        return sorted(words.values(), key=str.upper)
    return [words[name] for name in _ordered(words, vocabulary)]


def _non_ic(content: Content, kind: Kind, vocabulary: Vocabulary) -> list[str]:
    words = {name: _control(name, kind, vocabulary) for name in content.non_ic}
    if content.nicknames:
        words["ACCM"] = f"ACCM-{'/'.join(sorted(content.nicknames))}"
    return [words[name] for name in _ordered(words, vocabulary)]


def _ordered(names: Mapping[str, str], vocabulary: Vocabulary) -> list[str]:
    """Return names in the order of the vocabulary; words it does not hold stand behind them."""
    controls = vocabulary.controls
    known = [name for name in names if name in controls]
    known.sort(key=lambda name: (controls[name].limited, controls[name].order))
    return [*known, *sorted(name for name in names if name not in controls)]


def _control(name: str, kind: Kind, vocabulary: Vocabulary) -> str:
    """Return how a control is written; a handling word of the United Kingdom is written as it is."""
    control = vocabulary.controls.get(name)
    if control is None:
        return name
    return control.banner if kind == "banner" else control.portion
