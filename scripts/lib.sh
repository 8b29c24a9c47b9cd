# Shared by the scripts of this folder; sourced, not run.

# say WORD...: what a script is at, bold for whoever looks at a terminal; a log gets plain text (https://no-color.org).
say() {
  local bold='' plain=''
  if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\033[1m' plain=$'\033[0m'; fi
  printf '%s==>%s %s\n' "$bold" "$plain" "$*" >&2
}

# packages_for PURPOSE...: the package names of scripts/packages.
packages_for() {
  local purpose
  for purpose in "$@"; do
    sed -n "s/^$purpose: //p" scripts/packages
  done | tr ' ' '\n' | sort -u
}

# The root part of an installation: what is asked for, without leaving services behind. Debian starts and
# enables a service when its package is installed; ours are started by hand, on ports of their own.
install_as_root() {
  local sudo=$1
  shift
  local policy=/usr/sbin/policy-rc.d made='' services=() package
  for package in "$@"; do
    case $package in
      caddy | prometheus | prometheus-alertmanager | prometheus-blackbox-exporter) services+=("$package") ;;
      nginx-light) services+=(nginx) ;;
    esac
  done
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
    $sudo chmod 755 $policy
    made=yes
    # shellcheck disable=SC2064  # the values of now are meant
    trap "$sudo rm -f $policy" EXIT
  fi
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
  # One that was there is the machine's own.
  if [ -n "$made" ]; then
    $sudo rm -f $policy
    trap - EXIT
  fi
  if [ ${#services[@]} -gt 0 ] && command -v systemctl >/dev/null; then
    $sudo systemctl disable "${services[@]}" >/dev/null 2>&1 || true
  fi
}

# install_packages PURPOSE...: installs what is missing through apt, and says so before.
install_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "This script installs packages with apt (Debian 12, Ubuntu 24.04). Elsewhere install yourself:"
    packages_for "$@" >&2
    return 0
  fi
  local missing=() package sudo=
  while read -r package; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done < <(packages_for "$@")
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    sudo=sudo
    command -v sudo >/dev/null || {
      say "These packages are missing, and neither root nor sudo is at hand: ${missing[*]}"
      return 1
    }
  fi
  say "Installing with ${sudo:+sudo }apt-get (no service is started or enabled): ${missing[*]}"
  install_as_root "$sudo" "${missing[@]}"
}

# build PRESET [TARGET...]: configures and builds; without targets, everything.
build() {
  local preset=$1
  shift
  # Two checkouts share what was compiled, precompiled headers too.
  export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$PWD CCACHE_SLOPPINESS=pch_defines,time_macros
  say "Building ($preset)"
  mkdir -p build
  cmake --preset "$preset" >"build/configure-$preset.log" 2>&1 || {
    cat "build/configure-$preset.log" >&2
    return 1
  }
  cmake --build --preset "$preset" ${1:+--target "$@"} >&2
}

# image_engine: docker or podman, whichever is here and can build.
image_engine() {
  local engine
  for engine in docker podman; do
    "$engine" info >/dev/null 2>&1 && { echo "$engine"; return; }
  done
  return 1
}

# checksums: of all that is in build/dist, for whoever puts something there.
checksums() {
  (cd build/dist && find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs sha256sum >SHA256SUMS)
}
