"""Run inside QGIS itself (qgis --code): does what the guide tells a user, once for each login, and writes what it sees as JSON.

RISICOLAAG_JOB names a JSON file: {"clients": this folder, "connection": verbinding.xml, "browser": a command that gets a URL, "result": a file,
"logins": [{"method": "Basic", "config": {…}} | {"method": "OAuth2", "config": oauth2.json, "account": …} …], "layer": the type to add}
"""
import json
import os
import subprocess
import sys
import time
import traceback
from qgis.PyQt.QtCore import QEventLoop, QObject, Qt, QTimer, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtNetwork import QNetworkDiskCache
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QPushButton, QTreeView
from qgis.core import (QgsApplication, QgsAuthMethodConfig, QgsCoordinateReferenceSystem, QgsProject, QgsProviderRegistry, QgsSettings,
                       QgsVectorLayer)
from qgis.gui import QgsGui, QgsManageConnectionsDialog

JOB = json.load(open(os.environ['RISICOLAAG_JOB']))
sys.path.insert(0, JOB['clients'])
from qgis_look import look # noqa: E402


class Browser(QObject):
    """Takes the place of the user's browser: QGIS hands it the address of the login page."""

    def __init__(self):
        super().__init__()
        self.account, self.visits = None, []
        QDesktopServices.setUrlHandler('http', self.open)

    @pyqtSlot(QUrl)
    def open(self, url):
        self.visits.append(subprocess.Popen([*JOB['browser'], url.toString(QUrl.FullyEncoded), self.account]))

    def wait(self):
        for visit in self.visits:
            visit.wait(60)


def until(what, seconds=60):
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            raise TimeoutError('QGIS does not get on')
        QgsApplication.processEvents(QEventLoop.AllEvents, 50)


def connections():
    settings = QgsSettings()
    settings.beginGroup('qgis/connections-wfs')
    return settings.childGroups()


def load_connection():
    """WFS › Load: the name of the connection that the file holds. A profile that has it already is left as it is."""
    if not connections():
        dialogue = QgsManageConnectionsDialog(None, QgsManageConnectionsDialog.Import, QgsManageConnectionsDialog.WFS, JOB['connection'])
        dialogue.selectAll()
        dialogue.doExportImport()
    name, = connections()
    return name


def add_login(login):
    """Authentication › new configuration."""
    made = QgsAuthMethodConfig(login['method'])
    made.setName('%s %s' % (login['method'], login.get('account', '')))
    if login['method'] == 'OAuth2':
        made.setConfig('oauth2config', json.dumps(login['config']))
    else:
        made.setConfigMap(login['config'])
    assert QgsApplication.authManager().storeAuthenticationConfig(made)[0]
    return made.id()


def add_layer(connection, authentication, only_extent):
    """Add layer › WFS: choose the login in the connection, connect, choose the layer, add. Gives the source of the layer that QGIS adds."""
    QgsSettings().setValue('qgis/WFS/%s/authcfg' % connection, authentication)
    dialogue = QgsGui.sourceSelectProviderRegistry().createSelectionWidget('WFS', None, Qt.Widget, QgsProviderRegistry.WidgetMode.Embedded)
    added = []
    dialogue.addVectorLayer.connect(lambda source, name, *provider: added.append(source))
    dialogue.refresh()
    dialogue.findChild(QComboBox, 'cmbConnections').setCurrentText(connection)
    dialogue.findChild(QCheckBox, 'cbxFeatureCurrentViewExtent').setChecked(only_extent)
    tree = dialogue.findChild(QTreeView, 'treeView')
    dialogue.findChild(QPushButton, 'btnConnect').click()
    until(lambda: tree.model() and tree.model().rowCount() > 0)
    rows = tree.model()
    layers = [[rows.index(row, column).data() for column in range(rows.columnCount())] for row in range(rows.rowCount())]
    row, = [row for row, cells in enumerate(layers) if JOB['layer'] in cells]
    tree.setCurrentIndex(rows.index(row, 0))
    dialogue.addButtonClicked()
    dialogue.deleteLater()
    source, = added
    return source


def cached_urls():
    """What QGIS keeps on disk of the answers: everything lies in $HOME, the store of Qt in files data*/?/*.d."""
    reader = QNetworkDiskCache()
    files = [os.path.join(folder, file) for folder, _, names in os.walk(os.environ['HOME']) for file in names if file.endswith('.d')]
    return [url for url in (reader.fileMetaData(file).url().toString() for file in files) if url]


def work(browser):
    QgsApplication.authManager().setMasterPassword('geheim', True)
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem('EPSG:31370')) # else QGIS 3.22 proposes WGS 84, whatever the layer's own is
    connection = load_connection()
    authentications = [add_login(login) for login in JOB['logins']]
    seen = []
    for login, authentication in zip(JOB['logins'], authentications):
        browser.account = login.get('account')
        source = add_layer(connection, authentication, only_extent=login.get('only_extent', False))
        layer = QgsVectorLayer(source, JOB['layer'], 'WFS')
        seen.append({**look(layer), 'source': layer.source()})
    browser.wait()
    return {'connection': connection, 'seen': seen, 'cached': cached_urls(), 'methods': QgsApplication.authManager().authMethodsKeys()}


def main():
    browser = Browser()
    try:
        result = work(browser)
    except Exception:
        result = {'failure': traceback.format_exc()}
    with open(JOB['result'], 'w') as file:
        json.dump(result, file)
    os._exit(0) # QGIS would ask whether to save


QTimer.singleShot(0, main)
