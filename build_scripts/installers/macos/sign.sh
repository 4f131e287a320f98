#!/bin/sh
# Sign and notarise. Only on a Mac with Xcode's command line tools; NOT RUN YET (see docs/installing-macos.md).
#
#   sign.sh app "STORM DAT.app"      sign all code inside out, let Apple check it, staple Apple's answer to it
#   sign.sh image stormdat-….dmg     the same for the disk image
#
# From the environment; nothing of it belongs into the repository:
#   STORMDAT_MACOS_IDENTITY   the certificate, such as "Developer ID Application: Example (TEAMID)"
#   STORMDAT_NOTARY_PROFILE   a profile of `xcrun notarytool store-credentials`; without it nothing is sent to Apple
set -eu
here=$(cd "$(dirname "$0")" && pwd)
what=${1:?app or image} target=${2:?what to sign}
: "${STORMDAT_MACOS_IDENTITY:?names the certificate to sign with}"

sign() { codesign --force --timestamp --options runtime --sign "$STORMDAT_MACOS_IDENTITY" "$@"; }

sign_code_below() { # every file of machine code, the deepest first
    find "$1" -type f -print | awk -F/ '{ print NF "\t" $0 }' | sort -rn | cut -f 2- | while IFS= read -r file; do
        case $(file -b "$file") in
        Mach-O*) sign "$file" ;;
        esac
    done
}

notarise() {
    [ -n "${STORMDAT_NOTARY_PROFILE:-}" ] || { echo "Not sent to Apple: STORMDAT_NOTARY_PROFILE is not set." >&2; return 0; }
    xcrun notarytool submit "$1" --keychain-profile "$STORMDAT_NOTARY_PROFILE" --wait
    xcrun stapler staple "$2"
    xcrun stapler validate "$2"
}

case $what in
app)
    sign_code_below "$target/Contents/Frameworks"
    find "$target/Contents/Frameworks" -type d -name '*.framework' -depth -print | while IFS= read -r framework; do
        sign "$framework"
    done
    for program in "$target"/Contents/MacOS/*; do
        sign --entitlements "$here/entitlements.plist" "$program"
    done
    sign --entitlements "$here/entitlements.plist" "$target"
    codesign --verify --deep --strict --verbose=2 "$target"
    packed=$(mktemp -d)
    ditto -c -k --keepParent "$target" "$packed/app.zip"
    notarise "$packed/app.zip" "$target"
    rm -rf "$packed"
    ;;
image)
    codesign --force --timestamp --sign "$STORMDAT_MACOS_IDENTITY" "$target"
    notarise "$target" "$target"
    ;;
*)
    echo "usage: sign.sh app APP | image DMG" >&2
    exit 64
    ;;
esac
