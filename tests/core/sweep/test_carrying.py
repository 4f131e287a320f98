"""A reviewer's own comments in a newer revision: on their text, or said to be without it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core.actions import review as actions
from stormdat_core.actions import sweeps
from stormdat_core.documents.limits import Limits
from stormdat_core.model import Finding, SweepRequest, Verdict
from stormdat_core.model.comments import CommentType, is_gone, type_of
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.reports.matrix.comments import comments_of
from stormdat_core.services import Services
from stormdat_core.store import NotStored, Store
from stormdat_core.sweep import carrying, check_file, drawing, reviewing, revising
from stormdat_core.sweep.deciding import Said
from stormdat_core.sweep.executor import TaskLimits
from stormdat_core.sweep.reviewing import Remark, Which
from tests.here import Here
from tests.revised import Manual
from tests.word import heading, paragraph, run, table, write_word


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with Services(AppPaths.below(tmp_path / "app")) as opened:
        yield opened


@pytest.fixture
def store(services: Services) -> Store:
    return services.store


def checked(store: Store, path: Path) -> int:
    """Check a file as the runner does it, and put what comes along."""
    sweep = store.start_sweep(SweepRequest((path,)), "1", "d")
    file = store.add_result(sweep, check_file(path))
    store.comments.carry_over(file)
    revising.follow(store, file)
    store.finish_sweep(sweep)
    return file


def drawn(store: Store, file: int) -> int:
    drawing.draw(store, store.file(file), JobContext(), TaskLimits(), Limits(), Here())
    carrying.place(store, file)
    return file


def comment(
    store: Store, file: int, words: str, said: str = "Say more.", whole: bool = False, nth: int = 0
) -> None:
    """Comment on words, or on the block that holds them."""
    block = [each for each in store.blocks.all(file) if words in each.text][nth]
    start = block.text.index(words)
    stretch = (0, 10**9) if whole else (start, start + len(words))
    reviewing.comment(store, file, block.index, stretch, Remark(said, CommentType.MAJOR))


def on(store: Store, file: int) -> list[tuple[str, str]]:
    """Return the comments of a file with the words they stand on, "" for none."""
    texts = {each.index: each.text for each in store.blocks.all(file)}
    return [
        (each.message, "" if is_gone(each) else texts[each.where.block][each.where.start : each.where.end])
        for each in store.comments.of(file)
    ]


def sentence_of(store: Store, file: int, found: Finding) -> str:
    text = next(each.text for each in store.blocks.all(file) if each.index == found.where.block)
    first = max(text.rfind(". ", 0, found.where.start + 1) + 2, 0) if ". " in text[: found.where.start] else 0
    end = text.find(".", found.where.end - 1)
    return text[first : end + 1 if end >= 0 else len(text)]


CHANGES: dict[str, tuple[Callable[[Manual], None], float]] = {
    "twenty paragraphs": (lambda manual: manual.insert(20), 1.0),
    "every sentence without a finding": (lambda manual: manual.rewrite(), 0.0),
    "half of them": (lambda manual: manual.rewrite(0.5), 0.0),
    "a chapter moved": (lambda manual: manual.move(), 1.0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_comments_stay_on_their_sentences(change: str, store: Store, tmp_path: Path) -> None:
    manual = Manual.of(5, chapters=4)
    old = drawn(store, checked(store, manual.write(tmp_path / "manual v1.docx")))
    before: dict[str, str] = {}
    for number, block in enumerate(store.blocks.all(old)):
        words = block.text.split()
        if len(words) < 6 or block.kind.value == "heading":
            continue
        at = len(words) // 2
        start = len(" ".join(words[:at])) + 1
        end = start + len(words[at])
        said = f"Comment {number}."
        reviewing.comment(store, old, block.index, (start, end), Remark(said, CommentType.MAJOR))
        found = next(each for each in store.comments.of(old) if each.message == said)
        before[said] = sentence_of(store, old, found)
    act, least = CHANGES[change]
    act(manual)
    new = drawn(store, checked(store, manual.write(tmp_path / "manual v2.docx")))
    kept = {each.message: each for each in store.comments.of(new)}
    assert kept.keys() == before.keys()
    texts = " ".join(each.text for each in store.blocks.all(new))
    put = {said: each for said, each in kept.items() if not is_gone(each)}
    assert all(sentence_of(store, new, each) == before[said] for said, each in put.items())
    there = [said for said, words in before.items() if texts.count(words) == 1]
    print(change, "comments", len(before), "text there", len(there), "put", len(put))
    assert len(set(there) & put.keys()) >= 0.95 * len(there)
    assert len(put) >= least * len(before)


def word(path: Path, *parts: str) -> Path:
    return write_word(path, "".join(part if part.startswith("<") else paragraph(run(part)) for part in parts))


TEXT = (
    heading("Pumps"),
    "The pump stops when the tank is full. The crew looks at it twice a day.",
    "See the annex.",
    heading("Valves"),
    "The valve opens by hand in the winter months.",
    "See the annex.",
    table(("Pump", "TBD"), ("Valve", "TBD")),
)


@pytest.mark.parametrize(
    ("words", "nth", "whole", "new", "stands"),
    [
        # The other sentence of the paragraph was rewritten, spaces too.
        ("crew", 0, False, (*TEXT[:1], "It runs.  The crew looks at  it twice a day.", *TEXT[2:]), "crew"),
        # Its own sentence changed, but not round it.
        ("tank is full", 0, False, (*TEXT[:1], "The red pump stops when the tank is full, too.", *TEXT[2:]),
         "tank is full"),
        # Its own sentence is another one now, which has the word.
        ("pump", 0, False, (*TEXT[:1], "No pump may be sold. The crew looks at it twice a day.", *TEXT[2:]), ""),
        # Of two equal paragraphs its own is gone.
        ("See the annex.", 1, True, (*TEXT[:5], *TEXT[6:]), ""),
        ("See the annex.", 0, True, (*TEXT[:2], *TEXT[3:]), ""),
        # And the other one is gone.
        ("See the annex.", 1, True, (*TEXT[:2], *TEXT[3:]), "See the annex."),
        # Cells of equal text, told by what stands beside them.
        ("TBD", 1, True, (*TEXT[:6], table(("Hose", "TBD"), ("Valve", "TBD"), ("Pump", "TBD"))), "TBD"),
        ("TBD", 0, True, (*TEXT[:6], table(("Hose", "TBD"), ("Valve", "TBD"))), ""),
        # A paragraph of which one sentence of two stays.
        ("The pump", 0, True, (*TEXT[:1], "It is new. The crew looks at it twice a day.", *TEXT[2:]),
         "It is new. The crew looks at it twice a day."),
        # Everything else went.
        ("opens by hand", 0, False, ("The valve opens by hand in the winter months.",), "opens by hand"),
        ("opens by hand", 0, False, ("Nothing of it.",), ""),
    ],
)  # fmt: skip
def test_where_a_comment_stands_in_a_revision(
    words: str, nth: int, whole: bool, new: tuple[str, ...], stands: str, store: Store, tmp_path: Path
) -> None:
    old = drawn(store, checked(store, word(tmp_path / "plan v1.docx", *TEXT)))
    comment(store, old, words, whole=whole, nth=nth)
    newer = drawn(store, checked(store, word(tmp_path / "plan v2.docx", *new)))
    ((said, found),) = on(store, newer)
    assert said == "Say more."
    assert found == stands
    if words == "TBD" and found:
        (made,) = store.comments.of(newer)
        assert made.where.row == 2


def revised(store: Store, tmp_path: Path) -> tuple[int, int, Finding]:
    """Return two revisions, and the comment of the second, whose text is gone."""
    old = drawn(store, checked(store, word(tmp_path / "plan v1.docx", *TEXT)))
    comment(store, old, "tank")
    (made,) = store.comments.of(old)
    key = store.findings(store.file(old).sweep_id, text="Say more").items[0].id
    reviewing.decide(store, old, Which((key,)), Said(Verdict.FOR_AUTHOR, "please"))
    newer = drawn(store, checked(store, word(tmp_path / "plan v2.docx", *TEXT[3:])))
    (gone,) = store.comments.of(newer)
    assert gone.fingerprint == made.fingerprint
    return old, newer, gone


def test_a_comment_whose_text_is_gone_keeps_its_words_type_and_decision(store: Store, tmp_path: Path) -> None:
    _, newer, gone = revised(store, tmp_path)
    assert is_gone(gone)
    assert type_of(gone) is CommentType.MAJOR
    assert "tank" in gone.excerpt
    assert gone.where.label == "its text is gone"
    decisions = store.decisions.by_fingerprint()
    row = comments_of(store.result(newer), decisions, datetime.now(UTC))[-1]
    assert (row.paragraph, row.page) == ("its text is gone", "")
    assert "tank" in row.comment
    assert store.facets(store.file(newer).sweep_id).rules[gone.rule] == 1


def test_it_is_placed_anew_as_a_step_with_its_decision(services: Services, tmp_path: Path) -> None:
    store = services.store
    _, newer, _ = revised(store, tmp_path)
    sweep = store.file(newer).sweep_id
    key = store.findings(sweep, text="Say more").items[0].id
    block = next(each for each in store.blocks.all(newer) if "valve" in each.text)
    made = actions.place_comment(services, newer, key, block.index, (4, 9))
    assert on(store, newer) == [("Say more.", "valve")]
    held = store.found_in(made).decision
    assert held is not None
    assert held.reason == "please"
    assert actions.undo(services, newer)
    assert on(store, newer) == [("Say more.", "")]
    assert actions.redo(services, newer)
    assert on(store, newer) == [("Say more.", "valve")]
    with pytest.raises(NotStored):
        actions.place_comment(services, newer, 10**6, block.index, (4, 9))


def test_dropping_it_leaves_the_earlier_one_and_checking_again_does_not_bring_it_back(
    services: Services, tmp_path: Path
) -> None:
    store = services.store
    old, newer, _ = revised(store, tmp_path)
    key = store.findings(store.file(newer).sweep_id, text="Say more").items[0].id
    actions.remove_comment(services, newer, key)
    assert store.comments.of(newer) == ()
    (kept,) = store.comments.of(old)
    assert kept.fingerprint in store.decisions.by_fingerprint()
    again = checked(store, tmp_path / "plan v2.docx")
    assert store.comments.of(again) == ()


def test_text_that_comes_back_has_its_comment_again(store: Store, tmp_path: Path) -> None:
    revised(store, tmp_path)
    third = drawn(store, checked(store, word(tmp_path / "plan v3.docx", *TEXT, "And more.")))
    assert on(store, third) == [("Say more.", "tank")]
    (made,) = store.comments.of(third)
    assert made.fingerprint in store.decisions.by_fingerprint()


def test_a_file_that_cannot_be_read_again_keeps_them_without_places(store: Store, tmp_path: Path) -> None:
    old = drawn(store, checked(store, word(tmp_path / "plan v1.docx", *TEXT)))
    comment(store, old, "tank")
    newer = checked(store, word(tmp_path / "plan v2.docx", *TEXT, "More."))
    assert [is_gone(each) for each in store.comments.of(newer)] == [True]
    assert carrying.place(store, newer) == (0, 1)
    drawn(store, newer)
    assert on(store, newer) == [("Say more.", "tank")]


def test_the_runner_puts_them(services: Services, tmp_path: Path) -> None:
    place = word(tmp_path / "plan.docx", *TEXT)
    swept = sweeps.run(services, SweepRequest((place,), jobs=1))
    (old,) = services.store.files(swept.sweep_id)
    drawn(services.store, old.id)
    comment(services.store, old.id, "tank")
    word(place, "First of all.", *TEXT)
    swept = sweeps.run(services, SweepRequest((place,), jobs=1))
    (new,) = services.store.files(swept.sweep_id)
    assert on(services.store, new.id) == [("Say more.", "tank")]
    assert services.store.steps.list(new.id) == ()


VALVE, PUMP = "Replace at once and report it", "Inspect monthly and report it"
SHIP = "The main pump of the ship must be cleaned every day by hand."
Body = tuple[str | tuple[str, str] | tuple[str, str, str], ...]
ELSEWHERE: dict[str, tuple[Body, str, Body]] = {
    "values swapped between rows": (
        (("Valve", VALVE), ("Pump", PUMP)), VALVE, (("Valve", PUMP), ("Pump", VALVE)),
    ),
    "another row that says the same": ((("Valve", VALVE), ("Fan", "x")), VALVE, (("Pump", VALVE), ("Fan", "x"))),
    "an equal number before another cell": (
        (("1", "Valve", VALVE), ("2", "Fan", "x")), VALVE, (("1", "Pump", VALVE), ("2", "Fan", "x")),
    ),
    "part of a cell in another row": (
        (("Valve", f"{VALVE}. Now and here."), ("Fan", "x")), VALVE, (("Pump", f"{VALVE}. Then."), ("Fan", "x")),
    ),
    "denied in another section": (
        ("#A", SHIP), SHIP[4:40], ("#A", "Nothing.", "#B", f"It is wrong that the{SHIP[3:]}"),
    ),
    "quoted elsewhere": (
        ("Never may anyone open the red valve of the tank.", "x y"), "anyone open the red valve of the tank",
        ("x y", "He said that nobody reads: anyone open the red valve of the tank twice."),
    ),
    "a whole sentence in another": (
        ("Intro.", "We clean all pumps. We go."), "We clean all pumps.",
        ("He never said once to them: We clean all pumps. Bye.", "x y"),
    ),
}  # fmt: skip
STAYS: dict[str, tuple[Body, str, Body]] = {
    "a row that moved": ((("Valve", VALVE), ("Pump", PUMP)), VALVE, (("Pump", PUMP), ("Valve", VALVE))),
    "a row with another number": (
        (("1", "Valve", VALVE), ("2", "Pump", PUMP)), VALVE, (("1", "Pump", PUMP), ("2", "Valve", VALVE)),
    ),
    "a row whose middle cell is reworded": (
        (("Valve", "old", VALVE), ("Pump", "x", PUMP)), VALVE, (("Pump", "x", PUMP), ("Valve", "new", VALVE)),
    ),
    "a sentence reworded in its place": (
        ("#A", "Before it.", SHIP), "main pump of the ship must be cleaned",
        ("#A", "Before it.", SHIP.replace("every day by hand", "twice a week")),
    ),
    "a sentence reworded beside its fellow": (
        (f"{SHIP} The fan of it may rest.",), "main pump of the ship must be cleaned",
        (f"{SHIP.replace('every day by hand', 'weekly')} The fan of it may rest.",),
    ),
    "a sentence moved": (("#A", SHIP), SHIP[4:40], ("#A", "Nothing.", "#B", f"Other words. {SHIP}")),
}  # fmt: skip


def body(parts: Body) -> str:
    """Return XML: texts are paragraphs, with "#" headings, and tuples that follow each other rows."""
    made, rows = "", []
    for each in (*parts, ""):
        if isinstance(each, tuple):
            rows.append(each)
            continue
        made += table(*rows) if rows else ""
        rows = []
        made += heading(each[1:]) if each.startswith("#") else paragraph(run(each))
    return made


@pytest.mark.parametrize("name", [*ELSEWHERE, *STAYS])
def test_a_comment_goes_to_no_other_sentence_or_row(store: Store, tmp_path: Path, name: str) -> None:
    old, words, new = (ELSEWHERE | STAYS)[name]
    file = drawn(store, checked(store, write_word(tmp_path / "plan v1.docx", body(old))))
    comment(store, file, words)
    newer = drawn(store, checked(store, write_word(tmp_path / "plan v2.docx", body(new))))
    assert on(store, newer) == [("Say more.", words if name in STAYS else "")]
    if name in STAYS and isinstance(new[-1], tuple):
        (made,) = store.comments.of(newer)
        assert "Valve" in [each.text for each in store.blocks.window(newer, made.where.block - 2, 2)]


def test_equal_paragraphs_have_comments_of_their_own(store: Store, tmp_path: Path) -> None:
    again = ("Intro here.", "To be determined.", "Middle text.", "To be determined.")
    file = drawn(store, checked(store, write_word(tmp_path / "plan v1.docx", body(again))))
    for nth in (0, 1, 1):
        comment(store, file, "To be determined.", nth=nth)
    assert [each.where.block for each in store.comments.of(file)] == [1, 3], "said twice of the last is once"
    store.steps.undo(file)
    assert [each.where.block for each in store.comments.of(file)] == [1]
    ((made, _),) = store.comments.numbered(file)
    reviewing.put(store, file, made, 3, (0, 17))
    assert [each.where.block for each in store.comments.of(file)] == [3]


def test_two_of_them_are_still_two_behind_a_third_paragraph(store: Store, tmp_path: Path) -> None:
    same = "It is to be determined by the crew."
    first: Body = ("#A", "One.", same, "Two.", "#B", "Three.", same, "Four.")
    file = drawn(store, checked(store, write_word(tmp_path / "plan v1.docx", body(first))))
    for nth in (0, 1):
        comment(store, file, same, nth=nth)
    second = ("#Z", "Zero.", same, *first)
    newer = drawn(store, checked(store, write_word(tmp_path / "plan v2.docx", body(second))))
    assert sorted(each.where.block for each in store.comments.of(newer)) == [5, 9]


def test_a_comment_whose_text_is_gone_is_put_on_equal_text(store: Store, tmp_path: Path) -> None:
    first = ("Intro here is text.", "To be determined.", "Ending text here.")
    file = drawn(store, checked(store, write_word(tmp_path / "plan v1.docx", body(first))))
    comment(store, file, "To be determined.")
    second = ("Other begin.", "To be determined.", "More text.", "To be determined.", "New end of it.")
    newer = drawn(store, checked(store, write_word(tmp_path / "plan v2.docx", body(second))))
    ((made, gone),) = store.comments.numbered(newer)
    assert is_gone(gone)
    reviewing.decide(store, newer, Which((made,)), Said(Verdict.FOR_AUTHOR))
    reviewing.put(store, newer, made, 1, (0, 17))
    assert [each.where.block for each in store.comments.of(newer)] == [1]
    store.steps.undo(newer)
    assert store.comments.of(newer) == (gone,)
    assert [one.verdict for one in store.decisions.all()] == [Verdict.FOR_AUTHOR]
    ((made, _),) = store.comments.numbered(newer)
    reviewing.put(store, newer, made, 3, (0, 17))
    assert [each.where.block for each in store.comments.of(newer)] == [3]
