"""The state of the window: session, files, live forecast, preferences.  No widgets."""
