"""What a sweep is asked for. The one place that says what counts where nothing was chosen."""

from collections.abc import Iterable
from pathlib import Path

from stormdat_core.model import SweepRequest
from stormdat_core.settings import Settings


def request(
    settings: Settings,
    paths: Iterable[Path],
    *,
    lists: Iterable[Path] = (),
    kept: bool = True,
    profile: str = "",
    out: Path | None = None,
    formats: Iterable[str] = (),
    jobs: int | None = None,
    use_cache: bool = True,
    fixes: str = "",
) -> SweepRequest:
    """Return the request for a sweep; what was not chosen is as the settings say.

    Args:
        settings: of the person.
        paths: files and folders.
        lists: acronym lists for this sweep, the first taking precedence.
        kept: whether the lists that the person keeps for every sweep count too, behind these.
        profile: name or path; the person's own when empty.
        out: folder for outputs; None writes none.
        formats: of the outputs; the person's own when empty.
        jobs: worker processes, 0 for one a processor; the person's own when None.
        use_cache: whether what has not changed is taken from the library.
        fixes: `safe` or `proposed`; the person's own when empty.
    """
    known = map(Path, settings.lists) if kept else ()
    return SweepRequest(
        paths=tuple(paths),
        lists=tuple(dict.fromkeys([*lists, *known])),
        profile=profile or settings.profile,
        out=out,
        formats=tuple(formats) or tuple(settings.formats),
        jobs=settings.jobs if jobs is None else jobs,
        use_cache=use_cache,
        fixes=fixes,
    )
