package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What bundle.json says of a projector beyond its file.
 *
 * @param kind empty in bundles of before kinds were stated
 * @param rows of the grid that its embeddings are read from, row by row; 0 where they have none
 * @param columns of that grid
 */
public record ProjectorForm(Optional<ProjectorKind> kind, int rows, int columns) {
    private static final String PROJECTOR = "projector_";

    public ProjectorForm {
        checkArgument(
                (rows > 0 && columns > 0) || (rows == 0 && columns == 0),
                "grid is %d×%d",
                rows,
                columns);
    }

    /**
     * Reads a role that {@link #problems} has nothing to say of.
     *
     * @throws IllegalArgumentException if the bundle has no such role
     */
    public static ProjectorForm of(ModelBundle bundle, String role) {
        checkArgument(bundle.has(role), "bundle %s has no role %s", bundle.name(), role);
        JsonNode described = bundle.description().path("roles").path(role);
        JsonNode grid = described.path("grid");
        return new ProjectorForm(
                ProjectorKind.of(described.path("kind").asText()),
                grid.path(0).asInt(),
                grid.path(1).asInt());
    }

    /** What is wrong with the kinds and grids of a bundle's projectors, one line each. */
    static List<String> problems(String directory, JsonNode roles) {
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> role : roles.properties()) {
            if (!role.getKey().startsWith(PROJECTOR)) {
                continue;
            }
            String start = "bundle " + directory + ": roles." + role.getKey() + ".";
            JsonNode kind = role.getValue().path("kind");
            if (!kind.isMissingNode() && ProjectorKind.of(kind.asText()).isEmpty()) {
                problems.add(
                        start + "kind is " + kind + ", required one of " + ProjectorKind.keys());
            }
            JsonNode grid = role.getValue().path("grid");
            if (!grid.isMissingNode() && !isGrid(grid)) {
                problems.add(start + "grid is " + grid + ", required [rows, columns]");
            }
        }
        return problems;
    }

    private static boolean isGrid(JsonNode grid) {
        return grid.size() == 2
                && grid.path(0).isInt()
                && grid.path(1).isInt()
                && grid.path(0).asInt() > 0
                && grid.path(1).asInt() > 0;
    }
}
