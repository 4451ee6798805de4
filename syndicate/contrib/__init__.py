"""Ways into the frameworks of others: Django, Starlette and FastAPI, Sphinx, MkDocs. Each needs its framework."""
