"""Results as files: tables for spreadsheets."""
