// franz-go against Moldau. See ../../clients/README.md for the checks.
package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"

	"moldau/tests/checks"
)

type client struct {
	bootstrap, prefix string
	admin             *kadm.Client
}

var codecs = map[string]kgo.CompressionCodec{
	"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
	"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
}

func bounded() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), 30*time.Second)
}

// produce writes the data set to partition 0 and waits for every acknowledgement.
func (c *client) produce(topic string, count int, options ...kgo.Opt) error {
	options = append([]kgo.Opt{
		kgo.SeedBrokers(c.bootstrap), kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerBatchMaxBytes(8192),
		kgo.ProducerLinger(5 * time.Millisecond),
	}, options...)
	producer, err := kgo.NewClient(options...)
	if err != nil {
		return err
	}
	defer producer.Close()
	ctx, cancel := bounded()
	defer cancel()
	records := make([]*kgo.Record, count)
	for i := range records {
		record := &kgo.Record{Topic: topic, Key: checks.Key(i), Value: checks.Value(i), Timestamp: time.UnixMilli(checks.Timestamp(i))}
		for _, header := range checks.Headers(i) {
			record.Headers = append(record.Headers, kgo.RecordHeader{Key: header.Key, Value: header.Value})
		}
		records[i] = record
	}
	return producer.ProduceSync(ctx, records...).FirstErr()
}

// consume reads so many records of partition 0, in no group.
func (c *client) consume(topic string, start kgo.Offset, count int) ([]checks.Record, error) {
	consumer, err := kgo.NewClient(kgo.SeedBrokers(c.bootstrap), kgo.FetchMaxWait(time.Second),
		kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{topic: {0: start}}))
	if err != nil {
		return nil, err
	}
	defer consumer.Close()
	ctx, cancel := bounded()
	defer cancel()
	var found []checks.Record
	for len(found) < count {
		fetches := consumer.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return found, err
		}
		fetches.EachRecord(func(record *kgo.Record) {
			headers := []checks.Header{}
			for _, header := range record.Headers {
				headers = append(headers, checks.Header{Key: header.Key, Value: header.Value})
			}
			found = append(found, checks.Record{Offset: record.Offset, Timestamp: record.Timestamp.UnixMilli(),
				Key: record.Key, Value: record.Value, Headers: headers})
		})
	}
	return found, nil
}

func (c *client) verified(topic string, first, count int) error {
	start := kgo.NewOffset().AtStart()
	if first > 0 {
		start = kgo.NewOffset().At(int64(first))
	}
	records, err := c.consume(topic, start, count-first)
	if err != nil {
		return err
	}
	return checks.Verify(records, first, count)
}

func (c *client) bounds(topic string) (string, error) {
	ctx, cancel := bounded()
	defer cancel()
	starts, err := c.admin.ListStartOffsets(ctx, topic)
	if err != nil {
		return "", err
	}
	ends, err := c.admin.ListEndOffsets(ctx, topic)
	if err != nil {
		return "", err
	}
	start, _ := starts.Lookup(topic, 0)
	end, _ := ends.Lookup(topic, 0)
	return fmt.Sprintf("%d..%d", start.Offset, end.Offset), nil
}

func (c *client) createTopics() error {
	ctx, cancel := bounded()
	defer cancel()
	names := []string{c.prefix + "-acks", c.prefix + "-idempotent"}
	for codec := range codecs {
		names = append(names, c.prefix+"-"+codec)
	}
	answers, err := c.admin.CreateTopics(ctx, 1, 1, nil, names...)
	if err != nil || answers.Error() != nil {
		return fmt.Errorf("%w %w", err, answers.Error())
	}
	retention := "86400000"
	if _, err := c.admin.CreateTopic(ctx, 2, 1, map[string]*string{"retention.ms": &retention}, c.prefix+"-admin"); err != nil {
		return err
	}
	return checks.Eventually("all topics listed", func() (bool, error) {
		there, err := c.admin.ListTopics(ctx)
		return err == nil && there.Has(c.prefix+"-admin") && !slices.ContainsFunc(names, func(name string) bool { return !there.Has(name) }), err
	})
}

