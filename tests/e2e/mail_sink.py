"""A mail server of loopback that keeps what it is given (SMTP with AUTH PLAIN, no TLS); standard library only."""

import base64
import email
import email.policy
import socketserver
import threading


class Session(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def data(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def handle(self):
        password, recipients = None, []
        self.say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ", 1)[0].upper()
            if verb == "EHLO":
                self.say("250-sink")
                self.say("250 AUTH PLAIN")
            elif verb == "AUTH":
                password = base64.b64decode(line.split()[2]).split(b"\0")[-1].decode()
                self.say("235 ok")
            elif verb == "RCPT":
                recipients.append(line.partition(":")[2].strip("<> "))
                self.say("250 ok")
            elif verb == "DATA":
                self.say("354 go on")
                message = email.message_from_bytes(self.data(), policy=email.policy.default)
                self.server.arrived.append((recipients, password, message))
                self.say("250 ok")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")


class MailSink:
    """`arrived` is a list of (recipients, password, message)."""

    def __init__(self):
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self.server.daemon_threads = True
        self.server.arrived = self.arrived = []
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
