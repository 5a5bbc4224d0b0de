namespace Bulletin.Faults.Recording;

/// <summary>What somebody who comes and goes was shown of a private topic.</summary>
/// <param name="Path">By which way: a page, a join, an event.</param>
/// <param name="Gateway">The gateway's place in the cluster, from 0.</param>
/// <param name="At">When it had arrived.</param>
internal sealed record Shown(int Topic, Guid Person, string Path, int Gateway, TimeSpan At, IReadOnlyList<Position> Positions);

/// <summary>A message by its seq and last revision, or a topic by its last seq and revision.</summary>
internal readonly record struct Position(long Seq, long Revision);

/// <summary>Somebody who comes and goes was told that a private topic does not exist.</summary>
internal sealed record TurnedAway(int Topic, Guid Person, Attempt Attempt);
