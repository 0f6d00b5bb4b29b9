"""Spreadsheets of people's own making: read as a table, mapped column by column, looked at, applied."""
