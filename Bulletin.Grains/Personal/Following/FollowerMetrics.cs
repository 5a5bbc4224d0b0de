using System.Diagnostics.Metrics;
using Bulletin.Grains.Following;

namespace Bulletin.Grains.Personal.Following;

internal sealed class FollowerMetrics(IMeterFactory meters) : FollowingMetrics(
    meters,
    "bulletin.follower",
    "Time from the creation of a message until everybody concerned is notified",
    "Topics in which something has happened that was not followed yet");
