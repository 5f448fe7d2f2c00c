"""Find functions that one object file of WebAssembly calls with another signature than they are defined with.

C++ lets a file declare a function of C or one with another result than it has. A processor hardly minds;
WebAssembly does, and its linker says nothing: the page would fail when the function is called.

    python3 signatures.py OBJECT...     exit status 1 where there is such a function
"""

import sys
from pathlib import Path

TYPE, IMPORT, FUNCTION, CUSTOM = 1, 2, 3, 0
A_FUNCTION, A_TABLE, A_MEMORY, A_GLOBAL, A_TAG = range(5)
SYMBOL_TABLE = 8
OF_FUNCTION, OF_DATA, OF_SECTION = 0, 1, 3
LOCAL, UNDEFINED, OWN_NAME = 0x02, 0x10, 0x40
VALUES = {
    0x7F: "i32",
    0x7E: "i64",
    0x7D: "f32",
    0x7C: "f64",
    0x7B: "v128",
    0x70: "funcref",
    0x6F: "externref",
}


class Reader:
    """Bytes that are read from front to back, in the forms of WebAssembly's binary format."""

    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def number(self):
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def some(self):
        length = self.number()
        self.at += length
        return self.data[self.at - length : self.at]

    def text(self):
        return self.some().decode()

    def many(self, read):
        return [read(self) for _ in range(self.number())]

    def limits(self):
        if self.number() & 1:
            self.number()
        self.number()

    def done(self):
        return self.at >= len(self.data)


def symbols(path):
    """Give what an object file says of functions: (name, whether it is defined there, signature)."""
    file = Reader(path.read_bytes(), at=8)
    signatures, imported, defined = [], [], []
    while not file.done():
        kind, section = file.byte(), Reader(file.some())
        if kind == TYPE:
            signatures = section.many(signature)
        elif kind == IMPORT:
            imported = [one for one in section.many(an_import) if one]
        elif kind == FUNCTION:
            defined = section.many(Reader.number)
        elif kind == CUSTOM and section.text() == "linking":
            yield from linked(section, signatures, imported, defined)


def signature(reader):
    """Read what a function takes and gives."""
    reader.byte()
    takes, gives = reader.some(), reader.some()
    return f"({' '.join(map(value_name, takes))}) -> ({' '.join(map(value_name, gives))})"


def value_name(code):
    """Give the name of a type of values."""
    return VALUES.get(code, hex(code))


def an_import(reader):
    """Read an import; give its name and the number of its signature if it is a function."""
    reader.text()
    name, kind = reader.text(), reader.byte()
    if kind == A_FUNCTION:
        return name, reader.number()
    if kind == A_TABLE:
        reader.byte()
        reader.limits()
    elif kind == A_MEMORY:
        reader.limits()
    elif kind in (A_GLOBAL, A_TAG):
        reader.byte()
        reader.number()
    return None


def linked(section, signatures, imported, defined):
    """Read the table of symbols, and give those that are functions."""
    section.number()
    while not section.done():
        kind, part = section.byte(), Reader(section.some())
        if kind != SYMBOL_TABLE:
            continue
        for _ in range(part.number()):
            name, flags, index = symbol(part)
            if index is None or flags & LOCAL:
                continue
            if index < len(imported):
                yield name or imported[index][0], False, signatures[imported[index][1]]
            else:
                yield name, True, signatures[defined[index - len(imported)]]


def symbol(part):
    """Read a symbol: its name, its flags, and its number if it is a function."""
    kind, flags = part.byte(), part.number()
    if kind == OF_SECTION:
        part.number()
        return None, flags, None
    if kind == OF_DATA:
        name = part.text()
        if not flags & UNDEFINED:
            part.number(), part.number(), part.number()
        return name, flags, None
    index = part.number()
    name = part.text() if not flags & UNDEFINED or flags & OWN_NAME else None
    return name, flags, index if kind == OF_FUNCTION else None


def main(paths):
    """Print every function that is used otherwise than defined."""
    known, used = {}, []
    for path in map(Path, paths):
        for name, here, form in symbols(path):
            if here:
                known[name] = path.name, form
            else:
                used.append((name, path.name, form))
    wrong = [one for one in used if one[0] in known and known[one[0]][1] != one[2]]
    for name, where, form in wrong:
        place, right = known[name]
        print(f"{name}: {where} calls it as {form}, {place} defines it as {right}")
    print(f"{len(paths)} object files, {len(known)} functions, {len(wrong)} wrong signatures")
    return bool(wrong) or not known


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
