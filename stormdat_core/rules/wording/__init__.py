"""Whether a wording may be replaced where it stands, and if not, why.

`Fix.safe` promises that no careful editor would refuse the correction. Acronym rules say what they would
write; this package says whether the place lets them. It answers with a reason, the end of a sentence ("it
stands in a heading"), or with nothing where the replacement is safe. In doubt it gives a reason.
"""

from stormdat_core.rules.wording.judge import Wording, wording_of

__all__ = ["Wording", "wording_of"]
