"""What a feature hands to the pages: one folder, one blueprint, one entry in the sidebar at most."""

from dataclasses import dataclass

from flask import Blueprint


@dataclass(frozen=True, slots=True)
class Feature:
    """A folder of `webui/features`."""

    id: str
    title: str
    blueprint: Blueprint
    prefix: str = ""
    """Where its addresses begin."""
    icon: str = ""
    """Name of a symbol in `_icons.html`."""
    endpoint: str = ""
    """The page the sidebar leads to; empty when it has no entry."""
    group: int = 0
    """Entries of one group stand together: 0 the work, 1 the program itself."""
