"""The command line: a click group whose commands are imported when they are asked for."""
