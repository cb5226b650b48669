"""Starts the process in which one uploaded file is read; run by path, never imported.

Only the modules that read are loaded: `app` is stood in for by an empty package, so that neither
Flask nor the database comes along, and nothing needs to be installed or on the path.
"""

import importlib
import sys
import types
from pathlib import Path

if __name__ == "__main__":
    app = types.ModuleType("app")
    app.__path__ = [str(Path(__file__).resolve().parents[2])]
    sys.modules["app"] = app
    importlib.import_module("app.foundation.reading.confined").main(sys.argv[1:])
