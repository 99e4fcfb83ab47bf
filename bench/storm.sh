#!/usr/bin/env bash
# Storms of callers who each keep to the bounds of a request - bodies that stall, answers that nobody
# reads, long reads beside writes, anonymous searches - against a server with 512 MB, and a canary that
# must not notice. Prints a line for each storm; fails when a bound does not hold.
# Needs a memory cgroup that this user may make; without one the server's memory is only watched.
# Usage: bench/storm.sh [USERS] [SECONDS]
set -euo pipefail
cd "$(dirname "$0")/.."
users=${1:-100000} seconds=${2:-60}
memory=$((512 * 1024 * 1024))

swift build -c release --product roster --explicit-target-dependency-import-check error >&2
swift build -c release --product load-users --explicit-target-dependency-import-check error >&2
folder=$(mktemp -d)
server=
group=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    [ -z "$group" ] || rmdir "$group" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT

# A group of the second or the first version of cgroups.
for parent in /sys/fs/cgroup /sys/fs/cgroup/memory; do
    [ -w "$parent" ] || continue
    candidate=$parent/roster-storm-$$
    mkdir "$candidate" 2>/dev/null || continue
    for bound in memory.max memory.limit_in_bytes; do
        if [ -e "$candidate/$bound" ] && echo "$memory" >"$candidate/$bound" 2>/dev/null; then
            group=$candidate
        fi
    done
    [ -n "$group" ] && break
    rmdir "$candidate"
done
[ -n "$group" ] || echo "no memory cgroup can be made here: memory is watched, not bounded"

.build/release/load-users "$folder/data" "$users"
if [ -n "$group" ]; then echo "$BASHPID" >"$group/cgroup.procs"; fi
ROSTER_ADMIN_PASSWORD=Storm@2026 .build/release/roster serve --data "$folder/data" \
    --listen 127.0.0.1:0 --iam-listen 127.0.0.1:0 --surfaces all >"$folder/out" 2>"$folder/log" &
server=$!
if [ -n "$group" ]; then echo "$BASHPID" >"$(dirname "$group")/cgroup.procs"; fi
for _ in $(seq 600); do
    grep -q Administrator "$folder/out" && break
    sleep 0.05
done
main=$(awk '$1 == "Management" { print $2 }' "$folder/out")
iam=$(awk '$1 == "IAM" { print $2 }' "$folder/out")
key=$(.build/release/roster key create --data "$folder/data" --name canary --role admin --json |
    awk -F'"' '$2 == "secret" { print $4 }')
python3 bench/storm.py "$main" "$iam" Storm@2026 "$key" "$server" "$seconds"
