#!/bin/sh
# Counts the instructions of ten questions at small and at medium, which a busy machine does not change.
# Needs valgrind. Compare with the table of benches/solve/README.md; a tenth more is worth a look.
set -eu
cd "$(dirname "$0")/../.."
bench=$(cargo bench --bench solve --no-run --message-format=json | sed -n 's/.*"executable":"\([^"]*solve-[^"]*\)".*/\1/p' | tail -n 1)
for scale in small medium; do
    counted=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --collect-atstart=no --toggle-collect='*counted*' \
        "$bench" once "$scale" 2>&1 | sed -n 's/.*Collected : //p')
    echo "$scale: $counted instructions"
done
