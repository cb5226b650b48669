"""The door for the web server and for `flask --app wsgi`."""

import gc

from app import create_app
from app.foundation import factory

with factory.starting():
    app = create_app()
    factory.claim_instance(app)

# What was built by now lives as long as the process: collections during requests pass it by.
gc.collect()
gc.freeze()
