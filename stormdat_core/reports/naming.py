"""What reports call a rule."""


def title(rule_id: str) -> str:
    """Return the plain name of a rule; the id of one that is no longer among the rules."""
    # All rules are imported with the registry: too much for who only asks which reports there are.
    from stormdat_core.rules import registry

    return registry.title(rule_id)
