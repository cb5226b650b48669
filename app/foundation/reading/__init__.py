"""Reading uploaded and past papers: every parser runs in a limited subprocess."""
