"""Each file's tests in any order: ``HHLAB_SHUFFLE=1 pytest`` takes them in one that the number chooses."""

import os
import random


def pytest_collection_modifyitems(items):
    if seed := os.environ.get("HHLAB_SHUFFLE"):
        files = dict.fromkeys(item.path for item in items)
        shuffled = random.Random(seed).sample(items, len(items))
        # file by file, as everybody runs them
        items[:] = sorted(shuffled, key=lambda item: list(files).index(item.path))
