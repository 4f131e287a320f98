"""Check a real model on real speech: the part that the test model cannot show. For a machine that has both.

    python build_scripts/check_model.py PACK FOLDER [--most 0.15]

FOLDER holds sound or video files, each with its exact text beside it (`talk.wav`, `talk.txt`) and, where the
language is to be found out, its code in `talk.lang`. For each file it prints as JSON: word error rate,
language found, time against the file's length, the audit, and how far word times are from where the speech
detector hears speech begin. The exit code is 1 when the word error rate of all is above --most.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from stormdat_core.model.transcripts import Transcript
from stormdat_core.paths import AppPaths
from stormdat_core.progress import JobContext
from stormdat_core.store import Store
from stormdat_core.transcription.file_job import FileRequest, FileWorker
from stormdat_core.transcription.packs.checking import verified

_WORD = re.compile(r"\w+(?:['’]\w+)*")


def main() -> int:
    options = _arguments()
    wrong = total = 0
    with tempfile.TemporaryDirectory() as scratch, Store.open(AppPaths.below(Path(scratch))) as store:
        worker = FileWorker(store.transcripts, Path(scratch) / "journals")
        for text in sorted(options.folder.glob("*.txt")):
            media = next(each for each in sorted(options.folder.glob(f"{text.stem}.*")) if _is_media(each))
            facts, errors, words = check_file(worker, options.pack, media, text)
            print(json.dumps(facts), flush=True)
            wrong, total = wrong + errors, total + words
    rate = wrong / total if total else 1.0
    print(json.dumps({"words": total, "word_error_rate": round(rate, 4)}))
    return int(rate > options.most)


def check_file(worker: FileWorker, folder: Path, media: Path, text: Path) -> tuple[dict[str, Any], int, int]:
    """Transcribe a file and return what was measured, the wrong words and the number of words."""
    pack = verified(folder.absolute())
    began = time.monotonic()
    work = worker.open(FileRequest(media), pack)
    worker.run(work, pack, JobContext())
    seconds = time.monotonic() - began
    found = worker.shelf.get(work.summary.id)
    errors, words = word_errors(text.read_text("utf-8"), " ".join(each.text for each in found.segments))
    return _facts(found, worker, seconds, errors, words, text.with_suffix(".lang")), errors, words


def _facts(
    found: Transcript, worker: FileWorker, seconds: float, errors: int, words: int, language: Path
) -> dict[str, Any]:
    summary, coverage = found.summary, found.summary.coverage
    return {
        "file": summary.media.name,
        "word_error_rate": round(errors / max(1, words), 4),
        "language": summary.language,
        "language_right": summary.language == language.read_text().strip() if language.exists() else None,
        "times_real": round(seconds * 1000 / max(1, summary.duration_ms), 3),
        "speech_covered": round(coverage.share, 4),
        "gaps": len(coverage.gaps),
        "doubtful": len(coverage.doubtful),
        "edge_ms": _edges(found, worker),
    }


def _edges(found: Transcript, worker: FileWorker) -> int | None:
    """Return the median distance of first word starts from where speech begins, in milliseconds."""
    starts = [span.start_ms for span, _ in worker.shelf.speech(found.summary.id)]
    firsts = [segment.words[0].start_ms for segment in found.segments if segment.words]
    gaps = sorted(min(abs(start - first) for start in starts) for first in firsts) if starts else []
    return gaps[len(gaps) // 2] if gaps else None


def word_errors(said: str, heard: str) -> tuple[int, int]:
    """Return how many words must be changed, added or taken away, and how many were said."""
    wanted, got = ([word.casefold() for word in _WORD.findall(text)] for text in (said, heard))
    row = list(range(len(got) + 1))
    for number, word in enumerate(wanted, 1):
        before, row[0] = row[:], number
        for at, other in enumerate(got, 1):
            row[at] = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (word != other))
    return row[-1], len(wanted)


def _is_media(path: Path) -> bool:
    return path.suffix not in (".txt", ".lang")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Check a real model on real speech.")
    parser.add_argument("pack", type=Path, help="folder of the model or pack")
    parser.add_argument("folder", type=Path, help="folder with media files and their texts")
    parser.add_argument("--most", type=float, default=0.15, help="word error rate that is still good")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
