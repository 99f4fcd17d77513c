package io.watchword.encoders.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.encoders.encode.StreamHistory;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamedTypesTest {
    static Stream<Class<?>> types() {
        return Stream.of(
                RawRecord.class,
                EncodedSegment.class,
                WindowedSegment.class,
                OutRecord.class,
                StreamHistory.class);
    }

    @ParameterizedTest
    @MethodSource("types")
    void areRecordsFlinkCanEvolveAndNoKryoBlobs(Class<?> type) {
        TypeInformation<?> info = TypeInformation.of(type);
        Configuration noKryo = new Configuration();
        noKryo.set(PipelineOptions.GENERIC_TYPES, false);

        assertThat(info).isInstanceOf(PojoTypeInfo.class);
        assertThat(info.createSerializer(new SerializerConfigImpl(noKryo))).isNotNull();
    }
}
