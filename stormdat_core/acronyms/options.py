"""Settings of the acronym engine, a table of the profile. Source: acronym rules, section 10."""

from typing import Literal

from pydantic import Field

from stormdat_core.options import Options

SuppressionClass = Literal[
    "SUP-MARKING",
    "SUP-CAPS-TEXT",
    "SUP-ROMAN",
    "SUP-UNIT",
    "SUP-DATE",
    "SUP-PART",
    "SUP-ID",
    "SUP-CODE",
    "SUP-NAME",
    "SUP-WORD",
    "SUP-PLACEHOLDER",
    "SUP-WELLKNOWN",
    "SUP-FORMULA",
]
"""Why something in capitals is not judged as an acronym (section 8 of the rules)."""

ALL_CLASSES: tuple[SuppressionClass, ...] = SuppressionClass.__args__  # type: ignore[attr-defined]


class AcronymOptions(Options):
    """How acronyms are recognised and judged."""

    scope: Literal["document", "chapter", "section"] = "document"
    """Where a definition counts: the whole document, or from one heading to the next."""
    scope_level: int = Field(default=2, ge=1, le=9)
    """Deepest heading level that begins a new scope when `scope` is `section`."""
    front_matter: Literal["off", "own"] = "off"
    """Whether abstract, executive summary and foreword are a scope of their own."""
    headings: Literal["count", "ignore"] = "count"
    """Whether a use in a heading counts as the first use."""
    table_defines: Literal["no", "yes", "always"] = "no"
    """Whether the document's own acronym table defines: not, where it stands before the first use, always."""
    exclude_references: bool = True
    """Leave out sections of references and applicable documents."""
    min_uses: int = Field(default=2, ge=2)
    """An acronym used fewer times than this after its definition is not worth one (ACR-RARE)."""
    house_pattern: Literal["P1", "P2", "P3", "P4", "P5", "P6", "P7"] = "P1"
    """The form of definition that ACR-DEF-FORMAT asks for: P1 is FULL (SF)."""
    potential_min: int = Field(default=3, ge=2)
    """From this many occurrences on, a capitalised phrase without an acronym is reported."""
    suppress: tuple[SuppressionClass, ...] = ALL_CLASSES
    """The classes that are not judged."""
    well_known: tuple[str, ...] | None = None
    """What needs no definition: acronyms, and tiers of the shipped list.

    The tiers are general, computing, names and government; None counts the first three.
    """
