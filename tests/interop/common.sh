# shellcheck shell=bash disable=SC2154
# What the interop runners share: checks with one verdict each, holders that live as long as a check wants, and the trades that
# every foreign program makes with the tool. Sourced by run-win32, run-posix and run-python.
#
# A runner sets, before it calls trades:
#   tool server client image_send image_receive    commands, as arrays
#   map, object                                    one map's name as the tool and as the foreign program says it
#   image_map, image_object                        the same for the map of the bitmaps
#   image_options                                  how the tool is told that name
#   size text answer text_options                  what is traded
#   code_exists code_missing                       the error codes the foreign program gets
#   who                                            what the foreign program is called in the checks' names
# and may define clean_up, called after each check to remove what it may have left, and let_go, called once at the end.

set -Eeuo pipefail

readonly step_seconds=60
readonly check_seconds=240
readonly most_of_why=1000

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$root/artifacts/interop
mkdir -p "$build"
scratch=$(mktemp -d "$build/run.XXXXXX")
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

# pattern COUNT FILE: a file of so many bytes that differ from place to place.
pattern() {
    head -c "$1" <(seq 1 "$1") >"$2"
}

# little_endian BYTES NUMBER…: the numbers as printf escapes, so many bytes each.
little_endian() {
    local bytes=$1 number i
    shift
    for number; do
        for ((i = 0; i < bytes; i++)); do
            printf '\\x%02x' $(((number >> (8 * i)) & 255))
        done
    done
}

# bitmap WIDTH HEIGHT BITS FILE: a bitmap with a palette where its depth needs one; a negative height has the top row first.
bitmap() {
    local width=$1 height=$2 bits=$3 file=$4
    local colours=$((bits <= 8 ? 1 << bits : 0)) stride=$(((width * bits + 31) / 32 * 4))
    local offset=$((54 + 4 * colours)) pixels=$((stride * (height < 0 ? -height : height)))
    # shellcheck disable=SC2059
    printf "BM$(little_endian 4 $((offset + pixels)) 0 "$offset" 40 "$width" "$height")$(
        little_endian 2 1 "$bits"
    )$(little_endian 4 0 "$pixels" 2835 2835 "$colours" 0)" >"$file"
    pattern $((4 * colours + pixels)) "$work/pixels"
    cat "$work/pixels" >>"$file"
}

peers_agree() {
    hold "created $object, $size bytes" "${server[@]}" "$object" "$size" "$text"
    says "$text" "${client[@]}" "$object" read 0
    release
}

tool_reads_peer() {
    hold "created $object, $size bytes" "${server[@]}" "$object" "$size" "$text"
    says "$text" "${tool[@]}" map read "$map" --text "${text_options[@]}"
    release
}

peer_reads_tool() {
    hold "created $map, $size bytes" "${tool[@]}" map create "$map" --size "$size" --text "$text" "${text_options[@]}"
    says "$text" "${client[@]}" "$object" read 0
    release
}

talk_in_map_of_peer() {
    local half=$((size / 2)) round
    hold "created $object, $size bytes" "${server[@]}" "$object" "$size" "$text"
    for round in 1 2 3; do
        ask "write 0 $text $round" written
        says "$text $round" "${tool[@]}" map read "$map" --text "${text_options[@]}"
        succeeds "${tool[@]}" map write "$map" --text "$answer $round" --offset "$half" "${text_options[@]}"
        ask "read $half" "$answer $round"
    done

    release
}

talk_in_map_of_tool() {
    local half=$((size / 2)) round
    hold "created $map, $size bytes" "${tool[@]}" map create "$map" --size "$size" --text "$text" "${text_options[@]}"
    for round in 1 2 3; do
        succeeds "${tool[@]}" map write "$map" --text "$text $round" "${text_options[@]}"
        says "$text $round" "${client[@]}" "$object" read 0
        says written "${client[@]}" "$object" write "$half" "$answer $round"
        says "$answer $round" "${tool[@]}" map read "$map" --text --offset "$half" "${text_options[@]}"
    done

    release
}

tool_dumps_bytes_of_peer() {
    pattern "$size" "$work/bytes"
    hold "created $object, $size bytes" "${server[@]}" "$object" "$size"
    ask "load $work/bytes" loaded
    gives "$work/bytes" "${tool[@]}" map read "$map"
    succeeds "${tool[@]}" map read "$map" --output "$work/copy"
    cmp "$work/bytes" "$work/copy"
    release
}

