"""List what the image is made of, as CycloneDX: Debian's packages, Python's, and npm's in the bundle.

The image is built with it; nothing of it stays in the image but what it prints.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

BUNDLERS = {"esbuild"}  # they make the bundle and are not in it


def python_components(python):
    """Give the document that CycloneDX's own tool makes of a Python environment."""
    command = [Path(sys.executable).with_name("cyclonedx-py"), "environment", "--output-reproducible", python]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def debian_components(admin_folder):
    """Give what dpkg says is installed."""
    fields = "${binary:Package}\t${Version}\t${Architecture}\n"
    command = ["dpkg-query", f"--admindir={admin_folder}", "--show", f"--showformat={fields}"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for line in listed.splitlines():
        name, version, architecture = line.split("\t")
        name = name.partition(":")[0]
        yield component(name, version, f"pkg:deb/debian/{name}@{quote(version)}?arch={architecture}")


def npm_components(lock_file):
    """Give the npm packages that run in the browser."""
    for path, package in json.loads(lock_file.read_text("utf-8"))["packages"].items():
        name = path.rpartition("node_modules/")[2]
        # platforms' own programs are optional parts of the bundler
        if not name or name in BUNDLERS or package.get("dev") or package.get("optional"):
            continue
        yield component(name, package["version"], f"pkg:npm/{quote(name)}@{package['version']}") | {
            "licenses": [{"expression": package["license"]}]
        }


def component(name, version, purl):
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--version", required=True, help="the image's own")
    parser.add_argument("--python", required=True, help="the environment's interpreter")
    parser.add_argument("--dpkg", required=True, help="dpkg's folder of the final image")
    parser.add_argument("--npm", required=True, type=Path, help="package-lock.json")
    given = parser.parse_args()
    document = python_components(given.python)
    document["metadata"]["component"] = {
        "type": "container",
        "bom-ref": "hhlab",
        "name": "hhlab",
        "version": given.version,
        "licenses": [{"license": {"id": "BSD-3-Clause"}}],
    }
    document["components"] += [*debian_components(given.dpkg), *npm_components(given.npm)]
    document["components"].sort(key=lambda one: one.get("purl", one["bom-ref"]))
    text = json.dumps(document, indent=1, sort_keys=True)
    problem = JsonStrictValidator(SchemaVersion.from_version(document["specVersion"])).validate_str(text)
    if problem:
        sys.exit(f"sbom: not CycloneDX: {problem}")
    print(text)


if __name__ == "__main__":
    main()
