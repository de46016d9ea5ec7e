// Package checks holds what the Go clients share: the data set (see ../../lib/dataset.py), verifying, reporting.
package checks

import (
	"bytes"
	"fmt"
	"os"
	"time"
)

// Count is how many records a check writes.
const Count = 200

const baseMs = 1_700_000_000_000

// Header is one record header.
type Header struct {
	Key   string
	Value []byte
}

// Record is one record as read; a nil Key or Value is null.
type Record struct {
	Offset, Timestamp int64
	Key, Value        []byte
	Headers           []Header
}

// Check is one named check.
type Check struct {
	Name string
	Run  func() error
}

// Key of record i.
func Key(i int) []byte {
	if i%7 == 0 {
		return nil
	}
	return fmt.Appendf(nil, "key-%d", i)
}

// Value of record i.
func Value(i int) []byte {
	if i%14 == 1 {
		return nil
	}
	value := make([]byte, i*37%701)
	for j := range value {
		value[j] = byte((i*31 + j*7) % 251)
	}
	return value
}

// Headers of record i.
func Headers(i int) []Header {
	headers := []Header{}
	for n := range i % 3 {
		headers = append(headers, Header{Key: fmt.Sprintf("h%d", n), Value: fmt.Appendf(nil, "v-%d-%d", i, n)})
	}
	return headers
}

// Timestamp of record i, in milliseconds.
func Timestamp(i int) int64 {
	return baseMs + 1000*int64(i)
}

func same(left, right []byte) bool {
	return (left == nil) == (right == nil) && bytes.Equal(left, right)
}

// Verify compares what was read with the data set, from record first on.
func Verify(records []Record, first, count int) error {
	if len(records) != count-first {
		return fmt.Errorf("%d records instead of %d", len(records), count-first)
	}
	for index, record := range records {
		i := first + index
		headers := Headers(i)
		right := record.Offset == int64(i) && record.Timestamp == Timestamp(i) && same(record.Key, Key(i)) &&
			same(record.Value, Value(i)) && len(record.Headers) == len(headers)
		for n := 0; right && n < len(headers); n++ {
			right = record.Headers[n].Key == headers[n].Key && same(record.Headers[n].Value, headers[n].Value)
		}
		if !right {
			return fmt.Errorf("record %d is %+v", i, record)
		}
	}
	return nil
}

// Eventually waits for a condition, with a bound.
func Eventually(what string, condition func() (bool, error)) error {
	deadline := time.Now().Add(20 * time.Second)
	for {
		holds, err := condition()
		if holds {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("not within 20 s: %s (%v)", what, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Run runs the checks in order, prints one line for each, and ends the process.
func Run(all []Check) {
	failed := 0
	for _, check := range all {
		if err := check.Run(); err != nil {
			failed++
			fmt.Printf("FAILED %s: %v\n", check.Name, err)
		} else {
			fmt.Printf("ok %s\n", check.Name)
		}
	}
	if failed > 0 {
		os.Exit(1)
	}
	os.Exit(0)
}
