# Starting and ending the servers, by the ids that are kept in DIR/pids. Sourced by ops/cluster.
# shellcheck shell=bash disable=SC2154

# When a process began, in the kernel's ticks: with its id, a name that is never given twice. Nothing if it is
# gone, or a zombie that its parent forgets.
began() { # PID
    local stat
    local -a fields
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    read -r -a fields <<<"${stat##*) }"
    [[ ${fields[0]} == [ZX] ]] || echo "${fields[19]}"
}

# Runs on when we end, and has none of our environment: no password, no PG variable. Its id is kept before it
# is started, so that nothing runs that 'down' does not know.
start() { # NAME LOG COMMAND...
    local name=$1 log=$2
    shift 2
    mkdir -p "$pids"
    (
        exec 9>&- </dev/null >>"$log" 2>&1
        cd "${log%/*}" || exit
        self=$BASHPID
        echo "$self $(began "$self")" >"$pids/$name"
        exec setsid env -i PATH=/usr/bin:/bin LANG=C.UTF-8 HOME="${log%/*}" "${server[@]}" "$@"
    ) &
    disown
}

# The id of what was started by this name, if it runs.
pid_of() { # NAME
    local pid since
    read -r pid since 2>/dev/null <"$pids/$1" || return 0
    [[ $(began "$pid") != "$since" ]] || echo "$pid"
}

# The same of a node's PostgreSQL, which Patroni started and may leave behind.
postmaster_of() { # NODE
    local pid
    pid=$(head -n 1 "$home/$1/data/postmaster.pid" 2>/dev/null) || return 0
    [[ ! $pid =~ ^[1-9][0-9]*$ || $(readlink "/proc/$pid/cwd" 2>/dev/null) != "$home/$1/data" ]] || echo "$pid"
}

start_etcd() { # NODE
    start "etcd-$1" "$home/$1/etcd.log" etcd --config-file "$home/$1/config/etcd.yml"
}

start_patroni() { # NODE
    as_server mkdir -p -m 700 "$sockets"
    start "patroni-$1" "$home/$1/patroni.log" patroni "$home/$1/config/patroni.yml"
}

# A process and all below it. Each is halted before its children are listed, so that it has no more of them.
halted_tree() { # PID...
    local pid
    for pid; do
        kill -STOP "$pid" 2>/dev/null || continue
        echo "$pid"
        # shellcheck disable=SC2046
        halted_tree $(pgrep -P "$pid" || true)
    done
}

# SIGKILL, and returns when they are gone.
kill_trees() { # PID...
    local -a all
    (($# > 0)) || return 0
    mapfile -t all < <(halted_tree "$@")
    ((${#all[@]} > 0)) || return 0
    kill -KILL "${all[@]}" 2>/dev/null || true
    wait_gone 10 "${all[@]}" || die "some of ${all[*]} are still there 10 s after SIGKILL"
}

wait_gone() { # SECONDS PID...
    local pid until=$((SECONDS + $1))
    shift
    for pid; do
        while [[ -n $(began "$pid") ]]; do
            ((SECONDS <= until)) || return 1
            sleep 0.02
        done
    done
}

kill_patroni() { # NODE
    local patroni
    patroni=$(pid_of "patroni-$1")
    [[ -z $patroni ]] || kill_trees "$patroni"
    rm -f "$pids/patroni-$1"
}

kill_node() { # NODE: Patroni first, or it would start PostgreSQL again
    local postmaster
    kill_patroni "$1"
    postmaster=$(postmaster_of "$1")
    [[ -z $postmaster ]] || kill_trees "$postmaster"
}

# At once, but PostgreSQL may give its shared memory back, which a killed one leaves to the machine.
quit_node() { # NODE
    local postmaster
    kill_patroni "$1"
    postmaster=$(postmaster_of "$1")
    if [[ -n $postmaster ]]; then
        kill -QUIT "$postmaster" 2>/dev/null || true
        wait_gone 10 "$postmaster" || kill_node "$1"
    fi
}

kill_etcd() { # NODE
    local etcd
    etcd=$(pid_of "etcd-$1")
    [[ -z $etcd ]] || kill_trees "$etcd"
    rm -f "$pids/etcd-$1"
}

anything_runs() {
    local node
    for node in "${nodes[@]}"; do
        [[ -z $(pid_of "etcd-$node")$(pid_of "patroni-$node")$(postmaster_of "$node") ]] || return 0
    done
    return 1
}

everything_runs() {
    local node
    for node in "${nodes[@]}"; do
        [[ -n $(pid_of "etcd-$node") && -n $(pid_of "patroni-$node") ]] || return 1
    done
}

# Patroni ends its PostgreSQL, every transaction settled. What does not go by itself is killed.
end_all() { # gently|at-once
    local node pid
    local -a patronis=() etcds=()
    for node in "${nodes[@]}"; do
        pid=$(pid_of "patroni-$node")
        [[ -z $pid ]] || patronis+=("$pid")
        pid=$(pid_of "etcd-$node")
        [[ -z $pid ]] || etcds+=("$pid")
    done
    if [[ $1 == gently && ${#patronis[@]} -gt 0 ]]; then
        kill -CONT "${patronis[@]}" 2>/dev/null || true
        kill -TERM "${patronis[@]}" 2>/dev/null || true
        wait_gone 60 "${patronis[@]}" || echo "$program: Patroni does not end; it is killed" >&2
    fi
    for node in "${nodes[@]}"; do quit_node "$node"; done
    if [[ $1 == gently && ${#etcds[@]} -gt 0 ]]; then
        kill -TERM "${etcds[@]}" 2>/dev/null || true
        # The last ones wait in vain for a majority to say goodbye to. What etcd keeps, it keeps through a kill.
        wait_gone 1 "${etcds[@]}" || true
    fi
    for node in "${nodes[@]}"; do kill_etcd "$node"; done
    rm -rf "$sockets" "$pids"
}
