"""For the tests of plug-ins, and of our own rules: small documents, and suites that every offer has to pass.

A rule's test says in the text itself what must be found, and beside it what the text is once corrected:

    CASES = (marked(("The «teh» test.", "The the test.")),)

A suite is a class to inherit from; pytest runs its `test_...` functions. It needs no pytest itself.
"""

from stormdat_core.testing.documents import Fault, Marked, block, document, marked
from stormdat_core.testing.judging import corrected, found
from stormdat_core.testing.reader_suite import ReaderSuite
from stormdat_core.testing.report_suite import ReportSuite
from stormdat_core.testing.rule_suite import RuleSuite

__all__ = [
    "Fault",
    "Marked",
    "ReaderSuite",
    "ReportSuite",
    "RuleSuite",
    "block",
    "corrected",
    "document",
    "found",
    "marked",
]
