"""The pages of agendas: what readers get, the clerk’s builder, items, and publication."""
