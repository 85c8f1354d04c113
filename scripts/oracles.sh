#!/bin/sh
# Installs the programs that judge the emulator, the search and the server: Wine with the mingw compilers that build for it, the
# name-service wrapper that gives Wine its hosts, and SPIN with the compiler it needs. Debian packages, as root.
# Does nothing, quickly, when all of them are there.
set -eu

packages="wine64 wine gcc-mingw-w64-x86-64 g++-mingw-w64-x86-64 libnss-wrapper spin gcc libc6-dev"
# Editors that cannot pull diagnostics, with their own language clients.
packages="$packages neovim emacs-nox elpa-eglot"

missing=""
for package in $packages; do
  state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  if [ "$state" != installed ]; then missing="$missing $package"; fi
done
if [ -z "$missing" ]; then exit 0; fi

if [ "$(id -u)" != 0 ]; then
  echo "oracles: needs root to install:$missing" >&2
  exit 1
fi

log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # the list is split into words on purpose
if { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
  rm -f "$log"
  echo "oracles: installed$missing"
else
  cat "$log" >&2
  rm -f "$log"
  exit 1
fi
