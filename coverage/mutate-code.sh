#!/usr/bin/env bash
# Changes the code with Stryker.NET, one small thing at a time, and says which changes no test notices.
#
#   coverage/mutate-code.sh core                      the hand-written half of SafeBms.Core; the sample for a pipeline
#   coverage/mutate-code.sh mirror [Machine ...]      generated machines (Contactor PowerMode ...); all if none is named
#   coverage/mutate-code.sh composition [File ...]    order of the machines, border, parameters (SafetyCore Signals Parameters)
#   coverage/mutate-code.sh runtime [File ...]        pacing, lateness, histogram, ring of commands (Pacing ...)
#   coverage/mutate-code.sh specification [File ...]  the specification library (RangeEvaluator ...)
#   coverage/mutate-code.sh                           all of it, one after the other; many hours
#
# SAFEBMS_JOBS=2 says how many test runs there are at a time. Settings and thresholds are in coverage/stryker-*.json,
# reasons for survivors in coverage/code-mutation-dispositions.yaml, reports below artifacts/code-mutation/. Machines are
# taken in groups, each with a report of its own: what is done when a run is broken off is not lost. At the end:
# safebms-spec code-mutants artifacts/code-mutation/mirror-*/reports/mutation-report.json --least 100
#
# Exit code: 0 enough is killed and each survivor of the safety code is explained, 1 not, 2 cannot run.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Stryker gives up when 'dotnet --info' takes longer than 10 s, which it does on a busy machine.
export DOTNET_INFO_WAIT_TIME=${DOTNET_INFO_WAIT_TIME:-120000}

die() { echo "mutate-code.sh: $*" >&2; exit 2; }
help() { sed -n '2,17s/^# \{0,1\}//p' "$0"; }

case "${1:-}" in -h | --help) help; exit 0 ;; esac
command -v dotnet >/dev/null || die "the .NET SDK is missing"
dotnet tool restore >/dev/null || die "'dotnet tool restore' failed: is there a way to the package registry?"

machines() { for file in spec/*.statemachine.yaml; do pascal "$(basename "$file" .statemachine.yaml)"; done; }
pascal() { sed -E 's/(^|-)(.)/\U\2/g' <<<"$1"; }
kebab() { sed -E 's/([a-z0-9])([A-Z])/\1-\2/g; s/.*/\L&/' <<<"$1"; }
join() { local IFS=,; echo "$*"; }
tests_of() { for machine in "$@"; do echo "DisplayName~$(kebab "$machine")"; done | paste -sd '|'; }
hyphen() { local IFS=-; echo "$*"; }

# name of the configuration, what the report's folder is named after, test project, least percentage, what the judge is
# told; then the files
run() {
  local name=$1 part=$2 tests=$3 least=$4 judge=$5 out config status file mutate=()
  shift 5
  out=$PWD/artifacts/code-mutation/$name${part:+-$part}
  config=$PWD/artifacts/code-mutation/stryker-$name.json
  rm -rf "$out"
  mkdir -p "$out" || exit 2
  # Stryker runs all tests twice before it begins; of a machine only its own are of any use.
  sed "s#DisplayName~machine#${only:-&}#" "coverage/stryker-$name.json" >"$config" || exit 2
  for file in "$@"; do mutate+=(-m "**/$file.cs"); done
  echo "== $name${part:+ $part}: $tests"
  dotnet build "tests/$tests" -c Release --nologo -v quiet -clp:ErrorsOnly || die "the build of $tests failed"
  # Stryker looks for the project below the tests' folder; it ends with 2 below its own threshold.
  (cd "tests/$tests" && dotnet stryker -f "$config" -O "$out" -c "${SAFEBMS_JOBS:-2}" "${mutate[@]}")
  status=$?
  [ -f "$out/reports/mutation-report.json" ] || die "Stryker wrote no report (it ended with $status): $out"
  dotnet run -c Release --project src/SafeBms.Workbench -- \
    code-mutants "$out/reports/mutation-report.json" --least "$least" ${judge:+"$judge"}
  status=$?
  [ $status -le 1 ] || exit $status
  [ $status -eq 0 ] || result=1
}

# So many machines are changed at a time: with more the compiler becomes slow, with fewer less is judged in one test run.
group=16

one() {
  local name=$1
  shift
  case $name in
    core) run core '' SafeBms.Mirror.Tests 90 '' ;;
    mirror)
      [ $# -gt 0 ] || mapfile -t all < <(machines)
      [ $# -gt 0 ] || set -- "${all[@]}"
      while [ $# -gt 0 ]; do
        only=$(tests_of "${@:1:group}")
        SAFEBMS_MIRROR=$(join "${@:1:group}") run mirror "$(hyphen "${@:1:group}")" SafeBms.Mirror.Tests 100 ''
        shift $(($# < group ? $# : group))
      done ;;
    composition)
      [ $# -gt 0 ] || set -- SafetyCore Signals Parameters
      SAFEBMS_MIRROR=$(join "$@") run composition "$(hyphen "$@")" SafeBms.Mirror.Tests 90 '' ;;
    runtime) run runtime "$(hyphen "$@")" SafeBms.Runtime.Tests 90 '' "$@" ;;
    specification) run specification "$(hyphen "$@")" SafeBms.Specification.Tests 60 --allow-open "$@" ;;
    *) help >&2; die "there is no '$name'" ;;
  esac
}

result=0
if [ $# -gt 0 ]; then
  one "$@"
else
  for name in core mirror composition runtime specification; do one "$name"; done
fi
exit $result
