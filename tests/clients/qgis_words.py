"""Run inside QGIS itself (qgis --code): every word on the windows that the guide leads people through, as JSON in the file that RISICOLAAG_WORDS names."""
import json
import os
import traceback
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (QAbstractButton, QApplication, QComboBox, QGroupBox, QLabel, QListWidget, QTabWidget, QToolButton, QTreeWidget, QWidget)
from qgis.core import QgsApplication, QgsProject, QgsProviderRegistry, QgsVectorLayer
from qgis.gui import QgsGui, QgsManageConnectionsDialog, QgsNewHttpConnection
from qgis.utils import iface


def items(widget):
    if isinstance(widget, QComboBox):
        return [widget.itemText(i) for i in range(widget.count())]
    if isinstance(widget, QTabWidget):
        return [widget.tabText(i) for i in range(widget.count())]
    if isinstance(widget, QListWidget):
        return [widget.item(i).text() for i in range(widget.count())]
    if isinstance(widget, QTreeWidget):
        return [found.text(0) for found in widget.findItems('', Qt.MatchContains | Qt.MatchRecursive)]
    if isinstance(widget, QGroupBox):
        return [widget.title()]
    return [widget.text()] if isinstance(widget, (QAbstractButton, QLabel)) else []


def words(window):
    """What stands on a window; of what has no text, what shows when one points at it."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        found += items(widget) + [widget.toolTip(), widget.windowTitle()]
    return found


def menu_words(menu):
    found = []
    for action in menu.actions():
        found.append(action.text())
        if action.menu():
            found += menu_words(action.menu())
    return found


def while_modal(show):
    """What stands on the window that `show` opens, which is closed again."""
    found = []

    def look():
        window = QApplication.activeModalWidget()
        if not window:
            QTimer.singleShot(200, look)
            return
        for combo in window.findChildren(QComboBox, 'cmbAuthMethods'):
            for i in range(combo.count()): # each has a page of its own
                combo.setCurrentIndex(i)
                found.extend(words(window))
        found.extend(words(window))
        window.reject()
    QTimer.singleShot(500, look)
    show()
    return found


def everything():
    QgsApplication.authManager().setMasterPassword('geheim', True)
    QgsProject.instance().addMapLayer(QgsVectorLayer('Point?crs=EPSG:31370', 'laag', 'memory'))
    tree = iface.layerTreeView()
    tree.setCurrentLayer(next(iter(QgsProject.instance().mapLayers().values())))
    connection = QgsNewHttpConnection(None, QgsNewHttpConnection.ConnectionWfs, 'qgis/connections-wfs/')
    found = menu_words(iface.mainWindow().menuBar()) + menu_words(tree.menuProvider().createContextMenu()) + words(connection)
    found += words(QgsGui.sourceSelectProviderRegistry().createSelectionWidget('WFS', None, Qt.Widget, QgsProviderRegistry.WidgetMode.Embedded))
    found += words(QgsManageConnectionsDialog(None, QgsManageConnectionsDialog.Import, QgsManageConnectionsDialog.WFS, os.environ['RISICOLAAG_CONNECTION']))
    found += while_modal(connection.findChild(QToolButton, 'btnConfigAdd').click)
    found += while_modal(lambda: iface.showProjectPropertiesDialog(''))
    return found


def main():
    try:
        result = sorted({word for word in everything() if word})
    except Exception:
        result = {'failure': traceback.format_exc()}
    with open(os.environ['RISICOLAAG_WORDS'], 'w', encoding='utf-8') as file:
        json.dump(result, file)
    os._exit(0) # QGIS would ask whether to save


QTimer.singleShot(0, main)
