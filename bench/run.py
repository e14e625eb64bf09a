"""bin/bench after its packages and builds: makes the data, starts every server, holds the answers against the truth, and measures in turns."""
import argparse
import datetime
import json
import math
import os
import pathlib
import platform
import random
import shutil
import signal
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'tests'))
import alone  # noqa: E402
import beside  # noqa: E402
import check  # noqa: E402
import front as fronts  # noqa: E402
import load  # noqa: E402
import morning  # noqa: E402
import peers as peer_servers  # noqa: E402
import peers_postgis  # noqa: E402
import processes  # noqa: E402
import report  # noqa: E402
import targets as own  # noqa: E402
import workloads  # noqa: E402
from support.server import State  # noqa: E402

CONNECTIONS, CHECK_SECONDS = 8, 20


def say(text):
    print(text, file=sys.stderr, flush=True)


def options():
    p = argparse.ArgumentParser(add_help=False)
    p.add_argument('--program', required=True)
    p.add_argument('--ceiling', required=True)
    p.add_argument('--framing', required=True)
    p.add_argument('--features', type=int, default=300000)
    p.add_argument('--rounds', type=int, default=5)
    p.add_argument('--seconds', type=int, default=5)
    p.add_argument('--only', action='append', default=[])
    p.add_argument('--peers', action='store_true')
    p.add_argument('--clients', action='store_true')
    p.add_argument('--grow', action='store_true')
    p.add_argument('--workers', type=int, default=2)
    p.add_argument('--morning', action='store_true')
    p.add_argument('--minutes', type=float, default=10)
    p.add_argument('--rate', type=int, default=morning.RATE)
    p.add_argument('--out', type=pathlib.Path, required=True)
    return p.parse_args()


class Bench:
    """Data, servers and nginx of one size of store, in a folder of its own; leaves nothing running and nothing behind."""

    def __init__(self, o, features, with_peers):
        self.o, self.features, self.with_peers = o, features, with_peers
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='rl-bench-'))
        os.chmod(self.folder, 0o755)  # nginx's workers may be another user
        self.answers, self.scripts = self.folder / 'answers', self.folder / 'scripts'
        self.answers.mkdir()
        self.scripts.mkdir()
        self.state, self.targets, self.front, self.database = State(o.program), [], None, None
        self.faults, self.least_seconds = [], {}

    def __enter__(self):
        try:
            self.start()
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        if self.front:
            self.front.stop()
        for target in self.targets:
            target.stop()
        if self.database:
            self.database.stop()
        self.state.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        say('Gegevens: %s risicolocaties.' % format(self.features, ','))
        self.state.make_sample(self.features)
        self.state.make_key()
        self.data = workloads.Data(self.state.store)
        self.ours = own.Ours(self.folder / 'own', self.state, self.o.workers)
        self.targets = [self.ours, own.Ceiling(self.folder, self.answers, self.o.ceiling, self.o.workers), own.Files()]
        self.targets.append(own.Ceiling(self.folder, self.answers, self.o.framing, self.o.workers, 'framing', 'the same by our own framing'))
        if self.with_peers:
            rows = self.folder / 'rows.gpkg'
            peer_servers.make_rows(self.state.store, rows)
            self.targets += [peer_servers.MapServer(self.folder, rows, self.o.workers), peer_servers.MapServerAlike(self.folder, rows, self.o.workers),
                             peer_servers.QgisServer(self.folder, rows, self.o.workers)]
            self.add_over_postgis(rows)
        for target in self.targets:
            target.start()
        is_peer = lambda t: isinstance(t, peer_servers.Peer)
        sites = [(t.name, t.socket, t.port, is_peer(t)) for t in self.targets if t.socket]
        proxied = [(t.name, t.http_port, t.port, is_peer(t)) for t in self.targets if t.http_port]
        files, = [t.port for t in self.targets if not t.socket and not t.http_port]
        self.front = fronts.Front(self.folder, sites, (self.answers, files), proxied)
        processes.wait_until(self.answering, 60, 'de opstelling')

    def add_over_postgis(self, rows):
        kinds = peers_postgis.found()
        if not kinds:
            return
        self.database = peers_postgis.Database(self.folder)
        self.database.start(rows)
        self.targets += [kind(self.folder, rows, self.o.workers, self.database) for kind in kinds]

    def answering(self):
        try:
            return check.fetch(self.ours.port, ('GET', '/healthz', {}, None), 5)[0] == 200
        except OSError:
            return False

    # --- before the clock --------------------------------------------------------------------------------------------

    def verified(self, target, w):
        """The requests of this workload, each one's answer found right; None when the server cannot do this. A slow server is asked fewer of them."""
        began, asked = datetime.datetime.now(), []
        for number, q in enumerate(w.questions):
            words = target.ask(w, q)
            if words is None:
                return None
            if w.packed and isinstance(target, peer_servers.Peer):
                words = own.packed(words)
            status, body = check.fetch(target.port, words)
            fault = check.wrong(w, q, status, body, target.own)
            if fault:
                self.faults.append('%s, %s, vraag %d: %s' % (w.name, target.label, number, fault))
                say('  fout antwoord: ' + self.faults[-1])
                return None
            if target.own:
                self.keep(w, number, body)
            asked.append(words)
            if (datetime.datetime.now() - began).total_seconds() > CHECK_SECONDS:
                break
        script = self.scripts / ('%s-%s.lua' % (w.name, target.name))
        load.write_script(script, asked)
        each = (datetime.datetime.now() - began).total_seconds() / len(asked)
        self.least_seconds[script] = min(60, math.ceil(2 * CONNECTIONS / self.o.workers * each))  # so that each connection has an answer or two
        return script

    def keep(self, w, number, body):
        (self.answers / w.name).mkdir(exist_ok=True)
        (self.answers / w.name / str(number)).write_bytes(body)

    def prepare(self, w, targets):
        """[(target, script)] of the servers that answer this rightly; none when ours does not."""
        found = []
        for target in targets:
            if (isinstance(target, peer_servers.Peer) and not w.peers) or (isinstance(target, own.Files) and w.questions[0].kind == 'polygon'):
                continue
            script = self.verified(target, w)
            if script is None and target.own:
                return []
            if script:
                found.append((target, script))
        return found

    # --- measuring ---------------------------------------------------------------------------------------------------

    def measure(self, chosen, targets=None):
        """Rounds; in each, every workload by every server in an order that changes from round to round."""
        ready = [(w, self.prepare(w, targets or self.targets)) for w in chosen]
        rows, order = [], random.Random(workloads.SEED)
        for target, script in [(t, s) for _, servers in ready for t, s in servers]:
            load.run(target.port, script, 1, 2)  # warm: files mapped, statements planned, tokens known
            load.settle(target, self.front)
        for number in range(self.o.rounds):
            say('Ronde %d van %d.' % (number + 1, self.o.rounds))
            for w, servers in ready:
                for target, script in order.sample(servers, len(servers)):
                    seconds = max(self.o.seconds, self.least_seconds[script])
                    seen = load.measure(target, self.front, script, seconds, CONNECTIONS)
                    rows.append({'workload': w.name, 'target': target.name, 'round': number, 'features': w.features, **seen})
                    if seen['bad']:
                        self.faults.append('%s, %s: %d mislukte vragen' % (w.name, target.label, seen['bad']))
        return rows


