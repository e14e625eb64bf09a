"""QGIS, without a window, opens files: one line of JSON with what it saw of each.

usage: qgis_files.py FILE…
"""
import json
import sys
from qgis.core import QgsApplication, QgsVectorLayer, QgsWkbTypes

QgsApplication.setPrefixPath('/usr', True)
application = QgsApplication([], False)
application.initQgis()
seen = {}
for path in sys.argv[1:]:
    layer = QgsVectorLayer(path, 'proef', 'ogr')
    names = [field.name() for field in layer.fields()]
    seen[path] = {'valid': layer.isValid(), 'count': layer.featureCount(), 'crs': layer.crs().authid(), 'geometry': QgsWkbTypes.displayString(layer.wkbType()),
                  'fields': {field.name(): field.typeName() for field in layer.fields()}, 'ids': sorted(feature['id'] for feature in layer.getFeatures()) if 'id' in names else None}
print('RESULT ' + json.dumps(seen))
application.exitQgis()
