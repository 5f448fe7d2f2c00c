"""Say by the exit status whether a part of the hub answers: alive.py HOST:PORT|SOCKET PATH."""

import socket
import sys

where, path = sys.argv[1:]
host, colon, port = where.rpartition(":")
with socket.socket(socket.AF_INET if colon else socket.AF_UNIX) as there:
    there.settimeout(4)
    there.connect((host, int(port)) if colon else where)
    there.sendall(f"GET {path} HTTP/1.1\r\nHost: alive\r\nConnection: close\r\n\r\n".encode())
    # whoever refuses is alive too
    sys.exit(not b"200" <= there.recv(64).split()[1] < b"500")
