"""Callers who each keep to the bounds of a request, and a canary that notices them.

Usage: storm.py MAIN IAM PASSWORD KEY PID SECONDS
MAIN and IAM are the server's URLs, PASSWORD the administrator's, KEY an administrator's API key for the
canary, PID the server's process.
Prints one line for each storm and ends with 1 when a bound does not hold.
"""

import asyncio
import json
import multiprocessing
import os
import re
import socket
import sys
import time
import urllib.request
from urllib.parse import urlsplit

MAIN, IAM, PASSWORD, CANARY, PID, SECONDS = sys.argv[1:7]
PID, SECONDS = int(PID), float(SECONDS)
SNAPSHOT_BYTES = 250 * 1024
IDLE_FACTOR = 4
MEMORY_BYTES = 512 << 20
LOG_BYTES = 64 << 20


def call(base, method, path, token=None, body=None):
    request = urllib.request.Request(base + path, method=method)
    if token:
        request.add_header("Authorization", "Bearer " + token)
    data = None
    if body is not None:
        request.add_header("Content-Type", "application/json")
        data = json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=30) as answer:
        return json.loads(answer.read() or b"null")


def address(base):
    parts = urlsplit(base)
    return parts.hostname, parts.port


def head(base, method, path, fields):
    host, port = address(base)
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}:{port}"] + fields
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


# The canary, a client of the organisation with an API key of its own and another address than the storms:
# two reads in turn on a connection that is kept, fifty a second.


def read_answer(stream):
    length = 0
    status = stream.readline()
    if not status:
        raise ConnectionError
    while True:
        line = stream.readline()
        if line in (b"\r\n", b""):
            break
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    stream.read(length)
    return int(status.split()[1])


def canary(token, stop, results):
    def connect(base):
        connection = socket.create_connection(address(base), timeout=30)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, connection.makefile("rb")

    bearer = ["Authorization: Bearer " + token]
    requests = [
        (IAM, head(IAM, "GET", "/v1/users/user7", bearer)),
        (MAIN, head(MAIN, "GET", "/users?limit=10&status=active", bearer)),
    ]
    connections = {}
    times, failures = [], 0
    while not stop.is_set():
        for base, text in requests:
            begin = time.perf_counter()
            try:
                if base not in connections:
                    connections[base] = connect(base)
                connection, stream = connections[base]
                connection.sendall(text)
                if read_answer(stream) != 200:
                    failures += 1
            except OSError:
                connections.pop(base, None)
                failures += 1
            times.append(time.perf_counter() - begin)
            time.sleep(max(0, 0.02 - (time.perf_counter() - begin)))
    results.put((times, failures))


def stranger(number):
    """Four other addresses of this machine, each a block of its own."""
    return f"127.0.1.{1 + number % 4}", 0


# The storms. Each client begins again when it is refused or cut off.


async def stalled_body(number):
    path = "/api/v2/auth/login"
    length, fields = 1 << 20, ["Content-Type: application/json"]
    method = "POST"
    if number % 2:
        node = "public:" + "x" * 20 + ".png"
        path = f"/api/v2/storage/{node}?expires=99999999999&signature=x"
        length, method, fields = 2 << 20, "PUT", ["Authorization: Bearer x"]
    reader, writer = await asyncio.open_connection(*address(MAIN), local_addr=stranger(number))
    try:
        writer.write(head(MAIN, method, path, fields + [f"Content-Length: {length}"]))
        writer.write(b"x" * (length - 1))
        await reader.read(1)
        await asyncio.sleep(0.5)
    finally:
        writer.close()


def unread_answer(token):
    async def run(number):
        reader, writer = await asyncio.open_connection(
            *address(MAIN), limit=1024, local_addr=stranger(number))
        try:
            # The kernel's own buffers hold a few megabytes; the rest waits in the server.
            writer.transport.pause_reading()
            fields = ["Authorization: Bearer " + token]
            writer.write(head(MAIN, "GET", "/users?limit=100", fields))
            await asyncio.sleep(20)
        finally:
            writer.transport.abort()

    return run


def keep_asking(base, method, path, fields=(), body=b""):
    async def run(number):
        reader, writer = await asyncio.open_connection(
            *address(base), local_addr=stranger(number))
        try:
            while True:
                text = path.replace("{n}", str(number)).replace("{t}", str(time.time_ns()))
                content = body.replace(b"{t}", str(time.time_ns()).encode())
                own = list(fields)
                if content:
                    own += [f"Content-Length: {len(content)}", "Content-Type: application/json"]
                writer.write(head(base, method, text, own) + content)
                answer = await reader.readuntil(b"\r\n\r\n")
                length = re.search(rb"(?i)content-length: (\d+)", answer)
                await reader.readexactly(int(length.group(1)) if length else 0)
        finally:
            writer.close()

    return run


async def run_clients(groups, end):
    async def client(run, number):
        while time.time() < end:
            try:
                await asyncio.wait_for(run(number), max(0.1, end - time.time()))
            except (OSError, EOFError, asyncio.TimeoutError, asyncio.LimitOverrunError):
                await asyncio.sleep(0.05)

    await asyncio.gather(
        *(client(run, number) for count, run in groups for number in range(count)))


