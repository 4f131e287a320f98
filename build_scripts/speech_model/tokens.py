"""A byte-level tokenizer with a token for each word, Whisper's own marks and its 1,501 time stamps."""

from dataclasses import dataclass
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

from speech_model.grammar import WORDS

TIME_STAMPS = 1501
MARKS = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokenizer and the numbers of its marks."""

    tokenizer: Tokenizer
    end: int
    start: int
    previous: int
    no_speech: int
    no_times: int

    @property
    def times(self) -> int:
        """Number of the first time stamp; what is below is text and marks."""
        return self.no_times + 1

    def encode(self, text: str) -> list[int]:
        return list(self.tokenizer.encode(f" {text}", add_special_tokens=False).ids)


def make_tokenizer(path: Path) -> Tokens:
    """Write `tokenizer.json` and return its tokens."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=2000, min_frequency=1, show_progress=False, initial_alphabet=alphabet, special_tokens=[]
    )
    made.train_from_iterator([f" {word}" for word in WORDS] * 5, trainer)
    stamps = [f"<|{number * 0.02:.2f}|>" for number in range(TIME_STAMPS)]
    made.add_special_tokens([AddedToken(mark, special=True, normalized=False) for mark in (*MARKS, *stamps)])
    made.save(str(path))
    number = made.token_to_id
    return Tokens(
        made, number(MARKS[0]), number(MARKS[1]), number(MARKS[6]), number(MARKS[7]), number(MARKS[8])
    )
