"""The door for the web server and for `flask --app wsgi`."""

import gc

from app import create_app
from app.foundation import house

with house.starting():
    app = create_app()
    house.open_doors(app)

# What was built by now lives as long as the process: collections during requests pass it by.
gc.collect()
gc.freeze()
