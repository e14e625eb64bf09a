"""Random filters of CQL2, as text and as JSON, and which rows they hold for: an evaluation in three-valued logic that shares nothing with the program.

A filter is a tree of JSON (21-065r2 §8.3); None as the truth of a condition is unknown.
"""
import math
import random
import unicodedata
from differential.data import DATES, MEASURES, NUMBERS
from differential.data import TEXTS as EVERY_TEXT

TEXTS = [text for text in EVERY_TEXT if not text.endswith('\\')]  # a \ before the quote that ends a text escapes it: as text there is no way to write these
NUMERIC, TEXTUAL, DATED = ('aantal', 'maat'), ('naam', 'soort'), ('begin', 'einde')
SIGNS = ('=', '<>', '<', '>', '<=', '>=')
PATTERNS = ('bron%', '%', '_ron', '%e%', 'A&B', '50\\%', 'een\\_twee', '%\\\\%', '', "d'O_", '[A]', '%*%', '日_')
RELATIONS = {
    't_after': lambda a, b: gt(a[0], b[1]), 't_before': lambda a, b: lt(a[1], b[0]), 't_contains': lambda a, b: both(lt(a[0], b[0]), gt(a[1], b[1])),
    't_disjoint': lambda a, b: either(lt(a[1], b[0]), gt(a[0], b[1])), 't_during': lambda a, b: both(gt(a[0], b[0]), lt(a[1], b[1])),
    't_equals': lambda a, b: both(eq(a[0], b[0]), eq(a[1], b[1])), 't_finishedBy': lambda a, b: both(lt(a[0], b[0]), eq(a[1], b[1])),
    't_finishes': lambda a, b: both(gt(a[0], b[0]), eq(a[1], b[1])), 't_intersects': lambda a, b: both(no(gt(a[0], b[1])), no(lt(a[1], b[0]))),
    't_meets': lambda a, b: eq(a[1], b[0]), 't_metBy': lambda a, b: eq(a[0], b[1]),
    't_overlappedBy': lambda a, b: both(both(gt(a[0], b[0]), lt(a[0], b[1])), gt(a[1], b[1])),
    't_overlaps': lambda a, b: both(both(lt(a[0], b[0]), gt(a[1], b[0])), lt(a[1], b[1])),
    't_startedBy': lambda a, b: both(eq(a[0], b[0]), gt(a[1], b[1])), 't_starts': lambda a, b: both(eq(a[0], b[0]), lt(a[1], b[1])),
}
OF_INSTANTS = ('t_after', 't_before', 't_disjoint', 't_equals', 't_intersects')


def no(a):
    return None if a is None else not a


def both(a, b):
    return False if a is False or b is False else None if a is None or b is None else True


def either(a, b):
    return no(both(no(a), no(b)))


def compared(by):
    return lambda a, b: None if a is None or b is None else by(a, b)


eq, lt, gt = compared(lambda a, b: a == b), compared(lambda a, b: a < b), compared(lambda a, b: a > b)
COMPARE = {'=': eq, '<>': lambda a, b: no(eq(a, b)), '<': lt, '>': gt, '<=': lambda a, b: no(gt(a, b)), '>=': lambda a, b: no(lt(a, b))}


class Generator:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def number(self, depth):
        if depth > 0 and self.r.random() < .35:
            return {'op': self.r.choice(['+', '-', '*', '/', '%', 'div', '^']), 'args': [self.number(depth - 1), self.number(depth - 1)]}
        return {'property': self.r.choice(NUMERIC)} if self.r.random() < .6 else self.r.choice(NUMBERS + MEASURES)

    def text(self, depth=1):
        if depth > 0 and self.r.random() < .3:
            return {'op': self.r.choice(['casei', 'accenti']), 'args': [self.text(depth - 1)]}
        return {'property': self.r.choice(TEXTUAL)} if self.r.random() < .6 else self.r.choice(TEXTS)

    def date(self):
        return {'property': self.r.choice(DATED)} if self.r.random() < .6 else {'date': self.r.choice(DATES)}

    def span(self, instants):
        if instants and self.r.random() < .4:
            return self.date()
        if self.r.random() < .5:
            return {'interval': [{'property': 'begin'}, {'property': 'einde'}]}
        first, last = sorted(self.r.sample(DATES, 2))
        return {'interval': [self.r.choice([first, '..']), self.r.choice([last, '..'])]}

    def pair(self):
        kind = self.r.choice([lambda: self.number(2), self.text, self.date])
        return kind(), kind()

    def predicate(self):
        which = self.r.randrange(8)
        if which < 3:
            return {'op': self.r.choice(SIGNS), 'args': list(self.pair())}
        if which == 3:
            pattern = self.r.choice(PATTERNS)
            return {'op': 'like', 'args': [self.text(), {'op': 'casei', 'args': [pattern]} if self.r.random() < .3 else pattern]}
        if which == 4:
            return {'op': 'between', 'args': [self.number(1), self.number(1), self.number(1)]}
        if which == 5:
            of = self.r.choice([self.text, lambda: self.number(0), self.date])
            return {'op': 'in', 'args': [of(), [of() for _ in range(self.r.choice([1, 2, 4]))]]}
        if which == 6:
            return {'op': 'isNull', 'args': [self.r.choice([self.text, lambda: self.number(1), self.date])()]} if self.r.random() < .6 else self.r.choice([{'property': 'actief'}, True, False])
        name = self.r.choice(list(RELATIONS))
        return {'op': name, 'args': [self.span(name in OF_INSTANTS), self.span(name in OF_INSTANTS)]}

    def filter(self, depth=3):
        if depth == 0 or self.r.random() < .3:
            return self.predicate()
        name = self.r.choice(['and', 'or', 'not'])
        return {'op': name, 'args': [self.filter(depth - 1) for _ in range(1 if name == 'not' else self.r.choice([2, 2, 3]))]}


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def as_text(e):
    """The same filter in the other encoding."""
    if isinstance(e, bool):
        return 'TRUE' if e else 'false'
    if isinstance(e, (int, float)):
        return repr(e)
    if isinstance(e, str):
        return quoted(e)
    if 'property' in e:
        return '"%s"' % e['property']
    if 'date' in e:
        return "DATE('%s')" % e['date']
    if 'interval' in e:
        return 'INTERVAL(%s, %s)' % tuple(as_text(side) for side in e['interval'])
    name, args = e['op'], e['args']
    if name in ('and', 'or'):
        return '(%s)' % (' %s ' % name.upper()).join(map(as_text, args))
    if name == 'in':
        return '%s IN (%s)' % (as_text(args[0]), ', '.join(map(as_text, args[1])))
    parts = list(map(as_text, args))
    forms = {'not': 'NOT (%s)', 'between': '%s BETWEEN %s AND %s', 'like': '%s LIKE %s', 'isNull': '%s IS NULL'}
    if name in forms:
        return forms[name] % tuple(parts)
    if name in SIGNS:
        return '%s %s %s' % (parts[0], name, parts[1])
    if name in ('+', '-', '*', '/', '%', 'div', '^'):
        return '(%s %s %s)' % (parts[0], name, parts[1])
    return '%s(%s)' % (name.upper(), ', '.join(parts))


