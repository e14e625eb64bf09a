"""bin/bench --morning: the load of a morning at 285 gemeenten, with and without those who take the whole layer. Phases, one after the other, each with the
same requests: quiet (open load, nobody takes the layer), open (two take it all the time), slow (they read no faster than a poor line), closed (wrk)."""
import dataclasses
import datetime
import json
import os
import platform
import subprocess
import sys
import pathlib
import check
import load
import morning_callers
import morning_closed
import morning_memory
import morning_open
import morning_report
import morning_requests
import targets

# 285 gemeenten; at the busiest moment 6 people of each have the layer open; who works with a map moves it every 12 s; a move is one request in QGIS (recorded),
# and with the start of sessions, pages, counts and look-ups 1.4.
GEMEENTEN, PEOPLE, MOVE_S, PER_MOVE = 285, 6, 12, 1.4
RATE = round(GEMEENTEN * PEOPLE / MOVE_S * PER_MOVE)
ARITHMETIC = '%d gemeenten × %d people with the layer open / %d s between two moves of the map × %.1f requests a move' % (GEMEENTEN, PEOPLE, MOVE_S, PER_MOVE)
CONNECTIONS, SLOW_BYTES_S, SETTLE_S = 16, 250_000, 3  # 2 Mbit/s
HERE = pathlib.Path(__file__).resolve().parent


def say(text):
    print(text, file=sys.stderr, flush=True)


class Morning:
    def __init__(self, bench, o):
        self.bench, self.o, self.rate = bench, o, o.rate
        self.folder = bench.folder / 'morning'
        self.folder.mkdir()

    # --- before the clock --------------------------------------------------------------------------------------------

    def prepare(self):
        callers = morning_callers.of_gemeenten(self.bench)
        everyone = morning_callers.of_all(self.bench)
        say('De vragen van %d gemeenten, en wat er het juiste antwoord op is.' % len(callers))
        self.requests = morning_requests.make(self.bench.data, callers, everyone, morning_callers.expired(self.bench))
        self.list = self.folder / 'requests.json'
        self.list.write_text(json.dumps([dataclasses.asdict(r) for r in self.requests]))
        self.dumps = [self.whole(number, everyone, form) for number, form in enumerate(('gml', 'json'))]
        self.callers = len(callers)

    def whole(self, number, everyone, form):
        """The first as GDAL asks, compressed; the second plain GeoJSON."""
        output = {'gml': {'Accept-Encoding': 'gzip'}, 'json': {}}[form]
        target = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&count=%d' % targets.MOST
        if form == 'json':
            target += '&outputFormat=application/json&srsName=EPSG:31370'
        path = self.folder / ('dump-%d.json' % number)
        path.write_text(json.dumps({'target': target, 'form': form, 'headers': {'Authorization': everyone.bearer, **output}}))
        return path

    def warm(self):
        """Every request once, one by one and looked at whole: the workers know all tokens then, and a wrong truth shows before it is counted as a fault."""
        faults = []
        for number, r in enumerate(self.requests):
            asked = morning_requests.plain(r)
            status, body = check.fetch(self.bench.ours.port, (asked.method, asked.target, asked.headers, asked.body), 60)
            wrong = morning_open.fault(dataclasses.asdict(asked), status, None, body, True)
            if wrong:
                faults.append('vooraf, vraag %d (%s): %s' % (number, r.kind, wrong))
        return faults

    # --- measuring ---------------------------------------------------------------------------------------------------

    def workers(self):
        """The parent reads its children's memory nowhere: only they answer."""
        return [pid for pid in self.bench.ours.group.pids() if pid != self.bench.ours.group.roots[0].pid]

    def start_dumps(self, speed):
        return [subprocess.Popen(['/usr/bin/python3', '-B', str(HERE / 'morning_dumps.py'), str(path), str(self.bench.ours.port), str(speed)],
                                 stdout=subprocess.PIPE, text=True) for path in self.dumps]

    @staticmethod
    def end_dumps(started):
        rows = []
        for p in started:
            p.terminate()
        for p in started:
            rows.append(json.loads(p.communicate(timeout=60)[0] or '[]'))
        return rows

    def open(self, seconds):
        command = ['/usr/bin/python3', '-B', str(HERE / 'morning_open.py'), str(self.list), str(self.bench.ours.port), str(self.rate), str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds * 3 + 300)
        if done.returncode:
            raise SystemExit('fout: open belasting: %s' % done.stderr[-1000:])
        return json.loads(done.stdout)

    def closed(self, seconds):
        return morning_closed.run(self.bench.ours.port, self.folder, self.requests, seconds, CONNECTIONS)

    def used(self):
        server, nginx = self.bench.ours.group, self.bench.front.group
        return {'server_cpu_s': server.cpu(), 'nginx_cpu_s': nginx.cpu(), 'waited_s': server.waited() + nginx.waited()}

    def phase(self, name, kind, seconds, dumps, speed=0):
        """dumps: whether two take the layer meanwhile."""
        say('%s: %d s.' % (morning_report.TITLES[name], seconds))
        load.settle(self.bench.ours, self.bench.front)
        before, used = self.workers(), self.used()
        started = self.start_dumps(speed) if dumps else []
        try:
            with morning_memory.Watch(self.workers, min(10, seconds / 60)) as memory:
                seen = (self.open if kind == 'open' else self.closed)(seconds)
            used = {name: after - used[name] for name, after in self.used().items()}
        finally:
            rows = self.end_dumps(started)
        return {'name': name, 'kind': kind, 'asked_s': seconds, 'dumps': rows, 'slow': speed, 'memory': memory.rows, 'seen': seen, **used,
                'died': len(set(before) - set(self.workers()))}

    def run(self):
        self.prepare()
        faults = self.warm()
        long, short = max(1, round(self.o.minutes * 60)), max(1, round(self.o.minutes * 60 / 10))
        self.open(min(long, len(self.requests) // self.rate + 1))  # each worker keeps its own answers of the provider
        phases = [self.phase('quiet', 'open', short, False), self.phase('open', 'open', long, True), self.phase('slow', 'open', short, True, SLOW_BYTES_S),
                  self.phase('closed-quiet', 'closed', short, False), self.phase('closed', 'closed', long, True)]
        return {'phases': phases, 'kinds': [r.kind for r in self.requests], 'statuses': [r.status for r in self.requests], 'callers': self.callers,
                'before': faults, 'rate': self.rate, 'arithmetic': ARITHMETIC if self.rate == RATE else 'as asked'}


def run(o, make_bench):
    began = datetime.datetime.now().isoformat(timespec='seconds')
    with make_bench(o, o.features, False) as bench:
        seen = Morning(bench, o).run()
        total = bench.data.total
    result = {'features': o.features, 'visible': total, 'workers': o.workers, 'minutes': o.minutes, 'connections': CONNECTIONS, 'cores': os.cpu_count(),
              'machine': platform.machine(), 'began': began, **seen}
    return morning_report.write(result, o.out)
