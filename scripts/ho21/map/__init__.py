"""Where each thing stands on the drawing."""
