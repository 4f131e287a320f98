"""For Linux: a package for Debian and its kin, and a portable archive that needs no root."""
