package io.watchword.ingest.s3;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.record.RecordedFile;
import io.watchword.ingest.source.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket of an S3-compatible store. Owns its client. May be used by many threads. */
final class Bucket implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration CALL = Duration.ofMinutes(5);

    private final S3Client client;
    private final String name;

    private Bucket(S3Client client, String name) {
        this.client = client;
        this.name = name;
    }

    /**
     * Opens no connection yet.
     *
     * @throws IllegalArgumentException if the configuration names a secret that is not there
     */
    static Bucket of(IngestConfig.S3 config, Secrets secrets) {
        AwsBasicCredentials credentials =
                AwsBasicCredentials.create(
                        secret("accessKey", config.accessKey(), secrets),
                        secret("secretKey", config.secretKey(), secrets));
        S3Client client =
                S3Client.builder()
                        .endpointOverride(URI.create(config.endpoint()))
                        .region(Region.of(config.region()))
                        .credentialsProvider(StaticCredentialsProvider.create(credentials))
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(SILENCE))
                        // What Amazon added lately, other stores refuse.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                        .forcePathStyle(true)
                        .overrideConfiguration(
                                all ->
                                        all.apiCallTimeout(CALL) // and no files of the user's own
                                                .defaultProfileFile(
                                                        ProfileFile.aggregator().build()))
                        .build();
        return new Bucket(client, config.bucket());
    }

    private static String secret(String key, String variable, Secrets secrets) {
        Optional<String> value = secrets.find(variable);
        checkArgument(
                value.isPresent() && !value.get().isBlank(),
                "ingest.recording.s3.%s names %s, which is not set",
                key,
                variable);
        return value.orElseThrow();
    }

    void put(String key, Path file) throws IOException {
        try {
            client.putObject(
                    put -> put.bucket(name).key(key).contentType("video/mp4"),
                    RequestBody.fromFile(file));
        } catch (SdkException e) {
            throw translated(e);
        }
    }

    /** Recorded files whose keys begin so. */
    List<RecordedFile> list(String prefix) throws IOException {
        List<RecordedFile> files = new ArrayList<>();
        try {
            client.listObjectsV2Paginator(list -> list.bucket(name).prefix(prefix))
                    .contents()
                    .forEach(
                            found ->
                                    RecordedFile.parse(found.key(), found.size())
                                            .ifPresent(files::add));
            return files;
        } catch (SdkException e) {
            throw translated(e);
        }
    }

    InputStream open(String key) throws IOException {
        try {
            return client.getObject(get -> get.bucket(name).key(key));
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(key);
        } catch (SdkException e) {
            throw translated(e);
        }
    }

    void delete(String key) throws IOException {
        try {
            client.deleteObject(delete -> delete.bucket(name).key(key));
        } catch (NoSuchKeyException e) {
            return; // it is gone
        } catch (SdkException e) {
            throw translated(e);
        }
    }

    private IOException translated(SdkException e) {
        String why =
                e instanceof S3Exception answer
                        ? "answers " + answer.statusCode() + " " + code(answer)
                        : "does not answer: " + e.getMessage();
        return new IOException("bucket " + name + " " + why, e);
    }

    private static String code(S3Exception answer) {
        return answer.awsErrorDetails() == null || answer.awsErrorDetails().errorCode() == null
                ? ""
                : answer.awsErrorDetails().errorCode();
    }

    @Override
    public void close() {
        client.close();
    }
}
