package io.watchword.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LayersTest {
    private static final String[] SHELLS = {
        "..flink..",
        "..kafka..",
        "..connect..",
        "..client..",
        "..grpc..",
        "..http..",
        "..ffmpeg..",
        "..onnx..",
        "..s3..",
        "..remote..",
        "..lucene..",
        "..oidc..",
        "..postgres..",
        "..deploy.."
    };
    private static final String[] ENGINES = {
        "org.apache.flink..",
        "org.apache.kafka..",
        "io.grpc..",
        "io.micrometer..",
        "org.apache.hc..",
        "org.bytedeco..",
        "org.eclipse.paho..",
        "org.flywaydb..",
        "org.postgresql..",
        "ai.onnxruntime..",
        "software.amazon.awssdk..",
        "com.nimbusds..",
        "io.javalin..",
        "org.apache.lucene.."
    };
    private static final String STAGES = "io.watchword.(ingest|encoders|fusion|llm|sinks|view)..";

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("io.watchword");
    private static final JavaClasses PLANTED =
            new ClassFileImporter()
                    .importPackages(
                            "io.watchword.ingest", "io.watchword.encoders", "io.watchword.deploy");

    private static final ArchRule ONLY_SHELLS_KNOW_AN_ENGINE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(SHELLS)
                    .and()
                    .resideOutsideOfPackage("io.watchword.proto..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ENGINES);
    private static final ArchRule STAGES_MEET_ONLY_IN_THE_CONTRACT =
            slices().matching(STAGES).should().notDependOnEachOther();
    private static final ArchRule LOGIC_KNOWS_NO_SHELL =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(SHELLS)
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.watchword..").and(resideInAnyPackage(SHELLS)));
    private static final ArchRule NOTHING_IMPORTS_DEPLOY =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.watchword.deploy..", "io.watchword.bench..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.watchword.deploy..");
    private static final ArchRule ONLY_MAIN_ENDS_THE_PROCESS =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("io.watchword.deploy.Main")
                    .should()
                    .callMethod(System.class, "exit", int.class);
    private static final ArchRule NOTHING_READS_SERIALISED_OBJECTS =
            noClasses().should().dependOnClassesThat().belongToAnyOf(ObjectInputStream.class);

    private static final ArchRule THE_CONTRACT_KNOWS_NO_STAGE =
            noClasses()
                    .that()
                    .resideInAPackage("io.watchword.contract..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.watchword..")
                                    .and(
                                            describe(
                                                    "are not the contract's",
                                                    LayersTest::isNotTheContracts)));
    private static final ArchRule A_SHELL_KNOWS_ITS_OWN_ENGINE_ONLY =
            noClasses()
                    .that()
                    .resideInAnyPackage("..ffmpeg..", "..onnx..", "..kafka..", "..connect..")
                    .and()
                    .resideOutsideOfPackage("io.watchword.deploy..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.flink..", "io.grpc..");

    private static boolean isNotTheContracts(JavaClass other) {
        return !other.getPackageName().startsWith("io.watchword.contract")
                && !other.getPackageName().startsWith("io.watchword.proto");
    }

    static Stream<ArchRule> rules() {
        return Stream.of(
                ONLY_SHELLS_KNOW_AN_ENGINE,
                STAGES_MEET_ONLY_IN_THE_CONTRACT,
                LOGIC_KNOWS_NO_SHELL,
                NOTHING_IMPORTS_DEPLOY,
                ONLY_MAIN_ENDS_THE_PROCESS,
                NOTHING_READS_SERIALISED_OBJECTS,
                THE_CONTRACT_KNOWS_NO_STAGE,
                A_SHELL_KNOWS_ITS_OWN_ENGINE_ONLY);
    }

    static Stream<ArchRule> rulesWithAPlant() {
        return Stream.of(
                ONLY_SHELLS_KNOW_AN_ENGINE,
                STAGES_MEET_ONLY_IN_THE_CONTRACT,
                LOGIC_KNOWS_NO_SHELL,
                NOTHING_IMPORTS_DEPLOY,
                ONLY_MAIN_ENDS_THE_PROCESS,
                NOTHING_READS_SERIALISED_OBJECTS);
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(MAIN).hasSizeGreaterThan(150); // an empty import would pass every rule
        assertThat(MAIN.stream().map(LayersTest::module).distinct())
                .contains("contract", "ingest", "encoders", "fusion", "llm", "sinks", "deploy");
    }

    @ParameterizedTest
    @MethodSource("rules")
    void layersHold(ArchRule rule) {
        rule.check(MAIN);
    }

    @ParameterizedTest
    @MethodSource("rulesWithAPlant")
    void theRulesCanFail(ArchRule rule) {
        assertThatThrownBy(() -> rule.check(PLANTED)).hasMessageContaining("PlantedViolation");
    }

    private static String module(JavaClass type) {
        return type.getPackageName().split("\\.", -1)[2];
    }
}
