"""Texts that are alike, beside each other: what was copied is read once."""

PIECE = 5  # letters
ALIKE = 0.4  # of all pieces of two texts, the part that both have


def alike(texts):
    """Give texts in groups.

    Parameters
    ----------
    texts : dict of str to str
        By student. 120 of 5,000 letters take seconds.

    Returns
    -------
    list of list of str
        The students of each group, the largest group first, in it those who wrote the same words beside each
        other. What stands in no other text is a group of its own.
    """
    same = {}
    for student in sorted(texts):
        same.setdefault(_letters(texts[student]), []).append(student)
    groups = []
    # every group is told by its first text, the one that most have written: no chain of small steps grows
    for letters in sorted(same, key=lambda letters: (-len(same[letters]), -len(letters), letters)):
        pieces = _pieces(letters)
        near = max(groups, key=lambda group: _shared(group[0], pieces), default=None)
        if near is None or _shared(near[0], pieces) < ALIKE:
            near = (pieces, [])
            groups.append(near)
        near[1].extend(same[letters])
    return sorted((students for _, students in groups), key=len, reverse=True)


def identical(texts):
    """Give in how many texts stands what stands in another one, letter for letter."""
    letters = [_letters(text) for text in texts]
    return sum(letters.count(one) > 1 for one in letters)


def _letters(text):
    """Give a text without what its writer need not have typed: case, blanks, commas."""
    return "".join(filter(str.isalnum, text.casefold())) or text.strip()


def _pieces(letters):
    return {letters[i : i + PIECE] for i in range(max(1, len(letters) - PIECE + 1))}


def _shared(one, other):
    both = len(one & other)
    return both / (len(one) + len(other) - both)
