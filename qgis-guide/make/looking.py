"""Run inside QGIS, by chapters.py, when the layer is there: what the guide tells people to look at and to make. `c` is chapters.py."""
from qgis.PyQt.QtCore import QPoint, QRect, QRectF, QTimer, Qt
from qgis.PyQt.QtGui import QColor, QFont
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QDialogButtonBox, QDockWidget, QToolBar, QWidget
from qgis.core import (QgsFeatureRequest, QgsFillSymbol, QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsLayoutPoint, QgsPresetSchemeColorRamp, QgsPrintLayout,
                       QgsProject, QgsVectorLayer)
from qgis.utils import iface, loadPlugin, startPlugin
from story import gone, name_of, part, pause, press, shown, trigger, window, windows

QGIS = iface.mainWindow()


def named(name):
    return QGIS.findChild(QAction, name)


def drawn():
    """Whether the map shows all of its layers."""
    canvas = iface.mapCanvas()
    return lambda: not canvas.isDrawing() and not canvas.isFrozen()


def redraw():
    iface.mapCanvas().refreshAllLayers()
    yield pause(0.5)
    yield drawn()
    yield pause(0.5)


def button_of(action):
    """The button of a tool bar that this action has."""
    return next(bar.widgetForAction(action) for bar in QGIS.findChildren(QToolBar) if bar.widgetForAction(action) and bar.widgetForAction(action).isVisible())


def tidy():
    """As little as may be of what differs from one start to the next, and of what nobody needs: a map, its layers, the first bars."""
    for dock in QGIS.findChildren(QDockWidget):
        dock.setVisible(dock.objectName() == 'Layers')
        dock.setMinimumWidth(280 if dock.objectName() == 'Layers' else 0)
    for bar in QGIS.findChildren(QToolBar):
        bar.setVisible(bar.objectName() in ('mFileToolBar', 'mMapNavToolBar', 'mAttributesToolBar'))
    QGIS.statusBar().hide()
    iface.layerTreeView().setHorizontalScrollBarPolicy(Qt.ScrollBarAlwaysOff)


def looking(c):
    tidy()
    tree, layer = iface.layerTreeView(), c.layer()
    tree.setCurrentLayer(layer)
    yield pause(0.5)
    layer.renderer().symbol().setColor(QColor('#d9793b'))  # QGIS takes a colour at random
    layer.triggerRepaint()
    tree.refreshLayerSymbology(layer.id())
    yield pause(0.5)
    yield from zoom(c, tree)
    if not c.JOB['pictures']:
        return
    yield from identify(c, layer)
    yield from table(c, layer)
    yield from filters(c, layer)
    yield from symbols(c, layer)
    yield from parcels(c, layer)
    yield from overlap(c, layer)
    yield from exports(c, layer)
    yield from prints(c, layer)
    yield from background(c)
    yield from proxy(c)
    yield from replace_key(c)


def zoom(c, tree):
    menu = tree.menuProvider().createContextMenu()
    menu.popup(QPoint(60, 60))
    yield pause(0.5)
    wanted = next(a for a in menu.actions() if a.text().replace('&', '') in ('Zoomen naar La(a)g(en)', 'Zoom to Layer(s)'))
    c.capture('zoom-menu', menu, (menu, menu.actionGeometry(wanted)))
    menu.close()
    trigger(wanted)
    yield pause(1)
    yield from redraw()
    c.capture('kaart', QGIS)
    canvas = iface.mapCanvas()
    layer = c.layer()
    seen = layer.getFeatures(QgsFeatureRequest().setFilterRect(canvas.extent()))
    c.SAID['seen'] = sorted(f['id'] for f in seen)
    c.SAID['source'] = layer.source()
    c.SAID['crs'] = QgsProject.instance().crs().authid()


def biggest(layer):
    return max(layer.getFeatures(), key=lambda f: (f.geometry().area(), f['id']))


def near(feature, metres):
    iface.mapCanvas().setExtent(feature.geometry().boundingBox().buffered(metres))
    yield from redraw()


