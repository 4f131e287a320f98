"""The page of one document, its parts, and what is decided on it."""

from typing import Annotated

from flask import Blueprint, jsonify, render_template, request, url_for
from pydantic import Field
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from stormdat_core import reports
from stormdat_core.actions import review
from stormdat_core.errors import StormError
from stormdat_core.jobs import Job
from stormdat_core.model import Verdict
from stormdat_core.model.comments import OWN, CommentType
from stormdat_core.model.drawn import DrawnBlock, Group, Part, Step
from stormdat_core.rules import registry
from stormdat_core.store import NotStored, Store, StoredFile
from stormdat_core.sweep import deciding, deciding_many, reviewing
from stormdat_core.sweep.deciding import Said
from stormdat_core.sweep.reviewing import Remark, Which
from webui.context import context, services
from webui.feature import Feature
from webui.features.review import drawing, overview, pages, problems, revisions, sheets
from webui.requests import LARGEST, Body, body, number

bp = Blueprint(
    "review", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
)

overview.install(bp)
pages.install(bp)
revisions.install(bp)
BLOCKS = 100
"""Blocks of a window of text; a page holds three of them."""
WORDS = {
    "fix": Verdict.FIX,
    "leave": Verdict.LEFT,
    "author": Verdict.FOR_AUTHOR,
    "accept": Verdict.ACCEPTED,
    "not-acronym": Verdict.NOT_AN_ACRONYM,
    "well-known": Verdict.WELL_KNOWN,
    "waive": Verdict.WAIVED,
}
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Shown = Annotated[int, Field(ge=0, le=2**63 - 1)]
"""The finding that is shown; 0 for none."""


class Stretch(Body):
    """Findings of a rule that stand one behind the other; `last` 0 is all that follow."""

    rule: Annotated[str, Field(max_length=100)]
    first: Annotated[int, Field(ge=1, le=10**9)] = 1
    last: Annotated[int, Field(ge=0, le=10**9)] = 0

    def part(self) -> Part:
        return Part(self.rule, self.first, self.last)


class Selected(Body):
    """Parts of groups."""

    parts: Annotated[list[Stretch], Field(min_length=1, max_length=1000)]
    chosen: Shown = 0


class DecidedMany(Selected):
    """A verdict on what is open of them; an empty one takes decisions back."""

    verdict: Annotated[str, Field(max_length=20)] = ""
    reason: Annotated[str, Field(max_length=deciding.LONGEST_REASON)] = ""
    everywhere: bool = True


class Chosen(Body):
    """Findings: some by their ids, or all open ones of a rule, or all with safe corrections."""

    findings: Annotated[list[Id], Field(max_length=deciding.MOST)] = Field(default_factory=list)
    rule: Annotated[str, Field(max_length=100)] = ""
    safe: bool = False

    def which(self) -> Which:
        """Return which findings are meant.

        Raises:
            BadRequest: none.
        """
        if not (self.findings or self.rule or self.safe):
            raise BadRequest
        return Which(tuple(self.findings), self.rule, self.safe)


class Decided(Chosen):
    """A verdict on them."""

    verdict: Annotated[str, Field(max_length=20)]
    chosen: Shown = 0
    """The finding that is shown; the answer holds the next one."""
    reason: Annotated[str, Field(max_length=deciding.LONGEST_REASON)] = ""
    full_form: Annotated[str, Field(max_length=deciding.LONGEST_FULL_FORM)] = ""
    everywhere: bool = True


class Reopened(Chosen):
    """Findings whose decisions are taken back."""

    chosen: Shown = 0


class Turned(Body):
    """A step back or forth; the finding that is shown stays."""

    chosen: Shown = 0


