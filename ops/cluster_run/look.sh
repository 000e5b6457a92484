# Looking at the cluster: etcd says who leads, each PostgreSQL what it is. Sourced by ops/cluster.
# shellcheck shell=bash disable=SC2154

# Not Debian's psql, which takes a quarter of a second to choose a version.
# As the superuser, by the node's socket. A halted server answers nobody: hence the timeout, in seconds.
sql() { # NODE STATEMENT [DATABASE]
    PGPASSWORD=$(<"$dir/passwords/superuser") PGCONNECT_TIMEOUT=2 "$bin/psql" -XqAt -F ' ' -v ON_ERROR_STOP=1 \
        -h "$sockets" -p "${postgres_port[$1]}" -U postgres -d "${3:-postgres}" -c "$2"
}

etcd_get() { # KEY
    local node scheme=http
    local -a endpoints=() proof=()
    if [[ ${setting[tls]} != off ]]; then
        scheme=https
        proof=(--ca-file "${setting[tls]}/ca.crt" --cert-file "${setting[tls]}/a.crt" --key-file "${setting[tls]}/a.key")
    fi
    for node in "${nodes[@]}"; do endpoints+=("$scheme://${address[$node]}:${etcd_port[$node]}"); done
    ETCDCTL_API=2 timeout 5 etcdctl --no-sync --endpoints "$(joined , "${endpoints[@]}")" "${proof[@]}" --timeout 2s \
        --total-timeout 4s get --quorum "/perk/${setting[cluster]}/$1" 2>/dev/null
}

# The node that holds the lease, if any does.
leader() { etcd_get leader || true; }

# NAME sync|async BYTES_BEHIND of each standby that streams from NODE. Only who is named in etcd may take over; while
# Patroni knows of none, PostgreSQL lets any standby confirm, and calls it synchronous.
standbys_of() { # NODE
    local named
    named=$(etcd_get sync | sed -nE 's/.*"sync_standby": ?"([a-z0-9,]*)".*/\1/p' || true)
    sql "$1" "select application_name, case when sync_state in ('sync', 'quorum')
                  and application_name = any ('{$named}') then 'sync' else 'async' end,
                  pg_wal_lsn_diff(pg_current_wal_flush_lsn(), flush_lsn)::bigint
              from pg_stat_replication where state = 'streaming'" 2>/dev/null || true
}

# 'primary TIMELINE' or 'standby TIMELINE'; a standby that nobody feeds has no timeline.
state_of() { # NODE
    sql "$1" "select case when pg_is_in_recovery() then 'standby ' || coalesce((select received_tli::text
                  from pg_stat_wal_receiver), '-')
              else 'primary ' || ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end" \
        2>/dev/null || true
}

# A standby confirms each commit, and may take over.
has_standby() { # STANDBYS
    grep -qE '^[a-z0-9]+ sync ' <<<"$1"
}

# Polls until there is a primary with COUNT standbys, one of them synchronous; then its name is in `primary`.
wait_for_primary() { # COUNT SECONDS
    local until=$((SECONDS + $2)) standbys
    while ((SECONDS <= until)); do
        primary=$(leader)
        if is_node "$primary" && [[ $(state_of "$primary") == primary* ]]; then
            standbys=$(standbys_of "$primary")
            ! has_standby "$standbys" || (($(grep -c . <<<"$standbys") < $1)) || return 0
        fi
        sleep 0.1
    done
    return 1
}

print_row() { printf '%-5s  %-8s  %8s  %10s  %-11s  %8s  %8s  %8s\n' "$@"; }

# Behind: bytes of WAL that the primary has on its disk and the standby has not yet.
print_table() {
    local lead standbys='' node role timeline lag synchronous row
    lead=$(leader)
    ! is_node "$lead" || standbys=$(standbys_of "$lead")
    print_row node role timeline behind synchronous patroni postgres etcd
    for node in "${nodes[@]}"; do
        read -r role timeline <<<"$(state_of "$node")"
        lag='' synchronous=''
        if [[ $role == standby ]]; then
            row=$(grep "^$node " <<<"$standbys" || true)
            read -r _ synchronous lag <<<"$row"
            [[ $synchronous == sync ]] && synchronous=yes || synchronous=no
        elif [[ $role == primary && $node != "$lead" ]]; then
            role='zombie'
        fi
        print_row "$node" "${role:-down}" "${timeline:--}" "${lag:--}" "${synchronous:--}" \
            "$(dash "$(pid_of "patroni-$node")")" "$(dash "$(postmaster_of "$node")")" "$(dash "$(pid_of "etcd-$node")")"
    done
    if ! is_node "$lead"; then
        echo "no primary: nobody holds the lease, or etcd has no majority"
    elif [[ $(state_of "$lead") != primary* ]]; then
        echo "no primary: $lead is not one, and holds the lease until it has run out (10 s)"
    elif ! has_standby "$standbys"; then
        echo "no synchronous standby: commits wait for one, and nobody may take over"
    else
        return 0
    fi
    return 3
}

dash() { echo "${1:--}"; }
