"""An HTTPS server for tests of webhooks. It prints `port N` when it listens on 127.0.0.1, writes each
POST into a folder as one JSON file, and answers with one status. A redirect leads to /elsewhere,
which is written like the rest."""

import argparse
import base64
import http.server
import itertools
import json
import os
import ssl
import threading
import time

options = argparse.ArgumentParser()
options.add_argument("--store", required=True)
options.add_argument("--port", type=int, default=0)
options.add_argument("--certificate", required=True)
options.add_argument("--key", required=True)
options.add_argument("--status", type=int, default=200)
options.add_argument("--body-bytes", type=int, default=2)
options.add_argument("--silent", action="store_true", help="read requests, never answer")
options = options.parse_args()

numbers = itertools.count()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        request = {
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": base64.b64encode(body).decode(),
        }
        name = f"{time.time_ns():020}-{next(numbers)}.json"
        draft = os.path.join(options.store, "." + name)
        with open(draft, "w") as file:
            json.dump(request, file)
        os.rename(draft, os.path.join(options.store, name))
        if options.silent:
            time.sleep(600)
        self.send_response(options.status)
        if 300 <= options.status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(options.body_bytes))
        self.end_headers()
        self.wfile.write(b"x" * options.body_bytes)

    do_GET = do_POST

    def log_message(self, *arguments):
        pass


parent = os.getppid()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(options.certificate, options.key)
server = http.server.ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
server.daemon_threads = True
server.socket = context.wrap_socket(
    server.socket, server_side=True, do_handshake_on_connect=False
)
threading.Thread(target=server.serve_forever, daemon=True).start()
print("port", server.server_port, flush=True)
# Ends with whoever started it, however that one ends.
while os.getppid() == parent:
    time.sleep(0.5)
