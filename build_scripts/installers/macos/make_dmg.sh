#!/bin/sh
# Make the disk image that people drag the application out of. Only on a Mac; NOT RUN YET.
#
#   make_dmg.sh "STORM DAT.app" stormdat-1.2.3-macos-arm64.dmg
set -eu
app=${1:?the application} image=${2:?the disk image to make}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ditto "$app" "$folder/$(basename "$app")" # keeps links and signatures
ln -s /Applications "$folder/Applications"
rm -f "$image"
hdiutil create -volname "STORM DAT" -srcfolder "$folder" -fs APFS -format ULFO "$image"
hdiutil verify "$image"
