"""What the project set itself, and whether this run reached it. A goal whose figures were not measured is left out."""
import statistics
import files

PEERS = ('mapserver', 'qgis', 'tinyows')


def best(t, workload, others):
    """Ours over the best of these: the least of the ratios."""
    found = [r for r in (t.ratio(workload, o) for o in others) if r is not None]
    return min(found) if found else None


def _rows(t, alone, grow, beside):
    feature, ratio = lambda w: t.per_feature(w, 'risicolaag'), lambda w, o: t.ratio(w, o)
    cpu = lambda w: t.value(w, 'risicolaag', 'cpu_us')
    yield 'bbox ~500 GML ≤ 4 µs CPU per feature', feature('bbox500'), 4, 'µs', 'most'
    yield 'bbox ~500 GML ≥ 10 × MapServer', ratio('bbox500', 'mapserver'), 10, '×', 'least'
    yield 'bbox ~500 GML ≥ 3 × the best peer here', best(t, 'bbox500', PEERS), 3, '×', 'least'
    yield 'bbox ~500 GeoJSON ≤ 3 µs CPU per feature', feature('bbox500-json'), 3, 'µs', 'most'
    yield 'bbox ~20 ≤ 150 µs CPU per request', cpu('bbox20'), 150, 'µs', 'most'
    yield 'bbox ~20 ≥ 12 × MapServer', ratio('bbox20', 'mapserver'), 12, '×', 'least'
    yield 'bbox ~500 GML, gzip ≥ 15 × MapServer, gzip', ratio('bbox500-gzip', 'mapserver'), 15, '×', 'least'
    opaque, signed = cpu('id'), cpu('id-jwt')
    yield 'a signed token ≤ 30 µs CPU more than an opaque one', signed - opaque if opaque and signed else None, 30, 'µs', 'most'
    yield 'bbox ~20 ≥ 0.6 × ceiling', ratio('bbox20', 'ceiling'), 0.6, '×', 'least'
    for code in (4326, 3857, 3812):
        yield 'bbox ~500 in EPSG:%d ≤ 7 µs CPU per feature' % code, feature('bbox500-%d' % code), 7, 'µs', 'most'
    yield 'municipality ≥ 10 × MapServer', ratio('gemeente', 'mapserver'), 10, '×', 'least'
    first, deep, followed = cpu('page0'), cpu('page-deep'), cpu('page-next')
    yield 'followed next link ≤ 1.5 × page 0 (CPU)', followed / first if first and followed else None, 1.5, '×', 'most'
    yield 'bare STARTINDEX ≤ 5 × page 0 (CPU)', deep / first if first and deep else None, 5, '×', 'most'
    yield 'hits, whole layer ≥ 10 × the best peer here', best(t, 'hits', PEERS), 10, '×', 'least'
    yield 'hits in a bbox ≥ 0.3 × ceiling', ratio('hits-bbox', 'ceiling'), 0.3, '×', 'least'
    yield 'by id ≥ 0.5 × ceiling', ratio('id', 'ceiling'), 0.5, '×', 'least'
    yield 'capabilities ≥ 0.5 × ceiling', ratio('capabilities', 'ceiling'), 0.5, '×', 'least'
    yield 'polygon filter ≥ 3 × TinyOWS', ratio('polygon', 'tinyows'), 3, '×', 'least'
    yield 'polygon filter ≥ 3 × the best peer here', best(t, 'polygon', PEERS), 3, '×', 'least'
    dump = alone.get('dump', {})
    ours, ceiling = dump.get('risicolaag'), dump.get('ceiling')
    if ours and ceiling:
        yield "dump ≤ 2.5 × the ceiling's time", ours['seconds'] / ceiling['seconds'], 2.5, '×', 'most'
        yield "dump: first byte within 10 × the ceiling's", ours['first_ms'] / ceiling['first_ms'], 10, '×', 'most'
        yield 'dump: worker RSS ≤ 200 MiB', ours['peak_mib'], 200, 'MiB', 'most'
    for form, row in alone.get('files', {}).items():
        yield "whole layer as %s ≤ 1.5 × ogr2ogr's time" % form, row['ours_s'] / row['ogr2ogr_s'], files.MOST, '×', 'most'
    if 'import' in alone:
        yield "import ≤ half of ogr2ogr's time", alone['import']['ours_s'] / alone['import']['ogr2ogr_s'], 0.5, '×', 'most'
    if 'import-box' in alone:
        yield 'p99 of a box during imports ≤ 2 × alone', alone['import-box']['ratio'], 2, '×', 'most'
    if 'edits' in alone:
        yield 'edits by one writer ≥ 200 a second', alone['edits']['a_second'], 200, 'a second', 'least'
    if 'start' in alone:
        yield 'start-up to the first answer ≤ 200 ms CPU', alone['start']['cpu_ms'], 200, 'ms', 'most'
    if 'workers' in alone:
        yield '1 → 2 workers ≥ 1.8 ×', alone['workers']['ratio'], 1.8, '×', 'least'
    yield from _beside(beside)
    yield from _grown(grow)


def _beside(rows):
    for row in rows:
        loops = '24 %s loops' % row['kind'] if row['kind'] != 'both' else '12 + 12 loops'
        yield 'beside %s: small p50 within 5 ×' % loops, row['p50']['ratio'], 5, '×', 'most'
        yield 'beside %s: small p95 within 5 ×' % loops, row['p95']['ratio'], 5, '×', 'most'
        yield 'beside %s: whole layer within 2 ×' % loops, row['heavy']['ratio'], 2, '×', 'most'


def _grown(rows):
    sizes = sorted({r['size'] for r in rows})
    for w in ('bbox20', 'bbox500'):
        of = lambda size: statistics.median(r['cpu_us'] / r['features'] for r in rows if r['workload'] == w and r['size'] == size)
        if sizes:
            yield 'store %s → %s: %s CPU within 1.3 ×' % (format(sizes[0], ','), format(sizes[-1], ','), w), of(sizes[-1]) / of(sizes[0]), 1.3, '×', 'most'
    for row in rows:
        if row['workload'] == 'dump' and row['size'] == sizes[-1]:
            yield 'dump of %s: worker RSS ≤ 200 MiB' % format(sizes[-1], ','), row['peak_mib'], 200, 'MiB', 'most'


def goals(t, alone, grow, beside):
    for goal, measured, bound, unit, side in _rows(t, alone, grow, beside):
        if measured is not None:
            yield goal, '%.3g %s' % (measured, unit), measured <= bound if side == 'most' else measured >= bound
