// franz-go as a member of a group and as a transactional producer. See ../../clients/README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

// owned is the set of partitions that this member has.
type owned struct {
	lock       sync.Mutex
	partitions map[int32]bool
}

func (o *owned) change(add bool, topics map[string][]int32) {
	o.lock.Lock()
	defer o.lock.Unlock()
	for _, partitions := range topics {
		for _, partition := range partitions {
			if add {
				o.partitions[partition] = true
			} else {
				delete(o.partitions, partition)
			}
		}
	}
	now := []string{}
	for partition := range o.partitions {
		now = append(now, fmt.Sprintf("%d", partition))
	}
	slices.Sort(now)
	fmt.Println("owns", strings.Join(now, ","))
}

func member(bootstrap, group, topic string, pairs []string) error {
	has := &owned{partitions: map[int32]bool{}}
	change := func(add bool) func(context.Context, *kgo.Client, map[string][]int32) {
		return func(_ context.Context, _ *kgo.Client, topics map[string][]int32) { has.change(add, topics) }
	}
	options := []kgo.Opt{
		kgo.SeedBrokers(bootstrap), kgo.ConsumerGroup(group), kgo.ConsumeTopics(topic), kgo.DisableAutoCommit(),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.SessionTimeout(6 * time.Second), kgo.HeartbeatInterval(300 * time.Millisecond),
		kgo.Balancers(kgo.RangeBalancer(), kgo.RoundRobinBalancer()), kgo.FetchMaxWait(200 * time.Millisecond),
		kgo.OnPartitionsAssigned(change(true)), kgo.OnPartitionsRevoked(change(false)), kgo.OnPartitionsLost(change(false)),
	}
	for _, pair := range pairs {
		key, value, _ := strings.Cut(pair, "=")
		switch {
		case key == "instance":
			options = append(options, kgo.InstanceID(value))
		case pair == "isolation=read_committed":
			options = append(options, kgo.FetchIsolationLevel(kgo.ReadCommitted()))
		}
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	for ctx.Err() == nil {
		fetches := client.PollFetches(ctx)
		fetches.EachRecord(func(record *kgo.Record) {
			fmt.Println("got", record.Partition, record.Offset, string(record.Value))
		})
		if fetches.NumRecords() > 0 {
			if err := client.CommitUncommittedOffsets(ctx); err != nil && ctx.Err() == nil {
				fmt.Println("note", err)
			}
		}
	}
	client.Close()
	fmt.Println("left")
	return nil
}

func records(topic, label string) []*kgo.Record {
	all := make([]*kgo.Record, 10)
	for number := range all {
		all[number] = &kgo.Record{Topic: topic, Partition: int32(number % 2), Value: fmt.Appendf(nil, "%s-%d", label, number)}
	}
	return all
}

func producer(bootstrap, id string) (*kgo.Client, error) {
	return kgo.NewClient(kgo.SeedBrokers(bootstrap), kgo.TransactionalID(id), kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerBatchCompression(kgo.NoCompression()))
}

func transaction(ctx context.Context, client *kgo.Client, topic, label string, end kgo.TransactionEndTry) error {
	if err := client.BeginTransaction(); err != nil {
		return err
	}
	if err := client.ProduceSync(ctx, records(topic, label)...).FirstErr(); err != nil {
		return err
	}
	return client.EndTransaction(ctx, end)
}

// withOffsets reads the source to offset 7 as a member of the group and ends with its offsets in the transaction.
func withOffsets(ctx context.Context, bootstrap, topic, source, group string) error {
	session, err := kgo.NewGroupTransactSession(kgo.SeedBrokers(bootstrap), kgo.TransactionalID(topic+"-franz-session"), kgo.ConsumerGroup(group),
		kgo.ConsumeTopics(source), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.RecordPartitioner(kgo.ManualPartitioner()), kgo.ProducerBatchCompression(kgo.NoCompression()), kgo.RequireStableFetchOffsets())
	if err != nil {
		return err
	}
	defer session.Close()
	for seen := 0; seen < 7; {
		fetches := session.PollFetches(ctx)
		if err := fetches.Err(); err != nil {
			return err
		}
		seen += fetches.NumRecords()
	}
	for _, one := range []struct {
		label string
		end   kgo.TransactionEndTry
	}{{"aborted", kgo.TryAbort}, {"with-offsets", kgo.TryCommit}} {
		if err := session.Begin(); err != nil {
			return err
		}
		if one.end == kgo.TryCommit { // the abort has put the session back to what is committed: nothing
			for seen := 0; seen < 7; {
				seen += session.PollFetches(ctx).NumRecords()
			}
		}
		if err := session.ProduceSync(ctx, records(topic, one.label)...).FirstErr(); err != nil {
			return err
		}
		committed, err := session.End(ctx, one.end)
		if err != nil || committed != bool(one.end) {
			return fmt.Errorf("committed %t: %w", committed, err)
		}
	}
	return nil
}

func transactions(bootstrap, topic, source, group string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	first, err := producer(bootstrap, topic+"-franz")
	if err != nil {
		return err
	}
	fenced := func() error {
		second, err := producer(bootstrap, topic+"-franz")
		if err != nil {
			return err
		}
		defer second.Close()
		if err := transaction(ctx, second, topic, "successor", kgo.TryCommit); err != nil {
			return err
		}
		err = transaction(ctx, first, topic, "fenced", kgo.TryCommit)
		if !errors.Is(err, kerr.ProducerFenced) && !errors.Is(err, kerr.InvalidProducerEpoch) {
			return fmt.Errorf("the zombie was not fenced: %w", err)
		}
		return nil
	}
	steps := []struct {
		name string
		run  func() error
	}{
		{"commit", func() error { return transaction(ctx, first, topic, "committed", kgo.TryCommit) }},
		{"abort", func() error { return transaction(ctx, first, topic, "aborted", kgo.TryAbort) }},
		{"offsets", func() error { return withOffsets(ctx, bootstrap, topic, source, group) }},
		{"fenced", fenced},
	}
	for _, step := range steps {
		if err := step.run(); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		fmt.Println("ok", step.name)
	}
	return nil
}

func main() {
	bootstrap, mode, rest := os.Args[1], os.Args[2], os.Args[3:]
	var err error
	if mode == "member" {
		err = member(bootstrap, rest[0], rest[1], rest[2:])
	} else {
		err = transactions(bootstrap, rest[0], rest[1], rest[2])
	}
	if err != nil {
		fmt.Println("FAILED", err)
		os.Exit(1)
	}
}
