"""The text in a file that does not say how it is encoded, as spreadsheets and LMSs save it."""

from unicodedata import category

# one byte a letter: Windows in the west and in the middle of Europe, and a Mac of old; ties go to the first
ONE_BYTE = ("cp1252", "cp1250", "mac-roman")
USUAL = set("äöüßéèêëàâáíóúñçîïôûùãõåæøœýőűąćęłńśźżčďěňřšťůžăâîșț")


def decoded(name, data, one_byte=ONE_BYTE):
    """Give the text in the bytes of a file; `one_byte` are the encodings it may have where it is not Unicode.

    Raises
    ------
    ValueError
        It is no text, or a mixture of two encodings; `name` stands in what is said.
    """
    for encoding in _marked(data) or ("utf-8-sig",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
        raise ValueError(f"{name} is no text, but something else. Save it as CSV UTF-8.")
    if b"\0" in data:
        raise ValueError(f"{name} is no text, but something else. Save it as CSV UTF-8.")
    kept = data.decode("utf-8", "ignore")
    if not kept.isascii() and _many(kept) >= len(data) - len(kept.encode()):
        raise ValueError(f"{name} is partly in UTF-8 and partly not. In a spreadsheet, save it as CSV UTF-8.")
    texts = [text for encoding in one_byte if (text := _tried(data, encoding)) is not None]
    if not texts:
        raise ValueError(f"{name} is not in UTF-8. In a spreadsheet, save it as CSV UTF-8.")
    return max(texts, key=_plausible)


def _marked(data):
    """Give the encodings that the first bytes tell."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if b"\0" in data[:4]:
        return ("utf-16-be",) if data[0] == 0 else ("utf-16-le",)
    return ()


def _many(text):
    return sum(not letter.isascii() for letter in text)


def _tried(data, encoding):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text):
    """Give how much a text looks as people write names: accents that are common, no capital inside a word."""
    found = 0
    for before, letter in zip(" " + text, text, strict=False):
        if letter.isascii():
            continue
        if category(letter) not in ("Lu", "Ll") or (letter.isupper() and before.islower()):
            found -= 3
        else:
            found += 3 if letter.lower() in USUAL else 1
    return found
