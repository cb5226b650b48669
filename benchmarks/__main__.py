"""`make bench`: measure everything, write results.json, fail when a limit is passed."""

import json
import sys
from pathlib import Path

from benchmarks import (
    longest_write_lock,
    meeting_page,
    reading,
    save_during_import,
    search_page,
    search_rebuild,
    word_report,
)

MEASURED = (
    meeting_page,
    word_report,
    reading,
    search_rebuild,
    search_page,
    longest_write_lock,
    save_during_import,
)
RESULTS = Path(__file__).with_name("results.json")


def main() -> int:
    """One line per figure; 1 when one of them is not ok."""
    results = [module.measure() for module in MEASURED]
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    for one in results:
        print(
            f"{'ok  ' if one['ok'] else 'OVER'} {one['name']}: {one['value']:.4g} "
            f"against {one['baseline']:.4g}, ratio {one['ratio']:.2f} (limit {one['limit']})"
        )
    return 0 if all(one["ok"] for one in results) else 1


if __name__ == "__main__":
    sys.exit(main())
