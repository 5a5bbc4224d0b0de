# The parts of script/drill. It stops every process it starts, and all of its files are in $data.

fail() { printf 'drill: %s\n' "$*" >&2; exit 1; }
say() { printf '%s %s\n' "$(date +%T)" "$*"; }

pids=()
end_all() {
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
}

free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'; }
# An array rather than a function: in the background, signals then reach the program itself instead of a subshell.
client=(node --experimental-websocket --no-warnings script/lib/drill.mjs)

# serve NAME SETTING…: starts Bulletin and waits until it is ready; leaves its process id in $server.
serve() {
  local name=$1; shift
  dotnet artifacts/run/Bulletin.Api/Bulletin.Api.dll --urls "$url" --Limits:Posting:PerSecond 100000 --Limits:Posting:Burst 100000 \
    --Limits:SignUp:PerSecond 1000 "$@" >>"$data/$name.log" 2>&1 &
  server=$!
  pids+=("$server")
  until curl -sf -o "$data/ready" "$url/health/ready"; do
    kill -0 "$server" 2>/dev/null || { cat "$data/$name.log" >&2; fail "$name did not start"; }
    sleep 0.1
  done
}

# Like a power cut, from the process's point of view.
cut() { kill -KILL "$1"; wait "$1" 2>/dev/null || true; }

database() {
  "${as_postgres[@]}" "$programs/postgres" -D "$data/$1" -p "$database_port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c wal_level=replica -c archive_mode=on -c archive_timeout=2 -c "archive_command=test ! -f '$data/archive/%f' && cp '%p' '$data/archive/%f'" \
    >>"$data/postgres.log" 2>&1 &
  postgres=$!
  pids+=("$postgres")
  until [ "$(ask 'SELECT NOT pg_is_in_recovery()' 2>/dev/null)" = t ]; do
    kill -0 "$postgres" 2>/dev/null || { cat "$data/postgres.log" >&2; fail 'Postgres did not start'; }
    sleep 0.1
  done
}

ask() { psql -h 127.0.0.1 -p "$database_port" -U bulletin -d "${2:-postgres}" -XAtqc "$1"; }

drill_postgres() {
  local url database_port postgres server posting time
  url=http://127.0.0.1:$(free_port) database_port=$(free_port)
  export ConnectionStrings__Postgres="Host=127.0.0.1;Port=$database_port;Username=bulletin;Database=bulletin"
  mkdir -m 777 "$data/archive" "$data/base" "$data/run"
  if [ "$(id -u)" = 0 ]; then chown postgres "$data/archive" "$data/base" "$data/run"; fi
  (cd / && "${as_postgres[@]}" "$programs/initdb" -D "$data/run/postgres" -U bulletin -A trust -E UTF8 --no-locale >"$data/postgres.log")
  database run/postgres
  ask 'CREATE DATABASE bulletin'
  serve bulletin --Data "$data/keys"

  "${client[@]}" post "$url" "$data/record.json" &
  posting=$!
  pids+=("$posting")
  "${client[@]}" wait "$data/record.json" 200
  say 'Taking a base backup while users post'
  (cd / && "${as_postgres[@]}" "$programs/pg_basebackup" -h 127.0.0.1 -p "$database_port" -U bulletin -D "$data/base/backup" -X none -c fast --no-sync)
  "${client[@]}" wait "$data/record.json" 400
  time=$(ask 'SELECT clock_timestamp()')
  say "Recovery target time: $time"
  "${client[@]}" wait "$data/record.json" 400
  "${client[@]}" wait-archive "$data/archive" "$(ask 'SELECT pg_walfile_name(pg_current_wal_lsn())')"
  say 'Killing Postgres, deleting its disk and stopping Bulletin'
  cut "$postgres"
  rm -rf "$data/run/postgres"
  kill -TERM "$posting"
  wait "$posting" || fail 'the people who post did not end as they should'
  cut "$server"

  say 'Restoring the backup and replaying the archive'
  (cd / && "${as_postgres[@]}" cp -r "$data/base/backup" "$data/run/postgres")
  cat >"$data/recovery" <<END
restore_command = 'cp "$data/archive/%f" "%p"'
recovery_target_time = '$time'
recovery_target_action = 'promote'
END
  "${as_postgres[@]}" tee -a "$data/run/postgres/postgresql.auto.conf" <"$data/recovery" >"$data/ready"
  "${as_postgres[@]}" touch "$data/run/postgres/recovery.signal"
  database run/postgres
  silo restored
  serve restored --Data "$data/keys"
  "${client[@]}" check "$url" "$data/record.json" "$time"
  say "$(ask "SELECT format('A message of %s bytes on average takes %s bytes on disk, including its indexes', avg(octet_length(text))::int, pg_total_relation_size('messages') / count(*)) FROM messages" bulletin)"
  cut "$server"
  cut "$postgres"
  unset ConnectionStrings__Postgres
}

silo() { dotnet artifacts/run/Bulletin.Silo/Bulletin.Silo.dll "$@"; }

drill_sqlite() { drill_copy sqlite 0; }
drill_backup() { drill_copy backup 1000 50; }

