"""`stormdat models`: speech models on this machine."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from stormdat_core.model.transcripts import ModelPack

_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to answer."
)


@click.group(short_help="Install and check speech models.")
def group() -> None:
    """Speech models are brought as packs, on a drive: this program never downloads anything."""


@group.command("list")
@_FORMAT
def list_(form: str) -> None:
    """List the installed model packs."""
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        packs = services.transcription.packs.installed()
    if form == "json":
        click.echo(json.dumps([_facts(pack) for pack in packs], ensure_ascii=False, indent=1))
        return
    for pack in packs:
        click.echo(_line(pack))
    if not packs:
        click.echo("No model pack is installed. Import one with: stormdat models import PATH", err=True)


@group.command("import")
@click.argument("path", type=click.Path(path_type=Path))
def import_(path: Path) -> None:
    """Install the pack at PATH, a folder or a zip archive: checked, whole, or not at all."""
    from stormdat_core.actions import models
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        pack = models.install(services, path)
    click.echo(f"Installed {_line(pack)}")


@group.command()
@click.argument("name")
def verify(name: str) -> None:
    """Compare every byte of the pack NAME with its manifest."""
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        pack = services.transcription.packs.verify(name)
    click.echo(f"{pack.name} is whole: SHA-256 {pack.sha256}")


@group.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove the pack NAME from this machine. Transcripts made with it stay."""
    from stormdat_core.actions import models
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        models.remove(services, name)
    click.echo(f"Removed {name}")


@group.command()
@_FORMAT
def measure(form: str) -> None:
    """Time every installed pack on this machine and say which can write along with a meeting."""
    from stormdat_core.actions import models
    from stormdat_core.cli.opening import open_services

    with open_services() as services:
        found = models.measure(services)
    if form == "json":
        names = ("pack", "seconds", "lag", "live", "recommended", "sentence")
        told = [
            {
                **{name: getattr(each, name) for name in names},
                "device": each.device.kind.value,
                "device_note": each.device.note,
            }
            for each in found
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for each in found:
        click.echo(f"{'*' if each.recommended else ' '} {each.sentence}")


def _facts(pack: "ModelPack") -> dict[str, object]:
    return {
        "name": pack.name,
        "engine": pack.engine,
        "languages": list(pack.languages),
        "licence": pack.licence,
        "sha256": pack.sha256,
        "size": pack.size,
        "memory_mib": pack.memory_mib,
    }


def _line(pack: "ModelPack") -> str:
    languages = ", ".join(pack.languages[:5]) + (" …" if len(pack.languages) > 5 else "")
    return f"{pack.name}\t{pack.size / 1e6:,.1f} MB\t{languages or 'any language'}\t{pack.licence}"
