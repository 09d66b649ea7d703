"""The commands of `testimony`, a module for each kind of work. `cli.py` puts them together.

Heavy imports happen inside the commands, so that `--help` answers at once.
"""
