"""A QGIS project that publishes one layer as WFS.   usage: qgis_project.py ROWS.gpkg PROJECT.qgs"""
import sys
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer


def main(rows, path):
    application = QgsApplication([], False)
    application.initQgis()
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem('EPSG:31370'))
    layer = QgsVectorLayer(rows + '|layername=risicolocatie', 'risicolocatie', 'ogr')
    if not layer.isValid():
        raise SystemExit('fout: %s is niet te lezen' % rows)
    project.addMapLayer(layer)
    project.writeEntry('WFSLayers', '/', [layer.id()])
    project.writeEntry('WFSLayersPrecision', '/' + layer.id(), 4)
    project.writeEntry('WMSCrsList', '/', ['EPSG:31370', 'EPSG:4326', 'EPSG:3857', 'EPSG:3812'])
    project.setFileName(path)
    if not project.write():
        raise SystemExit('fout: %s is niet te schrijven' % path)
    QgsProject.instance().clear()
    application.exitQgis()


main(*sys.argv[1:])
