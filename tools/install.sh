#!/bin/sh
# Install what Seriesbook needs: `install.sh book` to make books, `install.sh test` to run every
# test too, `install.sh release` and `install.sh fuzz` for developers. Only what is missing is
# installed; on an unknown system it is named instead. Python packages are those of tools/locks,
# by their hashes.
set -eu
cd "$(dirname "$0")/.."
what=${1:-book}
venv=.venv
# A Chromium from npm, for Ubuntu: its own is a snap, which containers can't run and which can't
# read other programs' temporary files.
chromium_npm=@sparticuz/chromium@153.0.0

say() { printf '%s\n' "$*" >&2; }

stop() { say "$@"; exit 1; }

has() { command -v "$1" >/dev/null 2>&1; }

# Runs a command; shows what it says only if it fails.
quietly() {
    log=$(mktemp)
    "$@" >"$log" 2>&1 || { cat "$log" >&2; rm "$log"; return 1; }
    rm "$log"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

find_system() {
    if [ "$(uname)" = Darwin ]; then echo macos
    elif has apt-get; then echo debian
    else echo other
    fi
}

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

is_new() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

# Homebrew's Python comes first on macOS, since it finds Homebrew's libraries.
find_python() {
    first=
    [ "$system" != macos ] || first=$(brew --prefix)/bin/python3
    for candidate in $first python3 python3.14 python3.13 python3.12 python3.11; do
        if is_new "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    stop "Python 3.11 or later is needed; python3 is $(python3 --version 2>/dev/null || echo missing)."
}

has_library() {
    "$python" - "$1" 2>/dev/null <<'PYTHON'
import ctypes
import ctypes.util
import sys

try:
    ctypes.CDLL(f"lib{sys.argv[1]}.so.0")
except OSError:
    ctypes.CDLL(ctypes.util.find_library(sys.argv[1]) or "missing")
PYTHON
}

chrome_app="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

has_chromium() {
    [ ! -x .tools/bin/chromium ] || return 0
    [ ! -x "$chrome_app" ] || return 0
    case $(command -v chromium || command -v google-chrome) in "" | /snap/*) return 1 ;; esac
}

# A thing is there if it works, whoever has installed it.
is_there() {
    case $1 in
    venv) "$python" -c 'import ensurepip, venv' 2>/dev/null ;;
    certificates) [ "$system" != debian ] || [ -e /etc/ssl/certs/ca-certificates.crt ] ;;
    pango) has_library pango-1.0 ;;
    pangoft2) has_library pangoft2-1.0 ;;
    harfbuzz-subset) has_library harfbuzz-subset ;;
    java) java -version >/dev/null 2>&1 ;; # macOS has a `java` that only says where to get one
    qpdf) has qpdf ;;
    poppler) has pdftotext ;;
    npm) has npm ;;
    faketime) has faketime ;;
    chromium) has_chromium ;;
    esac
}

package_of() {
    case $system:$1 in
    debian:venv) echo "$python-venv" ;;
    debian:certificates) echo ca-certificates ;;
    debian:pango) echo libpango-1.0-0 ;;
    debian:pangoft2) echo libpangoft2-1.0-0 ;;
    debian:harfbuzz-subset) echo libharfbuzz-subset0 ;;
    debian:java) echo default-jre-headless ;;
    debian:poppler) echo poppler-utils ;;
    debian:npm) echo nodejs npm ;;
    debian:faketime) echo faketime ;;
    *:faketime) echo libfaketime ;;
    debian:chromium) if is_ubuntu; then echo libnss3; else echo chromium; fi ;;
    macos:venv) echo python ;;
    macos:pangoft2) echo pango ;;
    macos:harfbuzz-subset) echo harfbuzz ;;
    macos:java) echo temurin ;;
    macos:npm) echo node ;;
    macos:chromium) echo google-chrome ;;
    other:venv) echo "the modules venv and ensurepip of Python," ;;
    *) echo "$1" ;;
    esac
}

install() {
    case $system in
    debian)
        [ "$(id -u)" = 0 ] || has sudo || stop "Run this as root: apt-get install $*"
        quietly as_root apt-get update -qq
        quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 --no-install-recommends "$@"
        ;;
    macos) brew install "$@" ;;
    *) stop "Install these by hand, then do this again: $*" ;;
    esac
}

# Puts a `chromium` into .tools/bin where the system has none of that name that tests can use.
bring_chromium() {
    mkdir -p .tools/bin
    if [ -x "$chrome_app" ]; then
        printf '#!/bin/sh\nexec "%s" "$@"\n' "$chrome_app" >.tools/bin/chromium
    elif [ "$(uname -m)" = x86_64 ]; then
        quietly npm install --prefix .tools/chromium --no-save --ignore-scripts --no-audit \
            --no-fund --loglevel=error "$chromium_npm"
        node -e 'const [from, to] = process.argv.slice(1), fs = require("fs");
            fs.createReadStream(from).pipe(require("zlib").createBrotliDecompress())
                .pipe(fs.createWriteStream(to));' \
            .tools/chromium/node_modules/@sparticuz/chromium/bin/chromium.br .tools/bin/chromium
    else
        say "There is no Chromium for this machine: the tests with Ace will be skipped."
        return
    fi
    chmod +x .tools/bin/chromium
}

system=$(find_system)
if [ "$system" = macos ]; then
    has brew || stop "Homebrew is needed: https://brew.sh"
    [ -x "$(brew --prefix)/bin/python3" ] || brew install python
fi
python=$(find_python)

things="venv certificates pango pangoft2 harfbuzz-subset"
[ "$what" != test ] || things="$things java qpdf poppler npm chromium faketime"
packages=
for thing in $things; do
    is_there "$thing" || packages="$packages $(package_of "$thing")"
done
if [ -n "$packages" ]; then
    say "Installing:$packages"
    # shellcheck disable=SC2086 # a list of names
    install $packages
fi

is_new "$venv/bin/python" || "$python" -m venv --clear "$venv"
pip() { "$venv/bin/python" -m pip --disable-pip-version-check --quiet "$@"; }
locked() { pip install --require-hashes --only-binary :all: --requirement "tools/locks/$1.txt"; }
if [ "$what" = release ] || [ "$what" = fuzz ]; then
    locked "$what"
    exit
fi
locked book
locked build
pip install --no-deps --no-build-isolation --editable .
# Installed files are compiled by pip, those of an editable install only when first imported.
"$venv/bin/python" -m compileall -q src
if [ "$what" = test ]; then
    locked test
    # Ace, with the browser of the system instead of one of its own
    mkdir -p .tools
    cp tools/package.json tools/package-lock.json .tools/
    export PUPPETEER_SKIP_DOWNLOAD=1
    quietly npm ci --prefix .tools --no-audit --no-fund --loglevel=error
    has_chromium || bring_chromium
    [ ! -x "$chrome_app" ] || bring_chromium
fi
