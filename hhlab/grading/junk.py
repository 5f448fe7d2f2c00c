"""What was handed in and is no file of answers: one line for each place that it came from."""

from collections import Counter


def told(junk):
    """Give (where, what) for files that are not read, as (Found, reason); of one student in one line."""
    places = {}
    for file, reason in junk:
        places.setdefault(_place(file) or file.name, []).append((file.name, reason))
    for place, files in places.items():
        if len(files) == 1:
            yield files[0]
        else:
            counts = Counter(reason for _, reason in files)
            reasons = "; ".join(
                f"{count} × {reason}" if count > 1 else reason for reason, count in counts.items()
            )
            names = ", ".join(name.rpartition("/")[2] for name, _ in files[:3]) + ", …" * (len(files) > 3)
            yield place, f"{len(files)} files that are not read: {reasons} ({names})"


def _place(file):
    """Give who handed a file in, or else the zip or the folder in which it lies."""
    if getattr(file, "uploader", ""):
        return file.uploader
    outer = file.name.partition(": ")[0]
    return outer if outer != file.name else file.name.replace("\\", "/").rpartition("/")[0].partition("/")[0]
