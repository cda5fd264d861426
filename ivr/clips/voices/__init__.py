"""Making the clips: words -> a voice engine -> a levelled MP3 for the telephone, listed in audio/manifest.json."""
