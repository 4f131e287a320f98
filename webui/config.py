"""How the pages run: for a person, for a test, for whoever writes them."""

from dataclasses import dataclass

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Config:
    """What differs between the ways to run."""

    name: str
    testing: bool = False
    reload_templates: bool = False
    """Whether a changed template shows at the next request."""
    body_bytes: int = MIB
    """Largest body of a request that is not an upload."""
    streams: int = 8
    """Event streams held open at once; the next is told to ask for events instead."""
    heartbeat: float = 10.0
    """Seconds after which a silent stream says that it is alive."""
    watch: float = 1.0
    """Seconds between two looks whether the reader of a stream has left."""


PRODUCTION = Config("production")
DEVELOPMENT = Config("development", reload_templates=True)
TESTING = Config("testing", testing=True)