func (c *client) acks(level kgo.Acks, end string) error {
	topic := c.prefix + "-acks"
	if err := c.produce(topic, 20, kgo.RequiredAcks(level), kgo.DisableIdempotentWrite()); err != nil {
		return err
	}
	return checks.Eventually("end offset "+end, func() (bool, error) {
		bounds, err := c.bounds(topic)
		return bounds == "0.."+end, err
	})
}

func (c *client) offsets() error {
	ctx, cancel := bounded()
	defer cancel()
	topic := c.prefix + "-none"
	if bounds, err := c.bounds(topic); err != nil || bounds != "0..200" {
		return fmt.Errorf("bounds %s: %w", bounds, err)
	}
	wanted := []struct{ time, offset int64 }{{checks.Timestamp(50), 50}, {checks.Timestamp(50) - 1, 50}, {checks.Timestamp(checks.Count), checks.Count}}
	for _, want := range wanted {
		found, err := c.admin.ListOffsetsAfterMilli(ctx, want.time, topic)
		if err != nil {
			return err
		}
		if one, _ := found.Lookup(topic, 0); one.Offset != want.offset {
			return fmt.Errorf("offset %d for %d, not %d", one.Offset, want.time, want.offset)
		}
	}
	return nil
}

func (c *client) describe() error {
	ctx, cancel := bounded()
	defer cancel()
	metadata, err := c.admin.Metadata(ctx, c.prefix+"-admin")
	if err != nil {
		return err
	}
	partitions := metadata.Topics[c.prefix+"-admin"].Partitions
	for _, one := range partitions {
		if one.Leader != 1 || !slices.Equal(one.Replicas, []int32{1}) || !slices.Equal(one.ISR, []int32{1}) {
			return fmt.Errorf("partition %+v", one)
		}
	}
	if len(partitions) != 2 || len(metadata.Brokers) != 1 || metadata.Cluster == "" {
		return fmt.Errorf("metadata %+v", metadata)
	}
	if address := fmt.Sprintf("%s:%d", metadata.Brokers[0].Host, metadata.Brokers[0].Port); address != c.bootstrap {
		return fmt.Errorf("broker at %s", address)
	}
	return nil
}

func (c *client) retention() (string, error) {
	ctx, cancel := bounded()
	defer cancel()
	answers, err := c.admin.DescribeTopicConfigs(ctx, c.prefix+"-admin")
	if err != nil {
		return "", err
	}
	for _, config := range answers[0].Configs {
		if config.Key == "retention.ms" {
			return config.MaybeValue(), nil
		}
	}
	return "", fmt.Errorf("no retention.ms in %v", answers)
}

func (c *client) configs() error {
	ctx, cancel := bounded()
	defer cancel()
	if found, err := c.retention(); err != nil || found != "86400000" {
		return fmt.Errorf("retention.ms %s: %w", found, err)
	}
	changed := "3600000"
	answers, err := c.admin.AlterTopicConfigs(ctx, []kadm.AlterConfig{{Op: kadm.SetConfig, Name: "retention.ms", Value: &changed}}, c.prefix+"-admin")
	if err != nil || answers[0].Err != nil {
		return fmt.Errorf("%v: %w", answers, err)
	}
	if err := checks.Eventually("retention.ms", func() (bool, error) {
		found, err := c.retention()
		return found == changed, err
	}); err != nil {
		return err
	}
	broker, err := c.admin.DescribeBrokerConfigs(ctx, 1)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(broker[0].Configs, func(config kadm.Config) bool { return config.Key == "log.dirs" && config.MaybeValue() != "" }) {
		return fmt.Errorf("the broker names no log.dirs")
	}
	return nil
}

