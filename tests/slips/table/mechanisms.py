"""Slips in how MOD files are read, compiled and complained about."""

ROWS = {
    "hhlab/mechanisms/compiling.py": [
        ("test_mechanisms.py -k edited", "hashlib.sha256(content)", "hashlib.sha256(own.encode())"),
        (
            "test_mechanisms.py -k missing_compiler",
            "if not any(map(shutil.which, commands)):",
            "if not all(map(shutil.which, commands)) and False:",
        ),
        (
            "test_mechanisms.py -k home_cannot",
            "if runs and os.access(folder, os.W_OK):",
            "if os.access(folder, os.W_OK):",
        ),
        (
            "test_mechanisms.py -k units",
            "if done.returncode:\n        raise",
            "if not done.returncode:\n        raise",
        ),
    ],
    "hhlab/mechanisms/text.py": [
        (
            "test_modl.py -k encoding",
            'return content.decode("utf-8-sig")',
            'return content.decode("utf-8")',
            "plain() takes the mark away too",
        ),
        ("test_modl.py -k encoding", 're.sub("\\r\\n?", "\\n", text)', 're.sub("\\r\\n", "\\n", text)'),
        (
            "test_mechanisms.py -k names_its_line",
            "return 1 + bisect_left(_line_ends(text), place)",
            "return bisect_left(_line_ends(text), place)",
        ),
        (
            "test_modl.py -k NEURON_uses",
            "(text[slice(*places[-1])], places[-1])",
            "(text[slice(*places[0])], places[0])",
        ),
        (
            "test_modl.py -k renaming",
            'return f"{found[1]}_{new}" if found[1] in',
            'return f"{found[1]}_{own}" if found[1] in',
        ),
    ],
    "hhlab/mechanisms/errors.py": [
        (
            "test_mechanisms.py -k names_its_line",
            "for i in range(max(0, number - 2), number)]",
            "for i in range(max(0, number - 2), number - 1)]",
        ),
    ],
    "hhlab/mechanisms/limits.py": [
        (
            "test_modl.py -k end_the_process",
            "if given not in (None, known) and known != _NOT_GIVEN:",
            "if False:",
        ),
        ("test_modl.py -k 'hardly_meant or lesson_have'", "if count[name] == 1:", "if count[name] == 0:"),
    ],
    "hhlab/mechanisms/source.py": [
        (
            "test_modl.py -k included",
            "numbered(start, found.start()) + _lines(_content(path)",
            "_lines(_content(path)",
        ),
        (
            "test_modl.py -k header",
            'return b"".join(path.read_bytes() for path in paths if path.is_file())',
            'return b""',
        ),
    ],
    "hhlab/mechanisms/shape.py": [
        (
            "test_modl_slips.py",
            "\"A {')' if more > 0 else '('} is missing\"",
            "\"A {'(' if more > 0 else ')'} is missing\"",
        ),
    ],
}
