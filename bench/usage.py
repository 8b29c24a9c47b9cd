"""What a process has used so far, as the kernel counts it."""

import os
import pathlib
import re
import time


class Usage:
    """Processor seconds (user and system, of all threads), resident bytes now, and when that was."""

    def __init__(self, pid):
        # The clock of the process, see clock_getcpuclockid(3): the sum that /proc/PID/stat rounds to ticks.
        self.cpu = time.clock_gettime((~pid << 3) | 2)
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        self.resident = int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024
        self.at = time.monotonic()


def pin(pid, core):
    """Keeps every thread of the process on one core; those that it starts later, too."""
    for thread in os.listdir(f"/proc/{pid}/task"):
        os.sched_setaffinity(int(thread), {core})
