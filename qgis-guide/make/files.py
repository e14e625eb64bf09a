"""Makes the files that the guide hands out: the style, the layer file, the project and two logins without secrets. Run by bin/guide --files, against a server of its own.

What they say of the server is http://localhost:8080, as verbinding.xml does; bin/up and the server put their own address there."""
import json
import os
import pathlib
import re
import sys

MAKE = pathlib.Path(__file__).resolve().parent
GUIDE, REPO = MAKE.parent, MAKE.parent.parent
LOGIN = 'risicol'  # the id of the login in the files; QGIS wants seven letters or digits
PLACEHOLDER = 'http://localhost:8080'

# Okabe and Ito's colours, which colour-blind people tell apart; the letter in the middle tells them apart in black and white.
CATEGORIES = [('O', '#f0e442'), ('A', '#56b4e9'), ('B', '#0072b2'), ('S', '#d55e00'), ('I', '#009e73')]
# Locations lie on each other. The one on top gives the colour and must give the letter too: one order for both, by which nothing is said of the categories.
RANK = "array_find(array('I', 'S', 'O', 'A', 'B'), coalesce(\"vlarebo_categorie\", ''))"
STRUCK = "to_string(\"geschrapt\") IN ('true', '1')"


def rule(filters, label, symbol):
    from qgis.core import QgsRuleBasedRenderer
    return QgsRuleBasedRenderer.Rule(symbol, 0, 0, filters, label)


def fill(colour, **more):
    from qgis.core import QgsFillSymbol
    return QgsFillSymbol.createSimple({'color': colour, 'outline_color': '#222222', 'outline_width': '0.3', **more})


def hatched():
    from qgis.core import QgsFillSymbol, QgsLinePatternFillSymbolLayer
    symbol = QgsFillSymbol.createSimple({'style': 'no', 'outline_color': '#555555', 'outline_width': '0.3', 'outline_style': 'dash'})
    lines = QgsLinePatternFillSymbolLayer.create({'angle': '45', 'distance': '1.6', 'color': '#555555', 'line_width': '0.3'})
    symbol.appendSymbolLayer(lines)
    return symbol


def outline():
    from qgis.core import QgsFillSymbol
    return QgsFillSymbol.createSimple({'style': 'no', 'outline_color': '#000000', 'outline_width': '1.1', 'outline_style': 'solid'})


def style(layer):
    from qgis.core import QgsFeatureRequest, QgsRuleBasedRenderer
    root = QgsRuleBasedRenderer.Rule(None)
    for letter, colour in CATEGORIES:
        root.appendChild(rule('"vlarebo_categorie" = \'%s\' AND NOT %s' % (letter, STRUCK), 'Categorie %s' % letter, fill(colour)))
    root.appendChild(rule('"vlarebo_categorie" IS NULL AND NOT %s' % STRUCK, 'Geen categorie (nulrubriek)', fill('#dddddd')))
    root.appendChild(rule(STRUCK, 'Geschrapt', hatched()))
    root.appendChild(rule("\"wijziging_vergunning\" = 'JA'", 'Vergunning gewijzigd (zes maanden)', outline()))
    renderer = QgsRuleBasedRenderer(root)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([QgsFeatureRequest.OrderByClause(RANK, True)]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(letters())
    layer.setLabelsEnabled(True)


def letters():
    """The letter of the category on every location that is large enough for it."""
    from qgis.PyQt.QtGui import QColor, QFont
    from qgis.core import QgsPalLayerSettings, QgsProperty, QgsTextBufferSettings, QgsTextFormat, QgsVectorLayerSimpleLabeling
    text, halo, settings = QgsTextFormat(), QgsTextBufferSettings(), QgsPalLayerSettings()
    text.setFont(QFont('DejaVu Sans'))
    text.setSize(8)
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor('white'))
    text.setBuffer(halo)
    settings.fieldName = 'vlarebo_categorie'
    settings.placement = QgsPalLayerSettings.OverPoint  # one place only: of letters that meet there the one with the highest priority stands
    settings.centroidInside = True
    settings.dataDefinedProperties().setProperty(QgsPalLayerSettings.Priority, QgsProperty.fromExpression(RANK + ' * 2 + 2'))
    settings.setFormat(text)
    return QgsVectorLayerSimpleLabeling(settings)


def source(url, name, path='/wfs'):
    return ("pagingEnabled='true' restrictToRequestBBOX='1' srsname='EPSG:31370' typename='risico:%s' url='%s%s' version='2.0.0' authcfg=%s" % (name, url, path, LOGIN))


