# shellcheck shell=bash
# What install, uninstall and trial share: the places, and how each is changed whole or not at all.
# Sourced by bash, never run. HERE is the folder this file lies in.
# shellcheck disable=SC2034  # the names below are used by those who source this
OPT=/opt/mat-kiosk
CONFIG=/etc/mat-kiosk
DATA=/var/lib/mat-kiosk
CACHE=/var/cache/mat-kiosk
RUN=/run/mat-kiosk
STICK=/media/matbackup
BEFORE_UPDATE=$DATA/before-update.sqlite3
SERVICE=mat-kiosk.service
INSTALLING=/run/lock/mat-kiosk-install
CHANGING=/run/mat-kiosk-trial.lock
DATA_MOUNT='var-lib-mat\x2dkiosk.mount'
UNITS='mat-kiosk.service mat-trial.service mat-backup.timer'

say() { printf '   %s\n' "$*"; }
warn() { printf '   Note: %s\n' "$*"; }
die() {
    printf '\nNot done: %s\n' "$*" >&2
    exit 1
}

# What the project puts into the system: its name beside this file, where it goes, its mode.
placed_files() {
    cat <<'END'
mat-kiosk.service /etc/systemd/system/mat-kiosk.service 644
mat-trial.service /etc/systemd/system/mat-trial.service 644
mat-backup.service /etc/systemd/system/mat-backup.service 644
mat-backup.timer /etc/systemd/system/mat-backup.timer 644
mat-backup.mount /etc/systemd/system/media-matbackup.mount 644
mat-data.mount /usr/local/lib/systemd/system/var-lib-mat\x2dkiosk.mount 644
mat-data.device /usr/local/lib/systemd/system/dev-disk-by\x2dlabel-MATDATA.device.d/mat-kiosk.conf 644
mat-kiosk.sysusers /etc/sysusers.d/mat-kiosk.conf 644
mat-kiosk.tmpfiles /etc/tmpfiles.d/mat-kiosk.conf 644
mat-kiosk.modules /etc/modules-load.d/mat-kiosk.conf 644
mat-kiosk.journald /etc/systemd/journald.conf.d/mat-kiosk.conf 644
mat-kiosk.timesyncd /etc/systemd/timesyncd.conf.d/mat-kiosk.conf 644
mat-kiosk.rules /etc/polkit-1/rules.d/50-mat-kiosk.rules 644
99-mat-backlight.rules /etc/udev/rules.d/99-mat-backlight.rules 644
99-mat-devices.rules /etc/udev/rules.d/99-mat-devices.rules 644
mat /usr/local/bin/mat 755
END
}

# mat_is_ours: is the user mat the one made for the kiosk, or not there yet? A person may be called so.
mat_is_ours() {
    local line uid home
    line=$(getent passwd mat) || return 0
    uid=$(cut -d : -f 3 <<<"$line") home=$(cut -d : -f 6 <<<"$line")
    [ "$uid" -lt 1000 ] && [ "$home" = "$DATA" ]
}

# In a chroot nothing can be started; what is installed then starts with the machine.
systemd_runs() { [ -d /run/systemd/system ]; }

# A file takes its place in one step: a plug pulled at any moment leaves the old one or the new one.
# put FILE DESTINATION MODE [GROUP]
put() {
    local whole=$2.mat-new
    install -D -m "$3" -g "${4:-root}" "$1" "$whole" && sync "$whole" && mv -fT "$whole" "$2"
}

# placed_by FOLDER, units_of FOLDER: a release's own lists. Another version may place other files than this one.
placed_by() { bash -c '. "$1/lib.sh" && placed_files' bash "$1"; }
units_of() { bash -c '. "$1/lib.sh" && echo "$UNITS"' bash "$1"; }

