"""The pages of meetings: planning, attendance, and the days on which the offices are shut."""
