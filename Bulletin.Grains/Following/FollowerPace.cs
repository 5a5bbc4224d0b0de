namespace Bulletin.Grains.Following;

/// <summary>How much of a silo a follower takes.</summary>
/// <param name="LeavesRoom">How many times as long as a round took to pause after it at least, while people post.</param>
/// <param name="LeavesRoomWhenBehind">The same while more is posted than it can follow at its usual pace: posts come first then.</param>
/// <param name="LeavesRoomWhenQuiet">The same while nothing happens, and only what is old waits.</param>
/// <param name="MostRoom">The longest that it pauses for this.</param>
/// <param name="MostFound">How many topics that a walk has found may wait while it looks for more.</param>
/// <param name="Capacity">How many topics may wait that were hinted at, and how many that were found.</param>
internal sealed record FollowerPace(
    double LeavesRoom, double LeavesRoomWhenBehind, double LeavesRoomWhenQuiet, TimeSpan MostRoom, int MostFound, int Capacity = 100_000);
