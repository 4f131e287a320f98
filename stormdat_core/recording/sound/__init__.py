"""Sound of several devices on one timeline: aligned, mixed, stretched, and watched over."""
