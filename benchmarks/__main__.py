"""`make bench`: measure everything, write results.json, fail when a limit is passed.

`python -m benchmarks growth_home import_time` measures what is named and writes nothing.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    docx_read,
    growth,
    import_time,
    longest_write_lock,
    meeting_page,
    pdf_text,
    reading,
    save_during_import,
    search_page,
    search_rebuild,
    word_report,
)

MEASURED: dict[str, Callable[[], dict[str, object]]] = {
    "meeting_page": meeting_page.measure,
    "word_report": word_report.measure,
    "reading": reading.measure,
    "pdf_text": pdf_text.measure,
    "docx_read": docx_read.measure,
    "import_time": import_time.measure,
    **{one.name: one.measure for one in growth.GROWTHS},
    "search_rebuild": search_rebuild.measure,
    "search_page": search_page.measure,
    "longest_write_lock": longest_write_lock.measure,
    "save_during_import": save_during_import.measure,
}
RESULTS = Path(__file__).with_name("results.json")


def main(*names: str) -> int:
    """One line per figure; 1 when one of them is not ok."""
    results = [MEASURED[name]() for name in names or MEASURED]
    if not names:
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    for one in results:
        print(
            f"{'ok  ' if one['ok'] else 'OVER'} {one['name']}: {one['value']:.4g} "
            f"against {one['baseline']:.4g}, ratio {one['ratio']:.2f} (limit {one['limit']})"
        )
    return 0 if all(one["ok"] for one in results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
