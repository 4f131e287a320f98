"""The marks before portions, and how surely they are security markings."""
