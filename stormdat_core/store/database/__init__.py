"""The library's file: its tables, connections, migrations, health and backups."""
