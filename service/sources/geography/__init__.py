"""The official register, postcodes, outlines and figures about places."""
