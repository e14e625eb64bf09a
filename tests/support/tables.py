"""What the program itself says that it can do: the tables that it dispatches by, read from their sources.

A test that goes by these cannot forget an operation, a format or an operator that is added later.
"""
import re
from support.server import REPO


def operations():
    return re.findall(r'^OPERATION\((\w+),', (REPO / 'server/wfs/operations.def').read_text(), re.MULTILINE)


def formats():
    """The announced name of each output format."""
    encoders = re.findall(r'^ENCODER\((\w+)\)', (REPO / 'gml/formats/encoders.def').read_text(), re.MULTILINE)
    sources = ''.join(path.read_text() + '\0' for path in (REPO / 'gml/formats').glob('enc_*.c'))
    return [_announced(next(text for text in sources.split('\0') if 'encoder encoder_%s = ' % name in text), name) for name in encoders]


def file_formats():
    """Those of them that are made whole before they are sent."""
    sources = [path.read_text() for path in (REPO / 'gml/formats').glob('enc_*.c')]
    return [name for name in formats() if any('SINK_FILE' in text and '"%s"' % name in text for text in sources)]


def _announced(source, name):
    table = re.search(r'encoder encoder_%s = \{.*?\.names = (\w+)' % name, source, re.DOTALL)[1]
    return re.search(r'\b%s\[\] = \{\s*"([^"]+)"' % table, source)[1]


def operators(kind):
    """Names of operators; kind: comparison, spatial or temporal."""
    return re.findall(r'^    X\((\w+), ', (REPO / ('server/filter/fes/fes_%s.c' % kind)).read_text(), re.MULTILINE)


def systems():
    """EPSG codes on offer."""
    return [int(code) for code in re.search(r'crs_codes\[\] = \{([^}]+)\}', (REPO / 'gml/crs/crs.c').read_text()).group(1).split(',')]


def functions():
    """Name → the kinds of its arguments, of the functions for filters."""
    found = re.findall(r'^FUNCTION\((\w+), \w+, "[^"]*", (.*)\)$', (REPO / 'data/model/functions.def').read_text(), re.MULTILINE)
    return {name: re.findall(r'(\w+)\("', arguments) for name, arguments in found}
