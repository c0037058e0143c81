# shellcheck shell=bash disable=SC2154
# What the interop runners share: checks with one verdict each, what is required of a command, and holders that live as long as a
# check wants. Sourced by run-win32, run-posix and run-python, which may define anew
#   clean_up    called after each check, to remove what it may have left
#   let_go      called once at the end

set -Eeuo pipefail

readonly step_seconds=60
readonly check_seconds=240
readonly most_of_why=1000

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$root/artifacts/interop
mkdir -p "$build"
# Where every user can look, wherever the project lies.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mapwire-interop.XXXXXX")
chmod 711 "$scratch"
work=$scratch/work

passed=0
failed=0
skipped=0
current=

clean_up() { :; }
let_go() { :; }

end_current() {
    if [[ -n $current ]]; then
        kill -KILL -- "-$current" 2>/dev/null || true
        wait "$current" 2>/dev/null || true
        current=
    fi

    clean_up
}

leave() {
    end_current
    let_go
    rm -rf "$scratch"
}

trap leave EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# check NAME FUNCTION [ARGUMENT…]: runs the function in a process group of its own and an empty folder for its files, ends
# whatever it left, and says its verdict.
check() {
    local name=$1 verdict
    shift
    rm -rf "$work"
    mkdir "$work"
    mkfifo "$work/verdict"
    exec {verdict_pipe}<>"$work/verdict"
    set -m
    conduct "$@" </dev/null >"$scratch/why" 2>&1 &
    current=$!
    set +m
    read -r -t "$check_seconds" verdict <&"$verdict_pipe" || verdict="stuck for $check_seconds seconds"
    exec {verdict_pipe}>&-
    end_current
    if [[ $verdict == 0 ]]; then
        passed=$((passed + 1))
        echo "ok $name"
    else
        failed=$((failed + 1))
        echo "not ok $name: $(head -c "$most_of_why" "$scratch/why" | tr '\r\n' '  ')($verdict)"
    fi
}

conduct() {
    trap 'echo "$?" >&"$verdict_pipe"' EXIT
    trap 'echo "line $LINENO: $BASH_COMMAND"' ERR
    "$@"
}

# skip NAME WHY: counts as a failure where nothing may be skipped.
skip() {
    if [[ ${CI:-} == true ]]; then
        failed=$((failed + 1))
        echo "not ok $1: $2"
    else
        skipped=$((skipped + 1))
        echo "skipped $1: $2"
    fi
}

finish() {
    echo "$passed passed, $failed failed, $skipped skipped"
    exit $((failed > 0))
}

# need WHAT WHY CONDITION…: ends the runner, all of it skipped, where the condition does not hold.
need() {
    local what=$1 why=$2
    shift 2
    if ! "$@" >/dev/null 2>&1; then
        skip "$what" "$why"
        finish
    fi
}

# must_compile FUNCTION: nothing else is worth a try where it fails.
must_compile() {
    check "$who compiles without a warning" "$@"
    ((failed == 0)) || finish
}

fail() {
    echo "$*"
    exit 1
}

step() {
    timeout --foreground --kill-after=5 "$step_seconds" "$@"
}

# succeeds COMMAND…: it ends with 0.
succeeds() {
    step "$@" </dev/null >"$work/said" 2>"$work/errors" || fail "'$*' ended with $?: $(<"$work/errors")"
}

# says TEXT COMMAND…: it ends with 0 and its output is the text.
says() {
    local expected=$1 said
    shift
    succeeds "$@"
    said=$(tr -d '\r' <"$work/said")
    [[ $said == "$expected" ]] || fail "'$*' said '$said' instead of '$expected'."
}

# gives FILE COMMAND…: it ends with 0 and its output is the file's bytes.
gives() {
    local expected=$1
    shift
    succeeds "$@"
    cmp "$expected" "$work/said"
}

# gives_bytes COUNT COMMAND…: it ends with 0 and its output has so many bytes.
gives_bytes() {
    local expected=$1 found
    shift
    succeeds "$@"
    found=$(stat --format %s "$work/said")
    ((found == expected)) || fail "'$*' gave $found bytes instead of $expected."
}

# tells TEXT COMMAND…: it ends with 0 and its output holds the text.
tells() {
    local expected=$1
    shift
    succeeds "$@"
    grep -qF -- "$expected" "$work/said" || fail "'$*' does not tell '$expected'."
}

# refused TEXT COMMAND…: the tool ends with 1 and says why in one line on standard error that holds the text.
refused() {
    local about=$1 status=0
    shift
    step "$@" </dev/null >"$work/said" 2>"$work/errors" || status=$?
    ((status == 1)) || fail "'$*' ended with $status instead of 1: $(<"$work/errors")"
    (($(wc -l <"$work/errors") == 1)) || fail "'$*' did not say one line but: $(<"$work/errors")"
    grep -qF -- "$about" "$work/errors" || fail "'$*' does not name '$about': $(<"$work/errors")"
}

# meets_error CODE COMMAND…: the foreign program ends with 1 and got this code from the system.
meets_error() {
    local code=$1 status=0 said
    shift
    said=$(step "$@" </dev/null 2>"$work/errors") || status=$?
    [[ $status == 1 && $said == "error $code" ]] || fail "'$*' ended with $status and said '$said' instead of 'error $code'."
}

# hold BEGINNING COMMAND…: starts it in the background and waits until it says a line that begins so.
hold() {
    local expected=$1
    shift
    rm -f "$work/in" "$work/out"
    mkfifo "$work/in" "$work/out"
    "$@" <"$work/in" >"$work/out" 2>"$work/holder" &
    holder=$!
    exec {to_holder}>"$work/in" {from_holder}<"$work/out"
    hear "$expected"
}

# hear BEGINNING: waits for the holder's next line, which must begin so.
hear() {
    local line
    read -r -t "$step_seconds" line <&"$from_holder" || fail "Waited for '$1' and heard nothing. $(<"$work/holder")"
    [[ $line == "$1"* ]] || fail "Waited for '$1' and heard '$line'."
}

# ask WORD BEGINNING: tells the holder a line and waits for its answer.
ask() {
    tell "$1"
    hear "$2"
}

tell() {
    printf '%s\n' "$1" >&"$to_holder"
}

# release: lets the holder go its way, to the end; to the tool the line is Enter.
release() {
    tell exit
    wait_for_holder 0
}

kill_holder() {
    kill -KILL "$holder"
    wait_for_holder 137
}

wait_for_holder() {
    local status=0
    wait "$holder" || status=$?
    exec {to_holder}>&- {from_holder}<&-
    ((status == $1)) || fail "The holder ended with $status instead of $1. $(<"$work/holder")"
}

source "$here/trades.sh"
