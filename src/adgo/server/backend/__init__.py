"""Another SPARQL endpoint that answers the queries of `adgo serve --backend`; start at `backend/pool.py`."""
