"""Random joins of the table of data.py with itself, and which tuples they give: plain loops over the rows in Python."""
import itertools
from differential import oracle
from differential.generate import DAYS, EQUAL, NUMERIC, ORDER, SPATIAL, STRINGS, Generator
from differential.shapes import box, local

ALIASES = ('a', 'b', 'c')
PAIR_TEMPORAL = ('After', 'Before', 'TEquals', 'AnyInteracts', 'During', 'Begins', 'TContains', 'Meets', 'OverlappedBy')


class JoinGenerator(Generator):
    """Filters of which each reference names an alias, and that tie all aliases together."""

    def __init__(self, seed, rows):
        super().__init__(seed, rows)
        self.aliases = ALIASES[:3 if self.r.random() < .15 else 2]

    def filter(self):
        ties = [self.tie(*self.either_way(one, two)) for one, two in zip(self.aliases, self.aliases[1:])]
        rest = [self.tree(2) for _ in range(self.r.choice([0, 1, 1, 2]))]
        if len(self.aliases) == 2 and self.r.random() < .15:
            rest.append(self.tie('a', 'b'))
        name = 'And' if len(self.aliases) == 3 or self.r.random() < .8 else 'Or'
        parts = ties + rest
        self.r.shuffle(parts)
        whole = parts[0] if len(parts) == 1 else self.element(name, *parts)
        return self.element('Filter', self.element('Not', whole) if len(self.aliases) == 2 and self.r.random() < .07 else whole)

    def either_way(self, one, two):
        return (one, two) if self.r.random() < .5 else (two, one)

    def of(self, alias, name):
        return self.text('ValueReference', '%s/%s' % (alias, name if name.startswith('@') or not self.prefix else '%s:%s' % (self.prefix, name)))

    def reference(self, name):
        return self.of(self.r.choice(self.aliases), name)

    def bbox(self):
        return self.spatial()

    def resource_id(self):
        return self.compare()

    def tie(self, one, two):
        return self.r.choice([self.tie_compare, self.tie_compare, self.tie_spatial, self.tie_spatial, self.tie_distance, self.tie_temporal])(one, two)

    def tie_compare(self, one, two):
        family = self.r.choice([STRINGS, STRINGS, NUMERIC, DAYS, ('actief',), ('gezien_op',), ('gemeente_nis',)])
        attributes = {'matchCase': self.r.choice(['true', 'false'])} if family == STRINGS and self.r.random() < .5 else {}
        operator = self.r.choice(EQUAL[:1] * 3 + (EQUAL if family == ('actief',) else EQUAL + ORDER))
        return self.element(operator, self.of(one, self.r.choice(family)), self.of(two, self.r.choice(family)), **attributes)

    def tie_spatial(self, one, two):
        return self.element(self.r.choice(SPATIAL + ('Intersects', 'BBOX', 'BBOX')), self.of(one, 'vlak'), self.of(two, 'vlak'))

    def tie_distance(self, one, two):
        limit = self.text('Distance', str(self.r.choice([0, 1, 25, 60.5, 400])), uom='m')
        return self.element(self.r.choice(['DWithin', 'DWithin', 'Beyond']), self.of(one, 'vlak'), self.of(two, 'vlak'), limit)

    def tie_temporal(self, one, two):
        family = self.r.choice([DAYS, ('gezien_op',)])
        return self.element(self.r.choice(PAIR_TEMPORAL), self.of(one, self.r.choice(family)), self.of(two, self.r.choice(family)))


class JoinOracle(oracle.Oracle):
    """types and rows as of Oracle, of one table."""

    def __init__(self, types, rows):
        super().__init__({'%s/%s' % (alias, name): kind for alias in ALIASES for name, kind in types.items()}, rows)
        self.types.update({'%s/@gml:id' % alias: 'id' for alias in ALIASES})
        self._pairs = {}

    def name(self, reference):
        alias, _, name = reference.text.strip().partition('/')
        return '%s/%s' % (alias, name if name == '@gml:id' else name.split(':')[-1])

    def split(self, filter_element, aliases=ALIASES[:2]):
        """(tuples of ids that must come, tuples that may)."""
        must, may = set(), set()
        for tuple_ids in itertools.product(self.rows, repeat=len(aliases)):
            row = {'%s/%s' % (alias, name): value for alias, key in zip(aliases, tuple_ids) for name, value in self.rows[key].items()}
            answer = self.all_of(filter_element, row)
            if answer:
                must.add(tuple_ids)
            if answer is not False:
                may.add(tuple_ids)
        return must, may

    def holds(self, e, row):
        if local(e) in PAIR_TEMPORAL and local(e) not in oracle.TEMPORAL: # what no instant fulfils, nor two
            return False
        return super().holds(e, row)

    def temporal(self, e, relation, row):
        first, second = oracle.children(e)
        if local(second) != 'ValueReference':
            return super().temporal(e, relation, row)
        one, two = self.values([first, second], row)
        if one is None or two is None or local(e) in ('During', 'Begins', 'Ends'): # these need a period
            return False
        return relation(one, two, two)

    def spatial(self, e, name, row):
        first, second = oracle.children(e)[:2]
        own = row[self.name(first)]
        if local(second) != 'ValueReference':
            return super().spatial(e, name, {'geometry': own})
        other = row[self.name(second)]
        if own is None or other is None:
            return False
        limit = oracle.children(e)[2].text if len(e) > 2 else ''
        key = (name, limit, id(own), id(other))
        if key not in self._pairs:
            self._pairs[key] = self.pair(name, limit, own, other)
        return self._pairs[key]

    def pair(self, name, limit, own, other):
        if name == 'BBOX':
            return own.intersects(box(*other.bounds)) if own.is_valid else None
        if not own.is_valid or not other.is_valid:
            return None
        if name in ('DWithin', 'Beyond'):
            apart = own.distance(other)
            return None if abs(apart - float(limit)) < 1e-6 and apart != 0 else (apart <= float(limit)) == (name == 'DWithin')
        return oracle.SPATIAL[name](own, other)
