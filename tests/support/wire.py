"""HTTP by hand, for what no client library sends: slow, broken and oversized requests."""
import re
import socket


def connect(server, source='127.0.0.1', timeout=30):
    """Another source address is another client: every address of 127/8 is this machine."""
    return socket.create_connection(('127.0.0.1', server.port), timeout=timeout, source_address=(source, 0))


def read_all(s):
    """What comes until the other end closes."""
    got = b''
    try:
        while True:
            piece = s.recv(65536)
            if not piece:
                break
            got += piece
    except ConnectionResetError:
        pass
    return got


def exchange(server, *pieces, half_close=False):
    """Sends the pieces on one connection and reads until it is closed; a server that has had enough may close before all is sent."""
    with connect(server) as s:
        try:
            for piece in pieces:
                s.sendall(piece)
            if half_close:
                s.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        return read_all(s)


class Raw:
    """An answer taken apart: status, the line it came in, heads (lower case) and body."""

    def __init__(self, data):
        head, _, self.body = data.partition(b'\r\n\r\n')
        self.line, *lines = head.decode('latin-1').split('\r\n')
        assert re.match(r'HTTP/1\.1 \d{3} ', self.line), data[:500]
        self.status = int(self.line.split()[1])
        self.heads = {name.lower(): value for name, value in (line.split(': ', 1) for line in lines)}
