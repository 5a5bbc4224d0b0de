using System.ComponentModel.DataAnnotations;

namespace Bulletin.Api.Limits;

/// <summary>How often one user, or one address, may do what: the section <c>Limits</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>Less would not hold one answer.</summary>
    internal const long LeastBytes = 1024 * 1024;

    /// <summary>Posting, editing and deleting messages, over HTTP and the hub together. Per user.</summary>
    [Required] public Rate Posting { get; init; } = new() { PerSecond = 50, Burst = 200 };

    /// <summary>Creating, changing and removing topics and one's own account. Per user.</summary>
    [Required] public Rate Writing { get; init; } = new() { PerSecond = 20, Burst = 200 };

    /// <summary>Searches, and pages of history that the database has to be asked for. Per user.</summary>
    [Required] public Rate Searching { get; init; } = new() { PerSecond = 50, Burst = 300 };

    /// <summary>Lists and messages that are read from memory. Per user; an answer of more than 32 KiB costs one more for each 16 KiB. Answers say nothing of it in headers, only refusals do.</summary>
    [Required] public Rate Reading { get; init; } = new() { PerSecond = 200, Burst = 2_000 };

    /// <summary>Calls of the hub, of whatever kind. Per user; an answer costs one more for each 16 KiB.</summary>
    [Required] public Rate HubCalls { get; init; } = new() { PerSecond = 100, Burst = 1_000 };

    /// <summary>Connections to the hub that are begun. Per user.</summary>
    [Required] public Rate Connecting { get; init; } = new() { PerSecond = 10, Burst = 600 };

    /// <summary>KiB sent to the hub, of whatever kind. Per user; who sends more waits.</summary>
    [Required] public Rate HubKilobytes { get; init; } = new() { PerSecond = 256, Burst = 2_048 };

    /// <summary>New accounts. Per address.</summary>
    [Required] public Rate SignUp { get; init; } = new() { PerSecond = 0.2, Burst = 200 };

    /// <summary>Passwords that are checked. Per address.</summary>
    [Required] public Rate LogIn { get; init; } = new() { PerSecond = 5, Burst = 200 };

    /// <summary>Refreshed sessions. Per address.</summary>
    [Required] public Rate Refreshing { get; init; } = new() { PerSecond = 20, Burst = 400 };

    /// <summary>Whatever has no other limit: pages, files, documents, and tries with tokens that are not known. Per address; per user for who is known to be signed in.</summary>
    [Required] public Rate Anonymous { get; init; } = new() { PerSecond = 300, Burst = 10_000 };

    /// <summary>Bytes of large answers and waiting events held for one user's clients that have yet to read them. At least 1 MiB.</summary>
    public long InFlightBytesPerUser { get; init; } = 16 * 1024 * 1024;

    /// <summary>The same for all users of this gateway; half of it for those of one address. At least 1 MiB.</summary>
    public long InFlightBytes { get; init; } = 128 * 1024 * 1024;
}

/// <summary>A token bucket.</summary>
public sealed class Rate
{
    /// <summary>How many come back each second.</summary>
    [Range(0.01, 1_000_000)] public double PerSecond { get; init; }

    /// <summary>How many may be spent at once.</summary>
    [Range(1, 1_000_000)] public int Burst { get; init; }
}
