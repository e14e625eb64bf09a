"""The open load, a process of its own: sends the requests at a constant rate, whatever comes back, each over a connection that is free or a new one. Latency
counts from the moment that a request was to be sent, so one that waits behind others is as late as its sender finds it. Debian's tools cannot do this: wrk
and siege wait for answers, hey sends one URL, h2load's timing script knows no headers per request.

A second process, at lower priority, holds the answers against what is right, so that looking does not make the next request late.

usage: morning_open.py REQUESTS.json PORT RATE SECONDS, which prints a line of JSON; REQUESTS as morning.py writes them."""
import asyncio
import collections
import json
import multiprocessing
import os
import sys
import time
import zlib
from check import ids_of

CONNECTIONS_MOST, TIMEOUT_S, WAITING_MOST, IDS_EVERY = 800, 60, 2000, 10


def message(r, port):
    headers = {'Host': '127.0.0.1:%d' % port, **r['headers']}
    body = (r['body'] or '').encode()
    if body:
        headers['Content-Length'] = str(len(body))
    return ('%s %s HTTP/1.1\r\n%s\r\n' % (r['method'], r['target'], ''.join('%s: %s\r\n' % pair for pair in headers.items()))).encode() + body


async def read_body(reader, head):
    if 'content-length' in head:
        return await reader.readexactly(int(head['content-length']))
    parts = []
    while size := int((await reader.readuntil(b'\r\n')).split(b';')[0], 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return b''.join(parts)


async def read_answer(reader):
    """Status, headers by small name, body as it came."""
    lines = (await reader.readuntil(b'\r\n\r\n')).decode('latin-1').split('\r\n')
    head = {name.lower(): value.strip() for name, _, value in (line.partition(':') for line in lines[1:] if line)}
    return int(lines[0].split()[1]), head, await read_body(reader, head)


def fault(r, status, encoding, body, look_at_ids):
    """What is wrong with an answer; None when it is right."""
    if status != r['status']:
        return 'HTTP %d in plaats van %d' % (status, r['status'])
    text = zlib.decompress(body, 47) if encoding == 'gzip' else body
    missing = [mark for mark in r['marks'] if mark.encode() not in text]
    if missing:
        return 'zonder %s' % missing[0]
    if r['ids'] is not None and look_at_ids and sorted(ids_of(r['form'], text)) != sorted(r['ids']):
        return 'andere objecten'
    return None


def check_all(requests, answers, said):
    """The second process: until None comes."""
    os.nice(10)
    faults, looked = [], 0
    while (one := answers.recv()) is not None:
        at, number, status, encoding, body = one
        looked += 1
        try:
            wrong = fault(requests[at], status, encoding, body, number % IDS_EVERY == 0)
        except (zlib.error, ValueError) as failure:
            wrong = 'onleesbaar: %s' % failure
        if wrong:
            faults.append([at, wrong])
    said.send([looked, faults])


class Sender:
    def __init__(self, requests, port, rate, seconds):
        self.requests, self.port, self.rate, self.count = requests, port, rate, int(rate * seconds)
        self.bytes = [message(r, port) for r in requests]
        self.free, self.open, self.rows, self.to_check = collections.deque(), 0, [], collections.deque()
        self.ended = False

    async def exchange(self, at):
        """Over a connection that was used before and has been closed meanwhile: once more over a new one (RFC 9112 §9.3.1)."""
        while self.free:
            connection = self.free.pop()
            try:
                return connection, await self.over(connection, at)
            except (ConnectionError, asyncio.IncompleteReadError):
                connection[1].close()
                self.open -= 1
        if self.open >= CONNECTIONS_MOST:
            raise ConnectionError('geen verbinding vrij')
        self.open += 1
        try:
            connection = await asyncio.open_connection('127.0.0.1', self.port, limit=1 << 20)
            return connection, await self.over(connection, at)
        except BaseException:
            self.open -= 1
            raise

    async def over(self, connection, at):
        connection[1].write(self.bytes[at])
        return await read_answer(connection[0])

    async def one(self, number, due):
        at = number % len(self.requests)
        status, trouble, retry = 0, None, None
        try:
            connection, (status, head, body) = await asyncio.wait_for(self.exchange(at), TIMEOUT_S)
            ended, retry = time.monotonic(), head.get('retry-after')
            if head.get('connection') == 'close':
                connection[1].close()
                self.open -= 1
            else:
                self.free.append(connection)
            if len(self.to_check) < WAITING_MOST:
                self.to_check.append((at, number, status, head.get('content-encoding'), body))
        except (OSError, EOFError, ValueError, asyncio.TimeoutError) as failure:
            ended, trouble = time.monotonic(), type(failure).__name__
        self.rows.append([at, round(due - self.began, 3), round((ended - due) * 1e3, 2), status, trouble, retry])

    async def send_all(self):
        self.began, tasks = time.monotonic() + 0.2, set()
        for number in range(self.count):
            due = self.began + number / self.rate
            if (wait := due - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            task = asyncio.create_task(self.one(number, due))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        if tasks:
            await asyncio.wait(tasks)
        self.ended = True

    async def hand_over(self, pipe):
        """Answers to the second process, as it takes them."""
        loop = asyncio.get_running_loop()
        while not self.ended or self.to_check:
            while self.to_check:
                await loop.run_in_executor(None, pipe.send, self.to_check.popleft())
            await asyncio.sleep(0.02)
        await loop.run_in_executor(None, pipe.send, None)

    async def run(self, pipe):
        await asyncio.gather(self.send_all(), self.hand_over(pipe))


def hurry():
    """The clock of the measurement is elsewhere in life: where it may, it goes before the server on the processors, so as not to measure its own waiting."""
    try:
        os.setpriority(os.PRIO_PROCESS, 0, -10)
    except PermissionError:
        pass


def main():
    path, port, rate, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    requests = json.load(open(path))
    answers, to_checker = multiprocessing.Pipe(False)
    said, to_say = multiprocessing.Pipe(False)
    checker = multiprocessing.Process(target=check_all, args=(requests, answers, to_say), daemon=True)
    checker.start()
    hurry()
    sender = Sender(requests, port, rate, seconds)
    asyncio.run(sender.run(to_checker))
    looked, faults = said.recv()
    checker.join()
    print(json.dumps({'rows': sender.rows, 'looked': looked, 'faults': faults, 'connections': sender.open}))


if __name__ == '__main__':
    main()
