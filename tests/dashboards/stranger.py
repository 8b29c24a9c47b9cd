"""Somebody who should not get in: guesses, does not come to the point, and comes in crowds."""

import contextlib
import socket

ADDRESS = "127.0.0.66"  # not that of the others, who would be turned away with it
GUESS = (b"POST /api/v1/observations/berlin-shop HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer guessed\r\n"
         b"Content-Length: 2\r\n\r\n{}")
ANOTHER_SITE = (b"POST /accounts/berlin-shop HTTP/1.1\r\nHost: localhost\r\nOrigin: https://other.example\r\n"
                b"Content-Length: 0\r\n\r\n")
ANOTHER_NAME = b"GET / HTTP/1.1\r\nHost: other.example\r\n\r\n"
ENDLESS = b"GET / HTTP/1.1\r\nHost: " + 60000 * b"a"
CROWD = 300  # one address may have 256 connections


class Stranger:
    """`address` is that of the exporter. Each answer is waited for `patience` seconds."""

    def __init__(self, address, patience):
        host, _, port = address.rpartition(":")
        self.address, self.patience = (host, int(port)), patience
        self.dawdler = None

    def connect(self):
        return socket.create_connection(self.address, self.patience, source_address=(ADDRESS, 0))

    def say(self, text):
        """Waits for the answer; the exporter may end the connection before it has heard all."""
        with self.connect() as connection, contextlib.suppress(ConnectionError):
            connection.sendall(text)
            connection.recv(1)

    def guess(self):
        """More tokens than anybody may try, and a name that is not ours."""
        self.say(ANOTHER_NAME)
        for _ in range(12):
            self.say(GUESS)

    def trouble(self):
        """Heads of requests that do not end, one that does not go on, a page of another site, and more connections than one client
        may have."""
        self.dawdler = self.connect()
        self.dawdler.sendall(ENDLESS[:30])
        self.say(ANOTHER_SITE)
        for _ in range(5):
            self.say(ENDLESS)
        crowd = [self.connect() for _ in range(CROWD)]
        with contextlib.suppress(ConnectionResetError):
            crowd[-1].recv(1)  # which is turned away without a word
        for one in crowd:
            one.close()
