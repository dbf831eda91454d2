"""Files for other programs: tables as CSV and XLSX."""
