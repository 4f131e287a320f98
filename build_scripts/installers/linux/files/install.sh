#!/bin/sh
# Installs the portable folder for this user, without root. Usage: ./install.sh [--remove]
#
# Program: ~/.local/lib/stormdat, command: ~/.local/bin/stormdat, menu entry, icons, manual pages and completion below
# ~/.local/share. Your documents' library stays where the program keeps it and is never touched.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
prefix=${STORMDAT_PREFIX:-$HOME/.local}
program=$prefix/lib/stormdat
list=$program/installed-files

say() { printf '%s\n' "$*" >&2; }

remove() {
  [ -f "$list" ] || { say "STORM DAT is not installed in $prefix."; exit 1; }
  while IFS= read -r file; do rm -f "$prefix/$file"; done < "$list"
  rm -rf "$program"
  rm -f "$prefix/bin/stormdat"
  say "STORM DAT is removed from $prefix. Its library stays in ${XDG_DATA_HOME:-$HOME/.local/share}/stormdat."
}

running() {
  # A copy that is running keeps its old files open; what it starts later would be the new ones.
  for link in /proc/[0-9]*/exe; do
    case $(readlink "$link" 2>/dev/null || true) in "$program"/*) return 0 ;; esac
  done
  return 1
}

executable() {
  # A home that was mounted noexec holds programs and does not start them.
  probe=$1/.stormdat-probe.$$
  printf '#!/bin/sh\nexit 0\n' > "$probe" && chmod 755 "$probe"
  "$probe" 2>/dev/null && code=0 || code=1
  rm -f "$probe"
  return $code
}

[ "${1:-}" = "--remove" ] && { remove; exit 0; }
[ $# -eq 0 ] || { say "Usage: $0 [--remove]"; exit 64; }
if running; then
  say "STORM DAT is running. Close its window (and stop a recording), then run this again."
  exit 3
fi
mkdir -p "$prefix/lib" "$prefix/bin"
if ! executable "$prefix/lib"; then
  say "Programs in $prefix cannot be started: the folder is on a file system mounted noexec."
  say "Choose another: STORMDAT_PREFIX=/path/you/may/write $0"
  exit 4
fi
new=$prefix/lib/.stormdat-new.$$
trap 'rm -rf "$new"' EXIT INT TERM
mkdir "$new"
for entry in stormdat _internal licences; do cp -a "$here/$entry" "$new/"; done
(cd "$here/desktop" && find share -type f | LC_ALL=C sort) > "$new/installed-files"
old=$prefix/lib/.stormdat-old.$$
[ -d "$program" ] && mv "$program" "$old"
mv "$new" "$program"
rm -rf "$old"
(cd "$here/desktop" && tar cf - share) | (cd "$prefix" && tar xf -)
# The menu starts programs without a shell's PATH: name the program in full.
sed -i "s|^Exec=stormdat|Exec=$program/stormdat|; s|^TryExec=stormdat|TryExec=$program/stormdat|" \
  "$prefix/share/applications/stormdat.desktop"
ln -sfn "$program/stormdat" "$prefix/bin/stormdat"
command -v update-desktop-database >/dev/null && update-desktop-database -q "$prefix/share/applications" || true
say "STORM DAT is installed in $program."
case ":$PATH:" in *":$prefix/bin:"*) ;; *) say "Add $prefix/bin to your PATH to start it as 'stormdat'." ;; esac