def storm(groups, seconds):
    os.nice(19)  # The callers would have machines of their own.
    asyncio.run(run_clients(groups, time.time() + seconds))


# What the server says of itself.


def own_bytes():
    """The server's memory without the pages of its files, which the system takes back as it needs them."""
    with open(f"/proc/{PID}/status") as file:
        return int(re.search(r"RssAnon:\s+(\d+) kB", file.read()).group(1)) * 1024


def figures(token):
    request = urllib.request.Request(IAM + "/metrics")
    request.add_header("Authorization", "Bearer " + token)
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read().decode()
    found = {"own": own_bytes()}
    for name, value in re.findall(r"^(roster_\w+(?:\{[^}]*\})?) ([0-9.e+]+)$", text, re.M):
        short = re.sub(r'\{caller="(\w+)"\}', r"_\1", name.removeprefix("roster_"))
        short = re.sub(r'\{size="\w+"\}', "", short)
        found[short] = found.get(short, 0) + float(value)
    return found


def percentile(times, share):
    times = sorted(times)
    return times[min(len(times) - 1, int(len(times) * share))]


def observe(token, seconds, groups):
    stop, results = multiprocessing.Event(), multiprocessing.Queue()
    watcher = multiprocessing.Process(target=canary, args=(CANARY, stop, results))
    watcher.start()
    callers = multiprocessing.Process(target=storm, args=(groups, seconds))
    callers.start()
    most, end = {}, time.time() + seconds
    while time.time() < end:
        time.sleep(0.25)
        try:
            for name, value in figures(token).items():
                most[name] = max(most.get(name, 0), value)
        except OSError as error:
            print(f"  no figures: {error}")
    stop.set()
    times, failures = results.get()
    watcher.join()
    callers.terminate()
    callers.join()
    return percentile(times, 0.5), percentile(times, 0.99), len(times), failures, most


def say(name, observed):
    p50, p99, count, failures, most = observed
    shown = ["own", "database_log_bytes", "head_bytes", "body_bytes", "answer_bytes"]
    sizes = " ".join(f"{key} {most.get(key, 0) / (1 << 20):.0f}" for key in shown)
    queues = " ".join(
        f"{key.removeprefix('scans_waiting_')} {value:.0f}"
        for key, value in sorted(most.items()) if key.startswith("scans_waiting"))
    print(
        f"{name:9} canary p50 {p50 * 1e3:.2f} ms p99 {p99 * 1e3:.2f} ms of {count}, failed "
        f"{failures}; MiB at most: {sizes}; waiting at most: {queues}", flush=True)


token = call(IAM, "POST", "/login", body={"username": "admin", "password": PASSWORD})["token"]
call(IAM, "POST", "/v1/users", token, {
    "metadata": {"name": "storm"}, "nickname": "storm", "password": "Storm@2026",
    "email": "storm@example.com"})
OWNER = call(IAM, "POST", "/login", body={"username": "storm", "password": "Storm@2026"})["token"]
for number in range(100):
    call(MAIN, "POST", "/users", OWNER, {
        "snapshot": {"name": f"card {number}", "text": "x" * SNAPSHOT_BYTES}})

bearer = ["Authorization: Bearer " + token]
STORMS = {
    "bodies": [(400, stalled_body)],
    "answers": [(40, unread_answer(OWNER))],
    "log": [
        (6, keep_asking(MAIN, "GET", "/v1/users?page={n}000&page_size=20&search=user", bearer)),
        (8, keep_asking(
            IAM, "PUT", "/v1/users/user{n}", bearer,
            b'{"nickname":"n {t}","email":"user{t}@example.org"}')),
    ],
    "searches": [(128, keep_asking(MAIN, "GET", "/api/v2/users?name=zzz{n}&limit=20"))],
}

idle = observe(token, min(10, SECONDS), [])
say("idle", idle)
broken = []
for name, groups in STORMS.items():
    seen = observe(token, SECONDS / len(STORMS), groups)
    say(name, seen)
    p99, failures, most = seen[1], seen[3], seen[4]
    if p99 > IDLE_FACTOR * idle[1]:
        broken.append(f"{name}: p99 is {p99 / idle[1]:.1f} times that of the idle server")
    if failures:
        broken.append(f"{name}: {failures} requests of the canary failed")
    if most.get("own", 0) > MEMORY_BYTES:
        broken.append(f"{name}: more memory than {MEMORY_BYTES >> 20} MiB")
    if most.get("database_log_bytes", 0) > 2 * LOG_BYTES:
        broken.append(f"{name}: the log grew beyond twice its bound")
time.sleep(5)
after = figures(token)
say("after", observe(token, 3, []))
if after.get("database_log_bytes", 0) > LOG_BYTES:
    broken.append("the log stays beyond its bound")
if after["own"] > idle[4]["own"] + (96 << 20):
    broken.append("memory does not come back")
for line in broken:
    print("BROKEN " + line)
sys.exit(1 if broken else 0)
