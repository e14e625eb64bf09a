"""The closed load: wrk, as fast as answers come, over a fixed number of connections. Each has a thread of its own, because wrk tells its script what came but
not to which request: with one connection per thread the two alternate. Each thread writes a line per answer into a file of its own (wrk cannot hand tables over
at the end). Checked are the status of every answer, and the counts of those that are not compressed (one in ten), which is what wrk can look into."""
import subprocess
from load import lua_text

SCRIPT = '''local ffi = require('ffi')
ffi.cdef 'typedef struct { long s, ns; } moment; int clock_gettime(int clock, moment *to);'
local moment = ffi.new('moment')
local function now()
    ffi.C.clock_gettime(1, moment)
    return tonumber(moment.s) * 1e3 + tonumber(moment.ns) / 1e6
end

local threads = 0
function setup(thread)
    thread:set('number', threads)
    threads = threads + 1
end

local list, at, sent, began, out
function init()
    list = {}
    for i, r in ipairs(asked) do
        list[i] = { wrk.format(r[1], r[2], r[3], r[4]), r[5], r[6] }
    end
    at = math.floor(number * #list / connections)
    out = io.open(folder .. '/wrk-' .. number .. '.tsv', 'w')
end

function request()
    at = at % #list + 1
    sent = now()
    began = began or sent
    return list[at][1]
end

local function retry_after(headers)
    for name in pairs(headers) do
        if string.lower(name) == 'retry-after' then return 1 end
    end
    return 0
end

function response(status, headers, body)
    local ended, r = now(), list[at]
    local complete = status ~= r[2] or not r[3] or string.find(body, r[3], 1, true)
    out:write(string.format('%d\\t%.3f\\t%.2f\\t%d\\t%d\\t%d\\n', at - 1, (sent - began) / 1e3, ended - sent, status,
        status == r[2] and 0 or retry_after(headers), complete and 1 or 0))
end

function done(summary)
    local e = summary.errors
    io.write('broken ', e.connect + e.read + e.write + e.timeout, '\\n')
end
'''


def checked(r):
    """Whether wrk looks into the answer."""
    return bool(r.marks) and 'Accept-Encoding' not in r.headers


def row(r):
    headers = ', '.join('["%s"] = %s' % (name, lua_text(value)) for name, value in r.headers.items())
    text = lambda given: lua_text(given) if given else 'nil'
    cells = [text(r.method), text(r.target), '{%s}' % headers, text(r.body), '%d' % r.status, text(r.marks[0] if checked(r) else None)]
    return '  {%s}' % ', '.join(cells)


def write_script(path, requests, connections):
    head = 'local connections, folder = %d, %s\n' % (connections, lua_text(str(path.parent)))
    path.write_text('%slocal asked = {\n%s\n}\n%s' % (head, ',\n'.join(map(row, requests)), SCRIPT))


def rows_of(file):
    """(at, seconds since the first, ms, status, trouble, retry) and, for an answer with other counts than it should have, (at, words)."""
    rows, faults = [], []
    for line in file.read_text().splitlines():
        at, since, ms, status, retry, complete = line.split('\t')
        rows.append((int(at), float(since), float(ms), int(status), None, '?' if retry == '1' else None))
        if complete == '0':
            faults.append((int(at), 'andere aantallen'))
    return rows, faults


def run(port, folder, requests, seconds, connections):
    script = folder / 'morning.lua'
    write_script(script, requests, connections)
    command = ['wrk', '-t%d' % connections, '-c%d' % connections, '-d%ds' % seconds, '--timeout', '60s', '-s', str(script), 'http://127.0.0.1:%d' % port]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 300)
    broken = [line for line in done.stdout.splitlines() if line.startswith('broken ')]
    if done.returncode or not broken:
        raise SystemExit('fout: wrk (%d): %s' % (done.returncode, (done.stderr or done.stdout)[-500:]))
    rows, faults = [], []
    for number in range(connections):
        found = rows_of(folder / ('wrk-%d.tsv' % number))
        rows += found[0]
        faults += found[1]
    looked = sum(checked(requests[found[0]]) for found in rows)
    return {'rows': rows, 'faults': faults, 'looked': looked, 'connections': connections, 'broken': int(broken[0].split()[1])}
