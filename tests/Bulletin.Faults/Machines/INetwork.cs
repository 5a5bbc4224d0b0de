namespace Bulletin.Faults.Machines;

/// <summary>How a packet that may not pass is treated.</summary>
internal enum Cut
{
    /// <summary>It vanishes: the sender waits.</summary>
    Drop,

    /// <summary>The sender is told at once, and the connection breaks.</summary>
    Reject,

    /// <summary>Three in ten vanish.</summary>
    Lose,
}

/// <summary>Where the processes of a cluster run, and what may pass between them.</summary>
internal interface INetwork : IAsyncDisposable
{
    /// <summary>What it is, for the report.</summary>
    string Description { get; }

    /// <summary>Whether it can cut a link between two processes.</summary>
    bool CanCut { get; }

    /// <summary>Where clients call from and listen.</summary>
    string Outside { get; }

    /// <summary>Where the way to the database begins, seen from a process.</summary>
    string Database { get; }

    Task<Place> NewPlace(string name);

    /// <summary>
    /// From here on what <paramref name="from"/> (an address) sends does not reach <paramref name="to"/>; if it is rejected,
    /// nor does what is sent the other way, so that both are told at once.
    /// </summary>
    Task CutOff(string from, Place to, Cut how);

    /// <summary>Lets everything pass again.</summary>
    /// <returns>How many packets were caught since it was cut.</returns>
    Task<long> Heal();
}
