"""Pages that take no longer for a council after fifty years: the time at 50× over that at 1×."""

import gc
import time
from dataclasses import dataclass
from statistics import median

from flask.testing import FlaskClient

from benchmarks import demo_council, grown_council

TIMES = 50
ROUNDS = 40
ROLES = ("administrator", "clerk", "author", "member")


@dataclass(frozen=True)
class Growth:
    """Pages, who asks for them, and by how much they may take longer."""

    name: str
    addresses: tuple[str, ...]
    roles: tuple[str, ...] = ROLES
    limit: float = 1.2
    indexed: bool = False

    def measure(self) -> dict[str, object]:
        """Processor seconds of the whole requests, small and large by turns."""
        small = demo_council.application()
        large = grown_council.application(TIMES, indexed=self.indexed)
        gc.collect()
        gc.freeze()  # as wsgi.py does
        pairs = [
            _by_turns(demo_council.signed_in(role, small), demo_council.signed_in(role, large), one)
            for role in self.roles
            for one in self.addresses
        ]
        baseline, value = (sum(times) for times in zip(*pairs, strict=True))
        return {
            "name": f"{self.name}, {TIMES} times the demo council (s)",
            "value": round(value / len(pairs), 4),
            "baseline": round(baseline / len(pairs), 4),
            "ratio": round(value / baseline, 3),
            "limit": self.limit,
            "ok": value <= self.limit * baseline,
        }


GROWTHS = (
    Growth("growth_home", ("/",)),
    Growth("growth_actions", ("/actions",)),
    Growth("growth_reports", ("/reports",)),
    Growth("growth_history", ("/administration/history",), roles=("administrator",)),
    Growth(
        "growth_search",
        ("/search?q=street+lighting", "/search?q=budget+monitoring"),
        limit=1.5,
        indexed=True,
    ),
)


def _by_turns(small: FlaskClient, large: FlaskClient, address: str) -> tuple[float, float]:
    """The medians of many requests; the first of each warms up and is not counted."""
    pairs = [(_took(small, address), _took(large, address)) for _ in range(ROUNDS + 1)][1:]
    first, second = zip(*pairs, strict=True)
    return median(first), median(second)


def _took(client: FlaskClient, address: str) -> float:
    began = time.process_time()
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return time.process_time() - began
