"""Random decisions on real documents: the corrected copy holds exactly the chosen corrections, and no other.

python build_scripts/dev.py test -m soak -k decided_copies -s
"""

import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdat_core import documents
from stormdat_core.model import Decision, Document, FileResult, Finding, Verdict
from stormdat_core.reports.base import CopyStyle, NothingToWrite, ReportContext
from stormdat_core.reports.contents import numbered
from stormdat_core.reports.docx.fixed import AUTHOR, FixedWord
from stormdat_core.sweep import check_file
from tests.revisions import resolve
from tests.shared import needs_shared, real_documents

pytestmark = [pytest.mark.soak, needs_shared]
DOCUMENTS = 10
MADE = datetime(2026, 1, 2, tzinfo=UTC)
Edits = dict[int, set[tuple[int, int, str]]]


def edits_of(finding: Finding) -> Edits:
    """Return what a finding's correction changes, by block; changes of look change no text."""
    fix, found = finding.fix, Edits()
    if fix is None or not fix.changes_text:
        return found
    for where, text in ((fix.where, fix.replacement), *fix.others, *fix.waiting):
        if where.block >= 0 and where.end > where.start:
            found.setdefault(where.block, set()).add((where.start, where.end, text))
    return found


def corrected(document: Document, findings: list[Finding]) -> list[str]:
    """Return the texts of a document with the corrections of findings made, by hand."""
    wanted: Edits = {}
    for finding in findings:
        for block, edits in edits_of(finding).items():
            wanted.setdefault(block, set()).update(edits)
    texts = [block.text for block in document.blocks]
    for block, edits in wanted.items():
        for start, end, text in sorted(edits, reverse=True):
            texts[block] = texts[block][:start] + text + texts[block][end:]
    return texts


def chosen_of(result: FileResult, chance: random.Random) -> dict[str, Decision]:
    fixable = [each for each in result.findings if each.fix is not None and each.fingerprint]
    verdicts = [chance.choice([Verdict.FIX, Verdict.LEFT, None]) for _ in fixable]
    return {
        each.fingerprint: Decision(each.fingerprint, each.rule, verdict, MADE)
        for each, verdict in zip(fixable, verdicts, strict=True)
        if verdict is not None
    }


def test_copies_hold_exactly_what_was_chosen(tmp_path: Path) -> None:
    chance, checked, made = random.Random(7), 0, 0
    wrong: list[str] = []
    for path in real_documents("*.docx"):
        result = check_file(path, "thorough")
        decisions = chosen_of(result, chance)
        context = ReportContext("1", MADE, CopyStyle(fixes="decided"), decisions=decisions)
        target = tmp_path / f"{checked}.docx"
        try:
            notes = FixedWord().write(result, target, context) or ()
        except NothingToWrite:
            continue
        left = {int(number) for note in notes for number in re.findall(r"^Finding (\d+) ", note)}
        rows = numbered(result, decisions)
        wanted = [
            row.finding
            for row in rows
            if row.decision is not None and row.decision.verdict is Verdict.FIX and row.number not in left
        ]
        original = documents.read(path)
        accepted = documents.read(resolve(target, tmp_path / "accepted.docx", AUTHOR, accept=True))
        rejected = documents.read(resolve(target, tmp_path / "rejected.docx", AUTHOR, accept=False))
        if [block.text for block in rejected.blocks] != [block.text for block in original.blocks]:
            wrong.append(f"{path.name}: rejecting all does not give the original")
        texts = [block.text for block in accepted.blocks]
        # A finding that was corrected only in part is said; its blocks are not compared, all others are.
        partly = {block for row in rows if row.number in left for block in edits_of(row.finding)}
        expected = enumerate(corrected(original, wanted))
        differ = [at for at, text in expected if text != texts[at] and at not in partly]
        if differ:
            wrong.append(f"{path.name}: {len(differ)} blocks differ, the first {differ[0]}")
        checked, made = checked + 1, made + len(wanted)
        print(f"{path.name[:40]:42}{len(wanted):5} chosen, {len(left)} not made, {len(differ)} blocks differ")
        if checked == DOCUMENTS:
            break
    print(f"{checked} copies, {made} corrections")
    assert checked == DOCUMENTS
    assert wrong == []
