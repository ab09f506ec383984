"""What ``chalice deploy`` needs and the emulator's API Gateway lacks: importing an API.

Chalice makes its API with ``ImportRestApi`` and changes it with ``PutRestApi``. The gateway here
answers these two by way of CloudFormation, which the emulator knows, and passes everything else
on. Point ``AWS_ENDPOINT_URL_API_GATEWAY`` at it::

    with importing.gateway(cloud) as url: ...
"""

import contextlib
import http.client
import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from infra.local.cloud import LocalCloud
from infra.stack import Stacks

_IMPORT = re.compile(r"/restapis/?\?(.*&)?mode=import\b")
_OVERWRITE = re.compile(r"/restapis/[^/?]+/?\?(.*&)?mode=overwrite\b")
_EMPTY_SIZE = re.compile(rb'"minimumCompressionSize": ?(""|null),? ?')
_POLL_SECONDS = 0.1
_PASS_ON_SECONDS = 30
_STACK = "rebasket-imported-api"


@contextlib.contextmanager
def gateway(cloud: LocalCloud) -> Iterator[str]:
    """Run the gateway in front of ``cloud`` for the length of the block and yield its URL."""

    class Handler(_Gateway):
        upstream = cloud

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _Gateway(BaseHTTPRequestHandler):
    """One request to API Gateway: answered here if it imports an API, else passed on."""

    upstream: LocalCloud

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.command == "POST" and _IMPORT.match(self.path):
            self._send(201, self._imported(body))
        elif self.command == "PUT" and _OVERWRITE.match(self.path):
            self._send(200, self._imported(body))
        else:
            self._send(*self._passed_on(body))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 - http.server's names

    def _imported(self, document: bytes) -> bytes:
        """Make the API by CloudFormation, or bring it to ``document``; return its description."""
        body = json.loads(document)
        api = {"Name": body["info"]["title"], "Body": body}  # the emulator makes it REGIONAL
        template = {
            "Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": api}},
            "Outputs": {"Id": {"Value": {"Ref": "Api"}}},
        }
        cloudformation = self.upstream.client("cloudformation")
        stacks = Stacks(cloudformation, lambda _line: None, _POLL_SECONDS)
        api_id = stacks.apply(_STACK, json.dumps(template), {})["Id"]
        self.path, self.command = f"/restapis/{api_id}", "GET"
        return self._passed_on(b"")[1]

    def _passed_on(self, body: bytes) -> tuple[int, bytes]:
        address = urlsplit(self.upstream.endpoint).netloc
        connection = http.client.HTTPConnection(address, timeout=_PASS_ON_SECONDS)
        with contextlib.closing(connection):
            headers = {name: value for name, value in self.headers.items() if name != "Host"}
            headers["Content-Length"] = str(len(body))
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            return answer.status, _readable(answer.read())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Keep quiet: the deployment tells its own progress."""


def _readable(body: bytes) -> bytes:
    """Drop each empty ``minimumCompressionSize``: botocore cannot read it as a number."""
    return _EMPTY_SIZE.sub(b"", body)
