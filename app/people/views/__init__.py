"""The pages of people: signing in, the directory, posts and accounts."""
