#!/usr/bin/env python3
"""How many webhook deliveries the exporter takes, and whether each counts exactly once.

    bench/webhook_load.py [--program build/release/src/waba_exporter] [--rate 2000] [--seconds 30]

Starts a real `waba_exporter serve` in a folder of its own and delivers signed bodies over connections that
are kept: `sent` statuses with a message id of their own, and among them repetitions of earlier ones. Reads
/metrics once a second meanwhile. The exporter has core 0 for itself, the sender core 1. `--rate 0`: as fast as one core
takes them. Prints how long deliveries and scrapes took, and what processor they took. Exits with 1 if a delivery
that was answered 200 does not count, if one counts twice, if they cost too much, or if a scrape took too long; with 2 if
the machine could not keep the rate, so that nothing is proven. Standard library only.
"""

import argparse
import gc
import hashlib
import hmac
import json
import os
import pathlib
import random
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from usage import Usage

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECRET = "bench-app-secret"
ACCOUNT = "bench"
NUMBER = "106540352242922"
SEED = 1

CONFIG = """\
[server]
listen = ["127.0.0.1:{port}"]
[polling]
interval = "60s"
timeout = "1s"
[log]
level = "warning"
[provider.d360]
kind = "360dialog"
base_url = "http://127.0.0.1:{closed}"
[provider.d360.webhook]
signature_key_file = "keys/signature"
[[account]]
name = "bench"
api_key_file = "keys/account"
phone_number_id = "{number}"
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_folder(folder, port):
    (folder / "keys").mkdir()
    for name, secret in (("signature", SECRET), ("account", "bench-account-key")):
        path = folder / "keys" / name
        path.write_text(secret)
        path.chmod(0o600)
    config = folder / "waba_exporter.toml"
    config.write_text(CONFIG.format(port=port, closed=free_port(), number=NUMBER))
    return config


def make_request(number, moment, port, account=ACCOUNT, phone_number=NUMBER):
    """One delivery as the bytes on the wire: message `number` of the account was sent."""
    status = {"id": f"wamid.{number}", "status": "sent", "timestamp": str(moment),
              "recipient_id": "491700000000"}
    value = {"messaging_product": "whatsapp",
             "metadata": {"display_phone_number": "49301234567", "phone_number_id": phone_number},
             "statuses": [status]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [
        {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}]}).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    return (f"POST /webhook/{account} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/json\r\nX-Hub-Signature-256: sha256={signature}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def make_schedule(count, repetitions, port):
    """(message number, bytes) of every delivery, repetitions of earlier ones among them."""
    chance = random.Random(SEED)
    moment = int(time.time())
    requests, schedule = [], []
    while len(schedule) < count:
        if requests and chance.random() < repetitions:
            number = chance.randrange(len(requests))
        else:
            number = len(requests)
            requests.append(make_request(number, moment, port))
        schedule.append((number, requests[number]))
    return schedule


class Results:
    def __init__(self):
        self.latencies = []
        self.answers = {}
        self.heard = set()  # numbers of the messages that were answered 200 at least once
        self.sent = set()
        self.scrapes = []
        self.late = 0.0  # how far the sender was behind its schedule at the most, seconds


class Connection:
    """One delivery after the other."""

    def __init__(self, port):
        self.port = port
        self.connect()

    def connect(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""

    def status(self):
        """Of its answer, 0 if there is none; None while it is not whole."""
        try:
            part = self.socket.recv(65536)
        except OSError:
            part = b""
        if not part:
            return 0
        self.received += part
        head, end, body = self.received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if not end or (length and len(body) < int(length.group(1))):
            return None
        self.received = b""
        return int(head[9:12])


class Sender:
    """Makes all deliveries, each when it is due or, without a rate, when a connection is free."""

    def __init__(self, port, schedule, rate, connections):
        self.schedule, self.rate = schedule, rate
        self.results = Results()
        self.epoll = select.epoll()
        self.connections, self.free, self.under_way = {}, [], {}
        self.had_none_free = 0.0  # until when
        for _ in range(connections):
            self.add(Connection(port))

    def add(self, connection):
        self.connections[connection.socket.fileno()] = connection
        self.epoll.register(connection.socket.fileno(), select.EPOLLIN)
        self.free.append(connection)

    def run(self):
        self.began, position = time.monotonic(), 0
        while position < len(self.schedule) or self.under_way:
            now = time.monotonic()
            while self.free and position < len(self.schedule) and self.due(position, now) <= now:
                self.send(position, now)
                position += 1
            if self.free and position < len(self.schedule):
                wait = max(0.0, self.due(position, now) - time.monotonic())
            else:
                wait = 5.0
            for fileno, _ in self.epoll.poll(wait):
                self.receive(self.connections[fileno])
        self.took = time.monotonic() - self.began
        return self.results

    def due(self, position, now):
        return self.began + position / self.rate if self.rate else now

    def send(self, position, now):
        number, request = self.schedule[position]
        due = self.due(position, now)
        self.results.sent.add(number)
        # Who has no free connection, waits for the exporter, not for the sender.
        self.results.late = max(self.results.late, now - max(due, self.had_none_free))
        connection = self.free.pop()
        self.under_way[connection] = (due, number)
        try:
            connection.socket.sendall(request)
        except OSError:
            pass  # there will be no answer

    def receive(self, connection):
        status = connection.status()
        if status is None:
            return
        due, number = self.under_way.pop(connection, (time.monotonic(), None))
        if number is not None:
            self.results.latencies.append(time.monotonic() - due)
            self.results.answers[status] = self.results.answers.get(status, 0) + 1
        if status == 200:
            self.results.heard.add(number)
        if not self.free:
            self.had_none_free = time.monotonic()
        if status:
            self.free.append(connection)
            return
        self.epoll.unregister(connection.socket.fileno())
        del self.connections[connection.socket.fileno()]
        connection.socket.close()
        if connection in self.free:
            self.free.remove(connection)
        self.add(Connection(connection.port))


def scrape(port):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/metrics")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


class Scraper:
    """Once a second, over a connection of its own each time, as a scraper that has just been started."""

    def __init__(self, port, took):
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(port, took))
        self.thread.start()

    def run(self, port, took):
        while not self.stopping.is_set():
            began = time.monotonic()
            scrape(port)
            took.append(time.monotonic() - began)
            self.stopping.wait(max(0.0, began + 1 - time.monotonic()))

    def stop(self):
        self.stopping.set()
        self.thread.join()


def run(pid, port, schedule, options):
    sender = Sender(port, schedule, options.rate, options.connections)
    scraper = Scraper(port, sender.results.scrapes)
    before = Usage(pid)
    try:
        results = sender.run()
        results.cpu = Usage(pid).cpu - before.cpu
        results.took = sender.took
    finally:
        scraper.stop()
    return results


def value_of(text, name, **labels):
    """Of the series with these labels, in whatever order they stand."""
    for line in text.splitlines():
        found = re.fullmatch(r"(\w+)\{(.*)\} (\S+)", line)
        if found and found.group(1) == name and dict(re.findall(r'(\w+)="([^"]*)"', found.group(2))) == labels:
            return int(float(found.group(3)))
    return 0


def wait_until_counted(port, expected, seconds=5.0):
    """What is counted when nothing is on its way any more: the snapshot may be a moment behind."""
    deadline = time.monotonic() + seconds
    while True:
        text = scrape(port)
        counted = value_of(text, "waba_webhook_events_total", provider="d360", event="message_sent")
        messages = value_of(text, "waba_messages_total", account=ACCOUNT)
        if min(counted, messages) >= expected or time.monotonic() > deadline:
            return counted, messages
        time.sleep(0.1)


def wait_until_ready(process, port):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/-/ready", timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the exporter did not start")


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def milliseconds(seconds):
    return f"{seconds * 1000:.1f} ms"


def report(results, counted, messages, options):
    heard = len(results.heard)
    # What was not answered 200 may count or not: it is to be sent again.
    most = len(results.sent)
    lost = max(0, heard - counted, heard - messages)
    twice = max(0, counted - most, messages - most)
    slowest = max(results.scrapes)
    cost = results.cpu / len(results.latencies) * 10_000
    print(f"deliveries      {len(results.latencies)} at {len(results.latencies) / results.took:.0f}/s over "
          f"{options.connections} connections; answers {dict(sorted(results.answers.items()))}")
    print(f"processor       {cost:.2f} s for 10,000 (<= {options.most_cpu:g}), {100 * results.cpu / results.took:.0f} % of a "
          f"core")
    print(f"latency         p50 {milliseconds(percentile(results.latencies, .5))}, "
          f"p99 {milliseconds(percentile(results.latencies, .99))}, "
          f"most {milliseconds(max(results.latencies))}")
    print(f"messages        {heard} answered 200, {counted} counted as events, {messages} as messages")
    print(f"lost            {lost}")
    print(f"counted twice   {twice}")
    print(f"slowest scrape  {milliseconds(slowest)} of {len(results.scrapes)}")
    print(f"sender late     {milliseconds(results.late)} at the most")
    if lost or twice or slowest > options.longest_scrape or cost > options.most_cpu:
        return 1
    return 0 if results.late < 1.0 else 2


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / "build/release/src/waba_exporter"))
    parser.add_argument("--rate", type=int, default=2000, help="deliveries per second; 0: all there is room for")
    parser.add_argument("--seconds", type=int, default=30, help="without a rate: of 5,000 each")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--repetitions", type=float, default=0.1, help="share of all deliveries")
    parser.add_argument("--longest-scrape", type=float, default=0.25, help="seconds")
    parser.add_argument("--most-cpu", type=float, default=2.0, help="seconds for 10,000 deliveries")
    return parser.parse_args()


def main():
    options = parse_options()
    program = pathlib.Path(options.program).resolve()
    port = free_port()
    schedule = make_schedule((options.rate or 5000) * options.seconds, options.repetitions, port)
    gc.freeze()  # the prepared requests stay: no need to look through them again and again
    with tempfile.TemporaryDirectory(prefix="waba_bench_") as name:
        folder = pathlib.Path(name)
        config = make_folder(folder, port)
        with open(folder / "exporter.log", "wb") as log:
            process = subprocess.Popen([str(program), "serve", "--config", str(config)],
                                       stdout=log, stderr=log, cwd=folder,
                                       preexec_fn=lambda: os.sched_setaffinity(0, {0}))
        try:
            wait_until_ready(process, port)
            os.sched_setaffinity(0, {1})
            results = run(process.pid, port, schedule, options)
            code = report(results, *wait_until_counted(port, len(results.heard)), options)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)
        if code:
            print((folder / "exporter.log").read_text(errors="replace")[-2000:], file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