# drill_copy NAME MEGABYTES [POSTS]: backs up a database of that size under that many posts per second, deletes it and restores it.
drill_copy() {
  local name=$1 megabytes=$2 server posting time seconds size url
  local folder=$data/$name copy=$data/$name.db record=$data/$name.json
  url=http://127.0.0.1:$(free_port)
  [ "$megabytes" = 0 ] || ballast "$folder" "$megabytes"
  serve "$name" --Data "$folder"
  "${client[@]}" post "$url" "$record" ${3:-} &
  posting=$!
  pids+=("$posting")
  "${client[@]}" wait "$record" 200
  say 'Backing up the file while users post'
  time=$(date --utc +%FT%T.%3NZ)
  SECONDS=0
  timeout 30 dotnet artifacts/run/Bulletin.Silo/Bulletin.Silo.dll backup "$copy" --Data "$folder" || fail 'the backup failed or took more than 30 s'
  seconds=$SECONDS
  size=$(stat -c %s "$folder/bulletin.db")
  say "A database of $((size >> 20)) MB was backed up within $((seconds + 1)) s"
  [ "$megabytes" = 0 ] || interrupted "$folder" "$copy"
  "${client[@]}" wait "$record" 200
  say 'Killing Bulletin and deleting its folder, except for the signing key'
  cut "$server"
  kill -TERM "$posting"
  wait "$posting" || fail 'the people who post did not end as they should'
  mkdir "$folder.again"
  mv "$folder/keys" "$folder.again/keys"
  rm -rf "$folder"

  say 'Restoring the copy'
  cp "$copy" "$folder.again/bulletin.db"
  silo restored --Data "$folder.again"
  serve "$name-again" --Data "$folder.again"
  "${client[@]}" check "$url" "$record" "$time" whole
  cut "$server"
}

# Adds messages of a topic that does not exist, to make the database larger.
ballast() {
  silo migrate --Data "$1" >>"$data/ballast.log"
  say "Filling a database with $2 MB"
  sqlite3 "$1/bulletin.db" "PRAGMA synchronous = OFF; WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT $2 * 500)
    INSERT INTO messages (topic_id, seq, revision, client_id, author_id, created_at, text)
    SELECT 'ballast', n, n, 'client-' || n, 'nobody', 0, hex(randomblob(900)) FROM n" >>"$data/ballast.log"
}

# A backup that is killed half way leaves the previous one intact, and the next run cleans up.
interrupted() {
  local before backup
  before=$(sha256sum <"$2")
  dotnet artifacts/run/Bulletin.Silo/Bulletin.Silo.dll backup "$2" --Data "$1" &
  backup=$!
  until [ "$(stat -c %s "$2.tmp" 2>/dev/null || echo 0)" -gt 100000000 ]; do
    kill -0 "$backup" 2>/dev/null || fail 'the backup ended before it could be killed'
    sleep 0.02
  done
  cut "$backup"
  [ "$before" = "$(sha256sum <"$2")" ] || fail 'a killed backup changed the previous one'
  mv "$2" "$2.kept"
  silo backup "$2" --Data "$1" >>"$data/ballast.log"
  [ ! -e "$2.tmp" ] || fail 'the leftovers of a killed backup are still there'
  mv "$2.kept" "$2"
  say 'A killed backup left the previous one intact, and the next run cleaned up'
}

drill_keys() {
  local url server
  url=http://127.0.0.1:$(free_port)
  for n in 1 2; do openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$data/key-$n.pem"; done
  serve key-1 --Data "$data/keyed" --Auth:SigningKeyFiles:0 "$data/key-1.pem"
  "${client[@]}" sign-in "$url" "$data/old.json"
  cut "$server"
  say 'Signing with the new key, still accepting the old one'
  serve key-2 --Data "$data/keyed" --Auth:SigningKeyFiles:0 "$data/key-2.pem" --Auth:SigningKeyFiles:1 "$data/key-1.pem"
  "${client[@]}" believed "$url" "$data/old.json" yes
  "${client[@]}" sign-in "$url" "$data/new.json"
  cut "$server"
  say 'Removing the old key, as one may once access tokens have expired (after ten minutes)'
  serve key-3 --Data "$data/keyed" --Auth:SigningKeyFiles:0 "$data/key-2.pem"
  "${client[@]}" believed "$url" "$data/old.json" no
  "${client[@]}" believed "$url" "$data/new.json" yes
  "${client[@]}" refreshed "$url" "$data/old.json"
  cut "$server"
}

drill_units() {
  systemd-analyze verify deploy/vm/*.service deploy/vm/*.timer
  say 'systemd accepts the units of deploy/vm/'
  # The backup unit's own command, with temporary folders.
  local command folder=$data/unit
  mkdir -p "$folder/backups"
  silo migrate --Data "$folder"
  command=$(sed -n 's/^ExecStart=//p' deploy/vm/bulletin-backup.service | sed "s|/usr/bin/dotnet /opt/bulletin-silo|dotnet artifacts/run/Bulletin.Silo|
    s|/var/lib/bulletin-backups|$folder/backups|; s|/var/lib/bulletin|$folder|; s|/run/bulletin-backup|$folder|")
  sh -ec "$command"
  [ "$(sqlite3 "$folder"/backups/bulletin-20*.db 'SELECT count(*) > 0 FROM bulletin_migrations')" = 1 ] || fail 'the backup unit did not make a backup'
  grep -q '^bulletin_backup_last_success_timestamp_seconds [0-9]' "$folder/bulletin.prom" || fail 'the backup unit does not report the time of the backup'
  say 'The backup unit makes a backup'
}