peer_dumps_bytes_of_tool() {
    pattern "$size" "$work/bytes"
    hold "created $map, $size bytes" "${tool[@]}" map create "$map" --size "$size" --file "$work/bytes"
    says "$size" "${client[@]}" "$object" size
    gives "$work/bytes" "${client[@]}" "$object" dump
    release
}

tool_lists_map_of_peer() {
    hold "created $object, $size bytes" "${server[@]}" "$object" "$size" "$text"
    tells "$map" "${tool[@]}" map list
    tells "$size" "${tool[@]}" map info "$map"
    release
}

tool_meets_live_map_of_peer() {
    hold "created $object, $size bytes" "${server[@]}" "$object" "$size" "$text"
    refused "$map" "${tool[@]}" map create "$map" --size "$size"
    says "$text" "${client[@]}" "$object" read 0
    release
}

peer_meets_live_map_of_tool() {
    hold "created $map, $size bytes" "${tool[@]}" map create "$map" --size "$size" --text "$text" "${text_options[@]}"
    meets_error "$code_exists" "${server[@]}" "$object" "$size"
    says "$text" "${tool[@]}" map read "$map" --text "${text_options[@]}"
    release
}

tool_misses_map() {
    refused "$map" "${tool[@]}" map read "$map"
    refused "$map" "${tool[@]}" map write "$map" --text "$text" "${text_options[@]}"
    refused "$map" "${tool[@]}" map open "$map"
}

peer_misses_map() {
    meets_error "$code_missing" "${client[@]}" "$object" size
}

image_from_tool() {
    bitmap "$@" "$work/sent.bmp"
    hold "sent $work/sent.bmp in $image_map: " "${tool[@]}" image send "$work/sent.bmp" "${image_options[@]}"
    succeeds "${image_receive[@]}" "$image_object" "$work/received.bmp"
    cmp "$work/sent.bmp" "$work/received.bmp"
    release
}

image_from_peer() {
    bitmap "$@" "$work/sent.bmp"
    hold "sent $image_object" "${image_send[@]}" "$image_object" "$work/sent.bmp"
    succeeds "${tool[@]}" image receive "$work/received.bmp" "${image_options[@]}"
    cmp "$work/sent.bmp" "$work/received.bmp"
    release
}

# tool_refuses_block OFFSET TEXT: a good block but for the text in it.
tool_refuses_block() {
    bitmap 16 16 24 "$work/sent.bmp"
    hold "sent $image_object" "${image_send[@]}" "$image_object" "$work/sent.bmp"
    succeeds "${client[@]}" "$image_object" write "$1" "$2"
    refused "$image_map" "${tool[@]}" image receive "$work/received.bmp" "${image_options[@]}"
    [[ ! -e $work/received.bmp ]] || fail "A file was made all the same."
    release
}

# trades: every trade between the tool and the foreign program that all runners make.
trades() {
    check "$who reads what $who created" peers_agree
    check "the tool reads a text that $who wrote" tool_reads_peer
    check "$who reads a text that the tool wrote" peer_reads_tool
    check "the tool and $who talk both ways in the map of $who" talk_in_map_of_peer
    check "the tool and $who talk both ways in the map of the tool" talk_in_map_of_tool
    check "the tool gives the bytes of $who, exactly so many" tool_dumps_bytes_of_peer
    check "$who finds the bytes of the tool, exactly so many" peer_dumps_bytes_of_tool
    check "the tool lists what $who holds" tool_lists_map_of_peer
    check "the tool does not create what $who holds" tool_meets_live_map_of_peer
    check "$who does not create what the tool holds" peer_meets_live_map_of_tool
    check "the tool finds no map that nobody made" tool_misses_map
    check "$who finds no map that nobody made" peer_misses_map
}

# image_trades: bitmaps of several shapes, each way.
image_trades() {
    local shape
    for shape in "641 480 24" "64 -64 32" "33 9 8" "1 1 1"; do
        # shellcheck disable=SC2086
        check "a bitmap of $shape goes from the tool to $who" image_from_tool $shape
        # shellcheck disable=SC2086
        check "a bitmap of $shape goes from $who to the tool" image_from_peer $shape
    done

    # A text of three letters changes these fields, whatever they were: it ends in a zero.
    check "the tool refuses a block of $who with another magic" tool_refuses_block 0 "NOT"
    check "the tool refuses a block of $who with another version" tool_refuses_block 8 "NOT"
    check "the tool refuses a block of $who that is too long for its map" tool_refuses_block 16 "NOT"
    check "the tool refuses a block of $who with another width than its bitmap's" tool_refuses_block 24 "NOT"
    check "the tool refuses a block of $who that is not ready" tool_refuses_block 60 "NOT"
}
