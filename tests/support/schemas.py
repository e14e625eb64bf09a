"""XSD validation against local copies of the OGC schemas: nothing is fetched while validating.

The copies come from two Maven artifacts that bin/test fetches into tests/.cache: ogc-schemas (schemas.opengis.net as it stands) and the
OGC's test suite for WFS 2.0 (W3C's xml.xsd and xlink.xsd).
"""
import functools
import pathlib
import zipfile
from lxml import etree

CACHE = pathlib.Path(__file__).resolve().parents[1] / '.cache'
W3C = 'org/opengis/cite/iso19142/xsd/w3c/'
W3C_FILES = {'http://www.w3.org/2001/xml.xsd': W3C + '2009/01/xml.xsd', 'http://www.w3.org/1999/xlink.xsd': W3C + '2008/06/xlink.xsd'}
OGC = 'http://schemas.opengis.net/'
WFS_XSD, OWS_XSD, GML_XSD = OGC + 'wfs/2.0/wfs.xsd', OGC + 'ows/1.1.0/owsAll.xsd', OGC + 'gml/3.2.1/gml.xsd'
# <!DOCTYPE … SYSTEM "XMLSchema.dtd"> stands in two of the W3C files; libxml2 must not go looking for it.
EMPTY = b''


@functools.lru_cache(maxsize=None)  # to read the list of its files takes as long as many of the tests that want one
def artifact(name):
    found = sorted(CACHE.glob(name + '-*.jar'))
    if not found:
        raise RuntimeError('tests/.cache holds no %s: run bin/test once, it fetches the schemas' % name)
    return zipfile.ZipFile(found[-1])


class Resolver(etree.Resolver):
    def __init__(self, extra=None):
        super().__init__()
        self.ogc, self.suite, self.extra = artifact('ogc-schemas'), artifact('ets-wfs20'), extra or {}

    def resolve(self, url, public_id, context):
        if url in self.extra:
            return self.resolve_string(self.extra[url], context, base_url=url)
        if url in W3C_FILES:
            return self.resolve_string(self.suite.read(W3C_FILES[url]), context, base_url=url)
        if url.startswith(OGC):
            return self.resolve_string(self.ogc.read('ogc/' + url[len(OGC):]), context, base_url=url)
        if url.endswith('.dtd'):
            return self.resolve_string(EMPTY, context, base_url=url)
        raise RuntimeError('no local copy of the schema ' + url)


def schema(imports, extra=None):
    """One schema out of several: imports = [(namespace, URL)…]; extra: URL → bytes of schemas that are not the OGC's."""
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(Resolver(extra))
    driver = '<schema xmlns="http://www.w3.org/2001/XMLSchema">%s</schema>' % ''.join(
        '<import namespace="%s" schemaLocation="%s"/>' % pair for pair in imports)
    return etree.XMLSchema(etree.fromstring(driver.encode(), parser, base_url='memory:driver.xsd'))


def check(document, against):
    """Fails with the validator's first complaints."""
    if not against.validate(document):
        raise AssertionError('not valid:\n' + '\n'.join(str(e) for e in list(against.error_log)[:5]))
