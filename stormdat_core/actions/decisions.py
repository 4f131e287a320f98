"""What a person decides about findings."""

from collections.abc import Collection, Sequence

from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.model import Decision, Verdict
from stormdat_core.store import Erasure
from stormdat_core.sweep import deciding


@action("findings", "verdict")
def decide(
    parts: Parts, findings: Sequence[int], verdict: Verdict, *, reason: str = "", full_form: str = ""
) -> tuple[Decision, ...]:
    """Remember what a person says about findings. See `deciding.decide` for what it raises."""
    return deciding.decide(parts.store, findings, verdict, reason=reason, full_form=full_form)


@action("fingerprints")
def take_back(parts: Parts, fingerprints: Collection[str]) -> int:
    """Undo decisions by the fingerprints of their findings, and return how many there were."""
    return parts.store.decisions.take_back(fingerprints)


@action("fingerprints")
def forget(parts: Parts, fingerprints: Collection[str]) -> Erasure:
    """Undo decisions and erase every trace of them now; see `DecisionBook.forget`."""
    return parts.store.decisions.forget(fingerprints)
