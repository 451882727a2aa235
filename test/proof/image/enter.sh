#!/bin/sh
# Runs a command as a container engine does with a read-only root: enter.sh FOLDER UID SETUP COMMAND...
# FOLDER has app, data and an empty root. Runs in its own mount and PID namespace (unshare), so that nothing of it stays.
# SETUP is what the image does as root after copying its files. The programs of /usr are those of this machine.
set -eu
folder=$1 uid=$2 setup=$3
shift 3
root=$folder/root
mount --make-rprivate /
mount -t tmpfs -o mode=0755 tmpfs "$root"
cd "$root"
mkdir usr etc proc dev tmp app data
for name in bin sbin lib lib64; do ln -s "usr/$name" "$name"; done
cp -a /etc/ld.so.cache /etc/localtime etc 2>/dev/null || true
printf 'root:x:0:0::/:/bin/sh\nnode:x:%s:%s::/app:/bin/sh\n' "$uid" "$uid" >etc/passwd
printf 'root:x:0:\nnode:x:%s:\n' "$uid" >etc/group
printf '127.0.0.1 localhost\n' >etc/hosts
mount --rbind /usr usr
mount --rbind /dev dev
mount -t proc proc proc
mount -t tmpfs -o mode=1777 tmpfs tmp
mount --bind "$folder/app" app
mount --bind "$folder/data" data
chroot . sh -c "$setup"
mount -o remount,bind,ro usr
mount -o remount,bind,ro app
mount -o remount,ro .
exec chroot --userspec="$uid:$uid" . env -i --chdir=/app "$@"
