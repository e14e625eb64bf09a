"""Run inside QGIS (qgis --code): does step by step what the guide tells, from an empty profile, and pictures the windows on the way.

RISICOLAAG_JOB names a JSON file: {"make": this folder, "guide": the folder qgis-guide, "language": "nl" | "en", "url": the server, "shown_url": what pictures show for it,
"key": a service key | null, "oauth2": a filled-in oauth2.json | null, "browser": a command that gets a URL, "account": who logs in there, "pictures": a folder | null,
"result": a file}
"""
import json
import os
import pathlib
import subprocess
import sys
import time
from qgis.PyQt.QtCore import QObject, QPoint, Qt, QTimer, QUrl, pyqtSlot
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import (QAbstractButton, QApplication, QComboBox, QDialogButtonBox, QGroupBox, QLabel, QLineEdit, QListWidget, QMenu, QTabWidget,
                                 QTreeWidget, QWidget)
from qgis.core import QgsApplication, QgsProject
from qgis.utils import iface

JOB = json.load(open(os.environ['RISICOLAAG_JOB'], encoding='utf-8'))
sys.path.insert(0, JOB['make'])
from story import (Story, choose, ear, gone, name_of, part, pause, picture, press, row, shown, tab, trigger, window, windows) # noqa: E402

GUIDE = pathlib.Path(JOB['guide'])
DUTCH = JOB['language'] == 'nl'
NAME, PASSWORD, CONNECTION = 'Risicolaag', 'Een-lang-wachtwoord', 'Risicolaag'
SAID = {}  # what the test looks at
WORDS = set()  # what stands on the windows that were pictured, and on the menus


def say(dutch, english):
    return dutch if DUTCH else english


def words_of(widget):
    found = [widget.toolTip(), widget.windowTitle()]
    if isinstance(widget, QComboBox):
        found += [widget.itemText(i) for i in range(widget.count())]
    elif isinstance(widget, QTabWidget):
        found += [widget.tabText(i) for i in range(widget.count())]
    elif isinstance(widget, QListWidget):
        found += [widget.item(i).text() for i in range(widget.count())]
    elif isinstance(widget, QTreeWidget):
        found += [item.text(0) for item in widget.findItems('', Qt.MatchContains | Qt.MatchRecursive)]
    elif isinstance(widget, QGroupBox):
        found.append(widget.title())
    elif isinstance(widget, QMenu):
        found += [action.text() for action in widget.actions()] + [widget.title()]
    elif isinstance(widget, (QAbstractButton, QLabel)):
        found.append(widget.text())
    return found


def masked(shot):
    """The server of this run gets the address that the guide speaks of, as long as a picture is taken; a login that QGIS numbered at random gets
    a number of ours, and a folder of this machine none. A key never shows: its field has dots."""
    found = []
    for field in (*shot.findChildren(QLineEdit), *shot.findChildren(QLabel)):
        shown = field.text().replace(JOB['url'], JOB['shown_url']).replace('at 127.0.0.1', 'at ' + JOB['shown_url'].partition('://')[2])
        if isinstance(field, QLineEdit) and os.environ['HOME'] in field.placeholderText():
            field.setPlaceholderText('')
        if field.objectName() == 'authCfgIdLineEdit' or (field.parent() and name_of(field.parent()) == 'QgsAuthConfigIdEdit' and shown):
            shown = 'risicol'
        if shown != field.text():
            found.append((field, field.text(), field.blockSignals(True)))
            field.setText(shown)
            if isinstance(field, QLineEdit):
                field.setCursorPosition(0)
    return found


def at_rest(shot, targets):
    """The picture when nothing on it moves any more: on a busy machine a window takes its time to be painted."""
    image = None
    for _ in range(40):
        QApplication.processEvents()
        time.sleep(0.1)
        QApplication.processEvents()
        last, image = image, picture(shot, targets)
        if last is not None and last.toImage() == image.toImage():
            break
    return image


def capture(name, shot, *targets):
    """The one way to a picture: `shot` as it stands on the screen, with numbers at the targets."""
    WORDS.update(word for widget in (shot, *shot.findChildren(QWidget)) for word in words_of(widget) if word)
    if not JOB['pictures']:
        return
    if QApplication.focusWidget():
        QApplication.focusWidget().clearFocus()  # else a cursor blinks in one picture and not in the next
    hidden = masked(shot)
    image = at_rest(shot, targets)
    for field, text, blocked in hidden:
        field.setText(text)
        field.blockSignals(blocked)
    assert image.save(str(pathlib.Path(JOB['pictures']) / (name + '.png')))


