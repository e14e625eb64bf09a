"""results.json (all that was measured), results.md (medians and ratios within a round) and results.png."""
import json
import statistics
import beside
import chart
from goals import goals


def median(values):
    values = [v for v in values if v is not None]
    return statistics.median(values) if values else None


class Table:
    """The rows of the rounds, by workload and server."""

    def __init__(self, result):
        self.rows = {}
        for row in result['rows']:
            self.rows.setdefault((row['workload'], row['target']), []).append(row)
        self.result = result

    def value(self, workload, target, field):
        return median(row.get(field) for row in self.rows.get((workload, target), []))

    def features(self, workload):
        return self.value(workload, 'risicolaag', 'features') or 0

    def per_feature(self, workload, target):
        cpu, features = self.value(workload, target, 'cpu_us'), self.features(workload)
        return cpu / features if cpu and features > 1 else None

    def ratio(self, workload, other):
        """Ours over theirs, in requests per second: the median of the rounds."""
        theirs = {row['round']: row['rps'] for row in self.rows.get((workload, other), [])}
        return median(row['rps'] / theirs[row['round']] for row in self.rows.get((workload, 'risicolaag'), []) if theirs.get(row['round']))


def number(value, digits=3):
    if value is None:
        return '–'
    if value >= 100:
        return format(round(value), ',')
    return '%.*g' % (digits, value)


def lines_of(cells):
    yield '| %s |' % ' | '.join(cells[0])
    yield '|%s' % ('---|' * len(cells[0]))
    for row in cells[1:]:
        yield '| %s |' % ' | '.join(row)


def speeds(t):
    targets = [name for name in t.result['labels'] if any(key[1] == name for key in t.rows)]
    others = [name for name in targets if name != 'risicolaag']
    cells = [['workload', 'req/s', 'p50 / p99 ms', 'CPU µs/request', 'CPU µs/feature'] + ['× ' + t.result['labels'][o] for o in others]]
    for name, title in t.result['titles'].items():
        ours = lambda field: t.value(name, 'risicolaag', field)
        if ours('rps') is None:
            continue
        cells.append([title, number(ours('rps')), '%s / %s' % (number(ours('p50_ms')), number(ours('p99_ms'))), number(ours('cpu_us')),
                      number(t.per_feature(name, 'risicolaag'))] + [number(t.ratio(name, o)) for o in others])
    return cells


def theirs(t):
    """The other servers' own figures."""
    others = [name for name in t.result['labels'] if name != 'risicolaag' and any(key[1] == name for key in t.rows)]
    cells = [['workload, req/s (CPU µs/request)'] + [t.result['labels'][o] for o in others]]
    for name, title in t.result['titles'].items():
        if t.value(name, 'risicolaag', 'rps') is not None:
            cells.append([title] + ['%s (%s)' % (number(t.value(name, o, 'rps')), number(t.value(name, o, 'cpu_us'))) for o in others])
    return cells


def dumps(found, labels):
    cells = [['whole layer', 'seconds', 'MB/s', 'first byte ms', 'server CPU µs/feature', 'peak RSS MiB']]
    for name in ('dump', 'dump-json'):
        for target, d in found.get(name, {}).items():
            cells.append(['%s, %s' % (labels[target], 'GeoJSON' if name == 'dump-json' else 'GML'), number(d['seconds']), number(d['mb_s']), number(d['first_ms']),
                          number(d['server_cpu_us']), number(d['peak_mib'])])
    return cells


def growth(rows):
    cells = [['store', 'workload', 'req/s', 'CPU µs/request', 'CPU µs/feature', 'seconds', 'first byte ms', 'peak RSS MiB']]
    keys = sorted({(r['workload'], r['size']) for r in rows})
    for workload, size in keys:
        of = [r for r in rows if (r['workload'], r['size']) == (workload, size)]
        value = lambda field: median(r.get(field) for r in of)
        each = value('server_cpu_us') if workload == 'dump' else value('cpu_us') / value('features') if value('features') and value('features') > 1 else None
        cells.append([format(size, ','), workload, number(value('rps')), number(value('cpu_us')), number(each), number(value('seconds')), number(value('first_ms')),
                      number(value('peak_mib'))])
    return cells


def document(result):
    t, alone = Table(result), result['alone']
    yield '# bin/bench'
    yield ''
    yield ('%s risicolocaties, %d workers, %d connections, %d cores (%s), %d rounds of %d s, %s. CPU is user + system time of all processes of the server and '
           'of nginx; ratios are of requests per second, ours over theirs, medians of the rounds.' % (format(result['features'], ','), result['workers'],
           result['connections'], result['cores'], result['machine'], result['rounds'], result['seconds'], result['began']))
    parts = [('Beside the ceilings and the peers', speeds(t)), ('The others', theirs(t)), ('The whole layer', dumps(alone, result['labels'])),
             ('Beside hostile loops', beside.table(result.get('beside', []))), ('As the store grows', growth(result.get('grow', [])))]
    for title, cells in parts:
        if len(cells) > 1:
            yield '\n## %s\n' % title
            yield from lines_of(cells)
    if 'start' in alone:
        yield '\nStart-up to the first answer: %.0f ms CPU, %.0f ms on the clock (all processes of the server; nginx is up before).' % (alone['start']['cpu_ms'], alone['start']['clock_ms'])
    if 'workers' in alone:
        yield '\n1 → 2 workers: × %.2f (%.0f and %.0f µs CPU per request).' % (alone['workers']['ratio'], alone['workers']['one_us'], alone['workers']['two_us'])
        for workers, connections, half, most in alone['workers']['waits']:
            yield '\n%d worker(s), %d connections: %s ms (p50), %s ms (p99) for a box of ~100.' % (workers, connections, number(half), number(most))
    for target in result['labels']:
        cost = t.value('minute', target, 'cpu_us')
        if cost:
            yield "\nA QGIS user's minute, %s: %s µs CPU." % (result['labels'][target], number(cost * result['minute']))
    if 'import' in alone:
        yield '\nImport: %.1f s, ogr2ogr %.1f s.' % (alone['import']['ours_s'], alone['import']['ogr2ogr_s'])
    if 'import-box' in alone:
        row = alone['import-box']
        yield '\np99 of a box of ~100: %s ms alone, %s ms while %d imports replaced %d rows each.' % (
            number(row['idle_ms']), number(row['during_ms']), row['imports'], row['rows'])
    if 'edits' in alone:
        yield '\nEdits by one writer, each on the disk before the next: %.0f a second.' % alone['edits']['a_second']
    for form, row in alone.get('files', {}).items():
        yield '\nThe whole layer as %s: %.1f s, ogr2ogr %.1f s.' % (form, row['ours_s'], row['ogr2ogr_s'])
    yield '\n## Goals\n'
    yield from lines_of([['goal', 'measured', 'reached']] + [[g, m, 'yes' if ok else '**no**'] for g, m, ok in goals(t, alone, result.get('grow', []), result.get('beside', []))])
    if result['faults']:
        yield '\n## Wrong answers and failed requests\n'
        yield from ('- ' + fault for fault in result['faults'])


def write(result, folder):
    (folder / 'results.json').write_text(json.dumps(result, indent=1) + '\n')
    text = '\n'.join(document(result)) + '\n'
    (folder / 'results.md').write_text(text)
    chart.draw(Table(result), folder / 'results.png')
    print(text)
