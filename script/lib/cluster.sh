# What script/cluster is made of. Its folder is $data; what was chosen at the start is in cluster.env there.

fail() { printf 'cluster: %s\n' "$*" >&2; exit 1; }

number() { echo "${1##*-}"; }

# The ports of a process: what it serves, and what Prometheus and probes read.
port_of() { case $1 in gateway-*) echo $((port + $(number "$1") - 1)) ;; postgres) echo $((port + 1400)) ;; esac; }
metrics_of() { case $1 in gateway-*) echo $((port + 999 + $(number "$1"))) ;; silo-*) echo $((port + 1099 + $(number "$1"))) ;; esac; }
probes_of() { case $1 in gateway-*) port_of "$1" ;; *) metrics_of "$1" ;; esac; }

arguments_of() { tr "\0" "\n" 2>/dev/null <"/proc/$1/cmdline"; }

# A process of ours has this folder among its arguments; its number alone may have been given to another since.
alive() {
  local pid arguments
  pid=$(cat "$data/$1.pid" 2>/dev/null) && arguments=$(arguments_of "$pid") || return 1
  # While a process turns into another program it has none for a moment; one that has ended never gets them back.
  [ -n "$arguments" ] || { sleep 0.3; arguments=$(arguments_of "$pid") || return 1; }
  case $1 in
    cluster) grep -q 'cluster$' <<<"$arguments" ;;
    *) grep -qxF -e "$data" -e "$data/postgres" <<<"$arguments" ;;
  esac
}

all() { find "$data" -maxdepth 1 -name "$1.pid" 2>/dev/null | sed 's|.*/||; s|\.pid$||' | sort -V; }
all_alive() { local name; for name in $(all "$1"); do if alive "$name"; then echo "$name"; fi; done; }

# In a session of its own: Ctrl-C then reaches this script alone, which stops all in their order.
launch() {
  local name=$1; shift
  # What a script starts in the background would not hear SIGINT.
  setsid env --default-signal=INT,QUIT "$@" >>"$data/$name.log" 2>&1 </dev/null &
  echo $! >"$data/.$name.pid"
  mv "$data/.$name.pid" "$data/$name.pid"
}

start() {
  local name=$1 n; n=$(number "$1")
  ! alive "$name" || fail "$name runs already"
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

# Said before anything has started, rather than when all is up but the last part.
need_free() {
  local name number
  for name in "$@"; do
    for number in $(port_of "$name") $(metrics_of "$name"); do
      ! (exec 3<>"/dev/tcp/127.0.0.1/$number") 2>/dev/null || fail "port $number is in use. Choose another with --port."
    done
  done
}

# It may be gone by now.
signal() { kill -"$2" "$(cat "$data/$1.pid")" 2>/dev/null || true; }

# Asks to stop and waits; kills only what has not gone by itself long after it should have.
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

# Those who use something stop before it does.
stop_all() {
  trap '' INT TERM HUP
  echo '== Stopping'
  # shellcheck disable=SC2046
  { stop $(all 'gateway-*'); stop $(all 'silo-*'); stop postgres; }
  rm -f "$data/cluster.pid"
}

# Until all is stopped: Postgres is started again whenever it ends; of others it is only said that they did.
watch_over() {
  local ended code name
  while true; do
    code=0
    wait -n -p ended 2>/dev/null || code=$?
    [ -n "${ended:-}" ] || fail 'nothing is left to watch over'
    name=$(grep -lxF "$ended" "$data"/*.pid | sed 's|.*/||; s|\.pid$||' || true)
    case $name in
      postgres) echo "postgres ended with $code: starting it again"; sleep 0.1; start_postgres ;;
      ?*) echo "$name ended with $code. To start it again: script/cluster start $name --data $data" ;;
    esac
  done
}
