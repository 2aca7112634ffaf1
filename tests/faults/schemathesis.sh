#!/usr/bin/env bash
# Drives the API by its own description, with every check of Schemathesis (https://schemathesis.readthedocs.io):
#     tests/faults/schemathesis.sh [PROGRAM] [EXAMPLES]
# PROGRAM is target/release/pathstack where left out; EXAMPLES for each operation and phase are 100. Needs `schemathesis` 4 on the path
# (`python3 -m venv venv && venv/bin/pip install schemathesis`). A learner's token is made, so that what is kept is tried as well.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-target/release/pathstack}
examples=${2:-100}
folder=$(mktemp -d)
trap 'kill "${server:-0}" 2>/dev/null || true; rm -rf "$folder"' EXIT

export PATHSTACK_DB=$folder/kept.db PATHSTACK_CATALOGUE=starter
"$program" account add tried@example.org --learner >/dev/null 2>&1
token=$("$program" account token tried@example.org --scope read --scope write --json 2>/dev/null | sed -n 's/.*"token": "\(.*\)".*/\1/p')
# Registration and sign-in are tried as often as is wished, and thinking is cut short: that it ends in time is tried elsewhere.
"$program" serve --addr 127.0.0.1:0 --think-ms 200 --think-most-ms 1000 --sign-in-burst 100000 --sign-in-delay-ms 0 --password-kib 64 \
    --log warn 2>"$folder/log" &
server=$!
for _ in $(seq 100); do
    address=$(sed -n 's/^serving on \(http[^;]*\);.*/\1/p' "$folder/log")
    [ -n "$address" ] && break
    sleep 0.1
done
schemathesis --config-file .ci/schemathesis.toml run "$address/v1/openapi.json" --header "Authorization: Bearer $token" \
    --max-examples "$examples" --continue-on-failure "${@:3}"
kill -0 "$server"
