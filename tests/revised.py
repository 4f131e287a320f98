"""A document of a hundred findings and more, and what an author does to it from one revision to the next."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from tests.word import heading, paragraph, run, write_word

_NOUNS = (
    "pump",
    "valve",
    "contract",
    "schedule",
    "engineer",
    "report",
    "budget",
    "facility",
    "vendor",
    "trial",
    "sample",
    "manual",
    "drawing",
    "tank",
    "inspection",
    "office",
    "depot",
    "crew",
    "estimate",
    "survey",
    "bridge",
    "cable",
    "filter",
    "runway",
    "shelter",
    "radio",
    "truck",
    "generator",
)
_VERBS = (
    "supports",
    "delays",
    "replaces",
    "describes",
    "covers",
    "follows",
    "limits",
    "exceeds",
    "requires",
    "reflects",
    "precedes",
)
_ENDS = (
    "in the second phase",
    "at the northern site",
    "before the audit",
    "under the current plan",
    "after the review",
    "with some delay",
    "on the lower deck",
    "for the next quarter",
    "during the trial",
    "by common consent",
)


@dataclass(slots=True)
class Sentence:
    """A sentence, and whether something is wrong in it."""

    text: str
    faulty: bool


@dataclass(slots=True)
class Chapter:
    """A heading and its paragraphs."""

    title: str
    paragraphs: list[list[Sentence]]


@dataclass(slots=True)
class Manual:
    """A document as its author has it before him."""

    chance: random.Random
    chapters: list[Chapter] = field(default_factory=list)

    @classmethod
    def of(cls, seed: int = 7, chapters: int = 8, paragraphs: int = 10) -> "Manual":
        """Return a document; the same for the same seed."""
        made = cls(random.Random(seed))
        for number in range(chapters):
            texts = [made._paragraph(number, at) for at in range(paragraphs)]
            made.chapters.append(Chapter(f"{made._noun().title()} and {made._noun()}", texts))
        return made

    def _paragraph(self, chapter: int, at: int) -> list[Sentence]:
        found = [Sentence(self.plain(), faulty=False) for _ in range(5)]
        found[1] = Sentence(self._spaced(), faulty=True)
        found[3] = Sentence(self._other(chapter + at), faulty=True)
        return found

    def plain(self) -> str:
        """Return a sentence with nothing wrong in it."""
        first, second = self._noun(), self._noun()
        verb, end = self.chance.choice(_VERBS), self.chance.choice(_ENDS)
        return f"The {first} of the {self._noun()} {verb} the {second} {end}."

    def _noun(self) -> str:
        return self.chance.choice(_NOUNS)

    def _spaced(self) -> str:
        words = self.plain().split(" ")
        at = self.chance.randrange(2, len(words) - 1)
        return " ".join(words[:at]) + "  " + " ".join(words[at:])

    def _other(self, number: int) -> str:
        letters = "".join(self.chance.choices("BCDFGHJKLMNPQRSTVWXZ", k=4))
        if number % 2:
            return self.plain().replace("The ", f"The {letters} ", 1)
        return self.plain().replace(" of ", " , of ", 1)

    def insert(self, number: int) -> None:
        """Insert paragraphs anywhere."""
        for _ in range(number):
            place = self.chance.choice(self.chapters).paragraphs
            place.insert(self.chance.randrange(len(place) + 1), [Sentence(self.plain(), faulty=False)])

    def rewrite(self, share: float = 1.0) -> None:
        """Write sentences anew that have nothing wrong in them."""
        for chapter in self.chapters:
            for text in chapter.paragraphs:
                for at, sentence in enumerate(text):
                    if not sentence.faulty and self.chance.random() < share:
                        text[at] = Sentence(self.plain(), faulty=False)

    def move(self) -> None:
        """Move the last chapter to the beginning."""
        self.chapters.insert(0, self.chapters.pop())

    def correct(self, number: int) -> None:
        """Correct the first sentences with two spaces in them."""
        spaced = [each for text in self._texts() for each in text if "  " in each.text]
        for each in spaced[:number]:
            each.text, each.faulty = " ".join(each.text.split()), False

    def _texts(self) -> list[list[Sentence]]:
        return [text for chapter in self.chapters for text in chapter.paragraphs]

    def write(self, path: Path) -> Path:
        """Write it as a Word document."""
        body = ""
        for chapter in self.chapters:
            body += heading(chapter.title)
            for text in chapter.paragraphs:
                body += paragraph(run(" ".join(sentence.text for sentence in text)))
        return write_word(path, body)
