"""Run inside QGIS itself (qgis --code): goes wrong in every way that the job names, and writes what QGIS says of it as JSON.

RISICOLAAG_JOB names a JSON file: {"make": qgis-guide/make, "result": a file, "cases": [{"name", "url": of the service, "key": a key | null, "proxy": a port | null,
"timeout_ms", "layer": whether a layer is put on the map, or else only connected, "crs" of the project, "invert": the axes, "beside": look elsewhere, "filter", "count": what is
seen, "first_message": be content with one, "project": a file to open, "login": the id of the login that it asks for} …]}
"""
import json
import os
import sys
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QAbstractButton, QComboBox, QLabel, QPushButton, QTextEdit, QTreeView
from qgis.core import (QgsApplication, QgsAuthMethodConfig, QgsCoordinateReferenceSystem, QgsNetworkAccessManager, QgsProject, QgsProviderRegistry, QgsRectangle, QgsSettings,
                       QgsVectorLayer)
from qgis.gui import QgsGui
from qgis.utils import iface

JOB = json.load(open(os.environ['RISICOLAAG_JOB'], encoding='utf-8'))
sys.path.insert(0, JOB['make'])
from story import Story, name_of, pause, press, windows  # noqa: E402

SAID = {}
PATIENCE_S = 25


def text_of(window):
    found = [window.windowTitle()]
    for widget in window.findChildren((QLabel, QTextEdit, QAbstractButton)):
        if widget.isVisible():
            found.append(widget.toPlainText() if isinstance(widget, QTextEdit) else widget.text())
    return {'kind': name_of(window), 'texts': [text for text in found if text.strip()]}


class Listener:
    """What QGIS says while a case runs: in windows, which are closed again, on the bar above the map, and in its log."""

    def __init__(self, case):
        self.found, self.before = SAID.setdefault(case['name'], {'windows': [], 'bar': [], 'log': []}), set(windows())
        QgsApplication.messageLog().messageReceived.connect(self.log)

    def log(self, text, tag, level):
        if tag in ('WFS', 'Netwerk', 'Network'):
            self.found['log'].append(text)

    def look(self):
        """Whether anything new was said."""
        new = [w for w in windows() if w not in self.before and name_of(w) not in ('QMenu', 'QTipLabel', 'QComboBoxPrivateContainer')]
        for window in new:
            self.found['windows'].append(text_of(window))
            QTimer.singleShot(0, window.reject if hasattr(window, 'reject') else window.close)
        items = iface.messageBar().items()
        for item in items:
            self.found['bar'].append(' '.join(text for text in (item.title(), item.text(), *text_of(item)['texts']) if text))
        iface.messageBar().clearWidgets()
        return bool(new or items)

    def until_quiet(self, busy, quiet_s):
        """Listens as long as `busy` says, and until nothing was said for a while."""
        rest, enough = pause(quiet_s), pause(PATIENCE_S)
        while (busy() or not rest()) and not enough():
            yield pause(0.2)
            if self.look():
                rest = pause(quiet_s)

    def end(self):
        QgsApplication.messageLog().messageReceived.disconnect(self.log)


def login(key, name=''):
    if not key:
        return ''
    made = QgsAuthMethodConfig('Basic')
    if name:
        made.setId(name)
    made.setName('Risicolaag')
    made.setConfigMap({'username': 'qgis', 'password': key, 'realm': ''})
    assert QgsApplication.authManager().storeAuthenticationConfig(made)[0]
    return made.id()


def network(case):
    """A proxy only once a case asks for one, and from then on: QGIS that sets up its network anew no longer asks for names and passwords of sites."""
    QgsNetworkAccessManager.setTimeout(case.get('timeout_ms', 60000))
    if not case.get('proxy'):
        return
    settings = QgsSettings()
    for name, value in (('Enabled', True), ('Type', 'HttpProxy'), ('Host', '127.0.0.1'), ('Port', str(case['proxy']))):
        settings.setValue('proxy/proxy' + name, value)
    QgsNetworkAccessManager.instance().setupDefaultProxyAndCache()


