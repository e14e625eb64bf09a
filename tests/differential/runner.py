"""Sends one filter in every way there is and holds the answers against the oracle."""
import random
import urllib.parse
from lxml import etree
from differential.generate import FES
from differential.oracle import Oracle
from support import gml, old, store

TYPES = {'gemeente_nis': 'string', 'naam': 'string', 'soort': 'string', 'aantal': 'integer', 'maat': 'decimal', 'actief': 'boolean', 'begin': 'date',
         'einde': 'date', 'gezien_op': 'dateTime', 'vlak': 'geometry'}
WAYS = ('get', 'post', 'form')


def rows(path, gemeenten):
    """The table as the oracle wants it, of these gemeenten."""
    found = {}
    for key, row in store.rows(path, 'proef', gemeenten).items():
        shape = store.shape(store.polygons(row['geometry'])) if row['geometry'] else None
        values = {name: row[name] for name in TYPES if name != 'vlak'}
        found['proef.%d' % key] = {**values, '@gml:id': 'proef.%d' % key, 'geometry': shape, 'vlak': shape}
    return found


class Wrong(Exception):
    pass


class Runner:
    def __init__(self, client, known):
        self.client, self.oracle = client, Oracle(TYPES, known)

    def ask(self, way, filter_element, **parameters):
        """The wfs:FeatureCollection that this filter gives, sent one way or the other."""
        if way == 'post':
            answer = self.client.post(self.document(filter_element, parameters), 'text/xml')
        else:
            query = dict(service='WFS', version='2.0.0', request='GetFeature', typeNames='risico:proef', filter=etree.tostring(filter_element, encoding='unicode'),
                         **parameters)
            answer = self.client.get(**query) if way == 'get' else self.client.post(urllib.parse.urlencode(query).encode(), 'application/x-www-form-urlencoded')
        if answer.status != 200:
            raise Wrong('%s: HTTP %d %s' % (way, answer.status, ' '.join(' '.join(answer.xml.itertext()).split())))
        return answer.xml

    def document(self, filter_element, parameters):
        root = etree.Element('{%s}GetFeature' % gml.WFS, {'service': 'WFS', 'version': '2.0.0', **{k: str(v) for k, v in parameters.items()}},
                             nsmap={'wfs': gml.WFS, 'risico': 'http://risicolaag/1.0'})
        etree.SubElement(root, '{%s}Query' % gml.WFS, typeNames='risico:proef').text = 'HIER'
        # As text: lxml leaves out a declaration whose namespace has another prefix further up, also when a value reference needs it.
        return etree.tostring(root, xml_declaration=True, encoding='utf-8').replace(b'HIER', etree.tostring(filter_element))

    def older(self, version, filter_element):
        """The ids that the same filter gives in the words of that version."""
        text = etree.tostring(filter_element).decode()
        for new, before in (('http://www.opengis.net/fes/2.0', old.OGC), ('http://www.opengis.net/gml/3.2', old.GML), ('ValueReference', 'PropertyName'), ('ResourceId rid=', 'FeatureId fid=')):
            text = text.replace(new, before)
        answer = self.client.post(old.document(version, text, type_name='risico:proef'), 'text/xml')
        if answer.status != 200:
            raise Wrong('%s: HTTP %d %s' % (version, answer.status, ' '.join(' '.join(answer.xml.itertext()).split())))
        return set(old.ids(answer.xml))

    def check(self, filter_element, seed=0):
        """None when every answer is right, else what is wrong."""
        must, may = self.oracle.split(filter_element)
        try:
            found = [self.whole(way, filter_element, must, may) for way in WAYS]
            if found[1:] != found[:-1]:
                return 'GET, POST and form differ: %s' % [sorted(f) for f in found]
            for version in old.VERSIONS:
                if self.older(version, filter_element) != found[0]:
                    return '2.0.0 and %s differ' % version
            self.pages(random.Random(seed), filter_element, found[0])
        except Wrong as wrong:
            return str(wrong)
        return None

    def whole(self, way, filter_element, must, may):
        collection = self.ask(way, filter_element)
        ids = gml.ids(collection)
        found = set(ids)
        if len(ids) != len(found):
            raise Wrong('%s: a feature comes twice: %s' % (way, sorted(ids)))
        if not must <= found <= may:
            raise Wrong('%s: missing %s, too many %s' % (way, sorted(must - found), sorted(found - may)))
        hits = self.ask(way, filter_element, resultType='hits').get('numberMatched')
        if not collection.get('numberMatched') == hits == str(len(ids)):
            raise Wrong('%s: %d features, numberMatched %s, hits %s' % (way, len(ids), collection.get('numberMatched'), hits))
        return found

    def pages(self, r, filter_element, whole):
        way, size = r.choice(WAYS), r.choice([1, 2, 3, 7, 50, len(whole) or 1])
        size = max(size, len(whole) // 12 + 1) # a dozen requests will do
        seen = []
        for start in range(0, len(whole) + 1, size):
            page = gml.ids(self.ask(way, filter_element, count=size, startIndex=start))
            if len(page) != min(size, len(whole) - start):
                raise Wrong('%s: page of %d from %d holds %d of %d' % (way, size, start, len(page), len(whole)))
            seen += page
        if len(seen) != len(set(seen)) or set(seen) != whole:
            raise Wrong('%s: pages of %d are not the whole' % (way, size))


def read(path):
    """A fixture: a fes:Filter, comments before it."""
    root = etree.parse(str(path)).getroot()
    assert root.tag == '{%s}Filter' % FES
    return root
