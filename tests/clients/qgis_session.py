"""Run by test_qgis.py in a process of its own: one QGIS that adds the layer as a user does, and prints as JSON what it sees.

usage: qgis_session.py URL PASSWORD TYPENAME [PAGE_SIZE [SUBSET [VERSION]]] — SUBSET is what the query builder writes; VERSION of WFS, or OAPIF for OGC API; the profile lies in $HOME, a folder of the test.
"""
import json
import sys
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsVectorLayer
from qgis_look import look


def add_login(password):
    """Stores user name and token in QGIS's own password store, as its dialogue does; gives the configuration's id."""
    manager = QgsApplication.authManager()
    manager.setMasterPassword('geheim', True)
    login = QgsAuthMethodConfig('Basic')
    login.setName('risicolaag')
    login.setConfigMap({'username': 'demo', 'password': password, 'realm': ''})
    manager.storeAuthenticationConfig(login)
    return login.id()


def open_layer(url, login, name, page, version):
    uri = "url='%s' typename='%s' version='%s' srsname='EPSG:31370' authcfg='%s' pagingEnabled='true'" % (url, name, version, login)
    if page:
        uri += " maxNumFeatures='0' pageSize='%s'" % page
    return QgsVectorLayer(uri, 'risicolaag', 'OAPIF' if version == 'OAPIF' else 'WFS')


def main():
    url, password, name = sys.argv[1:4]
    page, subset, version = (sys.argv[4:] + [''] * 3)[:3]
    QgsApplication.setPrefixPath('/usr', True)
    app = QgsApplication([], False)
    app.initQgis()
    layer = open_layer(url, add_login(password) if password else '', name, page, version or '2.0.0')
    if subset and not layer.setSubsetString(subset):
        sys.exit('QGIS does not take the filter ' + subset)
    seen = look(layer)
    print('RESULT ' + json.dumps(seen), flush=True)
    sys.stdout.flush()
    app.exitQgis()


if __name__ == '__main__':
    main()
