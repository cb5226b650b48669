"""Starts the process in which one file is marked; run by path, never imported.

As for reading, `app` is stood in for by an empty package: neither Flask nor the database comes
along.
"""

import importlib
import sys
import types
from pathlib import Path

if __name__ == "__main__":
    app = types.ModuleType("app")
    app.__path__ = [str(Path(__file__).resolve().parents[2])]
    sys.modules["app"] = app
    importlib.import_module("app.foundation.stamping.confined").main(sys.argv[1:])
