# What ops/cluster is asked to do, a function for each command.
# shellcheck shell=bash disable=SC2154

do_up() {
    if is_made; then
        ! everything_runs || die "it is up already in $dir: see $program status"
        ! anything_runs || die "parts of it run in $dir: end them with $program down, or bring a killed node back with rejoin"
        refuse_taken_ports
    else
        make_folder
    fi
    bring_up ''
}

# Ends what it started if it does not come to an end itself. FIRST is the node that brings the data, if one does.
bring_up() { # FIRST
    local node began=$SECONDS
    trap 'end_all at-once; exit 130' INT TERM
    for node in "${nodes[@]}"; do start_etcd "$node"; done
    if [[ -n $1 ]]; then
        start_patroni "$1"
        wait_for_leader "$1"
    fi
    for node in "${nodes[@]}"; do
        [[ $node == "$1" ]] || start_patroni "$node"
    done
    wait_for_primary 2 120 || give_up "it does not come up within 120 s: see $home/*/patroni.log and etcd.log"
    make_database
    trap - INT TERM
    echo "up after $((SECONDS - began)) s: $primary is the primary" >&2
    print_url
}

give_up() { # REASON
    end_all at-once
    die "$1"
}

make_database() {
    [[ $(sql "$primary" "select count(*) from pg_database where datname = 'perk'") == 1 ]] ||
        sql "$primary" 'create database perk owner perk'
}

refuse_taken_ports() {
    local node port
    for node in "${nodes[@]}"; do
        for port in "${postgres_port[$node]}" "${patroni_port[$node]}" "${etcd_port[$node]}" "${member_port[$node]}"; do
            ! is_taken "$port" || die "port $port, which node $node has, is taken: end what listens there, or remove this cluster and make another"
        done
    done
}

do_status() { print_table; }

do_url() { print_url; }

check_node() { # NODE
    is_node "$1" || die "there is no node '$1'; there are: ${nodes[*]}" 2
}

check_up() {
    anything_runs || die "it is not up in $dir: start it with $program up" 3
}

do_kill() { # NODE
    check_node "$1"
    [[ -n $(pid_of "patroni-$1")$(postmaster_of "$1") ]] || die "node $1 is not up" 3
    kill_node "$1"
    [[ $scope == node ]] || kill_etcd "$1"
}

do_rejoin() { # NODE
    local until=$((SECONDS + 120))
    check_node "$1"
    check_up
    [[ -z $(pid_of "patroni-$1") ]] || die "node $1 is up already"
    [[ -n $(pid_of "etcd-$1") ]] || start_etcd "$1"
    start_patroni "$1"
    while ((SECONDS <= until)); do
        primary=$(leader)
        [[ $primary != "$1" ]] || return 0
        ! is_node "$primary" || [[ $'\n'$(standbys_of "$primary") != *$'\n'"$1 "* ]] || return 0
        sleep 0.1
    done
    die "node $1 does not follow the primary within 120 s: see $home/$1/patroni.log"
}

do_switchover() { # NODE
    check_node "$1"
    check_up
    primary=$(leader)
    is_node "$primary" || die "there is no primary now: see $program status" 3
    [[ $primary != "$1" ]] || die "node $1 is the primary already"
    grep -qE "^$1 sync " <<<"$(standbys_of "$primary")" || die "node $1 is not the synchronous standby: see $program status"
    as_server patronictl -c "$home/$1/config/patroni.yml" switchover "${setting[cluster]}" --master "$primary" \
        --candidate "$1" --force >"$dir/switchover.log" 2>&1 || die "Patroni refuses: $(tail -n 1 "$dir/switchover.log")"
    wait_for_primary 1 60 || die "there is no primary with a standby 60 s after the switchover: see $program status"
    [[ $primary == "$1" ]] || die "the primary is $primary: see $dir/switchover.log"
}

do_pause() { signal_patroni STOP "$1"; }

do_resume() { signal_patroni CONT "$1"; }

signal_patroni() { # SIGNAL NODE
    local pid
    check_node "$2"
    pid=$(pid_of "patroni-$2")
    [[ -n $pid ]] || die "node $2 is not up" 3
    kill "-$1" "$pid"
}

do_down() {
    check_up
    end_all gently
}

do_remove() {
    [[ -e $dir/.perk-cluster ]] || die "there is no cluster in $dir" 3
    ! is_made || end_all at-once
    [[ $home != /var/lib/perk/* ]] || rm -rf "$home"
    rm -rf "$dir/servers" "$dir/passwords" "$dir/conninfo" "$dir/cluster.conf" "$dir/settings.new" "$dir/switchover.log" \
        "$dir/.lock" "$dir/.perk-cluster" "$sockets" "$pids"
    rmdir "$dir" 2>/dev/null || true
}
