"""A TCP proxy that stands between clients and a broker and keeps every request and response frame.

The broker must advertise the proxy's port, so that clients come through it also after they have read the metadata.
"""

import socket
import struct
import threading


class Recorder:
    """Listens on one port, forwards to another; `frames` is a list of (api key, version, direction, bytes)."""

    def __init__(self, listen_port, broker_port):
        self.broker_port = broker_port
        self.frames = []
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", listen_port), backlog=128)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        """Takes connections until closed."""
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                broker = socket.create_connection(("127.0.0.1", self.broker_port), timeout=10)
            except OSError:
                client.close()
                continue
            broker.settimeout(None)
            waiting = {}
            threading.Thread(target=self.pump, args=(client, broker, "request", waiting), daemon=True).start()
            threading.Thread(target=self.pump, args=(broker, client, "response", waiting), daemon=True).start()

    def pump(self, source, target, direction, waiting):
        """Forwards whole frames one way and keeps them; `waiting` maps correlation ids to what was asked."""
        try:
            while True:
                frame = self.frame(source)
                if direction == "request":
                    key, version, correlation = struct.unpack_from(">hhi", frame)
                    waiting[correlation] = (key, version)
                else:
                    key, version = waiting.pop(struct.unpack_from(">i", frame)[0])
                with self.lock:
                    self.frames.append((key, version, direction, frame))
                target.sendall(struct.pack(">i", len(frame)) + frame)
        except (OSError, EOFError):
            pass
        finally:
            for one in (source, target):
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

    @staticmethod
    def frame(source):
        """One whole frame without its length."""
        data = bytearray()
        wanted = 4
        while len(data) < wanted:
            piece = source.recv(wanted - len(data) if len(data) >= 4 else 4 - len(data))
            if not piece:
                raise EOFError
            data += piece
            if len(data) == 4 and wanted == 4:
                wanted = 4 + struct.unpack(">i", data)[0]
        return bytes(data[4:])

    def close(self):
        """Takes no more connections."""
        self.listener.close()
