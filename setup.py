"""What a wheel carries besides the package: the lessons, what changed in them, and Jupyter's settings."""

from pathlib import Path

from setuptools import setup

CARRIED = {"notebooks": "share/hhlab/notebooks", "container/jupyter": "share/hhlab/jupyter"}
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def data_files():
    """Yield each folder of an installation, with the files of the checkout that go there."""
    yield "share/hhlab", [name for name in ["CHANGELOG.md"] if Path(name).exists()]
    for source, target in CARRIED.items():
        files = {}
        for path in sorted(Path(source).rglob("*")):
            if path.is_file() and not set(path.parts) & LEFT_OUT:
                files.setdefault(path.parent.relative_to(source), []).append(path.as_posix())
        yield from ((f"{target}/{folder.as_posix()}", paths) for folder, paths in files.items())


setup(data_files=list(data_files()))
