"""The page of one document: what is decided there, step by step, and which finding comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, count

from stormdat_core.errors import StormError
from stormdat_core.model import Decision, Finding, Location, Verdict
from stormdat_core.model.comments import OWN, CommentType, is_gone, own_comment, type_of
from stormdat_core.model.drawn import Group, Step, Target
from stormdat_core.store import NotStored, Store
from stormdat_core.sweep.deciding import ABOUT_ACRONYMS, Said, decisions_about


@dataclass(frozen=True, slots=True)
class Which:
    """Which findings of a file are decided about: chosen ones, all open ones of a rule, all safe ones."""

    ids: tuple[int, ...] = ()
    rule: str = ""
    safe: bool = False


def decide(store: Store, file_id: int, which: Which, said: Said) -> Step:
    """Remember what a person says about findings of a file, as one step that can be undone.

    Raises:
        NotStored: no such finding.
        StormError: nothing is left to decide about, or the verdict does not suit.
    """
    store.file(file_id)  # which may have been deleted meanwhile
    targets = store.review.targets(file_id, ids=which.ids, rule=which.rule, safe=which.safe)
    if which.ids and not targets:
        raise NotStored("What was chosen is no longer in the library.")
    made = _made(store, targets, said.trimmed(), alone=bool(which.ids))
    if not made:
        raise StormError("There is nothing open here that this could be said about.")
    return store.steps.put(file_id, made, _told(made, said.verdict))


LONGEST_COMMENT = 2_000


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer says about a stretch of text."""

    words: str
    kind: CommentType


def comment(store: Store, file_id: int, block: int, stretch: tuple[int, int], said: Remark) -> int:
    """Add a reviewer's comment to the findings of a file, and return the id of the finding.

    Args:
        store: the library.
        file_id: the file.
        block: number of the block it is about.
        stretch: where in its text, as (start, end); what lies outside is cut off.
        said: what the reviewer says.

    Raises:
        StormError: nothing was said, or the text of the document is not there.
        NotStored: no such file.
    """
    words = " ".join(said.words.split())[:LONGEST_COMMENT]
    if not words:
        raise StormError("A comment needs words.", "Say in a sentence what the author should know.")
    text, where = _stretch(store, file_id, block, stretch)
    made = told_apart(store, file_id, text, where, Remark(words, said.kind))
    return store.steps.comment(file_id, made, "Comment added")


def put(store: Store, file_id: int, finding_id: int, block: int, stretch: tuple[int, int]) -> int:
    """Put a reviewer's comment on another stretch, as one step, and return the id of its finding.

    Arguments as for `comment`; what was decided about it holds.

    Raises:
        StormError: the finding is no comment, or the text of the document is not there.
        NotStored: the file has no such finding.
    """
    found = store.found_in(finding_id)
    if found.file.id != file_id or found.finding.rule != OWN:
        raise NotStored(f"There is no comment {finding_id} in this document.")
    old = found.finding
    text, where = _stretch(store, file_id, block, stretch)
    new = told_apart(store, file_id, text, where, Remark(old.message, type_of(old)), old.fingerprint)
    if new.fingerprint == old.fingerprint and not is_gone(old):
        return finding_id
    return store.steps.move(file_id, old, new, "Comment placed")


def told_apart(
    store: Store, file_id: int, text: str, where: Location, said: Remark, own: str = ""
) -> Finding:
    """Return what is said of a stretch as a comment, apart from the same on equal blocks of the file.

    Blocks of equal text are told apart by their order; where a comment that waits for a place has that number
    from an earlier revision, by a number below 0.

    Args:
        store: the library.
        file_id: the file.
        text: of the block.
        where: the stretch of it.
        said: what is said.
        own: the fingerprint it has had, if it is put elsewhere.
    """
    equals = store.blocks.equals_before(file_id, where.block, text)
    taken = {each.fingerprint for each in store.comments.of(file_id) if is_gone(each)} - {own}
    made = (own_comment(text, where, said.words, said.kind, at) for at in chain([equals], count(-1, -1)))
    return next(each for each in made if each.fingerprint not in taken)


def _stretch(store: Store, file_id: int, block: int, stretch: tuple[int, int]) -> tuple[str, Location]:
    """Return the text of a block, and a stretch of it; what lies outside is cut off."""
    found = store.blocks.window(file_id, block, 1)
    if not found:
        raise StormError(
            "The text of this document is not there, so nothing can be said about a place in it."
        )
    text = found[0].text
    start = min(max(stretch[0], 0), len(text))
    end = min(max(stretch[1], start), len(text))
    return text, found[0].where._replace(start=start, end=end)


def _made(store: Store, targets: Sequence[Target], said: Said, *, alone: bool) -> tuple[Decision, ...]:
    if said.verdict in ABOUT_ACRONYMS or alone:
        return decisions_about(store, [each.id for each in targets], said)
    if said.verdict is Verdict.WAIVED and not said.reason:
        raise StormError("A waived finding needs a reason.", "Say in a few words why it may stay.")
    now = datetime.now(UTC)
    return tuple(
        Decision(each.fingerprint, each.rule, said.verdict, now, said.reason, reviewer=said.reviewer)
        for each in targets
        if each.fingerprint and (each.safe is not None or said.verdict is not Verdict.FIX)
    )


def _told(made: Sequence[Decision], verdict: Verdict) -> str:
    number = f"{len(made):,} findings" if len(made) != 1 else "1 finding"
    return f"{number} {verdict}"


def next_open(store: Store, file_id: int, groups: Sequence[Group], rule: str, after: int) -> int:
    """Return the id of the open finding that comes next, 0 when all are decided.

    It is the next one of the same rule, then the first one of it, then the first of the next rule.

    Args:
        store: the library.
        file_id: the file.
        groups: of the file, in the order of the page.
        rule: of the finding that was chosen.
        after: its id.
    """
    left = {group.rule for group in groups if group.number > group.decided}
    if rule in left and (found := store.review.first_open(file_id, rule, after)):
        return found
    order = [group.rule for group in groups]
    at = order.index(rule) if rule in order else 0
    for each in (*order[at:], *order[:at]):
        if each in left and (found := store.review.first_open(file_id, each)):
            return found
    return 0
