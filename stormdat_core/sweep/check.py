"""Judge one file. Runs wherever it is called; the supervised pool calls it in a child process."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from stormdat_core import documents
from stormdat_core.acronyms.digest import acronym_matrix
from stormdat_core.acronyms.index import AcronymIndex
from stormdat_core.acronyms.list_files.acronym_list import AcronymList, load_list
from stormdat_core.documents.limits import Limits
from stormdat_core.documents.unread import has_text
from stormdat_core.errors import StormError
from stormdat_core.markings.audit import marking_audit
from stormdat_core.markings.whole_document import present
from stormdat_core.memory import collector_paused
from stormdat_core.model import Document, FileResult, Finding, ListSource, PluginsUsed, Signatures
from stormdat_core.model.ordering import by_importance
from stormdat_core.plugins import state
from stormdat_core.plugins.entries import packages
from stormdat_core.rules import profiles, registry
from stormdat_core.rules.base import RuleContext
from stormdat_core.rules.judging import judged
from stormdat_core.rules.markings.shared_audit import DocumentAudit
from stormdat_core.rules.profiles import Profile
from stormdat_core.rules.registry import applies, enabled
from stormdat_core.rules.struck import Struck

AnyList = AcronymList | Path | str
AnyProfile = Profile | str | None


def check_file(
    path: Path | str,
    profile: AnyProfile = None,
    lists: Sequence[AnyList] = (),
    limits: Limits | None = None,
) -> FileResult:
    """Return what a file's rules find, or the sentence that says why it could not be checked.

    Args:
        path: the document; it is only read.
        profile: a profile, the name of a shipped one, or the path of a file; the default when None.
        lists: acronym lists, loaded or by path, the first taking precedence.
        limits: bounds on the document's size.

    Raises:
        BadProfile: the profile is missing or has a mistake.
        BadList: a list cannot be used.
    """
    judge = profile if isinstance(profile, Profile) else profiles.load(profile or profiles.DEFAULT)
    loaded = tuple(load_list(Path(item)) if not isinstance(item, AcronymList) else item for item in lists)
    started = time.process_time()
    path = Path(path)
    with collector_paused():
        try:
            document = documents.read(path, limits)
        except StormError as exc:
            return _result(path, judge, loaded, started, error=str(exc), hint=exc.hint)
        context = RuleContext(document, judge, loaded)
        findings = _judge(context)
        details = _details(context, findings)
    found = _result(path, judge, loaded, started, document=document, findings=findings, gaps=context.gaps)
    return replace(found, **details)


def judge_document(
    document: Document, profile: Profile, lists: Sequence[AcronymList] = ()
) -> tuple[Finding, ...]:
    """Return the findings of a document, the most important first."""
    return _judge(RuleContext(document, profile, lists))


def _judge(context: RuleContext) -> tuple[Finding, ...]:
    for failure in registry.DOOR.refused():
        context.not_judged(f"{failure.sentence} What it looks for was not checked.")
    offers = (each for each in enabled(context.profile) if applies(each.item, context.document.format))
    struck = Struck(context.document)
    findings = [found for each in offers for found in judged(each, context) if not struck.holds(found)]
    return by_importance(findings)


def _details(context: RuleContext, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return what is kept beside the findings, by field of `FileResult`; only of what the profile judges."""
    found: dict[str, Any] = {}
    if about := _resting_on(AcronymIndex, context.profile):
        own = [finding for finding in findings if finding.rule in about]
        found["acronyms"] = acronym_matrix(context.need(AcronymIndex), context.document, own)
    about = _resting_on(DocumentAudit, context.profile)
    audit = context.need(DocumentAudit).result if about else None
    if audit is not None:
        own = [finding for finding in findings if finding.rule in about]
        found["markings"] = marking_audit(audit, own)
    if audit is None or not audit.found.marked:
        # Where the profile audits, too: what is no banner and no mark leaves it nothing to judge.
        found["unaudited"] = present(context.document, context.profile.name if audit is None else "")
    return found


def plugins_used(*, whole: bool = True) -> PluginsUsed | None:
    """Return the plug-ins that are let in, None where there are none.

    Args:
        whole: whether nothing of theirs failed or was left out.
    """
    found = packages(state.entries())
    return PluginsUsed(found, whole) if found else None


def signatures_of(profile: Profile, lists: Sequence[AcronymList]) -> Signatures | None:
    """Return what is said about the signatures of what judges, None when nothing is."""
    told = tuple(each.signature for each in lists)
    return Signatures(profile.signature, told) if profile.signature or any(told) else None


def _resting_on(evidence: type, profile: Profile) -> frozenset[str]:
    """Return the ids of the rules that a profile runs and that need evidence of a type."""
    return frozenset(each.item.info.id for each in enabled(profile) if evidence in each.item.info.needs)


def _result(
    path: Path,
    profile: Profile,
    lists: Sequence[AcronymList],
    started: float,
    *,
    document: Document | None = None,
    findings: tuple[Finding, ...] = (),
    gaps: Sequence[str] = (),
    error: str = "",
    hint: str = "",
) -> FileResult:
    return FileResult(
        path=path,
        sha256=document.sha256 if document else "",
        format=document.format if document else "",
        title=document.title if document else "",
        findings=findings,
        error=error,
        hint=hint,
        warnings=(*document.warnings, *gaps) if document else (),
        plugins=plugins_used(whole=not gaps and not error),
        profile=profile.name,
        profile_digest=profile.digest(),
        lists=tuple(ListSource(item.name, item.sha256, len(item.rows)) for item in lists),
        blocks=len(document.blocks) if document else 0,
        characters=sum(len(block.text) for block in document.blocks)
        if document and has_text(document)
        else 0,
        seconds=time.process_time() - started,
        signatures=signatures_of(profile, lists),
    )
