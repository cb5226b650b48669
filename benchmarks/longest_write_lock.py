"""The longest that anybody waits for another: the longest hold of SQLite's write lock."""

from benchmarks import busy_council

LIMIT_SECONDS = 0.1


def measure() -> dict[str, object]:
    """While the index is rebuilt, past papers come in and somebody saves, against 100 ms."""
    found = busy_council.figures()
    value = max(found.held).seconds
    return {
        "name": f"longest write lock, {found.imported} files and {len(found.busy)} saves (s)",
        "value": value,
        "baseline": LIMIT_SECONDS,
        "ratio": value / LIMIT_SECONDS,
        "limit": 1.0,
        "ok": value <= LIMIT_SECONDS,
    }
