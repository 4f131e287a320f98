"""Evidence by type: what rules rest on is built by registered builders, once for a document.

`context.need(AcronymIndex)` returns the acronyms of the document however many rules ask; the first who asks
has it built. A plug-in registers a builder for a type of its own and its rules ask for it in the same way.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from stormdat_core.rules.base import RuleContext

T = TypeVar("T")
_BUILDERS: dict[type, "Callable[[RuleContext], Any]"] = {}


def builds(
    kind: type[T],
) -> "Callable[[Callable[[RuleContext], T]], Callable[[RuleContext], T]]":
    """Make a function the builder of a type.

    Raises:
        ValueError: the type has a builder already; one that another module brings is no second truth.
    """

    def registered(builder: "Callable[[RuleContext], T]") -> "Callable[[RuleContext], T]":
        known = _BUILDERS.get(kind)
        if known is not None and (known.__module__, known.__name__) != (builder.__module__, builder.__name__):
            raise ValueError(f"{kind.__name__} is built by {known.__module__}.{known.__name__} already.")
        _BUILDERS[kind] = builder
        return builder

    return registered


def builder_of(kind: type[T]) -> "Callable[[RuleContext], T]":
    """Return what builds a type.

    Raises:
        LookupError: nothing does.
    """
    found = _BUILDERS.get(kind)
    if found is None:
        raise LookupError(f"Nothing builds {kind.__module__}.{kind.__name__}: mark its builder with @builds.")
    return found
