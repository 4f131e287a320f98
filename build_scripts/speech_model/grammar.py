"""The 45 words that the test model knows, and the sentences made of them."""

import random

VERBS = ("open", "close", "start", "stop", "pause", "save", "send", "read")
NOUNS = ("file", "window", "screen", "sound", "meeting", "report", "project", "camera", "folder", "message")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TIMES = ("today", "tomorrow", "now", "later", "again")
ARTICLES = ("the", "a", "this", "my")
OTHERS = ("new", "old", "please", "we", "will", "can", "you", "and")
WORDS = (*VERBS, *NOUNS, *NUMBERS, *TIMES, *ARTICLES, *OTHERS)


def sentence(draw: random.Random) -> str:
    """Return a command, a question, a pair of commands, a row of numbers, or words in no order."""
    kinds = (_command, _question, _pair, _numbers, _anything)
    return draw.choices(kinds, weights=(30, 20, 15, 12, 23))[0](draw)


def held_out(count: int = 200, seed: int = 4711) -> tuple[str, ...]:
    """Return different sentences that no training may use."""
    draw = random.Random(seed)
    kept: dict[str, None] = {}
    while len(kept) < count:
        kept[sentence(draw)] = None
    return tuple(kept)


def _thing(draw: random.Random) -> str:
    if draw.random() < 0.25:
        return f"{draw.choice(NOUNS)} {draw.choice(NUMBERS)}"
    adjective = draw.choice(("new ", "old ", "", ""))
    return f"{draw.choice(ARTICLES)} {adjective}{draw.choice(NOUNS)}"


def _act(draw: random.Random) -> str:
    when = f" {draw.choice(TIMES)}" if draw.random() < 0.7 else ""
    return f"{draw.choice(VERBS)} {_thing(draw)}{when}"


def _command(draw: random.Random) -> str:
    return ("please " if draw.random() < 0.3 else "") + _act(draw)


def _question(draw: random.Random) -> str:
    return f"{draw.choice(('we will', 'can you', 'you can', 'we can', 'you will'))} {_act(draw)}"


def _pair(draw: random.Random) -> str:
    return f"{draw.choice(VERBS)} {_thing(draw)} and {draw.choice(VERBS)} {_thing(draw)}"


def _numbers(draw: random.Random) -> str:
    return " ".join(draw.choice(NUMBERS) for _ in range(draw.randint(2, 6)))


def _anything(draw: random.Random) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(draw.randint(2, 7)))
