"""Many objects that all stay -> built in half the time: the garbage collector does not look through them meanwhile."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Keep the garbage collector from running while a block builds what stays; it goes on as it was."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
