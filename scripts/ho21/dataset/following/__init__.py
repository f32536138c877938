"""Following: what the files of a project make hold though none of them writes it."""
