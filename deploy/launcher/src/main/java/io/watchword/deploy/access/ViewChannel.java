package io.watchword.deploy.access;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The way of a command to the view of the run that holds a data directory. */
public final class ViewChannel {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private ViewChannel() {}

    /**
     * Connects when it is first used.
     *
     * @param target as the run announced it
     */
    public static ManagedChannel open(Path data, String target) throws IOException {
        Optional<ViewKey> key = ViewKey.read(data);
        ManagedChannelBuilder<?> channel =
                Grpc.newChannelBuilder(target, credentials(key.flatMap(ViewKey::certificate)));
        if (key.isPresent()) {
            Metadata headers = new Metadata();
            headers.put(AUTHORIZATION, "Bearer " + key.get().secret());
            channel.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
            if (key.get().certificate().isPresent()) {
                key.get().name().ifPresent(channel::overrideAuthority);
            }
        }
        return channel.build();
    }

    private static ChannelCredentials credentials(Optional<Path> certificate) throws IOException {
        return certificate.isEmpty()
                ? InsecureChannelCredentials.create()
                : TlsChannelCredentials.newBuilder()
                        .trustManager(certificate.get().toFile())
                        .build();
    }
}
