#!/bin/sh
# Runs one shard of the fault campaign; every batch system of this folder calls this.
#
#   shard.sh NUMBER COUNT FOLDER      NUMBER counts from 1
#
# SAFEBMS_SPEC        the command; without it the build of this repository
# CAMPAIGN_ARGUMENTS  more arguments, for example "--sample 2000"
#
# Exit code 0: the shard is done (violations are in its results, and merge.sh reports them). Anything else: it is not,
# and starting it again with the same folder goes on where it was.
set -eu
[ $# -eq 3 ] || { echo "usage: shard.sh NUMBER COUNT FOLDER" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
command=${SAFEBMS_SPEC:-"dotnet $root/src/SafeBms.Workbench/bin/Release/net10.0/safebms-spec.dll"}
status=0
# Command and arguments are words on purpose.
# shellcheck disable=SC2086
$command campaign --spec "${SAFEBMS_SPECIFICATION:-$root/spec}" --shard "$1/$2" --out "$3" ${CAMPAIGN_ARGUMENTS:-} || status=$?
[ "$status" -eq 1 ] && status=0
exit "$status"
