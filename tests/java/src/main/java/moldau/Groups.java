package moldau;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own Java client as a member of a group and as a transactional producer. See ../clients/README.md. */
public final class Groups {
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private Groups() {
    }

    private interface Step {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        if (arguments[1].equals("member")) {
            member(bootstrap, arguments[2], arguments[3], Arrays.copyOfRange(arguments, 4, arguments.length));
        } else {
            transactions(bootstrap, arguments[2], arguments[3], arguments[4]);
        }
        System.exit(0);
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, String group, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", bootstrap, "group.id", group, "enable.auto.commit", false,
            "auto.offset.reset", "earliest", "reconnect.backoff.ms", 20, "reconnect.backoff.max.ms", 500, "fetch.max.wait.ms", 200));
        settings.putAll(more);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads, says and commits until standard input ends, then leaves. */
    private static void member(String bootstrap, String group, String topic, String[] pairs) {
        Map<String, Object> settings = new HashMap<>();
        boolean classic = true;
        for (String pair : pairs) {
            String value = pair.substring(pair.indexOf('=') + 1);
            if (pair.startsWith("instance=")) {
                settings.put("group.instance.id", value);
            } else if (pair.startsWith("isolation=")) {
                settings.put("isolation.level", value);
            } else if (pair.equals("protocol=consumer")) {
                classic = false;
                settings.put("group.protocol", "consumer");
            }
        }
        if (classic) {
            settings.putAll(Map.of("session.timeout.ms", 6000, "heartbeat.interval.ms", 300, "partition.assignment.strategy",
                "org.apache.kafka.clients.consumer.RangeAssignor,org.apache.kafka.clients.consumer.RoundRobinAssignor"));
        }
        AtomicBoolean stopping = new AtomicBoolean();
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) { }
            } catch (IOException end) {
                // As the end of the input.
            }
            stopping.set(true);
        });
        watch.setDaemon(true);
        watch.start();
        KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, group, settings);
        consumer.subscribe(List.of(topic));
        TreeSet<Integer> before = null;
        while (!stopping.get()) {
            try {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                TreeSet<Integer> now = new TreeSet<>();
                consumer.assignment().forEach(one -> now.add(one.partition()));
                if (!now.equals(before)) {
                    say("owns " + now.stream().map(String::valueOf).collect(Collectors.joining(",")));
                    before = now;
                }
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    say("got " + record.partition() + " " + record.offset() + " " + new String(record.value(), StandardCharsets.UTF_8));
                }
                if (!records.isEmpty()) {
                    consumer.commitSync();
                }
            } catch (KafkaException error) {
                say("note " + error);
            }
        }
        consumer.close();
        say("left");
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap, String id) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "transactional.id", id);
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, String label) throws Exception {
        for (int i = 0; i < 10; i++) {
            producer.send(new ProducerRecord<>(topic, i % 2, null, (label + "-" + i).getBytes(StandardCharsets.UTF_8)));
        }
        producer.flush();
    }

    private static boolean isFenced(Throwable error) {
        return error != null && (error instanceof ProducerFencedException || error instanceof InvalidProducerEpochException
            || isFenced(error.getCause()));
    }

    private static void fenced(String bootstrap, String topic, KafkaProducer<byte[], byte[]> first) throws Exception {
        KafkaProducer<byte[], byte[]> second = producer(bootstrap, topic + "-java");
        try {
            first.beginTransaction();
            send(first, topic, "fenced");
            first.commitTransaction();
            throw new AssertionError("the zombie committed");
        } catch (KafkaException error) {
            if (!isFenced(error)) {
                throw error;
            }
        }
        second.beginTransaction();
        send(second, topic, "successor");
        second.commitTransaction();
        second.close(CLOSE);
    }

    /** Commits, aborts, commits offsets, is fenced. */
    private static void transactions(String bootstrap, String topic, String source, String group) throws Exception {
        KafkaProducer<byte[], byte[]> first = producer(bootstrap, topic + "-java");
        KafkaConsumer<byte[], byte[]> reader = consumer(bootstrap, group, Map.of());
        TopicPartition partition = new TopicPartition(source, 0);
        Map<String, Step> steps = new LinkedHashMap<>();
        steps.put("commit", () -> {
            first.beginTransaction();
            send(first, topic, "committed");
            first.commitTransaction();
        });
        steps.put("abort", () -> {
            first.beginTransaction();
            send(first, topic, "aborted");
            first.abortTransaction();
        });
        steps.put("offsets", () -> {
            first.beginTransaction();
            send(first, topic, "with-offsets");
            first.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(7)), reader.groupMetadata());
            first.commitTransaction();
        });
        steps.put("offsets aborted", () -> {
            first.beginTransaction();
            send(first, topic, "aborted");
            first.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(3)), reader.groupMetadata());
            first.abortTransaction();
        });
        steps.put("fenced", () -> fenced(bootstrap, topic, first));
        for (Map.Entry<String, Step> step : steps.entrySet()) {
            try {
                step.getValue().run();
            } catch (Exception | AssertionError error) {
                say("FAILED " + step.getKey() + ": " + error);
                error.printStackTrace();
                System.exit(1);
            }
            say("ok " + step.getKey());
        }
    }
}
