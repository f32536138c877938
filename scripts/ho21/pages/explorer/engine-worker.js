// The worker that holds the engine.
