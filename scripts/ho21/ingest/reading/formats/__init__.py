"""The formats that are read: one module each, with what it alone needs beside it.

``html`` has ``charset``, ``docx`` has ``lists``, ``pdf`` has ``columns``; ``numbering`` counts the
items of lists for two of them.
"""
