"""The folder that runs without Python: made in a clean root, trimmed, and accounted for file by file."""


def reasons() -> tuple[type[Exception], ...]:
    """Return the exceptions whose words a person is told: something is missing, or must not be shipped."""
    from installers.reasons import NotMade

    from . import accounting, av, making, root, sbom, wheels

    return (
        accounting.Unaccounted, av.NotBuilt, making.NotMade, root.NoRoot, sbom.Invalid, wheels.NotHad,
        NotMade,
    )  # fmt: skip
