"""Processor time of a call, best of several; ratios in one run are what can be compared."""

import math
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def best(call: Callable[[], object], times: int = 5) -> float:
    """Return the least processor seconds of several calls."""
    return best_of_each([call], times)[0]


def best_of_each(calls: Sequence[Callable[[], object]], times: int = 5) -> list[float]:
    """Return the least processor seconds of each; by turns, so that a busy moment does not fall on one alone."""
    found = [math.inf] * len(calls)
    for _ in range(times):
        for index, call in enumerate(calls):
            before = time.process_time()
            call()
            found[index] = min(found[index], time.process_time() - before)
    return found


def parse_and_text(path: Path) -> int:
    """Parse the main part with lxml and collect all text: the floor that reading is compared with."""
    with zipfile.ZipFile(path) as package:
        tree = etree.fromstring(
            package.read("word/document.xml"), etree.XMLParser(huge_tree=True, resolve_entities=False)
        )
    return sum(len(text.text or "") for text in tree.iter(W + "t"))


def exponent(sizes: list[float], seconds: list[float]) -> float:
    """Return the slope of the least-squares line through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(second) for second in seconds]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    over = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return over / sum((x - middle_x) ** 2 for x in xs)
