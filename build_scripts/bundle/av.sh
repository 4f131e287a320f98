#!/bin/sh
# PyAV over an FFmpeg under the LGPL and without network code, as one wheel. Runs inside the build root (see root.py).
#
# usage: av.sh FFMPEG_TARBALL AV_SDIST TOOLS_LOCK WHEELHOUSE OUT
#
# Everything native to FFmpeg stays: all decoders, encoders and muxers. What is left out is what listens, dials,
# or loads drivers. The same inputs give the same bytes: fixed paths, no dates but SOURCE_DATE_EPOCH.
set -eu
ffmpeg=$1 sdist=$2 lock=$3 wheelhouse=$4 out=$5
work=/build/av prefix=/build/ffmpeg
export LC_ALL=C.UTF-8 PYTHONHASHSEED=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INDEX=1 PIP_FIND_LINKS="$wheelhouse"
: "${SOURCE_DATE_EPOCH:?the time that stands for now, in seconds}"

rm -rf "$work" "$prefix" && mkdir -p "$work/source" "$out"
cd "$work/source"
tar xf "$ffmpeg" --strip-components=1
./configure --prefix="$prefix" --enable-shared --disable-static --disable-programs --disable-doc --disable-debug \
  --disable-autodetect --disable-network --disable-hwaccels --disable-devices \
  --enable-zlib --enable-libvpx --enable-libopus --enable-libdav1d \
  --extra-cflags="-ffile-prefix-map=$work=." --extra-ldflags='-Wl,-z,relro -Wl,-z,now -Wl,--build-id=sha1' \
  > "$work/configure.log"
grep -q '^License: LGPL version 2.1 or later' "$work/configure.log"
make --quiet -j"$(nproc)"
make install > /dev/null

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --require-hashes --requirement "$lock"
export PATH="$work/venv/bin:$PATH" PKG_CONFIG_PATH="$prefix/lib/pkgconfig" LD_LIBRARY_PATH="$prefix/lib"
export CFLAGS="-O2 -g0 -ffile-prefix-map=$work=."
mkdir -p "$work/av" "$work/plain"
tar xf "$sdist" -C "$work/av" --strip-components=1
pip wheel --quiet --no-deps --no-build-isolation --wheel-dir "$work/plain" "$work/av"
auditwheel repair --strip --plat "manylinux_2_36_$(uname -m)" --wheel-dir "$out" "$work"/plain/av-*.whl
