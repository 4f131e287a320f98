"""What the plug-in brings passes the suites of what it is, and does what it is for."""

from pathlib import Path

from stormdat_minutes.feature import FEATURE
from stormdat_minutes.reader import MINUTES
from stormdat_minutes.report import ActionList
from stormdat_minutes.rule import ActionWithoutOwner

from stormdat_core.sweep import check_file
from stormdat_core.testing import ReaderSuite, ReportSuite, RuleSuite, marked
from stormdat_core.testing.report_suite import CONTEXT
from webui.testing import FeatureSuite


class TestRule(RuleSuite):
    rule = ActionWithoutOwner
    cases = (
        marked("«ACTION»: Send the report.", "ACTION (Kim): Call the vendor."),
        marked("«ACTION» (TBD): Send the report.", " «ACTION»( ): Call the vendor."),
    )
    clean = ("ACTION (Kim): Send the report.", "The ACTION: it was taken.", "ACTION:", "Actions: none.")


class TestOptions(RuleSuite):
    rule = ActionWithoutOwner
    profile = '[rules.MINUTES-NO-OWNER]\nnobody = ["whoever"]\ndefault-owner = "Chair"\n'
    cases = (
        marked(("«ACTION»: Send it.", "ACTION (Chair): Send it.")),
        marked("«ACTION» (whoever): Send it."),
    )
    clean = ("ACTION (tbd): Send it.",)


class TestReader(ReaderSuite):
    format = MINUTES
    sample = b"Present:\nKim, Lee\n\nACTION: Send the report.\n"
    texts = ("Present", "Kim, Lee", "ACTION: Send the report.")


class TestReport(ReportSuite):
    writer = ActionList


class TestFeature(FeatureSuite):
    feature = FEATURE


def test_the_list_begins_with_the_actions(tmp_path: Path) -> None:
    file, target = tmp_path / "a.txt", tmp_path / "a.actions.md"
    file.write_text("Too  many spaces.")
    ActionList().write(check_file(file), target, CONTEXT)
    assert target.read_text("utf-8").splitlines()[-1] == "Other findings: 1"
