"""What a person can have done: each use-case once, for the window, the pages and the command line alike.

A module for each family. A function marked `action` changes what the program keeps, takes the program's parts
first and announces itself once; the other public functions only read, or say what counts where nothing was
chosen. Pages and commands change nothing by any other way.
"""
