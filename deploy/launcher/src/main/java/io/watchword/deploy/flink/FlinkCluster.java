package io.watchword.deploy.flink;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Flink cluster in this process for all jobs. Its REST endpoint and its blob server listen on
 * loopback only: Flink would serve both, with job cancellation and without a password, to the whole
 * network. Jobs take a checkpoint each second and resume from their newest one.
 */
public final class FlinkCluster implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(FlinkCluster.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final int SLOTS = 8;

    private final MiniCluster cluster;
    private final Path checkpoints;
    private final Map<String, CompletableFuture<JobResult>> results = new LinkedHashMap<>();

    private FlinkCluster(MiniCluster cluster, Path checkpoints) {
        this.cluster = cluster;
        this.checkpoints = checkpoints;
    }

    /**
     * Starts a cluster.
     *
     * @param checkpoints kept between runs
     * @param temporary may be deleted when the process has ended
     */
    public static FlinkCluster start(Path checkpoints, Path temporary) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.TMP_DIRS, temporary.toString());
        configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(JobManagerOptions.ADDRESS, LOOPBACK);
        configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        configuration.set(TaskManagerOptions.HOST, LOOPBACK);
        configuration.set(RestOptions.ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(WebOptions.TMP_DIR, temporary.toString());
        configuration.set(WebOptions.SUBMIT_ENABLE, false);
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(32));
        configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(32));
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(32));
        MiniCluster cluster =
                new MiniCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(SLOTS)
                                .setCommonBindAddress(LOOPBACK)
                                .build());
        cluster.start();
        return new FlinkCluster(cluster, checkpoints);
    }

    /**
     * Submits a job, which resumes from its newest valid checkpoint if it has one.
     *
     * @param name the same name in the next run continues this job's work
     * @param graph adds the job's operators to the environment it is given
     */
    public void submit(String name, Consumer<StreamExecutionEnvironment> graph)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        CheckpointDirectory directory = new CheckpointDirectory(checkpoints.resolve(name));
        StreamExecutionEnvironment environment =
                new StreamExecutionEnvironment(jobSettings(directory));
        environment.setParallelism(1);
        environment.setBufferTimeout(0);
        graph.accept(environment);
        JobGraph job = environment.getStreamGraph().getJobGraph();
        Optional<Path> checkpoint = directory.newestValid();
        checkpoint.ifPresent(
                path ->
                        job.setSavepointRestoreSettings(
                                SavepointRestoreSettings.forPath(
                                        path.toUri().toString(), false, RecoveryClaimMode.CLAIM)));
        logger.atInfo()
                .addKeyValue("job", name)
                .addKeyValue("checkpoint", checkpoint.map(Path::toString).orElse("none"))
                .log("job submitted");
        JobID id = cluster.submitJob(job).get(60, SECONDS).getJobID();
        synchronized (results) {
            results.put(name, cluster.requestJobResult(id));
        }
    }

    private static Configuration jobSettings(CheckpointDirectory directory) {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
        settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.uri());
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 2);
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(500));
        return settings;
    }

    /** What ended a job that should still be running, or empty while all run. */
    public Optional<String> failure() {
        synchronized (results) {
            for (Map.Entry<String, CompletableFuture<JobResult>> job : results.entrySet()) {
                if (job.getValue().isDone()) {
                    return Optional.of("job " + job.getKey() + " ended: " + cause(job.getValue()));
                }
            }
        }
        return Optional.empty();
    }

    /** Waits until a job ends; for tests. */
    String awaitFailure() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<?>[] running;
        synchronized (results) {
            running = results.values().toArray(CompletableFuture<?>[]::new);
        }
        CompletableFuture.anyOf(running).get(60, SECONDS);
        return failure().orElse("");
    }

    private static String cause(CompletableFuture<JobResult> ended) {
        try {
            JobResult result = ended.join();
            Throwable thrown =
                    result.getSerializedThrowable()
                            .<Throwable>map(
                                    t -> t.deserializeError(FlinkCluster.class.getClassLoader()))
                            .orElse(null);
            if (thrown == null) {
                return result.getJobStatus().map(Enum::name).orElse("state unknown");
            }
            logger.error("job failed", thrown);
            return rootCause(thrown).toString();
        } catch (RuntimeException e) { // the cluster itself went away
            return rootCause(e).toString();
        }
    }

    private static Throwable rootCause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    @Override
    public void close() throws Exception {
        cluster.closeAsync().get(10, SECONDS);
    }
}