@bp.get("/<key:file_id>")
def page(file_id: int) -> str:
    """Show a document with its problems; the worst open one is chosen where the address names none."""
    file, groups = _file(file_id)
    chosen = number("finding", 0, 0, LARGEST) or reviewing.next_open(services().store, file.id, groups, "", 0)
    chosen = chosen or (_first(file, groups[0].rule) if groups else 0)
    held = services().store.blocks
    own = services()
    return render_template(
        "review/page.html",
        sweep=own.store.sweep(file.sweep_id),
        drawn=held.count(file_id),
        paged=held.page(file_id, 1) is not None,
        blocks=sheets.BLOCKS if file.format == "xlsx" else BLOCKS,
        view=pages.VIEWS.get(file.format, ""),
        pictured=own.settings.document_view == "pages",
        writers=[each for each in reports.writers() if not each.formats or file.format in each.formats],
        formats=own.settings.formats,
        proposed=own.settings.copy_fixes == "proposed",
        decided_fixes=_is_corrected(file),
        reasons=problems.reasons(),
        kinds=tuple(CommentType),
        native=context().shell.native,
        revised=revisions.has_any(own.store, file_id),
        **_parts(file, groups, chosen),
    )


@bp.get("/<key:file_id>/parts")
def parts(file_id: int) -> Response:
    """Return the problems and the chosen finding anew."""
    file, groups = _file(file_id)
    chosen = number("finding", 0, 0, LARGEST)
    if not _is_in(chosen, file_id):
        chosen = reviewing.next_open(services().store, file_id, groups, "", 0)
    return _state(file, groups, chosen, "")


@bp.get("/<key:file_id>/group")
def group(file_id: int) -> Response:
    """Open a group: its first open finding is chosen, or its first where all are decided."""
    file, groups = _file(file_id)
    rule = _rule_asked(groups)
    return _state(file, groups, services().store.review.first_open(file_id, rule) or _first(file, rule), "")


@bp.get("/<key:file_id>/text")
def text(file_id: int) -> str:
    """Return a window of the document's text."""
    first = number("first", 0)
    store = services().store
    is_sheet = store.file(file_id).format == "xlsx"
    before, blocks = (sheets.window if is_sheet else _window)(store, file_id, first)
    chosen = number("finding", 0, 0, LARGEST)
    marks = store.blocks.marks(file_id, first, BLOCKS)
    focus = drawing.Focus(chosen, number("block", -1, -1), number("at", 0))
    drawn = list(drawing.items(blocks, marks, focus, before))
    if is_sheet:
        sheets.lay_out(store, file_id, drawn)
    return render_template(
        "review/_text.html", items=drawn, first=first, chosen=chosen, cell_name=drawing.cell_name
    )


def _window(store: Store, file_id: int, first: int) -> tuple[DrawnBlock | None, tuple[DrawnBlock, ...]]:
    """Return the blocks of a window, and the one before them."""
    blocks = store.blocks.window(file_id, first - 1, BLOCKS + 1)
    if blocks and blocks[0].index < first:
        return blocks[0], blocks[1:]
    return None, blocks


@bp.get("/<key:file_id>/outline")
def outline(file_id: int) -> Response:
    """Return the headings of the document with the numbers of their blocks."""
    held, file = services().store.blocks, services().store.file(file_id)
    firsts = held.beginnings(file_id)
    if file.format == "xlsx":
        headings = sheets.outline(held.named(file_id, firsts[: sheets.MOST_NAMED]))
    else:
        found = held.outline(file_id)
        headings = [[each.index, each.level, f"{each.number} {each.text}".strip()[:120]] for each in found]
    return jsonify(
        blocks=held.count(file_id), headings=headings, pages=firsts if file.format in pages.VIEWS else []
    )


@bp.get("/<key:file_id>/find")
def find(file_id: int) -> Response:
    """Return the numbers of the blocks that hold some words."""
    words = request.args.get("q", "")[:200].strip()
    return jsonify(blocks=services().store.blocks.holding(file_id, words)[:10_000] if words else [])


@bp.post("/<key:file_id>/draw")
def draw(file_id: int) -> tuple[Response, int]:
    """Read the document for its page, in the background."""
    body(_Nothing)
    return _begun(review.draw(services(), file_id))


@bp.post("/<key:file_id>/reveal")
def reveal(file_id: int) -> Response:
    """Show the original in the system's file manager."""
    body(_Nothing)
    path = services().store.file(file_id).path
    if not path.exists():
        raise StormError(
            f"{path.name} is no longer where it was checked.", "Look for it, and check it again."
        )
    context().shell.reveal(path)
    return jsonify(ok=True)


