"""morning.md, morning.json and morning.png of bin/bench --morning."""
import json
from morning_figures import busy_of, errors_of, of_phase
from report import lines_of, number

TITLES = {'quiet': 'Open load, nobody takes the layer', 'open': 'Open load, two take the whole layer', 'slow': 'Open load, two take it slowly',
          'closed-quiet': 'Closed load, nobody takes the layer', 'closed': 'Closed load, two take the whole layer'}
KINDS = {'capabilities': 'GetCapabilities', 'describe': 'DescribeFeatureType', 'pan': 'QGIS, a map window', 'subset': 'QGIS, window and filter',
         'page': 'QGIS, a page of 100', 'viewer': 'OpenLayers, GeoJSON', 'province': 'QGIS, every gemeente', 'id': 'one by its id', 'hits': 'how many',
         'bad': 'bad requests (their 4xx)'}

HEAVY = 50000  # HEAVY_FEATURES of server/http/admission.h


def goals(phases, has_heavy=True):
    """(goal, measured, reached): errors, light beside heavy, memory. has_heavy: taking the whole layer is a heavy request."""
    of = {p['name']: p for p in phases}
    every = list(phases)
    yield 'errors (status, counts, features, connections)', number(sum(map(errors_of, every))), sum(map(errors_of, every)) == 0
    yield 'light requests refused with 503', number(sum(map(busy_of, every))), sum(map(busy_of, every)) == 0
    yield 'whole layers that came wrong', number(sum(p['dumps']['wrong'] for p in every)), sum(p['dumps']['wrong'] for p in every) == 0
    yield 'whole layers that came right, ≥ 1', number(sum(p['dumps']['done'] for p in every)), any(p['dumps']['done'] for p in every)
    for name, words in (('open', 'two dumps'), ('slow', 'two slow readers')) if has_heavy else ():
        ratio = of[name]['light']['p99'] / of['quiet']['light']['p99']
        yield 'p99 of light requests beside %s ≤ 2 × without' % words, '%.2f ×' % ratio, ratio <= 2
    for name in ('open', 'closed'):
        for field, words in (('rss', 'resident'), ('own', 'own')):
            grown = of[name]['worker']['grown'][field]
            if grown is not None:
                yield '%s memory of a worker, last tenth ≤ 1.05 × second tenth, %s load' % (words, name), '%.3f ×' % grown, grown <= 1.05
    yield 'workers that died', number(sum(p['died'] for p in every)), not any(p['died'] for p in every)


def spread_cells(found):
    return [number(found[field]) for field in ('p50', 'p95', 'p99', 'max')]


def summary(phases):
    yield ['phase', 's', 'req/s', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms', 'errors', '503', 'dumps done / 503', 'CPU server / nginx', 'waiting for CPU']
    for p in phases:
        cpu = [p[name] / p['seconds'] for name in ('server_cpu_s', 'nginx_cpu_s', 'waited_s')]
        yield [TITLES[p['name']], number(p['seconds']), number(p['rps']), *spread_cells(p['light']), number(errors_of(p)), number(busy_of(p)),
               '%d / %d' % (p['dumps']['done'], p['dumps']['busy']), '%.2f / %.2f' % tuple(cpu[:2]), '%.2f' % cpu[2]]


def by_kind(phases):
    yield ['p50 / p95 / p99 / max ms'] + [TITLES[p['name']] for p in phases]
    for kind, title in KINDS.items():
        cells = [p['kinds'].get(kind) for p in phases]
        if any(cells):
            yield ['%s (%d)' % (title, sum(c['n'] for c in cells if c))] + [' / '.join(spread_cells(c)) if c else '–' for c in cells]


def dumps(phases):
    yield ['whole layer', 'right', 'still coming', '503 with Retry-After', 'wrong', 'seconds p50 / max', 'first byte ms p50 / max']
    for p in phases:
        d = p['dumps']
        if d['clients']:
            yield [TITLES[p['name']], *(number(d[field]) for field in ('done', 'going', 'busy', 'wrong')),
                   *('%s / %s' % (number(d[field]['p50']), number(d[field]['max'])) for field in ('seconds', 'first_ms'))]


def memory(phases):
    yield ['worker memory', 'most resident MiB', 'most own MiB', 'resident, last / second tenth', 'own, last / second tenth']
    for p in phases:
        w = p['worker']
        yield [TITLES[p['name']], number(w['most_rss']), number(w['most_own']), number(w['grown']['rss']), number(w['grown']['own'])]


def faults(result):
    yield from ('- ' + words for words in result['before'][:20])
    for p in result['phases']:
        yield from ('- %s: %s (%d)' % (TITLES[p['name']], words, n) for words, n in sorted(p['faults'].items()))


def document(result):
    phases = result['phases']
    slow = next(p['slow'] for p in phases if p['name'] == 'slow')
    yield '# bin/bench --morning\n'
    yield ('%s risicolocaties, %d workers, %d cores (%s), %s. %d callers of a gemeente each, and one of all; 1 %% of the requests is bad. Open load: %d '
           'requests/s (%s), each latency from the moment it was to be sent; closed load: %d connections. Two callers take the whole layer again and again, one '
           'compressed GML, one GeoJSON, as fast as it comes; the slow ones read %s KB/s. Clients, nginx and server share the cores; CPU is in cores, and so is '
           'how much of server and nginx was ready to run and waited for one: much of it means that latencies tell of the machine, not of the server.'
           % (format(result['features'], ','), result['workers'], result['cores'], result['machine'], result['began'], result['callers'], result['rate'],
              result['arithmetic'], result['connections'], format(slow // 1000, ',')))
    if result['visible'] < HEAVY:
        yield ('\nThis store is small: the whole layer (fewer than %s) is a light request here, so nothing is said of light ones beside heavy ones.'
               % format(HEAVY, ','))
    yield '\n## Goals\n'
    yield from lines_of([['goal', 'measured', 'reached']] + [[g, m, 'yes' if ok else '**no**'] for g, m, ok in goals(phases, result['visible'] >= HEAVY)])
    for title, cells in (('Light requests', summary(phases)), ('By kind', by_kind(phases)), ('The whole layer', dumps(phases)), ('Memory', memory(phases))):
        yield '\n## %s\n' % title
        yield from lines_of(list(cells))
    looked, answers = ([format(sum(p[name] for p in phases if p['kind'] == kind), ',') for kind in ('open', 'closed')] for name in ('looked', 'n'))
    yield ('\nHeld against the counts in the store: %s of %s answers of the open load (one in ten against the very features), and %s of %s of the '
           'closed load (those that are not compressed). Before the first phase each request was sent once and looked at whole, and the open load was let run '
           'for a while, so that each worker knew the tokens.' % (looked[0], answers[0], looked[1], answers[1]))
    found = list(faults(result))
    if found:
        yield '\n## What went wrong\n'
        yield from found


def write(result, folder):
    """Gives the exit status: 1 when an answer was wrong."""
    import morning_chart
    phases = [of_phase(p, result) for p in result['phases']]
    kept = {**{name: of for name, of in result.items() if name not in ('kinds', 'statuses')}, 'phases': phases}
    (folder / 'morning.json').write_text(json.dumps(kept, indent=1) + '\n')
    text = '\n'.join(document(kept)) + '\n'
    (folder / 'morning.md').write_text(text)
    morning_chart.draw(kept, folder / 'morning.png')
    print(text)
    print(folder / 'morning.md')
    return 1 if kept['before'] or any(errors_of(p) or p['dumps']['wrong'] for p in phases) else 0
