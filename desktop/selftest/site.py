"""What the site has laid down on this computer, and whether signatures can be checked here at all."""

from desktop.selftest.run import Details, Unfit
from stormdat_core.paths import AppPaths

_CONTENT = b'name = "house"\nbased-on = "standard"\n'
_KEY = "RWRqJUAbsuUDya0oKg/D6DNsw/8ZDebz8kSWCLGAxec9lkOD8GRw/dte"
_SIGNATURE = """untrusted comment: signature from minisign secret key
RURqJUAbsuUDya59GBr9lBpxFd6kuxl21CFQL1i8yOE7BKC5Cm+tXCLvFdrhqqsSMIejjwkZDUTTfvSkZwIozUw+6RuhLL9BeQE=
trusted comment: approved 2026-11-02 by the style board
PFeB7zoz7AOnUv4RB0ewPm1BTgtp1E6dK1P0cVyBuGsZvWdGNbwfCH0e05i6AAbU/o9Rr/Vq8yS9lWepudhECg==
"""
"""Made by minisign."""


def signatures(_: AppPaths) -> Details:
    """Check a signature that holds and one that does not."""
    from stormdat_core.site.minisign import WrongSignature, read_key, read_signature, verify

    key, signature = read_key(_KEY), read_signature(_SIGNATURE)
    verify(signature, _CONTENT, key)
    try:
        verify(signature, _CONTENT + b"\n", key)
    except WrongSignature:
        return {"key": key.name}
    raise Unfit("A changed file passed for what was signed.")


def site(_: AppPaths) -> Details:
    """Read what the site sets on this computer; a mistake in it is told by its line."""
    from stormdat_core.site.folder import system_site
    from stormdat_core.site.settings_file import read_settings
    from stormdat_core.site.signatures import keys_of

    place = system_site()
    found, keys = read_settings(place), keys_of(place)
    return {
        "folder": str(place.folder),
        "sets": sorted(found.values),
        "locks": sorted(found.locked),
        "keys": [key.name for key in keys.keys],
        "notices": [*found.notices, *keys.refused],
    }