class _Nothing(Body):
    """A body that says no more than its address."""


@bp.post("/<key:file_id>/decide")
def decide(file_id: int) -> Response:
    """Remember a verdict as one step, and choose the next open finding."""
    told = body(Decided)
    if told.verdict not in WORDS:
        raise BadRequest
    said = Said(
        WORDS[told.verdict],
        told.reason,
        told.full_form,
        everywhere=told.everywhere,
        reviewer=services().settings.reviewer_name,
    )
    rule = _rule_of(told.chosen) or told.rule
    step = review.decide(services(), file_id, told.which(), said)
    file, groups = _file(file_id)
    following = reviewing.next_open(services().store, file.id, groups, rule, told.chosen)
    return _state(file, groups, following or told.chosen, f"{step.told}.", step)


@bp.post("/<key:file_id>/weigh")
def weigh(file_id: int) -> Response:
    """Return how many findings parts hold, and how many of them are open and can be fixed."""
    told = body(Selected)
    groups = _file(file_id)[1]
    parts = deciding_many.bounded(groups, [each.part() for each in told.parts])
    found = deciding_many.weigh(services().store, file_id, groups, parts)
    return jsonify(kinds=found.kinds, number=found.number, open=found.open, fixable=found.fixable)


@bp.post("/<key:file_id>/decide-many")
def decide_many(file_id: int) -> Response | tuple[Response, int]:
    """Remember a verdict on parts of groups as one step, in the background where they are large."""
    told = body(DecidedMany)
    if told.verdict and told.verdict not in WORDS:
        raise BadRequest
    parts = deciding_many.bounded(_file(file_id)[1], [each.part() for each in told.parts])
    said = _said_of(told) if told.verdict else None
    if deciding_many.size(parts) > deciding_many.AT_ONCE:
        return _begun(review.begin_deciding(services(), file_id, parts, said))
    if said is None:
        found = review.take_back_parts(services(), file_id, parts)
        return _state(*_file(file_id), found.first, found.told)
    found = review.decide_parts(services(), file_id, parts, said)
    file, groups = _file(file_id)
    following = reviewing.next_open(services().store, file_id, groups, _rule_of(told.chosen), told.chosen)
    return _state(file, groups, following or told.chosen, found.told)


def _said_of(told: DecidedMany) -> Said:
    name = services().settings.reviewer_name
    return Said(WORDS[told.verdict], told.reason, everywhere=told.everywhere, reviewer=name)


def _begun(job: Job) -> tuple[Response, int]:
    return jsonify(job=job.id, state=url_for("sweeps.job_state", job_id=job.id)), 202


@bp.post("/<key:file_id>/reopen")
def reopen(file_id: int) -> Response:
    """Take decisions back as one step; the finding stays chosen."""
    told = body(Reopened)
    step = review.take_back(services(), file_id, told.which())
    return _state(*_file(file_id), told.chosen, f"{step.told}." if step else "Nothing was decided here.")


class Remarked(Body):
    """A reviewer's comment on a stretch of a block."""

    block: Annotated[int, Field(ge=0, le=10**9)]
    start: Annotated[int, Field(ge=0, le=10**9)]
    end: Annotated[int, Field(ge=0, le=10**9)]
    words: Annotated[str, Field(max_length=reviewing.LONGEST_COMMENT)]
    kind: Annotated[str, Field(max_length=1)]
    chosen: Shown = 0


class Unremarked(Body):
    """A comment that is removed."""

    finding: Id
    chosen: Shown = 0


@bp.post("/<key:file_id>/comment")
def comment(file_id: int) -> Response:
    """Add a reviewer's own comment, and choose it."""
    told = body(Remarked)
    if told.kind not in {each.value for each in CommentType}:
        raise BadRequest
    said = Remark(told.words, CommentType(told.kind))
    made = review.comment(services(), file_id, told.block, (told.start, told.end), said)
    return _state(*_file(file_id), made, "Comment added.")


