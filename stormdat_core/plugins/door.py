"""The way in for one kind of thing: find, load, classify, sort.

The order of what comes through: ours, as listed; then that of other packages by the package's name, then the
entry's name, then as the entry holds it. Nothing takes the place of what came before: the second of two that
share an id, an ending or an address is refused.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from stormdat_core.errors import StormError, place_of
from stormdat_core.plugins import loading, state
from stormdat_core.plugins.entries import Entry

T = TypeVar("T")


class Unsuitable(StormError):
    """What was offered is not what the door is for. `str()` goes on behind "... was refused: "."""


@dataclass(frozen=True, slots=True)
class Offer(Generic[T]):
    """A thing that was let in, and who brought it."""

    item: T
    entry: Entry

    @property
    def foreign(self) -> bool:
        """Return True when it did not come with the program."""
        return self.entry.package is not None


class Door(Generic[T]):
    """Lets in what entries of one group offer. Loads at first need; safe in several threads."""

    def __init__(
        self,
        own: tuple[Entry, ...],
        classify: Callable[[object], T],
        names: Callable[[T], Iterable[str]],
    ) -> None:
        """Make a door.

        Args:
            own: what comes with the program, in its order; at least one, all of one group.
            classify: returns what an offered object is; raises `Unsuitable`.
            names: what no two may share: ids, endings, addresses.
        """
        self.group = own[0].group
        self._own = own
        self._classify = classify
        self._names = names
        self._lock = threading.RLock()
        self._ours: tuple[Offer[T], ...] | None = None
        self._all: tuple[Offer[T], ...] = ()
        self._tried: tuple[Offer[T], ...] = ()
        self._failures: list[state.Failure] = []
        self._generation = -1

    def builtin(self) -> tuple[Offer[T], ...]:
        """Return what comes with the program."""
        with self._lock:
            if self._ours is None:
                self._ours = tuple(self._own_offers())
            return self._ours

    def offers(self) -> tuple[Offer[T], ...]:
        """Return all that is let in, in the order that the module states."""
        with self._lock:
            if self._generation != state.generation():
                self._generation = state.generation()
                self._all = (*self.builtin(), *(self._tried or self._others()))
            return self._all

    def items(self) -> tuple[T, ...]:
        """Return all that is let in, without who brought it."""
        return tuple(offer.item for offer in self.offers())

    @contextmanager
    def with_offer(self, offer: Offer[T]) -> Iterator[None]:
        """Let one thing in, and nothing that is installed, while the block runs; for tests."""
        before = self._tried
        self._tried = (*before, offer)
        state.renew()
        try:
            yield
        finally:
            self._tried = before
            state.renew()

    def name(self, offer: Offer[T]) -> str:
        """Return what an offer is known by: an id."""
        return next(iter(self._names(offer.item)))

    def refused(self) -> tuple[state.Failure, ...]:
        """Return what was offered and could not be let in."""
        self.offers()
        return tuple(self._failures)

    def _own_offers(self) -> Iterator[Offer[T]]:
        taken: set[str] = set()
        for entry in self._own:
            yield from (self._let_in(entry, each, taken) for each in _held(loading.load(entry)))

    def _others(self) -> list[Offer[T]]:
        """Return what plug-ins offer; of what cannot be let in it is kept why."""
        taken = {name for offer in self.builtin() for name in self._names(offer.item)}
        offers: list[Offer[T]] = []
        self._failures = []
        for entry in state.entries():
            if entry.group == self.group:
                offers += self._of_plugin(entry, taken)
        for failure in self._failures:
            state.note(failure)
        return offers

    def _of_plugin(self, entry: Entry, taken: set[str]) -> Iterator[Offer[T]]:
        try:
            held = _held(loading.load(entry))
        except loading.NotLoaded as exc:
            self._refuse(entry, str(exc))
            return
        for each in held:
            try:
                yield self._let_in(entry, each, taken)
            except Unsuitable as exc:
                self._refuse(entry, f"Something in {entry.words} was refused: {exc}")
            except Exception as exc:  # the boundary: a property of theirs may raise
                self._refuse(entry, f"Something in {entry.words} could not be looked at ({place_of(exc)}).")

    def _let_in(self, entry: Entry, held: object, taken: set[str]) -> Offer[T]:
        item = self._classify(held)
        names = tuple(self._names(item))
        for name in names:
            if name and name in taken:
                raise Unsuitable(f"“{name}” is taken already.")
        taken.update(names)
        return Offer(item, entry)

    def _refuse(self, entry: Entry, sentence: str) -> None:
        assert entry.package is not None
        self._failures.append(state.Failure(entry.package.words, sentence))


def _held(found: object) -> tuple[object, ...]:
    """Return the things that an entry holds: one, or a tuple or list of several."""
    return tuple(found) if isinstance(found, tuple | list) else (found,)
