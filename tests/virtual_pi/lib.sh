# What the jobs share. Sourced in the virtual Pi; speaks of what was seen, keeps going, ends with a count.
# shellcheck shell=bash
BAD=$OUT/bad.txt
ok() { echo "ok    $*"; }
bad() {
    echo "BAD   $*"
    echo "boot $PIBED_BOOT: $*" >>"$BAD"
}
# is WHAT SEEN WANTED
is() { if [ "$2" = "$3" ]; then ok "$1: $2"; else bad "$1: $2, not $3"; fi; }
step() { printf '\n-- %s (%s s after power-on)\n' "$*" "$(cut -d. -f1 /proc/uptime)"; }
show() { systemctl show mat-kiosk -p "$1" --value; }
screen() { show StatusText; }

# until SECONDS WORDS COMMAND...: waits until it is so
until_so() {
    local end=$((SECONDS + $1)) words=$2
    shift 2
    until "$@"; do
        if [ $SECONDS -ge $end ]; then
            bad "$words: not within its time"
            return 1
        fi
        sleep 1
    done
    ok "$words"
}
ready() { [ "$(show ActiveState)" = active ]; }
on() { [ "$(screen)" = "$1" ]; }
restarted() { [ "$(show NRestarts)" -gt "$1" ]; }

# The bed's processor is emulated and several times slower than a Pi's: the limits of the units are stretched, nothing
# else is changed.
stretch_limits() {
    mkdir -p /etc/systemd/system/mat-kiosk.service.d /etc/systemd/system/mat-trial.service.d
    printf '[Service]\nTimeoutStartSec=400\nWatchdogSec=%s\nTimeoutStopSec=60\n' "${1:-90}" \
        >/etc/systemd/system/mat-kiosk.service.d/slow-machine.conf
    printf '[Service]\nEnvironment=MAT_TRIAL_S=400\nTimeoutStartSec=1200\n' \
        >/etc/systemd/system/mat-trial.service.d/slow-machine.conf
    systemctl daemon-reload
}

# Facts about the database, read as another program would.
db() {
    python3 - "$1" <<'P'
import sqlite3, sys
db = sqlite3.connect("file:/var/lib/mat-kiosk/mat.sqlite3?mode=ro", uri=True)
print(*[" ".join(map(str, row)) for row in db.execute(sys.argv[1])], sep="\n")
P
}
reps() { db "select count(*) from rep where valid" 2>/dev/null || echo 0; }

# What an empty mat reads.
empty_mat() { IFS=, read -r _ a b c d </pibed/given/session.csv && pi-adc set 0 0 "$a" 0 1 "$b" 0 2 "$c" 0 3 "$d"; }

finish() {
    if [ -s "$BAD" ]; then
        cat "$BAD"
        exit 1
    fi
    echo "everything as it should be"
}
