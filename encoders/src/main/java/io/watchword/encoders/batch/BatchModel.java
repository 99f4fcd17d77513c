package io.watchword.encoders.batch;

import java.util.List;

/** A model that answers several inputs at once. */
public interface BatchModel<I, O> {
    /**
     * Runs the model.
     *
     * @return one output for each input, in order
     * @throws ModelException if the engine refuses the batch
     */
    List<O> run(List<I> inputs);
}
