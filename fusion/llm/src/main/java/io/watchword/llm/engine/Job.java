package io.watchword.llm.engine;

import java.util.List;

/**
 * One request: a prompt to be continued, or several that run side by side. Nothing here may block:
 * the scheduler's thread calls it, and others wait for that.
 */
public interface Job {
    Priority priority();

    /** Whether nobody waits any more; asked before it is begun and before each token. */
    boolean abandoned();

    /** Builds the prompts, when its turn has come; called once at most. */
    List<Strand> open();

    /** Called exactly once, after all else. */
    void ended(Ending how);
}
