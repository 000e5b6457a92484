# The cluster's folder: what is where, who owns it, ports, passwords, configuration. Sourced by ops/cluster.
# shellcheck shell=bash disable=SC2034,SC2154  # ops/cluster and ops/deploy/settings.sh set them.

require_packages() {
    local file
    for file in etcd:etcd-server etcdctl:etcd-client patroni:patroni "$bin/postgres:postgresql-15" openssl:openssl; do
        command -v "${file%:*}" >/dev/null || die "the package ${file#*:} is not installed: run ops/bootstrap"
    done
}

# One at a time in one folder (what is started must not inherit the lock: see start).
open_folder() {
    server=()
    if ((EUID == 0)); then
        getent passwd postgres >/dev/null || die "there is no user 'postgres' to run PostgreSQL as: run ops/bootstrap"
        server=(setpriv --reuid postgres --regid postgres --init-groups)
    fi
    makes=no
    [[ $command != up && $command != restore ]] || makes=yes
    [[ $makes == no ]] || mkdir -p "$dir"
    if [[ ! -d $dir ]]; then
        [[ $command == remove ]] && exit 0
        die "there is no cluster in $dir" 3
    fi
    dir=$(cd "$dir" && pwd)
    [[ $dir =~ ^[A-Za-z0-9._/-]+$ ]] || die "'$dir' has more than letters, digits and ._/- in its name: use another --dir"
    exec 9>"$dir/.lock"
    flock -w 300 9 || die "another ops/cluster has been busy in $dir for five minutes"
    choose_home
    # A folder's path may be longer than the 107 bytes of a socket's name.
    sockets=/tmp/perk-$(printf %s "$dir" | sha256sum | cut -c1-16)
    pids=$dir/pids
    if is_made; then
        read_settings "$dir/cluster.conf"
    elif [[ $makes == no && $command != remove ]]; then
        die "there is no cluster in $dir" 3
    fi
}

as_server() { (cd / && exec "${server[@]}" "$@" 9>&-); }

# Where the servers keep their files: in DIR, or where their user can go.
choose_home() {
    home=$dir/servers
    if [[ -L $home ]]; then
        home=$(readlink "$home")
    elif ((EUID == 0)) && [[ $makes == yes && ! -e $home ]] && ! as_server test -x "$dir"; then
        home=/var/lib/perk/$(printf %s "$dir" | sha256sum | cut -c1-16)
        install -d -m 755 /var/lib/perk "$home"
        ln -s "$home" "$dir/servers"
        echo "$program: the user 'postgres' cannot enter $dir, so the data is in $home" >&2
    fi
}

# .perk-cluster marks the folder as ours; cluster.conf is written last, and marks the cluster as whole.
is_made() { [[ -e $dir/cluster.conf ]]; }

# RESTORE... is what ops/deploy/render takes after its third argument, for the first node.
make_folder() { # RESTORE...
    begin_folder
    fill_folder "$@"
}

begin_folder() {
    [[ ! -e $dir/.perk-cluster ]] || die "the cluster in $dir is half made: $program remove deletes it"
    [[ -z $(find "$dir" -mindepth 1 -maxdepth 1 ! -name .lock ! -name servers) ]] || die "$dir holds something else: use another --dir"
    touch "$dir/.perk-cluster"
    mkdir -p "$home"
}

fill_folder() { # RESTORE...
    local node
    (umask 077 && mkdir -p "$dir/passwords" && make_passwords)
    choose_ports
    write_settings >"$dir/settings.new"
    read_settings "$dir/settings.new"
    if [[ $tls == on ]]; then
        "$here/deploy/certificates" "$dir/settings.new" "$home/tls"
        mv "$home/tls/ca.key" "$dir/passwords/ca.key"
        chmod 755 "$home/tls"
    fi
    for node in "${nodes[@]}"; do
        (umask 077 && mkdir -p "$home/$node/etcd")
        if [[ $node == "${nodes[0]}" ]]; then
            render "$dir/settings.new" "$node" "$@"
        else
            render "$dir/settings.new" "$node"
        fi
    done
    mkdir -p "$home/archive"
    if ((EUID == 0)); then
        for node in "${nodes[@]}"; do chown -R postgres: "$home/$node"; done
        chown -R postgres: "$home/archive"
        [[ $tls == off ]] || chown postgres: "$home/tls"/*.key
    fi
    mv "$dir/settings.new" "$dir/cluster.conf"
    print_url >"$dir/conninfo"
}

render() { # SETTINGS NODE RESTORE...
    local node=$2
    "$here/deploy/render" "$1" "$node" "$home/$node/config" "${@:3}"
}

make_passwords() {
    local name
    for name in superuser replication rewind perk rest; do
        od -An -N16 -tx1 /dev/urandom | tr -d ' \n' >"$dir/passwords/$name"
    done
    printf '*:*:perk:perk:%s\n' "$(<"$dir/passwords/perk")" >"$dir/passwords/perk.pgpass"
}

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Twelve that nobody listens on now, below the range that outgoing connections are given.
choose_ports() {
    local candidate
    ports=()
    while ((${#ports[@]} < 12)); do
        candidate=$((15000 + (RANDOM * 32768 + RANDOM) % 15000))
        [[ " ${ports[*]} " == *" $candidate "* ]] || is_taken "$candidate" || ports+=("$candidate")
    done
}

write_settings() {
    local node index=0
    echo "# The trial cluster of ops/cluster in $dir"
    echo "cluster perk"
    for node in a b c; do
        echo "node $node 127.0.0.1 ${ports[*]:index:4}"
        index=$((index + 4))
    done
    printf '%s %s\n' clients 127.0.0.1/32 home "$home" sockets "$sockets" archive "$home/archive" \
        passwords "$dir/passwords" tls "$([[ $tls == on ]] && echo "$home/tls" || echo off)" watchdog off speed "$speed"
}

print_url() {
    local node
    local -a hosts=()
    for node in "${nodes[@]}"; do hosts+=("${address[$node]}:${postgres_port[$node]}"); done
    printf 'postgresql://perk@%s/perk?target_session_attrs=read-write&passfile=%s' "$(joined , "${hosts[@]}")" \
        "$dir/passwords/perk.pgpass"
    [[ ${setting[tls]} == off ]] || printf '&sslmode=verify-full&sslrootcert=%s' "${setting[tls]}/ca.crt"
    echo
}
