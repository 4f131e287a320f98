"""Pictures and sound to packets: VP9, Opus, the marking strip, stills, and the threads that encode."""
