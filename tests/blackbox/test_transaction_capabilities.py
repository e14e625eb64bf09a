"""Who may change something is told how; nobody else is."""
import pytest
from support import old, schemas, transaction as t
from support.client import Client
from support.sample import ANTWERPEN, GENT


@pytest.fixture(scope='module')
def editing(state, tmp_path_factory):
    with t.editing(state, tmp_path_factory.mktemp('editing')) as running:
        yield running


def capabilities(client, version):
    answer = client.get(service='WFS', version=version, request='GetCapabilities')
    assert answer.status == 200, answer
    return answer


def announces(answer):
    return b'Transaction"' in answer.body or b'<Transaction>' in answer.body


@pytest.mark.parametrize('version', t.VERSIONS)
def test_transaction_is_announced_to_who_may_write(editing, version):
    writes, reads = capabilities(editing.client(GENT), version), capabilities(editing.client(GENT, role='Raadpleger'), version)
    assert announces(writes) and not announces(reads)
    assert not announces(capabilities(Client(editing.server.url), version))
    assert announces(capabilities(editing.client(GENT), version))
    if version != '2.0.0':
        schemas.check(writes.xml, old.of_ogc(old.CAPABILITIES[version]))
        assert writes.text.count('Insert') >= 1 and 'Insert' not in reads.text
    else:
        assert writes.xml.xpath("string(//*[@name='ImplementsTransactionalWFS']/*[local-name()='DefaultValue'])") == 'TRUE'
        assert reads.xml.xpath("string(//*[@name='ImplementsTransactionalWFS']/*[local-name()='DefaultValue'])") == 'FALSE'


def test_a_service_that_changes_nothing_announces_nothing(server, state):
    for version in t.VERSIONS:
        assert not announces(capabilities(Client(server.url, state.token(GENT, ANTWERPEN, role='Beheerder')), version))