def fold(text):
    return unicodedata.normalize('NFC', unicodedata.normalize('NFC', text).casefold())


def plain(text):
    return unicodedata.normalize('NFC', ''.join(c for c in unicodedata.normalize('NFD', text) if not unicodedata.category(c).startswith('M')))


def whole(name, a, b):
    """In 64 bits; None when it does not fit or has a fraction."""
    if name in ('div', '%') and b:
        made = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        made = made if name == 'div' else a - b * made
    elif name in ('+', '-', '*'):
        made = {'+': a + b, '-': a - b, '*': a * b}[name]
    else:
        return None
    return made if -2 ** 63 <= made < 2 ** 63 else None


def computed(name, a, b):
    """None where there is no result."""
    if a is None or b is None:
        return None
    if isinstance(a, int) and isinstance(b, int) and whole(name, a, b) is not None:
        return whole(name, a, b)
    try:
        a, b = float(a), float(b)
        made = {'+': lambda: a + b, '-': lambda: a - b, '*': lambda: a * b, '/': lambda: a / b, '%': lambda: math.fmod(a, b), 'div': lambda: float(math.trunc(a / b)),
                '^': lambda: math.pow(a, b)}[name]()
    except (ZeroDivisionError, OverflowError, ValueError):
        return None
    return made if math.isfinite(made) else None


def value(e, row):
    if isinstance(e, float) and e.is_integer():
        return int(e)  # a number that is written out counts by its value: 42.0 is whole
    if not isinstance(e, dict):
        return e.encode() if isinstance(e, str) else e
    if 'property' in e:
        found = row[e['property']]
        return found.encode() if isinstance(found, str) else found
    if 'date' in e:
        return e['date'].encode()
    args = [value(arg, row) for arg in e['args']]
    if e['op'] in ('casei', 'accenti'):
        return None if args[0] is None else {'casei': fold, 'accenti': plain}[e['op']](args[0].decode()).encode()
    return computed(e['op'], *args)


def spanned(e, row):
    if 'interval' not in e:
        return (value(e, row),) * 2
    return tuple(instead if side == '..' else value(side, row) for side, instead in zip(e['interval'], (b'0001-01-01', b'9999-12-31')))


def like(text, pattern):
    """% any characters, _ one, \\ before either: itself."""
    if not pattern:
        return not text
    if pattern[0] == '%':
        return any(like(text[i:], pattern[1:]) for i in range(len(text) + 1))
    step = 2 if pattern[0] == '\\' else 1
    return bool(text) and (pattern[0] == '_' or text[0] == pattern[step - 1]) and like(text[1:], pattern[step:])


def holds(e, row):
    """True, False or None: unknown."""
    if isinstance(e, bool):
        return e
    if 'property' in e:
        return None if row[e['property']] is None else bool(row[e['property']])
    name, args = e['op'], e['args']
    if name in ('and', 'or'):
        found = holds(args[0], row)
        for arg in args[1:]:
            found = (both if name == 'and' else either)(found, holds(arg, row))
        return found
    if name == 'not':
        return no(holds(args[0], row))
    if name == 'isNull':
        return value(args[0], row) is None
    if name in RELATIONS:
        return RELATIONS[name](spanned(args[0], row), spanned(args[1], row))
    if name == 'in':
        found = False
        for item in args[1]:
            found = either(found, eq(value(args[0], row), value(item, row)))
        return found
    values = [value(arg, row) for arg in args]
    if name == 'between':
        return both(COMPARE['>='](values[0], values[1]), COMPARE['<='](values[0], values[2]))
    if name == 'like':
        return None if values[0] is None else like(unicodedata.normalize('NFC', values[0].decode()), unicodedata.normalize('NFC', values[1].decode()))
    return COMPARE[name](*values)
