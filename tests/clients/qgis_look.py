"""What one looks at in a layer, inside QGIS: for qgis_session.py (PyQGIS) and qgis_desktop.py (the program itself)."""
from qgis.PyQt.QtCore import QVariant
from qgis.core import QgsFeatureRequest, QgsRectangle, QgsVectorLayerUtils, QgsWkbTypes


def mark(feature):
    """What a feature is known by here, for QGIS keeps the gml:id to itself: its first two vertices, to the centimetre."""
    first, second = feature.geometry().vertexAt(0), feature.geometry().vertexAt(1)
    return '%.2f %.2f %.2f %.2f' % (first.x(), first.y(), second.x(), second.y())


def marks(layer, request=QgsFeatureRequest()):
    return sorted(mark(f) for f in layer.getFeatures(request))


def edges(box):
    return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def look(layer):
    if not layer.isValid():
        return {'valid': False, 'error': layer.dataProvider().error().message() if layer.dataProvider() else ''}
    announced = layer.extent() # before any feature is there: what "zoom to layer" goes to
    counted = layer.featureCount()
    features = list(layer.getFeatures())
    neighbourhood = min(features, key=mark).geometry().boundingBox().buffered(3000) if features else QgsRectangle()
    return {
        'valid': True, 'counted': counted, 'marks': sorted(map(mark, features)), 'count_after': layer.featureCount(),
        'geometry': QgsWkbTypes.displayString(layer.wkbType()), 'crs': layer.crs().authid(),
        'fields': {f.name(): QVariant.typeToName(f.type()) for f in layer.fields()},
        'box': edges(neighbourhood), 'announced': edges(announced), 'called_by': layer.displayExpression(),
        'names': sorted(QgsVectorLayerUtils.getFeatureDisplayString(layer, f) for f in features),
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
