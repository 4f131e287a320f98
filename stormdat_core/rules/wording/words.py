"""Words that tell what stands beside a passage."""

_FUNCTION = """
a an the this that these those each every any all both either neither no some such other another same
its their our your his her my whose which what one two three several many most more few
of in on at by for from to with within without into onto upon over under through during between among
against across per via about above below after before behind beyond near since until toward towards
than as if when where while because although unless whether though so but and or nor not only also
is are was were be been being has have had do does did can could may might must shall should will would
it they we you he she there here then thus
use uses used using include includes included including require requires required requiring
provide provides provided providing follow follows followed following support supports supporting
contain contains containing define defines describe describes implement implements implementing
update updates updating review reviews reviewing develop develops developing maintain maintains
complete completes submit submits perform performs performing
current new next previous own existing entire whole appropriate applicable relevant specific
"""
_OPENERS = """
the a an this that these those each every any all both no some if when while where because although
unless after before once since until as in on at by for from to with within without under during
through via per upon between among it its their our your there and but or so however therefore
then now here only also many most several few other such one two three his her my whose not
"""
_INTRODUCING = """
if when while where because although unless after before once since until as in on at by for from to
with within without under during through via upon using given
"""
_GOES_ON = """
which where who whom whose when while but so because since although unless if it they we you this these
there then however therefore
"""
_HOLDERS = """
office department director directorate bureau division center centre board secretary committee council
agency administration institute commission deputy assistant head president ministry branch program
programme project manual guide handbook plan report standard specification template policy memorandum act
law chief chair team group service services university school association society federation union
"""
_DEFINING = """
called named termed known means meaning stands stand standing acronym acronyms abbreviation
abbreviations abbreviated term terms titled entitled word words phrase hereafter namely e.g i.e eg ie
such including includes include example examples instance like title titles labeled labelled referred
refers refer designated denoted dubbed aka
"""
_FIELDS = """
field fields column columns tab tabs button section menu option page screen window box row rows parameter
parameters label heading chapter attribute attributes property element tag flag variable checkbox dialog
"""
_VERBS = """
is are was were has have had must shall will would may might can could should does do did
"""
DETERMINERS = frozenset(
    """
    the a an this that these those each every any all both either neither no some its their our your his her
    my whose which another such one two three several many most other
    """.split()  # noqa: SIM905 - a list of words reads as words
)
"""Words that begin a noun phrase: what has none may be a title."""
FUNCTION = frozenset(_FUNCTION.split())
"""Words that may stand before a passage without making it part of a longer term."""
OPENERS = frozenset(_OPENERS.split())
"""Words that begin a sentence and are no part of a name, whatever their capital."""
INTRODUCING = frozenset(_INTRODUCING.split())
"""Words that begin a clause or a phrase which a comma ends, before the sentence proper."""
GOES_ON = frozenset(_GOES_ON.split())
"""Words behind a comma that begin a clause and not another member of a list."""
HOLDERS = frozenset(_HOLDERS.split())
"""Words that make a name with what follows after "of" or "for"."""
DEFINING = frozenset(_DEFINING.split())
"""Words that say that a name or an example follows."""
FIELDS = frozenset(_FIELDS.split())
"""What bears a name of its own: a field of a form, a column of a table."""
VERBS = frozenset(_VERBS.split())
"""Verbs that make a sentence of what would otherwise be a label."""
