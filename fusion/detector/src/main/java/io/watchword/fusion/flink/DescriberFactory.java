package io.watchword.fusion.flink;

import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.describe.Describer;
import java.io.Serializable;

/** Opens a describer where Flink runs the job; whoever opens it closes it. */
@FunctionalInterface
public interface DescriberFactory extends Serializable {
    Describer open(FuseConfig.Describing config);
}
