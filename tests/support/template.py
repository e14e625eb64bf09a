"""The import's CSV template, written from a store by other means than the program's own export."""
import csv
from support import store

HEADER = ('id;gemeente_nis;rubriek;rubriekenlijst;omschrijving;bron;omv_nummer;iioa_nummer;startdatum;einddatum;wijziging_vergunning;'
          'geschrapt;geometry;eigen_kenmerk').split(';')


def wkt(blob):
    """repr() of a float is the shortest text that reads back as the same double."""
    def ring(points):
        return '(%s)' % ','.join('%r %r' % p for p in points)
    return 'MULTIPOLYGON(%s)' % ','.join('(%s)' % ','.join(map(ring, rings)) for rings in store.polygons(blob))


def write(path, rows):
    with open(path, 'w', encoding='utf-8', newline='') as file:
        out = csv.writer(file, delimiter=';', lineterminator='\r\n')
        out.writerow(HEADER)
        for row in rows:
            values = {**dict(row), 'geschrapt': 'ja' if row['geschrapt'] else 'nee', 'geometry': wkt(row['geometry'])}
            out.writerow('' if values[name] is None else values[name] for name in HEADER)
