"""OpenStreetMap: extracts and answers of Overpass."""
