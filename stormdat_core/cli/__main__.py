"""`python -m stormdat_core.cli`: the command line where no window is installed."""

from stormdat_core.processes import freeze_support

if __name__ == "__main__":
    freeze_support()
    from stormdat_core.cli.main import run

    run()
