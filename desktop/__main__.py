"""The entry point of the program: `stormdat`, `python -m desktop`, and the frozen executable."""

from typing import NoReturn

from stormdat_core.processes import freeze_support


def main() -> NoReturn:
    """Run the command line; a frozen program becomes a worker here when it was started as one."""
    freeze_support()
    from desktop.cli import group
    from stormdat_core.cli.main import run

    run(group=group())


if __name__ == "__main__":
    main()
