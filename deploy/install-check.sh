#!/usr/bin/env bash
# Installs a package of SafeBms into a scratch root, looks at it, runs it, installs it again over itself, removes and
# purges it. Needs dpkg, no root.
#
#   deploy/install-check.sh FILE.deb
#
# Exit code: 0 everything as it should be, 1 not, 2 cannot run.
set -u
[ $# -eq 1 ] && [ -f "$1" ] || { sed -n '2,7s/^# \{0,1\}//p' "$0"; exit 2; }
command -v dpkg >/dev/null || { echo "dpkg is missing"; exit 2; }
command -v systemd-sysusers >/dev/null || { echo "systemd-sysusers is missing: apt-get install systemd"; exit 2; }
deb=$(realpath "$1")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/triggers" "$root/etc"
: >"$root/var/lib/dpkg/status"
failed=0
expect() { local what=$1; shift; if "$@" >"$root/output" 2>&1; then echo "ok      $what"; else echo "FAILED  $what"; sed 's/^/          /' "$root/output"; failed=1; fi; }
absent() { [ ! -e "$1" ] && [ ! -L "$1" ]; }
package() { PATH=$PATH:/usr/sbin:/sbin dpkg --root="$root" --force-not-root --force-script-chrootless --force-depends --force-confold --log=/dev/null "$@"; }

program=$root/usr/bin/safebms configuration=$root/etc/safebms/safebms.yaml
expect "installs" package --install "$deb"
expect "says its help" "$program" --help
expect "says its version" "$program" --version
expect "the delivered configuration can be used" "$program" config check "$configuration"
expect "the user is there" grep -q '^safebms:' "$root/etc/passwd"
expect "the user has no shell" grep -q '^safebms:.*/nologin$' "$root/etc/passwd"
expect "the user belongs to the lines' group" grep -Eq '^gpio:.*:(.*,)?safebms(,|$)' "$root/etc/group"
expect "the service is not enabled" absent "$root/etc/systemd/system/multi-user.target.wants/safebms.service"
expect "the unit starts what is installed" grep -q '^ExecStart=/usr/bin/safebms guard ' "$root/lib/systemd/system/safebms.service"
expect "every file is as it was packed" sh -c "cd '$root' && md5sum --quiet -c var/lib/dpkg/info/safebms.md5sums"
expect "the manual page has every command" sh -c "
  '$program' --help | awk '/^Commands:/ { on = 1; next } on && /^  [a-z]/ { print \$1 }' >'$root/commands'
  [ -s '$root/commands' ] && gzip -dc '$root/usr/share/man/man8/safebms.8.gz' >'$root/page' &&
  while read -r name; do grep -q \"^\.B \$name\" '$root/page' || { echo \"\$name\"; exit 1; }; done <'$root/commands'"

echo '# changed here' >>"$configuration"
expect "installs over itself" package --install "$deb"
expect "a changed configuration stays" grep -q '^# changed here' "$configuration"
mkdir -p "$root/var/lib/safebms"; touch "$root/var/lib/safebms/retained"
expect "can be removed" package --remove safebms
expect "the program is gone" absent "$program"
expect "configuration and retained data stay" test -f "$configuration" -a -f "$root/var/lib/safebms/retained"
expect "can be purged" package --purge safebms
expect "nothing of it is left" sh -c "! find '$root' -path '$root/var/lib/dpkg' -prune -o \( -name '*safebms*' -print \) | grep ."
exit $failed
