"""Short and full forms themselves: how they look, fold, agree and compare."""
