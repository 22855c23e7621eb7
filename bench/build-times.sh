#!/bin/sh
# Seconds that the build of the core takes: clean, unchanged, and after an edit of one machine. Works on a copy.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/src"
cp "$root"/.editorconfig "$root"/Directory.* "$root"/global.json "$copy"
cp -R "$root/spec" "$copy"
for project in Core Generator Specification; do
    cp -R "$root/src/SafeBms.$project" "$copy/src"
    rm -rf "$copy/src/SafeBms.$project/bin" "$copy/src/SafeBms.$project/obj"
done

build() {
    label=$1
    start=$(date +%s%N)
    if ! dotnet build "$copy/src/SafeBms.Core" -c Release -v q --nologo >"$copy/log" 2>&1; then
        cat "$copy/log" >&2
        exit 1
    fi
    end=$(date +%s%N)
    printf '%-46s %d.%01d s\n' "$label" $(((end - start) / 1000000000)) $(((end - start) / 100000000 % 10))
}

machine="$copy/spec/programmable-relay.statemachine.yaml"
build "clean: specification reader, generator, core"
build "nothing changed"
touch "$machine"
build "one machine touched, text unchanged"
before=$(find "$copy/src/SafeBms.Core/bin" -name SafeBms.Core.dll -exec cksum {} \;)
sed -i 's/^purpose: .*/purpose: One relay, one duty, edited to see how long a build takes./' "$machine"
build "one machine edited"
after=$(find "$copy/src/SafeBms.Core/bin" -name SafeBms.Core.dll -exec cksum {} \;)
if [ "$before" = "$after" ]; then
    echo "The edit did not reach the core; the figures mean nothing." >&2
    exit 1
fi
