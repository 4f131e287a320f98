"""Special access programs."""

from collections.abc import Iterator

from stormdat_core.markings.model import Category, Level, Marking, Slip
from stormdat_core.markings.scheme import Scheme


def check_special(marking: Marking, scheme: Scheme) -> Iterator[Slip]:
    """Report programs at a level that takes none, too many of them, and WAIVED without any."""
    programs = [item for item in marking.of(Category.SAP) if item.name == "SAR"]
    waived = marking.named("WAIVED")
    if waived is not None and not programs:
        text = "WAIVED stands only with a special access program."
        yield Slip("MRK-SAP-WAIVED", waived.start, waived.end, text)
    if not programs:
        return
    first, last = programs[0], programs[-1]
    if marking.level in (Level.U, Level.R):
        text = "A special access program stands with TS, S or C only."
        yield Slip("MRK-SAP-LEVEL", first.start, first.end, text)
    if marking.kind == "banner" and len({item.paths[0] for item in programs}) > scheme.policy.most_programs:
        text = f"{len(programs)} programs in a banner; write SAR-MULTIPLE PROGRAMS."
        yield Slip("MRK-SAP-MULTIPLE", first.start, last.end, text)
