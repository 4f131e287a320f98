"""The reasons for which a correction is only proposed, as ends of sentences, and the fix that carries one.

They are few and never name a text, so that reports can count them.
"""

from stormdat_core.model.document import BlockKind, Location
from stormdat_core.model.findings import Fix

HEADING = "it stands in a heading"
TITLE = "it stands in a title"
COVER = "it stands on the cover"
CAPTION = "it stands in a caption"
CODE = "it stands in code"
QUOTATION = "it stands in a quotation"
SPEECH = "it stands in a record of what was said"
REFERENCES = "it stands in a list of references"
REPORTED = "its sentence may give the words of another text"
ENACTED = "its sentence has an effect of its own, as in a contract or a letter"
TALKED_ABOUT = "its sentence may be about these words, or name something by them"
NO_ARTICLE = "no article stands before it, as before a title or a name"
REPRINTED = "its section gives another text, or a part of one"
PARALLEL = "the paragraph beside it is worded alike and stays in full"
NO_SENTENCE = "it does not stand in a sentence"
UNENDED = "no full stop ends its sentence, if it is one"
CAPITALS = "it stands in text written in capitals"
REVISED = "a tracked change that nobody has decided on stands there"
OBJECT_THERE = "a picture, a note or a field stands there"
BROKEN = "a line or a tab ends there"
SET_OFF = "it is set in another look than its sentence"
RUN_IN = "a heading may end there without its mark, and the text begin"
FONT = "its font is not known, or shows signs and no letters"
SIGNS = "its font is not known as one for text: it may show signs, a barcode or a signature"
WORD_PART = "it is a part of a word, as small capitals and raised signs are"
IDENTIFIER = "it is part of an identifier, a path or an address"
COMPOUND = "it is part of a compound"
POSSESSIVE = "a possessive hangs on it"
LABEL = "the words are a label, not a sentence"
BRACKET = "it stands beside a bracket"
NAME = "it may be part of a longer name"
FIELD = "it may be the name of a field or a column"
LISTED = "it stands in a list whose other members may be spelt out"
DEFINING = "the sentence says what it is called"
ARTICLE = "the article before it may have to change"
DOUBLED = "a word would stand there twice"
OTHER_CAPITALS = "its words are written otherwise than in the definition"
TWIN = "the sentence says it once more in other capitals"
LEFT_IN_FULL = "the same words must stay in full elsewhere in its paragraph"
GUIDANCE = "it stands in a note to the author"
IN_TABLE = "a table is read by itself"
SHORT_LIST = "it stands in a short item of a list or a table that is worded like its neighbours"
SHORT_FORM = "so short a form may mean something else"
NUMBER = "singular and plural differ"
OWN_ACRONYM = "its acronym stands in the same sentence"
FULL_THERE = "its full form stands in the same sentence"
LANGUAGE = "it is in another language than the definition"
DEFINED_OUTSIDE = "no definition before it is sure to reach its reader"
DEFINED_ELSEWHERE = "its definition stands in another part of the document"
ABOUT_IT = "its section is about it"
OPENS_ITEM = "it opens a paragraph or an item of a list, as a term does that is explained"
FRONT = "it stands in front matter"
NOT_PLAIN = "the definition is not written plainly"
DOUBTFUL_ROW = "the full form in the list would not fit into the sentence as it is"
SEVERAL_MEANINGS = "the list gives several meanings"
OTHER_FORM = "the list writes the acronym otherwise"
NOT_BORNE_OUT = "no words near it say that it means what the list says"
OWN_WORDS = "other words near it begin with its letters"
WELL_KNOWN = "the list calls it well known"
UNSURE_SPELLING = "neither a list nor a definition says which spelling is right"
SEVERAL_SPELLINGS = "the document defines it in more than one spelling"
MOSTLY_OTHERWISE = "most places of the document are spelt otherwise"
LIKE_CODE = "what stands beside it looks like code or a command"
BLANKS_MEANT = "its sentence may be about the spaces"
ONE_WORD = "one word or two may be meant"
WORD_WANTED = "the word may be wanted"
OTHER_WORDS = "other words may have to change with it"
WHICH_IS_RIGHT = "a person must say which of the two is right"
MAY_POSSESS = "the apostrophe may also make a possessive"
MARKING_SAYS = "it would change what a marking says, which a person must decide"
BY_STYLE = "a style sets this look, and it should be changed there"
LOOK_MEANT = "the look may be meant"

_KINDS = {
    BlockKind.HEADING: HEADING,
    BlockKind.CAPTION: CAPTION,
    BlockKind.CONTENTS: "it stands in a generated list",
    BlockKind.COMMENT: "it stands in a comment",
    BlockKind.TEXT_BOX: "it stands in a text box",
    BlockKind.HEADER: "it stands in a header",
    BlockKind.FOOTER: "it stands in a footer",
    BlockKind.SLIDE_TEXT: "it stands on a slide",
    BlockKind.ALTERNATIVE_TEXT: "it stands in alternative text",
    BlockKind.WATERMARK: "it stands in a watermark",
    BlockKind.PROPERTY: "it stands in a property",
    BlockKind.HIDDEN: "it stands in hidden text",
}


def of_kind(kind: BlockKind) -> str:
    """Return why no wording is replaced in a kind of block; empty for kinds that hold sentences."""
    return _KINDS.get(kind, "")


def corrected(
    where: Location, replacement: str, reason: str, others: tuple[tuple[Location, str], ...] = ()
) -> Fix:
    """Return the correction of a wording: safe where there is no reason against it, else proposed.

    Args:
        where: what is replaced.
        replacement: what stands there then.
        reason: why it is only proposed, as the end of a sentence; empty when nothing speaks against it.
        others: other places that are mended with it.
    """
    return Fix(where, replacement, safe=not reason, others=others, reason=reason)
