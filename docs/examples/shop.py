#!/usr/bin/env python3
"""A shop that keeps no passwords and no keys of its customers: Countersign says who signed, and what they may.

    COUNTERSIGN_URL=http://localhost:8700 AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=... ./shop.py [PORT]

Its own access key needs countersign:VerifySignature and countersign:Evaluate. Python 3.9 or later, nothing else.
"""
import datetime
import hashlib
import hmac
import http.server
import json
import os
import re
import sys
import urllib.parse
import urllib.request

COUNTERSIGN = os.environ["COUNTERSIGN_URL"].rstrip("/")
KEY_ID, SECRET = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
REGION = "us-east-1"
LONGEST_BODY = 64 * 1024


def ask(path, question):
    """Asks Countersign, signed (SigV4) with the shop's own key for the service "countersign"."""
    body = json.dumps(question).encode()
    host = urllib.parse.urlsplit(COUNTERSIGN).netloc
    date = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {"content-type": "application/json", "host": host, "x-amz-date": date}
    signed = ";".join(headers)
    canonical = "\n".join(
        ["POST", path, "", *(f"{name}:{value}" for name, value in headers.items()), "", signed, hashlib.sha256(body).hexdigest()])
    scope = f"{date[:8]}/{REGION}/countersign/aws4_request"
    key = b"AWS4" + SECRET.encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    to_sign = f"AWS4-HMAC-SHA256\n{date}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(key, to_sign.encode(), "sha256").hex()
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={KEY_ID}/{scope}, SignedHeaders={signed}, Signature={signature}"
    with urllib.request.urlopen(urllib.request.Request(COUNTERSIGN + path, body, headers), timeout=5) as answer:
        return json.load(answer)


class Shop(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        path, _, query = self.path.partition("?")
        order = re.fullmatch(r"/orders/([0-9]+)/refund", path)
        if order is None or not 0 <= length <= LONGEST_BODY:
            return self.answer(404, {"error": "there is no such order"})
        body = self.rfile.read(length)
        try:
            # Who is it? The hash is of the bytes that came, never what a header claims.
            received = {"method": "POST", "path": path, "query": query, "headers": self.lines(), "body_sha256": hashlib.sha256(body).hexdigest()}
            who = ask("/access/v1/signature", {"service": "shop", "region": REGION, "request": received})
            if not who["verified"]:
                return self.answer(401, who["error"])
            # May they? The subject goes on as it came; the shop adds what it knows of the request.
            may = ask("/access/v1/evaluation", {
                "subject": who["subject"],
                "action": {"name": "shop:Refund"},
                "resource": {"type": "order", "id": order[1]},
                "context": {"aws:SourceIp": self.client_address[0]},
            })
        except (OSError, ValueError):
            return self.answer(503, {"error": "nobody can say who may do this; try again"})    # no answer is a no
        if not may["decision"]:
            return self.answer(403, may["context"])
        return self.answer(200, {"refunded": order[1], "by": who["signer"]["arn"]})

    def lines(self):
        headers = {}
        for name, value in self.headers.items():
            headers.setdefault(name.lower(), []).append(value)
        return headers

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8080), Shop)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