def identify(c, layer):
    feature = biggest(layer)
    yield from near(feature, 150)
    trigger(iface.actionIdentify())
    yield pause(0.5)
    canvas = iface.mapCanvas()
    point = canvas.getCoordinateTransform().transform(feature.geometry().pointOnSurface().asPoint())
    QTest.mouseClick(canvas.viewport(), Qt.LeftButton, Qt.NoModifier, QPoint(int(point.x()), int(point.y())))
    yield pause(2)
    dock = next(d for d in QGIS.findChildren(QDockWidget) if d.isVisible() and d.objectName() != 'Layers')
    QGIS.resizeDocks([dock], [380], Qt.Horizontal)
    yield pause(1)
    yield drawn()
    point = canvas.getCoordinateTransform().transform(feature.geometry().pointOnSurface().asPoint())
    c.capture('identificeren', QGIS, button_of(iface.actionIdentify()), (canvas.viewport(), QRect(int(point.x()) - 12, int(point.y()) - 12, 24, 24)), dock)
    dock.setVisible(False)
    trigger(iface.actionPan())
    yield pause(0.3)


def table(c, layer):
    iface.showAttributeTable(layer)
    yield shown('QgsAttributeTableDialog')
    dialogue = window('QgsAttributeTableDialog')
    dialogue.resize(1000, 460)
    yield pause(1.5)
    c.capture('attributentabel', dialogue)
    dialogue.close()
    yield pause(0.3)


EXPRESSIONS = ("\"rubriek\" = '6.5.1°'", "\"rubriek\" LIKE '6.%'", "\"bron\" = 'deskundige'", "\"wijziging_vergunning\" = 'JA'", '"einddatum" IS NULL',
               "\"geschrapt\" = 'true'")  # as the guide has them


def filtered(layer, words):
    assert layer.setSubsetString(words), words
    return sorted(f['id'] for f in layer.getFeatures())


def filters(c, layer):
    trigger(named('mActionLayerSubsetString'))
    yield shown('QgsQueryBuilder')
    dialogue = window('QgsQueryBuilder')
    dialogue.resize(640, 620)
    text = next(w for w in dialogue.findChildren(QWidget) if 'SQL' in name_of(w))  # the editor has no name
    text.setText('"bron" = \'deskundige\'')
    yield pause(0.6)
    c.capture('filter', dialogue, part(dialogue, 'lstFields'), text, c.ok(dialogue))
    press(c.ok(dialogue))
    yield gone('QgsQueryBuilder')
    yield from redraw()
    c.SAID['filtered'] = {words: filtered(layer, words) for words in EXPRESSIONS}
    c.SAID['true without quotes'] = filtered(layer, '"geschrapt" = true')
    layer.setSubsetString('')
    for words in ('?geschrapt=alle', '?geschrapt=ja'):
        other = QgsVectorLayer(layer.source().replace("/wfs'", "/wfs%s'" % words), words, 'WFS')
        c.SAID['filtered'][words] = sorted(f['id'] for f in other.getFeatures())
    yield pause(0.3)


def properties(layer, page):
    QTimer.singleShot(0, lambda: iface.showLayerProperties(layer, page))
    yield shown('QgsVectorLayerProperties')
    dialogue = window('QgsVectorLayerProperties')
    dialogue.resize(860, 600)
    yield pause(1)
    return dialogue


def symbols(c, layer):
    dialogue = yield from properties(layer, 'mOptsPage_Style')
    kinds = part(dialogue, 'cboRenderers')
    kinds.setCurrentIndex(next(i for i in range(kinds.count()) if kinds.itemData(i) == 'categorizedSymbol'))
    yield pause(0.5)
    field = next(w for w in dialogue.findChildren(QWidget) if name_of(w) == 'QgsFieldExpressionWidget' and w.isVisible())
    field.setField('vlarebo_categorie')
    part(dialogue, 'btnColorRamp').setColorRamp(QgsPresetSchemeColorRamp([QColor(one) for one in ('#56b4e9', '#0072b2', '#009e73', '#f0e442', '#d55e00', '#bbbbbb')]))
    press(part(dialogue, 'btnAddCategories'))
    yield pause(1.5)
    c.capture('categorieen', dialogue, kinds, field, part(dialogue, 'btnAddCategories'), c.ok(dialogue))
    press(c.ok(dialogue, QDialogButtonBox.Cancel))
    yield gone('QgsVectorLayerProperties')
    dialogue = yield from properties(layer, 'mOptsPage_Style')
    style = next(b for box in dialogue.findChildren(QDialogButtonBox) for b in box.findChildren(QWidget) if hasattr(b, 'menu') and b.menu())
    style.menu().popup(dialogue.mapToGlobal(QPoint(40, 300)))
    yield pause(0.5)
    load = next(a for a in style.menu().actions() if a.text().replace('&', '').startswith(('Stijl laden', 'Load Style')))
    c.capture('stijl-laden', style.menu(), (style.menu(), style.menu().actionGeometry(load)))
    style.menu().close()
    press(c.ok(dialogue, QDialogButtonBox.Cancel))
    yield gone('QgsVectorLayerProperties')
    layer.loadNamedStyle(str(c.GUIDE / 'risicolocaties.qml'))
    layer.triggerRepaint()
    yield from redraw()
    c.capture('stijl', QGIS)


