# Functions of script/cluster. Its folder is $data, where cluster.env holds the options of the first start.

fail() { printf 'cluster: %s\n' "$*" >&2; exit 1; }

number() { echo "${1##*-}"; }

# The ports of a process: for clients, for Prometheus, and for health checks.
port_of() { case $1 in gateway-*) echo $((port + $(number "$1") - 1)) ;; postgres) echo $((port + 1400)) ;; esac; }
metrics_of() { case $1 in gateway-*) echo $((port + 999 + $(number "$1"))) ;; silo-*) echo $((port + 1099 + $(number "$1"))) ;; esac; }
probes_of() { case $1 in gateway-*) port_of "$1" ;; *) metrics_of "$1" ;; esac; }

arguments_of() { tr "\0" "\n" 2>/dev/null <"/proc/$1/cmdline"; }

# A process of this cluster has $data among its arguments. The pid alone is not enough, as it may have been reused.
alive() {
  local pid arguments
  pid=$(cat "$data/$1.pid" 2>/dev/null) && arguments=$(arguments_of "$pid") || return 1
  # During exec a process briefly has no arguments; a process that has exited stays without.
  [ -n "$arguments" ] || { sleep 0.3; arguments=$(arguments_of "$pid") || return 1; }
  case $1 in
    cluster) grep -q 'cluster$' <<<"$arguments" ;;
    *) grep -qxF -e "$data" -e "$data/postgres" <<<"$arguments" ;;
  esac
}

all() { find "$data" -maxdepth 1 -name "$1.pid" 2>/dev/null | sed 's|.*/||; s|\.pid$||' | sort -V; }
all_alive() { local name; for name in $(all "$1"); do if alive "$name"; then echo "$name"; fi; done; }

# Starts a process in its own session: Ctrl-C then reaches only this script, which stops all processes in order.
launch() {
  local name=$1; shift
  # Background processes of a script ignore SIGINT by default.
  setsid env --default-signal=INT,QUIT "$@" >>"$data/$name.log" 2>&1 </dev/null &
  echo $! >"$data/.$name.pid"
  mv "$data/.$name.pid" "$data/$name.pid"
}

start() {
  local name=$1 n; n=$(number "$1")
  ! alive "$name" || fail "$name is already running"
  local cluster=(--Cluster:SiloPort $((port + 1199 + n)) --Cluster:GatewayPort $((port + 1299 + n)))
  local common=(--Data "$data" --Metrics:Port "$(metrics_of "$name")" "${settings[@]}")
  export ConnectionStrings__Postgres
  case $name in
    silo-*) launch "$name" dotnet artifacts/run/Bulletin.Silo/Bulletin.Silo.dll "${cluster[@]}" "${common[@]}" ;;
    gateway-*)
      if [ -z "$cohosted" ]; then cluster=(--Cluster:Role Gateway --Auth:KeyFolder "$data/keys"); fi
      launch "$name" dotnet artifacts/run/Bulletin.Api/Bulletin.Api.dll --urls "http://$host:$(port_of "$name")" "${cluster[@]}" "${common[@]}" ;;
  esac
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET /health/ready HTTP/1.0\r\n\r\n' >&3 && head -n 1 <&3 | grep -q ' 200 ') 2>/dev/null; }

wait_ready() {
  until answers "$(probes_of "$1")"; do
    alive "$1" || { tail -n 20 "$data/$1.log" >&2; fail "$1 has ended; its log is $data/$1.log"; }
    sleep 0.1
  done
}

# Checks all ports before anything starts, rather than failing at the last process.
need_free() {
  local name number
  for name in "$@"; do
    for number in $(port_of "$name") $(metrics_of "$name"); do
      ! (exec 3<>"/dev/tcp/127.0.0.1/$number") 2>/dev/null || fail "port $number is in use. Choose another with --port."
    done
  done
}

# The process may have exited meanwhile.
signal() { kill -"$2" "$(cat "$data/$1.pid")" 2>/dev/null || true; }

# Stops processes gracefully and waits; kills one only long after it should have exited.
stop() {
  local name names=() waited=0
  for name in "$@"; do
    alive "$name" || continue
    names+=("$name")
    signal "$name" "$([ "$name" = postgres ] && echo INT || echo TERM)"
    signal "$name" CONT
  done
  for name in "${names[@]}"; do
    while alive "$name"; do
      if [ $((waited += 1)) -gt 1400 ]; then signal "$name" KILL; fi
      sleep 0.1
    done
  done
  for name in "$@"; do rm -f "$data/$name.pid"; done
}

# Stops processes before the ones they depend on.
stop_all() {
  trap '' INT TERM HUP
  echo '== Stopping'
  # shellcheck disable=SC2046
  { stop $(all 'gateway-*'); stop $(all 'silo-*'); stop postgres; }
  rm -f "$data/cluster.pid"
}

# Until everything is stopped, restarts Postgres whenever it exits, and reports when another process does.
watch_over() {
  local ended code name
  while true; do
    code=0
    wait -n -p ended 2>/dev/null || code=$?
    [ -n "${ended:-}" ] || fail 'no process is left'
    name=$(grep -lxF "$ended" "$data"/*.pid | sed 's|.*/||; s|\.pid$||' || true)
    case $name in
      postgres) echo "postgres exited with $code: restarting it"; sleep 0.1; start_postgres ;;
      ?*) echo "$name exited with $code. To restart it: script/cluster start $name --data $data" ;;
    esac
  done
}
