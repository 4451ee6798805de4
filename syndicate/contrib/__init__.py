"""Integrations with frameworks: Django, Starlette and FastAPI, Sphinx, MkDocs. Each needs its framework."""
