"""Slips around the processes that simulate, and the double of a kernel."""

ROWS = {
    "hhlab/workers/worker.py": [
        ("test_worker.py -k endless", "end(future.workers)\n        late =", "late ="),
        (
            "test_worker.py -k between_two_runs",
            "end(workers)\n        future = processes",
            "future = processes",
        ),
        ("test_worker.py -k error_arrives", "error.__cause__ = None", "pass"),
        (
            "test_worker.py -k leaves_no_cell",
            "traceback.clear_frames(error.__traceback__)",
            "pass",
            "an error that has been sent keeps no frame",
        ),
        ("test_worker.py -k death_is", 'if name == "SIGKILL":', 'if name == "SIGTERM":'),
        (
            "test_script.py -k plain_neuron",
            "calls.append(Call(function, args, kwargs, answer))",
            "calls.append(Call(function, args, kwargs, None))",
        ),
        ("test_sweeps.py -k closed", "for call in islice(calls, AHEAD * workers):", "for call in calls:"),
        ("test_sweeps.py -k alone", "found = result(futures.popleft())", "found = result(futures.pop())"),
        (
            "test_worker.py -k untouched",
            "if inside():\n            return function(*args, **kwargs)",
            "if not inside():\n            return function(*args, **kwargs)",
        ),
    ],
    "hhlab/workers/processes.py": [
        ("test_worker.py -k say_goodbye", "while os.getppid() == caller:", "while True:"),
        ("test_worker.py -k forked", "_executors.clear()", "pass"),
        ("test_worker.py -k wide_pipe", "PIPE_BYTES = 1 << 20", "PIPE_BYTES = 1 << 12"),
        ("test_worker.py -k memory_back", "timeout=None if workers == 1 else IDLE_S", "timeout=None"),
        ("test_worker.py -k cancelled", "kill_workers=True", "kill_workers=False"),
        ("test_worker.py -k pool_and_leaves", 'current_process()._config["daemon"] = False', "pass"),
    ],
    "hhlab/workers/sweeps.py": [
        (
            "test_sweeps.py -k any_parameter",
            "[([(membrane, clamp)], base.but(**{name: value})) for value in values]",
            "[([(membrane, clamp)], base.but(**{name: values[0]})) for value in values]",
        ),
        ("test_sweeps.py -k stops_early", "stop(steps[len(results) - 1], found)", "stop(steps[0], found)"),
        (
            "test_sweeps.py -k stops_early",
            "results.append(found)\n            if stop is",
            "results.append(found)\n            if stop is not stop and stop is",
        ),
        (
            "test_sweeps.py -k refused",
            "if not 1 <= len(values) <= MAX_VALUES:",
            "if not len(values) <= MAX_VALUES:",
        ),
        (
            "test_sweeps.py -k one_cell_more",
            "(cells[i : i + size], base) for i in range(0, len(cells), size)",
            "(cells[i : i + size], base) for i in range(0, len(cells) - 1, size)",
        ),
    ],
    "hhlab/workers/asking.py": [
        (
            "test_drag.py -k 'belongs_to_its_call or mistaken'",
            "before.replace(value, self._value) != key",
            'before.replace(value, self._value) == b""',
            "a call that was foreseen wrongly is asked anew",
        ),
        (
            "test_drag.py -k every_place",
            "return dict(zip(keys, answers.recv(), strict=False))",
            "return dict.fromkeys(keys, answers.recv()[0])",
        ),
        ("test_drag.py -k impossible_place", "return [error.with_traceback(None)]", "return [None]"),
        (
            "test_drag.py -k settings_of_a_run",
            "if (settings, record) != shared or",
            "if record != shared[1] or",
        ),
        ("test_drag.py -k variable_steps", "return 1  # steps that serve", "return 50  # steps that serve"),
    ],
    "hhlab/workers/double.py": [
        (
            "test_drag.py -k chance",
            "random.setstate(state)",
            "pass",
        ),
        ("test_drag.py -k endless_run_ends", "os.kill(self._pid, signal.SIGKILL)", "pass"),
        ("test_drag.py -k leave_nothing", "os.waitpid(self._pid, 0)", "pass"),
        (
            "test_drag.py -k larger_than_the_pipe",
            "if at + HEAD.size + length > len(self._rest):",
            "if at + HEAD.size > len(self._rest):",
        ),
    ],
    "hhlab/workers/stdrun.py": [
        ("test_drag.py -k stops_amid", "and h.hhlab_stopped)", "and not h.hhlab_stopped)"),
        (
            "test_drag.py -k made_her_own",
            'if all(_code(name) == _code(f"hhlab_{name}") for name in NAMES):',
            "if True:",
        ),
        (
            "test_drag.py -k students_own_neuron",
            "psolve($1 - 3 * dt)",
            "psolve($1 + 3 * dt)",
            "a quick run that comes out otherwise is noticed and taken back",
        ),
    ],
    "hhlab/workers/mpi.py": [
        ("test_ring.py -k find_each_other", "if found != ranks:", "if found > ranks:"),
        (
            "test_ring.py -k besides",
            "for line in reversed(output.splitlines()):",
            "for line in output.splitlines()[-1:]:",
        ),
        (
            "test_ring.py -k 'takes_too_long or ends_the_caller'",
            "_end(process)\n            if",
            "process.kill()\n            if",
        ),
        (
            "test_ring.py -k impossible_arguments",
            "low=1, high=MAX_RANKS, whole=True",
            "high=MAX_RANKS, whole=True",
        ),
    ],
    "hhlab/simulator/engine.py": [
        (
            "test_sweeps.py -k cvode",
            "        return 1  # steps that serve",
            "        return 50  # steps that serve",
        ),
    ],
}
