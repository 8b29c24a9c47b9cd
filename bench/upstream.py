"""A provider that is never the bottleneck: nginx on loopback, TLS 1.3 with ECDSA, HTTP/2, and one good answer of 360dialog of
about 600 bytes, with an id of its own in a header each time: at once on one port, after 100 to 300 ms on another, and each so on two more where
each answer has words of its own."""

import json
import os
import subprocess
import urllib.request

MODULE = "/usr/lib/nginx/modules/ngx_http_echo_module.so"

ANSWER = {
    "health_status": {
        "can_send_message": "AVAILABLE",
        "entities": [
            {"entity_type": "PHONE_NUMBER", "id": "106540352242922", "can_send_message": "AVAILABLE",
             "additional_info": ["Your display name has been approved."]},
            {"entity_type": "WABA", "id": "102290129340398", "can_send_message": "AVAILABLE"},
            {"entity_type": "BUSINESS", "id": "109720245120361", "can_send_message": "AVAILABLE"},
            {"entity_type": "APP", "id": "213468901234567", "can_send_message": "AVAILABLE"}]},
    "quality_rating": "GREEN", "status": "CONNECTED", "name_status": "APPROVED",
    "throughput": {"level": "STANDARD"}, "whatsapp_business_manager_messaging_limit": "TIER_1K", "id": "106540352242922"}

CONFIG = """\
load_module {module};
worker_processes 1;
pid nginx.pid;
error_log error.log warn;
daemon off;
{user}
events {{ worker_connections 8192; }}
http {{
  access_log off;
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  default_type application/json;
  ssl_certificate ca.pem;
  ssl_certificate_key key.pem;
  ssl_protocols TLSv1.3;
  http2_max_concurrent_streams 128;
  add_header X-Request-Id $request_id;
  split_clients $request_id $delay {{ {delays} * 0.200; }}
  server {{
    listen 127.0.0.1:{fast} ssl http2;
    location / {{ return 200 '{answer}'; }}
    location /v1/configs/webhook {{ return 200 '{{"url": "https://example.com/whatsapp"}}'; }}
    location /message_templates {{ return 200 '{{"data": [{{"name": "order_sent", "status": "APPROVED", "category": "UTILITY"}}]}}'; }}
  }}
  server {{
    listen 127.0.0.1:{slow} ssl http2;
    location / {{ echo_sleep $delay; echo '{answer}'; }}
  }}
  server {{
    listen 127.0.0.1:{other} ssl http2;
    location / {{ return 200 '{{"asked": "$request_id", {content}'; }}
  }}
  server {{
    listen 127.0.0.1:{slow_other} ssl http2;
    location / {{ echo_sleep $delay; echo '{{"asked": "$request_id", {content}'; }}
  }}
  server {{
    listen 127.0.0.1:{counts};
    location / {{ stub_status; }}
  }}
}}
"""


PORTS = ("fast", "slow", "other", "slow_other")


class Upstream:
    """`folder` has its certificate in ca.pem."""

    config = CONFIG

    def __init__(self, stack):
        self.folder = stack.folder / "nginx"
        (self.folder / "tmp").mkdir(parents=True)
        self.ca = self.folder / "ca.pem"
        self.urls = {name: f"https://localhost:{stack.ports[name]}" for name in PORTS}
        self.counts = stack.url("counts")
        self._certificate()
        (self.folder / "nginx.conf").write_text(self.config.format(
            folder=self.folder, module=MODULE, user="user root;" if os.geteuid() == 0 else "", answer=json.dumps(ANSWER),
            content=json.dumps(ANSWER)[1:],
            delays=" ".join(f"1% {0.1 + n * 0.2 / 99:.3f};" for n in range(99)),
            **{name: stack.ports[name] for name in (*PORTS, "counts")}))
        stack.start("nginx", ["/usr/sbin/nginx", "-p", str(self.folder), "-c", "nginx.conf"], core=1)
        stack.ready("nginx", self.counts)

    def _certificate(self):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-keyout", "key.pem", "-out", "ca.pem", "-days", "2", "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
            cwd=self.folder, check=True, capture_output=True)

    def requests(self):
        """How many it has had; one is the question itself."""
        with urllib.request.urlopen(self.counts, timeout=10) as answer:
            return int(answer.read().decode().splitlines()[2].split()[2])
