// sarama against Moldau. See ../../clients/README.md for the checks.
package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/IBM/sarama"

	"moldau/tests/checks"
)

type client struct {
	bootstrap, prefix string
	client            sarama.Client
	admin             sarama.ClusterAdmin
}

var codecs = map[string]sarama.CompressionCodec{
	"none": sarama.CompressionNone, "gzip": sarama.CompressionGZIP, "snappy": sarama.CompressionSnappy,
	"lz4": sarama.CompressionLZ4, "zstd": sarama.CompressionZSTD,
}

func config() *sarama.Config {
	settings := sarama.NewConfig()
	settings.Version = sarama.V4_0_0_0
	settings.Producer.Return.Successes = true
	settings.Net.MaxOpenRequests = 1 // a batch that is tried again must not be overtaken
	settings.Producer.Partitioner = sarama.NewManualPartitioner
	return settings
}

func encoded(raw []byte) sarama.Encoder {
	if raw == nil {
		return nil
	}
	return sarama.ByteEncoder(raw)
}

func (c *client) produce(topic string, count int, change func(*sarama.Config)) error {
	settings := config()
	change(settings)
	producer, err := sarama.NewSyncProducer([]string{c.bootstrap}, settings)
	if err != nil {
		return err
	}
	messages := make([]*sarama.ProducerMessage, count)
	for i := range messages {
		message := &sarama.ProducerMessage{Topic: topic, Key: encoded(checks.Key(i)), Value: encoded(checks.Value(i)),
			Timestamp: time.UnixMilli(checks.Timestamp(i))}
		for _, header := range checks.Headers(i) {
			message.Headers = append(message.Headers, sarama.RecordHeader{Key: []byte(header.Key), Value: header.Value})
		}
		messages[i] = message
	}
	return errors.Join(producer.SendMessages(messages), producer.Close())
}

func (c *client) consume(topic string, start int64, count int) ([]checks.Record, error) {
	consumer, err := sarama.NewConsumerFromClient(c.client)
	if err != nil {
		return nil, err
	}
	partition, err := consumer.ConsumePartition(topic, 0, start)
	if err != nil {
		return nil, err
	}
	deadline := time.After(20 * time.Second)
	var found []checks.Record
	for len(found) < count {
		select {
		case message := <-partition.Messages():
			headers := []checks.Header{}
			for _, header := range message.Headers {
				headers = append(headers, checks.Header{Key: string(header.Key), Value: header.Value})
			}
			found = append(found, checks.Record{Offset: message.Offset, Timestamp: message.Timestamp.UnixMilli(),
				Key: message.Key, Value: message.Value, Headers: headers})
		case <-deadline:
			return found, fmt.Errorf("%d of %d records within 20 s", len(found), count)
		}
	}
	return found, errors.Join(partition.Close(), consumer.Close())
}

func (c *client) verified(topic string, first, count int) error {
	start := sarama.OffsetOldest
	if first > 0 {
		start = int64(first)
	}
	records, err := c.consume(topic, start, count-first)
	if err != nil {
		return err
	}
	return checks.Verify(records, first, count)
}

func (c *client) bounds(topic string) (string, error) {
	start, err := c.client.GetOffset(topic, 0, sarama.OffsetOldest)
	if err != nil {
		return "", err
	}
	end, err := c.client.GetOffset(topic, 0, sarama.OffsetNewest)
	return fmt.Sprintf("%d..%d", start, end), err
}

func (c *client) createTopics() error {
	names := []string{c.prefix + "-acks", c.prefix + "-idempotent"}
	for codec := range codecs {
		names = append(names, c.prefix+"-"+codec)
	}
	for _, name := range names {
		if err := c.admin.CreateTopic(name, &sarama.TopicDetail{NumPartitions: 1, ReplicationFactor: 1}, false); err != nil {
			return err
		}
	}
	retention := "86400000"
	detail := &sarama.TopicDetail{NumPartitions: 2, ReplicationFactor: 1, ConfigEntries: map[string]*string{"retention.ms": &retention}}
	if err := c.admin.CreateTopic(c.prefix+"-admin", detail, false); err != nil {
		return err
	}
	return checks.Eventually("all topics listed", func() (bool, error) {
		there, err := c.admin.ListTopics()
		missing := slices.ContainsFunc(append(names, c.prefix+"-admin"), func(name string) bool { _, has := there[name]; return !has })
		return err == nil && !missing, err
	})
}

func (c *client) acks(level sarama.RequiredAcks, end string) error {
	topic := c.prefix + "-acks"
	if err := c.produce(topic, 20, func(settings *sarama.Config) { settings.Producer.RequiredAcks = level }); err != nil {
		return err
	}
	return checks.Eventually("end offset "+end, func() (bool, error) {
		bounds, err := c.bounds(topic)
		return bounds == "0.."+end, err
	})
}

func (c *client) offsets() error {
	topic := c.prefix + "-none"
	if bounds, err := c.bounds(topic); err != nil || bounds != "0..200" {
		return fmt.Errorf("bounds %s: %w", bounds, err)
	}
	for _, want := range [][2]int64{{checks.Timestamp(50), 50}, {checks.Timestamp(50) - 1, 50}, {checks.Timestamp(checks.Count), -1}} {
		if found, err := c.client.GetOffset(topic, 0, want[0]); err != nil || found != want[1] {
			return fmt.Errorf("offset %d for %d, not %d: %w", found, want[0], want[1], err)
		}
	}
	return nil
}

