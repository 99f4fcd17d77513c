package io.watchword.llm.constrain;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** An object whose properties come in the order in which the schema names them, and no others. */
final class ObjectText implements Expansion {
    private static final Words OPEN = Words.of("{");
    private static final Words CLOSE = Words.of("}");

    private final List<Property> properties;

    /**
     * A property.
     *
     * @param first its name where it stands first
     * @param further its name after a comma
     */
    private record Property(Words first, Words further, Symbol value, boolean required) {}

    ObjectText() {
        this.properties = new ArrayList<>();
    }

    /** While it is being built: adds a property. */
    void add(String name, Symbol value, boolean required) {
        String quoted = JsonText.quoted(name);
        properties.add(
                new Property(
                        Words.of(quoted + ":", quoted + ": "),
                        Words.of(
                                "," + quoted + ":",
                                "," + quoted + ": ",
                                ", " + quoted + ":",
                                ", " + quoted + ": "),
                        value,
                        required));
    }

    @Override
    public List<List<Symbol>> alternatives() {
        return List.of(List.of(OPEN, new Members(this, 0, true)));
    }

    @Override
    public byte[] closing() {
        return Joined.of(List.of(OPEN, new Members(this, 0, true)));
    }

    /**
     * The properties from one on, and the end.
     *
     * @param first whether none was written
     */
    private record Members(ObjectText object, int from, boolean first) implements Expansion {
        @Override
        public List<List<Symbol>> alternatives() {
            List<List<Symbol>> alternatives = new ArrayList<>();
            for (int i = from; i < object.properties.size(); i++) {
                Property property = object.properties.get(i);
                alternatives.add(
                        List.of(
                                first ? property.first() : property.further(),
                                property.value(),
                                new Members(object, i + 1, false)));
                if (property.required()) {
                    return alternatives;
                }
            }
            alternatives.add(List.of(CLOSE));
            return alternatives;
        }

        @Override
        public byte[] closing() {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            boolean none = first;
            for (int i = from; i < object.properties.size(); i++) {
                Property property = object.properties.get(i);
                if (property.required()) {
                    Words name = none ? property.first() : property.further();
                    text.writeBytes(name.closing());
                    text.writeBytes(property.value().closing());
                    none = false;
                }
            }
            text.writeBytes(CLOSE.closing());
            return text.toByteArray();
        }
    }
}
