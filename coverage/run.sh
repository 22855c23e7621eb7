#!/usr/bin/env bash
# Line and branch coverage of all test projects; prints the summary and writes artifacts/coverage/.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rm -rf artifacts/coverage
dotnet tool restore >/dev/null
dotnet test SafeBms.sln -c Release --nologo -v quiet --settings coverage/coverage.runsettings \
  --collect "XPlat Code Coverage" --results-directory artifacts/coverage/raw
dotnet reportgenerator -reports:'artifacts/coverage/raw/**/coverage.cobertura.xml' -targetdir:artifacts/coverage \
  -reporttypes:'Html;TextSummary' -verbosity:Warning
cat artifacts/coverage/Summary.txt
