"""Sentences that another wording would make wrong: they define, they enact, they cite, they talk about words.

Each is told by words that stand in the sentence itself; in doubt the wording is left to a person.
"""

import re

from stormdat_core.model import reasons
from stormdat_core.rules.wording.passages import Passage

_MEANS = re.compile(
    r"\s*,?\s*(?:(?:shall|will|must|may|does|is taken to|is understood to)\s+)?(?:means?|signif(?:y|ies)"
    r"|denotes?|"
    r"refers? to|stands? for)\b"
    r"|\s+(?:has|have|shall have|had) the (?:same )?meaning\b|\s+(?:is|are|shall be|was|were) (?:hereby "
    r"|here )?"
    r"(?:defined|construed|understood|interpreted|abbreviated|renamed|spelled|spelt|called|known|titled)\b",
    re.IGNORECASE,
)
_ENACTS = re.compile(
    r"\b(?:hereby|herein|hereinafter|hereto|hereunder|thereof|therein|notwithstanding|whereas)\b"
    r"|\bthere (?:is|are|was|were|shall be|will be) (?:\w+ )?(?:a|an|established|created|constituted"
    r"|formed|no)\b",
    re.IGNORECASE,
)
_FOUNDS = re.compile(
    r"\b(?:establish(?:es|ed|ing)?|creat(?:es|ed|ing)|constitut(?:es|ed|ing)|found(?:s|ed)|charter(?:s|ed)|"
    r"becom(?:es|ing)|became|renam(?:e|es|ed|ing)|transformed|merged)\b",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:replac|chang|turn|convert|transform|renam)(?:e|es|ed|ing|s)?\b[^.]{0,200}\b(?:to|into)\b",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"\b(?:spell(?:ed|s|ing)?|spelt|renam\w+|entitled|titled?|headings?|headed|headline|captions?|labels?"
    r"|labell?ed|"
    r"acronyms?|abbreviat\w+|shorten\w*|in full|nam(?:e|es|ed|ing)|terms?|words?|phrases?|wording|motto|"
    r"subject (?:line|of)|known|file ?names?|folders?|search box|drop-?down|strings?|variables?|slogan)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\b(?:replace|choose|chooses|chose|chosen|select|selects|selected|click|clicks|clicked|press|presses|tap|taps"
    r"|types?|typed|"
    r"typing|enter|enters|entered|write|writes|wrote|written|insert|inserts|reads?|says?|bears?|show|shows"
    r"|display|"
    r"displays|print|prints|printed|stamped|marked|search(?:es|ed)?(?: for)?|open"
    r"|opens)\s+(?:on\s+)?(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"(?:\s+[\w()-]+){0,3}\.(?:docx?|docm|xlsx?|pptx?|pdf|txt|csv|rtf|zip|html?|xml|vsdx?|msg)\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:provid(?:es?|ed|ing)|stat(?:es?|ed|ing)|stipulat(?:es?|ed)|prescrib(?:es?|ed)|declar(?:es?|ed)|"
    r"mandat(?:es?|ed)|quot(?:es?|ed|ing)) that\b"
    r"|\b(?:wrote|writes|said|says|asked|replied|states?|stated|reads?|added|warn(?:s|ed)|announced|quoted?|"
    r"follow(?:s|ing)|document|text|clause|words?)\s*:\s"
    r"|\b(?:says?|reads?|writes) [“\"‘]|\b(?:reads?|reading|stated?|worded|written|says) as follows\b"
    r"|\bas [A-Z][\w.]*(?: [A-Z][\w.]*)* (?:put|puts|said|wrote)\b",
)
_CITES = re.compile(
    r"\b(?:U\.? ?S\.? ?C\.|C\.?F\.?R\.? |FAR \d|DFARS \d|[Cc]lause [A-Z]?-?\d|[Ss]tat\. \d|§)"
)
_SALUTES = re.compile(r"\s*(?:Dear\b|Yours\b|Sincerely\b|To whom\b|Signed\b|To the\s*$)")
_CONTRASTS = re.compile(
    r"\b(?:compar\w+|between|unlike|rather than|instead of|as opposed to|differs? from|in contrast|versus)\b",
    re.IGNORECASE,
)
_COPIED = re.compile(r"\s*(?:>|\|)\s?\S")
"""How mail quotes what it answers."""


def about(passage: Passage) -> str:
    """Return why the sentence of a passage needs its words as they are; empty where it does not."""
    before, after = passage.before, passage.after
    whole = f"{before} {after}"
    if _MEANS.match(after):
        return reasons.DEFINING
    if _ENACTS.search(whole) or _SALUTES.match(before):
        return reasons.ENACTED
    if _COPIED.match(passage.block.text[:8]) or _REPORTS.search(before) or _CITES.search(whole):
        return reasons.REPORTED
    if _FILE.match(after):
        return reasons.NAME
    if _NAMES.search(whole) or _ACTS.search(before) or _FOUNDS.search(before) or _CHANGES.search(whole):
        return reasons.TALKED_ABOUT
    return reasons.LISTED if _contrasted(passage) else ""


def _contrasted(passage: Passage) -> bool:
    """Return whether a sentence sets a passage against something, or has another thing of the same kind."""
    if _CONTRASTS.search(f"{passage.before} {passage.after}"):
        return True
    last = passage.text.split()[-1].casefold()
    rest = f"{passage.before} | {passage.after}".casefold().replace(passage.text.casefold(), "|")
    return re.search(rf"\w\s+{re.escape(last)}s?\b", rest) is not None if last.isalpha() else False
