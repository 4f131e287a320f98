"""Speech to text, on this machine alone: model packs, the engine, live and from files."""
