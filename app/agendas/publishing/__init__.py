"""Publishing: issuing agendas and supplements, marking what is new, and recalling."""
