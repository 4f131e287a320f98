"""What whoever looks after a computer lays down for all its users: settings, locks, keys, profiles, lists."""
