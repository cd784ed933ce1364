"""Tables of organisations: CSV, TSV, XLSX, ODS, XLS."""
