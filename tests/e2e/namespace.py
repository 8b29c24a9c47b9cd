"""A network and mounts of the test's own, in which it can drop, delay and fill up what nobody else uses."""

import ctypes
import fcntl
import heapq
import os
import pathlib
import selectors
import struct
import subprocess
import threading
import time

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000


def enter():
    """Moves this process there, with all that it starts from now on. REQUIRES: root; no other threads yet."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET | CLONE_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "no namespaces of our own: run this as root")
    run("mount", "--make-rprivate", "/")
    run("ip", "link", "set", "lo", "up")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stdout}{done.stderr}")


def mount_file(folder, size):
    """A file system of so many bytes (ext4, in a file beside the folder)."""
    folder.mkdir()
    image = folder.with_suffix(".ext4")
    with open(image, "wb") as file:
        file.truncate(size)
    run("mkfs.ext4", "-q", "-F", str(image))
    run("mount", "-o", "loop", str(image), str(folder))


def put_in_place_of(path, text, folder):
    """Everybody in here reads `text` from the path."""
    own = folder / pathlib.Path(path).name
    own.write_text(text)
    run("mount", "--bind", str(own), os.path.realpath(path))


class Firewall:
    """Rules of iptables; each is removed by what add() returns, and all of them end with the test."""

    def add(self, *rule):
        run("iptables", "-A", "INPUT", *rule)
        return lambda: run("iptables", "-D", "INPUT", *rule)


class SlowLink:
    """A point-to-point link whose far end is this machine again: what is sent to FAR arrives at NEAR, `delay` seconds
    later, and the answers likewise. As `tc netem` does it, which not every kernel has."""

    NEAR, FAR = "10.9.0.1", "10.9.0.2"

    def __init__(self, delay):
        self.delay = delay
        self.device = os.open("/dev/net/tun", os.O_RDWR)
        TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454ca, 0x0001, 0x1000
        fcntl.ioctl(self.device, TUNSETIFF, struct.pack("16sH22x", b"slow0", IFF_TUN | IFF_NO_PI))
        os.set_blocking(self.device, False)
        run("ip", "address", "add", self.NEAR, "peer", self.FAR, "dev", "slow0")
        run("ip", "link", "set", "slow0", "up")
        threading.Thread(target=self.carry, daemon=True).start()

    def carry(self):
        under_way, count = [], 0  # (when due, order, packet)
        selector = selectors.DefaultSelector()
        selector.register(self.device, selectors.EVENT_READ)
        while True:
            wait = max(0.0, under_way[0][0] - time.monotonic()) if under_way else None
            if selector.select(wait):
                packet = os.read(self.device, 65536)
                if packet[0] >> 4 == 4:
                    # From and to change places, which no checksum notices.
                    turned = packet[:12] + packet[16:20] + packet[12:16] + packet[20:]
                    heapq.heappush(under_way, (time.monotonic() + self.delay, count, turned))
                    count += 1
            while under_way and under_way[0][0] <= time.monotonic():
                os.write(self.device, heapq.heappop(under_way)[2])
