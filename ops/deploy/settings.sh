# Reads what a cluster is (three-machines.example.conf shows all of it). Sourced; needs die().
# shellcheck shell=bash disable=SC2034  # Who sources it uses them.

nodes=()
declare -A setting=() address=() postgres_port=() patroni_port=() etcd_port=() member_port=()

read_settings() { # FILE
    local key rest line=0
    [[ -f $1 && -r $1 ]] || die "the settings $1 cannot be read"
    while read -r key rest || [[ -n $key ]]; do
        line=$((line + 1))
        rest=${rest%%#*}
        rest=${rest%"${rest##*[! ]}"}
        [[ -n $key && $key != '#'* ]] || continue
        [[ $rest =~ ^[A-Za-z0-9._:/\ -]+$ ]] ||
            die "$1:$line: '$key' has '$rest'; letters, digits and ._:/- are what it may hold"
        case $key in
            node) read_node "$1:$line" "$rest" ;;
            cluster | clients | home | sockets | archive | passwords | tls | watchdog | speed)
                [[ $rest != *' '* ]] || die "$1:$line: '$key' takes one value, without spaces"
                setting[$key]=$rest
                ;;
            *) die "$1:$line: there is no setting '$key'" ;;
        esac
    done <"$1"
    for key in cluster clients home sockets archive passwords tls watchdog; do
        [[ -n ${setting[$key]:-} ]] || die "$1: '$key' is missing"
    done
    ((${#nodes[@]} == 3)) || die "$1: there must be three nodes, for two to outvote one; there are ${#nodes[@]}"
    refuse_open_networks "$1"
}

read_node() { # WHERE 'NAME ADDRESS PORT PORT PORT PORT'
    local name ip port
    local -a ports
    read -r name ip port <<<"$2"
    read -r -a ports <<<"$port"
    [[ $name =~ ^[a-z][a-z0-9]*$ ]] || die "$1: a node's name is of small letters and digits, not '$name'"
    [[ -z ${address[$name]:-} ]] || die "$1: node '$name' is there twice"
    [[ $ip =~ ^[0-9]+(\.[0-9]+){3}$ ]] || die "$1: node '$name' needs an IPv4 address, not '$ip'"
    [[ "${ports[*]}" =~ ^[1-9][0-9]{0,4}(\ [1-9][0-9]{0,4}){3}$ ]] || die "$1: node '$name' needs four ports, not '$port'"
    nodes+=("$name")
    address[$name]=$ip
    postgres_port[$name]=${ports[0]} patroni_port[$name]=${ports[1]}
    etcd_port[$name]=${ports[2]} member_port[$name]=${ports[3]}
}

# Without TLS passwords and cards' histories would be on the wire for all to read.
refuse_open_networks() { # FILE
    local node
    [[ ${setting[tls]} == off ]] || return 0
    for node in "${nodes[@]}"; do
        [[ ${address[$node]} == 127.* ]] || die "$1: 'tls off' is for loopback only; node '$node' is at ${address[$node]}"
    done
}

is_node() { [[ -n ${address[${1:-?}]:-} ]]; }

joined() { # SEPARATOR WORD...
    local separator=$1 text=$2
    shift 2
    for word; do text+=$separator$word; done
    printf %s "$text"
}
