// kafkajs as a member of a group and as a transactional producer. See ../clients/README.md.

'use strict'

const { Kafka, PartitionAssigners, logLevel } = require('kafkajs')

const [bootstrap, mode, ...rest] = process.argv.slice(2)
const kafka = new Kafka({
  clientId: 'kafkajs', brokers: [bootstrap], logLevel: logLevel.NOTHING,
  retry: { initialRetryTime: 50, maxRetryTime: 1000, retries: 100 },
})
const say = (...words) => process.stdout.write(`${words.join(' ')}\n`)

// kafkajs has one assignor, which no other client knows. Its assignment under a name that all know.
const range = config => ({ ...PartitionAssigners.roundRobin(config), name: 'range' })

async function member(group, topic, ...pairs) {
  const chosen = Object.fromEntries(pairs.map(pair => pair.split('=')))
  const consumer = kafka.consumer({
    groupId: group, partitionAssigners: [range], sessionTimeout: 6000, heartbeatInterval: 300, rebalanceTimeout: 6000, maxWaitTimeInMs: 200,
    readUncommitted: chosen.isolation !== 'read_committed', allowAutoTopicCreation: false,
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
    say('owns', (payload.memberAssignment[topic] || []).slice().sort((left, right) => left - right).join(',')))
  consumer.on(consumer.events.REBALANCING, () => say('owns', ''))
  consumer.on(consumer.events.CRASH, ({ payload }) => say('note', payload.error.message))
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({
    autoCommitThreshold: 1,
    eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }) => {
      for (const record of batch.messages) {
        say('got', batch.partition, record.offset, record.value)
        resolveOffset(record.offset)
      }
      await commitOffsetsIfNecessary()
    },
  })
  process.stdin.resume()
  process.stdin.on('end', async () => {
    await consumer.disconnect()
    say('left')
    process.exit(0)
  })
}

async function newProducer(topic) {
  const producer = kafka.producer({ transactionalId: `${topic}-kafkajs`, idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  return producer
}

async function transactions(topic, source, group) {
  const messages = label => Array.from({ length: 10 }, (_, number) => ({ partition: number % 2, value: `${label}-${number}` }))
  const first = await newProducer(topic)
  async function one(label, end, offset) {
    const transaction = await first.transaction()
    await transaction.send({ topic, messages: messages(label) })
    if (offset) {
      await transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic: source, partitions: [{ partition: 0, offset }] }] })
    }
    await transaction[end]()
  }
  const steps = {
    commit: () => one('committed', 'commit'),
    abort: () => one('aborted', 'abort'),
    offsets: () => one('with-offsets', 'commit', '7'),
    'offsets aborted': () => one('aborted', 'abort', '3'),
    async fenced() {
      // kafkajs asks for its epoch when a transaction begins, so the zombie's must be open by then.
      const zombie = await first.transaction()
      await zombie.send({ topic, messages: messages('fenced') })
      const second = await newProducer(topic)
      const transaction = await second.transaction()
      let refused
      try {
        await zombie.send({ topic, messages: messages('fenced') })
        await zombie.commit()
      } catch (error) {
        refused = error
      }
      if (!refused || !/PRODUCER_FENCED|INVALID_PRODUCER_EPOCH/.test(refused.type || (refused.cause || {}).type)) {
        throw new Error(`the zombie was not fenced: ${refused && refused.stack}`)
      }
      await transaction.send({ topic, messages: messages('successor') })
      await transaction.commit()
    },
  }
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step()
    } catch (error) {
      say(`FAILED ${name}: ${error.stack}`)
      process.exit(1)
    }
    say(`ok ${name}`)
  }
  process.exit(0)
}

const run = mode === 'member' ? member : transactions
run(...rest).catch(error => {
  say(`FAILED main: ${error.stack}`)
  process.exit(1)
})
