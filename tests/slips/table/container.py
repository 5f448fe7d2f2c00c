"""Slips in what the image runs, Python and shell: the token, whole files, the work folder, doors, the start."""

ROWS = {
    "container/jupyter/lab_token.py": [
        (
            "test_lab_token.py -k good_token_file",
            '"utf-16" if utf16 else "utf-8-sig"',
            '"utf-16" if utf16 else "utf-8"',
            "tidy() takes Notepad's mark away too",
        ),
        ("test_lab_token.py -k 'two_tokens'", "if token is not None and path is not None:", "if False:"),
        ("test_lab_token.py -k 'bad_token'", "if len(token) > LONGEST:", "if len(token) > 10 * LONGEST:"),
        (
            "test_lab_token.py -k is_wrong",
            'if not token:\n        return "is empty"',
            'if token is None:\n        return "is empty"',
        ),
        ("test_lab_token.py -k 'damaged'", "if not OWN.fullmatch(token):", "if not OWN.match(token):"),
        (
            "test_lab_token.py -k 'new_one_is_made or from_chance'",
            "token_hex(24)\n    try:",
            'token_bytes(24).hex()[:0] + "0" * 48\n    try:',
        ),
        (
            "test_lab_token.py -k 'from_chance'",
            "token = secrets.token_hex(24)\n",
            'token = "0123456789abcdef" * 3\n',
        ),
        ("test_lab_token.py -k 'waiting'", "os.O_RDONLY | os.O_NONBLOCK", "os.O_RDONLY"),
        ("test_lab_token.py -k 'owner_alone'", "Path(name).replace(path)", 'path.write_text(token + "\\n")'),
        (
            "test_lab_token.py -k 'no_flag'",
            "if not provider.auth_enabled:",
            "if provider.auth_enabled is None:",
        ),
        ("test_lab_token.py -k 'environment_is_used'", "given() or (kept() if", "None or (kept() if"),
    ],
    "container/jupyter/whole_files.py": [
        ("test_whole_files.py -k order", "os.fsync(file.fileno())\n    old =", "old ="),
        ("test_whole_files.py -k order", "os.fsync(folder)", "pass"),
        (
            "test_whole_files.py -k order",
            "part.replace(path)\n        sync_folder(path)",
            "sync_folder(path)\n        part.replace(path)",
        ),
        (
            "test_whole_files.py -k 'protected or nobody'",
            "if old and not os.access(path, os.W_OK):",
            "if False:",
        ),
        (
            "test_whole_files.py -k 'rights or attributes'",
            "if old:\n            _resemble",
            "if not old:\n            _resemble",
        ),
        (
            "test_whole_files.py -k link",
            "path = os.path.realpath(path)\n    _clear",
            "_clear",
            "each of the steps that follow looks where the link leads",
        ),
        ("test_whole_files.py -k longest", "[:200]", "[:250]"),
        ("test_whole_files.py -k killed_lab_left", "> FORGOTTEN_S:", "< FORGOTTEN_S:"),
        ("test_whole_files.py -k full_disk", "part.unlink(missing_ok=True)\n        raise", "raise"),
        ("test_whole_files.py -k written_over", "file.truncate()\n        file.flush()", "file.flush()"),
    ],
    "container/jupyter/lab_files.py": [
        ("test_whole_files.py -k full_disk", "FULL = {errno.ENOSPC, errno.EDQUOT}", "FULL = {errno.EDQUOT}"),
        (
            "test_whole_files.py -k last_chunk",
            "if chunk == -1:\n            whole_files",
            "if chunk != 1:\n            whole_files",
        ),
        ("test_whole_files.py -k beginning", "elif not upload.exists():", "elif upload.is_dir():"),
        (
            "test_whole_files.py -k settings_and",
            "settings_utils.open = config_manager.open = _open",
            "config_manager.open = _open",
        ),
        (
            "test_whole_files.py -k as_they_are",
            'io.StringIO(newline="") if text else io.BytesIO()',
            'io.StringIO(newline="\\r\\n") if text else io.BytesIO()',
        ),
    ],
    "container/jupyter/lab_doors.py": [
        ("test_lab_doors.py", "return None if request.method in methods else {}", "return None"),
        ("test_lab_doors.py", "if address.fullmatch(request.path):", "if address.match(request.path):"),
        ("test_lab_doors.py", 'if "\\0" in unquote_to_bytes', 'if "\\1" in unquote_to_bytes'),
        (
            "test_lab_doors.py",
            "except UnicodeDecodeError:\n            return {}",
            "except UnicodeDecodeError:\n            return None",
        ),
        (
            "test_lab_doors.py",
            'PLAYGROUND_MESSAGES = ["comm_open",',
            'PLAYGROUND_MESSAGES = ["execute_request", "comm_open",',
        ),
        ("test_lab_doors.py", "rules[:0] = rules", "rules += rules"),
    ],
    "container/jupyter/lab_banner.py": [
        (
            "test_lab_doors.py",
            '(f"?token={quote(token)}" if token else "")',
            '(f"?token={token}" if token else "")',
        ),
    ],
    "container/jupyter/lab_address.py": [
        ("test_lab_doors.py", "if not server.custom_display_url:", "if True:"),
    ],
    "hhlab/lab/lesson_files.py": [
        ("test_course_copy.py -k 'only_run or comes'", "if cell[1].strip() or cell[2]]", "]"),
        ("test_course_copy.py -k 'every_file'", '"outputs": [], ', ""),
        (
            "test_course_copy.py -k 'link or folder'",
            "if stat.S_ISREG(path.lstat().st_mode)",
            "if path.exists()",
        ),
    ],
    "hhlab/lab/placing.py": [
        (
            "test_course_copy.py -k 'own_file'",
            "os.link(part, path)",
            "part.replace(path)",
        ),
        (
            "test_course_copy.py -k full_disk",
            "    finally:\n        part.unlink(missing_ok=True)",
            "    finally:\n        pass",
        ),
    ],
    "hhlab/lab/decisions.py": [
        ("test_course_copy.py", "if now in (entry.delivered, entry.beside)", "if now == entry.delivered"),
        ("test_course_copy.py", "return WITHDRAW if now is None else RENEW", "return RENEW"),
        ("test_course_copy.py", "if entry.coming is None or entry.delivered is not None:", "if False:"),
        ("test_course_random.py", "entry.delivered = mine\n", "pass\n"),
        ("test_course_random.py", "entry.delivered = None\n", "pass\n"),
    ],
    "hhlab/lab/course_copy.py": [
        ("test_course_copy.py", "or same or entry.origin in course.whole", "or True"),
        (
            "test_course_random.py",
            "if moves:\n        known.kept = kept\n        record.write(work, known)",
            "if moves:\n        known.kept = kept",
        ),
    ],
    "container/healthcheck": [
        ("test_healthcheck.py", 'sys.exit("Jupyter does not answer")', "sys.exit(0)"),
        ("test_healthcheck.py", '.endswith(b" 200")', '.startswith(b"HTTP")'),
        ("test_healthcheck.py", "if runtime.is_dir() and not any(", "if not any("),
        ("test_healthcheck.py", "{server['base_url']}api", "/api"),
        ("test_healthcheck.py", "timeout=PATIENCE_S", "timeout=None"),
    ],
    "container/work_folder/mounts.py": [
        ("test_work_folder.py -k last_counts", "max(reversed(found), key", "max(found, key"),
        (
            "test_work_folder.py -k lies_below",
            'f"{path}/".startswith(f"{folder.rstrip(\'/\')}/")',
            "path.startswith(folder)",
        ),
        ("test_work_folder.py -k 'lost'", 'mount.kind != "tmpfs"', 'mount.kind == "tmpfs"'),
        ("test_work_folder.py -k 'machine'", "chr(int(octal[1], 8))", "chr(int(octal[1], 10))"),
    ],
    "container/work_folder/stuck.py": [
        (
            "test_work_folder.py -k 'cannot_be_changed or high'",
            "os.R_OK | os.W_OK | os.X_OK if is_folder else os.W_OK",
            "os.R_OK",
        ),
        (
            "test_work_folder.py -k 'cannot_be_changed'",
            "return not is_folder and not os.lstat",
            "return not os.lstat",
        ),
        (
            "test_work_folder.py -k 'big_folder'",
            "until = time.monotonic() + seconds",
            "until = time.monotonic() + 60",
        ),
        ("test_work_folder.py -k 'high'", "if entry.is_dir(follow_symlinks=False):", "if entry.is_dir():"),
    ],
    "container/work_folder/remedies.py": [
        ("test_work_folder.py -k command", 'f"-v {volume(mount)}:{WORK}" if volume(mount) else HERE', "HERE"),
        ("test_work_folder.py -k command", "-p 127.0.0.1:{port}:8888", "-p {port}:8888"),
    ],
    "container/entrypoint": [
        ("test_entrypoint.py", 'exit "$2"', "exit 0"),
        ("test_entrypoint.py", "start.sh) [ $# -gt 0 ] || set -- bash ;;", "start.sh) set -- bash ;;"),
        ("test_entrypoint.py", '"1 " | "2 --help"', '"1 "'),
        ("test_entrypoint.py", "doctor | reset", "reset"),
        ("test_entrypoint.py", 'command -v "$1" >/dev/null || answer', "true || answer"),
        ("test_entrypoint.py", "umask 0002", "umask 0077"),
        ("test_entrypoint.py", '"jupyter lab" | "jupyter notebook" |', '"jupyter notebook" |'),
    ],
}
