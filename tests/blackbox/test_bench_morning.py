"""bin/bench --morning: what it counts, what it takes for wrong, and that its open load never waits for an answer before it sends the next request."""
import asyncio
import gzip
import json
import pathlib
import subprocess
import sys
import threading
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'bench'))
import morning_closed  # noqa: E402
import morning_dumps  # noqa: E402
import morning_figures as figures  # noqa: E402
import morning_open  # noqa: E402
import morning_report  # noqa: E402


@pytest.mark.parametrize('values, share, found', [
    (range(1, 101), .99, 99), (range(1, 101), .5, 50), (range(1, 101), 1, 100), (range(1, 1001), .999, 999), ([7], .99, 7), ([], .5, None)])
def test_a_percentile_is_the_nearest_rank(values, share, found):
    assert figures.rank(sorted(values), share) == found


def memory(pid, mib_at):
    return [{'seconds': s, 'pid': pid, 'rss': mib_at(s), 'own': 10.0} for s in range(0, 601, 10)]


def test_growth_is_of_the_worker_that_grew_most():
    steady, growing = memory(1, lambda s: 100 + (s < 60) * 50), memory(2, lambda s: 100 + s / 10)
    assert figures.growth(steady, 'rss') == 1
    assert figures.growth(steady + growing, 'rss') == pytest.approx(157 / 109)
    assert figures.growth(steady + growing, 'own') == 1
    assert figures.growth([], 'rss') is None


KINDS, STATUSES = ['pan', 'bad'], [200, 400]


def seen(rows, faults=()):
    return {'rows': rows, 'faults': list(faults), 'looked': len(rows), 'connections': 1}


def test_what_is_wrong_is_counted_once_and_a_refusal_to_light_requests_apart():
    rows = [[0, 0, 1, 200, None, None], [0, 1, 2, 500, None, None], [0, 2, 3, 503, None, '5'], [1, 3, 4, 400, None, None], [1, 4, 5, 200, None, None],
            [0, 15, 60000, 0, 'TimeoutError', None], [0, 16, 7, 200, None, None]]
    load = figures.of_load(seen(rows, [[0, 'HTTP 500 in plaats van 200'], [0, 'zonder numberMatched="3"']]), KINDS, STATUSES)
    assert load['faults'] == {'pan: HTTP 500 in plaats van 200': 1, 'pan: HTTP 503 in plaats van 200 met Retry-After': 1, 'bad: HTTP 200 in plaats van 400': 1,
                              'pan: TimeoutError': 1, 'pan: zonder numberMatched="3"': 1}
    assert (figures.errors_of(load), figures.busy_of(load)) == (4, 1)
    assert load['light']['n'] == 5 and load['light']['max'] == 60000 and load['kinds']['bad']['n'] == 2
    assert load['slots'] == [[0, 2, 3], [10, 7, 60000]]


def test_a_whole_layer_is_right_when_it_is_whole():
    came = {'status': 200, 'seconds': 2, 'first_ms': 3}
    rows = [{**came, 'whole': True, 'features': 9}, {**came, 'whole': True, 'features': None, 'seconds': 4}, {**came, 'whole': True, 'features': 8},
            {**came, 'whole': False, 'features': None}, {'status': 503, 'retry_after': '5', 'seconds': 0}, {'status': 503, 'retry_after': None, 'seconds': 0},
            {'status': 0, 'trouble': 'TimeoutError', 'seconds': 0}, came]
    found = figures.of_dumps([rows[:4], rows[4:]], 9)
    assert (found['done'], found['busy'], found['going'], found['wrong']) == (2, 1, 1, 4) and found['seconds']['max'] == 4


def phase(name, p99, **more):
    return {'name': name, 'light': {'p99': p99}, 'faults': {}, 'died': 0, 'dumps': {'wrong': 0, 'done': 1},
            'worker': {'grown': {'rss': 1.0, 'own': 1.0}}, **more}


@pytest.mark.parametrize('name, change, missed', [
    ('quiet', {}, 0), ('open', {'light': {'p99': 21}}, 1), ('slow', {'light': {'p99': 21}}, 1), ('open', {'faults': {'pan: HTTP 500 in plaats van 200': 1}}, 1),
    ('open', {'faults': {'pan: HTTP 503 in plaats van 200 met Retry-After': 1}}, 1), ('closed', {'died': 1}, 1), ('open', {'dumps': {'wrong': 1, 'done': 1}}, 1),
    ('closed', {'worker': {'grown': {'rss': 1.06, 'own': 1.2}}}, 2), ('open', {'worker': {'grown': {'rss': None, 'own': None}}}, 0)])
