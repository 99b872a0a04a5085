"""A receiver of callbacks as somebody who works in Python would write it.

python3 receiver.py CERTIFICATE KEY: prints its port, then one line of JSON for each request: the request line's path,
and the items of its XML batch.
"""

import json
import ssl
import sys
import threading
import xml.etree.ElementTree as ElementTree
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        root = ElementTree.fromstring(body)
        batch = root.find("batch")
        report = {
            "path": self.path,
            "type": self.headers["Content-Type"],
            "root": root.tag,
            "customer": root.get("customer"),
            "items": [{**item.attrib, **{child.tag: child.text or "" for child in item}} for item in batch],
        }
        print(json.dumps(report), flush=True)
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def end_with_the_test():
    sys.stdin.read()
    server.shutdown()


certificate, key = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
server.daemon_threads = True
server.socket = context.wrap_socket(server.socket, server_side=True)
print(f"port {server.server_port}", flush=True)
threading.Thread(target=end_with_the_test, daemon=True).start()
server.serve_forever()
