"""Whether an answer is the right one, before it is timed: the very features, by id, or the very number."""
import csv
import gzip
import http.client
import io
import re
import urllib.parse

NEXT = re.compile(rb' next="([^"]*)"')
_IDS = {'gml': re.compile(rb'(?:gml:id|fid)="risicolocatie\.(\d+)"'), 'json': re.compile(rb'(?<!"properties":\{)"id"\s*:\s*"?(?:risicolocatie\.)?(\d+)')}
_HITS = re.compile(rb'(?:numberMatched|numberOfFeatures)=["\'](\d+)["\']')


def path_of(link):
    """Path and query of an href as XML writes it."""
    parts = urllib.parse.urlsplit(link.replace('&amp;', '&'))
    return urllib.parse.urlunsplit(('', '', parts.path, parts.query, ''))


def fetch(port, asked, timeout=600):
    method, target, headers, body = asked
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=timeout)
    try:
        connection.request(method, target, body.encode() if body else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def unpacked(body):
    """The answer itself: one that was asked packed, and what a ceiling sends of it, begins as gzip does (RFC 1952 §2.3.1)."""
    return gzip.decompress(body) if body[:2] == b'\x1f\x8b' else body


def _keys_of_table(body):
    """The ids of its rows; none when it is no table, a row does not fit its header, or the last has no end."""
    try:
        header, *rows = csv.reader(io.StringIO(body.decode('utf-8'), newline=''), strict=True)
        whole = header[0] == 'id' and 'geometry' in header and body.endswith(b'\r\n') and all(len(row) == len(header) for row in rows)
        return [int(row[0].removeprefix('risicolocatie.')) for row in rows] if whole else []
    except (csv.Error, ValueError):
        return []


def ids_of(form, body):
    """Numbers of the features in an answer, in its order."""
    return _keys_of_table(body) if form == 'csv' else [int(key) for key in _IDS[form].findall(body)]


def _is_unpacked(workload, body):
    """Small answers may come as they are."""
    return workload.packed and body[:2] != b'\x1f\x8b' and len(body) > 4096


def wrong(workload, question, status, body, own):
    """What is wrong with the answer; None when it is right. A peer that takes a box over into another reference system finds
    a few features more or less at its edges; that is let pass."""
    if _is_unpacked(workload, body):
        return 'niet gecomprimeerd'
    body = unpacked(body)
    if status != 200:
        return 'HTTP %d: %s' % (status, body[:300].decode('utf-8', 'replace'))
    if question.kind == 'capabilities':
        return None if b'Capabilities' in body[:2000] else 'geen capabilities'
    if question.kind == 'schema':
        return None if b'schema' in body[:2000] and b'risicolocatie' in body and b'gemeente_nis' in body else 'geen schema van de laag'
    if question.kind == 'hits':
        found = _HITS.search(body)
        return None if found and int(found[1]) == question.count else '%s objecten in plaats van %d' % (found and found[1].decode(), question.count)
    keys = ids_of(workload.form, body)
    if len(keys) != len(set(keys)):
        return 'een object komt twee keer'
    if not own and workload.crs != 31370 and len(question.ids ^ frozenset(keys)) <= 0.1 * len(question.ids):
        return None
    if frozenset(keys) != question.ids:
        return '%d objecten, waarvan %d juist, in plaats van %d' % (len(keys), len(question.ids & set(keys)), len(question.ids))
    return None
