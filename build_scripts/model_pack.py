"""Make a model pack: on a connected machine from a model of the hub, or from a folder that is here already.

    python3 -m venv v && v/bin/pip install faster-whisper
    v/bin/python build_scripts/model_pack.py base --out D          the hub's Systran/faster-whisper-base
    python build_scripts/model_pack.py FOLDER --name base --licence MIT --out D

The pack is a folder, or with --zip an archive; `stormdat models import` installs it. Run it on the machine
that has a network: the program itself never opens one.
"""

import argparse
import shutil
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from stormdat_core.errors import StormError
from stormdat_core.transcription.packs.checking import describe, verified
from stormdat_core.transcription.packs.manifest import MANIFEST, NEEDED, TEXTS, VOCABULARIES, check_name


def main() -> int:
    options = _arguments()
    try:
        origin = Path(options.model)
        folder = origin if origin.is_dir() else _downloaded(options.model, options.out)
        pack = make_pack(
            folder, options.out, options.name or origin.name.lower(), options.licence,
            tuple(options.language), options.memory,
        )  # fmt: skip
        made = zip_pack(pack) if options.zip else pack
    except (StormError, OSError) as exc:
        print(f"No pack was made: {exc}", file=sys.stderr)
        return 2
    print(made)
    return 0


def make_pack(
    folder: Path, out: Path, name: str, licence: str, languages: tuple[str, ...] = (), memory_mib: int = 0
) -> Path:
    """Copy a model into `out`/`name` with its manifest, check the copy and return its folder."""
    target = out / check_name(name, folder.name)
    target.mkdir(parents=True)
    for each in (*NEEDED, *VOCABULARIES, *TEXTS):
        if (folder / each).is_file():
            shutil.copyfile(folder / each, target / each)
    manifest = describe(target, name, licence, languages, memory_mib)
    (target / MANIFEST).write_bytes(manifest.text())
    verified(target)
    return target


def zip_pack(folder: Path) -> Path:
    """Pack a folder into an archive beside it, in the same bytes whenever and wherever it is made."""
    target = folder.with_suffix(".zip") if "." not in folder.name else folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(target, "x") as archive:
        for file in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(f"{folder.name}/{file.name}")
            info.compress_type = zipfile.ZIP_STORED  # weights do not shrink
            info.external_attr = 0o100644 << 16
            with file.open("rb") as stream, archive.open(info, "w", force_zip64=True) as packed:
                shutil.copyfileobj(stream, packed)
    return target


def _downloaded(model: str, out: Path) -> Path:
    """Fetch a model from the hub: the only line of this project that needs a network."""
    from faster_whisper import download_model

    folder = out / f".download-{model.replace('/', '-')}"
    download_model(model, output_dir=str(folder))
    return folder


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make a model pack.")
    parser.add_argument("model", help="folder of a model, or the name of one of the hub")
    parser.add_argument("--out", type=Path, default=Path(), help="folder for the pack")
    parser.add_argument("--name", default="", help="name of the pack: small letters, digits, dashes")
    parser.add_argument("--licence", default="MIT", help="licence of the weights (Whisper's are MIT)")
    parser.add_argument("--language", action="append", default=[], help="a language it knows; none for any")
    parser.add_argument("--memory", type=int, default=0, help="MiB the engine needs with it")
    parser.add_argument("--zip", action="store_true", help="make an archive as well")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
