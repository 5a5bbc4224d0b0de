# The Postgres of script/cluster. It refuses to run as root, so root runs it as the user of its package.

postgres_programs() {
  local folder
  folder=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
  if [ -n "$folder" ]; then echo "$folder"; else dirname "$(readlink -f "$(command -v initdb)")"; fi
}

as_postgres=()
drop_root() {
  [ "$(id -u)" = 0 ] || return 0
  as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  # If $data is below a directory closed to other users, such as /root, keep the capability to traverse it, and no other.
  "${as_postgres[@]}" test -x "$data" || as_postgres+=(--inh-caps=-all,+dac_override --ambient-caps=+dac_override)
}

make_postgres() {
  [ ! -d "$data/postgres" ] || return 0
  local new=$data/postgres.new password=$data/postgres.password
  rm -rf "$new" "$password"
  (umask 077 && head -c 24 /dev/urandom | base64 | tr -d '+/=\n' >"$password")
  mkdir -m 700 "$new"
  if [ "$(id -u)" = 0 ]; then chown postgres "$new" "$password"; fi
  (cd / && "${as_postgres[@]}" "$programs/initdb" -D "$new" -U bulletin -A scram-sha-256 --pwfile "$password" -E UTF8 --no-locale >"$data/postgres.log" 2>&1 \
    && "${as_postgres[@]}" "$programs/postgres" --single -D "$new" postgres <<<'CREATE DATABASE bulletin' >>"$data/postgres.log" 2>&1) \
    || { cat "$data/postgres.log" >&2; fail "could not create the database in $new"; }
  mv "$new" "$data/postgres"
}

start_postgres() {
  launch postgres "${as_postgres[@]}" "$programs/postgres" -D "$data/postgres" -p "$(port_of postgres)" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300 -c shared_preload_libraries=pg_stat_statements
}

wait_postgres() {
  until "$programs/pg_isready" -q -h 127.0.0.1 -p "$(port_of postgres)"; do
    alive postgres || { tail -n 20 "$data/postgres.log" >&2; fail 'postgres has ended'; }
    sleep 0.1
  done
}
