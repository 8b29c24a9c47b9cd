# A fresh Debian for the tests of this folder, which source this: $work, $root, try, block, run_block, in_root, root_block, make_root.
# shellcheck shell=bash

passed=0
failed=0
base=$PWD/build/package-test/base.tar
work=$PWD/build/package-test/${0##*/}
root=$work/root
mkdir -p "$work"

# apart [ARGUMENT...]: goes on in a namespace of mounts and processes of its own, which goes with the script.
apart() {
  [ "$(id -u)" -eq 0 ] || { echo "needs root: debootstrap and chroot"; exit 1; }
  if [ -z "${WABA_APART:-}" ]; then
    WABA_APART=1 exec unshare --mount --pid --fork --kill-child "$0" "$@"
  fi
  mount -t proc proc /proc
}

# try WHAT COMMAND...: one check; what a failed one wrote is shown.
try() {
  local what=$1
  shift
  if "$@" >"$work/log" 2>&1; then
    passed=$((passed + 1))
    echo "ok      $what"
  else
    failed=$((failed + 1))
    echo "FAILED  $what"
    sed 's/^/        /' "$work/log" | tail -n 30
  fi
}
# block LANGUAGE PAGE PART: what stands in the block of that language that has this in it, of which there is one.
block() {
  awk -v language="$1" -v part="$3" '
    $0 == "```" language {on = 1; text = ""; next}
    $0 == "```" {if (on && index(text, part)) {printf "%s", text; ++found} on = 0; next}
    on {text = text $0 "\n"}
    END {exit found != 1}' "$2" || { echo "$2: not one block of $1 has \"$3\"" >&2; return 1; }
}
# run_block LANGUAGE PAGE PART: types it here.
run_block() { block "$@" >"$work/typed" && bash -e "$work/typed"; }
in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
# root_block LANGUAGE PAGE PART FOLDER: types it there, in that folder.
root_block() { block "$1" "$2" "$3" >"$root/tmp/typed" && in_root env -C "$4" bash -e /tmp/typed; }

# until_says PATTERN COMMAND...: half a minute.
until_says() {
  local pattern=$1 i
  shift
  for ((i = 0; i < 150; i++)); do
    "$@" 2>/dev/null | grep -qE "$pattern" && return
    sleep 0.2
  done
  "$@"
  return 1
}

make_root() {
  rm -rf "$root"
  if [ ! -e "$base" ]; then
    say "A fresh Debian"
    debootstrap --variant=minbase bookworm "$root" ${WABA_MIRROR:+"$WABA_MIRROR"} >"$work/debootstrap.log" || return
    tar -C "$root" -cf "$base" .
  else
    mkdir -p "$root"
    tar -C "$root" -xf "$base"
  fi
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  cp /etc/resolv.conf "$root/etc/"
  cp -r /etc/apt/apt.conf.d "$root/etc/apt/"
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
}

# result: the last line, and the exit code.
result() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