def wanted(o, all_names):
    names = [name for given in o.only for name in given.split(',')]
    unknown = [name for name in names if name not in all_names]
    if unknown:
        say('Onbekend bij --only: %s; kies uit %s' % (', '.join(unknown), ', '.join(all_names)))
        raise SystemExit(2)
    return lambda name: not names or name in names


def main():
    o = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # what was started is stopped then too
    signal.signal(signal.SIGINT, lambda *_: sys.exit(130))
    want = wanted(o, workloads.NAMES + list(alone.NAMES + beside.NAMES))
    o.out.mkdir(parents=True, exist_ok=True)
    if o.morning:
        return morning.run(o, Bench)
    result = {'features': o.features, 'rounds': o.rounds, 'seconds': o.seconds, 'connections': CONNECTIONS, 'workers': o.workers, 'cores': os.cpu_count(),
              'machine': platform.machine(), 'began': datetime.datetime.now().isoformat(timespec='seconds')}
    with Bench(o, o.features, o.peers) as bench:
        chosen = [w for w in workloads.make(bench.data) if want(w.name) and (w.usual or o.clients or o.only)]
        result['rows'] = bench.measure(chosen)
        result['titles'] = {w.name: w.title for w in chosen}
        result['labels'] = {t.name: t.label for t in bench.targets}
        result['minute'] = workloads.MINUTE
        result['alone'] = alone.run(bench, want, say)
        if want('beside'):
            say('Los: beside.')
            result['beside'] = beside.run(bench)
        result['faults'] = bench.faults
    if o.grow:
        result['grow'] = grow(o)
    report.write(result, o.out)
    return 1 if result['faults'] else 0


def grow(o):
    """The same questions to stores of a tenth, one and ten times the size: a box must not cost more, the whole layer in proportion."""
    rows = []
    for size in (o.features // 10, o.features, o.features * 10):
        with Bench(o, size, False) as bench:
            chosen = [w for w in workloads.make(bench.data) if w.name in ('bbox20', 'bbox500', 'page0', 'page-next', 'hits')]
            for row in bench.measure(chosen, [bench.ours]):
                rows.append({**row, 'size': size})
            rows.append({'size': size, 'workload': 'dump', **alone.dump(bench, bench.ours, o.rounds)})
    return rows


sys.exit(main())
