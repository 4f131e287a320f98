#!/bin/sh
# What a person does with a freshly installed copy, as that person: no root, no network, an empty home.
# usage: trial.sh PROGRAM OUT    /trial holds a report (report.docx), speech (speech.wav) and a model pack (words45)
set -eu
program=$1 out=$2
mkdir -p "$out"
cd "$out"
"$program" --version > version.txt
"$program" self-test --window > self-test.json
"$program" sweep /trial/report.docx --out sweep --format docx,fixed,crm,xlsx,html,json,csv --fail-on never
"$program" record --screen 0 --mic none --system default --seconds 6 --out recorded --title Trial --format json > recorded.json
"$program" models import /trial/words45
"$program" transcribe /trial/speech.wav recorded/*.mp4 --model words45 --out transcribed --format txt,srt,json