# placed_by_others FOLDER: where other releases put files that the one in FOLDER does not know.
placed_by_others() {
    local share name where mode mine
    mine=$(placed_by "$1" | while read -r name where mode; do echo "$where"; done)
    if [ -z "$mine" ]; then return; fi
    for share in "$OPT"/releases/*/share; do
        if [ ! -e "$share/lib.sh" ]; then continue; fi
        # shellcheck disable=SC2034  # all three are read, one is used
        while read -r name where mode; do echo "$where"; done < <(placed_by "$share")
    done | sort -u | grep -vxF "$mine" || true
}

# take_away FILE: a unit is ended first, but for the trial, which may be what asks for this.
take_away() {
    local unit
    case $1 in
        /etc/systemd/system/*)
            unit=$(basename "$1")
            systemctl --quiet disable "$unit" 2>/dev/null || true
            if systemd_runs && [ "$unit" != mat-trial.service ]; then
                timeout 60 systemctl --quiet stop "$unit" 2>/dev/null || true
            fi
            ;;
    esac
    rm -f "$1" "$1.mat-new"
}

# place_files FOLDER: brings what is in FOLDER to its places, only what differs, and takes away what only another release
# has. PLACED counts, JOURNALD tells. What can be done is done; false if something could not.
place_files() {
    local name where mode failed=0
    PLACED=0 JOURNALD=0
    while read -r where; do
        if [ ! -e "$where" ]; then continue; fi
        take_away "$where"
        PLACED=$((PLACED + 1))
    done < <(placed_by_others "$1")
    while read -r name where mode; do
        if cmp -s "$1/$name" "$where" && [ "$(stat -c %a "$where")" = "$mode" ]; then continue; fi
        put "$1/$name" "$where" "$mode" || failed=1
        PLACED=$((PLACED + 1))
        if [ "$name" = mat-kiosk.journald ]; then JOURNALD=1; fi
    done < <(placed_by "$1")
    # shellcheck disable=SC2046  # some names
    systemctl --quiet enable $(units_of "$1") || failed=1
    tell_the_system
    return "$failed"
}

tell_the_system() {
    if ! systemd_runs; then return; fi
    systemctl daemon-reload || true
    if [ "$PLACED" = 0 ]; then return; fi
    udevadm control --reload 2>/dev/null || true  # a container has no udev
    # The rules for the light and the stick ask for "add"; of the disks only the stick, the others' rules are others'.
    udevadm trigger --action=add --subsystem-match=backlight --subsystem-match=i2c-dev --subsystem-match=gpio 2>/dev/null || true
    udevadm trigger --action=add --subsystem-match=block --property-match=ID_FS_LABEL=MAT-BACKUP 2>/dev/null || true
    if [ "$JOURNALD" = 1 ]; then systemctl try-restart systemd-journald || true; fi
}

# Who installs or uninstalls is alone with it.
only_installer() {
    exec 8>"$INSTALLING"
    flock -n 8 || die "another installation is running. Wait for it to end."
}

# The installer and the trial change the same links and files: one after the other. `exec 9>&-` gives way again.
alone_with_versions() {
    exec 9>"$CHANGING"
    if flock -n 9; then return; fi
    say "A new version is being tried or installed just now: waiting until that is decided"
    flock 9
}

# point_to LINK RELEASE: a relative link, swapped in one step; never to one that is not whole.
point_to() {
    if [ -z "$2" ] || [ ! -e "$OPT/releases/$2/complete" ]; then
        warn "version ${2:-without a name} is not there, or not whole: $1 stays as it is."
        return 1
    fi
    # One step asks for the next: set -e does not count where this is part of a condition.
    rm -f "$OPT/$1.mat-new" && ln -s "releases/$2" "$OPT/$1.mat-new" && mv -fT "$OPT/$1.mat-new" "$OPT/$1" && sync "$OPT"
}

# The release a link names, nothing when there is none that is complete.
release_of() {
    local name
    name=$(readlink "$OPT/$1" 2>/dev/null) || return 0
    if [ -e "$OPT/$name/complete" ]; then basename "$name"; fi
}

# as_mat RELEASE WORD...: that release's `mat` as its own user, for five minutes at most.
as_mat() {
    local release=$1 at=/tmp
    shift
    if [ -d "$RUN" ]; then at=$RUN; fi
    (cd "$at" && setpriv --reuid=mat --regid=mat --init-groups env -i PATH=/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8 \
        HOME="$DATA" MAT_DATA="$DATA" CACHE_DIRECTORY="$CACHE" LG_WD="$at" GPIOZERO_PIN_FACTORY=lgpio SDL_VIDEODRIVER=kmsdrm \
        timeout -k 10 300 "$OPT/releases/$release/bin/mat" "$@")
}

# Seconds since the machine started. Not bash's SECONDS: they jump with the clock, which is set soon after a start.
uptime_s() {
    local up rest
    # shellcheck disable=SC2034  # both are read, one is used
    read -r up rest </proc/uptime
    echo "${up%.*}"
}

# wait_ready SECONDS: is the kiosk ready, and still the same one three seconds later?
wait_ready() {
    local first end
    end=$(($(uptime_s) + $1))
    while [ "$(uptime_s)" -lt "$end" ]; do
        first=$(systemctl show -p InvocationID --value "$SERVICE")
        if systemctl --quiet is-active "$SERVICE"; then
            sleep 3
            if systemctl --quiet is-active "$SERVICE" &&
                [ "$(systemctl show -p InvocationID --value "$SERVICE")" = "$first" ]; then return 0; fi
        fi
        sleep 0.5
    done
    return 1
}

on_a_pi() {
    local model=/proc/device-tree/model
    if [ -r "$model" ]; then
        tr -d '\0' <"$model" | grep -q 'Raspberry Pi'
    else
        grep -q '^Model.*Raspberry Pi' /proc/cpuinfo
    fi
}

BOOT_BEGIN='# >>> mat-kiosk: the I2C bus of the pressure sensors, at 400 kHz'
BOOT_END='# <<< mat-kiosk'

boot_config() {
    local file
    for file in /boot/firmware/config.txt /boot/config.txt; do
        if [ -f "$file" ]; then
            echo "$file"
            return
        fi
    done
}

# boot_is_set FILE: is the bus on and fast already, by us or by the owner? The last word of each that counts on every
# Pi decides; a comment or another model's section does not.
boot_is_set() {
    awk '
        { sub(/\r$/, ""); sub(/#.*/, "") }
        /^[ \t]*\[/ { all = ($0 ~ /^[ \t]*\[all\]/); seen = 1; next }
        (!seen || all) && /^[ \t]*dtparam=/ {
            sub(/^[ \t]*dtparam=/, ""); gsub(/[ \t]/, "")
            n = split($0, words, ",")
            for (i = 1; i <= n; i++) {
                split(words[i], told, "=")
                if (told[1] ~ /^i2c(_arm)?$/) on = (told[2] == "on" || told[2] == "yes" || told[2] == "true" || told[2] == "")
                if (told[1] ~ /^i2c(_arm)?_baudrate$/) rate = told[2]
            }
        }
        END { exit !(on && rate == 400000) }' "$1"
}

