namespace Bulletin.Faults.Recording;

/// <summary>What a client knows after a call.</summary>
internal enum Outcome
{
    /// <summary>It was done.</summary>
    Ok,

    /// <summary>It was refused for good, and so was not done.</summary>
    Refused,

    /// <summary>It may have been done, or may yet be: no answer, a lost connection, or "unavailable".</summary>
    Unknown,
}

/// <summary>One call of a client, from its first byte to its answer.</summary>
/// <param name="Gateway">The gateway's place in the cluster, from 0.</param>
/// <param name="Detail">A status and a code, or what befell the connection.</param>
internal sealed record Attempt(int Gateway, bool OverHub, TimeSpan Invoked, TimeSpan Ended, Outcome Outcome, string Detail, long? Seq = null, long? Revision = null)
{
    /// <summary>The gateway answered with something it must never say.</summary>
    public bool BreaksProtocol { get; init; }

    /// <summary>The client gave up waiting.</summary>
    public bool TimedOut { get; init; }
}
