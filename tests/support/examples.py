"""The OGC's own example documents (schemas.opengis.net, in the artifact that tests/.cache holds), told about our feature types.

The examples are about roads and rivers. Names are replaced one for one, by what stands beside them, and places in other parts of the world by ones in
Flanders; structure, namespaces, attributes, comments and spelling of geometries stay as the OGC wrote them.
"""
import re
from lxml import etree
from support.schemas import artifact

WFS, FES = '{http://www.opengis.net/wfs/2.0}', '{http://www.opengis.net/fes/2.0}'
RISICO = 'http://risicolaag/1.0'
TYPES = ['risico:risicolocatie', 'risico:perceel', 'risico:gemeente']
SPATIAL = {'BBOX', 'Equals', 'Disjoint', 'Touches', 'Within', 'Overlaps', 'Crosses', 'Intersects', 'Contains', 'DWithin', 'Beyond'}
TEMPORAL = {'After', 'Before', 'Begins', 'BegunBy', 'TContains', 'During', 'EndedBy', 'Ends', 'TEquals', 'Meets', 'MetBy', 'TOverlaps', 'OverlappedBy', 'AnyInteracts'}
NUMBER = re.compile(r'-?\d+(\.\d+)?$')


def names(pattern):
    return sorted(name for name in artifact('ogc-schemas').namelist() if re.fullmatch(pattern, name))


def read(name):
    return etree.fromstring(artifact('ogc-schemas').read(name))


def local(node):
    return etree.QName(node).localname if isinstance(node.tag, str) else ''


def property_for(reference):
    """The property of ours that an operator with these operands can be about."""
    operator = next((a for a in reference.iterancestors() if local(a) in SPATIAL | TEMPORAL or local(a).startswith('PropertyIs')), None)
    if operator is None or local(operator) in SPATIAL:
        return 'geometry' if operator is not None else 'omschrijving'
    literals = [''.join(node.itertext()).strip() for node in operator.iter(FES + 'Literal')]
    if local(operator) in TEMPORAL:
        return 'aangemaakt_op'
    if any('T' in text and re.match(r'\d{4}-', text) for text in literals):
        return 'aangemaakt_op'
    if any(re.match(r'\d{4}-\d\d-\d\d', text) for text in literals):
        return 'startdatum'
    return 'oppervlakte_m2' if literals and all(map(NUMBER.match, literals)) else 'omschrijving'


def path_for(reference):
    """With the type or alias in front where the example has one of a join there."""
    query = next((a for a in reference.iterancestors() if local(a) == 'Query'), None)
    types = query.get('typeNames', '').split() if query is not None else []
    names = (query.get('aliases') or '').split() if query is not None else []
    step = reference.text.strip().strip('/').split('/')[0]
    if len(types) > 1 and step in names:
        return '%s/%s' % (step, property_for(reference))
    if len(types) > 1 and step in types:
        number, name = types.index(step), property_for(reference)
        return '%s/%s' % (TYPES[number], name if name == 'geometry' else ['gemeente_nis', 'gemeente_nis', 'nis_code'][number])
    return property_for(reference)


def to_flanders(root):
    """Latitudes and longitudes from anywhere as ones near Ghent: the world as a square of half a degree, so every shape keeps its form."""
    for node in root.iter():
        if local(node) in ('pos', 'posList', 'lowerCorner', 'upperCorner', 'coordinates') and node.text:
            numbers = iter(range(10 ** 6))
            node.text = re.sub(r'-?\d+(\.\d+)?', lambda m: '%.8f' % ((51.0 if next(numbers) % 2 == 0 else 3.6) + (float(m[0]) + 180) / 720), node.text)


def rename(root):
    """In place: types, properties and ids of ours."""
    for reference in list(root.iter(FES + 'ValueReference')):
        reference.text = path_for(reference)
    for number, identifier in enumerate(root.iter(FES + 'ResourceId')):
        identifier.set('rid', 'risicolocatie.44021%07d' % (number + 1))
    if root.get('valueReference'):
        root.set('valueReference', '@gml:id' if root.get('valueReference').endswith('gml:id') else 'rubriek')
        root.attrib.pop('resolvePath', None)
    for query in root.iter(WFS + 'Query'):
        count = len(query.get('typeNames').split())
        query.set('typeNames', ' '.join(TYPES[:count]))
        if query.get('srsName'):
            query.set('srsName', 'urn:ogc:def:crs:EPSG::4326')
    for number, asked in enumerate(root.iter(WFS + 'PropertyName')):
        asked.text = ['rubriek', 'bron', 'versie'][number % 3]
    for node in root.iter():
        if node.get('srsName'):  # the OGC's slips of the pen: urn:fes:…, urn:ogc;def:…; and 1234 for any system
            node.set('srsName', re.sub('1234$', '4326', re.sub('^urn:(fes:|ogc;)', 'urn:ogc:', node.get('srsName'))))
    to_flanders(root)
    return declare(root)


def declare(root):
    """The same document with our prefix declared, and every one that the OGC declared."""
    wrapped = etree.Element(root.tag, {key: text for key, text in root.attrib.items()}, nsmap={**root.nsmap, 'risico': RISICO})
    wrapped.text = root.text
    wrapped.extend(list(root))
    return wrapped
