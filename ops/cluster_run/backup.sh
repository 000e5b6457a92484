# Backups, and clusters made of them. A backup is a folder: base/ (a verified pg_basebackup), wal/ (what the
# archive had since), base.time and wal.time (by when each was whole). Sourced by ops/cluster.
# shellcheck shell=bash disable=SC2154

do_backup() { # BACKUP
    local backup=$1
    check_up
    primary=$(leader)
    [[ -n $primary && $(state_of "$primary") == primary* ]] || die "there is no primary now: see $program status" 3
    (umask 077 && mkdir -p "$backup")
    if [[ ! -e $backup/base.time ]]; then
        [[ -z $(find "$backup" -mindepth 1 -maxdepth 1 ! -name base.part) ]] || die "$backup holds something else, and no backup"
        take_base "$backup"
    fi
    add_wal "$backup"
    echo "$backup holds what was committed from $(<"$backup/base.time") to $(<"$backup/wal.time")"
}

take_base() { # BACKUP
    local whole
    rm -rf "$1/base.part"
    # Without a slot: with one it would count as a synchronous standby where any does.
    PGPASSWORD=$(<"$dir/passwords/replication") "$bin/pg_basebackup" -h "$sockets" -p "${postgres_port[$primary]}" \
        -U replication -D "$1/base.part" -X stream --no-slot -c fast --manifest-checksums=SHA256 ||
        die "the base backup fails (see above)"
    verify_base "$1/base.part"
    whole=$(sql "$primary" 'select clock_timestamp()')
    mv "$1/base.part" "$1/base"
    echo "$whole" >"$1/base.time"
}

verify_base() { # BASE
    local output
    output=$("$bin/pg_verifybackup" -q "$1" 2>&1) || die "the backup in $1 is damaged: $output"
}

# A transaction of its own ends the WAL that is copied, so that any time before it is a target that recovery reaches.
add_wal() { # BACKUP
    local until file whole
    whole=$(sql "$primary" 'select clock_timestamp() from pg_current_xact_id()')
    file=$(sql "$primary" 'select pg_walfile_name(pg_switch_wal())')
    until=$((SECONDS + 60))
    while [[ ! -e ${setting[archive]}/$file ]]; do
        ((SECONDS <= until)) || die "the WAL file $file is not in the archive after 60 s: see $home/$primary/patroni.log"
        sleep 0.1
    done
    mkdir -p "$1/wal"
    for file in "${setting[archive]}"/*; do
        file=${file##*/}
        if [[ $file == *.part || -e $1/wal/$file ]] || ! is_needed "$file" "$1/base/backup_label"; then continue; fi
        cp "${setting[archive]}/$file" "$1/wal/new.part"
        mv "$1/wal/new.part" "$1/wal/$file"
    done
    sync -f "$1/wal"
    echo "$whole" >"$1/wal.time"
}

# Not segments from before the base backup. Their names are timeline and place, eight and sixteen digits.
is_needed() { # WAL_FILE BACKUP_LABEL
    local start
    start=$(sed -nE 's/^START WAL LOCATION: .*file [0-9A-F]{8}([0-9A-F]{16}).*/\1/p' "$2")
    [[ ! ${1%%.*} =~ ^[0-9A-F]{24}$ || ! ${1:8:16} < $start ]]
}

do_restore() { # BACKUP; into the folder that is open
    local backup=$1 first=a
    local -a target=()
    [[ -e $backup/base.time && -e $backup/wal.time ]] || die "there is no whole backup in $backup"
    ! is_made || die "there is a cluster in $dir already: use another --into"
    choose_target "$backup"
    verify_base "$backup/base"
    begin_folder
    mkdir -p "$home/$first"
    cp -a "$backup/base" "$home/$first/base"
    cp -a "$backup/wal" "$home/$first/wal"
    fill_folder --restore "$home/$first/base" "$home/$first/wal" "${target[@]}"
    bring_up "$first"
    rm -rf "$home/$first/wal"
    echo "restored as of $to; back it up anew, and see ops/runbooks/head-office-backup.md for what head office does next" >&2
}

choose_target() { # BACKUP
    local at
    [[ $to != latest ]] || return 0
    at=$(date -u -d "$to" '+%F %T.%6N+00' 2>/dev/null) || die "'$to' is no time; one is like '2026-11-22 09:30:00+00', or latest" 2
    is_before "$(<"$1/base.time")" "$at" || die "the backup begins at $(<"$1/base.time"): $to is before that"
    is_before "$at" "$(<"$1/wal.time")" || die "the backup ends at $(<"$1/wal.time"): $to is after that"
    target=("$at")
}

is_before() { # TIME TIME
    (($(date -d "$1" +%s%6N) <= $(date -d "$2" +%s%6N)))
}

# Recovery takes as long as there is WAL to read; it fails only by ending.
wait_for_leader() { # NODE
    until [[ $(leader) == "$1" ]]; do
        [[ -n $(pid_of "patroni-$1") ]] ||
            give_up "it does not come up: $(grep -E 'FATAL|ERROR' "$home/$1/patroni.log" | tail -n 1)"
        sleep 0.2
    done
}
