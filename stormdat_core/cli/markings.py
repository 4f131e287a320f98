"""`stormdat markings`: one marking judged, the banner that portions demand, a document audited."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from stormdat_core.markings.audit import Graded
    from stormdat_core.markings.model import Kind
    from stormdat_core.markings.scheme import Markings, Scheme
    from stormdat_core.markings.whole_document import DocumentMarkings
    from stormdat_core.model import Document

REGIMES = ("auto", "ic", "dod", "nara", "isoo", "nato", "uk")
_REGIME = click.option(
    "--regime", type=click.Choice(REGIMES), default="auto", show_default=True, help="Family of marking rules."
)
_PROFILE = click.option(
    "--profile", default="", metavar="NAME|FILE", help="Profile whose settled points and site words count."
)
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)


@click.group(short_help="Judge security markings and compute banners.")
def markings() -> None:
    """Judge security markings and compute banners."""


@markings.command()
@click.argument("text")
@click.option("--kind", type=click.Choice(["banner", "portion"]), default="banner", show_default=True)
@_REGIME
@click.option("--lenient-order", is_flag=True, help="Report controls out of order as warnings.")
@_PROFILE
@_FORMAT
def check(text: str, kind: "Kind", regime: str, lenient_order: bool, profile: str, form: str) -> int:
    """Judge one marking TEXT: each fault, where it stands, and the marking put right where that is certain.

    Exit code 0 when nothing in it is an error, else 1.
    """
    from stormdat_core.markings.checks import judge
    from stormdat_core.markings.reading import choose_regime
    from stormdat_core.model import Severity

    scheme = _scheme(profile, regime)
    if regime == "auto":
        scheme = scheme.in_regime(choose_regime(text, kind, scheme)[0])
    faults = judge(text, kind, scheme, strict_order=not lenient_order)
    valid = not any(fault.severity is Severity.ERROR for fault in faults)
    if form == "json":
        answer = {
            "text": text,
            "kind": kind,
            "regime": scheme.regime.value,
            "valid": valid,
            "faults": [_fault(f) for f in faults],
        }
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
        return int(not valid)
    click.echo(f"{'valid' if valid else 'not valid'} ({scheme.regime.value})")
    for fault in faults:
        click.echo(f"{fault.severity.word}\t{fault.rule}\t{text[fault.start : fault.end]}\t{fault.message}")
    for right in dict.fromkeys(fault.correction for fault in faults if fault.correction):
        click.echo(f"write\t{right}")
    return int(not valid)


def _settings(profile: str) -> "Markings":
    """Return the marking settings of a profile, or those that hold without one."""
    from stormdat_core.cli.opening import trust_and_settings
    from stormdat_core.markings.scheme import Markings
    from stormdat_core.rules import profiles

    if not profile:
        return Markings()
    trust, own = trust_and_settings()
    return profiles.trusted(own.chosen("profile", profile), trust).markings


def _scheme(profile: str, regime: str) -> "Scheme":
    """Return the scheme of a profile, or the one that holds without a profile, in the regime asked for."""
    from stormdat_core.markings.model import Regime

    return _settings(profile).scheme().in_regime(Regime(regime))


def _fault(fault: Any) -> dict[str, Any]:
    return {
        "rule": fault.rule,
        "severity": fault.severity.word,
        "start": fault.start,
        "end": fault.end,
        "message": fault.message,
        "correction": fault.correction,
    }


@markings.command()
@click.argument("portions", metavar="PORTION...", nargs=-1, required=True)
@_REGIME
@click.option("--banner", default="", help="The banner as found: completes (REL) and (//JOINT S).")
@_PROFILE
@_FORMAT
def rollup(portions: tuple[str, ...], regime: str, banner: str, profile: str, form: str) -> int:
    """Compute the banner that PORTION marks demand, and say what each element of it rests on.

    Exit code 2 when a portion could not be understood.
    """
    from stormdat_core.markings.rollup import demanded

    result = demanded(portions, _scheme(profile, regime), banner=banner)
    if form == "json":
        reasons = [
            {"element": r.element, "portions": [portions[at] for at in r.portions], "rule": r.rule}
            for r in result.reasons
        ]
        unread = [portions[at] for at in result.unread]
        click.echo(
            json.dumps(
                {"banner": result.banner, "reasons": reasons, "unread": unread}, ensure_ascii=False, indent=1
            )
        )
    else:
        click.echo(result.banner)
        for reason in result.reasons:
            click.echo(f"{reason.element}\t{' '.join(portions[at] for at in reason.portions)}\t{reason.rule}")
    for at in result.unread:
        click.echo(
            f"{portions[at]} could not be understood; check it with “stormdat markings check”.", err=True
        )
    return 2 if result.unread else 0


@markings.command()
@click.argument("file", type=click.Path(path_type=Path))
@_REGIME
@click.option("--required", is_flag=True, help="Audit a document without markings too.")
@_PROFILE
@_FORMAT
def audit(file: Path, regime: str, required: bool, profile: str, form: str) -> int:
    """Audit the markings of FILE: banner as found and as computed, each fault, each unmarked portion.

    Exit code 1 when there is an error, 2 when the file could not be read.
    """
    from stormdat_core import documents
    from stormdat_core.markings.audit import audit_document
    from stormdat_core.model import Severity

    document = documents.read(file)
    options = _audited(_settings(profile), regime, required=required)
    result = audit_document(document, options)
    answer = _audit(document, result.found, result.graded)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1) if form == "json" else _in_words(answer))
    return int(any(severity is Severity.ERROR for _, severity in result.graded))


def _audited(options: "Markings", regime: str, *, required: bool) -> "Markings":
    """Return settings that audit in any case: in the regime asked for, else the profile's if it has one."""
    from stormdat_core.markings.model import Regime

    listed = options.regime is Regime.LISTED
    chosen = Regime(regime) if regime != "auto" or listed else options.regime
    return options.model_copy(
        update={
            "regime": chosen,
            "audit": "required" if required or options.audit == "required" else "if-present",
        }
    )


