"""Slips in what a teacher's command makes of what a class handed in."""

ROWS = {
    "hhlab/grading/tables.py": [
        ("test_by_hand.py -k formula", 'tuple("=+-@\\t\\r")', 'tuple("=+-\\t\\r")'),
        ("test_by_hand.py -k formula", 'tuple("=+-@\\t\\r")', 'tuple("=@\\t\\r")'),
        ("test_by_hand.py -k formula", 'tuple("=+-@\\t\\r")', 'tuple("=+-@")'),
        (
            "test_by_hand.py -k formula",
            'return cell[1:] if cell.startswith("\'") and',
            'return cell[1:] if cell.startswith("\'") or',
        ),
        ("test_by_hand.py -k spreadsheet_may_save", 'DELIMITERS = ",;\\t|"', 'DELIMITERS = ",;"'),
        ("test_by_hand.py -k read_whole", "strict=True)\n    found, line", "strict=False)\n    found, line"),
    ],
    "hhlab/grading/counting.py": [
        (
            "test_by_hand.py -k what_is_no_mark",
            "if marks is not None and marks <= most else None",
            "if marks is not None else None",
        ),
        ("test_by_hand.py -k two_marks", "if len(first) == 1:", "if len(first) >= 1:"),
        (
            "test_by_hand.py -k matches_nobody",
            "counted.rows.append(row)\n    return counted",
            "pass\n    return counted",
        ),
        (
            "test_by_hand.py -k go_first",
            "first = next(iter(found.values()), {})",
            "first = next(reversed(found.values()), {})",
        ),
    ],
    "hhlab/grading/matching.py": [
        (
            "test_by_hand.py -k leading_zeros",
            "if student not in self.ids and len(fits) == 1:",
            "if student not in self.ids and fits:",
        ),
    ],
    "hhlab/grading/collecting.py": [
        (
            "test_grading.py -k nothing_is_listed",
            'found.irregular.append((student, "nothing handed in"))',
            "pass",
        ),
        ("test_histories.py -k whom_nobody", "if is_guest and uploader:", "if is_guest:"),
    ],
    "hhlab/grading/histories.py": [
        (
            "test_sixty_kinds.py",
            "if uploader:\n        return uploader != student",
            "if uploader:\n        return False",
        ),
        ("test_sixty_kinds.py", "return own or works", "return own"),
        (
            "test_histories.py -k 'text_and_a_choice'",
            "sorted(found.values(), key=lambda each: each[:2])",
            "found.values()",
        ),
    ],
    "hhlab/exercises/policy.py": [
        ("test_sixty_kinds.py", 'NO_TRY = {"empty", "type", "units",', 'NO_TRY = {"empty", "type",'),
        ("test_histories.py -k has_no_number", "number = 0 if what in seen else", "number = 0 if False else"),
        ("test_sixty_kinds.py", "worth * gained * late *", "worth * gained *"),
        ("test_histories.py -k three_options", "if number > worth_a_try and not every_try:", "if False:"),
    ],
    "hhlab/grading/marking.py": [
        (
            "test_histories.py -k slipped_in",
            "earned = max(earned, *(one.earned or 0.0 for one in each if one))",
            "pass",
        ),
        (
            "test_grading.py -k without_the_key",
            'exercise.kind == "choice" and exercise.id in keys:',
            "exercise.id in keys and False:",
        ),
    ],
    "hhlab/grading/work.py": [
        (
            "test_grading.py -k not_in_order",
            "given is not None and exercise.is_variant(shown, given)",
            "given is not None",
        ),
        ("test_grading.py -k no_markup", "if len(found) < len(pairs):", "if len(found) > len(pairs):"),
        ("test_sixty_kinds.py", "one.course in ours)", "one.course or True)"),
    ],
    "hhlab/grading/report.py": [
        (
            "test_grading.py -k no_markup",
            "[safe(cell, mark) for cell in row] for row in rows",
            "row for row in rows",
        ),
    ],
    "hhlab/reports/page.py": [
        ("test_grading.py -k no_markup", "{escape(str(cell))}</td>", "{cell}</td>"),
    ],
    "hhlab/grading/overview.py": [
        ("test_report.py -k misconceptions", "if code not in (*SIDES, *SLIPS)}", "}"),
        ("test_report.py -k predictions", "outcome.predictions[0]", "outcome.predictions[-1]"),
        ("test_report.py -k unread", "if name not in unread]", "]"),
    ],
    "hhlab/grading/stuck.py": [
        ("test_report.py -k stuck", "return tries >= MANY or", "return tries > MANY or"),
    ],
    "hhlab/grading/command.py": [
        ("test_by_hand.py -k typo", "if any(within(one, part) for one in exercises()):", "if part:"),
        ("test_by_hand.py -k written_over_what", "if out.resolve() in", "if str(out) in"),
    ],
}