class Browser(QObject):
    """Takes the place of the user's browser, which QGIS hands the address of the login page."""

    def __init__(self):
        super().__init__()
        QDesktopServices.setUrlHandler('http', self.open)

    @pyqtSlot(QUrl)
    def open(self, url):
        subprocess.Popen([*JOB['browser'], url.toString(QUrl.FullyEncoded), JOB['account']])


def first(found):
    for one in found:
        return one
    raise LookupError('nothing found')


def ok(dialogue, standard=QDialogButtonBox.Ok):
    return first(box.button(standard) for box in dialogue.findChildren(QDialogButtonBox) if box.isVisible() and box.button(standard))


def project_crs():
    QTimer.singleShot(0, lambda: iface.showProjectPropertiesDialog('mProjOptsCRS'))
    yield shown('QgsProjectProperties')
    dialogue = window('QgsProjectProperties')
    dialogue.resize(860, 560)
    search = part(dialogue, 'leSearch')
    search.setText('EPSG:31370')
    tree = part(dialogue, 'lstCoordinateSystems')
    yield pause(1)
    found = next(i for i in descend(tree.model()) if '31370' in str(i.sibling(i.row(), 1).data()))
    tree.setCurrentIndex(found)
    tree.scrollTo(found)
    yield pause(1)
    capture('project-crs', dialogue, search, row(tree, found), ok(dialogue))
    press(ok(dialogue))
    yield gone('QgsProjectProperties')


def descend(model, parent=None):
    for i in range(model.rowCount(parent) if parent else model.rowCount()):
        index = model.index(i, 0, parent) if parent else model.index(i, 0)
        yield index
        yield from descend(model, index)


def menu_add_layer():
    """The menu that leads to the window, open."""
    menu = iface.addLayerMenu()
    menu.popup(QPoint(60, 60))
    yield pause(0.4)
    action = next(a for a in menu.actions() if a.objectName() == 'mActionAddWfsLayer')
    capture('menu-wfs', menu, (menu, menu.actionGeometry(action)))
    menu.close()
    trigger(action)
    yield shown('QgsDataSourceManagerDialog')


def source_page():
    manager = window('QgsDataSourceManagerDialog')
    manager.resize(900, 560)
    return manager, next(w for w in manager.findChildren(QWidget) if name_of(w) == 'QgsWFSSourceSelect')


def connect():
    yield from menu_add_layer()
    yield pause(1)
    manager, page = source_page()
    capture('wfs-nieuw', manager, part(page, 'btnNew'), part(page, 'btnLoad'))
    press(part(page, 'btnNew'))
    yield shown('QgsWFSNewConnection')
    dialogue = window('QgsWFSNewConnection')
    dialogue.resize(560, 640)
    part(dialogue, 'txtName').setText(CONNECTION)
    part(dialogue, 'txtUrl').setText(JOB['url'] + '/wfs')
    choose(part(dialogue, 'cmbVersion'), '2.0')
    tabs = part(dialogue, 'tabAuth') if dialogue.findChild(QTabWidget, 'tabAuth') else dialogue.findChild(QTabWidget)
    tabs.setCurrentIndex(ear(tabs, say('Configuraties', 'Configurations')))
    yield pause(0.4)
    capture('verbinding', dialogue, part(dialogue, 'txtName'), part(dialogue, 'txtUrl'), part(dialogue, 'cmbVersion'),
            tab(tabs, tabs.currentIndex()), part(dialogue, 'btnConfigAdd'))
    press(part(dialogue, 'btnConfigAdd'))
    yield from master_password()
    yield from (login_by_key() if JOB['key'] else login_by_oauth2())
    yield pause(0.4)
    capture('verbinding-klaar', dialogue, part(dialogue, 'cmbConfigSelect'), ok(dialogue))
    press(ok(dialogue))
    yield gone('QgsWFSNewConnection')
    yield from add_layer(manager, page)


def master_password():
    yield shown('QgsCredentialDialog')
    dialogue = window('QgsCredentialDialog')
    accept = part(dialogue, 'mOkButton')
    part(dialogue, 'leMasterPass').setText(PASSWORD)
    part(dialogue, 'leMasterPassVerify').setText(PASSWORD)
    yield pause(0.4)
    capture('hoofdwachtwoord', dialogue, part(dialogue, 'leMasterPass'), part(dialogue, 'leMasterPassVerify'), accept)
    press(accept)
    yield gone('QgsCredentialDialog')


def new_login(method):
    yield shown('QgsAuthConfigEdit')
    dialogue = window('QgsAuthConfigEdit')
    part(dialogue, 'leName').setText(NAME)
    methods = part(dialogue, 'cmbAuthMethods')
    SAID['methods'] = [methods.itemText(i) for i in range(methods.count())]
    methods.setCurrentIndex(found_method(methods, method))
    yield pause(0.4)
    return dialogue, methods


