"""How the shipped models are made and judged; imports service, never the other way round."""
