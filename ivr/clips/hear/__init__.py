"""An independent ear: how much of what the clips say a stranger's recogniser understands. Needs the extra "hear"."""
