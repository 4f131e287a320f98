"""Train the speech model that the tests use, and write it as a folder that faster-whisper loads.

It knows 45 words of espeak-ng's voice and nothing else: Whisper's own weights are not available where this
program is built. Needs espeak-ng and an environment of its own, which the tests never use:

    python3 -m venv v
    v/bin/pip install torch==2.13.0 numpy scipy tokenizers ctranslate2 faster-whisper "av<19"
    v/bin/python build_scripts/train_test_model.py WORK tests/models/words45 --minutes 30
"""

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from speech_model.export import export
from speech_model.grammar import WORDS, held_out
from speech_model.learning import Batch, Stage, loss_of
from speech_model.network import Shape, SmallWhisper
from speech_model.speech import Corpus, corpus
from speech_model.tokens import Tokens, make_tokenizer
from speech_model.windows import WindowMaker

STAGES = (
    Stage(0.25, batch=32, seconds=5, padding=(5, 5), pairs=0.0, guided=0.5, spelled=0.3),
    Stage(0.60, batch=16, seconds=6, padding=(6, 30), pairs=0.2, guided=0.3, spelled=0.2),
    Stage(0.88, batch=16, seconds=6, padding=(30, 30), pairs=0.2, guided=0.2, spelled=0.1),
    Stage(1.00, batch=4, seconds=30, padding=(30, 30), pairs=0.2, guided=0.1, spelled=0.1),
)
RATE = 2e-3
WARM_UP = 200
REPORT = 50
SAVE = 250


@dataclass(slots=True)
class Training:
    """A network on its way."""

    network: SmallWhisper
    tokens: Tokens
    maker: WindowMaker
    minutes: float

    def steps(self) -> Iterator[tuple[int, float, float, float]]:
        """Train until the time is up; yield step, share of the time, loss and share of words right."""
        optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.01
        )
        began, step = time.process_time(), 0
        while (share := (time.process_time() - began) / (60 * self.minutes)) < 1:
            for group in optimizer.param_groups:
                group["lr"] = _rate(step, share)
            yield step, share, *self._step(optimizer, *_stage(share))
            step += 1

    def _step(self, optimizer: torch.optim.Optimizer, stage: Stage, longest: float) -> tuple[float, float]:
        windows = [self.maker.make(stage.seconds, stage.pairs) for _ in range(stage.batch)]
        batch = Batch.of(windows, self.tokens.end)
        seconds = longest if longest >= 30 else random.uniform(stage.seconds, longest)
        loss, right = loss_of(self.network, batch, self.tokens, stage, seconds)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        optimizer.step()
        return loss.item(), right


def _stage(share: float) -> tuple[Stage, float]:
    """Return the stage at a share of the time, and how far its windows are padded at most."""
    number = next(number for number, stage in enumerate(STAGES) if share < stage.until)
    stage, begins = STAGES[number], STAGES[number - 1].until if number else 0.0
    first, last = stage.padding
    return stage, first + (last - first) * (share - begins) / (stage.until - begins)


def _rate(step: int, share: float) -> float:
    """Return the learning rate: up in the first steps, level, then down to a fiftieth."""
    return RATE * min(1.0, (step + 1) / WARM_UP) * (1.0 if share < 0.5 else max(0.02, (1 - share) / 0.5))


def _spoken(work: Path, count: int, seed: int) -> Corpus:
    """Return the corpus, spoken once and kept in the work folder."""
    kept = work / f"corpus-{count}-{seed}.npz"
    if not kept.exists():
        made = corpus(count, seed, held_out())
        np.savez(kept, texts=np.array(made.texts), starts=made.starts, power=made.power)
    held = np.load(kept)
    return Corpus(tuple(map(str, held["texts"])), held["starts"], held["power"])


def main() -> None:
    options = _arguments()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    options.work.mkdir(parents=True, exist_ok=True)
    tokenizer = options.work / "tokenizer.json"
    tokens = make_tokenizer(tokenizer)
    spoken = _spoken(options.work, options.sentences, options.seed + 1)
    kept = options.work / "network.pt"
    network = SmallWhisper(Shape(tokens.tokenizer.get_vocab_size(), tokens.times), len(WORDS))
    if options.resume:
        network.load_state_dict(torch.load(kept, weights_only=True))
    maker = WindowMaker(spoken, tokens, np.random.default_rng(options.seed))
    for step, share, loss, right in Training(network, tokens, maker, options.minutes).steps():
        if step % REPORT == 0:
            print(f"{share:5.1%} step {step} loss {loss:.3f} words {right:.3f}", flush=True)
        if step % SAVE == SAVE - 1:
            export(network, tokens, tokenizer, options.folder)
            torch.save(network.state_dict(), kept)
    export(network, tokens, tokenizer, options.folder)
    print(f"{step + 1} steps, {time.process_time() / 60:.1f} processor minutes", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the speech model that the tests use.")
    parser.add_argument("work", type=Path, help="folder for the spoken sentences")
    parser.add_argument("folder", type=Path, help="folder to write the model to")
    parser.add_argument("--minutes", type=float, default=30, help="processor time to train for")
    parser.add_argument("--sentences", type=int, default=3000, help="sentences to speak")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--resume", action="store_true", help="go on from the network in the work folder")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
