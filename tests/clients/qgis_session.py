"""Run by test_qgis.py in a process of its own: one QGIS that adds the layer as a user does, and prints as JSON what it sees.

usage: qgis_session.py URL PASSWORD TYPENAME [PAGE_SIZE] — the profile lies in $HOME, a folder of the test.
"""
import json
import sys
from qgis.PyQt.QtCore import QVariant
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsFeatureRequest, QgsRectangle, QgsVectorLayer, QgsWkbTypes


def add_login(password):
    """Stores user name and token in QGIS's own password store, as its dialogue does; gives the configuration's id."""
    manager = QgsApplication.authManager()
    manager.setMasterPassword('geheim', True)
    login = QgsAuthMethodConfig('Basic')
    login.setName('risicolaag')
    login.setConfigMap({'username': 'demo', 'password': password, 'realm': ''})
    manager.storeAuthenticationConfig(login)
    return login.id()


def open_layer(url, login, name, page):
    uri = "url='%s' typename='%s' version='2.0.0' srsname='EPSG:31370' authcfg='%s' pagingEnabled='true'" % (url, name, login)
    if page:
        uri += " maxNumFeatures='0' pageSize='%s'" % page
    return QgsVectorLayer(uri, 'risicolaag', 'WFS')


def mark(feature):
    """What a feature is known by here, for QGIS keeps the gml:id to itself: its first two vertices, to the centimetre."""
    first, second = feature.geometry().vertexAt(0), feature.geometry().vertexAt(1)
    return '%.2f %.2f %.2f %.2f' % (first.x(), first.y(), second.x(), second.y())


def marks(layer, request=QgsFeatureRequest()):
    return sorted(mark(f) for f in layer.getFeatures(request))


def main():
    url, password, name = sys.argv[1:4]
    page = sys.argv[4] if len(sys.argv) > 4 else None
    QgsApplication.setPrefixPath('/usr', True)
    app = QgsApplication([], False)
    app.initQgis()
    seen = look(open_layer(url, add_login(password) if password else '', name, page))
    print('RESULT ' + json.dumps(seen), flush=True)
    sys.stdout.flush()
    app.exitQgis()


def look(layer):
    if not layer.isValid():
        return {'valid': False, 'error': layer.dataProvider().error().message() if layer.dataProvider() else ''}
    counted = layer.featureCount()
    features = list(layer.getFeatures())
    neighbourhood = min(features, key=mark).geometry().boundingBox().buffered(3000) if features else QgsRectangle()
    return {
        'valid': True, 'counted': counted, 'marks': sorted(map(mark, features)), 'count_after': layer.featureCount(),
        'geometry': QgsWkbTypes.displayString(layer.wkbType()), 'crs': layer.crs().authid(),
        'fields': {f.name(): QVariant.typeToName(f.type()) for f in layer.fields()},
        'box': [neighbourhood.xMinimum(), neighbourhood.yMinimum(), neighbourhood.xMaximum(), neighbourhood.yMaximum()],
        'in_box': marks(layer, QgsFeatureRequest().setFilterRect(neighbourhood)),
        'identified': identify(layer, features) if features else None,
        'texts': {mark(f): f['omschrijving'] or None for f in features} if 'omschrijving' in layer.fields().names() else {},
        'areas': {mark(f): f.geometry().area() for f in features},
    }


def identify(layer, features):
    """What the identify tool asks: the features within a few map units of a click, exact intersection."""
    feature = min(features, key=mark)
    point = feature.geometry().pointOnSurface().asPoint()
    click = QgsRectangle(point.x() - .05, point.y() - .05, point.x() + .05, point.y() + .05)
    return {'clicked': mark(feature), 'found': marks(layer, QgsFeatureRequest().setFilterRect(click).setFlags(QgsFeatureRequest.ExactIntersect))}


main()
