"""Parts that pages are drawn from: they take data and callbacks, and know nothing of the session."""
