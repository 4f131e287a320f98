"""Settings, changed for good."""

from stormdat_core.actions.announcing import action
from stormdat_core.actions.parts import Parts
from stormdat_core.settings import Loaded


@action("changes")
def change(parts: Parts, changes: dict[str, object]) -> Loaded:
    """Save changes by field name, None going back to the default, and return what is in force then.

    The announcement names the fields, not their values.

    Raises:
        BadSettings: a value that cannot be used; nothing is saved then.
        OutputRefused: the file could not be written.
    """
    return parts.change_settings(changes)
