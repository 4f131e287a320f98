"""Media files as sound: containers, tracks and channels, measured and chosen before they are heard."""