def layers(url):
    from qgis.core import QgsFillSymbol, QgsVectorLayer
    made = [QgsVectorLayer(source(url, 'risicolocatie'), 'Risicolocaties', 'WFS'), QgsVectorLayer(source(url, 'risicolocatie', '/wfs?geschrapt=ja'), 'Geschrapte risicolocaties', 'WFS'),
            QgsVectorLayer(source(url, 'perceel'), 'Percelen', 'WFS'), QgsVectorLayer(source(url, 'gemeente'), 'Gemeenten', 'WFS')]
    assert all(layer.isValid() for layer in made), [layer.error().message() for layer in made]
    for layer in made[:2]:
        style(layer)
    made[2].renderer().setSymbol(QgsFillSymbol.createSimple({'style': 'no', 'outline_color': '#777777', 'outline_width': '0.2'}))
    made[2].setScaleBasedVisibility(True)
    made[2].setMinimumScale(10000)
    made[3].renderer().setSymbol(QgsFillSymbol.createSimple({'style': 'no', 'outline_color': '#444444', 'outline_width': '0.6', 'outline_style': 'dash dot'}))
    return made


def write(url):
    from qgis.core import QgsCoordinateReferenceSystem, QgsLayerDefinition, QgsProject
    project = QgsProject.instance()
    project.setCrs(QgsCoordinateReferenceSystem('EPSG:31370'))
    project.setTitle('Risicolocaties')
    made = layers(url)
    root = project.layerTreeRoot()
    groups = [root.addGroup('Risicolocaties'), root.addGroup('Percelen en grenzen')]
    for layer, group in zip(made, (0, 0, 1, 1)):
        project.addMapLayer(layer, False)
        groups[group].addLayer(layer).setExpanded(group == 0)
    root.findLayer(made[1]).setItemVisibilityChecked(False)
    made[0].saveNamedStyle(str(GUIDE / 'risicolocaties.qml'))
    QgsLayerDefinition.exportLayerDefinition(str(GUIDE / 'risicolocaties.qlr'), [root.findLayer(made[0])])
    project.write(str(GUIDE / 'risicolocaties.qgs'))
    for name in ('risicolocaties.qlr', 'risicolocaties.qgs'):
        text = (GUIDE / name).read_text(encoding='utf-8').replace(url, PLACEHOLDER)
        text = re.sub(r' (saveDateTime|saveUser|saveUserFull)="[^"]*"', r' \1=""', text)
        (GUIDE / name).write_text(text, encoding='utf-8')


def write_logins(manager):
    """Both with the same id, for the project asks for it: one imports the one that one has."""
    from qgis.core import QgsAuthMethodConfig
    for name, method, settings in (('sleutel', 'Basic', {'username': 'qgis', 'password': 'VUL IN: uw sleutel', 'realm': ''}),
                                   ('oauth2', 'OAuth2', {'oauth2config': json.dumps(json.loads((GUIDE / 'oauth2.json').read_text()))})):
        login = QgsAuthMethodConfig(method)
        login.setId(LOGIN)
        login.setName('Risicolaag')
        login.setConfigMap(settings)
        assert manager.storeAuthenticationConfig(login, True)
        assert manager.exportAuthenticationConfigsToXml(str(GUIDE / ('aanmelding-%s.xml' % name)), [LOGIN])
        manager.removeAuthenticationConfig(LOGIN)


def main():
    import tempfile
    sys.path.insert(0, str(REPO / 'tests'))
    from support.server import Server, State, program
    os.environ.update(QT_QPA_PLATFORM='offscreen', QT_HASH_SEED='0', HOME=tempfile.mkdtemp(), QGIS_AUTH_DB_DIR_PATH=tempfile.mkdtemp())
    from qgis.core import QgsApplication, QgsAuthMethodConfig
    app = QgsApplication([], False)
    app.initQgis()
    state = State(program('release'))
    try:
        state.make_sample(500)
        state.make_key()
        manager = QgsApplication.authManager()
        manager.setMasterPassword('geheim', True)
        login = QgsAuthMethodConfig('Basic')
        login.setId(LOGIN)
        login.setName('Risicolaag')
        login.setConfigMap({'username': 'qgis', 'password': state.token('44021'), 'realm': ''})
        assert manager.storeAuthenticationConfig(login)
        with Server(state) as server:
            write(server.url)
        manager.removeAuthenticationConfig(LOGIN)
        write_logins(manager)
    finally:
        state.remove()
    app.exitQgis()


if __name__ == '__main__':
    main()
