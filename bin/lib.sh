# shellcheck shell=bash
# What bin/up, bin/down and bin/test share. Sourced, not run.

REPO=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }
die() {
    say "fout: $*"
    exit 1
}
wrong_option() {
    say "$1 (zie --help)"
    exit 2
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "hiervoor is root of sudo nodig: $*"
    fi
}

# --- packages ---------------------------------------------------------------------------------------------------------

missing_packages() { # LIST…: names of bin/packages/LIST.txt that are not installed
    local list name
    for list in "$@"; do
        while read -r name; do
            [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s\n' "$name"
        done <"$REPO/bin/packages/$list.txt"
    done
}

install_packages() { # LIST…
    command -v dpkg-query >/dev/null || die "dit is geen Debian: installeer zelf de pakketten uit bin/packages"
    local missing
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    say "Ik installeer met apt: ${missing[*]}"
    as_root apt-get -qq update
    without_services as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install -y --no-install-recommends \
        "${missing[@]}" >/dev/null
}

# Debian starts a freshly installed nginx on port 80, which nobody asked for: policy-rc.d (invoke-rc.d(8)) forbids that for a moment.
without_services() {
    local policy=/usr/sbin/policy-rc.d new_nginx=
    [ -x /usr/sbin/nginx ] || new_nginx=yes
    if [ -e "$policy" ] || [ -z "$new_nginx" ]; then
        "$@"
        return
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    local failed=0
    "$@" || failed=$?
    as_root rm -f "$policy"
    command -v systemctl >/dev/null && as_root systemctl disable nginx >/dev/null 2>&1
    return "$failed"
}

# --- the demo's identity provider -------------------------------------------------------------------------------------

node_packages() { # the list of bin/packages to install for Node.js; none when there is one, from Debian or elsewhere
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        echo node
    fi
}

npm_install() { # FOLDER LOG WHAT ADVICE: what its package-lock.json names, in its node_modules
    cmp -s "$1/package-lock.json" "$1/node_modules/.installed" && return 0
    say "Ik haal $3 (npm)."
    if ! (cd "$1" && umask 022 && npm ci --ignore-scripts --loglevel=error) >"$2" 2>&1; then
        tail -n 20 "$2" >&2
        die "$3 kon niet opgehaald worden; alles staat in $2.$4"
    fi
    cp "$1/package-lock.json" "$1/node_modules/.installed"
}

install_idp() { # LOG
    npm_install "$REPO/demo/idp" "$1" "de aanmeldserver van de demo" " Zonder aanmeldserver: bin/up --no-idp"
}

# --- building ---------------------------------------------------------------------------------------------------------

build() { # PRESET LOG OPTION…: options of cmake
    local preset=$1 log=$2
    shift 2
    if ! (cd "$REPO" && cmake --preset "$preset" "$@" && cmake --build --preset "$preset") >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        die "de bouw ($preset) is mislukt; alles staat in $log"
    fi
}

# --- processes that we started ----------------------------------------------------------------------------------------
# run/NAME.proc holds "pid start-time": a pid that the system has given to another program since then is never touched.

start_time() { # PID: field 22 of /proc/PID/stat, counted after the name because that may hold blanks (proc(5)); a zombie is dead
    local stat fields
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }"
    [ "${fields[0]}" != Z ] && printf '%s\n' "${fields[19]}"
}

record_process() { # FILE PID
    printf '%s %s\n' "$2" "$(start_time "$2")" >"$1"
}

recorded_pid() { # FILE: prints the pid while that same process lives
    local pid started
    [ -r "$1" ] && read -r pid started <"$1" && [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ] && printf '%s\n' "$pid"
}

stop_process() { # FILE NAME SECONDS: asks with SIGTERM, waits, insists with SIGKILL
    local pid tenths=$(($3 * 10))
    if pid=$(recorded_pid "$1"); then
        kill -TERM "$pid" 2>/dev/null
        while [ "$tenths" -gt 0 ] && recorded_pid "$1" >/dev/null; do
            sleep 0.1
            tenths=$((tenths - 1))
        done
        if recorded_pid "$1" >/dev/null; then
            say "$2 stopt niet vanzelf na $3 s: hard gestopt."
            kill -KILL -- "-$pid" 2>/dev/null # it leads a group of its own (setsid), so its workers go too
        fi
        say "$2 is gestopt (proces $pid)."
    fi
    rm -f "$1"
}

stop_all() { # STATE: nginx first, so that no new request reaches workers that are going
    stop_process "$1/run/nginx.proc" nginx 10
    stop_process "$1/run/serve.proc" risicolaag 20
    stop_process "$1/run/idp.proc" aanmeldserver 10
}