class Placed(Body):
    """A comment that is put on another stretch."""

    finding: Id
    block: Annotated[int, Field(ge=0, le=10**9)]
    start: Annotated[int, Field(ge=0, le=10**9)]
    end: Annotated[int, Field(ge=0, le=10**9)]
    chosen: Shown = 0


@bp.post("/<key:file_id>/place-comment")
def place_comment(file_id: int) -> Response:
    """Put a reviewer's own comment on another stretch, and choose it."""
    told = body(Placed)
    made = review.place_comment(services(), file_id, told.finding, told.block, (told.start, told.end))
    return _state(*_file(file_id), made, "Comment placed.")


@bp.post("/<key:file_id>/remove-comment")
def remove_comment(file_id: int) -> Response:
    """Remove a reviewer's own comment, and choose what comes next."""
    review.remove_comment(services(), file_id, body(Unremarked).finding)
    file, groups = _file(file_id)
    following = reviewing.next_open(services().store, file_id, groups, OWN, 0)
    return _state(file, groups, following, "Comment removed.")


@bp.post("/<key:file_id>/undo")
def undo(file_id: int) -> Response | tuple[Response, int]:
    """Undo the last step."""
    return _turned(file_id, undone=False)


@bp.post("/<key:file_id>/redo")
def redo(file_id: int) -> Response | tuple[Response, int]:
    """Do the step again that was undone last."""
    return _turned(file_id, undone=True)


def _turned(file_id: int, *, undone: bool) -> Response | tuple[Response, int]:
    told, own = body(Turned), services()
    if own.store.steps.is_long(file_id, undone=undone):
        return _begun(review.begin_turning(own, file_id, undone=undone))
    step = (review.redo if undone else review.undo)(own, file_id)
    words = review.turned_words(step, undone=undone)
    return _state(*_file(file_id), _about(file_id, step) or told.chosen, words)


def _about(file_id: int, step: Step | None) -> int:
    """Return the first finding that a step was about: who goes back wants to see where to."""
    return services().store.review.first_of(file_id, step.fingerprints) if step else 0


def _is_corrected(file: StoredFile) -> bool:
    """Return whether a corrected copy can be made of a file of this kind."""
    return any(each.id == "fixed" and file.format in each.formats for each in reports.writers())


def _file(file_id: int) -> tuple[StoredFile, tuple[Group, ...]]:
    store = services().store
    file = store.file(file_id)
    return file, store.review.groups(file.sweep_id, file_id)


def _rule_asked(groups: tuple[Group, ...]) -> str:
    wanted = request.args.get("rule", "")
    if wanted not in {each.rule for each in groups}:
        raise NotFound
    return wanted


def _rule_of(finding_id: int) -> str:
    try:
        return services().store.finding(finding_id).rule if finding_id else ""
    except NotStored:  # removed in another window: what is decided does not hang on it
        return ""


def _is_in(finding_id: int, file_id: int) -> bool:
    try:
        return services().store.file_of(finding_id) == file_id
    except NotStored:
        return False


def _first(file: StoredFile, rule: str) -> int:
    found = services().store.review.members(file.id, rule, 0, 1)
    return found[0].id if found else 0


def _parts(file: StoredFile, groups: tuple[Group, ...], chosen: int) -> dict[str, object]:
    opened = problems.opened(file, chosen, groups)
    rule = opened.finding.rule if opened else ""
    known = registry.rule(rule)
    return {
        "file": file,
        "open": opened,
        "listed": problems.listed(file, groups, rule, opened.at - 1 if opened else 0),
        "info": known.info if known else None,
        "corrected": _is_corrected(file),
    }


def _state(
    file: StoredFile, groups: tuple[Group, ...], chosen: int, said: str, step: Step | None = None
) -> Response:
    parts = _parts(file, groups, chosen)
    opened = parts["open"]
    where = opened.finding.where if isinstance(opened, problems.Opened) else None
    return jsonify(
        said=said,
        chosen=chosen,
        block=where.block if where else -1,
        step=step.id if step else 0,
        problems=render_template("review/_problems.html", **parts),
        finding=render_template("review/_finding.html", **parts),
    )


FEATURE = Feature("review", "Review", bp, prefix="/review")
