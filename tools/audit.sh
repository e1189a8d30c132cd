#!/bin/sh
# Ask PyPI for known faults of the packages in tools/locks. Fails if there are any, and fails in
# plain words if some list could not be asked about, since that is no good news either.
set -eu
cd "$(dirname "$0")/.."
audit=.venv/bin/pip-audit
bad=
unasked=

[ -x "$audit" ] || {
    echo "pip-audit is not installed, so nothing was checked. It needs the network once: sh tools/install.sh release" >&2
    exit 1
}
for name in book build test release fuzz; do
    if said=$("$audit" --progress-spinner off --strict --require-hashes --disable-pip \
        --requirement "tools/locks/$name.txt" 2>&1); then
        echo "$name: no known faults"
        continue
    fi
    case $said in
    *"known vulnerabilit"*)
        bad="$bad $name"
        printf '%s:\n%s\n' "$name" "$said" >&2
        ;;
    *)
        unasked="$unasked $name"
        printf '%s: %s\n' "$name" "$(printf '%s\n' "$said" | tail -n 1 | cut -c1-200)" >&2
        ;;
    esac
done
[ -z "$bad" ] || echo "Known faults in:$bad." >&2
[ -z "$unasked" ] || echo "PyPI could not be asked, so these were not checked:$unasked." >&2
[ -z "$bad$unasked" ]
