"""The vector searches of ``peers``, ours among them, behind one protocol."""
