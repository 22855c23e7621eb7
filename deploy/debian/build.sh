#!/usr/bin/env bash
# Builds safebms_<version>_amd64.deb. The same commit gives the same bytes, wherever it is built.
#
#   deploy/debian/build.sh [--out DIR] [--framework-dependent] [--twice]
#
#   --out DIR               where the package goes (default artifacts/debian)
#   --framework-dependent   without the .NET run time; the package then depends on one, which Debian does not ship
#   --twice                 builds it twice in different places and compares the bytes
#
# SOURCE_DATE_EPOCH is honoured; without it the time of the last commit counts. Needs the .NET SDK, git, dpkg-deb; uses
# lintian if it is there. Exit code: 0 built, 1 the two builds differ or lintian finds an error, 2 cannot build.
set -euo pipefail
umask 022
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 LC_ALL=C TZ=UTC

die() { echo "build.sh: $*" >&2; exit 2; }

out=artifacts/debian self_contained=true twice=
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help) sed -n '2,11s/^# \{0,1\}//p' deploy/debian/build.sh; exit 0 ;;
    --out) [ $# -ge 2 ] || die "--out needs a folder"; out=$2; shift 2 ;;
    --framework-dependent) self_contained=false; shift ;;
    --twice) twice=yes; shift ;;
    *) die "'$1' is not known; see --help" ;;
  esac
done
for tool in dotnet git dpkg-deb readelf gzip; do command -v $tool >/dev/null || die "$tool is missing"; done

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
[[ $version =~ ^[0-9][0-9A-Za-z.+~]*$ ]] || die "Directory.Build.props has no usable <Version>"
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# Libraries that the program expects from the system, and the packages that have them. Another one fails the build.
expected='libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 ld-linux-x86-64.so.2 libgcc_s.so.1 libstdc++.so.6'
depends='libc6 (>= 2.31), libgcc-s1 (>= 3.4), libstdc++6 (>= 9), systemd | systemd-standalone-sysusers'

publish() { # work folder
  dotnet publish src/SafeBms.Runtime/SafeBms.Runtime.csproj -c Release -r linux-x64 --self-contained $self_contained \
    --artifacts-path "$1/artifacts" -o "$1/publish" --nologo -v quiet -clp:ErrorsOnly \
    -p:PublishReadyToRun=true -p:DebugType=none -p:PublishDocumentationFiles=false -p:SatelliteResourceLanguages=en \
    -p:ContinuousIntegrationBuild=true -p:UseSharedCompilation=false || die "the program does not build"
  # Tools for developers of the run time.
  rm -f "$1/publish/createdump" "$1/publish/libcoreclrtraceptprovider.so" "$1/publish/"*.xml "$1/publish/"*.pdb
}

check_libraries() { # publish folder
  local needed
  needed=$(find "$1" \( -name '*.so' -o -name safebms \) -exec readelf -d {} + | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u)
  for library in $needed; do
    [ -e "$1/$library" ] || [[ " $expected " == *" $library "* ]] || die "$library is needed, but no dependency of the package has it"
  done
}

# The commands and exit codes as the program itself says them.
man_page() { # program, target
  local help commands codes
  help=$("$1" --help) || die "the program does not say its help"
  commands=$(awk '/^Commands:/ { on = 1; next } on && /^  [a-z]/ {
      line = substr($0, 3); split(line, word, " "); rest = line; sub(/^[^ ]+( <[^>]*>)* +/, "", rest)
      gsub(/\\/, "\\\\", rest); gsub(/-/, "\\-", rest)
      print ".TP\n.B " word[1] "\n" rest }' <<<"$help")
  codes=$(sed -n 's/^ *Exit codes: //p' <<<"$help")
  [ "$commands" ] && [ "$codes" ] || die "the program's help does not have the form that the manual page is made from"
  awk -v commands="$commands" -v codes="$codes" -v version="$version" -v date="$(date -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)" '
    /^@COMMANDS@$/ { print commands; next } /^@EXIT@$/ { print codes; next }
    { gsub(/@VERSION@/, version); gsub(/@DATE@/, date); print }' deploy/debian/package/safebms.8 | gzip -9n >"$2"
}

