"""What a file of a course says, whatever has been run in it.

Two notebooks say the same when their cells do, in the same order. Outputs, counts, ids and metadata change as
a lesson is run and saved, and running is not editing; nor is the empty cell that JupyterLab adds when the
last one is run.
"""

import hashlib
import json
import shutil
import stat
from pathlib import Path

# a larger file is compared as it is: nobody has written so long a notebook
LONGEST_BYTES = 50_000_000
# what a student has made into a link or a folder, or closed: it is theirs, and says nothing here
CLOSED = "closed"


def seen(path):
    """Give the digest of a student's file, None where nothing is, or `CLOSED`."""
    try:
        return digest(path) if stat.S_ISREG(path.lstat().st_mode) else CLOSED
    except FileNotFoundError:
        return None
    except OSError:
        return CLOSED


def digest(path):
    """Give 16 letters that are the same for two files of a course which say the same.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    path = Path(path)
    if path.stat().st_size > LONGEST_BYTES:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:16]
    return digest_of(path.name, path.read_bytes())


def digest_of(name, content):
    """Give the digest of a file by its name and its bytes."""
    said = said_in(content) if name.endswith(".ipynb") else None
    # Windows ends lines in its own way
    return _letters(content.replace(b"\r\n", b"\n") if said is None else json.dumps(said).encode(), 16)


def cells_of(content):
    """Give a notebook's cells, or a text's lines, 6 letters for each."""
    said = said_in(content)
    if said is None:
        return {_letters(line.strip(), 6) for line in content.splitlines() if line.strip()}
    return {_letters(json.dumps(cell).encode(), 6) for cell in said}


def said_in(content):
    """Give what a notebook's cells say, as [kind, text, what was pasted in]; None for what is no notebook."""
    try:
        cells = [
            [cell["cell_type"], _text(cell["source"]), cell.get("attachments") or {}]
            for cell in json.loads(content)["cells"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return [cell for cell in cells if cell[1].strip() or cell[2]]


def write_as_delivered(source, path):
    """Write a course's file to a new path as a student gets it: a notebook without outputs.

    Raises
    ------
    OSError
        It cannot be read or written, or something is there.
    ValueError
        It is called a notebook and is none.
    """
    source = Path(source)
    with Path(path).open("xb") as file:
        if source.suffix == ".ipynb":
            file.write(without_outputs(source.read_bytes()))
        else:
            with source.open("rb") as original:
                shutil.copyfileobj(original, file)


def without_outputs(content):
    """Give a notebook's bytes without outputs and counts."""
    if said_in(content) is None:
        raise ValueError("it is no notebook")
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode(errors="surrogatepass")


def _text(source):
    return (source if isinstance(source, str) else "".join(source)).replace("\r\n", "\n")


def _letters(content, count):
    return hashlib.sha256(content).hexdigest()[:count]
