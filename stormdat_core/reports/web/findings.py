"""The tables of the web page: what each rule found, and every finding."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from stormdat_core.model import Colour, Decision, Evidence, Finding
from stormdat_core.reports.colours import SHADES, kind
from stormdat_core.reports.contents import Counts, Numbered, RuleCount, decided_by, plural
from stormdat_core.reports.naming import title
from stormdat_core.reports.text import shorten, split_excerpt
from stormdat_core.reports.web.elements import chip, escape, isolated, sentence, severity

_MOST_PLACES = 50
"""Other places listed under a finding."""
_LONGEST_HEADING = 60
"""Characters of each heading above."""
_LONGEST_PART = 300
"""Characters of an excerpt before, at and after the matched text."""


def filter_styles(counts: Counts) -> str:
    """Return the style rules that hide the rows of a box that is not checked."""
    rules = [f"r{at}" for at in range(len(counts.by_rule))]
    boxes = [*rules, *(f"l-{level.word}" for level in counts.by_severity)]
    return "".join(f"body:has(#{box}:not(:checked)) tr.{box}{{display:none}}\n" for box in boxes)


def overview_table(counts: Counts) -> str:
    """Return the counts by colour and rule, with the boxes that choose which findings are shown."""
    legend = list(Colour)
    rules = sorted(enumerate(counts.by_rule), key=lambda pair: (legend.index(pair[1].colour), _kind(pair[1])))
    bodies = "".join(_group(list(found)) for _, found in groupby(rules, key=lambda pair: _kind(pair[1])))
    return (
        '<section class="overview" aria-labelledby="rules">\n<table class="rules">\n'
        f'<caption><h2 id="rules">Findings by rule</h2>{_levels(counts)}</caption>\n'
        '<thead><tr><th scope="col">Rule</th><th scope="col" class="number">Findings</th></tr></thead>\n'
        f"{bodies}</table>\n</section>\n"
    )


def _levels(counts: Counts) -> str:
    boxes = "".join(
        f"<label>{_box(f'l-{level.word}')}{severity(level)} {number:,}</label>"
        for level, number in counts.by_severity.items()
    )
    return f'<fieldset class="levels"><legend>Show</legend>{boxes}</fieldset>'


def _kind(item: RuleCount) -> str:
    return kind(item.colour, item.rule)


def _group(rules: Sequence[tuple[int, RuleCount]]) -> str:
    first = rules[0][1]
    rows = "".join(
        f'<tr><th scope="row"><label>{_box(f"r{at}")}{sentence(title(item.rule))}</label></th>'
        f'<td class="number">{item.total:,}</td></tr>\n'
        for at, item in rules
    )
    meaning = f'<span class="soft">{SHADES[first.colour].meaning}</span>'
    head = f'<div class="legend">{chip(first.colour, first.rule)}{meaning}</div>'
    return f'<tbody>\n<tr class="group"><th scope="rowgroup" colspan="2">{head}</th></tr>\n{rows}</tbody>\n'


def _box(name: str) -> str:
    return f'<input type="checkbox" id="{name}" autocomplete="off" checked>'


def findings_table(rows: Sequence[Numbered], counts: Counts) -> Iterator[str]:
    """Yield the table of all findings shown."""
    boxes = {(item.rule, item.colour): f"r{at}" for at, item in enumerate(counts.by_rule)}
    yield (
        '<section aria-labelledby="findings">\n<table class="findings">\n'
        f'<caption><h2 id="findings">Findings</h2><p class="soft">{_order(len(rows), counts.total)}</p>'
        '</caption>\n<thead><tr><th scope="col" class="number w-no">No.</th>'
        '<th scope="col" class="w-rule">Rule</th><th scope="col" class="w-where">Place</th>'
        '<th scope="col">Finding</th></tr></thead>\n<tbody>\n'
    )
    for row in rows:
        yield _row(row, boxes[row.finding.rule, row.finding.colour])
    yield "</tbody>\n</table>\n</section>\n"


def _order(shown: int, total: int) -> str:
    if shown == total:
        return "The most important first: by severity, certainty and number of places, then in reading order."
    return f"The {shown:,} most important of {total:,}. The Excel and JSON reports have the others too."


def _row(row: Numbered, box: str) -> str:
    finding = row.finding
    return (
        f'<tr class="{box} l-{finding.severity.word}" id="f{row.number}">'
        f'<th scope="row" class="number">{row.number}</th>'
        f'<td><div class="kind">{chip(finding.colour, finding.rule)}{severity(finding.severity)}</div>'
        f'<div>{sentence(title(finding.rule))}</div><div class="soft id">{isolated(finding.rule)}</div></td>'
        f'<td class="where">{_place(finding)}</td><td>{_what(row)}</td></tr>\n'
    )


def _place(finding: Finding) -> str:
    """Return the place, and before it the headings above the one that it names."""
    above = " › ".join(shorten(heading, _LONGEST_HEADING) for heading in finding.where.heading[:-1])
    path = f'<span class="soft">{sentence(above)}</span>' if above else ""
    return f"{path}{sentence(finding.where.label, 300)}"


def _what(row: Numbered) -> str:
    finding, decision = row.finding, row.decision
    fix = f'<p class="fix">Fix: {sentence(row.fix)}</p>' if row.fix else ""
    said = f'<p class="message">{sentence(finding.message)}</p>{_excerpt(finding)}'
    return f"{said}{fix}{_decided(decision)}{_places(finding)}"


def _decided(decision: Decision | None) -> str:
    if decision is None:
        return ""
    why = f": {decision.reason}" if decision.reason else ""
    by = decided_by(decision)
    return f'<p class="fix">Decided: {sentence(f"{decision.verdict.value}{why} ({by})")}</p>'


def _excerpt(finding: Finding) -> str:
    before, match, after = (escape(shorten(part, _LONGEST_PART)) for part in split_excerpt(finding))
    if not (before or match or after):
        return ""
    space = "" if match.strip() else " space"
    marked = f'<mark class="c-{finding.colour.value}{space}">{match}</mark>' if match else ""
    return f'<p class="excerpt"><bdi>{before}{marked}{after}</bdi></p>'


def _places(finding: Finding) -> str:
    total = len(finding.evidence)
    if not total:
        return ""
    listed = "".join(map(_other, finding.evidence[:_MOST_PLACES]))
    more = f"<li>and {total - _MOST_PLACES:,} more: see the Excel report</li>" if total > _MOST_PLACES else ""
    return f"<details><summary>{plural(total, 'other place')}</summary><ul>{listed}{more}</ul></details>"


def _other(place: Evidence) -> str:
    return f"<li>{sentence(place.note, 300)}: {sentence(place.where.label, 300)}</li>"