package() { # work folder, result
  local root=$1/root doc=$1/root/usr/share/doc/safebms
  publish "$1"
  [ $self_contained = false ] || check_libraries "$1/publish"
  mkdir -p "$root/usr/lib" "$root/usr/bin" "$root/DEBIAN" "$doc" "$root/usr/share/man/man8" "$root/usr/share/safebms" \
    "$root/usr/share/lintian/overrides"
  cp -r "$1/publish" "$root/usr/lib/safebms"
  find "$root/usr/lib/safebms" -type f -exec chmod 644 {} +
  chmod 755 "$root/usr/lib/safebms/safebms"
  ln -s ../lib/safebms/safebms "$root/usr/bin/safebms"
  install -D -m 644 deploy/safebms.yaml "$root/etc/safebms/safebms.yaml"
  install -D -m 644 deploy/systemd/safebms.service "$root/lib/systemd/system/safebms.service"
  install -D -m 644 deploy/udev/70-safebms.rules "$root/lib/udev/rules.d/70-safebms.rules"
  install -D -m 644 deploy/sysusers/safebms.conf "$root/usr/lib/sysusers.d/safebms.conf"
  install -m 644 deploy/safebms.schema.json "$root/usr/share/safebms/"
  [ ! -f docs/can/safebms.dbc ] || install -m 644 docs/can/safebms.dbc "$root/usr/share/safebms/"
  install -m 644 docs/deployment.md docs/safety-manual.md deploy/debian/package/copyright "$doc/"
  install -m 644 deploy/debian/package/lintian-overrides "$root/usr/share/lintian/overrides/safebms"
  if [ $self_contained = true ]; then
    local pack
    pack=$(find "${NUGET_PACKAGES:-$HOME/.nuget/packages}/microsoft.netcore.app.runtime.linux-x64" -name THIRD-PARTY-NOTICES.TXT | sort -V | tail -n 1)
    [ "$pack" ] || die "the notices of the .NET run time are not to be found"
    gzip -9n <"$pack" >"$doc/dotnet-third-party-notices.gz"
  fi
  printf 'safebms (%s) unstable; urgency=medium\n\n  * Commit %s.\n\n -- SafeBms maintainers <maintainers@safebms.invalid>  %s\n' \
    "$version" "$(git rev-parse HEAD)" "$(date -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$doc/changelog.gz"
  if [ $self_contained = true ]; then man_page "$root/usr/lib/safebms/safebms" "$root/usr/share/man/man8/safebms.8.gz"
  else man_page "$1/publish/safebms" "$root/usr/share/man/man8/safebms.8.gz"; fi

  local needs=$depends
  if [ $self_contained = false ]; then
    needs="dotnet-runtime-10.0, $depends"
    ! grep -q Microsoft.AspNetCore.App "$1/publish/safebms.runtimeconfig.json" || needs="aspnetcore-runtime-10.0, $depends"
  fi
  sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$(du -k -s --apparent-size "$root" | cut -f1)/" -e "s/@DEPENDS@/$needs/" \
    deploy/debian/package/control >"$root/DEBIAN/control"
  cp deploy/debian/package/conffiles "$root/DEBIAN/"
  install -m 755 deploy/debian/package/{postinst,prerm,postrm} "$root/DEBIAN/"
  (cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  find "$root" -print0 | xargs -0 touch -h -d "@$SOURCE_DATE_EPOCH"
  dpkg-deb --root-owner-group -Zxz --threads-max=1 -b "$root" "$2" >/dev/null
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
deb=$out/safebms_${version}_amd64.deb
[ -z "$(git status --porcelain)" ] || echo "note: there are changes that are not committed; they are in the package"
echo "building $deb"
mkdir "$work/one"
package "$work/one" "$work/one.deb"
if [ "$twice" ]; then
  echo "building it once more elsewhere"
  mkdir -p "$work/another/place"
  package "$work/another/place" "$work/two.deb"
  if ! cmp -s "$work/one.deb" "$work/two.deb"; then
    echo "the two builds differ:" >&2
    diff -rq "$work/one/root" "$work/another/place/root" >&2 || true
    exit 1
  fi
  echo "the same bytes twice: $(sha256sum <"$work/one.deb" | cut -d' ' -f1)"
fi
mv "$work/one.deb" "$deb"
if command -v lintian >/dev/null; then
  lintian --allow-root --tag-display-limit 0 --fail-on error "$deb" || exit 1
else
  echo "lintian is not installed: not run"
fi
echo "$deb: $(stat -c %s "$deb") bytes"
