#!/usr/bin/env bash
# Draws the pictures of the README anew: the relay's machine from spec/, the deep discharge from its scenario.
# Needs the Debian packages graphviz and gnuplot-nox.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet run -c Release --project src/SafeBms.Workbench -- diagram --format svg --machine programmable-relay --out "$work"
dotnet run -c Release --project src/SafeBms.Runtime -- simulate scenarios/deep-discharge-loads-ignore.scenario.yaml --trace "$work/trace.csv"
# One row every 500 ms is enough for a picture, and every row in which an output (the columns up to the eighth) changes.
awk -F, 'NR == 1 { print; next }
  { outputs = $2 $3 $4 $5 $6 $7 $8 }
  outputs != last || $1 >= next_ms { print; next_ms = $1 + 500; last = outputs }' "$work/trace.csv" > "$work/thin.csv"
# Column names end in their unit; the row of names is the first line.
column() { head -n 1 "$work/thin.csv" | tr ',' '\n' | grep -nx "$1" | cut -d: -f1; }
gnuplot -e "trace='$work/thin.csv'; output_file='$work/deep-discharge.svg'" \
  -e "cell=$(column cell-limits.cell_min_mV); current=$(column boat.pack_current_mA)" \
  -e "coil=$(column contactor_coil); permit=$(column allow_to_discharge); aux=$(column aux); warning=$(column pre_alarm)" \
  docs/images/deep-discharge.gp
mv "$work/programmable-relay.svg" "$work/deep-discharge.svg" docs/images/