without_boot_block() {
    awk -v begin="$BOOT_BEGIN" -v end="$BOOT_END" '
        { line = $0; sub(/\r$/, "", line) }
        line == begin { inside = 1 }
        !inside { print }
        line == end { inside = 0 }' "$1"
}

with_boot_block() {
    without_boot_block "$1" &&
        printf '%s\n[all]\ndtparam=i2c_arm=on,i2c_arm_baudrate=400000\n%s\n' "$BOOT_BEGIN" "$BOOT_END"
}

# replace_boot PLACE COMMAND...: what the command says takes that place, whole or not at all. The boot partition is FAT,
# where only sync makes it last, and it may be full: a Pi does not start as it should with an empty config.txt. Every
# step is asked by itself, since set -e does not count where this is part of a condition.
replace_boot() {
    local place=$1
    shift
    if "$@" >"$place.mat-new" && [ -s "$place.mat-new" ] && sync "$place.mat-new" && mv -fT "$place.mat-new" "$place"; then
        sync "$(dirname "$place")"
        return 0
    fi
    rm -f "$place.mat-new"
    return 1
}

# set_boot FILE: the marked block at the end; the first version is kept beside it. Says whether it changed anything.
set_boot() {
    if boot_is_set "$1"; then return 1; fi
    if [ ! -e "$1.before-mat-kiosk" ]; then
        if [ -s "$1" ]; then replace_boot "$1.before-mat-kiosk" cat "$1"; else : >"$1.before-mat-kiosk"; fi || return 1
    fi
    replace_boot "$1" with_boot_block "$1"
}

has_boot_block() { grep -qF "$BOOT_BEGIN" "$1"; }

# unset_boot FILE: takes the block out again; everything else in it stays as its owner has it now.
unset_boot() { has_boot_block "$1" && replace_boot "$1" without_boot_block "$1"; }