def parcels(c, layer):
    dialogue = yield from properties(layer, 'mOptsPage_Labels')
    modes = part(dialogue, 'mLabelModeComboBox')
    modes.setCurrentIndex(1)
    yield pause(1)
    field = next(w for w in dialogue.findChildren(QWidget) if name_of(w) == 'QgsFieldExpressionWidget' and w.isVisible())
    field.setField('rubriek')
    yield pause(1)
    c.capture('labels', dialogue, modes, field, c.ok(dialogue))
    press(c.ok(dialogue))
    yield gone('QgsVectorLayerProperties')
    added = QgsVectorLayer(layer.source().replace('risicolocatie', 'perceel'), 'perceel', 'WFS')
    QgsProject.instance().addMapLayer(added, False)
    QgsProject.instance().layerTreeRoot().insertLayer(1, added)
    added.renderer().setSymbol(QgsFillSymbol.createSimple({'style': 'no', 'outline_color': '#777777', 'outline_width': '0.2'}))
    iface.layerTreeView().refreshLayerSymbology(added.id())
    yield from redraw()
    c.capture('percelen', QGIS)


def overlap(c, layer):
    import processing  # a plugin: it is not there before
    loadPlugin('processing')
    startPlugin('processing')
    yield pause(1)
    perceel = c.layer('perceel')
    dialogue = processing.createAlgorithmDialog('native:calculatevectoroverlaps', {'INPUT': perceel.id(), 'LAYERS': [layer.id()]})
    dialogue.resize(700, 480)
    dialogue.show()
    yield pause(1)
    wrapped = dialogue.mainWidget().wrappers
    c.capture('overlappen', dialogue, *(wrapped[name].wrappedWidget() for name in ('INPUT', 'LAYERS')), dialogue.runButton())
    dialogue.close()
    done = processing.run('native:calculatevectoroverlaps', {'INPUT': perceel, 'LAYERS': [layer], 'OUTPUT': 'memory:'})['OUTPUT']
    area, share = (next(f.name() for f in done.fields() if f.name().endswith(ending)) for ending in ('_area', '_pc'))
    c.SAID['overlaps'] = {f['capakey']: [f[area], f[share]] for f in done.getFeatures()}
    yield pause(0.3)


def proxy(c):
    QTimer.singleShot(0, lambda: iface.showOptionsDialog(QGIS, 'mOptionsPageNetwork'))
    yield shown('QgsOptions')
    dialogue = window('QgsOptions')
    dialogue.resize(860, 560)
    yield pause(1)
    c.capture('proxy', dialogue, part(dialogue, 'grpProxy'))
    press(c.ok(dialogue, QDialogButtonBox.Cancel))
    yield gone('QgsOptions')


def exports(c, layer):
    iface.setActiveLayer(layer)
    trigger(named('mActionLayerSaveAs'))
    yield shown('QgsVectorLayerSaveAsDialog')
    dialogue = window('QgsVectorLayerSaveAsDialog')
    dialogue.resize(600, 640)
    kinds = part(dialogue, 'mFormatComboBox')
    for name, kind, file in (('opslaan-gpkg', 'GPKG', 'risicolocaties.gpkg'), ('opslaan-excel', 'XLSX', 'risicolocaties.xlsx')):
        kinds.setCurrentIndex(next(i for i in range(kinds.count()) if kinds.itemData(i) == kind))
        part(dialogue, 'mFilename').setFilePath(file)
        for collapsed in (False, True):  # else QGIS paints a line of the closed group over its title
            part(dialogue, 'mAttributesSelection').setProperty('collapsed', collapsed)
            yield pause(0.3)
        yield pause(0.6)
        c.capture(name, dialogue, kinds, part(dialogue, 'mFilename'), c.ok(dialogue))
    press(c.ok(dialogue, QDialogButtonBox.Cancel))
    yield gone('QgsVectorLayerSaveAsDialog')


