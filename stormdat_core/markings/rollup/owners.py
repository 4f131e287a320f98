"""What a portion leaves to its banner, and whose information it holds."""

from collections.abc import Iterable
from dataclasses import replace

from stormdat_core.markings.model import System
from stormdat_core.markings.reading import Content


def fill_in(portions: list[tuple[int, Content]], found: Content | None) -> list[tuple[int, Content]]:
    """Return portions with the lists that they leave to the banner."""
    owners = found.owners if found is not None and found.system is System.JOINT else _joint_owners(portions)
    release = found.release if found is not None else None
    done = []
    for at, content in portions:
        if content.system is System.JOINT and not content.owners:
            content = replace(content, owners=owners)  # noqa: PLW2901 - the portion as the banner completes it
        if content.release is not None and not content.release:
            content = replace(content, release=release or _owned(content))  # noqa: PLW2901
        done.append((at, content))
    return done


def _owned(content: Content) -> frozenset[str]:
    """Return what a bare REL stands for where no banner gives the list: of a JOINT portion, its owners."""
    return content.owners | {"USA"} if content.system is System.JOINT and content.owners else frozenset()


def _joint_owners(portions: Iterable[tuple[int, Content]]) -> frozenset[str]:
    named = (c.owners for _, c in portions if c.system is System.JOINT and c.owners)
    return min(named, key=sorted, default=frozenset())


def sources_of(content: Content, system: System) -> frozenset[str] | None:
    """Return the foreign sources of a portion, empty for a concealed one, None where there are none."""
    own = content.fgi
    if content.system is System.NATO:
        return (own or frozenset()) | {"NATO"}
    if content.system is System.FOREIGN:
        named = content.owners - {"FGI"}
        return frozenset() if "FGI" in content.owners else (own or frozenset()) | named
    if content.system is System.JOINT and system is System.US:
        return (own or frozenset()) | (content.owners - {"USA"})
    return own
