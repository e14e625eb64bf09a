"""One who takes the whole layer again and again, a process of its own: as GDAL asks it (compressed) or as a program does, as fast as it comes or no faster than
a given speed. A 503 waits for as long as its Retry-After says and tries again, as a client should.

usage: morning_dumps.py REQUEST.json PORT BYTES_PER_SECOND (0: as fast as it comes), until SIGTERM; then a line of JSON: one row per answer."""
import json
import os
import signal
import socket
import sys
import time
import zlib

PIECE, COUNT_EVERY = 1 << 18, 5
MARKS = {'gml': b'<wfs:member>', 'json': b'"type":"Feature",'}


class Stop(Exception):
    pass


def stop(*_):
    raise Stop


class Counter:
    """Features in an answer that comes in pieces, compressed or not. Not of every answer: unpacking takes the processors that the server needs."""

    def __init__(self, mark, gzip):
        self.mark, self.unzip, self.tail, self.found = mark, zlib.decompressobj(47) if gzip else None, b'', 0

    def take(self, piece):
        text = self.tail + (self.unzip.decompress(piece) if self.unzip else piece)
        self.found += text.count(self.mark)
        self.tail = text[-len(self.mark) + 1:]


class Chunks:
    """Takes the framing of a chunked body away (RFC 9112 §7.1), whatever pieces it comes in."""

    def __init__(self):
        self.rest, self.left, self.ended = b'', 0, False

    def take(self, piece):
        data, found = self.rest + piece, []
        while data and not self.ended:
            if self.left > 0:
                found.append(data[:self.left])
                taken = min(self.left, len(data))
                self.left, data = self.left - taken, data[taken:]
                if self.left == 0:
                    self.left = -2  # the end of line after a chunk
            elif self.left < 0:
                if len(data) < 2:
                    break
                self.left, data = 0, data[2:]
            else:
                line, end, after = data.partition(b'\r\n')
                if not end:
                    break
                size = int(line.split(b';')[0], 16)
                self.left, data, self.ended = size, after, size == 0
        self.rest = data
        return b''.join(found)


def connect(port, slow):
    s = socket.socket()
    if slow:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)  # before connect(2): the window is made from it
    s.settimeout(600)
    s.connect(('127.0.0.1', port))
    return s


def head_of(s):
    data = b''
    while b'\r\n\r\n' not in data:
        got = s.recv(65536)
        if not got:
            raise ConnectionError('geen antwoord')
        data += got
    head, _, rest = data.partition(b'\r\n\r\n')
    lines = head.decode('latin-1').split('\r\n')
    return int(lines[0].split()[1]), {n.lower(): v.strip() for n, _, v in (line.partition(':') for line in lines[1:])}, rest


def take_one(r, port, speed, rows):
    """One whole answer: a row of what it was, from its head on; `whole` is there when it has ended."""
    began = time.monotonic()
    headers = {'Host': '127.0.0.1:%d' % port, 'Connection': 'close', **r['headers']}
    with connect(port, speed) as s:
        s.sendall(('GET %s HTTP/1.1\r\n%s\r\n' % (r['target'], ''.join('%s: %s\r\n' % pair for pair in headers.items()))).encode())
        status, head, piece = head_of(s)
        row = {'status': status, 'retry_after': head.get('retry-after'), 'first_ms': (time.monotonic() - began) * 1e3, 'seconds': 0}
        rows.append(row)
        if status != 200:
            return
        counted = sum(row['status'] == 200 for row in rows) % COUNT_EVERY == 1
        chunks, counter, size = Chunks(), Counter(MARKS[r['form']], head.get('content-encoding') == 'gzip'), 0
        while piece:
            size += len(piece)
            data = chunks.take(piece)
            if counted:
                counter.take(data)
            if speed:
                time.sleep(max(0, began + size / speed - time.monotonic()))
            piece = s.recv(min(PIECE, speed // 4) if speed else PIECE)
    row.update(seconds=time.monotonic() - began, bytes=size, features=counter.found if counted else None, whole=chunks.ended)


def main():
    r, port, speed = json.load(open(sys.argv[1])), int(sys.argv[2]), int(sys.argv[3])
    rows = []
    signal.signal(signal.SIGTERM, stop)
    os.nice(5)  # a client would be elsewhere
    try:
        while True:
            try:
                take_one(r, port, speed, rows)
            except (OSError, ValueError, zlib.error) as failure:
                rows.append({'status': 0, 'trouble': type(failure).__name__, 'seconds': 0})
                time.sleep(1)
            if rows[-1]['status'] != 200:
                time.sleep(float(rows[-1].get('retry_after') or 1))
    except Stop:
        print(json.dumps(rows), flush=True)


if __name__ == '__main__':
    main()
