"""The door for the web server and for `flask --app wsgi`."""

import gc

gc.disable()  # hardly anything that is made while starting is garbage

from app import create_app  # noqa: E402
from app.foundation import factory  # noqa: E402

with factory.starting():
    app = create_app()
    factory.claim_instance(app)

# What was built by now lives as long as the process: collections during requests pass it by.
gc.freeze()
gc.enable()
