// What becomes the editor's own script: yasqe, without its ways out (see hatch_build.py).

import { Yasqe } from "@zazuko/yasqe";

/** @type {any} */ (globalThis).Yasqe = Yasqe;
