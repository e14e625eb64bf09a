"""The whole layer as a file, beside ogr2ogr that makes the same file of the store: it asks for no token, no scope and no limit."""
import re
import statistics
import subprocess
import time
import check
import workloads

FORMATS = {'gpkg': 'GPKG', 'fgb': 'FlatGeobuf'}
MOST = 1.5  # times as long


def rows_in(path):
    told = subprocess.run(['ogrinfo', '-so', str(path), 'risicolocatie'], check=True, capture_output=True, text=True).stdout
    return int(re.search(r'^Feature Count: (\d+)$', told, re.M)[1])


def ours(bench, form, path):
    w = workloads.Workload('files', '', (workloads.Question('dump', None, frozenset()),), form=form)
    method, target, headers, body = bench.ours.ask(w, w.questions[0])
    began = time.monotonic()
    status, answer = check.fetch(bench.ours.port, (method, target, headers, body))
    took = time.monotonic() - began
    path.write_bytes(answer)
    if status != 200 or rows_in(path) != bench.data.total:
        bench.faults.append('files: %s: HTTP %d' % (form, status))
    return took


def theirs(bench, driver, path):
    path.unlink(missing_ok=True)
    began = time.monotonic()
    subprocess.run(['ogr2ogr', '-f', driver, str(path), str(bench.state.store), 'risicolocatie', '-where', 'geschrapt = 0'], check=True, capture_output=True)
    took = time.monotonic() - began
    if rows_in(path) != bench.data.total:
        bench.faults.append('files: ogr2ogr %s' % driver)
    return took


def run(bench):
    found = {}
    for form, driver in FORMATS.items():
        pairs = [(ours(bench, form, bench.folder / ('ours.' + form)), theirs(bench, driver, bench.folder / ('ogr.' + form))) for _ in range(bench.o.rounds)]
        found[form] = {'ours_s': statistics.median(one for one, _ in pairs), 'ogr2ogr_s': statistics.median(other for _, other in pairs)}
    return found
