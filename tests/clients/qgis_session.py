"""Run by test_qgis.py in a process of its own: one QGIS that adds the layer as a user does, and prints as JSON what it sees.

usage: qgis_session.py URL PASSWORD TYPENAME [PAGE_SIZE] — the profile lies in $HOME, a folder of the test.
"""
import json
import sys
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


def gml_ids(layer, request=QgsFeatureRequest()):
    return [f['gml_id'] if 'gml_id' in layer.fields().names() else f.attribute('gml_id') for f in layer.getFeatures(request)]


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
    features = {f['gml_id'] if 'gml_id' in layer.fields().names() else f.id(): f for f in layer.getFeatures()}
    extent = QgsRectangle()
    extent.setMinimal()
    for f in features.values():
        extent.combineExtentWith(f.geometry().boundingBox())
    middle = extent.center()
    half = QgsRectangle(middle.x() - extent.width() / 4, middle.y() - extent.height() / 4, middle.x() + extent.width() / 4, middle.y() + extent.height() / 4)
    return {
        'valid': True, 'counted': counted, 'ids': sorted(map(str, features)), 'count_after': layer.featureCount(),
        'geometry': QgsWkbTypes.displayString(layer.wkbType()), 'crs': layer.crs().authid(),
        'fields': {f.name(): f.typeName() for f in layer.fields()},
        'box': [half.xMinimum(), half.yMinimum(), half.xMaximum(), half.yMaximum()],
        'in_box': sorted(str(i) for i in gml_ids(layer, QgsFeatureRequest().setFilterRect(half))),
        'identified': identify(layer, features),
        'texts': {str(i): f['omschrijving'] or None for i, f in features.items()} if 'omschrijving' in layer.fields().names() else {},
        'areas': {str(i): f.geometry().area() for i, f in features.items()},
    }


def identify(layer, features):
    """What the identify tool asks: the features within a few map units of a click, exact intersection."""
    name, feature = sorted(features.items())[0]
    point = feature.geometry().pointOnSurface().asPoint()
    click = QgsRectangle(point.x() - .05, point.y() - .05, point.x() + .05, point.y() + .05)
    request = QgsFeatureRequest().setFilterRect(click).setFlags(QgsFeatureRequest.ExactIntersect)
    return {'clicked': str(name), 'found': [str(i) for i in gml_ids(layer, request)]}


main()
