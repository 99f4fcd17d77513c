package io.watchword.encoders.encode;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.ErrorCode;
import io.watchword.encoders.batch.ModelException;

/** How many embeddings of how many values a model gives for one input. */
public record TokenShape(int count, int dim) {
    public TokenShape {
        checkArgument(count > 0 && dim > 0, "token shape is %d×%d", count, dim);
    }

    public int size() {
        return count * dim;
    }

    /**
     * Hands the values back if they are what the model promises.
     *
     * @throws ModelException if there are too few or too many, or one is NaN or infinite
     */
    public float[] check(String model, float[] values) {
        if (values.length != size()) {
            throw new ModelException(
                    ErrorCode.INVALID_OUTPUT,
                    model
                            + " gave "
                            + values.length
                            + " values, "
                            + count
                            + "×"
                            + dim
                            + " are required");
        }
        checkFinite(model, values);
        return values;
    }

    static void checkFinite(String model, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new ModelException(ErrorCode.INVALID_OUTPUT, model + " gave " + value);
            }
        }
    }
}
