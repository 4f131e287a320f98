"""What changes anything is an action: each is known, announces itself, and pages and commands call nothing else."""

import ast
import importlib
import inspect
import pkgutil
import textwrap
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from stormdat_core import actions, cleanup, settings
from stormdat_core.actions.announcing import ACTIONS
from stormdat_core.actions.known import KnownExports, KnownJobs
from stormdat_core.jobs import JobRunner
from stormdat_core.recording.client import RecorderClient
from stormdat_core.recording.library import RecordingLibrary
from stormdat_core.services import Services
from stormdat_core.store import Store
from stormdat_core.store.decisions import DecisionBook
from stormdat_core.store.recordings import RecordingShelf
from stormdat_core.store.review.blocks import BlockShelf
from stormdat_core.store.review.own_comments import OwnComments
from stormdat_core.store.review.steps import StepBook
from stormdat_core.store.speech.transcripts import TranscriptShelf
from stormdat_core.sweep import deciding, deciding_many, drawing, reviewing
from stormdat_core.sweep.picturing import PagePictures
from stormdat_core.transcription import exports
from stormdat_core.transcription.announcing import News
from stormdat_core.transcription.desk import TranscriptionDesk
from stormdat_core.transcription.editing.lines import Rewriter
from stormdat_core.transcription.live.desk import LiveDesk
from stormdat_core.transcription.packs.library import PackLibrary

ROOT = Path(__file__).parents[2]
SURFACES = ("webui", "desktop", "stormdat_core/cli")

LIBRARY = (Store, BlockShelf, DecisionBook, OwnComments, RecordingShelf, StepBook, TranscriptShelf)
"""Their methods change something if they use the connection for writing."""
READS: Mapping[type, frozenset[str]] = {
    Services: frozenset({"close"}),
    JobRunner: frozenset({"job", "jobs", "wait", "unfinished", "shutdown"}),
    KnownJobs: frozenset({"sweep_of", "job_of"}),
    KnownExports: frozenset({"get"}),
    # `refresh` lists what lies in the folder; `follow` and `end` belong to the start and end of the program.
    RecordingLibrary: frozenset({"page", "get", "events", "unfinished", "stills", "refresh"}),
    RecorderClient: frozenset({"sources", "thumbnail", "status", "unfinished", "follow", "end", "close"}),
    TranscriptionDesk: frozenset({"pack", "part", "tracks", "heard", "job_of", "media"}),
    LiveDesk: frozenset({"status", "status_of"}),
    News: frozenset({"job_of", "has_transcript"}),
    PackLibrary: frozenset({"installed", "get", "verify"}),
    PagePictures: frozenset({"picture", "places"}),
    Rewriter: frozenset(),
}
"""What pages and commands may call of each part; every other public method counts as a change."""
FUNCTIONS: tuple[Callable[..., object], ...] = (
    settings.save, cleanup.clean, deciding.decide, deciding.export_house, drawing.draw, exports.export,
    reviewing.comment, reviewing.decide, deciding_many.decide, deciding_many.take_back, deciding_many.turn,
)  # fmt: skip
"""Functions below the actions that change something."""
READING_ACTIONS = frozenset(
    {"exports.get", "retention.expired", "retention.leftovers", "revisions.last_check", "sweeps.job_of"}
)
"""Functions beside the actions that take the parts and only read."""
HELPERS = frozenset({"jobs.forget", "jobs.needed"})
"""Functions that only actions call."""


def modules() -> list[types.ModuleType]:
    names = [each.name for each in pkgutil.iter_modules(actions.__path__)]
    return [importlib.import_module(f"{actions.__name__}.{name}") for name in names]


