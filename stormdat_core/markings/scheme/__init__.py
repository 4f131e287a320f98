"""The rules that markings are judged by: the catalogue, and what a house has settled in its profile."""
