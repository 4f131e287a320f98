"""What a person can have done: each use-case once, for the window, the pages and the command line alike."""
