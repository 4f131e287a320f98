"""Nothing but `atomic` and the places named here opens a file for writing; each says why it does."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("stormdat_core", "webui", "desktop")
ALLOWED: Mapping[str, str] = {
    "desktop/selftest/run.py:run": "a folder of its own for the checks, removed behind them",
    "stormdat_core/actions/exports.py:_pack": "packs into the stream of `atomic`",
    "stormdat_core/atomic.py:is_abandoned": "asks for the lock of an unfinished output; writes nothing",
    "stormdat_core/atomic.py:whole_file": "the one door for outputs",
    "stormdat_core/logs.py:_append": "the log, which holds no text of a document",
    "stormdat_core/paths.py:portable_data": "a nameless file, to learn whether a stick can be written",
    "stormdat_core/paths.py:private_file": "makes an empty file that only its owner may open",
    "stormdat_core/processes.py:start_alone": "what a child of its own says",
    "stormdat_core/recording/files/container.py:Container.__init__": "muxes into the stream it is given",
    "stormdat_core/recording/files/fragments.py:DurableFile.__init__": "the recording itself, flushed as it grows",
    "stormdat_core/recording/files/journal.py:Journal.__init__": "the journal of a recording",
    "stormdat_core/recording/files/journal.py:reopen": "the journal of a recording",
    "stormdat_core/recording/service/channel.py:_place": "a folder for a socket whose name would be too long",
    "stormdat_core/recording/unfinished/remux.py:_copy": "muxes into the stream it is given",
    "stormdat_core/recording/sound/live_copy.py:Spool.__init__": "sound of a recording for the engine that listens",
    "stormdat_core/reports/docx/fixed.py:_undone_differs": "the check beside an unfinished copy, removed behind it",
    "stormdat_core/reports/docx/package/zipcopy.py:_put": "a part of the package in the stream it is given",
    "stormdat_core/reports/docx/package/zipcopy.py:copy_package": "packs into the stream it is given",
    "stormdat_core/reports/spreadsheet/workbook.py:Book.sheet": "a part of the package in the stream it is given",
    "stormdat_core/store/database/backups.py:_copy_database": "a backup of the library",
    "stormdat_core/store/database/backups.py:_set_aside": "a damaged library, kept beside the new one",
    "stormdat_core/store/database/connections.py:connect": "the library",
    "stormdat_core/store/database/health.py:peek": "looks into a library",
    "stormdat_core/store/owners.py:Presence.__init__": "an empty note that this process lives",
    "stormdat_core/testing/reader_suite.py:ReaderSuite.read": "a file of a test in a folder of its own",
    "stormdat_core/testing/report_suite.py:ReportSuite._checked": "a file of a test in a folder of its own",
    "stormdat_core/testing/report_suite.py:ReportSuite._written": "a file of a test in a folder of its own",
    "stormdat_core/transcription/journal.py:Journal.__init__": "the journal of a transcript",
    "stormdat_core/transcription/packs/library.py:PackLibrary._copy": "a folder of a model pack, renamed when it is whole and verified",
    "stormdat_core/transcription/packs/library.py:_write": "a folder of a model pack, renamed when it is whole and verified",
    "stormdat_core/transcription/media/excerpts.py:decoded": "sound in memory",
    "webui/door.py:_File.newfile": "a large upload, without a name, in the program's own folder",
    "webui/testing.py:FeatureSuite.visitor": "a library of a test in a folder of its own",
    "webui/uploads.py:_stand_ins": "empty files in a folder of their own, for the names of what was not sent",
}
"""Place and reason."""

_MODE = re.compile(r"[rwxabt+]{1,4}")
_WRITES = re.compile(r"[wxa+]")
_METHODS = frozenset({"write_text", "write_bytes", "touch"})
_COPIES = frozenset({"copy", "copy2", "copyfile", "copytree", "move"})
_FLAGS = frozenset({"O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND"})


def _name(node: ast.expr) -> str:
    """Return the dotted name of what is called, as far as it is one: `zipfile.ZipFile`, `.open`."""
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _has_writing_mode(call: ast.Call) -> bool:
    given = [*call.args, *(each.value for each in call.keywords if each.arg == "mode")]
    texts = [node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return any(_MODE.fullmatch(text) and _WRITES.search(text) for text in texts)


def _has_writing_flag(call: ast.Call) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr in _FLAGS for node in ast.walk(call))


def _writes(call: ast.Call, *, spreadsheets: bool) -> bool:
    """Return whether a call opens a file for writing, or makes a library do it.

    Args:
        call: the call.
        spreadsheets: whether the module imports openpyxl, whose `save` writes temporary files.
    """
    name = _name(call.func)
    owner, _, last = name.rpartition(".")
    if name == "os.open":
        return _has_writing_flag(call)
    if last in {"open", "ZipFile", "TarFile"}:
        return _has_writing_mode(call)
    if owner == "tempfile" or name == "sqlite3.connect":
        return True
    if owner == "shutil" and last in _COPIES:
        return True
    return last in _METHODS or (spreadsheets and last == "save")


def writers(tree: ast.Module) -> Iterator[str]:
    """Yield the qualified name of each function, or `<module>`, that opens a file for writing."""
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    spreadsheets = any("openpyxl" in ast.unparse(node) for node in imported)

    def walk(node: ast.AST, place: tuple[str, ...]) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield from walk(child, (*place, child.name))
                continue
            if isinstance(child, ast.Call) and _writes(child, spreadsheets=spreadsheets):
                yield ".".join(place) or "<module>"
            yield from walk(child, place)

    yield from walk(tree, ())


def _found() -> set[str]:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    return {
        f"{file.relative_to(ROOT).as_posix()}:{place}"
        for file in files
        for place in writers(ast.parse(file.read_text(encoding="utf-8")))
    }


def test_every_place_that_opens_a_file_for_writing_is_known_and_there() -> None:
    assert _found() == set(ALLOWED)


@pytest.mark.parametrize(
    "planted",
    [
        "open('a', 'w')",
        "open(name, mode='ab')",
        "path.open('r+b')",
        "path.open('xb', buffering=0)",
        "path.write_text('a')",
        "path.write_bytes(b'a')",
        "path.touch()",
        "os.open(name, os.O_RDWR | os.O_CREAT)",
        "sqlite3.connect(name)",
        "zipfile.ZipFile(name, 'w')",
        "wave.open(name, 'wb')",
        "av.open(name, 'w')",
        "tempfile.NamedTemporaryFile()",
        "tempfile.mkstemp()",
        "shutil.copyfile(one, other)",
        "from openpyxl import Workbook\nWorkbook().save(stream)",
        "import openpyxl\nopenpyxl.Workbook().save(stream)",
    ],
)
def test_a_planted_writer_is_found(planted: str) -> None:
    body = "\n".join(f"    {line}" for line in planted.split("\n"))
    assert list(writers(ast.parse(f"class Kept:\n  def write(self):\n{body}"))) == ["Kept.write"]


@pytest.mark.parametrize(
    "planted",
    [
        "open(name)",
        "open(name, 'rb')",
        "path.open('rb')",
        "worker.open(request, pack)",
        "os.open(folder, os.O_RDONLY)",
        "zipfile.ZipFile(stream)",
        "av.open(source, 'r')",
        "settings.save(paths)",
        "path.read_text()",
    ],
)
def test_what_only_reads_is_no_writer(planted: str) -> None:
    assert list(writers(ast.parse(planted))) == []
