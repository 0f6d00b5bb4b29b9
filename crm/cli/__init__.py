"""The command line: ``crm``."""

from crm.cli.app import main

__all__ = ["main"]
