package moldau;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own Java client. See ../clients/README.md for the checks. */
public final class Client {
    private static final int COUNT = 200;
    private static final long BASE_MS = 1_700_000_000_000L;
    private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

    private final String bootstrap;
    private final String prefix;
    private final Admin admin;

    private Client(String bootstrap, String prefix) {
        this.bootstrap = bootstrap;
        this.prefix = prefix;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    private interface Check {
        void run() throws Exception;
    }

    public static void main(String[] arguments) {
        Client client = new Client(arguments[0], arguments[1]);
        Map<String, Check> checks = new LinkedHashMap<>();
        if (arguments.length > 2 && arguments[2].equals("read")) {
            int count = Integer.parseInt(arguments[4]);
            checks.put("read", () -> verify(client.consume(arguments[3], null, count), 0, count));
        } else {
            client.addAll(checks);
        }
        int failed = 0;
        for (Map.Entry<String, Check> check : checks.entrySet()) {
            try {
                check.getValue().run();
                System.out.println("ok " + check.getKey());
            } catch (Exception | AssertionError error) {
                failed++;
                System.out.println("FAILED " + check.getKey() + ": " + error);
                error.printStackTrace();
            }
        }
        client.admin.close(Duration.ofSeconds(10));
        System.exit(failed == 0 ? 0 : 1);
    }

    private void addAll(Map<String, Check> checks) {
        checks.put("create_topics", this::createTopics);
        for (String codec : CODECS) {
            checks.put("produce_" + codec, () -> {
                produce(prefix + "-" + codec, COUNT, Map.of("acks", "all", "compression.type", codec));
                verify(consume(prefix + "-" + codec, null, COUNT), 0, COUNT);
            });
        }
        checks.put("acks_0", () -> acks("0", 20));
        checks.put("acks_1", () -> acks("1", 40));
        checks.put("idempotent", this::idempotent);
        checks.put("offsets", this::offsets);
        checks.put("seek", () -> verify(consume(prefix + "-none", 150L, 50), 150, COUNT));
        checks.put("describe", this::describe);
        checks.put("configs", this::configs);
        checks.put("create_partitions", this::createPartitions);
        checks.put("delete_records", this::deleteRecords);
        checks.put("delete_topics", this::deleteTopics);
    }

    // The data set: see ../lib/dataset.py.

    private static byte[] key(int i) {
        return i % 7 == 0 ? null : ("key-" + i).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] value(int i) {
        if (i % 14 == 1) {
            return null;
        }
        byte[] value = new byte[i * 37 % 701];
        for (int j = 0; j < value.length; j++) {
            value[j] = (byte) ((i * 31 + j * 7) % 251);
        }
        return value;
    }

    private static List<Header> headers(int i) {
        List<Header> headers = new ArrayList<>();
        for (int n = 0; n < i % 3; n++) {
            headers.add(new RecordHeader("h" + n, ("v-" + i + "-" + n).getBytes(StandardCharsets.UTF_8)));
        }
        return headers;
    }

    private static long timestamp(int i) {
        return BASE_MS + 1000L * i;
    }

    private static void expect(boolean condition, Object message) {
        if (!condition) {
            throw new AssertionError(message);
        }
    }

    private static void eventually(Callable<Boolean> condition, String message) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            expect(System.nanoTime() < deadline, "not within 20 s: " + message);
            Thread.sleep(50);
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static void verify(List<ConsumerRecord<byte[], byte[]>> records, int first, int count) {
        expect(records.size() == count - first, records.size() + " records instead of " + (count - first));
        for (int i = first; i < count; i++) {
            ConsumerRecord<byte[], byte[]> record = records.get(i - first);
            expect(record.offset() == i && record.timestamp() == timestamp(i), "record " + i + " is " + record);
            expect(Arrays.equals(record.key(), key(i)), "key " + i + " of " + record);
            expect(Arrays.equals(record.value(), value(i)), "value " + i + " of " + record);
            expect(Arrays.asList(record.headers().toArray()).equals(headers(i)), "headers " + i + " of " + record);
        }
    }

    private void produce(String topic, int count, Map<String, Object> settings) throws Exception {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("bootstrap.servers", bootstrap, "linger.ms", 5, "batch.size", 8192));
        all.putAll(settings);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                sent.add(producer.send(new ProducerRecord<>(topic, 0, timestamp(i), key(i), value(i), headers(i))));
            }
            producer.flush();
        }
        for (Future<RecordMetadata> one : sent) {
            get(one);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "none",
            "enable.auto.commit", false, "check.crcs", true);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads so many records from an offset on, null for the beginning. */
    private List<ConsumerRecord<byte[], byte[]>> consume(String topic, Long start, int count) {
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(partition));
            if (start == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, start);
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (found.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(500)).forEach(found::add);
            }
        }
        return found;
    }

    private long beginning(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.beginningOffsets(List.of(partition)).get(partition);
        }
    }

    private long end(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    private void createTopics() throws Exception {
        List<NewTopic> topics = Stream.concat(CODECS.stream(), Stream.of("acks", "idempotent"))
            .map(name -> new NewTopic(prefix + "-" + name, 1, (short) 1)).collect(Collectors.toList());
        topics.add(new NewTopic(prefix + "-admin", 2, (short) 1).configs(Map.of("retention.ms", "86400000")));
        get(admin.createTopics(topics).all());
        Set<String> names = topics.stream().map(NewTopic::name).collect(Collectors.toSet());
        eventually(() -> get(admin.listTopics().names()).containsAll(names), "all topics listed");
    }

    private void acks(String level, long end) throws Exception {
        String topic = prefix + "-acks";
        produce(topic, 20, Map.of("acks", level, "enable.idempotence", false));
        eventually(() -> end(topic) == end, "end offset " + end);
    }

    private void idempotent() throws Exception {
        String topic = prefix + "-idempotent";
        produce(topic, COUNT, Map.of("acks", "all", "enable.idempotence", true));
        verify(consume(topic, null, COUNT), 0, COUNT);
    }

    private void offsets() throws Exception {
        String topic = prefix + "-none";
        TopicPartition partition = new TopicPartition(topic, 0);
        expect(beginning(topic) == 0 && end(topic) == COUNT, beginning(topic) + ".." + end(topic));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            for (long time : new long[] {timestamp(50), timestamp(50) - 1}) {
                OffsetAndTimestamp found = consumer.offsetsForTimes(Map.of(partition, time)).get(partition);
                expect(found != null && found.offset() == 50 && found.timestamp() == timestamp(50), found + " for " + time);
            }
            expect(consumer.offsetsForTimes(Map.of(partition, timestamp(COUNT))).get(partition) == null, "after the end");
        }
        Map<OffsetSpec, Long> specs = new LinkedHashMap<>(Map.of(OffsetSpec.earliest(), 0L,
            OffsetSpec.latest(), (long) COUNT, OffsetSpec.forTimestamp(timestamp(50)), 50L));
        if (Stream.of(OffsetSpec.class.getMethods()).anyMatch(method -> method.getName().equals("maxTimestamp"))) {
            specs.put((OffsetSpec) call(OffsetSpec.class, null, "maxTimestamp"), COUNT - 1L);
        }
        for (Map.Entry<OffsetSpec, Long> spec : specs.entrySet()) {
            long found = get(admin.listOffsets(Map.of(partition, spec.getKey())).all()).get(partition).offset();
            expect(found == spec.getValue(), found + " for " + spec);
        }
    }

    /** Calls the first of these methods that this version of the library has. */
    private static Object call(Class<?> owner, Object target, String... names) throws Exception {
        for (String name : names) {
            for (Method method : owner.getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 0) {
                    return method.invoke(target);
                }
            }
        }
        throw new NoSuchMethodException(owner + " has none of " + Arrays.toString(names));
    }

    @SuppressWarnings("unchecked")
    private TopicDescription describeTopic(String topic) throws Exception {
        DescribeTopicsResult result = admin.describeTopics(List.of(topic));
        Object all = call(DescribeTopicsResult.class, result, "allTopicNames", "all");
        return get((Future<Map<String, TopicDescription>>) all).get(topic);
    }

    private void describe() throws Exception {
        TopicDescription topic = describeTopic(prefix + "-admin");
        expect(topic.partitions().size() == 2, topic);
        for (TopicPartitionInfo one : topic.partitions()) {
            expect(one.leader().id() == 1 && ids(one.replicas()).equals(List.of(1)) && ids(one.isr()).equals(List.of(1)), one);
        }
        Collection<Node> nodes = get(admin.describeCluster().nodes());
        expect(nodes.stream().map(node -> node.host() + ":" + node.port()).collect(Collectors.toList()).equals(List.of(bootstrap)), nodes);
        expect(!get(admin.describeCluster().clusterId()).isEmpty(), "no cluster id");
    }

    private static List<Integer> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).collect(Collectors.toList());
    }

    private ConfigEntry config(ConfigResource.Type type, String name, String key) throws Exception {
        ConfigResource resource = new ConfigResource(type, name);
        return get(admin.describeConfigs(List.of(resource)).all()).get(resource).get(key);
    }

    private void configs() throws Exception {
        String topic = prefix + "-admin";
        ConfigEntry created = config(ConfigResource.Type.TOPIC, topic, "retention.ms");
        expect(created.value().equals("86400000") && created.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, created);
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry("retention.ms", "3600000"), AlterConfigOp.OpType.SET);
        get(admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(change))).all());
        eventually(() -> config(ConfigResource.Type.TOPIC, topic, "retention.ms").value().equals("3600000"), "retention.ms");
        expect(!config(ConfigResource.Type.BROKER, "1", "log.dirs").value().isEmpty(), "the broker names no log.dirs");
    }

    private void createPartitions() throws Exception {
        get(admin.createPartitions(Map.of(prefix + "-admin", NewPartitions.increaseTo(5))).all());
        eventually(() -> describeTopic(prefix + "-admin").partitions().size() == 5, "5 partitions");
    }

    private void deleteRecords() throws Exception {
        String topic = prefix + "-gzip";
        TopicPartition partition = new TopicPartition(topic, 0);
        long low = get(admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(120))).lowWatermarks().get(partition)).lowWatermark();
        expect(low == 120 && beginning(topic) == 120, low + ", beginning " + beginning(topic));
        verify(consume(topic, null, COUNT - 120), 120, COUNT);
    }

    private void deleteTopics() throws Exception {
        String topic = prefix + "-acks";
        get(admin.deleteTopics(List.of(topic)).all());
        eventually(() -> !get(admin.listTopics().names()).contains(topic), topic + " gone");
    }
}
