"""A name server of the test's own."""

import socket
import struct
import threading


class NameServer:
    """Answers on 127.0.0.1:53 with the address of each of `names`, and that there is none for all others."""

    def __init__(self, names):
        self.names = dict(names)
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            query, client = self.socket.recvfrom(4096)
            self.asked += 1
            self.socket.sendto(self.answer(query), client)

    def answer(self, query):
        labels, position = [], 12
        while query[position]:
            labels.append(query[position + 1:position + 1 + query[position]].decode())
            position += 1 + query[position]
        question = query[12:position + 5]
        kind = struct.unpack("!H", query[position + 1:position + 3])[0]
        address = self.names.get(".".join(labels))
        is_found = address is not None and kind == 1  # A
        flags = 0x8180 if address else 0x8183  # no error; no such name
        head = query[:2] + struct.pack("!HHHHH", flags, 1, int(is_found), 0, 0)
        record = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 1, 4) + socket.inet_aton(address) if is_found else b""
        return head + question + record
