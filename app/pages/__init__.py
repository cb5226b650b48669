"""Pages that look across modules: home, calendar, search, history, administration."""
