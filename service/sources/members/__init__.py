"""Attendance lists: text, DOCX, PDF, XLSX, ODS."""
