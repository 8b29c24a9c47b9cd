"""A name server of the test's own."""

import socket
import struct
import threading


class NameServer:
    """Answers on 127.0.0.1 with the address of each of `names`, and that there is none for all others; `delay` seconds
    late, and if it `fails`, that it could not find out."""

    def __init__(self, names, port=53):
        self.names = dict(names)
        self.delay, self.fails = 0, False
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", port))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            query, client = self.socket.recvfrom(4096)
            self.asked += 1
            threading.Timer(self.delay, self.socket.sendto, (self.answer(query), client)).start()

    def answer(self, query):
        labels, position = [], 12
        while query[position]:
            labels.append(query[position + 1:position + 1 + query[position]].decode())
            position += 1 + query[position]
        question = query[12:position + 5]
        kind = struct.unpack("!H", query[position + 1:position + 3])[0]
        address = self.names.get(".".join(labels))
        is_found = address is not None and kind == 1 and not self.fails  # A
        flags = 0x8182 if self.fails else 0x8180 if address else 0x8183  # server failure; no error; no such name
        head = query[:2] + struct.pack("!HHHHH", flags, 1, int(is_found), 0, 0)
        record = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 1, 4) + socket.inet_aton(address) if is_found else b""
        return head + question + record
