"""Reads data files in YAML, by the C library where PyYAML came with it: ten times as fast."""

from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any


def read_yaml(file: Path | Traversable) -> Any:
    """What a file of ours holds; PyYAML is imported by whoever reads one, which no page does."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(file.read_text("utf-8"), Loader=loader)  # noqa: S506  # a safe loader
