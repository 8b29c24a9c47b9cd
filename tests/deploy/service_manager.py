"""Plays systemd for one process: NOTIFY_SOCKET, WATCHDOG_USEC, LISTEN_FDS and CREDENTIALS_DIRECTORY, as its documentation
(sd_notify, sd_listen_fds, systemd.exec) has them."""

import os
import pathlib
import signal
import socket
import time


class ServiceManager:
    """Of a folder, in which `credentials/NAME` are the unit's credentials and `log` is what the process writes."""

    patience = 60  # seconds

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "credentials").mkdir()
        self.pid = None
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(str(self.folder / "notify"))
        self.notify.settimeout(self.patience)

    def start(self, command, sockets=(), watchdog_us=0):
        """`sockets` listen; the process gets them as 3, 4, ..."""
        environment = {"PATH": os.environ["PATH"], "NOTIFY_SOCKET": str(self.folder / "notify"),
                       "CREDENTIALS_DIRECTORY": str(self.folder / "credentials")}
        self.pid = os.fork()
        if self.pid:
            return
        try:
            log = os.open(self.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            # Above all of them, so that none is overwritten before it is copied.
            numbers = [os.dup2(s.fileno(), 100 + i) for i, s in enumerate(sockets)]
            os.dup2(log, 1)
            os.dup2(log, 2)
            os.closerange(3, 100)
            for i, number in enumerate(numbers):
                os.dup2(number, 3 + i)
                os.close(number)
            if sockets:
                environment |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(sockets)), "LISTEN_FDNAMES": "x"}
            if watchdog_us:
                environment |= {"WATCHDOG_PID": str(os.getpid()), "WATCHDOG_USEC": str(watchdog_us)}
            os.execve(command[0], [str(word) for word in command], environment)
        finally:
            os._exit(127)

    def hear(self):
        """The next datagram as {name: value}."""
        lines = self.notify.recv(4096).decode().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def hear_of(self, name):
        """The next one that says `name`, whatever comes before."""
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            said = self.hear()
            if name in said:
                return said
        raise TimeoutError(f"nothing about {name}\n{self.log()}")

    def log(self):
        return (self.folder / "log").read_text()

    def signal(self, number):
        os.kill(self.pid, number)

    def wait(self):
        """Its exit code; negative: the signal that ended it."""
        pid, self.pid = self.pid, None
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def close(self):
        if self.pid:
            self.signal(signal.SIGKILL)
            self.wait()
        self.notify.close()
