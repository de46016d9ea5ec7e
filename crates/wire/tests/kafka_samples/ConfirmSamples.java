import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/**
 * Has Apache Kafka's own classes read messages and write them again. Reads lines of name, version and bytes in
 * hexadecimal; prints those whose bytes come back the same, and complains of all others.
 *
 * java -cp '<folder of Kafka 4.3.1 jars>/*' ConfirmSamples.java &lt; samples.txt &gt; confirmed.txt
 */
class ConfirmSamples {
    private static final String[] CLASSES = {
        "org.apache.kafka.common.message.%sData",
        "org.apache.kafka.common.message.%s",
        "org.apache.kafka.common.metadata.%s",
        "org.apache.kafka.coordinator.group.generated.%s",
        "org.apache.kafka.coordinator.share.generated.%s",
        "org.apache.kafka.coordinator.transaction.generated.%s",
        "org.apache.kafka.raft.generated.%s",
        "org.apache.kafka.server.log.remote.metadata.storage.generated.%s",
    };

    private static Message create(String name) throws Exception {
        for (String pattern : CLASSES) {
            try {
                return (Message) Class.forName(pattern.formatted(name)).getDeclaredConstructor().newInstance();
            } catch (ClassNotFoundException next) {
                continue;
            }
        }
        throw new ClassNotFoundException(name);
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        int wrong = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", 3);
            try {
                Message message = create(words[0]);
                short version = Short.parseShort(words[1]);
                byte[] bytes = HexFormat.of().parseHex(words[2]);
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                message.read(new ByteBufferAccessor(buffer), version);
                ByteBuffer again = MessageUtil.toByteBufferAccessor(message, version).buffer();
                byte[] written = new byte[again.remaining()];
                again.get(written);
                if (buffer.hasRemaining() || !Arrays.equals(bytes, written)) {
                    throw new IllegalStateException("Kafka wrote " + HexFormat.of().formatHex(written));
                }
                System.out.println(line);
            } catch (Exception error) {
                wrong += 1;
                System.err.println(line + "\n  " + error);
            }
        }
        System.err.println(wrong + " differ");
        System.exit(wrong == 0 ? 0 : 1);
    }
}
