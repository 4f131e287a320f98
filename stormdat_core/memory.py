"""The memory of a process that turns documents into values: when it is collected, when it is given back."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector for the length of the block; blocks may nest.

    A document is hundreds of thousands of values without a cycle among them; walking through them again and
    again while they are made takes a fifth of the time and finds nothing. Nor need they be walked through
    when the pause ends: what was made goes to the collector's oldest generation at once, as if it had
    survived. Cycles made inside wait for the next full collection, so work done inside should leave none.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()  # a full collection follows from `enable` otherwise: a tenth of a second for a
            gc.unfreeze()  # large document; the two only join lists, and nobody here freezes anything else
            gc.enable()


def give_back() -> None:
    """Give freed memory back to the system.

    The C library of Linux keeps what was freed between values that live on; a process that reads one large
    document after another would hold both. Others have no such call and need none.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc has it
        if trim is not None:
            trim(0)