def _audit(document: "Document", found: "DocumentMarkings", graded: "tuple[Graded, ...]") -> dict[str, Any]:
    first = found.first
    return {
        "file": document.path.name,
        "regime": found.regime.value,
        "because": found.why,
        "marked": found.marked,
        "banner": found.banner.text if found.banner is not None else "",
        "computed": _computed(found),
        "slots": [{"place": slot.label, "banners": [b.text for b in slot.banners]} for slot in found.slots],
        "portions": len(found.portions.marked),
        "unmarked": [{"place": b.where.label, "block": b.index, "text": b.text[:80]} for b in found.unmarked],
        "blocks": {item.name: item.value for item in (*first.authority, *first.designation)},
        "findings": [
            {
                "rule": fault.rule,
                "severity": severity.word,
                "place": fault.where.label,
                "block": fault.where.block,
                "start": fault.where.start,
                "end": fault.where.end,
                "message": fault.message,
            }
            for fault, severity in graded
        ],
    }


def _computed(found: "DocumentMarkings") -> dict[str, Any]:
    """Return the banner that the portions demand in each American regime, with what it rests on."""
    from stormdat_core.markings.model import Regime
    from stormdat_core.markings.rollup import combine

    marked = found.portions.marked
    known = [(at, portion.content) for at, portion in enumerate(marked) if portion.content is not None]
    banner = found.banner.content if found.banner is not None else None
    regimes = dict.fromkeys((found.regime, Regime.IC, Regime.DOD, Regime.NARA)) if known else {}
    answer: dict[str, Any] = {}
    for regime in regimes:
        result = combine(known, found.scheme.in_regime(regime), banner)
        answer[regime.value] = {
            "banner": result.banner,
            "reasons": [
                {
                    "element": r.element,
                    "portions": [marked[at].block.index for at in r.portions],
                    "rule": r.rule,
                }
                for r in result.reasons
            ],
        }
    return answer


def _in_words(answer: dict[str, Any]) -> str:
    lines = [f"{answer['file']}: {answer['regime']}, because {answer['because']}"]
    lines.append(f"banner\t{answer['banner'] or 'none'}")
    lines += [f"computed, {name}\t{result['banner']}" for name, result in answer["computed"].items()]
    lines.append(f"portions\t{answer['portions']} marked, {len(answer['unmarked'])} not")
    lines += [f"{f['severity']}\t{f['rule']}\t{f['place']}\t{f['message']}" for f in answer["findings"]]
    return "\n".join(lines)
