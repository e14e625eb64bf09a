"""Who asks on a morning: somebody of each gemeente and one for all of them; half by signed tokens, half by ones that the provider is asked about, and as QGIS
(Basic, the token as password) or as a program (Bearer)."""
import base64
import dataclasses

EXPIRED = 12  # tokens of yesterday, tried again and again as a program does that does not look at the clock


@dataclasses.dataclass(frozen=True)
class Caller:
    nis: str           # None: every gemeente
    basic: str         # values of the Authorization header
    bearer: str


def _caller(nis, token):
    return Caller(nis, 'Basic ' + base64.b64encode(('gebruiker:' + token).encode()).decode(), 'Bearer ' + token)


def of_gemeenten(bench):
    """One of each gemeente that has risk locations, in order of NIS code."""
    rows = bench.data.db.execute('SELECT DISTINCT gemeente_nis FROM risicolocatie WHERE geschrapt = 0 ORDER BY gemeente_nis')
    return [_caller(nis, bench.state.token(nis) if number % 2 else bench.ours.token(nis)) for number, (nis,) in enumerate(rows)]


def of_all(bench):
    return _caller(None, bench.ours.token('vip'))


def expired(bench):
    """Headers with tokens that ended: the provider still calls them active, `exp` says otherwise (RFC 7662 §2.2)."""
    made = []
    for number in range(EXPIRED):
        token = bench.ours.opaque('raadpleger-oud-%d' % number, '0207509031')
        bench.ours.provider.tokens[token]['exp'] = 1700000000
        made.append('Bearer ' + token)
    return made
