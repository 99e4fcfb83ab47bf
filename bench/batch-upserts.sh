#!/usr/bin/env bash
# Measures 1000 BitAnswer upserts without passwords as one batch beside 1000 single upserts, sent one
# after the other over one connection, alternating in one run; prints each round and the ratio of
# the medians. With `passwords` as third argument also one batch of 1000 with passwords, and how long
# reads and a login take meanwhile.
# Usage: bench/batch-upserts.sh [ROUNDS] [ELEMENTS] [passwords]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5} elements=${2:-1000} passwords=${3:-}

swift build -c release --product roster --explicit-target-dependency-import-check error >&2
folder=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    [ -z "$server" ] || wait "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT

key=bench-key-of-at-least-24-characters
ROSTER_ADMIN_PASSWORD=Bench@2026 ROSTER_BITANSWER_KEY=$key .build/release/roster serve \
    --data "$folder/data" --listen 127.0.0.1:0 --iam-listen 127.0.0.1:0 \
    >"$folder/out" 2>"$folder/log" &
server=$!
for _ in $(seq 200); do
    grep -q Administrator "$folder/out" && break
    sleep 0.05
done
users=$(awk '$1 == "BitAnswer" { print $2 }' "$folder/out")/bitanswer/api/users
iam=$(awk '$1 == "IAM" { print $2 }' "$folder/out")

seconds() {
    local start end
    start=$(date +%s.%N)
    "$@" >"$folder/answer"
    end=$(date +%s.%N)
    awk -v a="$start" -v b="$end" 'BEGIN { printf "%.3f\n", b - a }'
}
singles() { curl -sS -K "$folder/singles"; }
batch() { curl -sS -XPOST -H "bitkey: $key" -d "@$folder/batch" "$users"; }
login() { curl -sS -XPOST -d '{"username":"admin","password":"Bench@2026"}' "$iam/login"; }
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
expect() {
    local found
    found=$(grep -o '"status":0,"data"' "$folder/answer" | wc -l)
    [ "$found" = "$1" ] || { echo "$found answers of $1 were successes" >&2; exit 1; }
}

# Every second round changes what the round before it made.
for round in $(seq "$rounds"); do
    made=$(((round + 1) / 2))
    seq "$elements" | awk -v r="$round" -v m="$made" -v u="$users" -v k="$key" '
        { printf "next\nurl = %s/user/single-%d-%d\nrequest = POST\nheader = \"bitkey: %s\"\n" \
              "data = {\"nickName\":\"round-%d\"}\n", u, m, $1, k, r }' |
        sed 1d >"$folder/singles"
    seq "$elements" | awk -v r="$round" -v m="$made" '
        { printf "%s{\"name\":\"batch-%d-%d\",\"nickName\":\"round-%d\"}", \
              NR == 1 ? "[" : ",", m, $1, r } END { print "]" }' >"$folder/batch"
    time=$(seconds singles)
    expect "$elements"
    echo "$time" >>"$folder/single-times"
    other=$(seconds batch)
    expect 1
    echo "$other" >>"$folder/batch-times"
    echo "round $round: $elements singles $time s, one batch $other s"
done
single=$(median <"$folder/single-times")
together=$(median <"$folder/batch-times")
awk -v a="$single" -v b="$together" -v n="$elements" 'BEGIN {
    printf "%d upserts: singles %.3f s, batch %.3f s, ratio %.3f (medians)\n", n, a, b, b / a }'

[ "$passwords" = passwords ] || exit 0
seq "$elements" | awk '
    { printf "%s{\"name\":\"with-password-%d\",\"password\":\"Secret-%d\"}", \
          NR == 1 ? "[" : ",", $1, $1 } END { print "]" }' >"$folder/batch"
date +%s.%N >"$folder/start"
(batch >"$folder/passwords"; date +%s.%N >"$folder/end") &
hashing=$!
for _ in 1 2 3 4 5; do
    sleep 1
    kill -0 "$hashing" 2>/dev/null || break
    echo "meanwhile: a login $(seconds login) s, a read $(seconds curl -sS -H "bitkey: $key" "$users/user/admin") s"
done
wait "$hashing"
grep -q '"status":0,"data"' "$folder/passwords" || { cat "$folder/passwords"; exit 1; }
awk -v n="$elements" -v a="$(cat "$folder/start")" -v b="$(cat "$folder/end")" 'BEGIN {
    printf "%d upserts with passwords: %.1f s\n", n, b - a }'
