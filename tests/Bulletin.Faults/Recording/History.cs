using System.Collections.Concurrent;

namespace Bulletin.Faults.Recording;

/// <summary>All that the clients did and saw, and what was done to the cluster meanwhile.</summary>
internal sealed class History
{
    public RunClock Clock { get; } = new();

    /// <summary>The topics, public ones first; records name them by their place here.</summary>
    public List<Guid> Topics { get; } = [];

    public ConcurrentQueue<Post> Posts { get; } = new();
    public ConcurrentQueue<Change> Changes { get; } = new();
    public ConcurrentQueue<View> Views { get; } = new();
    public ConcurrentQueue<Look> Looks { get; } = new();
    public ConcurrentQueue<Quiet> Quiets { get; } = new();
    public ConcurrentQueue<MemberCall> MemberCalls { get; } = new();
    public ConcurrentQueue<Shown> Shown { get; } = new();
    public ConcurrentQueue<TurnedAway> TurnedAway { get; } = new();
    public ConcurrentQueue<Mark> Marks { get; } = new();
    public ConcurrentQueue<PositionLook> PositionLooks { get; } = new();
    public ConcurrentQueue<MineQuiet> MineQuiets { get; } = new();
    public ConcurrentQueue<NotifiedOf> NotifiedOf { get; } = new();

    public ConcurrentQueue<Found> Found { get; } = new();

    /// <summary>Who was about to mute which topic, whatever became of it.</summary>
    public ConcurrentQueue<(Guid Person, int Topic)> Mutes { get; } = new();

    public ConcurrentQueue<Disturbance> Disturbances { get; } = new();

    /// <summary>Calls that are none of the above and were answered wrongly: signing in, joining, reading.</summary>
    public ConcurrentQueue<Attempt> OtherCalls { get; } = new();

    /// <summary>What happened to processes without being asked for, with its time.</summary>
    public ConcurrentQueue<(TimeSpan At, string What)> Incidents { get; } = new();

    public void Incident(string what) => Incidents.Enqueue((Clock.Now, what));
}
