"""Rules about acronyms, one file each."""

from stormdat_core.rules.acronyms.defined.before_definition import UsedBeforeDefinition
from stormdat_core.rules.acronyms.defined.conflict import DefinitionConflict
from stormdat_core.rules.acronyms.defined.def_format import DefinitionFormat
from stormdat_core.rules.acronyms.defined.def_letters import DefinitionLetters
from stormdat_core.rules.acronyms.defined.defined_unused import DefinedUnused
from stormdat_core.rules.acronyms.defined.heading_def import HeadingDefinition
from stormdat_core.rules.acronyms.defined.rare import Rare
from stormdat_core.rules.acronyms.defined.redefined import Redefined
from stormdat_core.rules.acronyms.listed.banned import Banned
from stormdat_core.rules.acronyms.listed.list_format import ListFormat
from stormdat_core.rules.acronyms.listed.list_mismatch import ListMismatch
from stormdat_core.rules.acronyms.listed.list_near import ListNear
from stormdat_core.rules.acronyms.listed.list_unused import ListUnused
from stormdat_core.rules.acronyms.listed.not_in_list import NotInList
from stormdat_core.rules.acronyms.not_defined.potential import PotentialAcronym
from stormdat_core.rules.acronyms.not_defined.undefined import Undefined
from stormdat_core.rules.acronyms.not_defined.well_known import WellKnown
from stormdat_core.rules.acronyms.own_table.table_mismatch import TableMismatch
from stormdat_core.rules.acronyms.own_table.table_missing import TableMissing
from stormdat_core.rules.acronyms.own_table.table_order import TableOrder
from stormdat_core.rules.acronyms.own_table.table_unused import TableUnused
from stormdat_core.rules.acronyms.usage.full_form import FullFormAgain
from stormdat_core.rules.acronyms.usage.plural_apostrophe import PluralApostrophe
from stormdat_core.rules.acronyms.usage.redundant import Redundant
from stormdat_core.rules.acronyms.usage.variant import Variant
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
