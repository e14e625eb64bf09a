"""Run by test_editing.py in a process of its own: QGIS edits the layer as a user does, saves, and prints as JSON what it was told.

usage: qgis_edit.py URL PASSWORD VERSION SRS — the geometry lies near Gent's PLACE; SRS is that of the layer in QGIS; the profile lies in $HOME.
"""
import json
import sys
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis_session import add_login

PLACE = 'MultiPolygon (((104000 194000, 104010 194000, 104000 194010, 104000 194000)))'
MOVED = 'MultiPolygon (((104020 194000, 104030 194000, 104020 194010, 104020 194000)))'
NEW = {'gemeente_nis': '44021', 'rubriek': '1.2.', 'bron': 'gemeente', 'startdatum': '2016-01-01', 'wijziging_vergunning': 'NEE'}


def open_layer(url, login, version, srs):
    uri = "url='%s' typename='risico:risicolocatie' version='%s' srsname='%s' authcfg='%s' pagingEnabled='true'" % (url, version, srs, login)
    return QgsVectorLayer(uri, 'risicolaag', 'WFS')


def shape(wkt, srs):
    geometry = QgsGeometry.fromWkt(wkt)
    geometry.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem('EPSG:31370'), QgsCoordinateReferenceSystem(srs), QgsProject.instance()))
    return geometry


def save(layer, change):
    """What the user reads after `change` is saved; nothing of it stays in the layer when it was refused."""
    assert layer.startEditing()
    change()
    kept = layer.commitChanges()
    errors = layer.commitErrors()
    if not kept:
        layer.rollBack()
    return {'kept': kept, 'errors': errors}


def found(layer, text):
    return [f for f in layer.getFeatures() if f['omschrijving'] == text]


def new_feature(layer, srs, **changed):
    feature = QgsFeature(layer.fields())
    for name, value in {**NEW, **changed}.items():
        feature.setAttribute(name, value)
    feature.setGeometry(shape(PLACE, srs))
    return feature


def edit(layer, srs):
    index, seen = layer.fields().indexFromName, {'valid': layer.isValid(), 'editable': bool(layer.dataProvider().capabilities() & layer.dataProvider().AddFeatures)}
    seen['insert'] = save(layer, lambda: layer.addFeatures([new_feature(layer, srs, omschrijving='uit QGIS'), new_feature(layer, srs, omschrijving='tweede')]))
    layer.reload()
    mine = found(layer, 'uit QGIS')
    seen['found'] = len(mine)
    first, second = mine[0].id(), found(layer, 'tweede')[0].id()

    def change():
        layer.changeAttributeValue(first, index('eigen_kenmerk'), 'q-1')
        layer.changeAttributeValue(first, index('einddatum'), '2017-02-03')
        layer.changeGeometry(first, shape(MOVED, srs))
    seen['update'] = save(layer, change)
    seen['refused'] = save(layer, lambda: layer.changeAttributeValue(first, index('rubriek'), '99.99.'))
    seen['refused_insert'] = save(layer, lambda: layer.addFeature(new_feature(layer, srs, rubriek='99.99.')))
    seen['delete'] = save(layer, lambda: layer.deleteFeature(second))
    return seen


def main():
    url, password, version, srs = sys.argv[1:5]
    QgsApplication.setPrefixPath('/usr', True)
    app = QgsApplication([], False)
    app.initQgis()
    print('RESULT ' + json.dumps(edit(open_layer(url, add_login(password), version, srs), srs)), flush=True)
    app.exitQgis()


main()
