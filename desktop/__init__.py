"""The entry point and the window of STORM DAT: wires everything, imported by nobody."""
