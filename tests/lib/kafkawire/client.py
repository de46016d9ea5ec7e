"""One raw connection to a broker: sends exactly what a test asks for and gives back exactly what came."""

import socket
import struct

from . import schema


class Closed(Exception):
    """The broker closed the connection."""


class Connection:
    """Requests and answers in order; `send` and `receive` apart allow many requests in flight."""

    def __init__(self, port, host="127.0.0.1", timeout_s=30):
        self.socket = socket.create_connection((host, port), timeout=timeout_s)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.next_correlation = 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Closes the socket."""
        self.socket.close()

    def send_bytes(self, data):
        """Sends bytes as they are."""
        try:
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Closed(str(error)) from error

    def send_frame(self, frame):
        """Sends a frame with its length before it."""
        self.send_bytes(struct.pack(">i", len(frame)) + frame)

    def receive_exactly(self, size):
        """So many bytes, or Closed."""
        parts = bytearray()
        while len(parts) < size:
            try:
                piece = self.socket.recv(min(size - len(parts), 1 << 20))
            except ConnectionResetError as error:
                raise Closed(str(error)) from error
            if not piece:
                raise Closed(f"after {len(parts)} of {size} bytes")
            parts += piece
        return bytes(parts)

    def receive_frame(self):
        """The next frame without its length."""
        return self.receive_exactly(struct.unpack(">i", self.receive_exactly(4))[0])

    def send(self, api, version, body, **header):
        """Sends a request; gives its correlation id."""
        correlation = self.next_correlation
        self.next_correlation += 1
        self.send_frame(schema.request_frame(api, version, correlation, body, **header))
        return correlation

    def receive(self, api, version, correlation):
        """The decoded answer to a request sent before."""
        frame = self.receive_frame()
        answered, body = schema.split_response(api, version, frame)
        if answered != correlation:
            raise AssertionError(f"answer {answered} to request {correlation} ({api} v{version})")
        return schema.decode(schema.apis()[api][1], version, body)

    def ask(self, api, version, body=None, **header):
        """Sends and receives."""
        return self.receive(api, version, self.send(api, version, body or {}, **header))
