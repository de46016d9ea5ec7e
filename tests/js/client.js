// kafkajs. See ../clients/README.md for the checks.
//
// kafkajs reads only as a member of a consumer group. To read without one, `consume` asks kafkajs's own broker object
// for its Fetch: the library's encoder, decoder and decompression all the same.

'use strict'

const { Kafka, CompressionTypes, CompressionCodecs, ConfigResourceTypes, logLevel } = require('kafkajs')
const snappyCodec = require('kafkajs-snappy')
const lz4 = require('lz4js')
const xxh32 = require('lz4js/xxh32')
const { ZstdCodec } = require('zstd-codec')

const COUNT = 200
const BASE_MS = 1_700_000_000_000
const CODECS = { none: 'None', gzip: 'GZIP', snappy: 'Snappy', lz4: 'LZ4', zstd: 'ZSTD' }

const [bootstrap, prefix, mode, readTopic, readCount] = process.argv.slice(2)
const kafka = new Kafka({ clientId: 'kafkajs', brokers: [bootstrap], logLevel: logLevel.ERROR })
const admin = kafka.admin()
const opened = []

CompressionCodecs[CompressionTypes.Snappy] = snappyCodec
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async encoder => independent(Buffer.from(lz4.compress(encoder.buffer))),
  decompress: async buffer => Buffer.from(lz4.decompress(buffer)),
})
// Kafka takes only frames whose blocks are independent. lz4js does not say so of its one block; say it for lz4js.
function independent(frame) {
  frame[4] |= 0x20
  frame[6] = (xxh32.hash(0, frame, 4, 2) >>> 8) & 0xff
  return frame
}
const zstd = new Promise(resolve => ZstdCodec.run(module => resolve(new module.Streaming())))
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async encoder => Buffer.from((await zstd).compress(encoder.buffer)),
  decompress: async buffer => Buffer.from((await zstd).decompress(buffer)),
})

// The data set: see ../lib/dataset.py.
const key = i => (i % 7 === 0 ? null : Buffer.from(`key-${i}`))
const value = i =>
  i % 14 === 1 ? null : Buffer.from(Array.from({ length: (i * 37) % 701 }, (_, j) => (i * 31 + j * 7) % 251))
const headers = i =>
  Object.fromEntries(Array.from({ length: i % 3 }, (_, n) => [`h${n}`, Buffer.from(`v-${i}-${n}`)]))
const timestamp = i => BASE_MS + 1000 * i

function expect(condition, message) {
  if (!condition) throw new Error(message)
}

