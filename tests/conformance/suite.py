"""Runs the OGC's own suite for WFS 2.0 (ets-wfs20, the official all-in-one jar) on Java 17 against one server.

Everything comes from Maven Central (pom.xml) and is kept in a cache folder: the suite, JAXB, byte-buddy for Java17.java, and the schemas that the suite
asks for by URL; a local HTTP proxy hands those out, so that nothing is fetched while the suite runs. The suite sends no credentials: give it a URL
that adds a token.
"""
import collections
import pathlib
import re
import subprocess
import urllib.parse
import xml.etree.ElementTree as ET
import zipfile
from support.beside import Beside, Handler

HERE = pathlib.Path(__file__).resolve().parent
OPENS = ['java.base/java.lang', 'java.base/java.util', 'java.base/java.text', 'java.base/java.lang.reflect', 'java.base/java.io', 'java.base/java.net',
         'java.desktop/java.awt.font', 'java.desktop/javax.imageio.spi']
W3C = 'org/opengis/cite/iso19142/xsd/w3c/'
W3C_FILES = {'www.w3.org/2001/xml.xsd': W3C + '2009/01/xml.xsd', 'www.w3.org/1999/xlink.xsd': W3C + '2008/06/xlink.xsd'}

Result = collections.namedtuple('Result', 'group method status arguments message')


def prepare(cache):
    """Fills the cache once; gives the agent's jar and the jars by artifact name."""
    if not list(cache.glob('ets-wfs20-*.jar')):
        subprocess.run(['mvn', '-q', '-B', '-f', str(HERE / 'pom.xml'), 'dependency:copy-dependencies', '-DexcludeTransitive=true',
                        '-DoutputDirectory=%s' % cache], check=True)
    jars = {re.sub(r'-[0-9].*', '', jar.name): jar for jar in cache.glob('*-[0-9]*.jar')}
    agent = cache / 'agent.jar'
    if not agent.exists():
        subprocess.run(['javac', '-cp', str(jars['byte-buddy']), '-d', str(cache), str(HERE / 'Java17.java')], check=True)
        (cache / 'manifest').write_text('Premain-Class: Java17\nCan-Retransform-Classes: true\nCan-Redefine-Classes: true\n')
        subprocess.run(['jar', 'cfm', 'agent.jar', 'manifest', 'Java17.class', 'Java17$Skip.class'], cwd=cache, check=True)
    return agent, jars


def schemas(jars):
    """host/path → bytes of every schema that the suite resolves by http."""
    with zipfile.ZipFile(jars['ogc-schemas']) as z:
        found = {'schemas.opengis.net/' + n[4:]: z.read(n) for n in z.namelist() if n.startswith('ogc/') and n.endswith(('.xsd', '.dtd'))}
    with zipfile.ZipFile(jars['ets-wfs20']) as z:
        found.update((url, z.read(name)) for url, name in W3C_FILES.items())
    return found


class SchemaProxy(Beside):
    """An HTTP proxy that knows the schemas and nothing else; `missing` collects what else was asked for."""

    def __init__(self, known):
        missing = self.missing = set()

        class Shelf(Handler):
            def do_GET(self):
                url = urllib.parse.urlsplit(self.path)
                body = known.get((url.hostname or '') + url.path)
                if body is None:
                    missing.add(self.path)
                self.send_response(200 if body else 404)
                self.send_header('Content-Type', 'application/xml')
                self.end_headers()
                self.wfile.write(body or b'')
        super().__init__(Shelf)


def command(agent, jars, proxy, folder):
    path = ':'.join(str(jar) for jar in [agent] + [jar for name, jar in jars.items() if name != 'ogc-schemas'])
    return ['java', '-javaagent:%s=%s' % (agent, jars['ets-wfs20']), *[word for m in OPENS for word in ('--add-opens', m + '=ALL-UNNAMED')],
            '-Dderby.stream.error.file=/dev/null', '-Dhttp.proxyHost=127.0.0.1', '-Dhttp.proxyPort=%d' % proxy.port,
            '-Dhttp.nonProxyHosts=127.0.0.1|localhost', '-cp', path, 'org.opengis.cite.iso19142.TestNGController', '-o', str(folder),
            str(folder / 'run.xml')]


def run(capabilities_url, feature_id, cache, folder, seconds=600):
    """Every Result of the suite's test methods. The suite's own report and log stay in `folder`."""
    cache.mkdir(parents=True, exist_ok=True)
    agent, jars = prepare(cache)
    properties = ET.Element('properties', version='1.0')
    for key, value in (('wfs', capabilities_url), ('fid', feature_id)):
        ET.SubElement(properties, 'entry', key=key).text = value
    ET.ElementTree(properties).write(folder / 'run.xml')
    with SchemaProxy(schemas(jars)) as proxy, open(folder / 'log', 'w') as log:
        subprocess.run(command(agent, jars, proxy, folder), stdout=log, stderr=log, timeout=seconds)
    reports = list(folder.rglob('testng-results.xml'))
    assert reports, 'the suite gave no report:\n' + (folder / 'log').read_text()[-3000:]
    assert not proxy.missing, 'schemas asked for and not found: %s' % sorted(proxy.missing)
    return results(ET.parse(reports[0]).getroot())


def results(root):
    found = []
    for test in root.iter('test'):
        for method in test.iter('test-method'):
            if not method.get('is-config'):
                arguments = ', '.join((v.text or '').strip()[:60] for v in method.iter('value'))
                message = ' '.join((method.findtext('exception/message') or '').split())[:400]
                name = method.get('signature', '').split('(')[0].split('.')[-1]
                found.append(Result(test.get('name'), name, method.get('status'), arguments, message))
    return found


def table(found):
    """Passed, failed and skipped per group of the suite, and each failure and skip in words."""
    lines = []
    for group in dict.fromkeys(r.group for r in found):
        n = collections.Counter(r.status for r in found if r.group == group)
        lines.append('%-40s %4d passed %4d failed %4d skipped' % (group, n['PASS'], n['FAIL'], n['SKIP']))
    lines += ['%s [%s] %s(%s): %s' % (r.status, r.group, r.method, r.arguments, r.message) for r in found if r.status != 'PASS']
    return '\n'.join(lines)
