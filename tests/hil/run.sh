#!/usr/bin/env bash
# Boots Debian's real-time kernel in an emulator and tests SafeBms in it with real drivers: GPIO, CAN, watchdog.
#
#   tests/hil/run.sh              the short form: the machine, the drivers, and one run of the three processes
#   tests/hil/run.sh --full       all cases, 50 kill moments of each process, 30 power cuts; hours
#   tests/hil/run.sh --only CASE  one case, may be repeated
#   tests/hil/run.sh --list       the cases
#   tests/hil/run.sh --seed N     repeats a run with the random moments of seed N
#   tests/hil/run.sh --published DIRECTORY   tests this 'safebms' instead of publishing one
#
# Everything it fetches and builds is kept in artifacts/hil; the results are in artifacts/hil/run.
# Last line: "N passed, N failed". Exit code: 0 all passed, 1 something failed, 2 it cannot start, 3 the rig cannot be
# had on this machine (no emulator, no packages): nothing was tested, which is not the same as passed.
set -u
hil=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$hil/../.." && pwd)
cache=$repository/artifacts/hil
memory_MB=4096
full= only=() published= seed=$(( $(date +%s) % 100000 ))

say() { printf '[%4d s] %s\n' "$SECONDS" "$*"; }
cannot_run() { echo "the rig cannot run here: $*"; echo "0 passed, 0 failed"; exit 3; }
cases_of() { ls "$hil/guest/cases" | sed -n 's/\.sh$//p'; }
short_cases() { ( cd "$hil/guest/cases" && grep -lE '^# limit: .*; short( |;|$)' ./*.sh | sed 's#^\./##; s/\.sh$//' ); }

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 0 ;;
    --full) full=1 ;;
    --only) [ $# -ge 2 ] || { echo "run.sh: --only needs a case" >&2; exit 2; }; only+=("$2"); shift ;;
    --seed) [[ ${2:-} =~ ^[0-9]{1,9}$ ]] || { echo "run.sh: --seed needs a number" >&2; exit 2; }; seed=$2; shift ;;
    --published)
      [ -x "${2:-}/safebms" ] || { echo "run.sh: --published needs a directory with the program safebms" >&2; exit 2; }
      published=$(cd "$2" && pwd)
      shift ;;
    --list)
      for name in $(cases_of); do
        in=full
        short_cases | grep -qx "$name" && in=short
        printf '%-19s %-6s %s\n' "$name" "$in" "$(sed -n '1s/^# //p' "$hil/guest/cases/$name.sh")"
      done
      exit 0 ;;
    *) echo "run.sh: $1 is not understood; see --help" >&2; exit 2 ;;
  esac
  shift
done
for name in "${only[@]}"; do
  [ -e "$hil/guest/cases/$name.sh" ] || { echo "run.sh: there is no case $name; see --list" >&2; exit 2; }
done

. "$hil/host/prepare.sh"
. "$hil/host/boot.sh"
if [ ${#only[@]} -gt 0 ]; then cases="${only[*]}"
elif [ -n "$full" ]; then cases=$(cases_of | tr '\n' ' ')
else cases=$(short_cases | tr '\n' ' '); fi
[ "$(uname -m)" = x86_64 ] || cannot_run "it needs an x86-64 machine"
command -v dpkg >/dev/null || cannot_run "it needs Debian's packages"
mkdir -p "$cache"
install_programs
prepare_kernel
build_tools
publish_all
say "kernel $kernel, seed $seed"

share=$cache/run
rm -rf "$share"
mkdir -p "$share"
: > "$share/all"

if ! "$hil/observer/selftest.sh" "$cache/bin" >"$share/selftest.log" 2>&1; then
  cat "$share/selftest.log"
  echo "FAIL observer: its self-test" >> "$share/all"
else
  grep -c '^ok' "$share/selftest.log" | sed 's/$/ sequences judged rightly/; s/^/ok   observer: /' >> "$share/all"
fi

RANDOM=$((seed % 32768))
cuts=${full:+30}
cuts_left=${cuts:-3} last_sequence=
make_disk
make_retained
boot_and_run "$share/boot-0" "$cases"
# The first boot ends with the first power cut; each further one looks at the disk and is cut off again.
if [[ " $cases " == *" 95-power-cut "* ]]; then
  for ((boot = 1; cuts_left > 0; boot++)); do
    [ -s "$share/boot-$((boot - 1))/sequence" ] || break
    last_sequence=$(cat "$share/boot-$((boot - 1))/sequence")
    cuts_left=$((cuts_left - 1))
    boot_and_run "$share/boot-$boot" 95-power-cut
  done
fi
cat "$share"/boot-*/results | grep -E '^(ok|FAIL|figure) ' >> "$share/all"

grep -E '^figure ' "$share/all"
grep -E '^FAIL ' "$share/all"
passed=$(grep -c '^ok ' "$share/all")
failed=$(grep -c '^FAIL ' "$share/all")
if [ "$passed" -eq 0 ] && [ "$failed" -eq 0 ]; then failed=1; echo "nothing was tested"; fi
say "seed $seed, results in ${share#"$repository"/}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
