#!/bin/sh
# Install what Seriesbook needs: `install.sh book` to make books, `install.sh test` to run every
# test. Only what is missing is installed; on an unknown system the names are printed instead.
set -eu
cd "$(dirname "$0")/.."
what=${1:-book}
venv=.venv

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else say "Run this as root: $*"; exit 1
    fi
}

system() {
    if [ "$(uname)" = Darwin ]; then echo macos
    elif command -v apt-get >/dev/null; then echo debian
    else echo other
    fi
}

python_is_new() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for candidate in python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null && python_is_new "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    say "Python 3.11 or later is needed; python3 is $(python3 --version 2>/dev/null || echo missing)."
    exit 1
}

# A package is wanted if the thing it brings does not work, whoever may have installed it.
has_library() { "$python" -c "import ctypes, sys; ctypes.CDLL(sys.argv[1])" "$1" 2>/dev/null; }
has_venv() { "$python" -c 'import ensurepip, venv' 2>/dev/null; }
has() { command -v "$1" >/dev/null 2>&1; }
has_chromium() { has chromium || has chromium-browser || has google-chrome; }

want() { packages="$packages $*"; }

# Ubuntu's chromium is a stub that fetches a snap, which a container can't run.
is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

want_debian() {
    has_venv || want python3-venv
    has_library libpango-1.0.so.0 || want libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || want libpangoft2-1.0-0
    has_library libharfbuzz-subset.so.0 || want libharfbuzz-subset0
    [ -e /etc/ssl/certs/ca-certificates.crt ] || want ca-certificates
    [ "$what" = test ] || return 0
    has java || want default-jre-headless
    has qpdf || want qpdf
    has pdftotext || want poppler-utils
    has git || want git
    has npm || want nodejs npm
    if has_chromium; then :
    elif is_ubuntu; then
        has snap && want chromium-browser || say "No Chromium without snap here: its tests will be skipped."
    else want chromium
    fi
}

want_macos() {
    has_library libpango-1.0.dylib || want pango
    has_library libharfbuzz-subset.0.dylib || want harfbuzz
    [ "$what" = test ] || return 0
    has java || want openjdk
    has qpdf || want qpdf
    has pdftotext || want poppler
    has npm || want node
    has_chromium || say "For the browser's tests: brew install --cask chromium"
}

say_other() {
    say "On this system, install by hand what is missing of:"
    say "  to make books: Python 3.11 with venv, Pango with PangoFT2, HarfBuzz with harfbuzz-subset"
    say "  to run the tests: Java, qpdf, poppler's tools, Node.js with npm, Chromium"
}

python=$(find_python)
packages=
case $(system) in
debian)
    want_debian
    if [ -n "$packages" ]; then
        say "Installing:$packages"
        as_root apt-get update -qq
        # shellcheck disable=SC2086 # a list of names
        as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install -y -qq --no-install-recommends $packages >/dev/null
    fi
    ;;
macos)
    has brew || { say "Homebrew is needed: https://brew.sh"; exit 1; }
    want_macos
    # shellcheck disable=SC2086 # a list of names
    [ -z "$packages" ] || brew install $packages
    ;;
*) say_other ;;
esac

[ -x "$venv/bin/python" ] && python_is_new "$venv/bin/python" || "$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --upgrade "pip>=25.1"
"$venv/bin/python" -m pip install --quiet --editable .
if [ "$what" = test ]; then
    "$venv/bin/python" -m pip install --quiet --group dev
    if has npm; then
        # Ace, with the browser of the system instead of one of its own
        mkdir -p .tools
        cp tools/package.json tools/package-lock.json .tools/
        PUPPETEER_SKIP_DOWNLOAD=1 npm ci --prefix .tools --no-audit --no-fund --silent
    fi
fi
