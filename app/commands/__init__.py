"""The work of each command, loaded only when its command is called."""
