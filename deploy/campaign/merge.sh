#!/bin/sh
# Merges the shards of a folder: every case exactly once, one report.
#
#   merge.sh FOLDER
#
# Exit code 0: nothing violated, 1: something was, 2: a shard is missing, damaged or of another run.
set -eu
[ $# -eq 1 ] || { echo "usage: merge.sh FOLDER" >&2; exit 2; }
root=$(cd "$(dirname "$0")/../.." && pwd)
command=${SAFEBMS_SPEC:-"dotnet $root/src/SafeBms.Workbench/bin/Release/net10.0/safebms-spec.dll"}
# shellcheck disable=SC2086
exec $command campaign merge "$1"
