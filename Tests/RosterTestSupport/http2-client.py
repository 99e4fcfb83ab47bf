"""A client of HTTP/2 that does what no library lets it: many requests on one connection whose bodies
stop before their end or before their beginning, whose answers it gives no room, or of which the last
is none by the rules of HTTP/2.

Words: port, kind (`bodies`, `held`, `unread` or `malformed`), number of streams, path, and fields of
the request.
Prints a line when all is sent, then waits for a line on standard input, then a line for each stream
that was answered: its number and the status.
"""

import socket
import ssl
import struct
import sys
import time

port, kind, count, path = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
fields = [word.split(": ", 1) for word in sys.argv[5:]]
LENGTH = 1 << 20

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.set_alpn_protocols(["h2"])
wire = context.wrap_socket(socket.create_connection(("127.0.0.1", port)))
assert wire.selected_alpn_protocol() == "h2"


def frame(type, flags, stream, payload):
    head = struct.pack(">I", len(payload))[1:] + bytes([type, flags])
    return head + struct.pack(">I", stream) + payload


def text(value):
    data = value.encode()
    if len(data) < 127:
        return bytes([len(data)]) + data
    rest, out = len(data) - 127, [127]
    while rest >= 128:
        out.append(rest % 128 + 128)
        rest //= 128
    return bytes(out + [rest]) + data


def field(name, value):
    return b"\x00" + text(name) + text(value)


def headers(stream, end):
    sends = kind in ("bodies", "held")
    method = "POST" if sends else "GET"
    block = field(":method", method) + field(":scheme", "https")
    block += field(":authority", "localhost") + field(":path", path)
    if sends:
        block += field("content-length", str(LENGTH))
    if kind == "malformed" and stream == streams[-1]:
        block += field("connection", "close")
    for name, value in fields:
        block += field(name.lower(), value)
    return frame(1, 4 | (1 if end else 0), stream, block)


window = 0 if kind == "unread" else 65535
wire.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, struct.pack(">HI", 4, window)))
streams = [1 + 2 * number for number in range(count)]
left = {stream: LENGTH - 1 for stream in streams}
room = {stream: 0 for stream in streams}
initial, connection = 65535, 65535
answers, buffer = {}, b""


def read(seconds):
    """Takes in what comes until nothing has come for a while."""
    global buffer, initial, connection
    end = time.time() + seconds
    while time.time() < end:
        wire.settimeout(max(0.01, end - time.time()))
        try:
            data = wire.recv(65536)
        except (TimeoutError, ssl.SSLError):
            return True
        except OSError:
            return False
        if not data:
            return False
        buffer += data
        while len(buffer) >= 9:
            length = int.from_bytes(buffer[:3], "big")
            if len(buffer) < 9 + length:
                break
            type, flags = buffer[3], buffer[4]
            stream = int.from_bytes(buffer[5:9], "big") & 0x7FFFFFFF
            payload, buffer = buffer[9 : 9 + length], buffer[9 + length :]
            if type == 4 and not flags & 1:
                for index in range(0, length, 6):
                    key, value = struct.unpack(">HI", payload[index : index + 6])
                    if key == 4:
                        initial = value
                wire.sendall(frame(4, 1, 0, b""))
            elif type == 8:
                more = int.from_bytes(payload, "big") & 0x7FFFFFFF
                if stream == 0:
                    connection += more
                elif stream in room:
                    room[stream] += more
            elif type == 6 and not flags & 1:
                wire.sendall(frame(6, 1, 0, payload))
            elif type == 1:
                first = payload[0]
                status = {0x88: 200, 0x89: 204, 0x8B: 304, 0x8C: 400, 0x8D: 404, 0x8E: 500}.get(first)
                # Else a literal: the three digits stand in it, packed by Huffman's code or plain.
                answers[stream] = status or "other"
                left[stream] = 0
            elif type == 3:
                answers.setdefault(stream, "reset")
                left[stream] = 0
    return True


# The bounds of the server first.
read(0.5)
wire.sendall(b"".join(headers(stream, kind not in ("bodies", "held")) for stream in streams))
if kind == "bodies":
    quiet = time.time() + 3
    while time.time() < quiet:
        if not read(0.05):
            break
        for stream in streams:
            part = min(left[stream], initial + room[stream], connection, 16000)
            if part > 0:
                wire.sendall(frame(0, 0, stream, b" " * part))
                left[stream] -= part
                room[stream] -= part
                connection -= part
                quiet = time.time() + 3
        if not any(left.values()):
            break
elif kind == "held":
    read(0.5)
else:
    read(2)
print("sent", sum(LENGTH - 1 - value for value in left.values()), flush=True)
sys.stdin.readline()
read(0.5)
for stream, status in answers.items():
    print(stream, status)
