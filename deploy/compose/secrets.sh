#!/bin/sh
# Generates the database password at the first start, in the folder $1: in plain form for Postgres, and as a password file
# for silos and gateways. $2 and $3 are the users these run as; nobody else can read the files.
set -eu
folder=$1
[ ! -s "$folder/password" ] || exit 0

umask 077
rm -f "$folder/pgpass" "$folder/password.new"
password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
printf '*:*:*:bulletin:%s\n' "$password" >"$folder/pgpass"
printf '%s' "$password" >"$folder/password.new"
chown "$2" "$folder/password.new"
chown "$3" "$folder/pgpass"
# Last, because its presence marks the secrets as complete.
mv "$folder/password.new" "$folder/password"
