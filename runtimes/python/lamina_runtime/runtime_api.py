"""The Lambda Runtime API over one kept connection.

http.client costs more than the rest of an invocation does, and all that is needed is what the gateway's server answers:
a status line, headers, Content-Length.
"""
import socket

_PREFIX = "/2018-06-01/runtime"


class Invocation:
    """An event (bytes of JSON) and its headers, the names in lower case."""

    def __init__(self, headers, body):
        self.request_id = headers["lambda-runtime-aws-request-id"]
        self.headers = headers
        self.body = body


class RuntimeApi:
    """One invocation at a time: next(), then respond() or fail(), then next() again.

    What an invocation says goes out with the next poll, in one write. ConnectionError: the Runtime API is gone.
    """

    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
        self._unsent = b""
        self._unanswered = 0  # what was said and not yet taken

    def next(self):
        self._send(f"GET {_PREFIX}/invocation/next HTTP/1.1\r\nHost: lambda\r\n\r\n".encode())
        self._read_what_was_taken()
        status, headers, body = self._read_answer()
        if status != 200:
            raise ConnectionError(f"The Runtime API refused to give an event: {status}")
        return Invocation(headers, body)

    def respond(self, request_id, body):
        self._say(f"/invocation/{request_id}/response", body)

    def fail(self, request_id, body, error_type):
        self._say(f"/invocation/{request_id}/error", body, error_type)

    def fail_init(self, body, error_type):
        """Comes back when it was taken: the process ends after it."""
        self._say("/init/error", body, error_type)
        self._send(b"")
        self._read_what_was_taken()

    def _say(self, path, body, error_type=None):
        more = "" if error_type is None else f"Lambda-Runtime-Function-Error-Type: {_header_text(error_type)}\r\n"
        head = (
            f"POST {_PREFIX}{path} HTTP/1.1\r\nHost: lambda\r\nContent-Type: application/json\r\n{more}"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._unsent += head.encode("latin-1") + body
        self._unanswered += 1

    def _send(self, data):
        unsent, self._unsent = self._unsent, b""
        self._socket.sendall(unsent + data)

    def _read_what_was_taken(self):
        while self._unanswered > 0:
            self._read_answer()
            self._unanswered -= 1

    def _read_answer(self):
        end = self._received.find(b"\r\n\r\n")
        while end < 0:
            self._receive(65536)
            end = self._received.find(b"\r\n\r\n")
        lines = self._received[:end].decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = self._read_body(end + 4, int(headers.get("content-length", 0)))
        return int(lines[0].split(" ", 2)[1]), headers, body

    def _read_body(self, start, length):
        parts, missing = [self._received[start:]], length - (len(self._received) - start)
        while missing > 0:
            parts.append(self._take(min(missing, 1 << 20)))
            missing -= len(parts[-1])
        whole = b"".join(parts)
        self._received = whole[length:]
        return whole[:length]

    def _receive(self, most):
        self._received += self._take(most)

    def _take(self, most):
        data = self._socket.recv(most)
        if not data:
            raise ConnectionError("The Runtime API closed the connection")
        return data


def _header_text(text):
    return "".join(c if " " <= c <= "~" else "?" for c in text)
