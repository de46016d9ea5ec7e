//! Which error codes an answer carries, for the metric that counts them by name: those that Kafka counts, `NONE` among
//! them.

use moldau_wire::messages::{
    AddOffsetsToTxnResponse, AddPartitionsToTxnResponse, AlterClientQuotasResponse, AlterConfigsResponse,
    ApiVersionsResponse, ConsumerGroupDescribeResponse, ConsumerGroupHeartbeatResponse,
    CreatePartitionsResponse, CreateTopicsResponse, DeleteGroupsResponse, DeleteRecordsResponse,
    DeleteTopicsResponse, DescribeClientQuotasResponse, DescribeClusterResponse, DescribeConfigsResponse,
    DescribeGroupsResponse, DescribeLogDirsResponse, DescribeProducersResponse, DescribeQuorumResponse,
    DescribeTopicPartitionsResponse, DescribeTransactionsResponse, EndTxnResponse, FetchResponse,
    FindCoordinatorResponse, HeartbeatResponse, IncrementalAlterConfigsResponse, InitProducerIdResponse,
    JoinGroupResponse, LeaveGroupResponse, ListConfigResourcesResponse, ListGroupsResponse,
    ListOffsetsResponse, ListTransactionsResponse, MetadataResponse, OffsetCommitResponse,
    OffsetDeleteResponse, OffsetFetchResponse, OffsetForLeaderEpochResponse, SyncGroupResponse,
    TxnOffsetCommitResponse, UpdateFeaturesResponse, WriteTxnMarkersResponse,
};

/// An answer that can carry error codes.
pub(crate) trait ErrorCounts {
    /// Calls `tell` with every code, as often as it stands there.
    fn errors(&self, tell: &mut dyn FnMut(i16));
}

/// Only the answer as a whole has a code.
macro_rules! whole {
    ($($response:ty),+ $(,)?) => {
        $(impl ErrorCounts for $response {
            fn errors(&self, tell: &mut dyn FnMut(i16)) {
                tell(self.error_code);
            }
        })+
    };
}

/// Every item of a list has a code.
macro_rules! items {
    ($($response:ty: $list:ident),+ $(,)?) => {
        $(impl ErrorCounts for $response {
            fn errors(&self, tell: &mut dyn FnMut(i16)) {
                self.$list.iter().for_each(|item| tell(item.error_code));
            }
        })+
    };
}

/// The answer as a whole and every item of a list have a code.
macro_rules! whole_and_items {
    ($($response:ty: $list:ident),+ $(,)?) => {
        $(impl ErrorCounts for $response {
            fn errors(&self, tell: &mut dyn FnMut(i16)) {
                tell(self.error_code);
                self.$list.iter().for_each(|item| tell(item.error_code));
            }
        })+
    };
}

/// Every partition of every topic has a code.
macro_rules! partitions {
    ($($response:ty),+ $(,)?) => {
        $(impl ErrorCounts for $response {
            fn errors(&self, tell: &mut dyn FnMut(i16)) {
                self.topics.iter().flat_map(|topic| &topic.partitions).for_each(|item| tell(item.error_code));
            }
        })+
    };
}

whole!(
    AddOffsetsToTxnResponse,
    EndTxnResponse,
    ListTransactionsResponse,
    ConsumerGroupHeartbeatResponse,
    HeartbeatResponse,
    JoinGroupResponse,
    ListGroupsResponse,
    SyncGroupResponse,
);
whole!(
    ApiVersionsResponse,
    DescribeClientQuotasResponse,
    DescribeClusterResponse,
    InitProducerIdResponse,
    ListConfigResourcesResponse,
);
items!(
    AlterClientQuotasResponse: entries,
    AlterConfigsResponse: responses,
    DescribeTransactionsResponse: transaction_states,
    ConsumerGroupDescribeResponse: groups,
    DeleteGroupsResponse: results,
    DescribeGroupsResponse: groups,
    CreatePartitionsResponse: results,
    CreateTopicsResponse: topics,
    DeleteTopicsResponse: responses,
    DescribeConfigsResponse: results,
    IncrementalAlterConfigsResponse: responses,
);
whole_and_items!(LeaveGroupResponse: members,DescribeLogDirsResponse: results, UpdateFeaturesResponse: results);
partitions!(
    TxnOffsetCommitResponse,
    DescribeProducersResponse,
    DeleteRecordsResponse,
    OffsetCommitResponse,
    ListOffsetsResponse,
    OffsetForLeaderEpochResponse
);

impl ErrorCounts for FetchResponse {
    /// The session's; those of partitions are counted where each is answered.
    fn errors(&self, tell: &mut dyn FnMut(i16)) {
        if self.error_code != 0 {
            tell(self.error_code);
        }
    }
}

impl ErrorCounts for FindCoordinatorResponse {
    fn errors(&self, tell: &mut dyn FnMut(i16)) {
        if self.coordinators.is_empty() {
            tell(self.error_code);
        }
        self.coordinators.iter().for_each(|item| tell(item.error_code));
    }
}

impl ErrorCounts for MetadataResponse {
    fn errors(&self, tell: &mut dyn FnMut(i16)) {
        for topic in &self.topics {
            topic.partitions.iter().for_each(|item| tell(item.error_code));
            tell(topic.error_code);
        }
        tell(self.error_code);
    }
}

impl ErrorCounts for DescribeQuorumResponse {
    fn errors(&self, tell: &mut dyn FnMut(i16)) {
        tell(self.error_code);
        self.topics.iter().flat_map(|topic| &topic.partitions).for_each(|item| tell(item.error_code));
    }
}

impl ErrorCounts for DescribeTopicPartitionsResponse {
    fn errors(&self, tell: &mut dyn FnMut(i16)) {
        for topic in &self.topics {
            topic.partitions.iter().for_each(|item| tell(item.error_code));
            tell(topic.error_code);
        }
    }
}

impl ErrorCounts for OffsetDeleteResponse {
    fn errors(&self, tell: &mut dyn FnMut(i16)) {
        tell(self.error_code);
        self.topics.iter().flat_map(|topic| &topic.partitions).for_each(|item| tell(item.error_code));
    }
}

impl ErrorCounts for OffsetFetchResponse {
    fn errors(&self, tell: &mut dyn FnMut(i16)) {
        if self.groups.is_empty() {
            tell(self.error_code);
        }
        self.topics.iter().flat_map(|topic| &topic.partitions).for_each(|item| tell(item.error_code));
        for group in &self.groups {
            tell(group.error_code);
            group.topics.iter().flat_map(|topic| &topic.partitions).for_each(|item| tell(item.error_code));
        }
    }
}

impl ErrorCounts for AddPartitionsToTxnResponse {
    fn errors(&self, tell: &mut dyn FnMut(i16)) {
        tell(self.error_code);
        let batched = self.results_by_transaction.iter().flat_map(|result| &result.topic_results);
        let topics = batched.chain(&self.results_by_topic_v3_and_below);
        topics.flat_map(|topic| &topic.results_by_partition).for_each(|item| tell(item.partition_error_code));
    }
}

impl ErrorCounts for WriteTxnMarkersResponse {
    fn errors(&self, tell: &mut dyn FnMut(i16)) {
        let topics = self.markers.iter().flat_map(|marker| &marker.topics);
        topics.flat_map(|topic| &topic.partitions).for_each(|item| tell(item.error_code));
    }
}
