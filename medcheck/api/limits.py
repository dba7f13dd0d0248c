"""A request -> whether it may be answered: what one request and one client may take."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

MOST_CLIENTS = 10_000  # whose allowance is remembered, the latest ones
BURST = 2.0  # seconds of the rate that may be asked at once
NETWORK = 64  # bits of an IPv6 address that belong to one client


@dataclass(frozen=True)
class Limits:
    """Requests a second from one client (0: any number), seconds for a request, requests under way at once."""

    rate: float = 50.0
    seconds: float = 10.0
    under_way: int = 64
    workers: int = 4


class Allowance:
    """A bucket of tokens for each client, which fills at the rate up to two seconds' worth."""

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self.most = max(1.0, rate * BURST)
        self.clock = clock
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Take one token, and return 0; or return the seconds until there is one."""
        if not self.rate:
            return 0.0
        name, now = network_of(client), self.clock()
        left, before = self.buckets.get(name, (self.most, now))
        left = min(self.most, left + (now - before) * self.rate)
        taken = left >= 1
        self.buckets[name] = (left - 1 if taken else left, now)
        self.buckets.move_to_end(name)
        if len(self.buckets) > MOST_CLIENTS:
            self.buckets.popitem(last=False)
        return 0.0 if taken else (1 - left) / self.rate


def network_of(client: str) -> str:
    """Return what counts as one client: an IPv4 address, or the network of an IPv6 address."""
    try:
        address = ip_address(client)
    except ValueError:
        return client[:100]
    if not isinstance(address, IPv6Address):
        return client
    return str(address.ipv4_mapped or ip_network((int(address), NETWORK), strict=False))
