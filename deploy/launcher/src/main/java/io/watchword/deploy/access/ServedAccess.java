package io.watchword.deploy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.ServerInterceptor;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.view.AccessConfig;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.AuditLog;
import io.watchword.view.access.RateLimits;
import io.watchword.view.access.Rights;
import io.watchword.view.access.Seal;
import io.watchword.view.access.Secret;
import io.watchword.view.access.Sessions;
import io.watchword.view.access.SharedAccess;
import io.watchword.view.access.TokenFile;
import io.watchword.view.access.kafka.AccessTopic;
import io.watchword.view.access.oidc.OidcLogin;
import io.watchword.view.grpc.AccessInterceptor;
import io.watchword.view.grpc.CallerRights;
import io.watchword.view.grpc.GrpcPeers;
import io.watchword.view.grpc.ViewGrpcServer;
import io.watchword.view.http.ViewAddress;
import io.watchword.view.subscribe.OwnerRights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How one process lets callers in, by its configuration: without {@code access.required} whoever
 * reaches it, which is this machine alone.
 */
public final class ServedAccess {
    private static final int MIN_SECRET_CHARACTERS = 20;

    /** No secret of a stream has such a name: those hold a tilde. */
    private static final String SEALING = "access.session";

    private final PipelineConfig config;
    private final Optional<AccessControl> control;
    private final Optional<SharedAccess> shared;
    private final Optional<Provider> provider;
    private final Optional<String> peerSecret;
    private final Optional<ViewKey> key;

    private ServedAccess(
            PipelineConfig config,
            Optional<AccessControl> control,
            Optional<SharedAccess> shared,
            Optional<Provider> provider,
            Optional<String> peerSecret,
            Optional<ViewKey> key) {
        this.config = config;
        this.control = control;
        this.shared = shared;
        this.provider = provider;
        this.peerSecret = peerSecret;
        this.key = key;
    }

