# Fetches and builds what the rig boots, once, into artifacts/hil. Sourced by run.sh.
# Nothing of the machine's own boot set-up changes: kernel, headers and busybox are unpacked there, not installed.

programs_needed=(qemu-system-x86_64:qemu-system-x86 modprobe:kmod cpio:cpio gcc:gcc make:make xz:xz-utils
  candump:can-utils gpioset:gpiod stress-ng:stress-ng cyclictest:rt-tests ip:iproute2 mkfs.ext4:e2fsprogs)

# Prints the Debian packages whose program is missing.
missing_packages() {
  local pair
  for pair in "${programs_needed[@]}"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || echo "${pair##*:}"
  done
  [ -e /usr/include/stdio.h ] || echo libc6-dev
}

install_programs() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing Debian packages: ${missing[*]}"
    apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1
    mapfile -t missing < <(missing_packages)
    [ ${#missing[@]} -eq 0 ] && return 0
  fi
  cannot_run "missing; please: apt-get install ${missing[*]}"
}

# The package that carries the newest real-time kernel, e.g. linux-image-6.1.0-56-rt-amd64.
kernel_package() {
  apt-cache depends linux-image-rt-amd64 2>/dev/null | sed -n 's/.*Depends: \(linux-image-6\.1\.[^ ]*-rt-amd64\)$/\1/p' \
    | head -n 1
}

# Downloads and unpacks into $1.
fetch_packages() {
  local into=$1 package kernel version
  [ -n "$(kernel_package)" ] || { [ "$(id -u)" = 0 ] && apt-get update -qq >/dev/null 2>&1; }
  package=$(kernel_package)
  [ -n "$package" ] || cannot_run "apt knows no linux-image-rt-amd64 of Debian 12 (6.1); the rig needs its archive"
  kernel=${package#linux-image-}
  say "fetching the real-time kernel $kernel, its headers and its source (220 MB, once)"
  mkdir -p "$into/deb"
  ( cd "$into/deb" && apt-get download -qq -o APT::Sandbox::User=root "$package" "linux-headers-$kernel" \
      "linux-headers-${kernel%-rt-amd64}-common-rt" linux-kbuild-6.1 linux-source-6.1 busybox-static >apt.log 2>&1 ) \
    || cannot_run "the packages cannot be downloaded: $(tail -n 1 "$into/deb/apt.log")"
  for package in "$into"/deb/linux-{image,headers,kbuild}*.deb "$into"/deb/busybox*.deb; do
    dpkg -x "$package" "$into" || cannot_run "$package cannot be unpacked"
  done
  # tar ends as soon as it has its three files, and whatever feeds it is cut off.
  { dpkg --fsys-tarfile "$into"/deb/linux-source-6.1_*.deb | tar -xO ./usr/src/linux-source-6.1.tar.xz | xz -dc \
    | tar -x -C "$into" --strip-components=1 --occurrence=1 linux-source-6.1/drivers/gpio/gpio-sim.c \
      linux-source-6.1/drivers/gpio/gpiolib.h linux-source-6.1/kernel/irq/irq_sim.c; } 2>/dev/null
  [ -s "$into/kernel/irq/irq_sim.c" ] || cannot_run "linux-source-6.1 has no kernel/irq/irq_sim.c"
  # Space is better spent otherwise.
  rm -f "$into"/deb/linux-source*.deb "$into"/deb/linux-image*.deb
}

# Debian ships no gpio-sim: the kernel's own source of it, built as one module with the interrupt simulator it needs.
build_gpio_module() {
  local root=$1 kernel=$2 headers=$1/usr/src/linux-headers-$2 build=$1/module
  mkdir -p "$build"
  cp "$root/drivers/gpio/gpio-sim.c" "$build/sim.c"
  cp "$root/drivers/gpio/gpiolib.h" "$build/"
  # irq_to_desc is not for modules; the replacement exists for callers outside hard interrupts.
  sed 's/handle_simple_irq(irq_to_desc(irqnum));/generic_handle_irq_safe(irqnum);/' \
    "$root/kernel/irq/irq_sim.c" > "$build/irq_sim.c"
  printf 'obj-m := gpio-sim.o\ngpio-sim-y := sim.o irq_sim.o\n' > "$build/Kbuild"
  sed -i "s#^include .*/usr/src/linux-headers#include $root/usr/src/linux-headers#;
          s#^include /usr/src/#include $root/usr/src/#" "$headers/Makefile"
  make -C "$headers" M="$build" modules >"$build/make.log" 2>&1 \
    || cannot_run "gpio-sim does not build; see $build/make.log"
  install -D "$build/gpio-sim.ko" "$root/lib/modules/$kernel/extra/gpio-sim.ko"
  PATH=$PATH:/usr/sbin:/sbin depmod -b "$root" "$kernel" || cannot_run "depmod failed"
}

# busybox, the modules that lead to the host's root, and one script.
build_initramfs() {
  local root=$1 kernel=$2 into module name
  into=$(mktemp -d)
  mkdir -p "$into"/{bin,modules,proc,sys,dev,lower,upper,new}
  cp "$root/bin/busybox" "$into/bin/"
  cp "$hil/guest/initramfs-init" "$into/init"
  chmod +x "$into/init"
  : > "$into/modules/order"
  for module in virtio_pci 9pnet_virtio 9p overlay; do
    PATH=$PATH:/usr/sbin:/sbin modprobe -d "$root" -S "$kernel" --show-depends "$module" | sed -n 's/^insmod //p' \
      | while read -r name _; do
          [ -e "$into/modules/$(basename "$name")" ] && continue
          cp "$name" "$into/modules/" && basename "$name" >> "$into/modules/order"
        done
  done
  ( cd "$into" && find . | cpio -o -H newc 2>/dev/null | gzip -1 ) > "$root/initramfs.gz"
  rm -rf "$into"
}

# Leaves in $root the unpacked kernel and in $kernel its version. Everything is kept: a second run takes no time.
prepare_kernel() {
  root=$cache/root
  if [ ! -e "$root/complete" ]; then
    rm -rf "$root"
    mkdir -p "$root"
    fetch_packages "$root"
    kernel=$(basename "$root"/lib/modules/*)
    build_gpio_module "$root" "$kernel"
    : > "$root/complete"
  fi
  kernel=$(basename "$root"/lib/modules/*)
  build_initramfs "$root" "$kernel"
}

# The rig's own small programs: the observer of the lines, and what stands in for a CAN adapter.
build_tools() {
  local source program
  mkdir -p "$cache/bin"
  for source in "$hil"/observer/lines.c "$hil"/tools/*.c; do
    [ -e "$source" ] || continue
    program=$cache/bin/$(basename "$source" .c)
    [ "$program" -nt "$source" ] && continue
    gcc -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -o "$program" "$source" \
      || { echo "run.sh: $source does not build" >&2; exit 2; }
  done
}

# publish PROJECT INTO: compiled ahead for the emulated machine, where compiling takes thirty times as long.
publish() {
  say "compiling $(basename "$1" .csproj) ahead"
  dotnet publish "$repository/$1" -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true \
      -o "$2" --nologo -v quiet >"$2.log" 2>&1 \
    || { tail -n 20 "$2.log" >&2; echo "run.sh: $1 cannot be published" >&2; exit 2; }
}

publish_all() {
  command -v dotnet >/dev/null || { echo "run.sh: the .NET SDK is missing" >&2; exit 2; }
  [ -n "$published" ] || { published=$cache/publish; publish src/SafeBms.Runtime/SafeBms.Runtime.csproj "$published"; }
  mkdir -p "$cache/tests" "$cache/runner"
  [[ " $cases " == *" 15-drivers "* ]] || return 0
  publish tests/SafeBms.Devices.Tests/SafeBms.Devices.Tests.csproj "$cache/tests"
  publish tests/hil/runner/RigRunner.csproj "$cache/runner"
}
