"""The files of a recording: media, journal and sidecar, and the disk they are on."""
