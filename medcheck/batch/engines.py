"""Strings of a register -> answers, here, in processes of this machine, or on a Dask cluster."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 3  # items a worker that are under way at once


class Engine(Protocol):
    """Something that calls a function on many items and gives the results in their order."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item, in order, with few of them in memory at once."""
        ...

    def close(self) -> None:
        """Let go of what works for it."""
        ...


class Here:
    """Works in this process."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the result of each item."""
        return map(function, items)

    def close(self) -> None:
        """Nothing works for it."""


class Processes:
    """Works in some processes of this machine; each builds the index of names once."""

    def __init__(self, workers: int) -> None:
        """Start them when there is work."""
        self.workers = workers

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the results in order, a few items ahead of them under way."""
        with ProcessPoolExecutor(self.workers, get_context("spawn")) as pool:
            yield from in_order(lambda item: pool.submit(function, item), items, AHEAD * self.workers)

    def close(self) -> None:
        """The processes end with the work."""


class Dask:
    """Works on a Dask cluster: an existing one by the address of its scheduler, else one of this machine.

    A task whose worker dies is done again on another one.
    """

    def __init__(self, scheduler: str | None = None, workers: int | None = None) -> None:
        """Connect; needs the extra medcheck[dask]."""
        from distributed import Client, LocalCluster

        self.cluster = (
            None if scheduler else LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="")
        )
        self.client = Client(scheduler or self.cluster)

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Yield the results in order, a few items ahead of them under way."""
        under_way = AHEAD * max(1, len(self.client.scheduler_info()["workers"]))
        yield from in_order(lambda item: self.client.submit(function, item, pure=False), items, under_way)

    def close(self) -> None:
        """Leave the cluster, and end it where it was started here."""
        self.client.close()
        if self.cluster is not None:
            self.cluster.close()


def in_order(submit: Callable[[Item], Any], items: Iterable[Item], most: int) -> Iterator[Any]:
    """Yield the results of futures in the order of their items, with at most so many under way."""
    under_way: deque[Any] = deque()
    for item in items:
        under_way.append(submit(item))
        if len(under_way) >= most:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()
