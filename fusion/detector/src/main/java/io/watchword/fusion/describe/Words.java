package io.watchword.fusion.describe;

import java.util.Map;

/**
 * The words of captions that no model wrote, in one language.
 *
 * @param without says that no model wrote it
 * @param level format with one whole number, dBFS
 * @param kinds names of sounds by the bundle's label; others are said as the bundle writes them
 */
record Words(
        String without,
        String calm,
        String cut,
        String motion,
        String fastMotion,
        String camera,
        String pictureGoes,
        String left,
        String right,
        String up,
        String down,
        String sound,
        String level,
        String perhaps,
        Map<String, String> kinds) {
    static final Words ENGLISH =
            new Words(
                    "Not described yet",
                    "nothing happens",
                    "a new shot",
                    "something moves",
                    "something moves fast",
                    "the camera moves",
                    "the picture goes",
                    "left",
                    "right",
                    "up",
                    "down",
                    "a sound",
                    "sound level up to %d dBFS",
                    "perhaps",
                    Map.of(
                            "engine", "an engine",
                            "horn", "a horn",
                            "siren", "a siren",
                            "bang", "a bang",
                            "glass", "breaking glass"));
    static final Words RUSSIAN =
            new Words(
                    "Пока без описания",
                    "ничего не происходит",
                    "новый план",
                    "что-то движется",
                    "что-то быстро движется",
                    "камера движется",
                    "картинка идёт",
                    "влево",
                    "вправо",
                    "вверх",
                    "вниз",
                    "слышен звук",
                    "громкость до %d dBFS",
                    "возможно,",
                    Map.of(
                            "engine", "двигатель",
                            "horn", "гудок",
                            "siren", "сирена",
                            "bang", "удар",
                            "glass", "бьётся стекло",
                            "speech", "речь",
                            "voice", "голос",
                            "music", "музыка",
                            "noise", "шум"));

    String kind(String label) {
        return kinds.getOrDefault(label, label);
    }
}
