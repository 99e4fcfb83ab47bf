#!/usr/bin/env bash
# Measures the import of a table into an empty directory, its rehearsal beside it, and the export,
# alternating in one run; prints each round, and the medians with what they are to the export.
# Usage: bench/import-table.sh [ROUNDS] [ROWS]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3} rows=${2:-100000}

swift build -c release --product roster --explicit-target-dependency-import-check error >&2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

awk -v n="$rows" 'BEGIN {
    print "id,name,email,phone,bio,sex,location,created_at,updated_at,deleted_at"
    for (i = 1; i <= n; i++)
        printf "%d,person_%d,person%d@example.com,138%08d,\"Hello, I am %d\",%d,City,%s,%s,\n", \
            i, i, i, i, i, i % 3, "2018-07-01 02:10:33", "2018-07-01 02:10:33"
}' >"$folder/table.csv"

seconds() {
    local start end
    start=$(date +%s.%N)
    "$@" >"$folder/answer" 2>"$folder/sum"
    end=$(date +%s.%N)
    awk -v a="$start" -v b="$end" 'BEGIN { printf "%.3f\n", b - a }'
}
roster() { .build/release/roster "$@" --data "$folder/data"; }
expect() {
    tail -n 1 "$folder/sum" | grep -q "$1" || { cat "$folder/sum" >&2; exit 1; }
}
median() { sort -n "$folder/$1" | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

for round in $(seq "$rounds"); do
    rm -rf "$folder/data"
    rehearsal=$(seconds roster import "$folder/table.csv" --surface ThinkSNS --dry-run)
    expect "$rows created"
    import=$(seconds roster import "$folder/table.csv" --surface ThinkSNS)
    expect "$rows created"
    export=$(seconds roster export "$folder/out.jsonl")
    [ "$(wc -l <"$folder/out.jsonl")" = "$rows" ]
    echo "round $round: rehearsal $rehearsal s, import $import s, export $export s"
    echo "$rehearsal" >>"$folder/rehearsal" && echo "$import" >>"$folder/import"
    echo "$export" >>"$folder/export"
done
awk -v n="$rows" -v r="$(median rehearsal)" -v i="$(median import)" -v e="$(median export)" 'BEGIN {
    printf "%d rows: rehearsal %.1f s, import %.1f s (%d rows a second), export %.2f s\n", \
        n, r, i, n / i, e
    printf "an import takes %.1f times its rehearsal, %.1f times the export\n", i / r, i / e
}'
