#!/bin/sh
# Installs the locked environment into .venv. Wants: any Python 3.8 or later, or curl.
# Finds or gets uv, finds or gets Python 3.10. Extra arguments go to `uv sync`.
set -eu
TELL_EVERY=${TELL_EVERY:-15}
mkdir -p var

say() { printf '%s\n' "$*"; }

# Runs a command to its end, and says every 15 seconds that it is still at it.
telling() {
    what=$1; shift
    (
        waited=0
        while sleep "$TELL_EVERY" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
            waited=$((waited + TELL_EVERY))
            say "Installing: $what, $waited s so far ..."
        done
    ) &
    teller=$!
    "$@" && result=0 || result=$?
    kill "$teller" 2>/dev/null || true
    return "$result"
}

stop() { printf 'Cannot install: %s\n' "$*" >&2; exit 1; }

find_uv() {
    for uv in "$(command -v uv || true)" var/uv/bin/uv "$HOME/.local/bin/uv"; do
        if [ -n "$uv" ] && "$uv" --version >/dev/null 2>&1; then printf '%s' "$uv"; return; fi
    done
}

get_uv() {
    say "Installing: uv, the package tool (into var/uv) ..."
    python3 -m pip install --quiet --target var/uv uv >/dev/null 2>&1 && return
    python3 -m venv var/uv >/dev/null 2>&1 && var/uv/bin/pip install --quiet uv && return
    rm -rf var/uv
    if command -v curl >/dev/null; then
        curl -LsSf https://astral.sh/uv/install.sh \
            | env UV_INSTALL_DIR="$PWD/var/uv/bin" INSTALLER_NO_MODIFY_PATH=1 sh >/dev/null && return
    fi
    stop "uv could not be installed. As root: apt-get install python3-venv; then run make again."
}

find_python() {
    for python in "$("$UV" python find --no-python-downloads 3.10 2>/dev/null || true)" \
                  "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10.*/bin/python; do
        if [ -x "$python" ]; then printf '%s' "$python"; return; fi
    done
}

UV=$(find_uv)
[ -n "$UV" ] || { get_uv; UV=$(find_uv); }
PYTHON=$(find_python)
if [ -z "$PYTHON" ]; then
    say "Installing: Python 3.10 ..."
    telling "getting Python 3.10" "$UV" python install --quiet 3.10 \
        || stop "Python 3.10 is needed and could not be downloaded. Install it (pyenv install 3.10) and run make again."
    PYTHON=$(find_python)
fi
say "Installing: the locked packages, about 2 GB; one to four minutes the first time ..."
telling "getting and unpacking the packages" \
    "$UV" sync --frozen --compile-bytecode --quiet --python "$PYTHON" "$@" \
    || stop "the packages could not be installed; the lines above say which one and why."
# The command line, for any folder: .venv/bin/signpost
cat > .venv/bin/signpost <<END
#!$PWD/.venv/bin/python
import sys

sys.path.insert(0, "$PWD")
from web.commands import signpost

signpost(prog_name="signpost")
END
chmod +x .venv/bin/signpost
say "Installing: done."
