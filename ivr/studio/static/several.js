// Words spoken in one go: a recorder for each group.

import { recorders } from "./recorder.js";

recorders(document);
