"""Slips in what is read from spreadsheets and LMSs, and written for them."""

ROWS = {
    "hhlab/grading/files.py": [
        ("test_grading.py -k zip_leads", 'or ".." in parts', ""),
        ("test_grading.py -k zip_leads", "if len(data) > MAX_BYTES:", "if len(data) > 100 * MAX_BYTES:"),
        ("test_grading.py -k link", "if path.is_symlink():", "if path.is_mount():"),
        ("test_uploads.py -k bursts", "and place.depth <= 1:", "and place.depth < 0:"),
        ("test_uploads.py -k bursts", "if file.tell() > limit:", "if limit is None:"),
        ("test_uploads.py -k other_files", "if unit not in answered:", "if unit:"),
        ("test_uploads.py -k zipped_work", "and not only):", "):"),
        ("test_uploads.py -k entries_of_all", "place.count(len(entries)) > MAX_ENTRIES", "False"),
    ],
    "hhlab/grading/uploads.py": [
        ("test_uploads.py -k uploaded", "(?:_LATE)?", ""),
        ("test_uploads.py -k computers", "|thumbs\\.db", ""),
        ("test_uploads.py -k computers", "(*_parts(path), own_name(path))", "_parts(path)"),
    ],
    "hhlab/grading/encodings.py": [
        ("test_lms.py -k list_is_read", '("cp1252", "cp1250", "mac-roman")', '("cp1252", "cp1250")'),
        (
            "test_by_hand.py -k spreadsheet_may_save",
            "return max(texts, key=_plausible)",
            'raise ValueError("")',
        ),
    ],
    "hhlab/grading/headings.py": [
        ("test_lms.py -k it_is_asked", '"id": "internal", "section"', '"id": "id", "section"'),
        ("test_lms.py -k list_is_read", 'if "first" in parts and head in KNOWN["last"]:', "if False:"),
        ("test_lms.py -k worksheet_comes", "for k in range(grade + 1, len(heads))", "for k in ()"),
    ],
    "hhlab/grading/identity.py": [
        ("test_lms.py -k begins_with_it", "_hits(ids, rows, kinds, places, whole=True) or ", ""),
        (
            "test_lms.py -k it_is_asked",
            "(most and all(_agree(hits[best[0]], hits[k]) for k in best))",
            "most",
        ),
    ],
    "hhlab/grading/roster.py": [
        ("test_grading.py -k roster", "if key in found:", "if key in ():"),
        ("test_lms.py -k names_two", "if len(keys) == 1}", "if keys}"),
        ("test_lms.py -k chose_is_no_formula", 'if kind in ("name", "first", "last")', "if kind in ()"),
    ],
    "hhlab/grading/scores.py": [
        ("test_lms.py -k nothing_answered", "if None in here:", "if None in marks:"),
        ("test_lms.py -k canvas_imports", "return found[0] if len(found) == 1 else None", "return None"),
    ],
    "hhlab/grading/moodle.py": [
        ("test_lms.py -k nothing_answered", 'NO_GRADE = "-"', 'NO_GRADE = ""'),
        ("test_lms.py -k told_to_match", 'return cell.strip() not in ("", "0")', "return True"),
        ("test_lms.py -k worksheet_comes", "and is_ours(cells[comments])", ""),
        (
            "test_lms.py -k worksheet_comes",
            "or FULL\n            cells[place]",
            "and FULL\n            cells[place]",
        ),
    ],
    "hhlab/grading/canvas.py": [
        ("test_lms.py -k canvas_imports", "and stands not in DECIDED", ""),
        ("test_lms.py -k canvas_imports", "if new else stands]", 'if new else ""]'),
    ],
    "hhlab/grading/export.py": [
        ("test_grading.py -k semicolons", "[[safe(cell, mark) for cell in line]", "[[cell for cell in line]"),
        (
            "test_lms.py -k worksheet_comes",
            "if _is_worksheet(roster) else moodle.gradebook",
            "if 0 else moodle.gradebook",
        ),
    ],
}
