#!/bin/sh
# Freezes /build/source in the clean root from /build/wheelhouse, without a network. See making.py.
set -eu
: "${SOURCE_DATE_EPOCH:?the time that stands for now, in seconds}"
export PIP_NO_INDEX=1 PIP_FIND_LINKS=/build/wheelhouse PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
cd /build/source
python3 -m venv /build/venv
install() { /build/venv/bin/pip install --quiet --require-hashes --no-deps "$@" 1>&2; }
grep -v '^proxy-tools=' /build/wheelhouse/lock.txt > /build/wheels.txt
grep '^proxy-tools=' /build/wheelhouse/lock.txt > /build/source.txt
install --requirement /build/wheels.txt
# What has no wheel becomes one by the locked setuptools, so that it too has a list of its files with their hashes.
install --no-build-isolation --use-pep517 --requirement /build/source.txt
/build/venv/bin/pip install --quiet --no-deps --no-build-isolation . 1>&2
/build/venv/bin/python -m PyInstaller --noconfirm --clean --log-level ERROR \
  --distpath /build/dist --workpath /build/freezing build_scripts/stormdat.spec 1>&2
