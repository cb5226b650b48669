"""Saving a section while past papers come in and the index is rebuilt, against saving alone."""

from benchmarks import busy_council

LIMIT = 3.0


def measure() -> dict[str, object]:
    """The 95th percentile of a save during an import over that of a save alone."""
    found = busy_council.figures()
    value, baseline = busy_council.p95(found.busy), busy_council.p95(found.alone)
    return {
        "name": f"save during an import of {found.imported} files, 95th percentile (s)",
        "value": value,
        "baseline": baseline,
        "ratio": value / baseline,
        "limit": LIMIT,
        "ok": value <= LIMIT * baseline,
    }
