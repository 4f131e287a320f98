"""A Whisper-shaped model small enough to train on a processor in an hour: words, speech, network, export."""
