"""The pages of actions: the lists, one action, adding one."""
