"""A document as text: txt and html by the standard library, docx and pdf with the extra ``draft``.

``document`` reads a file and returns its ``Text``; html, docx and pdf are read in a ``worker``, a
process with limits and no network. ``formats`` has a module for each, ``extract`` puts a text
together with where each piece of it stood, ``language`` tells the language of a whole.
"""
