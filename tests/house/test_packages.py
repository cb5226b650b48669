"""What is pinned installs on the oldest Python that is promised: Debian 12 has 3.11.2."""

from importlib.metadata import distributions

from packaging.specifiers import SpecifierSet

OLDEST = "3.11.2"


def test_every_package_runs_on_the_oldest_python_that_is_promised():
    wanted = {one.name: one.metadata.get("Requires-Python") for one in distributions()}
    assert len(wanted) > 40
    assert [
        f"{name} needs Python {python}"
        for name, python in wanted.items()
        if python and OLDEST not in SpecifierSet(python)
    ] == []
