#!/bin/sh
# The browser tests need Debian's chromium. As root it is installed; else the line to run is shown.
set -eu
if command -v chromium >/dev/null; then exit 0; fi
if [ "$(id -u)" -ne 0 ]; then
    echo "The browser tests need chromium. Run: sudo apt-get install chromium" >&2
    exit 1
fi
echo "Installing: chromium, for the browser tests ..."
apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null
