package io.watchword.view.subscribe.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.watchword.proto.v1.AddSubscriptionRequest;
import io.watchword.proto.v1.ListSubscriptionsRequest;
import io.watchword.proto.v1.PreviewSubscriptionRequest;
import io.watchword.proto.v1.PreviewSubscriptionResponse;
import io.watchword.proto.v1.RemoveSubscriptionRequest;
import io.watchword.proto.v1.SubscribeRequest;
import io.watchword.proto.v1.SubscribeResponse;
import io.watchword.proto.v1.Subscription;
import io.watchword.proto.v1.SubscriptionRule;
import io.watchword.proto.v1.SubscriptionsGrpc;
import io.watchword.view.access.Rights;
import io.watchword.view.grpc.CallerRights;
import io.watchword.view.subscribe.Samples;
import io.watchword.view.subscribe.Subscriptions;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SubscriptionsServiceTest {
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Server server;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private ManagedChannel channel;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private SubscriptionsGrpc.SubscriptionsBlockingStub client;

    @BeforeEach
    void start() throws IOException {
        Clock clock = Clock.fixed(Samples.START, ZoneOffset.UTC);
        Subscriptions subscriptions = MemorySubscriptions.of(clock);
        String name = InProcessServerBuilder.generateName();
        server =
                InProcessServerBuilder.forName(name)
                        .intercept(CallerRights.always(Rights.ALL))
                        .addService(new SubscriptionsService(subscriptions, clock))
                        .build()
                        .start();
        channel = InProcessChannelBuilder.forName(name).build();
        client = SubscriptionsGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    @Test
    void keepsWhatWasSaidAndFillsInTheRest() {
        Subscription added = add("someone runs");

        assertThat(added.getOwner()).isEqualTo("local");
        assertThat(added.getRevision()).isEqualTo(1);
        assertThat(added.getLanguage()).isEqualTo("en");
        assertThat(added.getRule().getBy()).isEqualTo(SubscriptionRule.By.WORDS);
        assertThat(
                        client.list(ListSubscriptionsRequest.getDefaultInstance())
                                .getSubscriptionsList())
                .containsExactly(added);

        Subscription changed =
                client.add(
                        AddSubscriptionRequest.newBuilder()
                                .setSubscription(added.toBuilder().setWords("someone walks"))
                                .build());
        assertThat(changed.getRevision()).isEqualTo(2);
        assertThat(changed.getCreatedAt()).isEqualTo(added.getCreatedAt());
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> add(""))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("required words, a stream or a label");
        assertThatThrownBy(
                        () ->
                                client.remove(
                                        RemoveSubscriptionRequest.newBuilder().setId("x").build()))
                .hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(() -> subscribe(SubscribeRequest.getDefaultInstance()))
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(
                        () ->
                                subscribe(
                                        SubscribeRequest.newBuilder()
                                                .setSubscriptionId("x")
                                                .build()))
                .hasMessageContaining("NOT_FOUND");
        assertThatThrownBy(
                        () ->
                                subscribe(
                                        SubscribeRequest.newBuilder()
                                                .setSubscriptionId("x")
                                                .setResumeToken("?")
                                                .build()))
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    @Test
    void previewsWhatItWouldHaveCaught() {
        PreviewSubscriptionResponse preview =
                client.preview(
                        PreviewSubscriptionRequest.newBuilder()
                                .setSubscription(Subscription.newBuilder().setWords("someone runs"))
                                .build());

        assertThat(preview.getLooked()).isEqualTo(2);
        assertThat(preview.getFound()).isEqualTo(1);
        assertThat(preview.getHits(0).getWordsList()).containsExactly("person", "runs");
        assertThat(preview.getHits(0).getKeyframePath())
                .isEqualTo("/api/v1/events/event-yard-1/keyframe");
    }

    @Test
    void followsWordsThatNobodyStores() {
        Iterator<SubscribeResponse> hits =
                subscribe(
                        SubscribeRequest.newBuilder()
                                .setAdHoc(Subscription.newBuilder().setWords("someone runs"))
                                .build());

        SubscribeResponse first = hits.next();
        assertThat(first.getHit().getEventId()).isEqualTo("event-yard-7");
        assertThat(first.getResumeToken()).isEqualTo("0-8");
    }

    @Test
    void aCutOffSaysWhereToGoOn() {
        Subscription added = add("someone runs");
        Iterator<SubscribeResponse> hits =
                subscribe(SubscribeRequest.newBuilder().setSubscriptionId(added.getId()).build());

        assertThat(hits.next().getResumeToken()).isEqualTo("0-2");
        StatusRuntimeException cut =
                catchThrowableOfType(StatusRuntimeException.class, hits::hasNext);

        assertThat(cut.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(cut.getTrailers()).isNotNull();
        assertThat(String.valueOf(cut.getTrailers())).contains("resume-token=0-2");
    }

    private Subscription add(String words) {
        return client.add(
                AddSubscriptionRequest.newBuilder()
                        .setSubscription(Subscription.newBuilder().setWords(words))
                        .build());
    }

    private Iterator<SubscribeResponse> subscribe(SubscribeRequest request) {
        Iterator<SubscribeResponse> hits = client.subscribe(request);
        boolean unused = hits.hasNext(); // throws where it was refused
        return hits;
    }
}
