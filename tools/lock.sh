#!/bin/sh
# Lock what `make` installs, with hashes, for every Python and system that is supported. What makes
# books is resolved first, and binds the others. `lock.sh --upgrade` takes the newest versions.
set -eu
cd "$(dirname "$0")/.."

lock() {
    name=$1
    shift
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --custom-compile-command "make lock" --output-file "tools/locks/$name.txt" "$@"
}

lock book pyproject.toml "$@"
lock build --group build --constraints tools/locks/book.txt "$@"
lock test --group dev pyproject.toml --constraints tools/locks/book.txt \
    --constraints tools/locks/build.txt "$@"
lock release --group release --constraints tools/locks/test.txt "$@"
lock fuzz --group fuzz --constraints tools/locks/test.txt "$@"
