#!/usr/bin/env bash
# Lets systemd judge the unit: 'verify' must be silent, the exposure of 'security' at most 3.0 of 10.
# Exit code: 0 good, 1 not, 3 systemd-analyze is not here.
set -u
unit=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/safebms.service
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is missing: apt-get install systemd"; exit 3; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The program need not be installed for this.
sed 's:/usr/bin/safebms:/bin/true:' "$unit" >"$work/safebms.service"
problems=$(systemd-analyze verify --man=no "$work/safebms.service" 2>&1)
if [ -n "$problems" ]; then echo "$problems"; exit 1; fi
systemd-analyze security --offline=true --threshold=30 "$unit" >"$work/security"
status=$?
tail -n 1 "$work/security"
exit $((status != 0))
