using System.Diagnostics.Metrics;
using Bulletin.Grains.Following;

namespace Bulletin.Grains.Search.Indexing;

internal sealed class IndexerMetrics(IMeterFactory meters) : FollowingMetrics(
    meters,
    "bulletin.search",
    "Time from the creation of a message until it can be found",
    "Topics in which something has happened that cannot be found yet");
