package io.watchword.deploy.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Java and the system say of this process. Owns the listener on garbage collections. */
final class ProcessMetrics implements AutoCloseable {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4096;

    private final JvmGcMetrics collections = new JvmGcMetrics();

    private ProcessMetrics() {}

    static ProcessMetrics bindTo(MeterRegistry registry) {
        ProcessMetrics metrics = new ProcessMetrics();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        metrics.collections.bindTo(registry);
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean unix) {
            Gauge.builder(
                            "process.open.fds",
                            unix,
                            UnixOperatingSystemMXBean::getOpenFileDescriptorCount)
                    .strongReference(true)
                    .register(registry);
            Gauge.builder(
                            "process.max.fds",
                            unix,
                            UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
                    .strongReference(true)
                    .register(registry);
        }
        if (Files.isReadable(STATM)) {
            Gauge.builder("process.resident.memory.bytes", ProcessMetrics::residentBytes)
                    .strongReference(true)
                    .register(registry);
        }
        return metrics;
    }

    private static double residentBytes() {
        try {
            return Long.parseLong(Files.readString(STATM).split(" ", -1)[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException e) {
            return Double.NaN;
        }
    }

    @Override
    public void close() {
        collections.close();
    }
}
