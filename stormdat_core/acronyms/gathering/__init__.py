"""The evidence of one document: mentions, full forms and its own tables, gathered into entries."""
