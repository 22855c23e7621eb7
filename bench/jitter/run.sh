#!/usr/bin/env bash
# Wake-up and duration of the scan against a bare .NET loop, a C loop and cyclictest, turn by turn in one run.
#
#   bench/jitter/run.sh [--rounds N] [--cycles N] [--load idle|stress|both] [--out DIR] [--gate]
#
#   --rounds N   how often each contestant has its turn, under each load (default 5)
#   --cycles N   milliseconds of a turn that are counted (default 10000)
#   --load L     idle, stress (stress-ng: processor, disk, memory) or both (default both)
#   --out DIR    where the report goes (default artifacts/jitter)
#   --gate       exit code 1 if a goal was missed; without it missed goals are only said
#   --smoke      a few hundred cycles, which show that everything works and nothing about timing
#   --program F  an SafeBms.Jitter.dll that is built already
#
# The Debian packages rt-tests (cyclictest), stress-ng and gcc are installed when this runs as root, and named otherwise;
# what is missing is left out and the report says so. Real-time priority needs root or CAP_SYS_NICE; the report says what
# was granted. Exit code: 0 report written, 1 a goal was missed (--gate), 2 cannot run.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

die() { echo "run.sh: $*" >&2; exit 2; }

command="bench/jitter/run.sh${*:+ $*}"
out=artifacts/jitter program='' gate='' install=yes options=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) sed -n '2,18s/^# \{0,1\}//p' bench/jitter/run.sh; exit 0 ;;
    --rounds | --cycles | --load) [ $# -ge 2 ] || die "$1 needs a value"; options+=("$1" "$2"); shift 2 ;;
    --out) [ $# -ge 2 ] || die "--out needs a folder"; out=$2; shift 2 ;;
    --program) [ -f "${2:-}" ] || die "--program needs a SafeBms.Jitter.dll that exists"; program=$2; shift 2 ;;
    --gate) gate=yes; shift ;;
    --smoke) options+=(--rounds 2 --cycles 300 --warmup 100 --load both); install=''; shift ;;
    *) die "'$1' is not known; see --help" ;;
  esac
done
command -v dotnet >/dev/null || die "the .NET SDK is missing; install .NET 10 and put 'dotnet' on PATH"

missing=()
command -v cyclictest >/dev/null || missing+=(rt-tests)
command -v stress-ng >/dev/null || missing+=(stress-ng)
command -v cc >/dev/null || missing+=(gcc libc6-dev)
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$install" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing Debian packages: ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
      >/dev/null 2>&1 || echo "not installed: ${missing[*]}"
  else
    echo "left out; to have all contestants: apt-get install ${missing[*]}"
  fi
fi

mkdir -p "$out" || die "cannot write to $out"
if [ -z "$program" ]; then
  echo "building"
  dotnet build bench/SafeBms.Jitter/SafeBms.Jitter.csproj -c Release --nologo -v quiet -clp:ErrorsOnly || die "the benchmark does not build"
  program=bench/SafeBms.Jitter/bin/Release/net10.0/SafeBms.Jitter.dll
fi
c_loop=''
if command -v cc >/dev/null; then
  c_loop=$(realpath "$out")/loop
  cc -O2 -Wall -Wextra -Werror -o "$c_loop" bench/jitter/loop.c || die "bench/jitter/loop.c does not build"
fi

dotnet "$program" run "${options[@]}" --out "$out" --command "$command" ${c_loop:+--c-loop "$c_loop"}
status=$?
rm -f "$c_loop"
[ $status -eq 0 ] || exit $status
if [ "$gate" ] && grep -q '"met": false' "$out/report.json"; then exit 1; fi
exit 0