    /**
     * Of a configuration that has no {@link Exposure#problems}.
     *
     * @param data directory that holds tokens and the audit log
     */
    public static ServedAccess of(PipelineConfig config, Path data) {
        AccessConfig access = config.access();
        if (!access.required()) {
            return new ServedAccess(
                    config,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
        SecretStore secrets = SecretStore.open(DataDirectory.secrets(data), System.getenv());
        Clock clock = Clock.systemUTC();
        Optional<String> peerSecret =
                Optional.of(access.peerSecret())
                        .filter(file -> !file.isEmpty())
                        .map(file -> secret("access.peerSecret", file, MIN_SECRET_CHARACTERS));
        String sealing = sealing(access, secrets);
        // Whom another provider vouched for is not let in.
        Seal seal = new Seal(sealing, "session " + access.oidc().issuer());
        SharedAccess shared = new SharedAccess(access.ownerUnseen(), clock);
        Optional<Provider> provider = Provider.of(access.oidc(), secrets, sealing, clock);
        String owner = Secret.fresh();
        AccessControl control =
                new AccessControl(
                        new AccessControl.Parts(
                                new TokenFile(AccessPaths.tokens(data)),
                                provider.flatMap(Provider::bearer),
                                new Sessions(
                                        seal, access.sessionIdle(), access.sessionMax(), clock),
                                shared,
                                new RateLimits(access.requestsPerMinute(), System::nanoTime),
                                access.maxFeeds(),
                                Optional.of(Secret.sha256(owner)),
                                peerSecret.map(Secret::sha256),
                                new AuditLog(DataDirectory.audit(data), clock),
                                clock),
                        System::nanoTime);
        return new ServedAccess(
                config,
                Optional.of(control),
                Optional.of(shared),
                provider,
                peerSecret,
                Optional.of(key(access, owner)));
    }

    /** Under what sessions are sealed; made at the first start where none is configured. */
    private static String sealing(AccessConfig access, SecretStore secrets) {
        if (!access.sessionKey().isEmpty()) {
            return secret("access.sessionKey", access.sessionKey(), Seal.MIN_SECRET_CHARACTERS);
        }
        try {
            Optional<String> kept = secrets.find("secret:" + SEALING);
            if (kept.isEmpty()) {
                secrets.put(SEALING, Secret.fresh());
            }
            return secrets.find("secret:" + SEALING).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String secret(String key, String file, int least) {
        try {
            String secret = Files.readString(Path.of(file), UTF_8).strip();
            if (secret.length() < least) {
                throw new UserMistake(
                        key
                                + ": "
                                + file
                                + " holds "
                                + secret.length()
                                + " characters, required at least "
                                + least);
            }
            return secret;
        } catch (IOException e) {
            throw new UserMistake(key + ": " + file + " cannot be read");
        }
    }

    private static ViewKey key(AccessConfig access, String owner) {
        Optional<Path> certificate =
                Optional.of(access.tls().certificate())
                        .filter(file -> !file.isEmpty())
                        .map(file -> Path.of(file).toAbsolutePath());
        return new ViewKey(owner, certificate, access.hosts().stream().findFirst());
    }

    /** Empty where nobody needs to sign in. */
    public Optional<AccessControl> control() {
        return control;
    }

    /** Where people sign in at a provider, of a page on a port; empty where none is configured. */
    public Optional<OidcLogin> login(int port) {
        return provider.flatMap(known -> known.login(publicAddress(port)));
    }

    /** As browsers elsewhere reach the page; by the configuration, whatever they say. */
    private String publicAddress(int port) {
        AccessConfig access = config.access();
        String page = pageAddress(port);
        return access.behindProxy() && !access.hosts().isEmpty()
                ? "https://" + access.hosts().get(0)
                : page.substring(0, page.length() - 1);
    }

    /**
     * From now on remembers what other instances and earlier runs knew of callers.
     *
     * @return to be closed
     */
    public AutoCloseable remember(String bootstrapServers) {
        return shared.<AutoCloseable>map(known -> AccessTopic.open(bootstrapServers, known))
                .orElse(() -> {});
    }

    /** What commands of this machine's owner show. */
    public Optional<ViewKey> key() {
        return key;
    }

    public ViewAddress address(int port) {
        AccessConfig access = config.access();
        return new ViewAddress(
                config.http().host(),
                port,
                access.hosts(),
                access.behindProxy(),
                grpcTls().map(files -> new ViewAddress.TlsFiles(files.certificate(), files.key())));
    }

    /** Of the page, as people are told it. */
    public String pageAddress(int port) {
        boolean tls = !config.access().tls().isAbsent();
        String host =
                tls && !config.access().hosts().isEmpty()
                        ? config.access().hosts().get(0)
                        : reached(config.http().host());
        return (tls ? "https://" : "http://") + host + ":" + port + "/";
    }

    /** Of gRPC, for processes of this machine. */
    public String grpcTarget(int port) {
        return reached(config.view().grpc().host()) + ":" + port;
    }

    /** Where this machine reaches what is bound to an address. */
    private static String reached(String host) {
        try {
            return InetAddress.getByName(host).isAnyLocalAddress() ? "127.0.0.1" : host;
        } catch (UnknownHostException e) {
            return host;
        }
    }

    public Optional<ViewGrpcServer.TlsFiles> grpcTls() {
        AccessConfig.TlsConfig tls = config.access().tls();
        return tls.isAbsent() || !config.access().required()
                ? Optional.empty()
                : Optional.of(
                        new ViewGrpcServer.TlsFiles(
                                Path.of(tls.certificate()), Path.of(tls.key())));
    }

    /** What looks at each call; to be closed if it can be. */
    public ServerInterceptor interceptor() {
        return control.<ServerInterceptor>map(AccessInterceptor::start)
                .orElseGet(() -> CallerRights.always(Rights.ALL));
    }

    public GrpcPeers peers() {
        return new GrpcPeers(peerSecret, grpcTls().map(ViewGrpcServer.TlsFiles::certificate));
    }

    public OwnerRights ownerRights() {
        return control.<OwnerRights>map(known -> known::rightsOf).orElse(OwnerRights.OF_ONE_PERSON);
    }
}
