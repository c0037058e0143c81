# shellcheck shell=bash disable=SC2154
# The trades that every foreign program makes with the tool. Sourced by common.sh.
#
# A runner sets, before it calls trades or image_trades:
#   tool server client image_send image_receive    commands, as arrays
#   map, object                                    one map's name as the tool and as the foreign program says it
#   image_map, image_object                        the same for the map of the bitmaps
#   image_options                                  how the tool is told that name
#   size text answer text_options                  what is traded
#   code_exists code_missing                       the error codes the foreign program gets
#   who                                            what the foreign program is called in the checks' names

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
