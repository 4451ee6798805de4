"""What templates load: ``{% load syndicate %}``."""
