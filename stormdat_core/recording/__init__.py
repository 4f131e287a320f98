"""The recorder: screen, microphone and system sound into one file that survives a kill."""
