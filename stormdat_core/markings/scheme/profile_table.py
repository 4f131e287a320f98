"""Settings of the marking engine, a table of the profile.

Where the public rules contradict each other or leave a point open, a setting settles it; left out, the regime
decides. `docs/markings.md` lists the open points and the settings that answer them.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from stormdat_core.markings.model import Regime
from stormdat_core.markings.scheme.policy import MOST_PROGRAMS, Policy
from stormdat_core.markings.scheme.rule_catalogue import catalogue
from stormdat_core.markings.scheme.scheme import Scheme
from stormdat_core.markings.vocabulary import SiteCode, shipped_vocabulary, words_with
from stormdat_core.model import Severity
from stormdat_core.options import Options

Grade = Literal["error", "warning", "info", "off"]


def _known_rule(rule_id: str) -> str:
    if rule_id not in catalogue():
        raise ValueError("there is no such marking rule; the help lists them all")
    return rule_id


class Markings(Options):
    """How security markings are judged."""

    approved: tuple[str, ...] = ()
    """Lines that may stand in a header or footer, compared without regard to case and spacing. Empty:
    nothing is compared."""
    audit: Literal["off", "if-present", "required"] = "if-present"
    """Whether a document's markings are audited: never, where it carries any, or always."""
    regime: Regime = Regime.AUTO
    """Family of marking rules; `listed` compares with the approved lines and audits nothing else."""
    strict_order: bool | None = None
    """Whether controls out of order are errors; unset, they are where the regime's examples are strict."""
    training: bool = False
    """Lower every finding to an information where the document says that its markings are for training."""
    tables: bool = True
    """Look for portion marks in tables; off for documents whose tables quote marks."""
    severity: dict[Annotated[str, AfterValidator(_known_rule)], Grade] = Field(default_factory=dict)
    """How bad the fault of a rule is, in any regime; it may make a fault of what the regime tolerates."""
    mixed_release: Literal["regime", "noforn", "level"] = "regime"
    """Banner where some portions are released and others say nothing: NOFORN, or the level alone."""
    cui_in_classified_banner: bool | None = None
    """Whether CUI goes to the banner of a classified document; unset, it does not in the DoD regime."""
    most_programs: int = Field(default=MOST_PROGRAMS, ge=1, le=99)
    """Special access programs that a banner names one by one."""
    repeat_sar: bool = False
    """Write `SAR-` before each program. Both ways are read without complaint."""
    cnwdi: Literal["regime", "N", "CNWDI"] = "regime"
    """What is written behind RD for critical nuclear weapon design information. Both are read."""
    nato_control: Literal["segment", "suffix"] = "segment"
    """Where ATOMAL, BALK and BOHEMIA are written: in a category of their own, or behind the NATO level."""
    sigma: tuple[Annotated[int, Field(ge=1, le=99)], ...] = ()
    """SIGMA numbers that are valid; empty leaves it to the regime."""
    cui_since: date | None = None
    """Documents of an earlier day may be marked FOUO without a finding."""
    as_of: date | None = None
    """The day on which declassification dates are judged; unset, the day of the check."""
    labels: dict[str, str] = Field(default_factory=dict)
    """What a sensitivity label means, by its name or its id: a marking such as `SECRET//NOFORN`."""
    codes: tuple[SiteCode, ...] = Field(default=(), max_length=20_000)
    """The site's own words: codewords, compartments, categories, organisations."""
    codes_file: str = ""
    """A `.csv` or `.toml` file with more of them; a path that is not absolute starts at the profile."""

    def scheme(self) -> Scheme:
        """Return the scheme by which the engine reads, judges and writes markings."""
        words = words_with(self.codes) if self.codes else shipped_vocabulary()
        return Scheme(self.regime, self._policy(), words)

    def _policy(self) -> Policy:
        return Policy(
            severities=self._severities(),
            mixed_release="" if self.mixed_release == "regime" else self.mixed_release,
            most_programs=self.most_programs,
            repeat_sar=self.repeat_sar,
            cnwdi="" if self.cnwdi == "regime" else self.cnwdi,
            nato_control=self.nato_control,
            sigma=frozenset(self.sigma),
            cui_in_banner=self.cui_in_classified_banner,
        )

    def _severities(self) -> dict[str, Severity | None]:
        found: dict[str, Severity | None] = {}
        if self.cui_in_classified_banner is not None:
            wanted = self.cui_in_classified_banner
            found["MRK-CUI-IN-CLASS-BANNER"] = None if wanted else Severity.ERROR
            found["MRK-CUI-IN-CLASS-MISSING"] = Severity.ERROR if wanted else None
        graded = {
            rule: None if word == "off" else Severity[word.upper()] for rule, word in self.severity.items()
        }
        return {**found, **graded}
