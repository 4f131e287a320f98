"""What one marking may say: a function for each concern, yielding slips. The catalogue gives severities."""

from collections.abc import Callable, Iterator

from stormdat_core.markings.checks.atomic_energy import check_atomic
from stormdat_core.markings.checks.codes import check_codes
from stormdat_core.markings.checks.controls import (
    check_exclusions,
    check_legacy,
    check_levels,
    check_required,
)
from stormdat_core.markings.checks.cui import check_cui, check_cui_in_classified
from stormdat_core.markings.checks.foreign import check_fgi, check_joint, check_nato
from stormdat_core.markings.checks.form_and_order import check_forms, check_order, check_repeats
from stormdat_core.markings.checks.sci import check_sci
from stormdat_core.markings.checks.special_access import check_special
from stormdat_core.markings.model import Marking, Slip
from stormdat_core.markings.scheme import Scheme

CHECKS: tuple[Callable[[Marking, Scheme], Iterator[Slip]], ...] = (
    check_forms,
    check_order,
    check_repeats,
    check_codes,
    check_levels,
    check_exclusions,
    check_required,
    check_legacy,
    check_sci,
    check_special,
    check_atomic,
    check_fgi,
    check_joint,
    check_nato,
    check_cui,
    check_cui_in_classified,
)
