"""What documents bring to the application."""

from app.documents import jobs, search, views
from app.foundation.module import Module

module = Module(
    name="documents",
    blueprints=(views.bp,),
    searchables=(search.searchable,),
    jobs={"documents.read": jobs.read_documents, jobs.SWEEP: jobs.sweep_files},
    daily=(jobs.SWEEP,),
    pages={"document": "documents.show"},
    sentences={
        "document:keep": "{person} added the file",
        "document:add-version": "{person} added version {number} of the file",
    },
)