func (c *client) createPartitions() error {
	ctx, cancel := bounded()
	defer cancel()
	answers, err := c.admin.UpdatePartitions(ctx, 5, c.prefix+"-admin")
	if err != nil || answers.Error() != nil {
		return fmt.Errorf("%w %w", err, answers.Error())
	}
	return checks.Eventually("5 partitions", func() (bool, error) {
		metadata, err := c.admin.Metadata(ctx, c.prefix+"-admin")
		return err == nil && len(metadata.Topics[c.prefix+"-admin"].Partitions) == 5, err
	})
}

func (c *client) deleteRecords() error {
	ctx, cancel := bounded()
	defer cancel()
	topic := c.prefix + "-gzip"
	var before kadm.Offsets
	before.AddOffset(topic, 0, 120, -1)
	answers, err := c.admin.DeleteRecords(ctx, before)
	if err != nil || answers.Error() != nil {
		return fmt.Errorf("%w %w", err, answers.Error())
	}
	if bounds, err := c.bounds(topic); err != nil || bounds != "120..200" {
		return fmt.Errorf("bounds %s: %w", bounds, err)
	}
	records, err := c.consume(topic, kgo.NewOffset().AtStart(), checks.Count-120)
	if err != nil {
		return err
	}
	return checks.Verify(records, 120, checks.Count)
}

func (c *client) deleteTopics() error {
	ctx, cancel := bounded()
	defer cancel()
	topic := c.prefix + "-acks"
	answers, err := c.admin.DeleteTopics(ctx, topic)
	if err != nil || answers.Error() != nil {
		return fmt.Errorf("%w %w", err, answers.Error())
	}
	return checks.Eventually(topic+" gone", func() (bool, error) {
		there, err := c.admin.ListTopics(ctx)
		return err == nil && !there.Has(topic), err
	})
}

func main() {
	c := &client{bootstrap: os.Args[1], prefix: os.Args[2]}
	connection, err := kgo.NewClient(kgo.SeedBrokers(c.bootstrap))
	if err != nil {
		fmt.Printf("FAILED main: %v\n", err)
		os.Exit(1)
	}
	defer connection.Close()
	c.admin = kadm.NewClient(connection)
	if len(os.Args) > 3 && os.Args[3] == "read" {
		count, _ := strconv.Atoi(os.Args[5])
		checks.Run([]checks.Check{{Name: "read", Run: func() error { return c.verified(os.Args[4], 0, count) }}})
	}
	all := []checks.Check{{Name: "create_topics", Run: c.createTopics}}
	for _, codec := range []string{"none", "gzip", "snappy", "lz4", "zstd"} {
		topic := c.prefix + "-" + codec
		all = append(all, checks.Check{Name: "produce_" + codec, Run: func() error {
			if err := c.produce(topic, checks.Count, kgo.ProducerBatchCompression(codecs[codec]), kgo.DisableIdempotentWrite()); err != nil {
				return err
			}
			return c.verified(topic, 0, checks.Count)
		}})
	}
	checks.Run(append(all,
		checks.Check{Name: "acks_0", Run: func() error { return c.acks(kgo.NoAck(), "20") }},
		checks.Check{Name: "acks_1", Run: func() error { return c.acks(kgo.LeaderAck(), "40") }},
		checks.Check{Name: "idempotent", Run: func() error {
			if err := c.produce(c.prefix+"-idempotent", checks.Count); err != nil {
				return err
			}
			return c.verified(c.prefix+"-idempotent", 0, checks.Count)
		}},
		checks.Check{Name: "offsets", Run: c.offsets},
		checks.Check{Name: "seek", Run: func() error { return c.verified(c.prefix+"-none", 150, checks.Count) }},
		checks.Check{Name: "describe", Run: c.describe},
		checks.Check{Name: "configs", Run: c.configs},
		checks.Check{Name: "create_partitions", Run: c.createPartitions},
		checks.Check{Name: "delete_records", Run: c.deleteRecords},
		checks.Check{Name: "delete_topics", Run: c.deleteTopics}))
}
