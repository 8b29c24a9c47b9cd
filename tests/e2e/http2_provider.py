"""A provider that speaks HTTP/2 by python3-h2, another library than the exporter's two, and breaks connections and
streams as the protocol allows (RFC 9113)."""

import asyncio
import collections
import threading

import h2.config
import h2.connection
import h2.events
import h2.exceptions
from h2.errors import ErrorCodes
from h2.settings import SettingCodes
from hyperframe.frame import GoAwayFrame

OWN_WINDOW = 1 << 20  # what net/http2_session.cc asks for; libcurl asks for more

GOODBYE_AFTER = 10  # requests of a connection


class Http2Provider:
    """Gives each request `answer`, `delay` seconds later. `fault` is played to every request from then on, if it is not
    None."""

    def __init__(self, context, port, answer, delay):
        self.answer, self.delay, self.fault = answer, delay, None
        self.ways = collections.Counter()  # "libcurl" or "pool" -> requests
        self.connections = collections.Counter()  # "libcurl" or "pool" -> those that asked anything
        self.resumed = collections.Counter()  # of them, whose TLS session was that of an earlier one
        self.seen = collections.Counter()  # key -> requests
        self.played = 0  # how often a fault was
        context.set_alpn_protocols(["h2"])
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        listening = self.loop.create_server(lambda: Connection(self), "127.0.0.1", port, ssl=context)
        asyncio.run_coroutine_threadsafe(listening, self.loop).result(10)


class Connection(asyncio.Protocol):
    def __init__(self, provider):
        self.provider = provider
        self.http = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self.way = "libcurl"
        self.requests = []  # streams, in order
        self.open = set()
        self.last = None  # the last stream that is answered, once it has said goodbye

    def connection_made(self, transport):
        self.transport = transport
        self.http.initiate_connection()
        self.flush()

    def flush(self):
        if not self.transport.is_closing():
            self.transport.write(self.http.data_to_send())

    def data_received(self, data):
        for event in self.http.receive_data(data):
            if isinstance(event, h2.events.RemoteSettingsChanged):
                window = event.changed_settings.get(SettingCodes.INITIAL_WINDOW_SIZE)
                if window is not None and window.new_value == OWN_WINDOW:
                    self.way = "pool"
            elif isinstance(event, h2.events.RequestReceived):
                self.asked(event.stream_id, dict(event.headers))
            elif isinstance(event, h2.events.StreamReset):
                self.open.discard(event.stream_id)
        self.flush()

    def asked(self, stream, headers):
        key = headers.get(b"d360-api-key", headers.get("d360-api-key", b""))
        if not self.requests:
            self.provider.connections[self.way] += 1
            self.provider.resumed[self.way] += self.transport.get_extra_info("ssl_object").session_reused
        self.provider.ways[self.way] += 1
        self.provider.seen[key] += 1
        self.requests.append(stream)
        self.open.add(stream)
        if self.last is not None:
            return  # it has said that it does not look at this
        play = getattr(self, "play_" + (self.provider.fault or "nothing"))
        play(stream, key)

    def answer_later(self, stream):
        self.provider.loop.call_later(self.provider.delay, self.answer, stream)

    def answer(self, stream):
        if stream not in self.open or self.transport.is_closing():
            return
        self.http.send_headers(stream, [(":status", "200"), ("content-type", "application/json")])
        self.http.send_data(stream, self.provider.answer.encode(), end_stream=True)
        self.open.discard(stream)
        self.flush()
        self.leave_when_done()

    def leave_when_done(self):
        if self.last is not None and not any(stream <= self.last for stream in self.open):
            self.transport.close()

    def goodbye(self, last, error=ErrorCodes.NO_ERROR):
        self.flush()
        self.last = last
        self.provider.played += 1
        self.transport.write(GoAwayFrame(0, last_stream_id=last, error_code=error).serialize())

    def reset(self, stream, error):
        self.open.discard(stream)
        try:
            self.http.reset_stream(stream, error)
        except h2.exceptions.StreamClosedError:
            pass  # the exporter has ended it meanwhile

    def play_nothing(self, stream, _):
        self.answer_later(stream)

    def play_goodbye(self, stream, _):
        """As servers do that want to restart: what has come is answered."""
        self.answer_later(stream)
        if len(self.requests) >= GOODBYE_AFTER:
            self.goodbye(stream)

    def play_goodbye_unseen(self, stream, _):
        """...and half of it has not been looked at."""
        self.answer_later(stream)
        if len(self.requests) >= GOODBYE_AFTER:
            self.goodbye(sorted(self.open)[len(self.open) // 2 - 1] if len(self.open) > 1 else 0)

    def play_goodbye_angry(self, stream, _):
        if len(self.requests) < GOODBYE_AFTER:
            self.answer_later(stream)
            return
        self.goodbye(0, ErrorCodes.ENHANCE_YOUR_CALM)
        self.transport.close()

    def play_refused_once(self, stream, key):
        """Every other request of an account is not looked at."""
        if self.provider.seen[key] % 2:
            self.reset(stream, ErrorCodes.REFUSED_STREAM)
            self.provider.played += 1
        else:
            self.answer_later(stream)

    def play_refused(self, stream, _):
        self.reset(stream, ErrorCodes.REFUSED_STREAM)

    def play_reset(self, stream, _):
        self.reset(stream, ErrorCodes.INTERNAL_ERROR)

    def play_broken_off(self, stream, _):
        self.http.send_headers(stream, [(":status", "500"), ("content-type", "application/json")])
        self.http.send_data(stream, b'{"meta": {"developerMess')
        self.provider.loop.call_later(0.05, self.break_off, stream)

    def break_off(self, stream):
        self.reset(stream, ErrorCodes.INTERNAL_ERROR)
        self.flush()

    def play_cut(self, *_):
        self.transport.abort()
