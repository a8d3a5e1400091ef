#!/bin/sh
# Runs a command as a container would: a user without rights, in a file system that it cannot write.
# closed_box.sh REPOSITORY PYTHON VAR COMMAND...   as root, within `unshare --mount`; VAR is writable as /mnt.
set -eu
repository=$1 python=$2 var=$3
shift 3
mount --make-rprivate /
mount --bind "$var" /mnt
# What is installed in root's own folder becomes reachable, and nothing else of it.
for needed in "$python" "$repository"; do
    case "$needed" in
        /root/*)
            mount --bind "$needed" /media
            mount -t tmpfs -o mode=755 none /root
            mkdir -p "$needed"
            mount --move /media "$needed" ;;
    esac
done
mount -t tmpfs -o mode=1777 none /tmp
mount -o remount,bind,ro /
cd "$repository"
exec setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
