"""One measurement: wrk sends a list of requests, made beforehand, round and round over some connections; /proc says what it cost."""
import json
import subprocess
import time

# The list is turned into bytes before the clock starts: Lua only takes the next one.
SCRIPT = '''local list = {}
local at = %(offset)d
init = function()
    for _, r in ipairs(asked) do
        list[#list + 1] = wrk.format(r[1], r[2], headers, r[3])
    end
end
request = function()
    at = at %% #list + 1
    return list[at]
end
done = function(summary, latency)
    io.write(string.format('{"requests": %%d, "bytes": %%d, "us": %%d, "bad": %%d, "p50_us": %%d, "p95_us": %%d, "p99_us": %%d}\\n', summary.requests, summary.bytes,
        summary.duration, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout,
        latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
'''


def lua_text(text):
    """A Lua long string that the text cannot end."""
    level = 0
    while ']%s]' % ('=' * level) in text:
        level += 1
    return '[%s[%s%s]%s]' % ('=' * level, '\n' if text.startswith('\n') else '', text, '=' * level)


def write_script(path, requests, offset=0):
    """requests: [(method, path with query, headers, body)]; headers are those of the first."""
    headers = ', '.join('["%s"] = %s' % (name, lua_text(value)) for name, value in requests[0][2].items())
    rows = ',\n'.join('  {"%s", %s, %s}' % (method, lua_text(target), lua_text(body) if body else 'nil') for method, target, _, body in requests)
    path.write_text('local headers = {%s}\nlocal asked = {\n%s\n}\n%s' % (headers, rows, SCRIPT.replace('asked)', 'asked)') % {'offset': offset}))


def run(port, script, seconds, connections):
    command = ['wrk', '-t1', '-c%d' % connections, '-d%ss' % seconds, '--timeout', '120s', '-s', str(script), 'http://127.0.0.1:%d' % port]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds * 4 + 300)
    lines = [line for line in done.stdout.splitlines() if line.startswith('{')]
    if done.returncode or not lines:
        raise SystemExit('fout: wrk: %s' % (done.stderr or done.stdout)[-500:])
    return json.loads(lines[-1])


def settle(target, front, seconds=120):
    """Until the server has done with what wrk left behind: a slow one would otherwise work on while the next is measured."""
    end, before = time.monotonic() + seconds, None
    while time.monotonic() < end:
        now = (target.group.cpu() if target.group else 0) + front.group.cpu()
        if before is not None and now - before < 0.002:
            return
        before = now
        time.sleep(0.1)


def measure(target, front, script, seconds, connections):
    """What wrk saw, and processor seconds of the server's processes and of nginx, per request."""
    server = target.group.cpu() if target.group else 0
    nginx = front.group.cpu()
    seen = run(target.port, script, seconds, connections)
    used = (target.group.cpu() if target.group else 0) - server, front.group.cpu() - nginx
    settle(target, front)
    if not seen['requests']:
        return {'requests': 0, 'rps': 0, 'bad': seen['bad']}
    count = seen['requests']
    return {'requests': count, 'rps': count / seen['us'] * 1e6, 'bad': seen['bad'], 'p50_ms': seen['p50_us'] / 1e3, 'p99_ms': seen['p99_us'] / 1e3,
            'mb_s': seen['bytes'] / seen['us'], 'cpu_us': sum(used) / count * 1e6, 'server_cpu_us': used[0] / count * 1e6}
