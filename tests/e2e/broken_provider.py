"""A provider that breaks what it answers on the way: bytes as they come, below what an HTTP library would let
through."""

import gzip
import socket
import ssl
import struct
import threading
import time

GOOD = ('{"health_status": {"can_send_message": "AVAILABLE", "entities": [{"entity_type": "PHONE_NUMBER", '
        '"id": "106540352242922", "can_send_message": "AVAILABLE"}]}}')


def whole(body, status="200 OK", more=""):
    return (f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{more}Content-Length: {len(body)}\r\n\r\n"
            f"{body}").encode()


class BrokenProvider:
    """HTTPS by `context` on 127.0.0.1. play(connection, key) answers each request, and says False to close; the key is
    what the request carried."""

    def __init__(self, context, port, play):
        self.context, self.play = context, play
        self.keys = []  # of each request, in order
        self.refused = 0  # handshakes that failed
        self.listener = socket.create_server(("127.0.0.1", port), backlog=128)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            with connection:
                connection.settimeout(60)
                with self.context.wrap_socket(connection, server_side=True) as secure:
                    self.talk(secure)
        except ssl.SSLError:
            self.refused += 1
        except OSError:
            pass  # the exporter went

    def talk(self, secure):
        received = b""
        while True:
            part = secure.recv(65536)
            if not part:
                return
            received += part
            if not received.endswith(b"\r\n\r\n"):
                continue
            fields = dict(line.split(": ", 1) for line in received.decode().splitlines()[1:] if ": " in line)
            key = {name.lower(): value for name, value in fields.items()}.get("d360-api-key", "")
            received = b""
            self.keys.append(key)
            if not self.play(secure, key):
                return


# What a connection can have done to it. Each answers one request; False: it is closed then.

def good(secure):
    secure.sendall(whole(GOOD))
    return True


def reset(secure):
    secure.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def half_closed(secure):
    """Says that nothing will come, and goes on listening."""
    secure.shutdown(socket.SHUT_WR)
    while secure.recv(1):
        pass
    return False


def half_closed_in_the_middle(secure):
    """...after half of an answer, and without TLS' goodbye."""
    secure.sendall(whole(GOOD)[:-40])
    return half_closed(secure)


def byte_by_byte(secure):
    """Slow, but whole within the timeout."""
    for byte in whole(GOOD):
        secure.sendall(bytes([byte]))
        time.sleep(0.003)
    return True


def a_byte_a_second(secure):
    for byte in whole(GOOD):
        secure.sendall(bytes([byte]))
        time.sleep(1)
    return True


def endless(secure):
    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        secure.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")


def endless_head(secure):
    secure.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        secure.sendall(b"X-Flood: " + b"x" * 1000 + b"\r\n")


BOMB = gzip.compress(b" " * (256 << 20), 9)  # 256 kB


def gzip_bomb(secure):
    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n" +
                   f"Content-Length: {len(BOMB)}\r\n\r\n".encode() + BOMB)
    return True


def a_lie_about_its_length(secure):
    secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000000000\r\n\r\n{")
    return False


def redirect(address):
    def answer(secure):
        secure.sendall(whole("", "302 Found", f"Location: {address}\r\n"))
        return True
    return answer
