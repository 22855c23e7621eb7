#!/usr/bin/env bash
# Line and branch coverage of the core (its generated code included) and of the specification library. Prints the summary,
# writes artifacts/coverage/ and fails below the thresholds.
#
#   coverage/run.sh                 both
#   coverage/run.sh Specification   only the named ones: Specification, Mirror
#
# The core is measured in its mirror (tests/SafeBms.Mirror): the same text as ordinary files, judged by tests that stay
# fast when counted. What is for tools and no part of a scan - tables of names, the map, the snapshot - is left out.
#
# Exit code: 0 enough is covered, 1 not enough or a test failed, 2 cannot start.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
command -v dotnet >/dev/null || { echo "run.sh: the .NET SDK is missing" >&2; exit 2; }

least_branches=95   # percent, of each of the assemblies below
for_tools='-*/emitted/core/Tables.cs;-*/emitted/core/SpecificationMap.cs;-*/emitted/core/StateSnapshot.cs'
projects=("$@")
[ ${#projects[@]} -gt 0 ] || projects=(Specification Mirror)
case " ${projects[*]} " in *" -h "* | *" --help "*) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
assemblies=("${projects[@]/#/SafeBms.}")

dotnet tool restore >/dev/null || exit 2
rm -rf artifacts/coverage
failed=0
for name in "${projects[@]}"; do
  [ -d "tests/SafeBms.$name.Tests" ] || { echo "run.sh: there is no tests/SafeBms.$name.Tests" >&2; exit 2; }
  echo "== $name"
  dotnet test "tests/SafeBms.$name.Tests" -c Release --nologo -v quiet --settings coverage/coverage.runsettings \
    --collect "XPlat Code Coverage" --results-directory "artifacts/coverage/raw/$name" || failed=1
done

report() { # folder, assemblies, report types, more options
  dotnet reportgenerator -reports:'artifacts/coverage/raw/**/coverage.cobertura.xml' -targetdir:"$1" \
    -assemblyfilters:"$2" -filefilters:"$for_tools" -reporttypes:"$3" -verbosity:Warning "${@:4}"
}

report artifacts/coverage "+$(IFS=';'; echo "${assemblies[*]/#/+}" | sed 's/^+//')" 'Html;TextSummary' || exit 1
sed -n '1,400p' artifacts/coverage/Summary.txt
for assembly in "${assemblies[@]}"; do
  if ! report "artifacts/coverage/$assembly" "+$assembly" TextSummary \
      "minimumCoverageThresholds:branchCoverage=$least_branches"; then
    echo "run.sh: $assembly is below $least_branches % of its branches" >&2
    failed=1
  fi
done
exit $failed