func (c *client) describe() error {
	topics, err := c.admin.DescribeTopics([]string{c.prefix + "-admin"})
	if err != nil {
		return err
	}
	for _, one := range topics[0].Partitions {
		if one.Leader != 1 || !slices.Equal(one.Replicas, []int32{1}) || !slices.Equal(one.Isr, []int32{1}) {
			return fmt.Errorf("partition %+v", one)
		}
	}
	brokers, _, err := c.admin.DescribeCluster()
	if err != nil || len(brokers) != 1 || brokers[0].Addr() != c.bootstrap || len(topics[0].Partitions) != 2 {
		return fmt.Errorf("%d partitions, brokers %v: %w", len(topics[0].Partitions), brokers, err)
	}
	return nil
}

func (c *client) config(kind sarama.ConfigResourceType, name, key string) (string, error) {
	entries, err := c.admin.DescribeConfig(sarama.ConfigResource{Type: kind, Name: name, ConfigNames: []string{key}})
	if err != nil || len(entries) != 1 {
		return "", fmt.Errorf("%v: %w", entries, err)
	}
	return entries[0].Value, nil
}

func (c *client) configs() error {
	topic := c.prefix + "-admin"
	if found, err := c.config(sarama.TopicResource, topic, "retention.ms"); err != nil || found != "86400000" {
		return fmt.Errorf("retention.ms %s: %w", found, err)
	}
	changed := "3600000"
	entries := map[string]sarama.IncrementalAlterConfigsEntry{"retention.ms": {Operation: sarama.IncrementalAlterConfigsOperationSet, Value: &changed}}
	if err := c.admin.IncrementalAlterConfig(sarama.TopicResource, topic, entries, false); err != nil {
		return err
	}
	if err := checks.Eventually("retention.ms", func() (bool, error) {
		found, err := c.config(sarama.TopicResource, topic, "retention.ms")
		return found == changed, err
	}); err != nil {
		return err
	}
	dirs, err := c.config(sarama.BrokerResource, "1", "log.dirs")
	if err == nil && dirs == "" {
		err = errors.New("the broker names no log.dirs")
	}
	return err
}

func (c *client) createPartitions() error {
	if err := c.admin.CreatePartitions(c.prefix+"-admin", 5, nil, false); err != nil {
		return err
	}
	return checks.Eventually("5 partitions", func() (bool, error) {
		topics, err := c.admin.DescribeTopics([]string{c.prefix + "-admin"})
		return err == nil && len(topics[0].Partitions) == 5, err
	})
}

func (c *client) deleteRecords() error {
	topic := c.prefix + "-gzip"
	if err := c.admin.DeleteRecords(topic, map[int32]int64{0: 120}); err != nil {
		return err
	}
	if bounds, err := c.bounds(topic); err != nil || bounds != "120..200" {
		return fmt.Errorf("bounds %s: %w", bounds, err)
	}
	records, err := c.consume(topic, sarama.OffsetOldest, checks.Count-120)
	if err != nil {
		return err
	}
	return checks.Verify(records, 120, checks.Count)
}

func (c *client) deleteTopics() error {
	topic := c.prefix + "-acks"
	if err := c.admin.DeleteTopic(topic); err != nil {
		return err
	}
	return checks.Eventually(topic+" gone", func() (bool, error) {
		there, err := c.admin.ListTopics()
		_, has := there[topic]
		return err == nil && !has, err
	})
}

func (c *client) writeAndRead(topic string, change func(*sarama.Config)) error {
	all := func(settings *sarama.Config) { settings.Producer.RequiredAcks = sarama.WaitForAll; change(settings) }
	if err := c.produce(topic, checks.Count, all); err != nil {
		return err
	}
	return c.verified(topic, 0, checks.Count)
}

func main() {
	c := &client{bootstrap: os.Args[1], prefix: os.Args[2]}
	var err error
	if c.client, err = sarama.NewClient([]string{c.bootstrap}, config()); err == nil {
		c.admin, err = sarama.NewClusterAdmin([]string{c.bootstrap}, config())
	}
	if err != nil {
		fmt.Printf("FAILED main: %v\n", err)
		os.Exit(1)
	}
	if len(os.Args) > 3 && os.Args[3] == "read" {
		count, _ := strconv.Atoi(os.Args[5])
		checks.Run([]checks.Check{{Name: "read", Run: func() error { return c.verified(os.Args[4], 0, count) }}})
	}
	all := []checks.Check{{Name: "create_topics", Run: c.createTopics}}
	for _, codec := range []string{"none", "gzip", "snappy", "lz4", "zstd"} {
		all = append(all, checks.Check{Name: "produce_" + codec, Run: func() error {
			return c.writeAndRead(c.prefix+"-"+codec, func(settings *sarama.Config) { settings.Producer.Compression = codecs[codec] })
		}})
	}
	checks.Run(append(all,
		checks.Check{Name: "acks_0", Run: func() error { return c.acks(sarama.NoResponse, "20") }},
		checks.Check{Name: "acks_1", Run: func() error { return c.acks(sarama.WaitForLocal, "40") }},
		checks.Check{Name: "idempotent", Run: func() error {
			return c.writeAndRead(c.prefix+"-idempotent", func(settings *sarama.Config) {
				settings.Producer.Idempotent = true
			})
		}},
		checks.Check{Name: "offsets", Run: c.offsets},
		checks.Check{Name: "seek", Run: func() error { return c.verified(c.prefix+"-none", 150, checks.Count) }},
		checks.Check{Name: "describe", Run: c.describe},
		checks.Check{Name: "configs", Run: c.configs},
		checks.Check{Name: "create_partitions", Run: c.createPartitions},
		checks.Check{Name: "delete_records", Run: c.deleteRecords},
		checks.Check{Name: "delete_topics", Run: c.deleteTopics}))
}
