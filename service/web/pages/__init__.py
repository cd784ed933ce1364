"""The web app: one module a page, each translating between forms and use cases."""
