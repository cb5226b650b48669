"""How long `import wsgi` takes, against importing what it stands on and nothing of ours."""

import os
import resource
import subprocess
import sys
from statistics import median

import config
from benchmarks import demo_council

LIMIT = 1.5
ROUNDS = 9
OURS = "import wsgi"
BARE = "import flask, flask_sqlalchemy, flask_login, flask_wtf, wtforms, flask_migrate, psycopg"


def measure() -> dict[str, object]:
    """Processor seconds of two new processes by turns, their bytecode kept from the one before."""
    with demo_council.folder() as scratch:
        environment = {
            **{name: said for name, said in os.environ.items() if name != _NO_BYTECODE},
            "PYTHONPYCACHEPREFIX": str(scratch / "bytecode"),
            "GUILDHALL_INSTANCE": str(scratch / "instance"),
            "DATABASE_URL": f"sqlite:///{scratch / 'instance' / 'none.sqlite3'}",
            "SECRET_KEY": "for nobody's cookies, only to measure 0123456789",
        }
        pairs = [(_took(OURS, environment), _took(BARE, environment)) for _ in range(ROUNDS + 1)]
    value, baseline = (median(times) for times in zip(*pairs[1:], strict=True))
    return {
        "name": "import wsgi (s)",
        "value": round(value, 3),
        "baseline": round(baseline, 3),
        "ratio": round(value / baseline, 3),
        "limit": LIMIT,
        "ok": value <= LIMIT * baseline,
    }


_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


def _took(code: str, environment: dict[str, str]) -> float:
    before = _processor_time()
    subprocess.run(
        [sys.executable, "-c", code],
        env=environment, cwd=config.ROOT, check=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return _processor_time() - before


def _processor_time() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(measure())
