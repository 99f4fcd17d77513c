package io.watchword.ingest.child;

import io.watchword.ingest.decode.HardwareDecode;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a decoder process says of itself when asked.
 *
 * @param ffmpeg version
 * @param hardware that decodes pictures and answers
 * @param natives folders in which its native libraries lie
 * @param networks interfaces beside the loopback that it can use
 */
public record ProbeAnswer(
        String ffmpeg, List<HardwareDecode> hardware, List<Path> natives, int networks) {
    private static final int MAX_ITEMS = 64;

    public ProbeAnswer {
        hardware = List.copyOf(hardware);
        natives = List.copyOf(natives);
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeUTF(ffmpeg);
        out.writeInt(networks);
        write(out, hardware.stream().map(HardwareDecode::name).toList());
        write(out, natives.stream().map(Path::toString).toList());
        out.flush();
    }

    private static void write(DataOutputStream out, List<String> items) throws IOException {
        out.writeInt(items.size());
        for (String item : items) {
            out.writeUTF(item);
        }
    }

    static ProbeAnswer read(DataInputStream in) throws IOException {
        try {
            String ffmpeg = in.readUTF();
            int networks = in.readInt();
            return new ProbeAnswer(
                    ffmpeg,
                    items(in).stream().map(HardwareDecode::valueOf).toList(),
                    items(in).stream().map(Path::of).toList(),
                    networks);
        } catch (IllegalArgumentException e) {
            throw new IOException("the probe answers something else", e);
        }
    }

    private static List<String> items(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_ITEMS) {
            throw new IOException("the probe answers " + count + " things");
        }
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(in.readUTF());
        }
        return items;
    }
}
