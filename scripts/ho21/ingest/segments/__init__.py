"""A text in segments: every letter in one, each with what kind of thing it may say, and why.

``lines`` and ``blocks`` find what stands together, ``sentences`` and ``partition`` divide it,
``cues`` are words that tell a kind, ``kinds`` weighs them, for a whole list at once; ``details``
finds numbers, dates and how binding words are. ``segmented`` does it all.
"""
