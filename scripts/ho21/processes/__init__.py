"""One process that may be killed at any time: messages over pipes, little memory, no network.

An engine in C or Rust can neither be stopped in the midst of its work nor held back from
crashing, so the process is the limit. The parent starts a module of ours with
``parent.Process.start`` and asks it by frames over its stdin and stdout, one at a time. How long
an answer may take is the parent's to say, for it can ``end`` the process at any moment and start
another. The module calls ``child.answer_parent``, which

- leaves Ctrl-C to the parent, who alone decides when to stop;
- moves the process to a user and a network namespace of its own, in which there is no network,
  and lets it open no socket (``network``), for where there are no such namespaces to be had;
- lets it begin with its first message (what it is to work on), and only then caps its address
  space at so much more than it has taken by now (``memory``): an allocation beyond that fails,
  Python raises MemoryError, and an engine that cannot go on aborts, which ``Process.aborted``
  tells;
- ends the process in the midst of its work when the parent is gone: a thread waits for the other
  end of stdin to close.

Where the system lacks one of these (namespaces and the cap are Linux's, the end with the parent is
POSIX's), that one is left out and the rest holds.

``network`` and ``memory`` are also for a process of a single command, which needs no second one to
put a question in.

``deadline.in_time`` stops work in Python that takes too long.

``beside.beside`` is for work of our own that leaves files and needs no limits: a copy of this
process does it meanwhile.

The child is a module of its own, as it starts sooner without what only the parent needs (asyncio).
"""