def found_method(methods, method):
    found = [i for i in range(methods.count()) if str(methods.itemData(i)) == method]
    assert found, [(methods.itemText(i), methods.itemData(i)) for i in range(methods.count())]
    return found[0]


def login_by_key():
    if JOB['pictures']:
        yield from picture_of_oauth2()
    dialogue, methods = yield from new_login('Basic')
    dialogue.resize(520, 420)
    user, password = part(dialogue, 'leUsername'), part(dialogue, 'lePassword')
    user.setText('qgis')
    password.setText(JOB['key'])
    yield pause(0.4)
    capture('sleutel', dialogue, part(dialogue, 'leName'), methods, user, password, ok(dialogue, QDialogButtonBox.Save))
    press(ok(dialogue, QDialogButtonBox.Save))
    yield gone('QgsAuthConfigEdit')


def import_button(dialogue):
    return part(dialogue, 'btnImport')


def picture_of_oauth2():
    """The window of the other way in, as it looks with the template; nothing of it is kept."""
    dialogue, methods = yield from new_login('OAuth2')
    dialogue.resize(640, 720)
    yield pause(0.5)
    capture('oauth2-leeg', dialogue, part(dialogue, 'leName'), methods, import_button(dialogue))
    yield from import_oauth2(dialogue, GUIDE / 'oauth2.json')
    part(dialogue, 'leName').setText(NAME)
    for name in ('leClientId', 'leClientSecret'):
        part(dialogue, name).setText('van-uw-beheerder')
    yield pause(0.4)
    capture('oauth2-vol', dialogue, part(dialogue, 'leClientId'), part(dialogue, 'leClientSecret'), ok(dialogue, QDialogButtonBox.Save))
    methods.setCurrentIndex(0)


def import_oauth2(dialogue, file):
    """By the button and the file window; Qt's own one, which a script can fill in. Its selectFile does nothing once the field for the name has the focus."""
    press(import_button(dialogue))
    yield shown('QFileDialog')
    chooser = window('QFileDialog')
    part(chooser, 'fileNameEdit').setText(str(file))
    yield pause(0.3)
    QTimer.singleShot(0, chooser.accept)
    yield gone('QFileDialog')


def login_by_oauth2():
    dialogue, _ = yield from new_login('OAuth2')
    file = pathlib.Path(JOB['result']).with_name('oauth2.json')
    file.write_text(json.dumps(JOB['oauth2']))
    yield from import_oauth2(dialogue, file)
    part(dialogue, 'leName').setText(NAME)
    press(ok(dialogue, QDialogButtonBox.Save))
    yield gone('QgsAuthConfigEdit')


def add_layer(manager, page):
    connections, tree = part(page, 'cmbConnections'), part(page, 'treeView')
    choose(connections, CONNECTION)
    press(part(page, 'btnConnect'))
    yield lambda: tree.model() and tree.model().rowCount() > 0
    yield pause(0.5)
    rows = tree.model()
    found = next(rows.index(i, 0) for i in range(rows.rowCount()) if any('risicolocatie' in str(rows.index(i, c).data()) for c in range(rows.columnCount())))
    tree.setCurrentIndex(found)
    only = part(page, 'cbxFeatureCurrentViewExtent')
    only.setChecked(True)
    add = first(b for box in page.findChildren(QDialogButtonBox) for b in box.buttons() if b.text().replace('&', '') == say('Toevoegen', 'Add'))
    yield pause(0.5)
    capture('laag-toevoegen', manager, part(page, 'btnConnect'), row(tree, found), only, add)
    press(add)
    yield lambda: QgsProject.instance().mapLayers()
    yield pause(1)
    manager.close()


def layer(word='isicolocatie'):
    return next((one for one in QgsProject.instance().mapLayers().values() if word in one.name()), None)


def main():
    QApplication.setStyle('Fusion')
    QgsApplication.authManager().setPasswordHelperEnabled(False)  # there is no wallet on this screen, and QGIS would complain in the pictures
    iface.mainWindow().setGeometry(0, 0, 1100, 720)

    def done(failure):
        with open(JOB['result'], 'w', encoding='utf-8') as file:
            json.dump({**SAID, 'words': sorted(WORDS), **({'failure': failure} if failure else {})}, file)
        os._exit(0)  # QGIS would ask whether to save
    done.story = Story(steps(), done)
    done.browser = Browser()


def steps():
    yield pause(1)
    yield from project_crs()
    yield from connect()
    from looking import looking
    yield from looking(sys.modules[__name__])
    WORDS.update(word for menu in iface.mainWindow().findChildren(QMenu) for word in words_of(menu) if word)


QTimer.singleShot(0, main)
