"""The doors that a sweep rests on."""

from stormdat_core import reports
from stormdat_core.documents import formats
from stormdat_core.rules import registry

DOORS = (registry.DOOR, formats.DOOR, reports.DOOR)
