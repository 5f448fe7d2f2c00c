"""What runs in a page: hhlab's bundles and NEURON, and the lines of a page that load them."""

import hashlib
import shutil

from hhlab.browser import bundled

# what a page holds, and the bundle that it needs then
NEEDS = {'class="hhlab-page-': "page", 'class="hhlab-share': "share"}


def lay(site, neuron):
    """Copy the bundles, and NEURON if there is one, into a site, and have its pages load what they need."""
    target = site / "_static" / "hhlab"
    target.mkdir(parents=True)
    for name in NEEDS.values():
        for path in sorted(bundled.BUNDLES.glob(f"{name}.*")):
            shutil.copy(path, target)
    if neuron:
        shutil.copytree(neuron, site / "_static" / "neuron")
    for page in site.rglob("*.html"):
        dress(page, site, target)


def dress(page, site, bundles):
    """Write into the head of a page what it loads."""
    text = page.read_text("utf-8")
    up = "../" * (len(page.relative_to(site).parts) - 1)
    tags = [
        tag_of(path, up + path.relative_to(site).as_posix())
        for mark, name in NEEDS.items()
        if mark in text
        for path in sorted(bundles.glob(f"{name}.*"))
    ]
    if tags:
        page.write_text(text.replace("</head>", "\n".join([*tags, "</head>"]), 1), "utf-8")


def tag_of(path, address):
    """Give the line that loads a file, whose address changes with its content: a browser may keep it."""
    version = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    if path.suffix == ".css":
        return f'<link rel="stylesheet" href="{address}?v={version}">'
    return f'<script type="module" src="{address}?v={version}"></script>'
