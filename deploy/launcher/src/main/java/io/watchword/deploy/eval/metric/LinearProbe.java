package io.watchword.deploy.eval.metric;

import static io.watchword.contract.Checks.checkArgument;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Softmax regression from token ids to a class: one weight for each class and each id at each
 * position. It can only read what the ids say plainly. Trained by AdaGrad with weight decay; the
 * seed decides the order of examples, so equal input gives equal weights.
 */
public final class LinearProbe {
    private static final int EPOCHS = 40;
    private static final double RATE = 0.3;
    private static final double DECAY = 1e-4;

    private final int codes;
    private final int classes;
    private final double[] weights; // (positions, codes, classes)
    private final double[] bias;

    /** Ids in order of position, and their class. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Example(int[] ids, int label) {}

    private LinearProbe(int positions, int codes, int classes) {
        this.codes = codes;
        this.classes = classes;
        this.weights = new double[positions * codes * classes];
        this.bias = new double[classes];
    }

    /**
     * @param examples at least one; all with the same number of ids
     * @param codes ids are below it
     * @param classes labels are below it
     */
    public static LinearProbe train(List<Example> examples, int codes, int classes, long seed) {
        checkArgument(!examples.isEmpty(), "no example to learn from");
        LinearProbe probe = new LinearProbe(examples.get(0).ids().length, codes, classes);
        double[] squares = new double[probe.weights.length];
        double[] biasSquares = new double[classes];
        Random random = new Random(seed);
        List<Example> order = new ArrayList<>(examples);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            Collections.shuffle(order, random);
            order.forEach(example -> probe.learn(example, squares, biasSquares));
        }
        return probe;
    }

    private void learn(Example example, double[] squares, double[] biasSquares) {
        double[] error = probabilities(example.ids());
        error[example.label()]--;
        step(bias, biasSquares, 0, error);
        for (int position = 0; position < example.ids().length; position++) {
            step(weights, squares, row(position, example.ids()[position]), error);
        }
    }

    private static void step(double[] values, double[] squares, int from, double[] error) {
        for (int c = 0; c < error.length; c++) {
            double gradient = error[c] + DECAY * values[from + c];
            squares[from + c] += gradient * gradient;
            values[from + c] -= RATE * gradient / (Math.sqrt(squares[from + c]) + 1e-8);
        }
    }

    private int row(int position, int id) {
        return (position * codes + id) * classes;
    }

    private double[] probabilities(int[] ids) {
        double[] scores = bias.clone();
        for (int position = 0; position < ids.length; position++) {
            int row = row(position, ids[position]);
            for (int c = 0; c < classes; c++) {
                scores[c] += weights[row + c];
            }
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            largest = Math.max(largest, score);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            scores[c] = Math.exp(scores[c] - largest);
            sum += scores[c];
        }
        for (int c = 0; c < classes; c++) {
            scores[c] /= sum;
        }
        return scores;
    }

    /** The likeliest class. */
    public int classify(int[] ids) {
        double[] scores = probabilities(ids);
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }
}
