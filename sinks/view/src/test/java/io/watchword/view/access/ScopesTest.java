package io.watchword.view.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScopesTest {
    @Test
    void scopesAreReadAndToldAlike() {
        Scopes scopes = Scopes.parse(List.of("search", "read:stream:yard:2", "read:stream:a"));

        assertThat(scopes.texts()).containsExactly("read:stream:a", "read:stream:yard:2", "search");
        assertThat(Scopes.parse(scopes.texts())).isEqualTo(scopes);
        assertThat(Scopes.parse(List.of("all"))).isEqualTo(Scopes.ALL);
        assertThat(Scopes.parse(Scopes.ALL.texts())).isEqualTo(Scopes.ALL);
    }

    @Test
    void nothingFollowsFromAnotherScope() {
        Scopes admin = Scopes.parse(List.of("admin"));

        assertThat(admin.allow(Need.ADMIN)).isTrue();
        for (Need need : Need.values()) {
            boolean given = need == Need.ADMIN || need == Need.OPEN;
            assertThat(admin.allow(need)).as(need.name()).isEqualTo(given);
        }
        assertThat(Scopes.ALL.allow(Need.PEER)).isFalse();
    }

    @Test
    void whatIsNoScopeIsNamed() {
        for (String wrong :
                List.of("", "read", "read:", "read:stream:", "SEARCH", "open", "peer")) {
            assertThatThrownBy(() -> Scopes.parse(List.of(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("scope \"" + wrong + "\": required read:*");
        }
    }
}
