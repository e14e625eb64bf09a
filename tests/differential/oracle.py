"""Which rows does a FES 2.0 filter hold for? An evaluation of its XML, row by row, that shares nothing with the program.

Three answers: True, False, and None for "too near a boundary to say, or not the standard's business"; None goes through And, Or and Not as in Kleene's
logic. NULL is two-valued, as in FES 2.0 §7.10: a predicate on an operand that is NULL is false, so Not of it is true.
"""
import datetime
import re
from shapely.affinity import translate
from differential import shapes
from differential.shapes import local

BOOLEAN = {'true': True, '1': True, 'false': False, '0': False}
METRES = {'m': 1.0, 'km': 1000.0}
COMPARE = {
    'PropertyIsEqualTo': lambda a, b: a == b, 'PropertyIsNotEqualTo': lambda a, b: a != b,
    'PropertyIsLessThan': lambda a, b: a < b, 'PropertyIsGreaterThan': lambda a, b: a > b,
    'PropertyIsLessThanOrEqualTo': lambda a, b: a <= b, 'PropertyIsGreaterThanOrEqualTo': lambda a, b: a >= b,
}
SPATIAL = {name: getattr(shapes.BaseGeometry, name.lower())
           for name in ('Equals', 'Disjoint', 'Touches', 'Within', 'Overlaps', 'Crosses', 'Intersects', 'Contains')}
TEMPORAL = { # an instant against a period; an instant is a period whose ends are one (ISO 19108, FES 2.0 §7.8.4)
    'After': lambda t, b, e: t > e, 'Before': lambda t, b, e: t < b, 'During': lambda t, b, e: b < t < e, 'TEquals': lambda t, b, e: t == b == e,
    'Begins': lambda t, b, e: t == b, 'Ends': lambda t, b, e: t == e, 'AnyInteracts': lambda t, b, e: b <= t <= e,
}


def children(element):
    return [c for c in element if isinstance(c.tag, str)]


def moment(text):
    """A date-time with a zone as a point in time."""
    return datetime.datetime.fromisoformat(re.sub('Z$', '+00:00', text)).astimezone(datetime.timezone.utc)


def day(text):
    return datetime.date.fromisoformat(text)


TYPES = {'string': str, 'integer': int, 'decimal': float, 'boolean': BOOLEAN.get, 'date': day, 'dateTime': moment, 'id': str}


class Oracle:
    def __init__(self, types, rows):
        """types: property → type; rows: id → {property: value as the store holds it, '@gml:id': id, 'geometry': shapely or None}."""
        self.types, self.rows = {**types, '@gml:id': 'id'}, rows
        self._literals = {}

    def split(self, filter_element):
        """(ids that must come, ids that may come)."""
        answers = {key: self.all_of(filter_element, row) for key, row in self.rows.items()}
        return {k for k, a in answers.items() if a}, {k for k, a in answers.items() if a is not False}

    def all_of(self, filter_element, row):
        """A fes:Filter holds one predicate, or identifiers."""
        return either(self.holds(c, row) for c in children(filter_element))

    def holds(self, e, row):
        name = local(e)
        if name == 'And':
            return negate(either(negate(self.holds(c, row)) for c in children(e)))
        if name == 'Or':
            return either(self.holds(c, row) for c in children(e))
        if name == 'Not':
            return negate(self.holds(children(e)[0], row))
        if name == 'ResourceId':
            return row['@gml:id'] == e.get('rid')
        if name in COMPARE:
            return self.compare(e, COMPARE[name], row)
        if name == 'PropertyIsBetween':
            return self.between(e, row)
        if name == 'PropertyIsLike':
            return self.like(e, row)
        if name == 'PropertyIsNull':
            return row[self.name(children(e)[0])] is None
        if name in TEMPORAL:
            return self.temporal(e, TEMPORAL[name], row)
        return self.spatial(e, name, row)

    def name(self, reference):
        name = reference.text.strip()
        return '@gml:id' if name == '@gml:id' else name.split(':')[-1]

    def values(self, operands, row):
        """The operands' values, typed by the property among them."""
        kind = TYPES[next(self.types[self.name(o)] for o in operands if local(o) == 'ValueReference')]

        def value(operand):
            if local(operand) == 'Literal':
                return kind(operand.text or '')
            stored = row[self.name(operand)]
            return stored if stored is None or kind in (int, float, str, BOOLEAN.get) else kind(stored)
        return [value(o) for o in operands]

    def compare(self, e, relation, row):
        a, b = self.values(children(e), row)
        if a is None or b is None:
            return False
        if e.get('matchCase') == 'false' and isinstance(a, str):
            return agreed({relation(a.lower(), b.lower()), relation(a.upper(), b.upper())}) # which of the two is nobody's business
        return relation(a, b)

    def between(self, e, row):
        operand, lower, upper = children(e)
        value, low, high = self.values([operand, children(lower)[0], children(upper)[0]], row)
        return None not in (value, low, high) and low <= value <= high

    def like(self, e, row):
        reference, literal = children(e)
        value = row[self.name(reference)]
        return value is not None and like_pattern(literal.text or '', e).fullmatch(value) is not None

    def temporal(self, e, relation, row):
        reference, literal = children(e)
        name = self.name(reference)
        if row[name] is None:
            return False
        kind = TYPES[self.types[name]]
        ends = [kind(p.text.strip()) for p in literal.iter() if isinstance(p.tag, str) and local(p) in ('timePosition', 'beginPosition', 'endPosition')]
        return relation(kind(row[name]), ends[0], ends[-1])

    def spatial(self, e, name, row):
        literal = next(c for c in children(e) if local(c) not in ('ValueReference', 'Distance'))
        if literal not in self._literals:
            self._literals[literal] = shapes.read(literal)
        shape, slack = self._literals[literal]
        own = row['geometry']
        if own is None:
            return False
        if not own.is_valid:
            return None # whatever comes of a broken shape, it may not become an error
        if name in ('DWithin', 'Beyond'):
            return self.distance(children(e)[-1], own, shape, slack, name == 'DWithin')
        if slack == 0.0:
            return SPATIAL['Intersects' if name == 'BBOX' else name](own, shape)
        return near_agreement(SPATIAL['Intersects' if name == 'BBOX' else name], own, shape, slack)

    def distance(self, limit, own, shape, slack, within):
        metres = float(limit.text) * METRES[limit.get('uom')]
        apart = own.distance(shape)
        if abs(apart - metres) <= slack + 1e-6:
            return None
        return (apart <= metres) == within


def either(answers):
    seen = set(answers)
    return True if True in seen else None if None in seen else False


def negate(answer):
    return None if answer is None else not answer


def agreed(answers):
    return answers.pop() if len(answers) == 1 else None


def near_agreement(relation, own, shape, slack):
    """The answer, if it stays the same when the literal moves by the slack in eight directions."""
    if own.distance(shape) > 3 * slack:
        return relation(own, shape)
    steps = (-slack, 0, slack)
    return agreed({relation(own, translate(shape, dx, dy)) for dx in steps for dy in steps})


def like_pattern(pattern, e):
    out, characters = '', iter(pattern)
    for c in characters:
        if c == e.get('escapeChar'):
            out += re.escape(next(characters, ''))
        elif c == e.get('wildCard'):
            out += '.*'
        else:
            out += '.' if c == e.get('singleChar') else re.escape(c)
    return re.compile(out, re.DOTALL | (re.IGNORECASE if e.get('matchCase') == 'false' else 0))
