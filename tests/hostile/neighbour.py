"""The well-behaved caller beside the attacks: a handful of questions, each with the right answer.

What is right is said twice: by the store's file (SQL and shapely) row by row, once, of the answer that the quiet server gives; and from then on by that
answer, byte for byte but for its time stamp. A row that is missing, doubled, changed or somebody else's shows in both.
"""
import dataclasses
import http.client
import re
import time
from shapely.strtree import STRtree
from support import fes, gml, store
from support.sample import GENT

PLACE, PARCEL, GEMEENTE = 'risico:risicolocatie', 'risico:perceel', 'risico:gemeente'
STAMP = re.compile(rb'(timeStamp="|"timeStamp":")[^"]*')
COLUMNS = ('gemeente_nis', 'rubriek', 'omschrijving', 'bron', 'startdatum', 'einddatum', 'omv_nummer')


@dataclasses.dataclass
class Question:
    name: str
    parameters: dict
    heavy: bool = False
    right: bytes = None      # the quiet server's answer, held against the store


@dataclasses.dataclass
class Asked:
    question: Question
    status: int
    seconds: float
    whole: bool              # the right answer, byte for byte
    why: str = ''


def reference(name):
    return '<fes:ValueReference>%s</fes:ValueReference>' % name


def within():
    return fes.filter_of(fes.pair(reference('risicolocatie/geometry'), reference('perceel/geometry'), 'Intersects'))


def questions(box):
    """Small ones, one that reads every row of the gemeente, and joins by value and by place."""
    tie = fes.filter_of(fes.pair(reference('risicolocatie/gemeente_nis'), reference('gemeente/nis_code')))
    return [
        Question('box', {'typeNames': PLACE, 'bbox': '%f,%f,%f,%f' % box}),
        Question('hits', {'typeNames': PLACE, 'resultType': 'hits'}),
        Question('all', {'typeNames': PLACE, 'count': '100000'}),
        Question('json', {'typeNames': PLACE, 'count': '100000', 'outputFormat': 'application/json'}),
        Question('parcels', {'typeNames': PARCEL, 'count': '100000'}),
        Question('join by value', {'typeNames': '%s,%s' % (PLACE, GEMEENTE), 'filter': tie, 'count': '100000'}),
        Question('join by place', {'typeNames': '%s,%s' % (PLACE, PARCEL), 'filter': within(), 'count': '100000'}, heavy=True),
    ]


class Neighbour:
    """Asks one question at a time, over a connection of its own each."""

    def __init__(self, client):
        self.client, self.parameters = client, {'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature'}

    def fetch(self, question):
        return self.client.get(**self.parameters, **question.parameters)

    def ask(self, question):
        begin = time.monotonic()
        try:
            answer = self.fetch(question)
        except (OSError, http.client.HTTPException) as broken:
            return Asked(question, 0, time.monotonic() - begin, False, repr(broken))
        seconds, same = time.monotonic() - begin, STAMP.sub(b'', answer.body) == question.right
        return Asked(question, answer.status, seconds, answer.status == 200 and same, '' if same else repr(answer))

    def learn(self, all_questions, path):
        """The quiet server's answers become what is right, once they agree with the store."""
        for question in all_questions:
            answer = self.fetch(question)
            assert answer.status == 200, answer
            CHECKS[question.name](answer, path)
            question.right = STAMP.sub(b'', answer.body)


def check_rows(found, rows):
    assert len(rows) > 50 and set(found) == {'risicolocatie.%d' % key for key in rows}
    for key, row in rows.items():
        values = found['risicolocatie.%d' % key]
        for column in COLUMNS:
            assert (values.get(column) or None) == (row[column] or None), (key, column, values.get(column), row[column])


def check_all(answer, path):
    check_rows(gml.read(answer.xml), store.active(path, GENT))


def check_json(answer, path):
    check_rows(gml.read_json(answer.json), store.active(path, GENT))


def check_box(answer, path):
    rows = store.active(path, GENT)
    found = gml.read(answer.xml)
    assert found and set(found) <= {'risicolocatie.%d' % key for key in rows}
    assert int(answer.xml.get('numberMatched')) == len(found)


def check_hits(answer, path):
    assert int(answer.xml.get('numberMatched')) == len(store.active(path, GENT))


def check_parcels(answer, path):
    assert set(gml.read(answer.xml)) == {'perceel.%d' % key for key in store.rows(path, 'perceel', [GENT])}


def check_join_by_value(answer, path):
    found = gml.tuples(answer.xml)
    assert len(found) == len(set(found)) and {t[0] for t in found} == {'risicolocatie.%d' % key for key in store.active(path, GENT)}


def check_join_by_place(answer, path):
    """Of the valid places; what an invalid one means is unit/spatial's to say."""
    shapes = {name: {key: store.shape(store.polygons(row['geometry'])) for key, row in rows.items() if row['geometry']}
              for name, rows in (('place', store.active(path, GENT)), ('parcel', store.rows(path, 'perceel', [GENT])))}
    places, parcels = ({key: s for key, s in shapes[name].items() if s.is_valid and not s.is_empty} for name in ('place', 'parcel'))
    number, tree = {id(s): key for key, s in parcels.items()}, STRtree(list(parcels.values()))
    right = {(key, number[id(p)]) for key, s in places.items() for p in tree.query(s) if s.intersects(p)}
    found = [tuple(int(i.split('.')[1]) for i in t) for t in gml.tuples(answer.xml)]
    assert right and len(found) == len(set(found))
    assert {t for t in found if t[0] in places and t[1] in parcels} == right


CHECKS = {'box': check_box, 'hits': check_hits, 'all': check_all, 'json': check_json, 'parcels': check_parcels, 'join by value': check_join_by_value,
          'join by place': check_join_by_place}
