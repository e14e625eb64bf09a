"""Run by test_guide_files.py in a process of its own: one QGIS that loads the files that the server hands out, and prints as JSON what it sees.

usage: qgis_guide_files.py FOLDER LOGIN PICTURE — LOGIN is aanmelding-sleutel.xml or aanmelding-oauth2.xml, filled in, in FOLDER; the map of the project is drawn in PICTURE."""
import json
import pathlib
import sys
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor
from qgis.core import (QgsApplication, QgsLayerDefinition, QgsLayerTreeGroup, QgsMapRendererSequentialJob, QgsMapSettings, QgsProject, QgsVectorLayer)


def legend(layer):
    return [item.label() for item in layer.renderer().legendSymbolItems() if item.label()]


def tree(group):
    return {child.name(): tree(child) if isinstance(child, QgsLayerTreeGroup) else child.itemVisibilityChecked() for child in group.children()}


def drawn(layers, box, file):
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setExtent(box)
    settings.setOutputSize(QSize(800, 600))
    settings.setBackgroundColor(QColor('white'))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    assert job.renderedImage().save(file)


def look(folder, picture):
    project = QgsProject.instance()
    assert project.read(str(folder / 'risicolocaties.qgs'))
    layers = {layer.name(): layer for layer in project.mapLayers().values()}
    main, struck = layers['Risicolocaties'], layers['Geschrapte risicolocaties']
    seen = {'valid': {name: layer.isValid() for name, layer in layers.items()}, 'tree': tree(project.layerTreeRoot()), 'crs': project.crs().authid(),
            'ids': sorted(f['id'] for f in main.getFeatures()), 'struck': sorted(f['id'] for f in struck.getFeatures()), 'legend': legend(main),
            'source': main.source(), 'said': {rule.label(): sorted(f['id'] for f in main.getFeatures(rule.filterExpression())) for rule in main.renderer().rootRule().children()}}
    feature = max(main.getFeatures(), key=lambda f: (f.geometry().area(), f['id']))
    drawn([main, layers['Percelen'], layers['Gemeenten']], feature.geometry().boundingBox().buffered(150), picture)
    return seen


def look_at_layer(folder):
    project = QgsProject.instance()
    project.clear()
    done, failure = QgsLayerDefinition.loadLayerDefinition(str(folder / 'risicolocaties.qlr'), project, project.layerTreeRoot())
    layer, = project.mapLayers().values()
    plain = QgsVectorLayer(layer.source(), 'x', 'WFS')
    _, loaded = plain.loadNamedStyle(str(folder / 'risicolocaties.qml'))
    return {'done': done, 'failure': failure, 'valid': layer.isValid(), 'name': layer.name(), 'ids': sorted(f['id'] for f in layer.getFeatures()),
            'legend': legend(layer), 'style': loaded and legend(plain)}


def main():
    folder, login, picture = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    QgsApplication.setPrefixPath('/usr', True)
    app = QgsApplication([], False)
    app.initQgis()
    manager = QgsApplication.authManager()
    manager.setMasterPassword('geheim', True)
    assert manager.importAuthenticationConfigsFromXml(str(folder / login))
    seen = {'logins': {key: [config.name(), config.method()] for key, config in manager.availableAuthMethodConfigs().items()}}
    if 'sleutel' in login:
        seen.update(project=look(folder, picture), layer=look_at_layer(folder))
    print('RESULT ' + json.dumps(seen), flush=True)
    app.exitQgis()


main()