def prints(c, layer):
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    layout.setName('Risicolocaties')
    QgsProject.instance().layoutManager().addLayout(layout)
    fill_page(layout, c)
    designer = iface.openLayoutDesigner(layout)
    shot = designer.window()
    shot.resize(1040, 680)
    yield pause(1)
    designer.view().zoomFull()
    yield pause(3)
    c.capture('afdruk', shot)
    shot.close()
    yield pause(0.5)


def fill_page(layout, c):
    """What the steps of the guide put on the page."""
    chart = QgsLayoutItemMap(layout)
    chart.attemptSetSceneRect(QRectF(10, 25, 175, 175))
    chart.zoomToExtent(iface.mapCanvas().extent())
    chart.setFrameEnabled(True)
    title = QgsLayoutItemLabel(layout)
    title.setText(c.say('Risicolocaties', 'Risk locations'))
    title.setFont(QFont('DejaVu Sans', 20))
    title.attemptSetSceneRect(QRectF(10, 8, 200, 14))
    legend, scale = QgsLayoutItemLegend(layout), QgsLayoutItemScaleBar(layout)
    for item in (chart, title, legend, scale):
        layout.addLayoutItem(item)
    legend.setLinkedMap(chart)
    legend.attemptMove(QgsLayoutPoint(192, 25))
    scale.setLinkedMap(chart)
    scale.applyDefaultSize()
    scale.attemptMove(QgsLayoutPoint(192, 180))


def background(c):
    trigger(named('mActionAddWmsLayer'))
    yield shown('QgsDataSourceManagerDialog')
    manager = window('QgsDataSourceManagerDialog')
    page = next(w for w in manager.findChildren(QWidget) if name_of(w) == 'QgsWMSSourceSelect')
    press(part(page, 'btnNew'))
    yield lambda: any('NewHttpConnection' in name_of(w) for w in windows())
    dialogue = next(w for w in windows() if 'NewHttpConnection' in name_of(w))
    dialogue.resize(560, 640)
    part(dialogue, 'txtName').setText('GRB')
    part(dialogue, 'txtUrl').setText('https://geo.api.vlaanderen.be/GRB-basiskaart/wms')
    yield pause(0.5)
    c.capture('wms', dialogue, part(dialogue, 'txtName'), part(dialogue, 'txtUrl'), c.ok(dialogue))
    press(c.ok(dialogue, QDialogButtonBox.Cancel))
    yield pause(0.5)
    manager.close()


def replace_key(c):
    trigger(named('mActionAddWfsLayer'))
    yield shown('QgsDataSourceManagerDialog')
    yield pause(0.5)
    manager, page = c.source_page()
    press(part(page, 'btnEdit'))
    yield shown('QgsWFSNewConnection')
    connection = window('QgsWFSNewConnection')
    yield pause(0.5)
    c.capture('verbinding-bewerken', connection, part(connection, 'btnConfigEdit'))
    press(part(connection, 'btnConfigEdit'))
    yield shown('QgsAuthConfigEdit')
    dialogue = window('QgsAuthConfigEdit')
    dialogue.resize(520, 420)
    yield pause(0.5)
    c.capture('sleutel-vervangen', dialogue, part(dialogue, 'lePassword'), c.ok(dialogue, QDialogButtonBox.Save))
    part(dialogue, 'lePassword').setText('rlk_verlope')
    press(c.ok(dialogue, QDialogButtonBox.Save))
    yield gone('QgsAuthConfigEdit')
    press(c.ok(connection))
    yield gone('QgsWFSNewConnection')
    before = set(windows())
    press(part(page, 'btnConnect'))
    yield lambda: set(windows()) - before
    yield pause(1)
    found = next(iter(set(windows()) - before))
    c.capture('fout', found)
    found.close()
    yield pause(1)
