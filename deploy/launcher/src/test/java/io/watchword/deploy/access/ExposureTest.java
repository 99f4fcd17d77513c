package io.watchword.deploy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Main;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExposureTest {
    private final Path data;
    private final Path config;

    ExposureTest(@TempDir Path directory) {
        this.data = directory.resolve("data");
        this.config = directory.resolve("my.yaml");
    }

    /** What a command left behind. */
    private record Result(int code, String out, String err) {}

    private Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        int code =
                Main.run(
                        new Terminal(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false,
                                Integer.MAX_VALUE),
                        Path.of("."),
                        all.toArray(String[]::new));
        return new Result(
                code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private List<String> problems(String yaml) throws IOException {
        Files.writeString(config, yaml);
        return Exposure.problems(ConfigLoader.load(Optional.of(config)), data);
    }

    @Test
    void onLoopbackNothingIsAskedFor() throws IOException {
        assertThat(problems("")).isEmpty();
        assertThat(problems("http: {host: localhost}\nview: {grpc: {host: '::1'}}")).isEmpty();
    }

    @Test
    void withoutALoginNobodyElseIsLetIn() {
        Result view = run("view", "--bootstrap", "127.0.0.1:1", "--host", "0.0.0.0");
        Result up = run("up", "--host", "192.0.2.7");

        assertThat(view.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(view.err())
                .contains("http.host 0.0.0.0 lets others in: required access.required: true");
        assertThat(up.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(up.err()).contains("http.host 192.0.2.7 lets others in");
    }

    @Test
    void grpcIsNoWayAround() throws IOException {
        assertThat(problems("view: {grpc: {host: 0.0.0.0}}"))
                .singleElement()
                .asString()
                .startsWith("view.grpc.host 0.0.0.0 lets others in: required access.required");
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() throws IOException {
        assertThat(problems("http: {host: '::'}\naccess: {required: true}"))
                .satisfiesExactly(
                        tls ->
                                assertThat(tls)
                                        .contains("required access.tls, or access.behindProxy"),
                        hosts -> assertThat(hosts).startsWith("access.hosts is empty"),
                        token -> assertThat(token).contains("./watchword tokens add NAME"));
        assertThat(
                        problems(
                                """
                                view: {advertisedAddress: "10.0.0.1:9000"}
                                access:
                                  required: true
                                  tls: {certificate: /none/c.pem, key: /none/k.pem}
                                """))
                .anySatisfy(
                        tls -> assertThat(tls).contains("access.tls", "/none/", "cannot be read"))
                .anySatisfy(peers -> assertThat(peers).startsWith("access.peerSecret: required"));
    }

    @Test
    void aProvidersSecretMustBeThere() throws IOException {
        String yaml =
                """
                access:
                  required: true
                  oidc:
                    issuer: https://login.example.org/realm
                    grants: [{value: guards, scopes: ["read:*"]}]
                    login: {clientId: watchword, clientSecret: "secret:provider"}
                """;

        assertThat(problems(yaml))
                .containsExactly(
                        "access.oidc.login.clientSecret: nothing is kept under secret:provider");
        SecretStore.open(data.resolve("secrets"), Map.of()).put("provider", "s3cret");
        assertThat(problems(yaml)).isEmpty();
    }

    @Test
    void peopleComeBackFromTheProviderToWhereTheConfigurationSays() throws IOException {
        String provider =
                """
                  oidc:
                    issuer: https://login.example.org/realm
                    grants: [{value: guards, scopes: ["read:*"]}]
                    login: {clientId: watchword, name: The Guild, redirectUri: "%s"}
                """;
        String required = "access:\n  required: true\n";
        String proxied = "  behindProxy: true\n  hosts: [watch.example.org]\n";

        assertThat(page(required + provider.formatted(""))).isEqualTo("http://127.0.0.1:8080");
        assertThat(page(required + proxied + provider.formatted("")))
                .isEqualTo("https://watch.example.org");
        assertThat(
                        page(
                                required
                                        + provider.formatted(
                                                "https://a.example/b/api/v1/session/oidc/back")))
                .isEqualTo("https://a.example/b");
        assertThatThrownBy(() -> page(required + provider.formatted("https://a.example/")))
                .hasMessageContaining("redirectUri")
                .hasMessageContaining("/api/v1/session/oidc/back");
    }

    private String page(String yaml) throws IOException {
        Files.writeString(config, yaml);
        ServedAccess access = ServedAccess.of(ConfigLoader.load(Optional.of(config)), data);
        return access.login(8080).orElseThrow().page();
    }

    @Test
    void aTokenAndAProxyAreEnough() throws IOException {
        String yaml =
                "http: {host: 0.0.0.0}\n"
                        + "access: {required: true, behindProxy: true, hosts: [watch.example.org]}";
        assertThat(problems(yaml)).hasSize(1);
        Result added = run("tokens", "add", "wall", "--scope", "read:*", "--expires", "12h");

        assertThat(added.code()).as(added.err()).isEqualTo(ExitCode.OK);
        assertThat(added.out()).matches("ww_[A-Za-z0-9_-]{43}\n");
        assertThat(problems(yaml)).isEmpty();
    }

    @Test
    void tokensAreListedWithoutTheirSecretsAndRemoved() throws IOException {
        String secret = run("tokens", "add", "wall", "--scope", "all").out().strip();
        Result list = run("tokens", "list");
        Result again = run("tokens", "add", "wall", "--scope", "all");
        Result removed = run("tokens", "remove", "wall");
        Result missing = run("tokens", "remove", "wall");
        Result wrong = run("tokens", "add", "x", "--scope", "everything", "--expires", "soon");

        assertThat(list.out())
                .startsWith("wall ")
                .contains("read:* search ask subscribe admin metrics")
                .doesNotContain(secret);
        assertThat(again.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(again.err()).contains("token wall is there already");
        assertThat(removed.code()).isEqualTo(ExitCode.OK);
        assertThat(missing.err()).contains("no token \"wall\"");
        assertThat(wrong.code()).isEqualTo(ExitCode.BAD_USE);
        assertThat(run("tokens", "list").out()).isEmpty();
    }

    @Test
    void theAuditLogHasTheTokensAndShowsWhenItWasChanged() throws IOException {
        run("tokens", "add", "wall", "--scope", "all");
        run("tokens", "remove", "wall");
        Path log = data.resolve("audit.jsonl");
        Result whole = run("tokens", "audit");
        Files.writeString(log, Files.readString(log).replace("tokens add", "tokens list"));
        Result changed = run("tokens", "audit");

        assertThat(whole.code()).isEqualTo(ExitCode.OK);
        assertThat(whole.out()).matches("2 lines, last [0-9a-f]{64}\n");
        assertThat(changed.code()).isEqualTo(ExitCode.INTERNAL);
        assertThat(changed.err()).contains("line 2 does not follow the one before");
    }
}