def test_a_goal_that_is_missed_is_said(name, change, missed):
    phases = [phase(n, 10 if n == 'quiet' else 15) for n in morning_report.TITLES]
    phases = [{**p, **change} if p['name'] == name else p for p in phases]
    assert sum(not reached for _, _, reached in morning_report.goals(phases)) == missed


def test_a_layer_that_is_no_heavy_request_says_nothing_of_light_ones_beside_it():
    phases = [phase(n, 10 if n == 'quiet' else 1000) for n in morning_report.TITLES]
    assert all(reached for _, _, reached in morning_report.goals(phases, False)) and not all(reached for _, _, reached in morning_report.goals(phases))


REQUEST = {'kind': 'pan', 'target': '/wfs', 'headers': {}, 'method': 'GET', 'body': None, 'status': 200, 'form': 'gml',
           'marks': ['numberMatched="2"'], 'ids': [7, 8]}
BODY = b'<c numberMatched="2"><x gml:id="risicolocatie.8"/><x gml:id="risicolocatie.7"/></c>'


def test_an_answer_is_held_against_status_counts_and_features():
    look = lambda status=200, encoding=None, body=BODY: morning_open.fault(REQUEST, status, encoding, body, True)
    assert look() is None and look(encoding='gzip', body=gzip.compress(BODY)) is None
    assert look(status=503) and look(body=BODY.replace(b'.7', b'.9')) == 'andere objecten'
    assert look(body=BODY.replace(b'"2"', b'"3"')) == 'zonder numberMatched="2"'


@pytest.mark.parametrize('size', [1, 2, 3, 7, 1000])
def test_a_chunked_answer_is_read_in_whatever_pieces_it_comes(size):
    packed = gzip.compress(b'<wfs:member>' * 500 + b'x' * 300)
    framed = b''.join(b'%x\r\n%s\r\n' % (len(packed[i:i + 11]), packed[i:i + 11]) for i in range(0, len(packed), 11)) + b'0\r\n\r\n'
    chunks, counter = morning_dumps.Chunks(), morning_dumps.Counter(b'<wfs:member>', True)
    for i in range(0, len(framed), size):
        assert not chunks.ended or i >= len(framed) - 4
        counter.take(chunks.take(framed[i:i + size]))
    assert chunks.ended and counter.found == 500


def test_what_wrk_wrote_is_read_back(tmp_path):
    (tmp_path / 'wrk-0.tsv').write_text('0\t0.100\t1.25\t200\t0\t1\n3\t0.200\t2.50\t503\t1\t1\n4\t0.300\t1.00\t200\t0\t0\n')
    rows, faults = morning_closed.rows_of(tmp_path / 'wrk-0.tsv')
    assert rows == [(0, .1, 1.25, 200, None, None), (3, .2, 2.5, 503, None, '?'), (4, .3, 1.0, 200, None, None)] and faults == [(4, 'andere aantallen')]


class Withholding:
    """A server that answers nobody before `wanted` requests have come."""

    def __init__(self, wanted):
        self.wanted, self.came, self.port, self.ready = wanted, 0, None, threading.Event()
        threading.Thread(target=lambda: asyncio.run(self.serve()), daemon=True).start()
        assert self.ready.wait(10)

    async def serve(self):
        self.all = asyncio.Event()
        server = await asyncio.start_server(self.answer, '127.0.0.1', 0)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        await server.serve_forever()

    async def answer(self, reader, writer):
        await reader.readuntil(b'\r\n\r\n')
        self.came += 1
        if self.came == self.wanted:
            self.all.set()
        await self.all.wait()
        writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' % (len(BODY), BODY))
        await writer.drain()
        writer.close()


def test_the_open_load_sends_whatever_comes_back(tmp_path):
    """A tool that waits for an answer before it sends the next request would wait here for ever."""
    (tmp_path / 'requests.json').write_text(json.dumps([REQUEST, {**REQUEST, 'ids': [1], 'kind': 'wrong'}]))
    server = Withholding(40)
    command = ['/usr/bin/python3', '-B', morning_open.__file__, str(tmp_path / 'requests.json'), str(server.port), '40', '1']
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    found = json.loads(done.stdout)
    assert len(found['rows']) == found['looked'] == 40 and all(row[3] == 200 and row[4] is None for row in found['rows'])
    first, last = (next(row for row in found['rows'] if row[1] == due) for due in (min(r[1] for r in found['rows']), max(r[1] for r in found['rows'])))
    assert first[2] > last[2], 'who was sent first has waited longest'
    assert found['faults'] == [], 'only every tenth is looked at whole, and those are of the first kind'
