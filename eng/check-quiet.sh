#!/usr/bin/env bash
# An app that scores must not start a process, look up a name, open a socket to a network, read the machine's id or write below the home
# directory, and must run where there is nothing but the app: ONNX Runtime's telemetry would do all of that, and needs /bin/sh.
# Publishes samples/TrimmedApp with its own .NET, scores once under strace, and once in a root without a shell.
# Needs Linux with strace and root (for chroot and a mount).
#   eng/check-quiet.sh [bundle, default models/demo/gru1]
set -euo pipefail
cd "$(dirname "$0")/.."
bundle=$(realpath "${1:-models/demo/gru1}")
[ -f "$bundle/bundle.json" ] || { echo "error: $bundle: found no bundle.json, expected a bundle; 'dotnet run build.cs demo' makes some" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "error: found user $(id -un), expected root" >&2; exit 1; }
command -v strace > /dev/null || { echo "error: found no strace, expected it; apt-get install strace" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root home=$work/home
mkdir -p "$root/app" "$root/bundle" "$root/tmp" "$root/proc" "$home"
fail() { echo "FAILED: $1" >&2; shift; printf '%s\n' "$@" >&2; exit 1; }

echo "> publish samples/TrimmedApp"
dotnet publish samples/TrimmedApp -c Release -r linux-x64 -p:PublishSingleFile=false -o "$root/app" -v q --nologo > "$work/publish.log" 2>&1 \
  || fail "publish" "$(tail "$work/publish.log")"
cp "$bundle"/* "$root/bundle"

# A clean environment: ONNX Runtime knows some build servers, and a variable that is set by hand would prove nothing.
echo "> score under strace"
env -i HOME="$home" PATH=/usr/bin:/bin strace -f -qq -s 300 -o "$work/trace" \
  "$root/app/RnnToolkit.TrimmedApp" "$bundle" "a great film" "a waste of time" > "$work/scores" || fail "exit code $?" "$(cat "$work/scores")"
starts=$(grep -cE 'execve(at)?\(' "$work/trace")
[ "$starts" = 1 ] || fail "started $((starts - 1)) processes, expected none" "$(grep -E 'execve(at)?\(' "$work/trace")"
refuse() { # what, pattern
  local found
  ! found=$(grep -E "$2" "$work/trace") || fail "$1" "$found"
}
forks=$(grep -E ' (v?fork|clone3?)\(' "$work/trace" | grep -v CLONE_THREAD || true)
[ -z "$forks" ] || fail "forked" "$forks"
refuse "opened a network socket" 'socket\(AF_(INET|INET6|NETLINK)'
refuse "looked up a name" '/etc/(resolv.conf|hosts|nsswitch.conf|gai.conf)"'
refuse "read the machine's id" 'machine-id|dbus/machine'
[ -z "$(ls -A "$home")" ] || fail "wrote below the home directory" "$(find "$home")"
echo "  one process, no socket, no name looked up, nothing below the home directory"

# The libraries that the published app loads, and OpenSSL, which .NET hashes with.
echo "> score in an empty root"
libraries=$(for file in "$root"/app/RnnToolkit.TrimmedApp "$root"/app/*.so; do ldd "$file" 2> /dev/null || true; done \
  | grep -oE '/[^ ]+' | grep -v "^$root" | sort -u)
openssl=$(ldconfig -p | grep -oE '/[^ ]*/lib(ssl|crypto)[.]so[.]3$' | head -2)
for library in $libraries $openssl; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
[ ! -e "$root/bin/sh" ] || fail "the root has a shell"

# Containers have /proc, and .NET needs it. The mount is gone with the command.
env -i HOME=/nowhere "$(command -v unshare)" --mount "$(command -v bash)" -c \
  "mount --bind /proc '$root/proc' && exec '$(command -v chroot)' '$root' /app/RnnToolkit.TrimmedApp /bundle 'a great film' 'a waste of time'" \
  > "$work/scores.chroot" || fail "exit code $? in the empty root" "$(cat "$work/scores.chroot")"
cmp "$work/scores" "$work/scores.chroot" || fail "other scores in the empty root" "$(cat "$work/scores.chroot")"
[ -z "$(ls -A "$root/tmp")" ] || fail "wrote to /tmp" "$(ls -A "$root/tmp")"
echo "  the same scores in a root of $(find "$root" -type f | wc -l) files and no shell, and nothing written to /tmp"
