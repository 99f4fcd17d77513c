package io.watchword.llm.constrain;

import java.util.List;

/** A part that is one of several runs of parts. No run is empty. */
non-sealed interface Expansion extends Symbol {
    List<List<Symbol>> alternatives();
}
