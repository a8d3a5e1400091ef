#!/bin/sh
# Programs the tests need besides Python: chromium for the pages, strace to watch the network, redis-server.
# As root they are installed; else the line to run is shown.
set -eu
missing=""
for program in chromium strace redis-server; do
    command -v "$program" >/dev/null || missing="$missing $program"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "The tests need:$missing. Run: sudo apt-get install$missing" >&2
    exit 1
fi
echo "Installing:$missing, for the tests ..."
apt-get update -qq
# shellcheck disable=SC2086  # one word a package
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