def taking_parts() -> dict[str, Callable[..., object]]:
    """Return the public functions of actions that take the parts of a program, by `module.name`."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function
        for module in modules()
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters), "") == "parts"
    }


def changing(kind: type) -> frozenset[str]:
    """Return the public methods of a part that change something."""
    methods = {name: each for name, each in vars(kind).items() if inspect.isfunction(each)}
    if kind in READS:
        return frozenset(name for name in methods if not name.startswith("_")) - READS[kind]
    used = {name: _of_self(each) for name, each in methods.items()}
    found = {"_write", "_erase"}
    while more := {name for name, names in used.items() if names & found} - found:
        found |= more
    return frozenset(name for name in found if name in methods and not name.startswith("_"))


def _of_self(method: Callable[..., object]) -> set[str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    }


CHANGING: Mapping[type, frozenset[str]] = {kind: changing(kind) for kind in (*LIBRARY, *READS)}
_NAMES = {kind.__name__: kind for kind in CHANGING} | {"Iterator": Iterator}


class Scope:
    """What the names of a function, or of a module, stand for: modules, functions, classes, or instances.

    An instance is a type in a tuple of one: `(Store,)`.
    """

    def __init__(self, known: Mapping[str, object]) -> None:
        self.known = dict(known)

    def value(self, node: ast.expr | None) -> object:
        if isinstance(node, ast.Name):
            return self.known.get(node.id)
        if isinstance(node, ast.Attribute):
            return _attribute(self.value(node.value), node.attr)
        if isinstance(node, ast.Call):
            return _called(self.value(node.func))
        return None

    def annotated(self, node: ast.expr | None) -> object:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node = ast.parse(node.value, mode="eval").body
        found = self.value(node)
        return (found,) if isinstance(found, type) else None

    def bind(self, node: ast.AST) -> None:
        """Learn what an import, an assignment or a `with` binds."""
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.known.update(_imported(node))
        elif isinstance(node, ast.Assign):
            self._assign(node.targets[0], node.value)
        elif isinstance(node, ast.withitem) and isinstance(node.optional_vars, ast.Name):
            self.known[node.optional_vars.id] = self.value(node.context_expr)
        elif isinstance(node, ast.arg) and node.annotation is not None:
            self.known[node.arg] = self.annotated(node.annotation)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for each, its in zip(target.elts, value.elts, strict=False):
                self._assign(each, its)
        elif isinstance(target, ast.Name):
            self.known[target.id] = self.value(value)


def _imported(node: ast.Import | ast.ImportFrom) -> dict[str, object]:
    if isinstance(node, ast.Import):
        return {}
    found = {}
    for name in node.names:
        try:
            module = importlib.import_module(node.module or "")
            own = getattr(module, name.name, None) or importlib.import_module(f"{node.module}.{name.name}")
        except ImportError:
            own = None
        found[name.asname or name.name] = own
    return found


def _instance(hint: object) -> object:
    """Return what a hint stands for: `X | None` and `Iterator[X]` are an X."""
    options = [each for each in typing.get_args(hint) if each is not type(None)]
    found = options[0] if options else hint
    return (found,) if isinstance(found, type) else None


def _hints(thing: object) -> dict[str, object]:
    try:
        return typing.get_type_hints(thing, localns=_NAMES)
    except (NameError, TypeError):
        return {}


def _called(found: object) -> object:
    if isinstance(found, type):
        return (found,)
    return _instance(_hints(found).get("return")) if callable(found) else None


def _attribute(owner: object, name: str) -> object:
    if isinstance(owner, types.ModuleType):
        return getattr(owner, name, None)
    if not isinstance(owner, tuple):
        return None
    own = inspect.getattr_static(owner[0], name, None)
    if isinstance(own, property):
        return _instance(_hints(own.fget).get("return"))
    if inspect.isfunction(own):
        return own
    return _instance(_hints(owner[0]).get(name)) or _made_in_init(owner[0], name)


def _made_in_init(kind: type, name: str) -> object:
    """Return what `self.name = Kind(...)` makes."""
    if kind not in CHANGING:
        return None
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind.__init__)))  # type: ignore[misc]
    scope = Scope(vars(importlib.import_module(kind.__module__)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == f"self.{name}":
            return scope.value(node.value)
    return None


def violations(tree: ast.Module, known: Mapping[str, object] = types.MappingProxyType({})) -> Iterator[str]:
    """Yield what a page or command does to change something, other than by an action."""
    yield from _within(tree, Scope(known))


def _within(node: ast.AST, scope: Scope) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        inner = scope
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inner = type(scope)(scope.known)
        elif isinstance(child, ast.ClassDef):
            inner = type(scope)({**scope.known, "self": (scope.known.get(child.name),)})
        yield from _within(child, inner)
        scope.bind(child)
        if isinstance(child, ast.Attribute | ast.Name):
            yield from _change(child, scope)


def _change(node: ast.Attribute | ast.Name, scope: Scope) -> Iterator[str]:
    found = scope.value(node)
    if any(found is each for each in FUNCTIONS):
        yield ast.unparse(node)
    if not isinstance(node, ast.Attribute):
        return
    owner = scope.value(node.value)
    if isinstance(owner, tuple) and node.attr in CHANGING.get(owner[0], ()):
        yield ast.unparse(node)
    if isinstance(owner, types.ModuleType) and owner.__name__.startswith(f"{actions.__name__}."):
        called = f"{owner.__name__.rpartition('.')[2]}.{node.attr}"
        if called in HELPERS:
            yield ast.unparse(node)


def surfaces() -> Iterator[Path]:
    for folder in SURFACES:
        yield from sorted((ROOT / folder).rglob("*.py"))


def _known(file: Path) -> Mapping[str, object]:
    name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    return {} if name.endswith("__main__") else vars(importlib.import_module(name))


def test_pages_and_commands_change_something_by_actions_alone() -> None:
    found = {
        f"{file.relative_to(ROOT).as_posix()}: {each}"
        for file in surfaces()
        for each in violations(ast.parse(file.read_text("utf-8")), _known(file))
    }
    assert found == set()


def test_every_function_that_takes_the_parts_is_an_action_or_known_to_read() -> None:
    assert set(taking_parts()) == set(ACTIONS) | READING_ACTIONS | HELPERS
    assert len(ACTIONS) >= 40


def test_every_action_is_called_by_a_page_or_command() -> None:
    called = {name for file in surfaces() for name in _actions_in(file)}
    assert set(ACTIONS) - called == set()


def _actions_in(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text("utf-8"))
    scope = Scope(_known(file))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            scope.bind(node)
    by_function = {id(function): name for name, function in ACTIONS.items()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(found := scope.value(node)) in by_function:
            assert found is not None
            yield by_function[id(found)]


def test_the_search_follows_the_parts_through_pages_and_commands() -> None:
    """Otherwise it would find nothing because it sees nothing."""
    seen: set[type] = set()

    class Noting(Scope):
        def value(self, node: ast.expr | None) -> object:
            found = super().value(node)
            if isinstance(found, tuple):
                seen.add(found[0])
            return found

    for file in surfaces():
        list(_within(ast.parse(file.read_text("utf-8")), Noting(_known(file))))
    assert {Services, Store, TranscriptionDesk, TranscriptShelf, RecordingLibrary, PackLibrary} <= seen
    assert {RecorderClient, JobRunner, DecisionBook} <= seen


def test_what_changes_the_library_is_told_from_what_reads_it() -> None:
    assert CHANGING[DecisionBook] == {"put", "take_back", "forget"}
    assert {"start_sweep", "add_result", "set_outputs", "finish_sweep", "delete_sweep"} <= CHANGING[Store]
    assert {"delete", "begin_deletion", "put"} <= CHANGING[RecordingShelf]
    assert {"change", "undo", "rename", "delete", "start", "add"} <= CHANGING[TranscriptShelf]
    for kind in LIBRARY:
        assert not CHANGING[kind] & {"page", "get", "sweep", "sweeps", "files", "all", "segments", "search"}


@pytest.mark.parametrize("kind", READS, ids=lambda kind: kind.__name__)
def test_what_may_be_called_is_there(kind: type) -> None:
    assert READS[kind] <= set(vars(kind))


HEAD = """
from stormdat_core.services import Services
from webui.context import context, services
"""


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("def page():\n    services().store.delete_sweep(1)", "services().store.delete_sweep"),
        ("def page():\n    own = services()\n    own.store.decisions.put([])", "own.store.decisions.put"),
        ("def page(own: Services):\n    shelf = own.recordings\n    shelf.rename('a', 'b')", "shelf.rename"),
        (
            "def page():\n    desk, at = services().transcription, 1\n    desk.lines.edit(1, '')",
            "desk.lines.edit",
        ),
        ("def page():\n    context().services.change_settings({})", "context().services.change_settings"),
        (
            "def page():\n    services().transcription.packs.remove('a')",
            "services().transcription.packs.remove",
        ),
        ("def page():\n    services().recorder.stop()", "services().recorder.stop"),
        ("def page():\n    services().jobs.submit('a', 'b', print)", "services().jobs.submit"),
        ("def page():\n    later(services().store.decisions.forget)", "services().store.decisions.forget"),
        (
            "def command():\n    from stormdat_core.cli.opening import open_services\n"
            "    with open_services() as own:\n        own.transcription.packs.install('a')",
            "own.transcription.packs.install",
        ),
        ("def page():\n    from stormdat_core.settings import save\n    save({}, {})", "save"),
        ("def page():\n    from stormdat_core import settings\n    settings.save({}, {})", "settings.save"),
        (
            "def page():\n    from stormdat_core.actions import jobs\n    jobs.forget(services(), ['a'])",
            "jobs.forget",
        ),
    ],
)
def test_a_planted_change_is_found(planted: str, found: str) -> None:
    assert list(violations(ast.parse(HEAD + planted))) == [found]


@pytest.mark.parametrize(
    "planted",
    [
        "def page():\n    services().store.sweep(1)",
        "def page():\n    own = services()\n    own.recordings.get('a')",
        "def page():\n    services().transcription.packs.installed()",
        "def page():\n    from stormdat_core.actions import sweeps\n    sweeps.delete(services(), [1])",
        "def page(list):\n    list.remove(1)",
    ],
)
def test_what_reads_or_is_an_action_is_no_change(planted: str) -> None:
    assert list(violations(ast.parse(HEAD + planted))) == []
