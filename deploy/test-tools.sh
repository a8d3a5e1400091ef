#!/bin/sh
# Programs the tests need besides Python: chromium for the pages with a font as wide as Arial (which the pages ask for),
# strace to watch the network, and the servers that a large installation has (Redis, PostgreSQL, RabbitMQ, nginx,
# Prometheus, Alertmanager), which the tests start on loopback by themselves.
# As root they are installed; else the line to run is shown.
set -eu
PATH="$PATH:/usr/sbin:$(printf '%s:' /usr/lib/postgresql/*/bin)"

package_of() {
    case "$1" in
        initdb) echo postgresql ;;
        nginx) echo nginx-light ;;
        promtool) echo prometheus ;;
        systemd-analyze) echo systemd ;;
        *) echo "$1" ;;
    esac
}

missing=""
for program in chromium strace redis-server rabbitmq-server initdb nginx promtool prometheus-alertmanager systemd-analyze; do
    command -v "$program" >/dev/null || missing="$missing $(package_of "$program")"
done
fc-match arial 2>/dev/null | grep -qi 'arial\|liberation' || missing="$missing fonts-liberation"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ]; then
    echo "The tests need:$missing. Run: sudo apt-get install$missing" >&2
    exit 1
fi
echo "Installing:$missing, for the tests ..."
apt-get update -qq
# shellcheck disable=SC2086  # one word a package
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
