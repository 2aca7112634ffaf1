#!/usr/bin/env bash
# Drives the API by its own description, with every check of Schemathesis (https://schemathesis.readthedocs.io):
#     tests/faults/schemathesis.sh [PROGRAM] [EXAMPLES] [MORE ARGUMENTS]
# PROGRAM is target/release/pathstack where left out; EXAMPLES for each operation and phase are 100. Needs `schemathesis` 4 on the path
# (`python3 -m venv venv && venv/bin/pip install schemathesis`). Three callers take turns, a learner, her counselor and an operator, each with
# a token for everything, so that what is kept is tried as well; the learner is a real one. Ends with the first caller who finds something.
set -euo pipefail
cd "$(dirname "$0")/../.."
program=${1:-target/release/pathstack}
examples=${2:-100}
folder=$(mktemp -d)
trap 'kill "${server:-0}" 2>/dev/null || true; rm -rf "$folder"' EXIT

export PATHSTACK_DB=$folder/kept.db PATHSTACK_PASSWORD_KIB=64
for role in learner counselor operator; do
    "$program" account add "$role@example.org" --$role >/dev/null 2>&1
done
token() {
    "$program" account token "$1@example.org" --scope read --scope write --scope account --json 2>/dev/null | sed -n 's/.*"token": "\(.*\)".*/\1/p'
}
id() {
    "$program" account list --json 2>/dev/null | python3 -c "import json, sys; print(next(a['id'] for a in json.load(sys.stdin) if a['username'] == '$1@example.org'))"
}
# Registration and sign-in are tried as often as is wished, and thinking is cut short: that it ends in time is tried elsewhere.
"$program" serve --addr 127.0.0.1:0 --think-ms 200 --think-most-ms 1000 --sign-in-burst 100000 --sign-in-delay-ms 0 --log warn 2>"$folder/log" &
server=$!
for _ in $(seq 100); do
    address=$(sed -n 's/^serving on \(http[^;]*\);.*/\1/p' "$folder/log")
    [ -n "$address" ] && break
    sleep 0.1
done
learner=$(id learner) counselor=$(id counselor)
ask() {
    curl --silent --show-error --fail --output /dev/null --header "Authorization: Bearer $1" --request "$2" "$address$3"
}
ask "$(token operator)" PUT "/v1/learners/$learner/assignments/$counselor"
ask "$(token learner)" PUT "/v1/learners/$learner/assignments/$counselor/agreement"
{
    cat .ci/schemathesis.toml
    printf '\n[parameters]\nlearner = "%s"\n' "$learner"
} >"$folder/schemathesis.toml"
for role in learner counselor operator; do
    printf '\n== as a %s\n' "$role"
    # Whoever is erased cannot be tried any more: that comes last, in the table of `tests/access`.
    schemathesis --config-file "$folder/schemathesis.toml" run "$address/v1/openapi.json" --header "Authorization: Bearer $(token $role)" \
        --max-examples "$examples" --continue-on-failure --exclude-operation-id erase_learner "${@:3}"
    kill -0 "$server"
done
