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
    if ! (umask 022 && cd "$REPO" && cmake --preset "$preset" "$@" && cmake --build --preset "$preset") >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        die "de bouw ($preset) is mislukt; alles staat in $log"
    fi
}

# --- processes that we started ----------------------------------------------------------------------------------------
# up/NAME.proc holds "pid start-time": a pid that the system has given to another program since then is never touched. The folder
# is of who runs bin/up alone: root goes by what stands in it.

stat_of() { # PID: the fields of /proc/PID/stat after the name, because that may hold blanks (proc(5)): state, parent, group, session, …
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    printf '%s\n' "${stat##*) }"
}

start_time() { # PID: field 22; a zombie is dead
    local fields
    read -ra fields < <(stat_of "$1")
    [ ${#fields[@]} -gt 19 ] && [ "${fields[0]}" != Z ] && printf '%s\n' "${fields[19]}"
}

record_process() { # FILE PID
    printf '%s %s\n' "$2" "$(start_time "$2")" >"$1"
}

recorded_pid() { # FILE: prints the pid while that same process lives
    local pid started
    [ -r "$1" ] && read -r pid started <"$1" && [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ] && printf '%s\n' "$pid"
}

# What a service left behind when it was killed itself: nginx's workers go on without their master, and keep its port. They are in the session that
# the dead one led, are not older than it, and bear the program's name; a session's number is not given out again as long as it has members.
orphans_of() { # FILE PROGRAM
    local pid started fields name other
    [ -r "$1" ] && read -r pid started <"$1" && [ -n "$started" ] && ! start_time "$pid" >/dev/null || return 0
    for other in /proc/[0-9]*; do
        read -ra fields < <(stat_of "${other#/proc/}") || continue
        { [ "${#fields[@]}" -gt 19 ] && [ "${fields[3]}" = "$pid" ] && [ "${fields[0]}" != Z ] && [ "${fields[19]}" -ge "$started" ]; } || continue
        { read -r name <"$other/comm"; } 2>/dev/null && [ "$name" = "$2" ] && printf '%s\n' "${other#/proc/}"
    done
    return 0
}

end_orphans() { # FILE PROGRAM SECONDS
    local left tenths=$(($3 * 10))
    mapfile -t left < <(orphans_of "$1" "$2")
    [ ${#left[@]} -gt 0 ] || return 0
    kill -QUIT "${left[@]}" 2>/dev/null || true # nginx: finish what you have, and let go of the port at once
    while [ "$tenths" -gt 0 ] && [ -n "$(orphans_of "$1" "$2")" ]; do
        sleep 0.1
        tenths=$((tenths - 1))
    done
    mapfile -t left < <(orphans_of "$1" "$2")
    [ ${#left[@]} -eq 0 ] || kill -KILL "${left[@]}" 2>/dev/null || true
}

# A signal that comes between hold_signals and release_signals waits: what was started and not yet recorded, nobody would stop.
hold_signals() {
    held_signals='' kept_traps=$(trap -p HUP INT TERM)
    trap 'held_signals+=" HUP"' HUP
    trap 'held_signals+=" INT"' INT
    trap 'held_signals+=" TERM"' TERM
}

release_signals() {
    local name
    eval "$kept_traps"
    for name in HUP INT TERM; do
        [[ $kept_traps == *" SIG$name"* ]] || trap - "$name"
    done
    for name in $held_signals; do kill -s "$name" "$BASHPID"; done
}

# In a session of its own, so that Ctrl-C reaches the script alone.
start_process() { # FILE LOG COMMAND…
    local file=$1 log=$2
    shift 2
    hold_signals
    setsid "$@" </dev/null >>"$log" 2>&1 9>&- &
    record_process "$file" $!
    release_signals
}

stop_process() { # FILE NAME SECONDS PROGRAM: asks with SIGTERM, waits, insists with SIGKILL
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
    else
        end_orphans "$1" "$4" 2
    fi
    rm -f "$1"
}

stop_all() { # STATE: the watch first, which would start them again; then nginx, so that no new request reaches workers that are going
    local watch
    if watch=$(recorded_pid "$1/up/watch.proc") && [ "$watch" != $$ ]; then
        kill -TERM "$watch" 2>/dev/null || true
        while recorded_pid "$1/up/watch.proc" >/dev/null; do sleep 0.1; done
    fi
    rm -f "$1/up/watch.proc"
    stop_process "$1/up/nginx.proc" nginx 10 nginx
    stop_process "$1/up/serve.proc" risicolaag 20 risicolaag
    stop_process "$1/up/idp.proc" aanmeldserver 10 node
}
