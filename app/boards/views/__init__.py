"""The pages of boards: seats, clerkships and standing items."""
