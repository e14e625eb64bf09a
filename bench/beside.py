"""Beside hostile loops: what a small and a heavy request of one caller take while others ask all they can, as ratios to the same caller alone in the same run.

The loops are wrk, 24 connections that ask again as soon as they are answered: a join of four times the municipalities, which takes minutes. Once without a
token, once with a good one of another organisation. The service runs with eight workers, as bin/up starts it.
"""
import pathlib
import statistics
import subprocess
import sys
import time
import urllib.parse
import alone
import load
import processes
import targets

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'tests'))
from support import fes  # noqa: E402

NAMES, LOOPS, WORKERS, SETTLE_S, HEAVY_TIMES = ('beside',), 24, 8, 3, 5
GENT, ANTWERPEN = '44021', '11002'
KINDS = {'anonymous': 'anonymous', 'organisation': 'another organisation', 'both': 'half of them each'}


def hostile_target():
    smaller = ''.join('<fes:PropertyIsLessThan><fes:ValueReference>%s/naam</fes:ValueReference><fes:ValueReference>%s/naam</fes:ValueReference>'
                      '</fes:PropertyIsLessThan>' % tuple(pair) for pair in ('ab', 'bc', 'cd'))
    return '/wfs?' + urllib.parse.urlencode(dict(service='WFS', version='2.0.0', request='GetFeature', typeNames=','.join(['risico:gemeente'] * 4),
                                                 aliases='a,b,c,d', resultType='hits', filter=fes.filter_of('<fes:And>%s</fes:And>' % smaller)))


class Loops:
    """wrk in the background, one program for each caller."""

    def __init__(self, folder, port, callers):
        self.folder, self.port, self.callers, self.running = folder, port, callers, []

    def __enter__(self):
        for number, headers in enumerate(self.callers):
            script = self.folder / ('hostile-%d.lua' % number)
            load.write_script(script, [('GET', hostile_target(), headers or {'Accept': '*/*'}, None)])
            command = ['wrk', '-t1', '-c%d' % (LOOPS // len(self.callers)), '-d600s', '--timeout', '120s', '-s', str(script), 'http://127.0.0.1:%d' % self.port]
            self.running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        time.sleep(SETTLE_S)
        return self

    def __exit__(self, *failure):
        for p in self.running:
            p.terminate()
            p.wait()


def measured(bench, site, small, heavy):
    """Milliseconds of a small request (one connection, as fast as answers come) and seconds of a heavy one; failures are faults."""
    seen = load.run(site.port, small, bench.o.seconds, 1)
    times = [alone.read_all(site.port, heavy) for _ in range(HEAVY_TIMES)]
    bench.faults += ['beside: %d mislukte kleine vragen' % seen['bad']] if seen['bad'] else []
    return {'p50': seen['p50_us'] / 1e3, 'p95': seen['p95_us'] / 1e3, 'heavy': statistics.median(t[2] for t in times), 'bytes': {t[0] for t in times}}


def run(bench):
    site = targets.Ours(bench.folder / 'beside', bench.state, WORKERS, 'beside')
    site.port = processes.free_port()
    site.start()
    bearer = lambda who: {'Authorization': 'Bearer ' + site.token(who)}
    words = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&count=%d'
    small, heavy = bench.scripts / 'beside.lua', ('GET', words % targets.MOST, bearer('vip'), None)
    load.write_script(small, [('GET', words % 5, bearer(GENT), None)])
    callers = {'anonymous': [None], 'organisation': [bearer(ANTWERPEN)], 'both': [None, bearer(ANTWERPEN)]}

    def work(front):
        load.run(site.port, small, 1, 1)
        rows = []
        for kind in KINDS:
            quiet = measured(bench, site, small, heavy)
            with Loops(bench.folder, site.port, callers[kind]):
                beside = measured(bench, site, small, heavy)
            load.settle(site, front)
            sizes = quiet['bytes'] | beside['bytes']
            if max(sizes) - min(sizes) > max(sizes) / 1000:  # chunks are framed as they come
                bench.faults.append('beside, %s: de hele laag is niet telkens even groot' % kind)
            rows.append({'kind': kind, **{n: {'quiet': quiet[n], 'beside': beside[n], 'ratio': beside[n] / quiet[n]} for n in ('p50', 'p95', 'heavy')}})
        return rows
    try:
        return alone.with_site(bench, site, work)
    finally:
        site.stop()


def table(rows):
    cells = [['24 loops of heavy joins', 'small p50 ms', 'alone', '×', 'small p95 ms', 'alone', '×', 'whole layer s', 'alone', '×']]
    for row in rows:
        cells.append([KINDS[row['kind']]] + ['%.2f' % row[n][part] for n in ('p50', 'p95', 'heavy') for part in ('beside', 'quiet', 'ratio')])
    return cells
