#!/bin/bash
# Called by run.sh as the first process of new namespaces: builds the throw-away root and becomes systemd.
set -e
work=$1
mount --make-rprivate /
# A control group of our own, which systemd then takes for the whole tree.
mount -t cgroup2 cgroup2 "$work/cg"
group=$work/cg/$2
mkdir "$group"
echo 0 >"$group/cgroup.procs"
exec unshare --cgroup bash -c '
set -e
work=$1
mkdir "$work/ov"
mount -t tmpfs tmpfs "$work/ov"
mkdir "$work/ov/upper" "$work/ov/work" "$work/ov/root"
root=$work/ov/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/ov/upper,workdir=$work/ov/work" "$root"
mount -t proc proc "$root/proc"
mount --bind /sys "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/dev"
# Nodes of our own: nothing that is done to them is done to those of the machine.
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/zero" c 1 5
mknod -m 666 "$root/dev/full" c 1 7
mknod -m 666 "$root/dev/random" c 1 8
mknod -m 666 "$root/dev/urandom" c 1 9
mknod -m 666 "$root/dev/tty" c 5 0
mkdir "$root/dev/pts" "$root/dev/shm"
mount --bind /dev/pts "$root/dev/pts"
touch "$root/dev/console"
mount --bind "$(tty)" "$root/dev/console"
mkdir "$root/run/work"
mount --bind "$work" "$root/run/work"

systemd-sysusers --root="$root" "$work/safebms.conf"
mkdir -p "$root/etc/safebms" "$root/usr/local/lib/standin" "$root/etc/systemd/system/safebms.service.d"
cp "$work/standin" "$root/usr/local/lib/standin/"
touch "$root/etc/safebms/safebms.yaml"
rm -rf "$root"/etc/systemd/system/*.wants "$root"/etc/systemd/system/*.requires
cp "$work/safebms.service" "$root/etc/systemd/system/"
printf "[Unit]\nDefaultDependencies=no\n" >"$root/etc/systemd/system/safebms.service.d/experiment.conf"
if [ -d "$work/program" ]; then
  cp -r "$work/program" "$root/usr/lib/safebms"
  ln -s ../lib/safebms/safebms "$root/usr/bin/safebms"
  cp "$work/safebms.yaml" "$root/etc/safebms/"
  mkdir -p "$root/var/lib/safebms"
  mount --bind "$work/state" "$root/var/lib/safebms"
  printf "[Service]\nStandardError=append:/run/work/program.log\n" >>"$root/etc/systemd/system/safebms.service.d/experiment.conf"
else
  cat >>"$root/etc/systemd/system/safebms.service.d/experiment.conf" <<END
[Service]
ExecStart=
ExecStart=/usr/local/lib/standin/standin guard /run/safebms/log /run/safebms/lines
WatchdogSec=2
TimeoutAbortSec=5
END
fi
cat >"$root/etc/systemd/system/driver.service" <<END
[Unit]
DefaultDependencies=no
SuccessAction=exit-force
FailureAction=exit-force
[Service]
Type=oneshot
ExecStart=/bin/bash /run/work/driver.sh
StandardOutput=tty
StandardError=inherit
END
printf "[Unit]\nDefaultDependencies=no\nWants=driver.service\n" >"$root/etc/systemd/system/experiment.target"
cd "$root"
mkdir .old
pivot_root . .old
exec env -i container=unshare PATH="$PATH" chroot . /bin/sh -c "umount -l /.old; exec /lib/systemd/systemd --system --unit=experiment.target --log-target=console"
' inside "$work"