async function eventually(condition, message, boundMs = 20_000) {
  const deadline = Date.now() + boundMs
  while (!(await condition())) {
    expect(Date.now() < deadline, `not within ${boundMs} ms: ${message}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

const same = (left, right) => (left === null || right === null ? left === right : Buffer.compare(left, right) === 0)

function verify(records, first = 0, count = COUNT) {
  expect(records.length === count - first, `${records.length} records instead of ${count - first}`)
  records.forEach((record, index) => {
    const i = first + index
    const found = `record ${i}: offset ${record.offset}, timestamp ${record.timestamp}, key ${record.key}`
    expect(record.offset === String(i), found)
    expect(record.timestamp === String(timestamp(i)), found)
    expect(same(record.key, key(i)), found)
    expect(same(record.value, value(i)), `${found}, value ${record.value && record.value.toString('hex')}`)
    const wanted = headers(i)
    expect(Object.keys(record.headers).join() === Object.keys(wanted).join(), `${found}, headers ${Object.keys(record.headers)}`)
    Object.keys(wanted).forEach(name => expect(same(record.headers[name], wanted[name]), `${found}, header ${name}`))
  })
}

async function produce(topic, { codec = 'none', acks = -1, count = COUNT, idempotent = false } = {}) {
  const producer = kafka.producer({ idempotent, createPartitioner: () => () => 0 })
  await producer.connect()
  try {
    for (let start = 0; start < count; start += 50) {
      const messages = Array.from({ length: Math.min(50, count - start) }, (_, index) => start + index).map(i => ({
        partition: 0, key: key(i), value: value(i), headers: headers(i), timestamp: String(timestamp(i)),
      }))
      await producer.send({ topic, acks, compression: CompressionTypes[CODECS[codec]], messages })
    }
  } finally {
    await producer.disconnect()
  }
}

async function brokerOf(topic) {
  const create = Object.getOwnPropertySymbols(kafka).find(one => one.description === 'private:Kafka:createCluster')
  const cluster = kafka[create]({ metadataMaxAge: 300_000 })
  await cluster.connect()
  opened.push(cluster)
  await cluster.addTargetTopic(topic)
  const [leader] = Object.keys(cluster.findLeaderForPartitions(topic, [0]))
  return cluster.findBroker({ nodeId: leader })
}

async function consume(topic, start, count) {
  const broker = await brokerOf(topic)
  const found = []
  let fetchOffset = start
  for (let tries = 0; found.length < count && tries < 100; tries += 1) {
    const answer = await broker.fetch({
      maxWaitTime: 1000, isolationLevel: 0, maxBytes: 1 << 20,
      topics: [{ topic, partitions: [{ partition: 0, fetchOffset: String(fetchOffset), maxBytes: 1 << 20 }] }],
    })
    // A fetch from the middle of a batch gives the whole batch; a consumer drops what is before.
    const records = answer.responses[0].partitions[0].messages
      .filter(one => !one.isControlRecord && Number(one.offset) >= fetchOffset)
    found.push(...records)
    if (records.length > 0) fetchOffset = Number(records[records.length - 1].offset) + 1
  }
  return found
}

async function bounds(topic) {
  const [one] = await admin.fetchTopicOffsets(topic)
  return `${one.low}..${one.high}`
}

async function describeConfig(type, name, config) {
  const answer = await admin.describeConfigs({ resources: [{ type, name }], includeSynonyms: false })
  return answer.resources[0].configEntries.find(one => one.configName === config)
}

const checks = {
  async create_topics() {
    const names = [...Object.keys(CODECS), 'acks', 'idempotent'].map(name => `${prefix}-${name}`)
    const topics = names.map(topic => ({ topic, numPartitions: 1, replicationFactor: 1 }))
    topics.push({
      topic: `${prefix}-admin`, numPartitions: 2, replicationFactor: 1,
      configEntries: [{ name: 'retention.ms', value: '86400000' }],
    })
    expect(await admin.createTopics({ topics, waitForLeaders: true }), 'not created')
    await eventually(async () => {
      const there = await admin.listTopics()
      return topics.every(({ topic }) => there.includes(topic))
    }, 'all topics listed')
  },

  ...Object.fromEntries(Object.keys(CODECS).map(codec => [`produce_${codec}`, async () => {
    await produce(`${prefix}-${codec}`, { codec })
    verify(await consume(`${prefix}-${codec}`, 0, COUNT))
  }])),

  async acks_0() {
    await produce(`${prefix}-acks`, { acks: 0, count: 20 })
    await eventually(async () => (await bounds(`${prefix}-acks`)) === '0..20', 'end offset 20')
  },

  async acks_1() {
    await produce(`${prefix}-acks`, { acks: 1, count: 20 })
    await eventually(async () => (await bounds(`${prefix}-acks`)) === '0..40', 'end offset 40')
  },

  async idempotent() {
    await produce(`${prefix}-idempotent`, { idempotent: true })
    verify(await consume(`${prefix}-idempotent`, 0, COUNT))
  },

  async offsets() {
    const topic = `${prefix}-none`
    expect((await bounds(topic)) === `0..${COUNT}`, await bounds(topic))
    const wanted = [[timestamp(50), '50'], [timestamp(50) - 1, '50'], [timestamp(COUNT), String(COUNT)]]
    for (const [time, offset] of wanted) {
      const [found] = await admin.fetchTopicOffsetsByTimestamp(topic, time)
      expect(found.offset === offset, `${found.offset} for ${time}, not ${offset}`)
    }
  },

  async seek() {
    verify(await consume(`${prefix}-none`, 150, 50), 150)
  },

  async describe() {
    const { topics } = await admin.fetchTopicMetadata({ topics: [`${prefix}-admin`] })
    expect(topics[0].partitions.map(one => one.partitionId).sort().join() === '0,1', JSON.stringify(topics))
    topics[0].partitions.forEach(one => expect(
      one.leader === 1 && one.replicas.join() === '1' && one.isr.join() === '1', JSON.stringify(one)))
    const cluster = await admin.describeCluster()
    expect(cluster.brokers.map(one => `${one.host}:${one.port}`).join() === bootstrap, JSON.stringify(cluster))
    expect(cluster.clusterId, 'no cluster id')
  },

  async configs() {
    const name = `${prefix}-admin`
    const type = ConfigResourceTypes.TOPIC
    expect((await describeConfig(type, name, 'retention.ms')).configValue === '86400000', 'retention.ms as created')
    // kafkajs knows only AlterConfigs, which replaces everything.
    await admin.alterConfigs({ resources: [{ type, name, configEntries: [{ name: 'retention.ms', value: '3600000' }] }] })
    await eventually(async () => (await describeConfig(type, name, 'retention.ms')).configValue === '3600000', 'retention.ms')
    expect((await describeConfig(ConfigResourceTypes.BROKER, '1', 'log.dirs')).configValue, 'the broker names no log.dirs')
  },

  async create_partitions() {
    const topic = `${prefix}-admin`
    await admin.createPartitions({ topicPartitions: [{ topic, count: 5 }] })
    await eventually(async () => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
      return topics[0].partitions.length === 5
    }, '5 partitions')
  },

  async delete_records() {
    const topic = `${prefix}-gzip`
    await bounds(topic) // deleteTopicRecords looks for leaders only among topics that were asked for before
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '120' }] })
    expect((await bounds(topic)) === `120..${COUNT}`, await bounds(topic))
    verify(await consume(topic, 120, COUNT - 120), 120)
  },

  async delete_topics() {
    await admin.deleteTopics({ topics: [`${prefix}-acks`] })
    await eventually(async () => !(await admin.listTopics()).includes(`${prefix}-acks`), 'topic gone')
  },
}

async function main() {
  const chosen = mode === 'read'
    ? { read: async () => verify(await consume(readTopic, 0, Number(readCount)), 0, Number(readCount)) }
    : checks
  let failed = 0
  await admin.connect()
  for (const [name, check] of Object.entries(chosen)) {
    try {
      await check()
      console.log(`ok ${name}`)
    } catch (error) {
      failed += 1
      console.log(`FAILED ${name}: ${error.message}`)
      console.error(error.stack)
    }
  }
  await admin.disconnect()
  await Promise.all(opened.map(cluster => cluster.disconnect()))
  process.exitCode = failed ? 1 : 0
}

main().catch(error => {
  console.log(`FAILED main: ${error.stack}`)
  process.exitCode = 1
})
