"""Slips in exercises: how answers are read, judged, kept and shown."""

ROWS = {
    "hhlab/exercises/judging.py": [
        ("test_cards.py -k no_finite", "return value if math.isfinite(value) else None", "return value"),
        ("test_mystery.py -k unit", "exercise.units.get(option))", "None)"),
        ("test_cards.py -k bounded", "return answer and str(answer)[:MAX_TEXT]", "return answer"),
        (
            "test_bank.py -k 'earns_no_more and L01'",
            "marks = exercise.marks * exercise.credit.get(code, 0.0)",
            "marks = exercise.marks * exercise.credit.get(code, 1.0)",
        ),
    ],
    "hhlab/exercises/numbers.py": [
        (
            "test_units.py",
            'digits = found["digits"].replace(",", ".")',
            'digits = found["digits"].replace(",", "")',
        ),
        ("test_units.py", "if found and not re.match", "if False and not re.match"),
        ("test_units.py", "if found := SPACED.match(text):", "if found := None:"),
    ],
    "hhlab/exercises/language.py": [
        (
            "test_programs.py",
            'return "" if node.attr in ATTRIBUTES else f"{before}.{node.attr}"',
            'return ""',
        ),
        ("test_programs.py", "if private:", "if not private:"),
    ],
    "hhlab/exercises/checks.py": [
        (
            "test_bank.py -k 'as_close_as and L06.rheobase'",
            "max(rel * abs(expected), within) else",
            "max(2 * rel * abs(expected), within) else",
        ),
        (
            "test_bank.py -k 'as_close_as and L06.rheobase'",
            'margin * FINE, "number"',
            'margin / 2, "number"',
            "the bracket is then a quarter of the tolerance",
        ),
        (
            "test_bank.py -k 'has_words and L06.rheobase'",
            'return "sign"\n        return "low" if side < 0',
            'return "sign"\n        return "low" if side > 0',
        ),
        (
            "test_bank.py -k 'has_words and L06.rheobase'",
            'for factor in slips):\n            return "units"',
            'for factor in ()):\n            return "units"',
        ),
    ],
    "hhlab/exercises/bank/l04.py": [
        (
            "test_bank.py -k 'as_close_as and L04.nernst'",
            "near(nernst_mV, rel=0.01)",
            "near(nernst_mV, rel=0.1)",
        ),
    ],
    "hhlab/exercises/store.py": [
        ("test_store.py -k another_variant", 'for name in ("course", "given")', 'for name in ("course",)'),
        ("test_store.py -k another_variant", 'for name in ("course", "given")', 'for name in ("given",)'),
        ("test_store.py -k two_kernels", 'with alone(shelf.folder().parent / "answers.lock"):', "if True:"),
        ("test_store.py -k no_room", "if len(one[kind]) >= MAX_ATTEMPTS:", "if False:"),
        ("test_signing.py -k comes_along", "entries.unite(work, load(GUEST))", "pass"),
        ("test_predictions.py", 'one.get("question") == question else None', "one else None"),
    ],
    "hhlab/exercises/shelf.py": [
        ("test_store.py -k newer", 'work["schema"] > SCHEMA', 'work["schema"] < SCHEMA'),
        ("test_store.py -k brought_for_another", "if not is_old and _is_kept(", "if not is_old or _is_kept("),
        ("test_store.py -k two_spellings", "or _student_of(path) == normalised(student)", ""),
        ("test_store.py -k within_the_folder", "if len(name) <= 200 else", "if len(name) <= 2000 else"),
    ],
    "hhlab/exercises/entries.py": [
        ("test_store.py -k of_schema_1", '(*one.get("others", ()), one)', "(one,)"),
        ("test_store.py -k killed_between", 'if each["id"] not in known', ""),
        ("test_store.py -k of_schema_1", "before = sum(", "before = 0 * sum("),
        ("test_store.py -k brought_for_another", "return asked <= known and", "return"),
    ],
    "hhlab/exercises/signing.py": [
        ("test_signing.py -k in_another_kernel", "name in store.made_here and", ""),
        ("test_signing.py -k left_open_for_long", "and now - _local(time) < ONE_SITTING", ""),
        ("test_signing.py -k signed_in_before", "not shelf.others_than(students.student(), GUEST) and", ""),
        ("test_signing.py -k nobody_took_up", "if before not in (GUEST, normalised(name)):", "if False:"),
    ],
    "hhlab/exercises/tally.py": [
        ("test_handing_in.py -k another_course", 'if each.get("course") in (here.name, *here.also)', ""),
        ("test_handing_in.py -k what_counts", "here.counting(bank.exercises())", "bank.exercises()"),
    ],
    "hhlab/exercises/whole.py": [
        (
            "test_store.py -k order",
            "folder = os.open(path.parent, os.O_RDONLY)\n    try:\n        os.fsync(folder)",
            "folder = os.open(path.parent, os.O_RDONLY)\n    try:\n        pass",
        ),
        ("test_store.py -k order", "file.flush()\n    os.fsync(file.fileno())", "file.flush()"),
        (
            "test_store.py -k 'full or room'",
            "except BaseException:\n        part.unlink(missing_ok=True)\n        raise",
            "except BaseException:\n        raise",
        ),
        ("test_by_hand.py -k file_before", "None if before == data else", "None if before != data else"),
        (
            "test_store.py -k two_kernels",
            "fcntl.flock(file, fcntl.LOCK_EX)",
            "fcntl.flock(file, fcntl.LOCK_SH)",
        ),
    ],
    "hhlab/exercises/students.py": [
        ("test_cards.py -k guest", 'return os.environ["JUPYTERHUB_USER"]', "return GUEST"),
        ("test_cards.py -k 'lies_deeper'", "for folder in (here, *here.parents)", "for folder in (here,)"),
    ],
    "hhlab/exercises/variants.py": [
        ("test_variants.py", 'sha256("|".join(parts)', 'sha256("".join(parts)'),
        ("test_variants.py", "number, i = divmod(number, len(values))", "i = number % len(values)"),
    ],
    "hhlab/exercises/card.py": [
        ("test_cards.py -k used_up", "self._rung += 1", "self._rung += 2"),
        (
            "test_cards.py -k used_up",
            "for n, hint in enumerate(verdict.hints) if n]",
            "for n, hint in enumerate(verdict.hints)]",
        ),
        ("test_signing.py -k left_open_keeps", "if students.student() == self.desk.student:", "if True:"),
    ],
    "hhlab/exercises/classroom.py": [
        (
            "test_cards.py -k raises_nothing",
            "if raise_on_fail and not verdict and verdict.code != KEPT:",
            "if raise_on_fail and not verdict:",
        ),
        (
            "test_store.py -k 'even_if_its_check_fails'",
            "            self.keep(answer=answer)\n        return self.judged(answer)",
            "            verdict = self.judged(answer)\n            self.keep(answer=answer)\n        return self.judged(answer)",
        ),
        (
            "test_cards.py -k before_the_last",
            "self._tried()[-1:] != [answer]",
            "self._tried()[:1] != [answer]",
        ),
        ("test_cards.py -k nothing_is_no_attempt", 'if str(answer or "").strip() and', "if"),
        ("test_cards.py -k on_which_side", "sum(problem is None for problem, _ in tried)", "len(tried)"),
    ],
    "hhlab/exercises/mystery.py": [
        ("test_cards.py -k refuses_every_trace", 'SEEN = ("v", *(', 'SEEN = ("v", "m", *('),
        (
            "test_cards.py -k mystery_neuron_shows",
            "return Recording(t=found.t, configuration=MADE, **found.traces)",
            "return found",
        ),
        (
            "test_cards.py -k lost_myelin",
            "damaged=healthy.internodes",
            "damaged=healthy.internodes // 2",
            "half as much lost myelin is slow too",
        ),
        (
            "test_mystery.py",
            '("gkbar", 0.07)',
            '("gkbar", 0.7)',
            "any value that differs is a secret; the variants' test counts them",
        ),
    ],
    "hhlab/exercises/description.py": [
        (
            "test_bank.py -k 'fit_every_variant'",
            "if not names <= set(self.given):",
            "if not names >= set(self.given):",
        ),
        (
            "test_bank.py -k 'fit_every_variant and L03'",
            'if self.unit == "" and self.kind in',
            "if self.unit is None and self.kind in",
        ),
    ],
}
