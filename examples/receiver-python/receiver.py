"""A receiver of callbacks that lets in nobody but the platform: by its client certificate, and by a password."""

import base64
import hmac
import json
import os
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = int(os.environ.get("PORT", "9443"))
EXPECTED = "Basic " + base64.b64encode(b"wiraya:let me in").decode()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not hmac.compare_digest(self.headers.get("Authorization", ""), EXPECTED):
            self.answer(401)
            return
        for report in json.loads(body)["batch"]:
            print(f"{report['id']} to {report['to']}: {report['status']}", flush=True)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile="ca.pem")
context.load_cert_chain("cert.pem", "key.pem")
# Who shows no certificate of the platform's authority gets no further than the TLS handshake.
context.verify_mode = ssl.CERT_REQUIRED

server = ThreadingHTTPServer(("127.0.0.1", PORT), Receiver)
server.socket = context.wrap_socket(server.socket, server_side=True)
print(f"listening on https://127.0.0.1:{PORT}/callbacks", flush=True)
server.serve_forever()
