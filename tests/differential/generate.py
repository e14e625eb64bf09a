"""Random FES 2.0 filters over the table of data.py, as XML. A seed gives the same filter for ever."""
import datetime
import random
from lxml import etree
from differential import data, literals

FES, NAMESPACE = 'http://www.opengis.net/fes/2.0', 'http://risicolaag/1.0'
MOST_DEPTH = 4
STRINGS, NUMERIC, DAYS = ('naam', 'soort'), ('aantal', 'maat'), ('begin', 'einde')
ORDER = ('PropertyIsLessThan', 'PropertyIsGreaterThan', 'PropertyIsLessThanOrEqualTo', 'PropertyIsGreaterThanOrEqualTo')
EQUAL = ('PropertyIsEqualTo', 'PropertyIsNotEqualTo')
SPATIAL = ('Equals', 'Disjoint', 'Touches', 'Within', 'Overlaps', 'Crosses', 'Intersects', 'Contains')
TEMPORAL = ('After', 'Before', 'During', 'TEquals', 'Begins', 'Ends', 'AnyInteracts')
WILD = '*%?_.#!\\/$&<~^'


class Generator:
    def __init__(self, seed, rows):
        """rows: as the oracle has them; values and shapes are taken from them."""
        self.r = random.Random(seed)
        self.rows = list(rows.values())
        self.shapes = [row['geometry'] for row in self.rows if row['geometry'] is not None and row['geometry'].is_valid]
        self.prefix = self.r.choice(['risico', 'risico', 'p', None])

    def filter(self):
        e = self.element('Filter')
        if self.r.random() < .05:
            for _ in range(self.r.randint(1, 5)):
                e.append(self.resource_id())
        else:
            e.append(self.tree(0))
        return e

    def element(self, name, *content, **attributes):
        nsmap = {'fes': FES, **({self.prefix: NAMESPACE} if self.prefix else {})}
        e = etree.Element('{%s}%s' % (FES, name), attributes, nsmap=nsmap)
        for c in content:
            e.append(c)
        return e

    def text(self, name, text, **attributes):
        e = self.element(name, **attributes)
        e.text = text
        return e

    def reference(self, name):
        return self.text('ValueReference', name if name.startswith('@') or not self.prefix else '%s:%s' % (self.prefix, name))

    def literal(self, text):
        return self.text('Literal', text)

    def tree(self, depth):
        if depth < MOST_DEPTH and self.r.random() < (.75 if depth == 0 else .35):
            if self.r.random() < .3:
                return self.element('Not', self.tree(depth + 1))
            return self.element(self.r.choice(['And', 'Or']), *[self.tree(depth + 1) for _ in range(self.r.choice([2, 2, 2, 3, 4]))])
        return self.r.choice([self.compare, self.compare, self.compare, self.like, self.like, self.between, self.null, self.resource_id, self.spatial,
                              self.spatial, self.spatial, self.bbox, self.distance, self.temporal, self.temporal])()

    def value(self, name):
        """A literal for the property: mostly one that occurs."""
        if name in STRINGS:
            text = self.r.choice(data.TEXTS)
            return self.r.choice([text, text, text, text.upper(), text.lower(), text[:3]]).strip()
        if name == 'aantal':
            return str(self.r.choice(data.NUMBERS) + self.r.choice([0, 0, 1]))
        if name == 'maat':
            return format(self.r.choice(data.MEASURES), self.r.choice(['.17f', '.17f', '.3f']))
        if name == 'actief':
            return self.r.choice(['true', 'false', '1', '0'])
        return self.r.choice(data.DATES) if name in DAYS else self.moment()

    def moment(self):
        """A date-time in some zone, near those of the rows."""
        at = datetime.datetime.fromisoformat(data.moment(self.r).replace('Z', '+00:00'))
        zone = self.r.choice([0, 0, 60, 120, -300, 345])
        text = at.astimezone(datetime.timezone(datetime.timedelta(minutes=zone))).isoformat()
        text = text.replace('+00:00', 'Z') if self.r.random() < .7 else text
        return text[:19] + self.r.choice(['', '', '', '.000', '.5']) + text[19:]

    def compare(self):
        name = self.r.choice(STRINGS + STRINGS + NUMERIC + DAYS + ('actief', 'gezien_op', '@gml:id'))
        operator = self.r.choice(EQUAL if name in ('actief', '@gml:id') else EQUAL + ORDER)
        attributes = {}
        if name in STRINGS and self.r.random() < .6:
            attributes['matchCase'] = self.r.choice(['true', 'false'])
        if self.r.random() < .2:
            attributes['matchAction'] = self.r.choice(['Any', 'All', 'One'])
        operands = [self.reference(name), self.other(name)]
        if self.r.random() < .3:
            operands.reverse()
        return self.element(operator, *operands, **attributes)

    def other(self, name):
        """What to compare with: a literal, or now and then a property of the same family."""
        family = next((f for f in (STRINGS, NUMERIC, DAYS) if name in f), None)
        if family and self.r.random() < .2:
            return self.reference(self.r.choice(family))
        return self.literal(self.r.choice(self.rows)['@gml:id'] if name == '@gml:id' else self.value(name))

    def like(self):
        wild, single, escape = self.r.sample(WILD, 3)
        attributes = {'wildCard': wild, 'singleChar': single, 'escapeChar': escape}
        if self.r.random() < .5:
            attributes['matchCase'] = self.r.choice(['true', 'false'])
        text = self.r.choice(data.TEXTS)
        cut = sorted(self.r.randint(0, len(text)) for _ in range(2))
        pattern = ''
        for i, c in enumerate(text):
            if cut[0] <= i < cut[1]:
                pattern += wild if i == cut[0] else ''
            elif self.r.random() < .1:
                pattern += single
            else:
                pattern += escape + c if c in (wild, single, escape) else c
        return self.element('PropertyIsLike', self.reference(self.r.choice(STRINGS)), self.literal(pattern.strip()), **attributes)

    def between(self):
        name = self.r.choice(NUMERIC + DAYS + STRINGS + ('gezien_op',))
        ends = [self.element(side, self.literal(self.value(name))) for side in ('LowerBoundary', 'UpperBoundary')]
        return self.element('PropertyIsBetween', self.reference(name), *ends)

    def null(self):
        return self.element('PropertyIsNull', self.reference(self.r.choice(STRINGS + NUMERIC + DAYS + ('actief', 'gezien_op', 'vlak'))))

    def resource_id(self):
        return self.element('ResourceId', rid=self.r.choice([self.r.choice(self.rows)['@gml:id'], 'proef.%d' % self.r.randint(1, data.ROWS + 5)]))

    def spatial(self):
        operator = self.r.choice(SPATIAL)
        exact = operator in ('Equals', 'Touches') and self.r.random() < .8 # hardly ever certain across systems
        if not exact and self.r.random() < .1: # as GDAL writes a box
            return self.element(operator, self.reference('vlak'), literals.envelope(self.r, self.shapes))
        return self.element(operator, self.reference('vlak'), literals.literal(self.r, self.shapes, exact))

    def bbox(self):
        box = literals.envelope(self.r, self.shapes)
        return self.element('BBOX', *([] if self.r.random() < .2 else [self.reference('vlak')]), box)

    def distance(self):
        metres = self.r.choice([0, 1, 25, 100, 333.3, 2000])
        limit = self.text('Distance', str(metres), uom='m') if self.r.random() < .6 else self.text('Distance', str(metres / 1000), uom='km')
        return self.element(self.r.choice(['DWithin', 'Beyond']), self.reference('vlak'), literals.literal(self.r, self.shapes, False), limit)

    def temporal(self):
        name = self.r.choice(DAYS + ('gezien_op', 'gezien_op'))
        ends = sorted([self.value(name), self.value(name)], key=lambda text: datetime.datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp())
        operator = self.r.choice(TEMPORAL)
        period = operator in ('During', 'Begins', 'Ends') or operator != 'TEquals' and self.r.random() < .5
        return self.element(operator, self.reference(name), self.period(*ends) if period else self.instant('TimeInstant', ends[0]))

    def gml(self, name, *content, text=None):
        e = etree.Element('{%s}%s' % (literals.GML, name), nsmap={'gml': literals.GML})
        e.text = text
        for c in content:
            e.append(c)
        return e

    def instant(self, name, text):
        e = self.gml(name, self.gml('timePosition', text=text))
        e.set('{%s}id' % literals.GML, 't%d' % self.r.randrange(10 ** 6))
        return e

    def period(self, begin, end):
        if self.r.random() < .5:
            parts = [self.gml('beginPosition', text=begin), self.gml('endPosition', text=end)]
        else:
            parts = [self.gml(name, self.instant('TimeInstant', text)) for name, text in (('begin', begin), ('end', end))]
        e = self.gml('TimePeriod', *parts)
        e.set('{%s}id' % literals.GML, 'p%d' % self.r.randrange(10 ** 6))
        return e
