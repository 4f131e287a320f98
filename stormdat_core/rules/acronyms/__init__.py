"""Rules about acronyms, one file each."""

from stormdat_core.rules.acronyms.banned import Banned
from stormdat_core.rules.acronyms.before_definition import UsedBeforeDefinition
from stormdat_core.rules.acronyms.conflict import DefinitionConflict
from stormdat_core.rules.acronyms.def_format import DefinitionFormat
from stormdat_core.rules.acronyms.def_letters import DefinitionLetters
from stormdat_core.rules.acronyms.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.full_form import FullFormAgain
from stormdat_core.rules.acronyms.heading_def import HeadingDefinition
from stormdat_core.rules.acronyms.list_format import ListFormat
from stormdat_core.rules.acronyms.list_mismatch import ListMismatch
from stormdat_core.rules.acronyms.list_near import ListNear
from stormdat_core.rules.acronyms.list_unused import ListUnused
from stormdat_core.rules.acronyms.not_in_list import NotInList
from stormdat_core.rules.acronyms.plural_apostrophe import PluralApostrophe
from stormdat_core.rules.acronyms.potential import PotentialAcronym
from stormdat_core.rules.acronyms.rare import Rare
from stormdat_core.rules.acronyms.redefined import Redefined
from stormdat_core.rules.acronyms.redundant import Redundant
from stormdat_core.rules.acronyms.table_mismatch import TableMismatch
from stormdat_core.rules.acronyms.table_missing import TableMissing
from stormdat_core.rules.acronyms.table_order import TableOrder
from stormdat_core.rules.acronyms.table_unused import TableUnused
from stormdat_core.rules.acronyms.undefined import Undefined
from stormdat_core.rules.acronyms.variant import Variant
from stormdat_core.rules.acronyms.well_known import WellKnown
from stormdat_core.rules.base import Rule

RULES: tuple[type[Rule], ...] = (
    UsedBeforeDefinition,
    Undefined,
    Redefined,
    DefinitionConflict,
    FullFormAgain,
    NotInList,
    PotentialAcronym,
    DefinedUnused,
    ListMismatch,
    ListNear,
    ListUnused,
    ListFormat,
    Rare,
    TableMissing,
    TableUnused,
    TableMismatch,
    TableOrder,
    Variant,
    PluralApostrophe,
    DefinitionFormat,
    DefinitionLetters,
    HeadingDefinition,
    Redundant,
    Banned,
    WellKnown,
)
