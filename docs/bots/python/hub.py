"""A connection to the hub with the standard library alone: a WebSocket that carries SignalR's JSON messages, as docs/hub.md describes."""
import base64, json, os, socket, ssl, struct, urllib.parse
from collections import deque

END = b"\x1e"  # ends every message
SILENCE = 30  # seconds; the server sends a ping every 15
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
COMPLETION, HUB_PING, HUB_CLOSE = 3, 6, 7


class Hub:
    def __init__(self, server, token):
        self.buffer, self.events, self.calls = b"", deque(), 0
        url = urllib.parse.urlsplit(server)
        tls = url.scheme == "https"
        self.socket = socket.create_connection((url.hostname, url.port or (443 if tls else 80)), SILENCE)
        try:
            if tls:
                self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=url.hostname)
            self.stream = self.socket.makefile("rb")
            self._upgrade(url, token)
            self._send({"protocol": "json", "version": 1})
            if error := self._message().get("error"):
                raise ConnectionError(error)
        except BaseException:
            self.close()
            raise

    def call(self, method, *arguments):
        """Calls a method of the hub and returns its result. Events that come before the answer are kept for event()."""
        self.calls += 1
        self._send({"type": 1, "invocationId": str(self.calls), "target": method, "arguments": arguments})
        while True:
            message = self._next()
            if message["type"] != COMPLETION:
                self.events.append(message)
            elif message["invocationId"] == str(self.calls):
                if "error" in message:
                    raise ConnectionError(message["error"])  # "code: detail"
                return message.get("result")

    def event(self):
        """The next event: its name and its arguments. Raises OSError when the connection ends or falls silent."""
        message = self.events.popleft() if self.events else self._next()
        return message["target"], message["arguments"]

    def close(self):
        self.socket.close()

    def _next(self):
        while True:
            message = self._message()
            if message["type"] == HUB_CLOSE:
                raise ConnectionError(message.get("error", "The server closed the connection."))
            if message["type"] != HUB_PING:
                return message

    def _message(self):
        # The end of a message counts, not that of a frame: a frame may hold several messages, or a part of one.
        while END not in self.buffer:
            self.buffer += self._frame()
        text, _, self.buffer = self.buffer.partition(END)
        return json.loads(text)

    def _send(self, message):
        self._send_frame(TEXT, json.dumps(message).encode() + END)

    def _upgrade(self, url, token):
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {url.path.rstrip('/')}/hubs/bulletin HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: Bearer {token}\r\n"
            f"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode())
        status = self.stream.readline()
        while self.stream.readline().strip():
            pass
        if status.split()[1:2] != [b"101"]:
            raise ConnectionError(f"The hub answered {status.decode(errors='replace').strip() or 'nothing'}")

    def _frame(self):
        """The data of the next frame; empty for the frames of the WebSocket itself."""
        first, length = self._read(2)
        if length == 126:
            (length,) = struct.unpack("!H", self._read(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", self._read(8))
        data, kind = self._read(length), first & 0x0F
        if kind == CLOSE:
            raise ConnectionError("The server closed the connection.")
        if kind == PING:
            self._send_frame(PONG, data)
        return b"" if kind in (PING, PONG) else data

    def _send_frame(self, kind, data):
        size = len(data)
        length = bytes([0x80 | size]) if size < 126 else struct.pack("!BH" if size < 65536 else "!BQ", 0xFE if size < 65536 else 0xFF, size)
        mask = os.urandom(4)  # a client masks what it sends
        self.socket.sendall(bytes([0x80 | kind]) + length + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))

    def _read(self, count):
        data = self.stream.read(count)
        if len(data) < count:
            raise ConnectionError("The connection broke.")
        return data
