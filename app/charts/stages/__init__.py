"""The stages of an option as a chart that is edited with mouse and keys; ``chart`` is the widget."""
