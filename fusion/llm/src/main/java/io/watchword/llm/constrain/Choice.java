package io.watchword.llm.constrain;

import java.util.Comparator;
import java.util.List;

/** Any of several parts. Compared by identity. */
final class Choice implements Expansion {
    private final List<Symbol> options;

    /**
     * @param options at least one
     */
    Choice(List<Symbol> options) {
        this.options = List.copyOf(options);
    }

    @Override
    public List<List<Symbol>> alternatives() {
        return options.stream().map(List::of).toList();
    }

    @Override
    public byte[] closing() {
        return options.stream()
                .map(Symbol::closing)
                .min(Comparator.comparingInt(text -> text.length))
                .orElseThrow();
    }
}
