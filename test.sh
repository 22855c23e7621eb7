#!/usr/bin/env bash
# Builds everything and runs every test. Ends with one line: "N passed, N failed".
#
#   ./test.sh                 all test projects
#   ./test.sh Core Tidy       only the named ones (SafeBms.<name>.Tests)
#   ./test.sh Rig             only the rig, a booted real-time Linux (tests/hil, docs/rig.md)
#
# The results are kept in artifacts/test-results, where 'safebms-spec trace' finds them.
#
# Needs the .NET SDK named in global.json. Debian packages (graphviz draws, cvc5 and z3 prove) are installed when this
# runs as root, and named otherwise. Exit code: 0 all passed, 1 a test failed or the build failed, 2 cannot start.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

case "${1:-}" in
  -h | --help) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 0 ;;
esac

die() { echo "test.sh: $*" >&2; exit 2; }

command -v dotnet >/dev/null || die "the .NET SDK is missing; install .NET 10 and put 'dotnet' on PATH"

install_debian_packages() {
  local missing=()
  command -v dot >/dev/null || missing+=(graphviz)
  command -v cvc5 >/dev/null || missing+=(cvc5)
  command -v spin >/dev/null || missing+=(spin)
  command -v gcc >/dev/null || missing+=(gcc libc6-dev)
  command -v z3 >/dev/null || missing+=(z3)
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Debian packages: ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
      >/dev/null 2>&1 && return
  fi
  die "please install: apt-get install ${missing[*]}"
}

# What 'safebms-spec trace' shows as results. Old ones would look like results of this run.
results=artifacts/test-results
[ $# -gt 0 ] || rm -rf "$results"
for name in "$@"; do rm -f "$results/SafeBms.$name.Tests.trx"; done

# Prints a project's closing line and adds its counts to the totals.
passed=0 failed=0
run_project() {
  local project=$1 name log counted_failed counted_passed status
  name=$(basename "$project" .csproj)
  log=$(mktemp)
  echo "== $name"
  dotnet test "$project" -c Release --no-build --nologo -v quiet \
    --logger "trx;LogFileName=$name.trx" --results-directory "$results" 2>&1 \
    | tee "$log" | grep -vE '^\s*$|^Test run for|^VSTest|^Starting test|^A total of|^Results File:|^WARNING: Overwriting'
  status=${PIPESTATUS[0]}
  counted_passed=$(grep -oE 'Passed: +[0-9]+' "$log" | grep -oE '[0-9]+' | tail -n 1)
  counted_failed=$(grep -oE 'Failed: +[0-9]+' "$log" | grep -oE '[0-9]+' | tail -n 1)
  rm -f "$log"
  passed=$((passed + ${counted_passed:-0}))
  failed=$((failed + ${counted_failed:-0}))
  # A crashed or empty run has no count of failures of its own, but it is one.
  if [ "$status" -ne 0 ] && [ "${counted_failed:-0}" -eq 0 ]; then failed=$((failed + 1)); fi
  if [ "${counted_passed:-0}" -eq 0 ] && [ "$status" -eq 0 ]; then echo "no test ran in $name"; failed=$((failed + 1)); fi
}

# The rig counts its own tests. Where it cannot be had that is said; in a pipeline it is a failure.
rig_not_run=
run_rig() {
  local log status counts
  log=$(mktemp)
  echo "== rig"
  tests/hil/run.sh 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  counts=$(tail -n 1 "$log" | grep -E '^[0-9]+ passed, [0-9]+ failed$')
  if [ "$status" -eq 3 ]; then
    rig_not_run=$(grep -m 1 'cannot run here' "$log")
    [ -z "${CI:-}${SAFEBMS_PIPELINE:-}" ] || failed=$((failed + 1))
  elif [ -z "$counts" ]; then
    failed=$((failed + 1))
  else
    passed=$((passed + ${counts%% *}))
    counts=${counts#*, }
    failed=$((failed + ${counts%% *}))
    if [ "$status" -ne 0 ] && [ "${counts%% *}" -eq 0 ]; then failed=$((failed + 1)); fi
  fi
  rm -f "$log"
}

install_debian_packages
echo "== build"
if ! dotnet build SafeBms.sln -c Release --nologo -v quiet -clp:ErrorsOnly; then
  echo "0 passed, 1 failed"
  exit 1
fi

if [ $# -gt 0 ]; then
  for name in "$@"; do
    if [ "$name" = Rig ]; then run_rig; continue; fi
    [ -d "tests/SafeBms.$name.Tests" ] || die "there is no tests/SafeBms.$name.Tests"
    run_project "tests/SafeBms.$name.Tests/SafeBms.$name.Tests.csproj"
  done
else
  for project in tests/*/*.Tests.csproj; do run_project "$project"; done
  run_rig
fi
[ -z "$rig_not_run" ] || echo "rig: NOT RUN. $rig_not_run"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