def connect(case, listener, authentication):
    settings = QgsSettings()
    settings.setValue('qgis/connections-wfs/Risicolaag/url', case['url'])
    settings.setValue('qgis/WFS/Risicolaag/authcfg', authentication)
    page = QgsGui.sourceSelectProviderRegistry().createSelectionWidget('WFS', None, Qt.Widget, QgsProviderRegistry.WidgetMode.Embedded)
    page.refresh()
    page.findChild(QComboBox, 'cmbConnections').setCurrentText('Risicolaag')
    button, tree = page.findChild(QPushButton, 'btnConnect'), page.findChild(QTreeView, 'treeView')
    press(button)
    yield pause(0.3)
    yield from listener.until_quiet(lambda: not button.isEnabled(), 1)
    listener.found['layers'] = tree.model().rowCount() if tree.model() else 0
    page.deleteLater()


def show(case, listener, authentication):
    """A layer on the map, at its own extent or beside it."""
    source = "typename='risico:risicolocatie' url='%s' version='2.0.0' srsname='EPSG:31370' restrictToRequestBBOX='1' pagingEnabled='true'" % case['url']
    source += (" authcfg='%s'" % authentication if authentication else '') + (" InvertAxisOrientation='1'" if case.get('invert') else '')
    made = []
    QTimer.singleShot(0, lambda: made.append(QgsVectorLayer(source, 'Risicolocaties', 'WFS')))  # within the story a window that it opens would wait for ever
    yield pause(0.5)
    yield from listener.until_quiet(lambda: not made, 1)
    layer, = made
    listener.found['valid'] = layer.isValid()
    if layer.isValid():
        if case.get('filter'):
            layer.setSubsetString(case['filter'])
        yield from on_the_map(case, listener, layer)
    yield from listener.until_quiet(lambda: False, 1)


def open_project(case, listener, authentication):
    """The project that the guide hands out, whose login has the key of this case."""
    QTimer.singleShot(0, lambda: iface.addProject(case['project']))
    yield pause(0.5)
    yield from listener.until_quiet(lambda: iface.mapCanvas().isDrawing(), 3)
    listener.found['valid'] = {layer.name(): layer.isValid() for layer in QgsProject.instance().mapLayers().values()}
    iface.newProject(False)


def edges(box):
    return [box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()]


def on_the_map(case, listener, layer):
    canvas = iface.mapCanvas()
    QgsProject.instance().addMapLayer(layer)
    yield pause(0.5)  # QGIS goes to the first layer of a project by itself, and takes its reference system
    QTimer.singleShot(0, lambda: QgsProject.instance().setCrs(QgsCoordinateReferenceSystem(case.get('crs', 'EPSG:31370'))))  # QGIS may ask by which transformation
    yield pause(0.5)
    yield from listener.until_quiet(lambda: False, 0.5)
    box = canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent())
    canvas.setExtent(QgsRectangle(0, 0, 100, 100) if case.get('beside') else box)
    canvas.refresh()
    yield pause(0.5)
    yield from listener.until_quiet(lambda: canvas.isDrawing() and not (case.get('first_message') and listener.found['bar']), 1)
    listener.found['drawn'] = edges(box)
    if case.get('count') and not case.get('first_message'):
        seen = canvas.mapSettings().outputExtentToLayerExtent(layer, canvas.extent())
        listener.found['shown'] = len(list(layer.getFeatures(seen)))
        everything = QgsRectangle()
        for feature in layer.getFeatures():
            everything.combineExtentWith(feature.geometry().boundingBox())
        listener.found['lies'] = edges(everything)
    QgsProject.instance().removeMapLayer(layer)


def steps():
    yield pause(1)
    QgsApplication.authManager().setPasswordHelperEnabled(False)
    QgsApplication.authManager().setMasterPassword('geheim', True)
    for case in JOB['cases']:
        print('CASE', case['name'], file=sys.stderr, flush=True)  # for who wants to know where it hangs
        network(case)
        listener = Listener(case)
        yield from (open_project if case.get('project') else show if case.get('layer') else connect)(case, listener, login(case.get('key'), case.get('login')))
        listener.end()


def main():
    def done(failure):
        with open(JOB['result'], 'w', encoding='utf-8') as file:
            json.dump({'said': SAID, **({'failure': failure} if failure else {})}, file)
        os._exit(0)  # QGIS would ask whether to save
    done.story = Story(steps(), done)


QTimer.singleShot(0, main)
