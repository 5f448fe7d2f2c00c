"""What was handed in and is no file of answers: one line for all that one student handed in."""

from collections import Counter


def told(junk):
    """Give (where, what) for files that are not read, as (Found, reason); of one student in one line."""
    places = {}
    for file, reason in junk:
        places.setdefault(file.unit or file.name, []).append((file.name, reason))
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
