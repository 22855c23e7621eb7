#!/usr/bin/env bash
# What systemd does to the controller when the guard dies: a real systemd, the real unit, a stand-in for the program or
# the program itself.
#
#   deploy/systemd/experiment/run.sh                   with a stand-in; takes half a minute
#   deploy/systemd/experiment/run.sh --program DIR     with the program (usr/lib/safebms of a package) on simulated lines
#
# Starts systemd as the first process of its own namespaces, with this machine's root below a throw-away layer, installs
# ../safebms.service with a stand-in as its program, and kills, hangs and stops the guard. Prints what was held.
# Needs root, systemd, unshare, script, a C compiler, overlayfs and cgroup v2. Nothing outside of the namespaces changes.
# Exit code: 0 everything held, 1 something did not, 3 this machine cannot run it.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case "${1:-}" in
  -h | --help) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 0 ;;
  --program) [ -x "${2:-}/safebms" ] || { echo "--program needs a folder with the program 'safebms'"; exit 2; }; program=$2 ;;
  '') program='' ;;
  *) echo "'$1' is not known; see --help"; exit 2 ;;
esac

cannot() { echo "cannot run here: $*"; exit 3; }
[ "$(id -u)" = 0 ] || cannot "not root"
for tool in unshare script cc systemctl systemd-sysusers; do command -v $tool >/dev/null || cannot "$tool is missing"; done
[ -x /lib/systemd/systemd ] || cannot "systemd is missing"
grep -qw overlay /proc/filesystems || cannot "the kernel has no overlayfs"
grep -qw cgroup2 /proc/filesystems || cannot "the kernel has no cgroup v2"

work=$(mktemp -d)
# systemd leaves its empty control groups behind.
clean_up() {
  unshare --mount sh -c 'mount -t cgroup2 cgroup2 "$0/cg" && find "$0/cg/$1" -depth -type d -exec rmdir {} +' "$work" "$group" 2>/dev/null
  rm -rf "$work"
}
group=safebms-experiment.$$
mkdir "$work/cg"
trap clean_up EXIT
cc -O2 -Wall -Wextra -Werror -o "$work/standin" "$here/standin.c" || cannot "the stand-in does not build"
cp "$here/../safebms.service" "$here/../../sysusers/safebms.conf" "$here/inside.sh" "$here/driver.sh" "$work/"
mkdir "$work/state"
if [ "$program" ]; then
  cp -r "$program" "$work/program"
  cp "$here/safebms.yaml" "$work/"
  cp "$here/driver-program.sh" "$work/driver.sh"
fi
timeout -k 5 500 script -qec "unshare --pid --fork --kill-child --mount --uts --ipc bash $work/inside.sh $work $group" /dev/null </dev/null >"$work/console" 2>&1
if [ ! -f "$work/results" ]; then
  sed 's/^/  systemd: /' "$work/console"
  cannot "systemd does not start in namespaces of its own"
fi
cat "$work/results"
[ -z "${SAFEBMS_KEEP:-}" ] || cp -r "$work/." "$SAFEBMS_KEEP/"
! grep -q '^FAILED' "$work/results" && grep -q '^all cases done' "$work/results"
