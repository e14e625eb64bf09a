"""The arithmetic of bin/bench --morning: from what was seen in a phase to percentiles, errors and growth."""
import collections
import math
import statistics

SHARES = {'p50': 0.50, 'p95': 0.95, 'p99': 0.99, 'max': 1.0}
SLOT_S = 10
BUSY = ' met Retry-After'


def rank(ordered, share):
    """The nearest rank: the least value that so large a share does not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)] if ordered else None


def spread(values):
    ordered = sorted(values)
    return {'n': len(ordered), **{name: rank(ordered, share) for name, share in SHARES.items()}}


def trouble_of(row, wanted):
    """What is wrong with an answer by its status; None: nothing. Row: [at, due, ms, status, trouble, retry]."""
    if row[4]:
        return row[4]
    if row[3] != wanted:
        return 'HTTP %d in plaats van %d%s' % (row[3], wanted, BUSY if row[5] else '')
    return None


def of_load(seen, kinds, statuses):
    """Latencies of right answers by kind, of all light ones per slot, and errors by kind and words."""
    by_kind, by_slot, faults = collections.defaultdict(list), collections.defaultdict(list), collections.Counter()
    for row in seen['rows']:
        wrong = trouble_of(row, statuses[row[0]])
        if wrong:
            faults['%s: %s' % (kinds[row[0]], wrong)] += 1
        by_kind[kinds[row[0]]].append(row[2])
        if kinds[row[0]] != 'bad':
            by_slot[int(row[1] // SLOT_S)].append(row[2])
    for at, words in seen['faults']:
        if not words.startswith('HTTP '):  # those were counted by their rows
            faults['%s: %s' % (kinds[at], words)] += 1
    if seen.get('broken'):
        faults['wrk: verbinding of tijd'] = seen['broken']
    light = [ms for kind, found in by_kind.items() if kind != 'bad' for ms in found]
    return {'n': len(seen['rows']), 'kinds': {kind: spread(found) for kind, found in by_kind.items()}, 'light': spread(light), 'faults': dict(faults),
            'slots': [[slot * SLOT_S, rank(sorted(found), .5), rank(sorted(found), .99)] for slot, found in sorted(by_slot.items())],
            'looked': seen['looked'], 'connections': seen['connections'],
            'seconds': max((row[1] + row[2] / 1e3 for row in seen['rows']), default=0)}


def of_dumps(clients, features):
    """Of those who take the whole layer: answers that were whole (and had every feature, in those that were counted), refusals that said when to come
    back, answers that still came at the end of the phase, and the rest, which is wrong."""
    rows = [row for client in clients for row in client]
    going = [row for row in rows if row['status'] == 200 and 'whole' not in row]
    right = [row for row in rows if row.get('whole') and row['features'] in (features, None)]
    busy = [row for row in rows if row['status'] == 503 and row['retry_after']]
    return {'clients': len(clients), 'done': len(right), 'busy': len(busy), 'going': len(going),
            'wrong': len(rows) - len(right) - len(busy) - len(going), 'seconds': spread([row['seconds'] for row in right]),
            'first_ms': spread([row['first_ms'] for row in right])}


def growth(rows, field):
    """The median of the last tenth of the time over that of the second tenth, of the worker that grew most; None when there is too little to say."""
    found = []
    end = max((row['seconds'] for row in rows), default=0)
    for pid in {row['pid'] for row in rows}:
        part = lambda low, high: [row[field] for row in rows if row['pid'] == pid and low * end <= row['seconds'] <= high * end]
        early, late = part(.1, .2), part(.9, 1)
        if early and late:
            found.append(statistics.median(late) / statistics.median(early))
    return max(found) if found else None


def of_memory(rows):
    return {'grown': {field: growth(rows, field) for field in ('rss', 'own')}, 'most_rss': max((row['rss'] for row in rows), default=None),
            'most_own': max((row['own'] for row in rows), default=None)}


def of_phase(phase, result):
    seen = phase['seen']
    figures = of_load(seen, result['kinds'], result['statuses'])
    return {**{name: phase[name] for name in ('name', 'kind', 'asked_s', 'slow', 'died', 'server_cpu_s', 'nginx_cpu_s', 'waited_s', 'memory')}, **figures,
            'rps': figures['n'] / figures['seconds'] if figures['seconds'] else 0, 'dumps': of_dumps(phase['dumps'], result['visible']),
            'worker': of_memory(phase['memory'])}


def busy_of(phase):
    return sum(n for words, n in phase['faults'].items() if words.endswith(BUSY))


def errors_of(phase):
    return sum(phase['faults'].values()) - busy_of(phase)
