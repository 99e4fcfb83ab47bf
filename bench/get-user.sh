#!/usr/bin/env bash
# Measures an authenticated GET of one user, names at random, beside a static JSON route of the same
# server in the same run, alternating; prints each round and the ratio of the medians.
# Usage: bench/get-user.sh [USERS] [ROUNDS] [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
users=${1:-100000} rounds=${2:-5} seconds=${3:-6}

swift build -c release --product roster --explicit-target-dependency-import-check error >&2
swift build -c release --product load-users --explicit-target-dependency-import-check error >&2
folder=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT

.build/release/load-users "$folder/data" "$users"
ROSTER_ADMIN_PASSWORD=Bench@2026 .build/release/roster serve --data "$folder/data" \
    --listen 127.0.0.1:0 --iam-listen 127.0.0.1:0 >"$folder/out" 2>"$folder/log" &
server=$!
for _ in $(seq 200); do
    grep -q Administrator "$folder/out" && break
    sleep 0.05
done
iam=$(awk '$1 == "IAM" { print $2 }' "$folder/out")
token=$(curl -sf -XPOST -d '{"username":"admin","password":"Bench@2026"}' "$iam/login" |
    sed 's/.*"token":"//; s/".*//')

median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
for round in $(seq "$rounds"); do
    for name in static get-user; do
        line=$(wrk -t1 -c32 -d"${seconds}s" -s "bench/$name.lua" \
            -H "Authorization: Bearer $token" "$iam" -- "$users" | grep '^rate')
        echo "round $round $name $line"
        echo "$line" | awk '{ print $2 }' >>"$folder/$name"
    done
done
static=$(median <"$folder/static")
get=$(median <"$folder/get-user")
awk -v a="$static" -v b="$get" -v n="$users" 'BEGIN {
    printf "%d users: static %d/s, get %d/s, ratio %.2f (medians)\n", n, a, b, b / a }'
