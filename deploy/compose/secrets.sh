#!/bin/sh
# Makes the database's password at the first start, into the folder $1: for Postgres as it is, for silos and gateways as a
# password file. $2 and $3 are the users that these run as; nobody else reads it, and nobody has to think of one.
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
# Last, since it says that all is there.
mv "$folder/password.new" "$folder/password"
